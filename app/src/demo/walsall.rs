//! Walsall: 20 wards in 6 areas, its partners and people.

use std::sync::Arc;

use access::Site;
use base::{Instant, Problem, days};
use places::demo::Demonstration;

use super::cast;
use crate::founding::{self, Founding};

const ORGANISATIONS: &str = include_str!("../../../presets/walsall/organisations.toml");
const PEOPLE: &str = include_str!("../../../presets/walsall/people.toml");

/// When the demonstration's partnerships began: before anything that is told of them.
pub fn founding_day(now: Instant) -> Instant {
    now.plus(-days(400))
}

/// Founds it, with everybody in it.
pub async fn found(site: &Arc<Site>) -> Result<(), Problem> {
    let founding = Founding {
        slug: "walsall".into(),
        name: "Walsall Partnership".into(),
        preset: "walsall".into(),
        accountable_body: Some("Walsall Borough Council".into()),
        brand_colour: "#00625a".into(),
    };
    let demonstration = Demonstration::walsall().map_err(Problem::fault)?;
    establish(site, &founding, demonstration, ORGANISATIONS, PEOPLE).await
}

/// Makes a partnership with these places, partners and people. People come last and in a transaction of their own: their
/// roles reach places and organisations that must be there.
pub async fn establish(
    site: &Arc<Site>,
    founding: &Founding,
    demonstration: Demonstration,
    organisations: &'static str,
    people: &'static str,
) -> Result<(), Problem> {
    let scope = founding.scope(site, "demonstration", site.clock.now());
    site.db
        .write(move |tx| {
            founding::found(tx, &scope)?;
            places::seed(tx, &scope, &demonstration)?;
            cast::add_organisations(tx, &scope, organisations)
        })
        .await?;
    let scope = founding::scope_of(site, &founding.slug, "demonstration").await?;
    site.db.write(move |tx| cast::welcome(tx, &scope, people)).await
}
