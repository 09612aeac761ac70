use std::io::{Cursor, Read as _};

use access::Role;
use base::{Id, Reference, days};
use db::sql;
use serde_json::{Value, json};

use super::{hears, opens};
use crate::harness::{TestApp, assert_page, tell_anything};

const DISCLOSURES: &str = "/walsall/admin/information/disclosures";

async fn asks(app: &TestApp, more: Value) -> Value {
    let mut body = json!({ "regime": "eir", "asked": "All you hold on the lamps" });
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    let program = app.api(&app.walsall.worker(Role::InformationGovernance).token);
    program.post_json("/walsall/api/v1/disclosures", &body).await.is(201).json()
}

/// The files of what is given, by name.
async fn given(app: &TestApp, request: &Value) -> Vec<(String, String)> {
    let path = format!("/walsall/api/v1/disclosures/{}/give", request["reference"].as_str().expect("a reference"));
    let bytes = app.bytes_of(&path, &app.walsall.worker(Role::InformationGovernance).token).await;
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut files = Vec::new();
    for name in ["issues.csv", "story.csv", "concerns.csv", "left-out.csv"] {
        let mut text = String::new();
        zip.by_name(name).expect("a file").read_to_string(&mut text).expect("text");
        files.push((name.to_owned(), text));
    }
    files
}

/// So many issues in the North East, none of them looked at yet, as an import would have made them.
async fn many_issues(app: &TestApp, count: usize) {
    let first = opens(app, "Lamps out in Mill Lane", &[]).await;
    let (partnership, site) = (app.walsall.id, std::sync::Arc::clone(&app.site));
    let ids: Vec<_> = (1..count).map(|_| (site.dice.id(site.clock.now()), Reference::draw('I', &site.dice))).collect();
    let copy = move |tx: &mut db::Tx<'_>| {
        for (id, reference) in &ids {
            copy_issue(tx, partnership, &first, *id, reference)?;
        }
        tell_anything(tx, partnership)
    };
    site.db.write(copy).await.expect("many issues");
}

/// A second issue like the first, whose title nobody looked at yet.
fn copy_issue(
    tx: &mut db::Tx<'_>,
    partnership: Id,
    first: &str,
    id: Id,
    reference: &Reference,
) -> Result<(), db::Error> {
    tx.run(sql!(
        "insert into issue (partnership, id, reference, version, title, folded, published_at, category, level, status, \
         seriousness, reach, priority, standing, voices, voices_then, came_back, contested, look_again, in_focus, answer_by, \
         opened_at, created_at, changed_at) select partnership, $3, $4, version, 'Title number', folded, null, category, level, \
         status, seriousness, reach, priority, standing, voices, voices_then, came_back, contested, look_again, in_focus, \
         answer_by, opened_at, created_at, changed_at from issue where partnership = $1 and reference = $2 \
         and {unfiltered: a test copies it}",
        partnership,
        first,
        id,
        reference
    ))?;
    tx.run(sql!(
        "insert into issue_place (partnership, issue, place, is_public, is_seen, is_open, status, standing, category, \
         opened_at) select issue_place.partnership, $3, issue_place.place, is_public, is_seen, is_open, issue_place.status, \
         issue_place.standing, issue_place.category, issue_place.opened_at from issue_place join issue \
         on issue.partnership = issue_place.partnership and issue.id = issue_place.issue \
         where issue_place.partnership = $1 and issue.reference = $2 and {unfiltered: a test copies it}",
        partnership,
        first,
        id
    ))?;
    Ok(())
}

