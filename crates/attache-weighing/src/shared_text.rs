//! Which articles share passages, and how long?
//!
//! Candidates come from fingerprints: of every [`WINDOW`] neighbouring runs of [`RUN`] words the run with the least hash (winnowing, a MinHash
//! over windows rather than over whole articles). Two texts that share `RUN + WINDOW - 1` words in a row always share a fingerprint, so three
//! paragraphs lifted into a long article are found, which a MinHash of the whole would miss. Candidates are then compared word by word.
//! Words between quotation marks do not count: two reporters may quote one speech.

use crate::words::{Word, Words, combine, distinct, short};

/// Words in a run.
const RUN: usize = 6;
/// Neighbouring runs of which one is kept.
const WINDOW: usize = 6;

/// What two texts have in common, word for word.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Shared words of the first and of the second text.
    pub words: [usize; 2],
    /// Their part of all unquoted words of each text, 0 to 1.
    pub part: [f32; 2],
    /// The longest shared passage as a byte range of the first text, and its length in words.
    pub longest: (usize, usize),
    pub longest_words: usize,
}

/// What two texts share, when that is a passage.
pub fn shared_passages(a: &str, b: &str) -> Option<Shared> {
    compare(&Words::of(a).list, &Words::of(b).list)
}

fn runs(words: &[Word]) -> impl Iterator<Item = (usize, u64)> + '_ {
    words
        .windows(RUN)
        .enumerate()
        .filter(|(_, run)| !run.iter().any(|word| word.quoted))
        .map(|(at, run)| (at, combine(run)))
}

pub fn fingerprints(words: &[Word]) -> Vec<u32> {
    let hashes: Vec<u32> = runs(words).map(|(_, hash)| short(hash)).collect();
    distinct(match hashes.len() {
        0..WINDOW => hashes.iter().min().into_iter().copied().collect(),
        _ => hashes
            .windows(WINDOW)
            .filter_map(|window| window.iter().min().copied())
            .collect(),
    })
}

fn compare(a: &[Word], b: &[Word]) -> Option<Shared> {
    let covered_a = covered(a, b);
    let covered_b = covered(b, a);
    let count = |covered: &[bool]| covered.iter().filter(|covered| **covered).count();
    let words = [count(&covered_a), count(&covered_b)];
    if words[0] == 0 || words[1] == 0 {
        return None;
    }
    let plain = |words: &[Word]| words.iter().filter(|word| !word.quoted).count().max(1);
    let part = [words[0] as f32 / plain(a) as f32, words[1] as f32 / plain(b) as f32];
    let (start, end) = longest(&covered_a);
    let longest = (a.get(start)?.start, a.get(end.checked_sub(1)?)?.end);
    Some(Shared {
        words,
        part,
        longest,
        longest_words: end - start,
    })
}

/// Which words lie in a run that the other text has too?
fn covered(words: &[Word], others: &[Word]) -> Vec<bool> {
    let mut known: Vec<u64> = runs(others).map(|(_, hash)| hash).collect();
    known.sort_unstable();
    let mut covered = vec![false; words.len()];
    for (at, hash) in runs(words) {
        if known.binary_search(&hash).is_ok() {
            covered[at..at + RUN].fill(true);
        }
    }
    covered
}

fn longest(covered: &[bool]) -> (usize, usize) {
    let (mut best, mut start) = ((0, 0), 0);
    for (at, is_covered) in covered.iter().enumerate() {
        if !is_covered {
            start = at + 1;
        } else if at + 1 - start > best.1 - best.0 {
            best = (start, at + 1);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Digest;

    const EXCERPT: &str = "The first two of the boats left the yard on the river in the early hours of Sunday under a grey sky and in silence";

    fn filler(seed: u32, words: u32) -> String {
        (0..words)
            .map(|n| format!("w{}x{} ", seed, n.wrapping_mul(seed + 7) % 9973))
            .collect()
    }

    #[test]
    fn finds_an_excerpt_in_a_long_text() {
        let long = format!("{}{EXCERPT}. {}", filler(1, 900), filler(2, 900));
        let other = format!("{} {EXCERPT}, {}", filler(3, 150), filler(4, 100));
        let prints = |text: &str| Digest::of(text).sketch.passages;
        let (of_long, of_other) = (prints(&long), prints(&other));
        assert!(of_long.iter().any(|print| of_other.contains(print)));
        assert!(!prints(&filler(5, 300)).iter().any(|print| of_other.contains(print)));
        let shared = shared_passages(&long, &other).unwrap();
        assert_eq!(&long[shared.longest.0..shared.longest.1], EXCERPT);
    }

    #[test]
    fn one_speech_quoted_twice_is_no_shared_text() {
        let quote = format!("“{EXCERPT},” he said");
        assert!(shared_passages(&quote, &format!("Later: {quote}")).is_none());
    }
}
