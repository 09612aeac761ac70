//! Tells the story again through the commands that people use, each as whoever did it, at the time it was done. The site's
//! clock follows, and jobs run on the way, so that mails and audit have the story's times too.

use std::collections::BTreeMap;
use std::sync::Arc;

use access::{Ground, Right, Scope, Site, Who};
use base::{Id, Instant, Problem, Reference, days, minutes};
use db::Tx;
use issues::commands::{self, Assess, Assign, Attach, Decide, Move, Open, Report, Reported, Resolve};
use notify::Post;
use places::{Places, Point};
use voice::{Categories, Channel, Contact, SafeWay, Told};

use super::cast::Cast;
use super::story::{Calendar, ConcernRow, IssueRow, StepRow, Story, What};
use crate::founding;
use crate::wiring;

/// Something that happens to one matter.
#[derive(Debug, Clone)]
enum Event {
    /// Somebody tells us.
    Heard { told: Box<ConcernRow>, category: String, ward: String, nth: usize },
    /// Staff make an issue of what was heard so far.
    Opened(Box<IssueRow>),
    /// Staff add what was heard since.
    Attached { by: String, nth: usize },
    /// "This affects me too."
    Joined { category: String, ward: String },
    /// Staff, or a contributor, do something.
    Done(Box<StepRow>),
}

impl Event {
    /// Enough to find it in the file when the commands refuse it.
    fn name(&self) -> String {
        match self {
            Self::Heard { told, .. } => format!("\"{}\"", told.words),
            Self::Opened(row) => format!("\"{}\", opened by {}", row.title, row.opened_by),
            Self::Attached { by, .. } => format!("attached by {by}"),
            Self::Joined { .. } => "this affects me too".to_owned(),
            Self::Done(step) => format!("{:?}, by {}", step.what, step.by),
        }
    }
}

/// What came of a matter so far.
#[derive(Debug, Clone, Default)]
struct Matter {
    issue: Option<Reference>,
    heard: BTreeMap<usize, Reported>,
    hidden: Vec<Id>,
}

/// Tells the whole story, ending at `now`.
pub async fn replay(site: &Arc<Site>, now: Instant) -> Result<(), Problem> {
    let story = Story::read().map_err(Problem::fault)?;
    let mut happened = in_order(&story, Calendar::ending(now));
    happened.sort_by_key(|(at, matter, step, _)| (*at, *matter, *step));
    let desk = wiring::desk(site, Post::Caught);
    let scope = founding::scope_of(site, "walsall", "demonstration").await?;
    let cast = Arc::new(Cast::of(&scope.snapshot, now));
    let mut matters: BTreeMap<usize, Matter> = BTreeMap::new();
    for (at, matter, _, event) in happened {
        site.clock.advance(at.micros() - site.clock.now().micros());
        let teller = Teller { scope: Scope { now: at, ..scope.clone() }, cast: Arc::clone(&cast) };
        let name = event.name();
        let unlikely = |problem: Problem| Problem::fault(format!("{name}, {}: {problem}", at.words()));
        let report = teller.prepared(&event, matters.get(&matter)).map_err(unlikely)?;
        let before = matters.remove(&matter).unwrap_or_default();
        let waits = matches!(event, Event::Done(_));
        let told = site.db.write(move |tx| teller.tell(tx, &event, report.as_ref(), before.clone())).await;
        let after = told.map_err(unlikely)?;
        matters.insert(matter, after);
        if waits {
            jobs::run_due(&desk).await?;
        }
    }
    // What was promised within so many days is kept: deadlines pass, and their jobs run, on the way to now.
    while site.clock.now() < now {
        let step = days(1).min(now.micros() - site.clock.now().micros());
        site.clock.advance(step);
        jobs::run_due(&desk).await?;
    }
    jobs::place_all_events(site).await?;
    Ok(())
}

