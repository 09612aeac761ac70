//! The pages a partnership must have: written in plain text from a good beginning, looked at, dated, every version kept.

use access::{Page, Setting, Statutory};
use axum::extract::Path;
use base::{Id, Problem};
use web::asking::{Staff, Visit, Working};
use web::components::{Button, Details, Tag, Task, TaskList};
use web::{Answer, Markup, Query, Typed};

use super::settings::paragraph;
use super::sheet::Sheet;
use super::{administrator, done_words, on, shell};
use crate::presets;
use crate::settled::{self, Settled};

/// All of them, and which are missing.
pub async fn list(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let scope = &visit.scope;
    let list = Statutory::ALL.iter().fold(TaskList::new(), |list, page| {
        let href = scope.url(Page::Settings(&format!("pages/{page}")));
        let task = Task::new(page.words(), href, "");
        list.task(match (scope.snapshot.statutory_draft(*page), scope.snapshot.statutory(*page)) {
            (Some(_), _) => task.tagged(Tag::new("Waits for a second person").yellow()),
            (None, Some(written)) => Task::new(
                page.words(),
                scope.url(Page::Settings(&format!("pages/{page}"))),
                format!("Changed on {}", written.at.day_words()),
            ),
            (None, None) => task.tagged(Tag::new("Not written yet")),
        })
    });
    let sheet = Sheet {
        shell: shell(&visit, "Statutory pages", done_words(query.get("done"))),
        lead: paragraph(
            "The public may not come in before each of these is written. They stand at the foot of every page, and the privacy notice beside every form.",
        ),
        questions: |_, _| Markup::default(),
        below: list.into(),
        here: String::new(),
        then: String::new(),
        button: "Continue",
        looks: None,
        affects: Vec::new(),
    };
    sheet.show(&visit, Typed::default())
}

/// One of them to write, with its history.
pub async fn page(Staff(visit): Staff, Path((_p, name)): Path<(String, String)>, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    let page = known(&name)?;
    let snapshot = &visit.scope.snapshot;
    let waiting = snapshot.statutory_draft(page).or(snapshot.statutory(page));
    let text = waiting.map_or_else(|| presets::page_template(snapshot, page), |written| written.value.clone());
    let mut typed = Typed::of([(page.as_str(), text)]);
    if page == Statutory::Numbers {
        for name in ["out_of_hours", "out_of_hours_phone"] {
            typed.set(name, snapshot.setting(name).unwrap_or_default());
        }
    }
    sheet(&visit, page, query.get("done")).await?.show(&visit, typed)
}

pub async fn write(Path((_p, name)): Path<(String, String)>, Working { visit, typed }: Working) -> Answer {
    administrator(&visit.scope)?;
    let page = known(&name)?;
    let text = typed.get(page.as_str()).unwrap_or_default().to_owned();
    let mut sheet = sheet(&visit, page, None).await?;
    let figures: String = publishing::figures(&visit, page).iter().map(Markup::to_string).collect();
    sheet.looks = Some(Markup::trusted(format!("{}{figures}", publishing::prose(&text))));
    let mut wanted = Settled { pages: [(page, text)].into(), ..Settled::default() };
    if page == Statutory::Numbers {
        for name in ["out_of_hours", "out_of_hours_phone"] {
            wanted.settings.insert(name.into(), typed.get(name).unwrap_or_default().to_owned());
        }
    }
    sheet.send(visit, typed, Ok(wanted)).await
}

/// The second person says yes.
pub async fn publish(Path((_p, name)): Path<(String, String)>, Working { visit, .. }: Working) -> Answer {
    administrator(&visit.scope)?;
    let page = known(&name)?;
    let scope = visit.scope.clone();
    scope.site.db.clone().write(move |tx| settled::approve_page(tx, &scope, page)).await?;
    on(&visit.scope.url(Page::Settings("pages")), "published")
}

