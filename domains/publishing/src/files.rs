//! "You said, we did" as a table and as data: the whole of what the page turns over.

use std::sync::Arc;

use access::Scope;
use base::{Id, Instant, Problem};
use files::lines;
use issues::model::{Act, Outcome, Status};
use issues::store::{self, Said};
use serde::Serialize;
use web::asking::Visit;
use web::download::{Format, ITEMS, Pieces, download, joined};
use web::{Answer, Query};

use crate::pages::feedback::before;

/// Rows read in one transaction.
const CHUNK: usize = 2_000;
/// The columns, as the data names them.
const COLUMNS: [&str; 8] = ["issue", "title", "at", "act", "outcome", "voices", "said", "status"];

/// All that was said, newest first (WAL-35).
pub async fn feedback(visit: Visit, Query(asked): Query, format: Format) -> Answer {
    let (scope, before) = (visit.scope, before(&asked)?);
    let told = Told { scope: scope.clone(), before, format, begun: false, ended: false };
    download(&scope, "feedback", format, told).await
}

/// What was said, on its way into a file.
struct Told {
    scope: Scope,
    /// From where the next rows are read.
    before: Option<(Instant, Id)>,
    format: Format,
    begun: bool,
    ended: bool,
}

impl Pieces for Told {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        if self.ended {
            return Ok(None);
        }
        let (site, scope, before) = (Arc::clone(&self.scope.site), self.scope.clone(), self.before);
        let most = i64::try_from(CHUNK + 1).unwrap_or(i64::MAX);
        let mut said = site.db.read(move |tx| store::said(tx, &scope, None, before, most)).await?;
        self.ended = said.len() <= CHUNK;
        said.truncate(CHUNK);
        self.before = said.last().map(|last| (last.at, last.id));
        let begins = !std::mem::replace(&mut self.begun, true);
        written(&said, self.format, [begins, self.ended]).map(Some)
    }
}

/// One thing that was said, as data.
#[derive(Serialize)]
struct SaidOut<'a> {
    issue: &'a str,
    title: &'a str,
    at: Instant,
    act: Act,
    outcome: Option<Outcome>,
    voices: i64,
    said: Option<&'a str>,
    /// Where the issue stands now: what was said of it before may not stand any more.
    status: Status,
}

fn written(said: &[Said], format: Format, ends: [bool; 2]) -> Result<Vec<u8>, Problem> {
    let rows = said.iter().map(SaidOut::of);
    if format != Format::Csv {
        return joined(rows.map(Ok), ends, ITEMS);
    }
    let heading = ends[0].then(|| COLUMNS.map(str::to_owned));
    lines(heading.into_iter().chain(rows.map(SaidOut::cells))).map_err(Problem::fault)
}

impl<'a> SaidOut<'a> {
    fn of(said: &'a Said) -> Self {
        Self {
            issue: &said.reference,
            title: &said.title,
            at: said.at,
            act: said.act,
            outcome: said.outcome,
            voices: said.voices,
            said: said.said.as_deref(),
            status: said.status,
        }
    }

    fn cells(self) -> [String; 8] {
        [
            self.issue.to_owned(),
            self.title.to_owned(),
            self.at.rfc3339(),
            self.act.to_string(),
            self.outcome.map(|outcome| outcome.to_string()).unwrap_or_default(),
            self.voices.to_string(),
            self.said.unwrap_or_default().to_owned(),
            self.status.to_string(),
        ]
    }
}
