//! The words every other crate uses: ids, references, time, and the one error that reaches a person.
//! Nothing here does I/O; the clock and the dice are handed in, so a test can hold both still.

mod clock;
mod dice;
mod fold;
mod problem;
mod reference;
mod time;
mod working_days;

pub use clock::Clock;
pub use dice::Dice;
pub use fold::fold;
pub use problem::{Conflict, FieldError, FieldErrors, Problem};
pub use reference::{ParseReferenceError, Reference};
pub use time::{Date, Instant, days, hours, london, minutes, seconds};
pub use working_days::{OfficeHours, WorkingDays};

/// The key of every record: a UUID version 7, so that keys sort by the moment they were made.
pub type Id = uuid::Uuid;
