//! Calls and letters to make: whoever gave no e-mail address is told too, and counts as told only when somebody did it.
//! Every look at how to reach them is kept.

use std::sync::Arc;

use access::{Done, Ground, Page, Right, Scope, Site};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::{FieldErrors, Id, Instant, Problem, Reference};
use db::Tx;
use voice::{Categories, Concern, Contact, News, SafeWay, SealedContact, Telling};
use web::asking::{Staff, Visit, Working};
use web::components::{self, Button, SummaryList};
use web::{Answer, Form, Query, Shell, Typed, Words, again, personal};

use super::{notice, on};
use crate::commands::concern_with_id;
use crate::model::Act;
use crate::store::{self, Said};

/// Rows on a page.
const ROWS: i64 = 200;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/tellings", get(list))
        .route("/{p}/tellings/{id}", get(show).post(send))
        .route("/{p}/tellings/{id}/letter", get(letter))
}

/// A call or a letter in the list: whom it concerns and what there is to tell them, never how to reach them. Its address
/// is that of the latest news, so that nobody is counted as told what came after they were rung.
struct ToTell {
    href: String,
    reference: String,
    category: String,
    way: &'static str,
    news: Vec<&'static str>,
    since: String,
}

/// A piece of news in the words of the partnership: what happened, and what was decided or done.
struct Piece {
    news: String,
    said: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "staff/tellings.html")]
struct TellingsPage {
    shell: Shell,
    to_tell: Vec<ToTell>,
}

#[derive(Template)]
#[template(path = "staff/telling.html")]
struct TellingPage {
    shell: Shell,
    form: Form,
    telling: ToTell,
    told: Option<String>,
    contact: SummaryList,
    say: Vec<Piece>,
    issue: Option<(String, String)>,
    looks: Vec<(String, String)>,
    letter: Option<String>,
    token: Option<String>,
}

#[derive(Template)]
#[template(path = "staff/letter.html")]
struct LetterPage {
    shell: Shell,
    partnership: String,
    day: String,
    to: Vec<String>,
    dear: String,
    told_us: String,
    say: Vec<Piece>,
    ring: Option<String>,
    online: String,
    from: String,
}

/// A call or a letter with everything it takes to make it.
struct Open {
    /// What there is to tell, oldest first.
    news: Vec<Telling>,
    said: Vec<Said>,
    concern: Concern,
    contact: Option<Contact>,
    looks: Vec<(Instant, String)>,
}

async fn list(Staff(visit): Staff, Query(typed): Query) -> Answer {
    allowed(&visit.scope)?;
    let scope = visit.scope.clone();
    let read = move |tx: &mut Tx<'_>| {
        let tellings = voice::tellings_to_do(tx, &scope, ROWS)?;
        let ids: Vec<Id> = tellings.iter().map(|telling| telling.concern).collect();
        Ok::<_, Problem>((voice::concerns_by_id(tx, &scope, &ids)?, tellings))
    };
    let (concerns, tellings) = visit.scope.site.db.read(read).await?;
    let scope = &visit.scope;
    let mut to_tell = Vec::new();
    for news in by_concern(tellings) {
        if let Some(concern) = concerns.iter().find(|concern| concern.id == news[0].concern) {
            to_tell.push(ToTell::of(scope, &news, concern)?);
        }
    }
    let mut shell = visit.shell("Calls and letters to make").crumb("My work", scope.url(Page::MyWork));
    shell.notice = notice(
        &visit,
        typed.get("done"),
        &[("told", "It is stored that they were told"), ("before", "A colleague told them before you")],
    );
    personal(&TellingsPage { shell, to_tell })
}

async fn show(Staff(visit): Staff, Path((_p, id)): Path<(String, String)>) -> Answer {
    let open = open(&visit.scope, key(&id)?).await?;
    let form = Form::new(visit.words);
    personal(&page(&visit, &open, form)?)
}

async fn send(Path((_p, id)): Path<(String, String)>, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let id = key(&id)?;
    let mut ask = typed.ask(visit.words);
    let note = ask.text("note", 2_000, "Enter what was said, or that a letter was posted");
    let note = match ask.answers(|| note) {
        Ok(note) => note,
        Err(errors) => return refused(&visit, id, typed, errors).await,
    };
    let scope = visit.scope.clone();
    let write = move |tx: &mut Tx<'_>| {
        let AtHand { news, concern, ground, .. } = at_hand(tx, &scope, id)?;
        let permit = scope.may(Right::KeepContactLog, &ground)?;
        let mut first = false;
        for telling in news.iter().filter(|telling| telling.told_at.is_none()) {
            first |= voice::told(tx, &scope, &permit, telling)?;
        }
        if first {
            voice::keep_contact_log(tx, &scope, &permit, &concern, news[0].way.as_str(), &note)?;
        }
        Ok::<_, Problem>(first)
    };
    let first = visit.scope.site.db.write(write).await?;
    Ok(on(&visit.scope, Page::Tellings, if first { "told" } else { "before" }))
}

