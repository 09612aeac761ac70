//! Every list as files: the rows and the count of the page, for whoever may read the page, and nothing more than the page
//! shows. The list of issues has its own story in `desk::lists`.

use std::collections::BTreeSet;

use access::Role;
use axum::body::Body;
use axum::http::Method;
use base::days;
use serde_json::{Value, json};

use crate::harness::{Caller, Reply, TestApp, assert_page};

const DANGER: &str = "He says he is going to kill me tonight and I am scared of him.";
const CONTACT: &str = "Bea Contact";

/// Somebody tells Walsall something; answers the reference.
async fn told(app: &TestApp, slug: &str, category: &str, words: &str, place: &str) -> String {
    let contact = json!({ "name": CONTACT, "phone": "01632 960123", "safe": "phone", "consent": true });
    let body = json!({ "category": category, "description": words, "place": place, "address": "Behind the old mill", "contact": contact });
    let town = if slug == "walsall" { &app.walsall } else { &app.salford };
    let program = app.api(&town.worker(Role::Director).token);
    let heard = program.post_json(&format!("/{slug}/api/v1/concerns"), &body).await.is(201).json();
    heard["reference"].as_str().expect("a reference").to_owned()
}

async fn opened(director: &Caller<'_>, title: &str, place: &str, concerns: &[&str]) -> String {
    let body = json!({ "title": title, "category": "street-light", "place": place, "concerns": concerns });
    let opened = director.post_json("/walsall/api/v1/issues", &body).await.is(201).json();
    opened["reference"].as_str().expect("a reference").to_owned()
}

/// The count a page shows beside its heading.
#[track_caller]
fn counted(page: &Reply) -> usize {
    let shown = page.body.split_once("wm-count\">").expect("a count").1.split('<').next().expect("words");
    if shown == "none" { 0 } else { shown.parse().expect("a number") }
}

/// The rows of a table, under their names.
#[track_caller]
fn table(file: &Reply) -> Vec<Value> {
    assert!(file.header("content-type").starts_with("text/csv"), "{:?}", file.headers);
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"walsall-"), "{:?}", file.headers);
    let mut reader = csv::Reader::from_reader(file.body.as_bytes());
    let heading: Vec<String> = reader.headers().expect("a heading").iter().map(str::to_owned).collect();
    let row = |cells: csv::StringRecord| heading.iter().cloned().zip(cells.iter().map(Value::from)).collect();
    reader.records().map(|cells| row(cells.expect("a row"))).collect()
}

#[track_caller]
fn items(file: &Reply) -> Vec<Value> {
    let whole = file.json();
    assert!(whole["next"].is_null(), "the whole list");
    whole["items"].as_array().expect("items").clone()
}

#[track_caller]
fn column(rows: &[Value], name: &str) -> Vec<String> {
    rows.iter().map(|row| row[name].as_str().unwrap_or_else(|| panic!("{name} of {row}")).to_owned()).collect()
}

/// Every page of a list, by following its links on.
async fn pages(caller: &Caller<'_>, first: &str) -> Vec<Reply> {
    let mut pages = vec![caller.get(first).await.is(200)];
    while let Some(next) = pages.last().and_then(next) {
        pages.push(caller.get(&next).await.is(200));
    }
    pages
}

fn next(page: &Reply) -> Option<String> {
    let (before, _) = page.body.split_once("rel=\"next\"")?;
    Some(before.rsplit_once("href=\"")?.1.split('"').next()?.replace("&#38;", "&"))
}

/// What follows each `before` in the bodies, up to `end`.
fn cut(pages: &[Reply], before: &str, end: char) -> Vec<String> {
    let each = pages.iter().flat_map(|page| page.body.split(before).skip(1));
    each.filter_map(|rest| Some(rest.split_once(end)?.0.to_owned())).collect()
}

/// What somebody is told who may not, without the number of the asking.
fn sentence(page: &Reply) -> String {
    web::testing::main_text(&page.body).replace(page.header("x-operation-id"), "OPERATION")
}

/// The addresses under which a page offers its list as files.
fn offered(page: &Reply, list: &str) -> Vec<String> {
    let links = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let files = links.filter(|link| [".csv", ".json"].iter().any(|end| link.starts_with(&format!("{list}{end}"))));
    files.map(|link| link.replace("&#38;", "&")).collect()
}

