use std::borrow::Cow;
use std::fmt;

use base::{Date, Id, Instant, Reference};
use serde_json::Value as Json;

use crate::Error;

/// One argument of a statement, on its way to either engine. Its `Debug` shows the type alone: values may be personal.
#[derive(Clone)]
pub enum Value<'a> {
    /// Nothing, of any type.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number; money is pence.
    Int(i64),
    /// A number with a fraction.
    Real(f64),
    /// Text without U+0000.
    Text(Cow<'a, str>),
    /// Bytes.
    Blob(Cow<'a, [u8]>),
    /// A record's key.
    Id(Id),
    /// A calendar day.
    Date(Date),
    /// A JSON document.
    Json(Cow<'a, Json>),
    /// The members of a `{list}`, or the rows of `{rows}`, each a list of its own.
    List(Vec<Value<'a>>),
}

/// What `{rows}` stands for: each row's values in the order of the columns named before it.
pub type Rows<'a> = Vec<Vec<Value<'a>>>;

impl Value<'_> {
    /// The name of its type, for error messages.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Real(_) => "real",
            Self::Text(_) => "text",
            Self::Blob(_) => "blob",
            Self::Id(_) => "id",
            Self::Date(_) => "date",
            Self::Json(_) => "json",
            Self::List(_) => "list",
        }
    }

    /// PostgreSQL cannot store U+0000 in text; so neither engine does.
    pub(crate) fn refuse_nul(&self) -> Result<(), Error> {
        let nul = match self {
            Self::Text(text) => text.contains('\0'),
            Self::Json(json) => json_holds_nul(json),
            Self::List(items) => return items.iter().try_for_each(Self::refuse_nul),
            _ => false,
        };
        if nul { Err(Error::mapping(format!("U+0000 in {}", self.kind()))) } else { Ok(()) }
    }
}

fn json_holds_nul(json: &Json) -> bool {
    match json {
        Json::String(text) => text.contains('\0'),
        Json::Array(items) => items.iter().any(json_holds_nul),
        Json::Object(fields) => fields.iter().any(|(name, item)| name.contains('\0') || json_holds_nul(item)),
        _ => false,
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.kind())
    }
}

/// What can be an argument of a statement.
pub trait ToValue {
    /// This value, borrowed where it is large.
    fn to_value(&self) -> Value<'_>;

    /// Many of them: a list for `{list}`, except that many bytes are a blob.
    #[doc(hidden)]
    fn many(slice: &[Self]) -> Value<'_>
    where
        Self: Sized,
    {
        Value::List(slice.iter().map(ToValue::to_value).collect())
    }
}

macro_rules! to_value {
    ($($type:ty: $this:ident => $value:expr;)*) => {$(
        impl ToValue for $type {
            fn to_value(&self) -> Value<'_> {
                let $this = self;
                $value
            }
        }
    )*};
}

to_value! {
    bool: this => Value::Bool(*this);
    i16: this => Value::Int((*this).into());
    i32: this => Value::Int((*this).into());
    i64: this => Value::Int(*this);
    u16: this => Value::Int((*this).into());
    u32: this => Value::Int((*this).into());
    f64: this => Value::Real(*this);
    str: this => Value::Text(this.into());
    String: this => Value::Text(this.as_str().into());
    Cow<'_, str>: this => Value::Text(this.as_ref().into());
    Id: this => Value::Id(*this);
    Instant: this => Value::Int(this.micros());
    Date: this => Value::Date(*this);
    Reference: this => Value::Text(this.as_str().into());
    Json: this => Value::Json(Cow::Borrowed(this));
}

impl ToValue for u8 {
    fn to_value(&self) -> Value<'_> {
        Value::Int((*self).into())
    }

    fn many(slice: &[Self]) -> Value<'_> {
        Value::Blob(slice.into())
    }
}

impl ToValue for Value<'_> {
    fn to_value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text.as_ref().into()),
            Self::Blob(bytes) => Value::Blob(bytes.as_ref().into()),
            Self::Json(json) => Value::Json(Cow::Borrowed(json)),
            Self::List(items) => ToValue::many(items),
            small => small.clone(),
        }
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl<T: ToValue> ToValue for [T] {
    fn to_value(&self) -> Value<'_> {
        T::many(self)
    }
}

impl<T: ToValue, const N: usize> ToValue for [T; N] {
    fn to_value(&self) -> Value<'_> {
        T::many(self)
    }
}

impl<T: ToValue> ToValue for Vec<T> {
    fn to_value(&self) -> Value<'_> {
        T::many(self)
    }
}
