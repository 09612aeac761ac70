use access::Scope;
use axum::extract::Path;
use axum::http::StatusCode;
use base::{Date, Id, Problem};
use db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::asking::{Api, Body, json, json_status};
use web::{Answer, Query};

use super::shapes::{Listed, PersonOut, RoleIn, email, needed, organisation, short};
use crate::commands::{self, Asked, Invitation, PersonChange, RoleChange, Standing};
use crate::model::Reaching;
use crate::pages::{Key, after, asked_people, person_known};
use crate::store::{self, Post};
use crate::vacancy::{self, Vacancy};

/// People by name, by the page's filters.
#[utoipa::path(get, path = "/{p}/api/v1/people", tag = "directory", operation_id = "list_people",
    params(("p" = String, Path), ("role" = Option<String>, Query), ("place" = Option<String>, Query),
        ("organisation" = Option<String>, Query), ("show" = Option<String>, Query, description = "here, invited, leaving, left or all"),
        ("limit" = Option<i64>, Query), ("after" = Option<String>, Query)),
    responses((status = 200, body = Listed<PersonOut>), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn list(api: Api, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = managing(api.scope)?;
    let filter = asked_people(&scope, &typed)?;
    let limit = match typed.get("limit").map(str::parse::<i64>) {
        None => 50,
        Some(Ok(limit)) if (1..=200).contains(&limit) => limit,
        Some(_) => return Err(Problem::field("limit", "Use a limit between 1 and 200").into()),
    };
    let (partnership, now, from) = (scope.partnership(), scope.now, after(&typed));
    let (mut found, roles) = scope
        .site
        .db
        .read(move |tx| {
            let found = store::people(tx, partnership, &filter, now, &from, limit + 1)?;
            let ids: Vec<Id> = found.iter().map(|person| person.id).collect();
            let roles = store::roles_of(tx, partnership, &ids)?;
            Ok::<_, Problem>((found, roles))
        })
        .await?;
    let more = i64::try_from(found.len()).is_ok_and(|len| len > limit);
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = found.last().filter(|_| more).map(|last| format!("{}~{}", last.name, last.id));
    json(&Listed { items: found.iter().map(|person| PersonOut::of(&scope, person, &roles)).collect(), next })
}

/// A role that nobody holds.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VacancyOut {
    pub role: &'static str,
    pub title: String,
    pub reach: String,
    pub reach_code: Option<String>,
    pub place: String,
    #[schema(value_type = Option<String>, format = Date)]
    pub since: Option<Date>,
    pub held_last_by: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    pub filled_on: Option<Date>,
}

/// Roles and places without a holder.
#[utoipa::path(get, path = "/{p}/api/v1/people/vacancies", tag = "directory", operation_id = "list_vacancies",
    params(("p" = String, Path)), responses((status = 200, body = Listed<VacancyOut>), (status = 401), (status = 403)))]
pub(super) async fn vacancies(api: Api, Path(_p): Path<String>) -> Answer {
    let scope = managing(api.scope)?;
    json(&Listed { items: vacancies_out(&scope)?, next: None })
}

/// Every vacancy of today, as programs are told it.
pub(crate) fn vacancies_out(scope: &Scope) -> Result<Vec<VacancyOut>, Problem> {
    let out = |one: Vacancy| {
        let reaching = Reaching::of(scope, &one.reach.0, one.reach.1);
        let (since, held_last_by) = one.since.unzip();
        VacancyOut {
            role: one.role.as_str(),
            title: one.title,
            reach: reaching.kind,
            reach_code: reaching.code,
            place: one.place,
            since,
            held_last_by,
            filled_on: one.filled_on,
        }
    };
    Ok(vacancy::vacancies(scope, scope.now.date())?.into_iter().map(out).collect())
}

/// Somebody to be invited, and the role they are given.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct InvitationIn {
    email: Option<String>,
    name: Option<String>,
    organisation: Option<String>,
    phone: Option<String>,
    #[serde(flatten)]
    role: RoleIn,
}

