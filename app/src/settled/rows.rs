use access::{Term, TermList};
use base::{Date, Id};
use serde::{Deserialize, Serialize};
use voice::{Category, PublicPlace};

/// A term, in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TermRow {
    /// What it is known by, whatever it is called.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// What several are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plural: Option<String>,
    /// What it means here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The first day it is called so; else today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The first day it no longer holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// The code of what takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
}

/// A category, in a file; `presets/walsall/README.md` says what each key means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryRow {
    /// What it is known by.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The group it is listed under.
    pub group: String,
    /// What belongs here.
    pub description: String,
    /// 1 nuisance to 5 danger, until a person assesses.
    pub default_seriousness: i64,
    /// What the public sees of where: `point`, `street`, `ward` or `none`.
    #[schema(value_type = String)]
    pub public_place: PublicPlace,
    /// Working days until a decision is due.
    pub answer_within_working_days: i64,
    /// What to do now, and whom to ring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent_advice: Option<String>,
    /// Whether it goes to the duty holder at once.
    #[serde(default)]
    pub notice: bool,
    /// The first day on which nobody can choose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
}

/// One question about how the partnership is run, and what came of it (EVO-05, EVO-09).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionRow {
    /// What was asked: "How many area managers?".
    pub question: String,
    /// Who raised it, and where.
    pub source: String,
    /// What was proposed or decided.
    pub resolution: String,
    /// What other councils do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<String>,
}

impl TermRow {
    /// A term that holds, without its days: it goes on as it is.
    #[must_use]
    pub fn of(term: &Term) -> Self {
        Self {
            code: term.code.clone(),
            label: term.label.clone(),
            plural: term.plural.clone(),
            detail: term.detail.clone(),
            from: None,
            to: term.valid_to,
            replaced_by: term.replaced_by.clone(),
        }
    }

    /// Whether a term says what this row says.
    pub(super) fn is_said_by(&self, term: &Term) -> bool {
        let same_days = self.from.is_none_or(|from| from == term.valid_from)
            && self.to.is_none_or(|to| Some(to) == term.valid_to)
            && (self.replaced_by.is_none() || self.replaced_by == term.replaced_by);
        self.code == term.code
            && self.label == term.label
            && self.plural == term.plural
            && self.detail == term.detail
            && same_days
    }

    /// The term it makes in `list`, called so from `from` on.
    pub(crate) fn term(&self, id: Id, list: TermList, position: i64, from: Date) -> Term {
        Term {
            id,
            list,
            code: self.code.clone(),
            label: self.label.clone(),
            plural: self.plural.clone(),
            detail: self.detail.clone(),
            position,
            valid_from: from,
            valid_to: self.to,
            replaced_by: self.replaced_by.clone(),
        }
    }
}

impl CategoryRow {
    /// A category in force.
    #[must_use]
    pub fn of(category: &Category) -> Self {
        Self {
            code: category.code.clone(),
            name: category.name.clone(),
            group: category.group_name.clone(),
            description: category.description.clone(),
            default_seriousness: category.default_seriousness,
            public_place: category.public_place,
            answer_within_working_days: category.answer_within,
            urgent_advice: category.urgent_advice.clone(),
            notice: category.is_notice,
            to: None,
        }
    }

    /// The category it makes.
    pub(crate) fn category(&self, id: Id) -> Category {
        Category {
            id,
            code: self.code.clone(),
            name: self.name.clone(),
            group_name: self.group.clone(),
            description: self.description.clone(),
            default_seriousness: self.default_seriousness,
            public_place: self.public_place,
            answer_within: self.answer_within_working_days,
            urgent_advice: self.urgent_advice.clone(),
            is_notice: self.notice,
        }
    }
}
