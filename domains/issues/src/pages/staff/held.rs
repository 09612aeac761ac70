//! Held and protected concerns, for the safeguarding lead of the front-door organisation alone.

use access::{Page, Scope};
use askama::Template;
use base::{Id, Problem, Reference, WorkingDays, hours};
use db::Tx;
use places::{Lines, Places};
use record::Unsealed;
use voice::{Categories, ConcernLine};
use web::asking::Visit;
use web::components::{Badge, Pagination};
use web::{Answer, Markup, Shell, Typed, personal};

use super::notice;
use crate::cursor;
use crate::looks::{looked, sensitive};

/// Rows on a page.
const ROWS: usize = 50;

/// A held or protected concern, with the words that held it marked.
pub(super) struct HeldConcern {
    pub(super) reference: String,
    pub(super) category: String,
    pub(super) place: String,
    pub(super) words: Markup,
    pub(super) groups: String,
    pub(super) is_held: bool,
    pub(super) state: String,
    pub(super) when: String,
    pub(super) channel: &'static str,
    /// By when somebody is to have looked, and whether that is past.
    pub(super) look_by: String,
    pub(super) late: bool,
    pub(super) acts: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "staff/held.html")]
struct HeldPage {
    shell: Shell,
    count: usize,
    concerns: Vec<HeldConcern>,
    turn: Pagination,
}

/// What those are told who read no concern.
const WHO: &str =
    "Concerns are read by those who triage them; held ones by the safeguarding lead of the front-door organisation.";
/// What the lead is told who asks for a file.
const NO_FILE: &str = "What is held or protected is in no file. Read it on its own page.";

/// Why there is no file of held concerns: for everybody but their lead, because there is no such page either.
pub(super) fn in_no_file(scope: &Scope) -> Problem {
    Problem::NotAllowed(if scope.is_front_door_lead() { NO_FILE } else { WHO }.into())
}

pub(super) async fn list(visit: Visit, typed: Typed) -> Answer {
    if !visit.scope.is_front_door_lead() {
        return Err(Problem::NotAllowed(WHO.into()).into());
    }
    let after = typed.get("after").filter(|after| !after.is_empty()).map(cursor::at_and_id).transpose()?;
    let scope = visit.scope.clone();
    let read = move |tx: &mut Tx<'_>| {
        let mut lines = voice::held(tx, &scope, after, i64::try_from(ROWS + 1).unwrap_or(i64::MAX))?;
        let goes_on = lines.len() > ROWS;
        lines.truncate(ROWS);
        let next = lines.last().filter(|_| goes_on).map(|line| cursor::of_at_and_id(line.heard_at, line.id));
        Ok::<_, Problem>((concerns(tx, &scope, &lines)?, sensitive(&lines), next))
    };
    let (concerns, looked_at, next) = visit.scope.site.db.read(read).await?;
    looked(&visit.scope, looked_at).await?;
    let here = visit.scope.url(Page::HeldConcerns);
    let mut shell = visit.shell("Held and protected concerns").wide().unlisted();
    shell.notice = notice(
        &visit,
        typed.get("done"),
        &[
            ("release", "The concern is released into ordinary work"),
            ("keep", "The concern is kept protected"),
            ("raise", "The protection is raised"),
            ("lower", "The protection is lowered"),
            ("asked", "Your wish to lower it is stored. A second safeguarding lead must agree"),
        ],
    );
    personal(&HeldPage {
        shell,
        count: concerns.len(),
        concerns,
        turn: Pagination::turning(
            visit.words,
            after.map(|_| here.clone()),
            next.map(|next| format!("{here}&after={next}")),
        ),
    })
}

/// Opens the words of some held concerns and marks what held them.
pub(super) fn concerns(tx: &mut Tx<'_>, scope: &Scope, lines: &[ConcernLine]) -> Result<Vec<HeldConcern>, Problem> {
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = lines.iter().map(|line| line.id).collect();
    let places = voice::places_of_concerns(tx, scope.partnership(), &ids, Lines::Then)?;
    lines
        .iter()
        .map(|line| {
            let own: Vec<Id> = places.iter().filter(|(id, _)| *id == line.id).map(|(_, place)| *place).collect();
            HeldConcern::of(scope, line, &own)
        })
        .collect()
}

