use access::Scope;
use askama::Template;
use askama::filters::HtmlSafe;
use base::{FieldErrors, Instant, Problem, Reference};
use db::Tx;
use web::components::Choice;
use web::{Ask, Form, Markup, Typed};

use super::{Act, Sheet, Verb};
use crate::commands;
use crate::model::{Capacity, Decision, Status};
use crate::store::Issue;

/// Taking forward, or not taking forward because: with the decider's capacity and authority (WAL-33, ASK-01, ASK-10).
pub(super) struct Decide;

#[derive(Template)]
#[template(path = "staff/act/decide.html")]
struct Questions<'a> {
    form: &'a Form,
    told: String,
    forward: Markup,
}

#[derive(Template)]
#[template(path = "staff/act/forward.html")]
struct Forward<'a> {
    form: &'a Form,
}

impl HtmlSafe for Questions<'_> {}
impl HtmlSafe for Forward<'_> {}

impl Act for Decide {
    const VERB: Verb = Verb::Decide;
    type Around = ();
    type Command = commands::Decide;

    fn look(_: &mut Tx<'_>, _: &Scope, _: &Issue) -> Result<(), Problem> {
        Ok(())
    }

    fn opening(issue: &Issue, _: Instant) -> Typed {
        let mut typed = Typed::default();
        if issue.status == Status::TakingForward {
            typed.set("waiting_for", issue.waiting_for.clone().unwrap_or_default());
        }
        typed
    }

    fn questions(form: &Form, sheet: &Sheet, (): &()) -> Markup {
        let told = match sheet.issue.voices {
            0 => "Nobody told us about it, so nobody is told.".to_owned(),
            1 => "The person who told us is told, by the way they said is safe.".to_owned(),
            voices => format!("The {voices} people who told us are told, by the way they said is safe."),
        };
        Markup::of(&Questions { form, told, forward: Markup::of(&Forward { form }) })
    }

    fn read(mut ask: Ask<'_>, _: &Scope, version: Option<i64>) -> Result<commands::Decide, FieldErrors> {
        let decision: Option<Decision> = ask.one_of("decision", "Choose whether it is taken forward");
        let reason = ask.text("reason", 4_000, "Enter why: the public reads it");
        let capacity: Option<Capacity> = ask.one_of("capacity", "Choose in what capacity it was decided");
        let authority =
            ask.text("authority", 500, "Enter what gives the authority, like “Area partnership meeting, 3 March 2027”");
        let (mut waiting_for, mut waiting_until, mut watching_until) = (None, None, None);
        if decision == Some(Decision::TakingForward) {
            waiting_for = ask.optional_text("waiting_for", 200);
            waiting_until = ask.optional_date("waiting_until");
            watching_until = ask.optional_date("watching_until");
        }
        ask.answers(|| {
            Some(commands::Decide {
                decision: decision?,
                reason: reason?,
                capacity: capacity?,
                authority,
                waiting_for,
                waiting_until,
                watching_until,
                version,
            })
        })
    }

    fn run(
        tx: &mut Tx<'_>,
        scope: &Scope,
        reference: &Reference,
        command: &commands::Decide,
    ) -> Result<Issue, Problem> {
        commands::decide(tx, scope, reference, command)
    }
}

impl Questions<'_> {
    fn ways(&self) -> [Choice; 2] {
        [
            Choice::new(Decision::TakingForward.as_str(), "We take it forward").reveals(self.forward.clone()),
            Choice::new(Decision::NotTakingForward.as_str(), "We do not take it forward, because …")
                .hint("Whoever told us can ask for another decision once"),
        ]
    }

    fn capacities(&self) -> Vec<(&'static str, &'static str)> {
        Capacity::ALL.iter().map(|capacity| (capacity.as_str(), capacity.words())).collect()
    }
}
