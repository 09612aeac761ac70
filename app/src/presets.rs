//! What a partnership starts with: data in `presets/`, copied in when it is founded.

use access::{Ground, Right, Scope};
use base::Problem;
use db::Tx;
use serde::Deserialize;
use voice::{Category, PublicPlace};

/// The presets there are, and the terms of each.
const PRESETS: &[(&str, &str)] = &[("walsall", include_str!("../../presets/walsall/categories.toml"))];

/// Their names.
#[must_use]
pub fn names() -> Vec<&'static str> {
    PRESETS.iter().map(|(name, _)| *name).collect()
}

#[derive(Deserialize)]
struct File {
    category: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
    group: String,
    description: String,
    default_seriousness: i64,
    public_place: PublicPlace,
    answer_within_working_days: i64,
    urgent_advice: Option<String>,
    notice: bool,
}

/// Copies a preset's categories into the partnership of `scope`, in force from its day on.
///
/// # Errors
/// A fault when there is no such preset or it does not read; else whatever the store answers.
pub fn copy_in(tx: &mut Tx<'_>, scope: &Scope, name: &str) -> Result<(), Problem> {
    let preset = PRESETS.iter().find(|(known, _)| *known == name);
    let (_, text) = preset.ok_or_else(|| Problem::fault(format!("there is no preset {name}")))?;
    let file: File = toml::from_str(text).map_err(Problem::fault)?;
    let permit = scope.may(Right::Configure, &Ground::default())?;
    for (position, row) in (1..).zip(file.category) {
        let category = Category {
            id: scope.new_id(),
            code: row.code,
            name: row.name,
            group_name: row.group,
            description: row.description,
            default_seriousness: row.default_seriousness,
            public_place: row.public_place,
            answer_within: row.answer_within_working_days,
            urgent_advice: row.urgent_advice,
            is_notice: row.notice,
        };
        voice::add_category(tx, &permit, &category, position, scope.now.date())?;
    }
    Ok(())
}
