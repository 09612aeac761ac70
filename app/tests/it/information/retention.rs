use access::Role;
use base::days;
use serde_json::json;

use super::{hears, opens};
use crate::harness::{Caller, TestApp, assert_page};

const RETENTION: &str = "/walsall/admin/information/retention";

fn with_contact() -> serde_json::Value {
    json!({ "contact": { "name": "Bea Example", "email": "bea@example.org", "safe": "email", "consent": true } })
}

/// A concern whose issue was not taken forward.
async fn closed(app: &TestApp) -> String {
    let concern = hears(app, "Two lamps are out", with_contact()).await;
    let issue = opens(app, "Lamps out in Mill Lane", &[&concern]).await;
    let director = app.api(&app.walsall.worker(Role::Director).token);
    let decided = json!({ "decision": "not_taking_forward", "reason": "The lamps belong to a shop." });
    director.post_json(&format!("/walsall/api/v1/issues/{issue}/decide"), &decided).await.is(200);
    app.run_jobs().await;
    concern
}

async fn officer(app: &TestApp) -> Caller<'_> {
    app.as_role(Role::InformationGovernance).await
}

/// A run, and what its page says that it found.
async fn runs(app: &TestApp, dry: bool) -> String {
    app.advance(base::minutes(1));
    let officer = officer(app).await;
    let form = [("run", if dry { "count" } else { "blank" }), ("sure", "yes")];
    officer.post_form(RETENTION, &form).await.is(303);
    app.run_jobs().await;
    let page = officer.get(RETENTION).await.is(200).body;
    let (_, newest) = page.split_once("<h3").expect("a run");
    newest.split("</article>").next().unwrap_or_default().to_owned()
}

const NOTHING: &str = "Nothing was over its period.";

async fn words(app: &TestApp, concern: &str) -> String {
    app.as_role(Role::AreaManager).await.get(&format!("/walsall/concerns/{concern}")).await.is(200).body
}

stories! {
    async fn contact_goes_a_year_after_it_is_closed_and_words_after_six(app) {
        let concern = closed(&app).await;
        let open = hears(&app, "The bin is full", with_contact()).await;
        assert!(runs(&app, false).await.contains(NOTHING));
        app.advance(days(360));
        assert!(runs(&app, false).await.contains(NOTHING), "a year is not over");
        app.advance(days(10));

        let dry = runs(&app, true).await;
        assert!(dry.contains("How you can be reached: 1<") && dry.contains("nothing changed"), "{dry}");
        assert!(words(&app, &concern).await.contains("bea@example.org"), "a dry run changes nothing");
        let done = runs(&app, false).await;
        assert!(done.contains("How you can be reached: 1<") && done.contains("blanked"), "{done}");
        assert!(!words(&app, &concern).await.contains("bea@example.org"));
        assert!(words(&app, &concern).await.contains("Two lamps are out"));
        assert!(words(&app, &open).await.contains("bea@example.org"), "it is open");
        assert!(runs(&app, false).await.contains(NOTHING), "run again it finds nothing more");

        // What is open for two years loses its contact too, and keeps its words.
        app.advance(days(370));
        runs(&app, false).await;
        assert!(!words(&app, &open).await.contains("bea@example.org"));
        app.advance(days(5 * 365));
        runs(&app, false).await;
        assert!(!words(&app, &concern).await.contains("Two lamps are out"), "a tombstone");
        assert!(words(&app, &open).await.contains("The bin is full"));
        app.get(&format!("/walsall/concerns/{concern}")).await.is(200);
    }

    async fn a_request_for_information_keeps_its_words_for_three_years_after_it_was_answered(app) {
        let issue = opens(&app, "Lamps out in Mill Lane", &[]).await;
        let token = app.walsall.worker(Role::InformationGovernance).token.clone();
        let program = app.api(&token);
        let mut requests = Vec::new();
        for words in ["Everything on the lamps, says Cy Example", "And what it cost, says Cy Example"] {
            let asks = json!({ "regime": "foi", "asked": words, "issue": issue });
            let begun = program.post_json("/walsall/api/v1/disclosures", &asks).await.is(201).json();
            requests.push(format!("/disclosures/{}", begun["reference"].as_str().expect("a reference")));
        }
        app.bytes_of(&format!("/walsall/api/v1{}/give", requests[0]), &token).await;
        app.advance(days(3 * 365));
        assert!(runs(&app, false).await.contains(NOTHING), "three years are not over");
        app.advance(days(5));
        let dry = runs(&app, true).await;
        assert!(dry.contains("Requests for information, in the words of whoever asked: 1<"), "{dry}");
        let shown = async |at: usize| {
            officer(&app).await.get(&format!("/walsall/admin/information{}", requests[at])).await.is(200).body
        };
        assert!(shown(0).await.contains("says Cy Example"), "a dry run changes nothing");
        let done = runs(&app, false).await;
        assert!(done.contains("in the words of whoever asked: 1<") && done.contains("blanked"), "{done}");
        let left = shown(0).await;
        assert!(!left.contains("says Cy Example") && left.contains(&issue), "that it came, and what it was about, stays: {left}");
        assert!(shown(1).await.contains("says Cy Example"), "it is not answered yet");
        assert!(runs(&app, false).await.contains(NOTHING), "run again it finds nothing more");
    }

    async fn what_is_on_hold_stays_and_is_counted(app) {
        let concern = closed(&app).await;
        app.advance(days(400));
        let hold = [("on", concern.as_str()), ("reason", "An inquiry")];
        officer(&app).await.post_form("/walsall/admin/information/holds", &hold).await.is(303);
        let found = runs(&app, false).await;
        assert!(found.contains("How you can be reached: 0, and 1 on legal hold that stay"), "{found}");
        assert!(words(&app, &concern).await.contains("bea@example.org"));
    }

    async fn the_page_says_how_long_what_is_kept_and_blanks_only_what_was_seen(app) {
        let officer = officer(&app).await;
        let page = officer.get(RETENTION).await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("12 months after it is closed") && page.body.contains("6 years after"), "{}", page.body);
        officer.post_form(RETENTION, &[("run", "blank")]).await.is(422);
        officer.post_form(RETENTION, &[("run", "count")]).await.is(303);
        app.run_jobs().await;
        assert!(officer.get(RETENTION).await.is(200).body.contains("counted, nothing changed"));
        app.as_role(Role::Administrator).await.get(RETENTION).await.is(403);
    }

    async fn a_protected_concern_keeps_to_its_own_time_and_is_not_counted(app) {
        let danger = "He says he is going to kill me tonight and I am scared of him.";
        hears(&app, danger, with_contact()).await;
        app.advance(days(4_000));
        assert!(runs(&app, false).await.contains(NOTHING));
        let lead = app.as_role(Role::SafeguardingLead).await;
        assert!(lead.get("/walsall/concerns?held=true").await.is(200).body.contains("kill"));
    }
}
