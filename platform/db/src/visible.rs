use crate::scan::highest_visible;
use crate::{Error, ToValue, Value};

/// Registers who may see a kind of record, as SQL: `visible! { pub CONCERN = "concern", "(concern.protection < $v1)" }`.
///
/// The kind is the table's name and its columns are qualified by it; statements that use the rule do not alias the
/// table. `$v1` and on are the rule's own arguments; one that is a list stands after `in`: `concern.team in $v2`.
#[macro_export]
macro_rules! visible {
    ($($(#[$meta:meta])* $vis:vis $name:ident = $kind:literal, $text:expr);+ $(;)?) => {$(
        $(#[$meta])*
        $vis static $name: $crate::Fragment = $crate::Fragment::new($kind, $text, file!(), line!());
        $crate::reexport::inventory::submit! { $crate::register::RegisteredFragment(&$name) }
    )+};
}

/// A visibility rule's text.
#[derive(Debug)]
pub struct Fragment {
    kind: &'static str,
    text: &'static str,
    arguments: usize,
    file: &'static str,
    line: u32,
}

impl Fragment {
    /// For [`visible!`](crate::visible).
    #[doc(hidden)]
    #[must_use]
    pub const fn new(kind: &'static str, text: &'static str, file: &'static str, line: u32) -> Self {
        Self { kind, text, arguments: highest_visible(text), file, line }
    }

    /// The kind of record, which is its table's name.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// Where it is written.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// The rule with a null for each argument, to prepare a statement with.
    pub(crate) fn sample(&'static self) -> Visible<'static> {
        let listed = |number: usize| self.text.contains(&format!("in $v{number}"));
        let sample = |number| if listed(number) { Value::List(vec![Value::Null]) } else { Value::Null };
        Visible::new(self, (1..=self.arguments).map(sample).collect::<Vec<_>>())
    }
}

/// A visibility rule with its arguments: what one person may see of one kind.
#[derive(Debug, Clone)]
pub struct Visible<'a> {
    fragment: &'static Fragment,
    arguments: Vec<Value<'a>>,
}

/// Pieces of a rule's text, each with the number of the argument that follows it.
pub(crate) type Pieces = Vec<(&'static str, Option<usize>)>;

impl<'a> Visible<'a> {
    /// The rule with its arguments, `$v1` first; `Visible::new(&CONCERN, vec![person.to_value(), teams.to_value()])`.
    #[must_use]
    pub fn new(fragment: &'static Fragment, arguments: impl Into<Vec<Value<'a>>>) -> Self {
        Self { fragment, arguments: arguments.into() }
    }

    /// The kind of record it is about.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.fragment.kind
    }

    pub(crate) fn parts(self) -> Result<(Pieces, Vec<Value<'a>>), Error> {
        if self.arguments.len() != self.fragment.arguments {
            return Err(Error::mapping(format!("the rule for {} has another number of arguments", self.kind())));
        }
        let mut pieces = Vec::new();
        let mut rest = self.fragment.text;
        while let Some((before, after)) = rest.split_once("$v") {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            pieces.push((before, after[..digits].parse().ok()));
            rest = &after[digits..];
        }
        pieces.push((rest, None));
        Ok((pieces, self.arguments))
    }
}

impl<'a> From<&'a Visible<'_>> for Visible<'a> {
    fn from(rule: &'a Visible<'_>) -> Self {
        Self { fragment: rule.fragment, arguments: rule.arguments.iter().map(ToValue::to_value).collect() }
    }
}
