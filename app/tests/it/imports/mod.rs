//! Concerns from a file: looked at, agreed, checked, taken in, taken in again without a difference, undone; and what a bad
//! file meets.

mod by_command;
mod postcodes_killed;

use access::Role;
use axum::body::Body;
use axum::http::Method;
use base::{days, hours};
use serde_json::Value;
use web::testing::assert_page;

use crate::harness::{Caller, TestApp};
use crate::redrawing::{day, director, drawn, halves, listed, proposed};

const IMPORTS: &str = "/walsall/admin/imports";

/// As Excel saves it on a British machine: a mark of byte order, semicolons, a lost 0, a Windows apostrophe.
const SURVEY: &[u8] = b"\xEF\xBB\xBFCase ID;Report type;Details;Date reported;Ward;E-mail;Mobile;Safe\r\n\
    17;Dumped rubbish;A sofa in Mill Lane, it\x92s wet;03/02/2027;North West;;;\r\n\
    18;street-light;\"Two lamps are out,\r\nby the school\";03/02/2027 17:30;North East;bea@example.org;7700900123;phone\r\n\
    19;Litter;Bins;31/02/2027;North West;;;\r\n\
    20;Litter;\"Never closed;01/02/2027;North West;;;\r\n\
    21;Litter;Cans on the green;01/02/2027;Nowhere;;;\r\n\
    22;Litter;He hits her every night and the children hear it;01/02/2027;North West;;;\r\n";

fn id_of(address: &str) -> &str {
    address.rsplit('/').next().expect("an address")
}

/// How many concerns are here, and how many of them anybody can still read.
async fn concerns(app: &TestApp) -> (i64, i64) {
    let partnership = app.walsall.id;
    let count = move |tx: &mut db::Tx<'_>| {
        tx.one(db::sql!(
            "select count(*), count(words) from concern where partnership = $1 and {unfiltered: counts for a test}",
            partnership
        ))
    };
    app.site.db.read(count).await.expect("a count")
}

async fn put_in(caller: &Caller<'_>, bytes: &[u8]) -> String {
    caller.post_file(IMPORTS, "spring-survey.csv", bytes).await.is(303).leads_to().to_owned()
}

/// Sends the columns as the page guessed them, and says what "Dumped rubbish" means.
const AGREED: &[(&str, &str)] = &[
    ("column-0", "external_id"),
    ("column-1", "category"),
    ("column-2", "description"),
    ("column-3", "heard_at"),
    ("column-4", "place"),
    ("column-5", "contact.email"),
    ("column-6", "contact.phone"),
    ("column-7", "contact.safe"),
    ("category-0", "fly-tipping"),
];

async fn taken_in(app: &TestApp, caller: &Caller<'_>, bytes: &[u8]) -> Value {
    let page = put_in(caller, bytes).await;
    caller.post_form(&page, AGREED).await.is(303);
    app.run_jobs().await;
    caller.post_form(&format!("{page}/run"), &[]).await.is(303);
    app.run_jobs().await;
    let token = &app.walsall.worker(Role::Director).token;
    app.api(token).get(&format!("/walsall/api/v1/operations/{}", id_of(&page))).await.is(200).json()
}

