//! Who to contact: what the public may know of somebody who serves a place, and nothing else (MAN-31).

use access::{Holder, Role, Scope};
use base::{Date, Id};
use web::Words;
use web::components::{SummaryList, mail_to, ringing};

use crate::model::reach_words;

/// Roles whose holders are published.
pub const PUBLIC: &[Role] = &[Role::AreaManager, Role::SupportOfficer, Role::Councillor];

/// Somebody to contact: role, work telephone, work e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// What their role is called.
    pub title: String,
    /// What it reaches.
    pub whose: String,
    /// Who employs them.
    pub organisation: String,
    /// Work telephone.
    pub phone: Option<String>,
    /// Work e-mail.
    pub email: Option<String>,
    /// Who stands in for them today, and the last day of that.
    pub covered: Option<(String, Date)>,
}

impl Contact {
    /// As a card: name, role, who stands in, how to reach them.
    #[must_use]
    pub fn card(&self, words: &Words) -> SummaryList {
        let mut list = SummaryList::new().row(words.contact_name(), &*self.name);
        if let Some((name, until)) = &self.covered {
            list = list.row(words.contact_covered(), words.contact_covered_by(name, words.date(*until)));
        }
        if !self.organisation.is_empty() {
            list = list.row(words.contact_organisation(), &*self.organisation);
        }
        if let Some(phone) = &self.phone {
            list = list.row(words.contact_phone(), ringing(phone));
        }
        if let Some(email) = &self.email {
            list = list.row(words.contact_email(), mail_to(email));
        }
        list.card(format!("{}, {}", self.title, self.whose))
    }
}

/// Who serves one of `around`: a place and all it lies in.
#[must_use]
pub fn of_places(scope: &Scope, around: &[Id]) -> Vec<Contact> {
    let there = |holder: &&Holder| holder.reach_id.is_some_and(|reach| around.contains(&reach));
    scope.snapshot.holders(PUBLIC, scope.now.date()).filter(there).map(|holder| of(scope, holder)).collect()
}

/// Those of an organisation's people who are published.
#[must_use]
pub fn of_organisation(scope: &Scope, organisation: Id) -> Vec<Contact> {
    let theirs = |holder: &&Holder| holder.organisation == Some(organisation);
    scope.snapshot.holders(PUBLIC, scope.now.date()).filter(theirs).map(|holder| of(scope, holder)).collect()
}

fn of(scope: &Scope, holder: &Holder) -> Contact {
    let today = scope.now.date();
    let stand_in = scope.snapshot.covers_of(holder.membership, today).next();
    let last = |end: Date| end.yesterday().unwrap_or(end);
    Contact {
        whose: reach_words(scope, &holder.reach, holder.reach_id),
        organisation: holder
            .organisation
            .and_then(|id| scope.snapshot.organisation(id))
            .map(|organisation| organisation.name.clone())
            .unwrap_or_default(),
        name: holder.name.clone(),
        title: holder.title_on(&scope.snapshot, today),
        phone: holder.phone.clone(),
        email: holder.email.clone(),
        covered: stand_in.map(|cover| (cover.name.clone(), last(cover.valid_to))),
    }
}
