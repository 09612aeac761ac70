//! How many issues are open of each category in each place, and what may be the same thing as somebody is about to tell.

use access::Role;
use base::seconds;
use serde_json::{Value, json};

use crate::harness::TestApp;

const COUNTS: &str = "/walsall/api/v1/issues/counts";

/// An issue of a category in North East.
async fn issue(app: &TestApp, category: &str) -> String {
    let director = app.api(&app.walsall.worker(Role::Director).token);
    let told = json!({ "category": category, "description": "It is like this every day.", "lat": 52.608512, "lon": -1.955523 });
    let told = app.anyone().post_json("/walsall/api/v1/concerns", &told).await.is(201).json();
    let new = json!({ "title": format!("About {category}"), "category": category, "concerns": [told["reference"]] });
    let opened = director.post_json("/walsall/api/v1/issues", &new).await.is(201).json();
    opened["reference"].as_str().expect("a reference").to_owned()
}

/// What is said to be open of a category in a place.
fn of(counts: &Value, place: &str, category: &str) -> i64 {
    let items = counts["items"].as_array().expect("items").iter();
    let mut found = items.filter(|one| one["place"] == place && one["category"] == category);
    found.next().map_or(0, |one| one["open"].as_i64().expect("a number"))
}

stories! {
    async fn each_count_is_that_of_the_list_with_its_filters(app) {
        for category in ["street-light", "street-light", "noise", "litter"] {
            issue(&app, category).await;
        }
        for token in [None, Some(Role::Director), Some(Role::AreaManager)] {
            let who = token.map_or_else(|| app.anyone(), |role| app.api(&app.walsall.worker(role).token));
            let counts = who.get(COUNTS).await.is(200).json();
            let items = counts["items"].as_array().expect("items");
            assert!(items.iter().any(|one| one["place"] == "walsall"), "{counts}");
            for one in items {
                let place = if one["place"] == "walsall" { String::new() } else { format!("&place={}", one["place"].as_str().expect("a code")) };
                let list = format!("/walsall/api/v1/issues?limit=200&category={}{place}", one["category"].as_str().expect("a code"));
                let listed = who.get(&list).await.is(200).json()["items"].as_array().map(Vec::len);
                assert_eq!(listed, one["open"].as_u64().and_then(|open| usize::try_from(open).ok()), "{token:?} {one}");
            }
        }
        let counts = app.get(COUNTS).await.is(200).json();
        assert_eq!(of(&counts, "north-east", "street-light"), 2);
        // Nobody may find noise by its ward.
        assert_eq!(of(&counts, "north-east", "noise"), 0);
        assert_eq!(of(&app.api(&app.walsall.worker(Role::Director).token).get(COUNTS).await.json(), "north-east", "noise"), 1);
    }

    async fn what_many_share_is_counted_once_a_minute_and_says_when(app) {
        issue(&app, "litter").await;
        let first = app.get(COUNTS).await.is(200).json();
        issue(&app, "litter").await;
        app.advance(seconds(59));
        assert_eq!(app.get(COUNTS).await.json(), first);
        // An area manager's own places decide what they see, so theirs are counted now.
        let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
        assert_eq!(of(&manager.get(COUNTS).await.is(200).json(), "north-east", "litter"), 2);
        app.advance(seconds(1));
        let later = app.get(COUNTS).await.json();
        assert_eq!((of(&first, "walsall", "litter"), of(&later, "walsall", "litter")), (1, 2));
        assert_ne!(first["as_at"], later["as_at"]);
    }

    async fn a_program_asks_what_may_be_the_same_thing_before_it_sends(app) {
        let lamp = issue(&app, "street-light").await;
        let near = "/walsall/api/v1/issues/similar?category=street-light&lat=52.6086&lon=-1.9556";
        let found = app.get(near).await.is(200).json();
        assert_eq!((&found["items"][0]["issue"], &found["next"]), (&json!(lamp), &Value::Null));
        let elsewhere = app.get(&near.replace("52.6086", "52.5900")).await;
        assert_eq!(elsewhere.is(200).json()["items"], json!([]));
        for (query, field) in [
            ("lat=52.6086&lon=-1.9556", "category"),
            ("category=street-light&lat=52.6086", "lon"),
            ("category=street-light&lat=north&lon=-1.9556", "lat"),
            ("category=street-light&lat=95&lon=-1.9556", "lat"),
            ("category=street-light&lat=53.6&lon=-1.9556", "lat"),
            ("category=dragons&lat=52.6086&lon=-1.9556", "category"),
        ] {
            let refused = app.get(&format!("/walsall/api/v1/issues/similar?{query}")).await.is(422).json();
            assert_eq!(refused["fields"][0]["field"], field, "{query}: {refused}");
        }
    }
}
