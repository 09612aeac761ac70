use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt as _;

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// How many statements it took.
    pub statements: u64,
}

impl Reply {
    pub async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Self { status: parts.status, headers: parts.headers, body, statements: 0 }
    }

    /// Fails unless it has this status; answers itself.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{:?}\n{}", self.headers, self.body);
        self
    }

    /// Fails unless it leads on; answers where to.
    #[track_caller]
    pub fn leads_to(&self) -> &str {
        assert!(self.status.is_redirection(), "{}\n{}", self.status, self.body);
        self.header(LOCATION.as_str())
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("no header {name}: {:?}", self.headers));
        value.to_str().expect("text")
    }

    /// The session's secret in the cookie it sets.
    #[track_caller]
    pub fn cookie(&self) -> &str {
        let cookie = self.header(SET_COOKIE.as_str());
        cookie.split_once('=').and_then(|(_, rest)| rest.split(';').next()).expect("a cookie")
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}\n{}", self.body))
    }

    /// The page without what differs from request to request.
    pub fn without_operation(&self) -> String {
        let operation = self.header("x-operation-id");
        self.body.replace(operation, "OPERATION")
    }
}
