//! Manchester, Salford and Greater Manchester: each from its own preset, with invented people and example places on a grid of
//! hexagons (XC-01, MAN-01, SAL-01, PATH-01, PATH-02).

use std::fmt::Write as _;
use std::sync::Arc;

use access::Site;
use base::{Problem, seconds};
use places::demo::Demonstration;

use super::walsall::{Cast, establish};
use crate::founding::Founding;

/// A partnership without boundaries in the data.
struct Neighbour {
    slug: &'static str,
    name: &'static str,
    /// What the whole of it is called.
    place: &'static str,
    colour: &'static str,
    /// Latitude and longitude of the upper left place.
    corner: (f64, f64),
    /// Places in a row of the grid.
    columns: usize,
    /// Areas, each with what its wards are called. Where it has one only, that is its whole.
    areas: Areas,
    cast: Cast,
}

/// How the grid is divided, row by row.
enum Areas {
    /// So many numbered areas, each with so many wards, which are called by row and column: "District 2 (example)", "Ward C1
    /// (example)". A map whose key is numbered could not be read with numbers for names.
    Numbered { area: &'static str, ward: &'static str, wards: &'static [usize] },
    /// One named area for each ward.
    Named(&'static [&'static str]),
}

const NEIGHBOURS: &[Neighbour] = &[
    Neighbour {
        slug: "manchester",
        name: "Manchester Partnership",
        place: "Manchester",
        colour: "#5b2a86",
        corner: (53.525, -2.320),
        columns: 6,
        areas: Areas::Numbered { area: "District", ward: "Ward", wards: &[12, 12, 9] },
        cast: Cast {
            organisations: include_str!("../../../presets/manchester/organisations.toml"),
            people: include_str!("../../../presets/manchester/people.toml"),
            bodies: include_str!("../../../presets/manchester/bodies.toml"),
        },
    },
    Neighbour {
        slug: "salford",
        name: "Salford Partnership",
        place: "Salford",
        colour: "#8a2432",
        corner: (53.520, -2.380),
        columns: 4,
        areas: Areas::Numbered { area: "Committee area", ward: "Ward", wards: &[3, 3, 3, 3] },
        cast: Cast {
            organisations: include_str!("../../../presets/salford/organisations.toml"),
            people: include_str!("../../../presets/salford/people.toml"),
            bodies: include_str!("../../../presets/salford/bodies.toml"),
        },
    },
    Neighbour {
        slug: "greater-manchester",
        name: "Greater Manchester Partnership",
        place: "Greater Manchester",
        colour: "#1f5b3a",
        corner: (53.600, -2.500),
        columns: 4,
        areas: Areas::Named(&[
            "Bolton",
            "Bury",
            "Manchester",
            "Oldham",
            "Rochdale",
            "Salford",
            "Stockport",
            "Tameside",
            "Trafford",
            "Wigan",
            "Blackburn with Darwen",
            "Blackpool",
        ]),
        cast: Cast {
            organisations: include_str!("../../../presets/greater-manchester/organisations.toml"),
            people: include_str!("../../../presets/greater-manchester/people.toml"),
            bodies: include_str!("../../../presets/greater-manchester/bodies.toml"),
        },
    },
];

/// Founds all three.
pub async fn found(site: &Arc<Site>) -> Result<(), Problem> {
    for neighbour in NEIGHBOURS {
        // A moment later than the one before: they are listed in the order they were founded.
        site.clock.advance(seconds(1));
        let founding = Founding {
            slug: neighbour.slug.to_owned(),
            name: neighbour.name.to_owned(),
            preset: neighbour.slug.to_owned(),
            accountable_body: Some("The council".to_owned()),
            brand_colour: neighbour.colour.to_owned(),
            is_open: true,
        };
        let demonstration = Demonstration::read(&neighbour.grid()).map_err(Problem::fault)?;
        establish(site, &founding, demonstration, neighbour.cast).await?;
    }
    Ok(())
}

impl Neighbour {
    /// Example places about 2 km apart, each said to be one.
    fn grid(&self) -> String {
        let (slug, place, (lat, lon)) = (self.slug, self.place, self.corner);
        let mut text = format!(
            "code = \"{slug}\"\nname = \"{place}\"\nvalid_from = 2000-01-01\ncentre = [{lat}, {lon}]\nreach = 1700\nfocus = []\n"
        );
        let mut wards: Vec<String> = Vec::new();
        for (at, (area, within)) in self.areas.named(self.columns).into_iter().enumerate() {
            let first = wards.len() + 1;
            let codes: Vec<String> = (first..first + within.len()).map(|number| format!("{slug}-{number}")).collect();
            let _ = write!(
                text,
                "[[area]]\ncode = \"area-{}\"\nname = \"{area} (example)\"\nvalid_from = 2000-01-01\nwards = {codes:?}\n",
                at + 1
            );
            wards.extend(within);
        }
        for (at, name) in wards.iter().enumerate() {
            let (row, column) = (at / self.columns, at % self.columns);
            // Rows are set half a place apart, as a honeycomb is; the first row lies in the north.
            let east = column as f64 + if row % 2 == 1 { 0.5 } else { 0.0 };
            let (lat, lon) = (lat - row as f64 * 0.0156, lon + east * 0.030);
            let _ = write!(
                text,
                "[[ward]]\ncode = \"{slug}-{}\"\nname = \"{name} (example)\"\ncentre = [{lat:.5}, {lon:.5}]\n\
                 hex = [{column}, -{row}]\nvalid_from = 2000-01-01\npostcodes = []\n",
                at + 1,
            );
        }
        text
    }
}

impl Areas {
    /// Each area with the names of its wards, which fill a grid of so many columns row by row.
    fn named(&self, columns: usize) -> Vec<(String, Vec<String>)> {
        match self {
            Self::Named(names) => {
                names.iter().map(|name| ((*name).to_owned(), vec![format!("{name} locality")])).collect()
            }
            Self::Numbered { area, ward, wards } => {
                let mut cells =
                    (b'A'..=b'Z').flat_map(|row| (1..=columns).map(move |column| (char::from(row), column)));
                let each = |(at, count): (usize, &usize)| {
                    let within = cells.by_ref().take(*count).map(|(row, column)| format!("{ward} {row}{column}"));
                    (format!("{area} {}", at + 1), within.collect())
                };
                wards.iter().enumerate().map(each).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use places::{Hex, Kind};
    use std::collections::BTreeSet;

    /// MAN-01: 33 wards; PATH-01, PATH-02: 12 councils, of which 2 are not of the county.
    #[test]
    fn every_grid_reads_and_says_of_every_place_that_it_is_an_example() {
        let counts = [33, 12, 12];
        for (neighbour, count) in NEIGHBOURS.iter().zip(counts) {
            let read = Demonstration::read(&neighbour.grid()).expect("a grid");
            let of = |kind: Kind| read.places.iter().map(|(place, _)| place).filter(move |place| place.kind == kind);
            assert_eq!(of(Kind::Ward).count(), count, "{}", neighbour.slug);
            assert!(of(Kind::Ward).chain(of(Kind::Area)).all(|place| place.name.ends_with("(example)")));
            let hexes: BTreeSet<Hex> = of(Kind::Ward).filter_map(|place| place.hex).collect();
            assert_eq!(hexes.len(), count, "{}: no two on one hexagon", neighbour.slug);
        }
    }
}
