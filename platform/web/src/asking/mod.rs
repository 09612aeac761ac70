//! Who asks: extractors that turn a request into a `Scope` and what was sent with it. Pages take a session, the API a
//! bearer token; a form posted by somebody signed in carries a token bound to their session, an anonymous one must come
//! from our own pages.

mod api;
mod carry_on;
mod posted;
mod uploaded;
mod visit;

pub use api::{Api, Body, Keyed, json, json_status};
pub use posted::{Posted, Working, new_once};
pub use uploaded::{Uploaded, UploadedFile, file_body};
pub use visit::{SESSION_COOKIE, Staff, Visit, form_token};
