use access::{IssueRow, Permit, Scope, visible_issues};
use base::{Conflict, Date, Id, Instant, Problem, Reference};
use db::{Error, Rows, ToValue, Tx, Value, sql};
use places::Point;
use places::cells;

use crate::model::{Outcome, Status};

db::row! {
    /// An issue as stored.
    #[derive(serde::Serialize)]
    pub struct Issue {
        /// Its key.
        pub id: Id,
        /// Its reference, as written.
        pub reference: String,
        /// Counts its changes.
        pub version: i64,
        /// What staff call it; always fit to be public.
        pub title: String,
        /// A title that waits for a second person.
        pub title_waits: Option<String>,
        /// Since when the public sees it.
        pub published_at: Option<Instant>,
        /// What kind of thing it is.
        pub category: Id,
        /// Degrees north, exact.
        pub lat: Option<f64>,
        /// Degrees east, exact.
        pub lon: Option<f64>,
        /// Degrees north of the public place.
        pub public_lat: Option<f64>,
        /// Degrees east of the public place.
        pub public_lon: Option<f64>,
        /// 0 local, 1 area, 2 borough.
        pub level: i64,
        /// Where it stands.
        pub status: Status,
        /// How it ended.
        pub outcome: Option<Outcome>,
        /// 1 to 5.
        pub seriousness: i64,
        /// As assessed.
        pub people_affected: Option<i64>,
        /// The band of the number that counts, 1 to 5.
        pub reach: i64,
        /// 1 to 25.
        pub priority: i64,
        /// When it was last assessed.
        pub assessed_at: Option<Instant>,
        /// How many people told us.
        pub voices: i64,
        /// How many had when it was assessed.
        pub voices_then: i64,
        /// Which agency holds it.
        pub holder_organisation: Option<Id>,
        /// And who there.
        pub holder_person: Option<Id>,
        /// Whom it waits for.
        pub waiting_for: Option<String>,
        /// Until when.
        pub waiting_until: Option<Date>,
        /// Until when it is watched.
        pub watching_until: Option<Date>,
        /// It had ended and came back.
        pub came_back: bool,
        /// Somebody contests a decision.
        pub contested: bool,
        /// Many more people have told us since it was assessed.
        pub look_again: bool,
        /// Whether it lay in a place of focus when it was opened.
        pub in_focus: bool,
        /// When a decision is due.
        pub answer_by: Instant,
        /// When it began.
        pub opened_at: Instant,
        /// When it was decided.
        pub decided_at: Option<Instant>,
        /// When it ended.
        pub resolved_at: Option<Instant>,
        /// When it last changed.
        pub changed_at: Instant,
        /// When it was hidden.
        pub hidden_at: Option<Instant>,
    }
}

impl Issue {
    /// What the visibility rule asks.
    #[must_use]
    pub fn row(&self, places: Vec<Id>) -> IssueRow {
        IssueRow { published_at: self.published_at, hidden_at: self.hidden_at, places }
    }

    /// Whether a decision is due and was not made. Never stored.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        matches!(self.status, Status::New | Status::Considering) && self.answer_by < now
    }

    /// Whether nothing says who acts on it, or by when.
    #[must_use]
    pub const fn waits_for_nobody(&self) -> bool {
        self.waiting_for.is_none() && self.waiting_until.is_none() && self.holder_organisation.is_none()
    }

    /// Its flags, as the API names them.
    #[must_use]
    pub fn flags(&self, now: Instant) -> Vec<super::Flag> {
        super::filter::flags([self.came_back, self.in_focus, self.look_again, self.is_overdue(now), self.contested])
    }

    /// The public place's point, if the public sees one.
    #[must_use]
    pub fn public_point(&self) -> Option<Point> {
        Point::new(self.public_lat?, self.public_lon?)
    }

    /// The cell its public point lies in, by which it is found.
    fn public_cell(&self) -> Option<i64> {
        self.public_point().map(|point| cells::fine(point).number())
    }

    /// What the rank is made of.
    #[must_use]
    pub const fn weighed(&self) -> crate::model::Weighed {
        crate::model::Weighed {
            seriousness: self.seriousness,
            people_affected: self.people_affected,
            voices: self.voices,
        }
    }

    /// What a desk counts of it, as bits beside its places.
    fn marks(&self) -> i64 {
        let marked = [
            (self.seriousness == 5, marks::DANGEROUS),
            (self.came_back, marks::CAME_BACK),
            (self.assessed_at.is_none(), marks::TO_ASSESS),
            (self.look_again, marks::LOOK_AGAIN),
            (self.contested, marks::CONTESTED),
        ];
        marked.into_iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| mark).sum()
    }

    /// Its place in a ranked list.
    #[must_use]
    pub fn standing(&self) -> i64 {
        crate::model::standing(self.seriousness, self.priority, self.weighed().counted())
    }
}

