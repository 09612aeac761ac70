//! Giving out what was made as long work, in the memory of one piece however long the file is.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use access::Scope;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::Problem;
use futures_util::stream;
use record::Operation;
use tokio::sync::mpsc;
use web::Answer;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::gather::TABLES;
use super::long::Pieces;

type Send = mpsc::Sender<Result<Vec<u8>, Problem>>;

/// The tables as one file.
pub(super) fn all(scope: &Scope, operation: &Operation, name: &str) -> Answer {
    let (scope, operation) = (scope.clone(), operation.clone());
    given(&format!("{name}.zip"), "application/zip", |send| async move {
        let written = write_all(scope, operation, &send).await;
        if let Err(problem) = written {
            let _ = send.send(Err(problem)).await;
        }
    })
}

/// What is left out, alone.
pub(super) fn left_out(scope: &Scope, operation: &Operation, name: &str) -> Answer {
    let mut pieces = Pieces::left_out(scope.clone(), operation.clone());
    given(&format!("{name}-left-out.csv"), "text/csv; charset=utf-8", |send| async move {
        while let Some(piece) = pieces.next().await.transpose() {
            if send.send(piece.map(String::into_bytes)).await.is_err() {
                break;
            }
        }
    })
}

/// A download whose bytes `write` sends as it makes them. What fails on the way ends it in the middle.
fn given<Doing>(name: &str, kind: &'static str, write: impl FnOnce(Send) -> Doing) -> Answer
where
    Doing: Future<Output = ()> + std::marker::Send + 'static,
{
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    let (send, mut receive) = mpsc::channel(2);
    tokio::spawn(write(send));
    Ok((headers, Body::from_stream(stream::poll_fn(move |context| receive.poll_recv(context)))).into_response())
}

async fn write_all(scope: Scope, operation: Operation, send: &Send) -> Result<(), Problem> {
    let written = Written::default();
    let mut zip = ZipWriter::new_stream(written.clone());
    for (table, (name, _)) in TABLES.iter().enumerate() {
        zip.start_file(*name, SimpleFileOptions::default().large_file(true)).map_err(Problem::fault)?;
        let mut pieces = Pieces::of(scope.clone(), operation.clone(), table);
        while let Some(piece) = pieces.next().await? {
            zip.write_all(piece.as_bytes()).map_err(Problem::fault)?;
            // Nobody reads any more.
            if send.send(Ok(written.take())).await.is_err() {
                return Ok(());
            }
        }
    }
    zip.finish().map_err(Problem::fault)?;
    let _ = send.send(Ok(written.take())).await;
    Ok(())
}

/// Bytes that were written and not yet sent.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
