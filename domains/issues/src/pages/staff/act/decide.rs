use access::Scope;
use askama::Template;
use askama::filters::HtmlSafe;
use base::{FieldErrors, Id, Instant, Problem, Reference};
use db::Tx;
use web::components::{Choice, WarningText};
use web::{Ask, Form, Markup, Typed, Words};

use super::{Act, Sheet, Verb};
use crate::again;
use crate::commands::{self, AtHand};
use crate::model::{self, Capacity, Decision, Status};
use crate::said_again::{SaidAgain, said_again};
use crate::store::{self, Issue, Step};

/// Taking forward, or not taking forward because: with the decider's capacity and authority (WAL-33, ASK-01, ASK-10).
pub(super) struct Decide;

/// What came back since it was last decided.
#[derive(Default)]
pub(super) struct Around {
    /// What contributors wrote.
    again: Vec<SaidAgain>,
    /// Who decides here beside the asker, when the asker decided it before somebody asked again.
    others: Option<Vec<String>>,
}

#[derive(Template)]
#[template(path = "staff/act/decide.html")]
struct Questions<'a> {
    form: &'a Form,
    around: &'a Around,
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
    type Around = Around;
    type Command = commands::Decide;

    fn look(tx: &mut Tx<'_>, scope: &Scope, hand: &AtHand) -> Result<Around, Problem> {
        let steps = store::steps_of(tx, scope.partnership(), hand.issue.id)?;
        let decided = steps.iter().rposition(|step| step.act.decides());
        let (before, since) = steps.split_at(decided.map_or(0, |at| at + 1));
        if !since.iter().any(|step| step.act.is_return()) {
            return Ok(Around::default());
        }
        let concerns = store::concerns_of(tx, scope.partnership(), hand.issue.id)?;
        let mut again = said_again(tx, scope, &concerns)?;
        again.retain(|said| since.iter().any(|step| step.act.is_return() && step.at == said.at));
        let asked_again = since.iter().any(|step| step.act == model::Act::AskedAgain);
        let mine = before.last().is_some_and(|step: &Step| step.person.is_some() && step.person == me(scope));
        let others = if asked_again && mine { Some(again::others(scope, hand, me(scope))) } else { None };
        Ok(Around { again, others })
    }

    fn opening(issue: &Issue, _: Instant) -> Typed {
        let mut typed = Typed::default();
        if issue.status == Status::TakingForward {
            typed.set("waiting_for", issue.waiting_for.clone().unwrap_or_default());
        }
        typed
    }

    fn questions(form: &Form, sheet: &Sheet, around: &Around) -> Markup {
        let told = match sheet.issue.voices {
            0 => "Nobody told us about it, so nobody is told.".to_owned(),
            1 => "The person who told us is told, if they asked to be, by the way they said is safe.".to_owned(),
            voices => {
                format!(
                    "Of the {voices} people who told us, those who asked to be are told, by the way they said is safe."
                )
            }
        };
        Markup::of(&Questions { form, around, told, forward: Markup::of(&Forward { form }) })
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
        let issue = commands::decide(tx, scope, reference, command)?;
        if issue.status == Status::TakingForward && issue.waits_for_nobody() {
            return Err(Problem::field("waiting_for", "Enter whom it waits for, or until when: nobody holds it yet"));
        }
        Ok(issue)
    }
}

fn me(scope: &Scope) -> Option<Id> {
    scope.hat().map(|hat| hat.person)
}

impl Around {
    fn warning(&self) -> Option<WarningText> {
        let others = self.others.as_ref()?;
        let sentence = match others.as_slice() {
            [] => {
                "You decided this the first time. Nobody else here may decide it: say what you looked at afresh.".into()
            }
            others => format!(
                "You decided this the first time. Somebody else should look at it: {}. Whoever told us can ask only once.",
                others.join(", ")
            ),
        };
        Some(WarningText::new(Words::english(), sentence))
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
