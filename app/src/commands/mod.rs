//! One file a command.

pub mod admin;
pub mod audit;
pub mod backup;
pub mod config;
pub mod doctor;
pub mod import;
pub mod migrate;
pub mod opened;
pub mod partnership;
pub mod restore;
pub mod serve;
pub mod settings;
pub mod token;
pub mod worker;
