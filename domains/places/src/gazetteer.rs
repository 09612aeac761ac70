//! Words to a spot: the names of streets, settlements and buildings, from a gazetteer. What is meant is offered, never
//! guessed: whoever typed the words agrees before anything is stored.

use access::Scope;
use base::{Problem, fold};

use crate::known::Places;
use crate::point::Point;
use crate::store;

/// The most spots that are offered to choose from.
const MOST: usize = 8;

/// The most words of an address that are looked at.
const MOST_WORDS: usize = 12;

/// A name and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedSpot {
    /// The name as the gazetteer writes it: `Example Road`.
    pub name: String,
    /// The settlement it lies in; may be empty.
    pub settlement: String,
    /// Its middle.
    pub spot: Point,
    /// The smallest place of ours that tells it from others of its name: its ward.
    pub within: String,
}

impl NamedSpot {
    /// "Example Road, Bloxwich (Bloxwich East)".
    #[must_use]
    pub fn label(&self) -> String {
        let Self { name, settlement, within, .. } = self;
        match settlement.as_str() {
            "" => format!("{name} ({within})"),
            settlement => format!("{name}, {settlement} ({within})"),
        }
    }
}

/// The spots on our ground that the words of an address may mean, the likeliest reading alone: a street with its settlement
/// before a street. Nothing when no gazetteer has been taken in, or none of it fits.
///
/// # Errors
/// Whatever the store answers.
pub async fn find_address(scope: &Scope, words: &str) -> Result<Vec<NamedSpot>, Problem> {
    let readings = readings(words);
    if readings.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = readings.iter().map(|reading| reading.name.clone()).collect();
    let partnership = scope.partnership();
    let rows = scope.site.db.read(move |tx| store::named_spots(tx, partnership, &names)).await?;
    let places = scope.snapshot.part::<Places>()?;
    Ok(readings.iter().map(|reading| reading.among(&rows, places)).find(|found| !found.is_empty()).unwrap_or_default())
}

/// One way to read an address: what is looked for, and what else was said of where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    name: String,
    rest: Vec<String>,
}

/// The ways to read an address, the likeliest first: a part between commas, without the number of a house; where there is no
/// comma, as many words as can be a name.
fn readings(address: &str) -> Vec<Reading> {
    let parts: Vec<Vec<String>> =
        address.split([',', '\n', ';']).map(without_number).filter(|part| !part.is_empty()).collect();
    let mut readings = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        // What stands before a name is inside it: a flat, a house. What stands after says where it is.
        let rest = parts.iter().skip(at + 1).flatten().cloned().collect();
        readings.push(Reading { name: part.join(" "), rest });
    }
    if let [only] = parts.as_slice() {
        let shorter = (1..only.len()).rev().map(|count| only.split_at(count));
        readings.extend(shorter.map(|(name, rest)| Reading { name: name.join(" "), rest: rest.to_vec() }));
    }
    readings
}

fn without_number(part: &str) -> Vec<String> {
    let folded = fold(part);
    let words = folded.split_whitespace().take(MOST_WORDS);
    words.skip_while(|word| word.starts_with(|first: char| first.is_ascii_digit())).map(str::to_owned).collect()
}

impl Reading {
    /// The spots of that name on our ground that the rest fits. Of several in one ward and settlement the first: a long street
    /// stands in a gazetteer in pieces.
    fn among(&self, rows: &[store::GazetteerRow], places: &Places) -> Vec<NamedSpot> {
        let mut found: Vec<NamedSpot> = Vec::new();
        for row in rows.iter().filter(|row| row.folded == self.name) {
            let Some(spot) = Point::new(row.lat, row.lon) else { continue };
            let around = places.of(&places.at(spot));
            let Some(within) = places.lookup().ward(spot).or(around.first().copied()) else { continue };
            let said = around.iter().map(|place| fold(&place.name)).chain([fold(&row.settlement)]);
            let said = said.collect::<Vec<_>>().join(" ");
            let fits = self.rest.iter().all(|word| said.split(' ').any(|known| known == word));
            let is_new = !found.iter().any(|one| one.settlement == row.settlement && one.within == within.name);
            if fits && is_new && found.len() < MOST {
                let (name, settlement) = (row.name.clone(), row.settlement.clone());
                found.push(NamedSpot { name, settlement, spot, within: within.name.clone() });
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Vec<(String, String)> {
        readings(address).into_iter().map(|reading| (reading.name, reading.rest.join(" "))).collect()
    }

    fn pair(name: &str, rest: &str) -> (String, String) {
        (name.to_owned(), rest.to_owned())
    }

    #[test]
    fn a_house_number_is_no_name_and_a_comma_parts_street_and_settlement() {
        assert_eq!(read("12 Example Road, Bloxwich"), [pair("example road", "bloxwich"), pair("bloxwich", "")]);
        assert_eq!(read("Flat 3, 12a Mill Lane")[1], pair("mill lane", ""));
        assert_eq!(
            read("12 mill lane bloxwich"),
            [pair("mill lane bloxwich", ""), pair("mill lane", "bloxwich"), pair("mill", "lane bloxwich")]
        );
        for nothing in ["", "  ", "12", ", ,", "!"] {
            assert_eq!(read(nothing), [], "{nothing}");
        }
    }

    #[test]
    fn a_label_tells_spots_of_one_name_apart() {
        let spot = Point::new(52.6, -2.0).unwrap();
        let named = |settlement: &str| NamedSpot {
            name: "Mill Lane".into(),
            settlement: settlement.into(),
            spot,
            within: "Pelsall".into(),
        };
        assert_eq!(named("Rushall").label(), "Mill Lane, Rushall (Pelsall)");
        assert_eq!(named("").label(), "Mill Lane (Pelsall)");
    }
}
