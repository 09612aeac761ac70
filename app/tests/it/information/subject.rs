use std::io::{Cursor, Read as _};

use access::Role;
use serde_json::json;

use super::{hears, markers, opens};
use crate::harness::{Caller, TestApp, assert_page};

const SUBJECTS: &str = "/walsall/admin/information/subjects";

fn bea(more: serde_json::Value) -> serde_json::Value {
    let mut contact = json!({ "name": "Bea Example", "email": "bea@example.org", "safe": "email", "consent": true });
    if let (Some(contact), Some(more)) = (contact.as_object_mut(), more.as_object()) {
        contact.extend(more.clone());
    }
    json!({ "contact": contact })
}

/// Enters a request of Bea's; answers its page.
async fn enters(officer: &Caller<'_>, kind: &str, more: &[(&str, &str)]) -> String {
    let form = [&[("kind", kind), ("received", "1 3 2027"), ("email", "Bea@example.org ")], more].concat();
    officer.post_form(SUBJECTS, &form).await.leads_to().to_owned()
}

async fn key_of(app: &TestApp, concern: &str) -> i64 {
    let (partnership, concern) = (app.walsall.id, concern.to_owned());
    let counted = app.site.db.read(move |tx| {
        tx.one::<i64>(db::sql!(
            "select count(*) from subject_key where partnership = $1 and subject = (select id from concern \
             where partnership = $1 and reference = $2 and {unfiltered: the test looks behind})",
            partnership,
            concern
        ))
    });
    counted.await.expect("a count")
}

