//! Organisations and people taken in from files. A row that is here already changes nothing, so a file may be taken in again
//! after it was stopped or mended; rows that cannot be taken in are told, each with what to do.

use std::collections::BTreeMap;

use access::{Role, Scope};
use base::{Date, Id, Instant, Problem};
use db::Tx;
use places::Places;
use record::OperationFault;

use crate::commands::{self, Given, NewPartner, PersonChange, RoleChange};
use crate::files::{ORGANISATION_FIELDS, PEOPLE_FIELDS, POST_FIELDS};
use crate::model::Reaching;
use crate::partners::{self, Partner, Partners};
use crate::store::{self, PersonRow};
use crate::tabular::{Columns, Row, rows};

db::words! {
    /// What a file holds.
    pub enum Kind {
        /// Organisations.
        Organisations = "organisations",
        /// People and their roles.
        People = "people",
    }
}

impl Kind {
    /// For a heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Organisations => "Organisations",
            Self::People => "People",
        }
    }

    /// The fields a file of this kind may have.
    #[must_use]
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Organisations => ORGANISATION_FIELDS,
            Self::People => PEOPLE_FIELDS,
        }
    }

    /// How its rows are taken in, step after step.
    const fn steps(self) -> &'static [Step] {
        match self {
            Self::Organisations => &[Taken::new_organisations, Taken::organisations],
            Self::People => &[Taken::people, Taken::posts],
        }
    }

    /// Those it must have.
    pub(crate) const fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Organisations => &["code", "name", "kind"],
            Self::People => &["name"],
        }
    }
}

/// What taking in a file did, or would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    /// Rows that were new.
    pub added: usize,
    /// Rows that said something anew.
    pub changed: usize,
    /// Rows that were here already.
    pub unchanged: usize,
    /// What is wrong with the rows that were not taken in, or not whole.
    pub faults: Vec<OperationFault>,
}

impl Imported {
    /// How many rows were not taken in, or not whole.
    #[must_use]
    pub fn rejected(&self) -> usize {
        let mut lines: Vec<i64> = self.faults.iter().map(|fault| fault.line).collect();
        lines.sort_unstable();
        lines.dedup();
        lines.len()
    }
}

/// What one row came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Came {
    Unchanged,
    Changed,
    Added,
}

/// Rows in one transaction.
const CHUNK: usize = 100;

/// Takes a file in, 100 rows at a time, never half a row. A dry run does all of it in one transaction and undoes it.
///
/// # Errors
/// Invalid when it is no such file; [`Problem::NotAllowed`] without the right; else whatever the store answers.
pub async fn import(
    scope: &Scope,
    kind: Kind,
    bytes: &[u8],
    columns: &Columns,
    dry_run: bool,
) -> Result<Imported, Problem> {
    let (rows, faults) = rows(bytes, columns, kind.fields(), kind.needed())?;
    take_in(scope, kind, rows, faults, dry_run).await
}

/// [`import`] of rows that were read, and of what could not be read.
pub(crate) async fn take_in(
    scope: &Scope,
    kind: Kind,
    rows: Vec<Row>,
    faults: Vec<OperationFault>,
    dry_run: bool,
) -> Result<Imported, Problem> {
    let (db, mut taken) = (&scope.site.db, Taken { faults, ..Taken::default() });
    if dry_run {
        let within = scope.clone();
        let all = move |tx: &mut Tx<'_>| {
            let mut taken = taken.clone();
            kind.steps().iter().try_for_each(|step| step(&mut taken, tx, &within, &rows))?;
            Ok(taken)
        };
        return Ok(db.write(move |tx| undone(tx, &all)).await?.imported());
    }
    for step in kind.steps() {
        for chunk in rows.chunks(CHUNK) {
            let (within, chunk, before) = (scope.clone(), chunk.to_vec(), taken);
            taken = db
                .write(move |tx| {
                    let mut taken = before.clone();
                    step(&mut taken, tx, &within, &chunk)?;
                    Ok::<_, Problem>(taken)
                })
                .await?;
        }
    }
    Ok(taken.imported())
}

