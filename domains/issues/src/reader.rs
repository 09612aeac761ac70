//! Who reads what people tell us about a place: told to everybody who reports, and in the mail that follows.

use access::{Holder, Role, Scope, in_sentence};
use base::{Id, Problem};
use web::Words;

use crate::commands::places_in;

/// Somebody who reads what is told about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Their name.
    pub name: String,
    /// Their role, and the place it is for when it is for one.
    pub title: String,
    /// Where they can be rung, else where their organisation can.
    pub phone: Option<String>,
}

/// The area manager of one of `places`; where there is none, a director, who reads everything.
///
/// # Errors
/// A fault when the places are not wired into this program.
pub fn reader_of(scope: &Scope, words: &Words, places: &[Id]) -> Result<Option<Reader>, Problem> {
    let (snapshot, today) = (&scope.snapshot, scope.now.date());
    let of_one = |holder: &&Holder| holder.reach_id.is_some_and(|place| places.contains(&place));
    let of_all = |holder: &&Holder| holder.reach_id.is_none();
    let manager = snapshot.holders(&[Role::AreaManager], today).find(of_one);
    let director = || snapshot.holders(&[Role::Director], today).find(of_all);
    manager.or_else(director).map(|holder| reader(scope, words, holder)).transpose()
}

fn reader(scope: &Scope, words: &Words, holder: &Holder) -> Result<Reader, Problem> {
    let title = in_sentence(&holder.title_on(&scope.snapshot, scope.now.date()));
    let known = places_in(scope)?;
    let place = holder.reach_id.and_then(|id| known.get(id));
    let organisation = holder.organisation.and_then(|id| scope.snapshot.organisation(id));
    let phone = holder.phone.clone().or_else(|| organisation?.phone.clone());
    Ok(Reader {
        name: holder.name.clone(),
        title: place.map_or_else(|| title.clone(), |place| words.reader_of_place(&place.name, &title)),
        phone: phone.or_else(|| anybodys_phone(scope)),
    })
}

/// The council's number, else any partner's.
fn anybodys_phone(scope: &Scope) -> Option<String> {
    let all = || scope.snapshot.organisations.iter();
    let council = all().find(|one| one.kind == "council" && one.phone.is_some());
    council.or_else(|| all().find(|one| one.phone.is_some()))?.phone.clone()
}