/// Every event with its moment, which matter it belongs to and its place within that. A matter's steps keep their order
/// where moving to a working day would overturn it.
fn in_order(story: &Story, calendar: Calendar) -> Vec<(Instant, usize, usize, Event)> {
    let mut all = Vec::new();
    for (number, row) in story.issue.iter().enumerate() {
        let first = row.concern.iter().map(|concern| calendar.at(concern.days_before, concern.time)).min();
        let same_day = first.filter(|first| first.date() == calendar.day(row.days_before));
        let opened = same_day.map_or_else(
            || calendar.morning(row.days_before),
            |first| first.plus(minutes(5)).max(calendar.morning(row.days_before)),
        );
        let mut step = 0;
        let mut add = |at: Instant, event: Event| {
            all.push((at, number, step, event));
            step += 1;
        };
        for (nth, concern) in (1..).zip(&row.concern) {
            let at = calendar.at(concern.days_before, concern.time);
            let (category, ward) = (row.category.clone(), row.ward.clone());
            add(at, Event::Heard { told: Box::new(concern.clone()), category, ward, nth });
            if at >= opened {
                add(at.plus(minutes(1)), Event::Attached { by: row.opened_by.clone(), nth });
            }
        }
        add(opened, Event::Opened(Box::new(row.clone())));
        for joined in 1..=row.also_affected {
            let at = first
                .unwrap_or(opened)
                .plus(days(30) * joined / (row.also_affected + 1))
                .max(opened.plus(minutes(joined)));
            add(at, Event::Joined { category: row.category.clone(), ward: row.ward.clone() });
        }
        let mut after = opened;
        for done in &row.step {
            let by_staff = !matches!(done.what, What::Contest { .. }) && !done.any_day;
            let at = if by_staff {
                calendar.working(done.days_before, done.time)
            } else {
                calendar.at(done.days_before, done.time)
            };
            after = at.max(after.plus(base::seconds(10)));
            add(after, Event::Done(Box::new(done.clone())));
        }
    }
    for (number, row) in story.concern.iter().enumerate() {
        let at = calendar.at(row.days_before, row.time);
        let (category, ward) = (row.category.clone().unwrap_or_default(), row.ward.clone().unwrap_or_default());
        all.push((at, 1_000 + number, 0, Event::Heard { told: Box::new(row.clone()), category, ward, nth: 1 }));
    }
    all
}

/// Tells one event.
struct Teller {
    scope: Scope,
    cast: Arc<Cast>,
}

impl Teller {
    /// What is sealed and screened before the store is asked.
    fn prepared(&self, event: &Event, matter: Option<&Matter>) -> Result<Option<(Scope, Report)>, Problem> {
        let (told, by, joins) = match event {
            Event::Heard { told, category, ward, .. } => {
                (self.told(told, category, ward)?, told.recorded_by.clone(), None)
            }
            Event::Joined { category, ward } => {
                let joins = matter.and_then(|matter| matter.issue.clone());
                (self.also_affected(category, ward)?, None, joins)
            }
            _ => return Ok(None),
        };
        let scope = match by {
            Some(handle) => self.acting(&handle, Right::RecordConcern, &places::ground(told.places.clone(), None))?,
            None => Scope { who: Who::Anyone, ..self.scope.clone() },
        };
        let prepared = voice::prepare(&scope, told);
        Ok(Some((scope, Report { prepared, joins, once: None, told_them: None })))
    }

    fn tell(
        &self,
        tx: &mut Tx<'_>,
        event: &Event,
        report: Option<&(Scope, Report)>,
        mut matter: Matter,
    ) -> Result<Matter, Problem> {
        match (event, report) {
            (Event::Heard { nth, .. }, Some((scope, report))) => {
                let reported = commands::report(tx, scope, report)?;
                let stored = voice::by_reference(tx, scope.partnership(), &reported.reference)?;
                if stored.is_some_and(|(concern, _)| concern.is_protected()) {
                    matter.hidden.push(reported.concern);
                }
                matter.heard.insert(*nth, reported);
            }
            (Event::Joined { .. }, Some((scope, report))) => drop(commands::report(tx, scope, report)?),
            (Event::Opened(row), _) => matter.issue = Some(self.open(tx, row, &matter)?),
            (Event::Attached { by, nth }, _) => self.attach(tx, by, *nth, &matter)?,
            (Event::Done(step), _) => self.step(tx, step, &matter)?,
            _ => {}
        }
        Ok(matter)
    }

    fn open(&self, tx: &mut Tx<'_>, row: &IssueRow, matter: &Matter) -> Result<Reference, Problem> {
        let point = row.lat.zip(row.lon).and_then(|(lat, lon)| Point::new(lat, lon));
        let (ward, places) = self.places(point, &row.ward)?;
        let scope = self.acting(&row.opened_by, Right::GroupConcerns, &places::ground(places, None))?;
        let heard = matter.heard.values().filter(|one| !matter.hidden.contains(&one.concern));
        let new = Open {
            title: row.title.clone(),
            category: self.category(&row.category)?,
            place: point.is_none().then_some(ward),
            point,
            concerns: heard.map(|one| one.reference.clone()).collect(),
        };
        let issue = commands::open(tx, &scope, &new)?;
        issue.reference.parse().map_err(Problem::fault)
    }