db::row! {
    /// One place of an issue, and whether the public may find the issue by it.
    pub struct IssuePlace {
        /// The place.
        pub place: Id,
        /// Whether the public may find it here.
        pub is_public: bool,
        /// Whether it lies here by the lines of the day it was opened on: what is told of it.
        pub is_then: bool,
    }
}

/// What a desk counts, one bit each (`issue_place.marks`).
pub(super) mod marks {
    pub const DANGEROUS: i64 = 1;
    pub const CAME_BACK: i64 = 2;
    pub const TO_ASSESS: i64 = 4;
    pub const LOOK_AGAIN: i64 = 8;
    pub const CONTESTED: i64 = 16;
}

/// What is read of an issue.
macro_rules! columns {
    () => {
        "issue.id, issue.reference, issue.version, issue.title, issue.title_waits, issue.published_at, \
         issue.category, issue.lat, issue.lon, issue.public_lat, issue.public_lon, issue.level, \
         issue.status, issue.outcome, issue.seriousness, issue.people_affected, issue.reach, issue.priority, \
         issue.assessed_at, issue.voices, issue.voices_then, issue.holder_organisation, issue.holder_person, \
         issue.waiting_for, issue.waiting_until, issue.watching_until, issue.came_back, issue.contested, \
         issue.look_again, issue.in_focus, issue.answer_by, issue.opened_at, issue.decided_at, \
         issue.resolved_at, issue.changed_at, issue.hidden_at"
    };
}

/// An issue, as far as `$which` says.
macro_rules! select_issue {
    ($which:literal) => {
        concat!("select ", columns!(), " from issue where issue.partnership = $1 and ", $which)
    };
}

/// An issue by key, for whoever then asks [`access::sees_issue`].
///
/// # Errors
/// Whatever the store answers.
pub fn by_id(tx: &mut Tx<'_>, partnership: Id, id: Id) -> Result<Option<Issue>, Error> {
    tx.opt(sql!(
        select_issue!("id = $2 and {unfiltered: reached through a record the person may read}"),
        partnership,
        id
    ))
}

/// Open issues that a person holds.
///
/// # Errors
/// Whatever the store answers.
pub fn held_by_person(tx: &mut Tx<'_>, partnership: Id, person: Id, most: i64) -> Result<Vec<Id>, Error> {
    tx.all(sql!(
        "select issue.id from issue where issue.partnership = $1 and issue.holder_person = $2 \
         and issue.status in ('new', 'considering', 'taking_forward') \
         and {unfiltered: the program hands on what somebody held who left} order by issue.id limit $3",
        partnership,
        person,
        most
    ))
}

/// Open issues that an organisation holds.
///
/// # Errors
/// Whatever the store answers.
pub fn held_by_organisation(tx: &mut Tx<'_>, partnership: Id, organisation: Id, most: i64) -> Result<Vec<Id>, Error> {
    tx.all(sql!(
        "select issue.id from issue where issue.partnership = $1 and issue.holder_organisation = $2 \
         and issue.status in ('new', 'considering', 'taking_forward') \
         and {unfiltered: the program hands on what an organisation held that ended} order by issue.id limit $3",
        partnership,
        organisation,
        most
    ))
}

/// The issue that a concern is part of.
///
/// # Errors
/// Whatever the store answers.
pub fn of_concern(tx: &mut Tx<'_>, partnership: Id, concern: Id) -> Result<Option<Issue>, Error> {
    tx.opt(sql!(
        select_issue!(
            "id = (select issue from issue_concern where partnership = $1 and concern = $2) \
             and {unfiltered: reached through a concern the person may read}"
        ),
        partnership,
        concern
    ))
}

