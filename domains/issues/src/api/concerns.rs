//! Concerns: told to us by anybody, read by those who may.

use access::{Ground, Right, Scope, Sees};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use base::{Id, Instant, Problem, Reference};
use db::Tx;
use places::{Lines, Postcode};
use record::Unsealed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use voice::{
    Categories, Channel, Concern, ConcernFilter, ConcernLine, ConcernStatus, Contact, PublicPlace, SafeWay, Told,
};
use web::asking::{Api, Body, Keyed, json, json_status};
use web::{Answer, Query};

use super::located::located;
use super::shapes::{Listed, needed, optional, reference};
use super::verbs::point_of;
use crate::commands::{self, Report, places_in};
use crate::pages::somewhere;
use crate::similar::{self, Similar};
use crate::store;

/// How to reach whoever told us.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub(super) struct ContactIn {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    /// By which way it is safe: email, phone, letter or none; true means whichever was given.
    #[schema(value_type = Option<String>)]
    safe: Option<Safe>,
    /// Whether they want to be told what happens.
    consent: Option<bool>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum Safe {
    Yes(bool),
    Way(String),
}

/// Something told to us.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ConcernIn {
    /// The category's code.
    category: Option<String>,
    /// Their words, up to 4,000 characters.
    description: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    /// Where, in words.
    address: Option<String>,
    postcode: Option<String>,
    /// A place's code.
    place: Option<String>,
    /// How it reached us.
    channel: Option<String>,
    people_affected: Option<i64>,
    /// The language to answer in, as a tag: en-GB, cy, ur.
    language: Option<String>,
    contact: Option<ContactIn>,
    /// Another system's number for it.
    external_id: Option<String>,
    /// The reference of the engagement it was said in.
    engagement: Option<String>,
    /// The reference of an open issue that this is about too.
    joins: Option<String>,
    /// How serious the worker who records it thinks it is, 1 to 5.
    suggested_seriousness: Option<i64>,
    /// 0 to 5, when a worker records it.
    protection: Option<i64>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
struct HeardOut {
    reference: String,
    status: &'static str,
    /// Codes of the places it lies in.
    places: Vec<String>,
    /// The issue it joined.
    issue: Option<String>,
    /// Open issues that may be the same thing.
    similar: Vec<Similar>,
    /// Its public page.
    url: String,
    /// Its contributor's own page: told once, to them alone.
    secret_url: String,
}

/// Tells us about something. No token is needed; with one, a worker records it for somebody.
#[utoipa::path(post, path = "/{p}/api/v1/concerns", tag = "concerns", operation_id = "hear_concern",
    params(("p" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "16 to 128 characters")),
    request_body = ConcernIn, responses((status = 201, body = HeardOut), (status = 413), (status = 422), (status = 429)))]
pub(super) async fn hear(api: Api, Path(_p): Path<String>, Keyed(key): Keyed, body: Body<ConcernIn>) -> Answer {
    api.count_post()?;
    let scope = api.scope;
    let site = std::sync::Arc::clone(&scope.site);
    let hash = body.hash;
    let sent = body.anyones()?;
    let joins = sent.joins.clone();
    let asker = scope.hat().map_or_else(|| "anyone POST concerns".to_owned(), |hat| hat.membership.to_string());
    let (told, category) = sent.read(&scope).await?;
    let report = Report {
        joins: joins.map(|text| parsed("joins", &text)).transpose()?,
        once: key.map(|key| (asker, key, hash)),
        told_them: None,
        prepared: voice::prepare(&scope, told),
    };
    let seen =
        similar::Seen { category, point: report.prepared.told.point, places: report.prepared.told.places.clone() };
    let asking = scope.clone();
    let similar = match report.joins {
        Some(_) => Vec::new(),
        None => site.db.read(move |tx| similar::similar(tx, &asking, &seen)).await?,
    };
    let places = codes(&scope, &report.prepared.told.places)?;
    let telling = scope.clone();
    let reported = site.db.write(move |tx| commands::report(tx, &telling, &report)).await?;
    let out = HeardOut {
        status: if reported.issue.is_some() { "considering" } else { "heard" },
        places,
        issue: reported.issue.map(|issue| issue.to_string()),
        similar,
        url: scope.full_url(access::Page::Concern(&reported.reference)),
        secret_url: scope.full_url(access::Page::Secret(&reported.secret)),
        reference: reported.reference.to_string(),
    };
    Ok(json_status(StatusCode::CREATED, &out)?.into_response())
}

