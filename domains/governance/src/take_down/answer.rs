//! The mail that tells whoever asked what was decided.

use access::{Ground, Right, Scope};
use base::Problem;
use db::Tx;
use jobs::{Desk, Handler, Job};
use notify::Mail;
use web::Words;

use super::model::{Decision, Request};
use super::store;

/// The job that writes it.
pub const ANSWER: Handler =
    Handler { kind: "governance.take-down-answer", run: |desk, scope, job| Box::pin(answer(desk, scope, job)) };

async fn answer(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    let (reading, about) = (scope.clone(), job.about);
    let db = &desk.site.db;
    let Some(mail) = db.read(move |tx| compose(tx, &reading, about)).await? else {
        return db.housekeep("nobody to tell", move |tx| Ok(jobs::done(tx, &job)?)).await;
    };
    let (partnership, now) = (scope.partnership(), scope.now);
    let sent = move |tx: &mut Tx<'_>| {
        let permit = scope.may(Right::TakeDown, &Ground::default())?;
        store::told(tx, &permit, about, scope.now)?;
        let told =
            access::Done { kind: "take_down_request", record: about, verb: "tell", fields: &["told_at"], values: "" };
        scope.tell(tx, told)?;
        Ok(jobs::done(tx, &job)?)
    };
    desk.post.send(db, partnership, mail, now, sent).await
}

fn compose(tx: &mut Tx<'_>, scope: &Scope, id: base::Id) -> Result<Option<Mail>, Problem> {
    let Some(request) = store::by_id(tx, scope.partnership(), id)?.filter(|request| request.told_at.is_none()) else {
        return Ok(None);
    };
    let vault = &scope.site.vault;
    let purpose = "take_down_request.contact";
    let to = vault.open(id, request.wrapped.as_deref(), purpose, request.contact.as_deref())?.words();
    Ok(to.and_then(|to| write(scope, &request, to)))
}

fn write(scope: &Scope, request: &Request, to: String) -> Option<Mail> {
    let words = Words::for_language(request.language.as_deref().unwrap_or_default());
    let decided = match request.decision? {
        Decision::KeepHidden => words.take_down_mail_kept(&request.record_reference),
        Decision::ShowAgain => words.take_down_mail_shown(&request.record_reference),
    };
    let partnership = &scope.snapshot.partnership.name;
    let paragraphs = [
        words.mail_hello().to_owned(),
        words.take_down_mail_asked(words.day_of(request.asked_at), partnership),
        decided,
        request.reason.clone()?,
        words.take_down_mail_complain().to_owned(),
        partnership.clone(),
    ];
    Some(Mail {
        key: request.id,
        to,
        subject: words.take_down_mail_subject(&request.reference),
        body: paragraphs.join("\n\n") + "\n",
    })
}
