//! The verbs of a marker. Whoever may keep markers is asked for leave first; everything is told to the record.

use access::{Done, Ground, Permit, Right, Scope};
use base::{Conflict, Date, FieldErrors, Id, Instant, Problem, Reference};
use db::Tx;
use jobs::NewJob;
use places::Postcode;
use record::{SubjectKey, Unsealed};
use voice::Contact;

use crate::jobs::{LAPSE, REMIND};
use crate::model::{Account, Ending, Marker, REMIND_BEFORE, latest_review};
use crate::premises::Premises;
use crate::store;

/// What a marker is about in the audit.
pub(crate) const KIND: &str = "safety_marker";
const ADDRESS: &str = "safety_marker.address";
const ACCOUNT: &str = "safety_marker.account";
const APPEAL: &str = "safety_marker.appeal";

/// What somebody decides, as it was typed.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The number or name of the house.
    pub building: String,
    /// Its postcode.
    pub postcode: String,
    /// An e-mail address or a number of the person the risk comes from.
    pub person: Option<String>,
    /// When it happened.
    pub happened_on: Date,
    /// With what authority it is decided.
    pub authority: String,
    /// When the person concerned was told.
    pub told_on: Option<Date>,
    /// By when it is looked at again.
    pub review_on: Date,
    /// The words.
    pub account: Account,
}

/// A marker to be set, sealed outside the transaction.
#[derive(Debug, Clone)]
pub struct Set {
    pub(crate) id: Id,
    pub(crate) references: [Reference; 3],
    pub(crate) found_by: Vec<Vec<u8>>,
    pub(crate) address: Vec<u8>,
    pub(crate) account: Vec<u8>,
    pub(crate) happened_on: Date,
    pub(crate) authority: String,
    pub(crate) told_on: Option<Date>,
    pub(crate) review_on: Date,
    key: SubjectKey,
}

impl Set {
    /// Reads the address and seals the words.
    ///
    /// # Errors
    /// Invalid fields, all of them.
    pub fn of(scope: &Scope, wanted: Wanted) -> Result<Self, Problem> {
        let today = scope.now.date();
        let mut errors = FieldErrors::default();
        let postcode = Postcode::parse(&wanted.postcode);
        if postcode.is_none() {
            errors.add("postcode", "Enter a full postcode, like WS1 4AB");
        }
        let houses = postcode.map(|postcode| Premises::all_of(&wanted.building, postcode)).unwrap_or_default();
        if postcode.is_some() && houses.is_empty() {
            errors.add("building", "Enter the number or name of the house, like 14 or Flat 2, 14");
        }
        let voice = wanted.person.as_deref().map(voice_of);
        if voice == Some(None) {
            errors.add("person", "Enter an e-mail address or a telephone number, or leave it empty");
        }
        if wanted.happened_on > today {
            errors.add("happened", "It cannot have happened after today");
        }
        if wanted.told_on.is_some_and(|day| day > today) {
            errors.add("told", "Enter the day on which they were told, not one to come");
        }
        if wanted.told_on.is_some() == wanted.account.not_told_why.is_some() {
            errors.add("told", "Enter when the person was told, or why they were not");
        }
        if let Err(sentence) = reviewed_in_time(today, today, wanted.review_on) {
            errors.add("review", sentence);
        }
        errors.or(())?;
        let id = scope.new_id();
        let (key, dice) = (scope.site.vault.new_key(id, scope.dice()), scope.dice());
        let account = serde_json::to_string(&wanted.account).map_err(Problem::fault)?;
        let shown = postcode.map(|postcode| postcode.to_string()).unwrap_or_default();
        let house = houses.iter().map(|house| Vec::from(house.hash(scope)));
        let person = voice.flatten().map(|voice| voice_hash(scope, &voice));
        Ok(Self {
            references: [(); 3].map(|()| Reference::draw('W', dice)),
            found_by: house.chain(person).collect(),
            address: key.seal(ADDRESS, &format!("{}, {shown}", wanted.building.trim()), dice),
            account: key.seal(ACCOUNT, &account, dice),
            happened_on: wanted.happened_on,
            authority: wanted.authority,
            told_on: wanted.told_on,
            review_on: wanted.review_on,
            id,
            key,
        })
    }
}

