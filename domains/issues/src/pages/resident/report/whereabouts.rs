//! Where it is: a spot on the map, a postcode, or the name of a place, as somebody who is no map reader says it.

use base::{FieldErrors, Id, Problem, fold};
use places::find::{Asked, Found, by_name, read};
use places::{Kind, NamedSpot, Place, Places, Point, Postcode, Tiers, find_address};
use web::asking::Visit;
use web::{Typed, Words};

use super::Step;
use crate::commands::places_in;

/// How many places are offered to somebody who pointed outside.
const NEAR: usize = 3;

/// Where it is, found among the partnership's places.
#[derive(Debug, Clone, PartialEq)]
pub struct Whereabouts {
    /// The spot, when there is one.
    pub point: Option<Point>,
    /// Every place that holds it.
    pub places: Vec<Id>,
    /// What they typed and which place that is: `WS1 4AB, Palfrey`.
    pub label: String,
    /// Where exactly, in their words.
    pub exactly: Option<String>,
}

/// Why it was not found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unfound {
    /// What to mend.
    pub errors: FieldErrors,
    /// Places that may be meant, by code and name, to choose from.
    pub choices: Vec<(String, String)>,
}

/// Finds the place that was typed, chosen or clicked.
///
/// # Errors
/// Whatever the store answers when it is asked for a postcode.
pub async fn find(visit: &Visit, typed: &Typed) -> Result<Result<Whereabouts, Unfound>, Problem> {
    let typed = typed.only(Step::Where.fields());
    let postcode = match read(typed.get("place").unwrap_or_default()) {
        Asked::Postcode(postcode) => Some(postcode),
        _ => None,
    };
    let spot = match postcode {
        Some(postcode) => spot_of(visit, postcode).await?,
        None => None,
    };
    let streets = match read(typed.get("place").unwrap_or_default()) {
        Asked::Name(name) => find_address(&visit.scope, &name).await?,
        _ => Vec::new(),
    };
    let asked = Asking {
        streets: &streets,
        places: places_in(&visit.scope)?,
        words: visit.words,
        tiers: Tiers::of(&visit.scope, visit.words),
        partnership: &visit.scope.snapshot.partnership.name,
    };
    let mut ask = typed.ask(visit.words);
    let exactly = ask.optional_text("whereabouts", 500).map(|said| safety::with_postcode(said, postcode));
    let place = ask.optional_text("place", 200);
    if let Err(errors) = ask.answers(|| Some(())) {
        return Ok(Err(Unfound { errors, choices: Vec::new() }));
    }
    Ok(asked
        .find(&typed, &place.unwrap_or_default(), spot)
        .map(|found| Whereabouts { exactly: exactly.or(found.exactly), ..found }))
}

/// Where a postcode is, if we know.
async fn spot_of(visit: &Visit, postcode: Postcode) -> Result<Option<Point>, Problem> {
    let partnership = visit.scope.partnership();
    visit.scope.site.db.read(move |tx| Ok(places::postcode_point(tx, partnership, postcode)?)).await
}

/// What is asked, of whom, in which words.
struct Asking<'a> {
    places: &'a Places,
    words: &'a Words,
    tiers: Tiers,
    partnership: &'a str,
    /// Spots that a gazetteer knows by what was typed.
    streets: &'a [NamedSpot],
}

