//! The search through everything, for what no look-up finds: a number beside an address, a name with a postcode. Contacts
//! are unsealed 500 at a time, as long work that goes on where it was.

use access::{Done, Scope};
use base::{Id, Problem, Reference};
use db::Tx;
use jobs::{Desk, Handler, Job};
use record::{Operation, OperationState, Progress};
use voice::SealedContact;

use super::commands::{at_hand, sought};
use super::model::{Beside, State};
use super::{beside, store};
use crate::{holds, take_down};

/// The job that does it.
pub const SEARCH: Handler =
    Handler { kind: "governance.subject-search", run: |desk, scope, job| Box::pin(run(desk, scope, job)) };

/// Contacts in a chunk.
const CHUNK: i64 = 500;

/// Begins it.
///
/// # Errors
/// Not allowed; not found.
pub fn begin(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<Id, Problem> {
    let (request, permit) = at_hand(tx, scope, reference)?;
    if request.state != State::Open {
        return Err(Problem::Conflict(base::Conflict::State { now: request.state.as_str(), allowed: Vec::new() }));
    }
    let id = scope.new_id();
    let work = jobs::LongWork {
        id,
        kind: SEARCH.kind,
        title: &format!("Search for request {reference}"),
        detail: &request.id.to_string(),
        state: OperationState::Running,
        total: None,
    };
    jobs::begin(tx, scope, &work)?;
    store::searching(tx, &permit, request.id, id)?;
    jobs::set_going(tx, scope, SEARCH.kind, id)?;
    scope.tell(
        tx,
        Done { kind: "subject_request", record: request.id, verb: "search", fields: &["operation"], values: "" },
    )?;
    Ok(id)
}

async fn run(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    let db = desk.site.db.clone();
    jobs::carry_on(desk, scope, job, move |scope, operation| {
        let db = db.clone();
        async move {
            let (reading, at) = (scope.clone(), operation.clone());
            let looked = db.read(move |tx| look(tx, &reading, &at)).await?;
            db.bulk(move |tx| keep(tx, &scope, &operation, &looked)).await
        }
    })
    .await
}

/// What came of looking at a chunk.
struct Looked {
    request: Id,
    /// How many were looked at.
    many: i64,
    concerns: Vec<(Id, &'static str)>,
    beside: Vec<(Beside, Id, &'static str)>,
    /// Where it goes on; nothing when it is over.
    next: Option<String>,
}

/// What begins the cursor once contacts are looked through.
const TAKE_DOWNS: &str = "take-downs ";

/// Contacts first, then the addresses of whoever asked for something to go, then the safety markers.
fn look(tx: &mut Tx<'_>, scope: &Scope, operation: &Operation) -> Result<Looked, Problem> {
    let permit = holds::allowed(scope)?;
    let request: Id = operation.detail.parse().map_err(Problem::fault)?;
    let request = store::by_id(tx, scope.partnership(), request)?.ok_or(Problem::NotFound)?;
    let sought = sought(scope, &request)?;
    let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    let mut looked = Looked { request: request.id, many: 0, concerns: Vec::new(), beside: Vec::new(), next: None };
    if let Some(after) = operation.cursor.strip_prefix(TAKE_DOWNS) {
        let requests = take_down::store::with_contact(tx, &permit, after.parse().unwrap_or_default(), CHUNK)?;
        looked.many = count(requests.len());
        let made = beside::made_by(scope, &sought, &requests)?;
        looked.beside.extend(made.into_iter().map(|(id, how)| (Beside::TakeDown, id, how)));
        looked.next = requests.last().filter(|_| looked.many == CHUNK).map(|last| format!("{TAKE_DOWNS}{}", last.id));
        if looked.next.is_none() {
            let markers = beside::markers(tx, scope, &permit, &request, &sought)?;
            looked.beside.extend(markers.into_iter().map(|(id, how)| (Beside::Marker, id, how)));
        }
        return Ok(looked);
    }
    let contacts: Vec<SealedContact> = voice::contacts_after(tx, &permit, operation.cursor.parse().ok(), CHUNK)?;
    looked.many = count(contacts.len());
    for contact in &contacts {
        let opened = contact.opened(&scope.site.vault)?;
        looked.concerns.extend(opened.and_then(|opened| sought.finds(&opened)).map(|how| (contact.concern, how)));
    }
    let last = contacts.last().filter(|_| looked.many == CHUNK).map(|last| last.concern.to_string());
    looked.next = Some(last.unwrap_or_else(|| TAKE_DOWNS.to_owned()));
    Ok(looked)
}

fn keep(tx: &mut Tx<'_>, scope: &Scope, operation: &Operation, looked: &Looked) -> Result<(), Problem> {
    let (permit, partnership) = (holds::allowed(scope)?, scope.partnership());
    store::matched(tx, &permit, looked.request, &looked.concerns)?;
    store::found_beside(tx, &permit, looked.request, &looked.beside)?;
    // One entry a chunk says that contacts were looked through; what was found is told when it is shown.
    scope.tell(
        tx,
        Done {
            kind: "subject_request",
            record: looked.request,
            verb: "look through",
            fields: &["contact"],
            values: "",
        },
    )?;
    let cursor = looked.next.clone().unwrap_or_else(|| "end".to_owned());
    operation.advance(tx, partnership, &Progress { cursor, done: looked.many, ..Progress::default() }, scope.now)?;
    if looked.next.is_some() {
        return Ok(());
    }
    let ended = Operation::find(tx, partnership, operation.id)?.ok_or(Problem::NotFound)?;
    ended.step(tx, partnership, "finish", scope.now)?;
    Ok(store::searched(tx, &permit, looked.request, scope.now)?)
}
