//! A cartogram: one hexagon a ward, so that a small crowded ward is seen as well as a wide green one.
//! The layout is HexJSON's `odd-r`: rows of point-up hexagons, every odd row half a hexagon to the right, rows counted
//! upwards.

use std::collections::BTreeMap;

use geo::Coord;
use serde::Deserialize;

use crate::place::Code;

/// A cell of the cartogram: column `q`, row `r`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hex {
    /// Column, counted to the right.
    pub q: i32,
    /// Row, counted upwards.
    pub r: i32,
}

/// Half the width of a hexagon whose corners are 1 from its centre.
const HALF_WIDTH: f64 = 0.866_025_403_784_438_6;

impl Hex {
    /// The middle of the hexagon: `x` to the right, `y` up, in units of the distance from centre to corner.
    #[must_use]
    pub fn centre(self) -> Coord {
        let shove = f64::from(self.r.rem_euclid(2));
        Coord { x: HALF_WIDTH * (2.0 * f64::from(self.q) + shove), y: 1.5 * f64::from(self.r) }
    }

    /// The six corners, anticlockwise from the lower right.
    #[must_use]
    pub fn corners(self) -> [Coord; 6] {
        let centre = self.centre();
        let around = [(1.0, -0.5), (1.0, 0.5), (0.0, 1.0), (-1.0, 0.5), (-1.0, -0.5), (0.0, -1.0)];
        around.map(|(x, y)| Coord { x: centre.x + HALF_WIDTH * x, y: centre.y + y })
    }
}

/// Reads a HexJSON file: which hexagon each code has.
///
/// # Errors
/// One sentence on what keeps it from being read: not HexJSON, another layout, or two codes on one hexagon.
pub fn read_hexjson(text: &str) -> Result<BTreeMap<Code, Hex>, String> {
    #[derive(Deserialize)]
    struct File {
        layout: String,
        hexes: BTreeMap<String, Cell>,
    }
    #[derive(Deserialize)]
    struct Cell {
        q: i32,
        r: i32,
    }
    let file: File = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|fault| format!("This is not a HexJSON file: {fault}."))?;
    if file.layout != "odd-r" {
        return Err(format!("This HexJSON file has the layout {:?}; only \"odd-r\" is read.", file.layout));
    }
    let mut taken = BTreeMap::new();
    let mut hexes = BTreeMap::new();
    for (text, Cell { q, r }) in file.hexes {
        let code = Code::new(&text).ok_or("A hexagon in this file has no code.")?;
        if let Some(first) = taken.insert((q, r), code.clone()) {
            return Err(format!("{first} and {code} are on the same hexagon (q {q}, r {r})."));
        }
        hexes.insert(code, Hex { q, r });
    }
    Ok(hexes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn distance(a: Coord, b: Coord) -> f64 {
        (a.x - b.x).hypot(a.y - b.y)
    }

    proptest! {
        #[test]
        fn hexagons_tile(q in -80_i32..80, r in -80_i32..80, dq in -3_i32..=3, dr in -3_i32..=3) {
            let (one, other) = (Hex { q, r }, Hex { q: q + dq, r: r + dr });
            let apart = distance(one.centre(), other.centre());
            if one == other {
                prop_assert!(apart < 1e-9);
            } else {
                prop_assert!(apart > 2.0 * HALF_WIDTH - 1e-9, "{} overlaps", apart);
            }
            let shared = one.corners().iter().filter(|a| other.corners().iter().any(|b| distance(**a, *b) < 1e-9)).count();
            let neighbours = (apart - 2.0 * HALF_WIDTH).abs() < 1e-9;
            prop_assert_eq!(shared, if one == other { 6 } else if neighbours { 2 } else { 0 });
        }
    }

    #[test]
    fn an_odd_row_is_half_a_hexagon_to_the_right_below_zero_too() {
        for r in [-3, -1, 1, 57] {
            assert!((Hex { q: 0, r }.centre().x - HALF_WIDTH).abs() < 1e-9, "{r}");
        }
        assert!(Hex { q: 0, r: -2 }.centre().x.abs() < 1e-9);
    }

    #[test]
    fn a_hexjson_file_is_read_or_refused_in_a_sentence() {
        let hexes = read_hexjson(r#"{"layout":"odd-r","hexes":{"E05001312":{"n":"Pelsall","q":-59,"r":56}}}"#).unwrap();
        assert_eq!(hexes.get("E05001312"), Some(&Hex { q: -59, r: 56 }));
        let told = |text| read_hexjson(text).unwrap_err();
        assert!(told("q").starts_with("This is not a HexJSON file"));
        assert!(told(r#"{"layout":"even-q","hexes":{}}"#).contains("only \"odd-r\""));
        assert!(told(r#"{"layout":"odd-r","hexes":{"":{"q":1,"r":1}}}"#).contains("no code"));
        let twice = r#"{"layout":"odd-r","hexes":{"a":{"q":1,"r":1},"b":{"q":1,"r":1}}}"#;
        assert!(told(twice).contains("a and b are on the same hexagon"));
    }
}
