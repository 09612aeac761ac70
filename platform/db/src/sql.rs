use std::borrow::Cow;
use std::sync::OnceLock;

use crate::scan::{Scan, scan};
use crate::visible::Visible;
use crate::{Error, Value, register};

/// The longest list a statement may be given.
const LONGEST_LIST: usize = 16_384;
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
    scan: Scan,
    record_table: OnceLock<Option<String>>,
}

impl Sql {
    /// For [`sql!`](crate::sql): checks the text against the number of arguments.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(text: &'static str, arguments: usize, file: &'static str, line: u32) -> Self {
        let scan = scan(text);
        assert!(arguments == scan.highest + scan.many as usize, "the highest $n is not the number of arguments");
        Self { text, file, line, scan, record_table: OnceLock::new() }
    }

    /// The text as written.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
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
    values: Vec<Value<'a>>,
    visible: Vec<Visible<'a>>,
}

/// A statement as an engine takes it.
pub(crate) struct Bound<'a> {
    pub text: Cow<'static, str>,
    pub values: Vec<Value<'a>>,
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

    /// Puts the words in braces into text and flattens the arguments.
    pub(crate) fn bind(self) -> Result<Bound<'a>, Error> {
        let bound = if self.sql.scan.dynamic || !self.visible.is_empty() {
            self.expand()?
        } else {
            Bound { text: Cow::Borrowed(self.sql.text), values: self.values }
        };
        for value in &bound.values {
            value.refuse_nul()?;
            if matches!(value, Value::List(_)) {
                return Err(Error::mapping("a list that is not the argument of {list}"));
            }
        }
        Ok(bound)
    }

    fn expand(mut self) -> Result<Bound<'a>, Error> {
        let mut many = if self.sql.scan.many { self.values.pop() } else { None };
        let mut out = Expansion { text: String::with_capacity(self.sql.text.len() * 2), values: self.values };
        let mut list = String::new();
        let mut rest = self.sql.text;
        while let Some((before, (word, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            out.text.push_str(before);
            rest = after;
            match word.split_once(':').unwrap_or((word, "")) {
                ("list", _) => {
                    if let Some(items) = many.take() {
                        list = out.list(items)?;
                    }
                    out.push_list(&list);
                }
                ("rows", _) => out.rows(many.take())?,
                ("unfiltered", _) => out.text.push_str("true"),
                ("visible", kind) => {
                    let at = self.visible.iter().position(|rule| rule.kind() == kind);
                    let rule = at.map(|at| self.visible.swap_remove(at));
                    out.visible(rule.ok_or_else(|| Error::Unfiltered(kind.to_owned()))?)?;
                }
                _ => {
                    out.text.push('{');
                    out.text.push_str(word);
                    out.text.push('}');
                }
            }
        }
        out.text.push_str(rest);
        match self.visible.first() {
            Some(rule) => Err(Error::mapping(format!("the statement does not ask for {{visible:{}}}", rule.kind()))),
            None => Ok(Bound { text: Cow::Owned(out.text), values: out.values }),
        }
    }
}

struct Expansion<'a> {
    text: String,
    values: Vec<Value<'a>>,
}

impl<'a> Expansion<'a> {
    fn place(&mut self, value: Value<'a>) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// `($3, $4, $5, $5)`: padded to a power of two with the last member, so that few texts are prepared.
    fn list(&mut self, value: Value<'a>) -> Result<String, Error> {
        let Value::List(mut items) = value else {
            return Err(Error::mapping(format!("{} is not a list", value.kind())));
        };
        if items.len() > LONGEST_LIST {
            return Err(Error::mapping(format!("a list of more than {LONGEST_LIST}")));
        }
        if let Some(last) = items.last().cloned() {
            items.resize(items.len().next_power_of_two(), last);
        }
        let places: Vec<String> = items.into_iter().map(|item| self.place(item)).collect();
        Ok(if places.is_empty() { String::new() } else { format!("({})", places.join(", ")) })
    }

    fn push_list(&mut self, list: &str) {
        if !list.is_empty() {
            self.text.push_str(list);
        } else if let Some(before) = self.text.strip_suffix("not in ") {
            self.text.truncate(before.len());
            self.text.push_str("is not null");
        } else {
            self.text.push_str("(null)");
        }
    }

    fn rows(&mut self, value: Option<Value<'a>>) -> Result<(), Error> {
        let Some(Value::List(rows)) = value else {
            return Err(Error::mapping("{rows} without rows"));
        };
        let mut written = Vec::with_capacity(rows.len());
        for row in rows {
            let Value::List(cells) = row else {
                return Err(Error::mapping(format!("a row is a list of values, not {}", row.kind())));
            };
            let places: Vec<String> = cells.into_iter().map(|cell| self.place(cell)).collect();
            written.push(format!("({})", places.join(", ")));
        }
        self.text.push_str(&written.join(", "));
        Ok(())
    }

    fn visible(&mut self, rule: Visible<'a>) -> Result<(), Error> {
        let (pieces, arguments) = rule.parts()?;
        let places: Vec<String> = arguments
            .into_iter()
            .map(
                |argument| {
                    if matches!(argument, Value::List(_)) { self.list(argument) } else { Ok(self.place(argument)) }
                },
            )
            .collect::<Result<_, Error>>()?;
        for (text, argument) in pieces {
            self.text.push_str(text);
            if let Some(place) = argument.and_then(|number| places.get(number - 1)) {
                self.push_list(place);
            }
        }
        Ok(())
    }
}
