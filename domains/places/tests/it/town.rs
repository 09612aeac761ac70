//! A partnership with an administrator's scope, on a store of its own.

use std::sync::Arc;

use access::{NewPartnership, Scope, Site, SiteSettings, Who};
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use base::{Clock, Dice, Instant};
use db::{Db, Slice};
use http_body_util::BodyExt as _;
use places::demo::Demonstration;
use places::{Places, Point};
use record::{Entry, MasterKey, Vault};
use tower::ServiceExt as _;

/// The tables that places stand on.
pub fn slices() -> Vec<Slice> {
    vec![record::SLICE, access::SLICE, jobs::SLICE, places::MANIFEST.tables]
}

/// Walsall without any place yet.
pub struct Town {
    pub site: Arc<Site>,
    pub scope: Scope,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub to: String,
    pub kind: String,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

impl Town {
    pub async fn empty(db: Db) -> Self {
        let clock = Clock::held(Instant::parse("2027-03-02T09:30:00Z").unwrap());
        let dice = Dice::seeded(7);
        let vault = Vault::new(MasterKey::draw(&dice));
        let settings = SiteSettings {
            public_url: "http://ward.example.org".into(),
            demo: false,
            limits: false,
            mail_waits: false,
        };
        let parts = places::MANIFEST.parts.to_vec();
        let site = Arc::new(Site::new(db, clock, dice, vault, settings, parts));
        let (id, now) = (site.dice.id(site.clock.now()), site.clock.now());
        site.db
            .write(move |tx| {
                let new = NewPartnership {
                    id,
                    slug: "walsall",
                    name: "Walsall",
                    preset: "walsall",
                    accountable_body: None,
                    brand_colour: "#00625a",
                    is_open: true,
                };
                access::create_partnership(tx, &new, now)?;
                let entry = Entry {
                    partnership: id,
                    at: now,
                    actor: None,
                    hat: None,
                    operation: id,
                    kind: "partnership",
                    record: id,
                    verb: "found",
                    fields: &[],
                    value_hash: [0; 32],
                };
                record::log(tx, id, &entry).map(drop)
            })
            .await
            .unwrap();
        let snapshot = site.snapshot(id, 1).await.unwrap();
        let scope =
            Scope { site: Arc::clone(&site), snapshot, who: Who::System("test"), now, operation: id, language: None };
        Self { site, scope }
    }

    /// Walsall with the places of the demonstration.
    pub async fn seeded(db: Db) -> Self {
        let town = Self::empty(db).await;
        town.seed().await;
        town
    }

    /// The same with a snapshot of what is stored now.
    pub async fn fresh(mut self) -> Self {
        let epoch = self.epoch().await;
        self.scope.snapshot = self.site.snapshot(self.scope.partnership(), epoch).await.unwrap();
        self
    }

    /// Takes in the places of the demonstration.
    pub async fn seed(&self) {
        let (scope, walsall) = (self.scope.clone(), Demonstration::walsall().unwrap());
        self.site.db.write(move |tx| places::seed(tx, &scope, &walsall)).await.unwrap();
    }

    /// What a request below `/walsall` is answered: status, the address it is sent on to, type and text.
    pub async fn get(&self, path: &str) -> Reply {
        let shell: web::ShellFor = Arc::new(|_| Box::pin(async { web::Shell::new(web::Words::english()) }));
        let edge = web::Edge { clock: self.site.clock.clone(), dice: self.site.dice.clone(), shell };
        let router = (places::MANIFEST.routes)().with_state(Arc::clone(&self.site));
        let request = Request::get(format!("/walsall{path}")).body(Body::empty());
        let answer = web::edge(router, edge).oneshot(request.unwrap()).await.unwrap();
        let header =
            |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let (to, kind) = (header(LOCATION), header(CONTENT_TYPE));
        let status = answer.status().as_u16();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        Reply { status, to, kind, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    /// Its places on a day.
    pub async fn on(&self, day: &str) -> Places {
        let (partnership, day) = (self.scope.partnership(), day.parse().unwrap());
        self.site.db.read(move |tx| places::places_on(tx, partnership, day)).await.unwrap()
    }

    /// How many lines were ever drawn.
    pub async fn lines(&self) -> i64 {
        let id = self.scope.partnership();
        let count = move |tx: &mut db::Tx<'_>| {
            tx.one(db::sql!("select count(*) from place_boundary where partnership = $1", id))
        };
        self.site.db.read::<i64, db::Error>(count).await.unwrap()
    }

    /// How often its reference data changed.
    pub async fn epoch(&self) -> i64 {
        let id = self.scope.partnership();
        let epoch = move |tx: &mut db::Tx<'_>| tx.one(db::sql!("select epoch from partnership where id = $1", id));
        self.site.db.read::<i64, db::Error>(epoch).await.unwrap()
    }
}

pub fn point(lat: f64, lon: f64) -> Point {
    Point::new(lat, lon).unwrap()
}
