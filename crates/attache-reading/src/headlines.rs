//! How would a headline in capitals be written as a sentence?
//!
//! "Czechs Choose CV90 Over Lynx" hides its verb from the model. The article itself knows better: a word that its body writes in lower
//! case is lower case in the headline too. Only ASCII letters change, so every byte offset stays.

use std::borrow::Cow;
use std::collections::HashSet;

use attache_model::{Article, BlockKind, Span};

use crate::vocabulary::{Part, Vocabulary};

/// The article's text with its capitalised headlines in sentence case.
pub fn in_sentence_case<'a>(article: &'a Article, vocabulary: &Vocabulary) -> Cow<'a, str> {
    let titles: Vec<Span> = article
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Title && is_capitalised(article.slice(block.span)))
        .map(|block| block.span)
        .collect();
    if titles.is_empty() {
        return Cow::Borrowed(&article.text);
    }
    let body: HashSet<&str> = article
        .blocks
        .iter()
        .filter(|block| block.kind.is_read() && block.kind != BlockKind::Title)
        .flat_map(|block| words(article.slice(block.span)).map(|(_, word)| word))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect();
    let mut text = article.text.clone().into_bytes();
    for title in titles {
        for (at, word) in words(article.slice(title)) {
            let lower = word.to_ascii_lowercase();
            let plain = word.bytes().all(|byte| byte.is_ascii_alphabetic());
            let range = title.start + at..title.start + at + word.len();
            if plain && at > 0 && (body.contains(lower.as_str()) || is_common(&lower, vocabulary)) {
                text[range].make_ascii_lowercase();
            } else if plain && word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
                text[range.start + 1..range.end].make_ascii_lowercase();
            }
        }
    }
    String::from_utf8(text).map_or(Cow::Borrowed(&article.text), Cow::Owned)
}

/// Are nearly all longer words capitalised?
fn is_capitalised(title: &str) -> bool {
    let long: Vec<&str> = words(title)
        .map(|(_, word)| word)
        .filter(|word| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .collect();
    let capitals = long
        .iter()
        .filter(|word| word.starts_with(|c: char| c.is_uppercase()))
        .count();
    long.len() > 2 && capitals * 4 >= long.len() * 3
}

/// A word that headlines need and no name is: a trigger, a governor, a noun for arms, a little word.
fn is_common(lower: &str, vocabulary: &Vocabulary) -> bool {
    const LITTLE: &[&str] = &[
        "to", "for", "from", "in", "on", "of", "over", "with", "by", "and", "as", "at", "after", "its", "the", "a",
        "an", "new", "more", "deal", "says", "said", "say", "report", "amid", "into", "off", "up", "out", "be", "is",
        "are", "will", "may", "could", "not", "no", "military", "arms",
    ];
    let stems = [
        lower,
        lower.strip_suffix('s').unwrap_or(lower),
        lower.strip_suffix("es").unwrap_or(lower),
        lower.strip_suffix("ed").unwrap_or(lower),
    ];
    LITTLE.contains(&lower)
        || stems.iter().any(|stem| {
            vocabulary.triggers.starting(stem, Part::Verb).next().is_some()
                || vocabulary.triggers.starting(stem, Part::Noun).next().is_some()
                || vocabulary.governors.starting(stem, Part::Verb).next().is_some()
                || vocabulary.weapons.kind(stem).is_some()
        })
}

/// The words of a text with their byte offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}
