//! Which articles have the same long quotation?

use std::collections::{BTreeMap, HashSet};

use crate::shared_text::candidates;
use crate::words::{Digest, Word, Words, combine};

/// A quotation shorter than this is a phrase that any reporter may pick.
const LONG: usize = 8;

/// Quotations of [`LONG`] words and more that both texts have, as byte ranges of the first; pairs by index, the smaller first.
pub fn shared_quotations<'a>(
    digests: &[Digest],
    text: impl Fn(usize) -> &'a str,
) -> BTreeMap<(usize, usize), Vec<(usize, usize)>> {
    let mut shared = BTreeMap::new();
    for (a, b) in candidates(digests, |digest| &digest.quotations) {
        let others: HashSet<u64> = digests[b].quotations.iter().copied().collect();
        let passages = passages(&Words::of(text(a)).list, &others);
        if !passages.is_empty() {
            shared.insert((a, b), passages);
        }
    }
    shared
}

/// A hash for each run of [`LONG`] quoted words.
pub fn fingerprints(words: &[Word]) -> Vec<u64> {
    runs(words).map(|(_, hash)| hash).collect()
}

fn runs(words: &[Word]) -> impl Iterator<Item = (usize, u64)> + '_ {
    words
        .windows(LONG)
        .enumerate()
        .filter(|(_, run)| run.iter().all(|word| word.quoted))
        .map(|(at, run)| (at, combine(run)))
}

fn passages(words: &[Word], others: &HashSet<u64>) -> Vec<(usize, usize)> {
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

    #[test]
    fn long_quotations_only() {
        let a = "\"We have not ordered the Gripen nor anything else,\" he said. \"A fabrication,\" he called it.";
        let b = "The minister: “We have not ordered the Gripen nor anything else” and “a fabrication”.";
        let digests = [Digest::of(a), Digest::of(b)];
        let shared = shared_quotations(&digests, |at| [a, b][at]);
        assert_eq!(
            shared[&(0, 1)]
                .iter()
                .map(|(start, end)| &a[*start..*end])
                .collect::<Vec<_>>(),
            ["We have not ordered the Gripen nor anything else"]
        );
    }
}
