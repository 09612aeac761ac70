//! What people tell us: a concern in their words, who may read it, and the answer they are owed.

mod commands;
mod contact_log;
mod contacts;
mod lists;
mod model;
mod prepare;
mod store;
mod telling;
mod terms;

pub use commands::{conclude, end_link, hear, keep, keep_contact_log, lower, raise, readable, release, stop_mail};
pub use contact_log::{LaterWords, Logged, contact_log, later_words};
pub use contacts::{SealedContact, contacts};
pub use lists::{ConcernFilter, ConcernLine, ToDo, count, held, list, places_of_concerns, recorded, to_do};
pub use model::{
    Category, Channel, ConcernStatus, Contact, HOLD_COUNTS_AS, Heard, LONGEST_WORDS, MOST_PROTECTED, PROTECTED,
    PublicPlace, SafeWay, Told, needs_two,
};
pub use prepare::{Prepared, prepare, secret_of};
pub use store::{
    Concern, Lowering, by_id, by_reference, by_secret, concerns_by_id, concerns_by_reference, follow, lowering,
    mark_asked_again, places_of,
};
pub use telling::{News, TELL_BY_MAIL, Telling, owe, telling, tellings_to_do, told, told_together};
pub use terms::{Categories, add_category, load_categories};

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "voice",
    tables: db::Slice {
        name: "voice",
        migrations: &[("0001-concern", include_str!("../migrations/0001-concern.sql"))],
    },
    routes: axum::Router::new,
    parts: &[load_categories],
    jobs: &[],
};
