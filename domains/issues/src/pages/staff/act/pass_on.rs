use access::Scope;
use base::{FieldErrors, Instant, Problem, Reference};
use db::Tx;
use web::components::InsetText;
use web::{Ask, Form, Markup, Typed};

use super::{Act, Sheet, Verb};
use crate::commands::{self, AtHand, Move};
use crate::store::Issue;

/// One level up, with a reason the public reads (EVO-01, ASK-04).
pub(super) struct Escalate;

/// One level down.
pub(super) struct HandDown;

impl Act for Escalate {
    const VERB: Verb = Verb::Escalate;
    type Around = ();
    type Command = Move;

    fn look(_: &mut Tx<'_>, _: &Scope, _: &AtHand) -> Result<(), Problem> {
        Ok(())
    }

    fn opening(_: &Issue, _: Instant) -> Typed {
        Typed::default()
    }

    fn questions(form: &Form, sheet: &Sheet, (): &()) -> Markup {
        asked(form, sheet, 1)
    }

    fn read(ask: Ask<'_>, _: &Scope, version: Option<i64>) -> Result<Move, FieldErrors> {
        reason(ask, version)
    }

    fn run(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, command: &Move) -> Result<Issue, Problem> {
        commands::escalate(tx, scope, reference, command)
    }
}

impl Act for HandDown {
    const VERB: Verb = Verb::HandDown;
    type Around = ();
    type Command = Move;

    fn look(_: &mut Tx<'_>, _: &Scope, _: &AtHand) -> Result<(), Problem> {
        Ok(())
    }

    fn opening(_: &Issue, _: Instant) -> Typed {
        Typed::default()
    }

    fn questions(form: &Form, sheet: &Sheet, (): &()) -> Markup {
        asked(form, sheet, -1)
    }

    fn read(ask: Ask<'_>, _: &Scope, version: Option<i64>) -> Result<Move, FieldErrors> {
        reason(ask, version)
    }

    fn run(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, command: &Move) -> Result<Issue, Problem> {
        commands::hand_down(tx, scope, reference, command)
    }
}

fn asked(form: &Form, sheet: &Sheet, by: i64) -> Markup {
    let (from, to) = (sheet.issue.level, sheet.issue.level + by);
    let name = |level: i64| usize::try_from(level).ok().and_then(|at| sheet.levels.get(at)).map_or("", String::as_str);
    let moves = format!("It goes from {} level ({from}) to {} level ({to}).", name(from), name(to));
    let reason = form
        .textarea("reason", "Why")
        .hint("The public reads these words. Name no person, telephone number or house")
        .up_to(4_000);
    Markup::trusted(format!("{}{reason}", InsetText::new(moves)))
}

fn reason(mut ask: Ask<'_>, version: Option<i64>) -> Result<Move, FieldErrors> {
    let reason = ask.text("reason", 4_000, "Enter why: the public reads it");
    ask.answers(|| Some(Move { reason: reason?, version }))
}
