//! A partnership's places as every request reads them: in memory, whole, as they stand today.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use access::{Ground, Scope};
use base::Id;

use crate::composition::Atlas;
use crate::drawing;
use crate::lookup::Lookup;
use crate::map::{Map, Still};
use crate::place::{Code, Focus, Kind, Place};
use crate::point::Point;
use crate::postcode::Postcode;

/// All places of a partnership on a day, found by key, by code, by point. The slice's share of the reference snapshot.
pub struct Places {
    lookup: Lookup,
    keys: BTreeMap<Code, Id>,
    codes: HashMap<Id, Code>,
    others: HashMap<Id, Place>,
    focuses: BTreeMap<Code, Focus>,
    postcode: Option<Postcode>,
    map: OnceLock<Option<Map>>,
    near: HashMap<Id, OnceLock<Option<Map>>>,
    stills: HashMap<Id, OnceLock<Still>>,
}

impl Places {
    /// The places of `atlas`, which are stored under `keys`.
    #[must_use]
    pub fn new(atlas: Atlas, keys: BTreeMap<Code, Id>) -> Self {
        let codes = keys.iter().map(|(code, id)| (*id, code.clone())).collect();
        let near = keys.values().map(|id| (*id, OnceLock::new())).collect();
        let stills = keys.values().map(|id| (*id, OnceLock::new())).collect();
        let (others, focuses) = (HashMap::new(), BTreeMap::new());
        let (lookup, map) = (Lookup::new(atlas), OnceLock::new());
        Self { lookup, keys, codes, others, focuses, postcode: None, map, near, stills }
    }

    /// With places that do not hold on the day: old records name them still. They are found by key alone.
    #[must_use]
    pub fn with_others(mut self, others: impl IntoIterator<Item = (Id, Place)>) -> Self {
        self.others.extend(others);
        self
    }

    /// With what makes places of focus what they are.
    #[must_use]
    pub fn with_focuses(mut self, focuses: impl IntoIterator<Item = Focus>) -> Self {
        self.focuses.extend(focuses.into_iter().map(|focus| (focus.code.clone(), focus)));
        self
    }

    /// With some postcode that is known here.
    #[must_use]
    pub fn with_postcode(self, postcode: Option<Postcode>) -> Self {
        Self { postcode, ..self }
    }

    /// A postcode that is known here, to show what can be typed; nothing where none is.
    #[must_use]
    pub fn example_postcode(&self) -> Option<Postcode> {
        self.postcode
    }

    /// The shortest name of a ward here, to show what can be typed; empty where there is none.
    #[must_use]
    pub fn example_name(&self) -> &str {
        let wards = self.lookup.atlas().of_kind(Kind::Ward).map(|ward| ward.name.as_str());
        wards.min_by_key(|name| name.chars().count()).unwrap_or_default()
    }

    /// The map of all of them, drawn when it is first asked for; nothing while nobody has drawn their ground.
    pub(crate) fn map(&self, scope: &Scope) -> Option<&Map> {
        self.map.get_or_init(|| drawing::draw(scope, self.lookup.atlas())).as_ref()
    }

    /// The map of one of them among its neighbours, drawn when it is first asked for.
    pub(crate) fn map_near(&self, id: Id, draw: impl FnOnce() -> Option<Map>) -> Option<&Map> {
        self.near.get(&id)?.get_or_init(draw).as_ref()
    }

    /// The picture of one of them on which a spot can be shown, drawn when it is first asked for.
    pub(crate) fn still_of(&self, id: Id, draw: impl FnOnce() -> Still) -> Option<&Still> {
        Some(self.stills.get(&id)?.get_or_init(draw))
    }

