//! What is asked of the program, and what each answer is allowed to cost.

use std::sync::Arc;

use base::{Dice, Id, Instant};
use serde_json::json;

use super::load::{Ask, Make};
use super::measure::Deep;
use super::seed::{DIRECTOR, SLUG, Town, words};

/// Whether a case reads or writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Touches no record: what the surroundings of every answer cost.
    Reference,
    /// Reads.
    Read,
    /// Writes, durably, and asks for work that is done after the answer.
    Write,
}

/// One thing that is asked again and again.
pub struct Case {
    /// What it is.
    pub name: &'static str,
    /// Whether it reads or writes.
    pub kind: Kind,
    /// The status of every answer.
    pub expect: u16,
    /// How many clients ask at once, one measurement each.
    pub clients: &'static [usize],
    /// How often it can be asked at most.
    pub most: u64,
    /// Statements that find out who asks: one for a stranger, two with a key, three with a session.
    pub sign_in: u64,
    /// Processor time an answer may take, in milliseconds; the database's included, compression not.
    pub aim_ms: Option<f64>,
    /// What the same work takes in comparable programs, in milliseconds.
    pub peers: &'static str,
    /// What an answer holds many of, as it is written there, and how many of them a figure is for.
    pub each: Option<(&'static str, u32)>,
    /// The requests.
    pub make: Make,
}

impl Case {
    fn read(name: &'static str, make: impl Fn(u64) -> Ask + Send + Sync + 'static) -> Self {
        Self {
            name,
            kind: Kind::Read,
            expect: 200,
            clients: &[4],
            most: u64::MAX,
            sign_in: 1,
            aim_ms: None,
            peers: "",
            each: None,
            make: Arc::new(make),
        }
    }

    fn reference(name: &'static str, path: impl Into<String>) -> Self {
        let path = path.into();
        Self { kind: Kind::Reference, sign_in: 0, ..Self::read(name, move |_| Ask::get(path.clone())) }
    }

    fn write(name: &'static str, expect: u16, make: impl Fn(u64) -> Ask + Send + Sync + 'static) -> Self {
        Self { kind: Kind::Write, expect, ..Self::read(name, make) }
    }

    fn aim(self, ms: f64, peers: &'static str) -> Self {
        Self { aim_ms: Some(ms), peers, ..self }
    }

    fn answered(self, expect: u16) -> Self {
        Self { expect, kind: Kind::Write, ..self }
    }

    fn at(self, clients: &'static [usize]) -> Self {
        Self { clients, ..self }
    }

