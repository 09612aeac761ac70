use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::test_town::{centres, code, crooked_wards, day, place, point, rectangle};

const GUESS: Columns<Option<String>> = Columns { code: None, name: None };

fn file(features: &[&str]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}", features.join(",\n"))
}

fn read(text: &str) -> Result<BoundaryFile, String> {
    BoundaryFile::read(text.as_bytes(), Kind::Ward, &GUESS)
}

const SQUARE: &str =
    r#"{"type":"Polygon","coordinates":[[[-2,52.6],[-1.99,52.6],[-1.99,52.61],[-2,52.61],[-2,52.6]]]}"#;

fn feature(code: &str, name: &str, geometry: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"WD24CD":{code},"WD24NM":{name},"LAD24CD":"E08000030"}},"geometry":{geometry}}}"#
    )
}

#[test]
fn code_and_name_are_found_whatever_the_columns_are_called() {
    let columns = |properties: &str| {
        read(&file(&[&format!(r#"{{"type":"Feature","properties":{properties},"geometry":{SQUARE}}}"#)])).map(|file| {
            assert_eq!((file.rows.len(), file.refused.len()), (1, 0));
            (file.columns.code, file.columns.name)
        })
    };
    let found = |code: &str, name: &str| Ok((code.to_owned(), name.to_owned()));
    assert_eq!(
        columns(r#"{"LAD24CD":"E08000030","LAD24NM":"Walsall","WD24CD":"E05001312","WD24NM":"Pelsall","WD24NMW":""}"#),
        found("WD24CD", "WD24NM")
    );
    assert_eq!(
        columns(r#"{"WD13CD":"E05001312","WD13CDO":"00CUGJ","WD13NM":"Pelsall","WD13NMW":null}"#),
        found("WD13CD", "WD13NM")
    );
    assert_eq!(columns(r#"{"gss":"E05001312","Name":"Pelsall","OBJECTID":7}"#), found("gss", "Name"));
    assert_eq!(columns(r#"{"id":12,"ward":"Pelsall"}"#), found("id", "ward"));
    assert_eq!(columns(r#"{"mystery":"E05001312","label":"Pelsall"}"#), found("mystery", "label"));
    let lost = columns(r#"{"colour":"red","size":"large"}"#).unwrap_err();
    assert_eq!(
        lost,
        "None of this file's columns (colour, size) looks like the code; say which is, as in --map COLUMN=code."
    );
}

#[test]
fn a_named_column_is_read_and_a_missing_one_told() {
    let text = file(&[&feature(r#""E05001312""#, r#""Pelsall""#, SQUARE)]);
    let named = |code: &str| Columns { code: Some(code.to_owned()), name: None };
    let district = BoundaryFile::read(text.as_bytes(), Kind::Ward, &named("LAD24CD")).unwrap();
    assert_eq!(district.rows[0].code, code("E08000030"));
    let told = BoundaryFile::read(text.as_bytes(), Kind::Ward, &named("WD99CD")).unwrap_err();
    assert!(told.starts_with("This file has no column WD99CD"), "{told}");
}

#[test]
fn a_bad_feature_costs_only_itself_and_says_where_it_is() {
    let text = file(&[
        &feature(r#""E05000001""#, r#""One""#, SQUARE),
        &feature("null", r#""Two""#, SQUARE),
        &feature(r#""E05000003""#, r#""  ""#, SQUARE),
        &feature(r#""E05000001""#, r#""One again""#, SQUARE),
        &feature(r#""E05000005""#, r#""Five""#, r#"{"type":"Point","coordinates":[-2,52.6]}"#),
        &feature(r#""E05000006""#, r#""Six""#, r#"{"type":"Polygon","coordinates":[[]]}"#),
        &feature(r#""E05000007""#, r#""Seven""#, r#"{"type":"Polygon","coordinates":[[[-2,52],[-1,52],[-2,52]]]}"#),
        &feature(r#""E05000008""#, r#""Eight""#, "null"),
        r#"{"type":"Something"}"#,
        "17",
        &feature(
            r#""E05000011""#,
            r#""Eleven""#,
            r#"{"type":"Polygon","coordinates":[[[401000,301000],[401001,301000],[401001,301001],[401000,301000]]]}"#,
        ),
        &feature(r#""E05000012""#, r#""Twelve""#, r#"{"type":"Polygon","coordinates":[[[1e999,52],[-1,52],[-2,53]]]}"#),
    ]);
    let file = read(&text).unwrap();
    assert_eq!(file.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["One"]);
    let told: Vec<&str> = file.refused.iter().map(|refused| refused.sentence.as_str()).collect();
    for (told, expected) in told.iter().zip([
        "Feature 2 has no code in its column WD24CD.",
        "Feature 3 (E05000003) has no name in its column WD24NM.",
        "Feature 4 has the code E05000001, which feature 1 has already.",
        "Feature 5 (E05000005) is a Point, not an area",
        "Feature 6 (E05000006) has an empty outline.",
        "Feature 7 (E05000007) has an outline of 2 different corners",
        "Feature 8 (E05000008) has no boundary.",
        "Feature 9 is no GeoJSON Feature",
        "Feature 10 is no GeoJSON Feature",
        "Feature 11 (E05000011) has the corner 401000, 301000",
        "Feature 12 is no GeoJSON Feature",
    ]) {
        assert!(told.starts_with(expected), "{told}");
    }
    assert_eq!(told.len(), 11);
    assert_eq!(file.refused[0].line, 3, "the second feature is on the third line");
}

#[test]
fn a_file_that_cannot_be_read_at_all_is_refused_in_one_sentence() {
    let told = |text: &str| read(text).unwrap_err();
    assert!(told("PK\u{3}\u{4}").starts_with("This is not a GeoJSON file"));
    assert!(told("{}").contains("not a GeoJSON FeatureCollection"));
    assert!(told(SQUARE).contains("not a GeoJSON FeatureCollection"));
    assert!(told(&file(&[])).contains("no features"));
    assert!(BoundaryFile::read(&[0xff, 0xfe, 0x00], Kind::Ward, &GUESS).unwrap_err().contains("UTF-8"));
    let crs = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}"#;
    assert!(told(crs).contains("EPSG::3857"), "{}", told(crs));
    let mercator = feature(
        r#""E05000001""#,
        r#""One""#,
        r#"{"type":"Polygon","coordinates":[[[-220000,6900000],[-219000,6900000],[-219000,6901000],[-220000,6900000]]]}"#,
    );
    assert!(told(&file(&[&mercator])).contains("no longitude and latitude"), "{}", told(&file(&[&mercator])));
    let turned = feature(
        r#""E05000001""#,
        r#""One""#,
        r#"{"type":"Polygon","coordinates":[[[52.6,-2],[52.61,-2],[52.61,-1.99],[52.6,-2]]]}"#,
    );
    assert!(told(&file(&[&turned])).contains("latitude before longitude"));
}

#[test]
fn another_citys_file_is_noticed() {
    let file = read(&file(&[&feature(r#""E05001312""#, r#""Pelsall""#, SQUARE)])).unwrap();
    let city = |text: &str, west: f64| {
        Atlas::on(day(), [(place(Kind::Ward, text, &[]), Some(rectangle(west, 52.55, west + 0.1, 52.65)))], [])
    };
    assert_eq!(file.strangers("Walsall", &Atlas::on(day(), [], [])), None, "nothing to compare with yet");
    assert_eq!(file.strangers("Walsall", &city("E05001312", -2.3)), None, "the code is known");
    assert_eq!(file.strangers("Walsall", &city("E05999999", -2.05)), None, "a new set of wards on the same ground");
    assert_eq!(
        file.strangers("Salford", &city("E05999999", -2.3)).unwrap(),
        "Pelsall (E05001312) in this file is not in Salford."
    );
}

/// The published wards of a whole borough: `WALSALL_WARDS` names a file of 2013 or later, which is not ours to keep here.
#[test]
fn a_published_file_is_read_whole() {
    let Some(path) = std::env::var_os("WALSALL_WARDS") else { return };
    let bytes = std::fs::read(path).unwrap();
    let file = BoundaryFile::read(&bytes, Kind::Ward, &GUESS).unwrap();
    assert!(file.columns.code.starts_with("WD") && file.columns.name.starts_with("WD"), "{:?}", file.columns);
    assert_eq!((file.rows.len(), file.refused.len()), (20, 0));
    let ground: f64 = file.rows.iter().map(|row| row.shape.area_m2()).sum();
    assert!((103e6..105e6).contains(&ground), "Walsall has 104 square kilometres, not {ground}");
    assert!(file.rows.iter().any(|row| row.name == "Pelsall" && row.shape.contains(point(52.6285, -1.96944))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read(centres in centres(1..8)) {
        let wards = crooked_wards(&centres, 3);
        let features: Vec<String> = wards
            .iter()
            .enumerate()
            .map(|(which, ward)| feature(&format!("\"E05{which:06}\""), &format!("\"Ward {which}\""), &ward.to_geojson().to_string()))
            .collect();
        let file = read(&file(&features.iter().map(String::as_str).collect::<Vec<_>>())).unwrap();
        prop_assert!(file.refused.is_empty());
        let shapes: Vec<Shape> = file.rows.into_iter().map(|row| row.shape).collect();
        prop_assert_eq!(shapes, wards);
    }

    /// A file mangled in transit: cut, repeated, with letters changed. It is read or refused, and nothing breaks.
    #[test]
    fn a_mangled_file_is_answered(
        hits in proptest::collection::vec((any::<Index>(), any::<Index>(), 0_u8..6, "[\\[\\]{}\",:0-9eE.\\-a-z\\PC]"), 1..12)
    ) {
        let mut bytes = file(&[
            &feature(r#""E05000001""#, r#""One""#, SQUARE),
            &feature(r#""E05000002""#, r#""Two""#, r#"{"type":"MultiPolygon","coordinates":[[[[-2,52.7],[-1.9,52.7],[-1.9,52.8],[-2,52.7]]]]}"#),
        ])
        .into_bytes();
        for (from, to, what, letter) in hits {
            if bytes.is_empty() {
                break;
            }
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let (from, to) = (from.min(to), from.max(to));
            match what {
                0 => { bytes.drain(from..to); }
                1 => { let copy = bytes[from..to].to_vec(); bytes.splice(to..to, copy); }
                2 => bytes.truncate(to),
                3 => bytes[to] = bytes[to].wrapping_add(1),
                _ => { bytes.splice(from..=from, letter.bytes()); }
            }
        }
        match BoundaryFile::read(&bytes, Kind::Ward, &GUESS) {
            Ok(file) => prop_assert!(file.rows.len() + file.refused.len() > 0),
            Err(sentence) => prop_assert!(sentence.ends_with('.') && sentence.len() > 10),
        }
    }
}
