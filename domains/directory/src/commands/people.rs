use access::{Figure, NewPerson, Page, Permit, PersonFields, Scope, SignInLink};
use base::{Id, Instant, Problem, days};
use db::Tx;
use record::Change;

use super::roles::{self, Given};
use super::{managing, person, role_words};
use crate::jobs::INVITATION;
use crate::model::reach_words;
use crate::store::{self, PersonRow};

/// Somebody to be asked to work here.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The address the invitation goes to, and that they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Who employs them, which need not be the council (MAN-26).
    pub organisation: Option<Id>,
    /// Work telephone.
    pub phone: Option<String>,
    /// The role they are given.
    pub role: Given,
}

/// What an invitation came to.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The person.
    pub person: Id,
    /// The link that is mailed to them; none where nothing was done.
    pub link: Option<SignInLink>,
    /// Whether they were known already, and what of.
    pub asked: Asked,
}

/// Whether an invitation did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Somebody new: a mail goes to them.
    New,
    /// Somebody who works here already, or came back: they are given one more role, and a mail says so.
    Again,
    /// They hold that very role: nothing was done.
    Already(String),
}

/// What is said anew of a person.
#[derive(Debug, Clone)]
pub struct PersonChange {
    /// The version the asker saw.
    pub version: Option<i64>,
    /// Their name.
    pub name: String,
    /// Work e-mail.
    pub email: Option<String>,
    /// Work telephone.
    pub phone: Option<String>,
    /// Who employs them.
    pub organisation: Option<Id>,
}

/// Asks somebody by mail to work here in a role. An address that is known is the same person: they get the role as well,
/// or, when they hold it, nothing is done twice.
///
/// # Errors
/// Invalid fields when the role cannot be given.
pub fn invite(tx: &mut Tx<'_>, scope: &Scope, new: &Invitation) -> Result<Invited, Problem> {
    let permit = managing(scope)?;
    let known = store::person_with_address(tx, scope.partnership(), &new.email)?;
    let asked = if known.is_some() { Asked::Again } else { Asked::New };
    if let Some(known) = &known
        && let Some(held) = roles::held(tx, scope, known.id, &new.role)?
    {
        let role = role_words(scope, &held.role, held.title.as_deref());
        let place = reach_words(scope, &held.reach, held.reach_id);
        let sentence = format!("{} has been invited already: {role}, {place}. Nothing was changed", known.name);
        return Ok(Invited { person: known.id, link: None, asked: Asked::Already(sentence) });
    }
    let (person, account) = match known {
        Some(known) => (come_back(tx, scope, &permit, &known)?, known.account),
        None => (add(tx, scope, &permit, new)?, None),
    };
    let account = match account {
        Some(account) => account,
        None => {
            let account = access::ensure_account(tx, scope.new_id(), &new.email, scope.now)?;
            access::link_account(tx, &permit, person, account)?;
            account
        }
    };
    let membership = roles::give(tx, scope, &permit, person, &new.role)?;
    let begins = Instant::on(new.role.valid_from, 0);
    let link = send(tx, scope, &permit, (person, account), Some(membership), begins)?;
    Ok(Invited { person, link: Some(link), asked })
}

/// Sends the invitation again to somebody who never signed in, or has lost it; answers the link that is mailed.
///
/// # Errors
/// Invalid when they left or have no address.
pub fn invite_again(tx: &mut Tx<'_>, scope: &Scope, id: Id) -> Result<SignInLink, Problem> {
    let permit = managing(scope)?;
    let known = person(tx, scope, id)?;
    if known.left_at.is_some_and(|left| left <= scope.now) {
        return Err(Problem::field("email", format!("{} has left. Give them a role first", known.name)));
    }
    let Some(email) = known.email.as_deref() else {
        return Err(Problem::field("email", format!("{} has no e-mail address. Enter one first", known.name)));
    };
    access::claim_person(tx, &permit, id, None, scope.now)?;
    let account = match known.account {
        Some(account) => account,
        None => {
            let account = access::ensure_account(tx, scope.new_id(), email, scope.now)?;
            access::link_account(tx, &permit, id, account)?;
            account
        }
    };
    let link = send(tx, scope, &permit, (id, account), None, scope.now)?;
    let change = Change::of("invited_at", None::<&str>, scope.now.rfc3339());
    scope.tell_change(tx, "person", id, "invite_again", &change)?;
    Ok(link)
}