stories! {
    async fn concerns_as_a_file_are_those_the_page_turns_over(app) {
        let mut first = String::new();
        for number in 0..60 {
            let place = ["north-east", "north-west", "south-east"][number % 3];
            let reference = told(&app, "walsall", ["street-light", "noise"][number % 2], &format!("Unsaid word {number}"), place).await;
            first = if number == 0 { reference } else { first };
        }
        let program = app.api(&app.walsall.worker(Role::Director).token);
        opened(&program, "Lamp out", "north-east", &[&first]).await;
        told(&app, "salford", "street-light", "Unsaid elsewhere", "north-east").await;
        app.advance(days(2));
        for place in ["north-east", "south-west"] {
            told(&app, "walsall", "noise", "Unsaid and late", place).await;
        }
        let mut seen = BTreeSet::new();
        for (reader, caller) in [("director", app.as_role(Role::Director).await), ("manager", app.as_role(Role::AreaManager).await), ("officer", app.as_role(Role::SupportOfficer).await)] {
            for query in ["", "status=any", "status=considering", "place=north-east", "place=south-east&status=heard", "place=area-2", "since=2027-03-04&status=any", "lines=now&place=town", "status=resolved"] {
                let list = pages(&caller, &format!("/walsall/concerns?{query}")).await;
                let count = counted(&list[0]);
                let mut shown = cut(&list, "govuk-link wm-reference\" href=\"/walsall/concerns/", '"');
                assert_eq!(shown.len(), count, "{reader}: {query}");
                let csv = caller.get(&format!("/walsall/concerns.csv?{query}")).await.is(200);
                let json = caller.get(&format!("/walsall/concerns.json?{query}")).await.is(200);
                let rows = table(&csv);
                assert_eq!(column(&rows, "reference"), shown, "{reader}: {query}");
                assert_eq!(column(&items(&json), "reference"), shown, "{reader}: {query}");
                for sealed in ["Unsaid", CONTACT, "01632", "old mill"] {
                    assert!(!csv.body.contains(sealed) && !json.body.contains(sealed), "{sealed} left the house: {query}");
                }
                assert!(csv.headers["cache-control"] == "no-store" && json.headers["cache-control"] == "no-store");
                seen.insert(count);
                if !shown.is_empty() {
                    assert_eq!(offered(&list[0], "/walsall/concerns").len(), 2, "{query}");
                    for file in offered(&list[0], "/walsall/concerns") {
                        let same = caller.get(&file).await.is(200);
                        let rows = if file.contains(".csv") { table(&same) } else { items(&same) };
                        assert_eq!(column(&rows, "reference"), shown, "the page leads to its own rows: {file}");
                    }
                }
                shown.sort_unstable();
                shown.dedup();
                assert_eq!(shown.len(), count, "each once");
            }
        }
        assert!(seen.len() > 5, "the filters tell lists apart: {seen:?}");
        let director = app.as_role(Role::Director).await;
        let one = table(&director.get("/walsall/concerns.csv?place=north-east&status=considering").await).remove(0);
        assert_eq!((&one["category"], &one["places"], &one["place_names"], &one["protection"]),
            (&json!("street-light"), &json!("north-east area-1 town"), &json!("North East; North area; The borough"), &json!("0")), "{one}");
        for strange in ["place=nowhere", "status=gone", "since=Friday", "after=x", "lines=then-and-now"] {
            for end in ["", ".csv", ".json"] {
                director.get(&format!("/walsall/concerns{end}?{strange}")).await.is(422);
            }
        }
        // What programs list says the same of each.
        let twin = program.get("/walsall/api/v1/concerns?place=south-west").await.is(200).json();
        assert_eq!(twin["items"], json!(items(&director.get("/walsall/concerns.json?place=south-west").await)));
    }

    async fn whoever_may_not_read_concerns_is_answered_as_on_the_page_and_what_is_protected_is_in_no_file(app) {
        let plain = told(&app, "walsall", "street-light", "The lamp is out.", "north-east").await;
        let held = told(&app, "walsall", "street-light", DANGER, "north-east").await;
        let raised = told(&app, "walsall", "street-light", "My neighbour watches me.", "north-east").await;
        let manager = app.as_role(Role::AreaManager).await;
        let protect = [("protection", "3"), ("reason", "Somebody may be stalked.")];
        manager.post_form(&format!("/walsall/concerns/{raised}/raise"), &protect).await.is(303);
        for end in ["csv", "json"] {
            let file = format!("/walsall/concerns.{end}");
            for query in ["", "?status=any", "?held=false", "?place=north-east&status=any"] {
                for caller in [app.as_role(Role::Director).await, app.as_role(Role::AreaManager).await] {
                    let seen = caller.get(&format!("{file}{query}")).await.is(200).body;
                    assert!(seen.contains(&plain) && !seen.contains(&held) && !seen.contains(&raised), "{query}: {seen}");
                }
            }
            for role in Role::ALL {
                let caller = app.as_role(*role).await;
                for query in ["", "?held=true", "?status=any"] {
                    let page = caller.get(&format!("/walsall/concerns{query}")).await;
                    let given = caller.get(&format!("{file}{query}")).await;
                    if *role == Role::SafeguardingLead {
                        assert!(page.status == 200 && page.body.contains(&held), "{query}");
                        let said = given.is(403).body;
                        assert!(said.contains("What is held or protected is in no file. Read it on its own page.") && !said.contains(&held), "{said}");
                        continue;
                    }
                    assert_eq!(given.status, page.status, "{role} {file}{query}");
                    if given.status != 200 {
                        assert_eq!(sentence(&given), sentence(&page), "{role} {file}{query}");
                    }
                }
            }
            let page = app.get("/walsall/concerns").await;
            assert_eq!((app.get(&file).await.is(303).leads_to()).split('?').next(), page.leads_to().split('?').next());
            app.signed_in(app.salford.worker(Role::Director)).await.get(&file).await.is(303);
        }
    }

    async fn a_file_of_concerns_that_was_given_out_is_an_entry(app) {
        told(&app, "walsall", "street-light", "The lamp is out.", "north-east").await;
        let officer = app.api(&app.walsall.worker(Role::InformationGovernance).token);
        let entries = async || officer.get("/walsall/api/v1/audit?verb=export").await.is(200).json()["items"].as_array().expect("entries").clone();
        assert_eq!(entries().await.len(), 0);
        let manager = app.as_role(Role::AreaManager).await;
        manager.get("/walsall/concerns.csv?place=north-east").await.is(200);
        manager.get("/walsall/concerns.json").await.is(200);
        // What was not given out is no entry.
        manager.get("/walsall/concerns.csv?place=nowhere").await.is(422);
        app.as_role(Role::Analyst).await.get("/walsall/concerns.csv").await.is(403);
        let told = entries().await;
        assert_eq!(told.len(), 2, "{told:#?}");
        assert!(told[0].to_string().contains("Area manager Example") && told[0]["kind"] == "concern", "{told:#?}");
        let page = app.as_role(Role::InformationGovernance).await.get("/walsall/admin/information/audit?verb=export").await.is(200);
        assert!(page.body.contains("export") && page.body.contains("heard at"), "{}", page.body);
    }

    async fn a_file_longer_than_one_read_holds_every_concern_once(app) {
        let director = app.as_role(Role::Director).await;
        let rows: String = (0..2_050).map(|number| format!("litter,Cans {number},North West,n{number}\n")).collect();
        let sheet = format!("category,description,place,external_id\n{rows}");
        let program = app.api(&app.walsall.worker(Role::Director).token);
        program.send(Method::POST, "/walsall/api/v1/imports/concerns", Some("text/csv"), Body::from(sheet)).await.is(202);
        app.run_jobs().await;
        let rows = table(&director.get("/walsall/concerns.csv").await.is(200));
        let data = items(&director.get("/walsall/concerns.json").await.is(200));
        let each: BTreeSet<String> = column(&rows, "reference").into_iter().collect();
        assert_eq!((rows.len(), each.len()), (2_050, 2_050));
        assert_eq!(column(&data, "reference"), column(&rows, "reference"));
    }

    async fn what_we_said_and_did_as_a_file_is_what_the_page_turns_over(app) {
        let director = app.api(&app.walsall.worker(Role::Director).token);
        let empty = app.get("/walsall/feedback.csv").await.is(200);
        assert_eq!(empty.body, "issue,title,at,act,outcome,voices,said,status\r\n");
        let mut last = String::new();
        for number in 0..30 {
            let issue = opened(&director, &format!("={number} lamps out"), "north-east", &[]).await;
            let decided = json!({ "decision": "taking_forward", "reason": format!("It can be mended, \"{number}\"") });
            app.advance(base::minutes(1));
            director.post_json(&format!("/walsall/api/v1/issues/{issue}/decide"), &decided).await.is(200);
            last = issue;
        }
        app.advance(base::minutes(1));
        let ended = json!({ "outcome": "sorted", "what_we_did": "The lamp was mended." });
        director.post_json(&format!("/walsall/api/v1/issues/{last}/resolve"), &ended).await.is(200);
        let list = pages(&app.anyone(), "/walsall/feedback").await;
        assert_eq!(list.len(), 2, "more than a page");
        let shown = cut(&list, "href=\"/walsall/take-down?about=", '"');
        assert_eq!(shown.len(), 31);
        assert_eq!(offered(&list[0], "/walsall/feedback"), ["/walsall/feedback.csv", "/walsall/feedback.json"]);
        let (csv, json) = (app.get("/walsall/feedback.csv").await.is(200), app.get("/walsall/feedback.json").await.is(200));
        let (rows, data) = (table(&csv), items(&json));
        assert_eq!(column(&rows, "issue"), shown);
        assert_eq!(column(&data, "issue"), shown);
        assert_eq!((&rows[0]["outcome"], &rows[0]["status"], &rows[1]["act"], &rows[1]["status"]), (&json!("sorted"), &json!("resolved"), &json!("taken_forward"), &json!("resolved")));
        assert_eq!((&data[2]["voices"], &data[2]["status"], &data[2]["said"]), (&json!(0), &json!("taking_forward"), &json!("It can be mended, \"28\"")));
        assert!(column(&rows, "title").iter().all(|title| title.starts_with("'=")), "no cell is a formula: {rows:#?}");
        // From where a page begins, as the page.
        let from = next(&list[0]).expect("a second page");
        let rest = app.get(&from.replace("/feedback?", "/feedback.csv?")).await.is(200);
        assert_eq!(column(&table(&rest), "issue"), shown[25..]);
        for end in ["", ".csv", ".json"] {
            app.get(&format!("/walsall/feedback{end}?before=forged")).await.is(422);
        }
        // What somebody wants gone is gone from the files too, and nothing of it is told elsewhere.
        app.post_form("/walsall/take-down", &[("about", &last), ("why", "names"), ("email", "ann@example.org")]).await;
        for end in ["", ".csv", ".json", ".atom"] {
            assert!(!app.get(&format!("/walsall/feedback{end}")).await.is(200).body.contains(&last), "{end}");
            assert!(!app.get(&format!("/salford/feedback{end}")).await.is(200).body.contains("lamps out"), "{end}");
        }
    }

    async fn people_as_a_file_are_those_the_page_lists(app) {
        let admin = app.as_role(Role::Administrator).await;
        let invited = [("name", "Nia Example"), ("email", "nia@example.org"), ("organisation", "highways"), ("role", "area_manager"), ("reach", "place:area-2")];
        admin.post_form("/walsall/admin/people/invite", &invited).await.leads_to();
        let officer = app.walsall.worker(Role::Clerk).arrived.person;
        admin.post_form(&format!("/walsall/admin/people/{officer}/leave"), &[("when", "later"), ("from", "2 4 2027")]).await.is(303);
        let mut seen = BTreeSet::new();
        for query in ["show=here", "show=invited", "show=leaving", "show=left", "show=all", "role=area_manager", "place=north-east", "organisation=highways", "role=area_manager&show=invited", "organisation=highways&place=area-1"] {
            let list = admin.get(&format!("/walsall/admin/people?{query}")).await.is(200);
            assert_page(&list.body);
            let count = counted(&list);
            let mut people = items(&admin.get(&format!("/walsall/admin/people.json?{query}")).await.is(200));
            assert_eq!(people.len(), count, "{query}");
            let rows = table(&admin.get(&format!("/walsall/admin/people.csv?{query}")).await.is(200));
            let each: BTreeSet<String> = column(&rows, "person").into_iter().collect();
            assert_eq!(each, column(&people, "id").into_iter().collect(), "{query}");
            let files = offered(&list, "/walsall/admin/people");
            let same = files.iter().find(|file| file.contains(".json")).expect("the list as data");
            assert_eq!(items(&admin.get(same).await.is(200)).len(), count, "{same}");
            seen.insert(count);
            people.truncate(200);
            let twin = app.api(&app.walsall.worker(Role::Administrator).token).get(&format!("/walsall/api/v1/people?limit=200&{query}")).await.is(200).json();
            assert_eq!(twin["items"], json!(people), "{query}");
        }
        assert!(seen.len() > 3, "the filters tell lists apart: {seen:?}");
        assert_eq!(items(&admin.get("/walsall/admin/people.json").await).len(), counted(&admin.get("/walsall/admin/people").await));
        let vacant = admin.get("/walsall/admin/people?vacant=yes").await.is(200);
        let count = vacant.body.split_once("Roles without a holder <span class=\"wm-count\">").expect("a count").1.split('<').next().expect("a number").to_owned();
        assert_eq!(items(&admin.get("/walsall/admin/people.json?vacant=yes").await.is(200)).len().to_string(), count);
        assert_eq!(table(&admin.get("/walsall/admin/people.csv?vacant=yes").await.is(200)).len().to_string(), count);
        assert!(offered(&vacant, "/walsall/admin/people").contains(&"/walsall/admin/people.json?vacant=yes".to_owned()));
        for strange in ["role=king", "place=nowhere", "organisation=none", "show=red"] {
            for end in ["", ".csv", ".json"] {
                admin.get(&format!("/walsall/admin/people{end}?{strange}")).await.is(422);
            }
        }
    }

    async fn lists_of_the_directory_are_data_as_programs_read_them_and_nobodys_but_their_readers(app) {
        let director = app.as_role(Role::Director).await;
        let program = app.api(&app.walsall.worker(Role::Director).token);
        opened(&program, "Lamp out", "north-east", &[]).await;
        for (page, query, twin) in [
            ("directory/workload", "", "directory/workload"),
            ("directory/deployment", "?on=2027-07-02", "directory/deployment?on=2027-07-02"),
            ("directory/coordinators", "", "coordinators"),
        ] {
            let list = director.get(&format!("/walsall/{page}{query}")).await.is(200);
            assert_page(&list.body);
            let files = offered(&list, &format!("/walsall/{page}"));
            assert_eq!(files, ["csv", "json"].map(|end| format!("/walsall/{page}.{end}{query}")));
            let data = director.get(&files[1]).await.is(200).json();
            assert_eq!(data, program.get(&format!("/walsall/api/v1/{twin}")).await.is(200).json(), "{page}");
            assert!(!table(&director.get(&files[0]).await.is(200)).is_empty(), "{page}");
        }
        let beside = table(&director.get("/walsall/directory/coordinators.csv").await);
        assert_eq!((&beside[0]["name"], &beside[0]["places"]), (&json!("Area manager Example"), &json!("North area")), "{beside:?}");
        director.get("/walsall/directory/deployment.json?on=31/2/2027").await.is(422);
        for role in Role::ALL {
            let caller = app.as_role(*role).await;
            for page in ["directory/workload", "directory/deployment", "directory/coordinators", "admin/people"] {
                let expected = caller.get(&format!("/walsall/{page}")).await;
                for end in ["csv", "json"] {
                    let file = caller.get(&format!("/walsall/{page}.{end}")).await;
                    assert_eq!(file.status, expected.status, "{role} {page}.{end}");
                    if file.status != 200 {
                        assert_eq!(sentence(&file), sentence(&expected), "{role} {page}.{end}");
                    }
                }
            }
        }
        for page in ["directory/workload", "directory/deployment", "directory/coordinators", "admin/people"] {
            app.get(&format!("/walsall/{page}.json")).await.is(303);
        }
    }
}
