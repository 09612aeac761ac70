use access::{Figure, Page, Reach, Role, Scope, SignInLink};
use base::Problem;
use clap::Subcommand;
use db::Tx;
use directory::commands::{self, Given, Invitation};
use notify::Post;

use super::opened::Opened;
use super::serve::post;
use crate::cli::{complain, say};
use crate::config::{Known, StoreArgs};
use crate::failure::{Failure, Outcome};
use crate::wiring;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make somebody an administrator and mail them a link to sign in with; print it where no mail server is named
    Invite {
        /// Their e-mail address
        email: String,
        /// The partnership's short name
        #[arg(long, value_name = "SLUG")]
        partnership: String,
        /// Their name; else the part of the address before the @
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        store: StoreArgs,
    },
}

pub async fn run(command: Command) -> Outcome {
    let Command::Invite { email, partnership, name, store } = command;
    let Some((before, _)) = email.split_once('@').filter(|(before, after)| !before.is_empty() && !after.is_empty())
    else {
        return Err(Failure::Usage(format!("{email} is no e-mail address. Write one like name@example.org.")));
    };
    let name = name.unwrap_or_else(|| before.to_owned());
    let post = post(&Known::read(&store, &[])?.config)?;
    let has_mail = !matches!(post, Post::Waiting);
    let opened = Opened::at(&partnership, &store).await?;
    let scope = &opened.scope;
    let (within, administrator) = (scope.clone(), administrator(scope, name, &email));
    let link = opened.house.db.write(move |tx| asked(tx, &within, &administrator)).await?;
    let mailed = has_mail && jobs::run_asked_for(&wiring::desk(&opened.site, post), scope).await?;
    let (lasts, place) = (scope.snapshot.figure(Figure::Invitation), &scope.snapshot.partnership.name);
    if mailed {
        say(&format!(
            "{email} administers {place}. A link to sign in was mailed to them; it works once, for {lasts} days."
        ));
    } else {
        if has_mail {
            complain("The mail server did not take the mail. It is sent again while `wardmote serve` runs.");
        }
        say(&format!("{email} administers {place}. Send them this link; it works once, for {lasts} days:"));
        say(&scope.full_url(Page::SignInLink(&link.secret)));
    }
    opened.done().await
}

/// Somebody who is to administer the whole partnership from today.
fn administrator(scope: &Scope, name: String, email: &str) -> Invitation {
    let role = Given {
        role: Role::Administrator,
        reach: Reach::Partnership,
        title: None,
        valid_from: scope.now.date(),
        valid_to: None,
    };
    Invitation { email: email.to_owned(), name, organisation: None, phone: None, role }
}

/// Invites them, or sends the invitation again to somebody who administers it already; answers the link.
fn asked(tx: &mut Tx<'_>, scope: &Scope, administrator: &Invitation) -> Result<SignInLink, Problem> {
    let invited = commands::invite(tx, scope, administrator)?;
    invited.link.map_or_else(|| commands::invite_again(tx, scope, invited.person), Ok)
}
