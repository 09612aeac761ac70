//! What things are called here, and from when (XC-01, XC-03, SAL-38).

use access::{Page, Term, TermList};
use axum::extract::Path;
use base::{Date, FieldErrors, Instant, Problem};
use places::{Kind, Places};
use web::asking::{Staff, Visit, Working};
use web::components::{SummaryList, SummaryRow, Table};
use web::{Answer, Form, Markup, Query, Typed};

use super::settings::{joined, paragraph};
use super::sheet::Sheet;
use super::{administrator, done_words, shell};
use crate::settled::{Settled, TermRow};

/// Every list, with how much stands in it.
pub async fn lists(Staff(visit): Staff) -> Answer {
    administrator(&visit.scope)?;
    let scope = &visit.scope;
    let (words, today) = (visit.words, scope.now.date());
    let lists = TermList::ALL.iter().fold(SummaryList::new(), |lists, list| {
        let labels: Vec<&str> = scope.snapshot.terms(*list, today).map(|term| term.label.as_str()).collect();
        let named = if labels.is_empty() { "Nothing yet".to_owned() } else { labels.join(", ") };
        let here = scope.url(Page::Settings(&format!("terms/{list}")));
        lists.with(SummaryRow::new(list.words(), named).change(words, here, list.words().to_lowercase()))
    });
    let sheet = Sheet {
        shell: shell(&visit, "What things are called", None),
        lead: paragraph(
            "The program’s own words stay the same everywhere; these are yours. Each holds from a day on, and what was \
             called otherwise before still reads so.",
        ),
        questions: |_, _| Markup::default(),
        below: lists.into(),
        here: String::new(),
        then: String::new(),
        button: "Continue",
        looks: None,
        affects: Vec::new(),
    };
    sheet.show(&visit, Typed::default())
}

/// One list, and a form to add to it where the program does not hold its codes.
pub async fn list(Staff(visit): Staff, Path((_p, list)): Path<(String, String)>, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let list = known(&list)?;
    list_sheet(&visit, list, query.get("done")).show(&visit, Typed::default())
}

pub async fn add(Path((_p, list)): Path<(String, String)>, Working { visit, typed }: Working) -> Answer {
    administrator(&visit.scope)?;
    let list = known(&list)?;
    let code = said(&typed, "code").unwrap_or_default();
    let mut sheet = list_sheet(&visit, list, None);
    sheet.affects = vec![format!("It can be chosen under {} from today on.", list.words().to_lowercase())];
    let wanted = row(&visit, &typed, code).map(|row| of(list, row));
    sheet.send(visit, typed, wanted).await
}

fn list_sheet(visit: &Visit, list: TermList, done: Option<&str>) -> Sheet {
    let here = visit.scope.url(Page::Settings(&format!("terms/{list}")));
    let title = list.words();
    Sheet {
        shell: shell(visit, title, done_words(done))
            .crumb("What things are called", visit.scope.url(Page::Settings("terms"))),
        lead: listed(visit, list),
        questions: match list.is_fixed() && missing(visit, list).is_empty() {
            true => |_, _| Markup::default(),
            false => |form, _| {
                let code = form
                    .input("code", "Add one: its code")
                    .hint("Small letters, digits, - and _. It stays the same for ever")
                    .width(20);
                Markup::trusted(format!("{code}{}", fields(form)))
            },
        },
        below: Markup::default(),
        then: here.clone(),
        here,
        button: "Continue",
        looks: None,
        affects: Vec::new(),
    }
}

/// Codes of a fixed list that have no term today: roles that are not used here (EVO-03).
fn missing(visit: &Visit, list: TermList) -> Vec<&'static str> {
    let here = |code: &&str| visit.scope.snapshot.terms(list, visit.scope.now.date()).all(|term| term.code != **code);
    match list {
        TermList::RoleTitle => access::Role::ALL.iter().map(|role| role.as_str()).filter(here).collect(),
        _ => Vec::new(),
    }
}

fn listed(visit: &Visit, list: TermList) -> Markup {
    let (scope, today) = (&visit.scope, visit.scope.now.date());
    let mut terms: Vec<&Term> = scope.snapshot.all_terms(list).collect();
    terms.sort_by_key(|term| (!term.is_in_force(today), term.position, term.valid_from));
    let rows = terms.iter().fold(SummaryList::new(), |rows, term| {
        let href = scope.url(Page::Settings(&format!("terms/{list}/{}", term.code)));
        let means = Markup::from(term.detail.as_deref().unwrap_or_default());
        let days = Markup::from(format!("{} · {}", term.code, days(term, today)));
        let said = Markup::trusted(format!("{means} <span class=\"wm-quiet\">{days}</span>"));
        rows.with(SummaryRow::new(term.label.as_str(), said).change(visit.words, href, term.label.as_str()))
    });
    let absent = missing(visit, list);
    let absent = match absent.is_empty() {
        true => Markup::default(),
        false => paragraph(&format!("Not used here, and offered to nobody: {}. Add one to use it.", absent.join(", "))),
    };
    Markup::trusted(format!("{rows}{absent}"))
}

/// From when and until when, for people.
fn days(term: &Term, today: Date) -> String {
    let day = |day: Date| Instant::on(day, base::hours(12)).day_words();
    match (term.valid_to, &term.replaced_by) {
        (None, _) if term.valid_from > today => format!("from {}", day(term.valid_from)),
        (None, _) => "now".to_owned(),
        (Some(end), None) => format!("until {}", day(end)),
        (Some(end), Some(next)) => format!("until {}, then {next}", day(end)),
    }
}

