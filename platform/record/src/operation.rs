//! Long work as a record: an import, a redraw, an export. Each chunk commits together with the cursor that says how far it
//! came, so a stopped program goes on where it was and nothing is done twice. Whoever began it can leave the page, come
//! back, cancel it, and undo it for a day.

use base::{Conflict, Id, Instant, Problem};
use db::{Error, Rows, ToValue, Tx, Value, sql};

db::words! {
    /// Where long work stands.
    pub enum OperationState {
        /// Being set up: its file is here, and what is to be done with it is not agreed.
        Draft = "draft",
        /// Every row is read, and nothing is stored.
        Checking = "checking",
        /// Every row was read; what would be done is known.
        Checked = "checked",
        /// Being done.
        Running = "running",
        /// Done to its end.
        Done = "done",
        /// Stopped by whoever began it; what was done until then stands.
        Cancelled = "cancelled",
        /// Stopped by a fault that its sentence names; what was done until then stands.
        Failed = "failed",
        /// Being undone.
        Undoing = "undoing",
        /// Undone.
        Undone = "undone",
    }
}

use OperationState as S;

/// What may follow what: the API's 409 and the buttons of the page come from this table.
pub const OPERATION_TRANSITIONS: &[(&str, &[OperationState], OperationState)] = &[
    ("check", &[S::Draft, S::Checked], S::Checking),
    ("found", &[S::Checking], S::Checked),
    ("run", &[S::Draft, S::Checked, S::Cancelled, S::Failed], S::Running),
    ("finish", &[S::Running], S::Done),
    ("cancel", &[S::Draft, S::Checking, S::Checked, S::Running], S::Cancelled),
    ("fail", &[S::Checking, S::Running, S::Undoing], S::Failed),
    ("undo", &[S::Done, S::Cancelled, S::Failed], S::Undoing),
    ("undone", &[S::Undoing], S::Undone),
];

impl OperationState {
    /// The state that `verb` leads to from this one.
    ///
    /// # Errors
    /// [`Conflict::State`] with the verbs that are allowed.
    pub fn after(self, verb: &str) -> Result<Self, Problem> {
        let row = OPERATION_TRANSITIONS.iter().find(|(known, from, _)| *known == verb && from.contains(&self));
        row.map(|(_, _, to)| *to).ok_or_else(|| {
            let allowed = OPERATION_TRANSITIONS.iter().filter(|(_, from, _)| from.contains(&self));
            Problem::Conflict(Conflict::State {
                now: self.as_str(),
                allowed: allowed.map(|(verb, ..)| *verb).collect(),
            })
        })
    }

    /// Whether a worker has something to do for it.
    #[must_use]
    pub const fn is_at_work(self) -> bool {
        matches!(self, Self::Checking | Self::Running | Self::Undoing)
    }
}

db::row! {
    /// Long work.
    pub struct Operation {
        /// Its key.
        pub id: Id,
        /// What kind of work, which is also the kind of job that does it.
        pub kind: String,
        /// What a list calls it: "Concerns from spring-survey.csv".
        pub title: String,
        /// How it is to be done, as its kind writes it (JSON).
        pub detail: String,
        /// Where it stands.
        pub state: OperationState,
        /// How far it came, as its kind writes it.
        pub cursor: String,
        /// Rows done.
        pub done: i64,
        /// Rows that were as they are already.
        pub unchanged: i64,
        /// Rows not taken in.
        pub rejected: i64,
        /// Rows in all, once known.
        pub total: Option<i64>,
        /// What stopped it, in one plain sentence.
        pub sentence: Option<String>,
        /// Who began it; nobody for the command line.
        pub begun_by: Option<Id>,
        /// The membership it is done under.
        pub hat: Option<Id>,
        /// When somebody asked for it to stop.
        pub cancel_asked_at: Option<Instant>,
        /// Until when it can be undone.
        pub undo_until: Option<Instant>,
        /// When it was begun.
        pub created_at: Instant,
        /// When it last came on.
        pub changed_at: Instant,
        /// When it ended.
        pub finished_at: Option<Instant>,
    }
}

