//! What are the words, digits and marks of a stretch of text, for the hand-written readers of numbers and dates?
//!
//! Finer than tokens: `Su-30`, `2.4bn` and `Nov.` are several atoms each, and whether they touch is kept. The readers never see more than
//! the stretch they were given, except for the one character before it.

use attache_model::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run of letters.
    Word,
    /// A run of ASCII digits.
    Digits,
    /// Any other single character.
    Mark,
}

#[derive(Clone, Debug)]
pub struct Atom<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// Lower case; the text itself of digits and marks.
    pub lower: String,
    /// Stands apart from what is before it.
    pub spaced: bool,
    pub span: Span,
}

pub struct Scan<'a> {
    pub text: &'a str,
    pub atoms: Vec<Atom<'a>>,
}

impl<'a> Scan<'a> {
    /// Nothing if `within` is no slice of `text`.
    pub fn new(text: &'a str, within: Span) -> Scan<'a> {
        let slice = within.slice(text).unwrap_or_default();
        let before = text.get(..within.start).and_then(|head| head.chars().next_back());
        let mut spaced = before.is_none_or(char::is_whitespace);
        let mut atoms: Vec<Atom<'a>> = Vec::new();
        let mut rest = slice.char_indices().peekable();
        while let Some((start, first)) = rest.next() {
            if first.is_whitespace() {
                spaced = true;
                continue;
            }
            let kind = Kind::of(first);
            let mut end = start + first.len_utf8();
            while kind != Kind::Mark
                && let Some((at, next)) = rest.next_if(|&(_, next)| Kind::of(next) == kind)
            {
                end = at + next.len_utf8();
            }
            let text = &slice[start..end];
            let lower = if kind == Kind::Word {
                text.to_lowercase()
            } else {
                text.to_owned()
            };
            atoms.push(Atom {
                kind,
                text,
                lower,
                spaced,
                span: Span::new(start, end).shift(within.start),
            });
            spaced = false;
        }
        Scan { text, atoms }
    }

    /// The atom's lower-case text if it is a word, `""` otherwise (past the end too).
    pub fn word(&self, at: usize) -> &str {
        self.atoms
            .get(at)
            .filter(|atom| atom.kind == Kind::Word)
            .map_or("", |atom| atom.lower.as_str())
    }

    /// The word before `at`, `""` if there is none.
    pub fn word_before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    pub fn digits(&self, at: usize) -> Option<&'a str> {
        self.atoms
            .get(at)
            .filter(|atom| atom.kind == Kind::Digits)
            .map(|atom| atom.text)
    }

    pub fn is_mark(&self, at: usize, marks: &str) -> bool {
        self.atoms
            .get(at)
            .is_some_and(|atom| atom.kind == Kind::Mark && marks.contains(atom.text))
    }

    /// Is there an atom at `at` that touches the one before it?
    pub fn is_glued(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| !atom.spaced)
    }

    pub fn is_capital(&self, at: usize) -> bool {
        self.atoms
            .get(at)
            .is_some_and(|atom| atom.text.starts_with(char::is_uppercase))
    }

    /// One past the words of `phrase` if they stand at `at`.
    pub fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut next = at;
        for word in phrase.split(' ') {
            if self.word(next) != word {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// One past the first of `phrases` that stands at `at`.
    pub fn any_phrase(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|phrase| self.phrase(at, phrase))
    }

    /// One past a hyphen that joins `at - 1` and `at + 1` without spaces.
    pub fn hyphen(&self, at: usize) -> Option<usize> {
        (self.is_mark(at, "-‐‑–") && self.is_glued(at) && self.is_glued(at + 1)).then_some(at + 1)
    }

    /// The bytes from atom `from` to just before atom `to`; `from < to`.
    pub fn span(&self, from: usize, to: usize) -> Span {
        let empty = Span::new(0, 0);
        let first = self.atoms.get(from).map_or(empty, |atom| atom.span);
        to.checked_sub(1)
            .and_then(|last| self.atoms.get(last))
            .map_or(first, |last| first.cover(last.span))
    }

    /// Does a lower-case noun in the plural seem to follow at `at`: "rockets", not "was"?
    pub fn is_plural_noun(&self, at: usize) -> bool {
        let word = self.word(at);
        let known = [
            "was",
            "is",
            "has",
            "its",
            "as",
            "this",
            "does",
            "his",
            "us",
            "says",
            "plus",
            "versus",
            "across",
            "towards",
            "afterwards",
            "onwards",
        ];
        !self.is_capital(at) && word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !known.contains(&word)
            || ["people", "men", "women", "troops", "personnel", "aircraft", "children"].contains(&word)
    }
}

impl Kind {
    fn of(character: char) -> Kind {
        match character {
            '0'..='9' => Kind::Digits,
            other if other.is_alphabetic() => Kind::Word,
            _ => Kind::Mark,
        }
    }
}

/// A number in digits: `1,200`, `4.5`, `1 200` with a narrow space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Digits {
    pub value: f64,
    /// One past its last atom.
    pub next: usize,
    /// One run of digits, nothing between.
    pub plain: bool,
}

