//! What somebody asks of the audit.

use access::Scope;
use base::{Date, FieldErrors, Id, Instant, Problem, Reference, days};
use db::Tx;
use web::Typed;

/// How far back it looks when nobody says.
const DAYS: i64 = 30;

/// Which entries.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What one person did.
    pub person: Option<Id>,
    /// What was done to one record.
    pub record: Option<Reference>,
    /// One verb.
    pub verb: Option<String>,
    /// From here.
    pub since: Instant,
    /// Until here, without it.
    pub until: Instant,
    /// Older than the last one of the page before.
    pub before: Option<(Instant, Id)>,
    /// As typed, for links.
    pub typed: Typed,
}

/// The filters' names.
const FILTERS: [&str; 5] = ["person", "record", "verb", "from", "to"];

impl Asked {
    /// Reads an address.
    ///
    /// # Errors
    /// What to mend.
    pub fn read(scope: &Scope, typed: &Typed) -> Result<Self, Problem> {
        let said = |name: &str| typed.get(name).map(str::trim).filter(|text| !text.is_empty());
        let mut errors = FieldErrors::default();
        let mut day = |name: &str| {
            let text = said(name)?;
            let read = text.parse::<Date>().ok();
            if read.is_none() {
                errors.add(name, "Enter a day like 2027-03-31");
            }
            read
        };
        let (from, to) = (day("from"), day("to"));
        let person = said("person").map(str::parse::<Id>);
        if matches!(person, Some(Err(_))) {
            errors.add("person", "Choose somebody who works here");
        }
        let record = said("record").map(str::parse::<Reference>);
        if matches!(record, Some(Err(_))) {
            errors.add("record", "Enter a reference like C-7KQ4-M2XD");
        }
        let before = said("before").map(crate::desk::before);
        if matches!(before, Some(Err(_))) {
            errors.add("before", "This page does not exist: begin at the first");
        }
        let until = to.map_or(scope.now.plus(1), |day| Instant::on(day.tomorrow().unwrap_or(day), 0));
        errors.or(())?;
        let kept = FILTERS.iter().filter_map(|name| Some((*name, said(name)?)));
        Ok(Self {
            since: match (from, &record) {
                (Some(day), _) => Instant::on(day, 0),
                (None, Some(_)) => Instant::from_micros(i64::MIN),
                (None, None) => until.plus(-days(DAYS)),
            },
            until,
            person: person.and_then(Result::ok),
            record: record.and_then(Result::ok),
            verb: said("verb").map(str::to_owned),
            before: before.and_then(Result::ok),
            typed: Typed::of(kept),
        })
    }

    /// The record it is about, if there is one this person may know of; `Err` when it names one that is not there.
    ///
    /// # Errors
    /// Not found; whatever the store answers.
    pub fn record_id(&self, tx: &mut Tx<'_>, scope: &Scope) -> Result<Option<Id>, Problem> {
        let Some(reference) = &self.record else { return Ok(None) };
        super::store::record_with(tx, scope, reference).map(Some)
    }
}
