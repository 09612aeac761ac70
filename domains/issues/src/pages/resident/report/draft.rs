use access::{Page, Statutory};
use base::{FieldErrors, Problem, Reference};
use voice::{Categories, Category};
use web::asking::Visit;
use web::{Markup, Typed};

use super::Step;
use super::answers::{What, Who};
use super::whereabouts::{self, Unfound, Whereabouts};
use crate::reader::{Reader, reader_of};
use crate::similar::{self, Seen, Similar};

/// A report that is being written: everything typed so far, and what it comes to.
pub struct Draft<'a> {
    /// Who writes it.
    pub visit: &'a Visit,
    /// Everything typed.
    pub typed: Typed,
    /// What is wrong, or what to mend.
    pub what: Result<What<'a>, FieldErrors>,
    /// Where, or why it was not found.
    pub place: Result<Whereabouts, Unfound>,
    /// How to reach them, or what to mend.
    pub who: Result<Who, FieldErrors>,
    /// The issue they came to join, which says what category it is of.
    given: Option<Similar>,
    /// Open issues it may be one of, once it is known what and where.
    pub similar: Vec<Similar>,
    /// Who reads what is told about that place.
    pub reader: Option<Reader>,
}

impl<'a> Draft<'a> {
    /// Reads what was typed so far.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub async fn read(visit: &'a Visit, mut typed: Typed) -> Result<Self, Problem> {
        let categories: &Categories = visit.scope.snapshot.part()?;
        let named = named(visit, &typed).await?;
        let given = named.clone().filter(|issue| settle_category(&mut typed, categories, issue));
        settle_group(&mut typed, categories);
        let what = What::read(&typed, visit.words, categories);
        let place = whereabouts::find(visit, &typed).await?;
        let who = Who::read(&typed, visit.words);
        let mut draft = Self { visit, typed, what, place, who, given, similar: Vec::new(), reader: None };
        draft.look_around(named).await?;
        Ok(draft)
    }

    /// Finds the issues near there and who reads about that place. The issue named is among them.
    async fn look_around(&mut self, named: Option<Similar>) -> Result<(), Problem> {
        let Ok(place) = &self.place else { return Ok(()) };
        let scope = self.visit.scope.clone();
        self.reader = reader_of(&scope, self.visit.words, &place.places)?;
        let (point, places) = (place.point, place.places.clone());
        let seen = self.category().map(|category| Seen { category: category.id, point, places });
        let db = scope.site.db.clone();
        let similar = db.read(move |tx| {
            let mut found = match &seen {
                Some(seen) => similar::similar(tx, &scope, seen)?,
                None => Vec::new(),
            };
            found.extend(named.clone().filter(|named| found.iter().all(|one| one.issue != named.issue)));
            Ok::<_, Problem>(found)
        });
        self.similar = similar.await?;
        Ok(())
    }

    /// The category, even while the rest of its page is not right.
    pub fn category(&self) -> Option<&'a Category> {
        let categories: &'a Categories = self.visit.scope.snapshot.part().ok()?;
        categories.by_code(self.typed.get("category")?)
    }

    /// The first page that still lacks an answer.
    pub fn first_unanswered(&self) -> Option<Step> {
        Step::ASKING.into_iter().find(|step| !self.is_answered(*step))
    }

    /// The page before one, if there is any.
    pub fn before(&self, step: Step) -> Option<Step> {
        Step::ASKING.into_iter().rev().find(|before| *before < step && !self.passes_over(*before))
    }

    /// Where the category is chosen: among those of its group or, where that has only this one, with the group.
    pub fn category_step(&self) -> Step {
        if self.passes_over(Step::Kind) { Step::What } else { Step::Kind }
    }

    /// What is done with what people tell, beside the form that asks for it.
    pub fn privacy(&self) -> Markup {
        let (words, href) = (self.visit.words, self.visit.scope.url(Page::Statutory(Statutory::Privacy.as_str())));
        let (before, link) = (Markup::from(words.report_privacy()), Markup::from(words.report_privacy_link()));
        Markup::trusted(format!(
            "<p class=\"govuk-body-s\">{before} <a class=\"govuk-link\" href=\"{href}\" target=\"_blank\" rel=\"noopener\">{link}</a></p>"
        ))
    }

    /// Whether a page has nothing to ask.
    fn passes_over(&self, step: Step) -> bool {
        step == Step::Kind && (self.given.is_some() || self.group().len() < 2)
    }

    /// The categories of the group chosen.
    pub fn group(&self) -> Vec<&'a Category> {
        let categories: Result<&'a Categories, _> = self.visit.scope.snapshot.part();
        let name = self.typed.get("group").unwrap_or_default();
        categories.map(|categories| categories.of_group(name)).unwrap_or_default()
    }

    fn is_answered(&self, step: Step) -> bool {
        match step {
            Step::What | Step::Kind => self.errors(step).is_empty(),
            Step::Where => self.place.is_ok(),
            Step::Who => self.who.is_ok(),
            Step::Alike => self.similar.is_empty() || self.joins().is_some(),
            Step::Check => true,
        }
    }

    /// The issue they came to join, until they are asked whether it is that one after all.
    pub const fn given(&self) -> Option<&Similar> {
        self.given.as_ref()
    }

    /// Whether it joins one of the issues offered, and which; nothing while that is not answered for these very issues.
    pub fn joins(&self) -> Option<Option<&Similar>> {
        if self.given.is_some() {
            return Some(self.given());
        }
        if self.typed.get("offered") != Some(self.offered().as_str()) {
            return None;
        }
        match self.typed.get("joins")? {
            "none" => Some(None),
            chosen => self.similar.iter().find(|one| one.issue == chosen).map(Some),
        }
    }

    /// The issues offered, so that others are asked about anew.
    pub fn offered(&self) -> String {
        let all: Vec<&str> = self.similar.iter().map(|one| one.issue.as_str()).collect();
        all.join(" ")
    }

    /// What to mend on a page.
    pub fn errors(&self, step: Step) -> FieldErrors {
        let words = self.visit.words;
        match step {
            Step::What => {
                let mut errors = self.told_wrong("words");
                if self.group().is_empty() {
                    errors.add("group", words.report_group_missing());
                }
                errors
            }
            Step::Kind => self.told_wrong("category"),
            Step::Where => self.place.as_ref().err().map(|unfound| unfound.errors.clone()).unwrap_or_default(),
            Step::Who => self.who.as_ref().err().cloned().unwrap_or_default(),
            Step::Alike => {
                let mut errors = FieldErrors::default();
                errors.add("joins", words.report_alike_missing());
                errors
            }
            Step::Check => FieldErrors::default(),
        }
    }

    /// What is wrong with one answer of what is told.
    fn told_wrong(&self, field: &str) -> FieldErrors {
        let mut errors = self.what.as_ref().err().cloned().unwrap_or_default();
        errors.0.retain(|error| error.field == field);
        errors
    }

    /// The address every page posts to.
    pub fn address(&self) -> String {
        self.visit.scope.url(Page::Report)
    }
}

