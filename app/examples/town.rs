use access::*;
use app::founding::{self, Founding, Newcomer};
use base::*;
use record::{MasterKey, Vault};
use std::sync::Arc;

#[tokio::main]
async fn main() {
    let dir = std::env::temp_dir().join("wardmote-town");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    let db = db::Db::open(&db::Target::sqlite(&dir), db::Options::default()).unwrap();
    db.migrate(&app::wiring::tables()).await.unwrap();
    let dice = Dice::seeded(7);
    let at = std::env::args().nth(1).unwrap_or("2027-03-02T09:30:00Z".into());
    let clock = Clock::held(Instant::parse(&at).unwrap());
    let site = app::wiring::site(
        db,
        clock,
        dice.clone(),
        Vault::new(MasterKey::draw(&dice)),
        SiteSettings { public_url: "http://127.0.0.1:18081".into(), demo: true, limits: false },
    );
    let f = Founding {
        slug: "walsall".into(),
        name: "Walsall Partnership".into(),
        preset: "walsall".into(),
        accountable_body: None,
        brand_colour: "#00625a".into(),
    };
    let scope = f.scope(&site, "demo");
    let s2 = scope.clone();
    let session = NewSession::draw(&dice);
    println!("http://127.0.0.1:18081/walsall/concerns/new   cookie {}", session.secret);
    let kept = session.clone();
    let account = site
        .db
        .write(move |tx| {
            let scope = &s2;
            founding::found(tx, scope)?;
            let d = places::demo::Demonstration::walsall().map_err(Problem::fault)?;
            places::seed(tx, scope, &d)?;
            let permit = scope.may(Right::Configure, &Ground::default())?;
            #[derive(serde::Deserialize)]
            struct File {
                category: Vec<Row>,
            }
            #[derive(serde::Deserialize)]
            struct Row {
                code: String,
                name: String,
                group: String,
                description: String,
                default_seriousness: i64,
                public_place: voice::PublicPlace,
                answer_within_working_days: i64,
                urgent_advice: Option<String>,
                notice: bool,
            }
            let file: File =
                toml::from_str(include_str!("../../presets/walsall/categories.toml")).map_err(Problem::fault)?;
            for (i, r) in (1..).zip(file.category) {
                voice::add_category(
                    tx,
                    &permit,
                    &voice::Category {
                        id: scope.new_id(),
                        code: r.code,
                        name: r.name,
                        group_name: r.group,
                        description: r.description,
                        default_seriousness: r.default_seriousness,
                        public_place: r.public_place,
                        answer_within: r.answer_within_working_days,
                        urgent_advice: r.urgent_advice,
                        is_notice: r.notice,
                    },
                    i,
                    scope.now.date(),
                )?;
            }
            for (code, name, phone, door) in [
                ("neighbourhoods", "Neighbourhood Services", "01632 960110", false),
                ("safeguarding-front-door", "Safeguarding Front Door", "01632 960150", true),
                ("saddlers-homes", "Saddlers Homes", "01632 960170", false),
            ] {
                add_organisation(
                    tx,
                    &permit,
                    &NewOrganisation {
                        id: scope.new_id(),
                        code,
                        name,
                        kind: "council_directorate",
                        phone: Some(phone),
                        email: None,
                        is_front_door: door,
                        valid_from: scope.now.date(),
                    },
                    scope.now,
                )?;
            }
            put_setting(
                tx,
                &permit,
                "out_of_hours",
                "Nobody reads this now. Ring the Emergency Duty Team on 01632 960159, or 999 if anyone is in danger.",
                None,
                scope.now,
            )?;
            let places_ = places::places_on(tx, scope.partnership(), scope.now.date())?;
            for n in 1..=6 {
                let (id, _) = places_.by_code(&format!("area-{n}")).unwrap();
                founding::welcome(
                    tx,
                    scope,
                    &Newcomer {
                        name: format!("Helen Prosser {n}"),
                        email: format!("am{n}@example.org"),
                        organisation: None,
                        phone: Some("01632 960111".into()),
                        role: Role::AreaManager,
                        reach: Reach::Place(id),
                        title: None,
                    },
                )?;
            }
            founding::welcome(
                tx,
                scope,
                &Newcomer {
                    name: "Yvonne Achebe".into(),
                    email: "d@example.org".into(),
                    organisation: None,
                    phone: None,
                    role: Role::Director,
                    reach: Reach::Partnership,
                    title: None,
                },
            )?;
            Ok::<_, Problem>(
                founding::welcome(
                    tx,
                    scope,
                    &Newcomer {
                        name: "Ali Khan".into(),
                        email: "p@example.org".into(),
                        organisation: None,
                        phone: None,
                        role: Role::Practitioner,
                        reach: Reach::Partnership,
                        title: None,
                    },
                )?
                .account,
            )
        })
        .await
        .unwrap();
    let now = site.clock.now();
    site.db.housekeep("x", move |tx| make_session(tx, &kept, account, now)).await.unwrap();
    let desk = app::wiring::desk(&site, notify::Post::Caught);
    let _running = jobs::start(desk);
    let router = app::wiring::router(&site, axum::Router::<Arc<Site>>::new());
    let l = tokio::net::TcpListener::bind("127.0.0.1:18081").await.unwrap();
    axum::serve(l, router).await.unwrap();
}
