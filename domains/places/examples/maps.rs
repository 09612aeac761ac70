//! Draws the demonstration's maps as pages to look at: `cargo run -p wardmote-places --example maps FOLDER [BOUNDARIES]`.

use std::path::Path;

use wardmote_places::boundary_file::{BoundaryFile, Columns};
use wardmote_places::demo::Demonstration;
use wardmote_places::map::{Form, Heading, Map, Mark, Region, STYLE, Weight};
use wardmote_places::{Atlas, Kind, Layout, Place, Point, Shape};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = arguments.next().ok_or("Name a folder to draw into.")?;
    let folder = Path::new(&folder);
    let walsall = Demonstration::walsall()?;
    let day = "2027-03-01".parse()?;
    draw(folder, "centres", &walsall.on(day))?;
    if let Some(path) = arguments.next() {
        let file = BoundaryFile::read(&std::fs::read(path)?, Kind::Ward, &Columns::default())?;
        let places = walsall.places.iter().map(|(place, shape)| {
            let row = file.rows.iter().find(|row| row.code == place.code);
            (place.clone(), row.map(|row| row.shape.clone()).or_else(|| shape.clone()))
        });
        draw(folder, "published", &Atlas::on(day, places, walsall.exceptions.clone()))?;
    }
    let hexes = walsall
        .places
        .iter()
        .zip(0_u8..)
        .filter_map(|((place, _), number)| Some((region(place, Some(number % 5 + 1)), place.hex?)));
    let cartogram = Map::cartogram(Layout::OddR, hexes.collect()).ok_or("There are no hexagons.")?;
    page(folder, "cartogram", &cartogram.svg(&HEADING, &[]))
}

const HEADING: Heading<'_> = Heading {
    id: "wards",
    title: "Map of the wards of Walsall",
    description: "20 wards in 6 areas. The same places are in the list.",
};

fn draw(folder: &Path, name: &str, atlas: &Atlas) -> Result<(), Box<dyn std::error::Error>> {
    let wards =
        atlas.of_kind(Kind::Ward).filter_map(|ward| Some((region(ward, None), atlas.shape(ward.code.as_str())?)));
    let areas: Vec<&Shape> = atlas.of_kind(Kind::Area).filter_map(|area| atlas.shape(area.code.as_str())).collect();
    let map = Map::of(wards.collect(), &areas).ok_or("There are no wards.")?;
    page(folder, name, &map.svg(&HEADING, &[]))?;

    let marks = atlas.of_kind(Kind::PlaceOfFocus).zip(0_usize..).map(|(focus, number)| Mark {
        at: focus.centre,
        form: [Form::Circle, Form::Square, Form::Triangle, Form::Diamond][number % 4],
        weight: [Weight::Plain, Weight::Strong, Weight::Quiet][number % 3],
        title: &focus.name,
        href: Some("#".to_owned()),
    });
    page(folder, &format!("{name}-marks"), &map.svg(&HEADING, &marks.collect::<Vec<_>>()))?;

    let chosen = Point::new(52.586, -1.982);
    let whole = map.whole(288, 270);
    std::fs::write(folder.join(format!("{name}-choose.svg")), map.image(&whole, "Choose a spot", chosen))?;
    let closer = map.closer(&whole, 144, 150).ok_or("The click is not on the picture.")?;
    std::fs::write(folder.join(format!("{name}-closer.svg")), map.image(&closer, "Choose a spot", chosen))?;
    Ok(())
}

fn region(place: &Place, tone: Option<u8>) -> Region<'_> {
    Region { name: &place.name, href: format!("/walsall/places/{}", place.code), tone }
}

fn page(folder: &Path, name: &str, svg: &str) -> Result<(), Box<dyn std::error::Error>> {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{name}</title><style>{STYLE}</style>{svg}</html>"
    );
    Ok(std::fs::write(folder.join(format!("{name}.html")), page)?)
}
