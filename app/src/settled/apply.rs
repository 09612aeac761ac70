use std::collections::BTreeSet;

use access::{Done, Figure, Ground, Permit, Right, Role, Scope, Setting, Statutory, Term, TermList};
use base::{Date, FieldErrors, Id, Problem};
use db::Tx;
use issues::model::Matrix;
use voice::Categories;
use web::language::{self, LANGUAGES};

use super::{CategoryRow, DECISIONS, MATRIX, Settled, TermRow, setting_names};
use crate::readiness;

/// The longest statutory page, in characters.
pub const LONGEST_PAGE: usize = 20_000;

/// Brings the partnership to what is settled here; what is not named stays. Answers how many things changed: none the
/// second time.
///
/// # Errors
/// Invalid fields, all of them at once, when something cannot be; then nothing changes.
pub fn apply(tx: &mut Tx<'_>, scope: &Scope, settled: &Settled) -> Result<usize, Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    faults(scope, settled).or(())?;
    let mut changed = usize::from(name(tx, scope, &permit, settled)?);
    for (name, value) in &settled.settings {
        let moved = set(tx, scope, &permit, name, value.trim())?;
        if let Some(matrix) = matrix_of(name, value).filter(|_| moved) {
            issues::reweigh::begin(tx, scope, &matrix)?;
        }
        changed += usize::from(moved);
    }
    for (page, text) in &settled.pages {
        changed += usize::from(write_page(tx, scope, &permit, *page, text.trim())?);
    }
    for (list, rows) in &settled.terms {
        for row in rows {
            changed += usize::from(apply_term(tx, scope, &permit, *list, row)?);
        }
    }
    for row in &settled.category {
        changed += usize::from(apply_category(tx, scope, &permit, row)?);
    }
    if !settled.decision.is_empty() {
        let log = serde_json::to_string(&settled.decision).map_err(Problem::fault)?;
        changed += usize::from(set(tx, scope, &permit, DECISIONS, &log)?);
    }
    Ok(changed)
}

/// Publishes a statutory page that waited for a second person: anybody who configures, but not who wrote it.
///
/// # Errors
/// [`Problem::NotFound`] when none waits; [`Problem::NotAllowed`] for whoever wrote it.
pub fn approve_page(tx: &mut Tx<'_>, scope: &Scope, page: Statutory) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let draft = scope.snapshot.statutory_draft(page).ok_or(Problem::NotFound)?;
    if draft.set_by.is_some() && draft.set_by == scope.hat().map(|hat| hat.person) {
        return Err(Problem::NotAllowed("You wrote it. Ask another administrator to read and publish it.".into()));
    }
    set(tx, scope, &permit, page.setting(), &draft.value)?;
    set(tx, scope, &permit, page.draft(), "")?;
    Ok(())
}

/// Lets the public in, once nothing that the law asks for is missing.
///
/// # Errors
/// Invalid fields that name what is missing.
pub fn open(tx: &mut Tx<'_>, scope: &Scope) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let mut faults = FieldErrors::default();
    for missing in readiness::missing(scope)? {
        faults.add("open", missing.sentence());
    }
    faults.or(())?;
    if scope.snapshot.partnership.is_open {
        return Ok(());
    }
    access::open_partnership(tx, &permit, scope.now)?;
    let done =
        Done { kind: "partnership", record: scope.partnership(), verb: "open", fields: &["is_open"], values: "yes" };
    scope.tell(tx, done)?;
    Ok(())
}

