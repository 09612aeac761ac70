//! How far a redraw came, and what stands where: kept as the cursor of the operation, so that a chunk and its count are one.

use base::{Id, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is gone through, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Stage {
    /// The lines themselves.
    #[default]
    Lines,
    /// Concerns, by their keys.
    Concerns,
    /// Issues, by their keys.
    Issues,
    /// Nothing is left.
    End,
}

/// Records that stand in another place of the kind by the new lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Moved {
    /// What the place is called that they lie in now.
    pub from: String,
    /// What it is called that they would lie in.
    pub to: String,
    /// Concerns.
    pub concerns: i64,
    /// Issues.
    pub issues: i64,
}

/// How far it came and what was counted until there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// What is gone through.
    pub stage: Stage,
    /// The last record of it that was.
    pub after: Option<Id>,
    /// What moves.
    pub moved: Vec<Moved>,
    /// Concerns and issues that stay in their place.
    pub stay: (i64, i64),
    /// Concerns and issues without a spot, which stay where they were told.
    pub no_spot: (i64, i64),
    /// Issues and concerns that no new place would hold, which stay where they lie.
    pub outside: (i64, i64),
}

/// A concern or an issue: which half of a count it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// A concern.
    Concern,
    /// An issue.
    Issue,
}

impl Tally {
    /// As it stands in the operation.
    ///
    /// # Errors
    /// A fault when nothing of ours wrote it.
    pub fn read(cursor: &str) -> Result<Self, Problem> {
        if cursor.is_empty() { Ok(Self::default()) } else { serde_json::from_str(cursor).map_err(Problem::fault) }
    }

    /// As the operation keeps it.
    ///
    /// # Errors
    /// A fault when it cannot be written.
    pub fn write(&self) -> Result<String, Problem> {
        serde_json::to_string(self).map_err(Problem::fault)
    }

    /// Counts a record that lies in `from` and would lie in `to`.
    pub fn count(&mut self, what: Counted, from: Option<&str>, to: Option<&str>) {
        let (from, to) = (from.unwrap_or("No such place"), to.unwrap_or("No such place"));
        if from == to {
            return add(&mut self.stay, what);
        }
        let known = self.moved.iter_mut().find(|moved| moved.from == from && moved.to == to);
        let moved = match known {
            Some(moved) => moved,
            None => {
                self.moved.push(Moved { from: from.to_owned(), to: to.to_owned(), concerns: 0, issues: 0 });
                let last = self.moved.len() - 1;
                &mut self.moved[last]
            }
        };
        match what {
            Counted::Concern => moved.concerns += 1,
            Counted::Issue => moved.issues += 1,
        }
    }
}

/// Counts one.
pub fn add((concerns, issues): &mut (i64, i64), what: Counted) {
    match what {
        Counted::Concern => *concerns += 1,
        Counted::Issue => *issues += 1,
    }
}
