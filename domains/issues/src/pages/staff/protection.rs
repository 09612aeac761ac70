//! Raising, lowering, releasing and keeping: who may read a concern.

use std::sync::Arc;

use access::{Page, Right, Scope, Site};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use base::{FieldErrors, Problem, Reference};
use db::Tx;
use record::Unsealed;
use voice::{Concern, MOST_PROTECTED, PROTECTED, needs_two};
use web::asking::{Staff, Visit, Working};
use web::components::{Button, InsetText};
use web::{Answer, Form, Markup, Shell, Typed, again, personal};

use super::{held, on, reference};
use crate::commands::{self, concern_at_hand};
use crate::looks::{looked, sensitive};

pub(super) fn routes() -> Router<Arc<Site>> {
    Act::ALL.into_iter().fold(Router::new(), |router, act| {
        let show = move |staff: Staff, Path((_p, text)): Path<(String, String)>| show(act, staff, text);
        let send = move |Path((_p, text)): Path<(String, String)>, working: Working| send(act, text, working);
        router.route(&format!("/{{p}}/concerns/{{reference}}/{}", act.name()), get(show).post(send))
    })
}

/// What can be done about who may read a concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Raise,
    Lower,
    Release,
    Keep,
}

/// The scale in words (domain.md, "Hearing").
const LEVELS: [&str; 6] = [
    "0 – ordinary",
    "1 – handle with care",
    "2 – sensitive",
    "3 – protected: only the front door’s safeguarding lead reads it",
    "4 – protected: somebody may be in danger",
    "5 – protected: somebody is in danger",
];

#[derive(Template)]
#[template(path = "staff/protection.html")]
struct ProtectionPage {
    shell: Shell,
    label: &'static str,
    reference: String,
    words: Markup,
    before: Vec<Markup>,
    questions: Markup,
    token: Option<String>,
    here: String,
    back: String,
}

/// The concern as this person may read it, and the wish to lower it if there is one.
struct Found {
    concern: Concern,
    words: Option<String>,
    wish: Option<Wish>,
}

/// Somebody's wish to lower a protection.
struct Wish {
    who: String,
    mine: bool,
    to: i64,
    when: String,
    reason: Option<String>,
}

async fn show(act: Act, Staff(visit): Staff, text: String) -> Answer {
    let found = find(act, &visit, &reference(&text)?).await?;
    let mut opening = Typed::default();
    if let Some(wish) = &found.wish {
        opening.set("protection", wish.to.to_string());
    }
    personal(&page(act, &visit, &found, Form::filled(visit.words, opening)))
}

async fn send(act: Act, text: String, working: Working) -> Answer {
    let Working { visit, typed } = working;
    let at = reference(&text)?;
    let (to, reason) = match read(act, &visit, &typed) {
        Ok(read) => read,
        Err(errors) => return refused(act, &visit, &at, typed, errors).await,
    };
    let (scope, concern) = (visit.scope.clone(), at.clone());
    let done = visit.scope.site.db.write(move |tx| act.run(tx, &scope, &concern, to, &reason)).await;
    let said = match done {
        Ok(said) => said,
        Err(Problem::Invalid(errors)) => return refused(act, &visit, &at, typed, errors).await,
        Err(other) => return Err(other.into()),
    };
    Ok(on(&visit.scope, back(&visit.scope), said))
}

/// Where somebody comes from and goes back to: the held list for those who read it, their work for the others.
fn back(scope: &Scope) -> Page<'static> {
    if scope.is_front_door_lead() {
        Page::HeldConcerns
    } else if scope.has(Right::ReadConcern) {
        Page::Concerns
    } else {
        Page::MyWork
    }
}

fn read(act: Act, visit: &Visit, typed: &Typed) -> Result<(i64, String), FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let to = match act {
        Act::Release => Some(0),
        _ => ask.number("protection", 0..=MOST_PROTECTED, "Choose a protection"),
    };
    let reason = ask.text("reason", 4_000, "Enter why");
    ask.answers(|| Some((to?, reason?)))
}

async fn refused(act: Act, visit: &Visit, at: &Reference, typed: Typed, errors: FieldErrors) -> Answer {
    let found = find(act, visit, at).await?;
    again(&page(act, visit, &found, Form::failed(visit.words, typed, errors)))
}

async fn find(act: Act, visit: &Visit, at: &Reference) -> Result<Found, Problem> {
    let (scope, at) = (visit.scope.clone(), at.clone());
    let read = move |tx: &mut Tx<'_>| {
        let (concern, ground) = concern_at_hand(tx, &scope, &at)?;
        scope.may(act.right(), &ground)?;
        let wish = if act == Act::Lower { wish(tx, &scope, &concern)? } else { None };
        let [words, _] = concern.opened(&scope.site.vault)?.map(Unsealed::words);
        Ok::<_, Problem>(Found { concern, words, wish })
    };
    let found = visit.scope.site.db.read(read).await?;
    looked(&visit.scope, sensitive([&found.concern])).await?;
    Ok(found)
}

