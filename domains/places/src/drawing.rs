//! The map of a partnership as its pages show it: drawn once for each state of its places, toned for each page.

use access::{Page, Scope};
use base::{Id, Problem};
use web::{Markup, Words};

use crate::known::Places;
use crate::map::{Form, Heading, Map, Mark, Region, Weight};
use crate::place::Kind;

/// How dark the wards of the place at hand are.
const HERE: u8 = 3;

/// The map of all wards, with areas outlined; each ward a link to its page. Nothing when nobody has drawn the wards.
///
/// # Errors
/// A fault when the partnership's places are not loaded.
pub fn map_of(scope: &Scope, words: &Words) -> Result<Markup, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let Some(map) = places.map(|code| scope.url(Page::Place(code))) else { return Ok(Markup::default()) };
    Ok(Markup::trusted(map.svg(&heading(scope, words), &[])))
}

/// The same map with one place toned, so that a reader sees where it lies.
///
/// # Errors
/// As [`map_of`].
pub fn map_of_place(scope: &Scope, words: &Words, place: Id) -> Result<Markup, Problem> {
    map_with(scope, words, Some(place), &[])
}

/// The map with one place toned and marks on it.
///
/// # Errors
/// As [`map_of`].
pub fn map_with(scope: &Scope, words: &Words, place: Option<Id>, marks: &[Mark<'_>]) -> Result<Markup, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let Some(map) = places.map(|code| scope.url(Page::Place(code))) else { return Ok(Markup::default()) };
    let Some((id, here)) = place.and_then(|id| Some((id, places.get(id)?))) else {
        return Ok(Markup::trusted(map.svg(&heading(scope, words), marks)));
    };
    let wards: Vec<String> =
        places.wards_within(id).into_iter().map(|ward| scope.url(Page::Place(ward.code.as_str()))).collect();
    let toned = map.toned(|href| wards.iter().any(|ward| ward == href).then_some(HERE));
    let spot = Mark { at: here.centre, form: Form::Diamond, weight: Weight::Strong, title: &here.name, href: None };
    let small = matches!(here.kind, Kind::PlaceOfFocus | Kind::Neighbourhood);
    let marks: Vec<Mark<'_>> = small.then_some(spot).into_iter().chain(marks.iter().cloned()).collect();
    Ok(Markup::trusted(toned.svg(&heading(scope, words), &marks)))
}

fn heading<'a>(scope: &'a Scope, words: &'a Words) -> Heading<'a> {
    Heading { id: "map", title: &scope.snapshot.partnership.name, description: words.map_description() }
}

/// Draws all wards and the outlines of the areas.
pub(crate) fn draw(places: &Places, href: impl Fn(&str) -> String) -> Option<Map> {
    let atlas = places.lookup().atlas();
    let tiles = if atlas.of_kind(Kind::Ward).next().is_some() { Kind::Ward } else { Kind::Borough };
    let regions = atlas
        .of_kind(tiles)
        .filter_map(|ward| {
            let code = ward.code.as_str();
            Some((Region { name: &ward.name, href: href(code), tone: None }, atlas.shape(code)?))
        })
        .collect();
    let outlines: Vec<_> = atlas.of_kind(Kind::Area).filter_map(|area| atlas.shape(area.code.as_str())).collect();
    Map::of(regions, &outlines)
}
