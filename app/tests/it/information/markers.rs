//! Staff-safety markers: set by few, shown before a visit, unseen by everybody else, ended by themselves.

use access::Role;
use base::{days, minutes};
use serde_json::{Value, json};

use super::hears;
use crate::harness::{Reply, TestApp, assert_page};

pub(super) const MARKERS: &str = "/walsall/admin/information/markers";
const API: &str = "/walsall/api/v1/safety-markers";
pub(super) const RISK: &str = "The dog is loose in the garden.";

/// A marker on 14 Mill Lane, by the director's program; answers it.
pub(super) async fn sets(app: &TestApp, more: Value) -> Value {
    let mut body = json!({
        "building": "14", "postcode": "ws99 0aa", "happened": "A caretaker was bitten.", "happened_on": "2027-02-20",
        "source": "The caretaker's report", "risk": RISK, "precautions": "Visit in pairs",
        "authority": "Lone working policy, section 4", "told_on": "2027-03-01", "review_on": "2027-08-01",
    });
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    app.api(&app.walsall.worker(Role::Director).token).post_json(API, &body).await.is(201).json()
}

pub(super) fn reference(marker: &Value) -> String {
    marker["reference"].as_str().expect("a reference").to_owned()
}

/// What the audit says was done to a record, an entry a line.
async fn entries(app: &TestApp, record: &str) -> String {
    let officer = app.as_role(Role::InformationGovernance).await;
    officer.get(&format!("/walsall/admin/information/audit.csv?record={record}")).await.is(200).body
}

