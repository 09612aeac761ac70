//! What a partnership still lacks before the public may come in.

use access::{Role, Scope, Statutory};
use base::Problem;
use directory::vacancy::wards_nobody_reads;

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// A page that must be there.
    Page(Statutory),
    /// The organisation that protected matters come to first.
    FrontDoor,
    /// Its telephone number.
    FrontDoorPhone,
    /// Somebody there who reads what is held because it may be a danger to somebody.
    FrontDoorLead(String),
    /// Somebody who reads what people tell: in these wards, or at all.
    Reader(Option<Vec<String>>),
    /// Whom to ring when nobody reads what is told.
    OutOfHours,
}

impl Missing {
    /// What is missing, and what to do: without a full stop, as an error message is written.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Page(page) => format!("{} is missing: write it under Statutory pages", page.words()),
            Self::FrontDoor => {
                "No organisation is the front door for safeguarding: mark one in the directory".to_owned()
            }
            Self::FrontDoorPhone => "The front door for safeguarding has no telephone number: give it one".to_owned(),
            Self::FrontDoorLead(front_door) => format!(
                "{front_door} has no safeguarding lead, so nobody reads what may be a danger to somebody: invite one \
                 under People"
            ),
            Self::Reader(None) => "Nobody reads what people tell: invite somebody under People".to_owned(),
            Self::Reader(Some(wards)) => match wards.as_slice() {
                [one] => format!("Nobody reads what people tell in {one}: give somebody a role there"),
                [first, rest @ ..] => format!(
                    "Nobody reads what people tell in {first} and {} more wards: give somebody a role there",
                    rest.len()
                ),
                [] => String::new(),
            },
            Self::OutOfHours => "The number to ring out of hours is missing: enter it under Numbers to ring".to_owned(),
        }
    }
}

/// Everything that is missing, in the order it is asked for.
///
/// # Errors
/// A fault when the places are not wired into this program.
pub fn missing(scope: &Scope) -> Result<Vec<Missing>, Problem> {
    let (snapshot, today) = (&scope.snapshot, scope.now.date());
    let unwritten = Statutory::ALL.iter().filter(|page| snapshot.statutory(**page).is_none());
    let mut missing: Vec<Missing> = unwritten.map(|page| Missing::Page(*page)).collect();
    match snapshot.organisations.iter().find(|one| one.is_front_door) {
        None => missing.push(Missing::FrontDoor),
        Some(front_door) if front_door.phone.is_none() => missing.push(Missing::FrontDoorPhone),
        Some(_) => {}
    }
    if let Some(front_door) = snapshot.organisations.iter().find(|one| one.is_front_door) {
        let leads = snapshot.holders(&[Role::SafeguardingLead], today);
        if !leads.into_iter().any(|lead| lead.reach_id == Some(front_door.id)) {
            missing.push(Missing::FrontDoorLead(front_door.name.clone()));
        }
    }
    match wards_nobody_reads(scope, today)? {
        Some(wards) if wards.is_empty() => {}
        unread => missing.push(Missing::Reader(unread)),
    }
    if snapshot.setting("out_of_hours_phone").unwrap_or_default().is_empty() {
        missing.push(Missing::OutOfHours);
    }
    Ok(missing)
}
