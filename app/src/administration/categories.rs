//! What people can tell the partnership about.

use access::{Figure, Page};
use axum::extract::Path;
use base::Problem;
use voice::{Categories, PublicPlace};
use web::asking::{Staff, Visit, Working};
use web::components::{Button, SummaryList, SummaryRow};
use web::{Answer, Markup, Query, Typed};

use super::settings::{joined, paragraph};
use super::sheet::Sheet;
use super::{administrator, done_words, shell};
use crate::settled::{CategoryRow, Settled};

/// The part of the address of one that is not there yet.
const NEW: &str = "new";

/// All of them, with how soon each is answered.
pub async fn list(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let categories = visit.scope.snapshot.part::<Categories>()?;
    let address = |code: &str| visit.scope.url(Page::Settings(&format!("categories/{code}")));
    let rows = categories.in_force.iter().fold(SummaryList::new(), |rows, one| {
        let said = format!(
            "{}. Decided within {}; seriousness {}; the public sees {}.",
            one.group_name,
            match one.answer_within {
                1 => "1 working day".to_owned(),
                days => format!("{days} working days"),
            },
            one.default_seriousness,
            match one.public_place {
                PublicPlace::Point => "the spot",
                PublicPlace::Street => "the street",
                PublicPlace::Ward => "the ward",
                PublicPlace::None => "no place",
            }
        );
        rows.with(SummaryRow::new(one.name.as_str(), said).change(visit.words, address(&one.code), one.name.as_str()))
    });
    let ended: Vec<&str> = categories.ended.iter().map(|one| one.name.as_str()).collect();
    let ended = match ended.is_empty() {
        true => Markup::default(),
        false => paragraph(&format!("Ended, and still named by older records: {}.", ended.join(", "))),
    };
    let add = Button::link("Add a category", address(NEW)).secondary();
    let sheet = Sheet {
        shell: shell(&visit, "Categories", done_words(query.get("done"))),
        lead: Markup::default(),
        questions: |_, _| Markup::default(),
        below: Markup::trusted(format!("{add}{rows}{ended}")),
        here: String::new(),
        then: String::new(),
        button: "Continue",
        looks: None,
        affects: Vec::new(),
    };
    sheet.show(&visit, Typed::default())
}

/// One of them, or a new one.
pub async fn category(Staff(visit): Staff, Path((_p, code)): Path<(String, String)>) -> Answer {
    administrator(&visit.scope)?;
    let typed = match code.as_str() {
        NEW => Typed::of([
            ("default_seriousness", "2".to_owned()),
            ("public_place", PublicPlace::Street.as_str().to_owned()),
            ("answer_within_working_days", visit.scope.snapshot.figure(Figure::AnswerWithin).to_string()),
        ]),
        _ => {
            let known = visit.scope.snapshot.part::<Categories>()?.by_code(&code).ok_or(Problem::NotFound)?;
            let mut typed = Typed::of([
                ("category_name", known.name.clone()),
                ("group", known.group_name.clone()),
                ("description", known.description.clone()),
                ("default_seriousness", known.default_seriousness.to_string()),
                ("public_place", known.public_place.to_string()),
                ("answer_within_working_days", known.answer_within.to_string()),
                ("urgent_advice", known.urgent_advice.clone().unwrap_or_default()),
            ]);
            if known.is_notice {
                typed.set("notice", "yes");
            }
            typed
        }
    };
    sheet(&visit, &code)?.show(&visit, typed)
}

pub async fn change(Path((_p, code)): Path<(String, String)>, Working { visit, typed }: Working) -> Answer {
    administrator(&visit.scope)?;
    let sheet = sheet(&visit, &code)?;
    let said = |name: &str| typed.get(name).unwrap_or_default().trim().to_owned();
    let mut ask = typed.ask(visit.words);
    let days = ask.number("answer_within_working_days", 1..=60, "Enter a number of working days between 1 and 60");
    let serious = ask.number("default_seriousness", 1..=5, "Choose 1 to 5");
    let place = ask.one_of::<PublicPlace>("public_place", "Choose what the public sees of where");
    let wanted = ask.answers(|| {
        Some(CategoryRow {
            code: if code == NEW { said("code") } else { code.clone() },
            name: said("category_name"),
            group: said("group"),
            description: said("description"),
            default_seriousness: serious?,
            public_place: place?,
            answer_within_working_days: days?,
            urgent_advice: Some(said("urgent_advice")).filter(|advice| !advice.is_empty()),
            notice: typed.get("notice").is_some(),
            to: typed.get("ends").map(|_| visit.scope.now.date()),
        })
    });
    let wanted = wanted.map(|row| Settled { category: vec![row], ..Settled::default() });
    sheet.send(visit, typed, wanted).await
}

fn sheet(visit: &Visit, code: &str) -> Result<Sheet, Problem> {
    let scope = &visit.scope;
    let known = scope.snapshot.part::<Categories>()?.by_code(code);
    if known.is_none() && code != NEW {
        return Err(Problem::NotFound);
    }
    let all = scope.url(Page::Settings("categories"));
    let title = known.map_or_else(|| "A new category".to_owned(), |known| known.name.clone());
    Ok(Sheet {
        shell: shell(visit, title, None).crumb("Categories", all.clone()),
        lead: Markup::default(),
        questions: if known.is_none() {
            |form, _| {
                let code = form
                    .input("code", "Its code")
                    .hint("Small letters, digits and hyphens, like street-light. It stays the same for ever")
                    .width(20);
                Markup::trusted(format!("{code}{}", questions(form)))
            }
        } else {
            |form, _| {
                let ends =
                    form.tick("ends", "End it today: nobody can choose it from now on. Records that name it keep it");
                Markup::trusted(format!("{}{ends}", questions(form)))
            }
        },
        below: Markup::default(),
        here: scope.url(Page::Settings(&format!("categories/{code}"))),
        then: all,
        button: "Continue",
        looks: None,
        affects: vec![
            "What is told from now on. What is waiting keeps the day by which it is to be answered.".to_owned(),
        ],
    })
}

fn questions(form: &web::Form) -> Markup {
    let lines =
        joined([form.input("category_name", "What it is called"), form.input("group", "The group it is listed under")]);
    let what = form
        .textarea("description", "What belongs here")
        .hint("One or two sentences a nine-year-old can read")
        .rows(2)
        .up_to(300);
    let named = (1..).zip(issues::model::SERIOUSNESS);
    let named = named.map(|(number, name)| (number.to_string(), format!("{number} – {name}")));
    let serious = form.radios("default_seriousness", "How serious it is until a person assesses it");
    let serious = serious.small().choices(named);
    let place = form.radios("public_place", "The most the public sees of where").choices([
        ("point", "The spot: only what stands in a street or a park"),
        ("street", "The street"),
        ("ward", "The ward"),
        ("none", "Nothing: it would point at a person or a home"),
    ]);
    let days = form.input("answer_within_working_days", "A decision is due within").suffix("working days").number();
    let advice = form
        .textarea("urgent_advice", "What to do now, and whom to ring")
        .hint("Leave it empty where nothing is urgent")
        .rows(3)
        .up_to(500);
    let notice = form.tick("notice", "Tell the duty holder at once, before anybody weighs it");
    Markup::trusted(format!("{lines}{what}{serious}{place}{days}{advice}{notice}"))
}
