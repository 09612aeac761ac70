use access::Scope;
use askama::Template;
use askama::filters::HtmlSafe;
use base::{Date, FieldErrors, Instant, Problem, Reference};
use db::Tx;
use web::components::Choice;
use web::{Ask, Form, Markup, Typed};

use super::{Act, Sheet, Verb};
use crate::commands::{self, AtHand};
use crate::model::SERIOUSNESS;
use crate::store::Issue;

/// How serious, for how many, and how we know (WAL-32, MAN-24). A 5 asks who holds it and who was told.
pub(super) struct Assess;

#[derive(Template)]
#[template(path = "staff/act/assess.html")]
struct Questions<'a> {
    form: &'a Form,
    hint: String,
    danger: Markup,
}

#[derive(Template)]
#[template(path = "staff/act/danger.html")]
struct Danger<'a> {
    form: &'a Form,
}

impl HtmlSafe for Questions<'_> {}
impl HtmlSafe for Danger<'_> {}

impl Act for Assess {
    const VERB: Verb = Verb::Assess;
    type Around = ();
    type Command = commands::Assess;

    fn look(_: &mut Tx<'_>, _: &Scope, _: &AtHand) -> Result<(), Problem> {
        Ok(())
    }

    fn opening(issue: &Issue, now: Instant) -> Typed {
        let today = now.date();
        let mut typed = Typed::of([
            ("told_at-day", today.day().to_string()),
            ("told_at-month", today.month().to_string()),
            ("told_at-year", today.year().to_string()),
        ]);
        if issue.assessed_at.is_some() {
            typed.set("seriousness", issue.seriousness.to_string());
            typed.set("people_affected", issue.people_affected.map(|n| n.to_string()).unwrap_or_default());
        }
        typed
    }

    fn questions(form: &Form, sheet: &Sheet, (): &()) -> Markup {
        let voices = match sheet.issue.voices {
            0 => "Nobody has told us about it yet.".to_owned(),
            1 => "1 person told us.".to_owned(),
            voices => format!("{voices} people told us."),
        };
        Markup::of(&Questions {
            form,
            hint: format!("Not only those who told us. {voices}"),
            danger: Markup::of(&Danger { form }),
        })
    }

    fn read(mut ask: Ask<'_>, _: &Scope, version: Option<i64>) -> Result<commands::Assess, FieldErrors> {
        let seriousness = ask.number("seriousness", 1..=5, "Choose how serious it is, from 1 to 5");
        let people = ask.number("people_affected", 1..=9_999_999, "Enter the number of people affected, like 12");
        let reason = ask.text("reason", 4_000, "Enter why: your colleagues read it");
        let evidence = ask.optional_text("evidence", 4_000);
        let (mut holder, mut told, mut told_at) = (None, None, None);
        if seriousness == Some(5) {
            holder = ask.text("holder", 200, "Enter who holds this now: a danger needs a named person");
            told = ask.text("told", 200, "Enter who was told of the danger");
            let day = ask.date("told_at", "Enter the day they were told, like 3 3 2027");
            let clock = ask.text("told_time", 20, "Enter the time they were told, like 6:30pm");
            let time = clock.as_deref().map(time);
            if time == Some(None) {
                ask.refuse("told_time", "Enter the time they were told, like 6:30pm or 18:30");
            }
            told_at = day.zip(time.flatten()).map(|(day, (hour, minute)): (Date, _)| Instant::at(day, hour, minute));
        }
        ask.answers(|| {
            Some(commands::Assess {
                seriousness: seriousness?,
                people_affected: people?,
                reason: reason?,
                evidence,
                holder,
                told,
                told_at,
                version,
            })
        })
    }

    fn run(
        tx: &mut Tx<'_>,
        scope: &Scope,
        reference: &Reference,
        command: &commands::Assess,
    ) -> Result<Issue, Problem> {
        commands::assess(tx, scope, reference, command)
    }
}

impl Questions<'_> {
    /// The five, each in words; a 5 asks more.
    fn scale(&self) -> Vec<Choice> {
        let choice = |at: usize, words: &str| {
            let number = at + 1;
            let choice = Choice::new(number.to_string(), format!("{number} – {words}"));
            if number == 5 { choice.reveals(self.danger.clone()) } else { choice }
        };
        SERIOUSNESS.iter().enumerate().map(|(at, words)| choice(at, words)).collect()
    }
}

/// Hour and minute of a time as people write it: `6:30pm`, `6.30 pm`, `6pm`, `18:30`, `noon`.
fn time(text: &str) -> Option<(i8, i8)> {
    let text = text.trim().to_lowercase().replace([' ', '.'], ":").replace(":am", "am").replace(":pm", "pm");
    let text = match text.as_str() {
        "noon" | "midday" => "12pm",
        "midnight" => "12am",
        other => other,
    };
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (text, None),
    };
    let (hour, minute) = clock.split_once(':').unwrap_or((clock, if half.is_some() { "0" } else { "" }));
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        Some(add) => (1..=12).contains(&hour).then(|| hour % 12 + add)?,
        None => hour,
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_time_reads_back_in_both_ways_of_writing_it(hour in 0_i8..24, minute in 0_i8..60) {
            prop_assert_eq!(time(&format!("{hour}:{minute:02}")), Some((hour, minute)));
            let half = if hour < 12 { "am" } else { "pm" };
            let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
            prop_assert_eq!(time(&format!("{twelve}:{minute:02}{half}")), Some((hour, minute)));
            prop_assert_eq!(time(&format!("{twelve}.{minute:02} {half}")), Some((hour, minute)));
        }

        #[test]
        fn anything_typed_is_answered_without_a_panic(text in ".{0,20}") {
            let _ = time(&text);
        }
    }

    #[test]
    fn words_and_whole_hours_are_times_and_bare_numbers_are_not() {
        assert_eq!(time("6pm"), Some((18, 0)));
        assert_eq!(time("noon"), Some((12, 0)));
        assert_eq!(time("6"), None);
        assert_eq!(time("13pm"), None);
        assert_eq!(time("25:00"), None);
    }
}
