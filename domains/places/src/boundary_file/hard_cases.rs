//! Every hard case of a boundary file, made from a published one where there is one beside the repository (or where
//! `WALSALL_WARDS` names it), and from invented wards of the same shape where not.

use proj4rs::Proj;
use proj4rs::transform::transform;
use serde_json::{Value, json};

use super::*;
use crate::demo::Demonstration;
use crate::nearest_cells::nearest_cells;
use crate::point::Plane;

const BESIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/walsall-wards-2013.geojson");

fn wards() -> Value {
    let named = std::env::var_os("WALSALL_WARDS").unwrap_or_else(|| BESIDE.into());
    std::fs::read_to_string(named).ok().map_or_else(invented, |text| serde_json::from_str(&text).unwrap())
}

fn invented() -> Value {
    let walsall = Demonstration::walsall().unwrap();
    let wards: Vec<_> =
        walsall.places.iter().map(|(place, _)| place).filter(|place| place.kind == Kind::Ward).collect();
    let centres: Vec<_> = wards.iter().map(|ward| ward.centre).collect();
    let cells = nearest_cells(&centres, 1700.0).unwrap().cells;
    let features = wards.iter().zip(cells).map(|(ward, shape)| {
        let pieces = serde_json::to_value(shape.to_geojson()).unwrap();
        json!({ "type": "Feature", "properties": { "WD13CD": ward.code.as_str(), "WD13NM": ward.name },
            "geometry": { "type": "Polygon", "coordinates": pieces["coordinates"][0] } })
    });
    json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
}

fn read(file: &Value) -> BoundaryFile {
    BoundaryFile::read(file.to_string().as_bytes(), Kind::Ward, &Columns { code: None, name: None }).unwrap()
}

/// The outer ring of a ward.
fn ring(file: &mut Value, ward: usize) -> &mut Vec<Value> {
    file["features"][ward]["geometry"]["coordinates"][0].as_array_mut().unwrap()
}

