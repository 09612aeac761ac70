//! Which column of a file is what: guessed from its name, settled by a person.

use std::collections::BTreeMap;

use base::fold;
use serde::{Deserialize, Serialize};

db::words! {
    /// What a column of a file can be, as the API names it.
    pub enum Field {
        /// Another system's number for it.
        ExternalId = "external_id",
        /// The category, by its code or name.
        Category = "category",
        /// What was said.
        Description = "description",
        /// When it was said.
        HeardAt = "heard_at",
        /// How it was said.
        Channel = "channel",
        /// Degrees north.
        Lat = "lat",
        /// Degrees east.
        Lon = "lon",
        /// A postcode.
        Postcode = "postcode",
        /// A place's code or name.
        Place = "place",
        /// Where, in words.
        Address = "address",
        /// How many people it touches.
        PeopleAffected = "people_affected",
        /// Where it stood: heard, answered, handed_over.
        Status = "status",
        /// The language to answer in.
        Language = "language",
        /// 0 to 5.
        Protection = "protection",
        /// 1 to 5, as whoever heard it thought.
        SuggestedSeriousness = "suggested_seriousness",
        /// What to call them.
        ContactName = "contact.name",
        /// Their e-mail address.
        ContactEmail = "contact.email",
        /// Their telephone number.
        ContactPhone = "contact.phone",
        /// Where to write to them.
        ContactAddress = "contact.address",
        /// By which way it is safe.
        ContactSafe = "contact.safe",
        /// Whether they want to be told.
        ContactConsent = "contact.consent",
    }
}

impl Field {
    /// For a page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ExternalId => "Its number in the other system",
            Self::Category => "Category",
            Self::Description => "What was said",
            Self::HeardAt => "When it was said",
            Self::Channel => "How it was said",
            Self::Lat => "Latitude",
            Self::Lon => "Longitude",
            Self::Postcode => "Postcode",
            Self::Place => "Ward or area",
            Self::Address => "Where, in words",
            Self::PeopleAffected => "How many people it touches",
            Self::Status => "Where it stood",
            Self::Language => "Language",
            Self::Protection => "Protection, 0 to 5",
            Self::SuggestedSeriousness => "Suggested seriousness, 1 to 5",
            Self::ContactName => "Name",
            Self::ContactEmail => "E-mail",
            Self::ContactPhone => "Telephone",
            Self::ContactAddress => "Postal address",
            Self::ContactSafe => "Safe way to reach them",
            Self::ContactConsent => "Wants to be told",
        }
    }

    /// Names that columns of this kind have in other systems' files, folded.
    const fn also_called(self) -> &'static [&'static str] {
        match self {
            Self::ExternalId => {
                &["id", "ref", "reference", "case id", "case number", "report id", "service request id"]
            }
            Self::Category => &["type", "kind", "issue type", "service name", "subject", "report type"],
            Self::Description => {
                &["details", "detail", "words", "comment", "comments", "what was said", "text", "report", "notes"]
            }
            Self::HeardAt => &[
                "date",
                "reported",
                "reported at",
                "date reported",
                "created",
                "created at",
                "requested datetime",
                "when",
            ],
            Self::Channel => &["method", "source", "how", "received via"],
            Self::Lat => &["latitude", "y"],
            Self::Lon => &["long", "lng", "longitude", "x"],
            Self::Postcode => &["post code", "pcds", "pcd"],
            Self::Place => &["ward", "ward name", "area", "ward code"],
            Self::Address => &["location", "street", "where", "site"],
            Self::PeopleAffected => &["people", "number affected", "affected"],
            Self::Status => &["state"],
            Self::Language => &["lang", "preferred language"],
            Self::Protection => &[],
            Self::SuggestedSeriousness => &["seriousness", "severity"],
            Self::ContactName => &["name", "contact name", "reporter", "full name"],
            Self::ContactEmail => &["email", "e mail", "contact email", "email address"],
            Self::ContactPhone => &["phone", "telephone", "tel", "mobile", "contact phone"],
            Self::ContactAddress => &["home address", "contact address", "postal address"],
            Self::ContactSafe => &["safe", "contact by"],
            Self::ContactConsent => &["consent", "keep informed", "wants news"],
        }
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The file's heading.
    pub heading: Vec<String>,
    /// What each of its columns is; nothing is passed over.
    pub columns: Vec<Option<Field>>,
    /// What the file calls our categories: its word, folded, and our code.
    #[serde(default)]
    pub categories: BTreeMap<String, String>,
    /// Words for a category that are none of ours, as the file writes them.
    #[serde(default)]
    pub strange: Vec<String>,
}

