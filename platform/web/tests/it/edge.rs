use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Extension;
use axum::http::{Request, StatusCode};
use axum::routing::{get, post};
use base::{Conflict, Problem};
use tracing::instrument::WithSubscriber;
use web::testing::{assert_page, main_text};
use web::{Answer, OperationId, Typed, assets};

use super::client;

/// Every problem at an address of its own, as a page (`/p/…`) and for programs (`/p/api/…`).
fn problems() -> Router {
    async fn hidden() -> Answer {
        Err(Problem::NotFound.into())
    }
    async fn panics() -> Answer {
        panic!("a secret that nobody may read")
    }
    async fn fault() -> Answer {
        Err(Problem::fault("a secret that nobody may read").into())
    }
    async fn state() -> Answer {
        Err(Problem::Conflict(Conflict::State { now: "resolved", allowed: vec!["reopen"] }).into())
    }
    async fn invalid() -> Answer {
        Err(Problem::field("reason", "Say why").into())
    }
    async fn read(_: Typed) -> &'static str {
        "read"
    }
    async fn number(Extension(operation): Extension<OperationId>) -> String {
        operation.to_string()
    }
    macro_rules! refusing {
        ($($path:literal => $problem:expr),+ $(,)?) => {
            Router::new()$(.route($path, get(async || -> Answer { Err($problem.into()) })))+
        };
    }
    let inner = refusing! {
        "/sign-in" => Problem::SignIn,
        "/not-allowed" => Problem::NotAllowed("Only the area manager can decide this.".to_owned()),
        "/version" => Problem::Conflict(Conflict::Version),
        "/unconditional" => Problem::Conflict(Conflict::Unconditional),
        "/idempotency" => Problem::Conflict(Conflict::Idempotency),
        "/busy" => Problem::Conflict(Conflict::Busy),
        "/too-large" => Problem::TooLarge,
        "/too-many" => Problem::TooMany,
        "/unavailable" => Problem::Unavailable("queue full".to_owned()),
    };
    let inner = inner
        .route("/not-found", get(hidden))
        .route("/panic", get(panics))
        .route("/fault", get(fault))
        .route("/invalid-state", get(state))
        .route("/invalid", get(invalid))
        .route("/read", post(read))
        .route("/number", get(number));
    Router::new().nest("/p", inner.clone()).nest("/p/api", inner).merge(assets::routes())
}

const EVERY: [(&str, u16); 14] = [
    ("not-found", 404),
    ("sign-in", 401),
    ("not-allowed", 403),
    ("invalid", 422),
    ("invalid-state", 409),
    ("version", 412),
    ("unconditional", 428),
    ("idempotency", 422),
    ("busy", 409),
    ("too-large", 413),
    ("too-many", 429),
    ("unavailable", 503),
    ("fault", 500),
    ("panic", 500),
];

#[tokio::test]
async fn every_problem_is_a_page_in_plain_english() {
    let app = client::app(problems(), 1);
    for (kind, status) in EVERY {
        let seen = client::get(&app, &format!("/p/{kind}")).await;
        assert_eq!(seen.status.as_u16(), status, "{kind}");
        let html = seen.text();
        assert_page(&html);
        let words = main_text(&html).to_lowercase();
        assert!(html.contains(seen.header("x-operation-id")), "{kind}: the page gives the number that is in the log");
        assert!(words.contains("go to the home page"), "{kind}: the page shows a way forward");
        assert!(!html.contains("secret"), "{kind}: causes are for the log");
        for banned in ["invalid", "oops", "please", "simply"] {
            assert!(!words.contains(banned), "{kind} says {banned}");
        }
    }
}

#[tokio::test]
async fn every_problem_is_json_for_a_program() {
    let app = client::app(problems(), 1);
    for (kind, status) in EVERY {
        for seen in
            [client::get_json(&app, &format!("/p/{kind}")).await, client::get(&app, &format!("/p/api/{kind}")).await]
        {
            assert_eq!(seen.status.as_u16(), status, "{kind}");
            assert_eq!(seen.header("content-type"), "application/problem+json", "{kind}");
            let json = seen.json();
            assert_eq!(json["type"], if kind == "panic" { "fault" } else { kind });
            assert_eq!(json["status"], status);
            assert_eq!(json["operation_id"], seen.header("x-operation-id"));
            assert!(json["title"].is_string() && json["detail"].is_string(), "{json}");
            assert!(!json.to_string().contains("secret"), "{json}");
        }
    }
    let state = client::get_json(&app, "/p/invalid-state").await.json();
    assert_eq!(state["allowed"], serde_json::json!(["reopen"]));
    let invalid = client::get_json(&app, "/p/invalid").await.json();
    assert_eq!(invalid["fields"], serde_json::json!([{ "field": "reason", "message": "Say why" }]));
}

