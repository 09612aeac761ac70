//! What the API sends and takes.

use access::{Right, Scope};
use base::{Instant, Problem, Reference};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use voice::{Categories, Category};

use crate::commands::places_in;
use crate::model::{Outcome, Status, Why};
use crate::store::{Flag, Issue, Line, Step};

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Listed<T: ToSchema> {
    /// The page.
    pub items: Vec<T>,
    /// What to send as `after` for the next page; null on the last.
    pub next: Option<String>,
}

/// A category of concern.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CategoryOut<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub group: &'a str,
    pub description: &'a str,
    /// 1 nuisance to 5 danger, until a person assesses.
    pub default_seriousness: i64,
    /// What to do now, and whom to ring.
    pub urgent_advice: Option<&'a str>,
    /// What the public sees of where: point, street, ward, none.
    pub public_place: &'a str,
    pub answer_within_working_days: i64,
}

impl<'a> CategoryOut<'a> {
    pub fn of(category: &'a Category) -> Self {
        Self {
            code: &category.code,
            name: &category.name,
            group: &category.group_name,
            description: &category.description,
            default_seriousness: category.default_seriousness,
            urgent_advice: category.urgent_advice.as_deref(),
            public_place: category.public_place.as_str(),
            answer_within_working_days: category.answer_within,
        }
    }
}

/// Who holds an issue.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Holder {
    /// The organisation's code.
    pub organisation: String,
    /// The person's key, for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<uuid::Uuid>,
}

/// An issue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssueOut {
    pub reference: String,
    pub version: Option<i64>,
    pub title: String,
    /// The category's code.
    pub category: String,
    /// What the category is called.
    pub category_name: String,
    /// Codes of the places the asker may find it by, small before wide.
    pub places: Vec<String>,
    /// What those places are called, in the same order.
    pub place_names: Vec<String>,
    /// Degrees north of the public place; null where the public sees no point.
    pub lat: Option<f64>,
    /// Degrees east of the public place.
    pub lon: Option<f64>,
    /// 1 to 5: assessed, or the category's default until then.
    pub seriousness: i64,
    /// As assessed; null until then.
    pub people_affected: Option<i64>,
    /// Band of the number that counts: 1; 2-9; 10-49; 50-249; 250 and more.
    pub reach: i64,
    /// 1 to 25.
    pub priority: i64,
    /// Why it ranks where it does, in one sentence.
    #[schema(value_type = String)]
    pub rank_reason: Why,
    /// 0 local, 1 area, 2 borough.
    pub level: i64,
    #[schema(value_type = String)]
    pub status: Status,
    /// How it ended.
    #[schema(value_type = Option<String>)]
    pub outcome: Option<Outcome>,
    #[schema(value_type = Vec<String>)]
    pub flags: Vec<Flag>,
    /// How many people told us.
    pub voices: i64,
    pub holder: Option<Holder>,
    /// What the organisation that holds it is called.
    pub holder_name: Option<String>,
    pub waiting_for: Option<String>,
    pub answer_by: Instant,
    pub opened_at: Instant,
    pub changed_at: Instant,
    /// The verbs its state allows.
    pub allowed: Vec<&'static str>,
    /// Its story, on the issue's own page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Vec<StepOut>>,
}

/// One step in an issue's story.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepOut {
    pub at: Instant,
    pub act: String,
    pub capacity: Option<String>,
    pub authority: Option<String>,
    pub outcome: Option<String>,
    pub level: Option<i64>,
    pub holder: Option<String>,
    /// What was said to the public.
    pub said: Option<String>,
}

impl StepOut {
    /// A step as anybody may read it.
    pub fn of(step: &Step) -> Self {
        Self {
            at: step.at,
            act: step.act.to_string(),
            capacity: step.capacity.map(|capacity| capacity.to_string()),
            authority: step.authority.clone(),
            outcome: step.outcome.map(|outcome| outcome.to_string()),
            level: step.level_to,
            holder: step.holder.clone().filter(|_| step.act == crate::model::Act::Assigned),
            said: step.said.clone(),
        }
    }
}

