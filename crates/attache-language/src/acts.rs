//! Which words seem to tell an event between states or to count something of one, and who acts in it, what is counted?
//!
//! The model scores every word for each of PLOVER's types and for each measure, each pair of words for whether the second acts, is acted on or
//! is counted in what the first tells, and every word for the time that it is told in. Here the scores become words.

use attache_model::{EventType, Measure, Tense};

use crate::analysis::{Act, Count};
use crate::tree::best;

/// A word that is this unlikely to tell anything is left out.
const LEAST: f32 = 0.05;
/// From these log-odds on a word belongs to a side.
const BELONGS: f32 = 0.0;

/// The sides, in the order of their scores.
pub const SIDES: [&str; 3] = ["actor", "recipient", "subject"];

/// The labels of the scores, in their order.
#[derive(Default)]
pub struct Kinds {
    /// Of every score but the first, which says that a word tells no event.
    pub types: Vec<EventType>,
    /// Of every score but the first, which says that a word counts nothing.
    pub measures: Vec<Measure>,
    pub times: Vec<Tense>,
}

/// The scores of some consecutive words, row by row.
pub struct Scores {
    /// [words, 1 + types]
    pub acts: Vec<f32>,
    /// [words, words, sides]
    pub sides: Vec<f32>,
    /// [words, times + 1]; the last is above 0 where it did not or will not happen.
    pub moods: Vec<f32>,
    /// [words, 1 + measures]
    pub counts: Vec<f32>,
}

impl Scores {
    /// The words on a side of what `word` tells, counted from `begin`.
    fn side(&self, word: usize, side: usize, words: usize, begin: usize) -> Vec<usize> {
        let belongs = |other: &usize| self.sides[(word * words + other) * SIDES.len() + side] > BELONGS;
        (0..words).filter(belongs).map(|other| begin + other).collect()
    }
}

impl Kinds {
    /// How many scores a run gives of `words` words: of acts, sides, moods and counts.
    pub fn sizes(&self, words: usize) -> [usize; 4] {
        [
            words * (self.types.len() + 1),
            words * words * SIDES.len(),
            words * (self.times.len() + 1),
            words * (self.measures.len() + 1),
        ]
    }

    /// What `words` words tell of events, each counted from `begin`.
    pub fn acts(&self, scores: &Scores, words: usize, begin: usize) -> Vec<Act> {
        let moods = self.times.len() + 1;
        let act = |word: usize| {
            let (kind, chance, any) = likeliest(&scores.acts, word, self.types.len());
            let mood = &scores.moods[word * moods..][..moods];
            (any > LEAST).then(|| Act {
                token: begin + word,
                kind: self.types[kind],
                chance,
                any,
                actors: scores.side(word, 0, words, begin),
                recipients: scores.side(word, 1, words, begin),
                time: self.times[best(&mood[..moods - 1])],
                denied: mood[moods - 1] > 0.0,
            })
        };
        (0..words).filter_map(act).collect()
    }

    /// The words among `words` that count something.
    pub fn counts(&self, scores: &Scores, words: usize, begin: usize) -> Vec<Count> {
        let count = |word: usize| {
            let (measure, chance, any) = likeliest(&scores.counts, word, self.measures.len());
            (any > LEAST).then(|| Count {
                token: begin + word,
                measure: self.measures[measure],
                chance,
                any,
                subject: scores.side(word, 2, words, begin),
            })
        };
        (0..words).filter_map(count).collect()
    }
}

/// The likeliest of the kinds behind the first score of a word, which stands for none; its chance, and that of any kind.
fn likeliest(scores: &[f32], word: usize, kinds: usize) -> (usize, f32, f32) {
    let chances = softmax(&scores[word * (kinds + 1)..][..kinds + 1]);
    let kind = best(&chances[1..]);
    (kind, chances[kind + 1], 1.0 - chances[0])
}

/// Scores as chances that sum to 1.
fn softmax(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let parts: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f32 = parts.iter().sum();
    parts.into_iter().map(|part| part / sum).collect()
}
