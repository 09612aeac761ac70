//! What is recorded of a post, and what a person, their line manager or an administrator notes: interests, training, reviews.

use access::Page;
use axum::extract::Path;
use base::{Id, Problem};
use web::asking::{Staff, Visit, Working};
use web::{Answer, Form};

use super::act::{Act, Key, done, failed};
use super::fields;
use super::person::{Known, known};
use super::role_acts::{called, role_of};
use crate::commands;
use crate::partners::Partners;
use crate::store::{self, PersonRow, Post, RoleRow};

pub(super) async fn to_post(Staff(visit): Staff, Path((_p, Key(id), Key(role))): Path<(String, Key, Key)>) -> Answer {
    let (person, role) = role_of(&visit, id, role).await?;
    let partnership = visit.scope.partnership();
    let (_, posts) = visit.scope.site.db.read(move |tx| store::roles_and_posts(tx, partnership, id)).await?;
    let post = posts.into_iter().find(|(known, _)| *known == role.id).map(|(_, post)| post).unwrap_or_default();
    let owner = post.owner.and_then(|id| visit.scope.snapshot.part::<Partners>().ok()?.get(id));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let typed = fields::typed(
        &[
            ("owner", owner.map(|one| one.code.clone()).unwrap_or_default()),
            ("line_manager", post.line_manager.map(|id| id.to_string()).unwrap_or_default()),
            ("terms", text(&post.terms)),
            ("targets", text(&post.targets)),
            ("assessed_by", text(&post.assessed_by)),
            ("appointed_how", text(&post.appointed_how)),
            ("agreed_by", text(&post.agreed_by)),
        ],
        &[("contract_from", post.contract_from), ("contract_to", post.contract_to)],
    );
    posting(&visit, &person, &role, &Form::filled(visit.words, typed))
}

pub(super) async fn post(
    Path((_p, Key(id), Key(membership))): Path<(String, Key, Key)>,
    Working { visit, typed }: Working,
) -> Answer {
    let (person, role) = role_of(&visit, id, membership).await?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let post = Post {
        owner: fields::organisation(&mut ask, &scope, "owner"),
        line_manager: ask.optional_one_of("line_manager"),
        terms: ask.optional_text("terms", 200),
        contract_from: ask.optional_date("contract_from"),
        contract_to: ask.optional_date("contract_to"),
        targets: ask.optional_text("targets", 1_000),
        assessed_by: ask.optional_text("assessed_by", 300),
        appointed_how: ask.optional_text("appointed_how", 300),
        agreed_by: ask.optional_text("agreed_by", 300),
    };
    let kept = match ask.answers(|| Some(post)) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(post) => {
            let both = (id, membership);
            scope.site.db.clone().write(move |tx| commands::keep_post(tx, &scope, both, &post)).await
        }
    };
    match kept {
        Ok(_) => done(&visit.scope.url(Page::Person(id)), "post"),
        Err(problem) => posting(&visit, &person, &role, &failed(&visit, &typed, problem)?),
    }
}

fn posting(visit: &Visit, person: &PersonRow, role: &RoleRow, form: &Form) -> Answer {
    let scope = &visit.scope;
    let any = |all: Vec<(String, String)>| {
        let mut options = vec![(String::new(), "Not recorded".to_owned())];
        options.extend(all);
        options
    };
    let own = person.id.to_string();
    let others = fields::colleagues(scope).into_iter().filter(|(id, _)| *id != own).collect();
    Act::new(visit, "What is recorded of the post", scope.url(Page::Person(person.id)), "Keep it")
        .about(&called(scope, person, role))
        .lead("The person, their line manager and administrators read this. Nobody else does.")
        .field(
            form.select("owner", "Whose post is it?")
                .hint("Where it is not their employer's, they are seconded.")
                .options(any(fields::organisations(scope)?).iter()),
        )
        .field(form.select("line_manager", "Line manager").options(any(others).iter()))
        .field(form.input("terms", "Terms").hint("Permanent, fixed term, seconded for two days a week."))
        .field(form.date("contract_from", "The contract runs from"))
        .field(form.date("contract_to", "The contract runs until"))
        .field(form.textarea("targets", "Targets").rows(3).up_to(1_000))
        .field(form.input("assessed_by", "How that is assessed"))
        .field(
            form.input("appointed_how", "How they were appointed")
                .hint("Like: joint panel of council, police and residents."),
        )
        .field(form.input("agreed_by", "Who agreed"))
        .shown(form)
}

/// The person of the address, for whoever keeps their record.
async fn kept(visit: &Visit, id: Id) -> Result<Known, Problem> {
    let known = known(&visit.scope, id).await?;
    if known.sight.record { Ok(known) } else { Err(Problem::NotFound) }
}

pub(super) async fn to_declare(Staff(visit): Staff, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    let known = kept(&visit, id).await?;
    declaring(&visit, &known, &Form::new(visit.words))
}

