//! One row of a file, read into what was told; or what is wrong with it, cell by cell.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use access::{Right, Scope};
use base::{Date, Id, Instant, Problem, fold};
use files::Row;
use places::{Lies, Places, Point, Postcode, Vintages, placed};
use record::OperationFault;
use voice::{Categories, Category, Channel, ConcernStatus, Contact, LONGEST_WORDS, SafeWay, Told};

use super::columns::{Field, Plan};

/// The statuses a file may bring: waiting, or settled where it comes from.
const STATUSES: [ConcernStatus; 3] = [ConcernStatus::Heard, ConcernStatus::Answered, ConcernStatus::HandedOver];

/// Where postcodes are, by their text.
pub type Spots = BTreeMap<String, Point>;

/// Reads the rows of one file.
pub struct Reader<'a> {
    scope: &'a Scope,
    plan: &'a Plan,
    categories: HashMap<String, &'a Category>,
}

/// What a row says.
#[derive(Debug, Clone)]
pub struct Read {
    /// What was told.
    pub told: Told,
    /// Where it stands.
    pub status: ConcernStatus,
    /// Where it lies by the lines of the day it was heard on and by those of today.
    pub lies: Vec<Lies>,
}

/// What a row's place is read against: the lines of its own day, those of today, and where the file's postcodes are.
struct Ground<'a> {
    scope: &'a Scope,
    vintages: &'a Vintages,
    day: Date,
    spots: &'a Spots,
}

/// What is wrong with a row so far, each fault under the name that its column has in the file.
struct Faults<'a> {
    plan: &'a Plan,
    line: i64,
    all: Vec<OperationFault>,
}

impl<'a> Reader<'a> {
    /// A reader for rows of this plan.
    ///
    /// # Errors
    /// A fault when categories are not part of the snapshot.
    pub fn new(scope: &'a Scope, plan: &'a Plan) -> Result<Self, Problem> {
        let ours = scope.snapshot.part::<Categories>()?;
        let mut categories: HashMap<String, &Category> = HashMap::new();
        for category in &ours.in_force {
            categories.entry(fold(&category.name)).or_insert(category);
            categories.insert(fold(&category.code), category);
        }
        for (theirs, code) in &plan.categories {
            if let Some(category) = ours.by_code(code) {
                categories.insert(theirs.clone(), category);
            }
        }
        Ok(Self { scope, plan, categories })
    }

    /// Every postcode that these rows name, in their own column or in words.
    #[must_use]
    pub fn postcodes(&self, rows: &[Row]) -> Vec<Postcode> {
        let cells = rows.iter().filter_map(|row| row.cells.as_ref().ok());
        let mut codes: Vec<Postcode> = cells
            .flat_map(|cells| {
                let own = self.plan.cell(cells, Field::Postcode).and_then(Postcode::parse);
                let in_words = self.plan.cell(cells, Field::Address).and_then(postcode_in);
                own.into_iter().chain(in_words)
            })
            .collect();
        codes.sort_unstable_by_key(Postcode::to_string);
        codes.dedup();
        codes
    }

    /// The first day on which one of these rows was heard.
    #[must_use]
    pub fn first_day(&self, rows: &[Row]) -> Date {
        let cells = rows.iter().filter_map(|row| row.cells.as_ref().ok());
        let days = cells.filter_map(|cells| files::moment(self.plan.cell(cells, Field::HeardAt)?)).map(Instant::date);
        days.min().unwrap_or(self.scope.now.date())
    }

    /// Whether a row's category is one of ours.
    #[must_use]
    pub fn knows_category(&self, text: &str) -> bool {
        self.categories.contains_key(&fold(text))
    }