impl ConcernIn {
    /// Reads what was sent; a postcode is looked up in the store.
    async fn read(self, scope: &Scope) -> Result<(Told, Id), Problem> {
        let code = needed("category", self.category, 100, "Choose a category")?;
        let category = scope.snapshot.part::<Categories>()?.by_code(&code);
        let category =
            category.ok_or_else(|| Problem::field("category", "Choose one of the partnership's categories"))?;
        let words = needed("description", self.description, voice::LONGEST_WORDS, "Enter what you want to tell us")?;
        if self.engagement.is_some_and(|text| !text.is_empty()) {
            return Err(Problem::field("engagement", "There is no engagement with that reference"));
        }
        let whereabouts = optional("address", self.address, 500)?;
        let point = point_of(self.lat, self.lon)?;
        let found =
            located(scope, point, self.postcode.as_deref(), whereabouts.as_deref(), self.place.as_deref()).await?;
        let postcode = self.postcode.as_deref().and_then(Postcode::parse);
        let whereabouts = whereabouts.map(|said| safety::with_postcode(said, postcode));
        let staff = scope.has(Right::RecordConcern);
        let channel = match self.channel.as_deref() {
            None => Channel::Api,
            Some(text) => text.parse().map_err(|_| {
                let all: Vec<&str> = Channel::ALL.iter().map(|channel| channel.as_str()).collect();
                Problem::field("channel", format!("Choose one of {}", all.join(", ")))
            })?,
        };
        let (contact, safe_way, wants_news) = self.contact.unwrap_or_default().read()?;
        Ok((
            Told {
                category: category.id,
                words,
                whereabouts,
                point: found.point,
                places: found.places,
                channel,
                people_affected: within("people_affected", self.people_affected, 1, 9_999_999)?,
                suggested_seriousness: within("suggested_seriousness", self.suggested_seriousness, 1, 5)?
                    .filter(|_| staff),
                language: optional("language", self.language, 35)?.unwrap_or_else(|| "en-GB".into()),
                contact,
                safe_way,
                wants_news,
                external_id: optional("external_id", self.external_id, 200)?,
                protection: within("protection", self.protection, 0, 5)?.filter(|_| staff).unwrap_or_default(),
                heard_at: scope.now,
            },
            category.id,
        ))
    }
}

fn within(field: &str, number: Option<i64>, low: i64, high: i64) -> Result<Option<i64>, Problem> {
    match number {
        Some(number) if !(low..=high).contains(&number) => {
            Err(Problem::field(field, format!("Enter a number between {low} and {high}")))
        }
        other => Ok(other),
    }
}

impl ContactIn {
    fn read(self) -> Result<(Option<Contact>, SafeWay, bool), Problem> {
        let contact = Contact {
            name: optional("contact.name", self.name, 200)?,
            email: optional("contact.email", self.email, 254)?,
            phone: optional("contact.phone", self.phone, 40)?,
            address: optional("contact.address", self.address, 500)?,
        };
        if contact.email.as_deref().is_some_and(|email| !email.contains('@') || email.contains(char::is_whitespace)) {
            return Err(Problem::field("contact.email", "Enter an e-mail address, like name@example.org"));
        }
        let given = match (&contact.email, &contact.phone, &contact.address) {
            (Some(_), _, _) => SafeWay::Email,
            (None, Some(_), _) => SafeWay::Phone,
            (None, None, Some(_)) => SafeWay::Letter,
            (None, None, None) => SafeWay::Nothing,
        };
        let way = match self.safe {
            None | Some(Safe::Yes(false)) => SafeWay::Nothing,
            Some(Safe::Yes(true)) => given,
            Some(Safe::Way(text)) => {
                text.parse().map_err(|_| Problem::field("contact.safe", "Choose email, phone, letter or none"))?
            }
        };
        let missing = match way {
            SafeWay::Email => contact.email.is_none().then_some("email"),
            SafeWay::Phone => contact.phone.is_none().then_some("phone"),
            SafeWay::Letter => contact.address.is_none().then_some("address"),
            SafeWay::Nothing => None,
        };
        if let Some(field) = missing {
            return Err(Problem::field(format!("contact.{field}"), "Enter it: you said that this way is safe"));
        }
        let some = (!contact.is_empty() || contact.name.is_some()).then_some(contact);
        Ok((some, way, self.consent.unwrap_or(false) && way != SafeWay::Nothing))
    }
}

