//! Mail to people outside: plain text, one subject, one thing to do, no tracking. The demonstration and the tests catch
//! it in a table instead of sending it.

use base::{Id, Instant, Problem};
use db::{Db, Error, Tx, sql};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

/// This crate's tables.
pub const SLICE: db::Slice = db::Slice {
    name: "notify",
    migrations: &[("0001-caught-mail", include_str!("../migrations/0001-caught-mail.sql"))],
};

db::housekeeping_tables! { "caught_mail" }

/// One mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The same for every attempt at the same mail: a reader's program drops the second copy.
    pub key: Id,
    /// Whom it is for.
    pub to: String,
    /// One subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Where mail goes.
#[derive(Clone)]
pub enum Post {
    /// Into the table `caught_mail`.
    Caught,
    /// Nowhere, because no mail server has been named: mail waits in its jobs until one is.
    Waiting,
    /// To a mail server.
    Smtp {
        /// The connection pool.
        server: Box<AsyncSmtpTransport<Tokio1Executor>>,
        /// Who it is from: `Walsall Partnership <noreply@example.org>`.
        from: String,
    },
}

db::row! {
    /// A mail that was caught.
    pub struct CaughtMail {
        /// Its key.
        pub id: Id,
        /// When.
        pub at: Instant,
        /// Whom it was for.
        pub mail_to: String,
        /// Its subject.
        pub subject: String,
        /// Its text.
        pub body: String,
    }
}

/// What came of trying a mail out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Whether the mail server took it.
    pub taken: bool,
    /// What it said, or why it was not reached.
    pub said: String,
}

impl Tried {
    fn refused(said: &str) -> Self {
        Self { taken: false, said: said.to_owned() }
    }
}

impl Post {
    /// A mail server from its address (`smtps://mail.example.org`, `smtp://localhost:25` for one on this machine).
    ///
    /// # Errors
    /// [`Problem::Unavailable`] when the address cannot be read.
    pub fn smtp(url: &str, from: &str, login: Option<(String, String)>) -> Result<Self, Problem> {
        let mut server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| Problem::Unavailable("The mail server's address cannot be read.".into()))?;
        if let Some((name, password)) = login {
            server = server.credentials(Credentials::new(name, password));
        }
        Ok(Self::Smtp { server: Box::new(server.build()), from: from.to_owned() })
    }

    /// Sends a mail once, for an administrator who tries it out, and answers what the mail server said.
    ///
    /// # Errors
    /// Whatever the store answers. What the mail server says is no error here: it is what was asked.
    pub async fn try_out(&self, db: &Db, partnership: Id, mail: Mail, now: Instant) -> Result<Tried, Problem> {
        match self {
            Self::Waiting => {
                Ok(Tried::refused("No mail server is named in the configuration: set mail.url and mail.from."))
            }
            Self::Caught => {
                let caught = move |tx: &mut Tx<'_>| catch(tx, partnership, &mail, now).map_err(Problem::from);
                db.housekeep("a test mail is caught", caught).await?;
                Ok(Tried { taken: true, said: "Caught here instead of being sent.".into() })
            }
            Self::Smtp { server, from } => Ok(match message(from, &mail) {
                Err(problem) => Tried::refused(&problem.to_string()),
                Ok(message) => match server.send(message).await {
                    Ok(answer) => {
                        let lines: Vec<&str> = answer.message().collect();
                        Tried { taken: true, said: format!("{} {}", answer.code(), lines.join(" ")) }
                    }
                    Err(error) => Tried::refused(&error.to_string()),
                },
            }),
        }
    }

    /// Sends a mail, and notes in the same transaction, through `told`, that it was sent. Caught mail and `told` are one
    /// transaction, so it happens exactly once; a mail server may get the same mail twice after a crash, with the same
    /// message id.
    ///
    /// # Errors
    /// [`Problem::Unavailable`] when the mail server does not take it; whatever the store answers.
    pub async fn send(
        &self,
        db: &Db,
        partnership: Id,
        mail: Mail,
        now: Instant,
        told: impl Fn(&mut Tx<'_>) -> Result<(), Problem> + Send + Sync + 'static,
    ) -> Result<(), Problem> {
        match self {
            Self::Waiting => Err(Problem::Unavailable("No mail server has been named.".into())),
            Self::Smtp { server, from } => {
                let sent = server.send(message(from, &mail)?).await;
                sent.map_err(|_| Problem::Unavailable("The mail server did not take the mail.".into()))?;
                db.write(move |tx| told(tx)).await
            }
            Self::Caught => {
                let caught = move |tx: &mut Tx<'_>| {
                    catch(tx, partnership, &mail, now)?;
                    told(tx)
                };
                db.write(caught).await
            }
        }
    }
}

fn message(from: &str, mail: &Mail) -> Result<Message, Problem> {
    let unreadable = |_| Problem::Unavailable("The mail has an address that cannot be read.".into());
    let mut message = Message::builder()
        .from(from.parse().map_err(unreadable)?)
        .to(mail.to.parse().map_err(unreadable)?)
        .subject(&mail.subject)
        .message_id(Some(format!("<{}@wardmote>", mail.key)))
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body.clone())
        .map_err(Problem::fault)?;
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    message.headers_mut().insert_raw(HeaderValue::new(automatic, "auto-generated".into()));
    Ok(message)
}

/// Puts a mail where the demonstration shows it.
///
/// # Errors
/// Whatever the store answers.
pub fn catch(tx: &mut Tx<'_>, partnership: Id, mail: &Mail, now: Instant) -> Result<(), Error> {
    tx.run(sql!(
        "insert into caught_mail (partnership, id, at, mail_to, subject, body) values ($1, $2, $3, $4, $5, $6) \
         on conflict (partnership, id) do nothing",
        partnership,
        mail.key,
        now,
        &mail.to,
        &mail.subject,
        &mail.body
    ))?;
    Ok(())
}

/// The newest caught mail first.
///
/// # Errors
/// Whatever the store answers.
pub fn caught(tx: &mut Tx<'_>, partnership: Id, most: i64) -> Result<Vec<CaughtMail>, Error> {
    tx.all(sql!(
        "select id, at, mail_to, subject, body from caught_mail where partnership = $1 order by at desc, id desc limit $2",
        partnership,
        most
    ))
}
