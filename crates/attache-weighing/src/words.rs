//! What words does a text consist of, and which of them are someone else's, between quotation marks?

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words too common to say what an article is about.
const COMMON: &str = " about after against also among another because been before being between both came could does down during each even first from \
    have having here into just last like made make many more most much must near never next only other over said same says should since some \
    still such than that their them then there these they this those three through time told under until upon very want wanted were what when \
    where which while whom whose will with without would year years your monday tuesday wednesday thursday friday saturday sunday ";

static COMMON_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| COMMON.split_ascii_whitespace().collect());

/// One word of a text.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Hash of the word in lower case.
    pub hash: u64,
    pub start: usize,
    pub end: usize,
    /// Stands between quotation marks.
    pub quoted: bool,
}

/// A text cut into words.
#[derive(Debug, Default)]
pub struct Words {
    pub list: Vec<Word>,
    /// Distinct words of content, sorted: four letters or more and not common, and every number of two digits or more.
    pub content: Vec<u32>,
}

/// What is kept of a text's words while many texts are compared; the words themselves are cut again for the few that are worth it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// As [`Words::content`].
    pub content: Vec<u32>,
    pub sketch: Sketch,
    /// How many words it has.
    pub length: usize,
}

/// By what texts that may have passages in common are found: hashes of runs of words, each sorted. It depends on the text alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Of its unquoted text, see [`crate::shared_text`].
    pub passages: Vec<u32>,
    /// Of its quotations, see [`crate::quotations`].
    pub quotations: Vec<u32>,
}

impl Digest {
    pub fn of(text: &str) -> Digest {
        let words = Words::of(text);
        Digest {
            sketch: Sketch {
                passages: crate::shared_text::fingerprints(&words.list),
                quotations: crate::quotations::fingerprints(&words.list),
            },
            length: words.list.len(),
            content: words.content,
        }
    }

    /// The part of the shorter text's content that the other has too, 0 to 1.
    pub fn overlap(&self, other: &Digest) -> f32 {
        let (x, y) = (&self.content, &other.content);
        let (mut at, mut shared) = (0, 0);
        for word in x {
            at += y[at..].iter().take_while(|other| *other < word).count();
            shared += usize::from(y.get(at) == Some(word));
        }
        shared as f32 / x.len().min(y.len()).max(1) as f32
    }
}

impl Words {
    pub fn of(text: &str) -> Words {
        let mut list = Vec::new();
        let mut content = Vec::new();
        let mut begin = None;
        let mut quoted = false;
        for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
            // An apostrophe or a point between letters or digits belongs to the word ("Poland's", "3.15").
            let inside = c.is_alphanumeric();
            match (begin, inside) {
                (None, true) => begin = Some(at),
                (Some(start), false) => {
                    let word = text[start..at].to_lowercase();
                    let hash = hash(word.as_bytes());
                    list.push(Word {
                        hash,
                        start,
                        end: at,
                        quoted,
                    });
                    if is_content(&word) {
                        content.push(short(hash));
                    }
                    begin = None;
                }
                _ => {}
            }
            match c {
                '“' => quoted = true,
                '”' | '\n' => quoted = false,
                '"' => quoted = !quoted,
                _ => {}
            }
        }
        Words {
            list,
            content: distinct(content),
        }
    }
}

fn is_content(word: &str) -> bool {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    if digits {
        return word.len() >= 2;
    }
    word.chars().count() >= 4 && !COMMON_WORDS.contains(word)
}

/// Each once and in order, in no more room than they take: they are kept of every article.
pub fn distinct(mut hashes: Vec<u32>) -> Vec<u32> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes.shrink_to_fit();
    hashes
}

/// Half of a hash: enough to find what is then compared word by word.
pub fn short(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

/// FNV-1a, 64 bits: the same on every machine and in every run.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// One hash for a run of words.
pub fn combine(words: &[Word]) -> u64 {
    let mixed = words.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |hash, word| {
        (hash.rotate_left(5) ^ word.hash).wrapping_mul(0x517c_c1b7_2722_0a95)
    });
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_ends_with_its_line() {
        let words = Words::of("He said \"we never\n sold it\". “None,” she said.");
        let quoted: Vec<bool> = words.list.iter().map(|word| word.quoted).collect();
        assert_eq!(quoted, [false, false, true, true, false, false, true, false, false]);
    }
}
