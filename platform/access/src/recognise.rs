use std::sync::Arc;

use base::{Date, Id, Instant, Problem, hours, minutes};
use db::{Error, Tx, sql};

use crate::account::secret_hash;
use crate::{Hat, Reach, Role, Site, Snapshot, Who};

/// What somebody brings to be known by.
#[derive(Debug, Clone)]
pub enum Credential {
    /// Nothing.
    None,
    /// A session cookie (pages).
    Session(String),
    /// A bearer token (the API).
    Token(String),
}

/// Who came, and to which partnership.
pub struct Recognised {
    /// The partnership as it stands.
    pub snapshot: Arc<Snapshot>,
    /// Who asks.
    pub who: Who,
    /// The session's hash, for its form token; none for tokens and strangers.
    pub session: Option<[u8; 32]>,
    /// All hats the person could wear here today.
    pub hats: Vec<Hat>,
    /// Whether a credential was shown that is not, or no longer, good.
    pub stale: bool,
}

impl Recognised {
    /// Nobody we know, at this partnership.
    #[must_use]
    pub fn nobody(snapshot: Arc<Snapshot>) -> Self {
        Self { snapshot, who: Who::Anyone, session: None, hats: Vec::new(), stale: false }
    }
}

db::row! {
    /// A membership as read for a hat.
    pub struct HatRow {
        person: Id,
        name: String,
        organisation: Option<Id>,
        membership: Id,
        role: String,
        title: Option<String>,
        reach: String,
        reach_id: Option<Id>,
    }
}

impl HatRow {
    /// The hat, unless this program does not know the role.
    pub fn into_hat(self) -> Option<Hat> {
        Hat::read(
            (self.person, self.name, self.organisation),
            (self.membership, &self.role, self.title),
            (&self.reach, self.reach_id),
        )
    }
}

impl Hat {
    /// From the columns of a person, a membership and its reach.
    pub(crate) fn read(
        (person, name, organisation): (Id, String, Option<Id>),
        (membership, role, title): (Id, &str, Option<String>),
        (reach, reach_id): (&str, Option<Id>),
    ) -> Option<Self> {
        let role: Role = role.parse().ok()?;
        let reach = match (reach, reach_id) {
            ("partnership", _) => Reach::Partnership,
            ("organisation", Some(id)) => Reach::Organisation(id),
            ("place", Some(id)) => Reach::Place(id),
            ("body", Some(id)) => Reach::Body(id),
            _ => return None,
        };
        let title = title.unwrap_or_else(|| role.words());
        Some(Self { person, name, organisation, membership, role, title, reach })
    }
}

/// The memberships of an account in a partnership that are in force on `today`.
pub fn hats(tx: &mut Tx<'_>, account: Id, partnership: Id, today: Date) -> Result<Vec<HatRow>, Error> {
    tx.all(sql!(
        "select person.id as person, person.name, person.organisation, membership.id as membership, membership.role, \
         membership.title, membership.reach, membership.reach_id from person \
         join membership on membership.partnership = person.partnership and membership.person = person.id \
         where person.partnership = $1 and person.account = $2 and person.left_at is null \
         and membership.valid_from <= $3 and (membership.valid_to is null or membership.valid_to > $3) \
         order by membership.created_at, membership.id",
        partnership,
        account,
        today
    ))
}

/// What one read finds out about a visitor.
struct Found {
    partnership: Id,
    epoch: i64,
    hats: Vec<Hat>,
    chosen: Option<Id>,
    session: Option<[u8; 32]>,
    touch: bool,
}

/// Finds the partnership by its slug and who the visitor is in it. Three statements at most.
///
/// # Errors
/// [`Problem::NotFound`] when there is no such partnership.
pub async fn recognise(site: &Site, slug: &str, credential: &Credential) -> Result<Recognised, Problem> {
    let now = site.clock.now();
    let slug = slug.to_owned();
    let shown = credential.clone();
    let find = move |tx: &mut Tx<'_>| find(tx, &slug, &shown, now);
    let found = match credential {
        Credential::None => site.db.glance(find).await?,
        Credential::Session(_) | Credential::Token(_) => site.db.read(find).await?,
    };
    let snapshot = site.snapshot(found.partnership, found.epoch).await?;
    if let Some(session) = found.session.filter(|_| found.touch) {
        site.db.housekeep("a session was used", move |tx| touch(tx, &session, now)).await?;
    }
    let stale = found.hats.is_empty() && !matches!(credential, Credential::None);
    let worn = found.hats.iter().find(|hat| Some(hat.membership) == found.chosen).or(found.hats.first()).cloned();
    let who = worn.map_or(Who::Anyone, |hat| Who::Person(Box::new(hat)));
    Ok(Recognised { snapshot, who, session: found.session, hats: found.hats, stale })
}