fn name(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, settled: &Settled) -> Result<bool, Problem> {
    let now = &scope.snapshot.partnership;
    let name = settled.name.as_deref().map_or(now.name.as_str(), str::trim);
    let body = settled.accountable_body.as_deref().map(str::trim).or(now.accountable_body.as_deref());
    let body = body.filter(|body| !body.is_empty());
    let colour =
        settled.brand_colour.as_deref().map_or_else(|| now.brand_colour.clone(), |typed| typed.trim().to_lowercase());
    if (name, body, colour.as_str()) == (&now.name, now.accountable_body.as_deref(), &now.brand_colour) {
        return Ok(false);
    }
    access::name_partnership(tx, permit, (name, body, &colour), scope.now)?;
    let fields = &["name", "accountable_body", "brand_colour"];
    scope.tell(tx, Done { kind: "partnership", record: now.id, verb: "name", fields, values: name })?;
    Ok(true)
}

/// A setting's next version, unless it says so already.
pub(crate) fn set(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, name: &str, value: &str) -> Result<bool, Problem> {
    if scope.snapshot.setting(name).unwrap_or_default() == value {
        return Ok(false);
    }
    let by = scope.hat().map(|hat| hat.person);
    access::put_setting(tx, permit, name, value, by, scope.now)?;
    scope
        .tell(tx, Done { kind: "setting", record: scope.partnership(), verb: "set", fields: &[name], values: value })?;
    Ok(true)
}

fn write_page(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, page: Statutory, text: &str) -> Result<bool, Problem> {
    if scope.snapshot.statutory(page).is_some_and(|written: &Setting| written.value == text) {
        return Ok(false);
    }
    let waits = scope.snapshot.always_a_second_person();
    set(tx, scope, permit, if waits { page.draft() } else { page.setting() }, text)
}

/// A title, a name of a level: called otherwise from a day on, which keeps what it was called before (SAL-38).
fn apply_term(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, list: TermList, row: &TermRow) -> Result<bool, Problem> {
    let known: Vec<&Term> = scope.snapshot.all_terms(list).filter(|term| term.code == row.code).collect();
    if known.iter().any(|term| row.is_said_by(term)) {
        return Ok(false);
    }
    let from = row.from.unwrap_or_else(|| scope.now.date());
    let current = known.into_iter().find(|term| term.is_in_force(from));
    let record = match current {
        Some(term) if says_the_same(term, row) => {
            let valid_to = row.to.or(term.valid_to);
            access::change_term(tx, permit, &Term { valid_to, replaced_by: row.replaced_by.clone(), ..term.clone() })?;
            term.id
        }
        Some(term) if term.valid_from == from => {
            let changed = row.term(term.id, list, term.position, from);
            access::change_term(tx, permit, &Term { valid_to: row.to.or(term.valid_to), ..changed })?;
            term.id
        }
        Some(term) => {
            access::change_term(tx, permit, &Term { valid_to: Some(from), ..term.clone() })?;
            let next = row.term(scope.new_id(), list, term.position, from);
            access::add_term(tx, permit, &Term { valid_to: row.to.or(term.valid_to), ..next.clone() })?;
            next.id
        }
        None => {
            let last = scope.snapshot.all_terms(list).map(|term| term.position).max().unwrap_or_default();
            let next = row.term(scope.new_id(), list, last + 1, from);
            access::add_term(tx, permit, &next).map_err(|error| taken(error, list))?;
            next.id
        }
    };
    tell(tx, scope, "term", record, &row.label)
}

fn says_the_same(term: &Term, row: &TermRow) -> bool {
    (&term.label, &term.plural, &term.detail) == (&row.label, &row.plural, &row.detail)
}

fn taken(error: db::Error, list: TermList) -> Problem {
    match error {
        db::Error::Unique(_) => Problem::field(list.as_str(), "Name each code once for the same day"),
        other => other.into(),
    }
}

fn apply_category(tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, row: &CategoryRow) -> Result<bool, Problem> {
    let categories = scope.snapshot.part::<Categories>()?;
    let record = match categories.by_code(&row.code) {
        Some(known) if CategoryRow::of(known) == *row => return Ok(false),
        Some(known) => {
            voice::change_category(tx, permit, &row.category(known.id), row.to)?;
            known.id
        }
        None if row.to.is_some() => return Ok(false),
        None => {
            let category = row.category(scope.new_id());
            let position = i64::try_from(categories.in_force.len() + categories.ended.len()).unwrap_or(i64::MAX) + 1;
            voice::add_category(tx, permit, &category, position, scope.now.date())?;
            category.id
        }
    };
    tell(tx, scope, "category", record, &row.name)
}

