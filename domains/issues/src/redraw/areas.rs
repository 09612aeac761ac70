//! Areas composed anew of their wards, from a day on: a page with a ward a line.

use std::collections::BTreeMap;

use access::Page;
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Problem};
use places::{Kind, Place, Places};
use web::asking::{Staff, Visit, Working};
use web::components::Button;
use web::{Answer, Form, Shell, Typed, again, personal};

use super::plan::begin;
use super::{Asked, allowed, pages};

#[derive(Template)]
#[template(path = "redraws/areas.html")]
struct AreasPage {
    shell: Shell,
    form: Form,
    token: String,
    here: String,
    /// A field for each ward, and what the ward is called.
    wards: Vec<(String, String)>,
    areas: Vec<(String, String)>,
}

/// Every ward with the area it is in.
pub(super) async fn show(Staff(visit): Staff) -> Answer {
    allowed(&visit.scope)?;
    let places = visit.scope.snapshot.part::<Places>()?;
    let now = wards(places).into_iter().map(|ward| (field(ward), area_of(places, ward).unwrap_or_default()));
    personal(&sheet(&visit, Typed::of(now), FieldErrors::default())?)
}

/// Goes on to what it would do.
pub(super) async fn send(Working { visit, typed }: Working) -> Answer {
    allowed(&visit.scope)?;
    let asked = match read(&visit, &typed) {
        Ok(asked) => asked,
        Err(errors) => return again(&sheet(&visit, typed, errors)?),
    };
    match begin(&visit.scope, asked, "Areas composed anew", Vec::new()).await {
        Ok(id) => Ok(Redirect::to(&visit.scope.url(Page::Redraw(id))).into_response()),
        Err(Problem::Invalid(errors)) => again(&sheet(&visit, typed, errors)?),
        Err(other) => Err(other.into()),
    }
}

fn read(visit: &Visit, typed: &Typed) -> Result<Asked, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let from = ask.date("from", "Enter the first day on which the areas hold");
    let reason = ask.text("reason", 2000, "Say why the areas change, for whoever asks later");
    let chosen =
        typed.iter().filter_map(|(name, area)| Some((name.strip_prefix("ward-")?.to_owned(), area.to_owned())));
    let wards: BTreeMap<String, String> = chosen.collect();
    ask.answers(|| {
        Some(Asked {
            kind: Kind::Area.key().to_owned(),
            from: from?,
            whole: false,
            everywhere: false,
            reason: reason?,
            code: None,
            name: None,
            wards,
        })
    })
}

fn wards(places: &Places) -> Vec<&Place> {
    let mut wards: Vec<&Place> = places.lookup().atlas().of_kind(Kind::Ward).collect();
    wards.sort_by(|a, b| a.name.cmp(&b.name));
    wards
}

fn field(ward: &Place) -> String {
    format!("ward-{}", ward.code)
}

fn area_of(places: &Places, ward: &Place) -> Option<String> {
    let areas = ward.parents.iter().filter_map(|code| places.by_code(code.as_str()));
    areas.map(|(_, place)| place).find(|place| place.kind == Kind::Area).map(|area| area.code.to_string())
}

fn sheet(visit: &Visit, typed: Typed, errors: FieldErrors) -> Result<AreasPage, Problem> {
    let scope = &visit.scope;
    let places = scope.snapshot.part::<Places>()?;
    let areas = places.lookup().atlas().of_kind(Kind::Area).map(|area| (area.code.to_string(), area.name.clone()));
    Ok(AreasPage {
        shell: pages::shell(visit, "Compose areas anew").errors(&errors),
        wards: wards(places).into_iter().map(|ward| (field(ward), ward.name.clone())).collect(),
        areas: std::iter::once((String::new(), "No area".to_owned())).chain(areas).collect(),
        form: Form::failed(visit.words, typed, errors),
        token: visit.form_token().unwrap_or_default(),
        here: scope.url(Page::RecomposeAreas),
    })
}
