//! Organisations and people: found by everybody, invited, given roles, covered, gone, taken in from files (MAN-03..06, MAN-26,
//! MAN-31, MAN-33, SAL-38, WAL-22, WAL-38, WAL-44, EVO-03, EVO-04, EVO-08, JOB-10, ASK-14, ASK-17, ASK-18, ASK-21, ASK-31,
//! XC-03).

use access::Role;
use axum::body::Body;
use axum::http::Method;
use base::{Id, days};
use db::sql;
use directory::import::{Kind, import};
use directory::{Columns, commands, store};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::harness::{Caller, TestApp, assert_page};

/// What a form of a new person says, with the role of an area manager in the north.
fn newcomer<'a>(email: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut typed = vec![
        ("name", "Nia Example"),
        ("email", email),
        ("organisation", "highways"),
        ("role", "area_manager"),
        ("reach", "place:area-2"),
    ];
    typed.extend(more);
    typed
}

/// The key at the end of an address.
fn key(address: &str) -> Id {
    address.split('?').next().and_then(|path| path.rsplit('/').next()).and_then(|id| id.parse().ok()).expect("a key")
}

async fn administrator(app: &TestApp) -> Caller<'_> {
    app.as_role(Role::Administrator).await
}

/// Invites somebody; answers their key.
async fn invited(app: &TestApp, email: &str, more: &[(&str, &str)]) -> Id {
    let reply = administrator(app).await.post_form("/walsall/admin/people/invite", &newcomer(email, more)).await;
    key(reply.leads_to())
}

/// Signs in by the newest mail; answers the session's cookie.
async fn opened(app: &TestApp) -> String {
    app.run_jobs().await;
    let body = app.mail().await[0].body.clone();
    let link = body.lines().map(str::trim).find(|line| line.contains("/account/sign-in/")).expect("a link").to_owned();
    let path = link.strip_prefix("http://ward.example.org").expect("our own address");
    let reply = app.post_form(path, &[]).await;
    assert_eq!(reply.leads_to(), "/walsall/my-work");
    reply.cookie().to_owned()
}

fn with_cookie<'a>(app: &'a TestApp, cookie: &str) -> Caller<'a> {
    app.anyone().with("cookie", format!("wardmote={cookie}"))
}

async fn person_json(app: &TestApp, id: Id) -> Value {
    app.api(&app.walsall.worker(Role::Administrator).token)
        .get(&format!("/walsall/api/v1/people/{id}"))
        .await
        .is(200)
        .json()
}

