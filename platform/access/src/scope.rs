use std::sync::Arc;

use base::{Dice, Id, Instant, Problem};
use db::Tx;
use record::{Change, Entry};

use crate::role::{anyone_may, contributor_may, signed_in_may};
use crate::{Right, Role, Site, Snapshot};

/// Everything a command needs to know about who asks, where and when. Each request and each job has its own.
#[derive(Clone)]
pub struct Scope {
    /// The running installation.
    pub site: Arc<Site>,
    /// The partnership as it stands: its terms, places, organisations and settings.
    pub snapshot: Arc<Snapshot>,
    /// Who asks.
    pub who: Who,
    /// The moment of the request: one for everything it does.
    pub now: Instant,
    /// The request's or job's number, as in the log and on error pages.
    pub operation: Id,
    /// The language that addresses go on naming (`cy`); nothing where the browser's wish counts.
    pub language: Option<&'static str>,
}

/// Who asks.
#[derive(Debug, Clone)]
pub enum Who {
    /// Somebody we do not know: a resident, a neighbour, a reader.
    Anyone,
    /// The holder of a concern's secret link.
    Contributor(Id),
    /// Somebody signed in, wearing one of their hats.
    Person(Box<Hat>),
    /// The program itself, doing the named job.
    System(&'static str),
}

/// A role somebody wears: one membership, with what it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hat {
    /// The person.
    pub person: Id,
    /// The person's name.
    pub name: String,
    /// Who employs them, which gives no rights.
    pub organisation: Option<Id>,
    /// The membership.
    pub membership: Id,
    /// The role it gives.
    pub role: Role,
    /// What the role is called here ("Ward coordinator").
    pub title: String,
    /// How far it reaches.
    pub reach: Reach,
    /// The colleague this person stands in for, when the membership is theirs.
    pub covers: Option<Covered>,
}

/// Whom somebody stands in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The person.
    pub person: Id,
    /// Their name.
    pub name: String,
}

/// How far a membership reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All of the partnership.
    Partnership,
    /// What belongs to one organisation.
    Organisation(Id),
    /// What lies in one place (and so in the places that compose it).
    Place(Id),
    /// What belongs to one body.
    Body(Id),
}

/// Where a record stands: its places with all their ancestors on its day, the organisation it belongs to, its body.
/// Only `places::ground` makes one for a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ground {
    /// The places, ancestors and all.
    pub places: Vec<Id>,
    /// The organisation that owns the record or, for something new, that records it.
    pub organisation: Option<Id>,
    /// The body that owns it.
    pub body: Option<Id>,
}

/// Proof that somebody may do one thing on one ground. Store writes ask for one, so that no write can forget to check.
#[derive(Debug)]
pub struct Permit {
    right: Right,
    partnership: Id,
}

impl Permit {
    /// What it permits.
    #[must_use]
    pub const fn right(&self) -> Right {
        self.right
    }

    /// Whose records it permits it on.
    #[must_use]
    pub const fn partnership(&self) -> Id {
        self.partnership
    }
}

impl Hat {
    /// What the role is called, and for whom it is done: "Area manager, for Helen Prosser".
    #[must_use]
    pub fn called(&self) -> String {
        match &self.covers {
            Some(covered) => format!("{}, for {}", self.title, covered.name),
            None => self.title.clone(),
        }
    }
}

impl Reach {
    /// The kind of reach and which one, as they are stored and sent.
    #[must_use]
    pub const fn parts(self) -> (&'static str, Option<Id>) {
        match self {
            Self::Partnership => ("partnership", None),
            Self::Organisation(id) => ("organisation", Some(id)),
            Self::Place(id) => ("place", Some(id)),
            Self::Body(id) => ("body", Some(id)),
        }
    }

    /// Whether a record on `ground` lies within this reach.
    #[must_use]
    pub fn covers(self, ground: &Ground) -> bool {
        match self {
            Self::Partnership => true,
            Self::Organisation(id) => ground.organisation == Some(id),
            Self::Place(id) => ground.places.contains(&id),
            Self::Body(id) => ground.body == Some(id),
        }
    }
}

impl Scope {
    /// The partnership's id: the first argument of every statement.
    #[must_use]
    pub fn partnership(&self) -> Id {
        self.snapshot.partnership.id
    }

    /// The dice, for new ids, references and secrets.
    #[must_use]
    pub fn dice(&self) -> &Dice {
        &self.site.dice
    }

    /// A new record's key.
    #[must_use]
    pub fn new_id(&self) -> Id {
        self.site.dice.id(self.now)
    }

    /// The hat worn, if somebody is signed in.
    #[must_use]
    pub fn hat(&self) -> Option<&Hat> {
        match &self.who {
            Who::Person(hat) => Some(hat),
            _ => None,
        }
    }

