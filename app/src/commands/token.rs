use access::{Ground, Right, Token};
use base::Problem;
use clap::Subcommand;

use super::opened::Opened;
use crate::cli::say;
use crate::config::StoreArgs;
use crate::failure::{Failure, Outcome};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a key for a program that acts as a person, and print it once
    Create {
        /// The partnership's short name
        #[arg(long, value_name = "SLUG")]
        partnership: String,
        /// The e-mail address the person signs in with
        #[arg(long, value_name = "EMAIL")]
        person: String,
        /// What it is for
        #[arg(long, default_value = "command line")]
        name: String,
        #[command(flatten)]
        store: StoreArgs,
    },
}

pub async fn run(command: Command) -> Outcome {
    let Command::Create { partnership, person, name, store } = command;
    let opened = Opened::at(&partnership, &store).await?;
    let scope = opened.scope.clone();
    let token = Token::draw(&opened.site.dice);
    let (kept, email, id) = (token.clone(), person.clone(), scope.new_id());
    let made = opened.house.db.write(move |tx| {
        let permit = scope.may(Right::ManagePeople, &Ground::default())?;
        let found = access::person_with_email(tx, scope.partnership(), &email, scope.now)?;
        let (_, membership) = found.ok_or(Problem::NotFound)?;
        access::make_token(tx, &permit, id, &kept, membership, &name, scope.now)?;
        let done = access::Done { kind: "token", record: id, verb: "make", fields: &["name"], values: &name };
        Ok(scope.tell(tx, done).map(|_| ())?)
    });
    match made.await {
        Ok(()) => say(&token.secret),
        Err(Problem::NotFound) => {
            return Err(Failure::because(format!(
                "Nobody with the address {person} works in {partnership}. Check --person, or invite them first."
            )));
        }
        Err(problem) => return Err(problem.into()),
    }
    opened.done().await
}