stories! {
    async fn where_no_mail_server_is_named_an_invitation_waits_and_the_page_says_so(app) {
        let silent = app.without_mail();
        let ada = silent.signed_in(app.walsall.worker(Role::Administrator)).await;
        assert!(ada.get("/walsall/admin/people/invite").await.is(200).body.contains("it waits until one is"));
        let to = ada.post_form("/walsall/admin/people/invite", &newcomer("nia@example.org", &[])).await.is(303).leads_to().to_owned();
        silent.run_jobs().await;
        let page = ada.get(&to).await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("No mail server is named, so the invitation waits"), "{}", page.body);
        assert!(page.body.contains("wardmote admin invite") && !page.body.contains("is on its way"), "{}", page.body);
        assert!(!page.body.contains("/account/sign-in/"), "who opens the link signs in as them: nobody here is shown it");
        let new = json!({"name": "Ola Example", "email": "ola@example.org", "role": "analyst", "reach": "partnership"});
        let program = silent.api(&app.walsall.worker(Role::Administrator).token);
        let invited = program.post_json("/walsall/api/v1/people", &new).await;
        assert!(invited.body.contains("\"mail_waits\":true"), "{}", invited.body);
        // A mail server is named: what waited goes.
        app.advance(base::hours(2));
        app.run_jobs().await;
        assert!(app.mail().await.iter().any(|mail| mail.mail_to == "nia@example.org"));
    }

    async fn everybody_finds_whom_to_contact_and_nothing_private(app) {
        let page = app.get("/walsall/directory?place=north-east").await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("Area manager Example") && page.body.contains("tel:01632960001"), "{}", page.body);
        assert!(!page.body.contains("Practitioner Example") && !page.body.contains("Support officer Example"), "only who serves the place");
        let list = app.get("/walsall/api/v1/directory/organisations").await.is(200).json();
        let codes: Vec<&str> = list["items"].as_array().expect("items").iter().filter_map(|one| one["code"].as_str()).collect();
        assert_eq!(codes, ["front-door", "highways"]);
        let csv = app.get("/walsall/directory/organisations.csv?kind=council").await.is(200).body;
        assert_eq!(csv.lines().count(), 3, "{csv}");
        assert_page(&app.get("/walsall/directory/organisations/highways").await.is(200).body);
        app.get("/walsall/directory/organisations/nobody").await.is(404);
        app.get("/walsall/directory?place=nowhere").await.is(422);
    }

    async fn an_invitation_by_mail_lets_somebody_in_once(app) {
        let admin = administrator(&app).await;
        let id = invited(&app, "Nia@Example.org", &[]).await;
        let waiting = admin.get("/walsall/admin/people?show=invited").await.is(200);
        assert!(waiting.body.contains("Nia Example") && waiting.body.contains("not yet here"), "{}", waiting.body);
        // The same address and role again: said kindly, nothing done twice, no second mail.
        app.run_jobs().await;
        let mails = app.mail().await.len();
        let again = admin.post_form("/walsall/admin/people/invite", &newcomer("nia@example.org", &[])).await;
        assert!(again.leads_to().contains(&format!("{id}?done=already")), "{}", again.leads_to());
        let said = admin.get(again.leads_to()).await.is(200);
        assert!(said.body.contains("Nothing was changed"), "{}", said.body);
        app.run_jobs().await;
        assert_eq!(app.mail().await.len(), mails);
        assert_eq!(person_json(&app, id).await["roles"].as_array().map(Vec::len), Some(1));
        // The mail says as what, and its link signs in.
        let mail = &app.mail().await[0];
        assert_eq!(mail.mail_to, "nia@example.org");
        assert!(mail.body.contains("Area manager, South area"), "{}", mail.body);
        let cookie = opened(&app).await;
        let account = with_cookie(&app, &cookie).get("/walsall/account").await.is(200);
        assert!(account.body.contains("Area manager, South area"), "{}", account.body);
        assert!(!admin.get("/walsall/admin/people?show=invited").await.is(200).body.contains("Nia Example"));
        // One role more for the same person, whose address is written otherwise.
        let more = admin.post_form("/walsall/admin/people/invite", &newcomer("NIA@example.org", &[("title", "Link officer"), ("reach", "x")])).await.is(422);
        assert!(more.body.contains("Give one answer"), "what is typed twice is asked once");
        let both = json!({"email": "nia@example.org", "name": "Nia Example", "role": "area_manager", "reach": "place", "reach_code": "area-1"});
        let both = app.api(&app.walsall.worker(Role::Administrator).token).post_json("/walsall/api/v1/people", &both).await.is(200).json();
        assert_eq!((both["asked"].as_str(), both["person"]["roles"].as_array().map(Vec::len)), (Some("again"), Some(2)));
    }

    async fn a_role_before_it_begins_gives_nothing_and_after_its_end_no_more(app) {
        let days_of = [("valid_from", "2027-03-09"), ("valid_to", "2027-03-11")];
        let id = invited(&app, "later@example.org", &days_of).await;
        app.run_jobs().await;
        assert!(app.mail().await.iter().all(|mail| mail.mail_to != "later@example.org"), "the mail goes when the role begins");
        app.advance(days(7));
        let cookie = opened(&app).await;
        with_cookie(&app, &cookie).get("/walsall/my-work").await.is(200);
        app.advance(days(2));
        let after = with_cookie(&app, &cookie).get("/walsall/my-work").await;
        assert!(after.leads_to().contains("/account/sign-in"), "on the day it is over it gives nothing");
        let roles = person_json(&app, id).await["roles"].clone();
        assert_eq!((roles[0]["valid_from"].as_str(), roles[0]["valid_to"].as_str()), (Some("2027-03-09"), Some("2027-03-11")));
    }

    async fn the_last_administrator_stays(app) {
        let admin = administrator(&app).await;
        let arrived = app.walsall.worker(Role::Administrator).arrived;
        let (page, role) = (format!("/walsall/admin/people/{}", arrived.person), arrived.membership);
        let refused = admin.post_form(&format!("{page}/leave"), &[("when", "now")]).await.is(422);
        assert!(refused.body.contains("is the last administrator. Make somebody else an administrator first"), "{}", refused.body);
        admin.post_form(&format!("{page}/leave"), &[("when", "later"), ("from", "2027-06-01")]).await.is(422);
        admin.post_form(&format!("{page}/roles/{role}/end"), &[("valid_to", "2027-06-01")]).await.is(422);
        admin.post_form(&format!("{page}/roles/{role}/change"), &[("valid_from", "2027-03-02"), ("valid_to", "2027-06-01")]).await.is(422);
        admin.get("/walsall/admin/people").await.is(200);
        // With a second one the first may go.
        let second = json!({"email": "second@example.org", "name": "Second Example", "role": "administrator"});
        app.api(&app.walsall.worker(Role::Administrator).token).post_json("/walsall/api/v1/people", &second).await.is(201);
        assert!(admin.post_form(&format!("{page}/leave"), &[("when", "now")]).await.leads_to().contains("done=leave"));
        assert!(admin.get("/walsall/admin/people").await.leads_to().contains("sign-in"), "the session is dead at once");
    }

    async fn two_administrators_who_leave_at_once_leave_one(app) {
        let second = json!({"email": "second@example.org", "name": "Second Example", "role": "administrator"});
        let program = app.api(&app.walsall.worker(Role::Administrator).token);
        let made = program.post_json("/walsall/api/v1/people", &second).await.is(201).json();
        let other: Id = made["person"]["id"].as_str().and_then(|id| id.parse().ok()).expect("a key");
        let first = app.walsall.worker(Role::Administrator).arrived.person;
        let scope = app::founding::scope_of(&app.site, "walsall", "test").await.expect("the town");
        let leaving = [first, other].map(|id| {
            let scope = scope.clone();
            let db = app.site.db.clone();
            tokio::spawn(async move { db.write(move |tx| commands::leave(tx, &scope, id, None, None)).await })
        });
        let mut left = 0;
        for one in leaving {
            match one.await.expect("no panic") {
                Ok(()) => left += 1,
                Err(base::Problem::Invalid(errors)) => assert!(errors.0[0].message.contains("last administrator"), "{errors:?}"),
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(left, 1, "one of two is refused, whoever came second");
        let (partnership, today) = (app.walsall.id, scope.now.date());
        let lasting = app.site.db.read(move |tx| access::lasting_administrators(tx, partnership, today)).await.expect("a count");
        assert_eq!(lasting, 1);
    }

    async fn who_stands_in_acts_for_the_other_and_it_ends_by_itself(app) {
        let admin = administrator(&app).await;
        let (holder, stand_in) = (app.walsall.worker(Role::AreaManager), app.walsall.worker(Role::SupportOfficer));
        let cover = format!("/walsall/admin/people/{}/roles/{}/cover", holder.arrived.person, holder.arrived.membership);
        assert_page(&admin.get(&cover).await.is(200).body);
        let person = stand_in.arrived.person.to_string();
        let typed = [("person", person.as_str()), ("valid_from", "2027-03-02"), ("valid_to", "2027-03-09")];
        assert!(admin.post_form(&cover, &typed).await.leads_to().contains("done=cover"));
        // Everybody reads who stands in; the stand-in finds the role among theirs and wears it.
        let public = app.get("/walsall/places/north-east").await.is(200);
        assert!(public.body.contains("Support officer Example stands in until 8 March 2027"), "{}", public.body);
        let their = app.signed_in(stand_in).await;
        let account = their.get("/walsall/account").await.is(200);
        assert!(account.body.contains("Area manager, North area (for Area manager Example)"), "{}", account.body);
        let membership = holder.arrived.membership.to_string();
        their.post_form("/walsall/account/hat", &[("hat", &membership)]).await.leads_to();
        assert!(their.get("/walsall/my-work").await.is(200).body.contains("Area manager, for Area manager Example"));
        // Under cover nobody makes keys that act as the other.
        their.post_form("/walsall/account/tokens", &[("name", "Mine")]).await.is(403);
        // What they do is theirs, for the holder: in the story and in the audit.
        let opened = app.api(&holder.token).post_json("/walsall/api/v1/issues", &json!({"title": "Lamps out in Mill Lane", "category": "street-light", "place": "north-east"})).await.is(201).json();
        let issue = opened["reference"].as_str().expect("a reference").to_owned();
        let assess = [("seriousness", "2"), ("people_affected", "12"), ("reason", "The way to school is dark")];
        their.post_form(&format!("/walsall/issues/{issue}/assess"), &assess).await.leads_to();
        let desk = app.as_role(Role::Director).await.get(&format!("/walsall/issues/{issue}")).await.is(200);
        assert!(desk.body.contains("by Support officer Example, for Area manager Example"), "{}", desk.body);
        let (partnership, actor, hat) = (app.walsall.id, stand_in.arrived.person, holder.arrived.membership);
        let told: i64 = app.site.db.read(move |tx| tx.one(sql!(
            "select count(*) from event where partnership = $1 and actor = $2 and hat = $3", partnership, actor, hat
        ))).await.expect("a count");
        assert!(told > 0, "the audit names both");
        app.advance(days(7));
        let after = app.signed_in(stand_in).await.get("/walsall/account").await.is(200);
        assert!(!after.body.contains("(for Area manager Example)"), "it ended by itself");
        // Nobody of another organisation stands in for a safeguarding lead.
        let lead = app.walsall.worker(Role::SafeguardingLead).arrived;
        let outsider = invited(&app, "outsider@example.org", &[]).await.to_string();
        let cover = format!("/walsall/admin/people/{}/roles/{}/cover", lead.person, lead.membership);
        let typed = [("person", outsider.as_str()), ("valid_from", "2027-03-09"), ("valid_to", "2027-03-16")];
        let refused = administrator(&app).await.post_form(&cover, &typed).await.is(422);
        assert!(refused.body.contains("Only somebody of the same organisation"), "{}", refused.body);
    }

    async fn whoever_leaves_is_gone_at_once_and_what_they_held_goes_back(app) {
        let admin = administrator(&app).await;
        let id = invited(&app, "nia@example.org", &[("valid_from", "2027-03-01")]).await;
        let cookie = opened(&app).await;
        let director = app.api(&app.walsall.worker(Role::Director).token);
        let issue = json!({"title": "Lamps out in Mill Lane", "category": "street-light", "place": "south-east"});
        let issue = director.post_json("/walsall/api/v1/issues", &issue).await.is(201).json()["reference"].as_str().expect("a reference").to_owned();
        let holder = json!({"holder": {"organisation": "highways", "person": id}});
        let held = director.post_json(&format!("/walsall/api/v1/issues/{issue}/assign"), &holder).await.is(200).json();
        assert_eq!(held["holder"]["person"].as_str(), Some(id.to_string().as_str()), "{held}");
        let leave = format!("/walsall/admin/people/{id}/leave");
        assert_page(&admin.get(&leave).await.is(200).body);
        admin.post_form(&leave, &[]).await.is(422);
        admin.post_form(&leave, &[("when", "later"), ("from", "2027-03-01")]).await.is(422);
        assert!(admin.post_form(&leave, &[("when", "later"), ("from", "2027-03-09")]).await.leads_to().contains("done=leave"));
        // Until that day nothing changes; they may be kept after all.
        app.run_jobs().await;
        with_cookie(&app, &cookie).get("/walsall/my-work").await.is(200);
        assert!(admin.post_form(&format!("/walsall/admin/people/{id}/stay"), &[]).await.leads_to().contains("done=stay"));
        assert!(person_json(&app, id).await["roles"][0]["valid_to"].is_null());
        admin.post_form(&leave, &[("when", "now")]).await.leads_to();
        assert!(with_cookie(&app, &cookie).get("/walsall/my-work").await.leads_to().contains("sign-in"));
        app.run_jobs().await;
        let back = director.get(&format!("/walsall/api/v1/issues/{issue}")).await.is(200).json();
        assert_eq!((back["holder"]["organisation"].as_str(), back["holder"]["person"].is_null()), (Some("highways"), true), "{back}");
        let desk = app.as_role(Role::Director).await.get(&format!("/walsall/issues/{issue}")).await.is(200);
        assert!(desk.body.contains("Nia Example held it and has left"), "{}", desk.body);
        let page = admin.get(&format!("/walsall/admin/people/{id}")).await.is(200);
        assert!(page.body.contains("Nia Example left on 2 March 2027") && page.body.contains("(over)"), "history and name stay");
        assert!(admin.get("/walsall/admin/people?show=left").await.is(200).body.contains("Nia Example"));
        // The post is vacant, and says who held it last.
        let vacant = admin.get("/walsall/admin/people?vacant=yes").await.is(200);
        assert!(vacant.body.contains("South area") && vacant.body.contains("Nia Example"), "{}", vacant.body);
        // Invited again, they are the same person, back.
        assert_eq!(invited(&app, "nia@example.org", &[]).await, id);
        assert!(person_json(&app, id).await["leaves_at"].is_null());
    }

    async fn every_ward_has_somebody_or_is_listed(app) {
        let program = app.api(&app.walsall.worker(Role::Administrator).token);
        let wards = |list: &Value, role: &str| {
            let all = list["items"].as_array().expect("items").clone();
            all.iter().filter(|one| one["role"] == role).filter_map(|one| one["reach_code"].as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        let before = program.get("/walsall/api/v1/people/vacancies").await.is(200).json();
        assert_eq!(wards(&before, "area_manager"), ["south-east", "south-west"], "the south has nobody");
        assert!(wards(&before, "support_officer").is_empty(), "one officer supports the whole");
        // One coordinator of the south, a second beside the first in the north (EVO-04).
        for place in ["area-2", "area-1"] {
            let new = json!({"email": "south@example.org", "name": "Sol Example", "role": "area_manager", "reach": "place", "reach_code": place});
            program.post_json("/walsall/api/v1/people", &new).await;
        }
        let after = program.get("/walsall/api/v1/people/vacancies").await.is(200).json();
        assert!(wards(&after, "area_manager").is_empty(), "{after}");
        let north = app.get("/walsall/places/north-east").await.is(200);
        assert!(north.body.contains("Sol Example") && north.body.contains("Area manager Example"));
        assert!(administrator(&app).await.get("/walsall/admin/people?vacant=yes").await.is(200).body.contains("0 wards without area manager"));
    }

    async fn an_organisation_that_ends_hands_its_open_work_to_its_successor(app) {
        let admin = administrator(&app).await;
        let new = [("code", "street-scene"), ("name", "Street Scene"), ("kind", "council_directorate"), ("does", "Lamps, roads and litter"), ("gives", "Two posts"), ("places", "area-1")];
        assert!(admin.post_form("/walsall/admin/organisations/new", &new).await.leads_to().contains("street-scene?done=add"));
        let taken = admin.post_form("/walsall/admin/organisations/new", &new).await.is(422);
        assert!(taken.body.contains("There is an organisation with the code street-scene already"), "{}", taken.body);
        let here = app.get("/walsall/api/v1/directory/organisations?place=south-east").await.is(200).body;
        assert!(!here.contains("street-scene"), "it works in the north only: {here}");
        let director = app.api(&app.walsall.worker(Role::Director).token);
        let issue = json!({"title": "Lamps out in Mill Lane", "category": "street-light", "place": "north-east"});
        let issue = director.post_json("/walsall/api/v1/issues", &issue).await.is(201).json()["reference"].as_str().expect("a reference").to_owned();
        director.post_json(&format!("/walsall/api/v1/issues/{issue}/assign"), &json!({"holder": {"organisation": "highways"}})).await.is(200);
        let end = "/walsall/admin/organisations/highways/end";
        assert_page(&admin.get(end).await.is(200).body);
        admin.post_form(end, &[("valid_to", "2027-03-01")]).await.is(422);
        admin.post_form(end, &[("valid_to", "2027-03-09"), ("successor", "highways")]).await.is(422);
        assert!(admin.post_form(end, &[("valid_to", "2027-03-09"), ("successor", "street-scene")]).await.leads_to().contains("done=end"));
        app.run_jobs().await;
        let before = director.get(&format!("/walsall/api/v1/issues/{issue}")).await.is(200).json();
        assert_eq!(before["holder"]["organisation"].as_str(), Some("highways"), "until that day it is theirs");
        app.advance(days(7));
        app.run_jobs().await;
        let after = director.get(&format!("/walsall/api/v1/issues/{issue}")).await.is(200).json();
        assert_eq!(after["holder"]["organisation"].as_str(), Some("street-scene"), "{after}");
        let desk = app.as_role(Role::Director).await.get(&format!("/walsall/issues/{issue}")).await.is(200);
        assert!(desk.body.contains("Street Scene takes over from Highways") && desk.body.contains("Assigned to Highways"), "its history came along: {}", desk.body);
        let page = app.get("/walsall/directory/organisations/highways").await.is(200);
        assert!(page.body.contains("last day as a partner was 8 March 2027") && page.body.contains("Street Scene"), "{}", page.body);
        let refused = administrator(&app).await.post_form("/walsall/admin/organisations/front-door/end", &[("valid_to", "2027-03-20")]).await.is(422);
        assert!(refused.body.contains("Make another organisation the front door first"), "{}", refused.body);
    }

    async fn one_organisation_is_the_front_door_for_safeguarding(app) {
        let person = administrator(&app).await;
        let form = |phone: &'static str, tick: bool| {
            let mut typed = vec![("name", "Highways"), ("kind", "council_directorate"), ("phone", phone)];
            typed.extend(tick.then_some(("is_front_door", "yes")));
            typed
        };
        let here = "/walsall/admin/organisations/highways/change";
        assert_page(&person.get(here).await.is(200).body);
        let refused = person.post_form(here, &form("", true)).await.is(422);
        assert!(refused.body.contains("is told to ring the front door"), "{}", refused.body);
        let before = person.get("/walsall/directory/organisations.json").await.is(200).json();
        let marked = |all: &Value| -> Vec<String> {
            let items = all["items"].as_array().cloned().unwrap_or_default();
            let marked = items.iter().filter(|one| one["is_front_door"] == true);
            marked.map(|one| one["code"].as_str().expect("a code").to_owned()).collect()
        };
        let was = marked(&before);
        assert_eq!(was.len(), 1, "{before}");
        person.post_form(here, &form("01632 960177", true)).await.is(303);
        assert_eq!(marked(&person.get("/walsall/directory/organisations.json").await.json()), ["highways"]);
        assert!(app.get("/walsall/directory/organisations/highways").await.is(200).body.contains("Protected matters come here first"));
        let refused = person.post_form(here, &form("01632 960177", false)).await.is(422);
        assert!(refused.body.contains("Make another organisation the front door"), "{}", refused.body);

        // The same by a file, and by the API; what neither names stays.
        let file = person.get("/walsall/directory/organisations.csv").await.is(200).body;
        assert!(file.lines().any(|line| line.starts_with("highways,") && line.trim_end().ends_with(",yes")), "{file}");
        let api = app.api(&app.walsall.worker(Role::Administrator).token);
        let change = json!({ "name": "Highways", "kind": "council_directorate", "phone": "01632 960178" });
        api.post_json("/walsall/api/v1/directory/organisations/highways/change", &change).await.is(200);
        assert_eq!(marked(&person.get("/walsall/directory/organisations.json").await.json()), ["highways"]);
        app.as_role(Role::AreaManager).await.post_form(here, &form("01632 960177", true)).await.is(403);
    }

    async fn a_post_is_read_by_the_person_their_manager_and_administrators(app) {
        let admin = administrator(&app).await;
        let (person, manager) = (app.walsall.worker(Role::Practitioner), app.walsall.worker(Role::Analyst));
        let page = format!("/walsall/admin/people/{}", person.arrived.person);
        let post = format!("{page}/roles/{}/post", person.arrived.membership);
        assert_page(&admin.get(&post).await.is(200).body);
        let line_manager = manager.arrived.person.to_string();
        let typed = [("owner", "highways"), ("line_manager", line_manager.as_str()), ("terms", "Seconded for two days a week"), ("contract_from", "2027-01-01"), ("contract_to", "2027-12-31"), ("appointed_how", "Joint panel"), ("agreed_by", "Council and police"), ("targets", "Every concern answered")];
        assert!(admin.post_form(&post, &typed).await.leads_to().contains("done=post"));
        for role in [Role::Practitioner, Role::Analyst] {
            let theirs = app.as_role(role).await;
            let seen = theirs.get(&page).await.is(200);
            assert_page(&seen.body);
            assert!(seen.body.contains("Highways (seconded from Front door)") && seen.body.contains("Joint panel"), "{role}: {}", seen.body);
            assert!(!seen.body.contains("/leave"), "{role} manages nobody");
            theirs.post_form(&format!("{page}/training"), &[("subject", "Chairing meetings")]).await.leads_to();
        }
        let own = app.as_role(Role::Practitioner).await;
        own.post_form(&format!("{page}/interest"), &[("what", "Tenant of Mill Lane Homes")]).await.leads_to();
        own.post_form(&format!("{page}/training"), &[("subject", "First aid"), ("attended_on", "2027-02-01")]).await.leads_to();
        own.post_form(&format!("{page}/training"), &[("subject", "First aid"), ("attended_on", "2027-04-01")]).await.is(422);
        own.post_form(&format!("{page}/review"), &[("held_on", "2026-03-01")]).await.leads_to();
        let seen = own.get(&page).await.is(200);
        assert!(seen.body.contains("The next is due by 1 March 2027") && seen.body.contains("govuk-tag--yellow"), "{}", seen.body);
        // Those who decide see interests and nothing else; others not even that there is such a page.
        let director = app.as_role(Role::Director).await.get(&page).await.is(200);
        assert!(director.body.contains("Tenant of Mill Lane Homes") && !director.body.contains("Joint panel") && !director.body.contains("First aid"), "{}", director.body);
        app.as_role(Role::Councillor).await.get(&page).await.is(404);
        app.as_role(Role::Councillor).await.post_form(&format!("{page}/interest"), &[("what", "Mine")]).await.is(404);
        let program = app.api(&app.walsall.worker(Role::Director).token);
        let told = program.get(&format!("/walsall/api/v1/people/{}", person.arrived.person)).await.is(200).json();
        assert!(told["posts"].is_null() && told["interests"][0]["what"] == "Tenant of Mill Lane Homes", "{told}");
    }

    async fn a_form_sent_late_is_told_and_keeps_what_was_typed(app) {
        let admin = administrator(&app).await;
        let page = format!("/walsall/admin/people/{}/change", app.walsall.worker(Role::Clerk).arrived.person);
        let typed = |name| [("name", name), ("email", "clerk@walsall.example.org"), ("version", "2")];
        admin.post_form(&page, &typed("Ada Example")).await.leads_to();
        let late = admin.post_form(&page, &typed("Bea Example")).await.is(422);
        assert!(late.body.contains("Somebody changed this since you opened it") && late.body.contains("Bea Example"), "{}", late.body);
    }

    async fn what_is_exported_imports_again_with_no_difference(app) {
        seed_people(&app).await;
        let scope = app::founding::scope_of(&app.site, "walsall", "test").await.expect("the town");
        let admin = administrator(&app).await;
        let people = admin.get("/walsall/admin/people.csv").await.is(200).body;
        let organisations = admin.get("/walsall/directory/organisations.csv?all=yes").await.is(200).body;
        for (kind, file) in [(Kind::Organisations, &organisations), (Kind::People, &people)] {
            let rows = csv::Reader::from_reader(file.as_bytes()).records().count();
            for dry_run in [true, false] {
                let done = import(&scope, kind, file.as_bytes(), &Columns::default(), dry_run).await.expect("an import");
                assert_eq!((done.added, done.changed, done.unchanged, &*done.faults), (0, 0, rows, &[][..]), "{kind:?}");
            }
        }
        assert_eq!(admin.get("/walsall/admin/people.csv").await.body, people, "nothing changed");
        // Taken in elsewhere, the same people come out, but for the keys that stand for them.
        let elsewhere = app::founding::scope_of(&app.site, "salford", "test").await.expect("the other town");
        import(&elsewhere, Kind::Organisations, organisations.as_bytes(), &Columns::default(), false).await.expect("an import");
        let elsewhere = app::founding::scope_of(&app.site, "salford", "test").await.expect("the other town");
        let done = import(&elsewhere, Kind::People, people.as_bytes(), &Columns::default(), false).await.expect("an import");
        assert_eq!(done.faults, [], "all are taken in");
        let again = import(&elsewhere, Kind::People, people.as_bytes(), &Columns::default(), false).await.expect("an import");
        assert_eq!((again.added, again.changed, &*again.faults), (0, 0, &[][..]), "run again, it changes nothing");
        let theirs = app.signed_in(app.salford.worker(Role::Administrator)).await.get("/salford/admin/people.csv").await.is(200).body;
        // A line manager's key is another elsewhere: they are told by name.
        let without_keys = |text: &str| {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let rows: Vec<Vec<String>> = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
            let names: std::collections::HashMap<String, String> = rows.iter().map(|row| (row[0].clone(), row[1].clone())).collect();
            let mut rows: Vec<Vec<String>> = rows.into_iter().map(|row| row.into_iter().skip(1).map(|cell| names.get(&cell).cloned().unwrap_or(cell)).collect()).collect();
            rows.sort();
            rows
        };
        assert!(people.contains("Seconded for 1 days") && people.contains("Council and police"), "posts are in the file");
        let theirs = without_keys(&theirs);
        let missing: Vec<_> = without_keys(&people).into_iter().filter(|row| !theirs.contains(row)).collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }

    async fn a_file_of_people_is_tried_on_a_page_and_taken_in_when_somebody_agrees(app) {
        let admin = administrator(&app).await;
        let upload = "/walsall/admin/people/import";
        assert_page(&admin.get(upload).await.is(200).body);
        let none = admin.post_upload(upload, &[("what", "people")], Some(("people.csv", b""))).await.is(422);
        assert!(none.body.contains("Choose a file, and one that is not empty"), "{}", none.body);
        let file = b"person,name,email,role,reach,reach_code,line_manager\n\
            1,Nia Example,nia@example.org,area_manager,place,area-2,2\n2,Sol Example,sol@example.org,director,,,\n3,Kit Example,kit@example.org,king,,,\n";
        let put = admin.post_upload(upload, &[("what", "people")], Some(("staff.csv", file))).await;
        let page = admin.get(put.leads_to()).await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("People from staff.csv") && page.body.contains("Take in 2 rows") && page.body.contains("king is no role"), "{}", page.body);
        let list = admin.get("/walsall/admin/people.csv").await.is(200).body;
        assert!(!list.contains("Nia Example"), "nothing is stored yet");
        let run = format!("{}/run", put.leads_to());
        let operation = admin.post_form(&run, &[]).await.leads_to().to_owned();
        app.run_jobs().await;
        let done = admin.get(&operation).await.is(200);
        assert!(done.body.contains("It was done to its end."), "{}", done.body);
        let errors = admin.get(&format!("{operation}/errors.csv")).await.is(200).body;
        assert!(errors.contains("4,role,"), "{errors}");
        let list = admin.get("/walsall/admin/people.csv").await.is(200).body;
        assert!(list.contains("Nia Example") && list.contains("Sol Example") && !list.contains("Kit Example"), "{list}");
        admin.post_form(&run, &[]).await.is(409);
        let pieces: i64 = app.site.db.read({ let p = app.walsall.id; move |tx| tx.one(sql!("select count(*) from operation_file where partnership = $1", p)) }).await.expect("a count");
        assert_eq!(pieces, 0, "the file is let go of");
        // Put in again it changes nothing; and nobody else may.
        let program = app.api(&app.walsall.worker(Role::Administrator).token);
        let again = program.send(Method::POST, "/walsall/api/v1/people/imports?check=true", Some("text/csv"), Body::from(&file[..])).await.is(202).json();
        assert_eq!((again["done"].as_i64(), again["unchanged"].as_i64(), again["rejected"].as_i64()), (Some(0), Some(2), Some(1)), "{again}");
        let director = app.api(&app.walsall.worker(Role::Director).token);
        director.send(Method::POST, "/walsall/api/v1/people/imports", Some("text/csv"), Body::from(&file[..])).await.is(403);
        // Nobody agreed for three days: it is let go of.
        app.advance(days(4));
        app.run_jobs().await;
        let id = again["id"].as_str().expect("a key").to_owned();
        let gone = program.get(&format!("/walsall/api/v1/operations/{id}")).await.is(200).json();
        assert_eq!(gone["state"], "cancelled", "{gone}");
    }

    async fn what_a_file_has_no_column_for_stays_as_it_is(app) {
        let program = app.api(&app.walsall.worker(Role::Administrator).token);
        let new = json!({"email": "nia@example.org", "name": "Nia Example", "phone": "01632 960002", "organisation": "highways", "role": "area_manager", "reach": "place", "reach_code": "area-2", "title": "Link officer", "valid_to": "2028-01-01"});
        program.post_json("/walsall/api/v1/people", &new).await.is(201);
        app.advance(days(1));
        let scope = app::founding::scope_of(&app.site, "walsall", "test").await.expect("the town");
        let file = "name,email,role,reach,reach_code\nNia Example,nia@example.org,area_manager,place,area-2\n";
        let done = import(&scope, Kind::People, file.as_bytes(), &Columns::default(), false).await.expect("an import");
        assert_eq!((done.added, done.changed, done.unchanged, &*done.faults), (0, 0, 1, &[][..]), "also on another day");
        let file = "name,email,role,reach,reach_code,line_manager,phone\nNia Example,nia@example.org,area_manager,place,area-2,director@walsall.example.org,\n";
        let done = import(&scope, Kind::People, file.as_bytes(), &Columns::default(), false).await.expect("an import");
        assert_eq!((done.added, done.changed, &*done.faults), (0, 1, &[][..]));
        let csv = administrator(&app).await.get("/walsall/admin/people.csv").await.is(200).body;
        let director = app.walsall.worker(Role::Director).arrived.person;
        let nia = csv.lines().find(|line| line.contains("nia@example.org")).expect("a line");
        assert!(nia.contains(&format!("nia@example.org,,highways,area_manager,place,area-2,Link officer,2027-03-02,2028-01-01,,,{director},")), "{nia}");
        let file = "name,email,role,reach,reach_code,line_manager\nNia Example,nia@example.org,area_manager,place,area-2,nobody@example.org\n";
        let done = import(&scope, Kind::People, file.as_bytes(), &Columns::default(), false).await.expect("an import");
        assert!(done.faults[0].sentence.contains("nobody@example.org is nobody of this file"), "{:?}", done.faults);
    }

    async fn rows_that_cannot_be_taken_in_say_why_and_the_others_are(app) {
        let scope = app::founding::scope_of(&app.site, "walsall", "test").await.expect("the town");
        let file = "\u{feff}Full name,E-mail,role,reach,reach_code,valid_from\r\n\
            Ann Example,ann@example.org,councillor,place,north-east,3/3/2027\r\n\
            Bea Example,bea@example.org,king,partnership,,\r\n\
            Cal Example,nonsense,,,,\r\n\
            Dee Example,dee@example.org,councillor,place,atlantis,\r\n\
            Eve Example,eve@example.org,safeguarding_lead,partnership,,\r\n\
            ,,councillor,place,north-east,\r\n";
        let columns = Columns::read(&["Full name=name".to_owned(), "E-mail=email".to_owned()], Kind::People.fields()).expect("columns");
        let done = import(&scope, Kind::People, file.as_bytes(), &columns, false).await.expect("an import");
        let lines: Vec<(i64, &str)> = done.faults.iter().map(|fault| (fault.line, fault.field.as_str())).collect();
        assert_eq!((done.added, lines), (1, vec![(3, "role"), (4, "email"), (5, "reach"), (6, "reach"), (7, "name")]));
        let (partnership, name) = (app.walsall.id, "Eve Example");
        let half: Vec<Id> = app.site.db.read(move |tx| tx.all(sql!("select id from person where partnership = $1 and name = $2 order by id", partnership, name))).await.expect("people");
        assert!(half.is_empty(), "never half a row");
        let none = import(&scope, Kind::People, b"who\nAnn\n", &Columns::default(), false).await;
        assert!(matches!(none, Err(base::Problem::Invalid(_))), "{none:?}");
    }
}

fn title_of(at: usize) -> String {
    format!("Seconded for {at} days")
}

/// People with names, roles and posts of every kind, some gone, some to come.
async fn seed_people(app: &TestApp) {
    let scope = app::founding::scope_of(&app.site, "walsall", "test").await.expect("the town");
    let mut runner = TestRunner::deterministic();
    let text = "[=+@'\"a-zé ,-]{1,12}[a-z]";
    let one = (
        text,
        prop::option::of("[a-z]{3,8}"),
        prop::option::of("\\+44 [0-9]{4}"),
        0_usize..4,
        0_i64..60,
        prop::option::of(1_i64..400),
        prop::option::of(text),
    );
    let many = prop::collection::vec(one, 40).new_tree(&mut runner).expect("people").current();
    let done = app.site.db.write(move |tx| {
        let mut managers = Vec::new();
        for (at, (name, address, phone, role, from, lasts, title)) in many.iter().enumerate() {
            let role_of = [Role::Councillor, Role::SupportOfficer, Role::Practitioner, Role::PartnerLead][*role];
            let day = |n: i64| scope.now.plus(days(n)).date();
            let new = commands::PersonChange {
                version: None,
                name: name.trim().to_owned(),
                email: address.as_ref().map(|address| format!("{address}{at}@example.org")),
                phone: phone.clone(),
                organisation: scope.front_door().filter(|_| at % 2 == 0),
            };
            let id = commands::put_person(tx, &scope, &new)?;
            let title = title.as_ref().map(|title| title.trim().to_owned());
            let given = commands::Given {
                role: role_of,
                reach: access::Reach::Partnership,
                title,
                valid_from: day(from - 30),
                valid_to: lasts.map(|lasts| day(from - 30 + lasts)),
            };
            if at % 5 != 0 {
                let role = commands::put_role(tx, &scope, id, &given)?;
                // Everybody's line manager is who came next, who stands further down in the file.
                managers.push((id, role, scope.front_door().filter(|_| at % 3 == 0), title_of(at)));
            }
            if at % 7 == 0 {
                commands::put_leaving(tx, &scope, id, Some(day(*from)))?;
            }
        }
        for pair in managers.windows(2) {
            let [(person, role, owner, terms), (manager, ..)] = pair else { continue };
            let post = store::Post {
                owner: *owner,
                line_manager: Some(*manager),
                terms: Some(terms.clone()),
                contract_from: Some(scope.now.date()),
                targets: Some("=Every concern answered, \"in time\"".to_owned()),
                agreed_by: owner.map(|_| "Council and police".to_owned()),
                ..store::Post::default()
            };
            assert!(commands::keep_post(tx, &scope, (*person, *role), &post)?);
        }
        let filter = store::Filter { role: None, places: None, organisation: None, state: store::State::All };
        store::count(tx, scope.partnership(), &filter, scope.now).map_err(base::Problem::from)
    });
    assert!(done.await.expect("people") > 40);
}
