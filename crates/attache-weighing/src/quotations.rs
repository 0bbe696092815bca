//! Which articles have the same long quotation?

use std::collections::HashSet;

use crate::words::{Sketch, Word, Words, combine, distinct, short};

/// A quotation shorter than this is a phrase that any reporter may pick.
const LONG: usize = 8;

/// Quotations of [`LONG`] words and more that both texts have, as byte ranges of the first.
pub fn shared_quotations(text: &str, other: &Sketch) -> Vec<(usize, usize)> {
    let others: HashSet<u32> = other.quotations.iter().copied().collect();
    passages(&Words::of(text).list, &others)
}

/// A hash for each run of [`LONG`] quoted words, sorted.
pub fn fingerprints(words: &[Word]) -> Vec<u32> {
    distinct(runs(words).map(|(_, hash)| hash).collect())
}

fn runs(words: &[Word]) -> impl Iterator<Item = (usize, u32)> + '_ {
    words
        .windows(LONG)
        .enumerate()
        .filter(|(_, run)| run.iter().all(|word| word.quoted))
        .map(|(at, run)| (at, short(combine(run))))
}

fn passages(words: &[Word], others: &HashSet<u32>) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, _) in runs(words).filter(|(_, hash)| others.contains(hash)) {
        match found.last_mut() {
            Some((_, end)) if at <= *end => *end = at + LONG,
            _ => found.push((at, at + LONG)),
        }
    }
    found
        .iter()
        .filter_map(|(start, end)| Some((words.get(*start)?.start, words.get(end - 1)?.end)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Digest;

    #[test]
    fn long_quotations_only() {
        let a = "\"We have not ordered the Gripen nor anything else,\" he said. \"A fabrication,\" he called it.";
        let b = "The minister: “We have not ordered the Gripen nor anything else” and “a fabrication”.";
        let shared = shared_quotations(a, &Digest::of(b).sketch);
        assert_eq!(
            shared.iter().map(|(start, end)| &a[*start..*end]).collect::<Vec<_>>(),
            ["We have not ordered the Gripen nor anything else"]
        );
    }
}
