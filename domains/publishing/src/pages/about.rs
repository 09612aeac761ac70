use access::Statutory;
use askama::Template;
use axum::extract::Path;
use base::Problem;
use web::asking::Visit;
use web::components::{Table, ringing};
use web::{Answer, Markup, Shell, Words, language, page};

use crate::prose;

/// A page the law or good manners ask for.
#[derive(Template)]
#[template(path = "about.html")]
struct About {
    shell: Shell,
    text: Markup,
    /// When the partnership last changed it.
    changed: Option<String>,
    figures: Vec<Markup>,
}

/// Privacy, accessibility, cookies, how we decide, how long we keep things, numbers to ring.
pub async fn about(visit: Visit, Path((_p, name)): Path<(String, String)>) -> Answer {
    let words = visit.words;
    let partnership = &visit.scope.snapshot.partnership;
    let body = partnership.accountable_body.as_deref().unwrap_or(&partnership.name);
    let which: Statutory = name.parse().map_err(|_| Problem::NotFound)?;
    let written = visit.scope.snapshot.statutory(which);
    // What stands until the partnership has written its own, so that a page that was there before does not go.
    let (title, until_then) = match which {
        Statutory::Privacy => (words.footer_privacy(), words.about_privacy(body)),
        Statutory::Accessibility => (words.footer_accessibility(), words.about_accessibility(body)),
        Statutory::Cookies => (words.footer_cookies(), words.about_cookies().to_owned()),
        Statutory::HowWeDecide => (words.footer_how_we_decide(), words.about_how_we_decide().to_owned()),
        Statutory::Retention => (words.footer_retention(), String::new()),
        Statutory::Numbers => (words.footer_numbers(), words.about_numbers().to_owned()),
    };
    if written.is_none() && until_then.is_empty() {
        return Err(Problem::NotFound.into());
    }
    let home = visit.scope.url(access::Page::Home);
    page(&About {
        shell: visit.shell(title).crumb(partnership.name.clone(), home),
        text: written.map_or_else(|| prose(&until_then), |written| in_own_language(&visit, prose(&written.value))),
        changed: written.map(|written| words.about_changed(words.day_of(written.at))),
        figures: figures(&visit, which),
    })
}

/// What the partnership wrote itself: on a page of another language it says which it is in.
fn in_own_language(visit: &Visit, text: Markup) -> Markup {
    let snapshot = &visit.scope.snapshot;
    match language::offered(snapshot).first() {
        Some(own) if !language::is_own(visit.words, snapshot) => {
            Markup::trusted(format!("<div lang=\"{}\" dir=\"{}\">{text}</div>", own.lang(), own.dir()))
        }
        _ => text,
    }
}

/// What stands below the text of a page by itself: the matrix in force, how long what is kept, the numbers of
/// the partners.
#[must_use]
pub fn figures(visit: &Visit, page: Statutory) -> Vec<Markup> {
    match page {
        Statutory::HowWeDecide => vec![matrix(visit)],
        Statutory::Numbers => numbers(visit),
        Statutory::Retention => vec![governance::retention::periods(&visit.scope.snapshot, visit.words)],
        _ => Vec::new(),
    }
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

/// Whom to ring: in an emergency, when the partnership's own office is shut, and each partner.
fn numbers(visit: &Visit) -> Vec<Markup> {
    let (words, snapshot): (&Words, _) = (visit.words, &visit.scope.snapshot);
    let front_door = snapshot.organisations.iter().find(|one| one.is_front_door).and_then(|one| one.phone.as_deref());
    let urgent = [
        (words.ring_999_when(), Some("999")),
        (words.ring_101_when(), Some("101")),
        (words.ring_gas_when(), Some("0800 111 999")),
        (words.ring_power_when(), Some("105")),
        (words.ring_health_when(), Some("111")),
        (words.ring_front_door_when(), front_door),
        (words.ring_out_of_hours_when(), snapshot.setting("out_of_hours_phone")),
    ];
    let urgent = urgent.into_iter().filter_map(|(when, number)| Some((when, number?)));
    let partners = snapshot.organisations.iter().filter_map(|one| Some((one.name.as_str(), one.phone.as_deref()?)));
    let tables = [
        listed(words.about_numbers_caption(), words.about_numbers_when(), words, urgent),
        listed(words.about_partners_caption(), words.about_partners_who(), words, partners),
    ];
    tables.into_iter().flatten().collect()
}

/// A table of numbers; nothing when there are none.
fn listed<'a>(
    caption: &str,
    heading: &str,
    words: &Words,
    numbers: impl Iterator<Item = (&'a str, &'a str)>,
) -> Option<Markup> {
    let mut numbers = numbers.peekable();
    numbers.peek()?;
    let table = Table::new(caption).column(heading).column(words.about_numbers_ring());
    Some(numbers.fold(table, |table, (whom, number)| table.row([Markup::from(whom), ringing(number)])).into())
}
