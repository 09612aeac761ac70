use access::Scope;
use askama::Template;
use askama::filters::HtmlSafe;
use base::{FieldErrors, Instant, Problem, Reference};
use db::Tx;
use web::{Ask, Form, Markup, Typed};

use super::{Act, Sheet, Verb};
use crate::commands::{self, AtHand};
use crate::model::Outcome;
use crate::store::Issue;

/// How it ended, and what we did.
pub(super) struct Resolve;

/// Open what was settled again.
pub(super) struct Reopen;

#[derive(Template)]
#[template(path = "staff/act/resolve.html")]
struct Questions<'a> {
    form: &'a Form,
}

impl HtmlSafe for Questions<'_> {}

impl Questions<'_> {
    fn outcomes(&self) -> Vec<(&'static str, &'static str)> {
        Outcome::ALL.iter().map(|outcome| (outcome.as_str(), outcome.words())).collect()
    }
}

impl Act for Resolve {
    const VERB: Verb = Verb::Resolve;
    type Around = ();
    type Command = commands::Resolve;

    fn look(_: &mut Tx<'_>, _: &Scope, _: &AtHand) -> Result<(), Problem> {
        Ok(())
    }

    fn opening(_: &Issue, _: Instant) -> Typed {
        Typed::default()
    }

    fn questions(form: &Form, _: &Sheet, (): &()) -> Markup {
        Markup::of(&Questions { form })
    }

    fn read(mut ask: Ask<'_>, _: &Scope, version: Option<i64>) -> Result<commands::Resolve, FieldErrors> {
        let outcome: Option<Outcome> = ask.one_of("outcome", "Choose how it ended");
        let what_we_did = ask.text("what_we_did", 4_000, "Enter what we did: the public reads it");
        ask.answers(|| Some(commands::Resolve { outcome: outcome?, what_we_did: what_we_did?, version }))
    }

    fn run(
        tx: &mut Tx<'_>,
        scope: &Scope,
        reference: &Reference,
        command: &commands::Resolve,
    ) -> Result<Issue, Problem> {
        commands::resolve(tx, scope, reference, command)
    }
}

impl Act for Reopen {
    const VERB: Verb = Verb::Reopen;
    type Around = ();
    type Command = (String, Option<i64>);

    fn look(_: &mut Tx<'_>, _: &Scope, _: &AtHand) -> Result<(), Problem> {
        Ok(())
    }

    fn opening(_: &Issue, _: Instant) -> Typed {
        Typed::default()
    }

    fn questions(form: &Form, _: &Sheet, (): &()) -> Markup {
        form.textarea("reason", "Why is it open again?")
            .hint("For your colleagues. The public sees that it is open again")
            .into()
    }

    fn read(mut ask: Ask<'_>, _: &Scope, version: Option<i64>) -> Result<Self::Command, FieldErrors> {
        let reason = ask.text("reason", 4_000, "Enter why it is open again");
        ask.answers(|| Some((reason?, version)))
    }

    fn run(
        tx: &mut Tx<'_>,
        scope: &Scope,
        reference: &Reference,
        (reason, version): &Self::Command,
    ) -> Result<Issue, Problem> {
        commands::reopen(tx, scope, reference, reason, *version)
    }
}