fn tell(tx: &mut Tx<'_>, scope: &Scope, kind: &'static str, record: Id, values: &str) -> Result<bool, Problem> {
    scope.tell(tx, Done { kind, record, verb: "set", fields: &["label"], values })?;
    Ok(true)
}

/// Everything that cannot be settled so, by field.
#[must_use]
pub fn faults(scope: &Scope, settled: &Settled) -> FieldErrors {
    let mut faults = FieldErrors::default();
    if settled.name.as_deref().is_some_and(|name| !fits(name, 100)) {
        faults.add("name", "Enter the partnership's name, up to 100 characters");
    }
    if settled.accountable_body.as_deref().is_some_and(|body| body.chars().count() > 100) {
        faults.add("accountable_body", "Use 100 characters or fewer");
    }
    if let Some(Err(unfit)) = settled.brand_colour.as_deref().map(web::brand::stylesheet) {
        faults.add("brand_colour", unfit.to_string());
    }
    for (name, value) in &settled.settings {
        if let Some(sentence) = setting_fault(name, value.trim()) {
            faults.add(name, sentence);
        }
    }
    for (page, text) in &settled.pages {
        if let Some(sentence) = page_fault(text) {
            faults.add(page.as_str(), sentence);
        }
    }
    for (list, rows) in &settled.terms {
        let mut codes = BTreeSet::new();
        for row in rows {
            let twice = !codes.insert((&row.code, row.from));
            let fault = twice.then(|| ("code", format!("Name {} once", row.code)));
            if let Some((field, sentence)) = fault.or_else(|| term_fault(scope, *list, row, rows)) {
                faults.add(field, sentence);
            }
        }
    }
    for row in &settled.category {
        if let Some((field, sentence)) = category_fault(row) {
            faults.add(field, sentence);
        }
    }
    for row in &settled.decision {
        for (field, text) in [("question", &row.question), ("source", &row.source), ("resolution", &row.resolution)] {
            if !fits(text, 1_000) {
                faults.add(field, "Enter something, up to 1,000 characters");
            }
        }
    }
    faults
}

fn fits(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most
}

fn setting_fault(name: &str, value: &str) -> Option<String> {
    if let Ok(figure) = name.parse::<Figure>() {
        let (_, least, most) = figure.bounds();
        return figure.read(value).is_none().then(|| format!("Enter a number between {least} and {most}"));
    }
    match name {
        LANGUAGES => language::choices().iter().all(|(choice, _)| choice != value).then(|| {
            let choices: Vec<String> = language::choices().into_iter().map(|(choice, _)| choice).collect();
            format!("Choose one of: {}", choices.join("; "))
        }),
        "second_person_always" => (!matches!(value, "yes" | "no")).then(|| "Choose yes or no".to_owned()),
        MATRIX => match matrix_of(name, value) {
            None => Some("Give 5 rows of 5 numbers from 1 to 25, like [[1,2,3,4,5],..]".to_owned()),
            Some(matrix) => matrix.fault().map(|(seriousness, says)| format!("Seriousness {seriousness}: {says}")),
        },
        _ if setting_names().any(|known| known == name) => {
            (value.chars().count() > 500).then(|| "Use 500 characters or fewer".to_owned())
        }
        _ => Some(format!("There is no setting {name}. There are: {}", setting_names().collect::<Vec<_>>().join(", "))),
    }
}

fn matrix_of(name: &str, value: &str) -> Option<Matrix> {
    (name == MATRIX).then(|| serde_json::from_str(value).ok()).flatten()
}

