use std::borrow::Cow;
use std::sync::Arc;

use access::Scope;
use base::{Instant, Problem};
use db::Tx;
use files::neutral;
use serde::Serialize;
use voice::Categories;
use web::Answer;
use web::download::{self, Format, ITEMS, Pieces, joined};

use super::{Found, form, page, spots, weight};
use crate::api::shapes::IssueOut;
use crate::model::Status;
use crate::store::{After, Filter, Spot};

/// Rows read in one transaction.
const CHUNK: i64 = 2_000;

/// Gives out a whole list as it stands, or the `first` rows of it.
///
/// # Errors
/// Those of [`download::download`].
pub async fn download(scope: Scope, filter: Filter, format: Format, first: Option<i64>) -> Answer {
    let issues = Issues { scope: scope.clone(), filter, format, first, begun: false, ended: false };
    download::download(&scope, "issues", format, issues).await
}

/// Issues on their way into a file.
struct Issues {
    scope: Scope,
    /// From where the next rows are read.
    filter: Filter,
    format: Format,
    first: Option<i64>,
    begun: bool,
    ended: bool,
}

impl Pieces for Issues {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        if self.ended {
            return Ok(None);
        }
        let (rows, after) = chunk(&self.scope, &self.filter, self.format, self.first.unwrap_or(CHUNK)).await?;
        self.filter.after = after.filter(|_| self.first.is_none());
        self.ended = self.filter.after.is_none();
        let begins = !std::mem::replace(&mut self.begun, true);
        rows.written(&self.scope, self.format, [begins, self.ended]).map(Some)
    }
}

/// Some rows of a list, with as much of each as the file holds.
enum Rows {
    Whole(Vec<Found>),
    Spots(Vec<Spot>),
}

async fn chunk(scope: &Scope, filter: &Filter, format: Format, most: i64) -> Result<(Rows, Option<After>), Problem> {
    let (site, scope, filter) = (Arc::clone(&scope.site), scope.clone(), filter.clone());
    let read = move |tx: &mut Tx<'_>| match format {
        Format::Csv | Format::Json => page(tx, &scope, &filter, most).map(|(found, after)| (Rows::Whole(found), after)),
        Format::GeoJson => spots(tx, &scope, &filter, most).map(|(spots, after)| (Rows::Spots(spots), after)),
    };
    site.db.read(read).await
}

