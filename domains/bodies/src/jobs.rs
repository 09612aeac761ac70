//! What follows for seats when somebody has left or an organisation has ended.

use ::jobs::{Desk, Handler, Job};
use access::Scope;
use base::{Date, Id, Problem};
use db::Tx;

use crate::commands;
use crate::model::Sitter;

/// The jobs of this slice.
pub const HANDLERS: &[Handler] =
    &[Handler { kind: directory::GIVE_UP_SEATS, run: |desk, scope, job| Box::pin(give_up(desk, scope, job)) }];

/// Whoever is gone sits nowhere any more (SAL-38); nothing when they stayed after all.
async fn give_up(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    desk.site
        .db
        .write(move |tx| {
            if let Some((sitter, day)) = gone(tx, &scope, job.about)? {
                let successor: Option<Id> = job.detail.parse().ok();
                commands::give_up(tx, &scope, sitter, day, successor)?;
            }
            ::jobs::done(tx, &job).map_err(Problem::from)
        })
        .await
}

/// Whether it is a person who has left or an organisation that has ended, and since which day.
fn gone(tx: &mut Tx<'_>, scope: &Scope, about: Id) -> Result<Option<(Sitter, Date)>, Problem> {
    if let Some(person) = directory::store::person(tx, scope.partnership(), about)? {
        let left = person.left_at.filter(|left| *left <= scope.now);
        return Ok(left.map(|left| (Sitter::Person(about), left.date())));
    }
    let partners = directory::partners::read(tx, scope.partnership(), scope.now.date())?;
    let ended = partners.get(about).and_then(|one| one.valid_to).filter(|end| *end <= scope.now.date());
    Ok(ended.map(|end| (Sitter::Organisation(about), end)))
}
