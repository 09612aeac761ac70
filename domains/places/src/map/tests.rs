use geojson::Geometry;
use proptest::prelude::*;

use super::*;
use crate::boundary_file::{BoundaryFile, Columns};
use crate::composition::Atlas;
use crate::demo::Demonstration;
use crate::place::Kind;
use crate::test_town::{centres, crooked_wards, day, point};

const HEADING: Heading<'_> = Heading { id: "wards", title: "Map of Walsall", description: "The same is in the list." };

fn region(name: &str) -> Region<'_> {
    Region { name, href: format!("/walsall/places/{name}"), tone: None }
}

fn walsall() -> Map {
    draw(&Demonstration::walsall().unwrap().on(day()))
}

fn draw(atlas: &Atlas) -> Map {
    let wards = atlas.of_kind(Kind::Ward).map(|ward| (region(&ward.name), atlas.shape(ward.code.as_str()).unwrap()));
    let areas: Vec<&Shape> = atlas.of_kind(Kind::Area).filter_map(|area| atlas.shape(area.code.as_str())).collect();
    Map::of(wards.collect(), &areas).unwrap()
}

#[test]
fn a_map_of_twenty_wards_is_small_and_every_ward_a_link() {
    let svg = walsall().svg(&HEADING, &[]);
    assert!(svg.len() < 12_000, "{} bytes", svg.len());
    assert_eq!(svg.matches("<a class=\"map-ward\" href=\"/walsall/places/").count(), 20);
    assert!(svg.contains("<title id=\"wards-title\">Map of Walsall</title><desc id=\"wards-desc\">"));
    assert!(!svg.contains("style="), "the pages allow no inline style");
    assert_eq!(svg.matches("class=\"map-area\"").count(), 6);
    assert!(svg.contains("St Matthew&#39;s"));
}

/// The places of a drawing that nobody can tell by a name in them or by a number with a key: there are none.
fn unnamed(map: &Map, window: Rect, em: f64) -> Vec<&str> {
    let lettering = super::lettering::Lettering::of(&map.regions, &super::names::Paper { window, em, taken: None });
    let numbers: Vec<&str> =
        lettering.signs.iter().filter(|sign| sign.is_number).map(|sign| sign.label.lines[0].as_str()).collect();
    let counted: Vec<String> = (1..=lettering.key.len()).map(|number| number.to_string()).collect();
    assert_eq!(numbers, counted, "one number for each name of the key, in its order");
    let signed = |region: &Drawn| lettering.signs.iter().any(|sign| std::ptr::eq(sign.region, region));
    map.regions.iter().filter(|region| !signed(region)).map(|region| region.name.as_str()).collect()
}

#[test]
fn every_ward_has_its_name_or_a_number_with_a_key() {
    let map = walsall();
    for em in [31.0, 46.0, 62.0, 400.0] {
        assert_eq!(unnamed(&map, map.sheet.rect(), em), [""; 0], "letters of {em} units");
    }
    let whole = map.whole(288, 288);
    assert_eq!(unnamed(&map, whole.window, 11.0 * whole.units()), [""; 0]);

    let svg = map.svg(&HEADING, &[]);
    let narrow = svg.split("<ol class=\"map-key map-small\" aria-hidden=\"true\">").nth(1).unwrap();
    assert!(narrow.split("</ol>").next().unwrap().contains("<li>Aldridge North and Walsall Wood</li>"), "{narrow}");
    assert!(svg.contains("<text class=\"map-number\""));
    assert!(!svg.contains("map-key map-large"), "every name fits where the map is wide");
    assert!(!map.numbered(&whole, None).is_empty());
    assert!(map.image(&whole, "Walsall", None).contains(" font-weight=\"bold\" x="));
}

/// The texts of a drawing with where they stand.
fn texts(svg: &str) -> Vec<(&str, &str)> {
    svg.split("<text ").skip(1).filter_map(|rest| rest.split_once("</text>")?.0.split_once('>')).collect()
}

