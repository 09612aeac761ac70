//! The house put together: which slices there are, how it is configured, and the commands of `wardmote`.

mod account;
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
mod presets;
pub mod running;
pub mod set_up;
pub mod wiring;

pub use cli::run;
pub use commands::audit::verify;
pub use demo::load as load_demonstration;