db::row! {
    /// A row that was not taken in.
    pub struct OperationFault {
        /// The line of the file it begins on, counted from 1.
        pub line: i64,
        /// The column, or nothing when it is about the whole row.
        pub field: String,
        /// What is wrong and what to do.
        pub sentence: String,
    }
}

/// Long work to begin.
#[derive(Debug, Clone)]
pub struct NewOperation<'a> {
    /// Its key.
    pub id: Id,
    /// Its kind.
    pub kind: &'static str,
    /// What a list calls it.
    pub title: &'a str,
    /// How it is to be done.
    pub detail: &'a str,
    /// Draft, or at work at once.
    pub state: OperationState,
    /// Rows in all, when known.
    pub total: Option<i64>,
    /// Who begins it.
    pub begun_by: Option<Id>,
    /// The membership it is done under.
    pub hat: Option<Id>,
}

/// What one chunk did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// How far it came now.
    pub cursor: String,
    /// Rows done in this chunk.
    pub done: i64,
    /// Rows that were as they are already.
    pub unchanged: i64,
    /// Rows not taken in.
    pub faults: Vec<OperationFault>,
    /// Rows not taken in beyond those whose faults are kept.
    pub rejected: i64,
}

/// What is read of an operation.
macro_rules! columns {
    () => {
        "id, kind, title, detail, state, cursor, done, unchanged, rejected, total, sentence, begun_by, hat, \
         cancel_asked_at, undo_until, created_at, changed_at, finished_at"
    };
}

