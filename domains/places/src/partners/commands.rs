//! A partner's lines taken in and ended.

use access::{Done, Ground as Leave, Right, Scope};
use base::{Date, FieldErrors, Id, Instant, Problem, hours};
use db::Tx;

use super::file::{NewDivision, SentDivisions};
use super::measure::{follow, measure_partner_lines};
use super::{PartnerSet, Service};
use crate::boundary_file::Refused;
use crate::listing::OnDay;
use crate::place::slug;
use crate::store;

/// A partner's divisions as somebody sends them.
#[derive(Debug, Clone)]
pub struct SentSet<'a> {
    /// The code of the organisation whose they are.
    pub organisation: &'a str,
    /// What they are for.
    pub service: Service,
    /// What the partner calls them: `Police sectors`.
    pub name: &'a str,
    /// Their code; else one is made of organisation and name. A later set of the same divisions has the same.
    pub code: Option<&'a str>,
    /// Where the lines come from, and their licence.
    pub source: &'a str,
    /// The first day they hold.
    pub from: Date,
    /// The divisions.
    pub divisions: SentDivisions<'a>,
    /// Whether only to say what would be done.
    pub dry_run: bool,
}

/// What became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartnerLinesTaken {
    /// The set's code.
    pub code: String,
    /// Its divisions.
    pub divisions: usize,
    /// What they are called.
    pub names: Vec<String>,
    /// Whether all of it was here before, as it is.
    pub unchanged: bool,
    /// What to look at; nothing failed.
    pub warnings: Vec<String>,
    /// Features that were not taken in.
    pub refused: Vec<Refused>,
}

/// Takes in a partner's divisions from a day on, and measures how far they lie over our places. The set before ends on that
/// day; the same again changes nothing (SAL-35, WAL-40, ASK-20).
///
/// # Errors
/// Sentences against the fields at fault; [`Problem::NotAllowed`] without the right to configure.
pub async fn import_partner_lines(scope: &Scope, sent: &SentSet<'_>) -> Result<PartnerLinesTaken, Problem> {
    scope.may(Right::Configure, &Leave::default())?;
    let on_day = OnDay::read(scope, Some(sent.from)).await?;
    let (set, divisions, taken) = read(scope, sent, &on_day)?;
    let (scope, dry_run) = (scope.clone(), sent.dry_run);
    let db = scope.site.db.clone();
    let own = scope.clone();
    let unchanged = if dry_run {
        db.read(move |tx| judge(tx, &own, &set, &divisions).map(|judged| matches!(judged, Judged::Same))).await?
    } else {
        db.write(move |tx| take_in(tx, &own, &set, &divisions)).await?
    };
    if !dry_run && !unchanged {
        measure_partner_lines(&scope).await?;
    }
    Ok(PartnerLinesTaken { unchanged, ..taken })
}

fn read(
    scope: &Scope,
    sent: &SentSet<'_>,
    on_day: &OnDay,
) -> Result<(PartnerSet, Vec<NewDivision>, PartnerLinesTaken), Problem> {
    let mut errors = FieldErrors::default();
    let organisation = scope.snapshot.organisation_by_code(sent.organisation);
    if organisation.is_none() {
        errors.add("organisation", "Choose whose lines they are, from the directory of organisations");
    }
    let name = sent.name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        errors.add("name", "Enter what the partner calls them, like Police sectors");
    }
    if sent.source.chars().count() > 500 {
        errors.add("source", "Say where they come from in up to 500 letters");
    }
    let code = match sent.code.map(str::trim).filter(|code| !code.is_empty()) {
        Some(code) if slug(code) == code && code.len() <= 80 => code.to_owned(),
        Some(_) => {
            errors.add("code", "Enter a code of small letters, digits and hyphens, like police-sectors");
            String::new()
        }
        None => slug(&format!("{} {name}", sent.organisation)).chars().take(80).collect(),
    };
    let divisions = sent.divisions.read(&scope.snapshot.partnership.name, on_day.places()?);
    let divisions = divisions.map_err(|sentence| errors.add(sent.divisions.field(), sentence)).unwrap_or_default();
    let (Some(organisation), true) = (organisation, errors.is_empty()) else { return Err(Problem::Invalid(errors)) };
    let set = PartnerSet {
        id: scope.new_id(),
        code: code.clone(),
        name: name.to_owned(),
        organisation: organisation.id,
        service: sent.service,
        source: sent.source.trim().to_owned(),
        valid_from: sent.from,
        valid_to: None,
    };
    let (warnings, refused) = (divisions.warnings, divisions.refused);
    let names: Vec<String> = divisions.all.iter().map(|one| one.name.clone()).collect();
    let taken = PartnerLinesTaken { code, divisions: names.len(), names, unchanged: false, warnings, refused };
    Ok((set, divisions.all, taken))
}

