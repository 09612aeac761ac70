//! Who meets and decides: bodies established, seats given, what is before them, what they went on as, initiatives in their
//! hands, and what coordinators tell each other (SAL-01, SAL-36, SAL-38, ASK-19).

use access::Role;
use base::{Id, days};
use serde_json::{Value, json};

use crate::harness::{Caller, TestApp, assert_page};

const API: &str = "/walsall/api/v1/bodies";

fn clerk(app: &TestApp) -> Caller<'_> {
    app.api(&app.walsall.worker(Role::Clerk).token)
}

fn committee(code: &str, places: &[&str]) -> Value {
    json!({
        "code": code, "name": format!("The {code} committee"), "class": "community", "kind": "area", "level": 1,
        "purpose": "Says what comes first in its area.\nMeets six times a year.", "offices": ["chair", "clerk"],
        "is_open": true, "places": places, "valid_from": "2026-04-01",
    })
}

/// Establishes a committee of these places.
async fn established(app: &TestApp, code: &str, places: &[&str]) -> Value {
    clerk(app).post_json(API, &committee(code, places)).await.is(201).json()
}

fn person(app: &TestApp, role: Role) -> String {
    format!("person:{}", app.walsall.worker(role).arrived.person)
}

async fn seated(app: &TestApp, code: &str, office: &str, sitter: &str, from: &str) -> Value {
    let seat = json!({"office": office, "sitter": sitter, "valid_from": from});
    clerk(app).post_json(&format!("{API}/{code}/seats"), &seat).await.is(201).json()
}

async fn body(app: &TestApp, code: &str) -> Value {
    clerk(app).get(&format!("{API}/{code}")).await.is(200).json()
}

fn names<'a>(body: &'a Value, list: &str, field: &str) -> Vec<&'a str> {
    body[list].as_array().expect("a list").iter().filter_map(|one| one[field].as_str()).collect()
}

/// Opens an issue in a ward; answers its reference.
async fn issue_in(app: &TestApp, place: &str) -> String {
    let director = app.api(&app.walsall.worker(Role::Director).token);
    let issue = json!({"title": "Lamps out in Mill Lane", "category": "street-light", "place": place});
    let opened = director.post_json("/walsall/api/v1/issues", &issue).await.is(201).json();
    opened["reference"].as_str().expect("a reference").to_owned()
}

