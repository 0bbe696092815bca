//! Which articles share passages, and how long?
//!
//! Candidates come from fingerprints: of every [`WINDOW`] neighbouring runs of [`RUN`] words the run with the least hash (winnowing, a MinHash
//! over windows rather than over whole articles). Two texts that share `RUN + WINDOW - 1` words in a row always share a fingerprint, so three
//! paragraphs lifted into a long article are found, which a MinHash of the whole would miss. Candidates are then compared word by word.
//! Words between quotation marks do not count: two reporters may quote one speech.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::words::{Digest, Word, Words, combine};

/// Words in a run.
const RUN: usize = 6;
/// Neighbouring runs of which one is kept.
const WINDOW: usize = 6;
/// Articles that share one fingerprint are compared each with each up to this many; beyond, each with the first and with its neighbour.
const CROWD: usize = 12;

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

/// Pairs of texts (by index, the smaller first) that share a passage, with what they share. `text` gives the text of an index.
pub fn shared_passages<'a>(
    digests: &[Digest],
    text: impl Fn(usize) -> &'a str + Sync,
) -> BTreeMap<(usize, usize), Shared> {
    let pairs: Vec<(usize, usize)> = candidates(digests, |digest| &digest.passages).into_iter().collect();
    let compare = |(a, b): (usize, usize)| {
        let (x, y) = (Words::of(text(a)), Words::of(text(b)));
        compare(&x.list, &y.list).map(|shared| ((a, b), shared))
    };
    let shared: Vec<_> = pairs.into_par_iter().filter_map(compare).collect();
    shared.into_iter().collect()
}

/// Pairs of articles that have a fingerprint in common, in less than quadratic time.
pub fn candidates(digests: &[Digest], prints: impl Fn(&Digest) -> &Vec<u64>) -> BTreeSet<(usize, usize)> {
    let mut postings: Vec<(u64, u32)> = Vec::with_capacity(digests.iter().map(|digest| prints(digest).len()).sum());
    for (article, digest) in (0..).zip(digests) {
        postings.extend(prints(digest).iter().map(|print| (*print, article)));
    }
    postings.par_sort_unstable();
    postings.dedup();
    let mut pairs = BTreeSet::new();
    for group in postings.chunk_by(|a, b| a.0 == b.0) {
        let at = |place: &(u64, u32)| place.1 as usize;
        for (nth, a) in group.iter().enumerate() {
            if group.len() <= CROWD {
                pairs.extend(group[nth + 1..].iter().map(|b| (at(a), at(b))));
            } else {
                pairs.extend(group.get(nth + 1).map(|b| (at(a), at(b))));
                pairs.extend((nth > 0).then_some((at(&group[0]), at(a))));
            }
        }
    }
    pairs
}

fn runs(words: &[Word]) -> impl Iterator<Item = (usize, u64)> + '_ {
    words
        .windows(RUN)
        .enumerate()
        .filter(|(_, run)| !run.iter().any(|word| word.quoted))
        .map(|(at, run)| (at, combine(run)))
}

pub fn fingerprints(words: &[Word]) -> Vec<u64> {
    let hashes: Vec<u64> = runs(words).map(|(_, hash)| hash).collect();
    let mut prints: Vec<u64> = match hashes.len() {
        0..WINDOW => hashes.iter().min().into_iter().copied().collect(),
        _ => hashes
            .windows(WINDOW)
            .filter_map(|window| window.iter().min().copied())
            .collect(),
    };
    prints.sort_unstable();
    prints.dedup();
    prints
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

    const EXCERPT: &str = "The first two of the boats left the yard on the river in the early hours of Sunday under a grey sky and in silence";

    fn filler(seed: u32, words: u32) -> String {
        (0..words)
            .map(|n| format!("w{}x{} ", seed, n.wrapping_mul(seed + 7) % 9973))
            .collect()
    }

    fn shared(texts: &[&str]) -> BTreeMap<(usize, usize), Shared> {
        let digests: Vec<Digest> = texts.iter().map(|text| Digest::of(text)).collect();
        shared_passages(&digests, |at| texts[at])
    }

    #[test]
    fn finds_an_excerpt_in_a_long_text() {
        let long = format!("{}{EXCERPT}. {}", filler(1, 900), filler(2, 900));
        let other = format!("{} {EXCERPT}, {}", filler(3, 150), filler(4, 100));
        let pairs = shared(&[&long, &filler(5, 300), &other]);
        assert_eq!(pairs.keys().collect::<Vec<_>>(), [&(0, 2)]);
        let shared = &pairs[&(0, 2)];
        assert_eq!(&long[shared.longest.0..shared.longest.1], EXCERPT);
    }

    #[test]
    fn one_speech_quoted_twice_is_no_shared_text() {
        let quote = format!("“{EXCERPT},” he said");
        assert!(shared(&[&quote, &format!("Later: {quote}")]).is_empty());
    }
}
