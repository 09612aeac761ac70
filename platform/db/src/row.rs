use std::ops::Range;

use base::{Date, Id, Instant, Reference};
use serde_json::Value as Json;

use crate::Error;

/// One column of one row, as either engine gives it.
pub enum Cell<'r> {
    /// Nothing.
    Null,
    /// Yes or no (PostgreSQL; SQLite gives an `Int`).
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Real(f64),
    /// Text.
    Text(&'r str),
    /// Bytes.
    Blob(&'r [u8]),
    /// A key (PostgreSQL; SQLite gives a `Blob`).
    Id(Id),
    /// A day (PostgreSQL; SQLite gives `Text`).
    Date(Date),
    /// A document (PostgreSQL; SQLite gives `Text`).
    Json(Json),
}

impl Cell<'_> {
    /// That this cell is not a `wanted`, naming types only.
    #[must_use]
    pub fn not_a(&self, wanted: &str) -> Error {
        let kind = match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Real(_) => "real",
            Self::Text(_) => "text",
            Self::Blob(_) => "blob",
            Self::Id(_) => "id",
            Self::Date(_) => "date",
            Self::Json(_) => "json",
        };
        Error::mapping(format!("{kind} is not {wanted}"))
    }
}

/// What can be read from a column.
pub trait FromCell: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// [`Error::Mapping`] when the column holds another type.
    fn from_cell(cell: Cell<'_>) -> Result<Self, Error>;
}

macro_rules! from_cell {
    ($($type:ty, $wanted:literal: $($cell:pat $(if $guard:expr)? => $value:expr),+;)*) => {$(
        impl FromCell for $type {
            fn from_cell(cell: Cell<'_>) -> Result<Self, Error> {
                let read = match &cell {
                    $($cell $(if $guard)? => $value,)+
                    _ => None,
                };
                read.ok_or_else(|| cell.not_a($wanted))
            }
        }
    )*};
}

from_cell! {
    bool, "a bool": Cell::Bool(yes) => Some(*yes), Cell::Int(0) => Some(false), Cell::Int(1) => Some(true);
    i16, "a small whole number": Cell::Int(n) => Self::try_from(*n).ok();
    i32, "a 32-bit whole number": Cell::Int(n) => Self::try_from(*n).ok();
    i64, "a whole number": Cell::Int(n) => Some(*n);
    u16, "a whole number under 65,536": Cell::Int(n) => Self::try_from(*n).ok();
    u32, "a whole number under 2^32": Cell::Int(n) => Self::try_from(*n).ok();
    f64, "a number": Cell::Real(x) => Some(*x);
    String, "text": Cell::Text(text) => Some((*text).to_owned());
    Vec<u8>, "a blob": Cell::Blob(bytes) => Some(bytes.to_vec());
    Id, "an id": Cell::Id(id) => Some(*id), Cell::Blob(bytes) => Self::from_slice(bytes).ok();
    Instant, "an instant": Cell::Int(micros) => Some(Self::from_micros(*micros));
    Date, "a date": Cell::Date(day) => Some(*day), Cell::Text(text) => text.parse().ok();
    Json, "json": Cell::Json(json) => Some(json.clone()), Cell::Text(text) => serde_json::from_str(text).ok();
    Reference, "a reference": Cell::Text(text) => text.parse().ok();
}

impl<const N: usize> FromCell for [u8; N] {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Error> {
        match cell {
            Cell::Blob(bytes) => bytes.try_into().map_err(|_| cell.not_a("a blob of the right length")),
            _ => Err(cell.not_a("a blob")),
        }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, Error> {
        match cell {
            Cell::Null => Ok(None),
            some => T::from_cell(some).map(Some),
        }
    }
}

/// One row of an answer, or some of its columns side by side.
pub struct Row<'r> {
    source: Source<'r>,
    columns: Range<usize>,
}

#[derive(Clone, Copy)]
pub(crate) enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

impl<'r> Row<'r> {
    pub(crate) fn of(source: Source<'r>) -> Self {
        let columns = match source {
            Source::Sqlite(row) => row.as_ref().column_count(),
            Source::Postgres(row) => row.len(),
        };
        Self { source, columns: 0..columns }
    }

    /// The first `width` columns, and the others.
    pub(crate) fn split_at(&self, width: usize) -> (Self, Self) {
        let Range { start, end } = self.columns;
        let middle = end.min(start + width);
        (Self { source: self.source, columns: start..middle }, Self { source: self.source, columns: middle..end })
    }

    /// Reads the column at `index`, counted from 0.
    ///
    /// # Errors
    /// [`Error::Mapping`], with the column's name, when there is no such column or it holds another type.
    pub fn get<T: FromCell>(&self, index: usize) -> Result<T, Error> {
        let at = self.columns.start + index;
        let cell = match self.source {
            Source::Sqlite(row) => crate::sqlite::cell(row, at),
            Source::Postgres(row) => crate::postgres::cell(row, at),
        };
        cell.and_then(T::from_cell).map_err(|error| match error {
            Error::Mapping(what) => Error::Mapping(format!("column {}: {what}", self.name(index))),
            other => other,
        })
    }

    fn name(&self, index: usize) -> &str {
        let at = self.columns.start + index;
        match self.source {
            Source::Sqlite(row) => row.as_ref().column_name(at).unwrap_or("?"),
            Source::Postgres(row) => row.columns().get(at).map_or("?", postgres::Column::name),
        }
    }

    /// Reads all of it; in debug builds, only if the select list and the type say the same.
    pub(crate) fn read<T: FromRow>(&self) -> Result<T, Error> {
        if cfg!(debug_assertions) {
            self.matches::<T>()?;
        }
        T::from_row(self)
    }

    fn matches<T: FromRow>(&self) -> Result<(), Error> {
        if self.columns.len() != T::WIDTH {
            return Err(Error::mapping(format!("{} columns read as {}", self.columns.len(), T::WIDTH)));
        }
        match T::COLUMNS.iter().enumerate().find(|(at, field)| self.name(*at) != field.trim_start_matches("r#")) {
            Some((at, field)) => Err(Error::mapping(format!("column {} read as field {field}", self.name(at)))),
            None => Ok(()),
        }
    }
}

/// What a row can be read into: a `row!` struct, a tuple, or one column.
pub trait FromRow: Sized {
    /// How many columns it reads.
    const WIDTH: usize;
    /// Their names in order; none when they do not matter.
    const COLUMNS: &'static [&'static str] = &[];

    /// Reads it.
    ///
    /// # Errors
    /// [`Error::Mapping`] when a column holds another type.
    fn from_row(row: &Row<'_>) -> Result<Self, Error>;
}

impl<T: FromCell> FromRow for T {
    const WIDTH: usize = 1;

    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        row.get(0)
    }
}

macro_rules! from_tuple {
    ($($width:literal: $($name:ident $index:literal)+;)*) => {$(
        impl<$($name: FromCell),+> FromRow for ($($name,)+) {
            const WIDTH: usize = $width;

            fn from_row(row: &Row<'_>) -> Result<Self, Error> {
                Ok(($(row.get::<$name>($index)?,)+))
            }
        }
    )*};
}

from_tuple! {
    1: A 0;
    2: A 0 B 1;
    3: A 0 B 1 C 2;
    4: A 0 B 1 C 2 D 3;
    5: A 0 B 1 C 2 D 3 E 4;
    6: A 0 B 1 C 2 D 3 E 4 F 5;
    7: A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    8: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
}
