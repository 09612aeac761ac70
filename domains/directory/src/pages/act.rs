//! A step of work on a person, a role or an organisation: what is asked, and what is said when it cannot be done.

use access::Scope;
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use base::{Conflict, FieldErrors, Id, Problem};
use serde::{Deserialize, Deserializer};
use web::asking::Visit;
use web::components::{Button, NotificationBanner};
use web::{Answer, Form, Markup, Shell, Typed, again, personal};

/// A form of one step.
#[derive(Template)]
#[template(path = "act.html")]
pub struct Act {
    shell: Shell,
    caption: String,
    lead: Vec<String>,
    token: String,
    version: Option<i64>,
    fields: Vec<Markup>,
    button: Button,
}

impl Act {
    /// A step called `title`, on the way back to `back`.
    #[must_use]
    pub fn new(visit: &Visit, title: &str, back: String, button: &str) -> Self {
        Self {
            shell: visit.shell(title).back(back).unlisted(),
            caption: String::new(),
            lead: Vec::new(),
            token: visit.form_token().unwrap_or_default(),
            version: None,
            fields: Vec::new(),
            button: Button::new(button).once(),
        }
    }

    /// What it is a step of, above the title.
    #[must_use]
    pub fn about(mut self, caption: &str) -> Self {
        self.caption = caption.to_owned();
        self
    }

    /// What to know before answering.
    #[must_use]
    pub fn lead(mut self, line: impl Into<String>) -> Self {
        self.lead.push(line.into());
        self
    }

    /// Which version of the record was shown.
    #[must_use]
    pub fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    /// A question.
    #[must_use]
    pub fn field(mut self, field: impl Into<Markup>) -> Self {
        self.fields.push(field.into());
        self
    }

    /// A button for what cannot be undone.
    #[must_use]
    pub fn warning(mut self, button: &str) -> Self {
        self.button = Button::new(button).warning().once();
        self
    }

    /// Shown for the first time, or again with what to mend.
    ///
    /// # Errors
    /// A fault when the page cannot be written.
    pub fn shown(mut self, form: &Form) -> Answer {
        if form.errors().is_empty() {
            return personal(&self);
        }
        self.shell = self.shell.errors(form.errors());
        again(&self)
    }
}

/// The form as it comes back after `problem`, or the problem itself when nothing typed can mend it. Somebody else's change
/// meanwhile is said, and what was typed is kept.
///
/// # Errors
/// `problem`, when nothing typed can mend it.
pub fn failed(visit: &Visit, typed: &Typed, problem: Problem) -> Result<Form, Problem> {
    let errors = match problem {
        Problem::Invalid(errors) => errors,
        Problem::Conflict(Conflict::Version) => {
            let mut errors = FieldErrors::default();
            errors.add(
                "version",
                "Somebody changed this since you opened it. Look at it as it is now, then send yours again",
            );
            errors
        }
        other => return Err(other),
    };
    Ok(Form::failed(visit.words, typed.clone(), errors))
}

/// Goes on to `address`, which says what was done.
pub fn done(address: &str, said: &str) -> Answer {
    Ok(Redirect::to(&format!("{address}?done={said}")).into_response())
}

/// What was just done, above the page.
#[must_use]
pub fn notice(visit: &Visit, said: Option<&str>, all: &[(&str, &str)]) -> Option<Markup> {
    let (_, sentence) = all.iter().find(|(known, _)| Some(*known) == said)?;
    Some(NotificationBanner::success(visit.words, *sentence).into())
}

/// A key in an address. What is no key is nobody's, and so is not found.
pub struct Key(pub Id);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(address: D) -> Result<Self, D::Error> {
        String::deserialize(address).map(|text| Self(text.parse().unwrap_or_default()))
    }
}

/// Leave to manage people, for a page that shows them.
///
/// # Errors
/// Not allowed.
pub fn managing(scope: &Scope) -> Result<(), Problem> {
    scope.may(access::Right::ManagePeople, &access::Ground::default()).map(drop)
}
