//! National Grid eastings and northings (OSGB36, EPSG:27700), as Ordnance Survey and many councils save boundaries.
//!
//! The seven figures of a Helmert transformation bring them to WGS84 to about 5 metres anywhere in Great Britain
//! (Ordnance Survey, A guide to coordinate systems in Great Britain); the survey's own OSTN15 grid would be exact.

use geo::Coord;
use proj4rs::Proj;
use proj4rs::transform::transform;

/// What whoever takes in such a file is told.
pub(crate) const WARNING: &str = "This file has National Grid eastings and northings. They were brought to longitude and latitude, which moves \
     lines by up to 5 metres; save the file as WGS84 (EPSG:4326) where that matters.";

const GRID: &str = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy \
     +towgs84=446.448,-125.157,542.06,0.1502,0.247,0.8421,-20.4894 +units=m +no_defs";
const DEGREES: &str = "+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs";

/// The way from the National Grid to degrees.
pub(crate) struct NationalGrid {
    grid: Proj,
    degrees: Proj,
}

impl NationalGrid {
    /// The way, unless this build cannot read its own figures.
    pub fn new() -> Option<Self> {
        Some(Self { grid: Proj::from_proj_string(GRID).ok()?, degrees: Proj::from_proj_string(DEGREES).ok()? })
    }

    /// Whether a corner can be an easting and a northing, and no longitude and latitude.
    pub fn holds(corner: Coord) -> bool {
        let degrees = corner.x.abs() <= 180.0 && corner.y.abs() <= 90.0;
        !degrees && (0.0..=700_000.0).contains(&corner.x) && (0.0..=1_300_000.0).contains(&corner.y)
    }

    /// Longitude and latitude of an easting and a northing; a corner off the grid is left as it is, to be refused.
    pub fn to_degrees(&self, corner: Coord) -> Coord {
        let mut spot = (corner.x, corner.y, 0.0);
        match transform(&self.grid, &self.degrees, &mut spot) {
            Ok(()) if Self::holds(corner) => Coord { x: spot.0.to_degrees(), y: spot.1.to_degrees() },
            _ => corner,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::point::{Plane, Point};

    /// Spots whose places Ordnance Survey's exact transformation gives: easting, northing, latitude, longitude.
    const PUBLISHED: [(f64, f64, f64, f64); 3] = [
        (651_409.804, 313_177.450, 52.658_007_833, 1.716_073_973),
        (614_300.0, 159_900.0, 51.297_880, 1.072_628),
        (516_276.0, 173_141.0, 51.445_332_67, -0.328_248_66),
    ];

    #[test]
    fn the_surveys_own_spots_are_met_within_five_metres() {
        let way = NationalGrid::new().unwrap();
        for (x, y, lat, lon) in PUBLISHED {
            let brought = Point::from_coord(way.to_degrees(Coord { x, y }));
            let published = Point::new(lat, lon).unwrap();
            let apart = Plane::around(published).metres_between(published, brought);
            assert!(apart < 5.0, "{x}, {y}: {apart} metres");
        }
    }

    #[test]
    fn degrees_are_no_eastings() {
        assert!(NationalGrid::holds(Coord { x: 401_000.0, y: 301_000.0 }));
        assert!(!NationalGrid::holds(Coord { x: -2.0, y: 52.6 }));
        assert!(!NationalGrid::holds(Coord { x: -223_000.0, y: 6_900_000.0 }), "web mercator is something else");
    }
}
