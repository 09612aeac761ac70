//! A form that settles something: asked, then shown with what it would change and whom that touches, then done.

use askama::Template;
use base::{FieldErrors, Problem};
use web::asking::Visit;
use web::components::{Button, Table};
use web::{Answer, Form, Markup, Shell, Typed, again, personal};

use super::on;
use crate::settled::{self, Settled, differences};

/// One form of the administration.
pub struct Sheet {
    /// What surrounds it.
    pub shell: Shell,
    /// What it is for.
    pub lead: Markup,
    /// Its fields, with what was typed.
    pub questions: fn(&Form, &Visit) -> Markup,
    /// What stands below it: history, a list.
    pub below: Markup,
    /// Its own address.
    pub here: String,
    /// Where it goes when it is done.
    pub then: String,
    /// What its button says.
    pub button: &'static str,
    /// How it looks when it is done, where that is more than a table says.
    pub looks: Option<Markup>,
    /// Whom it touches.
    pub affects: Vec<String>,
}

#[derive(Template)]
#[template(path = "administration/ask.html")]
struct Ask {
    shell: Shell,
    lead: Markup,
    token: String,
    here: String,
    questions: Markup,
    button: &'static str,
    below: Markup,
}

#[derive(Template)]
#[template(path = "administration/check.html")]
struct Check {
    shell: Shell,
    token: String,
    here: String,
    carried: Markup,
    changes: Markup,
    looks: Option<Markup>,
    affects: Vec<String>,
}

impl Sheet {
    /// The form, with these answers in it.
    pub fn show(self, visit: &Visit, typed: Typed) -> Answer {
        personal(&self.asked(visit, Form::filled(visit.words, typed)))
    }

    /// The form again, with what to mend.
    pub fn again(self, visit: &Visit, typed: Typed, errors: FieldErrors) -> Answer {
        again(&self.asked(visit, Form::failed(visit.words, typed, errors)))
    }

    fn asked(self, visit: &Visit, form: Form) -> Ask {
        Ask {
            shell: self.shell.errors(form.errors()),
            lead: self.lead,
            token: visit.form_token().unwrap_or_default(),
            here: self.here,
            questions: (self.questions)(&form, visit),
            button: self.button,
            below: self.below,
        }
    }

    /// What was sent: shown with what it changes, and the second time done.
    pub async fn send(self, visit: Visit, mut typed: Typed, wanted: Result<Settled, FieldErrors>) -> Answer {
        let sure = typed.take("sure").is_some();
        let change = typed.take("change").is_some();
        let scope = visit.scope.clone();
        let wanted = match wanted.and_then(|wanted| checked(&visit, wanted)) {
            Ok(wanted) => wanted,
            Err(errors) => return self.again(&visit, typed, errors),
        };
        if change {
            return self.show(&visit, typed);
        }
        if !sure {
            return self.check(&visit, &typed, &wanted);
        }
        let within = scope.clone();
        let changed = scope.site.db.write(move |tx| settled::apply(tx, &within, &wanted)).await;
        match changed {
            Ok(changed) => on(&self.then, if changed == 0 { "nothing" } else { "settled" }),
            Err(Problem::Invalid(errors)) => self.again(&visit, typed, errors),
            Err(problem) => Err(problem.into()),
        }
    }

    fn check(self, visit: &Visit, typed: &Typed, wanted: &Settled) -> Answer {
        let scope = &visit.scope;
        let ours = Settled::of(&scope.snapshot, scope.now.date())?;
        let differences = differences(&ours, wanted);
        if differences.is_empty() {
            return on(&self.then, "nothing");
        }
        let table = Table::new("What changes").column("What").column("Now").column("Then");
        let table = differences.iter().fold(table.row_headers(), |table, one| {
            let now = one.ours.clone().unwrap_or_else(|| "nothing".into());
            table.row([one.key.words(), now, one.theirs.clone().unwrap_or_default()])
        });
        let names: Vec<String> = typed.iter().map(|(name, _)| name.to_owned()).collect();
        personal(&Check {
            token: visit.form_token().unwrap_or_default(),
            here: self.here,
            carried: typed.carry(names),
            changes: if self.looks.is_some() { Markup::default() } else { table.into() },
            looks: self.looks,
            affects: self.affects,
            shell: self.shell,
        })
    }
}

fn checked(visit: &Visit, wanted: Settled) -> Result<Settled, FieldErrors> {
    match settled::faults(&visit.scope, &wanted) {
        faults if faults.is_empty() => Ok(wanted),
        faults => Err(faults),
    }
}
