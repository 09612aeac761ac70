//! A list is the same in every format, for every reader, however it is filtered; and costs the same however long it is.

use access::Role;
use app::founding;
use issues::commands::{self, Open};
use places::Point;
use serde_json::json;
use voice::Categories;

use super::{told, words};
use crate::harness::{Caller, Reply, TestApp};

/// Makes `count` issues, of all kinds and in every ward.
async fn made(app: &TestApp, count: usize) {
    let scope = founding::scope_of(&app.site, "walsall", "test").await.expect("walsall");
    let write = move |tx: &mut db::Tx<'_>| {
        let categories = scope.snapshot.part::<Categories>()?;
        for number in 0..count {
            let code = ["street-light", "noise", "feeling-unsafe", "pothole"][number % 4];
            let category = categories.by_code(code).expect("a category").id;
            let north = if number % 3 == 0 { 52.591 } else { 52.609 };
            let east = if number % 2 == 0 { -1.955 } else { -1.985 };
            let title = format!("Matter number {number}{}", if number % 5 == 0 { " by the park" } else { "" });
            let open = Open { title, category, point: Point::new(north, east), place: None, concerns: Vec::new() };
            commands::open(tx, &scope, &open)?;
        }
        Ok::<_, base::Problem>(())
    };
    app.site.db.write(write).await.expect("issues");
}

/// Decides some, ends some and lets one wait for a second person, so that every state is there.
async fn worked_on(director: &Caller<'_>) {
    let all = director.get("/walsall/issues.json").await.is(200).json();
    for (at, issue) in all["items"].as_array().expect("items").iter().enumerate() {
        let address = format!("/walsall/issues/{}", issue["reference"].as_str().expect("a reference"));
        let send = async |verb: &str, typed: &[(&str, &str)]| {
            let form = director.get(&format!("{address}/{verb}")).await.is(200);
            let version = super::hidden(&form, "version");
            let typed = [typed, &[("version", version.as_str())]].concat();
            director.post_form(&format!("{address}/{verb}"), &typed).await.is(303);
        };
        if at % 2 == 0 {
            let people = ["3", "12", "300"][at % 3];
            send("assess", &[("seriousness", ["2", "4"][at % 2]), ("people_affected", people), ("reason", "Seen.")])
                .await;
        }
        if at % 3 == 0 {
            let decision = if at % 4 == 0 { "not_taking_forward" } else { "taking_forward" };
            send(
                "decide",
                &[
                    ("decision", decision),
                    ("reason", "Because."),
                    ("capacity", "rule"),
                    ("authority", "Rule 1"),
                    ("waiting_for", "Highways"),
                ],
            )
            .await;
        }
        if at % 5 == 0 && at % 4 != 0 && at % 3 == 0 {
            send("resolve", &[("outcome", "sorted"), ("what_we_did", "Done.")]).await;
        }
        if at % 7 == 0 && at % 3 != 0 {
            send("escalate", &[("reason", "It is wide.")]).await;
        }
    }
    director
        .post_form(
            "/walsall/issues/new",
            &[("into", "new"), ("title", "Ring 07700 900123"), ("category", "pothole"), ("place", "south-east")],
        )
        .await
        .is(303);
}