/// Says anew who somebody is and how they are reached at work. The address they sign in with stays.
///
/// # Errors
/// A conflict when somebody changed them since.
pub fn change_person(tx: &mut Tx<'_>, scope: &Scope, id: Id, to: &PersonChange) -> Result<bool, Problem> {
    let permit = managing(scope)?;
    let was = person(tx, scope, id)?;
    if to.version.is_some_and(|version| version != was.version) {
        return Err(Problem::Conflict(base::Conflict::Version));
    }
    let change = difference(&was, to);
    if change.fields.is_empty() {
        return Ok(false);
    }
    access::claim_person(tx, &permit, id, to.version, scope.now)?;
    let fields = PersonFields {
        name: &to.name,
        organisation: to.organisation,
        email: to.email.as_deref(),
        phone: to.phone.as_deref(),
    };
    access::change_person(tx, &permit, id, &fields)?;
    scope.tell_change(tx, "person", id, "change", &change)?;
    Ok(true)
}

/// Adds somebody without asking them to sign in: for a file of people.
///
/// # Errors
/// Whatever the store answers.
pub fn put_person(tx: &mut Tx<'_>, scope: &Scope, new: &PersonChange) -> Result<Id, Problem> {
    let permit = managing(scope)?;
    let id = scope.new_id();
    let person = NewPerson {
        id,
        name: &new.name,
        organisation: new.organisation,
        email: new.email.as_deref(),
        phone: new.phone.as_deref(),
    };
    access::add_person(tx, &permit, &person, scope.now)?;
    scope.tell_change(tx, "person", id, "add", &Change::of("name", None::<&str>, new.name.as_str()))?;
    Ok(id)
}

fn add(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, new: &Invitation) -> Result<Id, Problem> {
    let id = scope.new_id();
    let person = NewPerson {
        id,
        name: &new.name,
        organisation: new.organisation,
        email: Some(&new.email),
        phone: new.phone.as_deref(),
    };
    access::add_person(tx, permit, &person, scope.now)?;
    scope.tell_change(tx, "person", id, "invite", &Change::of("name", None::<&str>, new.name.as_str()))?;
    Ok(id)
}

/// Somebody known: taken in hand, and no longer gone when they had left.
pub(super) fn come_back(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, known: &PersonRow) -> Result<Id, Problem> {
    access::claim_person(tx, permit, known.id, None, scope.now)?;
    if let Some(left) = known.left_at {
        access::set_left(tx, permit, known.id, None)?;
        scope.tell_change(tx, "person", known.id, "come_back", &Change::of("left_at", left.rfc3339(), None::<&str>))?;
    }
    Ok(known.id)
}

/// Makes the link and asks for the mail, not before the role begins: until then it would open nothing.
pub(super) fn send(
    tx: &mut Tx<'_>,
    scope: &Scope,
    permit: &Permit,
    (person, account): (Id, Id),
    membership: Option<Id>,
    begins: Instant,
) -> Result<SignInLink, Problem> {
    let from = if begins > scope.now { begins } else { scope.now };
    let lives = days(scope.snapshot.figure(Figure::Invitation));
    let link = SignInLink::of(&scope.site.vault, scope.new_id());
    let ends = from.plus(lives).micros() - scope.now.micros();
    access::make_link(tx, &link, account, &scope.url(Page::MyWork), scope.now, ends)?;
    access::invited(tx, permit, person, scope.now)?;
    let job = jobs::NewJob {
        id: scope.new_id(),
        kind: INVITATION,
        about: link.id,
        detail: &membership.map(|id| id.to_string()).unwrap_or_default(),
        run_at: from,
        operation: scope.operation,
    };
    jobs::enqueue(tx, scope.partnership(), &job)?;
    Ok(link)
}

fn difference(was: &PersonRow, to: &PersonChange) -> Change {
    let text = |id: Option<Id>| id.map(|id| id.to_string());
    let fields = [
        ("name", Some(was.name.clone()), Some(to.name.clone())),
        ("email", was.email.clone(), to.email.clone()),
        ("phone", was.phone.clone(), to.phone.clone()),
        ("organisation", text(was.organisation), text(to.organisation)),
    ];
    fields
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .fold(Change::default(), |change, (field, before, after)| change.and(field, before, after))
}
