use access::Scope;
use base::{Date, Id, Problem};
use places::Places;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::files::employer;
use crate::known::Bodies;
use crate::model::{Body, Initiative, Seat, Sitter};
use crate::overlay;
use crate::told::{Before, Who, members, places_named, who};

/// A body, as anybody may read it who may know of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BodyOut {
    pub code: String,
    pub name: String,
    /// `council_committee`, `partnership` or `community`.
    pub class: String,
    /// Its tier, by the code of the partnership's term.
    pub kind: Option<String>,
    /// The level it decides at.
    pub level: Option<i64>,
    /// What it is for.
    pub purpose: String,
    /// The offices somebody should hold.
    pub offices: Vec<String>,
    /// Whether it is open to the public.
    pub is_open: bool,
    /// `planned`, `standing`, `ending` or `ended`, on the day that was asked about.
    pub state: String,
    /// Codes of the places it serves on that day.
    pub places: Vec<String>,
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// The code of the body it went on as.
    pub successor: Option<String>,
    /// Codes of the bodies it took over from.
    pub took_over_from: Vec<String>,
    /// Who sits in it on that day, by office.
    pub members: Vec<MemberOut>,
    /// The offices that nobody holds on that day.
    pub vacant: Vec<String>,
    /// What may be done with it.
    pub allowed: Vec<&'static str>,
    pub version: i64,
}

/// Somebody's seat.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberOut {
    /// The seat's key.
    #[schema(value_type = String)]
    pub id: Id,
    /// `chair`, `lead`, `clerk` or `member`.
    pub office: String,
    pub name: String,
    /// The code of the organisation: whose seat it is, or whom the person works for.
    pub organisation: Option<String>,
    /// Whether the seat is the organisation's own.
    pub is_organisations: bool,
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
}

/// A body with what is before it and in its hands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeBodyOut {
    #[serde(flatten)]
    pub body: BodyOut,
    /// Every seat of every other day.
    pub history: Vec<MemberOut>,
    /// Open issues before it today.
    pub before: Vec<BeforeOut>,
    /// The initiatives in its hands today.
    pub initiatives: Vec<InitiativeOut>,
}

/// Open issues of a place at a level.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BeforeOut {
    /// The place's code.
    pub place: String,
    pub level: i64,
    pub open: i64,
}

/// An initiative, and what it lays over whom. Ground is told as places by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InitiativeOut {
    #[schema(value_type = String)]
    pub id: Id,
    pub name: String,
    pub about: String,
    pub targets: Vec<TargetShape>,
    /// Codes of the places it covers.
    pub places: Vec<String>,
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_to: Option<Date>,
    /// The code of the body it was attached to.
    pub attached_to: Option<String>,
    /// Of the body's ground, what it covers.
    pub covered: Vec<String>,
    /// Of the body's ground, what it leaves out.
    pub left_out: Vec<String>,
    /// What it covers beyond the body's ground.
    pub beyond: Vec<String>,
    /// The other bodies whose ground it touches.
    pub touches: Vec<TouchedOut>,
    pub version: i64,
}

/// A body whose ground an initiative touches.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TouchedOut {
    pub body: String,
    pub ground: Vec<String>,
}

/// What an initiative is to reach.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct TargetShape {
    /// What is counted.
    pub what: String,
    /// How many.
    pub number: i64,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
}

impl BodyOut {
    pub fn of(scope: &Scope, bodies: &Bodies, body: &Body, day: Date) -> Result<Self, Problem> {
        let code = |id: Id| bodies.seen_by(scope).find(|other| other.id == id).map(|other| other.code.clone());
        Ok(Self {
            code: body.code.clone(),
            name: body.name.clone(),
            class: body.class.to_string(),
            kind: body.kind.clone(),
            level: body.level,
            purpose: body.purpose.clone(),
            offices: body.offices().map(|office| office.to_string()).collect(),
            is_open: body.is_open,
            state: body.state(day).to_string(),
            places: codes(scope, &bodies.places_of(body, day))?,
            valid_from: body.valid_from,
            valid_to: body.valid_to,
            successor: body.successor.and_then(code),
            took_over_from: bodies.before(body.id).filter_map(|before| code(before.id)).collect(),
            members: members(scope, bodies, body, day)
                .into_iter()
                .map(|(seat, who)| MemberOut::of(scope, seat, who))
                .collect(),
            vacant: bodies.vacant(body, day).iter().map(|vacant| vacant.office.to_string()).collect(),
            allowed: body.state(scope.now.date()).allowed(),
            version: body.version,
        })
    }
}

