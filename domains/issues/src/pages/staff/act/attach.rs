use access::Scope;
use base::{FieldErrors, Instant, Problem, Reference};
use db::Tx;
use places::{Lines, Places};
use voice::{ConcernFilter, ConcernStatus};
use web::components::Choice;
use web::{Ask, Form, Markup, Typed};

use super::{Act, Sheet, Verb};
use crate::commands::{self, AtHand};
use crate::pages::staff::triage::{Told, told};
use crate::store::Issue;

/// Concerns to be put into an issue: those near by, or by reference (WAL-34).
pub(super) struct Attach;

/// Concerns looked at to find those of the same category.
const LOOKED_AT: i64 = 200;
/// Concerns offered.
const OFFERED: usize = 20;

impl Act for Attach {
    const VERB: Verb = Verb::Attach;
    type Around = Vec<Told>;
    type Command = commands::Attach;

    /// Concerns in the same ward that nobody has considered, those of the same category first.
    fn look(tx: &mut Tx<'_>, scope: &Scope, AtHand { issue, ground }: &AtHand) -> Result<Vec<Told>, Problem> {
        let known = scope.snapshot.part::<Places>()?;
        let places = &ground.places;
        let place = known.ward_of(places).and_then(|ward| known.id(ward)).or(places.first().copied());
        let filter = ConcernFilter { place, status: Some(ConcernStatus::Heard), ..ConcernFilter::default() };
        let mut near = voice::list(tx, scope, &filter, LOOKED_AT)?;
        near.sort_by_key(|line| line.category != issue.category);
        near.truncate(OFFERED);
        told(tx, scope, near, Lines::Then)
    }

    fn opening(_: &Issue, _: Instant) -> Typed {
        Typed::default()
    }

    fn questions(form: &Form, _: &Sheet, near: &Vec<Told>) -> Markup {
        let choices = near.iter().map(|told| {
            Choice::new(told.reference.clone(), told.words_or_erased())
                .hint(format!("{}, {}, {}, {}", told.category, told.place, told.when, told.reference))
        });
        let listed = if near.is_empty() {
            Markup::default()
        } else {
            form.checkboxes("concerns", "Concerns in the same ward that nobody has considered")
                .small()
                .choices(choices)
                .into()
        };
        let others = form
            .textarea("references", "Other concerns, by reference (optional)")
            .hint("Like C-7KQ4-M2XD, with blanks or commas between them")
            .rows(2);
        let reason = form.textarea("reason", "Why they belong together (optional)").hint("For your colleagues").rows(2);
        Markup::trusted(format!("{listed}{others}{reason}"))
    }

    fn read(mut ask: Ask<'_>, _: &Scope, version: Option<i64>) -> Result<commands::Attach, FieldErrors> {
        let mut concerns: Vec<Reference> = ask.any_of("concerns");
        let typed = ask.optional_text("references", 2_000).unwrap_or_default();
        let reason = ask.optional_text("reason", 4_000);
        for text in typed.split([' ', ',', ';', '\n']).filter(|text| !text.is_empty()) {
            match text.parse() {
                Ok(reference) => concerns.push(reference),
                Err(_) => ask.refuse("references", format!("{text} is no reference: one looks like C-7KQ4-M2XD")),
            }
        }
        if concerns.is_empty() {
            ask.refuse("references", "Choose at least one concern, or enter its reference");
        }
        ask.answers(|| Some(commands::Attach { concerns, reason, version }))
    }

    fn run(
        tx: &mut Tx<'_>,
        scope: &Scope,
        reference: &Reference,
        command: &commands::Attach,
    ) -> Result<Issue, Problem> {
        commands::attach(tx, scope, reference, command).map_err(|problem| match problem {
            // The page's boxes may not be there at all; its line for references always is.
            Problem::Invalid(mut errors) => {
                for error in &mut errors.0 {
                    if error.field == "concerns" {
                        "references".clone_into(&mut error.field);
                    }
                }
                Problem::Invalid(errors)
            }
            other => other,
        })
    }
}
