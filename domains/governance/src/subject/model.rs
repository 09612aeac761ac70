//! What somebody asks about themselves, how what they told is found, and what of it is about others. Pure.

use base::{Date, Id, Instant};
use serde::{Deserialize, Serialize};
use voice::Contact;

db::words! {
    /// What they ask for.
    pub enum Kind {
        /// To be given what is held about them.
        Access = "access",
        /// To be forgotten.
        Erasure = "erasure",
    }
}

db::words! {
    /// Where a request stands.
    pub enum State {
        /// To be answered.
        Open = "open",
        /// They were given what is held about them.
        Given = "given",
        /// They were forgotten.
        Erased = "erased",
        /// It was refused, for a reason.
        Refused = "refused",
    }
}

/// What may follow: by kind of request and verb.
pub const TRANSITIONS: &[(&str, Kind, State)] = &[
    ("give", Kind::Access, State::Given),
    ("erase", Kind::Erasure, State::Erased),
    ("refuse", Kind::Access, State::Refused),
    ("refuse", Kind::Erasure, State::Refused),
];

/// Whom to look for. Sealed as a whole; never a column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sought {
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// Their postcode.
    pub postcode: Option<String>,
    /// Where they live: a number or name and a street.
    #[serde(default)]
    pub address: Option<String>,
    /// References of concerns they told.
    #[serde(default)]
    pub concerns: Vec<String>,
}

impl Sought {
    /// The voices to look up: what a keyed hash is made of.
    #[must_use]
    pub fn voices(&self) -> Vec<String> {
        let email = Contact { email: self.email.clone(), ..Contact::default() };
        let phone = Contact { phone: self.phone.clone(), ..Contact::default() };
        [email, phone].iter().filter_map(Contact::voice).collect()
    }

    /// By what a contact is theirs; nothing when it is not. A name alone is not enough, nor is a postcode.
    #[must_use]
    pub fn finds(&self, contact: &Contact) -> Option<&'static str> {
        let voice = |contact: Contact| contact.voice();
        let email = |text: &Option<String>| voice(Contact { email: text.clone(), ..Contact::default() });
        let phone = |text: &Option<String>| voice(Contact { phone: text.clone(), ..Contact::default() });
        let same = |sought: Option<String>, theirs: Option<String>| sought.is_some() && sought == theirs;
        if same(email(&self.email), email(&contact.email)) {
            return Some("e-mail");
        }
        if same(phone(&self.phone), phone(&contact.phone)) {
            return Some("telephone");
        }
        let name = self.name.as_deref().map(words_of).filter(|words| !words.is_empty())?;
        let postcode = self.postcode.as_deref().map(squeezed).filter(|code| code.len() >= 5)?;
        let theirs = words_of(contact.name.as_deref()?);
        let address = squeezed(contact.address.as_deref()?);
        (name.iter().all(|word| theirs.contains(word)) && address.contains(&postcode)).then_some("name and postcode")
    }

    /// Where they live, as one line with its postcode.
    #[must_use]
    pub fn home(&self) -> Option<String> {
        let parts = [self.address.as_deref(), self.postcode.as_deref()].into_iter().flatten();
        self.address.as_ref().map(|_| parts.collect::<Vec<_>>().join(", "))
    }

    /// Whether there is anything to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.email.is_none()
            && self.phone.is_none()
            && self.concerns.is_empty()
            && (self.name.is_none() || self.postcode.is_none())
    }
}

fn words_of(text: &str) -> Vec<String> {
    base::fold(text).split_whitespace().map(str::to_owned).collect()
}

fn squeezed(text: &str) -> String {
    base::fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// What stands where words about somebody else were.
pub const TAKEN_OUT: &str = "[taken out]";

/// Text without these phrases, whatever their case; the longest first, so that none is left half.
#[must_use]
pub fn without(text: &str, phrases: &[String]) -> String {
    let mut phrases: Vec<&str> =
        phrases.iter().map(|phrase| phrase.trim()).filter(|phrase| !phrase.is_empty()).collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    let mut kept = text.to_owned();
    for phrase in phrases {
        kept = replaced(&kept, phrase);
    }
    kept
}

fn replaced(text: &str, phrase: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, end)) = found(rest, phrase) {
        out.push_str(&rest[..at]);
        out.push_str(TAKEN_OUT);
        rest = &rest[end..];
    }
    out + rest
}

