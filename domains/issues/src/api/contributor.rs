//! What a contributor can do with their secret link, for programs that act for them.

use access::{Scope, Who};
use axum::extract::Path;
use base::{Problem, minutes};
use db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use voice::Concern;
use web::Answer;
use web::asking::{Api, Body, json};

use super::shapes::optional;
use crate::commands;

/// Words that may come with it.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct WordsIn {
    #[serde(default)]
    words: Option<String>,
}

/// Where the matter stands now.
#[derive(Debug, Serialize, ToSchema)]
struct StandsOut {
    status: String,
}

/// "It is still there": a resolved issue comes back.
#[utoipa::path(post, path = "/{p}/api/v1/c/{secret}/contest", tag = "contributor", operation_id = "contest",
    params(("p" = String, Path), ("secret" = String, Path, description = "The 22 characters of the secret link")),
    request_body = WordsIn, responses((status = 200, body = StandsOut), (status = 404), (status = 409)))]
pub(super) async fn contest(api: Api, Path((_p, secret)): Path<(String, String)>, body: Body<WordsIn>) -> Answer {
    act(api, secret, body.anyones()?, |tx, scope, concern, words| {
        commands::contest(tx, scope, concern, words).map(|issue| issue.status.to_string())
    })
    .await
}

/// Asks for another decision, once.
#[utoipa::path(post, path = "/{p}/api/v1/c/{secret}/ask-again", tag = "contributor", operation_id = "ask_again",
    params(("p" = String, Path), ("secret" = String, Path)),
    request_body = WordsIn, responses((status = 200, body = StandsOut), (status = 404), (status = 409)))]
pub(super) async fn ask_again(api: Api, Path((_p, secret)): Path<(String, String)>, body: Body<WordsIn>) -> Answer {
    act(api, secret, body.anyones()?, |tx, scope, concern, words| {
        commands::ask_again(tx, scope, concern, words).map(|issue| issue.status.to_string())
    })
    .await
}

/// No more news.
#[utoipa::path(post, path = "/{p}/api/v1/c/{secret}/stop-mail", tag = "contributor", operation_id = "stop_mail",
    params(("p" = String, Path), ("secret" = String, Path)),
    request_body = WordsIn, responses((status = 200, body = StandsOut), (status = 404)))]
pub(super) async fn stop_mail(api: Api, Path((_p, secret)): Path<(String, String)>, body: Body<WordsIn>) -> Answer {
    act(api, secret, body.anyones()?, |tx, scope, concern, _| {
        voice::stop_mail(tx, scope, concern).map(|()| concern.public_status().to_string())
    })
    .await
}

async fn act(
    api: Api,
    secret: String,
    sent: WordsIn,
    verb: fn(&mut Tx<'_>, &Scope, &Concern, Option<&str>) -> Result<String, Problem>,
) -> Answer {
    api.count_post()?;
    let words = optional("words", sent.words, voice::LONGEST_WORDS)?;
    let (scope, from) = (api.scope, api.from);
    let site = std::sync::Arc::clone(&scope.site);
    let done = site
        .db
        .write(move |tx| {
            let (concern, _) = voice::by_secret(tx, scope.partnership(), &secret)?.ok_or(Problem::NotFound)?;
            let contributor = Scope { who: Who::Contributor(concern.id), ..scope.clone() };
            verb(tx, &contributor, &concern, words.as_deref())
        })
        .await;
    if matches!(done, Err(Problem::NotFound)) {
        site.limiter.count("secret", &from, 30, minutes(10), site.clock.now())?;
    }
    json(&StandsOut { status: done? })
}
