//! One row after another as PostgreSQL's binary COPY writes them: the number of fields, then each with its length.

use std::io::Read;

use base::{Date, Id};
use postgres::types::private::BytesMut;
use postgres::types::{FromSql as _, ToSql as _, Type};

use super::{Kind, Table};
use crate::{Cell, Error, Value};

const SIGNATURE: &[u8; 19] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const END: [u8; 2] = (-1_i16).to_be_bytes();
/// The length of a field that holds nothing.
const NOTHING: [u8; 4] = (-1_i32).to_be_bytes();
/// How long a chunk grows before the next is begun, in bytes.
const FULL: usize = 1 << 20;

/// Rows on their way out, whole ones only.
pub(super) struct Chunk {
    bytes: Vec<u8>,
    rows: u64,
}

impl Chunk {
    pub fn new() -> Self {
        let mut bytes = Vec::with_capacity(FULL + FULL / 4);
        bytes.extend_from_slice(SIGNATURE);
        Self { bytes, rows: 0 }
    }

    /// Adds the row that `write` writes, if it writes one; answers whether it did.
    pub fn row(&mut self, write: impl FnOnce(&mut Vec<u8>) -> Result<bool, Error>) -> Result<bool, Error> {
        let written = write(&mut self.bytes)?;
        self.rows += u64::from(written);
        Ok(written)
    }

    /// The chunk when it is long enough, or when it must be `last`, with the number of its rows; the next is begun.
    pub fn take(&mut self, last: bool) -> Option<(Vec<u8>, u64)> {
        if self.rows == 0 || !(last || self.bytes.len() >= FULL) {
            return None;
        }
        let mut taken = std::mem::replace(self, Self::new());
        taken.bytes.extend_from_slice(&END);
        Some((taken.bytes, taken.rows))
    }
}

/// The number of fields of a row that follows.
pub(super) fn begin_row(out: &mut Vec<u8>, table: &Table) -> Result<(), Error> {
    let width = i16::try_from(table.columns.len()).map_err(|_| Error::mapping("a table too wide"))?;
    out.extend_from_slice(&width.to_be_bytes());
    Ok(())
}

/// One field as SQLite gives it.
pub(super) fn write_field(out: &mut Vec<u8>, kind: Kind, cell: Cell<'_>) -> Result<(), Error> {
    match (kind, cell) {
        (_, Cell::Null) => {
            out.extend_from_slice(&NOTHING);
            Ok(())
        }
        (Kind::Id, Cell::Blob(bytes)) if bytes.len() == 16 => field(out, &[bytes]),
        (Kind::Int, Cell::Int(n)) => field(out, &[&n.to_be_bytes()]),
        (Kind::Real, Cell::Real(x)) => field(out, &[&x.to_be_bytes()]),
        (Kind::Bool, Cell::Int(n @ 0..=1)) => field(out, &[&[u8::from(n == 1)]]),
        (Kind::Text, Cell::Text(text)) => field(out, &[text.as_bytes()]),
        (Kind::Blob, Cell::Blob(bytes)) => field(out, &[bytes]),
        (Kind::Json, Cell::Text(text)) => field(out, &[&[1], text.as_bytes()]),
        (Kind::Date, Cell::Text(text)) => {
            let day: Date = text.parse().map_err(|_| Error::mapping("text is not a date"))?;
            let mut bytes = BytesMut::new();
            day.to_sql(&Type::DATE, &mut bytes).map_err(|_| Error::mapping("a day out of range"))?;
            field(out, &[&bytes])
        }
        (kind, cell) => Err(cell.not_a(kind.name())),
    }
}

fn field(out: &mut Vec<u8>, parts: &[&[u8]]) -> Result<(), Error> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let length = i32::try_from(length).map_err(|_| Error::mapping("a value too long"))?;
    out.extend_from_slice(&length.to_be_bytes());
    parts.iter().for_each(|part| out.extend_from_slice(part));
    Ok(())
}

/// What comes before the first row of a COPY.
pub(super) fn skip_signature(from: &mut impl Read) -> Result<(), Error> {
    let mut signature = [0; SIGNATURE.len()];
    from.read_exact(&mut signature).map_err(|_| cut())?;
    if &signature == SIGNATURE { Ok(()) } else { Err(Error::mapping("rows of another form")) }
}

/// Copies the next row as it stands; `false` at the end.
pub(super) fn copy_row(from: &mut impl Read, width: usize, out: &mut Vec<u8>) -> Result<bool, Error> {
    let mut count = [0; 2];
    from.read_exact(&mut count).map_err(|_| cut())?;
    if count == END {
        return Ok(false);
    }
    if usize::try_from(i16::from_be_bytes(count)) != Ok(width) {
        return Err(Error::mapping("a row of another width"));
    }
    out.extend_from_slice(&count);
    for _ in 0..width {
        let mut length = [0; 4];
        from.read_exact(&mut length).map_err(|_| cut())?;
        out.extend_from_slice(&length);
        let length = u64::try_from(i32::from_be_bytes(length)).unwrap_or(0);
        let read = from.take(length).read_to_end(out).map_err(|_| cut())?;
        if read as u64 != length {
            return Err(cut());
        }
    }
    Ok(true)
}

