//! The mail of an invitation, and what is ended when somebody has left.

use ::jobs::{Desk, Handler, Job};
use access::{Ground, Page, Right, Scope, SignInLink};
use base::{Id, Problem};
use notify::Mail;
use web::Words;

use crate::model::reach_words;
use crate::{store, upload};

/// Mails an invitation; about the link's key, the detail is the membership's.
pub const INVITATION: &str = "directory.invitation";
/// Ends the keys and sessions of somebody who has left; about the person.
pub const LEFT: &str = "directory.left";

/// The jobs of this slice.
pub const HANDLERS: &[Handler] = &[
    Handler { kind: INVITATION, run: |desk, scope, job| Box::pin(send_invitation(desk, scope, job)) },
    Handler { kind: LEFT, run: |desk, scope, job| Box::pin(end_what_is_left(desk, scope, job)) },
    Handler { kind: upload::KIND, run: |desk, scope, job| Box::pin(upload::work(desk, scope, job)) },
    Handler { kind: upload::FORGET, run: |desk, scope, job| Box::pin(upload::forget(desk, scope, job)) },
];

async fn send_invitation(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    let link = SignInLink::of(&scope.site.vault, job.about);
    let (hash, now) = (link.hash, scope.now);
    let db = &desk.site.db;
    let found = db.read(move |tx| access::link_address(tx, &hash, now, false)).await?;
    let Some((to, ends_at)) = found else {
        return db.housekeep("an invitation ended before it was mailed", move |tx| Ok(::jobs::done(tx, &job)?)).await;
    };
    let words = Words::english();
    let partnership = &scope.snapshot.partnership.name;
    let role = job.detail.parse().ok().and_then(|membership| role_given(&scope, membership));
    let mail = Mail {
        key: link.id,
        to,
        subject: words.invitation_mail_subject(partnership),
        body: words.invitation_mail_body(
            scope.full_url(Page::SignInLink(&link.secret)),
            partnership,
            role.as_deref().unwrap_or_else(|| words.invitation_mail_role()),
            scope.full_url(Page::SignIn),
            ends_at.words(),
        ),
    };
    desk.post.send(db, scope.partnership(), mail, now, move |tx| Ok(::jobs::done(tx, &job)?)).await
}

/// "Area manager, Area 1".
fn role_given(scope: &Scope, membership: Id) -> Option<String> {
    let holder = scope.snapshot.all_holders().iter().find(|holder| holder.membership == membership)?;
    let title = holder.title_on(&scope.snapshot, scope.now.date());
    Some(format!("{title}, {}", reach_words(scope, &holder.reach, holder.reach_id)))
}

async fn end_what_is_left(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    desk.site
        .db
        .write(move |tx| {
            let person = store::person(tx, scope.partnership(), job.about)?;
            let gone = person.filter(|person| person.left_at.is_some_and(|left| left <= scope.now));
            if let Some(person) = gone {
                let permit = scope.may(Right::ManagePeople, &Ground::default())?;
                access::end_keys_of(tx, &permit, person.id, scope.now)?;
                if let Some(account) = person.account {
                    access::end_sessions_of(tx, account)?;
                }
                let change = record::Change::of("keys", "held", "ended");
                scope.tell_change(tx, "person", person.id, "left", &change)?;
            }
            ::jobs::done(tx, &job).map_err(Problem::from)
        })
        .await
}