/// Who was invited; `asked` is `new`, `again` (known, given one role more) or `already` (nothing was done).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InvitedOut {
    asked: &'static str,
    sentence: Option<String>,
    /// No mail server is named, so the mail waits until one is.
    mail_waits: bool,
    person: PersonOut,
}

/// Invites somebody by mail. An address that is known is the same person; the same invitation twice does nothing twice.
#[utoipa::path(post, path = "/{p}/api/v1/people", tag = "directory", operation_id = "invite_person",
    params(("p" = String, Path)), request_body = InvitationIn,
    responses((status = 201, body = InvitedOut), (status = 200, body = InvitedOut), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn invite(api: Api, Path(_p): Path<String>, body: Body<InvitationIn>) -> Answer {
    let scope = managing(api.scope)?;
    let sent = body.sent()?;
    let missing = || Problem::field("email", "Enter an e-mail address like name@example.org");
    let new = Invitation {
        email: email(sent.email)?.ok_or_else(missing)?,
        name: needed("name", sent.name, 100, "Enter their name")?,
        organisation: organisation(&scope, "organisation", sent.organisation)?,
        phone: short("phone", sent.phone, 40)?,
        role: sent.role.read(&scope)?,
    };
    let within = scope.clone();
    let invited = scope.site.db.write(move |tx| commands::invite(tx, &within, &new)).await?;
    let (status, asked, sentence) = match invited.asked {
        Asked::New => (StatusCode::CREATED, "new", None),
        Asked::Again => (StatusCode::OK, "again", None),
        Asked::Already(sentence) => (StatusCode::OK, "already", Some(sentence)),
    };
    let person = told(&scope, invited.person).await?;
    json_status(status, &InvitedOut { asked, sentence, mail_waits: scope.site.settings.mail_waits, person })
}

/// A person with everything recorded that the asker may see.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonWhole {
    #[serde(flatten)]
    person: PersonOut,
    /// By the key of their role; null for whoever may not see it.
    #[schema(value_type = Option<Object>)]
    posts: Option<Vec<serde_json::Value>>,
    interests: Vec<InterestOut>,
    training: Option<Vec<TrainingOut>>,
    #[schema(value_type = Option<Vec<String>>)]
    reviews: Option<Vec<Date>>,
}

/// An interest somebody declared.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InterestOut {
    what: String,
    #[schema(value_type = String, format = Date)]
    valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<Date>,
}

/// Training attended, or needed while it has no day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrainingOut {
    subject: String,
    #[schema(value_type = Option<String>, format = Date)]
    attended_on: Option<Date>,
}

/// One person: for administrators, the person, their line manager and, as far as interests go, those who decide.
#[utoipa::path(get, path = "/{p}/api/v1/people/{id}", tag = "directory", operation_id = "get_person",
    params(("p" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = PersonWhole), (status = 401), (status = 404)))]
pub(super) async fn person(api: Api, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    let scope = signed_in(api.scope)?;
    let known = person_known(&scope, id).await?;
    let record = known.sight.record;
    let post = |(role, post): &(Id, Post)| {
        let code = post.owner.and_then(|id| scope.snapshot.organisation(id)).map(|one| one.code.clone());
        serde_json::json!({
            "role": role, "owner": code, "line_manager": post.line_manager, "terms": post.terms,
            "contract_from": post.contract_from, "contract_to": post.contract_to, "targets": post.targets,
            "assessed_by": post.assessed_by, "appointed_how": post.appointed_how, "agreed_by": post.agreed_by,
        })
    };
    json(&PersonWhole {
        person: PersonOut::of(&scope, &known.person, &known.roles),
        posts: record.then(|| known.posts.iter().map(post).collect()),
        interests: known
            .record
            .interests
            .into_iter()
            .map(|one| InterestOut { what: one.what, valid_from: one.valid_from, valid_to: one.valid_to })
            .collect(),
        training: record.then(|| {
            let all = known.record.training.into_iter();
            all.map(|one| TrainingOut { subject: one.subject, attended_on: one.attended_on }).collect()
        }),
        reviews: record.then_some(known.record.reviews),
    })
}

