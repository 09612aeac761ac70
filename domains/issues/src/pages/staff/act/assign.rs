use access::{Role, Scope};
use base::{FieldErrors, Id, Instant, Problem, Reference};
use db::Tx;
use web::{Ask, Form, Markup, Typed};

use super::{Act, Sheet, Verb};
use crate::commands::{self, AtHand};
use crate::store::Issue;

/// Which agency holds it, and who there.
pub(super) struct Assign;

/// Roles whose holders act on issues for their agency.
const ACTING: [Role; 6] = [
    Role::TaskingContact,
    Role::PartnerLead,
    Role::AreaManager,
    Role::SupportOfficer,
    Role::Practitioner,
    Role::TaskLead,
];

/// An agency, or an agency and somebody there, as the list names them.
pub(super) struct Holder {
    value: String,
    words: String,
}

impl Act for Assign {
    const VERB: Verb = Verb::Assign;
    type Around = Vec<Holder>;
    type Command = commands::Assign;

    /// Every agency, each followed by those who act for it.
    fn look(_: &mut Tx<'_>, scope: &Scope, _: &AtHand) -> Result<Vec<Holder>, Problem> {
        let mut people: Vec<&access::Holder> = scope.snapshot.holders(&ACTING, scope.now.date()).collect();
        people.dedup_by_key(|holder| holder.person);
        let mut listed = Vec::new();
        for organisation in &scope.snapshot.organisations {
            listed.push(Holder { value: organisation.code.clone(), words: organisation.name.clone() });
            let there = people.iter().filter(|holder| holder.organisation == Some(organisation.id));
            listed.extend(there.map(|holder| Holder {
                value: format!("{}/{}", organisation.code, holder.person),
                words: format!("{} – {}", organisation.name, holder.name),
            }));
        }
        Ok(listed)
    }

    fn opening(_: &Issue, _: Instant) -> Typed {
        Typed::default()
    }

    fn questions(form: &Form, _: &Sheet, around: &Vec<Holder>) -> Markup {
        let listed = around.iter().map(|holder| (holder.value.as_str(), holder.words.as_str()));
        let holder = form
            .select("holder", "Who holds it?")
            .hint("An agency, or somebody there. The public sees the agency only")
            .options(std::iter::once(("", "Choose")).chain(listed));
        let reason = form.textarea("reason", "Why (optional)").hint("For your colleagues").rows(3);
        Markup::trusted(format!("{holder}{reason}"))
    }

    fn read(mut ask: Ask<'_>, scope: &Scope, version: Option<i64>) -> Result<commands::Assign, FieldErrors> {
        let holder = ask.text("holder", 200, "Choose who holds it");
        let reason = ask.optional_text("reason", 4_000);
        let chosen = holder.as_deref().map(|holder| chosen(scope, holder));
        if chosen == Some(None) {
            ask.refuse("holder", "Choose one of the agencies listed");
        }
        ask.answers(|| {
            let (organisation, person) = chosen??;
            Some(commands::Assign { organisation, person, reason, version })
        })
    }

    fn run(
        tx: &mut Tx<'_>,
        scope: &Scope,
        reference: &Reference,
        command: &commands::Assign,
    ) -> Result<Issue, Problem> {
        if let Some(person) = command.person {
            let there =
                |holder: &access::Holder| holder.person == person && holder.organisation == Some(command.organisation);
            if !scope.snapshot.holders(&ACTING, scope.now.date()).any(there) {
                return Err(Problem::field("holder", "Choose somebody who works there now"));
            }
        }
        commands::assign(tx, scope, reference, command)
    }
}

fn chosen(scope: &Scope, holder: &str) -> Option<(Id, Option<Id>)> {
    let (code, person) = holder.split_once('/').map_or((holder, None), |(code, person)| (code, Some(person)));
    let organisation = scope.snapshot.organisation_by_code(code)?.id;
    let person = match person {
        Some(person) => Some(person.parse().ok()?),
        None => None,
    };
    Some((organisation, person))
}
