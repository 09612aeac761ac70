use access::Scope;
use base::{Id, Problem};
use db::Tx;
use places::Lines;

use crate::api::shapes::IssueOut;
use crate::store::{self, After, Filter, Given, Line, LinePlace, Spot};

/// An issue in a list with its places.
#[derive(Debug, Clone)]
pub struct Found {
    /// The issue.
    pub line: Line,
    /// Its places, each with whether the public may find it there.
    pub places: Vec<(Id, bool)>,
    /// Who gave it to whoever holds it, where that was asked for.
    pub given: Option<Given>,
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

    /// The issue as it leaves the house, the same in every format: by public place only.
    ///
    /// # Errors
    /// A fault when it names a category that is no term of its partnership.
    pub(super) fn leaving(self, scope: &Scope) -> Result<IssueOut, Problem> {
        let places = self.public_places();
        IssueOut::of_line(scope, self.line, &places)
    }

    /// The issue for whoever asks: by every place they may know.
    ///
    /// # Errors
    /// A fault when it names a category that is no term of its partnership.
    pub(crate) fn known(self, scope: &Scope) -> Result<IssueOut, Problem> {
        let places = self.all_places();
        IssueOut::of_line(scope, self.line, &places)
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
    most: i64,
) -> Result<(Vec<Found>, Option<After>), Problem> {
    let (lines, after) = next(tx, scope, filter, most)?;
    Ok((with_places(tx, scope, lines, filter.lines)?, after))
}

/// [`page`] for whoever works here, who is told why each issue is with its holder. Two statements as well.
///
/// # Errors
/// Whatever the store answers.
pub fn desk_page(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    most: i64,
) -> Result<(Vec<Found>, Option<After>), Problem> {
    let (lines, after) = next(tx, scope, filter, most)?;
    Ok((with_givers(tx, scope, lines, filter.lines)?, after))
}

fn next(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, most: i64) -> Result<(Vec<Line>, Option<After>), Problem> {
    let mut lines = store::list(tx, scope, filter, most + 1)?;
    let goes_on = shorten(&mut lines, most);
    let after = lines.last().filter(|_| goes_on).map(Line::after);
    Ok((lines, after))
}

/// The same issues as points of a map, in one statement.
///
/// # Errors
/// Whatever the store answers.
pub fn spots(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &Filter,
    most: i64,
) -> Result<(Vec<Spot>, Option<After>), Problem> {
    let mut spots = store::spots(tx, scope, filter, most + 1)?;
    let goes_on = shorten(&mut spots, most);
    let after = spots.last().filter(|_| goes_on).map(Spot::after);
    Ok((spots, after))
}

/// Leaves at most `most` of what was read, and says whether there was more.
fn shorten<T>(read: &mut Vec<T>, most: i64) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let goes_on = read.len() > most;
    read.truncate(most);
    goes_on
}

/// Gives lines their places by these lines, in one statement.
///
/// # Errors
/// Whatever the store answers.
pub fn with_places(tx: &mut Tx<'_>, scope: &Scope, found: Vec<Line>, lines: Lines) -> Result<Vec<Found>, Problem> {
    let ids: Vec<Id> = found.iter().map(|line| line.id).collect();
    let places = if ids.is_empty() { Vec::new() } else { store::places_of_lines(tx, scope, &ids)? };
    Ok(placed(scope, found, &places, lines).collect())
}

/// The same, and who gave each of them to its holder, in one statement.
///
/// # Errors
/// Whatever the store answers.
pub fn with_givers(tx: &mut Tx<'_>, scope: &Scope, found: Vec<Line>, lines: Lines) -> Result<Vec<Found>, Problem> {
    let ids: Vec<Id> = found.iter().map(|line| line.id).collect();
    let (places, given) = if ids.is_empty() { Default::default() } else { store::places_and_givers(tx, scope, &ids)? };
    let given_of = |id: Id| given.iter().find(|(issue, _)| *issue == id).map(|(_, given)| given.clone());
    let held = |found: Found| Found { given: given_of(found.line.id), ..found };
    Ok(placed(scope, found, &places, lines).map(held).collect())
}

/// Lines with their places among these, which are sorted by issue: each line's are found by bisection.
fn placed(scope: &Scope, found: Vec<Line>, places: &[LinePlace], lines: Lines) -> impl Iterator<Item = Found> {
    let of = move |line: &Line| {
        let from = places.partition_point(|here| here.issue < line.id);
        let own = places.get(from..).unwrap_or_default().iter().take_while(|here| here.issue == line.id);
        own.filter(|here| line.lies(scope, here, lines)).map(|here| (here.place, here.is_public)).collect()
    };
    found.into_iter().map(move |line| Found { places: of(&line), line, given: None })
}
