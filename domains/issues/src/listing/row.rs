use access::Scope;
use base::{Id, Instant, Problem};
use db::Tx;
use places::Places;
use serde::Serialize;
use voice::Categories;

use crate::model::Status;
use crate::store::{self, After, Filter, Flag, Line};

/// An issue in a list with its places.
#[derive(Debug, Clone)]
pub struct Found {
    /// The issue.
    pub line: Line,
    /// Its places, each with whether the public may find it there.
    pub places: Vec<(Id, bool)>,
}

impl Found {
    /// The places the public may know, of which some may be passed on.
    #[must_use]
    pub fn public_places(&self) -> Vec<Id> {
        self.places.iter().filter(|(_, is_public)| *is_public).map(|(place, _)| *place).collect()
    }

    /// Every place this person may know.
    #[must_use]
    pub fn all_places(&self) -> Vec<Id> {
        self.places.iter().map(|(place, _)| *place).collect()
    }
}

/// The next issues of a list, and where it goes on if it does. Two statements, whatever the number.
///
/// # Errors
/// Whatever the store answers.
pub fn page(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    most: usize,
) -> Result<(Vec<Found>, Option<After>), Problem> {
    let limit = i64::try_from(most + 1).unwrap_or(i64::MAX);
    let mut lines = store::list(tx, scope, filter, limit)?;
    let goes_on = lines.len() > most;
    lines.truncate(most);
    let last = lines.last().filter(|_| goes_on);
    let after = last.map(|line| After { standing: line.standing, opened_at: line.opened_at, id: line.id });
    Ok((with_places(tx, scope, lines)?, after))
}

/// Gives lines their places, in one statement.
///
/// # Errors
/// Whatever the store answers.
pub fn with_places(tx: &mut Tx<'_>, scope: &Scope, lines: Vec<Line>) -> Result<Vec<Found>, Problem> {
    let ids: Vec<Id> = lines.iter().map(|line| line.id).collect();
    let places = if ids.is_empty() { Vec::new() } else { store::places_of_lines(tx, scope, &ids)? };
    // Sorted by issue, so that each line's places are found by bisection.
    let of = |id: Id| {
        let from = places.partition_point(|(issue, _, _)| *issue < id);
        let own = places.get(from..).unwrap_or_default().iter().take_while(move |(issue, _, _)| *issue == id);
        own.map(|(_, place, is_public)| (*place, *is_public)).collect()
    };
    Ok(lines.into_iter().map(|line| Found { places: of(line.id), line }).collect())
}

/// An issue as it leaves the house, the same in every format: the contract's fields, by public place only.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Its reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// The category's code.
    pub category: String,
    /// The codes of the places the public may find it by, small before wide.
    pub places: Vec<String>,
    /// Degrees north of the public place.
    pub lat: Option<f64>,
    /// Degrees east of the public place.
    pub lon: Option<f64>,
    /// 1 to 5.
    pub seriousness: i64,
    /// As assessed.
    pub people_affected: Option<i64>,
    /// 1 to 5.
    pub reach: i64,
    /// 1 to 25.
    pub priority: i64,
    /// Why it ranks there, in one sentence.
    pub rank_reason: String,
    /// 0 to 2.
    pub level: i64,
    /// Where it stands.
    pub status: Status,
    /// What stands beside its rank.
    pub flags: Vec<Flag>,
    /// How many people told us.
    pub voices: i64,
    /// The code of the organisation that holds it.
    pub holder: Option<String>,
    /// When it began.
    pub opened_at: Instant,
}

impl Row {
    /// An issue as it leaves.
    ///
    /// # Errors
    /// A fault when it names a category that is no term of its partnership.
    pub fn of(scope: &Scope, found: &Found) -> Result<Self, Problem> {
        let line = &found.line;
        let known = scope.snapshot.part::<Places>()?;
        let holder = line.holder_organisation.and_then(|id| scope.snapshot.organisation(id));
        Ok(Self {
            reference: line.reference.clone(),
            title: line.title.clone(),
            category: scope.snapshot.part::<Categories>()?.get(line.category)?.code.clone(),
            places: known.of(&found.public_places()).iter().map(|place| place.code.to_string()).collect(),
            lat: line.public_lat,
            lon: line.public_lon,
            seriousness: line.seriousness,
            people_affected: line.people_affected,
            reach: line.reach,
            priority: line.priority,
            rank_reason: line.weighed().why(line.priority),
            level: line.level,
            status: line.status,
            flags: line.flags(scope.now),
            voices: line.voices,
            holder: holder.map(|holder| holder.code.clone()),
            opened_at: line.opened_at,
        })
    }
}
