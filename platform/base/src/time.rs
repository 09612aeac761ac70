use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A calendar day, without a time or a zone.
pub type Date = jiff::civil::Date;

/// A moment, in whole microseconds since 1 January 1970 UTC: what both databases store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(i64);

/// `n` seconds in microseconds.
#[must_use]
pub const fn seconds(n: i64) -> i64 {
    n * 1_000_000
}
/// `n` minutes in microseconds.
#[must_use]
pub const fn minutes(n: i64) -> i64 {
    seconds(n * 60)
}
/// `n` hours in microseconds.
#[must_use]
pub const fn hours(n: i64) -> i64 {
    minutes(n * 60)
}
/// `n` days of 24 hours in microseconds.
#[must_use]
pub const fn days(n: i64) -> i64 {
    hours(n * 24)
}

/// The zone the partnerships live in.
#[must_use]
pub fn london() -> TimeZone {
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}

impl Instant {
    /// From microseconds since the epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This moment moved by `micros` (see [`days`], [`hours`]).
    #[must_use]
    pub const fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// This moment so many calendar months earlier.
    #[must_use]
    pub fn months_before(self, months: i64) -> Self {
        let earlier = self.zoned().saturating_sub(jiff::Span::new().months(months));
        Self(earlier.timestamp().as_microsecond())
    }

    /// Midnight in London at the beginning of `day`, moved by `micros`.
    #[must_use]
    pub fn on(day: Date, micros: i64) -> Self {
        let midnight = london().to_zoned(day.at(0, 0, 0, 0));
        Self(midnight.map_or(0, |zoned| zoned.timestamp().as_microsecond())).plus(micros)
    }

    /// `hour:minute` in London on `day`.
    #[must_use]
    pub fn at(day: Date, hour: i8, minute: i8) -> Self {
        let wall = london().to_zoned(day.at(hour, minute, 0, 0));
        Self(wall.map_or(0, |zoned| zoned.timestamp().as_microsecond()))
    }

    /// The next moment at which it is `hour:minute` in London.
    #[must_use]
    pub fn next_time(self, hour: i8, minute: i8) -> Self {
        let today = Self::at(self.date(), hour, minute);
        let tomorrow = self.date().tomorrow().map_or(today.plus(days(1)), |day| Self::at(day, hour, minute));
        if today > self { today } else { tomorrow }
    }

    /// The day it is in London at this moment.
    #[must_use]
    pub fn date(self) -> Date {
        self.zoned().date()
    }

    /// Days on the calendar in London from this moment to `later`, as people count them: what was said at 2:20pm is a
    /// day old after midnight. 0 when `later` is no later day.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        let span = later.date().since(self.date());
        span.map_or(0, |span| i64::from(span.get_days())).max(0)
    }

    /// RFC 3339 in UTC, as the API writes it: `2027-03-03T18:30:00Z`.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.timestamp().to_string()
    }

    /// Reads RFC 3339 with any offset.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|stamp| Self(stamp.as_microsecond()))
    }

    /// For people: `3 March 2027`.
    #[must_use]
    pub fn day_words(self) -> String {
        self.zoned().strftime("%-d %B %Y").to_string()
    }

    /// For people: `3 March 2027 at 6:30pm`.
    #[must_use]
    pub fn words(self) -> String {
        format!("{} at {}", self.day_words(), self.time_words())
    }

    /// For people: `6:30pm`.
    #[must_use]
    pub fn time_words(self) -> String {
        self.zoned().strftime("%-I:%M%P").to_string()
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn zoned(self) -> jiff::Zoned {
        self.timestamp().to_zoned(london())
    }
}

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.rfc3339())
    }
}

impl<'de> serde::Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(input)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("a time like 2027-03-03T18:30:00Z"))
    }
}

impl utoipa::PartialSchema for Instant {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        let time = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        ObjectBuilder::new().schema_type(Type::String).format(Some(time)).into()
    }
}

impl utoipa::ToSchema for Instant {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_london_time() {
        let summer = Instant::parse("2027-07-03T17:30:00Z").expect("a time");
        assert_eq!(summer.words(), "3 July 2027 at 6:30pm");
        assert_eq!(summer.rfc3339(), "2027-07-03T17:30:00Z");
        assert_eq!(Instant::at(summer.date(), 18, 30), summer);
        let winter = Instant::parse("2027-01-03T09:05:00+00:00").expect("a time");
        assert_eq!(winter.words(), "3 January 2027 at 9:05am");
    }

    #[test]
    fn days_are_counted_on_the_calendar() {
        let told = Instant::at(jiff::civil::date(2027, 3, 27), 14, 20);
        let days = |day, hour, minute| told.days_until(Instant::at(jiff::civil::date(2027, 3, day), hour, minute));
        assert_eq!((days(27, 23, 59), days(28, 0, 1), days(28, 23, 59)), (0, 1, 1));
        // The night of the 28th is an hour short; and nothing is older than nothing.
        assert_eq!((days(29, 0, 1), days(26, 12, 0)), (2, 0));
        assert_eq!(told.days_until(Instant::at(jiff::civil::date(2028, 3, 27), 0, 0)), 366);
    }

    #[test]
    fn a_day_begins_at_midnight_in_london() {
        let day = jiff::civil::date(2027, 7, 1);
        assert_eq!(Instant::on(day, 0).rfc3339(), "2027-06-30T23:00:00Z");
        assert_eq!(Instant::on(day, 0).date(), day);
    }
}
