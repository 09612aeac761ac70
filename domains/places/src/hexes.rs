//! A cartogram: one hexagon a place, so that a small crowded ward is seen as well as a wide green one. Read from and written
//! as HexJSON (Open Innovations, version 1.1): rows are counted upwards.

use std::collections::BTreeMap;
use std::fmt;

use geo::Coord;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::place::{Code, Place};

/// A cell of the cartogram: column `q`, row `r`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hex {
    /// Column, counted to the right.
    pub q: i32,
    /// Row, counted upwards.
    pub r: i32,
}

db::words! {
    /// How the hexagons of a cartogram lie: on a corner in rows, every other one of which is half a hexagon to the right; or
    /// on a side in columns, every other one of which is half a hexagon up. By absolute numbers, so that a row more changes
    /// nothing.
    pub enum Layout {
        /// In rows, the odd ones to the right.
        OddR = "odd-r",
        /// In rows, the even ones to the right.
        EvenR = "even-r",
        /// In columns, the odd ones up.
        OddQ = "odd-q",
        /// In columns, the even ones up.
        EvenQ = "even-q",
    }
}

/// Half the width of a hexagon whose corners are 1 from its centre.
const HALF_WIDTH: f64 = 0.866_025_403_784_438_6;

/// No cartogram has a column or a row farther out: more than one hexagon for every street of the kingdom.
const FARTHEST: i32 = 100_000;

impl Layout {
    /// The middle of a hexagon: `x` to the right, `y` up, in units of the distance from centre to corner.
    #[must_use]
    pub fn centre(self, hex: Hex) -> Coord {
        let (q, r) = (f64::from(hex.q), f64::from(hex.r));
        let shove = |number: i32, odd: bool| f64::from(u8::from((number.rem_euclid(2) == 1) == odd));
        match self {
            Self::OddR | Self::EvenR => {
                Coord { x: HALF_WIDTH * (2.0 * q + shove(hex.r, self == Self::OddR)), y: 1.5 * r }
            }
            Self::OddQ | Self::EvenQ => {
                Coord { x: 1.5 * q, y: HALF_WIDTH * (2.0 * r + shove(hex.q, self == Self::OddQ)) }
            }
        }
    }

    /// The six corners, anticlockwise.
    #[must_use]
    pub fn corners(self, hex: Hex) -> [Coord; 6] {
        let centre = self.centre(hex);
        let on_a_corner = [(1.0, -0.5), (1.0, 0.5), (0.0, 1.0), (-1.0, 0.5), (-1.0, -0.5), (0.0, -1.0)];
        on_a_corner.map(|(across, along)| match self {
            Self::OddR | Self::EvenR => Coord { x: centre.x + HALF_WIDTH * across, y: centre.y + along },
            // A quarter turn: what went up goes left.
            Self::OddQ | Self::EvenQ => Coord { x: centre.x - along, y: centre.y + HALF_WIDTH * across },
        })
    }
}

/// What a HexJSON file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hexes {
    /// How its hexagons lie.
    pub layout: Layout,
    /// The hexagon of each code.
    pub cells: BTreeMap<Code, Hex>,
}

impl Hexes {
    /// Reads a HexJSON file.
    ///
    /// # Errors
    /// One sentence on what keeps it from being read: not HexJSON, an unknown layout, a code twice, two on one hexagon.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct File {
            layout: Option<String>,
            hexes: Option<Cells>,
        }
        let text = std::str::from_utf8(bytes).map_err(|_| "This file is not text in UTF-8, as HexJSON has to be")?;
        let file: File = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|fault| format!("This is not a HexJSON file: {fault}"))?;
        let layouts = || Layout::ALL.iter().map(|layout| layout.as_str()).collect::<Vec<_>>().join(", ");
        let said = file.layout.ok_or_else(|| format!("This file has no layout. HexJSON says one of {}", layouts()))?;
        let layout = said
            .parse::<Layout>()
            .map_err(|_| format!("This HexJSON file has the layout {said:?}; what is read is {}", layouts()))?;
        let Some(Cells(found)) = file.hexes else { return Err("This file has no hexes, so nothing is in it".into()) };
        let (mut taken, mut cells) = (BTreeMap::new(), BTreeMap::new());
        for (text, Cell { q, r }) in found {
            let code = Code::new(&text).ok_or("A hexagon in this file has no code")?;
            if q.abs() > FARTHEST || r.abs() > FARTHEST {
                return Err(format!("{code} is at q {q}, r {r}; columns and rows go to {FARTHEST}"));
            }
            if let Some(first) = taken.insert((q, r), code.clone()) {
                return Err(format!("{first} and {code} are on the same hexagon (q {q}, r {r})"));
            }
            if cells.insert(code.clone(), Hex { q, r }).is_some() {
                return Err(format!("{code} has two hexagons in this file. Leave one of them"));
            }
        }
        Ok(Self { layout, cells })
    }
}

#[derive(Deserialize)]
struct Cell {
    q: i32,
    r: i32,
}

