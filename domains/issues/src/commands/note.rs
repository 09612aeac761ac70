use access::{Permit, Right, Scope};
use base::{Problem, Reference};
use db::Tx;
use voice::{Channel, Concern};

use super::concern_at_hand;

/// The ways somebody can be in touch.
pub const NOTE_WAYS: &[Channel] =
    &[Channel::Phone, Channel::InPerson, Channel::Doorstep, Channel::Meeting, Channel::Letter, Channel::Email];

/// What was said in a call, visit or letter.
#[derive(Debug, Clone)]
pub struct Note {
    /// How.
    pub way: Channel,
    /// What was said, and what they were told.
    pub words: String,
}

/// Whether this person may keep a note about the concern: whoever works with it; of one that is held or protected, its
/// safeguarding lead alone.
///
/// # Errors
/// Not found when its words are not theirs to read; not allowed.
pub fn may_note(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference) -> Result<(Concern, Permit), Problem> {
    let (concern, ground) = concern_at_hand(tx, scope, reference)?;
    let right = if concern.is_protected() { Right::ReleaseHeld } else { Right::KeepContactLog };
    let permit = scope.may(right, &ground)?;
    Ok((concern, permit))
}

/// Keeps a note of a call, visit or letter (JOB-14).
///
/// # Errors
/// Those of [`may_note`]; an invalid field when the way is none of ours.
pub fn note(tx: &mut Tx<'_>, scope: &Scope, reference: &Reference, note: &Note) -> Result<(), Problem> {
    if !NOTE_WAYS.contains(&note.way) {
        return Err(Problem::field("way", "Choose how you were in touch"));
    }
    let (concern, permit) = may_note(tx, scope, reference)?;
    voice::keep_contact_log(tx, scope, &permit, &concern, note.way.as_str(), &note.words)
}
