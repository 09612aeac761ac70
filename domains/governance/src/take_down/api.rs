//! The JSON twins.

use access::Scope;
use axum::extract::Path;
use axum::http::StatusCode;
use base::{FieldErrors, Instant, Problem, Reference, hours};
use db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::Answer;
use web::asking::{Api, Body, json, json_status};

use super::commands::{self, Ask, Decide, allowed, at_hand};
use super::model::{Decision, Request, Why};
use super::pages::{LONGEST_WORDS, MOST_ASKED, is_address};
use super::staff::LONGEST_REASON;
use super::store;

/// This part's share of the API's description.
#[derive(OpenApi)]
#[openapi(paths(ask, list, one, decide))]
pub struct Described;

/// A request to take something down.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AskIn {
    /// The reference of an issue or a concern.
    about: String,
    /// names, home, danger, untrue, other.
    why: String,
    #[serde(default)]
    words: Option<String>,
    /// Where to tell what was decided, if it is safe to write there.
    #[serde(default)]
    email: Option<String>,
}

/// What came of asking.
#[derive(Debug, Serialize, ToSchema)]
struct AskedOut {
    /// Null when somebody had asked before.
    reference: Option<String>,
    hidden: bool,
    decide_by: Instant,
}

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
pub struct DecideIn {
    /// keep_hidden or show_again.
    decision: String,
    reason: String,
}

/// A request, for whoever decides it.
#[derive(Debug, Serialize, ToSchema)]
struct RequestOut {
    reference: String,
    about: String,
    why: String,
    words: Option<String>,
    asked_at: Instant,
    hidden: bool,
    decide_by: Instant,
    decision: Option<String>,
    reason: Option<String>,
    decided_at: Option<Instant>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RequestsOut {
    items: Vec<RequestOut>,
    /// Always null: what waits is listed whole, up to 200.
    next: Option<String>,
}

/// Asks for something public to be taken down: hidden at once, decided within two working days.
#[utoipa::path(post, path = "/{p}/api/v1/take-downs", tag = "information", operation_id = "ask_take_down",
    params(("p" = String, Path)), request_body = AskIn,
    responses((status = 201, body = AskedOut), (status = 404), (status = 422), (status = 429)))]
pub async fn ask(api: Api, Path(_p): Path<String>, body: Body<AskIn>) -> Answer {
    api.count_post()?;
    let scope = api.scope;
    let (about, why, words, email) = body.anyones()?.read()?;
    scope.site.limiter.count("take-down", &api.from, MOST_ASKED, hours(24), scope.now)?;
    let ask = Ask::of(&scope, about, why, words.as_deref(), email.as_deref())?;
    let asking = scope.clone();
    let asked = scope.site.db.write(move |tx| commands::ask(tx, &asking, &ask)).await?;
    let out = AskedOut {
        reference: asked.reference.map(|reference| reference.to_string()),
        hidden: asked.hidden,
        decide_by: asked.decide_by,
    };
    json_status(StatusCode::CREATED, &out)
}

type Read = (Reference, Why, Option<String>, Option<String>);

impl AskIn {
    fn read(self) -> Result<Read, Problem> {
        let about = self.about.parse().map_err(|_| Problem::NotFound)?;
        let given = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let (words, email) = (given(self.words), given(self.email));
        let mut errors = FieldErrors::default();
        let why: Option<Why> = self.why.parse().ok();
        if why.is_none() {
            errors.add("why", "Choose names, home, danger, untrue or other");
        }
        if why == Some(Why::Other) && words.is_none() {
            errors.add("words", "Say why it should go");
        }
        if words.as_deref().is_some_and(|words| words.chars().count() > LONGEST_WORDS) {
            errors.add("words", format!("Use {LONGEST_WORDS} characters or fewer"));
        }
        if email.as_deref().is_some_and(|email| !is_address(email)) {
            errors.add("email", "Enter an e-mail address like name@example.org");
        }
        match why {
            Some(why) if errors.is_empty() => Ok((about, why, words, email)),
            _ => Err(Problem::Invalid(errors)),
        }
    }
}

/// Requests that wait for a decision, soonest due first.
#[utoipa::path(get, path = "/{p}/api/v1/take-downs", tag = "information", operation_id = "list_take_downs",
    params(("p" = String, Path)), responses((status = 200, body = RequestsOut), (status = 401), (status = 403)))]
pub async fn list(api: Api, Path(_p): Path<String>) -> Answer {
    allowed(&api.scope)?;
    let (scope, asking) = (api.scope.clone(), api.scope);
    let waiting = scope.site.db.read(move |tx| store::waiting(tx, &asking, 200).map_err(Problem::from)).await?;
    let items = waiting.into_iter().map(|request| RequestOut::of(&scope, request)).collect::<Result<_, _>>()?;
    json(&RequestsOut { items, next: None })
}

/// One request.
#[utoipa::path(get, path = "/{p}/api/v1/take-downs/{reference}", tag = "information", operation_id = "get_take_down",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, body = RequestOut), (status = 401), (status = 403), (status = 404)))]
pub async fn one(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    allowed(&api.scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let (scope, asking) = (api.scope.clone(), api.scope);
    let request = scope.site.db.read(move |tx| at_hand(tx, &asking, &reference)).await?;
    json(&RequestOut::of(&scope, request)?)
}

/// Decides one.
#[utoipa::path(post, path = "/{p}/api/v1/take-downs/{reference}/decide", tag = "information", operation_id = "decide_take_down",
    params(("p" = String, Path), ("reference" = String, Path)), request_body = DecideIn,
    responses((status = 200, body = RequestOut), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn decide(api: Api, Path((_p, text)): Path<(String, String)>, body: Body<DecideIn>) -> Answer {
    allowed(&api.scope)?;
    let reference: Reference = text.parse().map_err(|_| Problem::NotFound)?;
    let decide = body.sent()?.read()?;
    let (scope, asking) = (api.scope.clone(), api.scope);
    let decided = scope.site.db.write(move |tx: &mut Tx<'_>| {
        commands::decide(tx, &asking, &reference, &decide)?;
        at_hand(tx, &asking, &reference)
    });
    json(&RequestOut::of(&scope, decided.await?)?)
}

impl DecideIn {
    fn read(self) -> Result<Decide, Problem> {
        let decision: Decision =
            self.decision.parse().map_err(|_| Problem::field("decision", "Choose keep_hidden or show_again"))?;
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            return Err(Problem::field("reason", format!("Enter why, in {LONGEST_REASON} characters or fewer")));
        }
        Ok(Decide { decision, reason })
    }
}

impl RequestOut {
    fn of(scope: &Scope, request: Request) -> Result<Self, Problem> {
        let (wrapped, words) = (request.wrapped.as_deref(), request.words.as_deref());
        Ok(Self {
            words: scope.site.vault.open(request.id, wrapped, "take_down_request.words", words)?.words(),
            reference: request.reference,
            about: request.record_reference,
            why: request.why.to_string(),
            asked_at: request.asked_at,
            hidden: request.hidden,
            decide_by: request.decide_by,
            decision: request.decision.map(|decision| decision.to_string()),
            reason: request.reason,
            decided_at: request.decided_at,
        })
    }
}