async fn refused(visit: &Visit, id: Id, typed: Typed, errors: FieldErrors) -> Answer {
    let open = open(&visit.scope, id).await?;
    again(&page(visit, &open, Form::failed(visit.words, typed, errors))?)
}

async fn letter(Staff(visit): Staff, Path((_p, id)): Path<(String, String)>) -> Answer {
    let open = open(&visit.scope, key(&id)?).await?;
    if open.way() != SafeWay::Letter {
        return Err(Problem::NotFound.into());
    }
    let (scope, words) = (&visit.scope, visit.words);
    let reference: Reference = open.concern.reference.parse().map_err(Problem::fault)?;
    let contact = open.contact.clone().unwrap_or_default();
    let category = scope.snapshot.part::<Categories>()?.get(open.concern.category)?;
    let front = scope.snapshot.organisations.iter().find(|one| one.phone.is_some() && one.is_front_door);
    let phone = front.and_then(|one| one.phone.clone());
    let hat = scope.hat();
    personal(&LetterPage {
        shell: visit.shell(words.letter_heading(&open.concern.reference)).unlisted(),
        partnership: scope.snapshot.partnership.name.clone(),
        day: scope.now.day_words(),
        to: address_lines(&contact),
        dear: match &contact.name {
            Some(name) => words.letter_dear(name),
            None => words.letter_dear_neighbour().to_owned(),
        },
        told_us: words.letter_you_told_us(&category.name, open.concern.heard_at.day_words(), &open.concern.reference),
        say: open.say(words),
        ring: phone.map(|phone| words.letter_ring(phone)),
        online: words.letter_online(scope.full_url(Page::Concern(&reference))),
        from: hat.map(|hat| format!("{}, {}", hat.name, hat.title)).unwrap_or_default(),
    })
}

