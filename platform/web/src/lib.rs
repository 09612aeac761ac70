//! What a person sees: the page shell, GOV.UK components, forms that keep what was typed, words in their language, and
//! pages for everything that can go wrong.
//!
//! A slice's page is a struct with a `shell` (and a `form`, where it asks something) and a template beside it:
//!
//! ```html
//! {% extends "shell.html" %}
//! {% block main %}
//! <h1 class="govuk-heading-l">{{ shell.title }}</h1>
//! <form method="post" novalidate>
//!   {{ form.input("postcode", w.postcode()).hint(w.postcode_hint()).postcode() }}
//!   {{ form.radios("level", w.level()).choices(levels) }}
//!   {{ Button::new(w.go_on()) }}
//! </form>
//! {% endblock %}
//! ```
//!
//! Its handler reads [`Typed`], asks it ([`Ask`]) and either goes on or shows the form [`again`]:
//!
//! ```ignore
//! async fn post(typed: Typed) -> Answer {
//!     match forms::Assess::parse(typed.ask(words)) {
//!         Ok(command) => ..,
//!         Err(errors) => again(&AssessPage { shell: shell.errors(&errors), form: Form::failed(words, typed, errors) }),
//!     }
//! }
//! ```
//!
//! The slice's `askama.toml` says `dirs = ["src/pages", "../../platform/web/templates"]`.

pub mod asking;
pub mod assets;
pub mod brand;
pub mod chart;
pub mod components;
pub mod download;
mod edge;
mod forms;
pub mod language;
mod manifest;
mod markup;
mod pages;
mod problem;
mod shell;
#[cfg(feature = "testing")]
pub mod testing;
mod waits;
mod words;

pub use edge::{Edge, OperationId, Route, ShellFor, edge};
pub use forms::{Ask, Form, Query, Typed};
pub use manifest::Manifest;
pub use markup::Markup;
pub use pages::{again, page, personal};
pub use problem::Refusal;
pub use shell::{Language, Place, Shell, Visitor};
pub use waits::{Waits, WaitsFor, waits};
pub use words::{Number, Words, thousands};

/// What a handler answers: a response, or why not.
pub type Answer = Result<axum::response::Response, Refusal>;
