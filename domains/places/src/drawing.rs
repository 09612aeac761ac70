//! The maps that pages show: the whole partnership, or one place among its neighbours. Every ward is a link.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use access::{Page, Scope};
use base::{Id, Problem};
use geo::BooleanOps;
use web::{Markup, Words};

use crate::composition::Atlas;
use crate::hexes::Hex;
use crate::known::Places;
use crate::map::{Heading, Map, Mark, Region};
use crate::partners::{self, Division, PartnerSet};
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

/// A drawn map that a press makes move, where there are scripts: over the same shapes, with the marks that the list at
/// `marks` (an address that ends in `.geojson`, with its filters) holds. `here` is the place it begins at.
///
/// # Errors
/// As [`map_of`].
pub fn movable(
    scope: &Scope,
    words: &Words,
    drawn: &Markup,
    marks: &str,
    here: Option<&str>,
) -> Result<Markup, Problem> {
    if drawn.is_empty() {
        return Ok(Markup::default());
    }
    let atlas = scope.snapshot.part::<Places>()?.lookup().atlas();
    let here = here.and_then(|code| atlas.shape(code)).map(Shape::bounds);
    let data = [
        ("ground", format!("{}/map.geojson", scope.url(Page::Places))),
        ("marks", marks.to_owned()),
        ("here", here.map(|bounds| bounds.to_string()).unwrap_or_default()),
        ("move", words.places_map_move().to_owned()),
        ("still", words.places_map_still().to_owned()),
        ("closer", words.places_map_closer().to_owned()),
        ("farther", words.places_map_farther().to_owned()),
        ("first", words.places_map_first().to_owned()),
        ("failed", words.places_map_failed().to_owned()),
    ];
    let mut page = "<div".to_owned();
    for (name, value) in data {
        let _ = write!(page, " data-map-{name}=\"{}\"", Markup::from(value));
    }
    Ok(Markup::trusted(format!("{page}>{drawn}</div>")))
}

