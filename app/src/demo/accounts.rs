//! A way in for everybody: a link and a key, new at each start.

use std::sync::Arc;

use access::{Done, Ground, Holder, Page, Reach, Right, Role, Scope, SignInLink, Site, Token};
use base::{Id, Problem, days};
use db::Tx;
use places::Places;
use serde::Serialize;

use crate::founding;

/// How long a demonstration's links are good, in microseconds.
const LIVES: i64 = days(365);

/// Somebody to sign in as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// The partnership's slug.
    pub partnership: String,
    /// The role's key.
    pub role: String,
    /// Their employer's code.
    pub organisation: Option<String>,
    /// Their name.
    pub name: String,
    /// A link that signs in.
    pub sign_in_url: String,
    /// A key for a program.
    pub api_token: String,
    /// Their role and what it is for, in words: `Area manager for Area 3`.
    #[serde(skip)]
    pub post: String,
    /// Their employer's name.
    #[serde(skip)]
    pub employer: Option<String>,
}

/// Makes a link and a key for everybody, roles in their own order.
pub async fn mint(site: &Arc<Site>) -> Result<Vec<Account>, Problem> {
    let mut accounts = Vec::new();
    for (_, slug) in site.db.read(access::all_partnerships).await? {
        let scope = founding::scope_of(site, &slug, "demonstration").await?;
        accounts.extend(site.db.write(move |tx| of_partnership(tx, &scope)).await?);
    }
    Ok(accounts)
}

fn of_partnership(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Account>, Problem> {
    let mut holders: Vec<&Holder> = scope.snapshot.holders(Role::ALL, scope.now.date()).collect();
    holders.retain(|holder| holder.email.is_some());
    // Of several, whoever reads what is held comes first.
    let reads_held = |holder: &Holder| holder.reach_id.is_some() && holder.reach_id == scope.front_door();
    holders.sort_by_key(|holder| (Role::ALL.iter().position(|role| role.as_str() == holder.role), !reads_held(holder)));
    let mut seen: Vec<Id> = Vec::new();
    let mut accounts = Vec::new();
    for holder in &holders {
        // Somebody who serves several places has one way in, and one key.
        if !seen.contains(&holder.person) {
            seen.push(holder.person);
            let same = holders.iter().filter(|other| other.person == holder.person && other.role == holder.role);
            let serves: Vec<&str> = same.filter_map(|other| serves(scope, other)).collect();
            accounts.push(of_holder(tx, scope, holder, &serves.join(" and "))?);
        }
    }
    Ok(accounts)
}

/// What a role is for: a place, an organisation, or all of the partnership.
fn serves<'a>(scope: &'a Scope, holder: &Holder) -> Option<&'a str> {
    match holder.hat(&scope.snapshot, scope.now.date())?.reach {
        Reach::Place(id) => Some(&scope.snapshot.part::<Places>().ok()?.get(id)?.name),
        Reach::Organisation(id) => Some(&scope.snapshot.organisation(id)?.name),
        Reach::Partnership | Reach::Body(_) => Some(&scope.snapshot.partnership.name),
    }
}

fn of_holder(tx: &mut Tx<'_>, scope: &Scope, holder: &Holder, serves: &str) -> Result<Account, Problem> {
    let permit = scope.may(Right::ManagePeople, &Ground::default())?;
    let email = holder.email.as_deref().unwrap_or_default();
    let account = access::ensure_account(tx, scope.new_id(), email, scope.now)?;
    let link = SignInLink::of(&scope.site.vault, scope.new_id());
    access::make_link(tx, &link, account, &goes_to(scope), scope.now, LIVES)?;

    let (token, id) = (Token::draw(scope.dice()), scope.new_id());
    access::make_token(tx, &permit, id, &token, holder.membership, "Demonstration", scope.now)?;
    scope.tell(tx, Done { kind: "token", record: id, verb: "make", fields: &["name"], values: "Demonstration" })?;
    let employer = holder.organisation.and_then(|id| scope.snapshot.organisation(id));
    Ok(Account {
        partnership: scope.snapshot.partnership.slug.clone(),
        role: holder.role.clone(),
        organisation: employer.map(|one| one.code.clone()),
        name: holder.name.clone(),
        sign_in_url: scope.full_url(Page::SignInLink(&link.secret)),
        api_token: token.secret,
        post: format!("{} for {serves}", holder.title_on(&scope.snapshot, scope.now.date())),
        employer: employer.map(|one| one.name.clone()),
    })
}

fn goes_to(scope: &Scope) -> String {
    scope.url(Page::MyWork)
}
