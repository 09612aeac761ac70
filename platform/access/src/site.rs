use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use base::{Clock, Dice, Id, Problem};
use db::Db;
use record::Vault;

use crate::snapshot::{self, LoadPart, Snapshot};
use crate::{Limiter, Page, Reach, Role, Scope, Who};

/// The running installation: what every request and job shares.
pub struct Site {
    /// The store.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    /// Where ids, references and secrets come from.
    pub dice: Dice,
    /// What opens personal data.
    pub vault: Vault,
    /// How this installation is run.
    pub settings: SiteSettings,
    /// Who tried too often.
    pub limiter: Limiter,
    parts: Vec<LoadPart>,
    snapshots: RwLock<HashMap<Id, Arc<Snapshot>>>,
}

/// How an installation is run.
#[derive(Debug, Clone)]
pub struct SiteSettings {
    /// Where people reach it, without a slash at the end: `https://ward.example.org`.
    pub public_url: String,
    /// Everything and everybody in it is invented; mail is caught.
    pub demo: bool,
    /// Whether anonymous tries are limited (never in `demo` and `bench`).
    pub limits: bool,
    /// No mail server is named: what is to be mailed waits until one is.
    pub mail_waits: bool,
}

impl Site {
    /// An installation over `db`. `parts` are the slices' loaders of reference data.
    #[must_use]
    pub fn new(db: Db, clock: Clock, dice: Dice, vault: Vault, settings: SiteSettings, parts: Vec<LoadPart>) -> Self {
        let limiter = Limiter::new(settings.limits);
        Self { db, clock, dice, vault, settings, limiter, parts, snapshots: RwLock::default() }
    }

    /// The partnership as it stands at `epoch`; read again only when something changed since, or
    /// another day has begun.
    ///
    /// # Errors
    /// Whatever the store answers; [`Problem::NotFound`] when there is no such partnership.
    pub async fn snapshot(&self, partnership: Id, epoch: i64) -> Result<Arc<Snapshot>, Problem> {
        let today = self.clock.now().date();
        if let Some(kept) = self.kept(partnership).filter(|kept| kept.partnership.epoch == epoch && kept.day == today) {
            return Ok(kept);
        }
        let parts = self.parts.clone();
        let fresh = self.db.read(move |tx| snapshot::load(tx, partnership, today, &parts)).await?;
        let fresh = Arc::new(fresh.ok_or(Problem::NotFound)?);
        let mut kept = self.snapshots.write().unwrap_or_else(PoisonError::into_inner);
        kept.insert(partnership, Arc::clone(&fresh));
        Ok(fresh)
    }

    /// The partnership with this slug, if it has been read before: for surroundings that must not wait.
    #[must_use]
    pub fn seen(&self, slug: &str) -> Option<Arc<Snapshot>> {
        let kept = self.snapshots.read().unwrap_or_else(PoisonError::into_inner);
        kept.values().find(|snapshot| snapshot.partnership.slug == slug).map(Arc::clone)
    }

    fn kept(&self, partnership: Id) -> Option<Arc<Snapshot>> {
        self.snapshots.read().unwrap_or_else(PoisonError::into_inner).get(&partnership).map(Arc::clone)
    }
}

impl Scope {
    /// The address of a page, as seen from a browser: only ever made here, so that host names and slugs can change.
    #[must_use]
    pub fn url(&self, page: Page<'_>) -> String {
        format!("{}{}", self.prefix(), page.path())
    }

    /// The whole address, for mail and feeds.
    #[must_use]
    pub fn full_url(&self, page: Page<'_>) -> String {
        let whose = match &self.snapshot.partnership.host {
            Some(host) => format!("https://{host}"),
            None => format!("{}{}", self.site.settings.public_url, self.snapshot.partnership.prefix()),
        };
        format!("{whose}{}{}", self.named_language(), page.path())
    }

    /// What stands before every address of this partnership, the language that was chosen with it.
    #[must_use]
    pub fn prefix(&self) -> String {
        format!("{}{}", self.snapshot.partnership.prefix(), self.named_language())
    }

    fn named_language(&self) -> String {
        self.language.map(|tag| format!("/{tag}")).unwrap_or_default()
    }

    /// Whether the partnership is not open yet to whoever asks, who does not work there.
    #[must_use]
    pub fn is_shut_out(&self) -> bool {
        !self.snapshot.partnership.is_open && matches!(self.who, Who::Anyone | Who::Contributor(_))
    }

    /// The front-door organisation, which looks after held and protected concerns.
    #[must_use]
    pub fn front_door(&self) -> Option<Id> {
        self.snapshot.organisations.iter().find(|one| one.is_front_door).map(|one| one.id)
    }

    /// Whether the person leads safeguarding for the front door.
    #[must_use]
    pub fn is_front_door_lead(&self) -> bool {
        self.hat().is_some_and(|hat| {
            hat.role == Role::SafeguardingLead
                && matches!(hat.reach, Reach::Organisation(id) if Some(id) == self.front_door())
        })
    }
}
