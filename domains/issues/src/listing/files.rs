use std::sync::Arc;
use std::time::Duration;

use access::Scope;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::Problem;
use futures_util::stream;
use serde::Serialize;
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};
use web::Answer;

use super::{Found, page};
use crate::api::shapes::IssueOut;
use crate::asked;
use crate::store::{After, Filter};

/// Rows read in one transaction.
const CHUNK: usize = 2_000;
/// Downloads at once; more would keep pages waiting.
static DOWNLOADS: Semaphore = Semaphore::const_new(2);
/// How long a third one waits for its turn before it is asked to come back.
const TURN: Duration = Duration::from_secs(20);

/// A file that holds a whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, for spreadsheets.
    Csv,
    /// The API's shape.
    Json,
    /// RFC 7946, for maps.
    GeoJson,
}

/// Gives out a whole list as it stands, 2,000 rows at a time, each of them its own short read: a slow reader holds
/// nothing up. What fails after the first rows ends the file in the middle, which every program notices.
///
/// # Errors
/// [`Problem::Unavailable`] while two others are being read; whatever the store answers to the first read.
pub async fn download(scope: Scope, filter: Filter, format: Format) -> Answer {
    let turn = turn().await?;
    let (first, after) = chunk(&scope, &filter).await?;
    let headers = [
        (CONTENT_TYPE, format.kind().to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (CONTENT_DISPOSITION, format.disposition(&scope)),
    ];
    let (send, mut receive) = mpsc::channel::<Result<Vec<u8>, Problem>>(2);
    tokio::spawn(send_all(scope, filter, format, first, after, send, turn));
    // Whoever compresses it asks once more after the end, which a channel answers and an `unfold` does not.
    let body = Body::from_stream(stream::poll_fn(move |context| receive.poll_recv(context)));
    Ok((headers, body).into_response())
}

async fn turn() -> Result<SemaphorePermit<'static>, Problem> {
    let busy = || Problem::Unavailable("Two other downloads are being made. Try again in a minute.".into());
    match tokio::time::timeout(TURN, DOWNLOADS.acquire()).await {
        Ok(Ok(turn)) => Ok(turn),
        Ok(Err(_)) | Err(_) => Err(busy()),
    }
}

async fn chunk(scope: &Scope, filter: &Filter) -> Result<(Vec<Found>, Option<After>), Problem> {
    let (site, scope, filter) = (Arc::clone(&scope.site), scope.clone(), filter.clone());
    let (found, after) = site.db.read(move |tx| page(tx, &scope, &filter, CHUNK)).await?;
    Ok((found, after.as_deref().map(asked::read_after).transpose()?))
}

/// Writes chunk after chunk until the list ends, something fails, or nobody reads any more.
async fn send_all(
    scope: Scope,
    mut filter: Filter,
    format: Format,
    first: Vec<Found>,
    after: Option<After>,
    send: mpsc::Sender<Result<Vec<u8>, Problem>>,
    turn: SemaphorePermit<'static>,
) {
    let mut next = Ok((first, after));
    let mut written = 0;
    loop {
        let (found, after) = match next {
            Ok(read) => read,
            Err(problem) => {
                let _ = send.send(Err(problem)).await;
                break;
            }
        };
        let text = format.chunk(&scope, &found, written, after.is_none());
        written += found.len();
        let failed = text.is_err();
        if send.send(text).await.is_err() || failed || after.is_none() {
            break;
        }
        filter.after = after;
        next = chunk(&scope, &filter).await;
    }
    drop(turn);
}

