use access::Role;
use base::days;
use serde_json::json;

use super::{hears, opens};
use crate::harness::{Reply, TestApp, assert_page};

const TITLE: &str = "Lamps out by the bakery";

/// Asks for it to be taken down, from an address of its own.
async fn asks(app: &TestApp, about: &str, why: &str) -> Reply {
    app.advance(days(1));
    app.post_form("/walsall/take-down", &[("about", about), ("why", why), ("email", "ann@example.org")]).await
}

fn reference(page: &Reply) -> String {
    let at = page.body.find("T-").expect("a reference");
    page.body[at..at + 11].to_owned()
}

async fn decides(app: &TestApp, request: &str, decision: &str) -> Reply {
    let officer = app.as_role(Role::InformationGovernance).await;
    let path = format!("/walsall/admin/information/take-downs/{request}");
    officer.post_form(&path, &[("decision", decision), ("reason", "It names nobody.")]).await
}

/// Whether the public finds the title anywhere.
async fn found(app: &TestApp) -> Vec<String> {
    let mut places = Vec::new();
    let all = [
        "",
        "/issues",
        "/issues.csv",
        "/issues.json",
        "/issues.atom",
        "/places/north-east",
        "/feedback",
        "/feedback.atom",
        "/feedback.csv",
        "/feedback.json",
    ];
    for path in all {
        let page = app.get(&format!("/walsall{path}")).await.is(200);
        if page.body.contains("Lamps out by") {
            places.push(path.to_owned());
        }
    }
    places
}

