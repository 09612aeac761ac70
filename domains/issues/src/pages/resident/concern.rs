//! A concern by its reference: what everybody may see, and, at the same address, what those may read who work with it.

use access::{Page, Right, Scope, Sees};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use base::{Problem, Reference, minutes};
use db::Tx;
use places::Point;
use record::Unsealed;
use voice::{Categories, Concern, ConcernStatus, Contact, SafeWay};
use web::asking::Visit;
use web::components::{Button, InsetText, SummaryList, SummaryRow, Timeline};
use web::{Answer, Form, Markup, Query, Shell, Typed, Words, page, personal};

use crate::pages::staff::status_words as staff_status;
use crate::saying;
use crate::store::Issue;
use crate::story::{Story, lines};

/// References that are not there, from one address in ten minutes, before it has to wait.
pub(super) const MOST_MISSES: u32 = 30;

/// What everybody sees while nobody has considered it, and always of a protected one: nothing that differs.
#[derive(Template)]
#[template(path = "resident/heard.html")]
struct HeardPage {
    shell: Shell,
    w: &'static Words,
    reference: String,
    heard_on: String,
    take_down: String,
}

/// What everybody sees once it is considered.
#[derive(Template)]
#[template(path = "resident/concern.html")]
struct ConcernPage {
    shell: Shell,
    w: &'static Words,
    standing: String,
    more: Vec<String>,
    decider: Option<String>,
    facts: SummaryList,
    story: Timeline,
    take_down: String,
}