fn parsed(field: &str, text: &str) -> Result<Reference, Problem> {
    text.parse().map_err(|_| Problem::field(field, format!("{text} is not a reference; one looks like I-7KQ4-M2XD")))
}

fn codes(scope: &Scope, ids: &[Id]) -> Result<Vec<String>, Problem> {
    Ok(places_in(scope)?.of(ids).into_iter().map(|place| place.code.as_str().to_owned()).collect())
}

/// A concern as its reference alone opens it; to those who may, its words and contact too.
#[derive(Debug, Serialize, ToSchema)]
struct ConcernOut {
    reference: String,
    status: String,
    heard_at: Instant,
    places: Vec<String>,
    category: Option<String>,
    issue: Option<String>,
    outcome: Option<String>,
    reason: Option<String>,
    timeline: Vec<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<StaffOut>,
}

/// One moment of a concern's story.
#[derive(Debug, Serialize, ToSchema)]
struct Moment {
    at: Instant,
    status: String,
}

/// What staff may read.
#[derive(Debug, Serialize, ToSchema)]
struct StaffOut {
    /// Their words; null once erased.
    words: Option<String>,
    whereabouts: Option<String>,
    channel: String,
    protection: i64,
    held: bool,
    people_affected: Option<i64>,
    suggested_seriousness: Option<i64>,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ContactIn>)]
    contact: Option<Contact>,
    /// What to know before a visit there, for those who may be shown it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    before_a_visit: Vec<safety::WarningOut>,
    version: i64,
}

/// Where whoever reads it may go, and the ground it stands on.
type There = (Ground, safety::Somewhere);

/// One concern, by its reference.
#[utoipa::path(get, path = "/{p}/api/v1/concerns/{reference}", tag = "concerns", operation_id = "get_concern",
    params(("p" = String, Path), ("reference" = String, Path)),
    responses((status = 200, body = ConcernOut), (status = 404)))]
pub(super) async fn concern(api: Api, Path((_p, text)): Path<(String, String)>) -> Answer {
    let reference = reference(&text)?;
    let scope = api.scope;
    let site = std::sync::Arc::clone(&scope.site);
    let from = api.from;
    let (reading, looking) = (scope.clone(), reference.clone());
    let mut out = site.db.read(move |tx| shown(tx, &reading, &looking)).await;
    if let Ok((ConcernOut { staff: Some(staff), .. }, Some((ground, there)))) = &mut out {
        let warnings = safety::before_a_visit(&scope, ground, vec![there.clone()]).await?;
        staff.before_a_visit = warnings.into_iter().map(safety::WarningOut::from).collect();
        let fields: &'static [&'static str] = if staff.contact.is_some() { &["words", "contact"] } else { &["words"] };
        let look = move |tx: &mut Tx<'_>| {
            let (concern, _) = voice::by_reference(tx, scope.partnership(), &reference)?.ok_or(Problem::NotFound)?;
            Ok::<_, Problem>(scope.tell_each(tx, "concern", "look", &[concern.id], fields)?)
        };
        site.db.write(look).await?;
    }
    if matches!(out, Err(Problem::NotFound)) {
        site.limiter.count("reference", &from, 60, base::minutes(10), site.clock.now())?;
    }
    json(&out?.0)
}

