use base::{Conflict, Problem};

/// Why the store did not do as asked. No variant holds a bound value or a stored one: names, types and codes only.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// [`Tx::one`](crate::Tx::one) found no row. The transaction can go on.
    #[error("no such row")]
    NotFound,
    /// A unique constraint or index refused it: `table_column_key`, `table_pkey`, or the index's own name.
    #[error("already there: {0}")]
    Unique(String),
    /// A named check refused it.
    #[error("check failed: {0}")]
    Check(String),
    /// A column that must hold something was given nothing: `table.column`.
    #[error("missing: {0}")]
    NotNull(String),
    /// A row it points to does not exist, or a row is still pointed to. SQLite does not say which.
    #[error("a foreign key is broken")]
    ForeignKey,
    /// Two transactions met, again and again, and this one lost. Trying again is safe.
    #[error("two changes met")]
    Conflict,
    /// A queue is full or a lock is held elsewhere; nothing was done.
    #[error("the store is busy")]
    Busy,
    /// The database cannot be reached or has no room. During COMMIT nobody can know whether it was done.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// An earlier statement of the transaction failed and the failure was not kept inside an `attempt`.
    #[error("an earlier statement of the transaction failed")]
    Aborted,
    /// A record was written and no audit entry with it; nothing was stored.
    #[error("a record was written without an audit entry")]
    Unaudited,
    /// A write where only reading is allowed.
    #[error("a write where only reading is allowed")]
    ReadOnly,
    /// Housekeeping may not write to this table.
    #[error("housekeeping may not write to {0}")]
    NotHousekeeping(String),
    /// The statement asks for this visibility rule and was not given it.
    #[error("the statement was run without its visibility rule for {0}")]
    Unfiltered(String),
    /// The closure panicked; nothing was stored.
    #[error("a transaction panicked: {0}")]
    Panicked(String),
    /// A value and its column do not fit. Types only.
    #[error("a value does not fit: {0}")]
    Mapping(String),
    /// The database refused the statement.
    #[error("the database refused a statement: {0}")]
    Sql(String),
}

impl Error {
    pub(crate) fn mapping(what: impl Into<String>) -> Self {
        Self::Mapping(what.into())
    }

    pub(crate) fn closed() -> Self {
        Self::Unavailable("it has been closed".into())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Conflict => Self::Conflict(Conflict::Busy),
            Error::Busy | Error::Unavailable(_) => Self::Unavailable(error.to_string()),
            fault => Self::fault(fault),
        }
    }
}
