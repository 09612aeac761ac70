//! Measures both readers against their golden sets.

#[path = "it/danger.rs"]
mod danger;
#[path = "it/personal.rs"]
mod personal;
#[path = "it/preset.rs"]
mod preset;