/// What the store says of a set.
enum Judged {
    Same,
    /// The set to be kept, and the one that ends where it begins.
    Other(PartnerSet, Option<Id>),
}

fn judge(tx: &mut Tx<'_>, scope: &Scope, set: &PartnerSet, divisions: &[NewDivision]) -> Result<Judged, Problem> {
    let known = store::partner_sets_called(tx, scope.partnership(), &set.code)?;
    if let Some(later) = known.iter().find(|known| known.valid_from > set.valid_from) {
        let day = Instant::on(later.valid_from, hours(12)).day_words();
        return Err(Problem::field("from", format!("{} begin on {day}. Choose that day or a later one", later.name)));
    }
    match known.iter().find(|known| known.valid_from == set.valid_from) {
        Some(same) => {
            let kept = PartnerSet { id: same.id, valid_to: same.valid_to, ..set.clone() };
            let is_same =
                *same == kept && store::divisions_kept(tx, scope.partnership(), same.id)? == sorted(divisions);
            Ok(if is_same { Judged::Same } else { Judged::Other(kept, None) })
        }
        None => {
            let before = known.iter().find(|known| known.holds_on(set.valid_from)).map(|known| known.id);
            Ok(Judged::Other(set.clone(), before))
        }
    }
}

fn sorted(divisions: &[NewDivision]) -> Vec<NewDivision> {
    let mut sorted = divisions.to_vec();
    sorted.sort_by(|a, b| a.code.cmp(&b.code));
    sorted
}

/// Whether nothing was changed.
fn take_in(tx: &mut Tx<'_>, scope: &Scope, set: &PartnerSet, divisions: &[NewDivision]) -> Result<bool, Problem> {
    let permit = scope.may(Right::Configure, &Leave::default())?;
    let Judged::Other(set, before) = judge(tx, scope, set, divisions)? else { return Ok(true) };
    if let Some(before) = before {
        store::end_partner_set(tx, &permit, before, set.valid_from, scope.now)?;
    }
    store::keep_partner_set(tx, &permit, &set, scope.now)?;
    store::keep_divisions(tx, &permit, set.id, divisions, || scope.new_id())?;
    let fields = &["name", "organisation", "service", "source", "divisions"];
    let values = format!("{} {} {}", set.code, set.valid_from, divisions.len());
    scope.tell(tx, Done { kind: "partner_lines", record: set.id, verb: "take_in", fields, values: &values })?;
    follow(tx, scope, set.id)?;
    Ok(false)
}

/// Ends a partner's lines before a day; what they were is still told of the days before.
///
/// # Errors
/// [`Problem::NotFound`]; a sentence against `from`; [`Problem::NotAllowed`] without the right to configure.
pub fn end_partner_lines(tx: &mut Tx<'_>, scope: &Scope, code: &str, from: Date) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Leave::default())?;
    let known = store::partner_sets_called(tx, scope.partnership(), code)?;
    let last = known.iter().max_by_key(|set| set.valid_from).ok_or(Problem::NotFound)?;
    if last.valid_to.is_some() {
        return Err(Problem::field("from", format!("{} have an end already", last.name)));
    }
    if from <= last.valid_from {
        let begins = Instant::on(last.valid_from, hours(12)).day_words();
        return Err(Problem::field("from", format!("{} begin on {begins}. Choose a later day", last.name)));
    }
    store::end_partner_set(tx, &permit, last.id, from, scope.now)?;
    let values = from.to_string();
    scope.tell(
        tx,
        Done { kind: "partner_lines", record: last.id, verb: "end", fields: &["valid_to"], values: &values },
    )?;
    follow(tx, scope, last.id)
}
