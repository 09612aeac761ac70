//! The drawn shapes as degrees, for a map that moves: the same few corners, so that both maps show the same lines.

use geo::{Coord, MapCoords, MultiPolygon};
use geojson::{Geometry, GeometryValue};
use serde_json::{Value, json};

use super::Map;
use crate::point::Point;

/// A drawn corner is told to the metre.
const A_DEGREE: f64 = 100_000.0;

impl Map {
    /// What the map is made of as GeoJSON: its places with name and address, then the outlines drawn over them.
    #[must_use]
    pub fn geojson(&self) -> Value {
        let feature = |properties: Value, pieces: &MultiPolygon| json!({ "type": "Feature", "properties": properties, "geometry": self.on_the_ground(pieces) });
        let regions = self.regions.iter().map(|region| {
            feature(json!({ "name": region.name, "href": region.href, "tone": region.tone }), &region.pieces)
        });
        let outlines = self.outlines.iter().map(|outline| feature(json!({ "outline": true }), outline));
        json!({ "type": "FeatureCollection", "features": regions.chain(outlines).collect::<Vec<_>>() })
    }

    fn on_the_ground(&self, pieces: &MultiPolygon) -> Geometry {
        let rounded = |degrees: f64| (degrees * A_DEGREE).round() / A_DEGREE;
        let lifted = pieces.map_coords(|corner| {
            let point: Point = self.sheet.lift(corner);
            Coord { x: rounded(point.lon()), y: rounded(point.lat()) }
        });
        Geometry::new(GeometryValue::from(&lifted))
    }
}
