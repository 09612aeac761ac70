//! Partners' own boundaries against ours (MAN-25, SAL-35, WAL-40, ASK-20): police sectors, health clusters, children's
//! districts, housing patches. Each is a set of divisions with its days; which of them lie over which place, and how much,
//! is measured once and stored.

mod commands;
mod file;
mod listing;
mod measure;
mod overlap;

use std::collections::HashMap;
use std::sync::OnceLock;

use base::{Date, Id};

use crate::map::Map;
use crate::place::holds;

pub use commands::{PartnerLinesTaken, SentSet, end_partner_lines, import_partner_lines};
pub use file::SentDivisions;
pub(crate) use file::{Ground, NewDivision};
pub(crate) use listing::{Asked, Beside, OverlapOut, PartnerSetOut};
pub use measure::measure_partner_lines;
pub(crate) use measure::{MEASURES, follow};
pub use overlap::Overlap;
pub(crate) use overlap::{Days, Held, Theirs, WHOLE};

db::words! {
    /// What a partner's divisions are for. The first five are the district-level arrangements of MAN-25.
    pub enum Service {
        /// Neighbourhood policing.
        Policing = "policing",
        /// Children's services.
        Children = "children",
        /// Health: clusters of practices, primary care networks.
        Health = "health",
        /// Neighbourhood services: streets, waste, parks.
        NeighbourhoodServices = "neighbourhood_services",
        /// Regeneration frameworks.
        Regeneration = "regeneration",
        /// A landlord's patches.
        Housing = "housing",
        /// Anything else.
        Other = "other",
    }
}

db::row! {
    /// A partner's divisions as one set, from one day until before another.
    pub struct PartnerSet {
        /// Its key.
        pub id: Id,
        /// Its code, the same for every later set of the same divisions.
        pub code: String,
        /// What the partner calls them: `Police sectors`.
        pub name: String,
        /// Whose they are.
        pub organisation: Id,
        /// What they are for.
        pub service: Service,
        /// Where the lines come from, and their licence; may be empty.
        pub source: String,
        /// The first day they hold.
        pub valid_from: Date,
        /// The first day they no longer hold; open while they are in force.
        pub valid_to: Option<Date>,
    }
}

impl PartnerSet {
    /// Whether it holds on `day`.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        holds(self.valid_from, self.valid_to, day)
    }
}

db::row! {
    /// One division of a set.
    pub struct Division {
        /// Its key.
        pub id: Id,
        /// The set it belongs to.
        pub partner_set: Id,
        /// Its code in the set.
        pub code: String,
        /// What the partner calls it.
        pub name: String,
        /// Whether the partner drew it; else it was put on our places by hand.
        pub is_drawn: bool,
    }
}

/// A division that lies over a place, and how far.
#[derive(Debug, Clone, Copy)]
pub struct Over<'a> {
    /// Whose.
    pub set: &'a PartnerSet,
    /// Which.
    pub division: &'a Division,
    /// How much.
    pub overlap: &'a Overlap,
}

/// How a set's lines lie to some of our places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fit {
    /// Places that lie in one division.
    pub whole: usize,
    /// Places that lines cut, by their keys.
    pub cut: Vec<Id>,
    /// Places that no division covers, or none entirely.
    pub open: usize,
}

/// All partners' lines of one day, in memory: a share of the reference snapshot.
#[derive(Default)]
pub struct PartnerLines {
    /// Every set of any day, by service, name and first day.
    sets: Vec<PartnerSet>,
    divisions: Vec<Division>,
    overlaps: Vec<Overlap>,
    by_place: HashMap<Id, Vec<usize>>,
    by_division: HashMap<Id, Vec<usize>>,
    /// Where a division stands, and its set.
    stands: HashMap<Id, (usize, usize)>,
    maps: HashMap<Id, OnceLock<Option<Map>>>,
    day: Date,
}

