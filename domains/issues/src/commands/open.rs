use access::{Right, Scope};
use base::{Id, Problem, Reference, WorkingDays};
use db::Tx;
use places::{Point, cells};
use voice::{Category, Concern, PublicPlace};

use super::{AtHand, at_hand, category_of, concern_status, places_in, speak, tell, weigh};
use crate::model::{Act, Status, WordsState};
use crate::store::{self, Issue, IssuePlace, NewLink, NewStep};

/// An issue to be made of concerns, or of something staff know.
#[derive(Debug, Clone)]
pub struct Open {
    /// What staff call it: category and street, never a person.
    pub title: String,
    /// The category.
    pub category: Id,
    /// Where, when it is a point.
    pub point: Option<Point>,
    /// Where, when it is a place.
    pub place: Option<Id>,
    /// The concerns it is about.
    pub concerns: Vec<Reference>,
}

/// Concerns to be added to an issue.
#[derive(Debug, Clone)]
pub struct Attach {
    /// Which.
    pub concerns: Vec<Reference>,
    /// Why they belong together, if it needs saying.
    pub reason: Option<String>,
    /// The version the asker saw.
    pub version: Option<i64>,
}

/// Makes an issue (WAL-34): provisional in rank until somebody assesses it, public as soon as its title is clean.
///
/// # Errors
/// Invalid fields when a concern is not theirs to use, belongs elsewhere already, or there is no place.
pub fn open(tx: &mut Tx<'_>, scope: &Scope, new: &Open) -> Result<Issue, Problem> {
    let category = category_of(scope, new.category)?;
    let concerns = usable(tx, scope, &new.concerns, None)?;
    let point = new.point.or_else(|| concerns.iter().find_map(|concern| Point::new(concern.lat?, concern.lon?)));
    let places = places_for(tx, scope, new, point, &concerns)?;
    let permit = scope.may(Right::GroupConcerns, &places::ground(places.clone(), None))?;

    let mut issue = blank(scope, category, &new.title, point);
    let ids: Vec<Id> = concerns.iter().map(|concern| concern.id).collect();
    let names = speak::contributor_names(tx, scope, &ids)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let fitness = speak::fitness(scope, &new.title, &names);
    let step = scope.new_id();
    if fitness.state == WordsState::Waiting {
        issue.title_waits = Some(std::mem::replace(&mut issue.title, template_title(scope, category, &places)));
        issue.published_at = None;
    }
    issue.in_focus = places_in(scope)?.any_focus(&places);
    issue.voices = voices_of(&concerns);
    weigh(scope, &mut issue);

    issue.reference = store::insert(tx, scope, &permit, &issue, &seen_places(scope, category, &places)?)?;
    if !concerns.is_empty() {
        store::attach(tx, scope, &permit, issue.id, &links(&concerns), false)?;
        voice::follow(tx, &permit, &ids, concern_status(&issue), scope.now)?;
    }
    let opened = NewStep {
        words: Some(&new.title).filter(|_| fitness.state == WordsState::Waiting).map(String::as_str),
        words_state: if fitness.state == WordsState::Waiting { WordsState::Waiting } else { WordsState::Nothing },
        approve_by: fitness.approve_by,
        ..NewStep::of(step, Act::Opened)
    };
    store::add(tx, scope, &permit, issue.id, &opened)?;
    if let Some(by) = fitness.approve_by {
        speak::await_second_person(tx, scope, step, by)?;
    }
    tell(tx, scope, issue.id, "open", &["title", "category", "places", "concerns"], &issue.title)?;
    Ok(issue)
}

/// Adds concerns to an issue. A jump in voices raises the flag "look again"; it moves no rank once somebody assessed it.
///
/// # Errors
/// As [`open`].
pub fn attach(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, form: &Attach) -> Result<Issue, Problem> {
    let hand = at_hand(tx, scope, reference, form.version)?;
    let permit = hand.permit(scope, Right::GroupConcerns, "attach")?;
    if form.concerns.is_empty() {
        return Err(Problem::field("concerns", "Choose at least one concern"));
    }
    let concerns = usable(tx, scope, &form.concerns, Some(hand.issue.id))?;
    join(tx, scope, &permit, hand, &concerns, false, form.reason.as_deref().unwrap_or_default())
}

/// Puts concerns into an issue at hand; the shared end of attaching and joining.
pub(super) fn join(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &access::Permit,
    hand: AtHand,
    concerns: &[Concern],
    joined: bool,
    why: &str,
) -> Result<Issue, Problem> {
    if concerns.is_empty() {
        return Ok(hand.issue);
    }
    let ids: Vec<Id> = concerns.iter().map(|concern| concern.id).collect();
    store::attach(tx, scope, permit, hand.issue.id, &links(concerns), joined)?;
    let voices = store::count_voices(tx, scope.partnership(), hand.issue.id)?;
    let verb = if joined { "join" } else { "attach" };
    let issue = hand.change(tx, scope, permit, verb, why, |issue| {
        issue.voices = voices;
        weigh(scope, issue);
    })?;
    voice::follow(tx, permit, &ids, concern_status(&issue), scope.now)?;
    store::add(tx, scope, permit, issue.id, &NewStep::of(scope.new_id(), Act::Attached))?;
    Ok(issue)
}

