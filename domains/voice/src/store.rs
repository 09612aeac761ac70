//! Every line of this slice's SQL about concerns.

use access::{ConcernRow, Permit, Scope, visible_concerns};
use base::{Id, Instant, Problem, Reference};
use db::{Error, Rows, ToValue, Tx, Value, sql};
use record::{Unsealed, Vault, wrapped_key};

use crate::prepare::Prepared;
use crate::{Channel, ConcernStatus, contacts};

db::row! {
    /// A concern as stored; its words are sealed.
    pub struct Concern {
        /// Its key.
        pub id: Id,
        /// Its public reference, as written.
        pub reference: String,
        /// Counts its changes.
        pub version: i64,
        /// Its category.
        pub category: Id,
        /// Where it stands.
        pub status: ConcernStatus,
        /// How it reached us.
        pub channel: Channel,
        /// When.
        pub heard_at: Instant,
        /// The membership that recorded it for somebody.
        pub recorded_by: Option<Id>,
        /// 0 to 5.
        pub protection: i64,
        /// Held by danger words.
        pub held: bool,
        /// Who looks after it while it is held or protected.
        pub owner_organisation: Option<Id>,
        /// How many people it touches, as told.
        pub people_affected: Option<i64>,
        /// How serious the worker who recorded it thinks it is.
        pub suggested_seriousness: Option<i64>,
        /// The language to answer in.
        pub language: String,
        /// Degrees north, exact: never public.
        pub lat: Option<f64>,
        /// Degrees east, exact: never public.
        pub lon: Option<f64>,
        /// The sealed words.
        pub words: Option<Vec<u8>>,
        /// The sealed whereabouts.
        pub whereabouts: Option<Vec<u8>>,
        /// What makes it the same voice as another.
        pub voice_hash: Option<Vec<u8>>,
        /// When it was asked again, which is once.
        pub asked_again_at: Option<Instant>,
        /// When it was hidden.
        pub hidden_at: Option<Instant>,
        /// When the page of its reference was taken down.
        pub taken_down_at: Option<Instant>,
        /// The key it is sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

impl Concern {
    /// What the visibility rule asks.
    #[must_use]
    pub fn row(&self, places: &[Id]) -> ConcernRow {
        ConcernRow {
            protection: self.protection,
            held: self.held,
            owner_organisation: self.owner_organisation,
            hidden_at: self.hidden_at,
            places: places.to_vec(),
            recorded_by: self.recorded_by,
        }
    }

    /// Opens what is sealed under its key.
    ///
    /// # Errors
    /// Those of [`Vault::open`].
    pub fn open(&self, vault: &Vault, purpose: &str, sealed: Option<&[u8]>) -> Result<Unsealed, Error> {
        vault.open(self.id, self.wrapped.as_deref(), purpose, sealed)
    }

    /// Its words, and its whereabouts.
    ///
    /// # Errors
    /// Those of [`Vault::open`].
    pub fn opened(&self, vault: &Vault) -> Result<[Unsealed; 2], Error> {
        let words = self.open(vault, "concern.words", self.words.as_deref())?;
        Ok([words, self.open(vault, "concern.whereabouts", self.whereabouts.as_deref())?])
    }

    /// Whether it may never be seen beside an issue, on a map or in a count.
    #[must_use]
    pub fn is_protected(&self) -> bool {
        self.held || self.protection >= crate::PROTECTED
    }

    /// The status that its reference alone shows: *heard* too while its page is taken down.
    #[must_use]
    pub fn shown_status(&self) -> ConcernStatus {
        if self.taken_down_at.is_some() { ConcernStatus::Heard } else { self.public_status() }
    }

    /// The public status: a protected one never leaves *heard*.
    #[must_use]
    pub fn public_status(&self) -> ConcernStatus {
        if self.is_protected() || self.hidden_at.is_some() { ConcernStatus::Heard } else { self.status }
    }
}

pub(crate) fn insert(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, new: &Prepared) -> Result<Reference, Problem> {
    let told = &new.told;
    let hat = scope.hat().map(|hat| hat.membership);
    for reference in &new.references {
        let stored = tx.run(sql!(
            "insert into concern (partnership, id, reference, version, category, status, channel, heard_at, created_at, \
             changed_at, recorded_by, protection, held, hold_terms, owner_organisation, people_affected, \
             suggested_seriousness, language, lat, lon, words, whereabouts, voice_hash, secret_hash, external_id) \
             values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, \
             $21, $22, $23) on conflict (partnership, reference) do nothing",
            permit.partnership(),
            new.id,
            reference,
            told.category,
            ConcernStatus::Heard,
            told.channel,
            told.heard_at,
            scope.now,
            hat,
            told.protection,
            new.hold.is_some(),
            new.hold,
            new.owner,
            told.people_affected,
            told.suggested_seriousness,
            &told.language,
            told.point.map(|point| point.lat()),
            told.point.map(|point| point.lon()),
            &new.words,
            &new.whereabouts,
            new.voice_hash,
            new.secret_hash,
            &told.external_id
        ))?;
        if stored == 0 {
            continue;
        }
        insert_places(tx, permit, new)?;
        if new.contact.is_some() {
            contacts::insert(tx, permit, new)?;
        }
        return Ok(reference.clone());
    }
    Err(Problem::Unavailable("No reference could be found for it. Send it again.".into()))
}

fn insert_places(tx: &mut Tx<'_>, permit: &Permit, new: &Prepared) -> Result<(), Error> {
    let partnership = permit.partnership();
    let rows: Rows<'_> = new
        .told
        .places
        .iter()
        .map(|place| {
            vec![
                Value::Id(partnership),
                Value::Id(new.id),
                Value::Id(*place),
                Value::Bool(true),
                new.told.heard_at.to_value(),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into concern_place (partnership, concern, place, waits, heard_at) values {rows}",
        rows
    ))?;
    Ok(())
}

/// What is read of a concern.
macro_rules! columns {
    () => {
        concat!(
            "concern.id, concern.reference, concern.version, concern.category, concern.status, concern.channel, \
             concern.heard_at, concern.recorded_by, concern.protection, concern.held, concern.owner_organisation, \
             concern.people_affected, concern.suggested_seriousness, concern.language, concern.lat, concern.lon, \
             concern.words, concern.whereabouts, concern.voice_hash, concern.asked_again_at, concern.hidden_at, \
             concern.taken_down_at, ",
            wrapped_key!("concern.id")
        )
    };
}

/// A concern with its places, as far as `$which` says.
macro_rules! select_with_places {
    ($which:literal) => {
        concat!(
            "select ",
            columns!(),
            ", here.place, here.is_then from concern \
             left join concern_place here on here.partnership = concern.partnership and here.concern = concern.id \
             where concern.partnership = $1 and ",
            $which,
            " order by here.place"
        )
    };
}

db::row! {
    /// One of a concern's places; nothing of it where it has none.
    struct Here {
        place: Option<Id>,
        is_then: Option<bool>,
    }
}

/// Where a concern lies, ancestors and all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// By the lines of the day it was heard on: what is told of it.
    pub then: Vec<Id>,
    /// By those and by today's: whoever works in either place works with it.
    pub all: Vec<Id>,
}

fn with_places(found: Option<(Concern, Vec<Here>)>) -> Option<(Concern, Whereabouts)> {
    found.map(|(concern, places)| {
        let then = places.iter().filter(|here| here.is_then == Some(true)).filter_map(|here| here.place).collect();
        let all = places.iter().filter_map(|here| here.place).collect();
        (concern, Whereabouts { then, all })
    })
}

/// A concern by its reference with its places, ancestors and all, for whoever then asks [`access::sees_concern`] what of it
/// may be shown.
///
/// # Errors
/// Whatever the store answers.
pub fn by_reference(
    tx: &mut Tx<'_>,
    partnership: Id,
    reference: &Reference,
) -> Result<Option<(Concern, Whereabouts)>, Error> {
    let found = tx.opt_with(sql!(
        select_with_places!("concern.reference = $2 and {unfiltered: the caller asks sees_concern}"),
        partnership,
        reference
    ))?;
    Ok(with_places(found))
}

/// A concern by its key with its places, ancestors and all, for whoever then asks [`access::sees_concern`].
///
/// # Errors
/// Whatever the store answers.
pub fn by_id(tx: &mut Tx<'_>, partnership: Id, id: Id) -> Result<Option<(Concern, Whereabouts)>, Error> {
    let found = tx.opt_with(sql!(
        select_with_places!("concern.id = $2 and {unfiltered: the caller asks sees_concern}"),
        partnership,
        id
    ))?;
    Ok(with_places(found))
}

/// The concern a secret link opens, with its places, ancestors and all.
///
/// # Errors
/// Whatever the store answers.
pub fn by_secret(tx: &mut Tx<'_>, partnership: Id, secret: &str) -> Result<Option<(Concern, Whereabouts)>, Error> {
    let found = tx.opt_with(sql!(
        select_with_places!("concern.secret_hash = $2 and {unfiltered: the secret is the leave to read}"),
        partnership,
        access::secret_hash(secret)
    ))?;
    Ok(with_places(found))
}

/// Concerns by reference, as far as this person may read them.
///
/// # Errors
/// Whatever the store answers.
pub fn concerns_by_reference(tx: &mut Tx<'_>, scope: &Scope, references: &[Reference]) -> Result<Vec<Concern>, Error> {
    tx.all(
        sql!(
            concat!(
                "select ",
                columns!(),
                " from concern where concern.partnership = $1 and {visible:concern} and concern.reference in {list} \
                 order by concern.heard_at, concern.id"
            ),
            scope.partnership(),
            references
        )
        .visible(visible_concerns(scope)),
    )
}

/// Concerns by key, as far as this person may read them.
///
/// # Errors
/// Whatever the store answers.
pub fn concerns_by_id(tx: &mut Tx<'_>, scope: &Scope, ids: &[Id]) -> Result<Vec<Concern>, Error> {
    tx.all(
        sql!(
            concat!(
                "select ",
                columns!(),
                " from concern where concern.partnership = $1 and {visible:concern} and concern.id in {list} \
                 order by concern.heard_at, concern.id"
            ),
            scope.partnership(),
            ids
        )
        .visible(visible_concerns(scope)),
    )
}

/// The places of a concern by the lines of the day it was heard on, ancestors and all.
///
/// # Errors
/// Whatever the store answers.
pub fn places_of(tx: &mut Tx<'_>, partnership: Id, concern: Id) -> Result<Vec<Id>, Error> {
    tx.all(sql!(
        "select place from concern_place where partnership = $1 and concern = $2 and is_then order by place",
        partnership,
        concern
    ))
}

/// Sets the status of concerns that follow an issue, in two statements for any number. Their places know only whether
/// they wait to be considered, so that what is decided later writes to none of them.
///
/// # Errors
/// Whatever the store answers.
pub fn follow(
    tx: &mut Tx<'_>,
    permit: &Permit,
    concerns: &[Id],
    status: ConcernStatus,
    now: Instant,
) -> Result<(), Error> {
    if concerns.is_empty() {
        return Ok(());
    }
    tx.run(sql!(
        "update concern set status = $2, version = version + 1, changed_at = $3 where partnership = $1 and id in {list}",
        permit.partnership(),
        status,
        now,
        concerns
    ))?;
    tx.run(sql!(
        "update concern_place set waits = $2 where partnership = $1 and waits <> $2 and concern in {list}",
        permit.partnership(),
        status == ConcernStatus::Heard,
        concerns
    ))?;
    Ok(())
}

pub(crate) fn set_protection(
    tx: &mut Tx<'_>,
    permit: &Permit,
    concern: &Concern,
    to: i64,
    owner: Option<Id>,
    now: Instant,
) -> Result<(), Problem> {
    let changed = tx.run(sql!(
        "update concern set protection = $4, owner_organisation = $5, version = version + 1, changed_at = $6 \
         where partnership = $1 and id = $2 and version = $3",
        permit.partnership(),
        concern.id,
        concern.version,
        to,
        owner,
        now
    ))?;
    one_changed(changed)
}

pub(crate) fn set_released(
    tx: &mut Tx<'_>,
    permit: &Permit,
    concern: &Concern,
    by: Option<Id>,
    now: Instant,
) -> Result<(), Problem> {
    let owner = if concern.protection >= crate::PROTECTED { concern.owner_organisation } else { None };
    let changed = tx.run(sql!(
        "update concern set held = $4, released_at = $5, released_by = $6, owner_organisation = $7, \
         version = version + 1, changed_at = $5 where partnership = $1 and id = $2 and version = $3",
        permit.partnership(),
        concern.id,
        concern.version,
        false,
        now,
        by,
        owner
    ))?;
    one_changed(changed)
}

fn one_changed(changed: u64) -> Result<(), Problem> {
    if changed == 1 { Ok(()) } else { Err(Problem::Conflict(base::Conflict::Version)) }
}

db::row! {
    /// A wish to lower a protection, until a second person agrees.
    pub struct Lowering {
        /// Who asked.
        pub asked_by: Id,
        /// To which protection.
        pub lowered_to: i64,
        /// When.
        pub asked_at: Instant,
        /// Why, sealed under the concern's key.
        pub reason: Option<Vec<u8>>,
    }
}

/// The wish to lower a concern's protection, if there is one.
///
/// # Errors
/// Whatever the store answers.
pub fn lowering(tx: &mut Tx<'_>, partnership: Id, concern: Id) -> Result<Option<Lowering>, Error> {
    tx.opt(sql!(
        "select asked_by, lowered_to, asked_at, reason from protection_lowering where partnership = $1 and concern = $2",
        partnership,
        concern
    ))
}

pub(crate) fn ask_lowering(
    tx: &mut Tx<'_>,
    permit: &Permit,
    concern: Id,
    to: i64,
    by: Id,
    now: Instant,
    reason: Option<Vec<u8>>,
) -> Result<(), Error> {
    tx.run(sql!(
        "insert into protection_lowering (partnership, concern, lowered_to, asked_by, asked_at, reason) \
         values ($1, $2, $3, $4, $5, $6) on conflict (partnership, concern) do update set \
         lowered_to = excluded.lowered_to, asked_by = excluded.asked_by, asked_at = excluded.asked_at, \
         reason = excluded.reason",
        permit.partnership(),
        concern,
        to,
        by,
        now,
        reason
    ))?;
    Ok(())
}

pub(crate) fn end_lowering(tx: &mut Tx<'_>, permit: &Permit, concern: Id) -> Result<(), Error> {
    tx.run(sql!(
        "delete from protection_lowering where partnership = $1 and concern = $2",
        permit.partnership(),
        concern
    ))?;
    Ok(())
}

pub(crate) fn end_secret(tx: &mut Tx<'_>, permit: &Permit, concern: Id, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update concern set secret_hash = null, version = version + 1, changed_at = $3 where partnership = $1 and id = $2",
        permit.partnership(),
        concern,
        now
    ))?;
    Ok(())
}