/// Every hexagon of a file, one whose code stands there twice too: a map would keep the last and say nothing.
struct Cells(Vec<(String, Cell)>);

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Cells;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a hexagon for each code")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cells, A::Error> {
                let mut cells = Vec::new();
                while let Some(cell) = map.next_entry()? {
                    cells.push(cell);
                }
                Ok(Cells(cells))
            }
        }
        from.deserialize_map(Each)
    }
}

/// Places as HexJSON; those without a hexagon are not in it.
///
/// # Errors
/// When it cannot be written, which is a fault.
pub(crate) fn to_hexjson<'a>(
    layout: Layout,
    places: impl Iterator<Item = &'a Place>,
) -> Result<Vec<u8>, serde_json::Error> {
    #[derive(Serialize)]
    struct File<'a> {
        version: &'static str,
        layout: &'static str,
        hexes: BTreeMap<&'a str, Named<'a>>,
    }
    #[derive(Serialize)]
    struct Named<'a> {
        q: i32,
        r: i32,
        /// What readers of the format show for a label.
        n: &'a str,
        kind: &'static str,
    }
    let cells = places.filter_map(|place| {
        let Hex { q, r } = place.hex?;
        Some((place.code.as_str(), Named { q, r, n: &place.name, kind: place.kind.key() }))
    });
    serde_json::to_vec(&File { version: "1.1", layout: layout.as_str(), hexes: cells.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn distance(a: Coord, b: Coord) -> f64 {
        (a.x - b.x).hypot(a.y - b.y)
    }

    fn layouts() -> impl Strategy<Value = Layout> {
        proptest::sample::select(Layout::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn hexagons_tile_in_every_layout(
            layout in layouts(), q in -80_i32..80, r in -80_i32..80, dq in -3_i32..=3, dr in -3_i32..=3
        ) {
            let (one, other) = (Hex { q, r }, Hex { q: q + dq, r: r + dr });
            let apart = distance(layout.centre(one), layout.centre(other));
            if one == other {
                prop_assert!(apart < 1e-9);
            } else {
                prop_assert!(apart > 2.0 * HALF_WIDTH - 1e-9, "{} overlaps", apart);
            }
            let theirs = layout.corners(other);
            let shared = layout.corners(one).iter().filter(|a| theirs.iter().any(|b| distance(**a, *b) < 1e-9)).count();
            let neighbours = (apart - 2.0 * HALF_WIDTH).abs() < 1e-9;
            prop_assert_eq!(shared, if one == other { 6 } else if neighbours { 2 } else { 0 });
        }
    }

    #[test]
    fn what_is_shoved_is_told_by_absolute_numbers_below_zero_too() {
        let at = |layout: Layout, q, r| layout.centre(Hex { q, r });
        for odd in [-3, -1, 1, 57] {
            assert!((at(Layout::OddR, 0, odd).x - HALF_WIDTH).abs() < 1e-9, "{odd}");
            assert!(at(Layout::EvenR, 0, odd).x.abs() < 1e-9, "{odd}");
            assert!((at(Layout::OddQ, odd, 0).y - HALF_WIDTH).abs() < 1e-9, "{odd}: an odd column is shoved up");
            assert!(at(Layout::EvenQ, odd, 0).y.abs() < 1e-9, "{odd}");
        }
        assert!((at(Layout::EvenQ, -2, 0).y - HALF_WIDTH).abs() < 1e-9);
    }

    #[test]
    fn a_hexjson_file_is_read_or_refused_in_a_sentence() {
        let read = |text: &str| Hexes::read(text.as_bytes());
        let hexes = read(r#"{"layout":"odd-r","hexes":{"E05001312":{"n":"Pelsall","q":-59,"r":56}}}"#).unwrap();
        assert_eq!((hexes.layout, hexes.cells.get("E05001312")), (Layout::OddR, Some(&Hex { q: -59, r: 56 })));
        assert_eq!(read("{\"layout\":\"even-q\",\"hexes\":{}}").unwrap().layout, Layout::EvenQ);
        let told = |text| read(text).unwrap_err();
        assert!(told("q").starts_with("This is not a HexJSON file"));
        assert!(told(r#"{"type":"FeatureCollection","features":[]}"#).contains("no layout"));
        assert!(told(r#"{"layout":"odd-r"}"#).contains("no hexes"));
        assert!(told(r#"{"layout":"axial","hexes":{}}"#).contains("what is read is odd-r, even-r, odd-q, even-q"));
        assert!(told(r#"{"layout":"odd-r","hexes":{"":{"q":1,"r":1}}}"#).contains("no code"));
        assert!(told(r#"{"layout":"odd-r","hexes":{"a":{"q":1.5,"r":1}}}"#).contains("not a HexJSON file"));
        assert!(told(r#"{"layout":"odd-r","hexes":{"a":{"q":2000000000,"r":1}}}"#).contains("columns and rows go to"));
        let twice = r#"{"layout":"odd-r","hexes":{"a":{"q":1,"r":1},"b":{"q":1,"r":1}}}"#;
        assert!(told(twice).contains("a and b are on the same hexagon"));
        let again = r#"{"layout":"odd-r","hexes":{"a":{"q":1,"r":1},"a":{"q":2,"r":1}}}"#;
        assert!(told(again).contains("a has two hexagons"));
    }
}
