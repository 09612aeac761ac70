//! The verbs of a take-down request.

use access::{Ground, Right, Scope, Sees, Who};
use base::{Conflict, Id, Instant, Problem, Reference, WorkingDays};
use db::Tx;
use jobs::NewJob;
use record::{Change, SubjectKey};
use web::Words;

use super::answer::ANSWER;
use super::model::{DECIDE_WITHIN, Decision, Kind, Request, Why, hides};
use super::store;

/// A request, sealed and ready to be stored. Made outside the transaction.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Its key.
    pub id: Id,
    /// References to try in turn.
    pub references: [Reference; 3],
    /// What it is about.
    pub kind: Kind,
    /// Its reference.
    pub about: Reference,
    /// Why.
    pub why: Why,
    /// The language of the answer.
    pub language: Option<&'static str>,
    pub(super) key: SubjectKey,
    pub(super) words: Option<Vec<u8>>,
    pub(super) contact: Option<Vec<u8>>,
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The request's reference; nothing when somebody had asked before.
    pub reference: Option<Reference>,
    /// Whether it is hidden now.
    pub hidden: bool,
    /// By when a person decides.
    pub decide_by: Instant,
}

impl Ask {
    /// Seals what was asked.
    ///
    /// # Errors
    /// Not found when the reference is of nothing that can be taken down.
    pub fn of(
        scope: &Scope,
        about: Reference,
        why: Why,
        words: Option<&str>,
        email: Option<&str>,
    ) -> Result<Self, Problem> {
        let kind = match about.kind() {
            'I' => Kind::Issue,
            'C' => Kind::Concern,
            _ => return Err(Problem::NotFound),
        };
        let id = scope.new_id();
        let key = scope.site.vault.new_key(id, scope.dice());
        Ok(Self {
            references: [(); 3].map(|()| Reference::draw('T', scope.dice())),
            words: words.map(|words| key.seal("take_down_request.words", words, scope.dice())),
            contact: email.map(|email| key.seal("take_down_request.contact", email, scope.dice())),
            id,
            kind,
            about,
            why,
            language: None,
            key,
        })
    }

    /// The same, answered in the language of the page on which it was asked.
    #[must_use]
    pub fn answered_in(self, words: &Words) -> Self {
        Self { language: Some(words.tag()), ..self }
    }
}

/// The record behind a public reference, as anybody may know of it.
///
/// # Errors
/// Not found when the public sees nothing there.
pub fn public_record(tx: &mut Tx<'_>, scope: &Scope, about: &Reference) -> Result<Id, Problem> {
    let anyone = Scope { who: Who::Anyone, ..scope.clone() };
    let found = match about.kind() {
        'I' => issues::store::by_reference(tx, &anyone, about)?.map(|(issue, _)| issue.id),
        // That a concern exists, its reference alone says, whoever may read it.
        'C' => voice::by_reference(tx, scope.partnership(), about)?
            .filter(|(concern, lies)| access::sees_concern(&anyone, &concern.row(&lies.all)) >= Sees::Existence)
            .map(|(concern, _)| concern.id),
        _ => None,
    };
    found.ok_or(Problem::NotFound)
}

/// Asks for something public to be taken down: hides it at once, unless a person has to look first, and never twice at
/// the same time. A concern is treated alike whatever its protection.
///
/// # Errors
/// Not found when the public sees nothing there.
pub fn ask(tx: &mut Tx<'_>, scope: &Scope, ask: &Ask) -> Result<Asked, Problem> {
    let permit = scope.may(Right::AskTakeDown, &Ground::default())?;
    let partnership = scope.partnership();
    let record = public_record(tx, scope, &ask.about)?;
    if let Some(open) = store::open_about(tx, partnership, record)? {
        return Ok(Asked { reference: None, hidden: open.hidden, decide_by: open.decide_by });
    }
    let decided = store::decided_about(tx, partnership, record)?;
    let hidden = hides(ask.why, &decided, store::hidden_unseen(tx, partnership, ask.kind)?);
    let decide_by = WorkingDays::england_and_wales().deadline(scope.now, DECIDE_WITHIN);
    ask.key.store(tx, partnership, scope.now)?;
    let reference = store::insert(tx, scope, &permit, ask, record, hidden, decide_by)?;
    if hidden {
        show(tx, scope, &permit, (ask.kind, record), false, &format!("Request {reference}"))?;
    }
    scope.tell(
        tx,
        access::Done {
            kind: "take_down_request",
            record: ask.id,
            verb: "ask",
            fields: &["record", "why", "words", "contact", "hidden"],
            values: reference.as_str(),
        },
    )?;
    Ok(Asked { reference: Some(reference), hidden, decide_by })
}

