//! A list of issues, whoever asks for it: read from an address, walked a page at a time, and given out as a page, a table,
//! a feed or a map with the same rows.

mod asked;
pub mod cursor;
mod feed;
mod files;
mod row;

pub use asked::{Asked, NAMES};
pub use feed::feed;
pub use files::{Format, download};
pub use row::{Found, Row, page, with_places};