    fn signed(self, sign_in: u64) -> Self {
        Self { sign_in, ..self }
    }
}

/// All cases, in the order they are asked: reads before the writes that would make their lists longer.
pub fn all(town: &Arc<Town>, deep: &Deep) -> Vec<Case> {
    let under = |path: &str| format!("/{SLUG}{path}");
    let bearer = format!("Bearer {}", town.token);
    let cookie = format!("{}={}", web::asking::SESSION_COOKIE, town.session);
    let page = |path: &str| {
        let path = under(path);
        move |_| Ask::get(path.clone())
    };
    let of_issue = |before: &'static str| {
        let town = Arc::clone(town);
        move |n| Ask::get(format!("/{SLUG}{before}{}", pick(&town.issues, n)))
    };
    let of_concern = |before: &'static str| {
        let town = Arc::clone(town);
        move |n| Ask::get(format!("/{SLUG}{before}{}", pick(&town.concerns, n)))
    };
    let staff = move |path: &str| {
        let (path, cookie) = (under(path), cookie.clone());
        move |_| Ask::get(path.clone()).with("cookie", &cookie)
    };
    let key = bearer.clone();
    let keyed = move |path: &str| {
        let (path, key) = (under(path), key.clone());
        move |_| Ask::get(path.clone()).with("authorization", &key)
    };
    let place = Arc::clone(town);
    let ward = Arc::clone(town);
    let own = Arc::clone(town);
    let (hear, hear_once) = (Arc::clone(town), Arc::clone(town));
    let decide = Arc::clone(town);
    let decidable = town.undecided.len() as u64;

    let mut cases = vec![
        Case::reference("nothing: /healthz", "/healthz"),
        Case::reference("one stylesheet", web::assets::address("app.css")),
        Case::read("who asks and nothing else: brand.css", page("/brand.css")),
        Case::read("issue list of 50, HTML", page("/issues")).aim(0.6, "101-640").at(&[1, 4, 32]),
        Case::read("issue list of 50, HTML, gzip", move |_| {
            Ask::get(format!("/{SLUG}/issues")).with("accept-encoding", "gzip")
        }),
        Case::read("issue list of 50, JSON", page("/api/v1/issues")).aim(0.3, "23-692").at(&[1, 4, 32]),
        Case::read("issue list of a ward, JSON", move |n| {
            Ask::get(format!("/{SLUG}/api/v1/issues?place={}", pick(&ward.wards, n)))
        }),
        Case::read("issue list, newest settled, JSON", page("/api/v1/issues?status=settled&sort=newest")),
        Case::read("issue list of a category, JSON", {
            let town = Arc::clone(town);
            move |n| Ask::get(format!("/{SLUG}/api/v1/issues?category={}", pick(&town.categories, n)))
        }),
        Case::read("issue list for staff, HTML", staff("/issues")).signed(3),
        Case::read("what happened: a concern's public page", of_concern("/concerns/"))
            .aim(0.3, "18-65")
            .at(&[1, 4, 32]),
        Case::read("what happened: JSON", of_concern("/api/v1/concerns/")),
        Case::read("a concern's own page", move |n| Ask::get(format!("/{SLUG}/c/{}", pick(&own.secrets, n)))),
        Case::read("issue page", of_issue("/issues/")),
        Case::read("issue, JSON", of_issue("/api/v1/issues/")),
        Case::read("place page", move |n| Ask::get(format!("/{SLUG}/places/{}", pick(&place.wards, n)))),
        Case::read("home", page("")),
        Case::read("report, first page", page("/concerns/new")),
        Case::read("my work", staff("/my-work")).signed(3),
        Case::read("triage: concerns of 50", staff("/concerns")).signed(3),
        Case {
            each: Some((r#""type":"Feature","#, 4_000)),
            ..Case::read("map: 4,000 of its points", page("/issues.geojson"))
        }
        .aim(4.0, "176-178"),
    ];
    if let Some(after) = &deep.open {
        cases.push(
            Case::read("issue list, the page after 99, HTML", page(&format!("/issues?after={after}"))).aim(0.6, ""),
        );
        cases.push(Case::read("issue list, the page after 99, JSON", page(&format!("/api/v1/issues?after={after}"))));
    }
    if let Some(after) = &deep.settled {
        let path = format!("/api/v1/issues?status=settled&sort=newest&after={after}");
        cases.push(Case::read("settled, newest, the page after 99, JSON", page(&path)));
    }
    for (name, side) in [
        ("newest 50 in a box of 0.01 degrees, JSON", 0.01),
        ("newest 50 in a box of 0.05 degrees, JSON", 0.05),
        ("newest 50 in a box of 0.2 degrees, JSON", 0.2),
    ] {
        let town = Arc::clone(town);
        let in_box = move |n| {
            let (lat, lon) = spot(&town, n);
            let (south, west) = (lat - side / 2.0, lon - side / 2.0);
            let bbox = format!("{west:.5},{south:.5},{:.5},{:.5}", west + side, south + side);
            Ask::get(format!("/{SLUG}/api/v1/issues?sort=newest&bbox={bbox}"))
        };
        cases.push(Case::read(name, in_box).aim(0.8, "28-583"));
    }
    let (near, lies) = (Arc::clone(town), Arc::clone(town));
    cases.extend([
        Case::read("similar: what may be the same thing", move |n| {
            let (lat, lon) = spot(&near, n);
            let category = pick(&near.categories, n);
            Ask::get(format!("/{SLUG}/api/v1/issues/similar?category={category}&lat={lat}&lon={lon}"))
        }),
        Case::read("point to places", move |n| {
            let (lat, lon) = spot(&lies, n);
            Ask::get(format!("/{SLUG}/api/v1/places?at={lat},{lon}"))
        }),
        Case::read("open per category and place", keyed("/api/v1/issues/counts")).aim(2.0, "66-749").signed(2),
        Case::read("Atom: the newest of the list", page("/issues.atom")),
        Case::read("sign-in: a link asked for", move |_| {
            Ask::form(format!("/{SLUG}/account/sign-in"), &format!("way=link&email={}", DIRECTOR.replace('@', "%40")))
        })
        .answered(303),
    ]);
    let key = bearer.clone();
    cases.extend([
        Case::write("create", 201, move |n| Ask::post(format!("/{SLUG}/api/v1/concerns"), &concern(&hear, n)))
            .aim(0.8, "32-140")
            .at(&[1, 4, 32]),
        Case::write("create, with an idempotency key", 201, move |n| {
            let asked = Ask::post(format!("/{SLUG}/api/v1/concerns"), &concern(&hear_once, n));
            asked.with("idempotency-key", &format!("bench-{}-{n:020}", std::process::id()))
        }),
        Case {
            most: decidable,
            ..Case::write("decide", 200, move |n| {
                let reason = format!("It can be put right within {} weeks.", 2 + n % 8);
                let path = format!("/{SLUG}/api/v1/issues/{}/decide", pick(&decide.undecided, n));
                Ask::post(path, &json!({"decision": "taking_forward", "reason": reason})).with("authorization", &key)
            })
            .aim(0.8, "91")
            .signed(2)
        },
    ]);
    cases
}

/// A list walked in an order that has nothing to do with the one it was made in.
fn pick(all: &[String], n: u64) -> &str {
    let at = (n.wrapping_mul(2_654_435_761) % all.len().max(1) as u64) as usize;
    all.get(at).map_or("", String::as_str)
}

fn spot(town: &Town, n: u64) -> (f64, f64) {
    town.points.get(n.wrapping_mul(2_654_435_761) as usize % town.points.len().max(1)).copied().unwrap_or_default()
}

fn concern(town: &Town, n: u64) -> serde_json::Value {
    let dice = Dice::seeded(n);
    let (lat, lon) = spot(town, n);
    let id: Id = dice.id(Instant::from_micros(0));
    json!({
        "category": pick(&town.categories, n),
        "description": words(&dice),
        "lat": lat,
        "lon": lon,
        "people_affected": 1 + dice.below(30),
        "contact": {
            "name": "Sam Example",
            "email": format!("resident-{id}@example.org"),
            "phone": "07700 900123",
            "safe": "email",
            "consent": true,
        },
    })
}
