use askama::Template;

use super::group::Group;
use super::{Extra, Label};
use crate::Markup;

/// A file to choose. Its form says `enctype="multipart/form-data"` and is read by [`Uploaded`](crate::asking::Uploaded).
#[derive(Debug, Clone, Template)]
#[template(path = "components/file-upload.html")]
pub struct FileUpload {
    pub(crate) group: Group,
    pub(crate) label: Label,
    pub(crate) name: String,
    pub(crate) disabled: bool,
    pub(crate) multiple: bool,
    pub(crate) extra: Extra,
}

component!(FileUpload);
field!(FileUpload);

impl FileUpload {
    /// A file called `name`, asked for by `label`. In a page use [`Form::file`](crate::Form::file).
    #[must_use]
    pub fn new(name: &str, label: impl Into<Markup>) -> Self {
        Self {
            group: Group::new(name),
            label: Label { words: label.into(), ..Label::default() },
            name: name.to_owned(),
            disabled: false,
            multiple: false,
            extra: Extra::default(),
        }
    }

    /// Which files the browser offers first: `.csv,text/csv`. It is a help, never a check.
    #[must_use]
    pub fn accept(self, kinds: &str) -> Self {
        self.attribute("accept", kinds)
    }

    fn label(&self) -> Label {
        Label { field: Some(self.group.id.clone()), ..self.label.clone() }
    }
}