    fn attach(&self, tx: &mut Tx<'_>, by: &str, nth: usize, matter: &Matter) -> Result<(), Problem> {
        let (Some(issue), Some(one)) = (&matter.issue, matter.heard.get(&nth)) else { return Ok(()) };
        if matter.hidden.contains(&one.concern) {
            return Ok(());
        }
        let scope = self.acting_on(tx, by, Right::GroupConcerns, issue)?;
        let form = Attach { concerns: vec![one.reference.clone()], reason: None, version: None };
        commands::attach(tx, &scope, issue, &form).map(drop)
    }

    fn step(&self, tx: &mut Tx<'_>, step: &StepRow, matter: &Matter) -> Result<(), Problem> {
        let issue = matter.issue.as_ref().ok_or_else(|| Problem::fault("a step before its issue"))?;
        match &step.what {
            What::Assess { seriousness, people_affected, reason, evidence, holder, told, told_time } => {
                let scope = self.acting_on(tx, &step.by, Right::AssessIssue, issue)?;
                let calendar = Calendar::ending(scope.now.plus(minutes(2)));
                let form = Assess {
                    seriousness: *seriousness,
                    people_affected: *people_affected,
                    reason: reason.clone(),
                    evidence: evidence.clone(),
                    holder: holder
                        .as_deref()
                        .map(|code| self.organisation(code).map(|one| one.name.clone()))
                        .transpose()?,
                    told: told.clone(),
                    told_at: told_time.map(|time| calendar.at(0, time)),
                    version: None,
                };
                commands::assess(tx, &scope, issue, &form).map(drop)
            }
            What::Assign { holder } => {
                let scope = self.acting_on(tx, &step.by, Right::AssignIssue, issue)?;
                let organisation = self.organisation(holder)?.id;
                let form = Assign { organisation, person: None, reason: None, version: None };
                commands::assign(tx, &scope, issue, &form).map(drop)
            }
            What::Decide { .. } => {
                let scope = self.acting_on(tx, &step.by, Right::DecideIssue, issue)?;
                commands::decide(tx, &scope, issue, &self.decision(&step.what)?).map(drop)
            }
            What::Escalate { reason } => {
                let scope = self.acting_on(tx, &step.by, Right::MoveIssue, issue)?;
                commands::escalate(tx, &scope, issue, &Move { reason: reason.clone(), version: None }).map(drop)
            }
            What::Resolve { outcome, what_we_did } => {
                let scope = self.acting_on(tx, &step.by, Right::ResolveIssue, issue)?;
                let outcome = outcome.parse().map_err(Problem::fault)?;
                let form = Resolve { outcome, what_we_did: what_we_did.clone(), version: None };
                commands::resolve(tx, &scope, issue, &form).map(drop)
            }
            What::Contest { concern, words } => {
                let one = matter.heard.get(concern).ok_or_else(|| Problem::fault("nobody to contest"))?;
                let scope = Scope { who: Who::Contributor(one.concern), ..self.scope.clone() };
                let (stored, _) =
                    voice::by_reference(tx, scope.partnership(), &one.reference)?.ok_or(Problem::NotFound)?;
                commands::contest(tx, &scope, &stored, words.as_deref()).map(drop)
            }
        }
    }

    fn decision(&self, what: &What) -> Result<Decide, Problem> {
        let What::Decide {
            decision,
            reason,
            capacity,
            authority,
            waiting_for,
            waiting_until_days_before,
            waiting_until_days_after,
            watching_until_days_before,
            watching_until_days_after,
        } = what
        else {
            return Err(Problem::fault("no decision"));
        };
        // Counted from the day the story ends, which is the day the demonstration is loaded.
        let today = Calendar::ending(self.cast.told_on());
        let day =
            |before: &Option<i64>, after: &Option<i64>| before.or(after.map(|after| -after)).map(|n| today.day(n));
        Ok(Decide {
            decision: decision.parse().map_err(Problem::fault)?,
            reason: reason.clone(),
            capacity: capacity.replace(' ', "_").parse().map_err(Problem::fault)?,
            authority: authority.clone(),
            waiting_for: waiting_for.clone(),
            waiting_until: day(waiting_until_days_before, waiting_until_days_after),
            watching_until: day(watching_until_days_before, watching_until_days_after),
            version: None,
        })
    }

