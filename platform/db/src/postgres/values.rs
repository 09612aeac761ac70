use std::error::Error as StdError;

use base::{Date, Id};
use postgres::Statement;
use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};

use crate::{Cell, Error, Value};

/// That the arguments are as many and of such types as the statement takes; so that the driver, which would name
/// their values, never has to refuse one.
pub(super) fn fit(statement: &Statement, values: &[Value<'_>]) -> Result<(), Error> {
    if statement.params().len() != values.len() {
        return Err(Error::mapping(format!("{} arguments for {}", values.len(), statement.params().len())));
    }
    let misfit = statement.params().iter().zip(values).zip(1..).find(|((wanted, value), _)| !fits(value, wanted));
    match misfit {
        Some(((wanted, value), n)) => {
            Err(Error::mapping(format!("${n}: {} cannot be bound as {wanted}", value.kind())))
        }
        None => Ok(()),
    }
}

fn fits(value: &Value<'_>, wanted: &Type) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) => *wanted == Type::BOOL,
        Value::Int(n) => match *wanted {
            Type::INT2 => i16::try_from(*n).is_ok(),
            Type::INT4 => i32::try_from(*n).is_ok(),
            Type::INT8 => true,
            _ => false,
        },
        Value::Real(_) => *wanted == Type::FLOAT8,
        Value::Text(_) => <&str as ToSql>::accepts(wanted),
        Value::Blob(_) => *wanted == Type::BYTEA,
        Value::Id(_) => *wanted == Type::UUID,
        Value::Date(_) => *wanted == Type::DATE,
        Value::Json(_) => matches!(*wanted, Type::JSON | Type::JSONB),
        Value::List(items) => match wanted.kind() {
            Kind::Array(member) => items.iter().all(|item| fits(item, member)),
            _ => false,
        },
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, wanted: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(yes) => yes.to_sql(wanted, out),
            Self::Int(n) => match *wanted {
                Type::INT2 => i16::try_from(*n)?.to_sql(wanted, out),
                Type::INT4 => i32::try_from(*n)?.to_sql(wanted, out),
                _ => n.to_sql(wanted, out),
            },
            Self::Real(x) => x.to_sql(wanted, out),
            Self::Text(text) => text.as_ref().to_sql(wanted, out),
            Self::Blob(bytes) => bytes.as_ref().to_sql(wanted, out),
            Self::Id(id) => id.to_sql(wanted, out),
            Self::Date(day) => day.to_sql(wanted, out),
            Self::Json(json) => json.as_ref().to_sql(wanted, out),
            Self::List(items) => items.to_sql(wanted, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One column of a row.
pub(crate) fn cell(row: &postgres::Row, index: usize) -> Result<Cell<'_>, Error> {
    let column = row.columns().get(index).ok_or_else(|| Error::mapping("no such column"))?;
    match *column.type_() {
        Type::BOOL => get(row, index, Cell::Bool),
        Type::INT2 => get(row, index, |n: i16| Cell::Int(n.into())),
        Type::INT4 => get(row, index, |n: i32| Cell::Int(n.into())),
        Type::INT8 => get(row, index, Cell::Int),
        Type::FLOAT4 => get(row, index, |x: f32| Cell::Real(x.into())),
        Type::FLOAT8 => get(row, index, Cell::Real),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => get(row, index, Cell::Text),
        Type::BYTEA => get(row, index, Cell::Blob),
        Type::UUID => get(row, index, |id: Id| Cell::Id(id)),
        Type::DATE => get(row, index, |day: Date| Cell::Date(day)),
        Type::JSON | Type::JSONB => get(row, index, Cell::Json),
        ref other => Err(Error::mapping(format!("{other} has no counterpart on SQLite: cast it"))),
    }
}

fn get<'r, T: FromSql<'r>>(
    row: &'r postgres::Row,
    index: usize,
    cell: impl Fn(T) -> Cell<'r>,
) -> Result<Cell<'r>, Error> {
    let value: Option<T> = row.try_get(index).map_err(|_| Error::mapping("a value the driver cannot read"))?;
    Ok(value.map_or(Cell::Null, cell))
}
