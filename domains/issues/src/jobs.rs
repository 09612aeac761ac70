//! What follows a decision: the mail to whoever told us, and the template sentence when nobody looked at the words in
//! time.

use ::jobs::{Desk, Handler, Job};
use access::Scope;
use base::{Id, Problem};

use crate::{commands, figures, import, mail, redraw, reweigh};

/// The jobs of this slice.
pub const HANDLERS: &[Handler] = &[
    Handler { kind: directory::HAND_BACK, run: |desk, scope, job| Box::pin(hand_back(desk, scope, job)) },
    Handler { kind: directory::HAND_OVER, run: |desk, scope, job| Box::pin(hand_over(desk, scope, job)) },
    Handler { kind: commands::WORDS_DEADLINE, run: |desk, scope, job| Box::pin(words_deadline(desk, scope, job)) },
    figures::COUNT,
    Handler { kind: import::KIND, run: |desk, scope, job| Box::pin(import::work(desk, scope, job)) },
    Handler { kind: import::FORGET, run: |desk, scope, job| Box::pin(import::forget(desk, scope, job)) },
    Handler { kind: redraw::KIND, run: |desk, scope, job| Box::pin(redraw::work(desk, scope, job)) },
    Handler { kind: places::PLACE_RECORDS, run: |desk, scope, job| Box::pin(redraw::due(desk, scope, job)) },
    Handler { kind: reweigh::KIND, run: |desk, scope, job| Box::pin(reweigh::work(desk, scope, job)) },
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

/// What somebody who left held open goes back, some at a time; nothing when they stayed after all.
async fn hand_back(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    loop {
        let (scope, job) = (scope.clone(), job.clone());
        let more = desk.site.db.write(move |tx| {
            let person = directory::store::person(tx, scope.partnership(), job.about)?;
            let gone = person.is_some_and(|person| person.left_at.is_some_and(|left| left <= scope.now));
            let more = gone && commands::hand_back(tx, &scope, job.about)?;
            if !more {
                ::jobs::done(tx, &job)?;
            }
            Ok::<_, Problem>(more)
        });
        if !more.await? {
            return Ok(());
        }
    }
}

/// What an organisation that ended held open goes to its successor, some at a time; nothing when its end was put off.
async fn hand_over(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    let to: Option<Id> = job.detail.parse().ok();
    loop {
        let (scope, job) = (scope.clone(), job.clone());
        let more = desk.site.db.write(move |tx| {
            let partners = directory::partners::read(tx, scope.partnership(), scope.now.date())?;
            let ended = partners
                .get(job.about)
                .is_some_and(|one| one.successor == to && one.valid_to.is_some_and(|end| end <= scope.now.date()));
            let more = match to.filter(|_| ended) {
                Some(to) => commands::hand_over(tx, &scope, job.about, to)?,
                None => false,
            };
            if !more {
                ::jobs::done(tx, &job)?;
            }
            Ok::<_, Problem>(more)
        });
        if !more.await? {
            return Ok(());
        }
    }
}