    fn told(&self, row: &ConcernRow, category: &str, ward: &str) -> Result<Told, Problem> {
        let point = row.lat.zip(row.lon).and_then(|(lat, lon)| Point::new(lat, lon));
        let (_, places) = self.places(point, ward)?;
        let words = match (&row.original_words, &row.translated_by) {
            (Some(original), Some(by)) => format!("{} (translated by {by}; as spoken: {original})", row.words),
            (Some(original), None) => format!("{} (as spoken: {original})", row.words),
            (None, _) => row.words.clone(),
        };
        let safe_way = row.contact.as_ref().map_or(SafeWay::Nothing, |contact| match contact {
            contact if !contact.safe => SafeWay::Nothing,
            contact if contact.email.is_some() => SafeWay::Email,
            _ => SafeWay::Phone,
        });
        Ok(Told {
            words,
            whereabouts: row.street.clone(),
            channel: channel(&row.channel)?,
            people_affected: row.people_affected,
            language: row.language.clone().unwrap_or_else(|| "en-GB".into()),
            wants_news: row.contact.as_ref().is_some_and(|contact| contact.consent && contact.safe),
            contact: row.contact.as_ref().map(|contact| Contact {
                name: Some(contact.name.clone()),
                email: contact.email.clone(),
                phone: contact.phone.clone(),
                address: None,
            }),
            safe_way,
            point,
            ..self.nothing(category, places)?
        })
    }

    fn also_affected(&self, category: &str, ward: &str) -> Result<Told, Problem> {
        let (_, places) = self.places(None, ward)?;
        self.nothing(category, places)
    }

    /// A concern without words, as "this affects me too" is.
    fn nothing(&self, category: &str, places: Vec<Id>) -> Result<Told, Problem> {
        Ok(Told {
            category: self.category(category)?,
            words: String::new(),
            whereabouts: None,
            point: None,
            places,
            channel: Channel::Web,
            people_affected: None,
            suggested_seriousness: None,
            language: "en-GB".into(),
            contact: None,
            safe_way: SafeWay::Nothing,
            wants_news: false,
            external_id: None,
            protection: 0,
            heard_at: self.scope.now,
        })
    }

    fn category(&self, code: &str) -> Result<Id, Problem> {
        let categories = self.scope.snapshot.part::<Categories>()?;
        let category = categories.by_code(code).ok_or_else(|| Problem::fault(format!("no category {code}")))?;
        Ok(category.id)
    }

    fn organisation(&self, code: &str) -> Result<&access::Organisation, Problem> {
        let found = self.scope.snapshot.organisation_by_code(code);
        found.ok_or_else(|| Problem::fault(format!("no organisation {code}")))
    }

    /// The ward, and every place where something in it lies.
    fn places(&self, point: Option<Point>, ward: &str) -> Result<(Id, Vec<Id>), Problem> {
        let places = self.scope.snapshot.part::<Places>()?;
        let (ward, _) = places.by_code(ward).ok_or_else(|| Problem::fault(format!("no ward {ward}")))?;
        let found = point.map(|point| places.at(point)).filter(|found| !found.is_empty());
        Ok((ward, found.unwrap_or_else(|| places.with_ancestors(ward))))
    }

    fn acting(&self, handle: &str, right: Right, ground: &Ground) -> Result<Scope, Problem> {
        let hat = self.cast.hat(handle, right, ground)?;
        Ok(Scope { who: Who::Person(Box::new(hat)), ..self.scope.clone() })
    }

    fn acting_on(&self, tx: &mut Tx<'_>, handle: &str, right: Right, issue: &Reference) -> Result<Scope, Problem> {
        let (found, places) = issues::store::by_reference(tx, &self.scope, issue)?.ok_or(Problem::NotFound)?;
        let places = places.into_iter().map(|here| here.place).collect();
        self.acting(handle, right, &places::ground(places, found.holder_organisation))
    }
}

/// The story's ways of hearing, in the record's words.
fn channel(text: &str) -> Result<Channel, Problem> {
    match text {
        "surgery" | "street_stall" | "councillor" => Ok(Channel::InPerson),
        "young_people" => Ok(Channel::Meeting),
        other => other.parse().map_err(Problem::fault),
    }
}
