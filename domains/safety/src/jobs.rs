//! What happens by itself: whoever decided is reminded four weeks before the review, and on its day the marker lapses.

use ::jobs::{Desk, Handler, Job};
use access::{Page, Role, Scope};
use base::{Id, Instant, Problem};
use db::Tx;
use notify::Mail;

use crate::commands::{allowed, ended};
use crate::model::{Ending, Marker};
use crate::store;

/// Reminds whoever decided; about the marker, the detail is the day of its review.
pub const REMIND: Handler =
    Handler { kind: "safety.remind", run: |desk, scope, job| Box::pin(remind(desk, scope, job)) };
/// Ends what nobody looked at in time.
pub const LAPSE: Handler = Handler { kind: "safety.lapse", run: |desk, scope, job| Box::pin(lapse(desk, scope, job)) };

/// The marker a job is about, unless it ended or its review was put off since.
fn at_hand(tx: &mut Tx<'_>, scope: &Scope, job: &Job) -> Result<Option<Marker>, Problem> {
    let found = store::by_id(tx, &allowed(scope)?, job.about)?;
    Ok(found.filter(|marker| marker.ended_at.is_none() && marker.review_on.to_string() == job.detail))
}

async fn remind(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    let (reading, about) = (scope.clone(), job.clone());
    let db = &desk.site.db;
    let marker = db.read(move |tx| at_hand(tx, &reading, &about)).await?;
    let Some(mail) = marker.and_then(|marker| write(&scope, &marker, job.id)) else {
        return db.housekeep("nobody to remind of a marker", move |tx| Ok(::jobs::done(tx, &job)?)).await;
    };
    desk.post.send(db, scope.partnership(), mail, scope.now, move |tx| Ok(::jobs::done(tx, &job)?)).await
}

/// To whoever decided while they work here, else to a director. It names no address and no person.
fn write(scope: &Scope, marker: &Marker, key: Id) -> Option<Mail> {
    let today = scope.now.date();
    let decider =
        scope.snapshot.all_holders().iter().find(|one| Some(one.person) == marker.decided_by && one.is_in_force(today));
    let to = decider.or_else(|| scope.snapshot.holders(&[Role::Director], today).next())?;
    let day = Instant::at(marker.review_on, 12, 0).day_words();
    let reference = marker.reference.parse().ok()?;
    let page = scope.full_url(Page::InformationRecord("markers", &reference));
    let partnership = &scope.snapshot.partnership.name;
    Some(Mail {
        key,
        to: to.email.clone()?,
        subject: format!("Look at safety marker {reference} again by {day}"),
        body: format!(
            "Safety marker {reference} lapses on {day} unless somebody looks at it and keeps it.\n\n\
             Is the risk still there, and is what to do still right?\n\n{page}\n\n{partnership}\n"
        ),
    })
}

async fn lapse(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    desk.site
        .db
        .write(move |tx| {
            let due = at_hand(tx, &scope, &job)?.filter(|marker| marker.review_on <= scope.now.date());
            if let Some(marker) = due {
                ended(tx, &scope, &allowed(&scope)?, marker.id, Ending::Lapsed, Ending::Lapsed.words())?;
            }
            ::jobs::done(tx, &job).map_err(Problem::from)
        })
        .await
}