fn shown(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<(ConcernOut, Option<There>), Problem> {
    let (concern, lies) = voice::by_reference(tx, scope.partnership(), reference)?.ok_or(Problem::NotFound)?;
    let (staff, there) = match access::sees_concern(scope, &concern.row(&lies.all)) {
        Sees::Fields => {
            let staff = staff_view(tx, scope, &concern, &lies.all)?;
            let home = staff.contact.as_ref().and_then(|contact| contact.address.clone());
            let there = somewhere(&concern, [staff.whereabouts.clone(), home]);
            (Some(staff), Some((places::ground(lies.all.clone(), concern.owner_organisation), there)))
        }
        Sees::Existence | Sees::Nothing => (None, None),
    };
    let status = if staff.is_some() { concern.status } else { concern.shown_status() };
    let mut out = ConcernOut {
        reference: concern.reference.clone(),
        status: status.to_string(),
        heard_at: concern.heard_at,
        places: Vec::new(),
        category: None,
        issue: None,
        outcome: None,
        reason: None,
        timeline: vec![Moment { at: concern.heard_at, status: "heard".into() }],
        staff,
    };
    if status == ConcernStatus::Heard && out.staff.is_none() {
        return Ok((out, None));
    }
    let category = scope.snapshot.part::<Categories>()?.get(concern.category)?;
    let known = places_in(scope)?;
    let public = |place: &Id| match category.public_place {
        PublicPlace::None => false,
        PublicPlace::Ward => known.is_ward_or_larger(*place),
        PublicPlace::Street | PublicPlace::Point => true,
    };
    let places: Vec<Id> = lies.then.into_iter().filter(|place| out.staff.is_some() || public(place)).collect();
    out.places = codes(scope, &places)?;
    out.category = Some(category.code.clone());
    if let Some(issue) =
        store::of_concern(tx, scope.partnership(), concern.id)?.filter(|issue| issue.hidden_at.is_none())
    {
        let steps = store::steps_of(tx, scope.partnership(), issue.id)?;
        out.reason = steps.iter().rev().find_map(|step| step.said.clone());
        out.outcome = issue.outcome.map(|outcome| outcome.to_string());
        let moments = steps.iter().filter(|step| step.act.is_told() && step.act != crate::model::Act::Assigned);
        out.timeline.extend(moments.map(|step| Moment { at: step.at, status: step.act.to_string() }));
        out.issue = issue.published_at.map(|_| issue.reference);
    }
    Ok((out, there))
}

fn staff_view(tx: &mut Tx<'_>, scope: &Scope, concern: &Concern, places: &[Id]) -> Result<StaffOut, Problem> {
    let [words, whereabouts] = concern.opened(&scope.site.vault)?.map(Unsealed::words);
    let may_reach = scope.may(Right::ReadContact, &places::ground(places.to_vec(), None)).is_ok();
    let contact = match may_reach {
        true => voice::contacts(tx, scope, &[concern.id])?.into_iter().next().map(|(_, contact, _, _)| contact),
        false => None,
    };
    Ok(StaffOut {
        words,
        whereabouts,
        channel: concern.channel.to_string(),
        protection: concern.protection,
        held: concern.held,
        people_affected: concern.people_affected,
        suggested_seriousness: concern.suggested_seriousness,
        lat: concern.lat,
        lon: concern.lon,
        contact,
        before_a_visit: Vec::new(),
        version: concern.version,
    })
}

/// A concern in a list: nothing that is sealed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineOut {
    pub reference: String,
    pub status: String,
    /// The category's code.
    pub category: String,
    /// What the category is called.
    pub category_name: String,
    /// Codes of the places it lies in, small before wide.
    pub places: Vec<String>,
    /// What those places are called, in the same order.
    pub place_names: Vec<String>,
    pub channel: String,
    pub heard_at: Instant,
    pub people_affected: Option<i64>,
    pub suggested_seriousness: Option<i64>,
    pub protection: i64,
    pub held: bool,
}

