//! What is kept of looking: held, protected and sensitive words (protection 2 and above) leave an entry for each concern
//! and each look, in lists too. Ordinary words do not: their readers are known by their roles.

use access::Scope;
use base::{Id, Problem};
use db::Tx;
use voice::{Concern, ConcernLine};

/// From this protection on, every look at the words is kept.
const SENSITIVE: i64 = 2;

/// Concerns whose words leave an entry when they are shown.
pub(crate) trait Sensitive {
    /// Its key, if it is one.
    fn sensitive(&self) -> Option<Id>;
}

impl Sensitive for ConcernLine {
    fn sensitive(&self) -> Option<Id> {
        (self.held || self.protection >= SENSITIVE).then_some(self.id)
    }
}

impl Sensitive for Concern {
    fn sensitive(&self) -> Option<Id> {
        (self.held || self.protection >= SENSITIVE).then_some(self.id)
    }
}

/// The sensitive ones among those whose words are about to be shown.
pub(crate) fn sensitive<'a, S: Sensitive + 'a>(shown: impl IntoIterator<Item = &'a S>) -> Vec<Id> {
    shown.into_iter().filter_map(Sensitive::sensitive).collect()
}

/// Keeps that this person looked at the words of these concerns. A page of ordinary ones writes nothing.
///
/// # Errors
/// Whatever the store answers.
pub(crate) async fn looked(scope: &Scope, concerns: Vec<Id>) -> Result<(), Problem> {
    if concerns.is_empty() {
        return Ok(());
    }
    let (db, scope) = (scope.site.db.clone(), scope.clone());
    db.write(move |tx: &mut Tx<'_>| Ok::<_, Problem>(scope.tell_each(tx, "concern", "look", &concerns, &["words"])?))
        .await
}
