use std::sync::Arc;

use base::{Id, Instant, Problem, hours, minutes};
use db::{Error, Tx, sql};

use crate::account::secret_hash;
use crate::{Covered, Hat, Reach, Role, Site, Snapshot, Who};

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
        covered: Option<Id>,
        covered_name: Option<String>,
    }
}

impl HatRow {
    /// The hat, unless this program does not know the role. `titled` says what a role is called that the person has no
    /// title of their own for.
    pub fn into_hat(self, titled: impl Fn(Role) -> String) -> Option<Hat> {
        let title = self.title.or_else(|| self.role.parse().ok().map(titled)).unwrap_or_default();
        Hat::read(
            (self.person, self.name, self.organisation),
            (self.membership, &self.role, title),
            (&self.reach, self.reach_id),
            self.covered.zip(self.covered_name).map(|(person, name)| Covered { person, name }),
        )
    }
}

impl Hat {
    /// From the columns of a person, a membership and its reach.
    pub(crate) fn read(
        (person, name, organisation): (Id, String, Option<Id>),
        (membership, role, title): (Id, &str, String),
        (reach, reach_id): (&str, Option<Id>),
        covers: Option<Covered>,
    ) -> Option<Self> {
        let role: Role = role.parse().ok()?;
        let reach = match (reach, reach_id) {
            ("partnership", _) => Reach::Partnership,
            ("organisation", Some(id)) => Reach::Organisation(id),
            ("place", Some(id)) => Reach::Place(id),
            ("body", Some(id)) => Reach::Body(id),
            _ => return None,
        };
        Some(Self { person, name, organisation, membership, role, title, reach, covers })
    }
}

/// The memberships of an account in a partnership that are in force at `now`: its own, and then those of colleagues it
/// stands in for. Nobody stands in for a safeguarding lead of another organisation.
pub fn hats(tx: &mut Tx<'_>, account: Id, partnership: Id, now: Instant) -> Result<Vec<HatRow>, Error> {
    tx.all(sql!(
        "select person, name, organisation, membership, role, title, reach, reach_id, covered, covered_name from (\
         select person.id as person, person.name, person.organisation, membership.id as membership, membership.role, \
         membership.title, membership.reach, membership.reach_id, null as covered, null as covered_name, \
         membership.created_at from person \
         join membership on membership.partnership = person.partnership and membership.person = person.id \
         where person.partnership = $1 and person.account = $2 and (person.left_at is null or person.left_at > $3) \
         and membership.valid_from <= $4 and (membership.valid_to is null or membership.valid_to > $4) \
         union all \
         select person.id, person.name, person.organisation, membership.id, membership.role, membership.title, \
         membership.reach, membership.reach_id, holder.id, holder.name, membership.created_at from person \
         join cover on cover.partnership = person.partnership and cover.person = person.id \
         join membership on membership.partnership = cover.partnership and membership.id = cover.membership \
         join person holder on holder.partnership = membership.partnership and holder.id = membership.person \
         where person.partnership = $1 and person.account = $2 and (person.left_at is null or person.left_at > $3) \
         and (holder.left_at is null or holder.left_at > $3) and cover.valid_from <= $4 and cover.valid_to > $4 \
         and membership.valid_from <= $4 and (membership.valid_to is null or membership.valid_to > $4) \
         and (membership.role <> $5 or person.organisation = holder.organisation)) hat \
         order by covered_name is not null, created_at, membership",
        partnership,
        account,
        now,
        now.date(),
        Role::SafeguardingLead
    ))
}

/// What one read finds out about a visitor.
struct Found {
    partnership: Id,
    epoch: i64,
    hats: Vec<HatRow>,
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
    let titled = |role| snapshot.role_title(role, now.date());
    let hats: Vec<Hat> = found.hats.into_iter().filter_map(|row| row.into_hat(titled)).collect();
    let stale = hats.is_empty() && !matches!(credential, Credential::None);
    let worn = hats.iter().find(|hat| Some(hat.membership) == found.chosen).or(hats.first()).cloned();
    let who = worn.map_or(Who::Anyone, |hat| Who::Person(Box::new(hat)));
    Ok(Recognised { snapshot, who, session: found.session, hats, stale })
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
                found.hats = hats(tx, account, partnership, now)?;
                found.chosen = chosen;
                found.session = Some(hash);
                found.touch = seen_at.plus(minutes(10)) < now;
            }
        }
        Credential::Token(secret) => {
            let row: Option<HatRow> = tx.opt(sql!(
                "select person.id as person, person.name, person.organisation, membership.id as membership, \
                 membership.role, membership.title, membership.reach, membership.reach_id, null as covered, \
                 null as covered_name from token \
                 join membership on membership.partnership = token.partnership and membership.id = token.membership \
                 join person on person.partnership = membership.partnership and person.id = membership.person \
                 where token.partnership = $1 and token.hash = $2 and token.ended_at is null \
                 and (token.ends_at is null or token.ends_at > $3) and (person.left_at is null or person.left_at > $3) \
                 and membership.valid_from <= $4 and (membership.valid_to is null or membership.valid_to > $4)",
                partnership,
                secret_hash(secret),
                now,
                now.date()
            ))?;
            found.hats = row.into_iter().collect();
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