/// An issue by its reference with its places, ancestors and all, if this person may see it.
///
/// # Errors
/// Whatever the store answers.
pub fn by_reference(
    tx: &mut Tx<'_>,
    scope: &Scope,
    reference: &Reference,
) -> Result<Option<(Issue, Vec<IssuePlace>)>, Error> {
    let found: Option<(Issue, Vec<IssuePlace>)> = tx.opt_with(
        sql!(
            concat!(
                "select ",
                columns!(),
                ", here.place, here.is_public, here.is_then from issue \
                 join issue_place here on here.partnership = issue.partnership and here.issue = issue.id \
                 where issue.partnership = $1 and issue.reference = $2 and {visible:issue} order by here.place"
            ),
            scope.partnership(),
            reference
        )
        .visible(visible_issues(scope)),
    )?;
    Ok(found.map(|(issue, mut places)| {
        // Without the row that stands for everywhere.
        places.retain(|here| here.place != scope.partnership());
        (issue, places)
    }))
}

/// The places of an issue by the lines of then and of now, ancestors and all, without the row that stands for everywhere.
///
/// # Errors
/// Whatever the store answers.
pub fn places_of(tx: &mut Tx<'_>, partnership: Id, issue: Id) -> Result<Vec<IssuePlace>, Error> {
    tx.all(sql!(
        "select place, is_public, is_then from issue_place where partnership = $1 and issue = $2 and place <> $1 order by place",
        partnership,
        issue
    ))
}

/// Stores a new issue; a reference that is taken is redrawn by trying the next. Answers the one that was free.
///
/// # Errors
/// Whatever the store answers.
pub fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    issue: &Issue,
    places: &[IssuePlace],
) -> Result<String, Problem> {
    let cell = issue.public_cell();
    for reference in [(); 3].map(|()| Reference::draw('I', scope.dice())) {
        let stored = tx.run(sql!(
            "insert into issue (partnership, id, reference, version, title, title_waits, folded, published_at, category, lat, \
             lon, public_lat, public_lon, fine, level, status, seriousness, reach, priority, standing, voices, \
             voices_then, holder_organisation, holder_person, came_back, contested, look_again, in_focus, answer_by, \
             opened_at, created_at, created_by, changed_at) values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
             $13, $14, $15, $16, $17, $18, $19, $20, $20, $21, $22, $23, $23, $23, $24, $25, $26, $27, $28, $27) \
             on conflict (partnership, reference) do nothing",
            permit.partnership(),
            issue.id,
            &reference,
            &issue.title,
            &issue.title_waits,
            base::fold(&issue.title),
            issue.published_at,
            issue.category,
            issue.lat,
            issue.lon,
            issue.public_lat,
            issue.public_lon,
            cell,
            issue.level,
            issue.status,
            issue.seriousness,
            issue.reach,
            issue.priority,
            issue.standing(),
            issue.voices,
            issue.holder_organisation,
            issue.holder_person,
            false,
            issue.in_focus,
            issue.answer_by,
            issue.opened_at,
            scope.now,
            scope.hat().map(|hat| hat.membership)
        ))?;
        if stored == 1 {
            insert_places(tx, permit, issue, places)?;
            return Ok(reference.to_string());
        }
    }
    Err(Problem::Unavailable("No reference could be found for it. Send it again.".into()))
}

