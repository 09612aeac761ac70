//! What a person typed, kept whatever happens, and the questions a screen asks of it.

mod ask;
mod form;
mod read;
mod typed;

pub use ask::Ask;
pub use form::Form;
pub use read::Query;
pub(crate) use read::unread;
pub use typed::Typed;
