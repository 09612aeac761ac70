//! Walsall: 20 wards in 6 areas, its partners and people.

use std::sync::Arc;

use access::{Scope, Site, Statutory};
use base::{Instant, Problem, days};
use places::demo::Demonstration;

use super::cast;
use crate::founding::{self, Founding};
use crate::presets;
use crate::settled::{self, Settled};

const ORGANISATIONS: &str = include_str!("../../../presets/walsall/organisations.toml");
const PEOPLE: &str = include_str!("../../../presets/walsall/people.toml");
const BODIES: &str = include_str!("../../../presets/walsall/bodies.toml");

/// The demonstration's partnerships began before anything that is told of them.
pub const FOUNDED_DAYS_AGO: i64 = 400;

/// When they began.
pub fn founding_day(now: Instant) -> Instant {
    now.plus(-days(FOUNDED_DAYS_AGO))
}

/// Founds it, with everybody in it.
pub async fn found(site: &Arc<Site>) -> Result<(), Problem> {
    let founding = Founding {
        slug: "walsall".into(),
        name: "Walsall Partnership".into(),
        preset: "walsall".into(),
        accountable_body: Some("Walsall Borough Council".into()),
        brand_colour: "#00625a".into(),
        is_open: true,
    };
    let demonstration = Demonstration::walsall().map_err(Problem::fault)?;
    establish(site, &founding, demonstration, Cast { organisations: ORGANISATIONS, people: PEOPLE, bodies: BODIES })
        .await
}

/// Who is in a partnership, as its preset's files say.
#[derive(Clone, Copy)]
pub struct Cast {
    /// `organisations.toml`.
    pub organisations: &'static str,
    /// `people.toml`.
    pub people: &'static str,
    /// `bodies.toml`.
    pub bodies: &'static str,
}

/// Makes a partnership with these places, partners, people and bodies. People come in a transaction of their own: their
/// roles reach places and organisations that must be there. So do bodies, in which people sit.
pub async fn establish(
    site: &Arc<Site>,
    founding: &Founding,
    demonstration: Demonstration,
    cast: Cast,
) -> Result<(), Problem> {
    let Cast { organisations, people, bodies } = cast;
    let scope = founding.scope(site, "demonstration", site.clock.now());
    site.db
        .write(move |tx| {
            founding::found(tx, &scope)?;
            places::seed(tx, &scope, &demonstration)?;
            cast::add_organisations(tx, &scope, organisations)
        })
        .await?;
    let scope = founding::scope_of(site, &founding.slug, "demonstration").await?;
    site.db
        .write(move |tx| {
            settled::apply(tx, &scope, &pages(&scope))?;
            cast::describe(tx, &scope, organisations)?;
            cast::welcome(tx, &scope, people)
        })
        .await?;
    let scope = founding::scope_of(site, &founding.slug, "demonstration").await?;
    site.db.write(move |tx| super::bodies::establish(tx, &scope, bodies)).await
}

/// The statutory pages as the presets begin them, with invented addresses in place of what is left to a partnership.
fn pages(scope: &Scope) -> Settled {
    let slug = &scope.snapshot.partnership.slug;
    let filled = |page: &Statutory| {
        let text = presets::page_template(&scope.snapshot, *page)
            .replace(
                "[the e-mail or address of the data protection officer]",
                &format!("data.protection@{slug}.example.org"),
            )
            .replace(
                "[the e-mail or telephone number for questions about accessibility]",
                &format!("accessibility@{slug}.example.org"),
            );
        (*page, text)
    };
    Settled { pages: Statutory::ALL.iter().map(filled).collect(), ..Settled::default() }
}