impl Scan<'_> {
    pub fn number_in_digits(&self, at: usize) -> Option<Digits> {
        let mut digits = self.digits(at)?.to_owned();
        let mut next = at + 1;
        if digits.len() <= 3 {
            while let Some((group, after)) = self.group_of_three(next) {
                digits.push_str(group);
                next = after;
            }
        }
        if self.is_mark(next, ".")
            && self.is_glued(next)
            && self.is_glued(next + 1)
            && let Some(fraction) = self.digits(next + 1)
        {
            digits.push('.');
            digits.push_str(fraction);
            next += 2;
        }
        let value = digits.parse::<f64>().ok().filter(|value| value.is_finite())?;
        Some(Digits {
            value,
            next,
            plain: next == at + 1,
        })
    }

    /// `,200` or ` 200` behind a narrow or fixed space.
    fn group_of_three(&self, at: usize) -> Option<(&str, usize)> {
        if self.is_mark(at, ",") && self.is_glued(at) && self.is_glued(at + 1) {
            return self
                .digits(at + 1)
                .filter(|group| group.len() == 3)
                .map(|group| (group, at + 2));
        }
        let group = self.digits(at).filter(|group| group.len() == 3)?;
        let gap = self
            .text
            .get(self.atoms.get(at.checked_sub(1)?)?.span.end..self.atoms.get(at)?.span.start)?;
        matches!(gap, "\u{2009}" | "\u{202f}" | "\u{a0}").then_some((group, at + 1))
    }

    /// A cardinal in words, `(value, one past it)`: "twenty-four", "two hundred and fifty", "a million", "half a dozen", "three dozen".
    pub fn cardinal(&self, at: usize) -> Option<(f64, usize)> {
        if self.word(at) == "half" {
            let article = if self.hyphen(at + 1).is_some() { at + 2 } else { at + 1 };
            let scale = if matches!(self.word(article), "a" | "the") {
                article + 1
            } else {
                return None;
            };
            let scale = self.hyphen(scale).unwrap_or(scale);
            return magnitude(self.word(scale)).map(|value| (value / 2.0, scale + 1));
        }
        if matches!(self.word(at), "a" | "an") {
            let value = magnitude(self.word(at + 1))?;
            let (rest, next) = self.scaled(value, at + 2);
            return Some((rest, next));
        }
        let (mut total, mut current, mut next) = (0.0, below_hundred(self.word(at))?, at + 1);
        loop {
            let word = self.word(next);
            let joined = self.hyphen(next);
            if let Some(scale) = magnitude(word) {
                if scale >= 1000.0 {
                    total += current * scale;
                    current = 0.0;
                } else {
                    current *= scale;
                }
                next += 1;
            } else if let Some(unit) = joined
                .and_then(|after| below_hundred(self.word(after)))
                .filter(|unit| *unit < 10.0 && takes_unit(current))
            {
                current += unit;
                next += 2;
            } else if let Some(value) =
                below_hundred(word).filter(|_| (current % 100.0 == 0.0) && (current > 0.0 || total > 0.0))
            {
                current += value;
                next += 1;
            } else if let Some(unit) = below_hundred(word).filter(|unit| *unit < 10.0 && takes_unit(current)) {
                current += unit;
                next += 1;
            } else if word == "and"
                && current % 100.0 == 0.0
                && (current > 0.0 || total > 0.0)
                && below_hundred(self.word(next + 1)).is_some()
            {
                next += 1;
            } else if word == "and" && self.word(next + 1) == "a" && self.word(next + 2) == "half" && total == 0.0 {
                let (value, after) = self.scaled(current + 0.5, next + 3);
                return Some((value, after));
            } else {
                return Some((total + current, next));
            }
        }
    }

    /// `value` times the magnitudes that follow: "1.2 million", "5,000 crore", "2 lakh crore".
    pub fn scaled(&self, value: f64, at: usize) -> (f64, usize) {
        let (mut value, mut next) = (value, at);
        for _ in 0..2 {
            let behind_hyphen = self
                .hyphen(next)
                .filter(|&after| magnitude(self.word(after)).is_some_and(|scale| scale >= 1000.0));
            let Some(scale) = magnitude(self.word(behind_hyphen.unwrap_or(next))) else {
                break;
            };
            value *= scale;
            next = behind_hyphen.unwrap_or(next) + 1;
        }
        (value, next)
    }
}

fn takes_unit(current: f64) -> bool {
    let last = current % 100.0;
    (20.0..=90.0).contains(&last) && last % 10.0 == 0.0
}

/// The values of the words up to ninety.
pub fn below_hundred(word: &str) -> Option<f64> {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let unit = UNITS.iter().position(|&unit| unit == word);
    let ten = || TENS.iter().position(|&ten| ten == word).map(|index| (index + 2) * 10);
    let value = unit.or_else(ten)?;
    u8::try_from(value).ok().map(f64::from)
}

/// Words that multiply what stands before them. Lakh and crore are those of Indian English.
pub fn magnitude(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "thousand" => 1e3,
        "lakh" | "lakhs" => 1e5,
        "million" | "mln" | "mn" => 1e6,
        "crore" | "crores" => 1e7,
        "billion" | "bln" | "bn" => 1e9,
        "trillion" | "trn" | "tn" => 1e12,
        _ => return None,
    })
}
