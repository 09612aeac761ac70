use askama::Template;

use super::Extra;
use crate::Markup;

/// A table. Columns of numbers are aligned by the column, not cell by cell.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/table.html")]
pub struct Table {
    pub(super) caption: Markup,
    pub(super) caption_extra: Extra,
    pub(super) head: Vec<Cell>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) row_headers: bool,
    pub(super) extra: Extra,
}

/// One cell: words, markup or a link.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub(super) content: Markup,
    pub(super) format: Option<String>,
    pub(super) colspan: Option<String>,
    pub(super) rowspan: Option<String>,
    pub(super) extra: Extra,
}

component!(Table);

impl Table {
    /// A table about `caption`, which stands above it.
    #[must_use]
    pub fn new(caption: impl Into<Markup>) -> Self {
        let mut table = Self { caption: caption.into(), ..Self::default() };
        table.caption_extra.class("govuk-table__caption--m");
        table
    }

    /// Hides the caption from those who see the heading above it.
    #[must_use]
    pub fn quiet_caption(mut self) -> Self {
        self.caption_extra = Extra::default();
        self.caption_extra.class("govuk-visually-hidden");
        self
    }

    /// Adds a column. The heading may be a link that sorts by it.
    #[must_use]
    pub fn column(mut self, heading: impl Into<Cell>) -> Self {
        self.head.push(heading.into());
        self
    }

    /// Adds a column of numbers.
    #[must_use]
    pub fn numbers(mut self, heading: impl Into<Cell>) -> Self {
        self.head.push(Cell { format: Some("numeric".to_owned()), ..heading.into() });
        self
    }

    /// The first cell of each row names it.
    #[must_use]
    pub fn row_headers(mut self) -> Self {
        self.row_headers = true;
        self
    }

    /// Adds a row, cell by cell, in the columns' order.
    #[must_use]
    pub fn row<C: Into<Cell>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        let heads = self.head.iter().map(|head| head.format.clone()).chain(std::iter::repeat(None));
        let cells = cells.into_iter().map(Into::into).zip(heads);
        let cells = cells.map(|(cell, format): (Cell, _)| Cell { format: cell.format.clone().or(format), ..cell });
        self.rows.push(cells.collect());
        self
    }

    fn is_header(&self, at: usize) -> bool {
        self.row_headers && at == 0
    }
}

impl Cell {
    fn format(&self, of: &str) -> String {
        self.format.as_ref().map(|format| format!(" govuk-table__{of}--{format}")).unwrap_or_default()
    }
}

impl<M: Into<Markup>> From<M> for Cell {
    fn from(content: M) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}