stories! {
    async fn all_on_an_issue_a_place_or_a_period_is_given_but_for_what_is_personal(app) {
        let contact = json!({ "contact": { "name": "Bea Example", "email": "bea@example.org", "safe": "email", "consent": true } });
        let concern = hears(&app, "Two lamps are out by my house", contact).await;
        let issue = opens(&app, "Lamps out in Mill Lane", &[&concern]).await;
        let hidden = opens(&app, "Lamps out by the bakery", &[]).await;
        app.post_form("/walsall/take-down", &[("about", &hidden), ("why", "names")]).await.is(200);
        let director = app.api(&app.walsall.worker(Role::Director).token);
        let decided = json!({ "decision": "taking_forward", "reason": "A new lamp is ordered." });
        director.post_json(&format!("/walsall/api/v1/issues/{issue}/decide"), &decided).await.is(200);

        let one = asks(&app, json!({ "issue": issue })).await;
        assert_eq!((one["issues"].as_i64(), one["concerns"].as_i64(), one["due_on"].as_str()), (Some(1), Some(1), Some("2027-04-01")), "{one}");
        let out: Vec<&str> = one["left_out"].as_array().expect("a list").iter().filter_map(|item| item["left_out"].as_str()).collect();
        assert_eq!(out, ["words and whereabouts", "contact"], "{one}");
        assert!(one["left_out"][0]["reason"].as_str().is_some_and(|reason| reason.contains("regulation 13")), "{one}");

        let place = asks(&app, json!({ "place": "north-east", "regime": "foi" })).await;
        assert_eq!(place["issues"].as_i64(), Some(2));
        assert_eq!(asks(&app, json!({ "place": "south-east" })).await["issues"].as_i64(), Some(0));
        assert_eq!(asks(&app, json!({ "from": "2027-03-01", "to": "2027-03-02" })).await["issues"].as_i64(), Some(2));
        assert_eq!(asks(&app, json!({ "from": "2027-03-03" })).await["issues"].as_i64(), Some(0));

        let files = given(&app, &place).await;
        let all: String = files.iter().map(|(_, text)| text.as_str()).collect();
        assert!(all.contains("Lamps out in Mill Lane") && all.contains("A new lamp is ordered.") && all.contains(&concern), "{all}");
        for personal in ["bea@example.org", "Bea Example", "by my house", "bakery"] {
            assert!(!all.contains(personal), "{personal}: {all}");
        }
        let left_out = &files.iter().find(|(name, _)| name == "left-out.csv").expect("a list").1;
        assert!(left_out.contains(&hidden) && left_out.contains("Hidden from the public"), "{left_out}");
    }

    async fn of_what_is_protected_nothing_is_said(app) {
        let ordinary = hears(&app, "Two lamps are out", json!({})).await;
        let joined = hears(&app, "Nobody sees him when the lamp is out", json!({})).await;
        let issue = opens(&app, "Lamps out in Mill Lane", &[&ordinary, &joined]).await;
        let manager = app.as_role(Role::AreaManager).await;
        let raise = [("protection", "3"), ("reason", "Somebody may be stalked.")];
        manager.post_form(&format!("/walsall/concerns/{joined}/raise"), &raise).await.is(303);
        hears(&app, "He says he is going to kill me tonight and I am scared of him.", json!({})).await;
        for more in [json!({ "issue": issue }), json!({ "place": "north-east" }), json!({ "from": "2027-01-01" })] {
            let request = asks(&app, more).await;
            assert_eq!(request["concerns"].as_i64(), Some(1), "{request}");
            let files = given(&app, &request).await;
            assert!(!format!("{files:?}{request}").contains(&joined), "{files:?}");
            let issues = &files.iter().find(|(name, _)| name == "issues.csv").expect("issues").1;
            assert!(issues.lines().nth(1).is_some_and(|line| line.contains(",1,2027")), "one voice: {issues}");
        }
    }

    async fn a_request_is_entered_on_a_page_and_answered_in_twenty_working_days(app) {
        let issue = opens(&app, "Lamps out in Mill Lane", &[]).await;
        let officer = app.as_role(Role::InformationGovernance).await;
        assert_page(&officer.get(DISCLOSURES).await.is(200).body);
        let empty = officer.post_form(DISCLOSURES, &[("regime", "foi"), ("received", "2 3 2027"), ("asked", "All")]).await.is(422);
        assert!(empty.body.contains("Enter an issue, choose a place, or say from which day"), "{}", empty.body);
        let form = [("regime", "foi"), ("received", "2 3 2027"), ("asked", "All you hold"), ("issue", issue.as_str())];
        let page = officer.post_form(DISCLOSURES, &form).await.leads_to().to_owned();
        let shown = officer.get(&page).await.is(200);
        assert_page(&shown.body);
        assert!(shown.body.contains("All you hold") && shown.body.contains("1 April 2027"), "{}", shown.body);
        let because = "The law gives 20 working days from the day it came.";
        assert!(shown.body.contains(because) && officer.get(DISCLOSURES).await.body.contains(because), "{}", shown.body);
        let work = officer.get("/walsall/my-work").await.is(200);
        assert!(work.body.contains("Requests for information: 1"), "{}", work.body);
        assert_eq!(officer.post_form(&page, &[]).await.is(200).header("content-type"), "application/zip");
        assert!(!officer.get("/walsall/my-work").await.body.contains("Requests for information"));
        let elsewhere = app.signed_in(app.salford.worker(Role::InformationGovernance)).await;
        elsewhere.get(&page.replace("/walsall/", "/salford/")).await.is(404);
        for role in [Role::Administrator, Role::Director] {
            app.as_role(role).await.get(DISCLOSURES).await.is(403);
        }
    }

    async fn more_than_two_thousand_issues_are_long_work(app) {
        many_issues(&app, 2_001).await;
        let officer = app.as_role(Role::InformationGovernance).await;
        let program = app.api(&app.walsall.worker(Role::InformationGovernance).token);
        let request = asks(&app, json!({ "place": "north-east" })).await;
        assert!(request["issues"].is_null(), "it is not gathered while somebody waits: {request}");
        let reference = request["reference"].as_str().expect("a reference");
        let api = format!("/walsall/api/v1/disclosures/{reference}");
        let page = format!("{DISCLOSURES}/{reference}");
        assert_page(&officer.get(&page).await.is(200).body);
        program.post_json(&format!("{api}/give"), &json!({})).await.is(409);
        officer.get(&format!("{page}/left-out.csv")).await.is(404);

        // Begun, stopped, begun again: nothing is made twice, and leaving the page changes nothing.
        let work = officer.post_form(&format!("{page}/make"), &[]).await.leads_to().to_owned();
        assert!(officer.get(&page).await.is(200).body.contains("The file is being made"));
        program.post_json(&format!("{api}/make"), &json!({})).await.is(409);
        officer.post_form(&format!("{work}/cancel"), &[]).await.is(303);
        app.run_jobs().await;
        assert!(officer.get(&page).await.is(200).body.contains("Make the file"));
        let begun = program.post_json(&format!("{api}/make"), &json!({})).await.is(202).json();
        app.run_jobs().await;
        let work = format!("/walsall/api/v1/operations/{}", begun["operation"].as_str().expect("the work"));
        let work = program.get(&work).await.is(200).json();
        assert_eq!((&work["state"], &work["done"], &work["total"]), (&json!("done"), &json!(2_001), &json!(2_001)), "{work}");

        let files = given(&app, &request).await;
        let lines = |name: &str| files.iter().find(|(known, _)| known == name).expect("a file").1.lines().count();
        assert_eq!(lines("issues.csv"), 2_002, "every issue once, and the heading");
        assert_eq!(lines("left-out.csv"), 2_001, "each title but the first waits for somebody to look at it");
        let all: String = files.iter().map(|(_, text)| text.as_str()).collect();
        assert!(!all.contains("Title number"), "what was not checked is not given");
        let list = officer.get(&format!("{page}/left-out.csv")).await.is(200).body;
        assert_eq!(Some(&list), files.iter().find(|(name, _)| name == "left-out.csv").map(|(_, text)| text));

        // After a week the file is gone and the list is still there.
        app.advance(days(8));
        app.run_jobs().await;
        let officer = app.as_role(Role::InformationGovernance).await;
        program.post_json(&format!("{api}/give"), &json!({})).await.is(409);
        assert_eq!(officer.get(&format!("{page}/left-out.csv")).await.is(200).body, list);
        let other = app.as_role(Role::Director).await;
        other.get(&format!("{page}/left-out.csv")).await.is(403);
        other.post_form(&format!("{page}/make"), &[]).await.is(403);
    }
}
