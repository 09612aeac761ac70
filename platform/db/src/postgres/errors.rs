use postgres::error::{DbError, SqlState};

use crate::Error;

/// What PostgreSQL said, in words both engines share. Its `detail`, and the message of anything but a bad statement,
/// may quote a value and are left out.
pub(crate) fn map(error: &postgres::Error) -> Error {
    let Some(answer) = error.as_db_error() else {
        return Error::Unavailable("no connection to PostgreSQL".into());
    };
    let constraint = || answer.constraint().unwrap_or("unnamed").to_owned();
    match answer.code() {
        code if *code == SqlState::UNIQUE_VIOLATION => Error::Unique(constraint()),
        code if *code == SqlState::CHECK_VIOLATION => Error::Check(constraint()),
        code if *code == SqlState::NOT_NULL_VIOLATION => Error::NotNull(column(answer)),
        code if *code == SqlState::FOREIGN_KEY_VIOLATION => Error::ForeignKey,
        code if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED => {
            Error::Conflict
        }
        code if *code == SqlState::READ_ONLY_SQL_TRANSACTION => Error::ReadOnly,
        code if *code == SqlState::IN_FAILED_SQL_TRANSACTION => Error::Aborted,
        code if *code == SqlState::LOCK_NOT_AVAILABLE => Error::Busy,
        code => by_class(code.code(), answer.message()),
    }
}

/// Why nobody answers: whatever PostgreSQL says to somebody who knocks, it is not there for them.
pub(super) fn unreachable(error: &postgres::Error) -> Error {
    match error.code() {
        Some(code) => Error::Unavailable(format!("PostgreSQL takes no connection (SQLSTATE {})", code.code())),
        None => map(error),
    }
}

fn by_class(code: &str, message: &str) -> Error {
    match code.get(..2).unwrap_or_default() {
        "42" | "0A" => Error::Sql(format!("{code} {message}")),
        "53" => Error::Unavailable(format!("PostgreSQL has no room (SQLSTATE {code})")),
        "08" | "57" | "58" | "28" | "3D" => Error::Unavailable(format!("SQLSTATE {code}")),
        "22" => Error::Mapping(format!("SQLSTATE {code}")),
        _ => Error::Sql(format!("SQLSTATE {code}")),
    }
}

fn column(answer: &DbError) -> String {
    format!("{}.{}", answer.table().unwrap_or_default(), answer.column().unwrap_or_default())
}

/// A column's type changed under a prepared statement.
pub(super) fn plan_is_old(error: &postgres::Error) -> bool {
    error.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED)
        && error.as_db_error().is_some_and(|answer| answer.message().contains("cached plan"))
}
