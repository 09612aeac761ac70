//! A partnership's places as every request reads them: in memory, whole, as they stand today.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use access::{Ground, Scope};
use base::{Date, Id, fold};

use crate::composition::Atlas;
use crate::drawing;
use crate::hexes::Layout;
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
    redrawn: bool,
    endings: HashMap<(Code, Date), String>,
    postcode: Option<Postcode>,
    layout: Layout,
    map: OnceLock<Option<Map>>,
    near: HashMap<Id, OnceLock<Option<Map>>>,
    /// Maps of several places together, drawn when first asked for.
    together: Mutex<BTreeMap<Vec<Id>, Option<Arc<Map>>>>,
    stills: HashMap<Id, OnceLock<Still>>,
    named: OnceLock<HashMap<String, Id>>,
}

impl Places {
    /// The places of `atlas`, which are stored under `keys`.
    #[must_use]
    pub fn new(atlas: Atlas, keys: BTreeMap<Code, Id>) -> Self {
        let codes = keys.iter().map(|(code, id)| (*id, code.clone())).collect();
        let near = keys.values().map(|id| (*id, OnceLock::new())).collect();
        let stills = keys.values().map(|id| (*id, OnceLock::new())).collect();
        let (others, focuses, redrawn, endings) = (HashMap::new(), BTreeMap::new(), false, HashMap::new());
        let (lookup, map) = (Lookup::new(atlas), OnceLock::new());
        let (postcode, layout) = (None, Layout::OddR);
        let (together, named) = (Mutex::default(), OnceLock::new());
        Self {
            lookup,
            keys,
            codes,
            others,
            focuses,
            redrawn,
            endings,
            postcode,
            layout,
            map,
            near,
            together,
            stills,
            named,
        }
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

    /// With why places ended, by code and first day.
    #[must_use]
    pub fn with_endings(self, endings: HashMap<(Code, Date), String>) -> Self {
        Self { endings, ..self }
    }

    /// Why a place ended or is to end, as was said when that was decided.
    #[must_use]
    pub fn ending(&self, place: &Place) -> Option<&str> {
        place.valid_to?;
        self.endings.get(&(place.code.clone(), place.valid_from)).map(String::as_str)
    }

    /// With lines that were drawn otherwise before.
    #[must_use]
    pub fn with_earlier_lines(self, redrawn: bool) -> Self {
        Self { redrawn, ..self }
    }

    /// Whether lines were drawn otherwise before, so that a place may mean what it was then or what it is now.
    #[must_use]
    pub fn is_redrawn(&self) -> bool {
        self.redrawn
    }

    /// With some postcode that is known here.
    #[must_use]
    pub fn with_postcode(self, postcode: Option<Postcode>) -> Self {
        Self { postcode, ..self }
    }

    /// With how the hexagons of its cartogram lie.
    #[must_use]
    pub fn with_layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// How the hexagons of its cartogram lie.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.layout
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

    /// The map of several of them together, drawn when it is first asked for.
    pub(crate) fn map_together(&self, ids: Vec<Id>, draw: impl FnOnce() -> Option<Map>) -> Option<Arc<Map>> {
        let mut kept = self.together.lock().unwrap_or_else(PoisonError::into_inner);
        kept.entry(ids).or_insert_with(|| draw().map(Arc::new)).clone()
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

    /// Every place of any day with its key: small before wide, then by name and first day.
    #[must_use]
    pub fn every(&self) -> Vec<(Id, &Place)> {
        let holding = self.codes.keys().filter_map(|id| Some((*id, self.get(*id)?)));
        let mut every: Vec<(Id, &Place)> = holding.chain(self.others.iter().map(|(id, place)| (*id, place))).collect();
        every.sort_by(|(_, a), (_, b)| {
            (a.kind, &a.name, a.valid_from, &a.code).cmp(&(b.kind, &b.name, b.valid_from, &b.code))
        });
        every
    }

    /// The newest place of that code with its key, whatever the day.
    #[must_use]
    pub fn with_code(&self, code: &str) -> Option<(Id, &Place)> {
        let others = self.others.iter().filter(|(_, other)| other.code.as_str() == code);
        self.by_code(code).or_else(|| others.max_by_key(|(_, other)| other.valid_from).map(|(id, other)| (*id, other)))
    }

    /// What lies where a place lay, now that it has ended: its own kind at its middle, else whatever is nearest in size.
    #[must_use]
    pub fn after(&self, ended: &Place) -> Vec<&Place> {
        let around = self.lookup.at(ended.centre);
        let same: Vec<&Place> = around.iter().copied().filter(|place| place.kind == ended.kind).collect();
        if same.is_empty() {
            around.into_iter().filter(|place| place.kind > ended.kind).take(1).collect()
        } else {
            same
        }
    }

    /// The newest place of that code, whatever the day.
    #[must_use]
    pub fn ever(&self, code: &str) -> Option<&Place> {
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

    /// The place of that code, or else of that name, however they are written.
    #[must_use]
    pub fn named(&self, text: &str) -> Option<Id> {
        let read = || {
            let mut named = HashMap::new();
            for (id, place) in self.lookup.atlas().places().filter_map(|place| Some((self.id(place)?, place))) {
                named.entry(fold(&place.name)).or_insert(id);
                named.insert(fold(place.code.as_str()), id);
            }
            named
        };
        self.named.get_or_init(read).get(&fold(text)).copied()
    }

    /// Whether the place with that key holds on the day.
    pub(crate) fn holds(&self, id: Id) -> bool {
        self.codes.contains_key(&id)
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
