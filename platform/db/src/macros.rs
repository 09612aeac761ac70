/// A struct that a row is read into: its fields are the select list, in order; names are compared in debug builds.
#[macro_export]
macro_rules! row {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty),+ $(,)?
    })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type,)+
        }

        impl $crate::FromRow for $name {
            const WIDTH: usize = Self::COLUMNS.len();
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn from_row(row: &$crate::Row<'_>) -> ::core::result::Result<Self, $crate::Error> {
                let mut at = 0..;
                let mut next = || at.next().unwrap_or(usize::MAX);
                ::core::result::Result::Ok(Self { $($field: row.get::<$type>(next())?,)+ })
            }
        }
    )+};
}

/// A closed list of words, stored as text: `as_str`, `ALL`, `FromStr`, `Display`, serde, and both ways to the store.
#[macro_export]
macro_rules! words {
    ($($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$word_meta:meta])* $variant:ident = $word:literal),+ $(,)?
    })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name {
            $($(#[$word_meta])* $variant,)+
        }

        impl $name {
            /// Every one of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that is stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::UnknownWord> {
                match text {
                    $($word => ::core::result::Result::Ok(Self::$variant),)+
                    _ => ::core::result::Result::Err($crate::UnknownWord(stringify!($name))),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                out.pad(self.as_str())
            }
        }

        impl $crate::reexport::serde::Serialize for $name {
            fn serialize<S: $crate::reexport::serde::Serializer>(
                &self,
                out: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                out.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::reexport::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::reexport::serde::Deserializer<'de>>(
                input: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let text = <::std::borrow::Cow<'de, str> as $crate::reexport::serde::Deserialize>::deserialize(input)?;
                text.parse().map_err(<D::Error as $crate::reexport::serde::de::Error>::custom)
            }
        }

        impl $crate::ToValue for $name {
            fn to_value(&self) -> $crate::Value<'_> {
                $crate::Value::Text(self.as_str().into())
            }
        }

        impl $crate::FromCell for $name {
            fn from_cell(cell: $crate::Cell<'_>) -> ::core::result::Result<Self, $crate::Error> {
                match &cell {
                    $crate::Cell::Text(text) => text.parse().map_err(|_| cell.not_a(stringify!($name))),
                    _ => ::core::result::Result::Err(cell.not_a(stringify!($name))),
                }
            }
        }
    )+};
}

/// A text is none of a [`words!`] list; holds the list's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not one of the words of {0}")]
pub struct UnknownWord(pub &'static str);

/// What the macros of this crate name from other crates.
#[doc(hidden)]
pub mod reexport {
    pub use inventory;
    pub use serde;
}
