//! Which columns of a boundary file hold code and name.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::place::{Kind, gss};

/// The columns to read, by their names in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns<T = String> {
    /// The column of the official code.
    pub code: T,
    /// The column of the name.
    pub name: T,
}

/// Whether places without codes can be told apart by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codes {
    /// Official places have codes.
    Needed,
    /// What a partner calls its divisions is all there is to tell them by.
    OrNames,
}

/// The most different columns that are weighed; real files have some ten.
const MOST_COLUMNS: usize = 200;

/// What a column holds, over all features.
#[derive(Default)]
struct Tally {
    filled: usize,
    official: usize,
    /// Official codes of the kind of place that is read, not of the district around it.
    of_kind: usize,
}

/// Chooses the columns: as named, or by what they hold and what they are called.
pub(super) fn guess(
    features: impl Iterator<Item = Map<String, Value>>,
    kind: Kind,
    named: &Columns<Option<String>>,
    codes: Codes,
) -> Result<Columns, String> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (column, value) in features.flatten() {
        if tallies.len() >= MOST_COLUMNS && !tallies.contains_key(&column) {
            continue;
        }
        let Some(text) = as_text(&value) else { continue };
        let tally = tallies.entry(column).or_default();
        tally.filled += 1;
        tally.official += usize::from(gss(&text));
        tally.of_kind += usize::from(gss(&text) && prefixes(kind).contains(&&text[..3]));
    }
    let code = chosen(&tallies, "code", named.code.as_deref(), |column, tally| {
        let worth = (tally.of_kind, tally.official, called_code(column));
        (worth > (0, 0, 0)).then_some(worth)
    });
    let name = |code: &str| {
        let twin = twin(code);
        chosen(&tallies, "name", named.name.as_deref(), |column, tally| {
            let holds_names = column != code && tally.official == 0;
            let called = if Some(column) == twin.as_deref() { 9 } else { called_name(column) };
            (holds_names && called > 0).then_some((called, tally.filled, 0))
        })
    };
    match code {
        Err(_) if codes == Codes::OrNames && named.code.is_none() => {
            let name = name("")?;
            Ok(Columns { code: name.clone(), name })
        }
        code => {
            let code = code?;
            Ok(Columns { name: name(&code)?, code })
        }
    }
}

fn chosen<Worth: Ord>(
    tallies: &BTreeMap<String, Tally>,
    field: &str,
    named: Option<&str>,
    worth: impl Fn(&str, &Tally) -> Option<Worth>,
) -> Result<String, String> {
    let there = || tallies.keys().take(12).map(String::as_str).collect::<Vec<_>>().join(", ");
    match named {
        Some(column) if tallies.contains_key(column) => Ok(column.to_owned()),
        Some(column) => Err(format!("This file has no column {column}; its columns are: {}.", there())),
        None => {
            let worths = tallies.iter().filter_map(|(column, tally)| Some((worth(column, tally)?, column)));
            // Of equals the first by name, so that the same file is always read the same way.
            worths.rev().max_by(|a, b| a.0.cmp(&b.0)).map(|(_, column)| column.clone()).ok_or_else(|| {
                format!("None of this file's columns ({}) looks like the {field}; say which is, as in --map COLUMN={field}.", there())
            })
        }
    }
}

/// A value that can be a code or a name: text that is not blank, or a number.
pub(super) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The first letters of the kind's official codes (ONS Register of Geographic Codes).
fn prefixes(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Ward => &["E05", "W05", "S13", "N08"],
        Kind::Borough => &["E06", "E07", "E08", "E09", "W06", "S12", "N09"],
        Kind::Area | Kind::Neighbourhood | Kind::PlaceOfFocus => &[],
    }
}

fn called_code(column: &str) -> usize {
    match column.to_lowercase().as_str() {
        "code" | "gss_code" | "gsscode" | "gss" => 3,
        column if column.ends_with("code") || column.ends_with("cd") => 2,
        "id" | "ref" | "reference" => 1,
        _ => 0,
    }
}

fn called_name(column: &str) -> usize {
    match column.to_lowercase().as_str() {
        "name" | "ward" | "ward_name" | "wardname" => 3,
        column if column.ends_with("name") || column.ends_with("nm") => 2,
        "label" | "title" => 1,
        _ => 0,
    }
}

/// The name column that goes with a code column: `WD13NM` with `WD13CD`.
fn twin(code: &str) -> Option<String> {
    let stem = code.get(..code.len().checked_sub(2)?)?;
    match &code[stem.len()..] {
        "CD" => Some(format!("{stem}NM")),
        "cd" => Some(format!("{stem}nm")),
        _ => code.strip_suffix("code").map(|stem| format!("{stem}name")),
    }
}