/// The keyed hash under which a concern keeps whoever told it.
pub(crate) fn voice_hash(scope: &Scope, voice: &str) -> Vec<u8> {
    scope.site.vault.keyed_hash("voice", scope.partnership(), voice.as_bytes()).to_vec()
}

fn voice_of(text: &str) -> Option<String> {
    let contact = match text.contains('@') {
        true => Contact { email: Some(text.to_owned()), ..Contact::default() },
        false => Contact { phone: Some(text.to_owned()), ..Contact::default() },
    };
    contact.voice()
}

fn reviewed_in_time(set_on: Date, today: Date, review_on: Date) -> Result<(), String> {
    let latest = latest_review(set_on, today);
    if latest <= today {
        return Err("It has held for twelve months. End it, and decide afresh whether it is still needed".into());
    }
    if review_on <= today || review_on > latest {
        let day = Instant::at(latest, 12, 0).day_words();
        return Err(format!(
            "Enter a day after today, {day} at the latest. On that day it lapses unless somebody keeps it"
        ));
    }
    Ok(())
}

/// Whether this person keeps markers.
///
/// # Errors
/// [`Problem::SignIn`], [`Problem::NotAllowed`].
pub fn allowed(scope: &Scope) -> Result<Permit, Problem> {
    match scope.may(Right::KeepMarkers, &Ground::default()) {
        Err(Problem::NotAllowed(_)) => Err(Problem::NotAllowed(
            "Safety markers are kept by a director and the information-governance officer.".into(),
        )),
        other => other,
    }
}

/// Sets a marker; asks for its reminder and its lapse.
///
/// # Errors
/// Not allowed.
pub fn set(tx: &mut Tx<'_>, scope: &Scope, new: &Set) -> Result<Reference, Problem> {
    let permit = allowed(scope)?;
    new.key.store(tx, scope.partnership(), scope.now)?;
    let reference = store::insert(tx, scope, &permit, new)?;
    watch(tx, scope, new.id, new.review_on)?;
    access::bump_epoch(tx, &permit)?;
    let fields = &["address", "account", "authority", "told_on", "review_on"];
    scope.tell(tx, Done { kind: KIND, record: new.id, verb: "set", fields, values: &new.authority })?;
    Ok(reference)
}

/// The reminder, and the day it lapses: each knows the day it was asked for, and does nothing when that was put off.
fn watch(tx: &mut Tx<'_>, scope: &Scope, marker: Id, review_on: Date) -> Result<(), Problem> {
    let day = review_on.to_string();
    let lapses = Instant::on(review_on, 0);
    for (kind, run_at) in [(REMIND.kind, lapses.plus(-base::days(REMIND_BEFORE))), (LAPSE.kind, lapses)] {
        let job = NewJob {
            id: scope.new_id(),
            kind,
            about: marker,
            detail: &day,
            run_at: run_at.max(scope.now),
            operation: scope.operation,
        };
        jobs::enqueue(tx, scope.partnership(), &job)?;
    }
    Ok(())
}

/// A marker at hand, for whoever keeps them, of which `verb` can be done today.
fn at_hand(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, verb: &str) -> Result<(Marker, Permit), Problem> {
    let permit = allowed(scope)?;
    let marker = store::by_reference(tx, &permit, reference)?.ok_or(Problem::NotFound)?;
    marker.state(scope.now.date()).may(verb)?;
    Ok((marker, permit))
}

/// Looks at it again and keeps it until another day.
///
/// # Errors
/// Not found; [`Conflict::State`] when it ended; an invalid field when the day is too late.
pub fn review(
    tx: &mut Tx<'_>,
    scope: &Scope,
    reference: &Reference,
    review_on: Date,
    reason: &str,
) -> Result<(), Problem> {
    let (marker, permit) = at_hand(tx, scope, reference, "review")?;
    reviewed_in_time(marker.set_at.date(), scope.now.date(), review_on)
        .map_err(|sentence| Problem::field("review", sentence))?;
    only(store::review(tx, scope, &permit, marker.id, review_on, reason)?)?;
    watch(tx, scope, marker.id, review_on)?;
    access::bump_epoch(tx, &permit)?;
    let fields = &["review_on", "review_reason"];
    scope.tell(tx, Done { kind: KIND, record: marker.id, verb: "review", fields, values: reason })?;
    Ok(())
}

