//! How many spots a second are looked up on one core: `cargo run --release -p wardmote-places --example lookups`.
//! Give a boundary file to measure on its lines as well.

use std::hint::black_box;
use std::io::{Write, stdout};
use std::time::Instant;

use wardmote_places::boundary_file::{BoundaryFile, Columns};
use wardmote_places::demo::Demonstration;
use wardmote_places::{Atlas, Kind, Lookup, Point};

const SPOTS: usize = 1_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let walsall = Demonstration::walsall()?;
    let day = "2027-03-01".parse()?;
    measure("nearest-centre cells", &Lookup::new(walsall.on(day)))?;
    if let Some(path) = std::env::args_os().nth(1) {
        let file = BoundaryFile::read(&std::fs::read(path)?, Kind::Ward, &Columns::default())?;
        let places = walsall.places.iter().map(|(place, shape)| {
            let row = file.rows.iter().find(|row| row.code == place.code);
            (place.clone(), row.map(|row| row.shape.clone()).or_else(|| shape.clone()))
        });
        measure("boundary file", &Lookup::new(Atlas::on(day, places, walsall.exceptions.clone())))?;
    }
    Ok(())
}

/// Spots spread evenly over the box around the borough, so that some four in ten are outside.
fn measure(what: &str, lookup: &Lookup) -> std::io::Result<()> {
    let spots: Vec<Point> = (0..SPOTS)
        .filter_map(|number| {
            let (across, up) = ((number as f64 * 0.618_034).fract(), (number as f64 * 0.754_878).fract());
            Point::new(52.54 + 0.13 * up, -2.08 + 0.22 * across)
        })
        .collect();
    let start = Instant::now();
    let inside = spots.iter().filter(|spot| !black_box(lookup.at(**spot)).is_empty()).count();
    let rate = SPOTS as f64 / start.elapsed().as_secs_f64();
    writeln!(stdout(), "{what}: {rate:.0} look-ups a second, {inside} of {SPOTS} inside")
}
