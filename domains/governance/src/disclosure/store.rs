//! Every line of SQL of disclosure.

use access::{Permit, Scope};
use base::{Date, Id, Instant, Problem, Reference};
use db::{Error, Tx, sql};
use issues::model::{Act, Outcome, Status, WordsState};
use record::wrapped_key;
use voice::{Channel, ConcernStatus};

use super::Request;
use super::commands::Begin;

macro_rules! columns {
    () => {
        concat!(
            "id, reference, regime, asked, issue, place, about, from_on, to_on, received_on, due_on, given_at, given_by, \
             operation, file_until, ",
            wrapped_key!("disclosure_request.id")
        )
    };
}

pub(super) fn insert(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, new: &Begin) -> Result<Reference, Problem> {
    for reference in &new.references {
        let stored = tx.run(sql!(
            "insert into disclosure_request (partnership, id, reference, regime, asked, issue, place, about, from_on, to_on, \
             received_on, due_on, created_at, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
             on conflict (partnership, reference) do nothing",
            permit.partnership(),
            new.id,
            reference,
            new.regime,
            &new.asked,
            new.issue,
            new.place,
            &new.about,
            new.from_on,
            new.to_on,
            new.received_on,
            new.due_on,
            scope.now,
            scope.hat().map(|hat| hat.person)
        ))?;
        if stored == 1 {
            return Ok(reference.clone());
        }
    }
    Err(Problem::Unavailable("No reference could be found for it. Send it again.".into()))
}

pub(super) fn open(tx: &mut Tx<'_>, partnership: Id, most: i64) -> Result<Vec<Request>, Error> {
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from disclosure_request where partnership = $1 and given_at is null order by due_on, id limit $2"
        ),
        partnership,
        most
    ))
}

pub(super) fn given(tx: &mut Tx<'_>, partnership: Id, most: i64) -> Result<Vec<Request>, Error> {
    tx.all(sql!(
        concat!(
            "select ",
            columns!(),
            " from disclosure_request where partnership = $1 and given_at is not null \
             order by given_at desc, id desc limit $2"
        ),
        partnership,
        most
    ))
}

pub(super) fn count_open(tx: &mut Tx<'_>, partnership: Id) -> Result<(i64, Option<Date>), Error> {
    tx.one(sql!(
        "select count(*), min(due_on) from disclosure_request where partnership = $1 and given_at is null",
        partnership
    ))
}

pub(super) fn by_reference(tx: &mut Tx<'_>, partnership: Id, reference: &Reference) -> Result<Option<Request>, Error> {
    tx.opt(sql!(
        concat!("select ", columns!(), " from disclosure_request where partnership = $1 and reference = $2"),
        partnership,
        reference
    ))
}

pub(super) fn give(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, id: Id) -> Result<bool, Error> {
    let given = tx.run(sql!(
        "update disclosure_request set given_at = $3, given_by = $4 \
         where partnership = $1 and id = $2 and given_at is null",
        permit.partnership(),
        id,
        scope.now,
        scope.hat().map(|hat| hat.person)
    ))?;
    Ok(given == 1)
}

/// Which work makes its file, and until when that is kept.
pub(super) fn made_by(tx: &mut Tx<'_>, permit: &Permit, id: Id, operation: Id, until: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "update disclosure_request set operation = $3, file_until = $4 where partnership = $1 and id = $2",
        permit.partnership(),
        id,
        operation,
        until
    ))?;
    Ok(())
}

/// From when, until when a request asks for issues.
fn period(request: &Request) -> (Instant, Instant) {
    let next = |day: Date| Instant::on(day.tomorrow().unwrap_or(day), 0);
    let from = request.from_on.map_or(Instant::from_micros(i64::MIN), |day| Instant::on(day, 0));
    (from, request.to_on.map_or(Instant::from_micros(i64::MAX), next))
}

/// How many issues a request is about: `most` at most, so that a page need not count a million.
pub(super) fn count_up_to(tx: &mut Tx<'_>, permit: &Permit, request: &Request, most: i64) -> Result<i64, Error> {
    let (from, until) = period(request);
    tx.one(sql!(
        "select count(*) from (select issue.id from issue where issue.partnership = $1 and issue.opened_at >= $2 \
         and issue.opened_at < $3 and ($4 or issue.id = $5) and exists (select 1 from issue_place \
         where issue_place.partnership = issue.partnership and issue_place.issue = issue.id and issue_place.place = $6) \
         and {unfiltered: disclosed by the officer, who may see every issue} \
         order by issue.opened_at, issue.id limit $7) as counted",
        permit.partnership(),
        from,
        until,
        request.issue.is_none(),
        request.issue.unwrap_or_default(),
        request.place.unwrap_or(permit.partnership()),
        most
    ))
}

/// How many issues a request is about.
pub(super) fn count_issues(tx: &mut Tx<'_>, permit: &Permit, request: &Request) -> Result<i64, Error> {
    count_up_to(tx, permit, request, i64::MAX)
}