/// A person's decision.
#[derive(Debug, Clone)]
pub struct Decide {
    /// What becomes of it.
    pub decision: Decision,
    /// Why, told to whoever asked.
    pub reason: String,
}

/// Decides a request: kept hidden, or shown again, each with a reason that is told to whoever asked, if they said how.
///
/// # Errors
/// Not found; not allowed; [`Conflict::State`] when it was decided.
pub fn decide(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, form: &Decide) -> Result<Request, Problem> {
    let request = at_hand(tx, scope, reference)?;
    let permit = scope.may(Right::TakeDown, &ground(tx, scope, &request)?)?;
    let decided = Problem::Conflict(Conflict::State { now: "decided", allowed: Vec::new() });
    if request.decided_at.is_some() || !store::decide(tx, scope, &permit, &request, form.decision, &form.reason)? {
        return Err(decided);
    }
    let hide = form.decision == Decision::KeepHidden;
    if hide != request.hidden {
        show(tx, scope, &permit, (request.kind, request.record), !hide, &form.reason)?;
    }
    let change = Change::of("decision", None::<&str>, form.decision.as_str()).because(&form.reason);
    scope.tell_change(tx, "take_down_request", request.id, "decide", &change)?;
    if request.contact.is_some() {
        let job = NewJob {
            id: scope.new_id(),
            kind: ANSWER.kind,
            about: request.id,
            detail: "",
            run_at: scope.now,
            operation: scope.operation,
        };
        jobs::enqueue(tx, scope.partnership(), &job)?;
    }
    Ok(request)
}

/// A request that this person may decide.
///
/// # Errors
/// Not allowed when their role decides none; not found when it is not theirs.
pub fn at_hand(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<Request, Problem> {
    allowed(scope)?;
    let request = store::by_reference(tx, scope.partnership(), reference)?.ok_or(Problem::NotFound)?;
    let ground = ground(tx, scope, &request)?;
    scope.may(Right::TakeDown, &ground).map_err(|_| Problem::NotFound)?;
    Ok(request)
}

/// Whether the role decides any.
///
/// # Errors
/// Who decides them.
pub fn allowed(scope: &Scope) -> Result<(), Problem> {
    match scope.hat() {
        None => Err(Problem::SignIn),
        Some(_) if scope.has(Right::TakeDown) => Ok(()),
        Some(_) => Err(Problem::NotAllowed(
            "What is taken down is decided by information governance, area managers and the director.".into(),
        )),
    }
}

/// Where a request stands for leave: an issue on its places. A concern's places are not for everybody to know, so it
/// stands on none, and whoever has the whole partnership decides.
fn ground(tx: &mut Tx<'_>, scope: &Scope, request: &Request) -> Result<Ground, Problem> {
    if request.kind == Kind::Concern {
        return Ok(Ground::default());
    }
    let places = issues::store::places_of(tx, scope.partnership(), request.record)?;
    Ok(places::ground(places.into_iter().map(|here| here.place).collect(), None))
}

fn show(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &access::Permit,
    (kind, record): (Kind, Id),
    shown: bool,
    why: &str,
) -> Result<(), Problem> {
    match (kind, shown) {
        (Kind::Issue, false) => issues::commands::hide(tx, scope, permit, record, why),
        (Kind::Issue, true) => issues::commands::show_again(tx, scope, permit, record, why),
        (Kind::Concern, _) => {
            voice::take_down(tx, permit, record, (!shown).then_some(scope.now), scope.now)?;
            let change = Change::of("taken down", shown, !shown).because(why);
            let verb = if shown { "show again" } else { "take down" };
            Ok(scope.tell_change(tx, "concern", record, verb, &change)?)
        }
    }
}
