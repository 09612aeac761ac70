use std::borrow::Cow;

use crate::visible::Visible;
use crate::{Engine, Error, Query, Value};

/// The longest list a statement may be given.
const LONGEST_LIST: usize = 16_384;

/// A statement as an engine takes it.
pub(crate) struct Bound<'a> {
    pub text: Cow<'static, str>,
    pub values: Vec<Value<'a>>,
}

impl<'a> Query<'a> {
    /// Puts the words in braces into text and flattens the arguments.
    pub(crate) fn bind(self, engine: Engine) -> Result<Bound<'a>, Error> {
        let many = usize::from(self.sql.scan.many);
        if self.values.iter().rev().skip(many).any(|value| matches!(value, Value::List(_))) {
            return Err(Error::mapping("a list that is not the argument of {list}"));
        }
        let bound = if self.sql.scan.dynamic || !self.visible.is_empty() {
            self.expand(engine)?
        } else {
            Bound { text: Cow::Borrowed(self.sql.text_for(engine)), values: self.values }
        };
        bound.values.iter().try_for_each(Value::refuse_nul)?;
        Ok(bound)
    }

    fn expand(mut self, engine: Engine) -> Result<Bound<'a>, Error> {
        let mut many = if self.sql.scan.many { self.values.pop() } else { None };
        let mut rest = self.sql.text_for(engine);
        let mut out = Expansion { engine, text: String::with_capacity(rest.len() * 2), values: self.values };
        let mut list = String::new();
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
    engine: Engine,
    text: String,
    values: Vec<Value<'a>>,
}

impl<'a> Expansion<'a> {
    fn place(&mut self, value: Value<'a>) -> String {
        self.values.push(value);
        let sign = if self.engine == Engine::Sqlite { '?' } else { '$' };
        format!("{sign}{}", self.values.len())
    }

    /// On SQLite `(?3, ?4, ?5, ?5)`: padded to a power of two with the last member, so that few texts are prepared. On
    /// PostgreSQL one array, `$3`: its planner takes long lists of single values for so much work that it would rather read
    /// all that a partnership has.
    fn list(&mut self, value: Value<'a>) -> Result<String, Error> {
        let Value::List(mut items) = value else {
            return Err(Error::mapping(format!("{} is not a list", value.kind())));
        };
        if items.len() > LONGEST_LIST {
            return Err(Error::mapping(format!("a list of more than {LONGEST_LIST}")));
        }
        if self.engine == Engine::Postgres {
            return Ok(if items.is_empty() { String::new() } else { self.place(Value::List(items)) });
        }
        if let Some(last) = items.last().cloned() {
            items.resize(items.len().next_power_of_two(), last);
        }
        let places: Vec<String> = items.into_iter().map(|item| self.place(item)).collect();
        Ok(if places.is_empty() { String::new() } else { format!("({})", places.join(", ")) })
    }

    fn push_list(&mut self, list: &str) {
        let (kept, is_not) = match self.text.strip_suffix("not in ") {
            Some(before) => (before.len(), true),
            None => (self.text.strip_suffix("in ").unwrap_or(&self.text).len(), false),
        };
        let words = match (list, is_not, self.engine) {
            ("", true, _) => "is not null".to_owned(),
            ("", false, _) => "in (null)".to_owned(),
            (list, true, Engine::Postgres) => format!("<> all ({list})"),
            (list, false, Engine::Postgres) => format!("= any ({list})"),
            (list, true, Engine::Sqlite) => format!("not in {list}"),
            (list, false, Engine::Sqlite) => format!("in {list}"),
        };
        self.text.truncate(kept);
        self.text.push_str(&words);
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
        let placed = |this: &mut Self, argument: Value<'a>| match argument {
            Value::List(_) => Ok((this.list(argument)?, true)),
            single => Ok((this.place(single), false)),
        };
        let places: Vec<(String, bool)> =
            arguments.into_iter().map(|argument| placed(self, argument)).collect::<Result<_, Error>>()?;
        for (text, argument) in pieces {
            self.text.push_str(text);
            match argument.and_then(|number| places.get(number - 1)) {
                Some((list, true)) => self.push_list(list),
                Some((place, false)) => self.text.push_str(place),
                None => {}
            }
        }
        Ok(())
    }
}
