//! What people tell us: a concern in their words, who may read it, and the answer they are owed.

mod commands;
mod contact_log;
mod contacts;
mod erase;
mod lists;
mod many;
mod model;
mod placing;
mod prepare;
mod store;
mod telling;
mod terms;

pub use commands::{conclude, end_link, hear, keep, keep_contact_log, lower, raise, readable, release, stop_mail};
pub use contact_log::{LaterWords, LogLine, Logged, contact_log, contact_logs, later_words};
pub use contacts::{SealedContact, contacts, contacts_after};
pub use erase::{Kept, blank, concerns_kept, contacts_kept, erase, forget_contacts, with_voices};
pub use lists::{
    ConcernFilter, ConcernLine, ToDo, count, first_spot, held, list, places_of_concerns, recorded, to_do, waiting_in,
};
pub use many::{A_CHUNK, Arriving, TakenBack, hear_many, known_elsewhere, take_back};
pub use model::{
    Category, Channel, ConcernStatus, Contact, HOLD_COUNTS_AS, Heard, LONGEST_WORDS, MOST_PROTECTED, PROTECTED,
    PublicPlace, SafeWay, Told, needs_two,
};
pub use placing::{ConcernSpot, concerns_to_place, place_concerns};
pub use prepare::{Prepared, prepare, secret_of};
pub use store::{
    Concern, Lowering, Whereabouts, by_id, by_reference, by_secret, concerns_by_id, concerns_by_reference, follow,
    lowering, mark_asked_again, places_of, take_down,
};
pub use telling::{News, TELL_BY_MAIL, Telling, owe, telling, tellings_to_do, told, told_together};
pub use terms::{Categories, add_category, change_category, load_categories};

/// All that the house must know of this slice.
pub const MANIFEST: web::Manifest = web::Manifest {
    name: "voice",
    tables: db::slice!("voice": "0001-concern", "0002-taken-in", "0003-governance", "0004-lines"),
    routes: axum::Router::new,
    parts: &[load_categories],
    jobs: &[],
};
