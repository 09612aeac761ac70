//! How a command opens the installation it works on.

use std::sync::Arc;

use access::{Scope, Site, SiteSettings};
use base::{Clock, Dice};

use super::serve::public_url;
use crate::config::{Config, Known, StoreArgs};
use crate::failure::{Done, Failure, Outcome};
use crate::founding;
use crate::house::{House, Purpose};
use crate::wiring;

/// An installation that is owned, and the program's own scope in one of its partnerships.
pub struct Opened {
    pub house: House,
    pub site: Arc<Site>,
    pub scope: Scope,
}

impl Opened {
    /// Opens the installation that is named, to write.
    ///
    /// # Errors
    /// A sentence when it cannot be, or there is no such partnership.
    pub async fn at(slug: &str, store: &StoreArgs) -> Result<Self, Failure> {
        Self::to(Purpose::Own, slug, store).await
    }

    /// Opens the installation that is named, to write or only to look.
    ///
    /// # Errors
    /// A sentence when it cannot be, or there is no such partnership.
    pub async fn to(purpose: Purpose, slug: &str, store: &StoreArgs) -> Result<Self, Failure> {
        let (house, site) = site(purpose, &Known::read(store, &[])?.config).await?;
        let scope = founding::scope_of(&site, slug, "command line").await.map_err(|_| no_such(slug))?;
        Ok(Self { house, site, scope })
    }

    /// Hands on what happened, and lets go.
    ///
    /// # Errors
    /// A sentence when the store fails.
    pub async fn close(self) -> Result<(), Failure> {
        jobs::place_all_events(&self.site).await?;
        self.house.db.close().await;
        Ok(())
    }

    /// The same, at the end of a command that did all it was asked.
    ///
    /// # Errors
    /// A sentence when the store fails.
    pub async fn done(self) -> Outcome {
        self.close().await?;
        Ok(Done::All)
    }
}

/// The installation that `config` names, whatever partnerships it has.
///
/// # Errors
/// A sentence when it cannot be opened.
pub async fn site(purpose: Purpose, config: &Config) -> Result<(House, Arc<Site>), Failure> {
    let dice = Dice::system();
    let house = House::open(config, purpose, &dice).await?;
    let settings = SiteSettings { public_url: public_url(config), demo: false, limits: true, mail_waits: false };
    let site = wiring::site(house.db.clone(), Clock::system(), dice, house.vault.clone(), settings);
    Ok((house, site))
}

/// The partnership was misspelt.
fn no_such(slug: &str) -> Failure {
    Failure::because(format!(
        "There is no partnership {slug}. Check --partnership, or make it with `wardmote partnership create`."
    ))
}
