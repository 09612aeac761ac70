//! Legal holds: what must not go, whatever its time or anybody's wish, because of an inquiry, a claim or a court. A hold on
//! an issue is one on its concerns; one on a person is one on whatever was told from their address or number.

mod api;
mod pages;
mod store;

use std::sync::Arc;

use access::{Done, Ground, Right, Scope, Site};
use axum::Router;
use axum::routing::get;
use base::{Conflict, Id, Instant, Problem, Reference};
use db::Tx;
use record::SubjectKey;
use voice::Contact;

pub use api::Described;
pub(crate) use store::{held_among, held_records};

pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/admin/information/holds", get(pages::list).post(pages::set))
        .route("/{p}/admin/information/holds/{reference}", get(pages::show).post(pages::lift))
        .route("/{p}/api/v1/legal-holds", get(api::list).post(api::set))
        .route("/{p}/api/v1/legal-holds/{reference}/lift", axum::routing::post(api::lift))
}

db::words! {
    /// On what.
    pub enum Kind {
        /// A concern.
        Concern = "concern",
        /// An issue, and so its concerns.
        Issue = "issue",
        /// Whoever has an address or a number, and so what they told.
        Person = "person",
    }
}

db::row! {
    /// A hold as stored.
    pub struct Hold {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// On what.
        pub kind: Kind,
        /// What the officer calls it, sealed: a reference, an address or a number.
        pub label: Option<Vec<u8>>,
        /// Why.
        pub reason: String,
        /// Since when.
        pub set_at: Instant,
        /// By whom.
        pub set_by: Option<Id>,
        /// Until when.
        pub lifted_at: Option<Instant>,
        /// Why it was lifted.
        pub lifted_why: Option<String>,
        /// The key it is sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

impl Hold {
    /// What it is on, in the officer's words.
    fn on(&self, scope: &Scope) -> Result<String, Problem> {
        let opened =
            scope.site.vault.open(self.id, self.wrapped.as_deref(), "legal_hold.label", self.label.as_deref())?;
        Ok(opened.words().unwrap_or_else(|| self.kind.to_string()))
    }
}

/// A hold to be set, sealed outside the transaction.
#[derive(Debug, Clone)]
pub struct Set {
    id: Id,
    references: [Reference; 3],
    kind: Kind,
    about: Option<Reference>,
    subject: Option<[u8; 32]>,
    label: Vec<u8>,
    key: SubjectKey,
    reason: String,
}

impl Set {
    /// A hold on what was typed: a reference, an e-mail address or a telephone number.
    ///
    /// # Errors
    /// An invalid field when it is none of them.
    pub fn of(scope: &Scope, on: &str, reason: String) -> Result<Self, Problem> {
        let id = scope.new_id();
        let key = scope.site.vault.new_key(id, scope.dice());
        let about = on.parse::<Reference>().ok().filter(|about| matches!(about.kind(), 'C' | 'I'));
        let kind = match about.as_ref().map(Reference::kind) {
            Some('C') => Kind::Concern,
            Some(_) => Kind::Issue,
            None => Kind::Person,
        };
        let voice = if about.is_none() { voice_of(on) } else { None };
        if kind == Kind::Person && voice.is_none() {
            return Err(Problem::field(
                "on",
                "Enter a reference like C-7KQ4-M2XD, an e-mail address or a telephone number",
            ));
        }
        Ok(Self {
            references: [(); 3].map(|()| Reference::draw('H', scope.dice())),
            subject: voice.map(|voice| voice_hash(scope, &voice)),
            label: key.seal("legal_hold.label", on, scope.dice()),
            id,
            kind,
            about,
            key,
            reason,
        })
    }
}

/// What makes an address or a number a voice, as a concern's contact does.
fn voice_of(text: &str) -> Option<String> {
    let contact = match text.contains('@') {
        true => Contact { email: Some(text.to_owned()), ..Contact::default() },
        false => Contact { phone: Some(text.to_owned()), ..Contact::default() },
    };
    contact.voice()
}

/// The keyed hash by which a voice is found.
pub(crate) fn voice_hash(scope: &Scope, voice: &str) -> [u8; 32] {
    scope.site.vault.keyed_hash("voice", scope.partnership(), voice.as_bytes())
}

/// Whether this person does it.
pub(crate) fn allowed(scope: &Scope) -> Result<access::Permit, Problem> {
    match scope.may(Right::AnswerSubjects, &Ground::default()) {
        Err(Problem::NotAllowed(_)) => {
            Err(Problem::NotAllowed("This is done by the information-governance officer.".into()))
        }
        other => other,
    }
}

/// Sets a hold (JOB-07, XC-06).
///
/// # Errors
/// An invalid field when there is no such record; a protected one does not exist here.
pub fn set(tx: &mut Tx<'_>, scope: &Scope, new: &Set) -> Result<Reference, Problem> {
    let permit = allowed(scope)?;
    let record = match &new.about {
        None => None,
        Some(about) => match crate::audit::record_with(tx, scope, about) {
            Err(Problem::NotFound) => return Err(Problem::field("on", "There is no such record")),
            other => Some(other?),
        },
    };
    new.key.store(tx, scope.partnership(), scope.now)?;
    let reference = store::insert(tx, scope, &permit, new, record)?;
    let done =
        Done { kind: "legal_hold", record: new.id, verb: "set", fields: &["record", "reason"], values: &new.reason };
    scope.tell(tx, done)?;
    Ok(reference)
}

/// Lifts a hold.
///
/// # Errors
/// Not found; [`Conflict::State`] when it was lifted.
pub fn lift(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, why: &str) -> Result<(), Problem> {
    let permit = allowed(scope)?;
    let hold = store::by_reference(tx, scope.partnership(), reference)?.ok_or(Problem::NotFound)?;
    if !store::lift(tx, scope, &permit, hold.id, why)? {
        return Err(Problem::Conflict(Conflict::State { now: "lifted", allowed: Vec::new() }));
    }
    scope.tell(tx, Done { kind: "legal_hold", record: hold.id, verb: "lift", fields: &["lifted_at"], values: why })?;
    Ok(())
}
