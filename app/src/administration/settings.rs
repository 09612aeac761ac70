//! Name, colour and figures.

use access::{Figure, Page};
use web::asking::{Staff, Visit, Working};
use web::components::{Input, SelectOption};
use web::language::{self, LANGUAGES};
use web::{Answer, Markup, Query, Typed};

use super::sheet::Sheet;
use super::{administrator, done_words, shell};
use crate::settled::Settled;

/// The setting with what stands under every map.
const LICENCE: &str = "boundary_licence";

/// What the partnership is called and how it looks.
pub async fn name(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let own = &visit.scope.snapshot.partnership;
    let offered: Vec<&str> = language::offered(&visit.scope.snapshot).iter().map(|words| words.tag()).collect();
    let offered = offered.join(" ");
    let typed = Typed::of([
        ("name", own.name.as_str()),
        ("accountable_body", own.accountable_body.as_deref().unwrap_or_default()),
        ("brand_colour", &own.brand_colour),
        (LICENCE, visit.scope.snapshot.setting(LICENCE).unwrap_or_default()),
        (LANGUAGES, offered.as_str()),
    ]);
    name_sheet(&visit, query.get("done")).show(&visit, typed)
}

pub async fn send_name(Working { visit, typed }: Working) -> Answer {
    administrator(&visit.scope)?;
    let said = |name: &str| typed.get(name).map(str::to_owned);
    let snapshot = &visit.scope.snapshot;
    let licence = said(LICENCE).filter(|said| said.trim() != snapshot.setting(LICENCE).unwrap_or_default());
    let unsaid = language::choices().into_iter().next().map(|(english, _)| english).unwrap_or_default();
    let languages = said(LANGUAGES).filter(|said| *said != snapshot.setting(LANGUAGES).unwrap_or(&unsaid));
    let wanted = Settled {
        settings: [(LICENCE, licence), (LANGUAGES, languages)]
            .into_iter()
            .filter_map(|(name, said)| Some((name.to_owned(), said?)))
            .collect(),
        name: said("name"),
        accountable_body: said("accountable_body"),
        brand_colour: said("brand_colour"),
        ..Settled::default()
    };
    let sheet = name_sheet(&visit, None);
    sheet.send(visit, typed, Ok(wanted)).await
}

fn name_sheet(visit: &Visit, done: Option<&str>) -> Sheet {
    Sheet {
        shell: shell(visit, "Name and colour", done_words(done)),
        lead: Markup::default(),
        questions: |form, _| {
            let name = form.input("name", "What is the partnership called?");
            let body = form
                .input("accountable_body", "Who answers for it in law?")
                .hint("The council or other body that answers for its money, contracts and data");
            let colour = form
                .input("brand_colour", "Its colour")
                .hint("Six letters and digits after a #, like #00625a. Text in it must be readable on white: 4.5 to 1")
                .width(10);
            let licence = form.input(LICENCE, "What its boundaries’ licence asks you to say (optional)").hint(
                "Under every map, like: Contains OS data © Crown copyright and database right 2026. The file’s source says what",
            );
            let languages = form
                .select(LANGUAGES, "Which languages can people read it in?")
                .hint(
                    "The first is the one that you write in, and what people get who ask for none of them. Danger words are known in English only: let somebody read every day what is told in another language",
                )
                .options(language::choices().iter().map(SelectOption::from));
            Markup::trusted(format!("{}{languages}", joined([name, body, colour, licence])))
        },
        below: Markup::default(),
        here: visit.scope.url(Page::Settings("name")),
        then: visit.scope.url(Page::Settings("name")),
        button: "Continue",
        looks: None,
        affects: vec!["Every page shows it from now on, and mail that is sent from now on.".to_owned()],
    }
}

/// How long things may take, and how often things happen.
pub async fn clocks(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let snapshot = &visit.scope.snapshot;
    let mut typed = Typed::default();
    for figure in Figure::ALL {
        typed.set(figure.as_str(), snapshot.figure(*figure).to_string());
    }
    if snapshot.always_a_second_person() {
        typed.set("second_person_always", "yes");
    }
    clocks_sheet(&visit, query.get("done")).show(&visit, typed)
}

pub async fn send_clocks(Working { visit, typed }: Working) -> Answer {
    administrator(&visit.scope)?;
    let mut wanted = Settled::default();
    for figure in Figure::ALL {
        let said = typed.get(figure.as_str()).unwrap_or_default().trim();
        if said != visit.scope.snapshot.figure(*figure).to_string() {
            wanted.settings.insert(figure.to_string(), said.to_owned());
        }
    }
    let two = if typed.get("second_person_always").is_some() { "yes" } else { "no" };
    if two == "yes" || visit.scope.snapshot.always_a_second_person() {
        wanted.settings.insert("second_person_always".into(), two.into());
    }
    let sheet = clocks_sheet(&visit, None);
    sheet.send(visit, typed, Ok(wanted)).await
}

fn clocks_sheet(visit: &Visit, done: Option<&str>) -> Sheet {
    Sheet {
        shell: shell(visit, "Clocks and cadences", done_words(done)),
        lead: paragraph(
            "How long things may take here, and how often things happen. What has begun keeps the time it was given.",
        ),
        questions: |form, _| {
            let fields = Figure::ALL.iter().map(|figure| {
                let (default, least, most) = figure.bounds();
                let hint = format!("{least} to {most}. Where nothing is said: {default}");
                form.input(figure.as_str(), figure.question()).hint(hint).suffix(figure.unit()).number()
            });
            let two = form.tick(
                "second_person_always",
                "A second person reads everything before the public does, statutory pages too",
            );
            Markup::trusted(format!("{}{two}", joined(fields)))
        },
        below: Markup::default(),
        here: visit.scope.url(Page::Settings("clocks")),
        then: visit.scope.url(Page::Settings("clocks")),
        button: "Continue",
        looks: None,
        affects: vec!["What begins from now on. Nothing that runs already is given more or less time.".to_owned()],
    }
}

/// A sentence above a form.
pub fn paragraph(text: &str) -> Markup {
    Markup::trusted(format!("<p class=\"govuk-body\">{}</p>", Markup::from(text)))
}

/// Fields one below the other.
pub fn joined(fields: impl IntoIterator<Item = Input>) -> Markup {
    Markup::trusted(fields.into_iter().map(|field| field.to_string()).collect::<String>())
}
