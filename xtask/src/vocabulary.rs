//! Does the program understand every example of the vocabulary?
//!
//! Each row of `vocabulary/` carries an example that is a test: of a name or weapon, that it is found there and means this row; of a word of
//! giving, governing, reporting or hedging, that the sentence is read as the row says ([`sentences`](crate::sentences)).

use std::io::Write;

use anyhow::Result;
use attache_language::{Tag, lemma};
use attache_reading::Reader;
use attache_reading::vocabulary::{Meaning, NameKind, Vocabulary};

use crate::{happenings, sentences};

/// A row whose example is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub table: &'static str,
    pub row: String,
    pub what: String,
}

impl Failure {
    pub fn new(table: &'static str, row: &str, what: impl Into<String>) -> Failure {
        Failure {
            table,
            row: row.to_owned(),
            what: what.into(),
        }
    }
}

/// How many examples a table has, and which of them are not understood.
pub struct Checked {
    pub table: &'static str,
    pub examples: usize,
    pub failures: Vec<Failure>,
}

/// Checks the tables whose name begins with `only`, or all.
pub fn run(only: Option<&str>, out: &mut dyn Write) -> Result<bool> {
    let reader = Reader::shipped()?;
    let vocabulary = reader.vocabulary();
    let mut tables = names(vocabulary);
    tables.extend([
        weapons(vocabulary),
        kinds(vocabulary),
        modifiers(vocabulary),
        offices(vocabulary),
    ]);
    let sentences = only.is_none_or(|only| sentences::TABLES.iter().any(|table| table.starts_with(only)));
    if sentences {
        tables.extend(sentences::check(&reader));
    }
    let happenings = only.is_none_or(|only| happenings::TABLES.iter().any(|table| table.starts_with(only)));
    if happenings {
        tables.extend(happenings::check(&reader.by_tables()));
    }
    tables.retain(|checked| only.is_none_or(|only| checked.table.starts_with(only)));
    for failure in tables.iter().flat_map(|checked| &checked.failures) {
        writeln!(out, "vocabulary/{}: {}: {}", failure.table, failure.row, failure.what)?;
    }
    let (mut examples, mut failures) = (0, 0);
    for checked in &tables {
        writeln!(
            out,
            "{:<26} {:>5} examples  {:>4} not understood",
            checked.table,
            checked.examples,
            checked.failures.len()
        )?;
        examples += checked.examples;
        failures += checked.failures.len();
    }
    writeln!(out, "vocabulary: {examples} examples, {failures} not understood")?;
    Ok(failures == 0)
}

/// States, leaders, organisations, groups, companies and outlets: the example holds a name that can mean the row.
fn names(vocabulary: &Vocabulary) -> Vec<Checked> {
    use NameKind::{City, Company, Demonym, Group, Leader, Organisation, Outlet, Seat, State};
    let check = |table, kinds: &[NameKind], rows: Vec<(&str, &str)>| {
        let understood = |index: usize, name: &str, example: &str| {
            let means = |meaning: &Meaning| {
                // One person may have several rows, one for each office.
                let same = meaning.index == index || rows.get(meaning.index).is_some_and(|row| row.0 == name);
                kinds.contains(&meaning.kind) && same
            };
            vocabulary
                .names
                .find(example)
                .any(|(_, _, meanings)| meanings.iter().any(means))
        };
        let failures = rows
            .iter()
            .enumerate()
            .filter(|&(index, &(name, example))| !understood(index, name, example))
            .map(|(_, &(name, example))| Failure::new(table, name, format!("the name is not found in “{example}”")))
            .collect();
        Checked {
            table,
            examples: rows.len(),
            failures,
        }
    };
    vec![
        check(
            "states.toml",
            &[State, Demonym, Seat, City],
            vocabulary
                .states
                .iter()
                .map(|row| (row.name.as_str(), row.example.as_str()))
                .collect(),
        ),
        check(
            "leaders.csv",
            &[Leader],
            vocabulary
                .leaders
                .iter()
                .map(|row| (row.person.as_str(), row.example.as_str()))
                .collect(),
        ),
        check(
            "organisations.toml",
            &[Organisation],
            vocabulary
                .organisations
                .iter()
                .map(|row| (row.name.as_str(), row.example.as_str()))
                .collect(),
        ),
        check(
            "groups.csv",
            &[Group],
            vocabulary
                .groups
                .iter()
                .map(|row| (row.name.as_str(), row.example.as_str()))
                .collect(),
        ),
        check(
            "companies.csv",
            &[Company],
            vocabulary
                .companies
                .iter()
                .map(|row| (row.name.as_str(), row.example.as_str()))
                .collect(),
        ),
        check(
            "outlets.csv",
            &[Outlet],
            vocabulary
                .outlets
                .iter()
                .map(|row| (row.name.as_str(), row.example.as_str()))
                .collect(),
        ),
    ]
}