impl Asking<'_> {
    fn find(&self, typed: &Typed, place: &str, spot: Option<Point>) -> Result<Whereabouts, Unfound> {
        if let Some(spot) = places::spot_chosen(typed) {
            return self.at(spot, None);
        }
        if let Some(chosen) = self.chosen(typed, place) {
            return Ok(chosen);
        }
        match read(place) {
            Asked::Nothing => Err(self.unfound(&self.words.report_place_missing(&*self.tiers.area, &*self.tiers.ward))),
            Asked::Spot(point) => self.at(point, Some(place)),
            Asked::District(district) => Err(self.unfound(&self.words.report_place_part(district, &*self.tiers.ward))),
            Asked::Postcode(postcode) => match spot {
                Some(point) => self.at(point, Some(&postcode.to_string())),
                None => Err(self.unfound(&self.words.report_place_postcode_unknown(postcode, &*self.tiers.ward))),
            },
            Asked::Name(name) => self.named(&name),
        }
    }

    /// The place picked from those offered for this very text.
    fn chosen(&self, typed: &Typed, place: &str) -> Option<Whereabouts> {
        let same = typed.get("choice_for").map(str::trim) == Some(place.trim());
        let choice = typed.get("choice").filter(|_| same)?;
        if let Some(street) = self.streets.iter().find(|street| spot_code(street) == choice) {
            // The number of the house is in what was typed, and nowhere else.
            let exactly = Some(place.trim().to_owned());
            return self.at(street.spot, Some(&street.name)).ok().map(|found| Whereabouts { exactly, ..found });
        }
        let (id, chosen) = self.places.by_code(choice)?;
        Some(self.whole(id, chosen))
    }

    fn at(&self, point: Point, typed: Option<&str>) -> Result<Whereabouts, Unfound> {
        let places = self.places.at(point);
        if places.is_empty() {
            return Err(self.outside(point));
        }
        let name = self.places.of(&places).first().map(|place| place.name.clone()).unwrap_or_default();
        let label = typed.map_or_else(|| name.clone(), |typed| format!("{typed}, {name}"));
        Ok(Whereabouts { point: Some(point), places, label, exactly: None })
    }

    fn outside(&self, point: Point) -> Unfound {
        let near = self.places.lookup().near(point, NEAR);
        let near: Vec<&Place> = near.iter().map(|near| near.place).collect();
        if near.is_empty() {
            return self.unfound(&self.words.report_place_outside_alone(self.partnership));
        }
        let names: Vec<&str> = near.iter().map(|place| place.name.as_str()).collect();
        self.unfound(&self.words.report_place_outside(names.join(", "), self.partnership))
    }

    fn named(&self, name: &str) -> Result<Whereabouts, Unfound> {
        match by_name(self.places.lookup().atlas().places(), name) {
            Found::Place(place) if place.kind == Kind::Borough => {
                Err(self.choose("place", &self.words.report_place_wide(&place.name), &[]))
            }
            Found::Place(place) => match self.places.id(place) {
                Some(id) => Ok(self.whole(id, place)),
                None => Err(self.unfound(&self.words.report_place_unknown(name))),
            },
            Found::Choices(places) => Err(self.choose("choice", self.words.report_place_choose_missing(), &places)),
            Found::Spot(..) | Found::Nothing(_) if !self.streets.is_empty() => {
                let mut unfound = self.choose("choice", self.words.report_place_choose_missing(), &[]);
                let streets = self.streets.iter().map(|street| (spot_code(street), street.label()));
                unfound.choices = streets.chain(unfound.choices).collect();
                Err(unfound)
            }
            Found::Spot(..) | Found::Nothing(_) => match self.mentioned(name) {
                places if places.is_empty() => Err(self.unfound(&self.words.report_place_unknown(name))),
                places => Err(self.choose("choice", self.words.report_place_choose_missing(), &places)),
            },
        }
    }

    /// Places of which a telling word stands in what was typed: "behind the shops in Pelsall".
    fn mentioned(&self, typed: &str) -> Vec<&Place> {
        let said = fold(typed);
        let said: Vec<&str> = said.split(' ').filter(|word| word.len() > 3).collect();
        let is_said = |place: &&Place| {
            place.kind != Kind::Borough && fold(&place.name).split(' ').any(|word| said.contains(&word))
        };
        self.places.lookup().atlas().places().filter(is_said).take(8).collect()
    }

    fn whole(&self, id: Id, place: &Place) -> Whereabouts {
        Whereabouts { point: None, places: self.places.with_ancestors(id), label: place.name.clone(), exactly: None }
    }

    fn unfound(&self, sentence: &str) -> Unfound {
        let mut errors = FieldErrors::default();
        errors.add("place", sentence);
        Unfound { errors, choices: Vec::new() }
    }

    /// Several places, and the borough for whoever is not sure.
    fn choose(&self, field: &str, sentence: &str, places: &[&Place]) -> Unfound {
        let mut errors = FieldErrors::default();
        errors.add(field, sentence);
        let named = places.iter().map(|place| (place.code.to_string(), place.name.clone()));
        let borough = self.places.lookup().atlas().places().find(|place| place.kind == Kind::Borough);
        let unsure = borough.map(|place| (place.code.to_string(), self.words.report_place_unsure().to_owned()));
        Unfound { errors, choices: named.chain(unsure).collect() }
    }
}

