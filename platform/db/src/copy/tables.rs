use rusqlite::Connection;

use crate::Error;
use crate::migrate::{Slice, expand};

/// One table that migrations make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may hold nothing.
    pub optional: bool,
}

/// What a column holds on either engine: the type word it was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A record's key.
    Id,
    /// A whole number, or a moment.
    Int,
    /// A number with a fraction.
    Real,
    /// Yes or no.
    Bool,
    /// Text.
    Text,
    /// Bytes.
    Blob,
    /// A calendar day.
    Date,
    /// A JSON document.
    Json,
}

/// Every table that `slices` make, each after those it points at. SQLite itself reads the migrations, in memory, with the
/// type words left as they stand; histories of migrations are no tables of theirs.
///
/// # Errors
/// [`Error::Sql`] when a migration is refused, or makes a column without a type word.
pub fn tables(slices: &[Slice]) -> Result<Vec<Table>, Error> {
    let read = || {
        let memory = Connection::open_in_memory()?;
        for (_, text) in slices.iter().flat_map(|slice| slice.migrations) {
            let described = expand(text, |word| Some(if word == "strict" { "" } else { word }));
            memory.execute_batch(&described.unwrap_or_else(|why| why))?;
        }
        let mut names = memory.prepare("select name from sqlite_schema where type = 'table' order by rowid")?;
        let names = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        names.into_iter().map(|name| Ok((columns(&memory, &name)?, name))).collect::<rusqlite::Result<Vec<_>>>()
    };
    let found = read().map_err(|error: rusqlite::Error| Error::Sql(error.to_string()))?;
    found.into_iter().map(|(columns, name)| Table::of(name, columns)).collect()
}

/// Name, type word, and whether it may hold nothing.
type Described = (String, String, bool);

fn columns(memory: &Connection, table: &str) -> rusqlite::Result<Vec<Described>> {
    let mut asked = memory.prepare("select name, type, not \"notnull\" and not pk from pragma_table_info(?1)")?;
    asked.query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
}

impl Table {
    fn of(name: String, columns: Vec<Described>) -> Result<Self, Error> {
        let known = |(column, word, optional): Described| match Kind::of(&word) {
            Some(kind) => Ok(Column { name: column, kind, optional }),
            None => Err(Error::Sql(format!("{name}.{column} has no type word"))),
        };
        let columns = columns.into_iter().map(known).collect::<Result<_, _>>()?;
        Ok(Self { name, columns })
    }

    /// The names of its columns, for a statement.
    pub(super) fn list(&self) -> String {
        let quoted: Vec<String> = self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        quoted.join(", ")
    }
}

impl Kind {
    /// SQLite answers the words that it knows itself in capitals.
    fn of(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "id" => Self::Id,
            "int" | "instant" => Self::Int,
            "real" => Self::Real,
            "bool" => Self::Bool,
            "text" => Self::Text,
            "blob" => Self::Blob,
            "date" => Self::Date,
            "json" => Self::Json,
            _ => return None,
        })
    }
}

/// A name as both engines take it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLICE: Slice = Slice {
        name: "town",
        migrations: &[
            ("0001-ward", "create table ward (id {id} primary key, day {date}, note {json} not null) {strict};"),
            ("0002-open", "alter table ward add column open {bool} not null default true;"),
            (
                "0003-new",
                "create table w (id {id} primary key) {strict}; drop table w; alter table ward rename to place;",
            ),
        ],
    };

    #[test]
    fn tables_are_what_the_migrations_leave() {
        let made = tables(&[SLICE]).expect("they run");
        let column = |name: &str, kind, optional| Column { name: name.into(), kind, optional };
        let columns = vec![
            column("id", Kind::Id, false),
            column("day", Kind::Date, true),
            column("note", Kind::Json, false),
            column("open", Kind::Bool, false),
        ];
        assert_eq!(made, [Table { name: "place".into(), columns }]);
    }

    #[test]
    fn a_column_without_a_type_word_is_refused() {
        let bare = Slice { name: "bare", migrations: &[("0001-bare", "create table t (n integer);")] };
        assert_eq!(tables(&[bare]), Err(Error::Sql("t.n has no type word".into())));
    }
}