impl IssueOut {
    /// An issue at hand, with its places as the asker may know them.
    pub fn of(scope: &Scope, issue: &Issue, places: &[base::Id], steps: Option<&[Step]>) -> Result<Self, Problem> {
        let line = Line {
            id: issue.id,
            reference: issue.reference.clone(),
            title: issue.title.clone(),
            category: issue.category,
            public_lat: issue.public_lat,
            public_lon: issue.public_lon,
            seriousness: issue.seriousness,
            people_affected: issue.people_affected,
            reach: issue.reach,
            priority: issue.priority,
            standing: issue.standing(),
            level: issue.level,
            status: issue.status,
            outcome: issue.outcome,
            came_back: issue.came_back,
            contested: issue.contested,
            look_again: issue.look_again,
            in_focus: issue.in_focus,
            voices: issue.voices,
            holder_organisation: issue.holder_organisation,
            waiting_for: issue.waiting_for.clone(),
            answer_by: issue.answer_by,
            opened_at: issue.opened_at,
            assessed_at: issue.assessed_at,
            changed_at: issue.changed_at,
            published_at: issue.published_at,
            hidden_at: issue.hidden_at,
        };
        let mut out = Self::of_line(scope, line, places)?;
        out.version = Some(issue.version);
        out.timeline = steps.map(|steps| steps.iter().filter(|step| step.act.is_told()).map(StepOut::of).collect());
        if scope.has(Right::AssignIssue)
            && let Some(holder) = &mut out.holder
        {
            holder.person = issue.holder_person;
        }
        Ok(out)
    }

    /// A line of a list.
    pub fn of_line(scope: &Scope, line: Line, places: &[base::Id]) -> Result<Self, Problem> {
        let category = scope.snapshot.part::<Categories>()?.get(line.category)?;
        let organisation = line.holder_organisation.and_then(|id| scope.snapshot.organisation(id));
        let places = places_in(scope)?.of(places);
        Ok(Self {
            flags: line.flags(scope.now),
            rank_reason: line.weighed().why(line.priority),
            reference: line.reference,
            version: None,
            title: line.title,
            category: category.code.clone(),
            category_name: category.name.clone(),
            places: places.iter().map(|place| place.code.as_str().to_owned()).collect(),
            place_names: places.iter().map(|place| place.name.clone()).collect(),
            lat: line.public_lat,
            lon: line.public_lon,
            seriousness: line.seriousness,
            people_affected: line.people_affected,
            reach: line.reach,
            priority: line.priority,
            level: line.level,
            status: line.status,
            outcome: line.outcome,
            voices: line.voices,
            holder: organisation.map(|one| Holder { organisation: one.code.clone(), person: None }),
            holder_name: organisation.map(|one| one.name.clone()),
            waiting_for: line.waiting_for,
            answer_by: line.answer_by,
            opened_at: line.opened_at,
            changed_at: line.changed_at,
            allowed: line.status.allows().into_iter().filter(|verb| is_for_staff(verb)).collect(),
            timeline: None,
        })
    }
}

fn is_for_staff(verb: &str) -> bool {
    !matches!(verb, "contest" | "ask-again")
}

/// A reference out of an address: what is no reference is not found.
pub(super) fn reference(text: &str) -> Result<Reference, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

/// References out of a body.
pub(super) fn references(field: &str, texts: &[String]) -> Result<Vec<Reference>, Problem> {
    texts
        .iter()
        .map(|text| {
            text.parse()
                .map_err(|_| Problem::field(field, format!("{text} is not a reference; one looks like C-7KQ4-M2XD")))
        })
        .collect()
}

/// Text that must be there, trimmed and no longer than `most` characters.
pub(super) fn needed(field: &str, text: Option<String>, most: usize, missing: &str) -> Result<String, Problem> {
    optional(field, text, most)?.ok_or_else(|| Problem::field(field, missing))
}

/// Text that may be there, trimmed and no longer than `most` characters.
pub(super) fn optional(field: &str, text: Option<String>, most: usize) -> Result<Option<String>, Problem> {
    let Some(text) = text else { return Ok(None) };
    if text.contains('\0') {
        return Err(Problem::field(field, "Take out the character U+0000"));
    }
    if text.chars().count() > most {
        return Err(Problem::field(field, format!("Use {most} characters or fewer")));
    }
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