/// What is said anew of a person: all of it.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PersonIn {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    organisation: Option<String>,
}

/// Says anew who somebody is and how they are reached.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/change", tag = "directory", operation_id = "change_person",
    params(("p" = String, Path), ("id" = String, Path)), request_body = PersonIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 403), (status = 404), (status = 412), (status = 422)))]
pub(super) async fn change(api: Api, Path((_p, Key(id))): Path<(String, Key)>, body: Body<PersonIn>) -> Answer {
    let version = api.version;
    let scope = managing(api.scope)?;
    let sent = body.sent()?;
    let to = PersonChange {
        version,
        name: needed("name", sent.name, 100, "Enter their name")?,
        email: email(sent.email)?,
        phone: short("phone", sent.phone, 40)?,
        organisation: organisation(&scope, "organisation", sent.organisation)?,
    };
    act(scope, id, move |tx, scope| commands::change_person(tx, scope, id, &to).map(drop)).await
}

/// Sends the invitation again.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/invite-again", tag = "directory", operation_id = "invite_person_again",
    params(("p" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = PersonOut), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn invite_again(api: Api, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    act(managing(api.scope)?, id, move |tx, scope| commands::invite_again(tx, scope, id).map(drop)).await
}

/// When somebody leaves.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct LeaveIn {
    /// The first day on which they are gone; now, when nothing is said.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
}

/// Somebody leaves, now or from a day on.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/leave", tag = "directory", operation_id = "person_leaves",
    params(("p" = String, Path), ("id" = String, Path)), request_body = LeaveIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn leave(api: Api, Path((_p, Key(id))): Path<(String, Key)>, body: Body<LeaveIn>) -> Answer {
    let version = api.version;
    let scope = managing(api.scope)?;
    let from = body.sent()?.from;
    act(scope, id, move |tx, scope| commands::leave(tx, scope, id, version, from)).await
}

/// Somebody who was to leave stays.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/stay", tag = "directory", operation_id = "person_stays",
    params(("p" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = PersonOut), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn stay(api: Api, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    let version = api.version;
    act(managing(api.scope)?, id, move |tx, scope| commands::stay(tx, scope, id, version)).await
}

/// Gives somebody a role.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/roles", tag = "directory", operation_id = "give_role",
    params(("p" = String, Path), ("id" = String, Path)), request_body = RoleIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn give(api: Api, Path((_p, Key(id))): Path<(String, Key)>, body: Body<RoleIn>) -> Answer {
    let version = api.version;
    let scope = managing(api.scope)?;
    let role = body.sent()?.read(&scope)?;
    act(scope, id, move |tx, scope| commands::give_role(tx, scope, id, version, &role).map(drop)).await
}

/// What is said anew of a role.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RoleChangeIn {
    title: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<Date>,
}

/// Says anew what a role is called and when it is held.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/roles/{membership}/change", tag = "directory", operation_id = "change_role",
    params(("p" = String, Path), ("id" = String, Path), ("membership" = String, Path)), request_body = RoleChangeIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn change_role(
    api: Api,
    Path((_p, Key(id), Key(membership))): Path<(String, Key, Key)>,
    body: Body<RoleChangeIn>,
) -> Answer {
    let version = api.version;
    let scope = managing(api.scope)?;
    let sent = body.sent()?;
    let valid_from = sent.valid_from.ok_or_else(|| Problem::field("valid_from", "Enter the first day"))?;
    let title = short("title", sent.title, 100)?;
    let to = RoleChange { version, title, valid_from, valid_to: sent.valid_to };
    act(scope, id, move |tx, scope| commands::change_role(tx, scope, (id, membership), &to).map(drop)).await
}

