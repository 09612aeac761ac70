use std::error::Error;

use base::{Conflict, Problem};

/// Why a command did not do as asked: one plain sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It could not be done: exit status 1.
    #[error("{0}")]
    Failed(String),
    /// It was asked wrongly: exit status 2.
    #[error("{0}")]
    Usage(String),
}

/// How a command ended that did what it could.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// All of it: exit status 0.
    All,
    /// All but some rows, which stand in a file of errors: exit status 3.
    ButForSome,
}

/// What a command answers.
pub type Outcome = Result<Done, Failure>;

impl Failure {
    /// Exit status 1, with this sentence.
    pub fn because(sentence: impl Into<String>) -> Self {
        Self::Failed(sentence.into())
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let sentence = match &problem {
            Problem::NotFound => "There is nothing of that name. Check the spelling.".to_owned(),
            Problem::Invalid(fields) => {
                let all: Vec<&str> = fields.0.iter().map(|error| error.message.as_str()).collect();
                format!("{}.", all.join("; "))
            }
            Problem::Conflict(Conflict::Busy) => "Two changes met. Run the command again.".to_owned(),
            Problem::Unavailable(why) => format!("The database cannot be used now: {why}."),
            Problem::Fault(cause) => format!("Something went wrong here: {}.", chain(&**cause)),
            other => format!("It could not be done: {other}."),
        };
        Self::Failed(sentence)
    }
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Unavailable(why) => Self::Failed(format!(
                "The database cannot be reached: {why}. Check that it runs and that the address is right."
            )),
            other => Problem::from(other).into(),
        }
    }
}

fn chain(cause: &(dyn Error + 'static)) -> String {
    let mut said = cause.to_string();
    let mut next = cause.source();
    while let Some(inner) = next {
        said = format!("{said}: {inner}");
        next = inner.source();
    }
    said
}