/// What a form sends when somebody agrees that this spot is meant.
fn spot_code(street: &NamedSpot) -> String {
    format!("{:.4},{:.4}", street.spot.lat(), street.spot.lon())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use base::{Date, Dice, Instant};
    use places::demo::Demonstration;

    fn walsall() -> Places {
        let demonstration = Demonstration::walsall().expect("it reads");
        let atlas = demonstration.on(Date::constant(2027, 3, 2));
        let dice = Dice::seeded(1);
        let id = || dice.id(Instant::from_micros(0));
        let keys: BTreeMap<_, _> = atlas.places().map(|place| (place.code.clone(), id())).collect();
        Places::new(atlas, keys)
    }

    fn tiers() -> Tiers {
        let [ward, wards, area, areas] = ["ward", "wards", "area", "areas"].map(str::to_owned);
        Tiers { ward, wards, area, areas }
    }

    fn asked(answers: &[(&str, &str)]) -> Result<Whereabouts, Unfound> {
        let (places, typed) = (walsall(), Typed::of(answers.iter().copied()));
        let asking =
            Asking { places: &places, words: Words::english(), tiers: tiers(), partnership: "Walsall", streets: &[] };
        asking.find(&typed, typed.get("place").unwrap_or_default(), None)
    }

    fn offered(place: &str) -> (String, Vec<String>) {
        let unfound = asked(&[("place", place)]).expect_err("it must be asked");
        (unfound.errors.to_string(), unfound.choices.into_iter().map(|(_, name)| name).collect())
    }

    #[test]
    fn a_place_is_found_as_people_say_it() {
        let palfrey = asked(&[("place", "palfrey")]).expect("a ward");
        assert_eq!((palfrey.label.as_str(), palfrey.point), ("Palfrey", None));
        assert_eq!(palfrey.places.len(), 3, "ward, area and borough");
        let spot = asked(&[("lat", "52.57"), ("lon", "-1.98"), ("place", "pelsall")]).expect("a spot on the map");
        assert!(spot.point.is_some() && spot.label != "Pelsall", "what was pointed at counts: {}", spot.label);
    }

    #[test]
    fn what_may_be_several_is_asked_and_not_being_sure_is_an_answer() {
        let (field, names) = offered("bloxwich");
        assert_eq!(field, "choice");
        assert!(
            names.contains(&"Bloxwich East".to_owned()) && names.contains(&"Bloxwich West".to_owned()),
            "{names:?}"
        );
        assert_eq!(names.last().map(String::as_str), Some("I am not sure which"));
        assert_eq!(offered("behind the chip shop in Pelsall").1[0], "Pelsall", "a name among other words");
        assert_eq!(offered("Walsall"), ("place".into(), vec!["I am not sure which".into()]));
    }

    #[test]
    fn a_choice_counts_only_for_the_text_it_was_offered_for() {
        let (_, place) = walsall().by_code("area-3").map(|(id, place)| (id, place.code.to_string())).expect("an area");
        let chosen = [("choice", place.as_str()), ("choice_for", "bloxwich")];
        assert!(asked(&[&chosen[..], &[("place", "bloxwich")]].concat()).is_ok());
        assert_eq!(asked(&[&chosen[..], &[("place", "palfrey")]].concat()).expect("a ward").label, "Palfrey");
    }

    #[test]
    fn a_street_is_offered_and_holds_once_somebody_agrees_that_it_is_meant() {
        let (places, words) = (walsall(), "12 Example Road");
        let spot = Point::new(52.6, -1.98).expect("a spot");
        let (name, settlement, within) = ("Example Road".to_owned(), "Bloxwich".to_owned(), "Blakenall".to_owned());
        let streets = [NamedSpot { name, settlement, spot, within }];
        let (words_of, partnership) = (Words::english(), "Walsall");
        let asking = Asking { places: &places, words: words_of, tiers: tiers(), partnership, streets: &streets };
        let offered = asking.find(&Typed::of([("place", words)]), words, None).expect_err("nothing is guessed");
        let [(code, label), ..] = offered.choices.as_slice() else { panic!("{offered:?}") };
        assert_eq!((code.as_str(), label.as_str()), ("52.6000,-1.9800", "Example Road, Bloxwich (Blakenall)"));
        let agreed = Typed::of([("place", words), ("choice", code), ("choice_for", words)]);
        let found = asking.find(&agreed, words, None).expect("it was agreed");
        assert!(found.point == Some(spot) && found.label.starts_with("Example Road, "), "{found:?}");
        assert_eq!(found.exactly.as_deref(), Some(words), "the number of the house is kept");
    }

    #[test]
    fn what_cannot_be_found_says_what_to_do() {
        for place in ["", "WS1", "WS1 1AA", "Timbuktu", "51.5,-0.1"] {
            let (field, names) = offered(place);
            assert_eq!((field.as_str(), names.len()), ("place", 0), "{place}");
        }
        let outside = asked(&[("place", "51.5,-0.1")]).expect_err("London is not in Walsall");
        assert!(outside.errors.of("place").is_some_and(|said| said.contains("nearest places")), "{outside:?}");
    }
}
