//! Whoever gave no e-mail address is told too, and only counts as told when somebody did it.

use access::Role;
use base::minutes;
use serde_json::json;

use super::{grouped, hidden, told, words};
use crate::harness::Reply;

/// The calls and letters a list leads to.
fn addresses(list: &Reply) -> Vec<String> {
    let links = list.body.split("href=\"").filter(|rest| rest.starts_with("/walsall/tellings/"));
    links.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

stories! {
    async fn a_note_is_kept_from_the_concerns_own_page(app) {
        let concern = told(&app, "The lamp is out.", json!({ "name": "Ann Example", "phone": "01632 960123", "safe": "phone" })).await;
        let officer = app.as_role(Role::SupportOfficer).await;
        let page = format!("/walsall/concerns/{concern}");
        assert!(officer.get(&page).await.is(200).body.contains(&format!("{page}/note")));
        web::testing::assert_page(&officer.get(&format!("{page}/note")).await.is(200).body);
        let empty = officer.post_form(&format!("{page}/note"), &[("way", "web"), ("words", "Rang; she is glad.")]).await.is(422);
        assert!(words(&empty).contains("Choose how you were in touch") && empty.body.contains("Rang; she is glad."), "{}", words(&empty));
        officer.post_form(&format!("{page}/note"), &[("way", "phone"), ("words", "Rang; she is glad.")]).await.is(303);
        assert!(words(&officer.get(&page).await).contains("Rang; she is glad."));

        // Once it is protected, only its safeguarding lead reads it or notes anything.
        officer.post_form(&format!("{page}/raise"), &[("protection", "4"), ("reason", "A child is named")]).await.is(303);
        officer.get(&format!("{page}/note")).await.is(404);
        let lead = app.as_role(Role::SafeguardingLead).await;
        lead.post_form(&format!("{page}/note"), &[("way", "phone"), ("words", "Spoke to the school.")]).await.is(303);
        assert!(words(&lead.get(&page).await).contains("Spoke to the school."));
    }

    async fn a_call_and_a_letter_are_made_and_every_look_is_kept(app) {
        let call = told(&app, "The lamp is out.", json!({ "name": "Ann Example", "phone": "01632 960123", "safe": "phone", "consent": true })).await;
        let letter = told(&app, "The lamp is out here too.", json!({ "name": "Bea Example", "address": "1 Mill Lane, Walsall", "safe": "letter", "consent": true })).await;
        let officer = app.as_role(Role::SupportOfficer).await;
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&call, &letter]).await;
        app.advance(minutes(1));
        manager.post_form(&format!("{issue}/decide"), &[("version", "1"), ("decision", "taking_forward"), ("reason", "The lamp is mended on Friday."),
            ("capacity", "delegated_officer"), ("authority", "Scheme of delegation"), ("waiting_for", "Highways")]).await.is(303);

        let list = officer.get("/walsall/tellings").await.is(200);
        web::testing::assert_page(&list.body);
        assert!(words(&list).contains("A call to make") && words(&list).contains("A letter to write"), "{}", words(&list));
        assert!(!list.body.contains("960123") && !list.body.contains("Mill Lane"), "no contact in the list");
        let addresses = addresses(&list);
        assert_eq!(addresses.len(), 2);

        let mut pages = Vec::new();
        for address in &addresses {
            let page = officer.get(address).await.is(200);
            web::testing::assert_page(&page.body);
            assert!(words(&page).contains("The lamp is mended on Friday.") && words(&page).contains("Support officer Example, 2 March 2027"), "{}", words(&page));
            pages.push(page);
        }
        let (at, other) = if pages[0].body.contains("960123") { (0, 1) } else { (1, 0) };
        assert!(!pages[at].body.contains("Mill Lane") && pages[other].body.contains("Mill Lane"));
        manager.get(&addresses[at]).await.is(200);
        assert!(words(&officer.get(&addresses[at]).await).contains("Area manager Example"), "who looked is there to be read");

        // The letter holds what a letter needs and nothing of the desk.
        let printed = officer.get(&format!("{}/letter", addresses[other])).await.is(200);
        web::testing::assert_page(&printed.body);
        for part in ["Dear Bea Example,", "1 Mill Lane", "The lamp is mended on Friday.", letter.as_str()] {
            assert!(words(&printed).contains(part), "{part}: {}", words(&printed));
        }
        officer.get(&format!("{}/letter", addresses[at])).await.is(404);

        // Told only when somebody did it, once.
        assert!(words(&officer.post_form(&addresses[at], &[("note", "")]).await.is(422)).contains("Enter what was said"));
        assert!(officer.post_form(&addresses[at], &[("note", "Rang; she is glad.")]).await.leads_to().ends_with("done=told"));
        assert!(manager.post_form(&addresses[at], &[("note", "Rang too.")]).await.leads_to().ends_with("done=before"));
        assert!(!words(&officer.get("/walsall/tellings").await).contains("A call to make"));

        // Those who may not read how to reach people learn nothing.
        for role in [Role::Councillor, Role::Practitioner, Role::Editor, Role::Administrator] {
            app.as_role(role).await.get(&addresses[other]).await.is(403);
        }
    }

    async fn whoever_waits_for_several_pieces_of_news_is_told_them_together(app) {
        let lamp = told(&app, "The lamp is out.", json!({ "name": "Bea Example", "address": "1 Mill Lane, Walsall", "safe": "letter", "consent": true })).await;
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&lamp]).await;
        app.advance(minutes(1));
        manager.post_form(&format!("{issue}/decide"), &[("version", "1"), ("decision", "taking_forward"), ("reason", "The lamp is mended on Friday."),
            ("capacity", "delegated_officer"), ("authority", "Scheme of delegation"), ("waiting_for", "Highways")]).await.is(303);
        let before = addresses(&manager.get("/walsall/tellings").await)[0].clone();
        app.advance(minutes(1));
        let version = hidden(&manager.get(&format!("{issue}/resolve")).await.is(200), "version");
        manager.post_form(&format!("{issue}/resolve"), &[("version", &version), ("outcome", "sorted"), ("what_we_did", "A new lamp is in.")]).await.is(303);

        // One letter, which says both in their order.
        assert!(words(&manager.get("/walsall/my-work").await).contains("Calls and letters to make: 1"));
        let list = manager.get("/walsall/tellings").await.is(200);
        web::testing::assert_page(&list.body);
        assert_eq!(addresses(&list).len(), 1, "{}", words(&list));
        let now = addresses(&list)[0].clone();
        for page in [now.clone(), format!("{now}/letter")] {
            let page = words(&manager.get(&page).await.is(200));
            let (decided, did) = (page.find("The lamp is mended on Friday."), page.find("A new lamp is in."));
            assert!(decided.is_some() && decided < did, "{page}");
        }
        // Who opened it before the second piece came has not told that.
        assert!(!words(&manager.get(&before).await).contains("A new lamp is in."));

        assert!(manager.post_form(&now, &[("note", "Posted.")]).await.leads_to().ends_with("done=told"));
        assert!(addresses(&manager.get("/walsall/tellings").await).is_empty());
        assert!(words(&manager.get(&before).await).contains("They were told on"));
        assert!(manager.post_form(&before, &[("note", "Posted too.")]).await.leads_to().ends_with("done=before"));
    }

    async fn news_that_came_after_the_call_is_told_by_itself(app) {
        let lamp = told(&app, "The lamp is out.", json!({ "name": "Ann Example", "phone": "01632 960123", "safe": "phone", "consent": true })).await;
        let manager = app.as_role(Role::AreaManager).await;
        let issue = grouped(&manager, "Lamp out", &[&lamp]).await;
        app.advance(minutes(1));
        manager.post_form(&format!("{issue}/decide"), &[("version", "1"), ("decision", "taking_forward"), ("reason", "The lamp is mended on Friday."),
            ("capacity", "delegated_officer"), ("authority", "Scheme of delegation"), ("waiting_for", "Highways")]).await.is(303);
        let first = addresses(&manager.get("/walsall/tellings").await)[0].clone();
        app.advance(minutes(1));
        let version = hidden(&manager.get(&format!("{issue}/resolve")).await.is(200), "version");
        manager.post_form(&format!("{issue}/resolve"), &[("version", &version), ("outcome", "sorted"), ("what_we_did", "A new lamp is in.")]).await.is(303);

        assert!(manager.post_form(&first, &[("note", "Rang; she is glad.")]).await.leads_to().ends_with("done=told"));
        let left = addresses(&manager.get("/walsall/tellings").await);
        assert_eq!(left.len(), 1);
        let page = words(&manager.get(&left[0]).await);
        assert!(page.contains("A new lamp is in.") && !page.contains("The lamp is mended on Friday."), "{page}");
    }
}
