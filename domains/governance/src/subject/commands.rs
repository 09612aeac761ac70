//! The verbs of a request about somebody's own data.

use access::{Done, Permit, Scope};
use base::{Conflict, Date, Id, Problem, Reference, WorkingDays};
use db::Tx;
use record::SubjectKey;

use super::beside;
use super::model::{Beside, Kind, Request, Sought, State, TRANSITIONS};
use super::store::{self, Match};
use crate::{holds, take_down};

/// Concerns of one person that are looked at together; more than these is nobody's ordinary contact.
pub const MOST: i64 = 500;

/// A request to be entered, sealed outside the transaction.
#[derive(Debug, Clone)]
pub struct Begin {
    pub(super) id: Id,
    pub(super) references: [Reference; 3],
    pub(super) kind: Kind,
    pub(super) sealed: Vec<u8>,
    pub(super) received_on: Date,
    pub(super) due_on: Date,
    sought: Sought,
    voices: Vec<Vec<u8>>,
    key: SubjectKey,
}

impl Begin {
    /// Seals whom to look for.
    ///
    /// # Errors
    /// A fault when it cannot be written.
    pub fn of(scope: &Scope, kind: Kind, sought: Sought, received_on: Date) -> Result<Self, Problem> {
        let id = scope.new_id();
        let key = scope.site.vault.new_key(id, scope.dice());
        let written = serde_json::to_string(&sought).map_err(Problem::fault)?;
        Ok(Self {
            references: [(); 3].map(|()| Reference::draw('S', scope.dice())),
            sealed: key.seal(SOUGHT, &written, scope.dice()),
            due_on: WorkingDays::england_and_wales().month_after(received_on),
            voices: sought.voices().iter().map(|voice| holds::voice_hash(scope, voice).to_vec()).collect(),
            id,
            kind,
            received_on,
            sought,
            key,
        })
    }
}

const SOUGHT: &str = "subject_request.sought";
/// What phrases are sealed for.
pub(super) const PHRASES: &str = "subject_match.phrases";

