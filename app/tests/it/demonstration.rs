//! The demonstration's story, told through the commands on both engines.

use access::SiteSettings;
use app::bench::load::{Ask, Line};
use base::{Clock, Dice, Id, Instant};
use db::{Db, sql};
use places::Places;
use record::{MasterKey, Vault};

use crate::harness::{Installation, MORNING};
use crate::kills::Server;

db::both_engines! { slices: &app::wiring::tables();
    async fn the_story_is_told_and_recorded(db: Db) {
        let now = Instant::parse(MORNING).expect("a time");
        let vault = Vault::new(MasterKey::draw(&Dice::seeded(3)));
        let settings = SiteSettings { public_url: "http://127.0.0.1".into(), demo: true, limits: false, mail_waits: false };
        app::load_demonstration(db.clone(), vault.clone(), settings.clone(), now).await.expect("the story");

        let site = app::wiring::site(db.clone(), Clock::held(now), Dice::seeded(4), vault, settings);
        let slugs: Vec<String> = db.read(access::partnerships).await.expect("partnerships").into_iter().map(|(_, slug, _)| slug).collect();
        assert_eq!(slugs, ["walsall", "manchester", "salford", "greater-manchester"]);

        let scope = app::founding::scope_of(&site, "walsall", "test").await.expect("walsall");
        let walsall = scope.partnership();
        let issues: Vec<(String, i64)> = db.read(move |tx| tx.all::<(String, i64)>(sql!(
            "select status, count(*) from issue where partnership = $1 and {unfiltered: a test counts} group by status order by status",
            walsall
        ))).await.expect("issues");
        let statuses: Vec<&str> = issues.iter().map(|(status, _)| status.as_str()).collect();
        assert_eq!(statuses, ["considering", "new", "not_taking_forward", "resolved", "taking_forward"], "{issues:?}");
        let held: i64 = db.read(move |tx| tx.one::<i64>(sql!(
            "select count(*) from concern where partnership = $1 and held and {unfiltered: a test counts}", walsall
        ))).await.expect("held");
        assert_eq!(held, 2, "a knife, and violence at home");
        let future: i64 = db.read(move |tx| tx.one::<i64>(sql!(
            "select count(*) from event where partnership = $1 and at > $2", walsall, now
        ))).await.expect("events");
        assert_eq!(future, 0);

        let places = scope.snapshot.part::<Places>().expect("its places");
        let areas: Vec<Id> = (1..=6).map(|area| places.by_code(&format!("area-{area}")).expect("an area").0).collect();
        let desks: Vec<(i64, i64)> = db.read(move |tx| areas.iter().map(|area| {
            let to_do = voice::to_do(tx, &scope, Some(*area), scope.now, 100)?;
            let desk = issues::store::desk(tx, &scope, Some(*area), now)?;
            Ok::<_, base::Problem>((to_do.to_triage, desk.to_assess))
        }).collect()).await.expect("six desks");
        assert!(desks.iter().all(|(to_triage, to_assess)| *to_triage > 0 && *to_assess > 0), "{desks:?}");

        let verified = record::verify_all(&db, walsall).await.expect("the store").expect("whole");
        assert!(verified.size > 250 && verified.unplaced == 0, "{verified:?}");
        let seen = Installation::on(db.clone());
        let sectors = seen.get("/walsall/places/partners/police-sectors").await.is(200);
        web::testing::assert_page(&sectors.body);
        assert!(sectors.body.contains("North sector"), "{}", sectors.body);
        let scope = app::founding::scope_of(&site, "walsall", "test").await.expect("walsall");
        let director = scope.snapshot.holders(&[access::Role::Director], now.date()).map(|one| one.membership).next();
        let acting = director.and_then(|membership| scope.acting_as(membership)).expect("a director");
        let there = safety::Somewhere { addresses: vec!["17 Park Road, WS99 8PA".into()], ..safety::Somewhere::default() };
        let warned = safety::before_a_visit(&acting, &access::Ground::default(), vec![there]).await.expect("the store");
        assert_eq!(warned.len(), 1, "{warned:?}");
        let page = Installation::on(db.clone()).get("/walsall/about/numbers-to-ring").await.is(200);
        web::testing::assert_page(&page.body);
        let told = include_str!("../../../presets/walsall/organisations.toml");
        let numbers: Vec<&str> = told.match_indices("01632 ").map(|(at, _)| &told[at..at + 12]).filter(|number| !number.contains('x')).collect();
        assert!(numbers.len() > 15, "{numbers:?}");
        for number in numbers {
            assert!(page.body.contains(&format!("href=\"tel:{}\"", number.replace(' ', ""))), "{number} is a number to ring");
        }

        // Nobody mails contributors yet: those jobs wait, and every other one is done.
        let stuck = db.read(jobs::stuck).await.expect("the store");
        let others: Vec<_> = stuck.into_iter().filter(|(_, kind, _)| kind != voice::TELL_BY_MAIL).collect();
        assert_eq!(others, []);
    }
}

/// "Try this" ticks itself off by what was done, and still knows it when the demonstration is opened again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_steps_to_try_tick_themselves_off() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let target = db::Target::sqlite(folder.path());
    let server = Server::start(folder.path(), &target);
    assert_eq!(done(&server).await, 0);
    let told = serde_json::json!({ "category": "litter", "description": "The bin is full again.", "lat": 52.586, "lon": -1.982 });
    let mut line = Line::open(server.port).await.expect("it listens");
    let heard = line.ask(&Ask::post("/walsall/api/v1/concerns", &told)).await.expect("an answer");
    assert_eq!(heard.status, 201);
    assert_eq!(done(&server).await, 1);
    drop(server);
    let again = Server::start(folder.path(), &target);
    assert_eq!(done(&again).await, 1);
}

/// How many of the six steps are ticked off.
async fn done(server: &Server) -> usize {
    let mut line = Line::open(server.port).await.expect("it listens");
    let heard = line.ask(&Ask::get("/demo")).await.expect("an answer");
    assert_eq!(heard.status, 200);
    let page = String::from_utf8_lossy(&heard.body).into_owned();
    web::testing::assert_page(&page);
    assert_eq!(page.matches("govuk-task-list__item ").count(), 6, "{page}");
    6 - page.matches("To\u{a0}do").count()
}
