//! Whole lists as files: a table for spreadsheets, data for programs, marks for maps. A list of any length is read and
//! sent piece by piece, so that neither memory nor anybody else waits for it.

use std::future::Future;
use std::time::Duration;

use access::Scope;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::Problem;
use futures_util::stream;
use serde::Serialize;
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};

use crate::Answer;

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

/// A list on its way into a file.
pub trait Pieces: Send + 'static {
    /// Reads the next rows, in a short read of their own, and writes them down; nothing after the last.
    fn next(&mut self) -> impl Future<Output = Result<Option<Vec<u8>>, Problem>> + Send;
}

/// Gives out a whole list as it stands, named after the partnership and `what`. A slow reader holds nothing up. What fails
/// after the first rows ends the file in the middle, which every program notices.
///
/// # Errors
/// [`Problem::Unavailable`] while two others are being read; whatever the first rows answer.
pub async fn download(scope: &Scope, what: &str, format: Format, mut pieces: impl Pieces) -> Answer {
    let turn = turn().await?;
    let first = pieces.next().await?;
    let headers = [
        (CONTENT_TYPE, format.kind().to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (CONTENT_DISPOSITION, format.disposition(scope, what)),
    ];
    let (send, mut receive) = mpsc::channel::<Result<Vec<u8>, Problem>>(2);
    tokio::spawn(send_all(first, pieces, send, turn));
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

/// Sends piece after piece until the list ends, something fails, or nobody reads any more.
async fn send_all(
    first: Option<Vec<u8>>,
    mut pieces: impl Pieces,
    send: mpsc::Sender<Result<Vec<u8>, Problem>>,
    turn: SemaphorePermit<'static>,
) {
    let mut next = Ok(first);
    while let Some(piece) = next.transpose() {
        let failed = piece.is_err();
        if send.send(piece).await.is_err() || failed {
            break;
        }
        next = pieces.next().await;
    }
    drop(turn);
}

/// Rows with commas between them, inside what opens and closes the whole file. `first` and `last` say whether these are the
/// first rows of the list and its last.
///
/// # Errors
/// The first row's that cannot be written.
pub fn joined<T: Serialize>(
    rows: impl IntoIterator<Item = Result<T, Problem>>,
    [first, last]: [bool; 2],
    [open, close]: [&str; 2],
) -> Result<Vec<u8>, Problem> {
    let mut text = Vec::from(if first { open } else { "" });
    let rows = rows.into_iter();
    let (others, _) = rows.size_hint();
    for (at, row) in rows.enumerate() {
        if at > 0 || !first {
            text.push(b',');
        }
        serde_json::to_writer(&mut text, &row?).map_err(Problem::fault)?;
        if at == 0 {
            // The others are about as long: room for them all is made once.
            text.reserve(others.saturating_mul(text.len()));
        }
    }
    text.extend_from_slice(if last { close.as_bytes() } else { b"" });
    Ok(text)
}

/// What stands around the rows of a list in the API's shape.
pub const ITEMS: [&str; 2] = [r#"{"items":["#, r#"],"next":null}"#];

impl Format {
    const fn kind(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
        }
    }

    fn disposition(self, scope: &Scope, what: &str) -> String {
        let (slug, day) = (&scope.snapshot.partnership.slug, scope.now.date());
        match self {
            Self::Csv => format!("attachment; filename=\"{slug}-{what}-{day}.csv\""),
            Self::Json | Self::GeoJson => "inline".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_list_are_one_list() {
        let rows = |rows: &[u8]| rows.iter().map(|row| Ok(*row)).collect::<Vec<Result<u8, Problem>>>();
        let pieces = [
            joined(rows(&[1, 2]), [true, false], ITEMS),
            joined(rows(&[3]), [false, false], ITEMS),
            joined(rows(&[4]), [false, true], ITEMS),
        ];
        let whole = pieces.into_iter().collect::<Result<Vec<_>, _>>().expect("text").concat();
        assert_eq!(String::from_utf8(whole).expect("text"), r#"{"items":[1,2,3,4],"next":null}"#);
        let none = joined(rows(&[]), [true, true], ITEMS).expect("text");
        assert_eq!(String::from_utf8(none).expect("text"), r#"{"items":[],"next":null}"#);
    }
}
