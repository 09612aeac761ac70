//! Making a partnership and giving people a way in: what set-up, the command line and the demonstration share.

use std::sync::Arc;

use access::{
    Done, Ground, NewMembership, NewPartnership, NewPerson, Partnership, Reach, Right, Role, Scope, Site, Snapshot, Who,
};
use base::{FieldErrors, Id, Instant, Problem};
use db::{Error, Tx};

use crate::presets;

/// A partnership to be made.
#[derive(Debug, Clone)]
pub struct Founding {
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The preset it is made from.
    pub preset: String,
    /// The legal person behind it.
    pub accountable_body: Option<String>,
    /// Its colour, `#rrggbb`.
    pub brand_colour: String,
    /// Whether the public may come in from the first moment: only where everything and everybody is invented.
    pub is_open: bool,
}

/// Somebody who is to work in a partnership.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// Their name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// Who employs them.
    pub organisation: Option<Id>,
    /// Their work telephone.
    pub phone: Option<String>,
    /// Their role.
    pub role: Role,
    /// How far it reaches.
    pub reach: Reach,
    /// What the role is called here.
    pub title: Option<String>,
}

/// Who somebody became.
#[derive(Debug, Clone, Copy)]
pub struct Arrived {
    /// What they sign in with.
    pub account: Id,
    /// Who they are in the partnership.
    pub person: Id,
    /// The role they hold.
    pub membership: Id,
}

impl Founding {
    /// Everything that is wrong with it.
    #[must_use]
    pub fn faults(&self) -> FieldErrors {
        let mut faults = FieldErrors::default();
        if self.name.trim().is_empty() || self.name.chars().count() > 100 {
            faults.add("partnership", "Enter the partnership's name, up to 100 characters");
        }
        if !access::is_slug(&self.slug) {
            faults.add(
                "slug",
                "Enter a short name for the address: 2 to 40 small letters, digits and hyphens, like walsall",
            );
        }
        let presets = presets::names();
        if !presets.contains(&self.preset.as_str()) {
            faults.add("preset", format!("Choose a preset that exists: {}", presets.join(", ")));
        }
        if let Err(unfit) = web::brand::stylesheet(&self.brand_colour) {
            faults.add("brand_colour", unfit.to_string());
        }
        faults
    }

    /// The scope in which it is made, at `now`: the program's own, in a partnership that has nothing yet.
    #[must_use]
    pub fn scope(&self, site: &Arc<Site>, doing: &'static str, now: Instant) -> Scope {
        let partnership = Partnership {
            id: site.dice.id(now),
            slug: self.slug.clone(),
            host: None,
            name: self.name.trim().to_owned(),
            preset: self.preset.clone(),
            accountable_body: self.accountable_body.clone(),
            brand_colour: self.brand_colour.clone(),
            is_open: self.is_open,
            epoch: 1,
        };
        let operation = site.dice.id(now);
        let snapshot = Arc::new(Snapshot::new_born(partnership));
        Scope { site: Arc::clone(site), snapshot, who: Who::System(doing), now, operation, language: None }
    }
}

/// Makes the partnership of `scope`, with what its preset holds, and tells the record so.
///
/// # Errors
/// An invalid field when the slug is taken.
pub fn found(tx: &mut Tx<'_>, scope: &Scope) -> Result<(), Problem> {
    let new = &scope.snapshot.partnership;
    let partnership = NewPartnership {
        id: new.id,
        slug: &new.slug,
        name: &new.name,
        preset: &new.preset,
        accountable_body: new.accountable_body.as_deref(),
        brand_colour: &new.brand_colour,
        is_open: new.is_open,
    };
    access::create_partnership(tx, &partnership, scope.now).map_err(|error| match error {
        Error::Unique(_) => Problem::field("slug", format!("There is a partnership at /{} already", new.slug)),
        other => other.into(),
    })?;
    presets::copy_in(tx, scope, &new.preset)?;
    let fields = &["slug", "name", "preset", "accountable_body", "brand_colour"];
    scope.tell(tx, Done { kind: "partnership", record: new.id, verb: "found", fields, values: &new.slug })?;
    Ok(())
}

/// Gives somebody an account, a person and a role in the partnership of `scope`. Whoever has them already keeps them.
///
/// # Errors
/// [`Problem::NotAllowed`] without the right to manage people; else whatever the store answers.
pub fn welcome(tx: &mut Tx<'_>, scope: &Scope, who: &Newcomer) -> Result<Arrived, Problem> {
    let permit = scope.may(Right::ManagePeople, &Ground::default())?;
    let account = access::ensure_account(tx, scope.new_id(), &who.email, scope.now)?;
    let mut known = access::hats_of(tx, account, scope.partnership(), scope.now)?;
    known.retain(|hat| hat.covers.is_none());
    if let Some(hat) = known.iter().find(|hat| hat.role == who.role && hat.reach == who.reach) {
        return Ok(Arrived { account, person: hat.person, membership: hat.membership });
    }
    let person = match known.first() {
        Some(hat) => hat.person,
        None => {
            let person = scope.new_id();
            let new = NewPerson {
                id: person,
                name: &who.name,
                organisation: who.organisation,
                email: Some(&who.email),
                phone: who.phone.as_deref(),
            };
            access::add_person(tx, &permit, &new, scope.now)?;
            access::link_account(tx, &permit, person, account)?;
            person
        }
    };
    let membership = scope.new_id();
    let new = NewMembership {
        id: membership,
        person,
        role: who.role,
        reach: who.reach,
        title: who.title.as_deref(),
        valid_from: scope.now.date(),
        valid_to: None,
    };
    access::add_membership(tx, &permit, &new, scope.now)?;
    let done = Done {
        kind: "membership",
        record: membership,
        verb: "invite",
        fields: &["person", "role", "reach"],
        values: who.role.as_str(),
    };
    scope.tell(tx, done)?;
    Ok(Arrived { account, person, membership })
}

/// The program's own scope in the partnership at `slug`, for a command.
///
/// # Errors
/// [`Problem::NotFound`] when there is none.
pub async fn scope_of(site: &Arc<Site>, slug: &str, doing: &'static str) -> Result<Scope, Problem> {
    let wanted = slug.to_owned();
    let found = site.db.read(move |tx| access::partnership_with_slug(tx, &wanted)).await?;
    let (partnership, epoch) = found.ok_or(Problem::NotFound)?;
    let now = site.clock.now();
    Ok(Scope {
        snapshot: site.snapshot(partnership, epoch).await?,
        who: Who::System(doing),
        now,
        operation: site.dice.id(now),
        language: None,
        site: Arc::clone(site),
    })
}
