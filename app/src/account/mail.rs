use access::{Page, Scope, SignInLink};
use base::{Instant, Problem};
use jobs::{Desk, Handler, Job};
use notify::Mail;
use web::Words;

/// Mails the sign-in link whose key the job is about. The job carries no secret: the link is made again from its key.
pub const SEND_LINK: Handler =
    Handler { kind: "access.sign-in-link", run: |desk, scope, job| Box::pin(send_link(desk, scope, job)) };

async fn send_link(desk: &Desk, scope: Scope, job: Job) -> Result<(), Problem> {
    let link = SignInLink::of(&scope.site.vault, job.about);
    let (hash, now) = (link.hash, scope.now);
    let db = &desk.site.db;
    let found = db.read(move |tx| access::link_address(tx, &hash, now, false)).await?;
    let Some((address, ends_at)) = found else {
        return db.housekeep("a sign-in link ended before it was mailed", move |tx| Ok(jobs::done(tx, &job)?)).await;
    };
    let mail = write(&scope, &link, address, ends_at);
    desk.post.send(db, scope.partnership(), mail, now, move |tx| Ok(jobs::done(tx, &job)?)).await
}

fn write(scope: &Scope, link: &SignInLink, to: String, ends_at: Instant) -> Mail {
    let words = Words::english();
    let partnership = &scope.snapshot.partnership.name;
    Mail {
        key: link.id,
        to,
        subject: words.sign_in_mail_subject(partnership),
        body: words.sign_in_mail_body(
            scope.full_url(Page::SignInLink(&link.secret)),
            partnership,
            ends_at.time_words(),
        ),
    }
}
