use access::{Scope, TermList};
use askama::Template;
use base::Problem;
use places::{Kind, Places, Tiers};
use web::asking::Visit;
use web::components::{self, Button, Input, InsetText};
use web::{Answer, Form, Shell, Words, language, page};

use super::Story;

/// A partnership's home.
#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    shell: Shell,
    words: &'static Words,
    tiers: Tiers,
    form: Form,
    report: String,
    find: String,
    all_places: String,
    feedback: String,
    /// Whether a postcode can be typed here.
    postcodes: bool,
    /// A name that can be typed here.
    example: String,
    map: web::Markup,
    /// What areas are called here.
    areas_heading: String,
    areas: Vec<(String, String, String)>,
    stories: Vec<Story>,
    urgent: String,
}

impl Home {
    fn find(&self) -> Input {
        let (area, ward) = (&*self.tiers.area, &*self.tiers.ward);
        let find = self.form.input(
            "find",
            match self.postcodes {
                true => self.words.home_find_label(area, ward),
                false => self.words.home_find_label_name(area, ward),
            },
        );
        if self.example.is_empty() { find } else { find.hint(self.words.home_find_hint(&self.example)) }
    }
}

/// What several areas are called here.
fn areas_heading<'a>(scope: &'a Scope, words: &'a Words) -> &'a str {
    let called = scope.snapshot.plural(TermList::PlaceKind, Kind::Area.key(), scope.now.date());
    called.filter(|_| language::is_own(words, &scope.snapshot)).unwrap_or_else(|| words.home_areas())
}

/// Shows what a partnership is, where my area is, and what is being done now.
pub async fn home(visit: Visit) -> Answer {
    let scope = visit.scope.clone();
    let said = scope
        .site
        .db
        .read({
            let scope = scope.clone();
            move |tx| super::latest(tx, &scope, None).map_err(Problem::from)
        })
        .await?;
    let words = visit.words;
    let places = scope.snapshot.part::<Places>()?;
    let atlas = places.lookup().atlas();
    let areas = atlas
        .of_kind(Kind::Area)
        .map(|area| {
            let wards: Vec<&str> = atlas
                .within(area.code.as_str())
                .filter(|place| place.kind == Kind::Ward)
                .map(|ward| ward.name.as_str())
                .collect();
            (area.name.clone(), scope.url(access::Page::Place(area.code.as_str())), wards.join(", "))
        })
        .collect();
    page(&Home {
        shell: visit.shell(scope.snapshot.partnership.name.clone()).wide(),
        words,
        tiers: Tiers::of(&scope, words),
        form: Form::new(words),
        report: scope.url(access::Page::Report),
        find: scope.url(access::Page::Places),
        all_places: scope.url(access::Page::Places),
        feedback: format!("{}/feedback", scope.prefix()),
        postcodes: places.example_postcode().is_some(),
        example: places.example_name().to_owned(),
        map: places::movable(
            &scope,
            words,
            &places::map_of(&scope, words)?,
            &scope.url(access::Page::IssuesAs("geojson")),
            None,
        )?,
        areas_heading: areas_heading(&scope, words).to_owned(),
        areas,
        stories: said.iter().map(|said| Story::of(&scope, words, said)).collect(),
        urgent: words.home_urgent().to_owned(),
    })
}
