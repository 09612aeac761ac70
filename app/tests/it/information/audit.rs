use access::Role;
use serde_json::json;

use super::{hears, opens};
use crate::harness::assert_page;

const AUDIT: &str = "/walsall/admin/information/audit";

stories! {
    async fn the_officer_reads_who_did_what_and_that_they_read_it_is_an_entry(app) {
        let concern = hears(&app, "Two lamps are out", json!({})).await;
        let issue = opens(&app, "Lamps out in Mill Lane", &[&concern]).await;
        let manager = app.as_role(Role::AreaManager).await;
        manager.get(&format!("/walsall/concerns/{concern}")).await.is(200);
        let officer = app.as_role(Role::InformationGovernance).await;
        let all = officer.get(AUDIT).await.is(200);
        assert_page(&all.body);
        assert!(all.body.contains(&concern) && all.body.contains(&issue) && all.body.contains("look"), "{}", all.body);
        assert!(!all.body.contains("Two lamps"), "no words of anybody");
        let read = officer.get(&format!("{AUDIT}?verb=read")).await.is(200);
        assert!(read.body.contains("Information governance Example"), "{}", read.body);

        let of_concern = officer.get(&format!("{AUDIT}.csv?record={concern}")).await.is(200);
        let lines: Vec<&str> = of_concern.body.lines().collect();
        assert!(lines[0].starts_with("at,who,role,verb,kind,record,fields"), "{lines:?}");
        assert!(lines[1..].iter().all(|line| line.contains(&concern)) && lines.len() >= 3, "{lines:?}");
        let person = app.walsall.worker(Role::AreaManager).arrived.person;
        let theirs = officer.get(&format!("{AUDIT}.csv?person={person}")).await.is(200);
        assert!(theirs.body.lines().skip(1).all(|line| line.contains("Area manager Example")), "{}", theirs.body);
        let data = officer.get(&format!("{AUDIT}.json?person={person}")).await.is(200).json();
        let data = data["items"].as_array().expect("items").clone();
        assert_eq!(data.len(), theirs.body.lines().count() - 1, "the same entries");
        assert!(data.iter().zip(theirs.body.lines().skip(1)).all(|(one, line)| line.starts_with(one["at"].as_str().expect("a time"))), "{data:#?}");
        assert!(all.body.contains(&format!("{AUDIT}.json")), "the page leads to it");
        assert_page(&officer.get(&format!("{AUDIT}?from=yesterday&record=x")).await.is(422).body);
        officer.get(&format!("{AUDIT}.json?from=yesterday")).await.is(422);
        for role in [Role::Administrator, Role::Director, Role::AreaManager] {
            for end in ["", ".csv", ".json"] {
                app.as_role(role).await.get(&format!("{AUDIT}{end}")).await.is(403);
            }
        }
    }

    async fn who_saw_a_concern_and_who_could_have(app) {
        let concern = hears(&app, "Two lamps are out", json!({})).await;
        let manager = app.as_role(Role::AreaManager).await;
        manager.get(&format!("/walsall/concerns/{concern}")).await.is(200);
        app.api(&app.walsall.worker(Role::Director).token).get(&format!("/walsall/api/v1/concerns/{concern}")).await.is(200);
        let officer = app.as_role(Role::InformationGovernance).await;
        let shown = officer.get(&format!("/walsall/admin/information/shown/{concern}")).await.is(200);
        assert_page(&shown.body);
        let (opened, could) = shown.body.split_once("Who could read its words").expect("two parts");
        assert!(opened.contains("Area manager Example") && opened.contains("Director Example"), "{opened}");
        assert!(!opened.contains("Support officer Example") && could.contains("Support officer Example"), "{could}");
        assert!(!could.contains("Administrator Example"), "{could}");
        let twin = app.api(&app.walsall.worker(Role::InformationGovernance).token);
        let known = twin.get(&format!("/walsall/api/v1/shown/{concern}")).await.is(200).json();
        assert!(known["opened"].as_array().is_some_and(|opened| opened.len() >= 2), "{known}");
        let find = officer.get(&format!("/walsall/admin/information/shown?concern={concern}")).await;
        assert!(find.leads_to().ends_with(&concern));
        officer.get("/walsall/admin/information/shown?concern=nothing").await.is(422);
    }

    async fn a_protected_concerns_entries_are_its_leads(app) {
        let held = hears(&app, "He says he is going to kill me tonight and I am scared of him.", json!({})).await;
        let lead = app.as_role(Role::SafeguardingLead).await;
        assert!(lead.get("/walsall/concerns?held=true").await.is(200).body.contains(&held));
        lead.get(&format!("/walsall/concerns/{held}/keep")).await.is(200);
        let shown = format!("/walsall/admin/information/shown/{held}");
        let seen = lead.get(&shown).await.is(200);
        assert!(seen.body.contains("Safeguarding lead Example") && seen.body.contains("look"), "{}", seen.body);
        assert!(!seen.body.contains("Director Example"), "{}", seen.body);

        let officer = app.as_role(Role::InformationGovernance).await;
        let nothing = base::Reference::draw('C', &app.site.dice).to_string();
        let (theirs, nobodys) = (officer.get(&shown).await.is(404), officer.get(&shown.replace(&held, &nothing)).await.is(404));
        assert_eq!(theirs.without_operation().replace(&held, ""), nobodys.without_operation().replace(&nothing, ""));
        for path in [AUDIT.to_owned(), format!("{AUDIT}.csv"), format!("{AUDIT}?record={held}")] {
            let page = officer.get(&path).await.is(200).body;
            assert!(!page.replace(&format!("value=\"{held}\""), "").replace(&format!("record={held}"), "").contains(&held), "{page}");
            assert!(!page.contains("Safeguarding lead Example, "), "{page}");
        }
        let lines = officer.get(&format!("{AUDIT}.csv")).await.body;
        assert!(!lines.lines().any(|line| line.contains("Safeguarding lead Example")), "{lines}");
    }

    async fn a_look_at_sensitive_words_in_a_list_is_an_entry(app) {
        let concern = hears(&app, "Two lamps are out", json!({})).await;
        let manager = app.as_role(Role::AreaManager).await;
        let raise = [("protection", "2"), ("reason", "A family is named.")];
        manager.post_form(&format!("/walsall/concerns/{concern}/raise"), &raise).await.is(303);
        let looks = async || {
            let officer = app.api(&app.walsall.worker(Role::InformationGovernance).token);
            let known = officer.get(&format!("/walsall/api/v1/audit?record={concern}&verb=look")).await.is(200).json();
            known["items"].as_array().map_or(0, Vec::len)
        };
        assert_eq!(looks().await, 0);
        app.as_role(Role::SupportOfficer).await.get("/walsall/concerns").await.is(200);
        assert_eq!(looks().await, 1);
    }

    async fn the_tree_is_checked_and_what_was_found_is_kept(app) {
        app.run_jobs().await;
        let officer = app.as_role(Role::InformationGovernance).await;
        assert!(officer.get(AUDIT).await.is(200).body.contains("Nobody has had it checked yet."));
        officer.post_form(&format!("{AUDIT}/check"), &[]).await.is(303);
        let page = officer.get(AUDIT).await.is(200).body;
        assert!(page.contains("It is whole: fewer than 1,000 entries"), "{page}");
        let partnership = app.walsall.id;
        app.advance(base::minutes(1));
        app.site.db.write(move |tx| {
            tx.run(db::sql!("update event set verb = 'nothing' where partnership = $1 and position = 5", partnership))?;
            crate::harness::tell_anything(tx, partnership)
        }).await.expect("behind its back");
        let twin = app.api(&app.walsall.worker(Role::InformationGovernance).token);
        let found = twin.post_json("/walsall/api/v1/audit/check", &json!({})).await.is(200).json();
        assert_eq!((found["whole"].as_bool(), found["fault"].as_str()), (Some(false), Some("entry 5 was changed after it was written")), "{found}");
        let page = officer.get(AUDIT).await.is(200).body;
        assert!(page.contains("It is not whole: entry 5"), "{page}");
    }
}
