//! One rule for what may be seen, said twice: as Rust for a row at hand and as SQL for a list. A property test holds them
//! together on both engines.

use base::{Id, Instant};
use db::{Value, Visible};

use crate::{Hat, Reach, Right, Scope, Who};

/// How much of a record may be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sees {
    /// It does not exist, as far as this person can tell.
    Nothing,
    /// That it exists, and what its reference alone opens.
    Existence,
    /// What is in it.
    Fields,
}

/// What the rule needs to know of a concern.
#[derive(Debug, Clone, Default)]
pub struct ConcernRow {
    /// 0-5; 3 and above is protected.
    pub protection: i64,
    /// Held by danger words until a safeguarding lead releases it.
    pub held: bool,
    /// The front-door organisation that looks after it while it is held or protected.
    pub owner_organisation: Option<Id>,
    /// Hidden from everybody but information governance.
    pub hidden_at: Option<Instant>,
    /// Its places with all ancestors.
    pub places: Vec<Id>,
    /// The membership that recorded it, when somebody did for the resident.
    pub recorded_by: Option<Id>,
}

/// What the rule needs to know of an issue.
#[derive(Debug, Clone, Default)]
pub struct IssueRow {
    /// When its title became public.
    pub published_at: Option<Instant>,
    /// Hidden from everybody who does not work on it.
    pub hidden_at: Option<Instant>,
    /// Its places with all ancestors.
    pub places: Vec<Id>,
}

db::visible! {
    /// The concerns whose words this person may read.
    pub CONCERN = "concern",
    "(concern.hidden_at is null and (\
       ((concern.protection >= 3 or concern.held) and ($v1 and concern.owner_organisation = $v2)) or \
       (concern.protection < 3 and not concern.held and ($v3 or concern.recorded_by = $v5 or ($v6 and exists (\
          select 1 from concern_place where concern_place.partnership = concern.partnership \
          and concern_place.concern = concern.id and concern_place.place = $v4))))))"
}

db::visible! {
    /// The issues this person may see.
    pub ISSUE = "issue",
    "((issue.hidden_at is null and issue.published_at is not null) or $v1 or ($v3 and exists (\
       select 1 from issue_place where issue_place.partnership = issue.partnership \
       and issue_place.issue = issue.id and issue_place.place = $v2)))"
}

/// What a person reaches, boiled down to what the rules ask.
struct Eyes {
    /// Reads concerns everywhere.
    everywhere: bool,
    /// Reads concerns in this place.
    place: Option<Id>,
    /// Reads held concerns of this organisation.
    holder_for: Option<Id>,
    /// Reads what this membership recorded.
    own: Option<Id>,
    /// Works on issues everywhere, or in `place`.
    staff_everywhere: bool,
    staff_place: Option<Id>,
}

impl Eyes {
    fn of(who: &Who) -> Self {
        let mut eyes = Self {
            everywhere: false,
            place: None,
            holder_for: None,
            own: None,
            staff_everywhere: false,
            staff_place: None,
        };
        match who {
            Who::Anyone | Who::Contributor(_) => {}
            Who::System(_) => {
                eyes.everywhere = true;
                eyes.staff_everywhere = true;
            }
            Who::Person(hat) => eyes.wear(hat),
        }
        eyes
    }

    fn wear(&mut self, hat: &Hat) {
        let rights = hat.role.rights();
        self.own = Some(hat.membership);
        if let Reach::Organisation(id) = hat.reach
            && rights.contains(&Right::ReadHeld)
        {
            self.holder_for = Some(id);
        }
        let reads = rights.contains(&Right::ReadConcern);
        let works = rights.contains(&Right::GroupConcerns) || rights.contains(&Right::TakeDown);
        match hat.reach {
            Reach::Partnership => {
                self.everywhere = reads;
                self.staff_everywhere = works;
            }
            Reach::Place(id) => {
                self.place = reads.then_some(id);
                self.staff_place = works.then_some(id);
            }
            Reach::Organisation(_) | Reach::Body(_) => {}
        }
    }
}

/// How much of a concern this person may see by its reference. Its existence is everybody's: a reference alone always
/// opens the same page.
#[must_use]
pub fn sees_concern(scope: &Scope, row: &ConcernRow) -> Sees {
    concern_rule(&scope.who, row)
}

/// [`sees_concern`] for whoever asks.
#[must_use]
pub fn concern_rule(who: &Who, row: &ConcernRow) -> Sees {
    let eyes = Eyes::of(who);
    if row.hidden_at.is_some() {
        return Sees::Existence;
    }
    let fields = if row.protection >= 3 || row.held {
        eyes.holder_for.is_some() && eyes.holder_for == row.owner_organisation
    } else {
        eyes.everywhere
            || eyes.place.is_some_and(|place| row.places.contains(&place))
            || (eyes.own.is_some() && eyes.own == row.recorded_by)
    };
    if fields { Sees::Fields } else { Sees::Existence }
}

/// The same rule for lists: `{visible:concern}`.
#[must_use]
pub fn visible_concerns(scope: &Scope) -> Visible<'static> {
    visible_concerns_for(&scope.who)
}

/// [`visible_concerns`] for whoever asks.
#[must_use]
pub fn visible_concerns_for(who: &Who) -> Visible<'static> {
    let eyes = Eyes::of(who);
    Visible::new(
        &CONCERN,
        vec![
            Value::Bool(eyes.holder_for.is_some()),
            key(eyes.holder_for),
            Value::Bool(eyes.everywhere),
            key(eyes.place),
            key(eyes.own),
            Value::Bool(eyes.place.is_some()),
        ],
    )
}

/// How much of an issue this person may see.
#[must_use]
pub fn sees_issue(scope: &Scope, row: &IssueRow) -> Sees {
    issue_rule(&scope.who, row)
}

/// [`sees_issue`] for whoever asks.
#[must_use]
pub fn issue_rule(who: &Who, row: &IssueRow) -> Sees {
    let eyes = Eyes::of(who);
    let public = row.hidden_at.is_none() && row.published_at.is_some();
    let staff = eyes.staff_everywhere || eyes.staff_place.is_some_and(|place| row.places.contains(&place));
    if public || staff { Sees::Fields } else { Sees::Nothing }
}

/// The same rule for lists: `{visible:issue}`.
#[must_use]
pub fn visible_issues(scope: &Scope) -> Visible<'static> {
    visible_issues_for(&scope.who)
}

/// [`visible_issues`] for whoever asks.
#[must_use]
pub fn visible_issues_for(who: &Who) -> Visible<'static> {
    let eyes = Eyes::of(who);
    Visible::new(
        &ISSUE,
        vec![Value::Bool(eyes.staff_everywhere), key(eyes.staff_place), Value::Bool(eyes.staff_place.is_some())],
    )
}

fn key(id: Option<Id>) -> Value<'static> {
    id.map_or(Value::Null, Value::Id)
}
