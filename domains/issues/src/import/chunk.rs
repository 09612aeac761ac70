//! A chunk of rows: read and sealed outside the store, stored in one transaction with the cursor that says how far the file
//! came, told to the record in one entry.

use std::collections::HashSet;

use access::{Done, Right, Scope};
use base::{Id, Problem};
use db::Tx;
use files::Row;
use places::Vintages;
use record::{Operation, OperationFault, Progress};
use voice::Arriving;

use super::columns::Plan;
use super::row::{Read, Reader, Spots};

/// Rows that were read: what they told, and what could not be read.
#[derive(Debug, Default)]
pub struct Chunk {
    pub read: Vec<Read>,
    pub faults: Vec<OperationFault>,
}

/// Reads rows, with the store asked once for all their postcodes, and for lines of days earlier than those at hand.
///
/// # Errors
/// Whatever the store answers.
pub async fn read(scope: &Scope, plan: &Plan, vintages: &mut Vintages, rows: Vec<Row>) -> Result<Chunk, Problem> {
    let reader = Reader::new(scope, plan)?;
    vintages.reach_back(scope, reader.first_day(&rows)).await?;
    let codes = reader.postcodes(&rows);
    let partnership = scope.partnership();
    let spots: Spots = match codes.is_empty() {
        true => Spots::new(),
        false => scope.site.db.read(move |tx| places::postcode_points(tx, partnership, &codes)).await?,
    };
    let mut chunk = Chunk::default();
    for row in &rows {
        match reader.read(row, &spots, vintages) {
            Ok(read) => chunk.read.push(read),
            Err(faults) => chunk.faults.extend(faults),
        }
    }
    Ok(chunk)
}

/// Screens and seals what was read, off the threads that answer pages: it is most of the work of an import.
///
/// # Errors
/// A fault when the thread was lost.
pub async fn seal(scope: &Scope, chunk: Chunk) -> Result<(Vec<Arriving>, Vec<OperationFault>), Problem> {
    let scope = scope.clone();
    let sealed = tokio::task::spawn_blocking(move || {
        let arriving = chunk.read.into_iter();
        let arriving: Vec<Arriving> = arriving
            .map(|read| Arriving { prepared: voice::prepare(&scope, read.told), status: read.status, lies: read.lies })
            .collect();
        (arriving, chunk.faults)
    });
    sealed.await.map_err(Problem::fault)
}

/// Stores a chunk: what is here already is left as it is, the rest is heard, and the cursor moves, all or nothing.
///
/// # Errors
/// [`base::Conflict::Version`] when another worker took it further; else whatever the store answers.
pub fn store(
    tx: &mut Tx<'_>,
    scope: &Scope,
    operation: &Operation,
    (arriving, faults): &(Vec<Arriving>, Vec<OperationFault>),
    cursor: &str,
) -> Result<(), Problem> {
    let numbers: Vec<String> = arriving.iter().filter_map(|one| one.prepared.told.external_id.clone()).collect();
    let fresh = strangers(tx, scope.partnership(), &numbers)?;
    let new: Vec<Arriving> = arriving.iter().zip(&fresh).filter(|(_, new)| **new).map(|(one, _)| one.clone()).collect();
    if let Some(first) = new.first() {
        let ground = places::ground(first.prepared.told.places.clone(), scope.hat().and_then(|hat| hat.organisation));
        let permit = scope.may(Right::ImportConcerns, &ground)?;
        voice::hear_many(tx, scope, &permit, operation.id, &new)?;
    }
    let progress = Progress {
        cursor: cursor.to_owned(),
        done: count(new.len()),
        unchanged: count(arriving.len() - new.len()),
        faults: faults.clone(),
        rejected: 0,
    };
    operation.advance(tx, scope.partnership(), &progress, scope.now)?;
    let heard: Vec<String> = new.iter().map(|one| one.prepared.id.to_string()).collect();
    let done = Done {
        kind: "operation",
        record: operation.id,
        verb: "take in concerns",
        fields: &["cursor", "done", "unchanged", "rejected"],
        values: &heard.join(" "),
    };
    scope.tell(tx, done)?;
    Ok(())
}

/// Counts what [`store`] would do with a chunk, and stores only the count.
///
/// # Errors
/// As [`store`].
pub fn weigh(
    tx: &mut Tx<'_>,
    scope: &Scope,
    operation: &Operation,
    chunk: &Chunk,
    cursor: &str,
) -> Result<(), Problem> {
    let numbers: Vec<String> = chunk.read.iter().filter_map(|one| one.told.external_id.clone()).collect();
    let fresh = strangers(tx, scope.partnership(), &numbers)?.into_iter().filter(|new| *new).count();
    let progress = Progress {
        cursor: cursor.to_owned(),
        done: count(fresh),
        unchanged: count(numbers.len() - fresh),
        faults: chunk.faults.clone(),
        rejected: 0,
    };
    operation.advance(tx, scope.partnership(), &progress, scope.now)?;
    let fields = &["cursor", "done", "unchanged", "rejected"];
    scope.tell(tx, Done { kind: "operation", record: operation.id, verb: "check concerns", fields, values: cursor })?;
    Ok(())
}

/// For each number, whether neither the store nor an earlier row of the chunk has it.
fn strangers(tx: &mut Tx<'_>, partnership: Id, numbers: &[String]) -> Result<Vec<bool>, Problem> {
    let mut known: HashSet<String> = voice::known_elsewhere(tx, partnership, numbers)?.into_iter().collect();
    Ok(numbers.iter().map(|number| known.insert(number.clone())).collect())
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