/// Concerns as lists for programs tell them, with their places by these lines: one statement, whatever the number.
pub(crate) fn lines_out(
    tx: &mut Tx<'_>,
    scope: &Scope,
    found: Vec<ConcernLine>,
    lines: Lines,
) -> Result<Vec<LineOut>, Problem> {
    let ids: Vec<Id> = found.iter().map(|line| line.id).collect();
    let places = match ids.is_empty() {
        true => Vec::new(),
        false => voice::places_of_concerns(tx, scope.partnership(), &ids, lines)?,
    };
    let (known, categories) = (places_in(scope)?, scope.snapshot.part::<Categories>()?);
    let out = |line: ConcernLine| {
        // Sorted by concern, so that each line's places are found by bisection.
        let from = places.partition_point(|(concern, _)| *concern < line.id);
        let own = places.get(from..).unwrap_or_default().iter().take_while(|(concern, _)| *concern == line.id);
        let own: Vec<Id> = own.map(|(_, place)| *place).collect();
        let (category, own) = (categories.get(line.category)?, known.of(&own));
        Ok(LineOut {
            reference: line.reference,
            status: line.status.to_string(),
            category: category.code.clone(),
            category_name: category.name.clone(),
            places: own.iter().map(|place| place.code.as_str().to_owned()).collect(),
            place_names: own.iter().map(|place| place.name.clone()).collect(),
            channel: line.channel.to_string(),
            heard_at: line.heard_at,
            people_affected: line.people_affected,
            suggested_seriousness: line.suggested_seriousness,
            protection: line.protection,
            held: line.held,
        })
    };
    found.into_iter().map(out).collect()
}

/// A place of any day: what it was told of keeps it when it has ended.
fn place_of_any_day(scope: &Scope, code: &str) -> Result<Id, Problem> {
    let found = places_in(scope)?.with_code(code).map(|(id, _)| id);
    found.ok_or_else(|| Problem::field("place", "Choose one of the partnership's places"))
}

/// Concerns, for staff; held and protected ones for the front door's safeguarding lead alone.
#[utoipa::path(get, path = "/{p}/api/v1/concerns", tag = "concerns", operation_id = "list_concerns",
    params(("p" = String, Path), ("held" = Option<bool>, Query), ("place" = Option<String>, Query),
        ("lines" = Option<String>, Query, description = "then (without it): places as they were drawn when each was heard; now: as they are today"),
        ("status" = Option<String>, Query), ("limit" = Option<i64>, Query), ("after" = Option<String>, Query)),
    responses((status = 200, body = Listed<LineOut>), (status = 401), (status = 403)))]
pub(super) async fn list(api: Api, Path(_p): Path<String>, Query(asked): Query) -> Answer {
    let scope = api.scope;
    if scope.hat().is_none() {
        return Err(Problem::SignIn.into());
    }
    let held = asked.get("held") == Some("true");
    let right = if held { Right::ReadHeld } else { Right::ReadConcern };
    if !scope.has(right) {
        return Err(Problem::NotAllowed("Your role does not let you list concerns.".into()).into());
    }
    let limit = crate::cursor::limit(asked.get("limit"))?;
    let filter = ConcernFilter {
        since: None,
        lines: crate::asked::lines(&asked).map_err(|sentence| Problem::field("lines", sentence))?,
        place: asked
            .get("place")
            .filter(|code| !code.is_empty())
            .map(|code| place_of_any_day(&scope, code))
            .transpose()?,
        status: asked
            .get("status")
            .filter(|status| !status.is_empty())
            .map(|status| {
                status.parse().map_err(|_| Problem::field("status", "Choose one of the statuses of a concern"))
            })
            .transpose()?,
        after: asked.get("after").filter(|after| !after.is_empty()).map(crate::cursor::at_and_id).transpose()?,
    };
    let site = std::sync::Arc::clone(&scope.site);
    let reading = scope.clone();
    let read = move |tx: &mut Tx<'_>| {
        let mut found = if held {
            voice::held(tx, &reading, filter.after, limit + 1)?
        } else {
            voice::list(tx, &reading, &filter, limit + 1)?
        };
        let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > limit;
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let next = found.last().filter(|_| more).map(|line| crate::cursor::of_at_and_id(line.heard_at, line.id));
        let sensitive = crate::looks::sensitive(&found);
        Ok::<_, Problem>((lines_out(tx, &reading, found, filter.lines)?, sensitive, next))
    };
    let (items, sensitive, next) = site.db.read(read).await?;
    crate::looks::looked(&scope, sensitive).await?;
    json(&Listed { items, next })
}
