//! The verbs of a request for information.

use access::{Done, Permit, Scope};
use base::{Conflict, Date, Id, Instant, Problem, Reference, WorkingDays};
use db::Tx;
use places::Places;
use record::SubjectKey;

use super::{Regime, Request, store};
use crate::holds;

/// Working days to answer, by law.
pub const ANSWER_WITHIN: u16 = 20;

/// What somebody asks for, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What they ask, in their words.
    pub asked: String,
    /// One issue.
    pub issue: Option<Reference>,
    /// One place, by its code.
    pub place: Option<String>,
    /// From this day.
    pub from_on: Option<Date>,
    /// To this day.
    pub to_on: Option<Date>,
}

/// A request to be entered, sealed outside the transaction.
#[derive(Debug, Clone)]
pub struct Begin {
    pub(super) id: Id,
    pub(super) references: [Reference; 3],
    pub(super) regime: Regime,
    pub(super) asked: Vec<u8>,
    pub(super) issue: Option<Id>,
    pub(super) place: Option<Id>,
    pub(super) about: String,
    pub(super) from_on: Option<Date>,
    pub(super) to_on: Option<Date>,
    pub(super) received_on: Date,
    pub(super) due_on: Date,
    wanted: Option<Reference>,
    key: SubjectKey,
}

/// What the words that were asked are sealed for.
pub(super) const ASKED: &str = "disclosure_request.asked";

impl Begin {
    /// Seals what was asked, and finds the place.
    ///
    /// # Errors
    /// An invalid field: neither issue, place nor period, a place that is not ours, days the wrong way round.
    pub fn of(scope: &Scope, regime: Regime, received_on: Date, wanted: Wanted) -> Result<Self, Problem> {
        let Wanted { asked, issue, place, from_on, to_on } = wanted;
        if issue.is_none() && place.is_none() && from_on.is_none() {
            return Err(Problem::field("issue", "Enter an issue, choose a place, or say from which day"));
        }
        if from_on.zip(to_on).is_some_and(|(from, to)| to < from) {
            return Err(Problem::field("to", "The last day comes after the first"));
        }
        let known = scope.snapshot.part::<Places>()?;
        let found = place.as_deref().map(|code| {
            known.by_code(code).ok_or_else(|| Problem::field("place", "Choose one of the partnership's places"))
        });
        let found = found.transpose()?.map(|(id, place)| (id, place.name.clone()));
        let day = |day: Date| Instant::at(day, 12, 0).day_words();
        let parts = [
            issue.as_ref().map(ToString::to_string),
            found.as_ref().map(|(_, name)| name.to_string()),
            from_on.map(|from| format!("from {}", day(from))),
            to_on.map(|to| format!("to {}", day(to))),
        ];
        let id = scope.new_id();
        let key = scope.site.vault.new_key(id, scope.dice());
        let received = Instant::at(received_on, 12, 0);
        Ok(Self {
            references: [(); 3].map(|()| Reference::draw('D', scope.dice())),
            asked: key.seal(ASKED, &asked, scope.dice()),
            issue: None,
            place: found.map(|(id, _)| id),
            about: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
            due_on: WorkingDays::england_and_wales().deadline(received, ANSWER_WITHIN).date(),
            wanted: issue,
            id,
            regime,
            from_on,
            to_on,
            received_on,
            key,
        })
    }
}

/// Enters a request.
///
/// # Errors
/// Not allowed; an invalid field when there is no such issue.
pub fn begin(tx: &mut Tx<'_>, scope: &Scope, new: &Begin) -> Result<Reference, Problem> {
    let permit = holds::allowed(scope)?;
    let mut new = new.clone();
    if let Some(issue) = &new.wanted {
        let found = issues::store::by_reference(tx, scope, issue)?;
        new.issue = Some(found.ok_or_else(|| Problem::field("issue", "There is no such issue"))?.0.id);
    }
    new.key.store(tx, scope.partnership(), scope.now)?;
    let reference = store::insert(tx, scope, &permit, &new)?;
    let fields = &["regime", "about", "received_on", "due_on"];
    scope.tell(tx, Done { kind: "disclosure_request", record: new.id, verb: "begin", fields, values: &new.about })?;
    Ok(reference)
}

/// A request at hand, for whoever answers them.
///
/// # Errors
/// Not allowed; not found.
pub fn at_hand(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<(Request, Permit), Problem> {
    let permit = holds::allowed(scope)?;
    let request = store::by_reference(tx, scope.partnership(), reference)?.ok_or(Problem::NotFound)?;
    Ok((request, permit))
}

/// It was given; the same again is told again, and the first day stands.
///
/// # Errors
/// Not allowed; not found; [`Conflict::State`] never: a file may be made twice.
pub fn give(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, left_out: usize) -> Result<(), Problem> {
    let (request, permit) = at_hand(tx, scope, reference)?;
    if request.given_at.is_none() && !store::give(tx, scope, &permit, request.id)? {
        return Err(Problem::Conflict(Conflict::Busy));
    }
    let values = format!("{left_out} left out");
    scope.tell(
        tx,
        Done { kind: "disclosure_request", record: request.id, verb: "give", fields: &["given_at"], values: &values },
    )?;
    Ok(())
}
