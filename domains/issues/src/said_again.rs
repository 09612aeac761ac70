//! What contributors wrote when they said that it is still there, or asked for another decision: sealed like their first
//! words, and read by whoever may read those.

use access::{Right, Scope};
use base::{Id, Instant, Problem};
use db::Tx;
use voice::Concern;

/// Words that came with "It is still there" or "Ask again". The step of the story they belong to has the same time.
pub(crate) struct SaidAgain {
    /// The reference of the concern they are about.
    pub concern: String,
    /// When they came.
    pub at: Instant,
    /// The words.
    pub words: String,
}

/// What was written later about these concerns, as far as this person may read them, oldest first.
pub(crate) fn said_again(tx: &mut Tx<'_>, scope: &Scope, concerns: &[Id]) -> Result<Vec<SaidAgain>, Problem> {
    if concerns.is_empty() || !scope.has(Right::ReadConcern) {
        return Ok(Vec::new());
    }
    let mut said = Vec::new();
    for one in voice::later_words(tx, scope, concerns)? {
        let words = one.opened(&scope.site.vault)?.words();
        said.extend(words.map(|words| SaidAgain { concern: one.reference, at: one.at, words }));
    }
    Ok(said)
}

/// What a contributor wrote later about their own concern, oldest first: for whoever opened its secret link.
pub(crate) fn own_said_again(tx: &mut Tx<'_>, scope: &Scope, own: &Concern) -> Result<Vec<SaidAgain>, Problem> {
    let mut said = Vec::new();
    for one in voice::contact_log(tx, scope.partnership(), own.id)? {
        if one.way == "web" && one.kept_by.is_none() {
            let words = one.opened(&scope.site.vault, own)?.words();
            said.extend(words.map(|words| SaidAgain { concern: own.reference.clone(), at: one.at, words }));
        }
    }
    Ok(said)
}