#[test]
fn a_name_makes_way_for_the_spot_it_would_hide_and_no_other_moves() {
    let walsall_places = Demonstration::walsall().unwrap().on(day());
    let (map, mut moved) = (draw(&walsall_places), 0);
    for ward in walsall_places.of_kind(Kind::Ward) {
        let shape = walsall_places.shape(ward.code.as_str()).unwrap();
        let view = map.view_of(&shape.bounds(), 288, 216).wider(1.3);
        let still = map.still(view);
        let far = map.with_spot(&still, &HEADING, point(51.0, -1.0));
        for (east, north) in (-2..=2).flat_map(|east| (-2..=2).map(move |north| (east, north))) {
            let spot = point(ward.centre.lat() + f64::from(north) * 0.002, ward.centre.lon() + f64::from(east) * 0.003);
            let near = map.with_spot(&still, &HEADING, spot);
            let taken = map.paper(&view, Some(spot)).taken.unwrap();
            let hidden = still.hidden_by(taken, map.paper(&view, None).em);
            let gone: Vec<_> = texts(&far).into_iter().filter(|text| !texts(&near).contains(text)).collect();
            assert_eq!(gone.len(), hidden, "{}: {gone:?}", ward.name);
            moved += hidden;
        }
    }
    assert!(moved > 20, "{moved} names stood in the way");
}

/// With a published file, too (`WALSALL_WARDS` names it).
#[test]
fn published_lines_are_drawn_small() {
    let Some(path) = std::env::var_os("WALSALL_WARDS") else { return };
    let file = BoundaryFile::read(&std::fs::read(path).unwrap(), Kind::Ward, &Columns::default()).unwrap();
    let walsall = Demonstration::walsall().unwrap();
    let atlas = Atlas::on(
        day(),
        walsall.places.into_iter().map(|(place, shape)| {
            let row = file.rows.iter().find(|row| row.code == place.code);
            (place, row.map(|row| row.shape.clone()).or(shape))
        }),
        walsall.exceptions,
    );
    let svg = draw(&atlas).svg(&HEADING, &[]);
    assert!(svg.len() < 12_000, "{} bytes", svg.len());
}

/// Lines ten times as detailed as a published file's are still drawn small.
#[test]
fn a_very_detailed_file_is_drawn_small_too() {
    let walsall = Demonstration::walsall().unwrap();
    let centres: Vec<Point> =
        walsall.places.iter().filter(|(place, _)| place.kind == Kind::Ward).map(|(place, _)| place.centre).collect();
    let wards = crooked_wards(&centres, 300);
    let map = Map::of(wards.iter().map(|shape| (region("E05001312"), shape)).collect(), &[]).unwrap();
    let svg = map.svg(&HEADING, &[]);
    assert!(wards.iter().map(|ward| ward.to_geojson().to_string().len()).sum::<usize>() > 400_000);
    assert!(svg.len() < 12_000, "{} bytes", svg.len());
}

#[test]
fn what_people_typed_cannot_break_out_of_the_drawing() {
    let shape = crooked_wards(&[point(52.6, -2.0)], 0).remove(0);
    let name = "<script>\"&'\u{0}";
    let map = Map::of(vec![(Region { name, href: "/x?a=1&b=\"".to_owned(), tone: Some(9) }, &shape)], &[]).unwrap();
    let title = name;
    let mark = Mark { at: point(52.6, -2.0), form: Form::Circle, weight: Weight::Strong, title, href: None };
    for svg in [map.svg(&Heading { title, ..HEADING }, &[mark]), map.image(&map.whole(300, 300), title, None)] {
        assert!(!svg.contains("<script>") && !svg.contains('\u{0}') && !svg.contains("b=\"\""), "{svg}");
    }
    assert!(map.svg(&HEADING, &[]).contains("map-tone-5"));
}

#[test]
fn marks_stand_where_they_are_and_not_outside() {
    let (map, centre) = (walsall(), point(52.6, -1.97));
    let mark =
        |at, form| Mark { at, form, weight: Weight::Plain, title: "Issue", href: Some("/walsall/issues/I".to_owned()) };
    let forms = [Form::Circle, Form::Square, Form::Triangle, Form::Diamond];
    let svg = map.svg(&HEADING, &forms.map(|form| mark(centre, form)));
    assert_eq!(svg.matches("<a class=\"map-mark map-mark-plain\"").count(), 4);
    assert!(!map.svg(&HEADING, &[mark(point(51.5, -0.12), Form::Circle)]).contains("map-mark"));
}

