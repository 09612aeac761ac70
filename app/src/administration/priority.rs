//! How priority is weighed: five numbers for each degree of seriousness, shown with what they would do to the open issues.

use access::Page;
use base::FieldErrors;
use db::Tx;
use issues::model::{Matrix, SERIOUSNESS};
use web::asking::{Staff, Visit, Working};
use web::components::Table;
use web::{Answer, Markup, Query, Typed, thousands};

use super::settings::{joined, paragraph};
use super::sheet::Sheet;
use super::{administrator, done_words, on, shell};
use crate::settled::{MATRIX, Settled};

/// The bands of people that the five numbers of a line stand for.
const BANDS: [&str; 5] = ["1 person", "2 to 9", "10 to 49", "50 to 249", "250 or more"];

pub async fn show(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let Matrix(rows) = issues::commands::matrix(&visit.scope);
    let written = |row: &[i64; 5]| row.map(|priority| priority.to_string()).join(" ");
    let typed = Typed::of(rows.iter().enumerate().map(|(at, row)| (field(at + 1), written(row))));
    sheet(&visit, query.get("done")).show(&visit, typed)
}

pub async fn send(Working { visit, typed }: Working) -> Answer {
    administrator(&visit.scope)?;
    let mut sheet = sheet(&visit, None);
    let matrix = match read(&typed) {
        Ok(matrix) => matrix,
        Err(errors) => return sheet.again(&visit, typed, errors),
    };
    let now = issues::commands::matrix(&visit.scope);
    if matrix == now && typed.get("change").is_none() {
        return on(&sheet.then, "nothing");
    }
    let (partnership, weighed) = (visit.scope.partnership(), matrix.clone());
    let shift =
        visit.scope.site.db.read(move |tx: &mut Tx<'_>| issues::reweigh::shift(tx, partnership, &weighed)).await?;
    sheet.looks = Some(beside(&now, &matrix));
    sheet.affects = vec![
        format!(
            "Open issues that come sooner: {}. Later: {}. As now: {}. They are weighed again at once.",
            thousands(shift.up),
            thousands(shift.down),
            thousands(shift.same)
        ),
        "Anybody can read it under \u{201c}How we decide\u{201d} from now on. What it was before is kept.".to_owned(),
    ];
    let mut wanted = Settled::default();
    wanted.settings.insert(MATRIX.into(), serde_json::to_string(&matrix).map_err(base::Problem::fault)?);
    sheet.send(visit, typed, Ok(wanted)).await
}

fn sheet(visit: &Visit, done: Option<&str>) -> Sheet {
    Sheet {
        shell: shell(visit, "How priority is weighed", done_words(done)),
        lead: paragraph(
            "An issue\u{2019}s priority is one number, from how serious it is and how many people it touches. The highest comes \
             first, and whatever is a danger to life or safety comes before everything.",
        ),
        questions: |form, _| {
            joined((1..=5).rev().map(|seriousness| {
                form.input(&field(seriousness), format!("Seriousness {seriousness}: {}", SERIOUSNESS[seriousness - 1]))
                    .hint(format!("Five numbers from 1 to 25, for {}", BANDS.join(", ")))
                    .width(20)
            }))
        },
        below: Markup::default(),
        here: visit.scope.url(Page::Settings("priority")),
        then: visit.scope.url(Page::Settings("priority")),
        button: "Continue",
        looks: None,
        affects: Vec::new(),
    }
}

fn field(seriousness: usize) -> String {
    format!("seriousness_{seriousness}")
}

fn read(typed: &Typed) -> Result<Matrix, FieldErrors> {
    let mut faults = FieldErrors::default();
    let mut rows = [[0; 5]; 5];
    for (at, row) in rows.iter_mut().enumerate() {
        let said = typed.get(&field(at + 1)).unwrap_or_default();
        let numbers: Result<Vec<i64>, _> = said
            .split(|letter: char| letter.is_whitespace() || letter == ',')
            .filter(|part| !part.is_empty())
            .map(str::parse)
            .collect();
        match numbers.ok().and_then(|numbers| numbers.try_into().ok()) {
            Some(numbers) => *row = numbers,
            None => faults.add(field(at + 1), enter_five(at + 1)),
        }
    }
    let matrix = Matrix(rows);
    if let Some((seriousness, says)) = matrix.fault().filter(|_| faults.is_empty()) {
        faults.add(field(seriousness), says);
    }
    if faults.is_empty() { Ok(matrix) } else { Err(faults) }
}

fn enter_five(seriousness: usize) -> String {
    format!("Enter five numbers for seriousness {seriousness}, with spaces between them, like 3 6 9 12 15")
}

/// Both ways of weighing in one table: where a number changes, the old one stands beside the new.
fn beside(now: &Matrix, then: &Matrix) -> Markup {
    let table = Table::new("Priority, by how serious it is and how many people it touches").column("How serious");
    let table = BANDS.iter().fold(table, |table, band| table.numbers(*band)).row_headers();
    let cell = |was: &i64, is: &i64| if was == is { is.to_string() } else { format!("{is}, was {was}") };
    let rows = (0..5).rev().map(|at| {
        let numbers = now.0[at].iter().zip(&then.0[at]).map(|(was, is)| cell(was, is));
        std::iter::once(format!("{} {}", at + 1, SERIOUSNESS[at])).chain(numbers).collect::<Vec<_>>()
    });
    let table = rows.fold(table, Table::row);
    Markup::trusted(format!("<section class=\"wm-scroll\" tabindex=\"0\" aria-label=\"The numbers\">{table}</section>"))
}