impl HeldConcern {
    fn of(scope: &Scope, line: &ConcernLine, places: &[Id]) -> Result<Self, Problem> {
        let reference: Reference = line.reference.parse().map_err(Problem::fault)?;
        let known = scope.snapshot.part::<Places>()?;
        let place = known.ward_of(places).or_else(|| known.of(places).into_iter().next());
        let told = line.opened(&scope.site.vault)?.into_iter().filter_map(Unsealed::words);
        let (words, mut groups): (Vec<Markup>, Vec<Vec<&str>>) = told.map(|words| marked(&words)).unzip();
        let mut groups: Vec<&str> = groups.drain(..).flatten().collect();
        groups.dedup();
        let look_by =
            WorkingDays::england_and_wales().after_office_time(scope.snapshot.office_hours(), line.heard_at, hours(1));
        let act = |label: &'static str, name: &str| (label, scope.url(Page::ConcernAct(&reference, name)));
        let mut acts = vec![("Who told us, and how to reach them", scope.url(Page::Concern(&reference)))];
        if line.held {
            acts.extend([act("Release it", "release"), act("Keep it protected", "keep")]);
        }
        if line.protection < voice::MOST_PROTECTED {
            acts.push(act("Raise protection", "raise"));
        }
        if line.protection > 0 {
            acts.push(act("Lower protection", "lower"));
        }
        Ok(Self {
            reference: line.reference.clone(),
            category: scope.snapshot.part::<Categories>()?.get(line.category)?.name.clone(),
            place: place.map(|place| place.name.clone()).unwrap_or_default(),
            words: Markup::trusted(
                words.iter().filter(|text| !text.is_empty()).map(ToString::to_string).collect::<Vec<_>>().join("<br>"),
            ),
            groups: groups.join(", "),
            is_held: line.held,
            state: if line.held { "Held".to_owned() } else { format!("Protection {}", line.protection) },
            when: line.heard_at.words(),
            channel: line.channel.words(),
            late: line.held && look_by < scope.now,
            look_by: look_by.words(),
            acts,
        })
    }
}

/// Words with the danger terms in them marked, and what kinds of danger they are.
pub(super) fn marked(words: &str) -> (Markup, Vec<&'static str>) {
    let mut html = String::with_capacity(words.len());
    let mut groups = Vec::new();
    let mut at = 0;
    let mut terms = screen::danger::held(words).map(|held| held.terms).unwrap_or_default();
    terms.sort_by_key(|term| (term.words.start, std::cmp::Reverse(term.words.end)));
    for term in terms {
        if !groups.contains(&term.group) {
            groups.push(term.group);
        }
        let Some(found) = words.get(term.words.clone()).filter(|_| term.words.start >= at) else { continue };
        html.push_str(Markup::from(words.get(at..term.words.start).unwrap_or_default()).as_str());
        html.push_str("<mark>");
        html.push_str(Markup::from(found).as_str());
        html.push_str("</mark>");
        at = term.words.end;
    }
    html.push_str(Markup::from(words.get(at..).unwrap_or_default()).as_str());
    (Markup::trusted(html), groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marking_loses_no_word_and_lets_no_markup_through(words in "(he hit me|knife|<b>|& |[a-z ]{0,12}|é){0,8}") {
            let (html, _) = marked(&words);
            let plain = html.as_str().replace("<mark>", "").replace("</mark>", "");
            let escaped = Markup::from(words.as_str());
            prop_assert_eq!(plain, escaped.as_str());
        }
    }

    #[test]
    fn what_holds_a_concern_is_marked_and_named() {
        let (html, groups) = marked("The lamp is out and my husband hits me <every night>");
        assert!(html.as_str().contains("<mark>") && html.as_str().contains("&lt;every night&gt;"), "{html}");
        assert!(!groups.is_empty());
        assert_eq!(marked("The lamp is out"), (Markup::from("The lamp is out"), Vec::new()));
    }
}
