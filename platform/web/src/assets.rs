//! The stylesheet, script and pictures of `web/dist`, embedded in the binary. They share one content hash, so that a
//! stylesheet may name its pictures by relative address and everything may be cached for ever.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use base::Problem;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::{Answer, Refusal};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::load);

struct Assets {
    hash: String,
    files: BTreeMap<String, Asset>,
}

struct Asset {
    kind: HeaderValue,
    plain: Cow<'static, [u8]>,
    /// Squeezed once; kept only where it is smaller.
    gzip: Option<Vec<u8>>,
}

/// Whether there is anything to dress the pages with.
///
/// # Errors
/// One sentence for whoever starts the program: the stylesheet has not been built.
pub fn ready() -> Result<(), &'static str> {
    if ASSETS.files.contains_key("app.css") {
        Ok(())
    } else {
        Err("There is no stylesheet in this build. Run `make`, which builds it into web/dist.")
    }
}

/// Where a page finds `name`: `/assets/1f3870be274f/app.css`.
#[must_use]
pub fn address(name: &str) -> String {
    format!("/assets/{}/{name}", ASSETS.hash)
}

/// Serves `/assets/{hash}/{name}`, and `/favicon.ico` for browsers that ask for it unbidden.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{hash}/{name}", get(serve))
        .route("/favicon.ico", get(async || Redirect::temporary(&address("favicon.svg"))))
}

/// During a rolling upgrade a page of one release may ask a node of another: it gets the file, but keeps it only for now.
async fn serve(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Answer {
    let asset = ASSETS.files.get(&name).ok_or(Refusal::from(Problem::NotFound))?;
    let keep = if hash == ASSETS.hash { "public, max-age=31536000, immutable" } else { "no-cache" };
    let squeezed = asset.gzip.as_ref().filter(|_| takes_gzip(&headers));
    let answer = Response::builder()
        .status(StatusCode::OK)
        .header(CONTENT_TYPE, asset.kind.clone())
        .header(CACHE_CONTROL, keep)
        .header(VARY, "accept-encoding");
    let answer = match squeezed {
        Some(gzip) => answer.header(CONTENT_ENCODING, "gzip").body(Body::from(gzip.clone())),
        None => answer.body(Body::from(asset.plain.to_vec())),
    };
    Ok(answer.map_err(Problem::fault)?.into_response())
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let wanted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    wanted.split(',').any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("gzip") && quality.replace(' ', "") != "q=0"
    })
}

impl Assets {
    fn load() -> Self {
        let mut hash = Sha256::new();
        let mut files = BTreeMap::new();
        for name in Dist::iter() {
            if let Some(file) = Dist::get(&name) {
                hash.update(name.as_bytes());
                hash.update(&file.data);
                files.insert(name.into_owned(), Asset::new(file.metadata.mimetype(), file.data));
            }
        }
        let hash = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Self { hash, files }
    }
}

impl Asset {
    fn new(kind: &str, plain: Cow<'static, [u8]>) -> Self {
        let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.to_owned() };
        let kind = HeaderValue::from_str(&kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let gzip = squeeze(&plain).filter(|gzip| gzip.len() < plain.len());
        Self { kind, plain, gzip }
    }
}

fn squeeze(plain: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_only_to_those_who_take_it() {
        let asked = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
            takes_gzip(&headers)
        };
        assert!(asked("gzip, deflate, br") && asked("br;q=1.0, GZIP;q=0.8"));
        assert!(!asked("br") && !asked("gzip; q=0") && !takes_gzip(&HeaderMap::new()));
    }
}
