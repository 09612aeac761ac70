//! What was asked of the partners' lines, and the same rows as the page, the API and the files tell them.

use std::collections::HashMap;
use std::sync::Arc;

use access::{Organisation, Scope, Snapshot};
use base::{Date, FieldErrors, Id, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use web::Typed;

use super::{Division, Over, PartnerLines, PartnerSet, Service};
use crate::known::Places;
use crate::listing::day;
use crate::place::{Kind, Place};
use crate::store;

/// What a list of overlaps was asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub on: Option<Date>,
    pub service: Option<Service>,
    pub set: Option<String>,
    pub place: Option<String>,
}

impl Asked {
    /// Reads `on, service, set` and `place`.
    pub fn read(typed: &Typed) -> Result<Self, Problem> {
        let mut errors = FieldErrors::default();
        let said = |name: &str| typed.get(name).map(str::trim).filter(|text| !text.is_empty());
        let service = said("service").map(|text| text.parse::<Service>().ok());
        if service == Some(None) {
            let keys: Vec<&str> = Service::ALL.iter().map(|service| service.as_str()).collect();
            errors.add("service", format!("Choose one of {}", keys.join(", ")));
        }
        let on = day(typed, &mut errors);
        let (set, place) = (said("set").map(str::to_owned), said("place").map(str::to_owned));
        errors.or(Self { on, service: service.flatten(), set, place })
    }

    fn takes(&self, place: &Place, over: &Over<'_>) -> bool {
        self.service.is_none_or(|service| over.set.service == service)
            && self.set.as_ref().is_none_or(|set| over.set.code == *set)
            && self.place.as_ref().is_none_or(|code| place.code.as_str() == code)
    }
}

/// The partners' lines of a day beside our places of it. Today's are in memory, another day's are read; our places have
/// their names of today, as everywhere.
pub(crate) struct Beside {
    pub day: Date,
    pub is_today: bool,
    snapshot: Arc<Snapshot>,
    other: Option<Box<PartnerLines>>,
}

impl Beside {
    pub async fn read(scope: &Scope, on: Option<Date>) -> Result<Self, Problem> {
        let (today, partnership) = (scope.now.date(), scope.partnership());
        let day = on.unwrap_or(today);
        let other = if day == today {
            None
        } else {
            let read = scope.site.db.read(move |tx| store::partner_lines_on(tx, partnership, day)).await?;
            Some(Box::new(read))
        };
        Ok(Self { day, is_today: day == today, snapshot: Arc::clone(&scope.snapshot), other })
    }

    pub fn lines(&self) -> Result<&PartnerLines, Problem> {
        self.other.as_deref().map_or_else(|| self.snapshot.part(), Ok)
    }

    /// Our places of the day with their keys, small before wide, then by name.
    pub fn places(&self) -> Result<Vec<(Id, &Place)>, Problem> {
        let every = self.snapshot.part::<Places>()?.every();
        Ok(every.into_iter().filter(|(_, place)| place.holds_on(self.day)).collect())
    }

    /// Those of them that lines are held against: wards; boroughs where the partnership is a city region.
    pub fn blocks(&self) -> Result<Vec<(Id, &Place)>, Problem> {
        let places = self.places()?;
        let of = |kind: Kind| places.iter().copied().filter(|(_, place)| place.kind == kind).collect::<Vec<_>>();
        Ok([Kind::Ward, Kind::Borough].into_iter().map(of).find(|found| !found.is_empty()).unwrap_or_default())
    }

    pub fn areas(&self) -> Result<Vec<(Id, &Place)>, Problem> {
        Ok(self.places()?.into_iter().filter(|(_, place)| place.kind == Kind::Area).collect())
    }

    pub fn organisation(&self, set: &PartnerSet) -> Option<&Organisation> {
        self.snapshot.organisation(set.organisation)
    }

