//! GOV.UK Frontend's components, and four of MOJ Frontend's, as Rust values that display as HTML. Each is proven against
//! GOV.UK's own fixtures. Words given as text are escaped; what is [`Markup`](crate::Markup) is taken as it is.

mod decoration;

/// A component: a template beside its struct, safe to put on a page as it is, usable wherever markup is asked for, and
/// open to further classes and attributes.
macro_rules! component {
    ($($name:ident),+ $(,)?) => {$(
        impl askama::filters::HtmlSafe for $name {}

        impl From<$name> for $crate::Markup {
            fn from(component: $name) -> Self {
                Self::of(&component)
            }
        }

        impl $name {
            /// Adds a class, for what the component itself has no word for (`govuk-!-margin-bottom-0`).
            #[must_use]
            pub fn class(mut self, class: &str) -> Self {
                self.extra.class(class);
                self
            }

            /// Adds an attribute to the component's element.
            #[must_use]
            pub fn attribute(mut self, name: &str, value: impl std::fmt::Display) -> Self {
                self.extra.attribute(name, value);
                self
            }
        }
    )+};
}

/// What every field can be told, whatever it looks like.
macro_rules! field {
    ($name:ident) => {
        impl $name {
            /// Help with the answer, under the question.
            #[must_use]
            pub fn hint(mut self, words: impl Into<$crate::Markup>) -> Self {
                self.group.hint = Some(super::Hint::new(words, String::new()));
                self
            }

            /// What else describes the field: the id of an element that says it.
            #[must_use]
            pub fn described_by(mut self, id: impl Into<String>) -> Self {
                self.group.described_by = Some(id.into());
                self
            }

            /// Adds a class to the whole group of question, help and field.
            #[must_use]
            pub fn group_class(mut self, class: &str) -> Self {
                self.group.extra.class(class);
                self
            }
        }
    };
}

mod banners;
mod buttons;
mod choices;
mod date_input;
mod error_summary;
mod file_upload;
#[cfg(test)]
mod fixtures;
mod group;
mod input;
mod lists;
mod moj;
mod navigation;
mod pagination;
mod select;
mod table;
mod textarea;
mod texts;

pub(crate) use decoration::{Extra, flag, optional};

pub use banners::{NotificationBanner, Panel, WarningText};
pub use buttons::{Button, ExitThisPage};
pub use choices::{Choice, Choices};
pub use date_input::DateInput;
pub use error_summary::ErrorSummary;
pub use file_upload::FileUpload;
pub use group::{ErrorMessage, Fieldset, Hint, Label};
pub use input::Input;
pub use lists::{SummaryList, SummaryRow, Task, TaskList};
pub use moj::{Filter, SubNavigation, Timeline};
pub use navigation::{BackLink, Breadcrumbs, NavigationItem, ServiceNavigation, SkipLink};
pub use pagination::Pagination;
pub use select::{Select, SelectOption};
pub use table::{Cell, Table};
pub use textarea::Textarea;
pub use texts::{Badge, Details, InsetText, Tag, mail_to, ringing};