fn insert_places(tx: &mut Tx<'_>, permit: &Permit, issue: &Issue, places: &[IssuePlace]) -> Result<(), Error> {
    let partnership = permit.partnership();
    let everywhere = IssuePlace { place: partnership, is_public: true, is_then: true };
    let published = issue.published_at.is_some();
    let cell = issue.public_cell();
    let rows: Rows<'_> = places
        .iter()
        .chain([&everywhere])
        .map(|here| {
            vec![
                Value::Id(partnership),
                Value::Id(issue.id),
                Value::Id(here.place),
                Value::Bool(here.is_public),
                Value::Bool(here.is_public && published),
                Value::Bool(issue.status.is_open()),
                issue.status.to_value(),
                Value::Int(issue.standing()),
                Value::Id(issue.category),
                issue.opened_at.to_value(),
                issue.public_lat.to_value(),
                issue.public_lon.to_value(),
                cell.map_or(Value::Null, Value::Int),
                Value::Int(issue.level),
                issue.answer_by.to_value(),
                Value::Int(issue.marks()),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into issue_place (partnership, issue, place, is_public, is_seen, is_open, status, standing, category, \
         opened_at, lat, lon, fine, level, answer_by, marks) values {rows}",
        rows
    ))?;
    Ok(())
}

/// Stores what a command changed, unless somebody changed it first; keeps what the lists know of it.
///
/// # Errors
/// [`Conflict::Version`] when the stored version is not the one that was read.
pub fn save(tx: &mut Tx<'_>, permit: &Permit, issue: &mut Issue, now: Instant) -> Result<(), Problem> {
    let cell = issue.public_cell();
    let changed = tx.run(sql!(
        "update issue set version = version + 1, level = $4, status = $5, outcome = $6, seriousness = $7, \
         people_affected = $8, reach = $9, priority = $10, standing = $11, assessed_at = $12, voices = $13, \
         voices_then = $14, holder_organisation = $15, holder_person = $16, waiting_for = $17, waiting_until = $18, \
         watching_until = $19, came_back = $20, contested = $21, look_again = $22, answer_by = $23, decided_at = $24, \
         resolved_at = $25, changed_at = $26, lat = $27, lon = $28, public_lat = $29, public_lon = $30, fine = $31 \
         where partnership = $1 and id = $2 and version = $3",
        permit.partnership(),
        issue.id,
        issue.version,
        issue.level,
        issue.status,
        issue.outcome,
        issue.seriousness,
        issue.people_affected,
        issue.reach,
        issue.priority,
        issue.standing(),
        issue.assessed_at,
        issue.voices,
        issue.voices_then,
        issue.holder_organisation,
        issue.holder_person,
        &issue.waiting_for,
        issue.waiting_until,
        issue.watching_until,
        issue.came_back,
        issue.contested,
        issue.look_again,
        issue.answer_by,
        issue.decided_at,
        issue.resolved_at,
        now,
        issue.lat,
        issue.lon,
        issue.public_lat,
        issue.public_lon,
        cell
    ))?;
    if changed == 0 {
        return Err(Problem::Conflict(Conflict::Version));
    }
    issue.version += 1;
    issue.changed_at = now;
    tx.run(sql!(
        "update issue_place set status = $3, standing = $4, is_open = $5, lat = $6, lon = $7, fine = $8, level = $9, \
         answer_by = $10, marks = $11 where partnership = $1 and issue = $2 and (status <> $3 or standing <> $4 \
         or level <> $9 or answer_by <> $10 or marks <> $11 or lat is distinct from $6 or lon is distinct from $7)",
        permit.partnership(),
        issue.id,
        issue.status,
        issue.standing(),
        issue.status.is_open(),
        issue.public_lat,
        issue.public_lon,
        cell,
        issue.level,
        issue.answer_by,
        issue.marks()
    ))?;
    Ok(())
}

/// Counts a change of what an issue's page says that is not kept in the issue itself: words of its story went out.
///
/// # Errors
/// Whatever the store answers.
pub fn touch(tx: &mut Tx<'_>, permit: &Permit, issue: Id, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update issue set version = version + 1, changed_at = $3 where partnership = $1 and id = $2",
        permit.partnership(),
        issue,
        now
    ))?;
    Ok(())
}

/// Makes a title public: the one that waited, or the template's.
///
/// # Errors
/// Whatever the store answers.
pub fn set_title(tx: &mut Tx<'_>, permit: &Permit, issue: Id, title: &str, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update issue set title = $3, folded = $4, title_waits = null, published_at = coalesce(published_at, $5), \
         version = version + 1, changed_at = $5 where partnership = $1 and id = $2",
        permit.partnership(),
        issue,
        title,
        base::fold(title),
        now
    ))?;
    show_in_lists(tx, permit, issue)
}

/// Hides an issue from the public since `at`, or shows it again; why is for whoever works on it.
///
/// # Errors
/// Whatever the store answers.
pub fn set_hidden(
    tx: &mut Tx<'_>,
    permit: &Permit,
    issue: Id,
    at: Option<Instant>,
    why: Option<&str>,
    now: Instant,
) -> Result<(), Error> {
    tx.run(sql!(
        "update issue set hidden_at = $3, hidden_reason = $4, version = version + 1, changed_at = $5 \
         where partnership = $1 and id = $2",
        permit.partnership(),
        issue,
        at,
        why,
        now
    ))?;
    show_in_lists(tx, permit, issue)
}

/// Keeps what the lists know of whether the public may see it.
fn show_in_lists(tx: &mut Tx<'_>, permit: &Permit, issue: Id) -> Result<(), Error> {
    tx.run(sql!(
        "update issue_place set is_seen = is_public and exists (select 1 from issue where issue.partnership = $1 \
         and issue.id = $2 and issue.published_at is not null and issue.hidden_at is null \
         and {unfiltered: it is this that says who sees it}) where partnership = $1 and issue = $2",
        permit.partnership(),
        issue
    ))?;
    Ok(())
}