/// The concerns named, if each may be read by this person, is not protected and is in no issue; `already` are those the
/// issue at hand holds, which are passed over.
fn usable(
    tx: &mut Tx<'_>,
    scope: &Scope,
    references: &[Reference],
    already: Option<Id>,
) -> Result<Vec<Concern>, Problem> {
    let mut concerns = Vec::with_capacity(references.len());
    for reference in references {
        let found = voice::by_reference(tx, scope.partnership(), reference)?;
        let (concern, _) = voice::readable(scope, found)
            .map_err(|_| Problem::field("concerns", format!("There is no concern {reference} that you may use")))?;
        if concern.is_protected() {
            return Err(Problem::field("concerns", format!("There is no concern {reference} that you may use")));
        }
        match store::issue_of_concern(tx, scope.partnership(), concern.id)? {
            None => concerns.push(concern),
            Some(issue) if Some(issue) == already => {}
            Some(_) => {
                return Err(Problem::field("concerns", format!("{reference} already belongs to another issue")));
            }
        }
    }
    concerns.sort_by_key(|concern| concern.id);
    concerns.dedup_by_key(|concern| concern.id);
    Ok(concerns)
}

fn links(concerns: &[Concern]) -> Vec<NewLink> {
    let link = |concern: &Concern| NewLink {
        concern: concern.id,
        voice: concern.voice_hash.clone(),
        heard_at: concern.heard_at,
    };
    concerns.iter().map(link).collect()
}

fn voices_of(concerns: &[Concern]) -> i64 {
    let mut known: Vec<&Vec<u8>> = concerns.iter().filter_map(|concern| concern.voice_hash.as_ref()).collect();
    known.sort_unstable();
    known.dedup();
    let unknown = concerns.iter().filter(|concern| concern.voice_hash.is_none()).count();
    i64::try_from(known.len() + unknown).unwrap_or(i64::MAX)
}

/// Where a new issue lies: its point, else its place, else where its concerns lie.
fn places_for(
    tx: &mut Tx<'_>,
    scope: &Scope,
    new: &Open,
    point: Option<Point>,
    concerns: &[Concern],
) -> Result<Vec<Id>, Problem> {
    let places = places_in(scope)?;
    let found = match (point, new.place, concerns.first()) {
        (Some(point), _, _) => places.at(point),
        (None, Some(place), _) => places.with_ancestors(place),
        (None, None, Some(concern)) => voice::places_of(tx, scope.partnership(), concern.id)?,
        (None, None, None) => Vec::new(),
    };
    if !found.is_empty() {
        return Ok(found);
    }
    Err(match point.and_then(|point| places.outside(&scope.snapshot.partnership.name, point)) {
        Some(sentence) => Problem::field("lat", sentence),
        None => Problem::field("place", "Say where it is: a point or a place"),
    })
}

fn blank(scope: &Scope, category: &Category, title: &str, point: Option<Point>) -> Issue {
    let answer_within = u16::try_from(category.answer_within).unwrap_or(10);
    let mut issue = Issue {
        id: scope.new_id(),
        reference: String::new(),
        version: 1,
        title: title.to_owned(),
        title_waits: None,
        published_at: Some(scope.now),
        category: category.id,
        lat: None,
        lon: None,
        public_lat: None,
        public_lon: None,
        level: 0,
        status: Status::New,
        outcome: None,
        seriousness: category.default_seriousness,
        people_affected: None,
        reach: 1,
        priority: 1,
        assessed_at: None,
        voices: 0,
        voices_then: 0,
        holder_organisation: None,
        holder_person: None,
        waiting_for: None,
        waiting_until: None,
        watching_until: None,
        came_back: false,
        contested: false,
        look_again: false,
        in_focus: false,
        answer_by: WorkingDays::england_and_wales().deadline(scope.now, answer_within),
        opened_at: scope.now,
        decided_at: None,
        resolved_at: None,
        changed_at: scope.now,
        hidden_at: None,
    };
    stand(&mut issue, category, point);
    issue
}

/// Puts an issue on a spot, or on none: where it is, and what of that the public sees.
pub(super) fn stand(issue: &mut Issue, category: &Category, point: Option<Point>) {
    let public = public_point(category.public_place, point);
    (issue.lat, issue.lon) = (point.map(Point::lat), point.map(Point::lon));
    (issue.public_lat, issue.public_lon) = (public.map(Point::lat), public.map(Point::lon));
}

/// What the public sees of a point: itself, its street (the centre of its fine cell), or nothing.
#[must_use]
pub fn public_point(public_place: PublicPlace, point: Option<Point>) -> Option<Point> {
    match public_place {
        PublicPlace::Point => point,
        PublicPlace::Street => point.map(|point| cells::fine(point).centre()),
        PublicPlace::Ward | PublicPlace::None => None,
    }
}

/// By which of its places the public may find it: all of them, from the ward upwards, or none.
fn seen_places(scope: &Scope, category: &Category, places: &[Id]) -> Result<Vec<IssuePlace>, Problem> {
    let known = places_in(scope)?;
    let is_public = |place: Id| match category.public_place {
        PublicPlace::Point | PublicPlace::Street => true,
        PublicPlace::Ward => known.is_ward_or_larger(place),
        PublicPlace::None => false,
    };
    Ok(places.iter().map(|place| IssuePlace { place: *place, is_public: is_public(*place), is_then: true }).collect())
}

/// What an issue is called while its title waits, and for good when nobody looks: the category, and the ward where the
/// public may know it.
fn template_title(scope: &Scope, category: &Category, places: &[Id]) -> String {
    let ward = places_in(scope).ok().and_then(|known| known.ward_of(places)).map(|ward| ward.name.clone());
    match ward.filter(|_| category.public_place != PublicPlace::None) {
        Some(ward) => format!("{} in {ward}", category.name),
        None => category.name.clone(),
    }
}