/// The same on the day of `places`.
pub(crate) fn map_on(scope: &Scope, words: &Words, places: &Places, marks: &[Mark<'_>]) -> Markup {
    let title = words.places_map_title(&scope.snapshot.partnership.name);
    let description = words.places_map_description(blocks(places.lookup().atlas()).len());
    let heading = Heading { id: "map", title: &title, description: &description };
    places.map(scope).map_or_else(Markup::default, |map| in_page(scope, map.svg(&heading, marks)))
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
    let (title, description) = (words.places_map_title(&here.name), words.places_map_description(regions));
    let heading = Heading { id: "map", title: &title, description: &description };
    Ok(map.map_or_else(Markup::default, |map| in_page(scope, map.svg(&heading, &[]))))
}

/// The map of some places, under the name of whatever they are together: of one among its neighbours, of several on the whole
/// partnership's ground. Nothing to see while nobody has drawn them, or where none of them holds today.
///
/// # Errors
/// As [`map_of`].
pub fn map_of_places(scope: &Scope, words: &Words, name: &str, these: &[Id]) -> Result<Markup, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let atlas = places.lookup().atlas();
    let mut here: Vec<Id> = these.iter().copied().filter(|id| places.holds(*id)).collect();
    here.sort_unstable();
    let outlines: Vec<&Shape> = here.iter().filter_map(|id| atlas.shape(places.get(*id)?.code.as_str())).collect();
    match here[..] {
        [] => return Ok(Markup::default()),
        [one] => return map_of_place(scope, words, one),
        _ => {}
    }
    let inside = |block: &Place| {
        let above = places.id(block).map(|id| places.with_ancestors(id)).unwrap_or_default();
        here.iter().any(|one| above.contains(one))
    };
    let marked = |(block, shape)| (region(scope, block, inside(block).then_some(HERE)), shape);
    let map = places.map_together(here.clone(), || Map::of(blocks(atlas).into_iter().map(marked).collect(), &outlines));
    let (title, description) =
        (words.places_map_title(name), words.places_map_description(map.as_ref().map_or(0, |map| map.regions())));
    let heading = Heading { id: "map", title: &title, description: &description };
    Ok(map.map_or_else(Markup::default, |map| in_page(scope, map.svg(&heading, &[]))))
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

/// The cartogram of all places that have a hexagon, of the kind that most have; nothing where none has.
pub(crate) fn cartogram_of(scope: &Scope, words: &Words, places: &Places) -> Markup {
    let atlas = places.lookup().atlas();
    let of = |kind: Kind| -> Vec<(Region<'_>, Hex)> {
        let own = atlas.of_kind(kind).filter_map(|place| Some((region(scope, place, None), place.hex?)));
        own.collect()
    };
    let most = Kind::ALL.into_iter().map(of).max_by_key(Vec::len).unwrap_or_default();
    let (title, description) = (words.cartogram_title(), words.places_map_description(most.len()));
    let heading = Heading { id: "cartogram", title, description: &description };
    let map = Map::cartogram(places.layout(), most);
    map.map_or_else(Markup::default, |map| Markup::trusted(in_language(scope, map.svg(&heading, &[]))))
}

/// A partner's lines over ours, as a figure with its key. Nothing while nobody has drawn either.
pub(crate) fn map_of_lines(words: &Words, set: &PartnerSet, map: Option<&Map>) -> Markup {
    let Some(map) = map else { return Markup::default() };
    let (title, description) = (words.partners_map_title(&set.name), words.partners_map_description(map.regions()));
    let heading = Heading { id: "lines", title: &title, description: &description };
    let (theirs, ours) = (Markup::from(words.partners_map_theirs(&set.name)), words.partners_map_ours());
    let drawing = map.svg(&heading, &[]);
    Markup::trusted(format!(
        "<figure class=\"map-lines\">{drawing}<figcaption><span>{theirs}</span><span>{ours}</span></figcaption></figure>"
    ))
}

/// The map behind [`map_of_lines`]: their divisions as far as our ground goes, and ours as thin lines over them.
pub(crate) fn draw_lines<'a>(
    places: &Places,
    divisions: impl Iterator<Item = &'a Division>,
    grounds: &BTreeMap<Id, partners::Ground>,
) -> Option<Map> {
    let atlas = places.lookup().atlas();
    let own: Vec<&Shape> = blocks(atlas).into_iter().map(|(_, shape)| shape).collect();
    let all = Shape::together(&own)?;
    let drawn = divisions.filter_map(|division| {
        let shape = match grounds.get(&division.id)? {
            partners::Ground::Drawn(shape) => Shape::tidy(&shape.pieces().intersection(all.pieces())),
            partners::Ground::Covers(covered) => {
                let covered = covered.iter().filter_map(|id| atlas.shape(places.get(*id)?.code.as_str()));
                Shape::together(&covered.collect::<Vec<_>>())
            }
        };
        Some((division, shape?))
    });
    let drawn: Vec<(&Division, Shape)> = drawn.collect();
    let region = |division: &'a Division| Region { name: &division.name, href: "#theirs".to_owned(), tone: None };
    let regions = drawn.iter().map(|(division, shape)| (region(division), shape)).collect();
    Map::of(regions, &own)
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

/// A map as part of a page, with the licence of its lines in sight below it.
fn in_page(scope: &Scope, drawing: String) -> Markup {
    let mut drawing = in_language(scope, drawing);
    let licence = scope.snapshot.setting("boundary_licence").filter(|licence| !licence.trim().is_empty());
    if let Some(licence) = licence {
        let _ = write!(drawing, "<p class=\"map-licence\">{}</p>", Markup::from(licence));
    }
    Markup::trusted(drawing)
}

/// What was drawn for all, with its places leading to pages in the language of this one.
fn in_language(scope: &Scope, drawing: String) -> String {
    let places = |prefix: &str| format!("href=\"{prefix}/places");
    match scope.language {
        Some(_) => drawing.replace(&places(&scope.snapshot.partnership.prefix()), &places(&scope.prefix())),
        None => drawing,
    }
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

/// A place as it is drawn once for readers of every language.
fn region<'a>(scope: &Scope, place: &'a Place, tone: Option<u8>) -> Region<'a> {
    let for_all = Scope { language: None, ..scope.clone() };
    Region { name: &place.name, href: address(&for_all, place), tone }
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
