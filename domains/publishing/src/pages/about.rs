use askama::Template;
use axum::extract::Path;
use base::Problem;
use web::asking::Visit;
use web::components::{Table, ringing};
use web::{Answer, Markup, Shell, Words, page};

/// A page the law or good manners ask for.
#[derive(Template)]
#[template(path = "about.html")]
struct About {
    shell: Shell,
    paragraphs: Vec<String>,
    figure: Option<Markup>,
}

/// Privacy, accessibility, cookies, how we decide, numbers to ring.
pub async fn about(visit: Visit, Path((_p, name)): Path<(String, String)>) -> Answer {
    let words = visit.words;
    let partnership = &visit.scope.snapshot.partnership;
    let body = partnership.accountable_body.as_deref().unwrap_or(&partnership.name);
    let (title, text, figure) = match name.as_str() {
        "privacy" => (words.footer_privacy(), words.about_privacy(body), None),
        "accessibility" => (words.footer_accessibility(), words.about_accessibility(body), None),
        "cookies" => (words.footer_cookies(), words.about_cookies().to_owned(), None),
        "how-we-decide" => (words.footer_how_we_decide(), words.about_how_we_decide().to_owned(), Some(matrix(&visit))),
        "numbers-to-ring" => (words.footer_numbers(), words.about_numbers().to_owned(), Some(numbers(&visit))),
        _ => return Err(Problem::NotFound.into()),
    };
    let home = visit.scope.url(access::Page::Home);
    page(&About {
        shell: visit.shell(title).crumb(partnership.name.clone(), home),
        paragraphs: text.split("\n\n").map(str::to_owned).collect(),
        figure,
    })
}

/// The matrix in force: priority by how serious something is and how many it touches (WAL-32, ASK-01).
fn matrix(visit: &Visit) -> Markup {
    let words = visit.words;
    let bands = [words.about_one_person().to_owned()]
        .into_iter()
        .chain(["2–9", "10–49", "50–249", "250+"].map(|band| words.about_people(band)));
    let table = bands
        .fold(Table::new(words.about_matrix()).column(words.about_seriousness()), |table, band| table.numbers(band));
    let matrix = issues::commands::matrix(&visit.scope);
    let rows = [words.serious_1(), words.serious_2(), words.serious_3(), words.serious_4(), words.serious_5()];
    let table = rows.iter().enumerate().rev().fold(table.row_headers(), |table, (at, name)| {
        let mut cells = vec![format!("{} {name}", at + 1)];
        cells.extend(matrix.0[at].iter().map(ToString::to_string));
        table.row(cells)
    });
    table.into()
}

/// Whom to ring, in an emergency and otherwise.
fn numbers(visit: &Visit) -> Markup {
    let words: &Words = visit.words;
    let line = |when: &str, number: &str| [Markup::from(when), ringing(number)];
    let table =
        Table::new(words.about_numbers_caption()).column(words.about_numbers_when()).column(words.about_numbers_ring());
    let table = table
        .row(line(words.ring_999_when(), "999"))
        .row(line(words.ring_101_when(), "101"))
        .row(line(words.ring_gas_when(), "0800 111 999"))
        .row(line(words.ring_power_when(), "105"))
        .row(line(words.ring_health_when(), "111"));
    let front_door = visit.scope.snapshot.organisations.iter().find(|one| one.is_front_door);
    match front_door.and_then(|one| one.phone.clone()) {
        Some(phone) => table.row(line(words.ring_front_door_when(), &phone)).into(),
        None => table.into(),
    }
}