db::row! {
    /// An issue as it is disclosed.
    pub struct Issue {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// Its title.
        pub title: String,
        /// Whether a title waits for a second person.
        pub title_waits: Option<String>,
        /// Since when it is public.
        pub published_at: Option<Instant>,
        /// Since when it is hidden.
        pub hidden_at: Option<Instant>,
        /// What it is about.
        pub category: Id,
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
        /// 1 to 25.
        pub priority: i64,
        /// How many people told us.
        pub voices: i64,
        /// When it began.
        pub opened_at: Instant,
        /// When it was decided.
        pub decided_at: Option<Instant>,
        /// When it ended.
        pub resolved_at: Option<Instant>,
    }
}

/// Issues that a request is about, in the order they began, after the last one read. Whoever asks is the officer, who may
/// see every issue.
pub(super) fn issues(
    tx: &mut Tx<'_>,
    permit: &Permit,
    request: &Request,
    after: (Instant, Id),
    most: i64,
) -> Result<Vec<Issue>, Error> {
    let (from, until) = period(request);
    tx.all(sql!(
        "select issue.id, issue.reference, issue.title, issue.title_waits, issue.published_at, issue.hidden_at, \
         issue.category, issue.level, issue.status, issue.outcome, issue.seriousness, issue.people_affected, \
         issue.priority, issue.voices, issue.opened_at, issue.decided_at, issue.resolved_at from issue \
         where issue.partnership = $1 and issue.opened_at >= $2 and issue.opened_at < $3 \
         and (issue.opened_at, issue.id) > ($4, $5) and ($6 or issue.id = $7) and exists (select 1 from issue_place \
         where issue_place.partnership = issue.partnership and issue_place.issue = issue.id and issue_place.place = $8) \
         and {unfiltered: disclosed by the officer, who may see every issue} \
         order by issue.opened_at, issue.id limit $9",
        permit.partnership(),
        from,
        until,
        after.0,
        after.1,
        request.issue.is_none(),
        request.issue.unwrap_or_default(),
        request.place.unwrap_or(permit.partnership()),
        most
    ))
}

db::row! {
    /// A step of an issue's story as it is disclosed.
    pub struct Step {
        /// Of which issue.
        pub issue: Id,
        /// What was done.
        pub act: Act,
        /// When.
        pub at: Instant,
        /// By whom.
        pub person: Option<Id>,
        /// In what capacity.
        pub capacity: Option<String>,
        /// With what authority.
        pub authority: Option<String>,
        /// How it ended.
        pub outcome: Option<Outcome>,
        /// Who holds it since.
        pub holder: Option<String>,
        /// Whether there are words, and whether they may be read.
        pub words_state: WordsState,
        /// Whether staff noted more than was published.
        pub noted: bool,
        /// What the public reads.
        pub said: Option<String>,
    }
}

pub(super) fn steps(tx: &mut Tx<'_>, permit: &Permit, issues: &[Id]) -> Result<Vec<Step>, Error> {
    tx.all(sql!(
        "select issue, act, at, person, capacity, authority, outcome, holder, words_state, \
         (evidence is not null or told is not null or (words is not null and (said is null or words <> said))) as noted, \
         said from step where partnership = $1 and issue in {list} order by issue, at, id",
        permit.partnership(),
        issues
    ))
}

db::row! {
    /// A concern as it is disclosed: that it was told, never what.
    pub struct Concern {
        /// The issue it is part of.
        pub issue: Id,
        /// Its reference.
        pub reference: String,
        /// What it is about.
        pub category: Id,
        /// How it reached us.
        pub channel: Channel,
        /// Where it stands.
        pub status: ConcernStatus,
        /// When it was told.
        pub heard_at: Instant,
        /// Whether its words are still held.
        pub has_words: bool,
        /// Whether a point is held.
        pub has_point: bool,
        /// Whether a contact is held.
        pub has_contact: bool,
        /// Notes of calls, visits and letters.
        pub notes: i64,
    }
}

/// The concerns of these issues. A protected one is part of none; should one be, nothing is said of it.
pub(super) fn concerns(tx: &mut Tx<'_>, permit: &Permit, issues: &[Id]) -> Result<Vec<Concern>, Error> {
    tx.all(sql!(
        "select issue_concern.issue, concern.reference, concern.category, concern.channel, concern.status, \
         concern.heard_at, concern.words is not null as has_words, concern.lat is not null as has_point, \
         exists (select 1 from concern_contact where concern_contact.partnership = concern.partnership \
         and concern_contact.concern = concern.id and concern_contact.sealed is not null) as has_contact, \
         (select count(*) from contact_log where contact_log.partnership = concern.partnership \
         and contact_log.concern = concern.id and contact_log.words is not null) as notes \
         from issue_concern join concern on concern.partnership = issue_concern.partnership \
         and concern.id = issue_concern.concern where issue_concern.partnership = $1 \
         and concern.protection < 3 and concern.held = $2 \
         and {unfiltered: that they were told, without what, and without what is protected} \
         and issue_concern.issue in {list} order by issue_concern.issue, concern.heard_at, concern.id",
        permit.partnership(),
        false,
        issues
    ))
}