    /// Reads one row: where its postcode is, and which lines were drawn on its day, is known beforehand.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&self, row: &Row, spots: &Spots, vintages: &Vintages) -> Result<Read, Vec<OperationFault>> {
        let mut faults = Faults { plan: self.plan, line: row.line, all: Vec::new() };
        let cells = match &row.cells {
            Ok(cells) => cells,
            Err(broken) => {
                faults.say_of_row(broken.to_string());
                return Err(faults.all);
            }
        };
        let cell = |field: Field| self.plan.cell(cells, field);
        let category = self.category(cell(Field::Category), &mut faults);
        let words = described(cell(Field::Description), &mut faults);
        let heard_at = self.heard_at(cell(Field::HeardAt), &mut faults);
        let ground = Ground { scope: self.scope, vintages, day: heard_at.date(), spots };
        let located = ground.located(|field| self.plan.cell(cells, field), &mut faults);
        let channel = one_of(cell(Field::Channel), Field::Channel, Channel::ALL, Channel::as_str, &mut faults);
        let status = one_of(cell(Field::Status), Field::Status, &STATUSES, ConcernStatus::as_str, &mut faults);
        let people_affected = number(cell(Field::PeopleAffected), Field::PeopleAffected, 1..=9_999_999, &mut faults);
        let protection = number(cell(Field::Protection), Field::Protection, 0..=5, &mut faults);
        let suggested = number(cell(Field::SuggestedSeriousness), Field::SuggestedSeriousness, 1..=5, &mut faults);
        let (contact, safe_way, wants_news) = self.contact(cells, &mut faults);
        let language = short(cell(Field::Language), Field::Language, 35, &mut faults);
        let external_id = short(cell(Field::ExternalId), Field::ExternalId, 200, &mut faults);
        if let Some((lies, _)) = &located {
            let organisation = self.scope.hat().and_then(|hat| hat.organisation);
            let ground = places::ground(lies.iter().map(|lies| lies.place).collect(), organisation);
            if self.scope.may(Right::ImportConcerns, &ground).is_err() {
                faults.say(Field::Place, "Your role does not reach this place: leave the row to whoever works there");
            }
        }
        let (Some(category), Some(words), Some((lies, point)), true) =
            (category, words, located, faults.all.is_empty())
        else {
            return Err(faults.all);
        };
        let told = Told {
            category,
            words,
            whereabouts: short(cell(Field::Address), Field::Address, 500, &mut faults)
                .map(|said| safety::with_postcode(said, cell(Field::Postcode).and_then(Postcode::parse))),
            point,
            places: lies.iter().map(|lies| lies.place).collect(),
            channel: channel.unwrap_or(Channel::Import),
            people_affected,
            suggested_seriousness: suggested,
            language: language.unwrap_or_else(|| "en-GB".into()),
            contact,
            safe_way,
            wants_news,
            external_id: Some(external_id.unwrap_or_else(|| self.known_by_what_it_says(cells))),
            protection: protection.unwrap_or_default(),
            heard_at,
        };
        if faults.all.is_empty() {
            Ok(Read { told, status: status.unwrap_or(ConcernStatus::Heard), lies })
        } else {
            Err(faults.all)
        }
    }

    /// A row without a number of its own is known by what it says: the same row again is the same concern.
    fn known_by_what_it_says(&self, cells: &[String]) -> String {
        let text = cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>().join("\u{1f}");
        let hash = self.scope.site.vault.keyed_hash("imported row", self.scope.partnership(), text.as_bytes());
        let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("row {hex}")
    }

    fn category(&self, text: Option<&str>, faults: &mut Faults<'_>) -> Option<Id> {
        let Some(text) = text else {
            faults.say(Field::Category, "Enter a category");
            return None;
        };
        let found = self.categories.get(&fold(text)).map(|category| category.id);
        if found.is_none() {
            faults.say(Field::Category, "This is none of the partnership's categories: say which of them is meant");
        }
        found
    }

    fn heard_at(&self, text: Option<&str>, faults: &mut Faults<'_>) -> Instant {
        let Some(text) = text else { return self.scope.now };
        match files::moment(text) {
            Some(moment) if moment > self.scope.now => {
                faults.say(Field::HeardAt, "This day has not come yet: check the year");
            }
            Some(moment) if moment < Instant::at(base::Date::constant(1950, 1, 1), 0, 0) => {
                faults.say(Field::HeardAt, "This is before 1950: check the year");
            }
            Some(moment) => return moment,
            None => faults.say(Field::HeardAt, "Write the day like 31/03/2026 or 2026-03-31"),
        }
        self.scope.now
    }

    fn contact(&self, cells: &[String], faults: &mut Faults<'_>) -> (Option<Contact>, SafeWay, bool) {
        let mut text = |field: Field, most| short(self.plan.cell(cells, field), field, most, faults);
        let contact = Contact {
            name: text(Field::ContactName, 200),
            email: text(Field::ContactEmail, 254),
            phone: text(Field::ContactPhone, 40).map(|number| files::phone(&number)),
            address: text(Field::ContactAddress, 500),
        };
        if contact.email.as_deref().is_some_and(|email| !email.contains('@') || email.contains(char::is_whitespace)) {
            faults.say(Field::ContactEmail, "Write an e-mail address, like name@example.org");
        }
        let safe = self.plan.cell(cells, Field::ContactSafe).map(fold);
        let way = match safe.as_deref() {
            None | Some("no" | "none" | "false" | "0" | "n") => SafeWay::Nothing,
            Some("yes" | "true" | "1" | "y") => first_way(&contact),
            Some(way) => way.replace(' ', "").parse().unwrap_or_else(|_| {
                faults.say(Field::ContactSafe, "Write email, phone, letter or none");
                SafeWay::Nothing
            }),
        };
        let reached = match way {
            SafeWay::Email => contact.email.is_some(),
            SafeWay::Phone => contact.phone.is_some(),
            SafeWay::Letter => contact.address.is_some(),
            SafeWay::Nothing => true,
        };
        if !reached {
            faults.say(Field::ContactSafe, "This way is said to be safe, and there is nothing to reach them by");
        }
        let agreed = self.plan.cell(cells, Field::ContactConsent).map(fold);
        let wants = matches!(agreed.as_deref(), Some("yes" | "true" | "1" | "y")) && way != SafeWay::Nothing;
        ((!contact.is_empty() || contact.name.is_some()).then_some(contact), way, wants)
    }
}

