//! Tables in files, as people and spreadsheets make them: read row by row in flat memory, faults told row by row; and written
//! so that a spreadsheet runs nothing in them.

mod cells;
mod sheet;
mod written;

pub use cells::{day, moment, neutral, phone, plain};
pub use sheet::{Broken, Refused, Row, Sheet};
pub use written::{lines, written};
