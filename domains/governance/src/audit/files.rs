//! The audit as a table and as data: every entry of the period that was asked for.

use access::Scope;
use base::Problem;
use db::Tx;
use web::asking::Staff;
use web::download::{Format, ITEMS, Pieces, download, joined};
use web::{Answer, Query};

use super::api::EntryOut;
use super::asked::Asked;
use super::pages::lines;
use super::{allowed, tell_read};

/// Entries read in one transaction.
const CHUNK: usize = 2_000;
/// The columns, as the API names them.
const COLUMNS: [&str; 7] = ["at", "who", "role", "verb", "kind", "record", "fields"];

/// The same as the page, the newest first. That it was given out is an entry.
pub async fn file(Staff(visit): Staff, Query(typed): Query, format: Format) -> Answer {
    let scope = visit.scope;
    allowed(&scope)?;
    let asked = Asked::read(&scope, &typed)?;
    tell_read(&scope, "export", typed.query()).await?;
    let entries = Entries { scope: scope.clone(), asked, format, begun: false, ended: false };
    download(&scope, "audit", format, entries).await
}

/// Entries on their way into a file.
struct Entries {
    scope: Scope,
    /// From where the next ones are read.
    asked: Asked,
    format: Format,
    begun: bool,
    ended: bool,
}

impl Pieces for Entries {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        if self.ended {
            return Ok(None);
        }
        let (scope, asked) = (self.scope.clone(), self.asked.clone());
        let most = i64::try_from(CHUNK + 1).unwrap_or(i64::MAX);
        let read = move |tx: &mut Tx<'_>| lines(tx, &scope, &asked, most);
        let (mut entries, known) = self.scope.site.db.read(read).await?;
        self.ended = entries.len() <= CHUNK;
        entries.truncate(CHUNK);
        self.asked.before = entries.last().map(|last| (last.at, last.id));
        let begins = !std::mem::replace(&mut self.begun, true);
        let rows = entries.iter().map(|entry| EntryOut::of(&self.scope, entry, &known));
        written(rows, self.format, [begins, self.ended]).map(Some)
    }
}

fn written(rows: impl Iterator<Item = EntryOut>, format: Format, ends: [bool; 2]) -> Result<Vec<u8>, Problem> {
    if format != Format::Csv {
        return joined(rows.map(Ok), ends, ITEMS);
    }
    let heading = ends[0].then(|| COLUMNS.map(str::to_owned));
    let cells = |row: EntryOut| {
        let EntryOut { at, who, role, verb, kind, record, fields } = row;
        [at.rfc3339(), who, role, verb, kind, record, fields]
    };
    files::lines(heading.into_iter().chain(rows.map(cells))).map_err(Problem::fault)
}
