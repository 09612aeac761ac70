//! What a partnership settled about itself, as one file: its name and colour, figures, statutory pages, terms and
//! categories. Set-up, the administration's pages, the API, a file on the command line and the upgrade of a preset all
//! bring a partnership to such a file, or part of one (XC-01).

mod apply;
mod differ;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use access::{Figure, Snapshot, Statutory, TermList};
use base::{Date, Problem};
use serde::{Deserialize, Serialize};
use voice::Categories;
use web::language::LANGUAGES;

pub use apply::{apply, approve_page, faults, open};
pub use differ::{Difference, Key, Kind, differences, taken, upgrade};
pub use rows::{CategoryRow, DecisionRow, TermRow};

/// Settings beside the figures that a partnership may have.
const OTHER_SETTINGS: &[&str] =
    &["boundary_licence", LANGUAGES, "out_of_hours", "out_of_hours_phone", MATRIX, "second_person_always"];

/// The setting that keeps how the partnership weighs.
pub(crate) const MATRIX: &str = "priority_matrix";

/// What a partnership settled, or part of it: what is not named stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The legal person that answers for its money, contracts and data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accountable_body: Option<String>,
    /// Its colour, `#rrggbb`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand_colour: Option<String>,
    /// Figures and other settings, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, String>,
    /// Statutory pages, as plain text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pages: BTreeMap<Statutory, String>,
    /// Terms by list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub terms: BTreeMap<TermList, Vec<TermRow>>,
    /// Categories.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<CategoryRow>,
    /// Questions about how the partnership is run, all of them, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decision: Vec<DecisionRow>,
}

/// The name of the setting that keeps the questions about how the partnership is run.
const DECISIONS: &str = "model_decisions";

/// The questions about how the partnership is run, oldest first.
#[must_use]
pub fn decisions(snapshot: &Snapshot) -> Vec<DecisionRow> {
    snapshot.setting(DECISIONS).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

impl Settled {
    /// A partnership as it stands on `today`. Given back to [`apply`] it changes nothing.
    ///
    /// # Errors
    /// A fault when categories are not wired into this program.
    pub fn of(snapshot: &Snapshot, today: Date) -> Result<Self, Problem> {
        let partnership = &snapshot.partnership;
        let known: BTreeSet<&str> = setting_names().collect();
        let settings = snapshot.settings().filter(|setting| known.contains(setting.name.as_str()));
        let written = |page: &Statutory| Some((*page, snapshot.statutory(*page)?.value.clone()));
        let terms = |list: &TermList| (*list, snapshot.terms(*list, today).map(TermRow::of).collect::<Vec<_>>());
        Ok(Self {
            name: Some(partnership.name.clone()),
            accountable_body: partnership.accountable_body.clone(),
            brand_colour: Some(partnership.brand_colour.clone()),
            settings: settings.map(|setting| (setting.name.clone(), setting.value.clone())).collect(),
            pages: Statutory::ALL.iter().filter_map(written).collect(),
            terms: TermList::ALL.iter().map(terms).filter(|(_, rows)| !rows.is_empty()).collect(),
            category: snapshot.part::<Categories>()?.in_force.iter().map(CategoryRow::of).collect(),
            decision: decisions(snapshot),
        })
    }
}

/// The name of every setting a partnership may have.
pub fn setting_names() -> impl Iterator<Item = &'static str> {
    Figure::ALL.iter().map(|figure| figure.as_str()).chain(OTHER_SETTINGS.iter().copied())
}