/// Ends a role on a day.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/roles/{membership}/end", tag = "directory", operation_id = "end_role",
    params(("p" = String, Path), ("id" = String, Path), ("membership" = String, Path)), request_body = RoleChangeIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn end_role(
    api: Api,
    Path((_p, Key(id), Key(membership))): Path<(String, Key, Key)>,
    body: Body<RoleChangeIn>,
) -> Answer {
    let version = api.version;
    let scope = managing(api.scope)?;
    let day = body.sent()?.valid_to.unwrap_or_else(|| scope.now.date());
    act(scope, id, move |tx, scope| commands::end_role(tx, scope, (id, membership), version, day)).await
}

/// Who stands in, and when.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CoverIn {
    person: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    valid_from: Option<Date>,
    /// The day on which the holder is back.
    #[schema(value_type = Option<String>, format = Date)]
    valid_to: Option<Date>,
}

/// Lets somebody stand in for a role between two days.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/roles/{membership}/cover", tag = "directory", operation_id = "arrange_cover",
    params(("p" = String, Path), ("id" = String, Path), ("membership" = String, Path)), request_body = CoverIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn cover(
    api: Api,
    Path((_p, Key(id), Key(membership))): Path<(String, Key, Key)>,
    body: Body<CoverIn>,
) -> Answer {
    let version = api.version;
    let scope = managing(api.scope)?;
    let sent = body.sent()?;
    let stand_in = sent.person.as_deref().and_then(|id| id.parse().ok());
    let standing = Standing {
        person: stand_in.ok_or_else(|| Problem::field("person", "Choose who stands in, by their id"))?,
        valid_from: sent.valid_from.unwrap_or_else(|| scope.now.date()),
        valid_to: sent.valid_to.ok_or_else(|| Problem::field("valid_to", "Enter the day on which they are back"))?,
    };
    let both = (id, membership);
    act(scope, id, move |tx, scope| commands::cover(tx, scope, both, version, &standing).map(drop)).await
}

/// Which cover to end.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct EndCoverIn {
    cover: Option<String>,
}

/// Ends a cover today.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/end-cover", tag = "directory", operation_id = "end_cover",
    params(("p" = String, Path), ("id" = String, Path)), request_body = EndCoverIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 403), (status = 404)))]
pub(super) async fn end_cover(api: Api, Path((_p, Key(id))): Path<(String, Key)>, body: Body<EndCoverIn>) -> Answer {
    let scope = managing(api.scope)?;
    let cover: Id = body.sent()?.cover.and_then(|id| id.parse().ok()).unwrap_or_default();
    act(scope, id, move |tx, scope| commands::end_cover(tx, scope, id, cover)).await
}

/// What is recorded of a post.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PostIn {
    owner: Option<String>,
    line_manager: Option<String>,
    terms: Option<String>,
    #[schema(value_type = Option<String>, format = Date)]
    contract_from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    contract_to: Option<Date>,
    targets: Option<String>,
    assessed_by: Option<String>,
    appointed_how: Option<String>,
    agreed_by: Option<String>,
}

/// Keeps what is recorded of the post behind a role.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/roles/{membership}/post", tag = "directory", operation_id = "keep_post",
    params(("p" = String, Path), ("id" = String, Path), ("membership" = String, Path)), request_body = PostIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn post_of(
    api: Api,
    Path((_p, Key(id), Key(membership))): Path<(String, Key, Key)>,
    body: Body<PostIn>,
) -> Answer {
    let scope = managing(api.scope)?;
    let sent = body.sent()?;
    let manager = match sent.line_manager {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| Problem::field("line_manager", "Choose a person, by their id"))?),
    };
    let post = Post {
        owner: organisation(&scope, "owner", sent.owner)?,
        line_manager: manager,
        terms: short("terms", sent.terms, 200)?,
        contract_from: sent.contract_from,
        contract_to: sent.contract_to,
        targets: short("targets", sent.targets, 1_000)?,
        assessed_by: short("assessed_by", sent.assessed_by, 300)?,
        appointed_how: short("appointed_how", sent.appointed_how, 300)?,
        agreed_by: short("agreed_by", sent.agreed_by, 300)?,
    };
    act(scope, id, move |tx, scope| commands::keep_post(tx, scope, (id, membership), &post).map(drop)).await
}

