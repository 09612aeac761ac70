use access::{Page, Right, Scope};
use askama::Template;
use base::{Id, Problem, Reference};
use db::Tx;
use places::Places;
use record::Unsealed;
use voice::{Categories, Concern};
use web::asking::Visit;
use web::components::{Badge, Button, NotificationBanner, SummaryList, Tag, Timeline};
use web::{Answer, Markup, Shell, personal};

use super::{Seen, public, story};
use crate::looks;
use crate::model::{Act, SERIOUSNESS, Status, WordsState};
use crate::pages::resident::somewhere;
use crate::pages::row::{badges, tag};
use crate::pages::staff::Verb;
use crate::pages::words::{due_why, held_why, level_name, why_words};
use crate::said_again::{SaidAgain, said_again};
use crate::store::Given;

/// Concerns shown in full; the rest are counted.
const SHOWN: usize = 50;
/// What is said of an issue that was just made.
const OPENED: &str = "It is an issue now. Next, say how serious it is and how many people it affects";

/// What people told us, as far as this person may read it.
pub(super) struct Words {
    concerns: Vec<Concern>,
    /// What contributors wrote when it came back.
    again: Vec<SaidAgain>,
    /// Concerns of this issue that are not shown.
    more: usize,
}

impl Words {
    /// Two statements at most, whatever the number.
    pub(super) fn read(tx: &mut Tx<'_>, scope: &Scope, seen: &Seen) -> Result<Self, Problem> {
        let all: Vec<Id> = seen.told.iter().map(|link| link.concern).collect();
        let shown: Vec<Id> = all.iter().copied().take(SHOWN).collect();
        if shown.is_empty() || !scope.has(Right::ReadConcern) {
            return Ok(Self { concerns: Vec::new(), again: Vec::new(), more: all.len() });
        }
        let concerns = voice::concerns_by_id(tx, scope, &shown)?;
        let more = all.len() - concerns.len();
        Ok(Self { concerns, again: said_again(tx, scope, &all)?, more })
    }

    /// Where whoever works on the issue may go.
    pub(super) fn somewhere(&self, scope: &Scope) -> Result<Vec<safety::Somewhere>, Problem> {
        let each = self.concerns.iter().map(|concern| {
            let [_, whereabouts] = concern.opened(&scope.site.vault)?.map(Unsealed::words);
            Ok(somewhere(concern, [whereabouts, None]))
        });
        each.collect()
    }

    /// Those whose words leave an entry when they are shown.
    pub(super) fn sensitive(&self) -> Vec<Id> {
        looks::sensitive(&self.concerns)
    }
}

