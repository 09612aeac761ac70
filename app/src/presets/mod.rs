//! What a partnership starts with: data in `presets/`, copied in with its version when it is founded, so that different
//! ways of running neighbourhoods need no code of their own (XC-01).

use std::collections::BTreeMap;

use access::{Done, Ground, Permit, Right, Scope, Snapshot, Statutory, TermList};
use base::{Date, Problem};
use db::Tx;
use serde::{Deserialize, Serialize};

use crate::settled::{self, CategoryRow, Difference, Settled, TermRow};

/// The name of the setting that keeps the preset as it was copied in: what an upgrade compares with.
pub const COPIED_IN: &str = "preset";

const TOWN_CATEGORIES: &str = include_str!("../../../presets/walsall/categories.toml");

/// A preset's name, its own file, its categories and its page on how it decides.
const PRESETS: &[(&str, &str, &str, &str)] = &[
    (
        "walsall",
        include_str!("../../../presets/walsall/preset.toml"),
        TOWN_CATEGORIES,
        include_str!("../../../presets/walsall/how-we-decide.txt"),
    ),
    (
        "manchester",
        include_str!("../../../presets/manchester/preset.toml"),
        TOWN_CATEGORIES,
        include_str!("../../../presets/manchester/how-we-decide.txt"),
    ),
    (
        "salford",
        include_str!("../../../presets/salford/preset.toml"),
        TOWN_CATEGORIES,
        include_str!("../../../presets/salford/how-we-decide.txt"),
    ),
    (
        "greater-manchester",
        include_str!("../../../presets/greater-manchester/preset.toml"),
        include_str!("../../../presets/greater-manchester/categories.toml"),
        include_str!("../../../presets/greater-manchester/how-we-decide.txt"),
    ),
];

/// What a partnership starts with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Grows with every change that partnerships are asked about.
    pub version: u32,
    /// What this way of running neighbourhoods is called.
    pub title: String,
    /// What it is, in a sentence.
    pub summary: String,
    /// What it brings, a line each, for whoever chooses.
    pub brings: Vec<String>,
    /// Figures and other settings.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// Terms by list, in order.
    #[serde(default)]
    pub terms: BTreeMap<TermList, Vec<TermRow>>,
    /// Categories, in order.
    #[serde(default)]
    pub category: Vec<CategoryRow>,
}

#[derive(Deserialize)]
struct Categories {
    category: Vec<CategoryRow>,
}

/// A preset that has a newer version than the one that was copied in.
#[derive(Debug)]
pub struct Upgrade {
    /// What was copied in.
    pub base: Preset,
    /// What there is now.
    pub newer: Preset,
    /// The partnership as it is.
    ours: Settled,
    /// What would become different, one thing each.
    pub differences: Vec<Difference>,
}

impl Preset {
    /// What a partnership is brought to by it.
    #[must_use]
    pub fn settled(&self) -> Settled {
        Settled {
            settings: self.settings.clone(),
            terms: self.terms.clone(),
            category: self.category.clone(),
            ..Settled::default()
        }
    }
}

/// The names of the presets there are.
#[must_use]
pub fn names() -> Vec<&'static str> {
    PRESETS.iter().map(|(name, ..)| *name).collect()
}

/// A preset by its name.
///
/// # Errors
/// A fault when there is none or it does not read; a test reads them all.
pub fn preset(name: &str) -> Result<Preset, Problem> {
    let found = PRESETS.iter().find(|(known, ..)| *known == name);
    let (_, text, categories, _) = found.ok_or_else(|| Problem::fault(format!("there is no preset {name}")))?;
    let mut preset: Preset = toml::from_str(text).map_err(Problem::fault)?;
    let categories: Categories = toml::from_str(categories).map_err(Problem::fault)?;
    preset.category.extend(categories.category);
    Ok(preset)
}

