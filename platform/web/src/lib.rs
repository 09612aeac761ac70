//! What a person sees: the page shell, GOV.UK components, forms that keep what was typed, words in their language, and
//! pages for everything that can go wrong. A slice's page is a template that begins `{% extends "shell.html" %}`.

pub mod asking;
pub mod assets;
pub mod brand;
pub mod components;
mod edge;
mod forms;
mod manifest;
mod markup;
mod pages;
mod problem;
mod shell;
#[cfg(feature = "testing")]
pub mod testing;
mod words;

pub use edge::{Edge, OperationId, ShellFor, edge};
pub use forms::{Ask, Form, Query, Typed};
pub use manifest::Manifest;
pub use markup::Markup;
pub use pages::{again, page, personal};
pub use problem::Refusal;
pub use shell::{Language, Place, Shell, Visitor};
pub use words::{Number, Words};

/// What a handler answers: a response, or why not.
pub type Answer = Result<axum::response::Response, Refusal>;
