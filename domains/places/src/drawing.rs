//! The maps that pages show: the whole partnership, or one place among its neighbours. Every ward is a link.

use access::{Page, Scope};
use base::{Id, Problem};
use web::{Markup, Words};

use crate::composition::Atlas;
use crate::known::Places;
use crate::map::{Heading, Map, Mark, Region};
use crate::place::{Kind, Place};
use crate::point::Point;
use crate::shape::Shape;

/// The sides of a picture that is only looked at, in pixels: no wider than the narrowest telephone.
const STILL: (u32, u32) = (288, 216);

/// How much of its neighbours is shown around the ward that a spot is in.
const AROUND: f64 = 1.3;

/// How dark a place is drawn among its neighbours.
const HERE: u8 = 2;

/// The map of the whole partnership, areas outlined. Nothing to see while nobody has drawn its places.
///
/// # Errors
/// A fault when places are not part of this program.
pub fn map_of(scope: &Scope, words: &Words) -> Result<Markup, Problem> {
    map_with(scope, words, &[])
}

/// The same with marks on it.
///
/// # Errors
/// As [`map_of`].
pub fn map_with(scope: &Scope, words: &Words, marks: &[Mark<'_>]) -> Result<Markup, Problem> {
    Ok(map_on(scope, words, scope.snapshot.part()?, marks))
}

/// The same on the day of `places`.
pub(crate) fn map_on(scope: &Scope, words: &Words, places: &Places, marks: &[Mark<'_>]) -> Markup {
    let title = words.places_map_title(&scope.snapshot.partnership.name);
    let description = description(scope, words, blocks(places.lookup().atlas()).len());
    let heading = Heading { id: "map", title: &title, description: &description };
    places.map(scope).map_or_else(Markup::default, |map| Markup::trusted(map.svg(&heading, marks)))
}

/// The map of one place among its neighbours: a ward in its area, an area in its borough.
///
/// # Errors
/// As [`map_of`]; [`Problem::NotFound`] when no place with that key holds today.
pub fn map_of_place(scope: &Scope, words: &Words, place: Id) -> Result<Markup, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let here = places.get(place).ok_or(Problem::NotFound)?;
    let map = places.map_near(place, || draw_near(scope, places, here, place));
    let regions = map.map_or(0, Map::regions);
    let (title, description) = (words.places_map_title(&here.name), description(scope, words, regions));
    let heading = Heading { id: "map", title: &title, description: &description };
    Ok(map.map_or_else(Markup::default, |map| Markup::trusted(map.svg(&heading, &[]))))
}

/// A spot on the map of the ward around it, as a figure that says what it shows: to be looked at, so that nobody leaves a
/// page with answers on it. Nothing while nobody has drawn its places.
///
/// # Errors
/// As [`map_of`].
pub fn map_of_spot(scope: &Scope, words: &Words, spot: Point, id: &str, says: &str) -> Result<Markup, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let Some(map) = places.map(scope) else { return Ok(Markup::default()) };
    let around = places.lookup().ward(spot).or(places.lookup().at(spot).first().copied());
    let shape = around.and_then(|around| places.lookup().atlas().shape(around.code.as_str()));
    let draw = || {
        map.still(match shape {
            Some(shape) => map.view_of(&shape.bounds(), STILL.0, STILL.1).wider(AROUND),
            None => map.whole(STILL.0, STILL.1),
        })
    };
    let title = words.places_map_title(around.map_or(scope.snapshot.partnership.name.as_str(), |around| &around.name));
    let description = words.places_map_spot(format!("{:.5}", spot.lat()), format!("{:.5}", spot.lon()));
    let heading = Heading { id, title: &title, description: &description };
    let kept = around.and_then(|around| places.still_of(places.id(around)?, draw));
    let drawing = match kept {
        Some(still) => map.with_spot(still, &heading, spot),
        None => map.with_spot(&draw(), &heading, spot),
    };
    let says = Markup::from(says);
    Ok(Markup::trusted(format!("<figure class=\"map-spot\">{drawing}<figcaption>{says}</figcaption></figure>")))
}

fn draw_near(scope: &Scope, places: &Places, here: &Place, id: Id) -> Option<Map> {
    let atlas = places.lookup().atlas();
    let area = places.of(&places.with_ancestors(id)).into_iter().find(|above| above.kind == Kind::Area);
    let around = area.filter(|area| here.kind < Kind::Area && area.code != here.code);
    let regions: Vec<(Region<'_>, &Shape)> = blocks(atlas)
        .into_iter()
        .filter(|(block, _)| around.is_none_or(|area| block.parents.contains(&area.code)))
        .map(|(block, shape)| {
            let inside = block.code == here.code || block.parents.contains(&here.code);
            (region(scope, block, inside.then_some(HERE)), shape)
        })
        .collect();
    let outline: Vec<&Shape> = atlas.shape(here.code.as_str()).into_iter().collect();
    Map::of(regions, &outline)
}

/// What a map shows, and under which licence its lines are.
fn description(scope: &Scope, words: &Words, places: usize) -> String {
    let shown = words.places_map_description(places);
    scope.snapshot.setting("boundary_licence").map_or_else(|| shown.clone(), |licence| format!("{shown} {licence}"))
}

/// The map behind [`map_of`], drawn once for a snapshot.
pub(crate) fn draw(scope: &Scope, atlas: &Atlas) -> Option<Map> {
    let regions = blocks(atlas).into_iter().map(|(block, shape)| (region(scope, block, None), shape)).collect();
    let areas: Vec<&Shape> = atlas.of_kind(Kind::Area).filter_map(|area| atlas.shape(area.code.as_str())).collect();
    Map::of(regions, &areas)
}

/// What the map is made of: wards; boroughs where the partnership is a city region; areas where nobody drew their wards.
fn blocks(atlas: &Atlas) -> Vec<(&Place, &Shape)> {
    let drawn = |kind: Kind| -> Vec<(&Place, &Shape)> {
        atlas.of_kind(kind).filter_map(|place| Some((place, atlas.shape(place.code.as_str())?))).collect()
    };
    [Kind::Ward, Kind::Borough, Kind::Area].into_iter().map(drawn).find(|drawn| drawn.len() > 1).unwrap_or_default()
}

fn region<'a>(scope: &Scope, place: &'a Place, tone: Option<u8>) -> Region<'a> {
    Region { name: &place.name, href: address(scope, place), tone }
}

/// Where a place's name leads: to its page or, when it does not hold today, to what was there while it did.
pub(crate) fn address(scope: &Scope, place: &Place) -> String {
    let today = scope.now.date();
    if place.holds_on(today) {
        return scope.url(Page::Place(place.code.as_str()));
    }
    let (day, centre) = (place.nearest_day(today), place.centre);
    format!("{}?on={day}&at={:.6},{:.6}", scope.url(Page::Places), centre.lat(), centre.lon())
}
