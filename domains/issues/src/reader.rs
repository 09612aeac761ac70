//! Who reads what people tell us about a place: told to everybody who reports, and in the mail that follows.

use access::{Holder, Role, Scope};
use base::{Id, Problem};
use db::Tx;
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
/// Whatever the store answers.
pub fn reader_of(tx: &mut Tx<'_>, scope: &Scope, words: &Words, places: &[Id]) -> Result<Option<Reader>, Problem> {
    let mut holders = access::holders(tx, scope.partnership(), &[Role::AreaManager, Role::Director], scope.now.date())?;
    holders.retain(|holder| match holder.reach_id {
        Some(place) => holder.role == Role::AreaManager.as_str() && places.contains(&place),
        None => holder.role == Role::Director.as_str(),
    });
    holders.sort_by_key(|holder| holder.role == Role::Director.as_str());
    holders.into_iter().next().map(|holder| reader(scope, words, holder)).transpose()
}

fn reader(scope: &Scope, words: &Words, holder: Holder) -> Result<Reader, Problem> {
    let role = holder.role.parse::<Role>().map(Role::words).unwrap_or_default().to_lowercase();
    let title = holder.title.unwrap_or(role);
    let place = holder.reach_id.and_then(|id| places_in(scope).ok()?.get(id));
    let organisation = holder.organisation.and_then(|id| scope.snapshot.organisation(id));
    Ok(Reader {
        title: place.map_or_else(|| title.clone(), |place| words.reader_of_place(&place.name, &title)),
        phone: holder.phone.or_else(|| organisation?.phone.clone()).or_else(|| anybodys_phone(scope)),
        name: holder.name,
    })
}

/// The council's number, else any partner's.
fn anybodys_phone(scope: &Scope) -> Option<String> {
    let all = || scope.snapshot.organisations.iter();
    let council = all().find(|one| one.kind == "council" && one.phone.is_some());
    council.or_else(|| all().find(|one| one.phone.is_some()))?.phone.clone()
}