fn corner(at: &Value) -> (f64, f64) {
    (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
}

#[test]
fn the_file_itself_is_taken_whole_and_nothing_is_warned_of() {
    let file = read(&wards());
    assert_eq!((file.rows.len(), file.refused.len()), (20, 0), "{:?}", file.refused);
    assert_eq!(file.warnings, Vec::<String>::new());
}

#[test]
fn national_grid_is_known_by_its_name_or_its_numbers_and_brought_over() {
    let grid = "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy \
                +towgs84=446.448,-125.157,542.06,0.1502,0.247,0.8421,-20.4894 +units=m +no_defs";
    let grid = Proj::from_proj_string(grid).unwrap();
    let degrees = Proj::from_proj_string("+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs").unwrap();
    let known = read(&wards());
    let mut file = wards();
    for ward in 0..20 {
        for at in ring(&mut file, ward) {
            let (lon, lat) = corner(at);
            let mut spot = (lon.to_radians(), lat.to_radians(), 0.0);
            transform(&degrees, &grid, &mut spot).unwrap();
            *at = json!([spot.0, spot.1]);
        }
    }
    let mut said = file.clone();
    said["crs"] = json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::27700" } });
    file.as_object_mut().unwrap().remove("crs");
    for file in [file, said] {
        let brought = read(&file);
        assert_eq!((brought.rows.len(), brought.refused.len()), (20, 0), "{:?}", brought.refused);
        assert!(brought.warnings[0].contains("National Grid") && brought.warnings[0].contains("5 metres"));
        for (one, other) in known.rows.iter().zip(&brought.rows) {
            let (one, other) = (one.shape.centre(), other.shape.centre());
            assert!(Plane::around(one).metres_between(one, other) < 0.1);
        }
    }
}

#[test]
fn a_ring_that_crosses_itself_is_refused_with_where_and_the_rest_is_taken() {
    let mut file = wards();
    let ring = ring(&mut file, 4);
    let middle = ring.len() / 2;
    ring.swap(1, middle);
    let file = read(&file);
    assert_eq!((file.rows.len(), file.refused.len()), (19, 1));
    let told = &file.refused[0].sentence;
    assert!(told.starts_with("Feature 5 (E050013") && told.contains("crosses itself at longitude -"), "{told}");
}

#[test]
fn unclosed_rings_and_repeated_corners_are_the_same_ground() {
    let known = read(&wards());
    let mut file = wards();
    for ward in 0..20 {
        let ring = ring(&mut file, ward);
        ring.pop();
        let twice = ring[2].clone();
        ring.insert(2, twice);
    }
    assert_eq!(read(&file).rows, known.rows);
}

#[test]
fn a_hole_is_no_ground_and_two_pieces_are_one_place() {
    let known = read(&wards());
    let (centre, all) = (known.rows[0].shape.centre(), known.rows[0].shape.area_m2());
    let (lon, lat) = (centre.lon(), centre.lat());
    let mut file = wards();
    let hole = json!([[lon - 1e-4, lat - 1e-4], [lon + 1e-4, lat - 1e-4], [lon, lat + 1e-4], [lon - 1e-4, lat - 1e-4]]);
    file["features"][0]["geometry"]["coordinates"].as_array_mut().unwrap().push(hole);
    let (far, near) =
        (file["features"][8]["geometry"]["coordinates"].take(), file["features"][7]["geometry"]["coordinates"].take());
    file["features"][7]["geometry"] = json!({ "type": "MultiPolygon", "coordinates": [near, far] });
    file["features"].as_array_mut().unwrap().remove(8);
    let file = read(&file);
    assert_eq!((file.rows.len(), file.refused.len()), (19, 0), "{:?}", file.refused);
    assert!(!file.rows[0].shape.contains(centre) && file.rows[0].shape.area_m2() < all);
    assert!(file.rows[7].shape.contains(known.rows[7].shape.centre()));
    assert!(file.rows[7].shape.contains(known.rows[8].shape.centre()));
}

#[test]
fn slivers_are_taken_in_and_told_with_how_large_they_are() {
    let mut file = wards();
    // One ward is moved 60 metres north on its own: it laps over one neighbour and leaves another.
    for at in ring(&mut file, 10) {
        let (lon, lat) = corner(at);
        *at = json!([lon, lat + 5.4e-4]);
    }
    let file = read(&file);
    assert_eq!((file.rows.len(), file.refused.len()), (20, 0));
    let overlap = file.warnings.iter().find(|told| told.contains(" overlap by ")).unwrap();
    assert!(overlap.contains(&file.rows[10].code.to_string()), "{overlap}");
    assert!(overlap.contains("hectares") || overlap.contains("square metres"), "{overlap}");
    // A wedge is cut out where no line of any other ward is: inside, so that it becomes a gap.
    let centre = read(&wards()).rows[0].shape.centre();
    let (lon, lat) = (centre.lon(), centre.lat());
    let mut file = wards();
    let hole = json!([[lon - 1e-3, lat - 1e-3], [lon + 1e-3, lat - 1e-3], [lon, lat + 1e-3], [lon - 1e-3, lat - 1e-3]]);
    file["features"][0]["geometry"]["coordinates"].as_array_mut().unwrap().push(hole);
    let told = read(&file).warnings;
    assert!(told.iter().any(|told| told.starts_with("A gap of ") && told.contains("is in no place")), "{told:?}");
}

#[test]
fn a_code_said_twice_and_a_place_without_ground_cost_only_themselves() {
    let mut file = wards();
    file["features"][3]["properties"] = file["features"][2]["properties"].clone();
    file["features"][5]["geometry"] = json!({ "type": "Polygon", "coordinates": [] });
    file["features"][6]["geometry"] = Value::Null;
    let file = read(&file);
    assert_eq!(file.rows.len(), 17);
    let told: Vec<&str> = file.refused.iter().map(|refused| refused.sentence.as_str()).collect();
    assert!(told[0].ends_with("which feature 3 has already."), "{told:?}");
    assert!(told[1].ends_with("has an empty outline.") && told[2].ends_with("has no boundary."), "{told:?}");
}
