//! Lines drawn anew under many records: none is lost or doubled, whatever stops it. `WARDMOTE_REDRAW=1000000` does it with as
//! many concerns and says how fast it went.

use std::time::{Duration, Instant as Watch};

use access::Role;
use base::{Dice, Id, days, hours};
use db::{Rows, Tx, Value, sql};
use places::Places;
use serde_json::json;
use voice::Categories;

use super::{administrator, collection, day, director, drawn, feature, proposed};
use crate::harness::{TestApp, tell_anything};

/// Columns and rows of the new wards: twenty.
const ACROSS: usize = 5;
const DOWN: usize = 4;

fn twenty_wards() -> Vec<u8> {
    let (west, south, width, height) = (-2.01, 52.57, 0.08 / ACROSS as f64, 0.06 / DOWN as f64);
    let one = |number: usize| {
        let (x, y) = ((number % ACROSS) as f64, (number / ACROSS) as f64);
        let (west, south) = (west + x * width, south + y * height);
        feature(&format!("E0509{number:04}"), &format!("Ward {number}"), [west, south, west + width, south + height])
    };
    collection(&(0..ACROSS * DOWN).map(one).collect::<Vec<_>>())
}

/// Concerns on spots all over the town, each in its places, heard hour by hour until today.
async fn heard(app: &TestApp, many: usize) {
    let partnership = app.walsall.id;
    let (now, dice) = (app.site.clock.now(), Dice::seeded(11));
    let snapshot = app.site.snapshot(partnership, 0).await.expect("a snapshot");
    let category = snapshot.part::<Categories>().expect("categories").in_force[0].id;
    for start in (0..many).step_by(500) {
        let rows: Vec<(Id, f64, f64, i64, Vec<Id>)> = (start..(start + 500).min(many))
            .map(|number| {
                let (lat, lon) = (52.58 + f64::from(dice.below(4000)) / 1e5, -2.0 + f64::from(dice.below(6000)) / 1e5);
                let places =
                    snapshot.part::<Places>().expect("places").at(places::Point::new(lat, lon).expect("a spot"));
                let back = i64::try_from(many - number).unwrap_or(i64::MAX);
                (dice.id(now), lat, lon, now.micros() - hours(1) * (back % 20_000), places)
            })
            .collect();
        app.site.db.write(move |tx| store(tx, partnership, category, &rows)).await.expect("rows");
    }
}

fn store(
    tx: &mut Tx<'_>,
    partnership: Id,
    category: Id,
    rows: &[(Id, f64, f64, i64, Vec<Id>)],
) -> Result<(), db::Error> {
    let text = |text: &'static str| Value::Text(text.into());
    let concerns: Rows<'_> = rows
        .iter()
        .map(|(id, lat, lon, heard, _)| {
            vec![
                Value::Id(partnership),
                Value::Id(*id),
                Value::Text(id.to_string().into()),
                Value::Int(1),
                Value::Id(category),
                text("heard"),
                text("web"),
                Value::Int(*heard),
                Value::Int(*heard),
                Value::Int(*heard),
                Value::Int(0),
                Value::Bool(false),
                text("en-GB"),
                Value::Real(*lat),
                Value::Real(*lon),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into concern (partnership, id, reference, version, category, status, channel, heard_at, created_at, changed_at, \
         protection, held, language, lat, lon) values {rows}",
        concerns
    ))?;
    let places: Rows<'_> = rows
        .iter()
        .flat_map(|(id, _, _, heard, places)| {
            let one = |place: &Id| {
                vec![Value::Id(partnership), Value::Id(*id), Value::Id(*place), Value::Bool(true), Value::Int(*heard)]
            };
            places.iter().map(one).collect::<Vec<_>>()
        })
        .collect();
    tx.insert_many(sql!(
        "insert into concern_place (partnership, concern, place, waits, heard_at) values {rows}",
        places
    ))?;
    tell_anything(tx, partnership)
}

db::row! {
    struct Row {
        concern: Id,
        place: Id,
        waits: bool,
        is_then: bool,
        is_now: bool,
    }

    struct Spot {
        id: Id,
        lat: f64,
        lon: f64,
    }
}

/// Works until the newest operation is done, as a program does that tries again what failed.
async fn to_its_end(app: &TestApp) {
    for _ in 0..10 {
        while app.run_jobs().await > 0 {}
        let all = administrator(app).get("/walsall/api/v1/operations").await.is(200).json();
        if all["items"][0]["state"] == "done" {
            return;
        }
        app.advance(base::minutes(6));
    }
    panic!("it does not come to its end");
}

/// Every concern lies then where it lay, and now where its spot lies by today's lines: each place once.
async fn all_in_their_places(app: &TestApp, before: &[Row], many: usize) {
    let partnership = app.walsall.id;
    let after = rows(app).await;
    let then =
        |rows: &[Row]| rows.iter().filter(|row| row.is_then).map(|row| (row.concern, row.place)).collect::<Vec<_>>();
    assert_eq!(then(&after), then(before), "what was true then stays true");
    assert!(after.iter().all(|row| row.waits && (row.is_then || row.is_now)));
    let today = app.site.clock.now().date();
    let lines = app.site.db.read(move |tx| places::places_on(tx, partnership, today)).await.expect("places");
    let spots: Vec<Spot> = app.site.db.read(move |tx| {
        tx.all(sql!("select id, lat, lon from concern where partnership = $1 and {unfiltered: a test looks at all} order by id", partnership))
    }).await.expect("spots");
    assert_eq!(spots.len(), many, "no concern is lost");
    for spot in &spots {
        let from = after.partition_point(|row| row.concern < spot.id);
        let now: Vec<Id> = after[from..]
            .iter()
            .take_while(|row| row.concern == spot.id)
            .filter(|row| row.is_now)
            .map(|row| row.place)
            .collect();
        let mut wanted = lines.at(places::Point::new(spot.lat, spot.lon).expect("a spot"));
        wanted.sort();
        assert_eq!(now, wanted, "today's places, each once");
    }
}

async fn rows(app: &TestApp) -> Vec<Row> {
    let partnership = app.walsall.id;
    let read = move |tx: &mut Tx<'_>| {
        tx.all::<Row>(sql!("select concern, place, waits, is_then, is_now from concern_place where partnership = $1 order by concern, place", partnership))
    };
    app.site.db.read(read).await.expect("rows")
}

