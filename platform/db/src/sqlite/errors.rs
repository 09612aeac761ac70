use rusqlite::{Connection, ErrorCode, ffi};

use crate::Error;

/// What SQLite said, in words both engines share. What it says while a statement runs may quote a value, so of a
/// failure it has no name for only the code is kept; what it says of a text it cannot prepare is about the text.
pub(crate) fn map(connection: &Connection, error: &rusqlite::Error) -> Error {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => Error::Sql(msg.clone()),
        rusqlite::Error::SqliteFailure(failure, message) => {
            failed(connection, *failure, message.as_deref().unwrap_or_default())
        }
        rusqlite::Error::ExecuteReturnedResults => Error::Sql("rows where none were asked for".into()),
        _ => Error::Sql("the statement could not be run".into()),
    }
}

fn failed(connection: &Connection, failure: ffi::Error, message: &str) -> Error {
    let named = message.split_once(": ").map_or(message, |(_, named)| named);
    match (failure.code, failure.extended_code) {
        (_, ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID) => {
            Error::Unique(format!("{}_pkey", columns(named).0))
        }
        (_, ffi::SQLITE_CONSTRAINT_UNIQUE) => Error::Unique(unique(connection, named)),
        (_, ffi::SQLITE_CONSTRAINT_CHECK) => Error::Check(named.to_owned()),
        (_, ffi::SQLITE_CONSTRAINT_NOTNULL) => Error::NotNull(named.to_owned()),
        (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Error::ForeignKey,
        (_, ffi::SQLITE_CONSTRAINT_DATATYPE) => Error::Mapping(message.to_owned()),
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Error::Busy,
        (ErrorCode::ReadOnly, _) => Error::ReadOnly,
        (ErrorCode::DiskFull, _) => Error::Unavailable("the disk is full".into()),
        (ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::OutOfMemory, code) => {
            Error::Unavailable(format!("SQLite code {code}"))
        }
        (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, code) => {
            Error::Unavailable(format!("the file is damaged (SQLite code {code})"))
        }
        (_, code) => Error::Sql(format!("SQLite code {code}")),
    }
}

/// The name PostgreSQL would give: SQLite names an index on expressions, and the columns of any other.
fn unique(connection: &Connection, named: &str) -> String {
    if let Some(index) = named.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let (table, columns) = columns(named);
    let made = made_index(connection, table, &columns).ok().flatten();
    made.unwrap_or_else(|| format!("{table}_{}_key", columns.join("_")))
}

/// The unique index over just these columns that a `create index` made, which has a name of its own.
fn made_index(connection: &Connection, table: &str, columns: &[&str]) -> rusqlite::Result<Option<String>> {
    let mut find = connection.prepare_cached(
        "select name from pragma_index_list(?1) as listed where origin = 'c' and \"unique\" = 1
         and (select group_concat(name, ',') from pragma_index_info(listed.name)) = ?2 order by name",
    )?;
    let mut found = find.query_map([table, &columns.join(",")], |row| row.get(0))?;
    found.next().transpose()
}

/// `t.a, t.b`: the table and its columns.
fn columns(named: &str) -> (&str, Vec<&str>) {
    let table = named.split('.').next().unwrap_or_default();
    (table, named.split(", ").filter_map(|column| column.split_once('.')).map(|(_, column)| column).collect())
}
