//! A partner's divisions as they come: lines in a GeoJSON file or, where a partner has none, a list of which of our places
//! each division covers.

use std::collections::BTreeSet;

use base::{Id, fold};

use crate::boundary_file::{BoundaryFile, Codes, Columns, Refused};
use crate::known::Places;
use crate::place::{Code, Kind, Place, slug};
use crate::shape::Shape;

/// The most divisions in a set: more than any force has beats.
const MOST: usize = 2000;

/// What was sent.
#[derive(Debug, Clone)]
pub enum SentDivisions<'a> {
    /// A GeoJSON file, in WGS84 or on the National Grid, and which columns to read where somebody has said so.
    Lines(&'a [u8], Columns<Option<String>>),
    /// A line for each division: its name, a colon, then names or codes of our places with commas between.
    ByHand(&'a str),
}

/// A division made ready to be stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewDivision {
    pub code: String,
    pub name: String,
    pub ground: Ground,
}

/// Where a division lies.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ground {
    Drawn(Shape),
    Covers(Vec<Id>),
}

/// What could be read.
#[derive(Debug, Default)]
pub(crate) struct Divisions {
    pub all: Vec<NewDivision>,
    pub warnings: Vec<String>,
    pub refused: Vec<Refused>,
}

impl SentDivisions<'_> {
    /// Which field of a form a fault is against.
    pub(crate) fn field(&self) -> &'static str {
        match self {
            Self::Lines(..) => "file",
            Self::ByHand(_) => "covers",
        }
    }

    /// Reads them against our places of the day from which they hold.
    ///
    /// # Errors
    /// One sentence on what keeps all of it from being read.
    pub(crate) fn read(&self, partnership: &str, places: &Places) -> Result<Divisions, String> {
        let read = match self {
            Self::Lines(bytes, columns) => lines(bytes, columns, partnership, places),
            Self::ByHand(text) => by_hand(text, places),
        }?;
        match read.all.len() {
            0 => Err("There is no division in it that lies over our places. Check that it is the right file".into()),
            many if many > MOST => Err(format!("There are {many} divisions in it; at most {MOST} are kept")),
            _ => Ok(read),
        }
    }
}

fn lines(
    bytes: &[u8],
    columns: &Columns<Option<String>>,
    partnership: &str,
    places: &Places,
) -> Result<Divisions, String> {
    let file = BoundaryFile::read_with(bytes, Kind::Neighbourhood, columns, Codes::OrNames)?;
    let atlas = places.lookup().atlas();
    let grounds = atlas.places().filter_map(|place| atlas.shape(place.code.as_str())).map(Shape::bounds);
    let ours = grounds.reduce(|all, one| all.and(&one));
    let (near, far): (Vec<_>, Vec<_>) =
        file.rows.into_iter().partition(|row| ours.is_none_or(|ours| ours.meets(&row.shape.bounds())));
    let mut warnings = file.warnings;
    if let Some(first) = far.first() {
        let count = far.len();
        let sentence = match count {
            1 => format!("{} lies outside {partnership} and was left out.", first.name),
            _ => format!("{count} divisions lie outside {partnership} and were left out, {} first.", first.name),
        };
        warnings.push(sentence);
    }
    let all = near.into_iter().map(|row| NewDivision {
        code: row.code.to_string(),
        name: row.name,
        ground: Ground::Drawn(row.shape),
    });
    Ok(Divisions { all: all.collect(), warnings, refused: file.refused })
}

fn by_hand(text: &str, places: &Places) -> Result<Divisions, String> {
    let mut read = Divisions::default();
    let mut codes = BTreeSet::new();
    for (line, number) in text.lines().map(str::trim).zip(1..).filter(|(line, _)| !line.is_empty()) {
        let (name, covered) = line.split_once(':').ok_or_else(|| {
            format!(
                "Line {number} has no colon. Write the division, a colon, then our places, like North sector: Pelsall"
            )
        })?;
        let (name, code) = (name.trim(), slug(name));
        if code.is_empty() || name.chars().count() > 200 {
            return Err(format!(
                "Line {number} has no name before its colon. Write what the partner calls the division"
            ));
        }
        if !codes.insert(code.clone()) {
            return Err(format!("Line {number} names {name} a second time. Put all its places on one line"));
        }
        let mut covers = Vec::new();
        for said in covered.split([',', ';']).map(str::trim).filter(|said| !said.is_empty()) {
            covers.push(named(said, places).ok_or_else(|| {
                format!(
                    "Line {number}: there is no place called {said} on that day. Write it as the list of places has it"
                )
            })?);
        }
        if covers.is_empty() {
            return Err(format!(
                "Line {number} names no place after its colon. Write which of our places {name} covers"
            ));
        }
        covers.sort_unstable();
        covers.dedup();
        read.all.push(NewDivision { code, name: name.to_owned(), ground: Ground::Covers(covers) });
    }
    Ok(read)
}

/// The place with that code, or that name; of several with one name the ward, which everything else is made of.
fn named(said: &str, places: &Places) -> Option<Id> {
    if let Some((id, _)) = Code::new(said).and_then(|code| places.by_code(code.as_str())) {
        return Some(id);
    }
    let folded = fold(said);
    let mut called: Vec<&Place> =
        places.lookup().atlas().places().filter(|place| fold(&place.name) == folded).collect();
    called.sort_by_key(|place| (place.kind != Kind::Ward, place.kind));
    called.first().and_then(|place| places.id(place))
}
