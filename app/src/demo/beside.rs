//! What the demonstration has beside its story: a partner's own boundaries, and one staff-safety marker.

use std::sync::Arc;

use access::{Role, Scope, Site};
use base::{Instant, Problem, days};
use places::partners::{SentDivisions, SentSet, Service, import_partner_lines};
use safety::{Account, Wanted};

use crate::founding;

/// The police divide the borough in their own way: a line for each sector.
const SECTORS: &str = include_str!("../../../presets/walsall/police-sectors.txt");

/// Puts the police's sectors in, from the day on which everything begins.
pub async fn sectors(site: &Arc<Site>) -> Result<(), Problem> {
    let scope = founding::scope_of(site, "walsall", "demonstration").await?;
    let sent = SentSet {
        organisation: "police",
        service: Service::Policing,
        name: "Police sectors",
        code: Some("police-sectors"),
        source: "Invented for the demonstration",
        from: scope.now.date(),
        divisions: SentDivisions::ByHand(SECTORS),
        dry_run: false,
    };
    import_partner_lines(&scope, &sent).await.map(drop)
}

/// The director sets a marker on a house that somebody told something of.
pub async fn marker(site: &Arc<Site>, now: Instant) -> Result<(), Problem> {
    let scope = founding::scope_of(site, "walsall", "demonstration").await?;
    let day = |after: i64| now.plus(days(after)).date();
    let scope: Scope = scope
        .snapshot
        .holders(&[Role::Director], day(0))
        .find_map(|holder| scope.acting_as(holder.membership))
        .ok_or_else(|| Problem::fault("nobody directs the demonstration"))?;
    let wanted = Wanted {
        building: "17".into(),
        postcode: "WS99 8PA".into(),
        person: None,
        happened_on: day(-9),
        authority: "Lone working policy, section 4".into(),
        told_on: Some(day(-2)),
        review_on: day(90),
        account: Account {
            happened: "A collector was chased back to the lorry by a large dog.".into(),
            source: "The collection crew's report".into(),
            risk: "The dog is loose in the front garden on most days.".into(),
            precautions: "Ring before you come, and stay outside the gate until the dog is in".into(),
            not_told_why: None,
        },
    };
    let set = safety::Set::of(&scope, wanted)?;
    site.db.write(move |tx| safety::set(tx, &scope, &set)).await.map(drop)
}