pub(super) async fn declare(Path((_p, Key(id))): Path<(String, Key)>, Working { visit, typed }: Working) -> Answer {
    let known = kept(&visit, id).await?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let what = ask.text("what", 300, "Enter what they have to do with, like: tenant of Mill Lane Homes");
    let from = ask.optional_date("valid_from").unwrap_or_else(|| scope.now.date());
    let declared = match ask.answers(|| what) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(what) => {
            let db = scope.site.db.clone();
            db.write(move |tx| commands::declare_interest(tx, &scope, id, &what, from)).await
        }
    };
    match declared {
        Ok(()) => done(&visit.scope.url(Page::Person(id)), "interest"),
        Err(problem) => declaring(&visit, &known, &failed(&visit, &typed, problem)?),
    }
}

fn declaring(visit: &Visit, known: &Known, form: &Form) -> Answer {
    Act::new(visit, "Declare an interest", visit.scope.url(Page::Person(known.person.id)), "Declare it")
        .about(&known.person.name)
        .lead("Those who decide see it, so that nobody decides on what is their own.")
        .field(
            form.input("what", "What do they have to do with?")
                .hint("An organisation, a property, a contract, a relative."),
        )
        .field(form.date("valid_from", "Since").hint("Today, when you leave it empty."))
        .shown(form)
}

pub(super) async fn end_interest(
    Path((_p, Key(id))): Path<(String, Key)>,
    Working { visit, typed }: Working,
) -> Answer {
    let interest: Id = typed.get("interest").and_then(|id| id.parse().ok()).ok_or(Problem::NotFound)?;
    let (scope, today) = (visit.scope.clone(), visit.scope.now.date());
    scope.site.db.clone().write(move |tx| commands::end_interest(tx, &scope, id, interest, today)).await?;
    done(&visit.scope.url(Page::Person(id)), "end-interest")
}

pub(super) async fn to_train(Staff(visit): Staff, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    let known = kept(&visit, id).await?;
    training(&visit, &known, &Form::new(visit.words))
}

pub(super) async fn train(Path((_p, Key(id))): Path<(String, Key)>, Working { visit, typed }: Working) -> Answer {
    let known = kept(&visit, id).await?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let subject = ask.text("subject", 200, "Enter what the training is in");
    let on = ask.optional_date("attended_on");
    let noted = match ask.answers(|| subject) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(subject) => {
            scope.site.db.clone().write(move |tx| commands::add_training(tx, &scope, id, &subject, on)).await
        }
    };
    match noted {
        Ok(()) => done(&visit.scope.url(Page::Person(id)), "training"),
        Err(problem) => training(&visit, &known, &failed(&visit, &typed, problem)?),
    }
}

fn training(visit: &Visit, known: &Known, form: &Form) -> Answer {
    Act::new(visit, "Note training", visit.scope.url(Page::Person(known.person.id)), "Note it")
        .about(&known.person.name)
        .field(form.input("subject", "What is it in?").hint("Like: chairing public meetings."))
        .field(form.date("attended_on", "Attended on").hint("Leave it empty when it is needed and not yet attended."))
        .shown(form)
}

pub(super) async fn attend(Path((_p, Key(id))): Path<(String, Key)>, Working { visit, typed }: Working) -> Answer {
    let training: Id = typed.get("training").and_then(|id| id.parse().ok()).ok_or(Problem::NotFound)?;
    let (scope, today) = (visit.scope.clone(), visit.scope.now.date());
    scope.site.db.clone().write(move |tx| commands::attend_training(tx, &scope, id, training, today)).await?;
    done(&visit.scope.url(Page::Person(id)), "training")
}

pub(super) async fn to_review(Staff(visit): Staff, Path((_p, Key(id))): Path<(String, Key)>) -> Answer {
    let known = kept(&visit, id).await?;
    let typed = fields::typed(&[], &[("held_on", Some(visit.scope.now.date()))]);
    reviewing(&visit, &known, &Form::filled(visit.words, typed))
}

pub(super) async fn review(Path((_p, Key(id))): Path<(String, Key)>, Working { visit, typed }: Working) -> Answer {
    let known = kept(&visit, id).await?;
    let scope = visit.scope.clone();
    let mut ask = typed.ask(visit.words);
    let day = ask.date("held_on", "Enter the day of the review, like 3 3 2027");
    let held = match ask.answers(|| day) {
        Err(errors) => Err(Problem::Invalid(errors)),
        Ok(day) => scope.site.db.clone().write(move |tx| commands::hold_review(tx, &scope, id, day)).await,
    };
    match held {
        Ok(()) => done(&visit.scope.url(Page::Person(id)), "review"),
        Err(problem) => reviewing(&visit, &known, &failed(&visit, &typed, problem)?),
    }
}

fn reviewing(visit: &Visit, known: &Known, form: &Form) -> Answer {
    Act::new(visit, "Note the day of a review", visit.scope.url(Page::Person(known.person.id)), "Note it")
        .about(&known.person.name)
        .lead("Only the day is kept. What was said is between the two who said it.")
        .field(form.date("held_on", "Held on"))
        .shown(form)
}