/// A good beginning for a statutory page, in the partnership's own names. What stands in square brackets is left to it.
#[must_use]
pub fn page_template(snapshot: &Snapshot, page: Statutory) -> String {
    let partnership = &snapshot.partnership;
    let own = PRESETS.iter().find(|(name, ..)| *name == partnership.preset).map(|(.., decides)| *decides);
    let text = match page {
        Statutory::Privacy => include_str!("../../../presets/pages/privacy.txt"),
        Statutory::Accessibility => include_str!("../../../presets/pages/accessibility.txt"),
        Statutory::Cookies => include_str!("../../../presets/pages/cookies.txt"),
        Statutory::HowWeDecide => own.unwrap_or_default(),
        Statutory::Retention => include_str!("../../../presets/pages/retention.txt"),
        Statutory::Numbers => include_str!("../../../presets/pages/numbers-to-ring.txt"),
    };
    let body = partnership.accountable_body.as_deref().unwrap_or("[the council or body that answers for it]");
    text.replace("{name}", &partnership.name).replace("{body}", body).trim().to_owned()
}

/// Copies a preset into the partnership of `scope`, in force from its day on, and keeps what was copied.
///
/// # Errors
/// A fault when there is no such preset or it does not read; else whatever the store answers.
pub fn copy_in(tx: &mut Tx<'_>, scope: &Scope, name: &str) -> Result<(), Problem> {
    let preset = preset(name)?;
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let today = scope.now.date();
    for (position, row) in (1..).zip(&preset.category) {
        voice::add_category(tx, &permit, &row.category(scope.new_id()), position, today)?;
    }
    for (list, rows) in &preset.terms {
        for (position, row) in (1..).zip(rows) {
            let term = row.term(scope.new_id(), *list, position, row.from.unwrap_or(today));
            access::add_term(tx, &permit, &term)?;
        }
    }
    for (name, value) in &preset.settings {
        access::put_setting(tx, &permit, name, value, None, scope.now)?;
    }
    keep(tx, scope, &permit, &preset)
}

/// The preset as it was copied into a partnership; none where that was before presets had versions.
#[must_use]
pub fn copied_in(snapshot: &Snapshot) -> Option<Preset> {
    toml::from_str(snapshot.setting(COPIED_IN)?).ok()
}

/// What a newer version of its preset would change in a partnership on `today`; none while it has the newest.
///
/// # Errors
/// A fault when a preset does not read.
pub fn upgrade(snapshot: &Snapshot, today: Date) -> Result<Option<Upgrade>, Problem> {
    if !names().contains(&snapshot.partnership.preset.as_str()) {
        return Ok(None);
    }
    let newer = preset(&snapshot.partnership.preset)?;
    let base = copied_in(snapshot).unwrap_or_default();
    if newer.version <= base.version {
        return Ok(None);
    }
    let ours = Settled::of(snapshot, today)?;
    let differences = settled::upgrade(&base.settled(), &ours, &newer.settled());
    Ok(Some(Upgrade { base, newer, ours, differences }))
}

/// Takes over what is named of a newer preset and keeps everything else as it is here. What was not taken is not asked
/// about again.
///
/// # Errors
/// [`Problem::NotFound`] where there is no newer version; invalid fields when something named is no difference.
pub fn take_over(tx: &mut Tx<'_>, scope: &Scope, keys: &[String]) -> Result<usize, Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let today = scope.now.date();
    let Upgrade { newer, ours, differences, .. } = upgrade(&scope.snapshot, today)?.ok_or(Problem::NotFound)?;
    let known = |key: &&String| !differences.iter().any(|one| one.key.to_string() == **key);
    if let Some(unknown) = keys.iter().find(known) {
        return Err(Problem::field("take", format!("{unknown} is none of the differences")));
    }
    let wanted = settled::taken(&ours, &newer.settled(), &differences, keys, today);
    let changed = settled::apply(tx, scope, &wanted)?;
    keep(tx, scope, &permit, &newer)?;
    Ok(changed)
}

/// Keeps a preset as it was copied in.
fn keep(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, preset: &Preset) -> Result<(), Problem> {
    let text = toml::to_string(preset).map_err(Problem::fault)?;
    access::put_setting(tx, permit, COPIED_IN, &text, scope.hat().map(|hat| hat.person), scope.now)?;
    let done =
        Done { kind: "preset", record: scope.partnership(), verb: "copy in", fields: &[COPIED_IN], values: &text };
    scope.tell(tx, done)?;
    Ok(())
}