async fn sheet(visit: &Visit, page: Statutory, done: Option<&str>) -> Result<Sheet, Problem> {
    let scope = &visit.scope;
    let (partnership, name) = (scope.partnership(), page.setting());
    let kept = scope.site.db.read(move |tx| access::setting_history(tx, partnership, name)).await?;
    let waits = scope.snapshot.always_a_second_person();
    let all = scope.url(Page::Settings("pages"));
    let here = scope.url(Page::Settings(&format!("pages/{page}")));
    Ok(Sheet {
        shell: shell(visit, page.words(), done_words(done)).crumb("Statutory pages", all.clone()),
        lead: lead(visit, page, &here),
        questions: questions(page),
        below: Markup::trusted(format!("{}{}", by_itself(visit, page), history(visit, &kept))),
        then: all,
        here,
        button: "Continue",
        looks: None,
        affects: vec![match waits {
            true => "It waits until a second person has read it.".to_owned(),
            false => {
                "Everybody reads it from the moment you say yes. Earlier versions are kept with their dates.".to_owned()
            }
        }],
    })
}

fn questions(page: Statutory) -> fn(&web::Form, &Visit) -> Markup {
    macro_rules! asking {
        ($page:expr) => {
            |form, _| text(form, $page)
        };
    }
    match page {
        Statutory::Privacy => asking!(Statutory::Privacy),
        Statutory::Accessibility => asking!(Statutory::Accessibility),
        Statutory::Cookies => asking!(Statutory::Cookies),
        Statutory::HowWeDecide => asking!(Statutory::HowWeDecide),
        Statutory::Retention => asking!(Statutory::Retention),
        Statutory::Numbers => |form, _| {
            let phone = form
                .input("out_of_hours_phone", "The number to ring about a child or an adult when nobody reads reports")
                .telephone();
            let says = form.input("out_of_hours", "What a report says when nobody reads it now").hint(
                "Like: Nobody reads this now. Ring the duty team on 01632 960159, or 999 if anyone is in danger.",
            );
            Markup::trusted(format!("{}{phone}{says}", text(form, Statutory::Numbers)))
        },
    }
}

fn text(form: &web::Form, page: Statutory) -> Markup {
    form.textarea(page.as_str(), "The page")
        .hint("Plain text. An empty line begins a paragraph, ## a heading, - an entry of a list. Put your own words in place of what stands in [square brackets]")
        .rows(18)
        .into()
}

fn lead(visit: &Visit, page: Statutory, here: &str) -> Markup {
    let snapshot = &visit.scope.snapshot;
    if let Some(draft) = snapshot.statutory_draft(page) {
        let who = draft.set_by.and_then(|person| snapshot.name_of(person)).unwrap_or("Somebody");
        let said = paragraph(&format!("{who} changed it on {}. It waits for a second person.", draft.at.day_words()));
        let token = Markup::from(visit.form_token().unwrap_or_default());
        let publish = Button::new("Publish it");
        return Markup::trusted(format!(
            "{said}<section class=\"wm-card\" aria-label=\"What waits\">{}</section><form method=\"post\" action=\"{here}/publish\">\
             <input type=\"hidden\" name=\"form_token\" value=\"{token}\">{publish}</form>",
            publishing::prose(&draft.value)
        ));
    }
    match snapshot.statutory(page) {
        Some(_) => Markup::default(),
        None => paragraph("Nobody has written it yet. Here is a good beginning: read it, and put in what is yours."),
    }
}

/// What nobody has to type, because the page shows it below the words: numbers to ring, the matrix, the periods.
fn by_itself(visit: &Visit, page: Statutory) -> Markup {
    let figures: String = publishing::figures(visit, page).iter().map(Markup::to_string).collect();
    match figures.is_empty() {
        true => Markup::default(),
        false => Details::new("What the page shows below your words by itself", Markup::trusted(figures)).into(),
    }
}

fn history(visit: &Visit, kept: &[Setting]) -> Markup {
    let name =
        |person: Option<Id>| person.and_then(|person| visit.scope.snapshot.name_of(person)).unwrap_or("the set-up");
    let versions: String = kept
        .iter()
        .map(|one| {
            let said = format!("Version {}: {}, by {}", one.version, one.at.day_words(), name(one.set_by));
            Details::new(said, publishing::prose(&one.value)).to_string()
        })
        .collect();
    match versions.is_empty() {
        true => Markup::default(),
        false => Markup::trusted(format!("<h2 class=\"govuk-heading-m\">Every version</h2>{versions}")),
    }
}

fn known(name: &str) -> Result<Statutory, Problem> {
    name.parse().map_err(|_| Problem::NotFound)
}
