use access::{Permit, Right, Scope};
use base::{Id, Problem, Reference};
use db::Tx;
use record::Claim;
use voice::{Concern, News, Prepared, SafeWay};

use super::{on_ground, open};
use crate::store;

/// Something told to us, with what it takes to store it once.
#[derive(Debug, Clone)]
pub struct Report {
    /// What was told, sealed.
    pub prepared: Prepared,
    /// The issue it joins: "this affects me too".
    pub joins: Option<Reference>,
    /// The idempotency key, who used it, and the hash of what came with it.
    pub once: Option<(String, String, [u8; 32])>,
    /// What somebody who recorded it for another told them there and then (JOB-14); nothing when nobody did.
    pub told_them: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The concern's key.
    pub concern: Id,
    /// Its reference.
    pub reference: Reference,
    /// The 22 characters of its secret link.
    pub secret: String,
    /// The issue it was to join. One that is held does not, and its sender is told the same.
    pub issue: Option<Reference>,
}

/// Hears a concern and lets it join the issue it names, once however often it is sent (WAL-31, WAL-34, ASK-03).
///
/// # Errors
/// An invalid field when the issue to join is not there; [`base::Conflict::Idempotency`].
pub fn report(tx: &mut Tx<'_>, scope: &Scope, report: &Report) -> Result<Reported, Problem> {
    if let Some((asker, key, hash)) = &report.once
        && let Claim::Done(answer) = record::claim(tx, scope.partnership(), asker, key, hash, scope.now)?
    {
        return again(tx, scope, report, &answer);
    }
    let permit = leave(scope, report)?;
    let heard = voice::hear(tx, scope, &permit, &report.prepared)?;
    let stored = |tx: &mut Tx<'_>| -> Result<Concern, Problem> {
        let (concern, _) = voice::by_reference(tx, scope.partnership(), &heard.reference)?.ok_or(Problem::NotFound)?;
        Ok(concern)
    };
    if let Some(said) = &report.told_them {
        let way = report.prepared.told.channel.as_str();
        let concern = stored(tx)?;
        voice::keep_contact_log(tx, scope, &permit, &concern, way, said)?;
    }
    if !heard.hidden_from_work && report.prepared.told.safe_way == SafeWay::Email {
        voice::owe(tx, scope, &permit, &[heard.id], heard.id, News::Heard)?;
    }

    if let Some(reference) = &report.joins {
        let no_such = || Problem::field("joins", "That issue is not open: leave it out and send your own");
        let found = store::by_reference(tx, scope, reference)?.filter(|(issue, _)| issue.status.is_open());
        let (issue, places) = found.ok_or_else(no_such)?;
        if !heard.hidden_from_work {
            let concern = stored(tx)?;
            open::join(tx, scope, &permit, on_ground(issue, &places), &[concern], true, "")?;
        }
    }
    if let Some((asker, key, _)) = &report.once {
        record::settle(tx, scope.partnership(), asker, key, heard.reference.as_str())?;
    }
    Ok(Reported { concern: heard.id, reference: heard.reference, secret: heard.secret, issue: report.joins.clone() })
}

/// Leave to record it for somebody, where the reporter's role reaches; anybody may report as anybody else does.
fn leave(scope: &Scope, report: &Report) -> Result<Permit, Problem> {
    let recorder = scope.hat().and_then(|hat| match hat.reach {
        access::Reach::Organisation(id) => Some(id),
        _ => hat.organisation,
    });
    let ground = places::ground(report.prepared.told.places.clone(), recorder);
    scope.may(Right::RecordConcern, &ground).or_else(|_| scope.may(Right::ReportConcern, &ground))
}

/// The answer the first time gave; the secret link is derived again, never stored.
fn again(tx: &mut Tx<'_>, scope: &Scope, report: &Report, answer: &str) -> Result<Reported, Problem> {
    let reference: Reference = answer.parse().map_err(|_| Problem::fault("a stored answer is no reference"))?;
    let (concern, _) = voice::by_reference(tx, scope.partnership(), &reference)?.ok_or(Problem::NotFound)?;
    let secret = voice::secret_of(scope, concern.id);
    Ok(Reported { concern: concern.id, reference, secret, issue: report.joins.clone() })
}