fn find(tx: &mut Tx<'_>, slug: &str, credential: &Credential, now: Instant) -> Result<Found, Problem> {
    let (partnership, epoch): (Id, i64) =
        tx.opt(sql!("select id, epoch from partnership where slug = $1", slug))?.ok_or(Problem::NotFound)?;
    let mut found = Found { partnership, epoch, hats: Vec::new(), chosen: None, session: None, touch: false };
    match credential {
        Credential::None => {}
        Credential::Session(secret) => {
            let hash = secret_hash(secret);
            let session: Option<(Id, Instant, Option<Id>)> = tx.opt(sql!(
                "select session.account, session.seen_at, session_hat.membership from session \
                 left join session_hat on session_hat.session = session.hash and session_hat.partnership = $3 \
                 where session.hash = $1 and session.ends_at > $2",
                hash,
                now,
                partnership
            ))?;
            if let Some((account, seen_at, chosen)) = session {
                found.hats =
                    hats(tx, account, partnership, now.date())?.into_iter().filter_map(HatRow::into_hat).collect();
                found.chosen = chosen;
                found.session = Some(hash);
                found.touch = seen_at.plus(minutes(10)) < now;
            }
        }
        Credential::Token(secret) => {
            let row: Option<HatRow> = tx.opt(sql!(
                "select person.id as person, person.name, person.organisation, membership.id as membership, \
                 membership.role, membership.title, membership.reach, membership.reach_id from token \
                 join membership on membership.partnership = token.partnership and membership.id = token.membership \
                 join person on person.partnership = membership.partnership and person.id = membership.person \
                 where token.partnership = $1 and token.hash = $2 and token.ended_at is null \
                 and (token.ends_at is null or token.ends_at > $3) and person.left_at is null \
                 and membership.valid_from <= $4 and (membership.valid_to is null or membership.valid_to > $4)",
                partnership,
                secret_hash(secret),
                now,
                now.date()
            ))?;
            found.hats = row.and_then(HatRow::into_hat).into_iter().collect();
        }
    }
    Ok(found)
}

fn touch(tx: &mut Tx<'_>, session: &[u8; 32], now: Instant) -> Result<(), Problem> {
    tx.run(sql!("update session set seen_at = $2, ends_at = $3 where hash = $1", session, now, now.plus(hours(12))))?;
    Ok(())
}

/// All partnerships that are open to the public: key, slug, name.
///
/// # Errors
/// Whatever the store answers.
pub fn partnerships(tx: &mut Tx<'_>) -> Result<Vec<(Id, String, String)>, Error> {
    tx.all(sql!("select id, slug, name from partnership where is_open order by created_at, id"))
}

/// A partnership's key and epoch by its slug, open or not.
///
/// # Errors
/// Whatever the store answers.
pub fn partnership_with_slug(tx: &mut Tx<'_>, slug: &str) -> Result<Option<(Id, i64)>, Error> {
    tx.opt(sql!("select id, epoch from partnership where slug = $1", slug))
}

/// Host names of their own, each with its partnership's slug.
///
/// # Errors
/// Whatever the store answers.
pub fn hosts(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, Error> {
    tx.all(sql!("select host, slug from partnership where host is not null order by host"))
}

/// Whether there is any partnership yet, and so anything that needs the master key.
///
/// # Errors
/// Whatever the store answers.
pub fn any_partnership(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let first: Option<Id> = tx.opt(sql!("select id from partnership order by id limit 1"))?;
    Ok(first.is_some())
}

/// Every partnership, open or not: key and slug.
///
/// # Errors
/// Whatever the store answers.
pub fn all_partnerships(tx: &mut Tx<'_>) -> Result<Vec<(Id, String)>, Error> {
    tx.all(sql!("select id, slug from partnership order by created_at, id"))
}
