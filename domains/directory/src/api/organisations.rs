use access::Scope;
use axum::extract::Path;
use axum::http::StatusCode;
use base::Problem;
use places::Places;
use web::asking::{Api, Body, json, json_status};
use web::{Answer, Query};

use super::shapes::{EndIn, Listed, OrganisationIn, OrganisationOut, email, needed, organisation as with_code, short};
use crate::commands::{self, NewPartner};
use crate::pages::AskedOrganisations;
use crate::partners::{self, Partner, Partners};

/// Organisations, by the page's filters.
#[utoipa::path(get, path = "/{p}/api/v1/directory/organisations", tag = "directory", operation_id = "list_organisations",
    params(("p" = String, Path), ("kind" = Option<String>, Query), ("place" = Option<String>, Query),
        ("all" = Option<String>, Query, description = "yes: also those that ended or have not begun")),
    responses((status = 200, body = Listed<OrganisationOut>), (status = 422)))]
pub(super) async fn list(api: Api, Path(_p): Path<String>, Query(typed): Query) -> Answer {
    let scope = &api.scope;
    let all = scope.snapshot.part::<Partners>()?;
    let found = AskedOrganisations::read(scope, &typed)?.among(scope, all)?;
    json(&Listed { items: found.into_iter().map(|one| OrganisationOut::of(scope, all, one)).collect(), next: None })
}

/// One organisation.
#[utoipa::path(get, path = "/{p}/api/v1/directory/organisations/{code}", tag = "directory", operation_id = "get_organisation",
    params(("p" = String, Path), ("code" = String, Path)), responses((status = 200, body = OrganisationOut), (status = 404)))]
pub(super) async fn organisation(api: Api, Path((_p, code)): Path<(String, String)>) -> Answer {
    let all = api.scope.snapshot.part::<Partners>()?;
    let one = all.by_code(&code).ok_or(Problem::NotFound)?;
    json(&OrganisationOut::of(&api.scope, all, one))
}

/// Adds an organisation.
#[utoipa::path(post, path = "/{p}/api/v1/directory/organisations", tag = "directory", operation_id = "add_organisation",
    params(("p" = String, Path)), request_body = OrganisationIn,
    responses((status = 201, body = OrganisationOut), (status = 401), (status = 403), (status = 422)))]
pub(super) async fn add(api: Api, Path(_p): Path<String>, body: Body<OrganisationIn>) -> Answer {
    let scope = configuring(api.scope)?;
    let new = body.sent()?.read(&scope, None)?;
    let code = new.code.clone();
    let within = scope.clone();
    scope.site.db.write(move |tx| commands::add_organisation(tx, &within, &new)).await?;
    answer(&scope, StatusCode::CREATED, code).await
}

/// Says anew what is known of an organisation: all of it, as in the list.
#[utoipa::path(post, path = "/{p}/api/v1/directory/organisations/{code}/change", tag = "directory",
    operation_id = "change_organisation", params(("p" = String, Path), ("code" = String, Path)), request_body = OrganisationIn,
    responses((status = 200, body = OrganisationOut), (status = 401), (status = 403), (status = 404), (status = 412), (status = 422)))]
pub(super) async fn change(api: Api, Path((_p, code)): Path<(String, String)>, body: Body<OrganisationIn>) -> Answer {
    let version = api.version;
    let scope = configuring(api.scope)?;
    let was = scope.snapshot.part::<Partners>()?.by_code(&code).ok_or(Problem::NotFound)?.clone();
    let to = body.sent()?.read(&scope, Some(&was))?;
    let within = scope.clone();
    scope.site.db.write(move |tx| commands::change_organisation(tx, &within, version, &to)).await?;
    answer(&scope, StatusCode::OK, code).await
}

/// Ends an organisation on a day; its successor takes over what is open then.
#[utoipa::path(post, path = "/{p}/api/v1/directory/organisations/{code}/end", tag = "directory",
    operation_id = "end_organisation", params(("p" = String, Path), ("code" = String, Path)), request_body = EndIn,
    responses((status = 200, body = OrganisationOut), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn end(api: Api, Path((_p, code)): Path<(String, String)>, body: Body<EndIn>) -> Answer {
    let version = api.version;
    let scope = configuring(api.scope)?;
    let EndIn { valid_to, successor } = body.sent()?;
    let day = valid_to.ok_or_else(|| Problem::field("valid_to", "Enter the first day on which it is no more"))?;
    let successor = with_code(&scope, "successor", successor)?;
    let (within, ending) = (scope.clone(), code.clone());
    let end = move |tx: &mut db::Tx<'_>| commands::end_organisation(tx, &within, &ending, version, (day, successor));
    scope.site.db.write(end).await?;
    answer(&scope, StatusCode::OK, code).await
}

impl OrganisationIn {
    fn read(self, scope: &Scope, was: Option<&Partner>) -> Result<NewPartner, Problem> {
        let code = match was {
            Some(one) => one.code.clone(),
            None => needed("code", self.code, 60, "Enter a code, like mill-lane-tenants")?,
        };
        if !crate::import::is_code(&code) {
            return Err(Problem::field("code", "Use small letters, digits and hyphens, like mill-lane-tenants"));
        }
        let kind = needed("kind", self.kind, 60, "Choose a kind")?;
        crate::import::kind_known(scope, &kind)?;
        let known = scope.snapshot.part::<Places>()?;
        let place = |code: &String| {
            let found = known.by_code(code).map(|(id, _)| id);
            found.ok_or_else(|| Problem::field("places", format!("There is no place with the code {code}")))
        };
        Ok(NewPartner {
            code,
            name: needed("name", self.name, 100, "Enter the organisation's name")?,
            kind,
            part_of: with_code(scope, "part_of", self.part_of)?,
            phone: short("phone", self.phone, 40)?,
            email: email(self.email)?,
            does: short("does", self.does, 300)?,
            gives: short("gives", self.gives, 300)?,
            places: self.places.iter().map(place).collect::<Result<_, _>>()?,
            valid_from: self.valid_from.or(was.map(|one| one.valid_from)).unwrap_or_else(|| scope.now.date()),
            valid_to: was.and_then(|one| one.valid_to),
            successor: was.and_then(|one| one.successor),
            is_front_door: self.is_front_door.unwrap_or(was.is_some_and(|one| one.is_front_door)),
        })
    }
}

async fn answer(scope: &Scope, status: StatusCode, code: String) -> Answer {
    let (partnership, today) = (scope.partnership(), scope.now.date());
    let all = scope.site.db.read(move |tx| partners::read(tx, partnership, today)).await?;
    let one = all.by_code(&code).ok_or(Problem::NotFound)?;
    json_status(status, &OrganisationOut::of(scope, &all, one))
}

fn configuring(scope: Scope) -> Result<Scope, Problem> {
    scope.may(access::Right::Configure, &access::Ground::default())?;
    Ok(scope)
}
