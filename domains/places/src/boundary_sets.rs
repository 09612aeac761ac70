//! Which set of boundaries a place's line belongs to (PROF-18): all lines of one kind that hold from one day, as a statistics
//! office publishes them. Whatever is reckoned by places says which set it used.

use access::{Page, Scope};
use base::{Date, Id, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Markup, Words};

use crate::known::Places;
use crate::pages::kind_words;
use crate::place::{Kind, Place};
use crate::store;

db::row! {
    /// All lines of one kind that hold from one day.
    pub struct BoundarySet {
        /// What they are the lines of.
        pub kind: Kind,
        /// The day from which they hold: their vintage.
        pub valid_from: Date,
        /// How many there are.
        pub places: i64,
        /// How many of them are in force on the day that is asked about.
        pub in_force: i64,
    }
}

/// A set as programs read it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BoundarySetOut {
    /// `ward`, `borough`, ..
    pub kind: &'static str,
    /// The day from which its lines hold.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// How many lines it has.
    pub places: i64,
    /// How many of them hold today.
    pub in_force: i64,
}

impl From<&BoundarySet> for BoundarySetOut {
    fn from(set: &BoundarySet) -> Self {
        Self { kind: set.kind.key(), valid_from: set.valid_from, places: set.places, in_force: set.in_force }
    }
}

/// Every set of a partnership, the newest first.
pub(crate) async fn every(scope: &Scope) -> Result<Vec<BoundarySet>, Problem> {
    let (partnership, today) = (scope.partnership(), scope.now.date());
    Ok(scope.site.db.read(move |tx| store::boundary_sets(tx, partnership, today)).await?)
}

/// "Ward boundaries of 7 May 2026".
pub(crate) fn name(scope: &Scope, words: &Words, kind: Kind, from: Date) -> String {
    words.sets_name(words.date(from), kind_words(scope, words, kind))
}

/// Which sets a place's ground comes from today, as a link to all of them: its own line's, or those of the wards it is made of.
/// Nothing where nobody has drawn it.
///
/// # Errors
/// Whatever the store answers.
pub async fn boundary_set_of(scope: &Scope, words: &Words, place: Id) -> Result<Option<Markup>, Problem> {
    let places = scope.snapshot.part::<Places>()?;
    let here = places.get(place).ok_or(Problem::NotFound)?;
    let mut drawn = vec![place];
    let within = |block: &&Place| block.kind.builds() && block.kind < here.kind;
    drawn.extend(places.lookup().atlas().places().filter(within).filter_map(|block| {
        let id = places.id(block)?;
        places.with_ancestors(id).contains(&place).then_some(id)
    }));
    let (partnership, today) = (scope.partnership(), scope.now.date());
    let sets = scope.site.db.read(move |tx| store::sets_of(tx, partnership, today, &drawn)).await?;
    // A place with a line of its own is not made of others.
    let own: Vec<_> = sets.iter().filter(|(kind, _)| *kind == here.kind).collect();
    let used = if own.is_empty() { sets.iter().collect() } else { own };
    let names: Vec<String> = used.into_iter().map(|(kind, from)| name(scope, words, *kind, *from)).collect();
    let all = names.join(", ");
    Ok((!names.is_empty()).then(|| Markup::link(all.as_str(), &scope.url(Page::Place("sets")))))
}
