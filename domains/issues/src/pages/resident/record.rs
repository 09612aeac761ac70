//! Recording for somebody else, on a phone at a door or a stall: two pages, five answers that must be given (WAL-31,
//! HUB-01, JOB-14). The end is the page every report ends with.

use access::{Ground, Page, Reach, Right};
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use base::{Conflict, FieldErrors, Problem};
use voice::{Categories, Channel, MOST_PROTECTED};
use web::asking::{Staff, Visit, Working, new_once};
use web::components::{Button, Choice, Choices, Select, SelectOption, SummaryList};
use web::{Answer, Form, Markup, Query, Shell, Typed, again, personal};

use super::report::answers::LANGUAGES;
use super::report::{Draft, Numbers, Recorded, Step};
use crate::model::SERIOUSNESS;

/// The longest note of what somebody was told, in characters.
const MOST_NOTE: usize = 2_000;
/// The fields of the first page that a resident's report does not have.
const HEARD: [&str; 2] = ["channel", "seriousness"];
/// And of the second.
const CONTACT: [&str; 2] = ["told_them", "protection"];
/// How somebody can have heard it.
const CHANNELS: [Channel; 7] = [
    Channel::Doorstep,
    Channel::InPerson,
    Channel::Phone,
    Channel::Meeting,
    Channel::Seen,
    Channel::Letter,
    Channel::Email,
];
/// What each protection is for, from 0 on.
const PROTECTION: [&str; 6] = [
    "Ordinary: those who work on it may read it",
    "1: shared, an address or a dispute between neighbours",
    "2: personal, names somebody or their health",
    "3: sensitive; only the front door’s safeguarding lead reads it from here on",
    "4: protected, someone may be at risk of harm",
    "5: sealed, it is about a member of staff or a witness",
];

/// What was heard, and where.
#[derive(Template)]
#[template(path = "resident/record.html")]
struct HeardPage<'a> {
    shell: Shell,
    token: String,
    address: String,
    draft: &'a Draft<'a>,
    form: Form,
    categories: &'a Categories,
    front_door: Option<(String, String)>,
    map: Markup,
}

/// From whom, what they were told, and who may read it.
#[derive(Template)]
#[template(path = "resident/record-contact.html")]
struct ContactPage<'a> {
    shell: Shell,
    token: String,
    address: String,
    draft: &'a Draft<'a>,
    form: Form,
    before: Markup,
    facts: SummaryList,
}

/// The first page.
pub async fn begin(Staff(visit): Staff, Query(query): Query) -> Answer {
    if !visit.scope.has(Right::RecordConcern) {
        return Ok(Redirect::to(&visit.scope.url(Page::Report)).into_response());
    }
    let mut typed = query.only(&["place", "category", "joins"]);
    typed.set("once", new_once(&visit.scope));
    heard_page(&visit, &Draft::read(&visit, typed).await?, &FieldErrors::default())
}

/// The second page, and the end.
pub async fn go_on(Working { visit, mut typed }: Working) -> Answer {
    visit.scope.may(Right::RecordConcern, &anywhere(&visit))?;
    let pointed = places::click(&visit.scope, &mut typed)?;
    let goes_back = typed.get("go").is_some();
    let at_the_end = typed.get("step") == Some("contact");
    let draft = Draft::read(&visit, typed).await?;
    if pointed || goes_back {
        return heard_page(&visit, &draft, &FieldErrors::default());
    }
    let recorded = recorded(&visit, &draft.typed);
    let errors = first_page_errors(&draft, recorded.as_ref().err());
    if !errors.is_empty() {
        return heard_page(&visit, &draft, &errors);
    }
    if !at_the_end {
        return contact_page(&visit, &draft, &FieldErrors::default()).await;
    }
    let errors = second_page_errors(&draft, recorded.as_ref().err());
    match recorded {
        Ok(recorded) if errors.is_empty() => send(&visit, draft, recorded).await,
        _ => contact_page(&visit, &draft, &errors).await,
    }
}

