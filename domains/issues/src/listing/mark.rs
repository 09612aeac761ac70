//! How an issue looks on a map: shape says how it stands, tone which come first.

use places::map::{Form, Weight};

use crate::model::Status;

/// From this priority on an issue is dark on the map.
const FIRST: i64 = 12;

/// A dot is looked into, a square is being done something about, a diamond is not, or is finished.
pub(crate) const fn form(status: Status) -> Form {
    match status {
        Status::New | Status::Considering => Form::Circle,
        Status::TakingForward => Form::Square,
        Status::NotTakingForward | Status::Resolved => Form::Diamond,
    }
}

/// What comes first is dark, what rests is pale.
pub(crate) const fn weight(status: Status, priority: i64) -> Weight {
    match status {
        Status::NotTakingForward | Status::Resolved => Weight::Quiet,
        _ if priority >= FIRST => Weight::Strong,
        _ => Weight::Plain,
    }
}