/// Ends it: it is shown to nobody from now on.
///
/// # Errors
/// Not found; [`Conflict::State`] when it ended.
pub fn end(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, why: &str) -> Result<(), Problem> {
    let (marker, permit) = at_hand(tx, scope, reference, "end")?;
    ended(tx, scope, &permit, marker.id, Ending::Ended, why)
}

pub(crate) fn ended(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    marker: Id,
    how: Ending,
    why: &str,
) -> Result<(), Problem> {
    only(store::end(tx, scope, permit, marker, how, why)?)?;
    access::bump_epoch(tx, permit)?;
    let verb = if how == Ending::Lapsed { "lapse" } else { "end" };
    scope.tell(tx, Done { kind: KIND, record: marker, verb, fields: &["ended_at", "ended_how"], values: why })?;
    Ok(())
}

/// The person concerned, or somebody for them, asks for it to go.
///
/// # Errors
/// Not found; [`Conflict::State`] when it ended or an appeal waits; an invalid field when the day is to come.
pub fn appeal(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, on: Date, says: &str) -> Result<(), Problem> {
    let (marker, permit) = at_hand(tx, scope, reference, "appeal")?;
    if on > scope.now.date() {
        return Err(Problem::field("appealed", "It cannot have come after today"));
    }
    let key = scope.site.vault.key_of(tx, scope.partnership(), marker.id)?.ok_or(Problem::NotFound)?;
    only(store::appeal(tx, &permit, marker.id, on, &key.seal(APPEAL, says, scope.dice()))?)?;
    scope.tell(tx, Done { kind: KIND, record: marker.id, verb: "appeal", fields: &["appeal"], values: "" })?;
    Ok(())
}

/// Decides an appeal: kept, or ended. Somebody else decides it than who decided the marker.
///
/// # Errors
/// Not found; [`Conflict::State`] when no appeal waits; not allowed to whoever decided the marker.
pub fn answer(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, keeps: bool, reason: &str) -> Result<(), Problem> {
    let (marker, permit) = at_hand(tx, scope, reference, "answer")?;
    if marker.decided_by == scope.hat().map(|hat| hat.person) {
        let sentence = "You decided this marker. An appeal is answered by somebody else who keeps markers.";
        return Err(Problem::NotAllowed(sentence.into()));
    }
    only(store::answer(tx, scope, &permit, marker.id, keeps, reason)?)?;
    let fields = &["appeal_kept", "appeal_reason"];
    scope.tell(tx, Done { kind: KIND, record: marker.id, verb: "answer", fields, values: reason })?;
    if keeps { Ok(()) } else { ended(tx, scope, &permit, marker.id, Ending::Appeal, reason) }
}

fn only(changed: u64) -> Result<(), Problem> {
    if changed == 1 { Ok(()) } else { Err(Problem::Conflict(Conflict::Version)) }
}

/// A marker's address, words and appeal, opened.
pub(crate) struct Opened {
    pub address: Option<String>,
    pub account: Option<Account>,
    pub appeal: Option<String>,
}

impl Marker {
    pub(crate) fn opened(&self, scope: &Scope) -> Result<Opened, Problem> {
        let open = |purpose, sealed: Option<&[u8]>| {
            scope.site.vault.open(self.id, self.wrapped.as_deref(), purpose, sealed).map(Unsealed::words)
        };
        Ok(Opened {
            address: open(ADDRESS, self.address.as_deref())?,
            account: read_account(open(ACCOUNT, self.account.as_deref())?)?,
            appeal: open(APPEAL, self.appeal.as_deref())?,
        })
    }
}

/// The words of a marker that was found.
pub(crate) fn account_of(scope: &Scope, found: &store::Found) -> Result<Option<Account>, Problem> {
    let opened = scope.site.vault.open(found.id, found.wrapped.as_deref(), ACCOUNT, found.account.as_deref())?;
    read_account(opened.words())
}

fn read_account(json: Option<String>) -> Result<Option<Account>, Problem> {
    json.map(|json| serde_json::from_str(&json)).transpose().map_err(Problem::fault)
}