/// The issue that `joins` names, if it is open and they may see it.
async fn named(visit: &Visit, typed: &Typed) -> Result<Option<Similar>, Problem> {
    let Some(issue) = typed.get("joins").and_then(|text| text.parse::<Reference>().ok()) else { return Ok(None) };
    let scope = visit.scope.clone();
    let db = scope.site.db.clone();
    db.read(move |tx| similar::wanted(tx, &scope, &issue)).await
}

/// What joins an issue is of its category. Whether it is so: nobody was yet asked which of several issues it is, and the
/// category is still in force.
fn settle_category(typed: &mut Typed, categories: &Categories, issue: &Similar) -> bool {
    let was_asked = typed.get("offered").is_some_and(|offered| !offered.is_empty());
    let Some(category) = categories.get(issue.category).ok().filter(|_| !was_asked) else { return false };
    typed.set("category", &category.code);
    typed.set("group", &category.group_name);
    true
}

/// A category says its group, and a group with one category says that. A category of another group than the one chosen
/// was chosen before somebody went back, and is asked for anew.
fn settle_group(typed: &mut Typed, categories: &Categories) {
    let chosen = typed.get("category").and_then(|code| categories.by_code(code));
    let group = typed.get("group").unwrap_or_default();
    match (group, chosen, &categories.of_group(group)[..]) {
        ("", Some(category), _) => typed.set("group", &category.group_name),
        ("", None, _) => {}
        (_, _, [only]) => typed.set("category", &only.code),
        (_, Some(category), _) if category.group_name != group => typed.set("category", ""),
        _ => {}
    }
}