#[derive(Template)]
#[template(path = "issue/desk.html")]
struct DeskPage {
    shell: Shell,
    reference: String,
    tag: Tag,
    flags: Vec<Badge>,
    next: Option<(&'static str, String)>,
    others: Vec<(&'static str, String)>,
    before: Markup,
    nothing: bool,
    waiting: Vec<String>,
    weighed: SummaryList,
    facts: SummaryList,
    concerns: Vec<Heard>,
    concerns_count: usize,
    more: usize,
    map: Markup,
    story: Timeline,
    as_public: String,
    is_public: bool,
}

/// A concern in the words of the person who told us.
struct Heard {
    reference: String,
    words: Option<String>,
    whereabouts: Option<String>,
    when: String,
    channel: &'static str,
    facts: String,
    href: String,
    raise: String,
}

pub(super) fn show(
    visit: &Visit,
    seen: &Seen,
    words: &Words,
    warnings: &[safety::Warning],
    done: Option<&str>,
) -> Answer {
    let (scope, issue) = (&visit.scope, &seen.issue);
    let reference: Reference = issue.reference.parse().map_err(Problem::fault)?;
    let hand = seen.hand();
    let mut verbs: Vec<Verb> = Verb::ALL.into_iter().filter(|verb| verb.may(scope, &hand)).collect();
    let usual = match issue.status {
        Status::New => Verb::Assess,
        Status::Considering => Verb::Decide,
        Status::TakingForward => Verb::Resolve,
        Status::NotTakingForward | Status::Resolved => Verb::Reopen,
    };
    let next = verbs.iter().position(|verb| *verb == usual).map(|at| verbs.remove(at));
    let link = |verb: Verb| (verb.label(), scope.url(Page::IssueAct(&reference, verb.name())));
    let here = scope.url(Page::Issue(&reference));
    let mut shell = visit
        .shell(issue.title.clone())
        .wide()
        .crumb("My work", scope.url(Page::MyWork))
        .crumb("Issues", scope.url(Page::Issues));
    shell.notice = done
        .and_then(Verb::named)
        .map(|verb| NotificationBanner::success(visit.words, done_words(verb, seen)).into())
        .or_else(|| (done == Some("open")).then(|| NotificationBanner::success(visit.words, OPENED).into()));
    personal(&DeskPage {
        shell,
        reference: issue.reference.clone(),
        tag: tag(issue.status, issue.status.words()),
        flags: badges(visit.words, &issue.flags(scope.now)),
        before: safety::warning(visit.words, warnings)?,
        nothing: next.is_none() && verbs.is_empty(),
        next: next.map(link),
        others: verbs.into_iter().map(link).collect(),
        waiting: waiting(seen),
        weighed: weighed(visit, seen),
        facts: facts(visit, seen)?,
        concerns: words.concerns.iter().map(|concern| Heard::of(scope, concern)).collect::<Result<_, _>>()?,
        concerns_count: words.concerns.len() + words.more,
        more: words.more,
        map: match issue.public_point() {
            Some(spot) => places::map_of_spot(scope, visit.words, spot, "spot", "Where the issue is")?,
            None => Markup::default(),
        },
        story: story::for_staff(scope, seen, &words.again),
        as_public: format!("{here}?as=public"),
        is_public: issue.published_at.is_some() && issue.hidden_at.is_none(),
    })
}

/// What was done, and when whoever told us is told: not before a second person saw words that wait.
fn done_words(verb: Verb, seen: &Seen) -> String {
    let waits =
        seen.steps.last().filter(|step| step.words_state == WordsState::Waiting).and_then(|step| step.approve_by);
    match (verb, waits) {
        (Verb::Decide | Verb::Resolve, Some(until)) => format!(
            "It is stored, and your words wait for a second person. Whoever told us will be told once somebody approves \
             them, or on {} in a set sentence",
            until.words()
        ),
        _ => verb.done().to_owned(),
    }
}

/// Words that wait for a second person, so that nobody believes they are out.
fn waiting(seen: &Seen) -> Vec<String> {
    let waits = seen.steps.iter().filter(|step| step.words_state == WordsState::Waiting);
    waits
        .filter_map(|step| {
            let until = step.approve_by?.words();
            Some(format!(
                "Words wait for a second person until {until}. They may hold a personal detail: {}",
                step.words.as_deref().unwrap_or_default()
            ))
        })
        .collect()
}

/// How many people, in words.
fn people(count: i64) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

/// What the rank is made of: voices and people affected apart.
fn weighed(visit: &Visit, seen: &Seen) -> SummaryList {
    let issue = &seen.issue;
    let serious = SERIOUSNESS[usize::try_from(issue.seriousness.clamp(1, 5) - 1).unwrap_or(0)];
    let assessed = seen.steps.iter().rev().find(|step| step.act == crate::model::Act::Assessed);
    let by = assessed.and_then(|step| Some((visit.scope.snapshot.name_of(step.person?)?, step.at.day_words())));
    let seriousness = match by {
        Some((name, day)) => format!("{} ({serious}), assessed by {name} on {day}", issue.seriousness),
        None => format!("{} ({serious}), usual for this kind of thing. Not yet assessed.", issue.seriousness),
    };
    let affected = match issue.people_affected {
        Some(people) => format!("{people}, as assessed"),
        None => "Not yet assessed".to_owned(),
    };
    SummaryList::new()
        .row("Priority", why_words(visit.words, issue.weighed(), issue.priority))
        .row("Seriousness", seriousness)
        .row("People affected", affected)
        .row("Told us", people(issue.voices))
}

fn facts(visit: &Visit, seen: &Seen) -> Result<SummaryList, Problem> {
    let (scope, issue) = (&visit.scope, &seen.issue);
    let known = scope.snapshot.part::<Places>()?;
    let category = scope.snapshot.part::<Categories>()?.get(issue.category)?;
    let all: Vec<Id> = seen.told_places().map(|here| here.place).collect();
    let hidden = seen.told_places().any(|here| !here.is_public);
    let place = match (story::place_names(known, &all), hidden) {
        (names, true) => format!("{names}. The public is not told all of this."),
        (names, false) => names,
    };
    let holder = issue.holder_organisation.and_then(|id| scope.snapshot.organisation(id)).map(|one| one.name.as_str());
    let person = issue.holder_person.and_then(|id| scope.snapshot.name_of(id));
    let holder = match (holder, person) {
        (Some(holder), Some(person)) => format!("{person}, {holder}"),
        (Some(holder), None) => holder.to_owned(),
        (None, _) => "Nobody yet".to_owned(),
    };
    let because = held_why(scope, issue.holder_organisation.is_some(), given(seen).as_ref(), true);
    let holder = format!("{holder}. {}", because.unwrap_or_default());
    let mut list = SummaryList::new()
        .row("About", &category.name)
        .row("Where", place)
        .row("Level", level_name(scope, visit.words, issue.level))
        .row("Held by", holder);
    if matches!(issue.status, Status::New | Status::Considering) {
        let because = due_why(visit.words, category, issue.opened_at, issue.answer_by);
        list = list.row("Decision due", format!("{}. {because}", issue.answer_by.words()));
    }
    if let Some(whom) = &issue.waiting_for {
        let until = issue.waiting_until.map(|day| format!(" until {}", public::day_words(day))).unwrap_or_default();
        list = list.row("Waiting for", format!("{whom}{until}"));
    }
    if let Some(day) = issue.watching_until {
        list = list.row("Watching until", public::day_words(day));
    }
    Ok(list.row("First told to us", seen.first_told().words()))
}

/// Who gave it to whoever holds it.
fn given(seen: &Seen) -> Option<Given> {
    let step = seen.steps.iter().rev().find(|step| step.act == Act::Assigned)?;
    Some(Given { at: step.at, by: step.person, why: step.words.clone() })
}

impl Heard {
    fn of(scope: &Scope, concern: &Concern) -> Result<Self, Problem> {
        let [words, whereabouts] = concern.opened(&scope.site.vault)?.map(Unsealed::words);
        let reference: Reference = concern.reference.parse().map_err(Problem::fault)?;
        let people = concern.people_affected.map(|people| format!("Says it affects {people}."));
        let serious = concern.suggested_seriousness.map(|n| format!("Whoever recorded it suggests seriousness {n}."));
        Ok(Self {
            reference: concern.reference.clone(),
            words,
            whereabouts,
            when: concern.heard_at.words(),
            channel: concern.channel.words(),
            facts: [people, serious].into_iter().flatten().collect::<Vec<_>>().join(" "),
            href: scope.url(Page::Concern(&reference)),
            raise: scope.url(Page::ConcernAct(&reference, "raise")),
        })
    }
}