fn codes(scope: &Scope, places: &[Id]) -> Result<Vec<String>, Problem> {
    let mut codes: Vec<String> = places_named(scope, places)?.into_iter().map(|(_, code)| code).collect();
    codes.sort();
    Ok(codes)
}

impl MemberOut {
    fn of(scope: &Scope, seat: &Seat, who: Who) -> Self {
        let works_for = Some(employer(scope, seat.sitter())).filter(|code| !code.is_empty());
        Self {
            id: seat.id,
            office: seat.office.to_string(),
            name: who.name,
            organisation: who.organisation.or(works_for),
            is_organisations: matches!(seat.sitter(), Sitter::Organisation(_)),
            valid_from: seat.valid_from,
            valid_to: seat.valid_to,
        }
    }
}

impl WholeBodyOut {
    pub fn of(
        scope: &Scope,
        bodies: &Bodies,
        body: &Body,
        (day, before): (Date, Vec<Before>),
    ) -> Result<Self, Problem> {
        let out = BodyOut::of(scope, bodies, body, day)?;
        let shown: Vec<Id> = out.members.iter().map(|member| member.id).collect();
        let others = bodies.seats(body.id).iter().filter(|seat| !shown.contains(&seat.id));
        let initiatives = bodies.initiatives_of(body, scope.now.date());
        Ok(Self {
            history: others.map(|seat| MemberOut::of(scope, seat, who(scope, seat.sitter(), day))).collect(),
            before: before
                .into_iter()
                .map(|one| BeforeOut { place: one.code, level: one.level, open: one.open })
                .collect(),
            initiatives: initiatives
                .map(|one| InitiativeOut::of(scope, bodies, body, one))
                .collect::<Result<_, _>>()?,
            body: out,
        })
    }
}

impl InitiativeOut {
    pub fn of(scope: &Scope, bodies: &Bodies, body: &Body, one: &Initiative) -> Result<Self, Problem> {
        let places = scope.snapshot.part::<Places>()?;
        let laid = overlay::of_initiative(bodies, places, (body, one), bodies.seen_by(scope), scope.now.date());
        let targets = bodies.targets_of(one.id).iter();
        let touches = laid.others.iter().filter_map(|(id, ground)| {
            Some(TouchedOut { body: bodies.get(*id)?.code.clone(), ground: overlay::named(places, ground) })
        });
        let attached_to = bodies.seen_by(scope).find(|other| other.id == one.body).map(|other| other.code.clone());
        Ok(Self {
            id: one.id,
            name: one.name.clone(),
            about: one.about.clone(),
            targets: targets
                .map(|target| TargetShape { what: target.what.clone(), number: target.number, due_on: target.due_on })
                .collect(),
            places: codes(scope, bodies.covered_by(one.id))?,
            valid_from: one.valid_from,
            valid_to: one.valid_to,
            attached_to,
            covered: overlay::named(places, &laid.covered),
            left_out: overlay::named(places, &laid.left_out),
            beyond: overlay::named(places, &laid.beyond),
            touches: touches.collect(),
            version: one.version,
        })
    }
}

/// The places of these codes; one that is not this partnership's is refused.
pub(crate) fn places_with(scope: &Scope, codes: &[String]) -> Result<Vec<Id>, Problem> {
    let known = scope.snapshot.part::<Places>()?;
    let place = |code: &String| {
        let found = known.by_code(code).map(|(id, _)| id);
        found.ok_or_else(|| Problem::field("places", format!("There is no place with the code {code}")))
    };
    codes.iter().map(place).collect()
}
