//! The desk as those who work at it meet it: pages and forms, no programs.

mod came_back;
mod kept;
mod lists;
mod protection;
mod story;
mod telling;
mod versions;

use access::{Reach, Role, Scope};
use app::founding::{self, Newcomer};
use serde_json::{Value, json};

use crate::harness::{Caller, Reply, TestApp, Worker};

/// A spot in the ward North East, which lies in the area manager's north area.
const LAT: f64 = 52.608;
const LON: f64 = -1.956;

/// Tells the partnership something; answers its reference.
async fn told(app: &TestApp, words: &str, contact: Value) -> String {
    told_as(app, "street-light", words, contact).await
}

async fn told_as(app: &TestApp, category: &str, words: &str, contact: Value) -> String {
    let body = json!({ "category": category, "description": words, "lat": LAT, "lon": LON, "contact": contact });
    let heard = app.anyone().post_json("/walsall/api/v1/concerns", &body).await.is(201).json();
    heard["reference"].as_str().expect("a reference").to_owned()
}

/// Makes an issue of concerns on the page for it; answers its address.
async fn grouped(caller: &Caller<'_>, title: &str, concerns: &[&str]) -> String {
    let mut typed = vec![("into", "new"), ("title", title), ("category", "street-light")];
    typed.extend(concerns.iter().map(|concern| ("concern", *concern)));
    let made = caller.post_form("/walsall/issues/new", &typed).await;
    made.leads_to().trim_end_matches("?done=open").to_owned()
}

/// What a hidden field of a page holds.
#[track_caller]
fn hidden(page: &Reply, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let rest = page.body.split_once(&field).unwrap_or_else(|| panic!("no {name}\n{}", page.body)).1;
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Somebody else who works in Walsall.
async fn another(app: &TestApp, name: &str, role: Role, reach: impl Fn(&Scope) -> Reach + Send + 'static) -> Worker {
    let scope = founding::scope_of(&app.site, "walsall", "test").await.expect("walsall");
    let newcomer = Newcomer {
        name: name.into(),
        email: format!("{}@walsall.example.org", name.to_lowercase().replace(' ', ".")),
        organisation: scope.front_door(),
        phone: None,
        role,
        reach: reach(&scope),
        title: None,
    };
    let email = newcomer.email.clone();
    let arrived = app.site.db.write(move |tx| founding::welcome(tx, &scope, &newcomer)).await.expect("a colleague");
    Worker { role, email, arrived, token: String::new() }
}

/// The words of a page's main part.
fn words(page: &Reply) -> String {
    web::testing::main_text(&page.body)
}