    /// The same scope for work that goes on after its asker left the page: as whoever holds this membership today; nothing
    /// when nobody does any more.
    #[must_use]
    pub fn acting_as(&self, membership: Id) -> Option<Self> {
        let today = self.now.date();
        let hat = self.snapshot.holder_of(membership, today)?.hat(&self.snapshot, today)?;
        Some(Self { who: Who::Person(Box::new(hat)), ..self.clone() })
    }

    /// Whether the person's role gives `right` somewhere: for showing or leaving out a link, never instead of
    /// [`Scope::may`].
    #[must_use]
    pub fn has(&self, right: Right) -> bool {
        match &self.who {
            Who::Anyone => anyone_may(right),
            Who::Contributor(_) => contributor_may(right),
            Who::Person(hat) => signed_in_may(right) || hat.role.rights().contains(&right),
            Who::System(_) => true,
        }
    }

    /// Asks leave to do `right` to something that stands on `ground`.
    ///
    /// # Errors
    /// [`Problem::SignIn`] when nobody is signed in, [`Problem::NotAllowed`] when the role does not give it or does not
    /// reach so far.
    pub fn may(&self, right: Right, ground: &Ground) -> Result<Permit, Problem> {
        let permitted = match &self.who {
            Who::Anyone if anyone_may(right) => true,
            Who::Anyone => return Err(Problem::SignIn),
            Who::Contributor(_) => contributor_may(right),
            Who::Person(hat) => {
                signed_in_may(right) || (hat.role.rights().contains(&right) && hat.reach.covers(ground))
            }
            Who::System(_) => true,
        };
        if permitted { Ok(Permit { right, partnership: self.partnership() }) } else { Err(self.refusal(right)) }
    }

    fn refusal(&self, right: Right) -> Problem {
        let sentence = match self.hat() {
            Some(hat) if hat.role.rights().contains(&right) => {
                format!("Your role ({}) does not reach this place or organisation.", hat.title)
            }
            Some(hat) => format!("Your role ({}) does not let you {right}.", hat.title),
            None => format!("You cannot {right} here."),
        };
        Problem::NotAllowed(sentence)
    }

    /// Tells the record what was done: its event and its audit entry in one, in the transaction of the change.
    /// `values` is hashed under the partnership's key, never stored.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn tell(&self, tx: &mut Tx<'_>, done: Done<'_>) -> Result<Id, db::Error> {
        record::log(tx, self.new_id(), &self.entry(done))
    }

    /// Tells the record what a command changed, and keeps what the record said before and after, sealed under its own key
    /// and provable by the audit entry beside it.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn tell_change(
        &self,
        tx: &mut Tx<'_>,
        kind: &'static str,
        record: Id,
        verb: &'static str,
        change: &Change,
    ) -> Result<(), db::Error> {
        let written = change.written()?;
        let fields: Vec<&str> = change.fields.keys().map(String::as_str).collect();
        let entry = self.entry(Done { kind, record, verb, fields: &fields, values: &written });
        let event = record::log(tx, self.new_id(), &entry)?;
        record::keep_revision(tx, &self.site.vault, self.dice(), event, &entry, &written)
    }

    /// Tells the record what was done to each of these records, in one statement for any number.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub fn tell_each(
        &self,
        tx: &mut Tx<'_>,
        kind: &'static str,
        verb: &'static str,
        records: &[Id],
        fields: &[&str],
    ) -> Result<(), db::Error> {
        let entry = self.entry(Done { kind, record: self.partnership(), verb, fields, values: "" });
        let each: Vec<(Id, Id)> = records.iter().map(|record| (self.new_id(), *record)).collect();
        record::log_each(tx, &each, &entry)
    }

    fn entry<'a>(&self, done: Done<'a>) -> Entry<'a> {
        let partnership = self.partnership();
        Entry {
            partnership,
            at: self.now,
            actor: self.hat().map(|hat| hat.person),
            hat: self.hat().map(|hat| hat.membership),
            operation: self.operation,
            kind: done.kind,
            record: done.record,
            verb: done.verb,
            fields: done.fields,
            value_hash: self.site.vault.audit_hash(partnership, done.values),
        }
    }
}

/// What a command did, for [`Scope::tell`].
#[derive(Debug, Clone, Copy)]
pub struct Done<'a> {
    /// `concern`, `issue`.
    pub kind: &'static str,
    /// Which one.
    pub record: Id,
    /// The command's name.
    pub verb: &'static str,
    /// The changed fields' names.
    pub fields: &'a [&'a str],
    /// The new values, to be hashed.
    pub values: &'a str,
}
