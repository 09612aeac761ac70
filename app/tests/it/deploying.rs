//! How much there is to do for each area and person, and who serves where (ASK-07, ASK-08).

use access::Role;
use base::days;
use serde_json::{Value, json};

use crate::harness::{TestApp, assert_page};

/// The row with this value under this name.
fn row<'a>(rows: &'a Value, field: &str, value: &str) -> &'a Value {
    let rows = rows.as_array().expect("rows");
    rows.iter().find(|row| row[field] == value).unwrap_or_else(|| panic!("no {value} in {rows:?}"))
}

async fn workload(app: &TestApp, role: Role) -> Value {
    app.api(&app.walsall.worker(role).token).get("/walsall/api/v1/directory/workload").await.is(200).json()
}

async fn deployed(app: &TestApp, day: &str) -> Value {
    let program = app.api(&app.walsall.worker(Role::Director).token);
    program.get(&format!("/walsall/api/v1/directory/deployment?on={day}")).await.is(200).json()
}

stories! {
    async fn how_much_there_is_to_do_is_told_to_whoever_manages(app) {
        let director = app.api(&app.walsall.worker(Role::Director).token);
        let manager = app.walsall.worker(Role::AreaManager);
        let issue = |place: &str| json!({"title": "Lamps out in Mill Lane", "category": "street-light", "place": place});
        for place in ["north-east", "north-west", "south-east"] {
            director.post_json("/walsall/api/v1/issues", &issue(place)).await.is(201);
        }
        let all = director.get("/walsall/api/v1/issues?place=area-1").await.is(200).json();
        let first = all["items"][0]["reference"].as_str().expect("a reference").to_owned();
        let holder = json!({"holder": {"organisation": "front-door", "person": manager.arrived.person}});
        director.post_json(&format!("/walsall/api/v1/issues/{first}/assign"), &holder).await.is(200);
        let told = json!({"category": "street-light", "description": "A lamp is out", "place": "north-east"});
        let concern = app.anyone().post_json("/walsall/api/v1/concerns", &told).await.is(201).json();
        let concern = concern["reference"].as_str().expect("a reference").to_owned();

        let seen = workload(&app, Role::Director).await;
        let north = row(&seen["areas"], "place", "area-1");
        assert_eq!((north["open_issues"].as_i64(), north["overdue"].as_i64(), north["concerns_waiting"].as_i64()), (Some(2), Some(0), Some(1)), "{seen}");
        assert_eq!(north["open_issues"].as_i64(), all["items"].as_array().map(|all| all.len() as i64), "a figure is its list's count");
        assert_eq!(north["people"], 1, "the area manager");
        assert_eq!(row(&seen["areas"], "place", "area-2")["open_issues"], 1);
        let person = row(&seen["people"], "name", "Area manager Example");
        assert_eq!((person["open_issues"].as_i64(), person["concerns_waiting"].as_i64(), person["issues_held"].as_i64()), (Some(2), Some(1), Some(1)), "{seen}");

        // An area manager is told of their own area, and no other.
        let own = workload(&app, Role::AreaManager).await;
        assert_eq!(own["areas"].as_array().map(Vec::len), Some(1), "{own}");
        assert_eq!(row(&own["areas"], "place", "area-1")["open_issues"], 2);
        for role in [Role::Administrator, Role::SupportOfficer, Role::Analyst, Role::Councillor, Role::InformationGovernance] {
            let program = app.api(&app.walsall.worker(role).token);
            for what in ["workload", "deployment"] {
                program.get(&format!("/walsall/api/v1/directory/{what}")).await.is(403);
                app.as_role(role).await.get(&format!("/walsall/directory/{what}.csv")).await.is(403);
            }
        }
        app.get("/walsall/api/v1/directory/workload").await.is(401);

        // What is late is told; what is protected is not.
        app.advance(days(60));
        assert_eq!(row(&workload(&app, Role::Director).await["areas"], "place", "area-1")["overdue"], 2);
        director.post_json(&format!("/walsall/api/v1/concerns/{concern}/raise"), &json!({"protection": 4, "reason": "A child is named"})).await.is(200);
        assert_eq!(row(&workload(&app, Role::Director).await["areas"], "place", "area-1")["concerns_waiting"], 0);

        let page = app.as_role(Role::Director).await.get("/walsall/directory/workload").await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("/walsall/issues?place=area-1&#38;flag=overdue") || page.body.contains("/walsall/issues?place=area-1&amp;flag=overdue"), "{}", page.body);
        let csv = app.as_role(Role::Director).await.get("/walsall/directory/workload.csv").await.is(200).body;
        assert!(csv.contains("area,North area,,area-1,2,2,0,,,1,0\r\n") && csv.contains("person,Area manager Example,Area manager,North area,2,2,0,1,1,,\r\n"), "{csv}");
    }

    async fn who_serves_each_area_is_told_of_any_day_and_month_by_month(app) {
        let new = json!({"email": "nia@example.org", "name": "Nia Example", "role": "area_manager", "reach": "place", "reach_code": "area-2",
            "organisation": "highways", "valid_from": "2027-03-09", "valid_to": "2027-06-01"});
        app.api(&app.walsall.worker(Role::Administrator).token).post_json("/walsall/api/v1/people", &new).await.is(201);
        let before = deployed(&app, "2027-03-02").await;
        let south = row(&before["areas"], "place", "area-2");
        assert_eq!((south["serving"].as_array().map(Vec::len), south["vacancies"].as_array().map(Vec::len)), (Some(0), Some(2)), "both wards lack somebody: {before}");
        let during = deployed(&app, "10/3/2027").await;
        let south = row(&during["areas"], "place", "area-2");
        assert_eq!((south["serving"][0]["name"].as_str(), south["serving"][0]["organisation"].as_str()), (Some("Nia Example"), Some("Highways")));
        assert_eq!(south["vacancies"].as_array().map(Vec::len), Some(0));
        let after = deployed(&app, "2027-07-02").await;
        let south = row(&after["areas"], "place", "area-2");
        let told: Vec<(&str, u64)> = after["days"].as_array().expect("days").iter().zip(south["people"].as_array().expect("people"))
            .map(|(day, people)| (day.as_str().expect("a day"), people.as_u64().expect("a count"))).collect();
        assert_eq!(told[7..], [("2027-03-31", 1), ("2027-04-30", 1), ("2027-05-31", 1), ("2027-06-30", 0), ("2027-07-02", 0)]);
        let vacant = row(&south["vacancies"], "title", "Area manager");
        assert_eq!(vacant["since"], "2027-06-01", "the post that was left is vacant: {south}");

        let director = app.as_role(Role::Director).await;
        let page = director.get("/walsall/directory/deployment?on=2027-07-02").await.is(200);
        assert_page(&page.body);
        assert!(page.body.contains("Nia Example held it last"), "{}", page.body);
        let wrong = director.get("/walsall/directory/deployment?on=31/2/2027").await.is(422);
        assert!(wrong.body.contains("Enter a day like") && wrong.body.contains("31/2/2027"), "{}", wrong.body);
        let csv = director.get("/walsall/directory/deployment.csv?on=2027-07-02").await.is(200).body;
        assert!(csv.contains("area-2,South area,2027-05-31,1,\r\n"), "{csv}");
    }
}