fn address_lines(contact: &Contact) -> Vec<String> {
    let address = contact.address.iter().flat_map(|address| address.split([',', '\n'])).map(str::trim);
    contact.name.iter().map(String::as_str).chain(address).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn allowed(scope: &Scope) -> Result<(), Problem> {
    if scope.has(Right::ReadContact) && scope.has(Right::KeepContactLog) {
        return Ok(());
    }
    Err(Problem::NotAllowed("Calls and letters are made by area managers, support officers and the director.".into()))
}

fn key(text: &str) -> Result<Id, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

/// One entry a concern, the longest waiting first, with its news in order.
fn by_concern(tellings: Vec<Telling>) -> Vec<Vec<Telling>> {
    let mut entries: Vec<Vec<Telling>> = Vec::new();
    for telling in tellings {
        match entries.iter_mut().find(|news| news[0].concern == telling.concern) {
            Some(news) => news.push(telling),
            None => entries.push(vec![telling]),
        }
    }
    entries
}

/// What is told together with the piece of news at an address; there is at least that.
struct AtHand {
    news: Vec<Telling>,
    contact: SealedContact,
    concern: Concern,
    ground: Ground,
}

fn at_hand(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<AtHand, Problem> {
    let (contact, news) = voice::told_together(tx, scope.partnership(), id)?.ok_or(Problem::NotFound)?;
    let (concern, ground) = concern_with_id(tx, scope, contact.concern)?;
    Ok(AtHand { news, contact, concern, ground })
}

/// Opens how to reach somebody and keeps that this person looked, in one transaction: no look without its trace.
async fn open(scope: &Scope, id: Id) -> Result<Open, Problem> {
    allowed(scope)?;
    let (site, scope) = (Arc::clone(&scope.site), scope.clone());
    site.db
        .write(move |tx| {
            let AtHand { news, contact, concern, ground } = at_hand(tx, &scope, id)?;
            scope.may(Right::ReadContact, &ground)?;
            scope.tell(
                tx,
                Done { kind: "concern", record: concern.id, verb: "look", fields: &["contact"], values: "" },
            )?;
            let contact = contact.opened(&scope.site.vault)?;
            let about: Vec<Id> = news.iter().map(|telling| telling.about).collect();
            let said = store::said_in(tx, &scope, &about)?;
            let looks = looks(tx, &scope, concern.id)?;
            Ok(Open { news, said, concern, contact, looks })
        })
        .await
}

impl Open {
    fn way(&self) -> SafeWay {
        self.news[0].way
    }

    fn say(&self, words: &Words) -> Vec<Piece> {
        let said = |telling: &Telling| self.said.iter().find(|said| said.id == telling.about);
        self.news.iter().map(|telling| Piece::of(words, telling, said(telling))).collect()
    }
}

/// Who looked at how to reach somebody, latest first.
fn looks(tx: &mut Tx<'_>, scope: &Scope, concern: Id) -> Result<Vec<(Instant, String)>, Problem> {
    let mut events = record::events_of(tx, scope.partnership(), concern)?;
    events.retain(|event| event.verb == "look");
    let name = |actor: Option<Id>| actor.and_then(|id| scope.snapshot.name_of(id)).unwrap_or_default().to_owned();
    Ok(events.iter().rev().map(|event| (event.at, name(event.actor))).collect())
}

fn page(visit: &Visit, open: &Open, form: Form) -> Result<TellingPage, Problem> {
    let scope = &visit.scope;
    let telling = ToTell::of(scope, &open.news, &open.concern)?;
    let issue = match open.said.last() {
        Some(said) => {
            let reference: Reference = said.reference.parse().map_err(Problem::fault)?;
            Some((said.title.clone(), scope.url(Page::Issue(&reference))))
        }
        None => None,
    };
    Ok(TellingPage {
        shell: visit.shell(telling.way).back(scope.url(Page::Tellings)).errors(form.errors()).unlisted(),
        told: open.news[0].told_at.map(Instant::words),
        contact: reach(open.contact.as_ref(), open.way()),
        say: open.say(visit.words),
        issue,
        looks: {
            let mut looks: Vec<(String, String)> =
                open.looks.iter().map(|(at, name)| (name.clone(), at.words())).collect();
            looks.dedup();
            looks
        },
        letter: (open.way() == SafeWay::Letter).then(|| format!("{}/letter", telling.href)),
        token: visit.form_token(),
        telling,
        form,
    })
}

/// How to reach somebody, by the way that is safe and no other.
fn reach(contact: Option<&Contact>, way: SafeWay) -> SummaryList {
    let Some(contact) = contact else {
        return SummaryList::new().row("How to reach them", "It was erased");
    };
    let list = SummaryList::new().row("Name", contact.name.as_deref().unwrap_or("Not given"));
    match way {
        SafeWay::Phone => list.row("Telephone", components::ringing(contact.phone.as_deref().unwrap_or("Not given"))),
        _ => list.row("Address", contact.address.as_deref().unwrap_or("Not given")),
    }
}

impl ToTell {
    /// Of a concern's news, oldest first.
    fn of(scope: &Scope, news: &[Telling], concern: &Concern) -> Result<Self, Problem> {
        let (Some(first), Some(latest)) = (news.first(), news.last()) else { return Err(Problem::NotFound) };
        Ok(Self {
            href: scope.url(Page::Telling(latest.id)),
            reference: concern.reference.clone(),
            category: scope.snapshot.part::<Categories>()?.get(concern.category)?.name.clone(),
            way: match first.way {
                SafeWay::Letter => "A letter to write",
                _ => "A call to make",
            },
            news: news.iter().map(|telling| news_to_staff(telling.news)).collect(),
            since: first.made_at.words(),
        })
    }
}

impl Piece {
    fn of(words: &Words, telling: &Telling, said: Option<&Said>) -> Self {
        Self {
            news: news_to_residents(words, telling.news).to_owned(),
            said: said.and_then(|said| {
                let lead = if said.act == Act::Resolved { words.letter_did() } else { words.letter_reason() };
                Some((lead.to_owned(), said.said.clone()?))
            }),
        }
    }
}

const fn news_to_staff(news: News) -> &'static str {
    match news {
        News::Heard => "We are looking into it",
        News::TakingForward => "It is taken forward",
        News::NotTakingForward => "It is not taken forward",
        News::Resolved => "It is resolved",
        News::CameBack => "It came back",
    }
}
fn news_to_residents(words: &Words, news: News) -> &str {
    match news {
        News::Heard => words.letter_heard(),
        News::TakingForward => words.letter_taking_forward(),
        News::NotTakingForward => words.letter_not_taking_forward(),
        News::Resolved => words.letter_resolved(),
        News::CameBack => words.letter_came_back(),
    }
}
