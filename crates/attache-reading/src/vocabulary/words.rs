//! Which common words have a part in naming arms, parties and terms?

use std::collections::HashMap;

use attache_model::Terms;
use serde::Deserialize;

use super::table;

/// What a noun does; nouns.csv says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NounClass {
    Container,
    General,
    Force,
    Rebels,
    Pointer,
    Body,
    Firm,
}

/// A row of nouns.csv.
#[derive(Clone, Debug, Deserialize)]
pub struct Noun {
    pub noun: String,
    #[serde(deserialize_with = "table::words")]
    pub classes: Vec<NounClass>,
    pub example: String,
}

/// What a word says of a transfer; transfer_marks.csv says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    Aid,
    Loan,
    Smuggling,
    LicensedProduction,
    ReExport,
    Covert,
    SecondHand,
    New,
    Arrival,
    Let,
    Consent,
}

impl Mark {
    pub fn terms(self) -> Option<Terms> {
        match self {
            Mark::Aid => Some(Terms::Aid),
            Mark::Loan => Some(Terms::Loan),
            Mark::Smuggling => Some(Terms::Smuggling),
            Mark::LicensedProduction => Some(Terms::LicensedProduction),
            Mark::ReExport => Some(Terms::ReExport),
            _ => None,
        }
    }
}

/// A row of transfer_marks.csv.
#[derive(Clone, Debug, Deserialize)]
pub struct Marked {
    pub word: String,
    #[serde(deserialize_with = "table::words")]
    pub marks: Vec<Mark>,
    /// The word says so by itself; else it only shows where the sentence says it.
    #[serde(deserialize_with = "table::yes")]
    pub alone: bool,
    pub example: String,
}

pub struct Nouns {
    rows: Vec<Noun>,
    by_noun: HashMap<String, usize>,
}

impl Nouns {
    pub fn new(rows: Vec<Noun>) -> Nouns {
        let by_noun = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.noun.clone(), at))
            .collect();
        Nouns { rows, by_noun }
    }

    pub fn rows(&self) -> &[Noun] {
        &self.rows
    }

    /// Is `noun` (dictionary form, any case) of the class?
    pub fn is(&self, class: NounClass, noun: &str) -> bool {
        let row = self.by_noun.get(&noun.to_lowercase());
        row.is_some_and(|&row| self.rows[row].classes.contains(&class))
    }
}

pub struct Marks {
    rows: Vec<Marked>,
    by_word: HashMap<String, usize>,
}

impl Marks {
    pub fn new(rows: Vec<Marked>) -> Marks {
        let by_word = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.word.clone(), at))
            .collect();
        Marks { rows, by_word }
    }

    pub fn rows(&self) -> &[Marked] {
        &self.rows
    }

    fn row(&self, word: &str) -> Option<&Marked> {
        self.by_word.get(&word.to_lowercase()).map(|&row| &self.rows[row])
    }

    /// Does `word` (any case) say so where the sentence does?
    pub fn shows(&self, mark: Mark, word: &str) -> bool {
        self.row(word).is_some_and(|row| row.marks.contains(&mark))
    }

    /// Does `word` (any case) say so by itself?
    pub fn says(&self, mark: Mark, word: &str) -> bool {
        self.row(word).is_some_and(|row| row.alone && row.marks.contains(&mark))
    }

    /// The terms that `word` says by itself.
    pub fn terms(&self, word: &str) -> Option<Terms> {
        let row = self.row(word).filter(|row| row.alone)?;
        row.marks.iter().find_map(|mark| mark.terms())
    }
}