fn page_fault(text: &str) -> Option<String> {
    if !fits(text, LONGEST_PAGE) {
        return Some(format!("Write the page, in up to {LONGEST_PAGE} characters"));
    }
    let open = text.find('[')?;
    let end = text[open..].find(']').map(|end| open + end)?;
    let left = &text[open..=end];
    Some(format!("Put your own words in place of {left}"))
}

fn term_fault(scope: &Scope, list: TermList, row: &TermRow, beside: &[TermRow]) -> Option<(&'static str, String)> {
    let is_code = (1..=40).contains(&row.code.len())
        && row.code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'));
    if !is_code {
        return Some(("code", "Give a code of up to 40 small letters, digits, - and _".into()));
    }
    let known = match list {
        TermList::RoleTitle => row.code.parse::<Role>().is_ok(),
        TermList::PlaceKind => places::Kind::from_key(&row.code).is_some(),
        TermList::Level => matches!(row.code.as_str(), "0" | "1" | "2"),
        TermList::BodyClass => matches!(row.code.as_str(), "council_committee" | "partnership" | "community"),
        TermList::Tier | TermList::OrganisationKind | TermList::Theme => true,
    };
    if !known {
        return Some(("code", format!("{} is none of the codes of this list", row.code)));
    }
    if !fits(&row.label, 60) {
        return Some(("label", "Enter what it is called, up to 60 characters".into()));
    }
    let too_long = |text: &Option<String>, most| text.as_ref().is_some_and(|text| text.chars().count() > most);
    if too_long(&row.plural, 60) || too_long(&row.detail, 300) {
        return Some(("detail", "Use up to 60 characters for several, up to 300 for what it means".into()));
    }
    end_fault(scope, list, row, beside).map(|sentence| ("to", sentence))
}

fn end_fault(scope: &Scope, list: TermList, row: &TermRow, beside: &[TermRow]) -> Option<String> {
    let to = row.to?;
    let stays = matches!(list, TermList::PlaceKind | TermList::Level | TermList::BodyClass)
        || (list == TermList::RoleTitle && row.code == Role::Administrator.as_str());
    if stays {
        return Some(format!("{} stays: the program needs it. Call it something else instead", row.label));
    }
    let today: Date = scope.now.date();
    let mut known = scope.snapshot.all_terms(list).filter(|term| term.code == row.code);
    let first = row.from.or_else(|| known.next().map(|term| term.valid_from)).unwrap_or(today);
    if to < first {
        return Some(format!("{} begins on {first}: choose a later day for its end", row.label));
    }
    let next = row.replaced_by.as_deref()?;
    let exists =
        scope.snapshot.all_terms(list).any(|term| term.code == next) || beside.iter().any(|one| one.code == next);
    (!exists || next == row.code).then(|| format!("{next} is no other term of this list"))
}

fn category_fault(row: &CategoryRow) -> Option<(&'static str, String)> {
    let is_code = (1..=60).contains(&row.code.len())
        && row.code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    let said = |field, sentence: &str| Some((field, sentence.to_owned()));
    match row {
        _ if !is_code => said("code", "Give a code of up to 60 small letters, digits and hyphens, like street-light"),
        _ if !fits(&row.name, 80) => said("category_name", "Enter its name, up to 80 characters"),
        _ if !fits(&row.group, 80) => said("group", "Enter the group it is listed under, up to 80 characters"),
        _ if !fits(&row.description, 300) => said("description", "Enter what belongs here, up to 300 characters"),
        _ if !(1..=5).contains(&row.default_seriousness) => said("default_seriousness", "Choose 1 to 5"),
        _ if Figure::AnswerWithin.read(&row.answer_within_working_days.to_string()).is_none() => {
            said("answer_within_working_days", "Enter a number of working days between 1 and 60")
        }
        _ if row.urgent_advice.as_ref().is_some_and(|advice| advice.chars().count() > 500) => {
            said("urgent_advice", "Use 500 characters or fewer")
        }
        _ => None,
    }
}