#[tokio::test]
async fn what_may_not_be_seen_looks_like_what_is_not_there() {
    for path in ["/p", "/p/api"] {
        let hidden = client::get(&client::app(problems(), 7), &format!("{path}/not-found")).await;
        let missing = client::get(&client::app(problems(), 7), &format!("{path}/never-was")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        assert_eq!((hidden.status, &hidden.headers), (missing.status, &missing.headers));
        assert_eq!(hidden.text(), missing.text(), "byte for byte, with the same dice");
    }
}

#[tokio::test]
async fn each_request_has_its_own_number() {
    let app = client::app(problems(), 3);
    let first = client::get(&app, "/p/number").await;
    let second = client::get(&app, "/p/number").await;
    assert_eq!(first.text(), first.header("x-operation-id"));
    assert_ne!(first.text(), second.text());
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("the log").write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn logs_name_the_route_and_never_the_address() {
    async fn secret() -> Answer {
        Err(Problem::fault("the lamp is broken").into())
    }
    let app = client::app(Router::new().route("/{p}/c/{secret}", get(secret)), 5);
    // Whoever listens everywhere: else a test beside this one may have it remembered that nobody does.
    let _ = tracing_subscriber::fmt().with_writer(std::io::sink).try_init();
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false).finish();
    let seen = client::get(&app, "/walsall/c/Zm9vYmFyYmF6cXV4?token=hushhush").with_subscriber(subscriber).await;
    let said = String::from_utf8(log.0.lock().expect("the log").clone()).expect("UTF-8");
    assert!(said.contains("route=/{p}/c/{secret}") && said.contains("status=500"), "{said}");
    assert!(said.contains("the lamp is broken"), "the cause is in the log: {said}");
    assert!(said.contains(seen.header("x-operation-id")), "with the number that is on the page: {said}");
    assert!(!said.contains("Zm9v") && !said.contains("hushhush") && !said.contains("walsall"), "{said}");
}

#[tokio::test]
async fn every_answer_is_protected() {
    let app = client::app(problems(), 3);
    for path in ["/p/number", "/p/not-found", "/p/panic", "/nowhere", "/assets/x/nothing.css"] {
        let seen = client::get(&app, path).await;
        let policy = seen.header("content-security-policy");
        for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}: {policy}");
        assert_eq!(seen.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(seen.header("referrer-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn a_page_may_ask_for_no_referrer_at_all() {
    let secret = Router::new().route("/p/c/x", get(async || [("referrer-policy", "no-referrer")]));
    let seen = client::get(&client::app(secret, 1), "/p/c/x").await;
    assert_eq!(seen.header("referrer-policy"), "no-referrer");
}

#[tokio::test]
async fn a_body_over_a_mebibyte_is_refused_whether_or_not_it_says_so() {
    let app = client::app(problems(), 1);
    let long = "a=".to_owned() + &"x".repeat(1 << 20);
    assert_eq!(client::post(&app, "/p/read", long.clone()).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let streamed = Body::from_stream(futures_util::stream::iter([Ok::<_, std::io::Error>(long)]));
    assert_eq!(client::post(&app, "/p/read", streamed).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let just = "a=".to_owned() + &"x".repeat((1 << 20) - 2);
    assert_eq!(client::post(&app, "/p/read", just).await.status, StatusCode::OK);
}

#[tokio::test]
async fn another_kind_of_body_or_method_is_told_so() {
    let app = client::app(problems(), 1);
    let wrong =
        Request::post("/p/read").header("content-type", "text/plain").body(Body::from("a=1")).expect("a request");
    assert_eq!(client::send(&app, wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let seen = client::get(&app, "/p/read").await;
    assert_eq!((seen.status, seen.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    assert_page(&seen.text());
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_hash_and_only_there() {
    assets::ready().expect("`make` has built the stylesheet");
    let app = client::app(problems(), 1);
    let css = client::get(&app, &assets::address("app.css")).await;
    assert_eq!(css.status, StatusCode::OK);
    assert_eq!(css.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(css.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(css.text().contains("--govuk-brand-colour: #00625a"), "our colour");
    assert_eq!(
        client::get(&app, &assets::address("app.js")).await.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    assert_eq!(client::get(&app, &assets::address("favicon.svg")).await.header("content-type"), "image/svg+xml");
    assert_eq!(client::get(&app, "/assets/0123456789ab/app.css").await.header("cache-control"), "no-cache");
    assert_eq!(client::get(&app, &assets::address("nothing.css")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(client::get(&app, &assets::address("..%2f..%2fCargo.toml")).await.status, StatusCode::NOT_FOUND);

    let asked = Request::get(assets::address("app.css")).header("accept-encoding", "gzip").body(Body::empty());
    let squeezed = client::send(&app, asked.expect("a request")).await;
    assert_eq!(squeezed.header("content-encoding"), "gzip");
    assert!(squeezed.body.len() * 5 < css.body.len(), "{} against {}", squeezed.body.len(), css.body.len());
}

#[tokio::test]
async fn nothing_of_govuks_identity_is_shipped() {
    let app = client::app(problems(), 1);
    for name in ["app.css", "app.js", "govuk-frontend.min.js", "favicon.svg"] {
        let text = client::get(&app, &assets::address(name)).await.text().to_lowercase();
        for theirs in ["1d70b8", "crown", "gds transport", "@font-face"] {
            assert!(!text.contains(theirs), "{name} holds {theirs}");
        }
    }
}
