use askama::Template;
use base::FieldErrors;

use super::Extra;
use crate::{Markup, Words};

/// What is wrong with a form, above it, each line a link to its field.
#[derive(Debug, Clone, Template)]
#[template(path = "components/error-summary.html")]
pub struct ErrorSummary {
    pub(super) title: Markup,
    pub(super) description: Markup,
    pub(super) errors: Vec<(Option<String>, Markup, Extra)>,
    pub(super) extra: Extra,
}

component!(ErrorSummary);

impl ErrorSummary {
    /// One line a field, in the order they were noted. An error of no field has no link.
    #[must_use]
    pub fn new(words: &Words, errors: &FieldErrors) -> Self {
        let line = |error: &base::FieldError| {
            let href = (!error.field.is_empty()).then(|| format!("#{}", error.field));
            (href, Markup::from(&error.message), Extra::default())
        };
        Self {
            title: words.there_is_a_problem().into(),
            description: Markup::default(),
            errors: errors.0.iter().map(line).collect(),
            extra: Extra::default(),
        }
    }
}