/// What those may read who work with it.
#[derive(Template)]
#[template(path = "resident/concern-staff.html")]
struct StaffPage {
    shell: Shell,
    concern: Concern,
    before: Markup,
    words: Markup,
    facts: SummaryList,
    map: Markup,
    contact: Option<SummaryList>,
    log: Vec<(String, Markup)>,
    acts: Vec<(&'static str, String)>,
}

/// There is nothing under that reference, or it is none.
#[derive(Template)]
#[template(path = "resident/not-found.html")]
struct NotFoundPage {
    shell: Shell,
    w: &'static Words,
    form: Form,
    find: String,
}

/// The page of a reference, for everybody or for those who work with it.
pub async fn show(visit: Visit, Path((_, typed)): Path<(String, String)>) -> Answer {
    let Ok(reference) = typed.parse::<Reference>() else { return not_found(&visit, &typed) };
    if reference.kind() == 'I' {
        return Ok(Redirect::to(&visit.scope.url(Page::Issue(&reference))).into_response());
    }
    let (scope, wanted) = (visit.scope.clone(), reference.clone());
    let db = scope.site.db.clone();
    let found = db.read(move |tx| {
        let Some((concern, lies)) = voice::by_reference(tx, scope.partnership(), &wanted)? else { return Ok(None) };
        let reads = access::sees_concern(&scope, &concern.row(&lies.all)) == Sees::Fields;
        let story = if reads { Story::without_steps } else { Story::read };
        Ok::<_, Problem>(Some((reads, story(tx, &scope, concern, lies)?)))
    });
    match found.await? {
        None => not_found(&visit, &typed),
        Some((true, story)) => for_staff(&visit, story).await,
        Some((_, story)) if story.concern.shown_status() == ConcernStatus::Heard => heard(&visit, &story),
        Some((_, story)) => considered(&visit, &story),
    }
}

/// From the form of a page that found nothing.
pub async fn find(visit: Visit, Query(query): Query) -> Answer {
    let typed = query.get("reference").unwrap_or_default().trim().to_owned();
    match typed.parse::<Reference>() {
        Ok(reference) => Ok(Redirect::to(&visit.scope.url(Page::Concern(&reference))).into_response()),
        Err(_) => not_found(&visit, &typed),
    }
}

fn not_found(visit: &Visit, typed: &str) -> Answer {
    let (scope, words) = (&visit.scope, visit.words);
    scope.site.limiter.count("miss", &visit.from, MOST_MISSES, minutes(10), scope.now)?;
    let short: String = typed.chars().take(64).collect();
    let shown = personal(&NotFoundPage {
        shell: visit.shell(words.concern_not_found_title()).unlisted(),
        w: words,
        form: Form::filled(words, Typed::of([("reference", short)])),
        find: format!("{}/concerns/find", scope.prefix()),
    });
    shown.map(|mut response| {
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    })
}

fn heard(visit: &Visit, story: &Story) -> Answer {
    let words = visit.words;
    page(&HeardPage {
        shell: visit.shell(words.concern_heard_title()).unlisted(),
        w: words,
        reference: story.concern.reference.clone(),
        heard_on: words.day_of(story.concern.heard_at),
        take_down: take_down(visit, story)?,
    })
}

fn considered(visit: &Visit, story: &Story) -> Answer {
    let (scope, words) = (&visit.scope, visit.words);
    let categories: &Categories = scope.snapshot.part()?;
    let category = categories.get(story.concern.category)?;
    let place = saying::seen_place(scope, category, &story.lies.then)?;
    let mut facts = SummaryList::new()
        .row(words.concern_reference(), &story.concern.reference)
        .row(words.concern_about(), &category.name)
        .row(words.concern_where(), place.unwrap_or_else(|| words.concern_where_hidden().to_owned()))
        .row(words.concern_heard_on(), words.day_of(story.concern.heard_at));
    if let Some(issue) = &story.issue {
        facts = facts.row(words.concern_issue(), issue_link(scope, issue));
    }
    page(&ConcernPage {
        shell: visit.shell(words.concern_title(&story.concern.reference)).unlisted(),
        w: words,
        standing: story.standing(words),
        more: story.more(scope, words),
        decider: story.deciding().and_then(|step| saying::decider(scope, words, step)),
        facts,
        story: story.timeline(scope, words),
        take_down: take_down(visit, story)?,
    })
}

/// Where one asks for the page to be taken down.
fn take_down(visit: &Visit, story: &Story) -> Result<String, Problem> {
    let reference: Reference = story.concern.reference.parse().map_err(Problem::fault)?;
    Ok(visit.scope.url(Page::TakeDown(&reference)))
}

/// A link to an issue by its title.
pub(super) fn issue_link(scope: &Scope, issue: &Issue) -> Markup {
    let Ok(reference) = issue.reference.parse::<Reference>() else { return Markup::from(&issue.title) };
    let (href, title) = (scope.url(Page::Issue(&reference)), Markup::from(&issue.title));
    Markup::trusted(format!("<a class=\"govuk-link\" href=\"{href}\">{title}</a>"))
}

/// Words, contact and notes, for those who may read them; the look itself goes on record.
async fn for_staff(visit: &Visit, story: Story) -> Answer {
    let scope = visit.scope.clone();
    let ground = places::ground(story.lies.all.clone(), story.concern.owner_organisation);
    let reads_contact = scope.may(Right::ReadContact, &ground).is_ok() || scope.may(Right::ReadHeld, &ground).is_ok();
    let concern = story.concern.clone();
    let db = scope.site.db.clone();
    let (contact, log) = db.write(move |tx| look(tx, &scope, &concern, reads_contact)).await?;

    let scope = &visit.scope;
    let [words, whereabouts] = story.concern.opened(&scope.site.vault)?;
    let home = contact.as_ref().and_then(|(contact, _)| contact.address.clone());
    let there = somewhere(&story.concern, [whereabouts.clone().words(), home]);
    let warnings = safety::before_a_visit(scope, &ground, vec![there]).await?;
    let categories: &Categories = scope.snapshot.part()?;
    let category = categories.get(story.concern.category)?;
    let places = crate::commands::places_in(scope)?.of(&story.lies.then);
    let places: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
    let mut facts = SummaryList::new()
        .row("Category", &category.name)
        .row("Places", places.join(", "))
        .row("Where exactly", said(whereabouts))
        .row("How we heard", story.concern.channel.words())
        .row("When", story.concern.heard_at.words())
        .row(
            "People affected, as told",
            story.concern.people_affected.map_or_else(|| "Not said".into(), |n| n.to_string()),
        )
        .row("Where it stands", staff_status(story.concern.status));
    if let Some(suggested) = story.concern.suggested_seriousness {
        facts = facts.row("Seriousness, as suggested", suggested.to_string());
    }
    if let Some(issue) = &story.issue {
        facts = facts.row("Issue", issue_link(scope, issue));
    }
    personal(&StaffPage {
        shell: visit.shell(format!("Concern {}", story.concern.reference)).unlisted(),
        before: safety::warning(visit.words, &warnings)?,
        words: said(words),
        facts,
        map: match story.concern.lat.zip(story.concern.lon).and_then(|(lat, lon)| Point::new(lat, lon)) {
            Some(spot) => places::map_of_spot(scope, visit.words, spot, "spot", "The spot they told us")?,
            None => Markup::default(),
        },
        contact: contact.map(|(contact, way)| reached(&contact, way)),
        log,
        acts: acts(scope, &story.concern)?,
        concern: story.concern,
    })
}

/// Where whoever works on a concern may go: what is said of where it is, and where whoever told it lives.
pub(crate) fn somewhere(concern: &Concern, addresses: [Option<String>; 2]) -> safety::Somewhere {
    safety::Somewhere {
        concern: Some(concern.id),
        is_protected: concern.is_protected(),
        addresses: addresses.into_iter().flatten().collect(),
        voice: concern.voice_hash.clone(),
    }
}

/// What this person may do with it.
fn acts(scope: &Scope, concern: &Concern) -> Result<Vec<(&'static str, String)>, Problem> {
    let reference: Reference = concern.reference.parse().map_err(Problem::fault)?;
    let act = |name| scope.url(Page::ConcernAct(&reference, name));
    let free = concern.status == ConcernStatus::Heard && !concern.is_protected();
    let notes = scope.has(if concern.is_protected() { Right::ReleaseHeld } else { Right::KeepContactLog });
    let all = [
        (free && scope.has(Right::GroupConcerns), "Make it an issue, or part of one", group(scope, &reference)),
        (concern.held && scope.has(Right::ReleaseHeld), "Release it", act("release")),
        (concern.held && scope.has(Right::ReleaseHeld), "Keep it protected", act("keep")),
        (notes, "Note a call, visit or letter", act("note")),
        (scope.has(Right::RaiseProtection), "Raise protection", act("raise")),
        (concern.protection > 0 && scope.has(Right::LowerProtection), "Lower protection", act("lower")),
    ];
    Ok(all.into_iter().filter(|(may, ..)| *may).map(|(_, label, href)| (label, href)).collect())
}

fn group(scope: &Scope, reference: &Reference) -> String {
    format!("{}?concern={reference}", scope.url(Page::NewIssue))
}

/// What a member of staff reads beside the concern: contact with its safe way, notes.
type Looked = (Option<(Contact, SafeWay)>, Vec<(String, Markup)>);

fn look(tx: &mut Tx<'_>, scope: &Scope, concern: &Concern, reads_contact: bool) -> Result<Looked, Problem> {
    let contact = match reads_contact {
        true => voice::contacts(tx, scope, &[concern.id])?.pop().map(|(_, contact, way, _)| (contact, way)),
        false => None,
    };
    let mut log = Vec::new();
    for one in voice::contact_log(tx, scope.partnership(), concern.id)? {
        let note = one.opened(&scope.site.vault, concern)?;
        log.push((format!("{}, {}", one.at.words(), one.way.replace('_', " ")), said(note)));
    }
    let fields: &'static [&'static str] = if reads_contact { &["words", "contact"] } else { &["words"] };
    scope.tell(tx, access::Done { kind: "concern", record: concern.id, verb: "look", fields, values: "" })?;
    Ok((contact, log))
}

fn said(opened: Unsealed) -> Markup {
    match opened {
        Unsealed::Words(words) if !words.is_empty() => lines(&words),
        _ => "Not said, or erased".into(),
    }
}

/// How they are reached: first whether, and by what, it is safe.
fn reached(contact: &Contact, safe: SafeWay) -> SummaryList {
    let safe = match safe {
        SafeWay::Email => "By e-mail",
        SafeWay::Phone => "By phone",
        SafeWay::Letter => "By letter",
        SafeWay::Nothing => "Not at all: do not contact them",
    };
    let fields =
        [("Name", &contact.name), ("E-mail", &contact.email), ("Phone", &contact.phone), ("Address", &contact.address)];
    let known = fields.into_iter().filter_map(|(field, value)| Some(SummaryRow::new(field, lines(value.as_ref()?))));
    known.fold(SummaryList::new().row("Safe to contact", safe), SummaryList::with)
}
