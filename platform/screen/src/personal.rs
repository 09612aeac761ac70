//! The check on staff words and issue titles before they are published (XC-05).
//!
//! It looks for seven things and nothing else: an e-mail address, a phone number, a postcode, a house number with its
//! street, an NHS or National Insurance number, a title with a surname, and the name of a contributor to the matter. Text
//! with none of them publishes at once; text with any waits for a second person. The rules, and what is left alone:
//!
//! - **Phone**: a UK number beginning 01, 02 or 07, in any usual spacing, also as +44. Numbers beginning 03, 08 and 09 and
//!   short ones (999, 101, 111) belong to organisations and are meant to be published.
//! - **House and street**: a house number *directly before* the name of a street, or directly after it: "4 Queen Street",
//!   "Flat 2, 14a High St", "Queen Street, number 4". Not "4 lamps in Queen Street", nor "4 Queen Street lamps".
//! - **Title and surname**: "Mrs Begum", "Dr J Khan", "PC Doe", "Cllr Okafor". An office alone ("the ward councillor", "the
//!   Area Manager", "the Mayor") names nobody; a councillor's surname is found like any other, and a second person says yes.
//! - **NHS number**: ten digits with the right check digit. **National Insurance number**: with its last letter.

mod address;
mod name;
mod number;
mod words;

use std::fmt;
use std::ops::Range;

/// What a finding looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A UK phone number of a person or a household.
    Phone,
    /// A full postcode.
    Postcode,
    /// A house number with its street.
    HouseAndStreet,
    /// An NHS number.
    NhsNumber,
    /// A National Insurance number.
    NationalInsuranceNumber,
    /// A title with a surname.
    TitleAndSurname,
    /// The name of somebody who raised one of the concerns this is about.
    Contributor,
}

/// A personal detail in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it looks like.
    pub kind: Kind,
    /// Which bytes of the text it stands in.
    pub span: Range<usize>,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Email => "an e-mail address",
            Self::Phone => "a phone number",
            Self::Postcode => "a postcode",
            Self::HouseAndStreet => "a house number and street",
            Self::NhsNumber => "an NHS number",
            Self::NationalInsuranceNumber => "a National Insurance number",
            Self::TitleAndSurname => "a person\u{2019}s title and surname",
            Self::Contributor => "the name of someone who told us about this",
        })
    }
}

impl Finding {
    /// The sentence for the person who wrote `text`: "It looks like a phone number: 01632 960123".
    #[must_use]
    pub fn sentence(&self, text: &str) -> String {
        format!("It looks like {}: {}", self.kind, text.get(self.span.clone()).unwrap_or_default())
    }
}

/// Every personal detail in `text`, in order, none inside another. `contributors` are the names of those whose concerns
/// belong to the matter; an empty answer means that the text may publish at once.
#[must_use]
pub fn find(text: &str, contributors: &[&str]) -> Vec<Finding> {
    let words = words::of(text);
    let mut findings: Vec<Finding> = [
        number::emails(text),
        number::national_insurance(text),
        number::nhs(text),
        number::phones(text),
        address::postcodes(text),
        address::houses(text, &words),
        name::contributors(text, &words, contributors),
        name::titled(text, &words),
    ]
    .concat();
    findings.sort_by_key(|finding| (finding.span.start, usize::MAX - finding.span.end));
    findings.dedup_by(|next, kept| next.span.end <= kept.span.end);
    findings
}
