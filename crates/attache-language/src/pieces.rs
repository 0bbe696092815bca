//! Which pieces and which shape does the model see of a word?
//!
//! `Pieces` and `shape()` of training/data.py, step by step: BERT's uncased word pieces of single words, and how the word is written,
//! since the pieces no longer say it.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest word, in pieces, that the model is shown whole; of longer ones (addresses, noise) it sees the beginning.
const LONGEST_WORD: usize = 64;

/// Index of `other` among the shapes; `[CLS]` and `[SEP]` have it too.
pub const OTHER: i32 = 7;

/// The shapes in the order of labels.json.
pub const SHAPES: [&str; 8] = [
    "lower",
    "title",
    "upper",
    "mixed",
    "digits",
    "alphanumeric",
    "punctuation",
    "other",
];

/// How a word is written, as an index into [`SHAPES`].
pub fn shape(word: &str) -> i32 {
    let digits = word.bytes().any(|byte| byte.is_ascii_digit());
    let (mut letters, mut upper, mut lower, mut first_is_upper) = (0, 0, 0, false);
    for letter in word.chars().filter(|&character| is_letter(character)) {
        first_is_upper |= letters == 0 && letter.is_uppercase();
        letters += 1;
        upper += usize::from(letter.is_uppercase());
        lower += usize::from(letter.is_lowercase());
    }
    match (letters, digits) {
        (0, true) => 4,
        (_, true) => 5,
        (0, false) => 6,
        _ if upper + lower < letters => OTHER,
        _ if upper == 0 => 0,
        _ if upper == letters && upper > 1 => 2,
        _ if upper == 1 && first_is_upper => 1,
        _ => 3,
    }
}

/// Python's `isalpha`: letters, without the marks and symbols that Unicode also calls alphabetic.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
        || !character.is_ascii()
            && character.is_alphabetic()
            && !character.is_numeric()
            && !is_combining_mark(character)
            && !matches!(character, 'Ⓐ'..='ⓩ' | '\u{1f130}'..='\u{1f189}')
}

/// The vocabulary of word pieces.
pub struct Pieces {
    /// Pieces that begin a part of a word, and (their `##` taken off) those that go on.
    first: HashMap<&'static str, i32>,
    later: HashMap<&'static str, i32>,
    /// Length in bytes of the longest piece.
    longest: usize,
    unknown: i32,
    pub begin: i32,
    pub end: i32,
}

impl Pieces {
    /// Reads a vocabulary of one piece a line; `Err` names a special piece that it lacks.
    pub fn new(vocabulary: &'static str) -> Result<Pieces, &'static str> {
        let (mut first, mut later, mut longest) = (HashMap::new(), HashMap::new(), 0);
        for (id, piece) in vocabulary.lines().enumerate() {
            let id = i32::try_from(id).unwrap_or(i32::MAX);
            longest = longest.max(piece.len());
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => later.insert(rest, id),
                _ => first.insert(piece, id),
            };
        }
        let special = |piece: &'static str| first.get(piece).copied().ok_or(piece);
        let (unknown, begin, end) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Ok(Pieces {
            first,
            later,
            longest,
            unknown,
            begin,
            end,
        })
    }

    /// Appends the pieces of one word to `ids`; at least one, at most [`LONGEST_WORD`].
    pub fn of(&self, word: &str, ids: &mut Vec<i32>) {
        let begin = ids.len();
        let plain = plain(word);
        let mut parts = plain.as_str();
        while let Some(character) = parts.chars().next() {
            let run = parts
                .find(|character| !is_alphanumeric(character))
                .unwrap_or(parts.len());
            let length = if run == 0 { character.len_utf8() } else { run };
            let (part, rest) = parts.split_at(length);
            if run > 0 || !is_space(character) {
                self.split(part, ids);
            }
            parts = rest;
        }
        if ids.len() == begin {
            ids.push(self.unknown);
        }
        ids.truncate(begin + LONGEST_WORD);
    }