/// Takes the page of a concern's reference down, or shows it again (`at` none). Nobody who works with the concern is kept
/// from it: whoever knows a reference must not be able to hide what was told from those who act on it.
///
/// # Errors
/// Whatever the store answers.
pub fn take_down(
    tx: &mut Tx<'_>,
    permit: &Permit,
    concern: Id,
    at: Option<Instant>,
    now: Instant,
) -> Result<(), Error> {
    tx.run(sql!(
        "update concern set taken_down_at = $3, version = version + 1, changed_at = $4 where partnership = $1 and id = $2",
        permit.partnership(),
        concern,
        at,
        now
    ))?;
    Ok(())
}

/// Notes that a contributor asked again, which can be done once; answers whether this was the first time.
///
/// # Errors
/// Whatever the store answers.
pub fn mark_asked_again(tx: &mut Tx<'_>, permit: &Permit, concern: Id, now: Instant) -> Result<bool, Error> {
    let first = tx.run(sql!(
        "update concern set asked_again_at = $3, version = version + 1, changed_at = $3 \
         where partnership = $1 and id = $2 and asked_again_at is null",
        permit.partnership(),
        concern,
        now
    ))?;
    Ok(first == 1)
}

/// Seals words under a concern's own key; nothing when the key was destroyed.
pub(crate) fn seal_under(
    tx: &mut Tx<'_>,
    scope: &Scope,
    concern: Id,
    purpose: &'static str,
    words: &str,
) -> Result<Option<Vec<u8>>, Error> {
    let key = scope.site.vault.key_of(tx, scope.partnership(), concern)?;
    Ok(key.map(|key| key.seal(purpose, words, scope.dice())))
}
