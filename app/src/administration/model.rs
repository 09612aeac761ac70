//! How the partnership came to be run as it is: each question, who raised it, what was proposed, what others do (EVO-05,
//! EVO-09).

use access::Page;
use web::asking::{Staff, Visit, Working};
use web::components::SummaryList;
use web::{Answer, Markup, Query, Typed};

use super::settings::paragraph;
use super::sheet::Sheet;
use super::{administrator, done_words, shell};
use crate::settled::{DecisionRow, Settled, decisions};

pub async fn show(Staff(visit): Staff, Query(query): Query) -> Answer {
    administrator(&visit.scope)?;
    sheet(&visit, query.get("done")).show(&visit, Typed::default())
}

pub async fn add(Working { visit, typed }: Working) -> Answer {
    administrator(&visit.scope)?;
    let said = |name: &str| typed.get(name).unwrap_or_default().trim().to_owned();
    let mut decision = decisions(&visit.scope.snapshot);
    decision.push(DecisionRow {
        question: said("question"),
        source: said("source"),
        resolution: said("resolution"),
        elsewhere: Some(said("elsewhere")).filter(|text| !text.is_empty()),
    });
    let sheet = sheet(&visit, None);
    sheet.send(visit, typed, Ok(Settled { decision, ..Settled::default() })).await
}

fn sheet(visit: &Visit, done: Option<&str>) -> Sheet {
    let here = visit.scope.url(Page::Settings("model"));
    Sheet {
        shell: shell(visit, "Why it is run so", done_words(done)),
        lead: lead(visit),
        questions: |form, _| {
            let question = form.input("question", "The question").hint("Like: How many area managers?");
            let source = form.input("source", "Who raised it, and where");
            let resolution = form.textarea("resolution", "What was proposed or decided").rows(3).up_to(1_000);
            let elsewhere = form.textarea("elsewhere", "What other councils do, if you looked").rows(3).up_to(1_000);
            Markup::trusted(format!("{question}{source}{resolution}{elsewhere}"))
        },
        below: Markup::default(),
        then: here.clone(),
        here,
        button: "Continue",
        looks: None,
        affects: vec!["Only people who administer the partnership read it.".to_owned()],
    }
}

fn lead(visit: &Visit) -> Markup {
    let known = decisions(&visit.scope.snapshot);
    let cards = known.iter().map(|row| {
        let card = SummaryList::new()
            .card(row.question.as_str())
            .row("Raised by", row.source.as_str())
            .row("What came of it", row.resolution.as_str());
        match &row.elsewhere {
            Some(elsewhere) => card.row("Elsewhere", elsewhere.as_str()).to_string(),
            None => card.to_string(),
        }
    });
    let cards: String = cards.collect();
    let said = match known.is_empty() {
        true => {
            "Nothing is written down yet. Whoever comes after you will ask why it is run so: note each question here."
        }
        false => "Each question about how the partnership is run, and what came of it.",
    };
    Markup::trusted(format!("{}{cards}", paragraph(said)))
}