stories! {
    async fn what_is_held_about_somebody_is_found_reviewed_and_given_without_what_is_about_others(app) {
        let hers = hears(&app, "Two lamps are out by Ann Neighbour and I fall", bea(json!({}))).await;
        let by_phone = json!({ "contact": { "name": "B Example", "phone": "07700 900123", "safe": "phone", "consent": true } });
        let also = hears(&app, "The bin was not emptied", by_phone).await;
        let others = hears(&app, "Somebody else’s lamp", json!({})).await;
        let issue = opens(&app, "Lamps out in Mill Lane", &[&hers]).await;
        let officer = app.as_role(Role::InformationGovernance).await;
        assert_page(&officer.get(SUBJECTS).await.is(200).body);
        let wrong = officer.post_form(SUBJECTS, &[("kind", "access"), ("received", "3 3 2027"), ("name", "Bea")]).await.is(422);
        assert!(wrong.body.contains("after today") && wrong.body.contains("or a name with a postcode"), "{}", wrong.body);

        let page = enters(&officer, "access", &[("phone", "+44 7700 900123")]).await;
        let found = officer.get(&page).await.is(200);
        assert_page(&found.body);
        assert!(found.body.contains(&hers) && found.body.contains(&also) && !found.body.contains(&others), "{}", found.body);
        assert!(found.body.contains("1 April 2027. The law gives one calendar month"), "a calendar month");
        assert!(officer.get(SUBJECTS).await.body.contains("The law gives one calendar month from the day it came"));
        assert!(found.body.contains(&issue));

        let take = [("concern", hers.as_str()), ("phrases", "Ann Neighbour"), ("why", "It names a neighbour.")];
        officer.post_form(&format!("{page}/take-out"), &[("concern", hers.as_str()), ("phrases", "Ann")]).await.is(422);
        officer.post_form(&format!("{page}/take-out"), &take).await.is(303);
        let file = officer.post_form(&format!("{page}/export"), &[]).await.is(200);
        assert_eq!(file.header("content-type"), "application/zip");
        // It ends the request: it is given once.
        officer.post_form(&format!("{page}/export"), &[]).await.is(409);

        let looks = app.api(&app.walsall.worker(Role::InformationGovernance).token);
        let told = looks.get(&format!("/walsall/api/v1/audit?record={hers}")).await.json();
        let verbs: Vec<&str> = told["items"].as_array().expect("entries").iter().filter_map(|one| one["verb"].as_str()).collect();
        assert!(verbs.contains(&"look") && verbs.contains(&"export"), "{verbs:?}");
        for role in [Role::Administrator, Role::Director, Role::AreaManager] {
            app.as_role(role).await.get(SUBJECTS).await.is(403);
            app.as_role(role).await.get(&page).await.is(403);
        }
    }

    async fn the_file_holds_a_page_and_data_and_nothing_of_others(app) {
        let hers = hears(&app, "Two lamps are out by Ann Neighbour and I fall", bea(json!({}))).await;
        let program = app.api(&app.walsall.worker(Role::InformationGovernance).token);
        let begun = program.post_json("/walsall/api/v1/subject-requests", &json!({ "kind": "access", "concerns": [hers] })).await.is(201).json();
        let at = format!("/walsall/api/v1/subject-requests/{}", begun["reference"].as_str().expect("a reference"));
        assert_eq!(begun["found"][0]["how"], "reference");
        program.post_json(&format!("{at}/take-out"), &json!({ "concern": hers, "phrases": ["ann neighbour"], "reason": "A neighbour." })).await.is(200);
        let zipped = app.bytes_of(&format!("{at}/give"), &app.walsall.worker(Role::InformationGovernance).token).await;
        let mut zip = zip::ZipArchive::new(Cursor::new(zipped)).expect("a zip");
        for name in ["what-we-hold.html", "what-we-hold.json"] {
            let mut text = String::new();
            zip.by_name(name).expect(name).read_to_string(&mut text).expect("text");
            assert!(text.contains("Two lamps are out by [taken out] and I fall") && text.contains("bea@example.org"), "{text}");
            assert!(!text.contains("Neighbour"), "{text}");
        }
        program.get("/walsall/api/v1/subject-requests/S-2222-2222").await.is(404);
    }

    async fn what_no_look_up_finds_is_found_by_looking_through_everything(app) {
        let home = bea(json!({ "phone": "07700 900199", "address": "1 Mill Lane, Walsall WS99 0AA" }));
        let hers = hears(&app, "Two lamps are out", home).await;
        for count in 0..3 {
            let other = json!({ "contact": { "name": "Cy Example", "email": format!("cy{count}@example.org"), "safe": "email", "consent": true } });
            hears(&app, "Another lamp", other).await;
        }
        let officer = app.as_role(Role::InformationGovernance).await;
        let form = [("kind", "access"), ("received", "1 3 2027"), ("name", "bea EXAMPLE"), ("postcode", "ws990aa")];
        let page = officer.post_form(SUBJECTS, &form).await.leads_to().to_owned();
        assert!(officer.get(&page).await.is(200).body.contains("Nothing was found."));
        officer.post_form(&format!("{page}/search"), &[]).await.is(303);
        app.run_jobs().await;
        let found = officer.get(&page).await.is(200).body;
        assert!(found.contains(&hers) && found.contains("name and postcode") && found.contains("All contacts were looked through"), "{found}");
        assert!(!found.contains("Cy Example"), "{found}");
    }

    async fn markers_and_take_downs_are_found_and_a_marker_is_given_only_when_that_was_decided(app) {
        let marker = markers::reference(&markers::sets(&app, json!({})).await);
        markers::sets(&app, json!({ "building": "16" })).await;
        let hers = hears(&app, "Two lamps are out", bea(json!({ "address": "No. 14 Mill Lane, Walsall ws990aa" }))).await;
        let issue = opens(&app, "Lamps out in Mill Lane", &[&hers]).await;
        let asks = json!({ "about": issue, "why": "home", "words": "It shows my kitchen", "email": "BEA@example.org" });
        app.anyone().post_json("/walsall/api/v1/take-downs", &asks).await.is(201);
        let program = || app.api(&app.walsall.worker(Role::InformationGovernance).token);
        let entered = async |more: serde_json::Value| {
            let begun = program().post_json("/walsall/api/v1/subject-requests", &more).await.is(201).json();
            let at = format!("/walsall/api/v1/subject-requests/{}", begun["reference"].as_str().expect("a reference"));
            program().post_json(&format!("{at}/search"), &json!({})).await.is(202);
            app.run_jobs().await;
            at
        };
        let given = async |at: &str| {
            let zipped = app.bytes_of(&format!("{at}/give"), &app.walsall.worker(Role::InformationGovernance).token).await;
            let mut zip = zip::ZipArchive::new(Cursor::new(zipped)).expect("a zip");
            let mut text = String::new();
            zip.by_name("what-we-hold.html").expect("a page").read_to_string(&mut text).expect("text");
            text
        };

        let at = entered(json!({ "kind": "access", "email": "bea@example.org" })).await;
        let found = program().get(&at).await.is(200).json();
        let kinds: Vec<(&str, &str)> = found["beside"].as_array().expect("a list").iter()
            .map(|one| (one["kind"].as_str().unwrap_or_default(), one["how"].as_str().unwrap_or_default())).collect();
        assert_eq!(kinds, [("safety_marker", "address"), ("take_down_request", "e-mail")], "next door's is not hers: {found}");
        assert_eq!(found["beside"][0]["reference"], marker.as_str());
        program().post_json(&format!("{at}/give"), &json!({})).await.is(403);

        let officer = app.as_role(Role::InformationGovernance).await;
        let page = at.replace("/api/v1/subject-requests", "/admin/information/subjects");
        let shown = officer.get(&page).await.is(200).body;
        assert_page(&shown);
        assert!(shown.contains("To be decided") && shown.contains(markers::RISK) && shown.contains("It shows my kitchen"), "{shown}");
        assert!(!shown.contains("The caretaker&#39;s report"), "who reported it is in nothing that may be given");
        let decide = format!("{page}/beside");
        let wrong = officer.post_form(&decide, &[("record", marker.as_str()), ("given", "no")]).await.is(422);
        assert_page(&wrong.body);
        assert!(wrong.body.contains("Enter why it is not given"), "{}", wrong.body);
        officer.post_form(&decide, &[("record", "W-2222-2222"), ("given", "yes")]).await.is(404);
        let withheld = [("record", marker.as_str()), ("given", "no"), ("why", "It would say who reported it.")];
        officer.post_form(&decide, &withheld).await.is(303);
        let text = given(&at).await;
        assert!(text.contains("It shows my kitchen") && !text.contains(markers::RISK) && !text.contains(&marker), "{text}");
        officer.post_form(&decide, &withheld).await.is(409);
        let looks = program().get(&format!("/walsall/api/v1/audit?record={marker}")).await.json().to_string();
        assert!(looks.contains("\"look\"") && !looks.contains("\"export\""), "{looks}");

        let home = json!({ "kind": "access", "name": "Cy Example", "address": "14 Mill Lane", "postcode": "WS99 0AA" });
        let at = entered(home).await;
        program().post_json(&format!("{at}/beside"), &json!({ "record": marker, "given": true })).await.is(200);
        let text = given(&at).await;
        assert!(text.contains(markers::RISK) && !text.contains("report"), "{text}");

        let list = officer.get("/walsall/admin/information/take-downs").await.is(200).body;
        let at = list.find("/take-downs/T-").expect("her request");
        let request = format!("/walsall/admin/information{}", &list[at..at + 23]);
        officer.post_form(&request, &[("decision", "show_again"), ("reason", "It shows a lamp.")]).await.is(303);
        let at = entered(json!({ "kind": "erasure", "email": "bea@example.org" })).await;
        program().post_json(&format!("{at}/erase"), &json!({})).await.is(200);
        let left = officer.get(&request).await.is(200).body;
        assert!(!left.contains("It shows my kitchen"), "{left}");
        assert!(officer.get(markers::MARKERS).await.is(200).body.contains(&marker), "a marker is not hers alone");
        for role in [Role::Administrator, Role::Director] {
            app.as_role(role).await.post_form(&decide, &withheld).await.is(403);
        }
    }

    async fn somebody_is_forgotten_for_ever_and_what_counts_stays(app) {
        let hers = hears(&app, "Two lamps are out", bea(json!({}))).await;
        let other = hears(&app, "A third lamp is out", json!({})).await;
        let issue = opens(&app, "Lamps out in Mill Lane", &[&hers, &other]).await;
        let officer = app.as_role(Role::InformationGovernance).await;
        let page = enters(&officer, "erasure", &[]).await;
        let preview = officer.get(&page).await.is(200).body;
        assert!(preview.contains("What goes:") && preview.contains("What stays:") && preview.contains("oldest key file"), "{preview}");
        officer.post_form(&format!("{page}/erase"), &[]).await.is(422);
        assert_eq!(key_of(&app, &hers).await, 1);
        officer.post_form(&format!("{page}/erase"), &[("sure", "yes")]).await.is(303);

        assert_eq!(key_of(&app, &hers).await, 0, "the key is destroyed");
        let manager = app.as_role(Role::AreaManager).await;
        let desk = manager.get(&format!("/walsall/issues/{issue}")).await.is(200).body;
        assert!(!desk.contains("Two lamps are out") && desk.contains("2 people"), "{desk}");
        let staff = manager.get(&format!("/walsall/concerns/{hers}")).await.is(200).body;
        assert!(!staff.contains("bea@example.org"), "{staff}");
        app.get(&format!("/walsall/concerns/{hers}")).await.is(200);
        let partnership = app.walsall.id;
        let register: i64 = app.site.db.read(move |tx| tx.one(db::sql!("select count(*) from erasure where partnership = $1 and reason = 'asked for'", partnership))).await.expect("a count");
        assert_eq!(register, 1);
        app.run_jobs().await;
        assert!(app.mail().await.iter().all(|mail| !mail.mail_to.contains("bea@")), "no news to somebody who is forgotten");
        // Joining it anew counts one voice more, not one less.
        let voices = app.get(&format!("/walsall/api/v1/issues/{issue}")).await.json()["voices"].clone();
        assert_eq!(voices, json!(2));
    }

    async fn what_is_on_legal_hold_does_not_go(app) {
        let hers = hears(&app, "Two lamps are out", bea(json!({}))).await;
        let issue = opens(&app, "Lamps out in Mill Lane", &[&hers]).await;
        let officer = app.as_role(Role::InformationGovernance).await;
        let holds = "/walsall/admin/information/holds";
        assert_page(&officer.get(holds).await.is(200).body);
        officer.post_form(holds, &[("on", "the whole street"), ("reason", "An inquiry")]).await.is(422);
        let page = enters(&officer, "erasure", &[]).await;
        for on in [hers.as_str(), issue.as_str(), "bea@example.org"] {
            officer.post_form(holds, &[("on", on), ("reason", "A claim against the council")]).await.is(303);
            let refused = officer.post_form(&format!("{page}/erase"), &[("sure", "yes")]).await.is(403);
            assert!(refused.body.contains("must not go, because of legal hold H-"), "{}", refused.body);
            let list = officer.get(holds).await.is(200).body;
            let at = list.find("/holds/H-").expect("a hold");
            let hold = format!("{holds}/{}", &list[at + 7..at + 18]);
            assert_page(&officer.get(&hold).await.is(200).body);
            officer.post_form(&hold, &[("why", "The claim is settled")]).await.is(303);
            officer.post_form(&hold, &[("why", "Again")]).await.is(409);
        }
        officer.post_form(&format!("{page}/erase"), &[("sure", "yes")]).await.is(303);
    }

    async fn a_protected_concern_is_found_by_nothing_here(app) {
        let danger = "He says he is going to kill me tonight and I am scared of him.";
        let held = hears(&app, danger, bea(json!({ "address": "1 Mill Lane WS99 0AA" }))).await;
        let officer = app.as_role(Role::InformationGovernance).await;
        let form = [("name", "Bea Example"), ("postcode", "WS99 0AA"), ("concerns", held.as_str())];
        let page = enters(&officer, "erasure", &form).await;
        officer.post_form(&format!("{page}/search"), &[]).await.is(303);
        app.run_jobs().await;
        let found = officer.get(&page).await.is(200).body;
        assert!(found.contains("Nothing was found.") && !found.contains("kill me"), "{found}");
        officer.post_form(&format!("{page}/erase"), &[("sure", "yes")]).await.is(303);
        assert_eq!(key_of(&app, &held).await, 1, "its key is there");
        officer.post_form("/walsall/admin/information/holds", &[("on", &held), ("reason", "x")]).await.is(422);
    }
}