impl Ground<'_> {
    /// Where a row is: a point, a postcode, a place or words, the first that is given.
    fn located<'c>(
        &self,
        cell: impl Fn(Field) -> Option<&'c str>,
        faults: &mut Faults<'_>,
    ) -> Option<(Vec<Lies>, Option<Point>)> {
        if let (Some(lat), Some(lon)) = (cell(Field::Lat), cell(Field::Lon)) {
            let degrees = lat.parse().ok().zip(lon.parse().ok());
            let Some(point) = degrees.and_then(|(lat, lon)| Point::new(lat, lon)) else {
                faults.say(Field::Lat, "Write degrees, like 52.5862 and -1.9823");
                return None;
            };
            return self.inside(point, Field::Lat, faults).map(|lies| (lies, Some(point)));
        }
        if let Some(text) = cell(Field::Postcode) {
            let Some(code) = Postcode::parse(text) else {
                faults.say(Field::Postcode, "Write a whole postcode, like SW1A 2AA");
                return None;
            };
            let Some(point) = self.spots.get(&code.to_string()) else {
                faults.say(Field::Postcode, "We do not know this postcode: give a ward or a point instead");
                return None;
            };
            return self.inside(*point, Field::Postcode, faults).map(|lies| (lies, None));
        }
        if let Some(text) = cell(Field::Place) {
            let Some(lies) = self.named(text) else {
                faults.say(Field::Place, "We know no place of this name or code");
                return None;
            };
            return Some((lies, None));
        }
        let Some(words) = cell(Field::Address) else {
            faults.say_of_row("Say where it is: latitude and longitude, a postcode, a ward, or words");
            return None;
        };
        Some((self.named_in(words), None))
    }

    fn inside(&self, point: Point, field: Field, faults: &mut Faults<'_>) -> Option<Vec<Lies>> {
        let lies = self.at(point);
        if lies.is_empty() {
            let name = &self.scope.snapshot.partnership.name;
            faults.say(field, self.vintages.today().outside(name, point).unwrap_or_default());
            return None;
        }
        Some(lies)
    }

    fn at(&self, point: Point) -> Vec<Lies> {
        placed(&self.vintages.on(self.day).at(point), &self.vintages.today().at(point))
    }

    /// A place by its name on the day, or else today: without a spot, nobody knows where it would lie by other lines.
    fn named(&self, text: &str) -> Option<Vec<Lies>> {
        let named = |places: &Places| places.named(text).map(|id| placed(&places.with_ancestors(id), &[]));
        named(self.vintages.on(self.day)).or_else(|| named(self.vintages.today()))
    }

    /// The places that words name: by a postcode in them, by a ward's name, else all of the partnership.
    fn named_in(&self, words: &str) -> Vec<Lies> {
        if let Some(point) = postcode_in(words).and_then(|code| self.spots.get(&code.to_string())) {
            return self.at(*point);
        }
        let named = words.split([',', '\n']).find_map(|part| self.named(part));
        named.unwrap_or_else(|| placed(&self.vintages.on(self.day).whole(), &self.vintages.today().whole()))
    }
}