/// One term: call it otherwise from a day on, or end it.
pub async fn term(
    Staff(visit): Staff,
    Path((_p, list, code)): Path<(String, String, String)>,
    Query(query): Query,
) -> Answer {
    administrator(&visit.scope)?;
    let list = known(&list)?;
    let term = current(&visit, list, &code)?;
    let today = visit.scope.now.date();
    let typed = Typed::of([
        ("label", term.label.clone()),
        ("plural", term.plural.clone().unwrap_or_default()),
        ("detail", term.detail.clone().unwrap_or_default()),
        ("day-day", today.day().to_string()),
        ("day-month", today.month().to_string()),
        ("day-year", today.year().to_string()),
    ]);
    term_sheet(&visit, list, term, query.get("done"))?.show(&visit, typed)
}

pub async fn change(
    Path((_p, list, code)): Path<(String, String, String)>,
    Working { visit, typed }: Working,
) -> Answer {
    administrator(&visit.scope)?;
    let list = known(&list)?;
    let sheet = term_sheet(&visit, list, current(&visit, list, &code)?, None)?;
    let wanted = row(&visit, &typed, code).map(|row| of(list, row));
    sheet.send(visit, typed, wanted).await
}

fn term_sheet(visit: &Visit, list: TermList, term: &Term, done: Option<&str>) -> Result<Sheet, Problem> {
    let scope = &visit.scope;
    let here = scope.url(Page::Settings(&format!("terms/{list}/{}", term.code)));
    let back = scope.url(Page::Settings(&format!("terms/{list}")));
    Ok(Sheet {
        shell: shell(visit, format!("{} ({})", term.label, term.code), done_words(done))
            .crumb(list.words(), back.clone()),
        lead: Markup::default(),
        questions: |form, _| {
            let day = form.date("day", "From which day?").hint("Until then it reads as it does now");
            let ends = form.tick("ends", "It ends on that day: nobody can choose it from then on");
            let next = form.input("replaced_by", "Code of what takes its place, if something does").width(20);
            Markup::trusted(format!("{}{day}{ends}{next}", fields(form)))
        },
        below: history(visit, list, &term.code),
        then: back,
        here,
        button: "Continue",
        looks: None,
        affects: affects(visit, list, &term.code)?,
    })
}

fn history(visit: &Visit, list: TermList, code: &str) -> Markup {
    let today = visit.scope.now.date();
    let day = |day: Date| Instant::on(day, base::hours(12)).day_words();
    let table = Table::new("What it was called").column("Called").column("From").column("Until");
    let terms = visit.scope.snapshot.all_terms(list).filter(|term| term.code == code);
    let table = terms.fold(table, |table, term| {
        let until = term.valid_to.map_or_else(|| if term.valid_from > today { "" } else { "now" }.to_owned(), day);
        table.row([term.label.clone(), day(term.valid_from), until])
    });
    table.into()
}

/// Whom or what a term touches, counted.
fn affects(visit: &Visit, list: TermList, code: &str) -> Result<Vec<String>, Problem> {
    let (snapshot, today) = (&visit.scope.snapshot, visit.scope.now.date());
    let counted = |count: usize, one: &str, several: &str| {
        vec![format!("{count} {} it now.", if count == 1 { one } else { several })]
    };
    Ok(match list {
        TermList::RoleTitle => {
            let holders = snapshot.holders(access::Role::ALL, today).filter(|holder| holder.role == code);
            let own = holders.filter(|holder| holder.title.is_none()).count();
            counted(own, "person is called", "people are called")
        }
        TermList::PlaceKind => {
            let kind = Kind::from_key(code);
            let atlas = snapshot.part::<Places>()?.lookup().atlas();
            let count = kind.map_or(0, |kind| atlas.of_kind(kind).count());
            counted(count, "place is called", "places are called")
        }
        TermList::OrganisationKind => {
            let count = snapshot.organisations.iter().filter(|one| one.kind == code).count();
            counted(count, "organisation is called", "organisations are called")
        }
        TermList::Level => vec!["Every issue at this level, in lists and on its page.".to_owned()],
        TermList::Tier | TermList::Theme | TermList::BodyClass => {
            vec!["Nothing in the record names it yet.".to_owned()]
        }
    })
}

fn fields(form: &Form) -> Markup {
    let called = joined([form.input("label", "What it is called"), form.input("plural", "What several are called")]);
    let means = form.textarea("detail", "What it means here").rows(2).up_to(300);
    Markup::trusted(format!("{called}{means}"))
}

fn row(visit: &Visit, typed: &Typed, code: String) -> Result<TermRow, FieldErrors> {
    let mut ask = typed.ask(visit.words);
    let day = ask.optional_date("day");
    let ends = ask.ticked("ends");
    ask.answers(|| {
        Some(TermRow {
            code,
            label: said(typed, "label").unwrap_or_default(),
            plural: said(typed, "plural"),
            detail: said(typed, "detail"),
            from: day.filter(|_| !ends),
            to: day.filter(|_| ends),
            replaced_by: said(typed, "replaced_by").filter(|_| ends),
        })
    })
}

fn of(list: TermList, row: TermRow) -> Settled {
    Settled { terms: [(list, vec![row])].into(), ..Settled::default() }
}

fn said(typed: &Typed, name: &str) -> Option<String> {
    typed.get(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn known(list: &str) -> Result<TermList, Problem> {
    list.parse().map_err(|_| Problem::NotFound)
}

fn current<'a>(visit: &'a Visit, list: TermList, code: &str) -> Result<&'a Term, Problem> {
    visit.scope.snapshot.term(list, code, visit.scope.now.date()).ok_or(Problem::NotFound)
}