/// What is noted of a person.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NoteIn {
    /// An interest: what they have to do with.
    what: Option<String>,
    /// Training: in what.
    subject: Option<String>,
    /// The day: an interest's first, training's, a review's.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
}

/// Declares an interest.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/interests", tag = "directory", operation_id = "declare_interest",
    params(("p" = String, Path), ("id" = String, Path)), request_body = NoteIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 404), (status = 422)))]
pub(super) async fn declare(api: Api, Path((_p, Key(id))): Path<(String, Key)>, body: Body<NoteIn>) -> Answer {
    let scope = signed_in(api.scope)?;
    let sent = body.sent()?;
    let what = needed("what", sent.what, 300, "Enter what they have to do with")?;
    let from = sent.on.unwrap_or_else(|| scope.now.date());
    act(scope, id, move |tx, scope| commands::declare_interest(tx, scope, id, &what, from)).await
}

/// Notes training: attended on a day, or needed.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/training", tag = "directory", operation_id = "note_training",
    params(("p" = String, Path), ("id" = String, Path)), request_body = NoteIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 404), (status = 422)))]
pub(super) async fn train(api: Api, Path((_p, Key(id))): Path<(String, Key)>, body: Body<NoteIn>) -> Answer {
    let scope = signed_in(api.scope)?;
    let sent = body.sent()?;
    let subject = needed("subject", sent.subject, 200, "Enter what the training is in")?;
    let on = sent.on;
    act(scope, id, move |tx, scope| commands::add_training(tx, scope, id, &subject, on)).await
}

/// Notes the day of a development review.
#[utoipa::path(post, path = "/{p}/api/v1/people/{id}/reviews", tag = "directory", operation_id = "note_review",
    params(("p" = String, Path), ("id" = String, Path)), request_body = NoteIn,
    responses((status = 200, body = PersonOut), (status = 401), (status = 404), (status = 422)))]
pub(super) async fn review(api: Api, Path((_p, Key(id))): Path<(String, Key)>, body: Body<NoteIn>) -> Answer {
    let scope = signed_in(api.scope)?;
    let day = body.sent()?.on.unwrap_or_else(|| scope.now.date());
    act(scope, id, move |tx, scope| commands::hold_review(tx, scope, id, day)).await
}

/// Does something to a person and answers them as they are then.
async fn act(
    scope: Scope,
    id: Id,
    doing: impl Fn(&mut Tx<'_>, &Scope) -> Result<(), Problem> + Send + 'static,
) -> Answer {
    let within = scope.clone();
    scope.site.db.write(move |tx| doing(tx, &within)).await?;
    json(&told(&scope, id).await?)
}

async fn told(scope: &Scope, id: Id) -> Result<PersonOut, Problem> {
    let partnership = scope.partnership();
    let read = move |tx: &mut Tx<'_>| {
        let person = store::person(tx, partnership, id)?.ok_or(Problem::NotFound)?;
        Ok::<_, Problem>((person, store::roles_of(tx, partnership, &[id])?))
    };
    let (person, roles) = scope.site.db.read(read).await?;
    Ok(PersonOut::of(scope, &person, &roles))
}

fn managing(scope: Scope) -> Result<Scope, Problem> {
    scope.may(access::Right::ManagePeople, &access::Ground::default())?;
    Ok(scope)
}

fn signed_in(scope: Scope) -> Result<Scope, Problem> {
    if scope.hat().is_some() { Ok(scope) } else { Err(Problem::SignIn) }
}
