use axum::http::StatusCode;
use base::FieldErrors;
use web::testing::{assert_page, main_text};
use web::{Form, Typed, Words};

use super::client;
use crate::gallery;

#[tokio::test]
async fn a_form_that_cannot_be_used_comes_back_with_what_was_typed() {
    let app = client::app(gallery::routes(), 1);
    let seen = client::post(&app, "/question", "postcode=%3CWS1%3E&people=dozens").await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = seen.text();
    assert_page(&html);
    assert!(html.contains("<title>Error: Where is it?"), "the title says so first");
    assert!(html.contains("href=\"#people\""), "the summary links to the field");
    assert!(html.contains("value=\"&lt;WS1&gt;\"") || html.contains("value=\"&#60;WS1&#62;\""), "typed text is kept");
    assert!(html.contains("value=\"dozens\""));
    assert!(html.contains("aria-describedby=\"people-error\""), "the field is described by its error");
    assert!(main_text(&html).contains("Enter the number of people affected, like 12"));
}

#[tokio::test]
async fn a_form_that_can_be_used_is() {
    let app = client::app(gallery::routes(), 1);
    let seen = client::post(&app, "/question", "postcode=WS1+1TP&people=12").await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.text().contains("<title>12 people near WS1 1TP"));
}

#[tokio::test]
async fn unreadable_text_is_a_sentence_and_not_a_fault() {
    let app = client::app(gallery::routes(), 1);
    for body in
        ["postcode=%FF&people=12", "postcode=%00&people=12", "postcode=A&postcode=B&people=12", "%%%=&&&=%zz", ""]
    {
        let seen = client::post(&app, "/question", body).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_page(&seen.text());
    }
}

fn failed(field: &str) -> Form {
    let mut errors = FieldErrors::default();
    errors.add(field, "Mend it");
    Form::failed(Words::english(), Typed::of([("due-day", "31"), ("many", "a"), ("many", "c"), ("one", "b")]), errors)
}

#[test]
fn a_date_marks_the_box_at_fault_or_all_three() {
    let marked = |field: &str| failed(field).date("due", "When?").to_string().matches("govuk-input--error").count();
    assert_eq!((marked("due-month"), marked("due"), marked("other")), (1, 1, 0));
    let html = failed("due").date("due", "When?").to_string();
    assert!(html.contains("id=\"due\""), "the summary's link to #due finds the first box: {html}");
    assert!(html.contains("value=\"31\""));
}

#[test]
fn choices_stay_chosen() {
    let form = failed("many");
    let list = [("a", "A"), ("b", "B"), ("c", "C")];
    let html = form.checkboxes("many", "Which?").choices(list).to_string();
    assert_eq!(html.matches(" checked").count(), 2, "{html}");
    assert!(html.contains("Mend it"));
    assert_eq!(form.radios("one", "Which?").choices(list).to_string().matches(" checked").count(), 1);
    assert_eq!(form.select("one", "Which?").options(list).to_string().matches(" selected").count(), 1);
}

#[test]
fn a_password_never_comes_back() {
    let form = Form::filled(Words::english(), Typed::of([("secret", "hunter2")]));
    assert!(!form.password("secret", "Password", "current-password").to_string().contains("hunter2"));
}

#[test]
fn typed_markup_is_text_wherever_it_is_shown() {
    let bad = "\"><script>alert(1)</script>";
    let form = Form::filled(Words::english(), Typed::of([("x", bad)]));
    let shown = [
        form.input("x", bad).hint(bad).to_string(),
        form.textarea("x", bad).to_string(),
        form.select("x", bad).options([(bad, bad)]).to_string(),
        form.radios("x", bad).choices([(bad, bad)]).to_string(),
        form.carry(["x"]).to_string(),
    ];
    for html in shown {
        assert!(!html.contains("<script>"), "{html}");
    }
}