    /// Every overlap that was asked for: by place, small before wide, then by set and division.
    pub fn overlaps(&self, asked: &Asked) -> Result<Vec<OverlapOut<'_>>, Problem> {
        let lines = self.lines()?;
        let mut rows: Vec<OverlapOut<'_>> = Vec::new();
        for (id, place) in self.places()? {
            let over = lines.over(id);
            let taken = over.into_iter().filter(|over| asked.takes(place, over));
            rows.extend(taken.map(|over| OverlapOut::of(place, &over, self.organisation(over.set))));
        }
        rows.sort_by_cached_key(OverlapOut::cursor);
        Ok(rows)
    }
}

/// The ground that a place of ours and a partner's division share.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OverlapOut<'a> {
    /// Our place's code.
    pub place: &'a str,
    pub place_name: &'a str,
    /// `ward`, `area`, ..
    pub place_kind: &'static str,
    /// The partner's set of divisions, by its code.
    pub set: &'a str,
    /// `policing`, `children`, `health`, `neighbourhood_services`, `regeneration`, `housing` or `other`.
    pub service: &'static str,
    /// The organisation's code.
    pub organisation: &'a str,
    /// The division's code in its set.
    pub division: &'a str,
    pub division_name: &'a str,
    /// Nothing where neither has lines.
    pub square_metres: u64,
    /// From 0 to 1.
    pub share_of_place: f64,
    /// From 0 to 1.
    pub share_of_division: f64,
    #[serde(skip)]
    kind: Kind,
}

impl<'a> OverlapOut<'a> {
    fn of(place: &'a Place, over: &Over<'a>, organisation: Option<&'a Organisation>) -> Self {
        let thousandths = |share: f64| (share * 1000.0).round() / 1000.0;
        Self {
            place: place.code.as_str(),
            place_name: &place.name,
            place_kind: place.kind.key(),
            set: &over.set.code,
            service: over.set.service.as_str(),
            organisation: organisation.map_or("", |organisation| organisation.code.as_str()),
            division: &over.division.code,
            division_name: &over.division.name,
            square_metres: over.overlap.square_metres as u64,
            share_of_place: thousandths(over.overlap.of_place),
            share_of_division: thousandths(over.overlap.of_division),
            kind: place.kind,
        }
    }

    /// Where it stands in the list.
    pub fn cursor(&self) -> String {
        [&(self.kind as u8).to_string(), self.place, self.set, self.division].join("\u{1f}")
    }
}

/// A partner's set as programs read it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartnerSetOut<'a> {
    pub code: &'a str,
    pub name: &'a str,
    /// The organisation's code.
    pub organisation: &'a str,
    pub service: &'static str,
    /// Where its lines come from.
    pub source: &'a str,
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    pub divisions: Vec<DivisionOut<'a>>,
    /// How its lines lie to ours, by kind of place.
    pub fits: HashMap<&'static str, FitOut>,
}

/// A division as programs read it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DivisionOut<'a> {
    pub code: &'a str,
    pub name: &'a str,
    /// Whether the partner drew it; else it covers places of ours.
    pub drawn: bool,
}

/// How many of our places lie in one division, are cut by lines, or are not covered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FitOut {
    pub whole: usize,
    pub cut: usize,
    pub not_covered: usize,
}

impl<'a> PartnerSetOut<'a> {
    pub fn of(beside: &'a Beside, set: &'a PartnerSet) -> Result<Self, Problem> {
        let lines = beside.lines()?;
        let division = |one: &'a Division| DivisionOut { code: &one.code, name: &one.name, drawn: one.is_drawn };
        let mut fits = HashMap::new();
        for places in [beside.blocks()?, beside.areas()?] {
            let Some((_, first)) = places.first() else { continue };
            let fit = lines.fit(set.id, &places.iter().map(|(id, _)| *id).collect::<Vec<_>>());
            fits.insert(first.kind.key(), FitOut { whole: fit.whole, cut: fit.cut.len(), not_covered: fit.open });
        }
        Ok(Self {
            code: &set.code,
            name: &set.name,
            organisation: beside.organisation(set).map_or("", |organisation| organisation.code.as_str()),
            service: set.service.as_str(),
            source: &set.source,
            valid_from: set.valid_from,
            valid_to: set.valid_to,
            divisions: lines.divisions(set.id).map(division).collect(),
            fits,
        })
    }
}
