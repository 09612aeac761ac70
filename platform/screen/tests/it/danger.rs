use std::sync::LazyLock;

use proptest::prelude::*;
use wardmote_screen::danger;

static TUNED: LazyLock<Vec<&'static str>> = LazyLock::new(|| sentences("tuning", "held"));
static CLEAR: LazyLock<Vec<&'static str>> = LazyLock::new(|| sentences("tuning", "clear"));

/// Every golden sentence: its set, its answer, its subject and what it says.
fn golden() -> impl Iterator<Item = [&'static str; 4]> {
    let lines = include_str!("../../src/danger/golden.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("four columns: {line}")))
}

fn sentences(set: &str, answer: &str) -> Vec<&'static str> {
    golden().filter(|row| row[0] == set && row[1] == answer).map(|row| row[3]).collect()
}

/// How many of these sentences are held. The sentences themselves are not printed: what is kept back stays unread.
#[expect(clippy::print_stdout, reason = "the measured rates are what these tests are for")]
fn held(set: &str, answer: &str) -> (usize, usize) {
    let sentences = sentences(set, answer);
    let held = sentences.iter().filter(|sentence| danger::held(sentence).is_some()).count();
    println!("{set}, should be {answer}: {held} of {} held", sentences.len());
    (held, sentences.len())
}

/// How many concerns of three everyday sentences are held, of 293.
const MOST_OF_THREE: usize = 5;

#[test]
fn the_golden_set_is_large_enough_to_mean_something() {
    let count = |answer| golden().filter(|row| row[1] == answer).count();
    assert!(count("held") >= 600 && count("clear") >= 900, "{} held, {} clear", count("held"), count("clear"));
}

/// Hints weigh in the rates below; what is said outright is not to hide behind them.
#[test]
fn what_another_said_outright_is_held() {
    let outright: Vec<_> =
        golden().filter(|row| row[0].starts_with("by another") && row[2].ends_with("-out")).collect();
    assert_eq!(outright.len(), 98);
    for [.., sentence] in outright {
        assert!(danger::held(sentence).is_some(), "not held: {sentence}");
    }
}

#[test]
fn every_sentence_the_list_was_tuned_on_is_held() {
    for sentence in &*TUNED {
        assert!(danger::held(sentence).is_some(), "not held: {sentence}");
    }
}

/// At least these of those that should be held. The README states the figures; they change there and here together.
#[test]
fn danger_is_held_as_often_as_stated() {
    let stated = [
        ("kept back", 78, 79),
        ("written after", 18, 27),
        ("by another", 120, 120),
        ("by another, kept back", 93, 120),
        ("rounds", 204, 224),
    ];
    for (set, least, stated) in stated {
        let (held, all) = held(set, "held");
        assert!(held * stated >= least * all, "{set}: {held} of {all}");
    }
}

/// At most these of those that should be clear.
#[test]
fn everyday_sentences_are_held_no_oftener_than_stated() {
    let stated = [
        ("tuning", 1, 295),
        ("kept back", 0, 144),
        ("written after", 0, 29),
        ("by another", 0, 130),
        ("by another, kept back", 0, 130),
        ("rounds", 6, 334),
    ];
    for (set, most, stated) in stated {
        let (held, all) = held(set, "clear");
        assert!(held * stated <= most * all, "{set}: {held} of {all}");
    }
}

/// A long concern says more words, and hints that stand together by accident hold it. Three that have nothing to do with
/// each other are the worst of it.
#[test]
fn three_everyday_sentences_in_one_concern_are_held_no_oftener_than_stated() {
    let concerns: Vec<String> = CLEAR.windows(3).map(|three| three.join(". ")).collect();
    let held = concerns.iter().filter(|concern| danger::held(concern).is_some()).count();
    assert!(held * 293 <= MOST_OF_THREE * concerns.len(), "{held} of {}", concerns.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is harmless is struck out in its own sentence; it never hides a danger in another.
    #[test]
    fn everyday_talk_around_it_hides_no_danger(
        before in prop::sample::select(CLEAR.clone()),
        danger in prop::sample::select(TUNED.clone()),
        after in prop::sample::select(CLEAR.clone()),
        shouted in any::<bool>(),
    ) {
        let text = format!("{before}. {danger}. {after}.");
        let text = if shouted { text.to_uppercase() } else { text };
        prop_assert!(danger::held(&text).is_some());
    }

    #[test]
    fn any_text_is_read_and_every_mark_is_a_piece_of_it(text in "\\PC{0,200}|([a-z0-9.!*@ ]|kill|knife|my| and ){0,60}") {
        for found in danger::held(&text).into_iter().flat_map(|held| held.terms) {
            prop_assert!(text.get(found.words).is_some_and(|piece| !piece.is_empty()));
        }
    }
}
