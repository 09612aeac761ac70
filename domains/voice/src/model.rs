//! What a concern is: one person's words about a place. Pure rules; no store, no pages.

use base::{Id, Instant, Reference};
use places::Point;

db::words! {
    /// How the public sees where something is (domain.md, "Public place").
    pub enum PublicPlace {
        /// The exact point: only for things in the street.
        Point = "point",
        /// The street: the centre of its fine cell.
        Street = "street",
        /// The ward.
        Ward = "ward",
        /// Nothing at all.
        None = "none",
    }
}

db::words! {
    /// Where a concern stands, in the words of the API. It follows its issue once it has one.
    pub enum ConcernStatus {
        /// We heard it; nobody has considered it yet.
        Heard = "heard",
        /// Part of an issue that is being considered.
        Considering = "considering",
        /// Its issue is taken forward.
        TakingForward = "taking_forward",
        /// Its issue is not taken forward, for a published reason.
        NotTakingForward = "not_taking_forward",
        /// Its issue ended with an outcome.
        Resolved = "resolved",
        /// Its issue had ended and somebody says it is still there.
        CameBack = "came_back",
        /// Passed to another agency as a referral.
        Referred = "referred",
        /// Handed to a service or a formal process.
        HandedOver = "handed_over",
        /// Answered there and then.
        Answered = "answered",
    }
}

impl ConcernStatus {
    /// Whether nothing more is expected of it: so stand most concerns of every place.
    #[must_use]
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::NotTakingForward | Self::Resolved | Self::Referred | Self::HandedOver | Self::Answered)
    }
}

db::words! {
    /// How it reached us.
    pub enum Channel {
        /// The report pages.
        Web = "web",
        /// Another system.
        Api = "api",
        /// A telephone call.
        Phone = "phone",
        /// Somebody came to a desk or a stall.
        InPerson = "in_person",
        /// On somebody's doorstep.
        Doorstep = "doorstep",
        /// At a meeting.
        Meeting = "meeting",
        /// A letter.
        Letter = "letter",
        /// An e-mail.
        Email = "email",
        /// What a worker saw.
        Seen = "seen",
        /// An import.
        Import = "import",
    }
}

impl Channel {
    /// For a page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Web => "Our website",
            Self::Api => "Another system",
            Self::Phone => "Telephone",
            Self::InPerson => "In person, at a desk or stall",
            Self::Doorstep => "On the doorstep",
            Self::Meeting => "At a meeting",
            Self::Letter => "Letter",
            Self::Email => "E-mail",
            Self::Seen => "Something I saw myself",
            Self::Import => "Import",
        }
    }
}

db::words! {
    /// By which way it is safe to reach somebody.
    pub enum SafeWay {
        /// E-mail.
        Email = "email",
        /// A call.
        Phone = "phone",
        /// A letter.
        Letter = "letter",
        /// Not at all.
        Nothing = "none",
    }
}

/// The least protection at which a concern disappears from everything but the safeguarding lead's list.
pub const PROTECTED: i64 = 3;
/// The highest protection.
pub const MOST_PROTECTED: i64 = 5;
/// What a hold counts as.
pub const HOLD_COUNTS_AS: i64 = 4;
/// How many characters a description may have.
pub const LONGEST_WORDS: usize = 4000;

db::row! {
    /// A category as a dated term.
    pub struct Category {
        /// Its key.
        pub id: Id,
        /// Its code in the API.
        pub code: String,
        /// Its name.
        pub name: String,
        /// The group it is listed under.
        pub group_name: String,
        /// What belongs here, in plain English.
        pub description: String,
        /// 1 nuisance to 5 danger, until a person assesses.
        pub default_seriousness: i64,
        /// What the public sees of where.
        pub public_place: PublicPlace,
        /// Working days until a decision is due.
        pub answer_within: i64,
        /// What to do now, and whom to ring.
        pub urgent_advice: Option<String>,
        /// Whether it goes to the duty holder at once.
        pub is_notice: bool,
    }
}

/// How to reach somebody. Sealed as a whole; never a column.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Contact {
    /// What to call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Where to write to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Contact {
    /// Whether there is nothing to reach anybody by.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.email.is_none() && self.phone.is_none() && self.address.is_none()
    }

    /// What makes two concerns the same voice: the e-mail address, or else the digits of the number, or else the letters
    /// of the address.
    #[must_use]
    pub fn voice(&self) -> Option<String> {
        let email = self.email.as_deref().map(|email| email.trim().to_lowercase());
        let phone = self.phone.as_deref().map(digits).filter(|digits| digits.len() >= 7);
        let address = self.address.as_deref().map(base::fold);
        email.or(phone).or(address).filter(|voice| !voice.is_empty())
    }
}

fn digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("44").map(|rest| format!("0{rest}")).unwrap_or(digits)
}

/// Something told to us, checked and ready to be heard.
#[derive(Debug, Clone)]
pub struct Told {
    /// The category.
    pub category: Id,
    /// Their words.
    pub words: String,
    /// Where, in their words.
    pub whereabouts: Option<String>,
    /// Where, on the ground.
    pub point: Option<Point>,
    /// The places it lies in, ancestors and all.
    pub places: Vec<Id>,
    /// How it reached us.
    pub channel: Channel,
    /// How many people it touches, as they see it.
    pub people_affected: Option<i64>,
    /// How serious the worker who recorded it thinks it is.
    pub suggested_seriousness: Option<i64>,
    /// The language they want to be answered in.
    pub language: String,
    /// How to reach them.
    pub contact: Option<Contact>,
    /// By which way it is safe.
    pub safe_way: SafeWay,
    /// Whether they want to be told what happens.
    pub wants_news: bool,
    /// Another system's number for it.
    pub external_id: Option<String>,
    /// What the person recording it set, if they did.
    pub protection: i64,
    /// When it was said.
    pub heard_at: Instant,
}

/// What a concern is to the outside once it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Its key.
    pub id: Id,
    /// Its public reference.
    pub reference: Reference,
    /// The 22 characters of its secret link.
    pub secret: String,
    /// Whether danger words hold it, or its protection hides it.
    pub hidden_from_work: bool,
}

/// Whether a change of protection needs a second person.
#[must_use]
pub const fn needs_two(from: i64, to: i64) -> bool {
    from >= PROTECTED && to < from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_person_is_one_voice_however_they_write_their_number() {
        let a = Contact { phone: Some("07700 900123".into()), ..Contact::default() };
        let b = Contact { phone: Some("+44 7700 900 123".into()), ..Contact::default() };
        assert_eq!(a.voice(), b.voice());
        let c = Contact { email: Some(" Sam@Example.org".into()), phone: a.phone.clone(), ..Contact::default() };
        assert_eq!(c.voice().as_deref(), Some("sam@example.org"));
        assert_eq!(Contact::default().voice(), None);
    }

    #[test]
    fn only_lowering_from_three_or_more_needs_two_people() {
        assert!(needs_two(3, 2) && needs_two(5, 4));
        assert!(!needs_two(2, 0) && !needs_two(3, 5) && !needs_two(3, 3));
    }
}
