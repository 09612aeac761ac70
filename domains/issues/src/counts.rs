//! How many issues are open of each category in each place: what an area manager sets beside last month's.

use std::sync::Arc;

use access::{Part, Reach, Scope};
use base::{Date, Id, Instant, Problem, seconds};
use db::{Error, Tx};
use tokio::sync::Mutex;

use crate::commands::places_in;
use crate::store::{self, OpenOf};

/// How old a figure that everybody shares may be.
const KEPT: i64 = seconds(60);

/// Open issues of each category in each place, as they stood at one moment.
#[derive(Debug)]
pub struct Counts {
    /// When they were counted.
    pub as_at: Instant,
    /// Only what is more than nothing, by place and category.
    pub open: Vec<OpenOf>,
}

/// What many share of one partnership's figures: everybody's, and those of staff of the whole partnership. Whoever comes
/// while they are counted waits for that count. It stands in the reference snapshot and goes with it.
#[derive(Debug, Default)]
struct Shared {
    everybody: Mutex<Option<Arc<Counts>>>,
    staff: Mutex<Option<Arc<Counts>>>,
}

/// Nothing is counted before somebody asks.
pub(crate) fn load(_: &mut Tx<'_>, _: Id, _: Date) -> Result<Part, Error> {
    Ok(Arc::new(Shared::default()))
}

/// The figures for whoever asks. Those that many share are counted once a minute however many ask; whose own places decide
/// what they see has them counted each time.
///
/// # Errors
/// Whatever the store answers.
pub async fn counts(scope: &Scope) -> Result<Arc<Counts>, Problem> {
    let everywhere = scope.hat().is_none_or(|hat| hat.reach == Reach::Partnership);
    let shared = scope.snapshot.part::<Shared>()?;
    let mut kept = match (store::works(scope), everywhere) {
        (false, _) => shared.everybody.lock().await,
        (true, true) => shared.staff.lock().await,
        (true, false) => return count(scope).await,
    };
    if let Some(counts) = kept.as_ref().filter(|counts| (counts.as_at..counts.as_at.plus(KEPT)).contains(&scope.now)) {
        return Ok(Arc::clone(counts));
    }
    let counts = count(scope).await?;
    *kept = Some(Arc::clone(&counts));
    Ok(counts)
}

async fn count(scope: &Scope) -> Result<Arc<Counts>, Problem> {
    let places: Vec<Id> =
        places_in(scope)?.every().into_iter().map(|(id, _)| id).chain([scope.partnership()]).collect();
    let asking = scope.clone();
    let open = scope.site.db.read(move |tx| store::open_of_each(tx, &asking, &places)).await?;
    Ok(Arc::new(Counts { as_at: scope.now, open }))
}
