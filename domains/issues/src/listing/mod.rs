//! A list of issues, whoever asks for it: walked a page at a time, and given out as a page, a table, a feed or a map with
//! the same rows.

mod feed;
mod files;
mod found;
mod links;
mod mark;

pub use feed::feed;
pub use files::download;
pub use found::{Found, desk_page, page, spots, with_givers, with_places};
pub use links::Asked;
pub(crate) use links::NAMES;
pub(crate) use mark::{form, weight};