/// Does something, answers what came of it, and leaves the store as it was.
fn undone<T>(tx: &mut Tx<'_>, doing: impl FnOnce(&mut Tx<'_>) -> Result<T, Problem>) -> Result<T, Problem> {
    let mut came = None;
    let back = tx.attempt(|tx| {
        came = Some(doing(tx)?);
        Err::<(), _>(Problem::NotFound)
    });
    match (came, back) {
        (Some(came), _) => Ok(came),
        (None, Err(problem)) => Err(problem),
        (None, Ok(())) => Err(Problem::fault("nothing was tried")),
    }
}

/// A step through the rows of a file.
type Step = fn(&mut Taken, &mut Tx<'_>, &Scope, &[Row]) -> Result<(), Problem>;

/// How far the rows of a file were taken in.
#[derive(Debug, Clone, Default)]
struct Taken {
    /// What each row came to, by its line.
    came: BTreeMap<i64, Came>,
    faults: Vec<OperationFault>,
    /// Whom the file's own keys mean.
    named: BTreeMap<String, Id>,
    /// The person and the role of each row, by its line.
    roles: BTreeMap<i64, (Id, Id)>,
}

impl Taken {
    fn imported(mut self) -> Imported {
        self.faults.sort_by_key(|fault| fault.line);
        let count = |wanted| self.came.values().filter(|came| **came == wanted).count();
        Imported {
            added: count(Came::Added),
            changed: count(Came::Changed),
            unchanged: count(Came::Unchanged),
            faults: self.faults,
        }
    }

    /// Notes what a row came to; what is wrong with it is a fault and stops no other.
    fn note(&mut self, row: &Row, came: Result<Came, Problem>) -> Result<(), Problem> {
        match came {
            Ok(came) => {
                let known = self.came.entry(row.line).or_insert(came);
                *known = came.max(*known);
            }
            Err(Problem::Invalid(fields)) => {
                self.faults.extend(fields.0.into_iter().map(|error| row.fault(&error.field, error.message)));
            }
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// Adds every organisation that is not here yet: what others are a part of may stand further down in the file.
    fn new_organisations(&mut self, tx: &mut Tx<'_>, scope: &Scope, rows: &[Row]) -> Result<(), Problem> {
        for row in rows {
            let came = tx.attempt(|tx| add_organisation(tx, scope, row));
            self.note(row, came)?;
        }
        Ok(())
    }

    /// Says of each organisation what its row says.
    fn organisations(&mut self, tx: &mut Tx<'_>, scope: &Scope, rows: &[Row]) -> Result<(), Problem> {
        for row in rows.iter().filter(|row| self.came.contains_key(&row.line)).cloned().collect::<Vec<_>>() {
            let came = tx.attempt(|tx| organisation(tx, scope, &row));
            self.note(&row, came)?;
        }
        Ok(())
    }

    /// Takes in each person, and the role their row names.
    fn people(&mut self, tx: &mut Tx<'_>, scope: &Scope, rows: &[Row]) -> Result<(), Problem> {
        for row in rows {
            let came = tx.attempt(|tx| person(tx, scope, row, self));
            self.note(row, came)?;
        }
        Ok(())
    }

    /// Keeps what is recorded of the posts: a line manager may stand further down in the file than their people.
    fn posts(&mut self, tx: &mut Tx<'_>, scope: &Scope, rows: &[Row]) -> Result<(), Problem> {
        for row in rows.iter().filter(|row| POST_FIELDS.iter().any(|field| row.has(field))) {
            let Some(role) = self.roles.get(&row.line).copied() else { continue };
            let came = tx.attempt(|tx| post(tx, scope, row, role, &self.named));
            self.note(row, came)?;
        }
        Ok(())
    }
}

/// Adds the organisation of a row, when there is none with its code.
fn add_organisation(tx: &mut Tx<'_>, scope: &Scope, row: &Row) -> Result<Came, Problem> {
    let known = partners::read(tx, scope.partnership(), scope.now.date())?;
    let new = partner(scope, row, &Partners::default(), None)?;
    if known.by_code(&new.code).is_some() {
        return Ok(Came::Unchanged);
    }
    commands::add_organisation(tx, scope, &new)?;
    Ok(Came::Added)
}

fn organisation(tx: &mut Tx<'_>, scope: &Scope, row: &Row) -> Result<Came, Problem> {
    let known = partners::read(tx, scope.partnership(), scope.now.date())?;
    let was = known.by_code(row.get("code").unwrap_or_default()).ok_or(Problem::NotFound)?;
    let to = partner(scope, row, &known, Some(was))?;
    let changed = commands::change_organisation(tx, scope, None, &to)?;
    Ok(if changed { Came::Changed } else { Came::Unchanged })
}

/// The organisation a row describes. Of what the file has no column for, what it `was` stays. Codes of others are looked up
/// in `known`; an empty `known` leaves them out.
fn partner(scope: &Scope, row: &Row, known: &Partners, was: Option<&Partner>) -> Result<NewPartner, Problem> {
    let needed = |field: &'static str, sentence: &str| row.text(field).ok_or_else(|| Problem::field(field, sentence));
    let code = needed("code", "Enter a code, like police")?;
    if !is_code(&code) {
        return Err(Problem::field("code", "Use up to 60 small letters, digits and hyphens in a code"));
    }
    let kind = needed("kind", "Enter a kind, like police or voluntary")?;
    kind_known(scope, &kind)?;
    let other = |field: &'static str, was: Option<Id>| -> Result<Option<Id>, Problem> {
        if !row.has(field) {
            return Ok(was);
        }
        let Some(code) = row.get(field).filter(|_| !known.all().is_empty()) else { return Ok(None) };
        let found = known.by_code(code).map(|one| one.id);
        found.map(Some).ok_or_else(|| Problem::field(field, format!("There is no organisation with the code {code}")))
    };
    let text = |field: &str, known: fn(&Partner) -> &Option<String>| match was {
        Some(was) if !row.has(field) => known(was).clone(),
        _ => row.text(field),
    };
    let from = row.day("valid_from")?.or(was.map(|was| was.valid_from)).unwrap_or_else(|| scope.now.date());
    let to = if row.has("valid_to") { row.day("valid_to")? } else { was.and_then(|was| was.valid_to) };
    crate::model::days(from, to).map_err(|(field, sentence)| Problem::field(field, sentence))?;
    Ok(NewPartner {
        code,
        name: needed("name", "Enter a name")?,
        kind,
        part_of: other("part_of", was.and_then(|was| was.part_of))?,
        phone: text("phone", |was| &was.phone),
        email: text("email", |was| &was.email),
        does: text("does", |was| &was.does),
        gives: text("gives", |was| &was.gives),
        places: works_in(scope, row, known, was)?,
        valid_from: from,
        valid_to: to,
        successor: other("successor", was.and_then(|was| was.successor))?,
        is_front_door: front_door(row, was)?,
    })
}

/// Whether a row says that protected matters come here first.
fn front_door(row: &Row, was: Option<&Partner>) -> Result<bool, Problem> {
    if !row.has("front_door") {
        return Ok(was.is_some_and(|was| was.is_front_door));
    }
    match row.get("front_door").unwrap_or_default().to_lowercase().as_str() {
        "yes" => Ok(true),
        "" | "no" => Ok(false),
        _ => {
            Err(Problem::field("front_door", "Write yes for the one organisation that protected matters come to first"))
        }
    }
}

/// The places a row names.
fn works_in(scope: &Scope, row: &Row, known: &Partners, was: Option<&Partner>) -> Result<Vec<Id>, Problem> {
    if !row.has("places") {
        return Ok(was.map(|was| known.places_of(was.id).to_vec()).unwrap_or_default());
    }
    let places = scope.snapshot.part::<Places>()?;
    let codes = row.get("places").unwrap_or_default().split_whitespace();
    let place = |code: &str| {
        let sentence = || Problem::field("places", format!("There is no place with the code {code}"));
        places.by_code(code).map(|(id, _)| id).ok_or_else(sentence)
    };
    codes.map(place).collect()
}

/// Whether the partnership has this kind of organisation among its terms.
///
/// # Errors
/// The kinds there are.
pub(crate) fn kind_known(scope: &Scope, kind: &str) -> Result<(), Problem> {
    let terms = || scope.snapshot.terms(access::TermList::OrganisationKind, scope.now.date());
    if terms().next().is_none() || terms().any(|term| term.code == kind) {
        return Ok(());
    }
    let known: Vec<&str> = terms().map(|term| term.code.as_str()).collect();
    Err(Problem::field("kind", format!("{kind} is no kind of organisation here. Use one of {}", known.join(", "))))
}

/// Whether it can stand in an address.
#[must_use]
pub fn is_code(code: &str) -> bool {
    (1..=60).contains(&code.len())
        && code != "new"
        && code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// The person of a row, and the role it names.
fn person(tx: &mut Tx<'_>, scope: &Scope, row: &Row, taken: &mut Taken) -> Result<Came, Problem> {
    let mut to = who(scope, row)?;
    let given = given(scope, row)?;
    let leaves_on = row.day("leaves_on")?;
    let (id, mut came) = match find(tx, scope, row, &to, &taken.named)? {
        Some(known) => {
            keep_unsaid(row, &mut to, &known);
            let changed = commands::change_person(tx, scope, known.id, &to)?;
            (known.id, if changed { Came::Changed } else { Came::Unchanged })
        }
        None => (commands::put_person(tx, scope, &to)?, Came::Added),
    };
    let held = match given {
        None => None,
        Some(given) => Some(role(tx, scope, row, id, given)?),
    };
    came = held.map_or(came, |(_, role)| came.max(role));
    came = came.max(leaving(tx, scope, id, leaves_on)?);
    // Noted last: a row that is undone leaves nothing behind.
    taken.roles.extend(held.map(|(membership, _)| (row.line, (id, membership))));
    taken.named.extend(row.text("person").map(|key| (key, id)));
    Ok(came)
}

/// A column that the file does not have says nothing, and what is known stays.
fn keep_unsaid(row: &Row, to: &mut PersonChange, known: &PersonRow) {
    for (field, said, was) in [("email", &mut to.email, &known.email), ("phone", &mut to.phone, &known.phone)] {
        if !row.has(field) {
            said.clone_from(was);
        }
    }
    if !row.has("organisation") {
        to.organisation = known.organisation;
    }
}

fn who(scope: &Scope, row: &Row) -> Result<PersonChange, Problem> {
    let name = row.text("name").filter(|name| name.chars().count() <= 100);
    let email = row.text("email").map(|email| email.to_lowercase());
    if email.as_ref().is_some_and(|email| !email.contains('@') || email.chars().count() > 254) {
        return Err(Problem::field("email", "Enter an e-mail address like name@example.org"));
    }
    let organisation = organisation_of(scope, row, "organisation")?;
    let name = name.ok_or_else(|| Problem::field("name", "Enter a name, up to 100 characters"))?;
    Ok(PersonChange { version: None, name, email, phone: row.text("phone"), organisation })
}

/// The organisation whose code stands in a field.
fn organisation_of(scope: &Scope, row: &Row, field: &'static str) -> Result<Option<Id>, Problem> {
    let Some(code) = row.get(field) else { return Ok(None) };
    let found = scope.snapshot.part::<Partners>()?.by_code(code).map(|one| one.id);
    found.map(Some).ok_or_else(|| Problem::field(field, format!("There is no organisation with the code {code}")))
}

fn given(scope: &Scope, row: &Row) -> Result<Option<Given>, Problem> {
    let Some(role) = row.get("role") else { return Ok(None) };
    let all = || Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ");
    let role: Role =
        role.parse().map_err(|_| Problem::field("role", format!("{role} is no role. Use one of {}", all())))?;
    let kind = row.get("reach").unwrap_or("partnership").to_owned();
    let reach = Reaching { kind, code: row.text("reach_code") }.find(scope)?;
    Ok(Some(Given {
        role,
        reach,
        title: row.text("title"),
        valid_from: row.day("valid_from")?.unwrap_or_else(|| scope.now.date()),
        valid_to: row.day("valid_to")?,
    }))
}

/// Who a row is about: by the file's own key for them, by their key here, by address, by name where there is no address.
fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    row: &Row,
    to: &PersonChange,
    named: &BTreeMap<String, Id>,
) -> Result<Option<PersonRow>, Problem> {
    let partnership = scope.partnership();
    if let Some(key) = row.get("person") {
        let known = named.get(key).copied().or_else(|| key.parse().ok());
        if let Some(id) = known
            && let Some(found) = store::person(tx, partnership, id)?
        {
            return Ok(Some(found));
        }
    }
    if let Some(email) = &to.email {
        return Ok(store::person_with_address(tx, partnership, email)?);
    }
    let alike = store::people_called(tx, partnership, &to.name)?;
    let free = |person: &PersonRow| row.get("person").is_none() || !named.values().any(|id| *id == person.id);
    Ok(alike.into_iter().find(|person| person.organisation == to.organisation && free(person)))
}

/// The role of a row: the one that begins on the same day is the same one.
fn role(tx: &mut Tx<'_>, scope: &Scope, row: &Row, id: Id, mut given: Given) -> Result<(Id, Came), Problem> {
    let (kind, reach_id) = given.reach.parts();
    let roles = store::roles_of(tx, scope.partnership(), &[id])?;
    let same = roles.into_iter().find(|role| {
        role.role == given.role.as_str()
            && role.reach == kind
            && role.reach_id == reach_id
            && (role.valid_from == given.valid_from
                || (row.get("valid_from").is_none() && !role.is_over(scope.now.date())))
    });
    let Some(known) = same else { return Ok((commands::put_role(tx, scope, id, &given)?, Came::Added)) };
    if !row.has("title") {
        given.title = known.title;
    }
    if !row.has("valid_to") {
        given.valid_to = known.valid_to;
    }
    let (valid_from, valid_to) = (known.valid_from, given.valid_to);
    let to = RoleChange { version: None, title: given.title, valid_from, valid_to };
    let changed = commands::change_role(tx, scope, (id, known.id), &to)?;
    Ok((known.id, if changed { Came::Changed } else { Came::Unchanged }))
}

/// What a row says of the post behind its role; of what it has no column for, what is known stays.
fn post(
    tx: &mut Tx<'_>,
    scope: &Scope,
    row: &Row,
    (person, membership): (Id, Id),
    named: &BTreeMap<String, Id>,
) -> Result<Came, Problem> {
    let (_, known) = store::roles_and_posts(tx, scope.partnership(), person)?;
    let mut post = known.into_iter().find(|(id, _)| *id == membership).map(|(_, post)| post).unwrap_or_default();
    if row.has("post_owner") {
        post.owner = organisation_of(scope, row, "post_owner")?;
    }
    if row.has("line_manager") {
        post.line_manager = line_manager(tx, scope, row, named)?;
    }
    for (field, day) in [("contract_from", &mut post.contract_from), ("contract_to", &mut post.contract_to)] {
        if row.has(field) {
            *day = row.day(field)?;
        }
    }
    for (field, words) in [
        ("terms", &mut post.terms),
        ("targets", &mut post.targets),
        ("assessed_by", &mut post.assessed_by),
        ("appointed_how", &mut post.appointed_how),
        ("agreed_by", &mut post.agreed_by),
    ] {
        if row.has(field) {
            *words = row.text(field);
        }
    }
    let changed = commands::keep_post(tx, scope, (person, membership), &post)?;
    Ok(if changed { Came::Changed } else { Came::Unchanged })
}

/// Who manages somebody: by the file's own key for them, by their key here, by address.
fn line_manager(
    tx: &mut Tx<'_>,
    scope: &Scope,
    row: &Row,
    named: &BTreeMap<String, Id>,
) -> Result<Option<Id>, Problem> {
    let Some(said) = row.get("line_manager") else { return Ok(None) };
    if let Some(id) = named.get(said) {
        return Ok(Some(*id));
    }
    let found = match said.parse() {
        Ok(id) => store::person(tx, scope.partnership(), id)?,
        Err(_) => store::person_with_address(tx, scope.partnership(), said)?,
    };
    let sentence =
        || format!("{said} is nobody of this file or partnership: use their address, or their key in person");
    found.map(|person| Some(person.id)).ok_or_else(|| Problem::field("line_manager", sentence()))
}

fn leaving(tx: &mut Tx<'_>, scope: &Scope, id: Id, on: Option<Date>) -> Result<Came, Problem> {
    let known = store::person(tx, scope.partnership(), id)?.ok_or(Problem::NotFound)?;
    if on.is_none() || known.left_at.map(Instant::date) == on {
        return Ok(Came::Unchanged);
    }
    commands::put_leaving(tx, scope, id, on)?;
    Ok(Came::Changed)
}
