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
    Waypoint,
    GoBetween,
    Stop,
    Crossing,
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

pub type Nouns = ByWord<Noun>;
pub type Marks = ByWord<Marked>;

/// A row that is looked up by one word.
pub trait Row {
    fn word(&self) -> &str;
}

impl Row for Noun {
    fn word(&self) -> &str {
        &self.noun
    }
}

impl Row for Marked {
    fn word(&self) -> &str {
        &self.word
    }
}

/// Rows by their word; looked up in any case.
pub struct ByWord<T> {
    rows: Vec<T>,
    by_word: HashMap<String, usize>,
}

impl<T: Row> ByWord<T> {
    pub fn new(rows: Vec<T>) -> ByWord<T> {
        let words = rows.iter().enumerate();
        let by_word = words.map(|(at, row)| (row.word().to_owned(), at)).collect();
        ByWord { rows, by_word }
    }

    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    fn row(&self, word: &str) -> Option<&T> {
        self.by_word.get(&word.to_lowercase()).map(|&row| &self.rows[row])
    }
}

impl Nouns {
    /// Is `noun`, in its dictionary form, of the class?
    pub fn is(&self, class: NounClass, noun: &str) -> bool {
        self.row(noun).is_some_and(|row| row.classes.contains(&class))
    }
}

impl Marks {
    /// Does `word` say so where the sentence does?
    pub fn shows(&self, mark: Mark, word: &str) -> bool {
        self.row(word).is_some_and(|row| row.marks.contains(&mark))
    }

    /// Does `word` tell these terms where the sentence does?
    pub fn shows_terms(&self, terms: Terms, word: &str) -> bool {
        let row = self.row(word);
        row.is_some_and(|row| row.marks.iter().any(|mark| mark.terms() == Some(terms)))
    }

    /// Does `word` say so by itself?
    pub fn says(&self, mark: Mark, word: &str) -> bool {
        self.row(word).is_some_and(|row| row.alone && row.marks.contains(&mark))
    }

    /// The terms that `word` says by itself.
    pub fn terms(&self, word: &str) -> Option<Terms> {
        let row = self.row(word).filter(|row| row.alone)?;
        row.marks.iter().find_map(|mark| mark.terms())
    }
}
