//! Asking: one page, without scripts or account, from a link on everything public.

use access::Page;
use askama::Template;
use base::{FieldErrors, Problem, Reference, hours, minutes};
use web::asking::{Posted, Visit};
use web::components::{Button, Choices, Panel};
use web::{Answer, Form, Query, Shell, Typed, Words, again, personal};

use super::commands::{self, Ask, Asked, public_record};
use super::model::Why;

/// Requests from one address in a day.
pub(super) const MOST_ASKED: u32 = 5;
/// The longest an explanation may be, in characters.
pub(super) const LONGEST_WORDS: usize = 1_000;
/// References that are not there, from one address in ten minutes.
const MOST_MISSES: u32 = 30;

#[derive(Template)]
#[template(path = "take_down/ask.html")]
struct AskPage {
    shell: Shell,
    w: &'static Words,
    form: Form,
    about: String,
    here: String,
    token: Option<String>,
}

#[derive(Template)]
#[template(path = "take_down/asked.html")]
struct AskedPage {
    shell: Shell,
    panel: Panel,
    next: Vec<String>,
}

pub async fn show(visit: Visit, Query(typed): Query) -> Answer {
    let about = found(&visit, typed.get("about").unwrap_or_default()).await?;
    personal(&page(&visit, &about, Form::new(visit.words)))
}

pub async fn send(posted: Posted) -> Answer {
    let Posted { visit, typed } = posted;
    let about = found(&visit, typed.get("about").unwrap_or_default()).await?;
    let (why, words, email) = match read(&visit, &typed) {
        Ok(read) => read,
        Err(errors) => return again(&page(&visit, &about, Form::failed(visit.words, typed, errors))),
    };
    let scope = visit.scope.clone();
    scope.site.limiter.count("take-down", &visit.from, MOST_ASKED, hours(24), scope.now)?;
    let ask = Ask::of(&scope, about, why, words.as_deref(), email.as_deref())?.answered_in(visit.words);
    let asked = visit.scope.site.db.write(move |tx| commands::ask(tx, &scope, &ask)).await?;
    done(&visit, &asked)
}

/// The reference, when there is something public under it. What is not there is counted, as everywhere.
async fn found(visit: &Visit, typed: &str) -> Result<Reference, Problem> {
    let scope = visit.scope.clone();
    let Ok(about) = typed.parse::<Reference>() else { return Err(Problem::NotFound) };
    let wanted = about.clone();
    let found = visit.scope.site.db.read(move |tx| public_record(tx, &scope, &wanted)).await;
    if matches!(found, Err(Problem::NotFound)) {
        let scope = &visit.scope;
        scope.site.limiter.count("miss", &visit.from, MOST_MISSES, minutes(10), scope.now)?;
    }
    found.map(|_| about)
}

type Read = (Why, Option<String>, Option<String>);

fn read(visit: &Visit, typed: &Typed) -> Result<Read, FieldErrors> {
    let words = visit.words;
    let mut ask = typed.ask(words);
    let why = ask.one_of::<Why>("why", words.take_down_why_missing());
    let said = match why {
        Some(Why::Other) => Some(ask.text("words", LONGEST_WORDS, words.take_down_words_missing())),
        _ => Some(ask.optional_text("words", LONGEST_WORDS)),
    };
    let email = ask.optional_text("email", 200);
    if email.as_deref().is_some_and(|email| !is_address(email)) {
        ask.refuse("email", words.take_down_email_wrong());
    }
    ask.answers(|| Some((why?, said?, email)))
}

/// Whether it has the shape of an e-mail address.
pub(super) fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !text.contains(char::is_whitespace) && !domain.ends_with('.')
    })
}

fn page(visit: &Visit, about: &Reference, form: Form) -> AskPage {
    let (scope, words) = (&visit.scope, visit.words);
    let back = match about.kind() {
        'I' => scope.url(Page::Issue(about)),
        _ => scope.url(Page::Concern(about)),
    };
    AskPage {
        shell: visit.shell(words.take_down_title()).back(back).errors(form.errors()).unlisted(),
        w: words,
        here: format!("{}/take-down", scope.prefix()),
        token: visit.form_token(),
        about: about.to_string(),
        form,
    }
}

fn done(visit: &Visit, asked: &Asked) -> Answer {
    let words = visit.words;
    let hidden = if asked.hidden { words.take_down_hidden() } else { words.take_down_looked_at_first() };
    let panel = match &asked.reference {
        Some(reference) => Panel::new(words.take_down_done(), words.take_down_reference(reference)),
        None => Panel::new(words.take_down_done_before(), ""),
    };
    personal(&AskedPage {
        shell: visit.shell(words.take_down_done()).unlisted(),
        panel,
        next: vec![
            hidden.to_owned(),
            words.take_down_decide_by(words.day_of(asked.decide_by)),
            words.take_down_decide_why().to_owned(),
        ],
    })
}

impl AskPage {
    fn why(&self) -> Choices {
        let words = self.w;
        self.form
            .radios("why", words.take_down_why())
            .choice("names", words.take_down_names())
            .choice("home", words.take_down_home())
            .choice("danger", words.take_down_danger())
            .choice("untrue", words.take_down_untrue())
            .choice("other", words.take_down_other())
    }
}
