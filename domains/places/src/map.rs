//! Maps, drawn on the server as SVG: pale wards that are links, areas outlined, names where they fit and numbers with a key
//! where they do not, marks by shape and tone. Nothing here needs a script; colours are classes (`map.css`) because the pages allow no inline style. The list
//! beside the map is its twin and comes from the same query.

mod ground;
mod lettering;
mod names;
mod still;
mod svg;
mod view;

use geo::{BoundingRect, Coord, LineString, MapCoords, MultiPolygon, Polygon, Rect};

pub use still::Still;
pub use svg::Heading;
pub use view::View;

use crate::hexes::{Hex, Layout};
use crate::point::{Bounds, Plane, Point};
use crate::shape::Shape;
use crate::simplify::simplify;

/// The stylesheet that the drawings need.
pub const STYLE: &str = include_str!("map/map.css");

/// Units across a sheet. Twice the pixels of a wide page, so that whole numbers draw finely enough.
const WIDTH: f64 = 1800.0;

/// White around the ground, so that lines at the edge are not cut, in units.
const MARGIN: f64 = 12.0;

/// Bends smaller than a square of this side are not drawn, in units.
const SMALLEST_BEND: f64 = 5.0;

/// The most text that the lines of a map take for each region; a map that would take more loses larger bends too.
const BYTES_A_REGION: usize = 320;

/// A place on a map.
#[derive(Debug, Clone)]
pub struct Region<'a> {
    /// Its name, drawn where it fits, in the key beside the map where it does not, and read out always.
    pub name: &'a str,
    /// Where its link leads.
    pub href: String,
    /// How much, from 1 to 5, light to dark, when the map shows amounts.
    pub tone: Option<u8>,
}

/// Something at a spot.
#[derive(Debug, Clone)]
pub struct Mark<'a> {
    /// Where: the public place of a record, never an exact spot that the public may not see.
    pub at: Point,
    /// What kind of thing, told by shape and never by colour alone.
    pub form: Form,
    /// How much it asks to be looked at.
    pub weight: Weight,
    /// What it is, in words.
    pub title: &'a str,
    /// Where its link leads, if it has one.
    pub href: Option<String>,
}

/// The shape of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A dot.
    Circle,
    /// A square.
    Square,
    /// A triangle, point up.
    Triangle,
    /// A square on its corner.
    Diamond,
}

/// The tone of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// White with an outline: done with, or only beside the point.
    Quiet,
    /// In the brand colour.
    Plain,
    /// In ink: look here first.
    Strong,
}

impl Form {
    /// Its name in a drawing and in a map's data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::Square => "square",
            Self::Triangle => "triangle",
            Self::Diamond => "diamond",
        }
    }
}

impl Weight {
    /// Its name in a drawing and in a map's data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Plain => "plain",
            Self::Strong => "strong",
        }
    }
}

/// A map of some places, projected, simplified and ready to be drawn with any marks, at any size.
#[derive(Debug, Clone)]
pub struct Map {
    sheet: Sheet,
    regions: Vec<Drawn>,
    outlines: Vec<MultiPolygon>,
    /// Regions, outlines and names as text: what every page with this map says before its marks.
    ground: String,
    /// What the numbers on it stand for, as text.
    key: String,
}

#[derive(Debug, Clone)]
struct Drawn {
    name: String,
    href: String,
    tone: Option<u8>,
    pieces: MultiPolygon,
}

/// How ground becomes paper: metres east and north become units right and down.
#[derive(Debug, Clone)]
struct Sheet {
    plane: Plane,
    corner: Coord,
    scale: f64,
    height: f64,
}

impl Sheet {
    /// The sheet on which everything between `low` and `high`, metres on `plane`, just fits.
    fn of(plane: Plane, low: Coord, high: Coord) -> Self {
        let scale = (WIDTH - 2.0 * MARGIN) / (high.x - low.x).max(1.0);
        let height = ((high.y - low.y) * scale + 2.0 * MARGIN).ceil();
        Self { plane, corner: Coord { x: low.x - MARGIN / scale, y: high.y + MARGIN / scale }, scale, height }
    }

    fn put(&self, metres: Coord) -> Coord {
        Coord { x: (metres.x - self.corner.x) * self.scale, y: (self.corner.y - metres.y) * self.scale }
    }

    /// All of it, in units.
    fn rect(&self) -> Rect {
        Rect::new(Coord::zero(), Coord { x: WIDTH, y: self.height })
    }

    fn lay(&self, point: Point) -> Coord {
        self.put(self.plane.lay(point))
    }

    fn lift(&self, units: Coord) -> Point {
        self.plane.lift(Coord { x: self.corner.x + units.x / self.scale, y: self.corner.y - units.y / self.scale })
    }
}

