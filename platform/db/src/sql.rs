use std::sync::OnceLock;

use crate::scan::{Scan, numbered, scan};
use crate::visible::Visible;
use crate::{Engine, Error, Value, register};

/// The most rows one insert carries: few enough for every engine's limit on parameters.
const MOST_ROWS: usize = 64;

/// A statement with its arguments: `sql!("select name from place where partnership = $1 and id in {list}", p, ids)`.
///
/// The number of arguments is checked when it is compiled, and the text is registered with its place in the source.
/// - `{list}` is the last argument, a slice; an empty list matches nothing (`not in {list}`: everything).
/// - `{rows}` is the last argument, [`Rows`](crate::Rows), for [`Tx::insert_many`](crate::Tx::insert_many).
/// - `{visible:kind}` is a rule of [`visible!`](crate::visible), given by [`Query::visible`].
/// - `{unfiltered: why}` says why none is asked, and is true.
#[macro_export]
macro_rules! sql {
    ($text:expr $(, $arg:expr)* $(,)?) => {
        $crate::Query::new(
            {
                static SQL: $crate::Sql =
                    $crate::Sql::new($text, <[&str]>::len(&[$(stringify!($arg)),*]), file!(), line!());
                $crate::reexport::inventory::submit! { $crate::register::Registered(&SQL) }
                &SQL
            },
            ::std::vec![$($crate::ToValue::to_value(&$arg)),*],
        )
    };
}

/// One statement's text and where it stands.
#[derive(Debug)]
pub struct Sql {
    text: &'static str,
    file: &'static str,
    line: u32,
    pub(crate) scan: Scan,
    record_table: OnceLock<Option<String>>,
    numbered: OnceLock<String>,
}

impl Sql {
    /// For [`sql!`](crate::sql): checks the text against the number of arguments.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(text: &'static str, arguments: usize, file: &'static str, line: u32) -> Self {
        let scan = scan(text);
        assert!(arguments == scan.highest + scan.many as usize, "the highest $n is not the number of arguments");
        Self { text, file, line, scan, record_table: OnceLock::new(), numbered: OnceLock::new() }
    }

    /// The text as written.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// The text as an engine takes it.
    pub(crate) fn text_for(&self, engine: Engine) -> &str {
        match engine {
            Engine::Sqlite => self.numbered.get_or_init(|| numbered(self.text)),
            Engine::Postgres => self.text,
        }
    }

    /// Where it is written: `domains/issues/src/store.rs:42`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// Whether it inserts, updates or deletes.
    #[must_use]
    pub const fn writes(&self) -> bool {
        self.scan.writes
    }

    pub(crate) const fn highest(&self) -> usize {
        self.scan.highest
    }

    /// A table it writes that holds records, not housekeeping.
    pub(crate) fn record_table(&self) -> Option<&str> {
        let find = || {
            let written = register::tables_written(self.text);
            written.into_iter().find(|table| !register::is_housekeeping(table)).map(str::to_owned)
        };
        self.record_table.get_or_init(find).as_deref()
    }
}

/// A statement and its arguments, ready to run.
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until a transaction runs it"]
pub struct Query<'a> {
    pub(crate) sql: &'static Sql,
    pub(crate) values: Vec<Value<'a>>,
    pub(crate) visible: Vec<Visible<'a>>,
}

impl<'a> Query<'a> {
    /// For [`sql!`](crate::sql).
    #[doc(hidden)]
    pub const fn new(sql: &'static Sql, values: Vec<Value<'a>>) -> Self {
        Self { sql, values, visible: Vec::new() }
    }

    /// Gives the rule that `{visible:kind}` in the text stands for.
    pub fn visible(mut self, rule: impl Into<Visible<'a>>) -> Self {
        self.visible.push(rule.into());
        self
    }

    /// The same insert for a few rows at a time: 64, and the rest in powers of two, so that few texts are prepared.
    pub(crate) fn in_chunks(mut self) -> Result<Vec<Self>, Error> {
        let Some(Value::List(mut rows)) = self.values.pop() else {
            return Err(Error::mapping("insert_many without {rows}"));
        };
        let mut chunks = Vec::new();
        while !rows.is_empty() {
            let most = rows.len().min(MOST_ROWS);
            let rest = rows.split_off(1 << most.ilog2());
            let mut chunk = self.clone();
            chunk.values.push(Value::List(std::mem::replace(&mut rows, rest)));
            chunks.push(chunk);
        }
        Ok(chunks)
    }
}