/// A page without what is drawn for each answer.
fn seen(reply: &Reply) -> String {
    let token = regex::Regex::new(r#"name="form_token" value="[^"]*"|value="[0-9a-f]{32}""#).expect("a pattern");
    let version = regex::Regex::new(r#"\?v=\d+"#).expect("a pattern");
    let page = token.replace_all(&reply.without_operation(), "DRAWN").into_owned();
    format!("{} {} {}", reply.status, reply.statements, version.replace_all(&page, "?v=N"))
}

/// Somebody records at a door what was said there; the second page, where the address is known.
fn recording(exactly: &str) -> [(&str, &str); 6] {
    [
        ("step", "heard"),
        ("category", "street-light"),
        ("words", "The lamp is out"),
        ("place", "WS99 0AA"),
        ("whereabouts", exactly),
        ("channel", "doorstep"),
    ]
}

stories! {
    async fn a_marker_is_shown_before_a_visit_and_every_showing_is_kept(app) {
        let marker = reference(&sets(&app, json!({})).await);
        let at_home = json!({ "address": "No. 14 Mill Lane", "postcode": "WS99 0AA", "place": null });
        let concern = hears(&app, "The lamp by my door is out", at_home).await;
        let next_door = hears(&app, "The lamp by my door is out", json!({ "address": "14a Mill Lane, WS99 0AA" })).await;
        let director = app.api(&app.walsall.worker(Role::Director).token);
        let open = json!({ "title": "Lamps out in Mill Lane", "category": "street-light", "place": "north-east", "concerns": [concern] });
        let issue = director.post_json("/walsall/api/v1/issues", &open).await.is(201).json();
        let issue = issue["reference"].as_str().expect("a reference").to_owned();

        let manager = app.as_role(Role::AreaManager).await;
        for page in [format!("/walsall/concerns/{concern}"), format!("/walsall/issues/{issue}")] {
            let shown = manager.get(&page).await.is(200);
            assert_page(&shown.body);
            assert!(shown.body.contains("Visit in pairs") && shown.body.contains(RISK), "{page}: {}", shown.body);
            assert!(!shown.body.contains("A caretaker was bitten"), "what happened is for those who keep markers");
        }
        assert!(!manager.get(&format!("/walsall/concerns/{next_door}")).await.is(200).body.contains("Visit in pairs"));
        let practitioner = app.as_role(Role::Practitioner).await;
        let recorded = practitioner.post_form("/walsall/concerns/record", &recording("14 Mill Lane")).await.is(200);
        assert!(recorded.body.contains("Visit in pairs"), "{}", recorded.body);
        let elsewhere = practitioner.post_form("/walsall/concerns/record", &recording("16 Mill Lane")).await.is(200);
        assert!(!elsewhere.body.contains("Visit in pairs"));
        let by_program = app.api(&app.walsall.worker(Role::SupportOfficer).token);
        let one = by_program.get(&format!("/walsall/api/v1/concerns/{concern}")).await.is(200).json();
        assert_eq!(one["staff"]["before_a_visit"][0]["precautions"], "Visit in pairs", "{one}");
        let asked = json!({ "address": "14 Mill Lane, Walsall WS99 0AA" });
        let asked = by_program.post_json(&format!("{API}/before-a-visit"), &asked).await.is(200).json();
        assert_eq!(asked["items"][0]["reference"], marker.as_str(), "{asked}");

        let kept = entries(&app, &marker).await;
        for name in ["Area manager Example", "Practitioner Example", "Support officer Example"] {
            assert!(kept.contains(name), "{name}: {kept}");
        }
        assert!(entries(&app, &concern).await.contains(&marker), "the concern says which marker was shown");
    }

    async fn a_protected_concern_is_not_told_of_by_a_showing(app) {
        let marker = reference(&sets(&app, json!({})).await);
        let danger = "He says he is going to kill me tonight and I am scared of him.";
        let concern = hears(&app, danger, json!({ "address": "14 Mill Lane, WS99 0AA" })).await;
        let lead = app.as_role(Role::SafeguardingLead).await;
        assert!(lead.get(&format!("/walsall/concerns/{concern}")).await.is(200).body.contains("Visit in pairs"));
        let kept = entries(&app, &marker).await;
        assert!(!kept.contains("Safeguarding lead Example"), "{kept}");
    }

    async fn who_may_not_be_shown_it_cannot_tell_the_address_from_any_other(app) {
        let address = json!({ "address": "14 Mill Lane, WS99 0AA", "contact": { "name": "Bea Example", "phone": "07700 900123", "safe": "phone", "consent": true } });
        let concern = hears(&app, "The lamp by my door is out", address).await;
        let director = app.api(&app.walsall.worker(Role::Director).token);
        let open = json!({ "title": "Lamps out in Mill Lane", "category": "street-light", "place": "north-east", "concerns": [concern] });
        let issue = director.post_json("/walsall/api/v1/issues", &open).await.is(201).json();
        let issue = issue["reference"].as_str().expect("a reference").to_owned();
        let sees = [Role::Director, Role::AreaManager, Role::SupportOfficer, Role::Practitioner, Role::TaskingContact, Role::SafeguardingLead, Role::InformationGovernance];
        let blind: Vec<Role> = Role::ALL.iter().copied().filter(|role| !sees.contains(role)).collect();
        assert!(blind.contains(&Role::Councillor) && blind.contains(&Role::Administrator));

        // The same asked by the same people before there is a marker and after, once to warm up.
        let mut worlds = Vec::new();
        for world in 0..3 {
            if world == 2 {
                sets(&app, json!({ "person": "07700 900123" })).await;
            }
            // What is read afresh after a change is read before anybody is watched.
            app.as_role(Role::Director).await.get("/walsall/places").await.is(200);
            let mut answers = Vec::new();
            for role in blind.iter().copied().map(Some).chain([None]) {
                let (person, program) = match role {
                    Some(role) => (app.as_role(role).await, app.api(&app.walsall.worker(role).token)),
                    None => (app.anyone(), app.anyone()),
                };
                for page in [
                    format!("/walsall/concerns/{concern}"),
                    format!("/walsall/issues/{issue}"),
                    "/walsall/issues".to_owned(),
                    "/walsall/issues.csv".to_owned(),
                    "/walsall/my-work".to_owned(),
                    MARKERS.to_owned(),
                    "/walsall/concerns/record".to_owned(),
                ] {
                    answers.push((format!("{role:?} {page}"), seen(&person.get(&page).await)));
                }
                answers.push((format!("{role:?} records"), seen(&person.post_form("/walsall/concerns/record", &recording("14 Mill Lane")).await)));
                for path in [format!("/walsall/api/v1/concerns/{concern}"), format!("/walsall/api/v1/issues/{issue}"), API.to_owned(), "/walsall/api/v1/concerns".to_owned()] {
                    answers.push((format!("{role:?} {path}"), seen(&program.get(&path).await)));
                }
                let asked = json!({ "address": "14 Mill Lane, WS99 0AA" });
                answers.push((format!("{role:?} asks"), seen(&program.post_json(&format!("{API}/before-a-visit"), &asked).await)));
            }
            app.run_jobs().await;
            app.advance(minutes(11));
            worlds.push(answers);
        }
        assert!(worlds[2].len() > 100);
        for (before, after) in worlds[1].iter().zip(&worlds[2]) {
            assert_eq!(before, after);
        }
    }

    async fn a_marker_is_told_looked_at_appealed_and_ends_by_itself(app) {
        let late = json!({ "building": "14", "postcode": "WS99 0AA", "happened": "A", "happened_on": "2027-02-20", "source": "B", "risk": "C",
            "precautions": "D", "authority": "E", "review_on": "2028-03-02" });
        let program = app.api(&app.walsall.worker(Role::Director).token);
        let refused = program.post_json(API, &late).await.is(422);
        assert!(refused.body.contains("2 September 2027 at the latest") && refused.body.contains("was told, or why"), "{}", refused.body);

        let (watched, kept) = (reference(&sets(&app, json!({})).await), reference(&sets(&app, json!({ "building": "The Old Forge" })).await));
        app.run_jobs().await;
        assert!(app.mail().await.is_empty());
        app.site.clock.advance(days(125));
        app.run_jobs().await;
        let mail = app.mail().await;
        assert_eq!(mail.len(), 2, "{mail:?}");
        assert!(mail.iter().all(|mail| !format!("{mail:?}").contains("Mill Lane") && !format!("{mail:?}").contains("bitten")), "{mail:?}");
        let officer = app.as_role(Role::InformationGovernance).await;
        assert!(officer.get("/walsall/my-work").await.is(200).body.contains("Safety markers to look at again: 2"));

        let page = format!("{MARKERS}/{kept}");
        assert_page(&officer.get(&page).await.is(200).body);
        let again = [("reason", "The dog is still there"), ("review", "31 12 2027")];
        officer.post_form(&format!("{page}/review"), &again).await.is(303);
        app.site.clock.advance(days(40));
        app.run_jobs().await;
        let officer = app.as_role(Role::InformationGovernance).await;
        let lapsed = officer.get(&format!("{MARKERS}/{watched}")).await.is(200).body;
        assert!(lapsed.contains("Lapsed: nobody looked at it again in time"), "{lapsed}");
        officer.post_form(&format!("{MARKERS}/{watched}/end"), &[("why", "Over")]).await.is(409);

        let appeal = [("appealed", "1 8 2027"), ("says", "The dog died in May")];
        officer.post_form(&format!("{page}/appeal"), &appeal).await.is(303);
        let answer = [("keeps", "no"), ("answer", "The vet confirms it")];
        let director = app.as_role(Role::Director).await;
        director.post_form(&format!("{page}/answer"), &answer).await.is(403);
        officer.post_form(&format!("{page}/answer"), &answer).await.is(303);
        let ended = officer.get(&page).await.is(200).body;
        assert!(ended.contains("Ended after an appeal") && ended.contains("The dog died in May"), "{ended}");
        let nobody = app.api(&app.walsall.worker(Role::SupportOfficer).token);
        let asked = json!({ "address": "The Old Forge, Mill Lane, WS99 0AA" });
        assert_eq!(nobody.post_json(&format!("{API}/before-a-visit"), &asked).await.is(200).json()["items"], json!([]));
    }

    async fn a_marker_is_set_on_a_page_and_kept_from_every_file(app) {
        let director = app.as_role(Role::Director).await;
        let empty = director.get(MARKERS).await.is(200);
        assert_page(&empty.body);
        let wrong = director.post_form(MARKERS, &[("building", "14"), ("happened", "A dog bit a caretaker")]).await.is(422);
        assert_page(&wrong.body);
        assert!(wrong.body.contains("A dog bit a caretaker") && wrong.body.contains("Say whether the person concerned was told"), "{}", wrong.body);
        let form = [
            ("building", "Flat 2, 14"), ("postcode", "WS99 0AA"), ("happened", "A dog bit a caretaker"), ("happened_on", "20 2 2027"),
            ("source", "The caretaker"), ("risk", RISK), ("precautions", "Visit in pairs"), ("authority", "Lone working policy"),
            ("is_told", "no"), ("not_told", "It would put the caretaker at risk"), ("review", "1 8 2027"),
        ];
        let page = director.post_form(MARKERS, &form).await.leads_to().to_owned();
        let shown = director.get(&page).await.is(200).body;
        assert!(shown.contains("Flat 2, 14, WS99 0AA") && shown.contains("Not told: It would put the caretaker at risk"), "{shown}");
        assert!(director.get(MARKERS).await.body.contains("Flat 2, 14"));
        for role in [Role::AreaManager, Role::Practitioner, Role::Administrator, Role::Councillor] {
            app.as_role(role).await.get(MARKERS).await.is(403);
        }
        // The store holds nothing of it that can be read.
        let partnership = app.walsall.id;
        let dump = app.site.db.read(move |tx| tx.all::<(Vec<u8>, Vec<u8>, Vec<u8>)>(db::sql!(
            "select safety_marker.address, safety_marker.account, safety_marker_on.found_by from safety_marker \
             join safety_marker_on on safety_marker_on.partnership = safety_marker.partnership \
             and safety_marker_on.marker = safety_marker.id where safety_marker.partnership = $1 order by safety_marker.id",
            partnership
        ))).await.expect("the store");
        assert_eq!(dump.len(), 1);
        for sealed in [&dump[0].0, &dump[0].1, &dump[0].2] {
            let text = String::from_utf8_lossy(sealed);
            assert!(["WS99", "14", "dog", "pairs"].iter().all(|word| !text.contains(word)), "{text}");
        }
    }
}
