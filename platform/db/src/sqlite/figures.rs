//! What SQLite's planner is told of the tables. Unless told, it takes a partnership to have ten rows in any table and so
//! reads all of them from a narrow index rather than the few it wants from another; and what it would find out by itself
//! depends on the day it looked. Told the same everywhere, it plans the same everywhere.

use rusqlite::{Connection, Result};

/// How many rows a table is said to have.
const ROWS: u64 = 1_000_000;
/// How many of them a partial index is said to hold.
const FEW: u64 = 10_000;
/// Into how many parts each further column of an index is said to divide what those before it leave.
const PARTS: u64 = 30;

struct Index {
    table: String,
    name: String,
    unique: bool,
    partial: bool,
}

/// Tells the planner of every index there is.
pub(crate) fn declare(connection: &mut Connection) -> Result<()> {
    // Makes the table for it where there is none.
    connection.execute_batch("analyze sqlite_schema")?;
    let wanted = indexes(connection)?
        .into_iter()
        .map(|index| Ok((index.figures(connection)?, index)))
        .map(|told: Result<_>| told.map(|(figures, index)| (index.table, index.name, figures)))
        .collect::<Result<Vec<_>>>()?;
    let known: Vec<(String, String, String)> = connection
        .prepare("select tbl, coalesce(idx, ''), stat from sqlite_stat1 order by tbl, idx")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_>>()?;
    if known == wanted {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    transaction.execute("delete from sqlite_stat1", [])?;
    for told in wanted {
        transaction.execute("insert into sqlite_stat1 (tbl, idx, stat) values (?1, ?2, ?3)", told)?;
    }
    transaction.commit()
}

fn indexes(connection: &Connection) -> Result<Vec<Index>> {
    let mut asked = connection.prepare(
        "select tables.name, list.name, list.\"unique\", list.partial from sqlite_schema tables \
         join pragma_index_list(tables.name) list where tables.type = 'table' and tables.name not like 'sqlite_%' \
         order by tables.name, list.name",
    )?;
    let read = asked.query_map([], |row| {
        Ok(Index { table: row.get(0)?, name: row.get(1)?, unique: row.get(2)?, partial: row.get(3)? })
    })?;
    read.collect()
}

impl Index {
    /// How many rows it holds, and how many of them on average have the same first column, first two columns and so on.
    fn figures(&self, connection: &Connection) -> Result<String> {
        let mut asked = connection.prepare("select name from pragma_index_info(?1) order by seqno")?;
        let columns: Vec<Option<String>> = asked.query_map([&self.name], |row| row.get(0))?.collect::<Result<_>>()?;
        let rows = if self.partial { FEW } else { ROWS };
        let mut figures = vec![rows];
        let mut alike = rows;
        for (at, column) in columns.iter().enumerate() {
            // Most installations have one partnership: its name tells nothing apart.
            if column.as_deref() != Some("partnership") {
                alike = (alike / PARTS).max(1);
            }
            figures.push(if self.unique && at + 1 == columns.len() { 1 } else { alike });
        }
        Ok(figures.iter().map(u64::to_string).collect::<Vec<_>>().join(" "))
    }
}