/// Some words of the example designate the row.
fn weapons(vocabulary: &Vocabulary) -> Checked {
    let table = "weapons.csv";
    let weapons = &vocabulary.weapons;
    let mut failures = Vec::new();
    for row in weapons.entries() {
        let found: Vec<&str> = phrases(&row.example)
            .into_iter()
            .filter_map(|phrase| weapons.designated(phrase))
            .map(|found| found.entry.designation.as_str())
            .collect();
        if !found.contains(&row.designation.as_str()) {
            let instead = if found.is_empty() {
                String::new()
            } else {
                format!(", but {}", found.join(", "))
            };
            failures.push(Failure::new(
                table,
                &row.designation,
                format!("not found in “{}”{instead}", row.example),
            ));
        }
    }
    Checked {
        table,
        examples: weapons.entries().len(),
        failures,
    }
}

/// Some words of the example, the last in its dictionary form, are the noun.
fn kinds(vocabulary: &Vocabulary) -> Checked {
    let table = "weapon_kinds.csv";
    let mut rows: Vec<_> = vocabulary.weapons.kinds().collect();
    rows.sort_by(|a, b| a.noun.cmp(&b.noun));
    let understood = |noun: &str, example: &str| {
        phrases(&example.to_lowercase())
            .into_iter()
            .any(|phrase| phrase == noun || singular(phrase) == noun)
    };
    let failures = rows
        .iter()
        .filter(|row| !understood(&row.noun, &row.example))
        .map(|row| Failure::new(table, &row.noun, format!("not found in “{}”", row.example)))
        .collect();
    Checked {
        table,
        examples: rows.len(),
        failures,
    }
}

fn modifiers(vocabulary: &Vocabulary) -> Checked {
    let table = "weapon_modifiers.csv";
    let mut rows: Vec<_> = vocabulary.weapons.modifiers().collect();
    rows.sort_by(|a, b| a.modifier.cmp(&b.modifier));
    let failures = rows
        .iter()
        .filter(|row| !phrases(&row.example.to_lowercase()).contains(&row.modifier.as_str()))
        .map(|row| Failure::new(table, &row.modifier, format!("not found in “{}”", row.example)))
        .collect();
    Checked {
        table,
        examples: rows.len(),
        failures,
    }
}

fn offices(vocabulary: &Vocabulary) -> Checked {
    let table = "ministries.csv";
    let understood = |noun: &str, example: &str| {
        let example = example.to_lowercase();
        vocabulary.office(noun).is_some()
            && phrases(&example)
                .into_iter()
                .any(|phrase| phrase == noun || singular(phrase) == noun)
    };
    let failures = vocabulary
        .offices
        .iter()
        .filter(|row| !understood(&row.noun, &row.example))
        .map(|row| Failure::new(table, &row.noun, format!("not found in “{}”", row.example)))
        .collect();
    Checked {
        table,
        examples: vocabulary.offices.len(),
        failures,
    }
}

/// The most words that a designation or noun has.
const LONGEST: usize = 8;

/// Every run of words of `text`, as slices of it, without the punctuation around it. Slashes and hyphens part words too.
fn phrases(text: &str) -> Vec<&str> {
    let is_break = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '/' | '-' | '(' | ')' | '“' | '”' | '"' | '‘' | '’' | '\'' | ',' | ';'
            )
    };
    let mut starts = Vec::new();
    let mut ends = Vec::new();
    let mut before = true;
    for (at, c) in text.char_indices() {
        let breaks = is_break(c);
        match (before, breaks) {
            (true, false) => starts.push(at),
            (false, true) => ends.push(at),
            _ => {}
        }
        before = breaks;
    }
    if !before {
        ends.push(text.len());
    }
    let mut phrases = Vec::new();
    for (first, &start) in starts.iter().enumerate() {
        for &end in &ends[first..ends.len().min(first + LONGEST)] {
            let phrase = text[start..end].trim_end_matches(['.', ',', ':', '?', '!']);
            // A closing bracket or quote may be part of the name: "AT-3 (Sagger)".
            phrases.push(phrase);
            if let Some(c) = text[end..]
                .chars()
                .next()
                .filter(|c| matches!(c, ')' | '\'' | '’' | '"' | '”'))
            {
                phrases.push(&text[start..end + c.len_utf8()]);
            }
        }
    }
    phrases
}

/// The phrase with its last word in the singular.
fn singular(phrase: &str) -> String {
    let (head, last) = phrase
        .rsplit_once([' ', '-'])
        .map_or(("", phrase), |(head, last)| (head, last));
    let last = lemma(last, Tag::Noun);
    if head.is_empty() {
        last
    } else {
        format!("{}{last}", &phrase[..=head.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_runs_of_words() {
        assert_eq!(
            phrases("two F-16s."),
            ["two", "two F", "two F-16s", "F", "F-16s", "16s"]
        );
        assert!(phrases("the AT-3 (Sagger) missile").contains(&"AT-3 (Sagger)"));
    }

    #[test]
    fn only_the_last_word_is_put_in_the_singular() {
        assert_eq!(singular("arms carriers"), "arms carrier");
        assert_eq!(singular("man-of-wars"), "man-of-war");
        assert_eq!(singular("tanks"), "tank");
    }
}
