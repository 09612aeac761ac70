//! Information governance: take-down, subject access, retention, disclosure, the audit (XC-02..06, JOB-06, JOB-07).

mod audit;
mod disclosure;
mod markers;
mod retention;
mod subject;
mod take_down;

use access::Role;
use serde_json::{Value, json};

use crate::harness::TestApp;

/// Somebody tells Walsall that a lamp is out; answers the reference.
async fn hears(app: &TestApp, words: &str, more: Value) -> String {
    let mut body = json!({ "category": "street-light", "description": words, "place": "north-east" });
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    let heard = app.anyone().post_json("/walsall/api/v1/concerns", &body).await.is(201).json();
    heard["reference"].as_str().expect("a reference").to_owned()
}

/// The director makes an issue of them; answers its reference.
async fn opens(app: &TestApp, title: &str, concerns: &[&str]) -> String {
    let body = json!({ "title": title, "category": "street-light", "place": "north-east", "concerns": concerns });
    let director = app.api(&app.walsall.worker(Role::Director).token);
    let opened = director.post_json("/walsall/api/v1/issues", &body).await.is(201).json();
    opened["reference"].as_str().expect("a reference").to_owned()
}