stories! {
    async fn what_anybody_asks_to_go_is_hidden_at_once_and_a_person_decides(app) {
        let concern = hears(&app, "Two lamps are out", json!({})).await;
        let issue = opens(&app, TITLE, &[&concern]).await;
        let director = app.api(&app.walsall.worker(Role::Director).token);
        let decided = json!({ "decision": "taking_forward", "reason": "It can be mended this week" });
        director.post_json(&format!("/walsall/api/v1/issues/{issue}/decide"), &decided).await.is(200);
        app.run_jobs().await;
        assert_eq!(found(&app).await.len(), 10, "it is everywhere");

        let link = format!("/walsall/take-down?about={issue}");
        for page in [format!("/walsall/issues/{issue}"), "/walsall/feedback".to_owned()] {
            assert!(app.get(&page).await.is(200).body.contains(&link), "{page} links to {link}");
        }
        assert_page(&app.get(&link).await.is(200).body);
        let empty = app.post_form("/walsall/take-down", &[("about", &issue), ("email", "nobody")]).await.is(422);
        assert!(empty.body.contains("Choose what is wrong with it") && empty.body.contains("nobody"), "{}", empty.body);

        let asked = asks(&app, &issue, "names").await.is(200);
        assert!(asked.body.contains("It is hidden from the public now."), "{}", asked.body);
        assert!(asked.body.contains("That is 2 working days after somebody first asked."), "{}", asked.body);
        assert_eq!(found(&app).await, [""; 0]);
        app.get(&format!("/walsall/issues/{issue}")).await.is(404);
        let public = app.get(&format!("/walsall/concerns/{concern}")).await.is(200);
        assert!(!public.body.contains("Lamps out by"), "{}", public.body);

        // Those who work on it go on; whoever decides is told by when and why it matters.
        let manager = app.as_role(Role::AreaManager).await;
        assert!(manager.get(&format!("/walsall/issues/{issue}")).await.is(200).body.contains("Lamps out by"));
        let officer = app.as_role(Role::InformationGovernance).await;
        for who in [&manager, &officer] {
            let work = who.get("/walsall/my-work").await.is(200);
            assert!(work.body.contains("Requests to take something down: 1"), "{}", work.body);
        }
        let list = officer.get("/walsall/admin/information/take-downs").await.is(200);
        assert!(list.body.contains(&issue) && list.body.contains("who somebody is"), "{}", list.body);
        assert!(list.body.contains(&format!("Why is {issue} decided by then?")) && list.body.contains("That is 2 working days after somebody first asked."), "{}", list.body);

        let request = reference(&asked);
        let page = format!("/walsall/admin/information/take-downs/{request}");
        assert_page(&officer.get(&page).await.is(200).body);
        officer.post_form(&page, &[("decision", "show_again")]).await.is(422);
        decides(&app, &request, "show_again").await.is(303);
        assert_eq!(found(&app).await.len(), 10, "it is everywhere again");
        decides(&app, &request, "keep_hidden").await.is(409);
        app.run_jobs().await;
        let mail = app.mail().await;
        assert_eq!(mail[0].mail_to, "ann@example.org");
        assert!(mail[0].body.contains("It names nobody.") && !mail[0].body.contains("Lamps"), "{}", mail[0].body);
    }

    async fn what_a_person_showed_again_is_not_hidden_again_for_the_same_reason(app) {
        let issue = opens(&app, TITLE, &[]).await;
        let first = reference(&asks(&app, &issue, "untrue").await.is(200));
        let twin = asks(&app, &issue, "untrue").await;
        twin.is(404);
        decides(&app, &first, "show_again").await.is(303);
        let second = asks(&app, &issue, "untrue").await.is(200);
        assert!(second.body.contains("A person looks at it first"), "{}", second.body);
        app.get(&format!("/walsall/issues/{issue}")).await.is(200);
        let third = asks(&app, &issue, "danger").await.is(200);
        assert!(third.body.contains("Somebody has asked for this already"), "{}", third.body);
        // A person may still hide it; and then it stays hidden.
        decides(&app, &reference(&second), "keep_hidden").await.is(303);
        app.get(&format!("/walsall/issues/{issue}")).await.is(404);
    }

    async fn a_flood_does_not_blank_the_site(app) {
        let mut issues = Vec::new();
        for _ in 0..12 {
            issues.push(opens(&app, TITLE, &[]).await);
        }
        for issue in &issues {
            asks(&app, issue, "names").await.is(200);
        }
        let shown = app.get("/walsall/issues.json").await.json();
        assert_eq!(shown["items"].as_array().map(Vec::len), Some(2), "{shown}");
    }

    async fn an_address_may_ask_a_few_times_a_day(app) {
        let concern = hears(&app, "Two lamps are out", json!({})).await;
        for _ in 0..5 {
            app.post_form("/walsall/take-down", &[("about", &concern), ("why", "names")]).await.is(200);
        }
        app.post_form("/walsall/take-down", &[("about", &concern), ("why", "names")]).await.is(429);
    }

    async fn a_protected_concern_is_asked_about_like_any_other(app) {
        let ordinary = hears(&app, "Two lamps are out", json!({})).await;
        let held = hears(&app, "He says he is going to kill me tonight and I am scared of him.", json!({})).await;
        let alike = |page: Reply, concern: &str| {
            let request = page.body.find("T-").map(|at| page.body[at..at + 11].to_owned()).unwrap_or_default();
            (page.status, page.without_operation().replace(concern, "C").replace(&request, "T"))
        };
        let public = async |concern: &str| alike(app.get(&format!("/walsall/concerns/{concern}")).await, concern);
        assert_eq!(public(&ordinary).await, public(&held).await);
        let ask = async |concern: &str| {
            let form = [("about", concern), ("why", "danger")];
            alike(app.post_form("/walsall/take-down", &form).await.is(200), concern)
        };
        assert_eq!(ask(&ordinary).await, ask(&held).await);
        assert_eq!(public(&ordinary).await, public(&held).await);

        // Nobody is kept from what they must act on, and nobody who decides learns which is which.
        let lead = app.as_role(Role::SafeguardingLead).await;
        assert!(lead.get("/walsall/concerns?held=true").await.is(200).body.contains(&held));
        let officer = app.as_role(Role::InformationGovernance).await;
        let list = officer.get("/walsall/admin/information/take-downs").await.is(200).body;
        assert!(list.contains(&ordinary) && list.contains(&held), "{list}");
        // Its places are not for a manager to know.
        let manager = app.as_role(Role::AreaManager).await;
        let list = manager.get("/walsall/admin/information/take-downs").await.is(200).body;
        assert!(!list.contains(&ordinary) && !list.contains(&held), "{list}");
    }

    async fn a_considered_concerns_page_says_no_more_than_that_we_heard_it(app) {
        let concern = hears(&app, "Two lamps are out", json!({})).await;
        opens(&app, "Lamps out in Mill Lane", &[&concern]).await;
        let page = format!("/walsall/concerns/{concern}");
        assert!(app.get(&page).await.is(200).body.contains("Lamps out in Mill Lane"));
        asks(&app, &concern, "home").await.is(200);
        assert!(!app.get(&page).await.is(200).body.contains("Lamps out in Mill Lane"));
        let known = app.get(&format!("/walsall/api/v1/concerns/{concern}")).await.json();
        assert_eq!((known["status"].as_str(), known["issue"].as_str()), (Some("heard"), None), "{known}");
        // Whoever works with it reads it as before.
        assert!(app.as_role(Role::AreaManager).await.get(&page).await.is(200).body.contains("Two lamps are out"));
    }

    async fn anothers_record_cannot_be_asked_about_and_anothers_request_is_none(app) {
        let issue = opens(&app, TITLE, &[]).await;
        app.post_form("/salford/take-down", &[("about", &issue), ("why", "names")]).await.is(404);
        app.get(&format!("/salford/take-down?about={issue}")).await.is(404);
        let request = reference(&asks(&app, &issue, "names").await.is(200));
        let elsewhere = app.signed_in(app.salford.worker(Role::InformationGovernance)).await;
        elsewhere.get(&format!("/salford/admin/information/take-downs/{request}")).await.is(404);
        let analyst = app.as_role(Role::Analyst).await;
        analyst.get(&format!("/walsall/admin/information/take-downs/{request}")).await.is(403);
        let twin = app.api(&app.walsall.worker(Role::Director).token);
        let known = twin.get(&format!("/walsall/api/v1/take-downs/{request}")).await.is(200).json();
        assert_eq!((known["about"].as_str(), known["hidden"].as_bool()), (Some(issue.as_str()), Some(true)), "{known}");
        let decided = json!({ "decision": "keep_hidden", "reason": "It names somebody." });
        let done = twin.post_json(&format!("/walsall/api/v1/take-downs/{request}/decide"), &decided).await.is(200).json();
        assert_eq!(done["decision"], "keep_hidden");
        app.get(&format!("/walsall/issues/{issue}")).await.is(404);
    }
}
