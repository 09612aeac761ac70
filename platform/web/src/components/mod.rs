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

mod banners;
mod buttons;
mod error_summary;
mod navigation;

pub(crate) use decoration::Extra;

pub use banners::{NotificationBanner, Panel, WarningText};
pub use buttons::{Button, ExitThisPage};
pub use error_summary::ErrorSummary;
pub use navigation::{BackLink, Breadcrumbs, NavigationItem, ServiceNavigation, SkipLink};