/// The fields of one row as they stand, in the order of the table's columns; `None` where there is nothing.
pub type Fields = [Option<Vec<u8>>];

/// The same chunk with each row `times` times. `alter` is shown every copy but the first: its number, and its fields,
/// which it may change. Copies of one row come in the order of their bytes, which is that of their keys where those stand
/// first.
///
/// # Errors
/// [`Error::Mapping`] when the chunk holds no rows of this table; whatever `alter` answers.
pub fn repeated(
    table: &Table,
    chunk: &[u8],
    times: u32,
    mut alter: impl FnMut(u32, &mut Fields) -> Result<(), Error>,
) -> Result<Vec<u8>, Error> {
    let mut rest = chunk;
    skip_signature(&mut rest)?;
    let mut out = Vec::with_capacity(chunk.len() * times as usize);
    out.extend_from_slice(SIGNATURE);
    while take(&mut rest, 2)? != END {
        let first = table.columns.iter().map(|_| Ok(field_bytes(&mut rest)?.map(<[u8]>::to_vec)));
        let first: Vec<Option<Vec<u8>>> = first.collect::<Result<_, Error>>()?;
        let copy = |copy: u32| {
            let mut fields = first.clone();
            if copy > 0 {
                alter(copy, &mut fields)?;
            }
            let mut row = Vec::new();
            begin_row(&mut row, table)?;
            for bytes in &fields {
                match bytes {
                    Some(bytes) => field(&mut row, &[bytes])?,
                    None => row.extend_from_slice(&NOTHING),
                }
            }
            Ok(row)
        };
        let mut copies: Vec<Vec<u8>> = (0..times).map(copy).collect::<Result<_, Error>>()?;
        copies.sort_unstable();
        copies.iter().for_each(|row| out.extend_from_slice(row));
    }
    out.extend_from_slice(&END);
    Ok(out)
}

/// The rows of a chunk, each with its values in the order of the table's columns; a JSON document is its text.
///
/// # Errors
/// [`Error::Mapping`] when the chunk holds no rows of this table.
pub fn values<'c>(table: &Table, chunk: &'c [u8]) -> Result<Vec<Vec<Value<'c>>>, Error> {
    let mut rest = chunk;
    skip_signature(&mut rest)?;
    let mut rows = Vec::new();
    loop {
        let count = take(&mut rest, 2)?;
        if count == END {
            return if rest.is_empty() { Ok(rows) } else { Err(Error::mapping("more than rows")) };
        }
        if count != i16::try_from(table.columns.len()).unwrap_or(-1).to_be_bytes() {
            return Err(Error::mapping("a row of another width"));
        }
        let fields = table.columns.iter().map(|column| read_field(&mut rest, column.kind));
        rows.push(fields.collect::<Result<_, Error>>()?);
    }
}

/// The next field as it stands; nothing where there is nothing.
fn field_bytes<'c>(rest: &mut &'c [u8]) -> Result<Option<&'c [u8]>, Error> {
    let length = i32::from_be_bytes(take(rest, 4)?.try_into().map_err(|_| cut())?);
    usize::try_from(length).ok().map(|length| take(rest, length)).transpose()
}

fn read_field<'c>(rest: &mut &'c [u8], kind: Kind) -> Result<Value<'c>, Error> {
    let Some(bytes) = field_bytes(rest)? else { return Ok(Value::Null) };
    let text = |bytes| std::str::from_utf8(bytes).map(|text| Value::Text(text.into())).ok();
    let read = match kind {
        Kind::Id => Id::from_slice(bytes).map(Value::Id).ok(),
        Kind::Int => bytes.try_into().map(|bytes| Value::Int(i64::from_be_bytes(bytes))).ok(),
        Kind::Real => bytes.try_into().map(|bytes| Value::Real(f64::from_be_bytes(bytes))).ok(),
        Kind::Bool => matches!(bytes, [0 | 1]).then_some(Value::Bool(bytes == [1])),
        Kind::Text => text(bytes),
        Kind::Blob => Some(Value::Blob(bytes.into())),
        Kind::Date => Date::from_sql(&Type::DATE, bytes).map(Value::Date).ok(),
        Kind::Json => bytes.strip_prefix(&[1]).and_then(text),
    };
    read.ok_or_else(|| Error::mapping(format!("a field that is not {}", kind.name())))
}

fn take<'c>(rest: &mut &'c [u8], length: usize) -> Result<&'c [u8], Error> {
    let (taken, after) = rest.split_at_checked(length).ok_or_else(cut)?;
    *rest = after;
    Ok(taken)
}

fn cut() -> Error {
    Error::mapping("rows that end too early")
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Id => "an id",
            Self::Int => "a whole number",
            Self::Real => "a number",
            Self::Bool => "a bool",
            Self::Text => "text",
            Self::Blob => "a blob",
            Self::Date => "a date",
            Self::Json => "json",
        }
    }
}
