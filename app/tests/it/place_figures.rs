//! A place in figures: counted at night, read in one statement, and the same as the list says.

use access::Role;
use app::founding;
use issues::commands::{self, Open};
use issues::figures;
use places::Point;
use serde_json::json;
use voice::Categories;

use crate::harness::TestApp;

/// Opens `count` issues about `category` in the ward North East.
async fn opened(app: &TestApp, category: &'static str, count: usize) {
    let scope = founding::scope_of(&app.site, "walsall", "test").await.expect("walsall");
    let write = move |tx: &mut db::Tx<'_>| {
        let category = scope.snapshot.part::<Categories>()?.by_code(category).expect("a category").id;
        for number in 0..count {
            let title = format!("Matter {number}");
            let point = Point::new(52.609, -1.955);
            commands::open(tx, &scope, &Open { title, category, point, place: None, concerns: Vec::new() })?;
        }
        Ok::<_, base::Problem>(())
    };
    app.site.db.write(write).await.expect("issues");
}

async fn counted(app: &TestApp) {
    let scope = founding::scope_of(&app.site, "walsall", "test").await.expect("walsall");
    figures::count(&scope).await.expect("a count");
}

stories! {
    async fn a_place_shows_what_was_counted_there_beside_the_whole(app) {
        let place = "/walsall/places/north-east";
        assert!(!app.get(place).await.is(200).body.contains("id=\"figures\""), "nothing was counted yet");
        opened(&app, "street-light", 4).await;
        opened(&app, "pothole", 3).await;
        // What shows no place is not counted in one.
        opened(&app, "noise", 2).await;
        app.advance(base::days(40));
        let program = app.api(&app.walsall.worker(Role::Director).token);
        let list = app.get("/walsall/issues.json?place=north-east&sort=oldest").await.json();
        for issue in list["items"].as_array().expect("items").iter().take(2) {
            let at = format!("/walsall/api/v1/issues/{}/decide", issue["reference"].as_str().expect("a reference"));
            program.post_json(&at, &json!({ "decision": "not_taking_forward", "reason": "It is private land." })).await.is(200);
        }
        counted(&app).await;
        let page = app.get(place).await.is(200);
        web::testing::assert_page(&page.body);
        let table = |month: &str, new: i64, done: i64| {
            let row = format!(">{month}</th><td class=\"govuk-table__cell govuk-table__cell--numeric\">{new}</td><td class=\"govuk-table__cell govuk-table__cell--numeric\">{done}</td>");
            assert!(page.body.contains(&row), "{month}: {new}, {done}\n{}", page.body);
        };
        let [then, now] = [base::days(-40), 0].map(|ago| web::Words::english().month_of(app.site.clock.now().plus(ago).date()));
        table(&then, 7, 0);
        table(&now, 0, 2);
        let words = web::testing::main_text(&page.body);
        assert!(words.contains("5 open issues") || words.contains("3 open issues"), "{words}");
        assert!(words.contains("Here: 60%"), "three of the five that are open there\n{words}");
        assert!(words.contains("Here: too few to say"), "two decisions say nothing as a share\n{words}");
    }

    async fn figures_cost_one_statement_however_many_they_are(app) {
        let place = "/walsall/places/area-1";
        app.get(place).await.is(200);
        let before = app.get(place).await.is(200).statements;
        opened(&app, "street-light", 30).await;
        opened(&app, "pothole", 30).await;
        counted(&app).await;
        let page = app.get(place).await.is(200);
        assert!(page.body.contains("id=\"figures\""));
        assert_eq!(page.statements, before);
        // Counted again, nothing is doubled.
        counted(&app).await;
        assert_eq!(app.get(place).await.is(200).body, page.body);
    }
}
