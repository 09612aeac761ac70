//! What staff do to a concern: notes of talks, its protection. Leave is asked before anybody looks at what was sent: whoever may
//! not is told that and no more.

use access::{Right, Scope};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use base::{Problem, Reference};
use db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use voice::Concern;
use web::Answer;
use web::asking::{Api, Body, json};

use super::shapes::{needed, reference};
use crate::commands;

/// A level of protection, and why.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ProtectIn {
    /// 0 to 5.
    protection: Option<i64>,
    reason: Option<String>,
}

/// Where its protection stands now.
#[derive(Debug, Serialize, ToSchema)]
struct ProtectedOut {
    reference: String,
    /// Whether it was done; a lowering from 3 or above waits for a second person.
    done: bool,
}

/// A note of a call, visit or letter.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NoteIn {
    /// phone, in_person, doorstep, meeting, letter, email.
    way: Option<String>,
    /// What was said, and what they were told; up to 4,000 characters.
    words: Option<String>,
}

/// Keeps a note of a call, visit or letter about a concern.
#[utoipa::path(post, path = "/{p}/api/v1/concerns/{reference}/note", tag = "concerns", operation_id = "note_contact",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = NoteIn,
    responses((status = 201), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn note(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<NoteIn>) -> Answer {
    let scope = api.scope;
    scope.hat().ok_or(Problem::SignIn)?;
    let (asking, at) = (scope.clone(), reference(&text)?);
    let about = at.clone();
    scope.site.db.read(move |tx| commands::may_note(tx, &asking, &about).map(drop)).await?;
    let sent = body.sent()?;
    let way = needed("way", sent.way, 20, "Say how you were in touch")?;
    let way = way
        .parse()
        .map_err(|_| Problem::field("way", "Choose phone, in_person, doorstep, meeting, letter or email"))?;
    let words = needed("words", sent.words, voice::LONGEST_WORDS, "Enter what was said, and what you told them")?;
    let site = std::sync::Arc::clone(&scope.site);
    let note = commands::Note { way, words };
    site.db.write(move |tx| commands::note(tx, &scope, &at, &note)).await?;
    Ok(StatusCode::CREATED.into_response())
}

/// Raises a concern's protection, in one act.
#[utoipa::path(post, path = "/{p}/api/v1/concerns/{reference}/raise", tag = "concerns", operation_id = "raise_protection",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = ProtectIn,
    responses((status = 200, body = ProtectedOut), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn raise(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<ProtectIn>) -> Answer {
    let scope = api.scope;
    let reference = may(&scope, &text, Right::RaiseProtection).await?;
    let (to, reason) = body.sent()?.read(true)?;
    let site = std::sync::Arc::clone(&scope.site);
    let at = reference.clone();
    site.db.write(move |tx| commands::raise(tx, &scope, &at, to, &reason)).await?;
    json(&ProtectedOut { reference: reference.to_string(), done: true })
}

/// Lowers a concern's protection; from 3 and above it takes two people.
#[utoipa::path(post, path = "/{p}/api/v1/concerns/{reference}/lower", tag = "concerns", operation_id = "lower_protection",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = ProtectIn,
    responses((status = 200, body = ProtectedOut), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn lower(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<ProtectIn>) -> Answer {
    let reference = may(&api.scope, &text, Right::LowerProtection).await?;
    let (to, reason) = body.sent()?.read(true)?;
    protect(api.scope, reference, Right::LowerProtection, move |tx, scope, permit, concern| {
        voice::lower(tx, scope, permit, concern, to, &reason)
    })
    .await
}

/// Releases a held concern into ordinary work.
#[utoipa::path(post, path = "/{p}/api/v1/concerns/{reference}/release", tag = "concerns", operation_id = "release_concern",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = ProtectIn,
    responses((status = 200, body = ProtectedOut), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn release(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<ProtectIn>) -> Answer {
    let reference = may(&api.scope, &text, Right::ReleaseHeld).await?;
    let (_, reason) = body.sent()?.read(false)?;
    protect(api.scope, reference, Right::ReleaseHeld, move |tx, scope, permit, concern| {
        voice::release(tx, scope, permit, concern, &reason).map(|()| true)
    })
    .await
}

impl ProtectIn {
    fn read(self, with_level: bool) -> Result<(i64, String), Problem> {
        let to = match self.protection {
            Some(to) if (0..=voice::MOST_PROTECTED).contains(&to) => to,
            None if !with_level => 0,
            _ => return Err(Problem::field("protection", "Choose a protection from 0 to 5")),
        };
        Ok((to, needed("reason", self.reason, 4000, "Enter the reason")?))
    }
}

/// Whether this person may do that with the concern: asked before anybody looks at what they sent.
async fn may(scope: &Scope, text: &str, right: Right) -> Result<Reference, Problem> {
    scope.hat().ok_or(Problem::SignIn)?;
    let (asking, reference) = (scope.clone(), reference(text)?);
    let at = reference.clone();
    let ask = move |tx: &mut Tx<'_>| {
        let (_, ground) = commands::concern_at_hand(tx, &asking, &at)?;
        asking.may(right, &ground).map(drop)
    };
    scope.site.db.read(ask).await?;
    Ok(reference)
}

async fn protect(
    scope: Scope,
    reference: Reference,
    right: Right,
    act: impl Fn(&mut Tx<'_>, &Scope, &access::Permit, &Concern) -> Result<bool, Problem> + Send + 'static,
) -> Answer {
    let site = std::sync::Arc::clone(&scope.site);
    let out = site
        .db
        .write(move |tx| {
            let (concern, ground) = commands::concern_at_hand(tx, &scope, &reference)?;
            let permit = scope.may(right, &ground)?;
            let done = act(tx, &scope, &permit, &concern)?;
            Ok::<_, Problem>(ProtectedOut { reference: concern.reference, done })
        })
        .await?;
    json(&out)
}
