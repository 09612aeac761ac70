//! The spot somebody told us about, shown to them again on a map; and to everybody as far as its category allows.

use access::Role;
use regex::Regex;
use serde_json::json;

use crate::harness::TestApp;

const NEW: &str = "/walsall/concerns/new";
/// A spot in the ward North East, as a form sends it, and as a drawing says it.
const SPOT: [(&str, &str); 2] = [("lat", "52.608512"), ("lon", "-1.955523")];
const EXACTLY: &str = "A cross marks the spot: latitude 52.60851, longitude -1.95552.";

/// How many maps with a spot a page has; each is a picture with a name and a sentence under it.
fn maps(page: &str) -> usize {
    let figure = Regex::new(r#"<figure class="map-spot"><svg class="map-still"[^>]* role="img" aria-labelledby="[a-z-]+-title [a-z-]+-desc"><title id="[a-z-]+-title">Map of North East</title><desc id="[a-z-]+-desc">A cross marks the spot: latitude 52\.\d{5}, longitude -1\.\d{5}\.</desc>.*?</svg><figcaption>[^<]+</figcaption></figure>"#).expect("a pattern");
    let maps = figure.find_iter(page).count();
    assert_eq!(maps, page.matches("<figure").count(), "{page}");
    maps
}

/// Everything answered but the last press on Send.
fn answers<'a>(category: &'a str, place: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let first = [("step", "who"), ("category", category), ("words", "It is like this every day."), ("contact", "none")];
    [&first, place].concat()
}

/// Sends it; answers the reference and the page behind the secret link.
async fn sent(app: &TestApp, category: &str) -> (String, String) {
    let mut form = answers(category, &SPOT);
    form[0].1 = "check";
    let done = app.post_form(NEW, &form).await.is(200).body;
    let found = |pattern| Regex::new(pattern).expect("a pattern").find(&done).expect("it is there").as_str().to_owned();
    (found(r"C-[2-9A-Z]{4}-[2-9A-Z]{4}"), found(r"/walsall/c/[A-Za-z0-9_-]{22}"))
}

stories! {
    async fn whoever_tells_sees_their_spot_and_everybody_what_its_category_allows(app) {
        let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
        for (category, allowed, says) in [
            ("street-light", "point", "the map shows the spot in the street"),
            ("missed-bin", "street", "the map shows about where it is, and not the spot itself"),
            ("feeling-unsafe", "ward", "No map shows the spot."),
            ("noise", "none", "No map shows the spot."),
        ] {
            let check = app.post_form(NEW, &answers(category, &SPOT)).await.is(200);
            web::testing::assert_page(&check.body);
            let (own, public) = check.body.split_once("What anybody can see").expect("both parts");
            assert!(own.contains(EXACTLY) && maps(own) == 1, "{category}: {own}");
            assert!(public.contains(says), "{category}: {public}");
            let on_map = usize::from(["point", "street"].contains(&allowed));
            assert_eq!((maps(public), public.contains(EXACTLY)), (on_map, allowed == "point"), "{category}: {public}");

            let (reference, secret) = sent(&app, category).await;
            let own = app.get(&secret).await.is(200);
            web::testing::assert_page(&own.body);
            assert!(maps(&own.body) == 1 && own.body.contains(EXACTLY), "{category}: {}", own.body);

            let new = json!({ "title": "It is out in North East", "category": category, "concerns": [reference] });
            let opened = manager.post_json("/walsall/api/v1/issues", &new).await.is(201).json();
            let issue = format!("/walsall/issues/{}", opened["reference"].as_str().expect("a reference"));
            let public = app.get(&issue).await.is(200);
            web::testing::assert_page(&public.body);
            assert_eq!((maps(&public.body), public.body.contains(EXACTLY)), (on_map, allowed == "point"), "{category}");
            for page in [format!("/walsall/concerns/{reference}"), "/walsall/issues".into(), "/walsall".into()] {
                assert_eq!(maps(&app.get(&page).await.is(200).body), 0, "{page}");
            }

            // Protected, it shows no spot to anybody outside, and its issue none either.
            let raise = json!({ "protection": 4, "reason": "She is afraid." });
            manager.post_json(&format!("/walsall/api/v1/concerns/{reference}/raise"), &raise).await.is(200);
            for page in [&secret, &issue] {
                let shown = app.get(page).await.is(200).body;
                assert!(maps(&shown) == 0 && !shown.contains("52.608"), "{category} {page}");
            }
            app.advance(base::minutes(11));
        }
    }

    async fn what_has_no_spot_or_joins_another_promises_no_map(app) {
        let check = app.post_form(NEW, &answers("street-light", &[("place", "North East")])).await.is(200);
        assert!(maps(&check.body) == 0 && !check.body.contains("the map shows"), "{}", check.body);

        let (reference, _) = sent(&app, "street-light").await;
        let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
        let new = json!({ "title": "Lamp out", "category": "street-light", "concerns": [reference] });
        let opened = manager.post_json("/walsall/api/v1/issues", &new).await.is(201).json();
        let joins = [&SPOT[..], &[("joins", opened["reference"].as_str().expect("a reference"))]].concat();
        let check = app.post_form(NEW, &answers("street-light", &joins)).await.is(200);
        let (own, public) = check.body.split_once("What anybody can see").expect("both parts");
        assert_eq!((maps(own), maps(public)), (1, 0));
        assert!(public.contains("You add your voice to “Lamp out”. Everybody sees where that is already."), "{public}");
    }
}