stories! {
    async fn a_committee_is_established_with_its_area_and_everybody_reads_who_sits_in_it(app) {
        let keeper = app.as_role(Role::Clerk).await;
        assert_page(&keeper.get("/walsall/admin/bodies/new").await.is(200).body);
        let typed = [("code", "north"), ("name", "North committee"), ("class", "community"), ("kind", "area"), ("level", "1"),
            ("purpose", "Says what comes first"), ("offices", "chair"), ("offices", "clerk"), ("places", "area-1"), ("is_open", "yes")];
        let reply = keeper.post_form("/walsall/admin/bodies/new", &typed).await;
        assert_eq!(reply.leads_to(), "/walsall/bodies/north?done=establish");
        let chair = person(&app, Role::Councillor);
        let seat = [("office", "chair"), ("sitter", chair.as_str())];
        let reply = keeper.post_form("/walsall/admin/bodies/north/seat", &seat).await;
        assert_eq!(reply.leads_to(), "/walsall/bodies/north?done=seat");
        let own = [("office", "member"), ("sitter", "organisation:highways")];
        keeper.post_form("/walsall/admin/bodies/north/seat", &own).await.leads_to();

        let page = app.get("/walsall/bodies/north").await.is(200);
        assert_page(&page.body);
        for said in ["North area", "Says what comes first", "Councillor Example", "Highways", "Vacant", "nobody has held it yet"] {
            assert!(page.body.contains(said), "{said}: {}", page.body);
        }
        for private in ["councillor@walsall", "01632 960001", "Give a seat"] {
            assert!(!page.body.contains(private), "{private}: {}", page.body);
        }
        assert!(page.body.contains("/walsall/places/partners"), "SAL-35: whose lines match");
        let list = app.get("/walsall/bodies?place=north-east").await.is(200);
        assert_page(&list.body);
        assert!(list.body.contains("North committee"), "a ward of its area: {}", list.body);
        assert!(!app.get("/walsall/bodies?place=area-2").await.is(200).body.contains("North committee"));
        assert!(!app.get("/walsall/bodies?on=2027-03-01").await.is(200).body.contains("North committee"), "before it began");
        app.get("/walsall/bodies?place=nowhere").await.is(422);
        app.get("/walsall/bodies/north?on=yesterday").await.is(422);
        assert!(app.get("/walsall/places/north-east").await.is(200).body.contains("North committee"));
        let csv = app.get("/walsall/bodies/members.csv").await.is(200).body;
        assert!(csv.contains("north,North committee,chair,,Councillor Example,front-door,no,2027-03-02,"), "{csv}");
        assert_eq!(csv.lines().count(), 4, "two seats and a vacancy: {csv}");
        assert!(app.get("/walsall/bodies.csv").await.is(200).body.contains("north,North committee,community,area,1,"));
    }

    async fn what_is_not_open_to_the_public_is_nothing_to_it(app) {
        let mut closed = committee("executive", &["town"]);
        closed["is_open"] = json!(false);
        clerk(&app).post_json(API, &closed).await.is(201);
        established(&app, "north", &["area-1"]).await;
        for page in ["/walsall/bodies", "/walsall/bodies.csv", "/walsall/bodies.json", "/walsall/bodies/members.csv", API,
            "/walsall/places/town"] {
            assert!(!app.get(page).await.is(200).body.contains("executive"), "{page}");
        }
        let (missing, hidden) = (app.get("/walsall/bodies/nobody").await.is(404), app.get("/walsall/bodies/executive").await.is(404));
        assert_eq!(missing.without_operation().replace("nobody", "executive"), hidden.without_operation());
        app.get(&format!("{API}/executive")).await.is(404);
        let analyst = app.as_role(Role::Analyst).await;
        analyst.get("/walsall/bodies/executive").await.is(200);
        assert!(analyst.get("/walsall/bodies").await.is(200).body.contains("Not open to the public"));
        // Another partnership's body does not exist.
        app.get("/salford/bodies/north").await.is(404);
        let theirs = app.api(&app.salford.worker(Role::Clerk).token);
        theirs.post_json("/salford/api/v1/bodies/north/seats", &json!({"office": "chair"})).await.is(404);
    }

    async fn what_cannot_be_is_said_in_a_sentence(app) {
        established(&app, "north", &["area-1"]).await;
        let refused = |body: Value, field: &'static str| {
            let keeper = clerk(&app);
            async move {
                let reply = keeper.post_json(API, &body).await.is(422).json();
                assert_eq!(reply["fields"][0]["field"], field, "{reply}");
            }
        };
        let with = |field: &str, value: Value| { let mut body = committee("other", &["area-2"]); body[field] = value; body };
        refused(with("places", json!([])), "places").await;
        refused(with("places", json!(["nowhere"])), "places").await;
        refused(with("code", json!("north")), "code").await;
        refused(with("code", json!("North End")), "code").await;
        refused(with("kind", json!("parliament")), "kind").await;
        refused(with("level", json!(3)), "level").await;
        refused(with("purpose", json!("Ring Mrs Example on 01632 960123")), "purpose").await;
        refused(with("purpose", json!("x".repeat(1_000_000))), "purpose").await;
        refused(with("class", json!("cabal")), "class").await;

        let seats = format!("{API}/north/seats");
        let seat = |office: &str, sitter: &str, from: &str| json!({"office": office, "sitter": sitter, "valid_from": from});
        let councillor = person(&app, Role::Councillor);
        seated(&app, "north", "chair", &councillor, "2026-05-01").await;
        let stranger = format!("person:{}", app.salford.worker(Role::Councillor).arrived.person);
        for (body, field) in [
            (seat("member", &councillor, "2026-03-31"), "valid_from"),
            (seat("chair", &councillor, "2027-03-01"), "sitter"),
            (seat("chair", &person(&app, Role::Clerk), "2027-03-01"), "office"),
            (seat("lead", &person(&app, Role::Clerk), "2027-03-01"), "office"),
            (seat("member", &stranger, "2027-03-01"), "sitter"),
            (seat("member", "person:me", "2027-03-01"), "sitter"),
            (seat("member", "organisation:nobody", "2027-03-01"), "sitter"),
            (json!({"office": "member", "sitter": councillor, "valid_from": "2027-03-01", "valid_to": "2027-03-01"}), "valid_to"),
        ] {
            let reply = clerk(&app).post_json(&seats, &body).await.is(422).json();
            assert_eq!(reply["fields"][0]["field"], field, "{body}: {reply}");
        }
        clerk(&app).post_json(&format!("{seats}/{}/end", Id::nil()), &json!({})).await.is(404);
        clerk(&app).post_json(&format!("{API}/nobody/seats"), &seat("chair", &councillor, "2027-03-01")).await.is(404);
        let ends = format!("{API}/north/end");
        for (body, field) in [
            (json!({}), "valid_to"),
            (json!({"valid_to": "2027-03-01"}), "valid_to"),
            (json!({"valid_to": "2027-04-01", "successor": "north"}), "successor"),
            (json!({"valid_to": "2027-04-01", "successor": "nobody"}), "successor"),
        ] {
            let reply = clerk(&app).post_json(&ends, &body).await.is(422).json();
            assert_eq!(reply["fields"][0]["field"], field, "{body}: {reply}");
        }
        // A form keeps what was typed.
        let keeper = app.as_role(Role::Clerk).await;
        let form = keeper.post_form("/walsall/admin/bodies/new", &[("code", "south"), ("name", "The south's own")]).await.is(422);
        assert!(form.body.contains("The south&#39;s own") && form.body.contains("Choose what it is"), "{}", form.body);
        assert_page(&form.body);
        // An ended body is only read.
        clerk(&app).post_json(&ends, &json!({"valid_to": "2027-03-02"})).await.is(200);
        let changed = clerk(&app).post_json(&format!("{API}/north/change"), &committee("north", &["area-2"])).await.is(409).json();
        assert_eq!(changed["allowed"], json!([]), "{changed}");
        clerk(&app).post_json(&seats, &seat("clerk", &person(&app, Role::Clerk), "2027-03-01")).await.is(409);
        keeper.get("/walsall/admin/bodies/north/change").await.is(409);
        let page = app.get("/walsall/bodies/north").await.is(200).body;
        assert!(page.contains("It ended on 2 March 2027") && page.contains("Councillor Example"), "its history stays: {page}");
    }

    async fn leave_is_asked_of_whoever_may_not(app) {
        established(&app, "north", &["area-1"]).await;
        for role in [Role::Director, Role::AreaManager, Role::Councillor, Role::Analyst] {
            let program = app.api(&app.walsall.worker(role).token);
            program.post_json(API, &json!({})).await.is(403);
            program.post_json(&format!("{API}/north/end"), &json!({})).await.is(403);
            app.as_role(role).await.get("/walsall/admin/bodies/new").await.is(403);
        }
        let elsewhere = established(&app, "south", &["area-2"]).await;
        assert_eq!(elsewhere["version"], 1);
        // The area manager of the north attaches an initiative to the north's committee, and to no other.
        let manager = app.api(&app.walsall.worker(Role::AreaManager).token);
        manager.post_json(&format!("{API}/north/initiatives"), &json!({})).await.is(422);
        manager.post_json(&format!("{API}/south/initiatives"), &json!({})).await.is(403);
    }

    async fn two_who_change_a_body_at_once_are_told_of_each_other(app) {
        let made = established(&app, "north", &["area-1"]).await;
        let keeper = clerk(&app).with("if-match", made["version"].to_string());
        let change = |name: &str| { let mut body = committee("north", &["area-1"]); body["name"] = json!(name); body };
        keeper.post_json(&format!("{API}/north/change"), &change("One")).await.is(200);
        keeper.post_json(&format!("{API}/north/change"), &change("Other")).await.is(412);
        assert_eq!(body(&app, "north").await["name"], "One");
        let page = app.as_role(Role::Clerk).await;
        let stale = [("version", "1"), ("name", "Other"), ("class", "community"), ("purpose", "x"), ("places", "area-1")];
        let reply = page.post_form("/walsall/admin/bodies/north/change", &stale).await.is(422);
        assert!(reply.body.contains("Somebody changed this") && reply.body.contains("Other"), "{}", reply.body);
    }

    async fn what_is_open_at_its_level_in_its_places_is_before_it_and_counted_as_the_list_counts(app) {
        established(&app, "north", &["area-1", "south-east"]).await;
        let director = app.api(&app.walsall.worker(Role::Director).token);
        for (place, level) in [("north-east", 1), ("north-west", 0), ("south-east", 1), ("south-west", 1), ("north-east", 2)] {
            let reference = issue_in(&app, place).await;
            for _ in 0..level {
                let path = format!("/walsall/api/v1/issues/{reference}/escalate");
                director.post_json(&path, &json!({"reason": "It is for the area"})).await.is(200);
            }
        }
        let open = body(&app, "north").await["before"].clone();
        assert_eq!(open, json!([{"place": "area-1", "level": 1, "open": 1}, {"place": "south-east", "level": 1, "open": 1}]));
        let page = app.as_role(Role::Director).await.get("/walsall/bodies/north").await.is(200).body;
        assert!(page.contains("/walsall/issues?place=area-1&#38;level=1") || page.contains("/walsall/issues?place=area-1&amp;level=1"), "{page}");
        // The public's count is the public's list.
        let of = app.get(&format!("{API}/north")).await.is(200).json()["before"].clone();
        let list = app.get("/walsall/api/v1/issues?place=area-1&level=1").await.is(200).json();
        assert_eq!(of[0]["open"].as_u64().map(|open| open as usize), list["items"].as_array().map(Vec::len));
    }

    async fn a_body_goes_on_as_another_with_its_places_members_and_initiatives(app) {
        established(&app, "north", &["area-1"]).await;
        let mut board = committee("borough", &["south-west"]);
        board["level"] = json!(2);
        clerk(&app).post_json(API, &board).await.is(201);
        seated(&app, "north", "chair", &person(&app, Role::Councillor), "2026-05-01").await;
        seated(&app, "north", "member", "organisation:highways", "2026-05-01").await;
        seated(&app, "borough", "chair", &person(&app, Role::Director), "2026-05-01").await;
        let initiative = json!({"name": "Housing Market Renewal", "about": "Homes made fit", "places": ["north-east", "south-east"],
            "targets": [{"what": "homes made fit to live in", "number": 400, "due_on": "2029-03-31"}]});
        let laid = clerk(&app).post_json(&format!("{API}/north/initiatives"), &initiative).await.is(201).json();
        assert_eq!((&laid["covered"], &laid["left_out"], &laid["beyond"]), (&json!(["North East"]), &json!(["North West"]), &json!(["South East"])));
        assert_eq!(laid["touches"], json!([]), "the borough's committee serves the South West alone");

        let ending = json!({"valid_to": "2027-04-01", "successor": "borough", "places": true, "members": true});
        clerk(&app).post_json(&format!("{API}/north/end"), &ending).await.is(200);
        clerk(&app).post_json(&format!("{API}/north/end"), &ending).await.is(409);
        let early = json!({"valid_to": "2027-03-20"});
        let reply = clerk(&app).post_json(&format!("{API}/borough/end"), &early).await.is(422).json();
        assert_eq!(reply["fields"][0]["field"], "valid_to", "it is to take over first: {reply}");
        let before = app.get("/walsall/bodies/north").await.is(200).body;
        assert!(before.contains("On 1 April 2027 it goes on as") && before.contains("/walsall/bodies/borough"), "{before}");
        assert_eq!(names(&body(&app, "borough").await, "initiatives", "name"), Vec::<&str>::new(), "not yet");

        app.advance(days(31));
        let (old, new) = (body(&app, "north").await, body(&app, "borough").await);
        assert_eq!((&old["state"], &old["places"], &old["members"]), (&json!("ended"), &json!([]), &json!([])));
        assert_eq!(old["history"].as_array().map(Vec::len), Some(2), "who sat in it stays");
        assert_eq!((&new["places"], &new["took_over_from"]), (&json!(["area-1", "south-west"]), &json!(["north"])));
        assert_eq!(names(&new, "initiatives", "name"), ["Housing Market Renewal"]);
        assert_eq!((&new["initiatives"][0]["attached_to"], &new["initiatives"][0]["covered"]), (&json!("north"), &json!(["North East"])));
        let seats: Vec<(&str, &str)> = names(&new, "members", "office").into_iter().zip(names(&new, "members", "name")).collect();
        assert_eq!(seats, [("chair", "Director Example"), ("member", "Councillor Example"), ("member", "Highways")]);
        assert_eq!(new["before"], json!([{"place": "area-1", "level": 1, "open": 0}, {"place": "area-1", "level": 2, "open": 0},
            {"place": "south-west", "level": 2, "open": 0}]), "at the level it was open at, and at its own");
        let page = app.get("/walsall/bodies/borough").await.is(200).body;
        assert_page(&page);
        for said in ["Took over from", "The north committee", "came over from", "Came over from"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let page = app.get("/walsall/bodies/north").await.is(200).body;
        assert!(page.contains("It ended on 1 April 2027 and went on as"), "{page}");
        assert!(app.get("/walsall/bodies?on=2027-03-03").await.is(200).body.contains("The north committee"), "on the day it was there");
        assert!(!app.get("/walsall/bodies").await.is(200).body.contains("The north committee"));
    }

    async fn an_initiative_needs_a_place_and_a_target_and_is_changed_by_whoever_has_it(app) {
        established(&app, "north", &["area-1"]).await;
        established(&app, "east", &["north-east", "south-east"]).await;
        let keeper = app.as_role(Role::Clerk).await;
        let path = "/walsall/admin/bodies/north/initiative";
        assert_page(&keeper.get(path).await.is(200).body);
        let mut typed = vec![("name", "Renewal"), ("about", "Homes made fit"), ("target_1", "homes"), ("number_1", "many"), ("due_1-day", "31"), ("due_1-month", "3"), ("due_1-year", "2029"), ("places", "south-east")];
        let reply = keeper.post_form(path, &typed).await.is(422);
        assert!(reply.body.contains("Enter how many, like 400") && reply.body.contains("Homes made fit"), "{}", reply.body);
        typed[3].1 = "400";
        keeper.post_form(path, &typed).await.leads_to();
        let page = keeper.get("/walsall/bodies/north").await.is(200).body;
        for said in ["homes: 400 by 31 March 2029", "It covers beyond them", "The east committee: all of it"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let id = body(&app, "north").await["initiatives"][0]["id"].as_str().expect("a key").to_owned();
        let change = format!("/walsall/admin/bodies/north/initiatives/{id}/change");
        let form = keeper.get(&change).await.is(200).body;
        assert!(form.contains("value=\"400\""), "{form}");
        typed.push(("valid_to", "2030-01-01"));
        assert_eq!(keeper.post_form(&change, &typed).await.leads_to(), "/walsall/bodies/north?done=initiative");
        keeper.get(&format!("/walsall/admin/bodies/east/initiatives/{id}/change")).await.is(404);
        // Targets stay in the order in which they were said, and the same said again is no change.
        let counted = ["streets", "homes", "yards", "lamps", "gates", "kerbs"];
        let targets: Vec<Value> = counted.iter().map(|what| json!({"what": what, "number": 3, "due_on": "2029-03-31"})).collect();
        let many = json!({"name": "Kerbs", "about": "Streets", "places": ["area-1"], "targets": targets});
        let made = clerk(&app).post_json(&format!("{API}/north/initiatives"), &many).await.is(201).json();
        assert_eq!(names(&made, "targets", "what"), counted);
        let again = format!("{API}/north/initiatives/{}/change", made["id"].as_str().expect("a key"));
        assert_eq!(clerk(&app).post_json(&again, &many).await.is(200).json()["version"], made["version"]);
        let none = json!({"name": "Renewal", "about": "Homes", "places": ["area-1"]});
        let reply = clerk(&app).post_json(&format!("{API}/north/initiatives"), &none).await.is(422).json();
        assert_eq!(reply["fields"][0]["field"], "target_1", "{reply}");
    }

    async fn whoever_leaves_sits_nowhere_any_more_and_the_seat_is_vacant(app) {
        established(&app, "north", &["area-1"]).await;
        let worker = app.walsall.worker(Role::Councillor);
        seated(&app, "north", "chair", &person(&app, Role::Councillor), "2026-05-01").await;
        seated(&app, "north", "member", "organisation:highways", "2026-05-01").await;
        let admin = app.api(&app.walsall.worker(Role::Administrator).token);
        admin.post_json(&format!("/walsall/api/v1/people/{}/leave", worker.arrived.person), &json!({})).await.is(200);
        app.run_jobs().await;
        let one = body(&app, "north").await;
        assert_eq!(names(&one, "members", "name"), ["Highways"]);
        assert_eq!(one["vacant"], json!(["chair", "clerk"]));
        let page = app.get("/walsall/bodies/north").await.is(200).body;
        assert!(page.contains("since 2 March 2027; Councillor Example held it last"), "{page}");
        // Nor do they take another, but that they sat in it while they were here can still be said.
        let late = json!({"office": "member", "sitter": person(&app, Role::Councillor), "valid_from": "2026-06-01"});
        clerk(&app).post_json(&format!("{API}/north/seats"), &late).await.is(422);
        let past = json!({"office": "clerk", "sitter": person(&app, Role::Councillor), "valid_from": "2026-06-01", "valid_to": "2026-09-01"});
        clerk(&app).post_json(&format!("{API}/north/seats"), &past).await.is(201);
        // An organisation that ends leaves its seat to its successor.
        app.advance(days(1));
        let ending = json!({"valid_to": "2027-03-03", "successor": "front-door"});
        admin.post_json("/walsall/api/v1/directory/organisations/highways/end", &ending).await.is(200);
        app.run_jobs().await;
        assert_eq!(names(&body(&app, "north").await, "members", "name"), ["Front door"]);
    }

    async fn coordinators_see_who_is_beside_them_and_tell_each_other_what_worked(app) {
        let reference = issue_in(&app, "north-east").await;
        let manager = app.as_role(Role::AreaManager).await;
        let page = manager.get("/walsall/directory/coordinators").await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("Area manager Example") && page.body.contains("Nobody has told the others yet"), "{}", page.body);
        app.get("/walsall/directory/coordinators").await.leads_to();
        let say = |what: &'static str, place: &'static str| vec![("what", what), ("place", place)];
        let path = "/walsall/directory/coordinators";
        let refused = manager.post_form(path, &say("Mrs Example of 4 Mill Lane rang everybody", "area-1")).await.is(422);
        assert!(refused.body.contains("It looks like") && refused.body.contains("rang everybody"), "{}", refused.body);
        manager.post_form(path, &say("A walk with the lighting team", "area-2")).await.is(403);
        let mut told = say("A walk with the lighting team\nFive lamps in one evening", "area-1");
        told.push(("issue", reference.as_str()));
        assert_eq!(manager.post_form(path, &told).await.leads_to(), "/walsall/directory/coordinators?done=share");
        let director = app.as_role(Role::Director).await;
        let page = director.get(path).await.is(200).body;
        assert!(page.contains("Five lamps in one evening") && page.contains(&format!("/walsall/issues/{reference}")), "{page}");
        assert!(!page.contains("Take it back"), "it is another's");
        let wrong = json!({"what": "A walk", "place": "area-1", "issue": "I-2222-2222"});
        app.api(&app.walsall.worker(Role::AreaManager).token).post_json("/walsall/api/v1/practice", &wrong).await.is(422);
        app.api(&app.walsall.worker(Role::Analyst).token).post_json("/walsall/api/v1/practice", &json!({})).await.is(403);
        let notes = app.api(&app.walsall.worker(Role::Analyst).token).get("/walsall/api/v1/practice").await.is(200).json();
        let id = notes["items"][0]["id"].as_str().expect("a key").to_owned();
        director.post_form(&format!("{path}/{id}/take-back"), &[]).await.is(403);
        manager.post_form(&format!("{path}/{id}/take-back"), &[]).await.leads_to();
        manager.post_form(&format!("{path}/{id}/take-back"), &[]).await.is(404);
        assert!(!director.get(path).await.is(200).body.contains("Five lamps"));

        // Beside whom, and in what body together.
        let admin = app.as_role(Role::Administrator).await;
        let other = [("name", "Nia Example"), ("email", "nia@example.org"), ("organisation", "highways"), ("role", "area_manager"), ("reach", "place:area-2")];
        let invited = admin.post_form("/walsall/admin/people/invite", &other).await;
        let nia = invited.leads_to().split('?').next().and_then(|path| path.rsplit('/').next()).expect("a key").to_owned();
        established(&app, "north", &["area-1"]).await;
        seated(&app, "north", "member", &format!("person:{nia}"), "2027-03-02").await;
        seated(&app, "north", "member", &person(&app, Role::AreaManager), "2027-03-02").await;
        let page = manager.get(path).await.is(200).body;
        assert!(page.contains("Beside Nia Example (South area)") && page.contains("The north committee</a> with Nia Example"), "{page}");
    }

    async fn of_many_who_give_one_chair_at_once_one_does(app) {
        established(&app, "north", &["area-1"]).await;
        let asked: Vec<Value> = [Role::Councillor, Role::Director, Role::Analyst, Role::Editor].into_iter()
            .map(|role| json!({"office": "chair", "sitter": person(&app, role), "valid_from": "2027-03-02"})).collect();
        let path = format!("{API}/north/seats");
        let keepers: Vec<Caller<'_>> = asked.iter().map(|_| clerk(&app)).collect();
        let [a, b, c, d] = [0, 1, 2, 3].map(|at| keepers[at].post_json(&path, &asked[at]));
        let (a, b, c, d) = tokio::join!(a, b, c, d);
        let mut answers = [a, b, c, d].map(|reply| reply.status.as_u16());
        answers.sort_unstable();
        assert_eq!(answers, [201, 422, 422, 422]);
        assert_eq!(body(&app, "north").await["members"].as_array().map(Vec::len), Some(1));
    }

    async fn a_bodys_page_takes_few_statements_however_much_there_is_in_it(app) {
        established(&app, "north", &["area-1", "south-east", "south-west"]).await;
        for role in [Role::Councillor, Role::Clerk, Role::Director, Role::Analyst] {
            seated(&app, "north", "member", &person(&app, role), "2026-05-01").await;
        }
        app.run_jobs().await;
        for page in ["/walsall/bodies/north", "/walsall/bodies", API, "/walsall/api/v1/bodies/north"] {
            app.get(page).await.is(200);
            let warm = app.get(page).await.is(200);
            assert!(warm.statements <= 1 + 3, "{page}: {}", warm.statements);
        }
    }
}