impl Format {
    /// The end of its address.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::GeoJson => "geojson",
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
        }
    }

    fn disposition(self, scope: &Scope) -> String {
        let (slug, day) = (&scope.snapshot.partnership.slug, scope.now.date());
        match self {
            Self::Csv => format!("attachment; filename=\"{slug}-issues-{day}.csv\""),
            Self::Json | Self::GeoJson => "inline".to_owned(),
        }
    }

    /// Some rows with what stands before the first and after the last.
    fn chunk(self, scope: &Scope, found: &[Found], written: usize, last: bool) -> Result<Vec<u8>, Problem> {
        let rows: Vec<IssueOut> = found.iter().map(|found| found.leaving(scope)).collect::<Result<_, _>>()?;
        if self == Self::Csv {
            return csv(&rows, written == 0);
        }
        let mut text = Vec::new();
        if written == 0 {
            text.extend(if self == Self::Json {
                br#"{"items":["#.as_slice()
            } else {
                br#"{"type":"FeatureCollection","features":["#
            });
        }
        for (at, row) in rows.into_iter().enumerate() {
            if written + at > 0 {
                text.push(b',');
            }
            let put = if self == Self::Json {
                serde_json::to_writer(&mut text, &row)
            } else {
                serde_json::to_writer(&mut text, &Feature::of(row))
            };
            put.map_err(Problem::fault)?;
        }
        if last {
            text.extend(if self == Self::Json { br#"],"next":null}"#.as_slice() } else { b"]}" });
        }
        Ok(text)
    }
}

/// An issue as a GeoJSON feature; without a point where the public may know none.
#[derive(Serialize)]
struct Feature {
    r#type: &'static str,
    id: String,
    geometry: Option<Geometry>,
    properties: IssueOut,
}

#[derive(Serialize)]
struct Geometry {
    r#type: &'static str,
    coordinates: [f64; 2],
}

impl Feature {
    fn of(mut row: IssueOut) -> Self {
        let point = row.lon.take().zip(row.lat.take());
        Self {
            r#type: "Feature",
            id: row.reference.clone(),
            geometry: point.map(|(lon, lat)| Geometry { r#type: "Point", coordinates: [lon, lat] }),
            properties: row,
        }
    }
}

/// The columns, as the API names them.
const COLUMNS: [&str; 17] = [
    "reference",
    "title",
    "category",
    "places",
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
    "opened_at",
];

fn csv(rows: &[IssueOut], with_head: bool) -> Result<Vec<u8>, Problem> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if with_head {
        table.write_record(COLUMNS).map_err(Problem::fault)?;
    }
    for row in rows {
        let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
        let record = [
            row.reference.clone(),
            text(&row.title),
            text(&row.category),
            text(&row.places.join(" ")),
            number(row.lat),
            number(row.lon),
            row.seriousness.to_string(),
            row.people_affected.map(|people| people.to_string()).unwrap_or_default(),
            row.reach.to_string(),
            row.priority.to_string(),
            text(&row.rank_reason),
            row.level.to_string(),
            row.status.clone(),
            row.flags.join(" "),
            row.voices.to_string(),
            text(row.holder.as_ref().map(|holder| holder.organisation.as_str()).unwrap_or_default()),
            row.opened_at.rfc3339(),
        ];
        table.write_record(&record).map_err(Problem::fault)?;
    }
    table.into_inner().map_err(|error| Problem::fault(error.to_string()))
}

/// A cell of words that no spreadsheet takes for a formula.
fn text(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if risky { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Instant;
    use proptest::prelude::*;

    fn row(title: &str) -> IssueOut {
        IssueOut {
            reference: "I-7KQ4-M2XD".into(),
            version: None,
            title: title.into(),
            category: "street-light".into(),
            places: vec!["E05001301".into(), "area-1".into()],
            lat: Some(52.6),
            lon: Some(-1.98),
            seriousness: 2,
            people_affected: None,
            reach: 1,
            priority: 2,
            rank_reason: "Priority 2 of 25.".into(),
            level: 0,
            status: "new".into(),
            outcome: None,
            flags: Vec::new(),
            voices: 3,
            holder: None,
            waiting_for: None,
            answer_by: Instant::default(),
            opened_at: Instant::default(),
            changed_at: Instant::default(),
            allowed: Vec::new(),
            timeline: None,
        }
    }

    proptest! {
        #[test]
        fn no_cell_of_words_is_a_formula_and_every_title_reads_back(title in "[ -~\n\"',=+@-]{1,40}") {
            let file = csv(&[row(&title)], true).expect("a table");
            let mut table = csv::Reader::from_reader(file.as_slice());
            let record = table.records().next().expect("a row").expect("readable");
            prop_assert!(!record[1].starts_with(['=', '+', '-', '@']));
            prop_assert_eq!(record[1].strip_prefix('\'').filter(|_| text(&title) != title).unwrap_or(&record[1]), &title);
            prop_assert_eq!(record.len(), COLUMNS.len());
        }
    }

    #[test]
    fn a_number_stays_a_number() {
        let file = String::from_utf8(csv(&[row("Lamp out")], false).expect("a table")).expect("text");
        assert!(file.contains(",-1.98,"), "{file}");
    }

    #[test]
    fn what_has_no_public_point_is_a_feature_without_one() {
        let hidden = IssueOut { lat: None, lon: None, ..row("Noise") };
        let feature = serde_json::to_value(Feature::of(hidden)).expect("json");
        assert!(feature["geometry"].is_null() && feature["properties"]["lat"].is_null());
        assert_eq!(feature["id"], "I-7KQ4-M2XD");
    }

    #[test]
    fn every_column_is_a_field_of_the_api() {
        let value = serde_json::to_value(row("Lamp out")).expect("json");
        let strange: Vec<&str> = COLUMNS.into_iter().filter(|column| value.get(column).is_none()).collect();
        assert!(strange.is_empty(), "{strange:?}");
    }
}