/// Where `phrase` stands in `text`, letter by letter without regard to case.
fn found(text: &str, phrase: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(at, _)| {
        let mut end = at;
        let mut letters = text[at..].chars();
        for wanted in phrase.chars() {
            let letter = letters.next()?;
            if !letter.to_lowercase().eq(wanted.to_lowercase()) {
                return None;
            }
            end += letter.len_utf8();
        }
        Some((at, end))
    })
}

db::words! {
    /// What is found beside concerns.
    pub enum Beside {
        /// A safety marker about them: given only when somebody decided that it is.
        Marker = "safety_marker",
        /// A take-down request of theirs.
        TakeDown = "take_down_request",
    }
}

impl Beside {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Marker => "Staff-safety marker",
            Self::TakeDown => "Request to take something down",
        }
    }
}

db::row! {
    /// A request as stored; whom to look for is sealed under its own key.
    pub struct Request {
        /// Its key.
        pub id: Id,
        /// Its reference.
        pub reference: String,
        /// What they ask for.
        pub kind: Kind,
        /// Whom to look for, sealed.
        pub sought: Option<Vec<u8>>,
        /// When it came.
        pub received_on: Date,
        /// By when it is to be answered.
        pub due_on: Date,
        /// Where it stands.
        pub state: State,
        /// Why it was refused.
        pub reason: Option<String>,
        /// The search through everything.
        pub operation: Option<Id>,
        /// When that ended.
        pub searched_at: Option<Instant>,
        /// When it was answered.
        pub done_at: Option<Instant>,
        /// By whom.
        pub done_by: Option<Id>,
        /// The key it is sealed under, wrapped; nothing once that was destroyed.
        pub wrapped: Option<Vec<u8>>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn contact(email: &str, phone: &str, name: &str, address: &str) -> Contact {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Contact { name: given(name), email: given(email), phone: given(phone), address: given(address) }
    }

    #[test]
    fn somebody_is_found_by_address_number_or_name_with_postcode_and_by_no_less() {
        let sought = Sought {
            name: Some("Bea Example".into()),
            email: Some("Bea@Example.org".into()),
            phone: Some("07700 900123".into()),
            postcode: Some("WS99 0AA".into()),
            ..Sought::default()
        };
        assert_eq!(sought.finds(&contact("bea@example.org", "", "", "")), Some("e-mail"));
        assert_eq!(sought.finds(&contact("", "+44 7700 900123", "", "")), Some("telephone"));
        let home = "1 Mill Lane, Walsall ws99 0aa";
        assert_eq!(sought.finds(&contact("", "", "Mrs Bea Example", home)), Some("name and postcode"));
        assert_eq!(sought.finds(&contact("", "", "Bea Example", "1 Mill Lane")), None);
        assert_eq!(sought.finds(&contact("", "", "Ann Example", home)), None);
        assert_eq!(sought.finds(&contact("ann@example.org", "07700 900124", "Ann", home)), None);
        assert_eq!(Sought::default().finds(&contact("", "", "", "")), None);
        assert!(Sought { name: Some("Bea".into()), ..Sought::default() }.is_empty());
    }

    proptest! {
        #[test]
        fn what_is_taken_out_is_not_there_any_more(text in "[a-zA-Zéß ]{0,60}", phrase in "[a-zA-Zéß]{1,6}") {
            let kept = without(&text, std::slice::from_ref(&phrase)).replace(TAKEN_OUT, "\u{1}");
            prop_assert!(found(&kept, &phrase).is_none(), "{kept}");
        }

        #[test]
        fn what_names_nobody_is_given_as_it_is(text in "[a-z ]{0,60}") {
            prop_assert_eq!(without(&text, &["ZZ9".to_owned()]), text);
        }
    }
}
