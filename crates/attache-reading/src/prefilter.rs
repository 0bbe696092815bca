//! Which sentences deserve the encoder?
//!
//! A sentence that may make a claim has a trigger in it; an article that may make one speaks of arms. Everything else is never
//! analysed. Sentences around a candidate are analysed too, since pronouns and "the deal" point there.

use std::collections::{BTreeSet, HashSet};

use aho_corasick::{AhoCorasick, MatchKind};
use attache_model::{EventType, Measure};

use crate::vocabulary::{Vocabulary, VocabularyError, key};

/// Finds forms of triggers and nouns for arms in raw text.
pub struct Prefilter {
    triggers: AhoCorasick,
    /// Nouns for arms and names of weapons; the first `sure` of them have no other sense.
    arms: AhoCorasick,
    sure: usize,
    /// Keys of designations that hold a digit.
    designations: HashSet<String>,
    /// Forms of the words that open an event: those that do so beside one party, those that need two, and those that need one of `objects`.
    forceful: AhoCorasick,
    mutual: AhoCorasick,
    framed: AhoCorasick,
    objects: AhoCorasick,
    /// Forms of the words that say whom a number counts; things are too many.
    counted: AhoCorasick,
}

/// How plainly a text speaks of arms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arms {
    No,
    /// Only in words that have another sense: tank, missile, fighter.
    Maybe,
    Yes,
}

impl Prefilter {
    pub fn new(vocabulary: &Vocabulary) -> Result<Prefilter, VocabularyError> {
        let patterns = |patterns: &[String]| {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::LeftmostLongest)
                .build(patterns)
                .map_err(|error| VocabularyError::Index(error.to_string()))
        };
        let build = |words: BTreeSet<String>| patterns(&words.into_iter().collect::<Vec<_>>());
        let triggers: BTreeSet<String> = vocabulary
            .triggers
            .rows()
            .iter()
            .flat_map(|row| attache_language::forms(row.lemma.split(' ').next().unwrap_or(&row.lemma)))
            .collect();
        let kinds = |risky: bool| {
            vocabulary
                .weapons
                .kinds()
                .filter(move |kind| kind.risky == risky)
                .map(|kind| kind.noun.to_lowercase())
        };
        let names = vocabulary
            .weapons
            .names()
            .filter(|name| name.chars().count() > 3)
            .map(str::to_lowercase);
        let designations = vocabulary
            .weapons
            .names()
            .map(key)
            .filter(|key| key.bytes().any(|byte| byte.is_ascii_digit()))
            .collect();
        let plain: BTreeSet<String> = kinds(false).chain(names).collect();
        let risky: BTreeSet<String> = kinds(true).filter(|noun| !plain.contains(noun)).collect();
        let (mut forceful, mut mutual, mut framed, mut objects) =
            <(BTreeSet<String>, BTreeSet<_>, BTreeSet<_>, BTreeSet<_>)>::default();
        for (event, word, nouns) in vocabulary.events.words() {
            let forms = attache_language::forms(word);
            match (nouns, event) {
                (Some(nouns), _) => {
                    framed.extend(forms);
                    let last = |noun: &String| noun.rsplit(' ').next().unwrap_or(noun).to_owned();
                    objects.extend(nouns.iter().map(last).flat_map(|noun| attache_language::forms(&noun)));
                }
                (
                    None,
                    EventType::Agree
                    | EventType::Consult
                    | EventType::Support
                    | EventType::Cooperate
                    | EventType::Aid
                    | EventType::Mobilize,
                ) => mutual.extend(forms),
                (None, _) => forceful.extend(forms),
            }
        }
        let people = vocabulary
            .events
            .figures
            .iter()
            .filter(|row| row.measure != Measure::Items);
        let counted: BTreeSet<String> = people
            .flat_map(|row| &row.words)
            .flat_map(|word| attache_language::forms(word))
            .collect();
        let sure = plain.len();
        let arms: Vec<String> = plain.into_iter().chain(risky).collect();
        Ok(Prefilter {
            triggers: build(triggers)?,
            arms: patterns(&arms)?,
            sure,
            designations,
            forceful: build(forceful)?,
            mutual: build(mutual)?,
            framed: build(framed)?,
            objects: build(objects)?,
            counted: build(counted)?,
        })
    }

    /// Does the text speak of arms: by a noun for them, a weapon's name, or something shaped like a designation?
    pub fn arms(&self, text: &str) -> Arms {
        let shaped = shaped_like_designations(text)
            .map(|word| if self.is_known(word) { Arms::Yes } else { Arms::Maybe })
            .max();
        if shaped == Some(Arms::Yes) {
            return Arms::Yes;
        }
        let named = self
            .arms
            .find_iter(text)
            .filter(|found| starts_word(text, found.start()) && ends_word(text, found.end()))
            .map(|found| {
                if found.pattern().as_usize() < self.sure {
                    Arms::Yes
                } else {
                    Arms::Maybe
                }
            })
            .max();
        shaped.max(named).unwrap_or(Arms::No)
    }

    /// Is it a designation of the vocabulary, perhaps with the letters of a variant or a plural behind it?
    fn is_known(&self, word: &str) -> bool {
        let plain = key(word);
        let stem = plain.trim_end_matches(|c: char| c.is_alphabetic());
        self.designations.contains(&plain) || stem.len() > 1 && self.designations.contains(stem)
    }

    pub fn has_trigger(&self, text: &str) -> bool {
        has_word(&self.triggers, text)
    }

    /// May it tell an event, with so many parties named in it?
    pub fn has_event(&self, text: &str, parties: usize) -> bool {
        parties > 0 && has_word(&self.forceful, text)
            || parties > 1 && has_word(&self.mutual, text)
            || parties > 0 && has_word(&self.framed, text) && has_word(&self.objects, text)
            || parties > 0 && text.bytes().any(|byte| byte.is_ascii_digit()) && has_word(&self.counted, text)
    }
}

fn has_word(words: &AhoCorasick, text: &str) -> bool {
    let mut found = words.find_iter(text);
    found.any(|found| starts_word(text, found.start()) && ends_word(text, found.end()))
}

fn starts_word(text: &str, at: usize) -> bool {
    !text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
}

/// A plural s may follow.
fn ends_word(text: &str, at: usize) -> bool {
    let rest = text[at..].strip_prefix('s').unwrap_or(&text[at..]);
    !rest.chars().next().is_some_and(char::is_alphanumeric)
}

/// Words that begin with a capital and mix letters and digits: F-16, T72, but COVID-19 too.
fn shaped_like_designations(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '/'))
        .filter(|word| {
            word.len() >= 3
                && word.len() <= 16
                && word.bytes().any(|byte| byte.is_ascii_digit())
                && word.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase())
        })
}
