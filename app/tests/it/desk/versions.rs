//! An issue's version counts every change of what its page says, each as one step.

use access::Role;
use base::minutes;
use serde_json::json;

use super::{grouped, told};
use crate::harness::{Caller, TestApp};

/// The version and what the page says, as somebody at the desk sees them.
async fn seen(app: &TestApp, manager: &Caller<'_>, issue: &str) -> (i64, String) {
    app.advance(minutes(1));
    let api = issue.replace("/walsall/", "/walsall/api/v1/");
    let answer = manager.get(&api).await.is(200);
    let version = answer.json()["version"].as_i64().expect("a version");
    assert_eq!(answer.header("etag"), format!("\"{version}\""));
    (version, answer.body.replace(&format!("\"version\":{version}"), ""))
}

stories! {
    async fn each_change_of_what_is_shown_is_one_step(app) {
        let [first, second, third] = [
            told(&app, "The lamp is out.", json!({})).await,
            told(&app, "It is dark.", json!({})).await,
            told(&app, "I fell.", json!({})).await,
        ];
        let (manager, director) = (app.walsall.worker(Role::AreaManager), app.walsall.worker(Role::Director));
        let (manager, director) = (app.api(&manager.token), app.api(&director.token));
        let issue = grouped(&app.as_role(Role::AreaManager).await, "Lamp out", &[&first, &second]).await;
        let api = issue.replace("/walsall/", "/walsall/api/v1/");
        let mut before = seen(&app, &manager, &issue).await;
        assert_eq!(before.0, 1, "it was made in one step, concerns and all");

        let words = "Ring Mrs Patel on 07700 900123.";
        let raise = |concern: &str| format!("/walsall/api/v1/concerns/{concern}/raise");
        for (at, body) in [
            (format!("{api}/attach"), json!({ "concerns": [third] })),
            (raise(&second), json!({ "protection": 4, "reason": "She is afraid." })),
            (format!("{api}/assess"), json!({ "seriousness": 2, "people_affected": 12, "reason": "Seen." })),
            (format!("{api}/escalate"), json!({ "reason": "It is on the edge of two areas." })),
            (format!("{api}/decide"), json!({ "decision": "taking_forward", "reason": words, "capacity": "rule", "authority": "Rule 1", "waiting_for": "Highways" })),
            (raise(&third), json!({ "protection": 3, "reason": "He is followed." })),
        ] {
            app.advance(minutes(1));
            let done = director.post_json(&at, &body).await;
            assert!(done.status.is_success(), "{at}: {}", done.body);
            let after = seen(&app, &manager, &issue).await;
            assert_eq!(after.0, before.0 + 1, "{at} is one step");
            assert_ne!(after.1, before.1, "{at} shows");
            before = after;
        }

        // Words that waited go out: the page says something else, so it is another version.
        let lists = app.as_role(Role::AreaManager).await.get("/walsall/approvals").await.is(200);
        let address = lists.body.split("href=\"").find(|rest| rest.starts_with("/walsall/approvals/"));
        let address = address.and_then(|rest| rest.split('"').next()).expect("one to approve").to_owned();
        app.as_role(Role::AreaManager).await.post_form(&address, &[("words", "Highways mends it.")]).await.is(303);
        let after = seen(&app, &manager, &issue).await;
        assert!(after.1.contains("Highways mends it.") && !before.1.contains("Highways mends it."), "{}", after.1);
        assert_eq!(after.0, before.0 + 1, "approved words are one step");

        // What nobody outside sees is none: a protection that keeps a concern where it is.
        director.post_json(&raise(&first), &json!({ "protection": 1, "reason": "An address." })).await.is(200);
        assert_eq!(seen(&app, &manager, &issue).await.0, after.0);
    }
}
