//! Manchester, Salford and Greater Manchester: a name, example places on a grid of hexagons, and three people each.

use std::fmt::Write as _;
use std::sync::Arc;

use access::Site;
use base::{Problem, seconds};
use places::demo::Demonstration;

use super::walsall::establish;
use crate::founding::Founding;

/// Slug, name, place, colour, latitude and longitude of the middle.
const NEIGHBOURS: &[(&str, &str, &str, &str, f64, f64)] = &[
    ("manchester", "Manchester Partnership", "Manchester", "#5b2a86", 53.479, -2.245),
    ("salford", "Salford Partnership", "Salford", "#8a2432", 53.488, -2.290),
    ("greater-manchester", "Greater Manchester Partnership", "Greater Manchester", "#1f5b3a", 53.500, -2.270),
];

/// Seven hexagons: one in the middle and six round it. Name, column, row, steps east and north.
const HEXES: &[(&str, i32, i32, f64, f64)] = &[
    ("Central", 0, 0, 0.0, 0.0),
    ("East", 1, 0, 1.0, 0.0),
    ("North East", 0, 1, 0.5, 0.866),
    ("North West", -1, 1, -0.5, 0.866),
    ("West", -1, 0, -1.0, 0.0),
    ("South West", 0, -1, -0.5, -0.866),
    ("South East", 1, -1, 0.5, -0.866),
];

const ORGANISATIONS: &str = r#"
[[organisation]]
code = "council"
name = "The council"
kind = "council"
phone = "01632 960400"
email = "contact@council.example.org"
safeguarding_front_door = true
"#;

/// Founds all three.
pub async fn found(site: &Arc<Site>) -> Result<(), Problem> {
    for (slug, name, place, colour, lat, lon) in NEIGHBOURS {
        // A moment later than the one before: they are listed in the order they were founded.
        site.clock.advance(seconds(1));
        let founding = Founding {
            slug: (*slug).to_owned(),
            name: (*name).to_owned(),
            preset: "walsall".into(),
            accountable_body: None,
            brand_colour: (*colour).to_owned(),
        };
        let demonstration = Demonstration::read(&grid(slug, place, *lat, *lon)).map_err(Problem::fault)?;
        establish(site, &founding, demonstration, ORGANISATIONS, people(slug)).await?;
    }
    Ok(())
}

/// Example wards about 2 km apart, in one area.
fn grid(slug: &str, place: &str, lat: f64, lon: f64) -> String {
    let codes: Vec<String> = (1..=HEXES.len()).map(|number| format!("{slug}-{number}")).collect();
    let mut text = format!(
        "code = \"{slug}\"\nname = \"{place}\"\nvalid_from = 2009-01-01\ncentre = [{lat}, {lon}]\nreach = 1700\nfocus = []\n\
         [[area]]\ncode = \"area-1\"\nname = \"{place} (example area)\"\nvalid_from = 2009-01-01\nwards = {codes:?}\n"
    );
    for ((name, column, row, east, north), code) in HEXES.iter().zip(&codes) {
        let (lat, lon) = (lat + north * 0.018, lon + east * 0.030);
        let _ = write!(
            text,
            "[[ward]]\ncode = \"{code}\"\nname = \"{place} {name} (example)\"\ncentre = [{lat:.5}, {lon:.5}]\n\
             hex = [{column}, {row}]\nvalid_from = 2009-01-01\npostcodes = []\n"
        );
    }
    text
}

fn people(slug: &str) -> &'static str {
    match slug {
        "manchester" => include_str!("people/manchester.toml"),
        "salford" => include_str!("people/salford.toml"),
        _ => include_str!("people/greater-manchester.toml"),
    }
}
