//! Who may read a concern: held, released, kept, raised, lowered by two.

use access::{Reach, Role};
use base::minutes;
use serde_json::json;

use super::{LAT, LON, another, grouped, told, words};

stories! {
    async fn a_held_concern_is_one_leads_to_release(app) {
        let held = told(&app, "My partner hits me and says he will kill me.", json!({})).await;
        let lead = app.as_role(Role::SafeguardingLead).await;
        let manager = app.as_role(Role::AreaManager).await;
        let list = lead.get("/walsall/concerns?held=true").await.is(200);
        web::testing::assert_page(&list.body);
        assert!(list.body.contains(&held) && list.body.contains("<mark>") && words(&list).contains("look by 2 March 2027 at 10:30am"), "{}", words(&list));
        assert!(!manager.get("/walsall/concerns?status=any").await.is(200).body.contains(&held));
        manager.get("/walsall/concerns?held=true").await.is(403);
        manager.get(&format!("/walsall/concerns/{held}/release")).await.is(404);

        let at = format!("/walsall/concerns/{held}/release");
        web::testing::assert_page(&lead.get(&at).await.is(200).body);
        assert!(words(&lead.post_form(&at, &[("reason", "")]).await.is(422)).contains("Enter why"));
        lead.post_form(&at, &[("reason", "It quotes a film.")]).await.is(303);
        assert!(manager.get("/walsall/concerns").await.is(200).body.contains(&held));
        assert!(words(&lead.get("/walsall/concerns?held=true").await).contains("Nothing is held."));
    }

    async fn who_may_not_is_told_so_before_what_is_wrong_with_what_they_sent(app) {
        let told = json!({"category": "street-light", "description": "A lamp is out", "place": "north-east"});
        let concern = app.anyone().post_json("/walsall/api/v1/concerns", &told).await.is(201).json();
        let concern = concern["reference"].as_str().expect("a reference").to_owned();
        let [manager, analyst, lead] = [Role::AreaManager, Role::Analyst, Role::SafeguardingLead].map(|role| app.walsall.worker(role));
        for (act, refused) in [("lower", 403), ("release", 403), ("raise", 422), ("note", 422)] {
            let at = format!("/walsall/api/v1/concerns/{concern}/{act}");
            for nonsense in [json!({"protection": "high"}), json!([]), json!({})] {
                app.api(&analyst.token).post_json(&at, &nonsense).await.is(404);
                app.api(&manager.token).post_json(&at, &nonsense).await.is(refused);
            }
        }
        let held = app.anyone().post_json("/walsall/api/v1/concerns", &json!({"category": "street-light", "place": "north-east",
            "description": "He says he is going to kill me tonight and I am scared of him."})).await.is(201).json();
        let held = held["reference"].as_str().expect("a reference").to_owned();
        for act in ["lower", "release"] {
            let at = format!("/walsall/api/v1/concerns/{held}/{act}");
            app.api(&manager.token).post_json(&at, &json!([])).await.is(404);
            app.api(&lead.token).post_json(&at, &json!([])).await.is(422);
        }
    }

    async fn what_is_kept_takes_two_people_to_lower(app) {
        let held = told(&app, "My partner hits me and says he will kill me.", json!({})).await;
        let lead = app.as_role(Role::SafeguardingLead).await;
        let second = another(&app, "Lee Example", Role::SafeguardingLead, |scope| Reach::Organisation(scope.front_door().expect("one"))).await;
        let second = app.signed_in(&second).await;
        lead.post_form(&format!("/walsall/concerns/{held}/keep"), &[("protection", "4"), ("reason", "It is real.")]).await.is(303);
        lead.get(&format!("/walsall/concerns/{held}/release")).await.is(200);
        lead.post_form(&format!("/walsall/concerns/{held}/release"), &[("reason", "Alone")]).await.is(422);

        let at = format!("/walsall/concerns/{held}/lower");
        web::testing::assert_page(&lead.get(&at).await.is(200).body);
        assert!(lead.post_form(&at, &[("protection", "1"), ("reason", "They are safe now.")]).await.leads_to().ends_with("done=asked"));
        assert!(lead.post_form(&at, &[("protection", "1"), ("reason", "Once more.")]).await.leads_to().ends_with("done=asked"), "one person twice is one person");
        let asked = words(&second.get(&at).await.is(200));
        assert!(asked.contains("Safeguarding lead Example asked on") && asked.contains("Once more."), "{asked}");
        assert!(second.post_form(&at, &[("protection", "1"), ("reason", "I agree.")]).await.leads_to().ends_with("done=lower"));
        let manager = app.as_role(Role::AreaManager).await;
        assert!(manager.get("/walsall/concerns").await.is(200).body.contains(&held));
    }

    async fn raising_takes_a_concern_out_of_everything_in_one_act(app) {
        let concern = told(&app, "The lamp is out and my neighbour watches me.", json!({})).await;
        let other = told(&app, "The lamp is out.", json!({})).await;
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&concern, &other]).await;
        assert!(words(&manager.get(&issue).await).contains("Told us 2 people"));
        let at = format!("/walsall/concerns/{concern}/raise");
        web::testing::assert_page(&manager.get(&at).await.is(200).body);
        manager.post_form(&at, &[("protection", "3"), ("reason", "Somebody may be stalked.")]).await.is(303);
        let desk = words(&manager.get(&issue).await.is(200));
        assert!(desk.contains("Told us 1 person") && !desk.contains("watches me"), "{desk}");
        manager.get(&at).await.is(404);
        assert!(!manager.get("/walsall/concerns?status=any").await.is(200).body.contains(&concern));
        let lead = app.as_role(Role::SafeguardingLead).await;
        assert!(lead.get("/walsall/concerns?held=true").await.is(200).body.contains(&concern));
    }

    async fn what_is_raised_takes_its_spot_with_it(app) {
        let concern = told(&app, "The lamp is out and my neighbour watches me.", json!({})).await;
        app.advance(minutes(1));
        let elsewhere = json!({ "category": "street-light", "description": "The lamp is out.", "lat": 52.6075, "lon": -1.9555 });
        let elsewhere = app.anyone().post_json("/walsall/api/v1/concerns", &elsewhere).await.is(201).json();
        let other = elsewhere["reference"].as_str().expect("a reference");
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&concern, other]).await;
        let at = || async {
            let list = app.get("/walsall/issues.geojson").await.is(200).json();
            list["features"][0]["geometry"]["coordinates"].clone()
        };
        assert_eq!(at().await, json!([LON, LAT]));
        for (concern, left) in [(concern.as_str(), json!([-1.9555, 52.6075])), (other, json!(null))] {
            let raise = format!("/walsall/concerns/{concern}/raise");
            manager.post_form(&raise, &[("protection", "3"), ("reason", "Somebody may be stalked.")]).await.is(303);
            assert_eq!(at().await, left, "where whoever is left says it is");
        }
        let near = app.get(&format!("/walsall/issues.json?bbox={},{},{},{}", LON - 0.001, LAT - 0.001, LON + 0.001, LAT + 0.001)).await.is(200);
        assert!(!near.body.contains(issue.rsplit('/').next().expect("a reference")), "{}", near.body);
    }
}
