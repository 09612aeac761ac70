//! One file a command.

pub mod admin;
pub mod audit;
pub mod config;
pub mod doctor;
pub mod import;
pub mod migrate;
pub mod partnership;
pub mod serve;
pub mod token;
pub mod worker;
