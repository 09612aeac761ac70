//! What contributors wrote when they said that it is still there, or asked for another decision: sealed like their first
//! words, and read by whoever may read those.

use access::{Right, Scope};
use base::{Id, Instant, Problem};
use db::Tx;
use record::Unsealed;
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
    let kept = voice::later_words(tx, scope, concerns)?;
    let sealed: Vec<_> = kept.iter().map(|one| (one.concern, one.words.as_deref())).collect();
    let opened = opened(tx, scope, &sealed)?;
    let said = kept.into_iter().zip(opened);
    Ok(said.filter_map(|(one, words)| Some(SaidAgain { concern: one.reference, at: one.at, words: words? })).collect())
}

/// What a contributor wrote later about their own concern, oldest first: for whoever opened its secret link.
pub(crate) fn own_said_again(tx: &mut Tx<'_>, scope: &Scope, own: &Concern) -> Result<Vec<SaidAgain>, Problem> {
    let mut kept = voice::contact_log(tx, scope.partnership(), own.id)?;
    kept.retain(|one| one.way == "web" && one.kept_by.is_none());
    let sealed: Vec<_> = kept.iter().map(|one| (own.id, one.words.as_deref())).collect();
    let opened = opened(tx, scope, &sealed)?;
    let said = kept.into_iter().zip(opened);
    Ok(said
        .filter_map(|(one, words)| Some(SaidAgain { concern: own.reference.clone(), at: one.at, words: words? }))
        .collect())
}

fn opened(tx: &mut Tx<'_>, scope: &Scope, sealed: &[(Id, Option<&[u8]>)]) -> Result<Vec<Option<String>>, Problem> {
    if sealed.is_empty() {
        return Ok(Vec::new());
    }
    let sealed: Vec<_> = sealed.iter().map(|(concern, words)| (*concern, "contact_log", *words)).collect();
    let opened = voice::open_words(tx, &scope.site.vault, scope.partnership(), &sealed)?;
    let words = opened.into_iter().map(|one| match one {
        Unsealed::Words(words) => Some(words),
        Unsealed::Erased => None,
    });
    Ok(words.collect())
}
