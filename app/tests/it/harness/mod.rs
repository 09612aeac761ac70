//! A whole installation for one test: router in process, held clock, seeded dice, caught mail, two small partnerships.

mod reply;
mod town;

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;

use access::{NewSession, Role, Site, SiteSettings};
use app::wiring;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST};
use axum::http::{Method, Request};
use base::{Clock, Dice, Instant};
use db::Db;
use jobs::Desk;
use notify::{CaughtMail, Post};
use record::{MasterKey, Vault};
use tower::ServiceExt as _;

pub use reply::Reply;
pub use town::{Town, Worker};

/// A Tuesday in term time, at half past nine.
pub const MORNING: &str = "2027-03-02T09:30:00Z";

/// Stories that run on both engines: `stories! { async fn name(app) { .. } }`.
macro_rules! stories {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident) $body:block)+) => {
        db::both_engines! { slices: &::app::wiring::tables();
            $($(#[$meta])* async fn $name(db: db::Db) {
                let $app = $crate::harness::TestApp::on(db).await;
                $body
            })+
        }
    };
}

/// An installation.
pub struct Installation {
    pub site: Arc<Site>,
    router: Router,
    desk: Desk,
}

/// An installation with two small partnerships.
pub struct TestApp {
    pub walsall: Town,
    pub salford: Town,
    installation: Installation,
}

impl Deref for TestApp {
    type Target = Installation;

    fn deref(&self) -> &Installation {
        &self.installation
    }
}

/// Somebody with a browser or a program: what is sent with each request.
#[derive(Clone)]
pub struct Caller<'a> {
    app: &'a Installation,
    session: Option<NewSession>,
    token: Option<String>,
    headers: Vec<(&'static str, String)>,
    /// Whence they ask; unknown without.
    from: Option<SocketAddr>,
}

impl TestApp {
    /// Over an empty database that has its tables.
    pub async fn on(db: Db) -> Self {
        let installation = Installation::on(db);
        let walsall = Town::found(&installation.site, "walsall", "Walsall Partnership").await;
        let salford = Town::found(&installation.site, "salford", "Salford Partnership").await;
        Self { walsall, salford, installation }
    }

    /// The person who holds `role` in Walsall, signed in.
    pub async fn as_role(&self, role: Role) -> Caller<'_> {
        self.signed_in(self.walsall.worker(role)).await
    }

    /// Walsall's caught mail, newest first.
    pub async fn mail(&self) -> Vec<CaughtMail> {
        let partnership = self.walsall.id;
        self.site.db.read(move |tx| notify::caught(tx, partnership, 100)).await.expect("the mail")
    }
}

impl Installation {
    /// Over an empty database that has its tables; nobody has set it up.
    pub fn on(db: Db) -> Self {
        let clock = Clock::held(Instant::parse(MORNING).expect("a time"));
        let dice = Dice::seeded(7);
        let vault = Vault::new(MasterKey::draw(&dice));
        let settings =
            SiteSettings { public_url: "http://ward.example.org".into(), demo: false, limits: true, mail_waits: false };
        Self::of(wiring::site(db, clock, dice, vault, settings), Post::Caught)
    }

    fn of(site: Arc<Site>, post: Post) -> Self {
        let router = wiring::router(&site, app::set_up::routes());
        let desk = wiring::desk(&site, post);
        Self { site, router, desk }
    }

    /// The same installation, as it is run where no mail server is named.
    pub fn without_mail(&self) -> Self {
        let Site { db, clock, dice, vault, settings, .. } = &*self.site;
        let settings = SiteSettings { mail_waits: true, ..settings.clone() };
        let site = wiring::site(db.clone(), clock.clone(), dice.clone(), vault.clone(), settings);
        Self::of(site, Post::Waiting)
    }

    /// Somebody we do not know.
    pub fn anyone(&self) -> Caller<'_> {
        Caller { app: self, session: None, token: None, headers: Vec::new(), from: None }
    }

    /// This person, signed in afresh.
    pub async fn signed_in(&self, worker: &Worker) -> Caller<'_> {
        let session = NewSession::draw(&self.site.dice);
        let (kept, account, now) = (session.clone(), worker.arrived.account, self.site.clock.now());
        let made = self.site.db.housekeep("test", move |tx| access::make_session(tx, &kept, account, now)).await;
        made.expect("a session");
        Caller { session: Some(session), ..self.anyone() }
    }

    /// A program with this bearer token.
    pub fn api(&self, token: &str) -> Caller<'_> {
        Caller { token: Some(token.to_owned()), ..self.anyone() }
    }

    /// A page as a stranger sees it.
    pub async fn get(&self, path: &str) -> Reply {
        self.anyone().get(path).await
    }

    /// A form a stranger sends.
    pub async fn post_form(&self, path: &str, typed: &[(&str, &str)]) -> Reply {
        self.anyone().post_form(path, typed).await
    }

    /// Does every job that is due and gives every event its place; answers how many jobs were done.
    pub async fn run_jobs(&self) -> usize {
        let done = jobs::run_due(&self.desk).await.expect("the jobs");
        jobs::place_all_events(&self.site).await.expect("the sequencer");
        done
    }

    /// The bytes that a POST of the person in this role answers with, as their program.
    pub async fn bytes_of(&self, path: &str, token: &str) -> Vec<u8> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(HOST, "ward.example.org")
            .header(AUTHORIZATION, format!("Bearer {token}"));
        let response = self.router.clone().oneshot(request.body(Body::empty()).expect("a request")).await;
        let body = http_body_util::BodyExt::collect(response.expect("the router never fails").into_body()).await;
        body.expect("a body").to_bytes().to_vec()
    }

    /// Moves the clock on.
    pub fn advance(&self, micros: i64) {
        self.site.clock.advance(micros);
    }
}

