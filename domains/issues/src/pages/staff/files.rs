//! The list of concerns as a table and as data: what the page lists, but for what is sealed. Words, whereabouts and contact
//! stay where they can be erased, and what is held or protected is in no file.

use std::sync::Arc;

use access::{Done, Right, Scope};
use base::{Id, Problem};
use db::Tx;
use files::lines;
use voice::ConcernFilter;
use web::asking::Staff;
use web::download::{Format, ITEMS, Pieces, download, joined};
use web::{Answer, Query};

use super::{held, triage};
use crate::api::{ConcernLineOut, concern_lines};

/// Rows read in one transaction.
const CHUNK: usize = 2_000;

/// The columns, as the API names them.
const COLUMNS: &[&str] = &[
    "reference",
    "status",
    "category",
    "category_name",
    "places",
    "place_names",
    "channel",
    "heard_at",
    "people_affected",
    "suggested_seriousness",
    "protection",
];

/// The whole list, whoever may read it. That it was given out is kept.
pub(super) async fn file(Staff(visit): Staff, Query(typed): Query, format: Format) -> Answer {
    let scope = &visit.scope;
    if typed.get("held") == Some("true") || !scope.has(Right::ReadConcern) {
        return Err(held::in_no_file(scope).into());
    }
    let filter = triage::filter(scope, &typed)?;
    let asked = typed.only(&triage::FILTERS).query();
    let telling = scope.clone();
    let tell = move |tx: &mut Tx<'_>| {
        let record = telling.partnership();
        let done = Done { kind: "concern", record, verb: "export", fields: COLUMNS, values: &asked };
        telling.tell(tx, done).map(drop).map_err(Problem::from)
    };
    scope.site.db.write(tell).await?;
    let concerns = Concerns { scope: scope.clone(), filter, format, begun: false, ended: false };
    download(scope, "concerns", format, concerns).await
}

/// Concerns on their way into a file.
struct Concerns {
    scope: Scope,
    /// From where the next rows are read.
    filter: ConcernFilter,
    format: Format,
    begun: bool,
    ended: bool,
}

impl Pieces for Concerns {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        if self.ended {
            return Ok(None);
        }
        let (site, scope, filter) = (Arc::clone(&self.scope.site), self.scope.clone(), self.filter.clone());
        let read = move |tx: &mut Tx<'_>| {
            let mut found = voice::list(tx, &scope, &filter, i64::try_from(CHUNK + 1).unwrap_or(i64::MAX))?;
            let goes_on = found.len() > CHUNK;
            found.truncate(CHUNK);
            let after = found.last().filter(|_| goes_on).map(|line| (line.heard_at, line.id));
            Ok::<(_, Option<(_, Id)>), Problem>((concern_lines(tx, &scope, found, filter.lines)?, after))
        };
        let (rows, after) = site.db.read(read).await?;
        (self.filter.after, self.ended) = (after, after.is_none());
        let begins = !std::mem::replace(&mut self.begun, true);
        written(rows, self.format, [begins, self.ended]).map(Some)
    }
}

fn written(rows: Vec<ConcernLineOut>, format: Format, ends: [bool; 2]) -> Result<Vec<u8>, Problem> {
    if format != Format::Csv {
        return joined(rows.into_iter().map(Ok), ends, ITEMS);
    }
    let heading = ends[0].then(|| COLUMNS.iter().map(|column| (*column).to_owned()).collect());
    lines(heading.into_iter().chain(rows.into_iter().map(cells))).map_err(Problem::fault)
}

fn cells(row: ConcernLineOut) -> Vec<String> {
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    vec![
        row.reference,
        row.status,
        row.category,
        row.category_name,
        row.places.join(" "),
        row.place_names.join("; "),
        row.channel,
        row.heard_at.rfc3339(),
        number(row.people_affected),
        number(row.suggested_seriousness),
        row.protection.to_string(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Instant;

    #[test]
    fn every_column_is_a_field_of_the_api_and_no_cell_is_a_formula() {
        let row = || ConcernLineOut {
            reference: "C-7KQ4-M2XD".into(),
            status: "heard".into(),
            category: "street-light".into(),
            category_name: "=HYPERLINK(\"x\")".into(),
            places: vec!["E05001301".into()],
            place_names: vec!["@Aldridge".into()],
            channel: "web".into(),
            heard_at: Instant::default(),
            people_affected: Some(2),
            suggested_seriousness: None,
            protection: 0,
            held: false,
        };
        let value = serde_json::to_value(row()).expect("json");
        let strange: Vec<&&str> = COLUMNS.iter().filter(|column| value.get(**column).is_none()).collect();
        assert!(strange.is_empty(), "{strange:?}");
        let table = String::from_utf8(written(vec![row()], Format::Csv, [true, true]).expect("a table")).expect("text");
        assert_eq!(table.lines().count(), 2);
        assert!(table.contains("'=HYPERLINK") && table.contains("'@Aldridge"), "{table}");
    }
}
