//! What follows a decision: the mail to whoever told us, and the template sentence when nobody looked at the words in
//! time.

use ::jobs::{Desk, Handler, Job};
use access::Scope;
use base::Problem;

use crate::{commands, mail};

/// The jobs of this slice.
pub const HANDLERS: &[Handler] = &[
    Handler { kind: commands::WORDS_DEADLINE, run: |desk, scope, job| Box::pin(words_deadline(desk, scope, job)) },
    Handler { kind: voice::TELL_BY_MAIL, run: |desk, scope, job| Box::pin(mail::tell(desk, scope, job)) },
];

async fn words_deadline(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    desk.site
        .db
        .write(move |tx| {
            commands::words_deadline(tx, &scope, job.about)?;
            ::jobs::done(tx, &job).map_err(Problem::from)
        })
        .await
}
