use askama::Template;
use base::Problem;
use places::{Kind, Places};
use web::asking::Visit;
use web::components::{self, Button, Input, InsetText};
use web::{Answer, Form, Shell, Words, page};

use super::Story;

/// A partnership's home.
#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    shell: Shell,
    words: &'static Words,
    form: Form,
    report: String,
    find: String,
    all_places: String,
    feedback: String,
    /// A name that can be typed here.
    example: String,
    map: web::Markup,
    areas: Vec<(String, String, String)>,
    stories: Vec<Story>,
    urgent: String,
}

impl Home {
    fn find(&self) -> Input {
        let find = self.form.input("find", self.words.home_find_label());
        if self.example.is_empty() { find } else { find.hint(self.words.home_find_hint(&self.example)) }
    }
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
        form: Form::new(words),
        report: scope.url(access::Page::Report),
        find: scope.url(access::Page::Places),
        all_places: scope.url(access::Page::Places),
        feedback: format!("{}/feedback", scope.prefix()),
        example: places.example_name().to_owned(),
        map: places::map_of(&scope, words)?,
        areas,
        stories: said.iter().map(|said| Story::of(&scope, words, said)).collect(),
        urgent: words.home_urgent().to_owned(),
    })
}
