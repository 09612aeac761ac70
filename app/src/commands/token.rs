use access::{Ground, Right, Token};
use base::{Clock, Dice, Problem};
use clap::Subcommand;

use super::admin::no_such;
use super::serve::public_url;
use crate::cli::say;
use crate::config::{Known, StoreArgs};
use crate::failure::{Done, Failure, Outcome};
use crate::founding;
use crate::house::{House, Purpose};
use crate::wiring;

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
    let config = Known::read(&store, &[])?.config;
    let dice = Dice::system();
    let house = House::open(&config, Purpose::Own, &dice).await?;
    let settings = access::SiteSettings { public_url: public_url(&config), demo: false, limits: true };
    let site = wiring::site(house.db.clone(), Clock::system(), dice, house.vault.clone(), settings);
    let scope = founding::scope_of(&site, &partnership, "command line").await.map_err(|_| no_such(&partnership))?;
    let token = Token::draw(&site.dice);
    let (kept, email, id) = (token.clone(), person.clone(), scope.new_id());
    let made = house.db.write(move |tx| {
        let permit = scope.may(Right::ManagePeople, &Ground::default())?;
        let found = access::person_with_email(tx, scope.partnership(), &email, scope.now.date())?;
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
    house.db.close().await;
    Ok(Done::All)
}