impl Faults<'_> {
    /// A fault of one cell.
    fn say(&mut self, field: Field, sentence: impl Into<String>) {
        let column = self.plan.column_of(field).and_then(|at| self.plan.heading.get(at));
        self.note(column.map_or(field.as_str(), String::as_str).to_owned(), sentence.into());
    }

    /// A fault of the whole row.
    fn say_of_row(&mut self, sentence: impl Into<String>) {
        self.note(String::new(), sentence.into());
    }

    fn note(&mut self, field: String, sentence: String) {
        if !self.all.iter().any(|fault| fault.field == field) {
            self.all.push(OperationFault { line: self.line, field, sentence });
        }
    }
}

fn first_way(contact: &Contact) -> SafeWay {
    match (&contact.email, &contact.phone, &contact.address) {
        (Some(_), _, _) => SafeWay::Email,
        (None, Some(_), _) => SafeWay::Phone,
        (None, None, Some(_)) => SafeWay::Letter,
        (None, None, None) => SafeWay::Nothing,
    }
}

fn described(text: Option<&str>, faults: &mut Faults<'_>) -> Option<String> {
    match text {
        None => faults.say(Field::Description, "Enter what was said"),
        Some(text) if text.chars().count() > LONGEST_WORDS => {
            faults.say(Field::Description, format!("Use {LONGEST_WORDS} characters or fewer"));
        }
        Some(text) => return Some(text.to_owned()),
    }
    None
}

fn short(text: Option<&str>, field: Field, most: usize, faults: &mut Faults<'_>) -> Option<String> {
    let text = text?;
    if text.chars().count() > most {
        faults.say(field, format!("Use {most} characters or fewer"));
        return None;
    }
    Some(text.to_owned())
}

fn number(text: Option<&str>, field: Field, range: RangeInclusive<i64>, faults: &mut Faults<'_>) -> Option<i64> {
    let read = text?.replace([',', ' '], "").parse().ok().filter(|number| range.contains(number));
    if read.is_none() {
        faults.say(field, format!("Write a number between {} and {}", range.start(), range.end()));
    }
    read
}

fn one_of<T: Copy>(
    text: Option<&str>,
    field: Field,
    all: &[T],
    written: fn(T) -> &'static str,
    faults: &mut Faults<'_>,
) -> Option<T> {
    let wanted = fold(text?);
    let found = all.iter().copied().find(|one| fold(written(*one)) == wanted);
    if found.is_none() {
        let words: Vec<&str> = all.iter().map(|one| written(*one)).collect();
        faults.say(field, format!("Write one of {}", words.join(", ")));
    }
    found
}

/// A postcode at the end of one of the parts of an address.
fn postcode_in(words: &str) -> Option<Postcode> {
    words.split([',', '\n']).find_map(|part| {
        let tail: Vec<&str> = part.split_whitespace().rev().take(2).collect();
        let tail = tail.iter().rev().copied().collect::<Vec<_>>().join(" ");
        Postcode::parse(part).or_else(|| Postcode::parse(&tail))
    })
}