impl Operation {
    /// Begins it. The caller asks leave for what its kind does, and tells the record.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn begin(tx: &mut Tx<'_>, partnership: Id, new: &NewOperation<'_>, now: Instant) -> Result<(), Error> {
        tx.run(sql!(
            "insert into operation (partnership, id, kind, title, detail, state, cursor, done, unchanged, rejected, total, \
             begun_by, hat, created_at, changed_at) values ($1, $2, $3, $4, $5, $6, '', 0, 0, 0, $7, $8, $9, $10, $10)",
            partnership,
            new.id,
            new.kind,
            new.title,
            new.detail,
            new.state,
            new.total,
            new.begun_by,
            new.hat,
            now
        ))?;
        Ok(())
    }

    /// One of a partnership's, by its key.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn find(tx: &mut Tx<'_>, partnership: Id, id: Id) -> Result<Option<Self>, Error> {
        tx.opt(sql!(
            concat!("select ", columns!(), " from operation where partnership = $1 and id = $2"),
            partnership,
            id
        ))
    }

    /// A partnership's newest: everybody's, or those that one person began.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn newest(
        tx: &mut Tx<'_>,
        partnership: Id,
        everybodys: bool,
        begun_by: Option<Id>,
        most: i64,
    ) -> Result<Vec<Self>, Error> {
        tx.all(sql!(
            concat!(
                "select ",
                columns!(),
                " from operation where partnership = $1 and ($2 or begun_by = $3) \
                 order by created_at desc, id desc limit $4"
            ),
            partnership,
            everybodys,
            begun_by,
            most
        ))
    }

    /// Keeps what a chunk did, in the chunk's own transaction. Fails when another worker took it further meanwhile, which
    /// undoes the chunk: nothing is done twice.
    ///
    /// # Errors
    /// [`Conflict::Version`] when its cursor or state is not what the chunk began from.
    pub fn advance(&self, tx: &mut Tx<'_>, partnership: Id, progress: &Progress, now: Instant) -> Result<(), Problem> {
        keep_faults(tx, partnership, self.id, &progress.faults)?;
        let rejected = progress.rejected + lines_of(&progress.faults);
        let moved = tx.run(sql!(
            "update operation set cursor = $3, done = done + $4, unchanged = unchanged + $5, rejected = rejected + $6, \
             changed_at = $7 where partnership = $1 and id = $2 and cursor = $8 and state = $9",
            partnership,
            self.id,
            &progress.cursor,
            progress.done,
            progress.unchanged,
            rejected,
            now,
            &self.cursor,
            self.state
        ))?;
        only(moved)
    }

    /// Takes the step that `verb` names.
    ///
    /// # Errors
    /// [`Conflict::State`] when it stands where that cannot be; [`Conflict::Version`] when it moved meanwhile.
    pub fn step(&self, tx: &mut Tx<'_>, partnership: Id, verb: &str, now: Instant) -> Result<OperationState, Problem> {
        let to = self.state.after(verb)?;
        let finished = (!to.is_at_work() && !matches!(to, S::Draft | S::Checked)).then_some(now);
        let moved = tx.run(sql!(
            "update operation set state = $3, finished_at = $4, cancel_asked_at = null, changed_at = $5 \
             where partnership = $1 and id = $2 and state = $6",
            partnership,
            self.id,
            to,
            finished,
            now,
            self.state
        ))?;
        only(moved)?;
        Ok(to)
    }

    /// Begins again from the first row: what was counted and found before is forgotten.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn rewind(&self, tx: &mut Tx<'_>, partnership: Id, detail: &str, now: Instant) -> Result<(), Error> {
        tx.run(sql!("delete from operation_fault where partnership = $1 and operation = $2", partnership, self.id))?;
        tx.run(sql!(
            "update operation set cursor = '', done = 0, unchanged = 0, rejected = 0, detail = $3, sentence = null, \
             changed_at = $4 where partnership = $1 and id = $2",
            partnership,
            self.id,
            detail,
            now
        ))?;
        Ok(())
    }

    /// Asks it to stop after the chunk at hand.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn ask_to_cancel(&self, tx: &mut Tx<'_>, partnership: Id, now: Instant) -> Result<(), Error> {
        tx.run(sql!(
            "update operation set cancel_asked_at = $3, changed_at = $3 where partnership = $1 and id = $2",
            partnership,
            self.id,
            now
        ))?;
        Ok(())
    }

    /// Says what stopped it.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn say(&self, tx: &mut Tx<'_>, partnership: Id, sentence: &str) -> Result<(), Error> {
        tx.run(sql!(
            "update operation set sentence = $3 where partnership = $1 and id = $2",
            partnership,
            self.id,
            sentence
        ))?;
        Ok(())
    }

    /// Hands it to another membership to be done under, and forgets what stopped it.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn hand_to(&self, tx: &mut Tx<'_>, partnership: Id, hat: Option<Id>) -> Result<(), Error> {
        tx.run(sql!(
            "update operation set hat = $3, sentence = null where partnership = $1 and id = $2",
            partnership,
            self.id,
            hat
        ))?;
        Ok(())
    }

    /// Says how many rows there are in all, and until when it can be undone.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn bound(
        &self,
        tx: &mut Tx<'_>,
        partnership: Id,
        total: Option<i64>,
        undo_until: Option<Instant>,
    ) -> Result<(), Error> {
        tx.run(sql!(
            "update operation set total = $3, undo_until = $4 where partnership = $1 and id = $2",
            partnership,
            self.id,
            total,
            undo_until
        ))?;
        Ok(())
    }

    /// Rows that were not taken in, in the file's order, after `line`.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn faults(
        tx: &mut Tx<'_>,
        partnership: Id,
        operation: Id,
        after: i64,
        most: i64,
    ) -> Result<Vec<OperationFault>, Error> {
        tx.all(sql!(
            "select line, field, sentence from operation_fault where partnership = $1 and operation = $2 and line > $3 \
             order by line, field limit $4",
            partnership,
            operation,
            after,
            most
        ))
    }

    /// How much of its rows is behind it, from 0 to 100; nothing while nobody knows how many there are.
    #[must_use]
    pub fn per_cent(&self) -> Option<i64> {
        let total = self.total.filter(|total| *total > 0)?;
        Some(((self.done + self.unchanged + self.rejected) * 100 / total).clamp(0, 100))
    }

    /// Whether it can still be undone.
    #[must_use]
    pub fn can_undo(&self, now: Instant) -> bool {
        self.state.after("undo").is_ok() && self.undo_until.is_some_and(|until| now < until)
    }

    /// Whether `verb` is possible now.
    #[must_use]
    pub fn can(&self, verb: &str) -> bool {
        self.state.after(verb).is_ok()
    }
}