/// The widest ground this person's role reaches, to ask whether it gives a right at all.
fn anywhere(visit: &Visit) -> Ground {
    let mut ground = Ground::default();
    match visit.scope.hat().map(|hat| hat.reach) {
        Some(Reach::Place(place)) => ground.places.push(place),
        Some(Reach::Organisation(organisation)) => ground.organisation = Some(organisation),
        Some(Reach::Body(body)) => ground.body = Some(body),
        Some(Reach::Partnership) | None => {}
    }
    ground
}

async fn send(visit: &Visit, mut draft: Draft<'_>, recorded: Recorded) -> Answer {
    match draft.send(Some(recorded)).await {
        Ok(reported) => draft.done(&reported),
        Err(Problem::Invalid(errors)) => contact_page(visit, &draft, &errors).await,
        Err(Problem::Conflict(Conflict::Idempotency)) => {
            let mut errors = FieldErrors::default();
            errors.add("contact", "You recorded something else from these pages a moment ago. If this is another matter, press Record it again");
            draft.typed.set("once", new_once(&visit.scope));
            contact_page(visit, &draft, &errors).await
        }
        Err(problem) => Err(problem.into()),
    }
}

/// What a report recorded for somebody has beside a resident's own.
fn recorded(visit: &Visit, typed: &Typed) -> Result<Recorded, FieldErrors> {
    let typed = typed.only(&[HEARD, CONTACT].concat());
    let mut ask = typed.ask(visit.words);
    let channel = ask.one_of::<Channel>("channel", "Choose how you heard it");
    if channel.is_some_and(|channel| !CHANNELS.contains(&channel)) {
        ask.refuse("channel", "Choose how you heard it");
    }
    let seriousness = ask.optional_number("seriousness", 1..=5);
    let told_them = ask.optional_text("told_them", MOST_NOTE);
    let protection = ask.optional_number("protection", 0..=MOST_PROTECTED).unwrap_or(0);
    ask.answers(|| {
        let told_them = told_them.unwrap_or_default();
        Some(Recorded { channel: channel?, seriousness, told_them, protection })
    })
}

fn first_page_errors(draft: &Draft<'_>, recorded: Option<&FieldErrors>) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.0.extend(draft.what.as_ref().err().map(|errors| errors.0.clone()).unwrap_or_default());
    errors.0.extend(draft.errors(Step::Where).0);
    errors.0.extend(of(recorded, &HEARD));
    let people = draft.who.as_ref().err().map(|errors| of(Some(errors), &["people"])).unwrap_or_default();
    errors.0.extend(people);
    errors
}

fn second_page_errors(draft: &Draft<'_>, recorded: Option<&FieldErrors>) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if !draft.similar.is_empty() && draft.joins().is_none() {
        errors.0.extend(draft.errors(Step::Alike).0);
    }
    errors.0.extend(draft.who.as_ref().err().map(|errors| errors.0.clone()).unwrap_or_default());
    errors.0.extend(of(recorded, &CONTACT));
    errors
}

fn of(errors: Option<&FieldErrors>, fields: &[&str]) -> Vec<base::FieldError> {
    let all = errors.map(|errors| errors.0.as_slice()).unwrap_or_default();
    all.iter().filter(|error| fields.contains(&error.field.as_str())).cloned().collect()
}

fn heard_page(visit: &Visit, draft: &Draft<'_>, errors: &FieldErrors) -> Answer {
    let page = HeardPage {
        shell: visit.shell("Record what you heard").errors(errors).leave().unlisted(),
        token: visit.form_token().unwrap_or_default(),
        address: address(visit),
        form: Form::failed(visit.words, draft.typed.clone(), errors.clone()),
        categories: visit.scope.snapshot.part()?,
        front_door: Numbers::of(&visit.scope, visit.words).front_door,
        map: places::choose_on_map(&visit.scope, visit.words, &draft.typed)?,
        draft,
    };
    if errors.is_empty() { personal(&page) } else { again(&page) }
}