impl Plan {
    /// A plan for this heading, guessed.
    #[must_use]
    pub fn guess(heading: &[String]) -> Self {
        let mut columns: Vec<Option<Field>> = vec![None; heading.len()];
        for exact in [true, false] {
            for (at, name) in heading.iter().enumerate() {
                let folded = fold(name);
                let is = |field: &Field| {
                    let own = fold(field.as_str());
                    own == folded || (!exact && field.also_called().contains(&folded.as_str()))
                };
                let free = |field: &Field| !columns.contains(&Some(*field));
                if columns[at].is_none() && !folded.is_empty() {
                    columns[at] = Field::ALL.iter().copied().find(|field| free(field) && is(field));
                }
            }
        }
        Self { heading: heading.to_vec(), columns, ..Self::default() }
    }

    /// Says what a column is.
    ///
    /// # Errors
    /// A sentence when there is no such column or no such field.
    pub fn set(&mut self, column: &str, field: &str) -> Result<(), String> {
        let wanted = fold(column);
        let at = self.heading.iter().position(|name| fold(name) == wanted);
        let at = at.ok_or_else(|| format!("There is no column {column}: the file has {}", self.heading.join(", ")))?;
        let field: Field = field.parse().map_err(|_| {
            let all: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
            format!("A column is one of {}", all.join(", "))
        })?;
        for other in &mut self.columns {
            if *other == Some(field) {
                *other = None;
            }
        }
        self.columns[at] = Some(field);
        Ok(())
    }

    /// Where a field stands.
    #[must_use]
    pub fn column_of(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| *column == Some(field))
    }

    /// What a row says in a field; nothing when it says nothing.
    #[must_use]
    pub fn cell<'a>(&self, row: &'a [String], field: Field) -> Option<&'a str> {
        let cell = files::plain(row.get(self.column_of(field)?)?.trim());
        (!cell.is_empty()).then_some(cell)
    }

    /// What is missing before a row can be read, in a sentence; nothing when it is whole.
    #[must_use]
    pub fn lacks(&self) -> Option<&'static str> {
        let has = |field| self.column_of(field).is_some();
        if !has(Field::Description) {
            return Some("Say which column holds what was said");
        }
        if !has(Field::Category) {
            return Some("Say which column holds the category");
        }
        if has(Field::Lat) != has(Field::Lon) {
            return Some("Say which columns hold latitude and longitude: one of the two is missing");
        }
        let located = [Field::Lat, Field::Postcode, Field::Place, Field::Address].into_iter().any(has);
        (!located).then_some("Say which columns tell where it is: latitude and longitude, a postcode, a ward, or words")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(heading: &[&str]) -> Vec<Option<&'static str>> {
        let heading: Vec<String> = heading.iter().map(|name| (*name).to_owned()).collect();
        Plan::guess(&heading).columns.into_iter().map(|field| field.map(Field::as_str)).collect()
    }

    #[test]
    fn columns_are_known_by_what_other_systems_call_them() {
        assert_eq!(
            guessed(&["Case ID", "Report type", "Details", "Date reported", "Latitude", "Longitude", "Colour"]),
            [
                Some("external_id"),
                Some("category"),
                Some("description"),
                Some("heard_at"),
                Some("lat"),
                Some("lon"),
                None
            ]
        );
    }

    #[test]
    fn our_own_names_win_over_others_and_no_field_is_guessed_twice() {
        assert_eq!(
            guessed(&["id", "external_id", "type", "category"]),
            [None, Some("external_id"), None, Some("category")]
        );
    }

    #[test]
    fn every_field_is_known_by_its_own_name() {
        let names: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
        assert_eq!(guessed(&names), names.iter().map(|name| Some(*name)).collect::<Vec<_>>());
    }

    #[test]
    fn a_plan_says_what_it_lacks() {
        let plan = |heading: &[&str]| Plan::guess(&heading.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert!(plan(&["category"]).lacks().is_some_and(|said| said.contains("what was said")));
        assert!(plan(&["description", "category", "lat"]).lacks().is_some_and(|said| said.contains("longitude")));
        assert!(plan(&["description", "category"]).lacks().is_some_and(|said| said.contains("where")));
        assert_eq!(plan(&["description", "category", "ward"]).lacks(), None);
        let mut moved = plan(&["description", "category", "ward", "Wahlkreis"]);
        moved.set("wahlkreis", "place").expect("a column and a field");
        assert_eq!(moved.columns, [Some(Field::Description), Some(Field::Category), None, Some(Field::Place)]);
        assert!(moved.set("colour", "place").is_err() && moved.set("ward", "colour").is_err());
    }
}
