//! Signing in, and what somebody keeps of their own: hats, password, keys for programs.

mod mail;
mod own;
mod session;
mod sign_in;

use std::sync::Arc;

use access::Site;
use axum::Router;
use axum::routing::{get, post};
use jobs::Handler;

pub use session::begin as begin_session;

/// The one job: mailing a sign-in link.
pub const JOBS: &[Handler] = &[mail::SEND_LINK];

pub fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/{p}/account", get(own::show))
        .route("/{p}/account/sign-in", get(sign_in::ask).post(sign_in::answer))
        .route("/{p}/account/sign-in/sent", get(sign_in::sent))
        .route("/{p}/account/sign-in/{secret}", get(sign_in::link).post(sign_in::follow))
        .route("/{p}/account/hat", post(own::wear))
        .route("/{p}/account/password", post(own::set_password))
        .route("/{p}/account/sign-out", post(own::sign_out))
        .route("/{p}/account/tokens", post(own::make_token))
        .route("/{p}/account/tokens/end", post(own::end_token))
}