stories! {
    async fn a_redraw_that_is_killed_goes_on_where_it_was_and_loses_nothing(app) {
        let many = 1_700;
        heard(&app, many).await;
        let before = rows(&app).await;
        let proposal = proposed(&app, "ward", day(&app, 1), true, &twenty_wards()).await;
        assert!(proposal["stay"]["concerns"] == 0, "{proposal}");
        let counted: i64 = proposal["moved"].as_array().expect("moves").iter().filter_map(|one| one["concerns"].as_i64()).sum();
        assert_eq!(counted, i64::try_from(many).expect("a number"), "each is counted once: {proposal}");
        drawn(&app, &proposal).await;
        app.advance(days(1));
        // The program is killed at moments nobody chose: a worker's claim lapses, and another goes on.
        for millis in [5_u64, 25] {
            let _ = tokio::time::timeout(Duration::from_millis(millis), app.run_jobs()).await;
            app.advance(base::minutes(6));
        }
        to_its_end(&app).await;
        all_in_their_places(&app, &before, many).await;
        let settled = rows(&app).await.len();
        app.run_jobs().await;
        assert_eq!(rows(&app).await.len(), settled);
    }

    async fn a_redraw_that_was_stopped_goes_on_where_it_was_when_somebody_says_so(app) {
        let many = 1_700;
        heard(&app, many).await;
        let before = rows(&app).await;
        let proposal = proposed(&app, "ward", day(&app, 1), true, &twenty_wards()).await;
        let post = async |to: &str| administrator(&app).post_json(to, &json!({})).await;
        let proposed = format!("/walsall/api/v1/operations/{}", proposal["id"].as_str().expect("an id"));
        post(&format!("{proposed}/go-on")).await.is(409);
        drawn(&app, &proposal).await;
        post(&format!("{proposed}/go-on")).await.is(409);
        app.advance(days(1));
        // Stopped at a moment nobody chose, once it began.
        let first = proposal["id"].as_str().expect("an id");
        let mut id = first.to_owned();
        while id == first {
            let _ = tokio::time::timeout(Duration::from_millis(20), app.run_jobs()).await;
            let all = administrator(&app).get("/walsall/api/v1/operations").await.is(200).json();
            id = all["items"][0]["id"].as_str().expect("an id").to_owned();
            app.advance(base::minutes(6));
        }
        let operation = format!("/walsall/api/v1/operations/{id}");
        let go_on = format!("{operation}/go-on");
        post(&format!("{operation}/cancel")).await.is(200);
        app.advance(base::minutes(6));
        app.run_jobs().await;
        let stopped = administrator(&app).get(&operation).await.is(200).json();
        assert_eq!(stopped["state"], "cancelled", "{stopped}");

        let page = format!("/walsall/admin/operations/{id}");
        let ada = app.as_role(Role::Administrator).await;
        let shown = ada.get(&page).await.is(200);
        assert!(shown.body.contains("Go on from where it stopped"), "{}", shown.body);
        director(&app).post_json(&go_on, &json!({})).await.is(404);
        ada.post_form(&format!("{page}/go-on"), &[]).await.is(303);
        to_its_end(&app).await;
        let done = administrator(&app).get(&operation).await.is(200).json();
        let all = done["done"].as_i64().zip(done["unchanged"].as_i64()).map(|(done, unchanged)| done + unchanged);
        assert_eq!(all, i64::try_from(many).ok(), "each once, before it was stopped or after: {done}");
        all_in_their_places(&app, &before, many).await;
    }

    async fn a_redraw_of_twenty_wards_leaves_pages_unmoved(app) {
        let asked = std::env::var("WARDMOTE_REDRAW").ok().and_then(|text| text.parse().ok());
        let many = asked.unwrap_or(600);
        heard(&app, many).await;
        let before = if asked.is_none() { rows(&app).await } else { Vec::new() };
        let watch = Watch::now();
        let proposal = proposed(&app, "ward", day(&app, 1), true, &twenty_wards()).await;
        let counted = watch.elapsed();
        drawn(&app, &proposal).await;
        app.advance(days(1));
        let director = director(&app);
        let list = "/walsall/api/v1/concerns?place=north-east&limit=50";
        let page = director.get(list).await.is(200).json();
        let watch = Watch::now();
        to_its_end(&app).await;
        let drawn = watch.elapsed();
        assert_eq!(director.get(list).await.is(200).json(), page, "the page does not move");
        if asked.is_none() {
            all_in_their_places(&app, &before, many).await;
        }
        let rate = |took: Duration| many as f64 / took.as_secs_f64();
        println!("{:?}: {many} concerns counted in {counted:?} ({:.0}/s), placed in {drawn:?} ({:.0}/s)",
            app.site.db.engine(), rate(counted), rate(drawn));
    }
}