async fn contact_page(visit: &Visit, draft: &Draft<'_>, errors: &FieldErrors) -> Answer {
    let category = draft.category().map(|category| category.name.as_str()).unwrap_or_default();
    let place = draft.place.as_ref().map(|place| place.label.as_str()).unwrap_or_default();
    let mut facts = SummaryList::new().row("About", category).row("Where", place);
    if let Some(reader) = &draft.reader {
        facts = facts.row("Who reads it", format!("{}, {}", reader.name, reader.title));
    }
    let mut typed = draft.typed.clone();
    if draft.joins().is_none() {
        typed.set("joins", "none");
    }
    let page = ContactPage {
        shell: visit.shell("Who told you").errors(errors).leave().unlisted(),
        token: visit.form_token().unwrap_or_default(),
        address: address(visit),
        form: Form::failed(visit.words, typed, errors.clone()),
        before: before_a_visit(visit, draft).await?,
        facts,
        draft,
    };
    if errors.is_empty() { personal(&page) } else { again(&page) }
}

/// What to know of the address before somebody goes there, as far as it was typed.
async fn before_a_visit(visit: &Visit, draft: &Draft<'_>) -> Result<Markup, Problem> {
    let exactly = draft.place.as_ref().ok().and_then(|place| place.exactly.clone());
    let home = draft.typed.get("address").filter(|_| draft.typed.get("contact") == Some("letter")).map(str::to_owned);
    let there =
        safety::Somewhere { addresses: exactly.into_iter().chain(home).collect(), ..safety::Somewhere::default() };
    let warnings = safety::before_a_visit(&visit.scope, &anywhere(visit), vec![there]).await?;
    safety::warning(visit.words, &warnings)
}

fn address(visit: &Visit) -> String {
    format!("{}/concerns/record", visit.scope.prefix())
}

impl HeardPage<'_> {
    /// What stands on the second page.
    fn carried(&self) -> Vec<&'static str> {
        let who = Step::Who.fields().iter().copied().filter(|field| *field != "people");
        who.chain(Step::Alike.fields().iter().copied()).chain(CONTACT).chain(["once"]).collect()
    }

    fn category(&self) -> Select {
        let groups = self.categories.groups().into_iter();
        let named = groups.flat_map(|(group, members)| {
            members.into_iter().map(move |category| (category.code.clone(), format!("{} ({group})", category.name)))
        });
        let options = std::iter::once((String::new(), "Choose one".to_owned())).chain(named);
        self.form.select("category", "What it is most like").options(options)
    }

    fn channel(&self) -> Choices {
        let named = CHANNELS.iter().map(|channel| (channel.as_str(), channel.words()));
        self.form.radios("channel", "How you heard it").choices(named).small()
    }

    fn seriousness(&self) -> Select {
        let levels = (1..).zip(SERIOUSNESS).map(|(level, words)| (level.to_string(), format!("{level}: {words}")));
        let options = std::iter::once((String::new(), "I do not know".to_owned())).chain(levels);
        self.form.select("seriousness", "How serious you think it is (optional)").options(options)
    }

    fn choices(&self) -> &[(String, String)] {
        self.draft.place.as_ref().err().map(|unfound| unfound.choices.as_slice()).unwrap_or_default()
    }
}

impl ContactPage<'_> {
    /// What stands on the first page.
    fn carried(&self) -> Vec<&'static str> {
        let first = [Step::What, Step::Kind, Step::Where].into_iter().flat_map(Step::fields).copied();
        first.chain(["people", "once"]).chain(HEARD).collect()
    }

    fn alike(&self) -> Choices {
        let offered = self.draft.similar.iter().map(|one| Choice::new(&one.issue, &one.title).hint(&one.why));
        let list = self.form.radios("joins", "Is it one of these?").choices(offered);
        list.choice("none", "No, it is different").small()
    }

    fn languages(&self) -> Vec<SelectOption> {
        LANGUAGES.iter().map(SelectOption::from).collect()
    }

    fn protection(&self) -> Select {
        let levels = (0..).zip(PROTECTION).map(|(level, words): (i64, _)| (level.to_string(), words));
        self.form.select("protection", "Who may read it").options(levels)
    }
}
