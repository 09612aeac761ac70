//! The store: records in SQLite or PostgreSQL behind one synchronous [`Tx`]. The one crate that knows there are two
//! engines. `README.md` beside it lists what the engines do differently.

pub mod bare;
pub mod copy;
mod db;
mod error;
mod expand;
mod macros;
mod migrate;
mod postgres;
mod queue;
pub mod register;
mod row;
mod scan;
mod sql;
mod sqlite;
mod target;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod value;
mod visible;

pub use db::{Db, Figures};
pub use error::Error;
pub(crate) use expand::Bound;
pub use macros::UnknownWord;
#[doc(hidden)]
pub use macros::reexport;
pub use migrate::{Slice, as_of};
pub use row::{Cell, FromCell, FromRow, Row};
pub use sql::{Query, Sql};
pub use target::{Engine, Options, Target};
pub use tx::Tx;
pub use value::{Rows, ToValue, Value};
pub use visible::{Fragment, Visible};