    /// Greedily the longest piece from the left; a part that cannot be covered is unknown.
    fn split(&self, part: &str, ids: &mut Vec<i32>) {
        let begin = ids.len();
        let mut at = 0;
        while at < part.len() {
            let known = if at == 0 { &self.first } else { &self.later };
            let found = (at + 1..=part.len().min(at + self.longest))
                .rev()
                .find_map(|end| Some((end, *known.get(part.get(at..end)?)?)));
            let Some((end, id)) = found else {
                ids.truncate(begin);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            at = end;
        }
    }
}

fn plain(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return word.to_ascii_lowercase();
    }
    let unquoted: String = word
        .chars()
        .map(|character| match character {
            '’' | '‘' | 'ʼ' | '`' => '\'',
            '“' | '”' | '„' | '«' | '»' => '"',
            '–' | '‐' | '‑' | '−' => '-',
            other => other,
        })
        .collect();
    unquoted
        .to_lowercase()
        .nfd()
        .filter(|&character| !is_nonspacing(character))
        .collect()
}

/// General category Mn, approximated: all marks but the enclosing ones and the spacing ones of the commonest scripts. What is left differs
/// from Python in a few marks of Indic scripts that the vocabulary does not know anyway.
fn is_nonspacing(character: char) -> bool {
    is_combining_mark(character)
        && !matches!(character, '\u{488}' | '\u{489}' | '\u{20dd}'..='\u{20e4}')
        && !is_spacing_mark(character)
}

/// General category Mc of Devanagari and Bengali.
fn is_spacing_mark(character: char) -> bool {
    matches!(character,
        '\u{903}' | '\u{93b}' | '\u{93e}'..='\u{940}' | '\u{949}'..='\u{94c}' | '\u{94e}' | '\u{94f}' | '\u{982}' | '\u{983}'
        | '\u{9be}'..='\u{9c0}' | '\u{9c7}' | '\u{9c8}' | '\u{9cb}' | '\u{9cc}')
}

fn is_alphanumeric(character: char) -> bool {
    is_letter(character) || character.is_numeric()
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\x1c'..='\x1f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let words = [
            "tank", "A", "Baku", "U.S.", "McCain", "1,200", "Su-30MKI", "2.4bn", "–", "北京", "É", "iPhone", "½",
        ];
        let shapes: Vec<&str> = words.iter().map(|word| SHAPES[shape(word) as usize]).collect();
        let expected = [
            "lower",
            "title",
            "title",
            "upper",
            "mixed",
            "digits",
            "alphanumeric",
            "alphanumeric",
            "punctuation",
            "other",
            "title",
            "mixed",
            "punctuation",
        ];
        assert_eq!(shapes, expected);
    }

    /// The ids are those that training/data.py gives.
    #[test]
    fn pieces() {
        let pieces = Pieces::new(include_str!("../../../models/english/vocab.txt")).unwrap();
        let cases: &[(&str, &[i32])] = &[
            ("Azerbaijan", &[8365]),
            ("Su-30MKI", &[10514, 1011, 2382, 2213, 3211]),
            ("n’t", &[1050, 1005, 1056]),
            ("“", &[1000]),
            ("café", &[7668]),
            ("Gökçe", &[2175, 2243, 3401]),
            ("S-400", &[1055, 1011, 4278]),
            ("Lukashenko", &[23739, 19767]),
            ("–", &[1011]),
            ("北京", &[1781, 30281]),
            ("2.4bn", &[1016, 1012, 1018, 24700]),
            ("\u{ad}", &[100]),
            ("Źć", &[1062, 2278]),
        ];
        for (word, expected) in cases {
            let mut ids = Vec::new();
            pieces.of(word, &mut ids);
            assert_eq!(ids, *expected, "{word}");
        }
        let mut ids = Vec::new();
        pieces.of(&"x1".repeat(1000), &mut ids);
        assert!(ids.len() <= LONGEST_WORD);
    }
}