/// Keeps a sealed piece of the file that an operation works through.
///
/// # Errors
/// Whatever the store answers.
pub fn keep_piece(tx: &mut Tx<'_>, partnership: Id, operation: Id, piece: i64, sealed: &[u8]) -> Result<(), Error> {
    tx.run(sql!(
        "insert into operation_file (partnership, operation, piece, sealed) values ($1, $2, $3, $4) \
         on conflict (partnership, operation, piece) do update set sealed = excluded.sealed",
        partnership,
        operation,
        piece,
        sealed
    ))?;
    Ok(())
}

/// A sealed piece of its file; nothing past the last.
///
/// # Errors
/// Whatever the store answers.
pub fn piece_of(tx: &mut Tx<'_>, partnership: Id, operation: Id, piece: i64) -> Result<Option<Vec<u8>>, Error> {
    tx.opt(sql!(
        "select sealed from operation_file where partnership = $1 and operation = $2 and piece = $3",
        partnership,
        operation,
        piece
    ))
}

/// Lets go of operations' files, which nothing needs any more.
///
/// # Errors
/// Whatever the store answers.
pub fn forget_files(tx: &mut Tx<'_>, partnership: Id, operations: &[Id]) -> Result<u64, Error> {
    tx.run(sql!("delete from operation_file where partnership = $1 and operation in {list}", partnership, operations))
}

/// Lets go of the pieces from `first` on; those before it stay.
///
/// # Errors
/// Whatever the store answers.
pub fn forget_pieces_from(tx: &mut Tx<'_>, partnership: Id, operation: Id, first: i64) -> Result<u64, Error> {
    tx.run(sql!(
        "delete from operation_file where partnership = $1 and operation = $2 and piece >= $3",
        partnership,
        operation,
        first
    ))
}

fn keep_faults(tx: &mut Tx<'_>, partnership: Id, operation: Id, faults: &[OperationFault]) -> Result<(), Error> {
    let rows: Rows<'_> = faults
        .iter()
        .map(|fault| {
            vec![
                Value::Id(partnership),
                Value::Id(operation),
                Value::Int(fault.line),
                fault.field.to_value(),
                fault.sentence.to_value(),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into operation_fault (partnership, operation, line, field, sentence) values {rows}",
        rows
    ))?;
    Ok(())
}

/// How many rows have faults: several may stand against one row.
fn lines_of(faults: &[OperationFault]) -> i64 {
    let mut lines: Vec<i64> = faults.iter().map(|fault| fault.line).collect();
    lines.sort_unstable();
    lines.dedup();
    i64::try_from(lines.len()).unwrap_or(i64::MAX)
}

fn only(moved: u64) -> Result<(), Problem> {
    if moved == 1 { Ok(()) } else { Err(Problem::Conflict(Conflict::Version)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_but_the_end_leads_somewhere_and_only_ends_can_be_undone() {
        for state in S::ALL {
            let onward = OPERATION_TRANSITIONS.iter().any(|(_, from, _)| from.contains(state));
            assert_eq!(onward, *state != S::Undone, "{state}");
            assert_eq!(state.after("undo").is_ok(), matches!(state, S::Done | S::Cancelled | S::Failed), "{state}");
        }
    }

    #[test]
    fn a_row_with_two_faults_is_one_row_not_taken_in() {
        let fault = |line, field: &str| OperationFault { line, field: field.into(), sentence: String::new() };
        assert_eq!(lines_of(&[fault(7, "a"), fault(7, "b"), fault(2, "a")]), 2);
        assert_eq!(lines_of(&[]), 0);
    }
}