/// Enters a request and finds what its addresses, numbers and references lead to (XC-06).
///
/// # Errors
/// Not allowed.
pub fn begin(tx: &mut Tx<'_>, scope: &Scope, new: &Begin) -> Result<Reference, Problem> {
    let permit = holds::allowed(scope)?;
    new.key.store(tx, scope.partnership(), scope.now)?;
    let reference = store::insert(tx, scope, &permit, new)?;
    let by_voice = voice::with_voices(tx, &permit, &new.voices)?;
    let mut found: Vec<(Id, &str)> = by_voice.into_iter().map(|concern| (concern, "e-mail or telephone")).collect();
    for text in &new.sought.concerns {
        let Ok(concern) = text.parse::<Reference>() else { continue };
        match crate::audit::record_with(tx, scope, &concern) {
            Ok(concern) => found.push((concern, "reference")),
            Err(Problem::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    found.sort_by_key(|(concern, _)| *concern);
    found.dedup_by_key(|(concern, _)| *concern);
    store::matched(tx, &permit, new.id, &found)?;
    let fields = &["kind", "sought", "received_on", "due_on"];
    scope
        .tell(tx, Done { kind: "subject_request", record: new.id, verb: "begin", fields, values: new.kind.as_str() })?;
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

/// Whom it is to look for; nobody once its own time was over.
///
/// # Errors
/// Those of the vault.
pub fn sought(scope: &Scope, request: &Request) -> Result<Sought, Problem> {
    let opened = scope.site.vault.open(request.id, request.wrapped.as_deref(), SOUGHT, request.sought.as_deref())?;
    Ok(opened.words().and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// What of a concern is not given out.
#[derive(Debug, Clone, Default)]
pub struct TakeOut {
    /// Its reference.
    pub concern: String,
    /// Not given out at all.
    pub left_out: bool,
    /// Phrases about somebody else.
    pub phrases: Vec<String>,
    /// Why.
    pub why: Option<String>,
}

/// Keeps what of a concern is about others and is not given out, with why.
///
/// # Errors
/// Not found when it was not found for this request; [`Conflict::State`] when the request ended.
pub fn take_out(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, form: &TakeOut) -> Result<(), Problem> {
    let (request, permit) = at_hand(tx, scope, reference)?;
    is_open(&request, "take-out")?;
    let found = store::matches(tx, &permit, request.id, MOST)?;
    let concern = found.iter().find(|one| one.reference == form.concern).ok_or(Problem::NotFound)?.id;
    let key = scope.site.vault.key_of(tx, scope.partnership(), request.id)?;
    let written = serde_json::to_string(&form.phrases).map_err(Problem::fault)?;
    let sealed = key.filter(|_| !form.phrases.is_empty()).map(|key| key.seal(PHRASES, &written, scope.dice()));
    store::take_out(tx, &permit, request.id, concern, form.left_out, form.why.as_deref(), sealed.as_deref())?;
    let why = form.why.as_deref().unwrap_or_default();
    let done = Done {
        kind: "subject_request",
        record: request.id,
        verb: "take out",
        fields: &["phrases", "left_out"],
        values: why,
    };
    scope.tell(tx, done)?;
    Ok(())
}

/// Ends a request: given, refused. What was given is told of each concern.
///
/// # Errors
/// [`Conflict::State`] when it ended, or is of another kind.
pub fn end(
    tx: &mut Tx<'_>,
    scope: &Scope,
    reference: &Reference,
    verb: &'static str,
    reason: Option<&str>,
) -> Result<(Request, Vec<Match>), Problem> {
    let (request, permit) = at_hand(tx, scope, reference)?;
    let to = is_open(&request, verb)?;
    let found = store::matches(tx, &permit, request.id, MOST)?;
    if to == State::Given {
        let beside = beside::found(tx, scope, &permit, &request)?;
        if beside.iter().any(|one| one.given.is_none()) {
            return Err(Problem::NotAllowed("Say of each safety marker first whether it is given.".into()));
        }
        let beside: Vec<beside::Also> = beside.into_iter().filter(|one| one.given == Some(true)).collect();
        beside::tell_each(tx, scope, "export", &beside)?;
        let given: Vec<Id> = found.iter().filter(|one| !one.left_out).map(|one| one.id).collect();
        scope.tell_each(tx, "concern", "export", &given, &["words", "whereabouts", "contact", "contact_log"])?;
    }
    ended(tx, scope, &permit, &request, verb, to, reason)?;
    Ok((request, found))
}

/// Forgets somebody: whatever was found is erased, their key destroyed and entered in the register of erasures. What an
/// issue counts stays, and leads to nobody. Refused while a legal hold is on any of it.
///
/// # Errors
/// [`Problem::NotAllowed`] with the hold's reference; [`Conflict::State`].
pub fn erase(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<usize, Problem> {
    let (request, permit) = at_hand(tx, scope, reference)?;
    let to = is_open(&request, "erase")?;
    let found = store::matches(tx, &permit, request.id, MOST)?;
    let gone: Vec<Id> = found.iter().filter(|one| !one.left_out && one.erased_at.is_none()).map(|one| one.id).collect();
    if let Some(sentence) = on_hold(tx, scope, &gone)? {
        return Err(Problem::NotAllowed(sentence));
    }
    let sign: [u8; 32] = scope.dice().bytes();
    issues::store::forget_voices(tx, &permit, &gone, &sign)?;
    voice::erase(tx, scope, &permit, &gone, "asked for")?;
    forget_take_downs(tx, scope, &permit, &request)?;
    ended(tx, scope, &permit, &request, "erase", to, None)?;
    Ok(gone.len())
}

/// Blanks what they asked to have taken down, where that was decided and nothing holds what it was about. A safety marker is
/// no matter of theirs alone, and stays.
fn forget_take_downs(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, request: &Request) -> Result<(), Problem> {
    let beside = store::beside(tx, permit, request.id, MOST)?;
    let theirs = beside.iter().filter(|one| one.kind == Beside::TakeDown && one.given == Some(true));
    let theirs = take_down::store::by_ids(tx, permit, &theirs.map(|one| one.record).collect::<Vec<_>>())?;
    let about: Vec<Id> = theirs.iter().map(|one| one.record).collect();
    let held = holds::held_records(tx, scope.partnership(), &about)?;
    let goes = |one: &&take_down::model::Request| one.decided_at.is_some() && !held.contains(&one.record);
    let gone: Vec<Id> = theirs.iter().filter(goes).map(|one| one.id).collect();
    if gone.is_empty() {
        return Ok(());
    }
    take_down::store::blank(tx, permit, &gone, scope.now, "asked for")?;
    Ok(scope.tell_each(tx, "take_down_request", "erase", &gone, &["words", "contact"])?)
}

/// Why these cannot go, if a legal hold is on one of them.
pub(super) fn on_hold(tx: &mut Tx<'_>, scope: &Scope, concerns: &[Id]) -> Result<Option<String>, Problem> {
    let held = holds::held_among(tx, scope.partnership(), concerns)?;
    Ok(held.first().map(|(_, hold)| {
        format!("Some of it must not go, because of legal hold {hold}. Tell whoever asks, and lift the hold when it is over.")
    }))
}

fn ended(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    request: &Request,
    verb: &'static str,
    to: State,
    reason: Option<&str>,
) -> Result<(), Problem> {
    if !store::end(tx, scope, permit, request.id, to, reason)? {
        return Err(Problem::Conflict(Conflict::Version));
    }
    let values = reason.unwrap_or_default();
    scope.tell(tx, Done { kind: "subject_request", record: request.id, verb, fields: &["state"], values })?;
    Ok(())
}

/// The state that `verb` leads to.
pub(super) fn is_open(request: &Request, verb: &str) -> Result<State, Problem> {
    let allowed = TRANSITIONS.iter().filter(|(_, kind, _)| *kind == request.kind && request.state == State::Open);
    let to = allowed.clone().find(|(known, ..)| *known == verb).map(|(_, _, to)| *to);
    let open = (verb == "take-out" && request.state == State::Open).then_some(State::Open);
    to.or(open).ok_or_else(|| {
        Problem::Conflict(Conflict::State {
            now: request.state.as_str(),
            allowed: allowed.map(|(verb, ..)| *verb).collect(),
        })
    })
}
