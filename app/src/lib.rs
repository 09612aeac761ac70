//! The house put together: which slices there are, how it is configured, and the commands of `wardmote`.

mod account;
mod administration;
pub mod backup;
pub mod bench;
mod cli;
mod commands;
mod config;
mod demo;
mod description;
mod failure;
pub mod founding;
mod front;
mod hosts;
mod house;
pub mod metrics;
mod operations;
pub mod presets;
mod readiness;
mod reference;
pub mod running;
pub mod set_up;
pub mod settled;
pub mod wiring;

pub use cli::run;
pub use demo::load as load_demonstration;
pub use failure::Failure;