#[test]
fn a_cartogram_gives_every_ward_the_same_room() {
    let walsall = Demonstration::walsall().unwrap();
    let wards: Vec<_> =
        walsall.places.iter().filter_map(|(place, _)| Some((region(&place.name), place.hex?))).collect();
    let svg = Map::cartogram(Layout::OddR, wards).unwrap().svg(&HEADING, &[]);
    assert_eq!(svg.matches("class=\"map-ward\"").count(), 20);
    assert!(Map::cartogram(Layout::OddR, vec![]).is_none());
    assert!(Map::of(vec![], &[]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_click_means_the_spot_under_it(
        centres in centres(1..6), width in 200_u32..900, height in 200_u32..700,
        x in 0_u32..900, y in 0_u32..700, steps in 0_usize..4
    ) {
        let wards = crooked_wards(&centres, 1);
        let map = Map::of(wards.iter().map(|shape| (region("w"), shape)).collect(), &[]).unwrap();
        let mut view = map.whole(width, height);
        for _ in 0..steps {
            view = map.closer(&view, width / 3, height / 2).unwrap();
        }
        match map.clicked(&view, x, y) {
            None => prop_assert!(x >= width || y >= height),
            Some(spot) => {
                let on_paper = map.sheet.lay(spot) - view.window.min();
                prop_assert!((on_paper.x / view.units() - f64::from(x) - 0.5).abs() < 1e-3);
                prop_assert!((on_paper.y / view.units() - f64::from(y) - 0.5).abs() < 1e-3);
                prop_assert!(map.bounds(&view).unwrap().contains(spot));
            }
        }
        // The form keeps the bounds; the same picture comes of them.
        let again = map.view_of(&map.bounds(&view).unwrap(), width, height);
        prop_assert!((again.units() / view.units() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn the_whole_picture_shows_every_place(centres in centres(1..6), width in 200_u32..900, height in 200_u32..700) {
        let wards = crooked_wards(&centres, 1);
        let map = Map::of(wards.iter().map(|shape| (region("w"), shape)).collect(), &[]).unwrap();
        let shown = map.bounds(&map.whole(width, height)).unwrap();
        for ward in &wards {
            prop_assert!(shown.contains(ward.bounds().south_west()) && shown.contains(ward.bounds().north_east()));
        }
    }
}

#[test]
fn a_shape_with_a_hole_is_drawn_with_it() {
    let text = r#"{"type":"Polygon","coordinates":[[[-2,52],[-1,52],[-1,53],[-2,53],[-2,52]],
        [[-1.6,52.4],[-1.4,52.4],[-1.4,52.6],[-1.6,52.6],[-1.6,52.4]]]}"#;
    let shape = Shape::from_geojson(&text.parse::<Geometry>().unwrap()).unwrap();
    let svg = Map::of(vec![(region("Ring"), &shape)], &[]).unwrap().svg(&HEADING, &[]);
    let path = svg.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(path.matches('z').count(), 2, "{path}");
}

#[test]
fn the_map_that_moves_has_the_drawn_lines_in_degrees() {
    let map = walsall();
    let ground = map.geojson();
    let features = ground["features"].as_array().unwrap();
    assert_eq!(features.len(), 20 + 6);
    assert_eq!(features.iter().filter(|one| one["properties"]["outline"] == true).count(), 6);
    assert!(ground.to_string().len() < 24_000, "{} bytes", ground.to_string().len());
    for (drawn, told) in map.regions.iter().zip(features) {
        assert_eq!(told["properties"]["name"], drawn.name.as_str());
        let corner = &told["geometry"]["coordinates"][0][0][0];
        let point = Point::new(corner[1].as_f64().unwrap(), corner[0].as_f64().unwrap()).unwrap();
        let (laid, first) = (map.sheet.lay(point), drawn.pieces.0[0].exterior().0[0]);
        assert!((laid.x - first.x).hypot(laid.y - first.y) < 1.0, "{laid:?} is not {first:?}");
    }
}
