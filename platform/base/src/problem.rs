use std::error::Error;
use std::fmt;

/// What went wrong, as far as the person in front of the screen is concerned. The only error that reaches the edge;
/// `web` turns it into a page or into `application/problem+json`.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It does not exist, or this person may not know that it does. The two are never told apart.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, and this needs somebody.
    #[error("sign in first")]
    SignIn,
    /// This person may know of it but not do it. The sentence says who can.
    #[error("not allowed: {0}")]
    NotAllowed(String),
    /// The partnership of this name is not open to the public yet.
    #[error("not open yet: {0}")]
    NotOpen(String),
    /// Something typed cannot be used. Nothing was stored and nothing typed is lost.
    #[error("invalid fields: {0}")]
    Invalid(FieldErrors),
    /// The record is not where the asker thought it was.
    #[error("conflict: {0}")]
    Conflict(Conflict),
    /// More than this server reads in one request.
    #[error("too large")]
    TooLarge,
    /// Too many tries from one address.
    #[error("too many tries")]
    TooMany,
    /// The server cannot answer now; trying again later may work.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Our mistake. The cause is for the log, never for the page.
    #[error("fault")]
    Fault(#[source] Box<dyn Error + Send + Sync>),
}

/// Why a change does not fit what is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// The record's state does not allow this verb; these states' verbs it does allow. HTTP 409 `invalid-state`.
    State {
        /// The state it is in.
        now: &'static str,
        /// What can be done from there.
        allowed: Vec<&'static str>,
    },
    /// Somebody changed the record since it was read. HTTP 412.
    Version,
    /// A change through the API did not say which version it is of (`If-Match`). HTTP 428.
    Unconditional,
    /// The same idempotency key came with another body. HTTP 422.
    Idempotency,
    /// Two people touched the same thing at the same moment and this one lost. HTTP 409; trying again is safe.
    Busy,
}

/// One field and the sentence that helps to mend it ("Enter the number of people affected, like 12").
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    /// The field's name as in the form and the API.
    pub field: String,
    /// What happened and what to do, one sentence without a full stop (GOV.UK error message style).
    pub message: String,
}

/// All that is wrong with one form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// Notes that `field` cannot be used as typed.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into() });
    }

    /// The first sentence about `field`, if there is one.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok(value)` when nothing was wrong with the form it came from.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with everything noted so far.
    pub fn or<T>(self, value: T) -> Result<T, Problem> {
        if self.is_empty() { Ok(value) } else { Err(Problem::Invalid(self)) }
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<&str> = self.0.iter().map(|error| error.field.as_str()).collect();
        out.write_str(&fields.join(", "))
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::State { now, allowed } => write!(out, "it is {now}; allowed: {}", allowed.join(", ")),
            Self::Version => out.write_str("somebody changed it first"),
            Self::Unconditional => out.write_str("no version was named"),
            Self::Idempotency => out.write_str("the key was used for something else"),
            Self::Busy => out.write_str("two changes met"),
        }
    }
}

impl Problem {
    /// A fault of ours, with its cause kept for the log.
    pub fn fault(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Fault(cause.into())
    }

    /// One field that cannot be used.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(field, message);
        Self::Invalid(errors)
    }
}