fn wish(tx: &mut Tx<'_>, scope: &Scope, concern: &Concern) -> Result<Option<Wish>, Problem> {
    let Some(wish) = voice::lowering(tx, scope.partnership(), concern.id)? else { return Ok(None) };
    let reason = concern.open(&scope.site.vault, "protection_lowering.reason", wish.reason.as_deref())?;
    Ok(Some(Wish {
        who: scope.snapshot.name_of(wish.asked_by).unwrap_or_default().to_owned(),
        mine: scope.hat().is_some_and(|hat| hat.person == wish.asked_by),
        to: wish.lowered_to,
        when: wish.asked_at.words(),
        reason: reason.words(),
    }))
}

fn page(act: Act, visit: &Visit, found: &Found, form: Form) -> ProtectionPage {
    let scope = &visit.scope;
    let concern = &found.concern;
    let words = found.words.as_deref().map(|words| held::marked(words).0);
    let here = concern.reference.parse().map(|at| scope.url(Page::ConcernAct(&at, act.name())));
    let back = scope.url(back(scope));
    ProtectionPage {
        shell: visit.shell(act.label()).back(back.clone()).errors(form.errors()).unlisted(),
        label: act.label(),
        reference: concern.reference.clone(),
        words: words.unwrap_or_else(|| "The words were erased.".into()),
        before: act.before(found),
        questions: act.questions(&form, concern),
        token: visit.form_token(),
        here: here.unwrap_or_default(),
        back,
    }
}

impl Act {
    const ALL: [Self; 4] = [Self::Raise, Self::Lower, Self::Release, Self::Keep];

    const fn name(self) -> &'static str {
        match self {
            Self::Raise => "raise",
            Self::Lower => "lower",
            Self::Release => "release",
            Self::Keep => "keep",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Raise => "Raise protection",
            Self::Lower => "Lower protection",
            Self::Release => "Release it into ordinary work",
            Self::Keep => "Keep it protected",
        }
    }

    const fn right(self) -> Right {
        match self {
            Self::Raise => Right::RaiseProtection,
            Self::Lower => Right::LowerProtection,
            Self::Release | Self::Keep => Right::ReleaseHeld,
        }
    }

    /// Does it; answers what the next page says.
    fn run(
        self,
        tx: &mut Tx<'_>,
        scope: &Scope,
        at: &Reference,
        to: i64,
        reason: &str,
    ) -> Result<&'static str, Problem> {
        if self == Self::Raise {
            return commands::raise(tx, scope, at, to, reason).map(|()| "raise");
        }
        let (concern, ground) = concern_at_hand(tx, scope, at)?;
        let permit = scope.may(self.right(), &ground)?;
        match self {
            Self::Release => voice::release(tx, scope, &permit, &concern, reason).map(|()| "release"),
            Self::Keep => voice::keep(tx, scope, &permit, &concern, to, reason).map(|()| "keep"),
            Self::Raise | Self::Lower => {
                let lowered = voice::lower(tx, scope, &permit, &concern, to, reason)?;
                Ok(if lowered { "lower" } else { "asked" })
            }
        }
    }

    /// What must be known first.
    fn before(self, found: &Found) -> Vec<Markup> {
        let concern = &found.concern;
        let mut said: Vec<Markup> = Vec::new();
        match self {
            Self::Raise => said.push(
                InsetText::new(
                    "From 3 on, nobody but the front door’s safeguarding lead sees it, and it leaves every list, count and issue at once.",
                )
                .into(),
            ),
            Self::Release => said.push(InsetText::new("Those who triage this place will read it, and it can become part of an issue.").into()),
            Self::Keep => said.push(InsetText::new("It stays on this list alone. From then on it takes two people to lower it.").into()),
            Self::Lower => {}
        }
        if self == Self::Lower && needs_two(concern.protection, 0) {
            match &found.wish {
                None => said.push(
                    InsetText::new("Lowering it takes two people: you ask, another safeguarding lead agrees.").into(),
                ),
                Some(wish) => {
                    let reason = wish.reason.as_deref().unwrap_or_default();
                    let who = if wish.mine { "You" } else { &wish.who };
                    let then = if wish.mine {
                        "Another safeguarding lead must agree"
                    } else {
                        "If you agree, choose the same protection"
                    };
                    said.push(
                        InsetText::new(format!(
                            "{who} asked on {} to lower it to {}: {reason} {then}.",
                            wish.when, wish.to
                        ))
                        .into(),
                    );
                }
            }
        }
        said
    }

    fn questions(self, form: &Form, concern: &Concern) -> Markup {
        let now = concern.protection;
        let levels = match self {
            Self::Raise | Self::Release => now + 1..=MOST_PROTECTED,
            Self::Lower => 0..=now - 1,
            Self::Keep => PROTECTED.max(now)..=MOST_PROTECTED,
        };
        let choices = levels.filter_map(|level| {
            let words = LEVELS.get(usize::try_from(level).ok()?)?;
            Some((level.to_string(), *words))
        });
        let asked = match self {
            Self::Release => Markup::default(),
            _ => form.radios("protection", format!("To which protection? It is {now} now")).choices(choices).into(),
        };
        let reason = form.textarea("reason", "Why").hint("Kept in the record with your name").rows(3);
        Markup::trusted(format!("{asked}{reason}"))
    }
}