impl Rows {
    /// These rows, with what stands before the first of a list and after its last.
    fn written(self, scope: &Scope, format: Format, ends: [bool; 2]) -> Result<Vec<u8>, Problem> {
        match self {
            Self::Whole(found) => {
                let rows = found.into_iter().map(|found| found.leaving(scope));
                match format {
                    Format::Csv => csv(rows, ends[0]),
                    Format::Json | Format::GeoJson => joined(rows, ends, ITEMS),
                }
            }
            Self::Spots(spots) => {
                let categories = scope.snapshot.part::<Categories>()?;
                let features = spots.iter().map(|spot| Feature::of(spot, categories));
                joined(features, ends, [r#"{"type":"FeatureCollection","features":["#, "]}"])
            }
        }
    }
}

/// An issue as a GeoJSON feature: where it is and what its label on a map says. It has no point where the public may know
/// none. Whoever needs every field takes the table or the data.
#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Option<Geometry>,
    properties: Label<'a>,
}

#[derive(Serialize)]
struct Label<'a> {
    reference: &'a str,
    title: &'a str,
    category: &'a str,
    status: Status,
    priority: i64,
    level: i64,
    voices: i64,
    opened_at: Instant,
    /// How our own maps show it: shape and tone.
    mark: [&'static str; 2],
}

impl<'a> Feature<'a> {
    fn of(spot: &'a Spot, categories: &'a Categories) -> Result<Self, Problem> {
        let point = spot.public_lon.zip(spot.public_lat);
        Ok(Self {
            r#type: "Feature",
            id: &spot.reference,
            geometry: point.map(|(lon, lat)| Geometry { r#type: "Point", coordinates: [lon, lat] }),
            properties: Label {
                reference: &spot.reference,
                title: &spot.title,
                category: &categories.get(spot.category)?.code,
                status: spot.status,
                priority: spot.priority,
                level: spot.level,
                voices: spot.voices,
                opened_at: spot.opened_at,
                mark: [form(spot.status).as_str(), weight(spot.status, spot.priority).as_str()],
            },
        })
    }
}

#[derive(Serialize)]
struct Geometry {
    r#type: &'static str,
    coordinates: [f64; 2],
}

/// The columns, as the API names them.
const COLUMNS: [&str; 20] = [
    "reference",
    "title",
    "category",
    "category_name",
    "places",
    "place_names",
    "lat",
    "lon",
    "seriousness",
    "people_affected",
    "reach",
    "priority",
    "rank_reason",
    "level",
    "status",
    "flags",
    "voices",
    "holder",
    "holder_name",
    "opened_at",
];

fn csv(rows: impl Iterator<Item = Result<IssueOut, Problem>>, with_head: bool) -> Result<Vec<u8>, Problem> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if with_head {
        table.write_record(COLUMNS).map_err(Problem::fault)?;
    }
    for row in rows {
        let row = row?;
        let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
        let place_names = row.place_names.join("; ");
        let flags: Vec<&str> = row.flags.iter().map(|flag| flag.as_str()).collect();
        let record: [Cow<'_, str>; 20] = [
            row.reference.as_str().into(),
            neutral(&row.title),
            neutral(&row.category),
            neutral(&row.category_name),
            row.places.join(" ").into(),
            neutral(&place_names),
            number(row.lat).into(),
            number(row.lon).into(),
            row.seriousness.to_string().into(),
            row.people_affected.map(|people| people.to_string()).unwrap_or_default().into(),
            row.reach.to_string().into(),
            row.priority.to_string().into(),
            row.rank_reason.to_string().into(),
            row.level.to_string().into(),
            row.status.as_str().into(),
            flags.join(" ").into(),
            row.voices.to_string().into(),
            neutral(row.holder.as_ref().map(|holder| holder.organisation.as_str()).unwrap_or_default()),
            neutral(row.holder_name.as_deref().unwrap_or_default()),
            row.opened_at.rfc3339().into(),
        ];
        table.write_record(record.iter().map(|cell| cell.as_bytes())).map_err(Problem::fault)?;
    }
    table.into_inner().map_err(|error| Problem::fault(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Weighed;
    use proptest::prelude::*;

    fn row(title: &str) -> IssueOut {
        IssueOut {
            reference: "I-7KQ4-M2XD".into(),
            version: None,
            title: title.into(),
            category: "street-light".into(),
            category_name: "Street light".into(),
            places: vec!["E05001301".into(), "area-1".into()],
            place_names: vec!["Aldridge Central and South".into(), "Area 2".into()],
            lat: Some(52.6),
            lon: Some(-1.98),
            seriousness: 2,
            people_affected: None,
            reach: 1,
            priority: 2,
            rank_reason: Weighed { seriousness: 2, people_affected: None, voices: 3 }.why(2),
            level: 0,
            status: Status::New,
            outcome: None,
            flags: Vec::new(),
            voices: 3,
            holder: None,
            holder_name: None,
            waiting_for: None,
            answer_by: Instant::default(),
            opened_at: Instant::default(),
            changed_at: Instant::default(),
            allowed: Vec::new(),
            timeline: None,
        }
    }

    fn table(row: IssueOut, with_head: bool) -> Vec<u8> {
        csv([Ok(row)].into_iter(), with_head).expect("a table")
    }

    proptest! {
        #[test]
        fn no_cell_of_words_is_a_formula_and_every_title_reads_back(title in "[ -~\n\"',=+@-]{1,40}") {
            let file = table(row(&title), true);
            let mut table = csv::Reader::from_reader(file.as_slice());
            let record = table.records().next().expect("a row").expect("readable");
            prop_assert!(!record[1].starts_with(['=', '+', '-', '@']));
            prop_assert_eq!(files::plain(&record[1]), title.as_str());
            prop_assert_eq!(record.len(), COLUMNS.len());
        }
    }

    #[test]
    fn a_number_stays_a_number() {
        let file = String::from_utf8(table(row("Lamp out"), false)).expect("text");
        assert!(file.contains(",-1.98,"), "{file}");
    }

    #[test]
    fn every_column_is_a_field_of_the_api() {
        let value = serde_json::to_value(row("Lamp out")).expect("json");
        let strange: Vec<&str> = COLUMNS.into_iter().filter(|column| value.get(column).is_none()).collect();
        assert!(strange.is_empty(), "{strange:?}");
    }
}