/// The count a page shows beside its heading.
fn counted(page: &Reply) -> usize {
    let shown = page.body.split_once("wm-count\">").expect("a count").1.split('<').next().expect("words").to_owned();
    shown.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn rows(page: &Reply) -> usize {
    page.body
        .matches("<li class=\"wm-row\">")
        .count()
        .max(page.body.matches("<td class=\"govuk-table__cell wm-priority\"").count())
}

stories! {
    async fn every_format_holds_the_rows_the_page_counts(app) {
        made(&app, 36).await;
        let director = app.as_role(Role::Director).await;
        worked_on(&director).await;
        let readers = [app.anyone(), director, app.as_role(Role::AreaManager).await, app.as_role(Role::Councillor).await];
        let mut seen = std::collections::BTreeSet::new();
        for place in ["", "north-east", "area-2", "town"] {
            for rest in ["", "status=settled", "status=new", "status=taking_forward&level=0", "level=1", "category=noise", "q=park", "flag=overdue",
                "bbox=-1.97,52.6,-1.9,52.7", "seriousness=2&assessed=no", "assessed=yes&sort=newest", "since=2027-03-02&sort=oldest", "status=settled&category=street-light"] {
                let query = format!("place={place}&{rest}");
                for (reader, caller) in readers.iter().enumerate() {
                    let page = caller.get(&format!("/walsall/issues?{query}")).await.is(200);
                    let count = counted(&page);
                    seen.insert(count);
                    assert_eq!(count, rows(&page), "{query} for reader {reader}");
                    let csv = caller.get(&format!("/walsall/issues.csv?{query}")).await.is(200);
                    assert_eq!(csv.body.lines().count() - 1, count, "{query} for reader {reader}\n{}", csv.body);
                    let json = caller.get(&format!("/walsall/issues.json?{query}")).await.is(200).json();
                    assert_eq!(json["items"].as_array().map(Vec::len), Some(count), "{query}");
                    let map = caller.get(&format!("/walsall/issues.geojson?{query}")).await.is(200).json();
                    assert_eq!(map["features"].as_array().map(Vec::len), Some(count), "{query}");
                    let spots: Vec<_> = map["features"].as_array().into_iter().flatten().filter(|spot| spot["properties"]["category"] == json!("noise")).collect();
                    assert!(spots.iter().all(|spot| spot["geometry"].is_null()), "a point the public may not know: {query}");
                    assert!(json["items"].as_array().into_iter().flatten().zip(map["features"].as_array().into_iter().flatten()).all(|(item, spot)| rest.contains("sort=") || (item["reference"] == spot["id"] && item["lon"] == spot["geometry"]["coordinates"][0])), "the same rows: {query}");
                    let feed = caller.get(&format!("/walsall/issues.atom?{query}")).await.is(200);
                    assert_eq!(feed.body.matches("<entry>").count(), count, "{query}");
                    let api: Vec<_> = json["items"].as_array().into_iter().flatten().filter(|item| item["category"] == json!("noise")).collect();
                    assert!(api.iter().all(|item| item["lat"].is_null() && item["places"] == json!([])), "by public place only: {query}");
                }
            }
        }
        assert!(seen.len() > 8, "the filters tell lists apart: {seen:?}");
        let public = app.get("/walsall/issues?place=north-east&category=noise").await.is(200);
        assert_eq!(counted(&public), 0, "what shows no place is found by none");
    }

    async fn a_deadline_and_a_holder_say_what_they_rest_on(app) {
        made(&app, 1).await;
        let manager = app.as_role(Role::Director).await;
        let days = "working days after we opened it. Weekends and bank holidays in England and Wales do not count.";
        let list = words(&manager.get("/walsall/issues").await.is(200));
        assert!(list.contains("Why is a decision about “Matter number 0 by the park” due then?") && list.contains(days), "{list}");
        let nobody = "Why is “Matter number 0 by the park” with whoever holds it?Until somebody is given it, it waits for whoever manages its place.";
        assert!(list.contains(nobody), "{list}");
        let address = format!("/walsall/issues/{}", app.get("/walsall/issues.json").await.json()["items"][0]["reference"].as_str().expect("one"));
        assert!(words(&app.get(&address).await.is(200)).contains(days));
        let desk = words(&manager.get(&address).await.is(200));
        assert!(desk.contains(days) && desk.contains("Nobody yet. Until somebody is given it, it waits for whoever manages its place."), "{desk}");
        let form = manager.get(&format!("{address}/assign")).await.is(200);
        let version = super::super::hidden(&form, "version");
        manager.post_form(&format!("{address}/assign"), &[("holder", "highways"), ("reason", "Its lamp."), ("version", &version)]).await.is(303);
        let desk = words(&manager.get(&address).await.is(200));
        assert!(desk.contains("Director Example gave it on 2 March 2027: Its lamp."), "{desk}");
        // In lists, too: for what reason is told to those who work on it, the day to everybody who works here. The last time counts.
        let why = "Why is “Matter number 0 by the park” with whoever holds it?";
        for page in ["/walsall/issues", "/walsall/my-work"] {
            let told = words(&manager.get(page).await.is(200));
            assert!(told.contains(&format!("Highways Why?{why}Director Example gave it on 2 March 2027: Its lamp.")), "{page}: {told}");
        }
        let analyst = words(&app.as_role(Role::Analyst).await.get("/walsall/issues").await.is(200));
        assert!(analyst.contains(&format!("{why}It was given to them on 2 March 2027.")) && !analyst.contains("Its lamp."), "{analyst}");
        assert!(!words(&app.get("/walsall/issues").await.is(200)).contains("whoever holds it"), "who holds it is no column of the public's");
        app.advance(base::days(1));
        let manager = app.as_role(Role::Director).await;
        let version = super::super::hidden(&manager.get(&format!("{address}/assign")).await.is(200), "version");
        manager.post_form(&format!("{address}/assign"), &[("holder", "front-door"), ("reason", "Not theirs."), ("version", &version)]).await.is(303);
        let list = words(&manager.get("/walsall/issues").await.is(200));
        assert!(list.contains("Director Example gave it on 3 March 2027: Not theirs.") && !list.contains("Its lamp."), "{list}");
        // Beyond one's own area the reason stays with whoever works there.
        let scope = founding::scope_of(&app.site, "walsall", "test").await.expect("walsall");
        let south = scope.snapshot.part::<places::Places>().expect("places").by_code("area-2").expect("the south").0;
        let elsewhere = super::super::another(&app, "Sol Example", Role::AreaManager, move |_| access::Reach::Place(south)).await;
        let list = words(&app.signed_in(&elsewhere).await.get("/walsall/issues").await.is(200));
        let own = words(&app.as_role(Role::AreaManager).await.get("/walsall/issues").await.is(200));
        assert!(list.contains("Not theirs.") && !own.contains("Not theirs.") && own.contains("It was given to them on 3 March 2027."), "{list}\n{own}");
    }

    async fn the_map_that_moves_reads_the_first_of_the_very_same_list(app) {
        made(&app, 12).await;
        let page = app.get("/walsall/issues?place=area-2&sort=newest").await.is(200);
        let marks = page.body.split_once("data-map-marks=\"").expect("a map").1.split('"').next().expect("an address").replace("&#38;", "&");
        let all = app.get(&marks).await.is(200).json();
        let all = all["features"].as_array().expect("features");
        assert_eq!(all.len(), counted(&page));
        let first = app.get(&format!("{marks}&limit=3")).await.is(200).json();
        assert_eq!(first["features"].as_array().expect("features").as_slice(), &all[..3]);
        assert_eq!(first["features"][0]["properties"]["mark"], json!(["circle", "plain"]));
        for ending in ["csv", "json"] {
            let rows = app.get(&format!("/walsall/issues.{ending}?limit=3")).await.is(200);
            assert_eq!(rows.body.matches("I-").count(), 3, "{}", rows.body);
        }
        for strange in ["limit=0", "limit=201", "limit=many"] {
            app.get(&format!("/walsall/issues.geojson?{strange}")).await.is(422);
        }
        let ground = app.get("/walsall/places/map.geojson").await.is(200).json();
        assert_eq!(ground["features"].as_array().map(Vec::len), Some(4 + 2), "four wards, two areas");
    }

    async fn what_stands_so_in_a_place_is_what_stands_so_and_is_in_the_place(app) {
        let program = app.api(&app.walsall.worker(Role::Director).token);
        let sends = async |path: &str, body: serde_json::Value| program.post_json(&format!("/walsall/api/v1/{path}"), &body).await.json()["reference"].as_str().expect("a reference").to_owned();
        // Of each five: one waits, and one each of an issue at hand, taken forward, refused and ended.
        for number in 0..20 {
            let (lat, lon) = ([52.591, 52.609][number % 2], [-1.955, -1.985][number / 2 % 2]);
            let concern = sends("concerns", json!({ "category": "street-light", "description": "The lamp is out.", "lat": lat, "lon": lon })).await;
            app.advance(base::minutes(11));
            if number % 5 == 0 { continue; }
            let issue = sends("issues", json!({ "title": "Lamp out", "category": "street-light", "concerns": [concern] })).await;
            let decision = if number % 5 == 3 { "not_taking_forward" } else { "taking_forward" };
            if number % 5 > 1 { sends(&format!("issues/{issue}/decide"), json!({ "decision": decision, "reason": "It can be mended." })).await; }
            if number % 5 == 4 { sends(&format!("issues/{issue}/resolve"), json!({ "outcome": "sorted", "what_we_did": "A new lamp." })).await; }
        }
        let listed = async |query: &str| -> std::collections::BTreeSet<String> {
            let page = program.get(&format!("/walsall/api/v1/concerns?limit=200&{query}")).await.is(200).json();
            page["items"].as_array().expect("items").iter().map(|concern| concern["reference"].to_string()).collect()
        };
        let mut found = 0;
        for place in ["north-east", "area-2", "town"] {
            let here = listed(&format!("place={place}")).await;
            for status in voice::ConcernStatus::ALL {
                let both = listed(&format!("place={place}&status={status}")).await;
                let everywhere = listed(&format!("status={status}")).await;
                assert_eq!(both, here.intersection(&everywhere).cloned().collect(), "{status} in {place}");
                found += usize::from(!both.is_empty());
            }
        }
        assert!(found >= 10, "{found} lists hold something");
    }

    async fn pages_follow_each_other_without_a_gap_and_forged_links_say_so(app) {
        made(&app, 120).await;
        for sort in ["priority", "newest", "oldest"] {
            let mut titles = Vec::new();
            let mut next = Some(format!("/walsall/issues?sort={sort}"));
            while let Some(address) = next {
                let page = app.get(&address).await.is(200);
                web::testing::assert_page(&page.body);
                titles.extend(page.body.split("wm-row__title").skip(1).filter_map(|rest| rest.split_once("\">")?.1.split_once("\">")?.1.split('<').next().map(str::to_owned)));
                next = page.body.split_once("rel=\"next\"").and_then(|(before, _)| before.rsplit_once("href=\"")).map(|(_, href)| href.split('"').next().expect("an address").replace("&#38;", "&"));
            }
            assert_eq!(titles.len(), 120, "{sort}");
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), 120, "{sort}: each once");
        }
        for forged in ["x", "AAAA", "%F0%9F%98%80", "////"] {
            app.get(&format!("/walsall/issues?after={forged}")).await.is(422);
            app.as_role(Role::Director).await.get(&format!("/walsall/concerns?after={forged}")).await.is(422);
        }
        for strange in ["place=nowhere", "status=gone", "level=9", "flag=red", "sort=best", "bbox=1,2", "since=Friday", "seriousness=six"] {
            app.get(&format!("/walsall/issues?{strange}")).await.is(422);
            app.get(&format!("/walsall/issues.csv?{strange}")).await.is(422);
        }
    }

    async fn what_was_told_yesterday_is_a_day_old_after_midnight(app) {
        let manager = app.as_role(Role::AreaManager).await;
        let lamp = told(&app, "The lamp is out.", json!({})).await;
        assert!(words(&manager.get("/walsall/concerns").await).contains("Today"));
        app.advance(base::hours(15));
        let manager = app.as_role(Role::AreaManager).await;
        let triage = words(&manager.get("/walsall/concerns").await);
        assert!(triage.contains("1 day ago") && !triage.contains("Today"), "{triage}");
        super::super::grouped(&manager, "Lamp out", &[&lamp]).await;
        assert!(words(&manager.get("/walsall/issues").await).contains("today"));
        app.advance(base::hours(24));
        let manager = app.as_role(Role::AreaManager).await;
        assert!(words(&manager.get("/walsall/issues").await).contains("1 day"));
    }

    async fn a_list_costs_the_same_however_long_it_is(app) {
        let manager = app.as_role(Role::AreaManager).await;
        // The first to come reads what everybody shares.
        app.get("/walsall").await.is(200);
        let signed_in = app.as_role(Role::Analyst).await.get("/walsall/my-work").await.is(200).statements;
        let stranger = app.get("/walsall/brand.css").await.is(200).statements;
        told(&app, "The lamp is out.", json!({})).await;
        // One for each side of the manager's boundary.
        made(&app, 2).await;
        let cost = async |manager: &Caller<'_>| {
            let mut costs = Vec::new();
            for page in ["/walsall/issues", "/walsall/concerns", "/walsall/my-work"] {
                let cost = manager.get(page).await.is(200).statements - signed_in;
                assert!(cost <= 5, "{page}: {cost} statements");
                costs.push(cost);
            }
            let public = app.get("/walsall/issues?category=street-light").await.is(200).statements - stranger;
            assert!(public <= 5, "the public list: {public}");
            costs.push(public);
            costs
        };
        let of_one = cost(&manager).await;
        made(&app, 199).await;
        for number in 0..30 {
            told(&app, &format!("Lamp {number} is out."), json!({})).await;
        }
        assert_eq!(cost(&manager).await, of_one);
    }

    async fn every_figure_opens_the_list_it_was_counted_from(app) {
        made(&app, 40).await;
        worked_on(&app.as_role(Role::Director).await).await;
        told(&app, "Told before.", json!({})).await;
        app.advance(base::days(20));
        told(&app, "Told since.", json!({})).await;
        for caller in [app.as_role(Role::Director).await, app.as_role(Role::AreaManager).await, app.as_role(Role::Councillor).await] {
            let page = caller.get("/walsall/my-work").await.is(200);
            let mut tiles = 0;
            for tile in page.body.split("<li class=\"wm-tile").skip(1) {
                let href = tile.split_once("href=\"").and_then(|(_, rest)| rest.split('"').next()).expect("an address").replace("&#38;", "&");
                let number: usize = tile.split_once("wm-tile__number\">").and_then(|(_, rest)| rest.split('<').next()).and_then(|number| number.parse().ok()).expect("a figure");
                let list = caller.get(&href).await.is(200);
                assert_eq!(counted(&list), number, "{href}");
                tiles += 1;
            }
            assert!(tiles >= 6, "{}", words(&page));
        }
    }

    async fn an_area_managers_reach_ends_with_their_area(app) {
        made(&app, 12).await;
        let manager = app.as_role(Role::AreaManager).await;
        let south = app.get("/walsall/issues.json?place=area-2").await.is(200).json();
        let theirs = south["items"][0]["reference"].as_str().expect("one in the south");
        let page = manager.get(&format!("/walsall/issues/{theirs}")).await.is(200);
        assert!(!words(&page).contains("Assess it"), "the public's page, without the desk");
        manager.get(&format!("/walsall/issues/{theirs}/assess")).await.is(403);
        manager.post_form(&format!("/walsall/issues/{theirs}/assess"), &[("seriousness", "2"), ("people_affected", "2"), ("reason", "x")]).await.is(403);
    }
}