    /// The look-up by point and the outlines behind it.
    #[must_use]
    pub fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// A place by its key, one that has ended or has not begun too.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<&Place> {
        match self.codes.get(&id) {
            Some(code) => self.lookup.atlas().place(code.as_str()),
            None => self.others.get(&id),
        }
    }

    /// The newest place of that code, whatever the day.
    pub(crate) fn ever(&self, code: &str) -> Option<&Place> {
        let others = self.others.values().filter(|other| other.code.as_str() == code);
        self.lookup.atlas().place(code).or_else(|| others.max_by_key(|other| other.valid_from))
    }

    /// What makes the place with that code one of focus.
    #[must_use]
    pub fn focus(&self, code: &str) -> Option<&Focus> {
        self.focuses.get(code)
    }

    /// A place by its code, with its key.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<(Id, &Place)> {
        let place = self.lookup.atlas().place(code)?;
        Some((self.id(place)?, place))
    }

    /// The key a place is stored under.
    #[must_use]
    pub fn id(&self, place: &Place) -> Option<Id> {
        self.keys.get(&place.code).copied()
    }

    /// Every place that holds `point`, and every place those are part of: small before wide. Ground that was agreed to go
    /// to another area is in that area, not in its ward's.
    #[must_use]
    pub fn at(&self, point: Point) -> Vec<Id> {
        let decided_by_ground = |part: &Place, whole: &Place| {
            part.kind.builds() && self.lookup.atlas().shape(whole.code.as_str()).is_some()
        };
        self.upwards(self.lookup.at(point), |part, whole| !decided_by_ground(part, whole))
    }

    /// A place and every place it is part of.
    #[must_use]
    pub fn with_ancestors(&self, id: Id) -> Vec<Id> {
        match self.others.get(&id) {
            Some(other) => {
                let parents = other.parents.iter().filter_map(|code| self.lookup.atlas().place(code.as_str()));
                std::iter::once(id).chain(self.upwards(parents, |_, _| true)).collect()
            }
            None => self.upwards(self.get(id), |_, _| true),
        }
    }

    fn upwards<'a>(
        &'a self,
        from: impl IntoIterator<Item = &'a Place>,
        climbs: impl Fn(&Place, &Place) -> bool,
    ) -> Vec<Id> {
        let mut found: BTreeSet<(Kind, &Code)> = BTreeSet::new();
        let mut climbing: Vec<&Place> = from.into_iter().collect();
        while let Some(place) = climbing.pop() {
            if found.insert((place.kind, &place.code)) {
                let parents = place.parents.iter().filter_map(|code| self.lookup.atlas().place(code.as_str()));
                climbing.extend(parents.filter(|parent| climbs(place, parent)));
            }
        }
        found.into_iter().filter_map(|(_, code)| self.keys.get(code).copied()).collect()
    }

    /// What to say of a point that no place holds; nothing when one does.
    #[must_use]
    pub fn outside(&self, partnership: &str, point: Point) -> Option<String> {
        self.lookup.outside(partnership, point)
    }

    /// The places behind some keys, small before wide; unknown keys are passed over.
    #[must_use]
    pub fn of(&self, ids: &[Id]) -> Vec<&Place> {
        let mut places: Vec<&Place> = ids.iter().filter_map(|id| self.get(*id)).collect();
        places.sort_by(|a, b| (a.kind, &a.code).cmp(&(b.kind, &b.code)));
        places
    }

    /// The ward among some places.
    #[must_use]
    pub fn ward_of(&self, ids: &[Id]) -> Option<&Place> {
        self.of(ids).into_iter().find(|place| place.kind == Kind::Ward)
    }

    /// The widest places: where something is that nobody can place nearer.
    #[must_use]
    pub fn whole(&self) -> Vec<Id> {
        self.lookup.atlas().of_kind(Kind::Borough).filter_map(|place| self.id(place)).collect()
    }

    /// Whether one of them is a place of focus.
    #[must_use]
    pub fn any_focus(&self, ids: &[Id]) -> bool {
        ids.iter().filter_map(|id| self.get(*id)).any(|place| place.kind == Kind::PlaceOfFocus)
    }

    /// Whether a place is a ward or wider: as near as the public may know of some matters.
    #[must_use]
    pub fn is_ward_or_larger(&self, id: Id) -> bool {
        self.get(id).is_some_and(|place| matches!(place.kind, Kind::Ward | Kind::Area | Kind::Borough))
    }
}

/// Where a record stands for leave: its places, ancestors and all, and the organisation it belongs to. The only maker of
/// a [`Ground`] for a record.
#[must_use]
pub fn ground(places: Vec<Id>, organisation: Option<Id>) -> Ground {
    Ground { places, organisation, body: None }
}