stories! {
    async fn a_spreadsheet_is_looked_at_agreed_checked_and_taken_in(app) {
        let director = app.as_role(Role::Director).await;
        let page = put_in(&director, SURVEY).await;
        let shown = director.get(&page).await.is(200);
        assert_page(&shown.body);
        assert!(shown.body.contains("Dumped rubbish"), "a category that is not ours is asked about\n{}", shown.body);
        assert!(shown.body.contains("by the school"), "the first rows are shown as they are read");
        assert_eq!(concerns(&app).await, (0, 0), "nothing is stored by looking");

        director.post_form(&page, AGREED).await.is(303);
        app.run_jobs().await;
        let checked = director.get(&page).await.is(200);
        assert!(checked.body.contains("Take in 3 concerns"), "{}", checked.body);
        for fault in ["31/03/2026 or 2026-03-31", "quotation mark", "no place of this name"] {
            assert!(checked.body.contains(fault), "{fault}\n{}", checked.body);
        }
        assert_eq!(concerns(&app).await, (0, 0), "nothing is stored by checking");

        director.post_form(&format!("{page}/run"), &[]).await.is(303);
        let operation = format!("/walsall/admin/operations/{}", id_of(&page));
        let going = director.get(&operation).await.is(200);
        assert_page(&going.body);
        assert_eq!(going.header("refresh"), "4", "a page of work that goes on reads itself again");
        app.run_jobs().await;
        let done = director.get(&operation).await.is(200);
        assert!(done.body.contains("It was done to its end") && done.body.contains("Undo it"), "{}", done.body);
        assert!(!done.body.contains("reads itself again"), "what ended stands still");
        assert_eq!(concerns(&app).await, (3, 3));

        let listed = app.api(&app.walsall.worker(Role::Director).token).get("/walsall/api/v1/concerns").await.is(200).json();
        let listed = listed["items"].as_array().expect("a list").clone();
        assert_eq!(listed.len(), 2, "what danger words hold is for the safeguarding lead alone: {listed:#?}");
        let lamps = listed.iter().find(|one| one.to_string().contains("street-light")).expect("the lamps");
        let lamps = lamps["reference"].as_str().expect("a reference");
        let lamps = app.api(&app.walsall.worker(Role::Director).token).get(&format!("/walsall/api/v1/concerns/{lamps}")).await.json();
        assert_eq!(lamps["staff"]["words"], "Two lamps are out,\nby the school");
        assert_eq!(lamps["staff"]["contact"]["phone"], "07700900123", "the 0 is back");
        assert_eq!(lamps["heard_at"], "2027-02-03T17:30:00Z");
        assert_eq!(lamps["staff"]["channel"], "import");
        assert_eq!(app.mail().await.len(), 0, "nobody is written to");

        let errors = director.get(&format!("{operation}/errors.csv")).await.is(200);
        assert_eq!(errors.body.lines().count(), 4, "{}", errors.body);
        assert!(errors.body.contains("5,Date reported,"), "the line and the column of the file\n{}", errors.body);
        assert!(!errors.body.contains("Bins"), "never what a row says");
    }

    async fn taking_the_same_file_in_again_changes_nothing(app) {
        let director = app.as_role(Role::Director).await;
        let first = taken_in(&app, &director, SURVEY).await;
        assert_eq!((&first["done"], &first["unchanged"], &first["rejected"]), (&3.into(), &0.into(), &3.into()));
        let again = taken_in(&app, &director, SURVEY).await;
        assert_eq!((&again["done"], &again["unchanged"]), (&0.into(), &3.into()));
        assert_eq!(concerns(&app).await, (3, 3));

        let without_numbers = b"category,description,place\nlitter,Cans,North West\nlitter,Cans,North West\n";
        let program = app.api(&app.walsall.worker(Role::Director).token);
        let send = || program.send(Method::POST, "/walsall/api/v1/imports/concerns", Some("text/csv"), Body::from(&without_numbers[..]));
        for _ in 0..2 {
            assert_eq!(send().await.is(202).json()["state"], "running");
            app.run_jobs().await;
        }
        assert_eq!(concerns(&app).await, (4, 4), "a row without a number is known by what it says");
    }

    async fn a_row_lies_where_it_lay_on_its_own_day_with_todays_place_beside_it(app) {
        let (before, from) = (day(&app, 0), day(&app, 1));
        drawn(&app, &proposed(&app, "ward", from, true, &halves()).await).await;
        app.advance(days(2));
        app.run_jobs().await;
        let sheet = format!(
            "Case ID,Category,Details,Date reported,Latitude,Longitude,Ward\n\
             then,litter,Cans,{before},52.609,-1.955,\nsince,litter,Cans,{from},52.609,-1.955,\n\
             named,litter,Cans,{before},,,North East\nnever,litter,Cans,{from},,,North East\n\
             ancient,litter,Cans,1999-01-31,52.609,-1.955,\n"
        );
        let program = director(&app);
        let sent = program.send(Method::POST, "/walsall/api/v1/imports/concerns", Some("text/csv"), Body::from(sheet));
        let begun = sent.await.is(202).json();
        app.run_jobs().await;
        let operation = format!("/walsall/api/v1/operations/{}", begun["id"].as_str().expect("an id"));
        let done = program.get(&operation).await.is(200).json();
        assert_eq!((&done["done"], &done["rejected"]), (&4.into(), &1.into()), "no ward was called that any more: {done}");
        for (place, then, now) in [("north-east", 3, 1), ("E05090002", 1, 3), ("area-1", 4, 4)] {
            let of = async |lines: &str| listed(&program, &format!("concerns?place={place}&lines={lines}")).await.len();
            assert_eq!((of("then").await, of("now").await), (then, now), "{place}");
        }
    }

    async fn two_imports_of_one_file_at_once_take_it_in_once(app) {
        let director = app.as_role(Role::Director).await;
        let mut sheet = String::from("id,category,description,place\n");
        for n in 0..900 {
            sheet.push_str(&format!("{n},litter,Cans under bench {n},North West\n"));
        }
        let mut pages = Vec::new();
        for _ in 0..2 {
            let page = put_in(&director, sheet.as_bytes()).await;
            let columns = [("column-0", "external_id"), ("column-1", "category"), ("column-2", "description"), ("column-3", "place")];
            director.post_form(&page, &columns).await.is(303);
            app.run_jobs().await;
            pages.push(page);
        }
        for page in &pages {
            director.post_form(&format!("{page}/run"), &[]).await.is(303);
        }
        app.run_jobs().await;
        let token = &app.walsall.worker(Role::Director).token;
        let (mut done, mut unchanged) = (0, 0);
        for page in &pages {
            let one = app.api(token).get(&format!("/walsall/api/v1/operations/{}", id_of(page))).await.json();
            assert_eq!(one["state"], "done", "{one}");
            done += one["done"].as_i64().expect("a count");
            unchanged += one["unchanged"].as_i64().expect("a count");
        }
        assert_eq!((done, unchanged, concerns(&app).await.0), (900, 900, 900));
    }

    async fn for_a_day_an_import_can_be_undone_but_for_what_was_worked_on(app) {
        let director = app.as_role(Role::Director).await;
        let first = taken_in(&app, &director, SURVEY).await;
        let program = app.api(&app.walsall.worker(Role::Director).token);
        let listed = program.get("/walsall/api/v1/concerns").await.json();
        let sofa = listed["items"].as_array().expect("a list").iter().find(|one| one.to_string().contains("fly-tipping"));
        let sofa = sofa.expect("the sofa")["reference"].as_str().expect("a reference").to_owned();
        let opened = serde_json::json!({"title": "Sofa in Mill Lane", "category": "fly-tipping", "concerns": [sofa]});
        program.post_json("/walsall/api/v1/issues", &opened).await.is(201);

        let lamps = listed["items"].as_array().expect("a list").iter().find(|one| one.to_string().contains("street-light"));
        let lamps = lamps.expect("the lamps")["reference"].as_str().expect("a reference").to_owned();
        let note = serde_json::json!({"way": "phone", "words": "Told Bea that somebody comes this week"});
        program.post_json(&format!("/walsall/api/v1/concerns/{lamps}/note"), &note).await.is(201);

        let operation = format!("/walsall/admin/operations/{}", first["id"].as_str().expect("an id"));
        director.post_form(&format!("{operation}/undo"), &[]).await.is(303);
        app.run_jobs().await;
        let undone = director.get(&operation).await.is(200);
        assert!(undone.body.contains("but for 2 that somebody has worked on"), "{}", undone.body);
        assert_eq!(concerns(&app).await, (3, 2), "one is an empty record, two stay");
        let left = app.site.db.read({ let p = app.walsall.id; move |tx| tx.one::<i64>(db::sql!(
            "select count(*) from subject_key where partnership = $1 and subject in \
             (select id from concern where concern.partnership = $1 and concern.words is null and {unfiltered: counts for a test})", p)) }).await;
        assert_eq!(left, Ok(0), "their keys are destroyed");

        let again = taken_in(&app, &director, SURVEY).await;
        assert_eq!((&again["done"], &again["unchanged"]), (&1.into(), &2.into()), "what was undone can come again");

        app.advance(days(1) + hours(1));
        let late = format!("/walsall/admin/operations/{}/undo", again["id"].as_str().expect("an id"));
        app.as_role(Role::Director).await.post_form(&late, &[]).await.is(403);
    }

    async fn an_area_manager_brings_in_what_lies_in_their_area_and_a_file_is_its_owners_alone(app) {
        let manager = app.as_role(Role::AreaManager).await;
        let page = put_in(&manager, b"category,description,place\nlitter,Cans,North West\nlitter,Cans,South West\n").await;
        let columns = [("column-0", "category"), ("column-1", "description"), ("column-2", "place")];
        manager.post_form(&page, &columns).await.is(303);
        app.run_jobs().await;
        let checked = manager.get(&page).await.is(200);
        assert!(checked.body.contains("Take in 1 concern") && checked.body.contains("does not reach this place"), "{}", checked.body);

        app.as_role(Role::Director).await.get(&page).await.is(404);
        app.as_role(Role::Practitioner).await.get(&page).await.is(403);
        app.as_role(Role::Administrator).await.get(IMPORTS).await.is(403);
        let operation = format!("/walsall/admin/operations/{}", id_of(&page));
        app.as_role(Role::Practitioner).await.get(&operation).await.is(404);
        app.signed_in(app.salford.worker(Role::Director)).await.get(&operation).await.is(303);
        app.as_role(Role::Administrator).await.get(&operation).await.is(303);
        app.as_role(Role::Administrator).await.post_form(&format!("{operation}/cancel"), &[]).await.is(303);
        manager.post_form(&format!("{page}/run"), &[]).await.is(303);
        app.run_jobs().await;
        assert_eq!(concerns(&app).await.0, 1);
    }

    async fn a_file_that_is_no_table_is_refused_with_a_sentence(app) {
        let director = app.as_role(Role::Director).await;
        let bad: [(&[u8], &str); 6] = [
            (b"PK\x03\x04 and what unpacks to a terabyte", "workbook or a packed file"),
            (b"%PDF-1.7", "This is not a table"),
            (b"\xff\xfea\0", "Unicode text"),
            (b"category,description\n", "no rows under it"),
            (b"category,category\nx,y\n", "The first line is no heading"),
            (b"", "Choose a file"),
        ];
        for (bytes, said) in bad {
            let refused = director.post_file(IMPORTS, "bad.csv", bytes).await.is(422);
            assert!(refused.body.contains(said), "{said}\n{}", refused.body);
            assert_page(&refused.body);
        }
        let page = put_in(&director, b"colour,words\nred,Cans\n").await;
        let lacking = director.post_form(&page, &[("column-0", ""), ("column-1", "description")]).await.is(422);
        assert!(lacking.body.contains("Say which column holds the category"), "{}", lacking.body);
        let twice = director.post_form(&page, &[("column-0", "description"), ("column-1", "description")]).await.is(422);
        assert!(twice.body.contains("choose it once"), "{}", twice.body);
        app.anyone().post_file(IMPORTS, "x.csv", b"category\n").await.is(401);
        let elsewhere = app.anyone().with("sec-fetch-site", "cross-site");
        elsewhere.post_file(IMPORTS, "x.csv", b"category\n").await.is(403);
        app.as_role(Role::Analyst).await.post_file(IMPORTS, "x.csv", b"category,description,ward\nx,y,z\n").await.is(403);
        let mut large = b"category,description,place\n".to_vec();
        large.extend(format!("litter,{},North West\n", "cans ".repeat(700)).repeat(1_000).into_bytes());
        put_in(&director, &large).await;
        large.resize(33 << 20, b'x');
        director.post_file(IMPORTS, "large.csv", &large).await.is(413);
    }

    async fn a_file_nobody_agrees_on_is_let_go_of(app) {
        let director = app.as_role(Role::Director).await;
        let page = put_in(&director, SURVEY).await;
        app.advance(days(3) + hours(1));
        app.run_jobs().await;
        let director = app.as_role(Role::Director).await;
        let gone = director.get(&format!("/walsall/admin/operations/{}", id_of(&page))).await.is(200);
        assert!(gone.body.contains("Stopped"), "{}", gone.body);
        let pieces = app.site.db.read({ let p = app.walsall.id; move |tx| tx.one::<i64>(db::sql!("select count(*) from operation_file where partnership = $1", p)) }).await;
        assert_eq!(pieces, Ok(0));
    }

    async fn whoever_left_is_not_acted_for(app) {
        let director = app.as_role(Role::Director).await;
        let page = put_in(&director, SURVEY).await;
        director.post_form(&page, AGREED).await.is(303);
        app.run_jobs().await;
        director.post_form(&format!("{page}/run"), &[]).await.is(303);
        let (partnership, membership, today) =
            (app.walsall.id, app.walsall.worker(Role::Director).arrived.membership, app.site.clock.now().date());
        let ended = app.site.db.write(move |tx| {
            tx.run(db::sql!("update membership set valid_to = $3 where partnership = $1 and id = $2", partnership, membership, today))?;
            tx.run(db::sql!("update partnership set epoch = epoch + 1 where id = $1", partnership))?;
            crate::harness::tell_anything(tx, partnership)
        });
        ended.await.expect("the role ends");
        app.run_jobs().await;
        assert_eq!(concerns(&app).await, (0, 0));
        let shown = app.as_role(Role::Administrator).await.get(&format!("/walsall/admin/operations/{}", id_of(&page))).await.is(200);
        assert!(shown.body.contains("no longer holds the role"), "{}", shown.body);
    }
}
