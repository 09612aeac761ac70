//! All places: find one's own, the map, the list by area.

use std::convert::Infallible;

use access::{Page, Scope, TermList, in_sentence};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use base::{FieldErrors, Problem, Reference};
use web::asking::Visit;
use web::components::{Button, InsetText};
use web::{Answer, Form, Markup, Query, Shell, Typed, Words, again, language, page};

use crate::drawing::{address, cartogram_of, map_on};
use crate::find::{self, Found, Missing};
use crate::gazetteer::{NamedSpot, find_address};
use crate::known::Places;
use crate::listing::{Asked, OnDay, spot_of};
use crate::lookup::Near;
use crate::place::{Kind, Place};

/// What a download is narrowed by, as the page is.
const FILTERS: [&str; 5] = ["kind", "at", "postcode", "address", "on"];

#[derive(Template)]
#[template(path = "places.html")]
struct PlacesPage {
    shell: Shell,
    words: &'static Words,
    tiers: Tiers,
    address: String,
    partners: String,
    cartogram: String,
    sets: String,
    form: Form,
    /// What can be typed to find a place.
    find_hint: String,
    /// Why nothing was found.
    missing: Option<String>,
    /// Places that may be meant.
    choices: Vec<Item>,
    count: String,
    /// Whose day it is, when it is not today.
    as_on: Option<String>,
    filtered: bool,
    /// Whether the filter is shown open.
    narrowing: bool,
    groups: Vec<Group>,
    map: Markup,
    /// The same places as hexagons of one size, where they have any.
    hexes: Markup,
    kinds: Vec<(&'static str, String)>,
    files: Vec<(&'static str, String)>,
}

/// An area with what lies in it; or whatever lies in none.
struct Group {
    head: Option<Item>,
    members: Vec<Item>,
}

/// A place in a list.
struct Item {
    name: String,
    href: String,
    kind: String,
}

impl Item {
    fn of(scope: &Scope, words: &Words, place: &Place) -> Self {
        let kind = kind_words(scope, words, place.kind).to_owned();
        Self { name: place.name.clone(), href: address(scope, place), kind }
    }

    /// Without saying what goes without saying: that it is a ward.
    fn brief(scope: &Scope, words: &Words, place: &Place) -> Self {
        let item = Self::of(scope, words, place);
        Self { kind: if place.kind == Kind::Ward { String::new() } else { item.kind }, ..item }
    }
}

pub(super) async fn places(visit: Visit, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let (scope, words) = (visit.scope.clone(), visit.words);
    let asked = match Asked::read(&typed) {
        Ok(asked) => asked,
        Err(Problem::Invalid(errors)) => return listed(&visit, typed, errors, &Asked::default(), None).await,
        Err(problem) => return Err(problem.into()),
    };
    let Some(text) = typed.get("find").map(str::to_owned) else {
        return listed(&visit, typed, FieldErrors::default(), &asked, None).await;
    };
    let postcode = if let find::Asked::Postcode(postcode) = find::read(&text) { Some(postcode) } else { None };
    let spot = spot_of(&scope, postcode).await?;
    let known = scope.snapshot.part::<Places>()?;
    let Ok(found) = find::find(known.lookup(), &text, |_| Ok::<_, Infallible>(spot));
    match &found {
        Found::Place(place) => Ok(to(&scope, place)),
        // Who asks for a spot asks for their ward; it says which area it is in.
        Found::Spot(_, around) => match around.iter().find(|place| place.kind == Kind::Ward).or(around.first()) {
            Some(place) => Ok(to(&scope, place)),
            None => Err(Problem::NotFound.into()),
        },
        _ if text.parse::<Reference>().is_ok() || Reference::is_meant(&text) => {
            let asked = Typed::of([("reference", text)]).query();
            Ok(Redirect::to(&format!("{}/concerns/find?{asked}", scope.prefix())).into_response())
        }
        Found::Choices(_) | Found::Nothing(_) => {
            let mut told = Told::of(&scope, words, &found);
            if let Found::Nothing(Missing::Name(_)) = &found {
                told.streets(&scope, words, &text).await?;
            }
            listed(&visit, typed, FieldErrors::default(), &asked, Some(told)).await
        }
    }
}

fn to(scope: &Scope, place: &Place) -> axum::response::Response {
    Redirect::to(&scope.url(Page::Place(place.code.as_str()))).into_response()
}

/// What came of a search that found no one place.
#[derive(Default)]
struct Told {
    missing: Option<String>,
    choices: Vec<Item>,
}

impl Told {
    fn of(scope: &Scope, words: &Words, found: &Found<'_>) -> Self {
        match found {
            Found::Choices(places) => {
                let choices = places.iter().map(|place| Item::of(scope, words, place)).collect();
                Self { missing: None, choices }
            }
            Found::Nothing(missing) => Self { missing: Some(said(scope, words, missing)), choices: Vec::new() },
            Found::Place(_) | Found::Spot(..) => Self::default(),
        }
    }
}

impl Told {
    /// The wards of the spots that the words of an address may mean, each by the street that was meant.
    async fn streets(&mut self, scope: &Scope, words: &Words, text: &str) -> Result<(), Problem> {
        let known = scope.snapshot.part::<Places>()?;
        let spots = find_address(scope, text).await?;
        let item = |named: &NamedSpot| {
            let ward = known.lookup().ward(named.spot).or(known.lookup().at(named.spot).first().copied())?;
            Some(Item { name: named.label(), ..Item::brief(scope, words, ward) })
        };
        self.choices = spots.iter().filter_map(item).collect();
        if !self.choices.is_empty() {
            self.missing = None;
        }
        Ok(())
    }
}

/// Why nothing was found and what to try.
fn said(scope: &Scope, words: &Words, missing: &Missing<'_>) -> String {
    let example = scope.snapshot.part::<Places>().map_or("", Places::example_name);
    let partnership = &scope.snapshot.partnership.name;
    let Tiers { ward, .. } = Tiers::of(scope, words);
    match missing {
        Missing::Text => words.places_missing_text(example),
        Missing::Postcode(postcode) => words.places_missing_postcode(postcode, ward),
        Missing::Half(outward) => words.places_missing_half(outward, ward),
        Missing::Name(typed) => words.places_missing_name(typed),
        Missing::Outside(None) => words.places_outside(partnership, ward),
        Missing::Outside(Some(Near { place, metres })) => {
            words.places_outside_near(away(words, *metres), partnership, &place.name)
        }
    }
}

/// A distance as a person would say it.
fn away(words: &Words, metres: f64) -> String {
    if metres < 995.0 {
        words.places_metres(format!("{}", 10.0 * (metres / 10.0).round().max(1.0)))
    } else {
        words.places_kilometres(format!("{:.1}", metres / 1000.0))
    }
}

async fn listed(visit: &Visit, typed: Typed, errors: FieldErrors, asked: &Asked, told: Option<Told>) -> Answer {
    let (scope, words) = (&visit.scope, visit.words);
    let on_day = OnDay::read(scope, asked.on).await?;
    let spots = asked.spots(scope).await?;
    let known = on_day.places()?;
    let found = asked.among(known, &spots);
    let Told { missing, choices } = told.unwrap_or_default();
    let query = Typed::of(FILTERS.iter().filter_map(|name| Some((*name, typed.get(name)?)))).query();
    let files =
        [("CSV", "csv"), ("JSON", "json"), ("GeoJSON", "geojson"), ("HexJSON", "hexjson")].map(|(name, ending)| {
            let href =
                format!("{}.{ending}{}{query}", scope.url(Page::Places), if query.is_empty() { "" } else { "?" });
            (name, href)
        });
    let failed = !errors.is_empty();
    let tiers = Tiers::of(scope, words);
    let template = PlacesPage {
        shell: visit.shell(words.nav_places()).wide().errors(&errors),
        find_hint: match known.example_postcode() {
            Some(_) => words.places_find_hint(&*tiers.area, &*tiers.ward),
            None => words.places_find_hint_name(&*tiers.area, &*tiers.ward),
        },
        tiers,
        words,
        address: scope.url(Page::Places),
        partners: scope.url(Page::PartnerLines),
        cartogram: scope.url(Page::Place("cartogram")),
        sets: scope.url(Page::Place("sets")),
        form: Form::failed(words, typed, errors),
        missing,
        choices,
        count: words.places_count(found.len()),
        as_on: asked.on.map(|day| words.places_as_on(words.date(day))),
        filtered: asked.is_filtered(),
        narrowing: failed || asked.is_filtered() || asked.on.is_some(),
        groups: groups(scope, words, known, &found, asked.is_filtered()),
        map: map_on(scope, words, known, &[]),
        hexes: cartogram_of(scope, words, known),
        kinds: Kind::ALL.iter().rev().map(|kind| (kind.key(), kind_words(scope, words, *kind).to_owned())).collect(),
        files: files.into(),
    };
    if failed { again(&template) } else { page(&template) }
}

/// Boroughs and areas, each with what lies in it, every place once. A filtered list has no groups.
fn groups(scope: &Scope, words: &Words, known: &Places, found: &[&Place], filtered: bool) -> Vec<Group> {
    if filtered {
        let members = found.iter().map(|place| Item::of(scope, words, place)).collect();
        return vec![Group { head: None, members }];
    }
    let item = |place: &Place| Item::brief(scope, words, place);
    let mut heads: Vec<&Place> = found.iter().copied().filter(|place| is_head(place)).collect();
    heads.sort_by(|a, b| (b.kind, &a.name).cmp(&(a.kind, &b.name)));
    let mut members: Vec<(Option<&Place>, &Place)> = found
        .iter()
        .filter(|place| !is_head(place))
        .map(|place| {
            let above = known.id(place).map(|id| known.of(&known.with_ancestors(id))).unwrap_or_default();
            (above.into_iter().find(|above| is_head(above)), *place)
        })
        .collect();
    members.sort_by(|a, b| (b.1.kind, &a.1.name).cmp(&(a.1.kind, &b.1.name)));
    let within = |head: Option<&Place>| -> Vec<Item> {
        let own = members.iter().filter(|(above, _)| above.map(|above| &above.code) == head.map(|head| &head.code));
        own.map(|(_, place)| item(place)).collect()
    };
    let grouped = heads.into_iter().map(|head| Group { head: Some(item(head)), members: within(Some(head)) });
    let others = Group { head: None, members: within(None) };
    grouped.chain((!others.members.is_empty()).then_some(others)).collect()
}

fn is_head(place: &Place) -> bool {
    matches!(place.kind, Kind::Area | Kind::Borough)
}

/// A kind of place as a heading or a label says it, in the partnership's own words.
#[must_use]
pub fn kind_words<'a>(scope: &'a Scope, words: &'a Words, kind: Kind) -> &'a str {
    let ours = || match kind {
        Kind::PlaceOfFocus => words.kind_place_of_focus(),
        Kind::Neighbourhood => words.kind_neighbourhood(),
        Kind::Ward => words.kind_ward(),
        Kind::Area => words.kind_area(),
        Kind::Borough => words.kind_borough(),
    };
    let own = language::is_own(words, &scope.snapshot);
    own.then(|| scope.snapshot.label(TermList::PlaceKind, kind.key(), scope.now.date())).flatten().unwrap_or_else(ours)
}

/// What the partnership calls its tiers, as a sentence for residents names them: "ward" or "locality", "area" or "district".
pub struct Tiers {
    /// One of the small ones.
    pub ward: String,
    /// Several.
    pub wards: String,
    /// One of the large ones.
    pub area: String,
    /// Several.
    pub areas: String,
}

impl Tiers {
    /// As they are called today.
    #[must_use]
    pub fn of(scope: &Scope, words: &Words) -> Self {
        // What is a name keeps its first letter: "Community Committee area".
        let is_name = |called: &str| called.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
        let said = |called: &str| if is_name(called) { called.to_owned() } else { in_sentence(called) };
        let one = |kind: Kind| said(kind_words(scope, words, kind));
        let several = |kind: Kind, ours: &str| {
            let called = scope.snapshot.plural(TermList::PlaceKind, kind.key(), scope.now.date());
            said(called.filter(|_| language::is_own(words, &scope.snapshot)).unwrap_or(ours))
        };
        Self {
            ward: one(Kind::Ward),
            wards: several(Kind::Ward, words.kind_wards()),
            area: one(Kind::Area),
            areas: several(Kind::Area, words.kind_areas()),
        }
    }
}
