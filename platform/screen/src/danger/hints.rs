use std::ops::Range;

use super::list::{Phrase, Phrases};
use super::text::{Text, Token};

/// What the kinds of hint that stand together must weigh for them to hold.
const ENOUGH: u32 = 6;
/// How many words apart hints still stand together.
const TOGETHER: usize = 30;
/// How many words the end of a sentence is as good as: who hints may take two, but three things are rarely one story.
const SENTENCE_END: usize = 18;

/// Words that hold nothing alone. People who hint say several of them in one breath: somebody small, a mark, a silence.
#[derive(Debug, Default)]
pub(super) struct Hints {
    phrases: Phrases,
    /// What each kind weighs; a phrase's `kind` is the place here.
    weights: Vec<u32>,
}

impl Hints {
    /// Begins a kind of hint; the phrases that follow are of this kind.
    pub(super) fn begin(&mut self, weight: u32) {
        self.weights.push(weight);
    }

    /// Says that `phrase` is a hint of the kind last begun.
    pub(super) fn add(&mut self, mut phrase: Phrase) {
        phrase.kind = self.weights.len() - 1;
        self.phrases.add(phrase);
    }

    /// Every hint that stands among others which together weigh enough; each kind weighs once, however often it is said.
    pub(super) fn together_in(&self, text: &Text<'_>) -> Vec<(&Phrase, Range<usize>)> {
        let said = self.phrases.found_in(text);
        let places = places(text.tokens);
        let mut times = vec![0_u32; self.weights.len()];
        let (mut weight, mut first, mut holding) = (0, 0, vec![false; said.len()]);
        for (last, (phrase, at)) in said.iter().enumerate() {
            times[phrase.kind] += 1;
            if times[phrase.kind] == 1 {
                weight += self.weights[phrase.kind];
            }
            while places[said[first].1.start] + TOGETHER <= places[at.start] {
                let gone = said[first].0.kind;
                times[gone] -= 1;
                if times[gone] == 0 {
                    weight -= self.weights[gone];
                }
                first += 1;
            }
            if weight >= ENOUGH {
                holding[first..=last].fill(true);
            }
        }
        said.into_iter().zip(holding).filter_map(|(hint, holds)| holds.then_some(hint)).collect()
    }
}

/// How many words into the text each token stands.
fn places(tokens: &[Token<'_>]) -> Vec<usize> {
    let step = |place: &mut usize, token: &Token<'_>| {
        let here = *place;
        *place += if token.is_stop() { SENTENCE_END } else { 1 };
        Some(here)
    };
    tokens.iter().scan(0, step).collect()
}