impl Map {
    /// A map of `regions` with the outlines of wider places drawn heavier over them. Nothing when there is no region.
    #[must_use]
    pub fn of(regions: Vec<(Region<'_>, &Shape)>, outlines: &[&Shape]) -> Option<Self> {
        let shapes: Vec<&Shape> = regions.iter().map(|(_, shape)| *shape).chain(outlines.iter().copied()).collect();
        let bounds = shapes.iter().map(|shape| shape.bounds()).reduce(|all, one| all.and(&one))?;
        let plane = Plane::around(bounds.centre());
        let sheet = Sheet::of(plane, plane.lay(bounds.south_west()), plane.lay(bounds.north_east()));

        let mut drawn = light_enough(&sheet, &shapes, regions.len() * BYTES_A_REGION);
        let outlines = drawn.split_off(regions.len());
        let regions = regions.into_iter().zip(drawn).map(|((region, _), pieces)| Drawn::of(region, pieces)).collect();
        Some(Self::drawn(sheet, regions, outlines))
    }

    /// A cartogram: every region a hexagon of the same size. It has no ground, so marks cannot stand on it.
    #[must_use]
    pub fn cartogram(layout: Layout, regions: Vec<(Region<'_>, Hex)>) -> Option<Self> {
        let hexagons: Vec<MultiPolygon> = regions
            .iter()
            .map(|(_, hex)| {
                MultiPolygon::new(vec![Polygon::new(LineString::from(layout.corners(*hex).to_vec()), vec![])])
            })
            .collect();
        let all =
            MultiPolygon::from_iter(hexagons.iter().flat_map(|hexagon| hexagon.0.iter().cloned())).bounding_rect()?;
        let nowhere = Plane::around(Point::new(0.0, 0.0)?);
        let sheet = Sheet::of(nowhere, all.min(), all.max());
        let regions = regions.into_iter().zip(hexagons);
        let regions =
            regions.map(|((region, _), hexagon)| Drawn::of(region, hexagon.map_coords(|corner| sheet.put(corner))));
        let regions = regions.collect();
        Some(Self::drawn(sheet, regions, Vec::new()))
    }

    fn drawn(sheet: Sheet, regions: Vec<Drawn>, outlines: Vec<MultiPolygon>) -> Self {
        let (ground, key) = (svg::ground(&sheet, &regions, &outlines), svg::key(&sheet, &regions));
        Self { sheet, regions, outlines, ground, key }
    }

    /// How many places are drawn.
    #[must_use]
    pub fn regions(&self) -> usize {
        self.regions.len()
    }

    /// A picture of the whole map, for choosing a spot on it.
    #[must_use]
    pub fn whole(&self, width: u32, height: u32) -> View {
        self.sheet.whole(width, height)
    }

    /// A picture of at least what is inside `bounds`.
    #[must_use]
    pub fn view_of(&self, bounds: &Bounds, width: u32, height: u32) -> View {
        self.sheet.view_of(bounds, width, height)
    }

    /// A picture closer in, around a click on `view`; nothing when the click is not on it.
    #[must_use]
    pub fn closer(&self, view: &View, x: u32, y: u32) -> Option<View> {
        self.sheet.closer(view, x, y)
    }

    /// The ground a picture shows: what a form keeps to show the same picture again.
    #[must_use]
    pub fn bounds(&self, view: &View) -> Option<Bounds> {
        self.sheet.bounds(view)
    }

    /// The spot that a click on `view` means; nothing when the click is not on it.
    #[must_use]
    pub fn clicked(&self, view: &View, x: u32, y: u32) -> Option<Point> {
        self.sheet.clicked(view, x, y)
    }

    /// Metres of ground in a pixel of `view`: how exact a click on it can be.
    #[must_use]
    pub fn metres_a_pixel(&self, view: &View) -> f64 {
        view.units() / self.sheet.scale
    }
}

/// The shapes on the sheet, with so few corners that their lines take at most `bytes` of text, or as few as they can.
fn light_enough(sheet: &Sheet, shapes: &[&Shape], bytes: usize) -> Vec<MultiPolygon> {
    let on_the_sheet = |shape: &Shape| shape.pieces().map_coords(|corner| sheet.put(sheet.plane.lay_coord(corner)));
    let mut bend = SMALLEST_BEND;
    let mut simple = simplify(shapes, (bend / sheet.scale).powi(2));
    loop {
        let drawn: Vec<MultiPolygon> = simple.iter().map(on_the_sheet).collect();
        let heavy = drawn.iter().map(|pieces| svg::path(pieces).len()).sum::<usize>() > bytes;
        if !heavy || bend > WIDTH / 20.0 {
            return drawn;
        }
        bend *= 1.2;
        simple = simplify(&simple.iter().collect::<Vec<_>>(), (bend / sheet.scale).powi(2));
    }
}

impl Drawn {
    fn of(region: Region<'_>, pieces: MultiPolygon) -> Self {
        let tone = region.tone.map(|tone| tone.clamp(1, 5));
        Self { name: region.name.to_owned(), href: region.href, tone, pieces }
    }
}

#[cfg(test)]
mod tests;
