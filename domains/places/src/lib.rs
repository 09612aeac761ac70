//! Places: wards, the areas composed of them, places of focus; which of them hold a point; how they are drawn.
//! README.md says what the field calls these.

pub mod point;
pub mod shape;

pub use point::{Bounds, Plane, Point};
pub use shape::{Shape, ShapeError};