impl Caller<'_> {
    /// With this header on every request.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// From this address.
    pub fn from(self, address: &str) -> Self {
        let address = address.parse().expect("an address");
        Self { from: Some(SocketAddr::new(address, 40_000)), ..self }
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// Sends a form, with the session's token when there is a session.
    pub async fn post_form(&self, path: &str, typed: &[(&str, &str)]) -> Reply {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(typed);
        if let Some(session) = &self.session {
            form.append_pair("form_token", &web::asking::form_token(&self.app.site, &session.hash));
        }
        self.post_raw(path, form.finish()).await
    }

    /// Sends exactly this as a form.
    pub async fn post_raw(&self, path: &str, form: String) -> Reply {
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), Body::from(form)).await
    }

    /// Sends a form that brings a file and nothing else.
    pub async fn post_file(&self, path: &str, name: &str, bytes: &[u8]) -> Reply {
        self.post_upload(path, &[], Some((name, bytes))).await
    }

    /// Sends a form that may bring a file, as a browser does.
    pub async fn post_upload(&self, path: &str, typed: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Reply {
        const EDGE: &str = "----a-browsers-own-edge";
        let token = self.session.as_ref().map(|session| web::asking::form_token(&self.app.site, &session.hash));
        let mut body = Vec::new();
        for (name, value) in token.iter().map(|token| ("form_token", token.as_str())).chain(typed.iter().copied()) {
            let field = format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(field.into_bytes());
        }
        let (name, bytes) = file.unwrap_or(("", b""));
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend_from_slice(bytes);
        body.extend(format!("\r\n--{EDGE}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        self.send(Method::POST, path, Some(&kind), Body::from(body)).await
    }

    /// Sends JSON.
    pub async fn post_json(&self, path: &str, body: &serde_json::Value) -> Reply {
        self.send(Method::POST, path, Some("application/json"), Body::from(body.to_string())).await
    }

    /// Sends anything.
    pub async fn send(&self, method: Method, path: &str, kind: Option<&str>, body: Body) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request = request.header(HOST, "ward.example.org");
        }
        if let Some(from) = self.from {
            request = request.extension(ConnectInfo(from));
        }
        if let Some(kind) = kind {
            request = request.header(CONTENT_TYPE, kind);
        }
        if let Some(session) = &self.session {
            request = request.header(COOKIE, format!("{}={}", web::asking::SESSION_COOKIE, session.secret));
        }
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let before = self.app.site.db.statements();
        let response = self.app.router.clone().oneshot(request.body(body).expect("a request")).await;
        let reply = Reply::read(response.expect("the router never fails")).await;
        Reply { statements: self.app.site.db.statements() - before, ..reply }
    }
}

/// Tells the record something, for a test that writes behind the commands' back.
pub fn tell_anything(tx: &mut db::Tx<'_>, partnership: base::Id) -> Result<(), db::Error> {
    let dice = Dice::system();
    let now = Instant::parse(MORNING).expect("a time");
    let entry = record::Entry {
        partnership,
        at: now,
        actor: None,
        hat: None,
        operation: dice.id(now),
        kind: "test",
        record: partnership,
        verb: "test",
        fields: &[],
        value_hash: [0; 32],
    };
    record::log(tx, dice.id(now), &entry).map(drop)
}

/// Fails unless `written` is what was agreed in `tests/golden/{name}`. With `WARDMOTE_AGREE=1` it is agreed now: read the
/// difference before committing it.
#[track_caller]
pub fn golden(name: &str, written: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("WARDMOTE_AGREE").is_some() {
        std::fs::write(&path, written).expect("the golden file");
    }
    let agreed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, agreed, "{} is not as agreed: WARDMOTE_AGREE=1 agrees to what it is now", path.display());
}

/// Fails unless the page is one that assistive technology can read: one h1, every id once, a label for every field.
#[track_caller]
pub fn assert_page(html: &str) {
    let page = scraper::Html::parse_document(html);
    let all = |selector: &str| {
        let selector = scraper::Selector::parse(selector).expect("a selector");
        page.select(&selector).map(|element| element.value().clone()).collect::<Vec<_>>()
    };
    assert_eq!(all("h1").len(), 1, "one h1\n{html}");
    let ids: Vec<String> = all("[id]").iter().filter_map(|one| one.attr("id").map(str::to_owned)).collect();
    let labels: Vec<String> = all("label").iter().filter_map(|one| one.attr("for").map(str::to_owned)).collect();
    assert!(ids.iter().enumerate().all(|(at, id)| !ids[..at].contains(id)), "an id twice\n{html}");
    for field in all("input, textarea, select").iter().filter(|field| field.attr("type") != Some("hidden")) {
        assert!(
            field.attr("id").is_some_and(|id| labels.iter().any(|label| label == id)),
            "a field without a label\n{html}"
        );
    }
}

/// The root of the source.
pub fn repository() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