impl PartnerLines {
    pub(crate) fn new(day: Date, sets: Vec<PartnerSet>, divisions: Vec<Division>, overlaps: Vec<Overlap>) -> Self {
        let (mut by_place, mut by_division) = (HashMap::<Id, Vec<usize>>::new(), HashMap::<Id, Vec<usize>>::new());
        for (at, overlap) in overlaps.iter().enumerate() {
            by_place.entry(overlap.place).or_default().push(at);
            by_division.entry(overlap.division).or_default().push(at);
        }
        let maps = sets.iter().map(|set| (set.id, OnceLock::new())).collect();
        let stands = HashMap::new();
        let mut lines = Self { sets, divisions, overlaps, by_place, by_division, stands, maps, day };
        lines.sets.sort_by(|a, b| {
            (a.service, &a.name, a.valid_from, &a.code).cmp(&(b.service, &b.name, b.valid_from, &b.code))
        });
        lines.divisions.sort_by(|a, b| (a.partner_set, &a.name, &a.code).cmp(&(b.partner_set, &b.name, &b.code)));
        let sets: HashMap<Id, usize> = lines.sets.iter().enumerate().map(|(at, set)| (set.id, at)).collect();
        let stands = lines.divisions.iter().enumerate();
        lines.stands = stands.filter_map(|(at, one)| Some((one.id, (at, *sets.get(&one.partner_set)?)))).collect();
        lines
    }

    /// Every set of any day.
    #[must_use]
    pub fn every(&self) -> &[PartnerSet] {
        &self.sets
    }

    /// The sets that hold on the day.
    pub fn sets(&self) -> impl Iterator<Item = &PartnerSet> {
        self.sets.iter().filter(|set| set.holds_on(self.day))
    }

    /// The set with that code that holds on the day.
    #[must_use]
    pub fn set(&self, code: &str) -> Option<&PartnerSet> {
        self.sets().find(|set| set.code == code)
    }

    /// A set's divisions, by name.
    pub fn divisions(&self, set: Id) -> impl Iterator<Item = &Division> {
        self.divisions.iter().filter(move |division| division.partner_set == set)
    }

    /// The divisions that lie over a place: set by set, the largest share first.
    #[must_use]
    pub fn over(&self, place: Id) -> Vec<Over<'_>> {
        let overlaps = self.by_place.get(&place).into_iter().flatten().filter_map(|at| self.overlaps.get(*at));
        let mut over: Vec<Over<'_>> = overlaps.filter_map(|overlap| self.told(overlap)).collect();
        let rank = |one: &Over<'_>| self.stands.get(&one.division.id).map(|(_, set)| *set);
        over.sort_by(|a, b| {
            let larger = b.overlap.of_place.total_cmp(&a.overlap.of_place);
            rank(a).cmp(&rank(b)).then(larger).then_with(|| a.division.name.cmp(&b.division.name))
        });
        over
    }

    /// The places a division lies over, the largest part of it first.
    #[must_use]
    pub fn under(&self, division: Id) -> Vec<&Overlap> {
        let overlaps = self.by_division.get(&division).into_iter().flatten().filter_map(|at| self.overlaps.get(*at));
        let mut under: Vec<&Overlap> = overlaps.collect();
        under.sort_by(|a, b| b.of_division.total_cmp(&a.of_division).then(a.place.cmp(&b.place)));
        under
    }

    fn told<'a>(&'a self, overlap: &'a Overlap) -> Option<Over<'a>> {
        let (division, set) = self.stands.get(&overlap.division)?;
        let (division, set) = (self.divisions.get(*division)?, self.sets.get(*set)?);
        Some(Over { set, division, overlap })
    }

    /// Whether a set's lines follow those of `places` or cut them.
    pub(crate) fn fit(&self, set: Id, places: &[Id]) -> Fit {
        let mut fit = Fit::default();
        for place in places {
            let own: Vec<f64> =
                self.over(*place).iter().filter(|over| over.set.id == set).map(|over| over.overlap.of_place).collect();
            match own.as_slice() {
                [most, ..] if *most >= WHOLE => fit.whole += 1,
                [_, _, ..] => fit.cut.push(*place),
                _ => fit.open += 1,
            }
        }
        fit
    }

    /// The map of a set, drawn when it is first asked for.
    pub(crate) fn map(&self, set: Id, draw: impl FnOnce() -> Option<Map>) -> Option<&Map> {
        self.maps.get(&set)?.get_or_init(draw).as_ref()
    }

    /// Whether the map of a set was drawn already, so that nobody need read its lines.
    pub(crate) fn is_drawn(&self, set: Id) -> bool {
        self.maps.get(&set).is_some_and(|map| map.get().is_some())
    }
}
