//! One matter from end to end, as a program walks it: heard, grouped, assessed, decided, resolved, contested
//! (WAL-31 to WAL-35, ASK-03, ASK-04, EVO-01).

use access::Role;
use base::minutes;
use serde_json::{Value, json};

use crate::harness::{Caller, TestApp};

/// A spot in the ward North East.
const LAT: f64 = 52.608;
const LON: f64 = -1.956;

/// A program that acts for the person who holds `role` in Walsall.
fn program(app: &TestApp, role: Role) -> Caller<'_> {
    app.api(&app.walsall.worker(role).token)
}

async fn told(app: &TestApp, body: Value) -> Value {
    app.anyone().post_json("/walsall/api/v1/concerns", &body).await.is(201).json()
}

fn lamp() -> Value {
    json!({ "category": "street-light", "description": "The lamp outside the shops is out.", "lat": LAT, "lon": LON })
}

stories! {
    async fn a_matter_is_heard_decided_done_and_comes_back(app) {
        let mut first = lamp();
        first["contact"] = json!({ "name": "Sam Example", "email": "sam@example.org", "safe": true, "consent": true });
        let first = told(&app, first).await;
        let second = told(&app, lamp()).await;
        assert_eq!(first["status"], "heard");
        assert!(first["places"].as_array().is_some_and(|places| places.contains(&json!("north-east"))), "{first}");
        let reference = first["reference"].as_str().expect("a reference");

        // The reference alone says that we heard, and when.
        let heard = app.get(&format!("/walsall/api/v1/concerns/{reference}")).await.is(200).json();
        assert_eq!((&heard["status"], &heard["category"], &heard["places"]), (&json!("heard"), &Value::Null, &json!([])));

        let manager = program(&app, Role::AreaManager);
        let opened = manager.post_json("/walsall/api/v1/issues", &json!({
            "title": "Street lights out by the shops", "category": "street-light",
            "concerns": [first["reference"], second["reference"]],
        })).await.is(201).json();
        assert_eq!((&opened["voices"], &opened["people_affected"], &opened["status"]), (&json!(2), &Value::Null, &json!("new")));
        assert_eq!(opened["lat"], json!(LAT));
        let issue = format!("/walsall/api/v1/issues/{}", opened["reference"].as_str().expect("a reference"));

        app.advance(minutes(1));
        let assessed = manager.post_json(&format!("{issue}/assess"), &json!({
            "seriousness": 4, "people_affected": 41, "reason": "Counted on the evening visit.", "evidence": "Visit log",
        })).await.is(200).json();
        assert_eq!((&assessed["priority"], &assessed["reach"], &assessed["status"]), (&json!(12), &json!(3), &json!("considering")));
        assert_eq!(assessed["rank_reason"], "Priority 12 of 25: assessed as 4 (serious) for 41 people.");

        app.advance(minutes(1));
        manager.post_json(&format!("{issue}/escalate"), &json!({ "reason": "The contractor is borough-wide." })).await.is(200);
        app.advance(minutes(1));
        let decided = manager.post_json(&format!("{issue}/decide"), &json!({
            "decision": "taking_forward", "reason": "The contractor will mend four lamps.", "capacity": "body",
            "authority": "Area Partnership, March meeting", "waiting_for": "Lighting contractor", "waiting_until": "2027-03-19",
        })).await.is(200).json();
        assert_eq!((&decided["level"], &decided["status"]), (&json!(1), &json!("taking_forward")));

        app.run_jobs().await;
        let seen = app.get(&format!("/walsall/api/v1/concerns/{reference}")).await.is(200).json();
        assert_eq!((&seen["status"], &seen["reason"]), (&json!("taking_forward"), &json!("The contractor will mend four lamps.")));

        app.advance(minutes(1));
        let resolved = manager.post_json(&format!("{issue}/resolve"), &json!({
            "outcome": "sorted", "what_we_did": "Four lamps were mended.",
        })).await.is(200).json();
        assert_eq!((&resolved["status"], &resolved["outcome"]), (&json!("resolved"), &json!("sorted")));

        let secret = first["secret_url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a secret");
        assert_eq!(secret.len(), 22);
        app.advance(minutes(1));
        app.anyone().post_json(&format!("/walsall/api/v1/c/{secret}/contest"), &json!({ "words": "Still dark." })).await.is(200);
        let back = manager.get(&issue).await.is(200).json();
        assert_eq!((&back["status"], &back["flags"]), (&json!("considering"), &json!(["came_back"])));
        let acts: Vec<&str> = back["timeline"].as_array().expect("steps").iter().filter_map(|step| step["act"].as_str()).collect();
        assert_eq!(acts, ["opened", "assessed", "escalated", "taken_forward", "resolved", "contested"]);
        let again = app.get(&format!("/walsall/api/v1/concerns/{reference}")).await.is(200).json();
        assert_eq!(again["status"], "came_back");
    }

    async fn a_state_that_does_not_allow_a_verb_names_those_it_does(app) {
        let heard = told(&app, lamp()).await;
        let manager = program(&app, Role::AreaManager);
        let opened = manager.post_json("/walsall/api/v1/issues", &json!({
            "title": "A lamp out", "category": "street-light", "concerns": [heard["reference"]],
        })).await.is(201);
        let version = opened.header("etag").to_owned();
        let issue = format!("/walsall/api/v1/issues/{}", opened.json()["reference"].as_str().expect("a reference"));
        let refused = manager.post_json(&format!("{issue}/resolve"), &json!({ "outcome": "sorted", "what_we_did": "Done." })).await.is(409).json();
        assert_eq!(refused["type"], "invalid-state");
        assert!(refused["allowed"].as_array().is_some_and(|allowed| allowed.contains(&json!("assess"))), "{refused}");

        let danger = manager.post_json(&format!("{issue}/assess"), &json!({ "seriousness": 5, "people_affected": 3, "reason": "Live wire." })).await.is(422).json();
        let fields: Vec<&str> = danger["fields"].as_array().expect("fields").iter().filter_map(|one| one["field"].as_str()).collect();
        assert_eq!(fields, ["holder", "told", "told_at"]);

        let assess = json!({ "seriousness": 2, "people_affected": 3, "reason": "Seen." });
        manager.clone().with("if-match", version.clone()).post_json(&format!("{issue}/assess"), &assess).await.is(200);
        manager.clone().with("if-match", version).post_json(&format!("{issue}/assess"), &assess).await.is(412);
    }

    async fn an_idempotency_key_does_it_once(app) {
        let key = "0123456789abcdef";
        let once = app.anyone().with("idempotency-key", key);
        let first = once.post_json("/walsall/api/v1/concerns", &lamp()).await.is(201).json();
        let second = once.post_json("/walsall/api/v1/concerns", &lamp()).await.is(201).json();
        assert_eq!((&first["reference"], &first["secret_url"]), (&second["reference"], &second["secret_url"]));
        let mut other = lamp();
        other["description"] = json!("Another lamp.");
        once.post_json("/walsall/api/v1/concerns", &other).await.is(422);
    }

    async fn danger_words_hold_a_concern_for_the_safeguarding_lead_alone(app) {
        let mut body = lamp();
        body["description"] = json!("My partner hits me and says he will kill me if I tell anyone.");
        let held = told(&app, body).await;
        let ordinary = told(&app, lamp()).await;
        let page = |concern: &Value| format!("/walsall/api/v1/concerns/{}", concern["reference"].as_str().expect("a reference"));
        let mask = |body: Value| (body["status"].clone(), body["places"].clone(), body["category"].clone(), body["timeline"][0]["status"].clone());
        assert_eq!(mask(app.get(&page(&held)).await.is(200).json()), mask(app.get(&page(&ordinary)).await.is(200).json()));

        let director = program(&app, Role::Director);
        let listed = director.get("/walsall/api/v1/concerns").await.is(200).json();
        let listed: Vec<&str> = listed["items"].as_array().expect("items").iter().filter_map(|one| one["reference"].as_str()).collect();
        assert_eq!(listed, [ordinary["reference"].as_str().expect("a reference")]);
        director.post_json("/walsall/api/v1/issues", &json!({
            "title": "A lamp out", "category": "street-light", "concerns": [held["reference"]],
        })).await.is(422);
        app.get("/walsall/api/v1/concerns").await.is(401);
        director.get("/walsall/api/v1/concerns?held=true").await.is(403);
    }

    async fn bad_input_is_answered_field_by_field(app) {
        let ask = async |body: Value| app.anyone().post_json("/walsall/api/v1/concerns", &body).await;
        let field = |reply: crate::harness::Reply| reply.is(422).json()["fields"][0]["field"].clone();
        assert_eq!(field(ask(json!({})).await), "category");
        assert_eq!(field(ask(json!({ "category": "no-such", "description": "x", "lat": LAT, "lon": LON })).await), "category");
        assert_eq!(field(ask(json!({ "category": "street-light", "lat": LAT, "lon": LON })).await), "description");
        assert_eq!(field(ask(json!({ "category": "street-light", "description": "x".repeat(4001), "lat": LAT, "lon": LON })).await), "description");
        assert_eq!(field(ask(json!({ "category": "street-light", "description": "x\u{0}y", "lat": LAT, "lon": LON })).await), "description");
        assert_eq!(field(ask(json!({ "category": "street-light", "description": "x" })).await), "address");
        let outside = ask(json!({ "category": "street-light", "description": "x", "lat": 51.5, "lon": -0.12 })).await.is(422).json();
        assert!(outside["fields"][0]["message"].as_str().is_some_and(|said| said.contains("nearest ward")), "{outside}");
        assert_eq!(field(ask(json!({ "category": 7 })).await), "category");
        app.get("/walsall/api/v1/concerns/C-7KQ4-M2XE").await.is(404);
        app.get("/salford/api/v1/issues?place=north-east&status=nonsense").await.is(422);
    }
}
