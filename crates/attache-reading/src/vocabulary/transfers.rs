//! Which words say that arms change hands, who says so, and how surely?

use std::collections::HashMap;

use attache_model::{Certainty, SourceKind, Stage, Tense, Terms};
use serde::Deserialize;

use super::table;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    Verb,
    Noun,
    Adj,
    Adv,
}

/// How the words around a trigger fill its roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Frame {
    /// Subject gives object to recipient.
    Give,
    /// Subject gets object from supplier.
    Get,
    /// Subject equips recipient with item.
    Equip,
    /// Two parties and an item; who gives is read from the words around.
    Deal,
    /// Give with `to`, get with `from`: lease, rent.
    Swap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    /// Counts only when its item is named as arms.
    Item,
}

/// A row of transfer_triggers.csv.
#[derive(Clone, Debug, Deserialize)]
pub struct Trigger {
    pub lemma: String,
    pub pos: Part,
    pub frame: Frame,
    pub stage: Stage,
    #[serde(deserialize_with = "table::word")]
    pub terms: Option<Terms>,
    #[serde(deserialize_with = "needs")]
    pub needs: Needs,
    pub example: String,
}

fn needs<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Needs, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "" => Ok(Needs::Nothing),
        "item" => Ok(Needs::Item),
        other => Err(serde::de::Error::custom(format!(
            "needs is `{other}`; expected `item` or nothing"
        ))),
    }
}

pub type Triggers = ByLemma<Trigger>;

/// Whose act a governor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SubjectOf {
    Same,
    Either,
    Supplier,
    Recipient,
    None,
}

/// A row of transfer_governors.csv.
#[derive(Clone, Debug, Deserialize)]
pub struct Governor {
    pub lemma: String,
    pub pos: Part,
    #[serde(deserialize_with = "table::word")]
    pub stage: Option<Stage>,
    #[serde(deserialize_with = "table::word")]
    pub time: Option<Tense>,
    pub subject: SubjectOf,
    pub example: String,
}

pub type Governors = ByLemma<Governor>;

/// A row that is looked up by a lemma of one or more words.
pub trait Row {
    fn lemma(&self) -> (&str, Part);
}

impl Row for Trigger {
    fn lemma(&self) -> (&str, Part) {
        (&self.lemma, self.pos)
    }
}

impl Row for Governor {
    fn lemma(&self) -> (&str, Part) {
        (&self.lemma, self.pos)
    }
}

/// Rows by the first word of their lemma.
pub struct ByLemma<T> {
    rows: Vec<T>,
    by_word: HashMap<(String, Part), Vec<usize>>,
}

impl<T: Row> ByLemma<T> {
    pub fn new(rows: Vec<T>) -> ByLemma<T> {
        let by_word = by_first_word(rows.iter().map(Row::lemma));
        ByLemma { rows, by_word }
    }

    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The rows whose lemma begins with `word`, longest lemma first.
    pub fn starting(&self, word: &str, pos: Part) -> impl Iterator<Item = &T> {
        self.by_word
            .get(&(word.to_owned(), pos))
            .into_iter()
            .flatten()
            .map(|&row| &self.rows[row])
    }
}

fn by_first_word<'a>(lemmas: impl Iterator<Item = (&'a str, Part)>) -> HashMap<(String, Part), Vec<usize>> {
    let lemmas: Vec<_> = lemmas.collect();
    let mut index: HashMap<(String, Part), Vec<usize>> = HashMap::new();
    for (row, (lemma, pos)) in lemmas.iter().enumerate() {
        let first = lemma.split(' ').next().unwrap_or(lemma);
        index.entry((first.to_owned(), *pos)).or_default().push(row);
    }
    for rows in index.values_mut() {
        rows.sort_by_key(|&row| std::cmp::Reverse(lemmas[row].0.split(' ').count()));
    }
    index
}

/// What a reporting word does with what it reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Saying {
    /// The subject vouches for it.
    Say,
    /// The subject denies it.
    Deny,
    /// The subject supposes it.
    Suppose,
}

/// A row of reporting.csv.
#[derive(Clone, Debug, Deserialize)]
pub struct Report {
    pub lemma: String,
    pub pos: Part,
    pub saying: Saying,
    pub certainty: Certainty,
    pub example: String,
}

/// A row of hedges.csv.
#[derive(Clone, Debug, Deserialize)]
pub struct Hedge {
    pub lemma: String,
    pub pos: Part,
    pub certainty: Certainty,
    pub example: String,
}

/// Reporting verbs and nouns of evidence.
pub struct Reporting {
    rows: HashMap<(String, Part), Report>,
}

impl Reporting {
    pub fn new(rows: Vec<Report>) -> Reporting {
        Reporting {
            rows: rows
                .into_iter()
                .map(|row| ((row.lemma.clone(), row.pos), row))
                .collect(),
        }
    }

    /// In no particular order.
    pub fn rows(&self) -> impl Iterator<Item = &Report> {
        self.rows.values()
    }

    pub fn verb(&self, lemma: &str) -> Option<&Report> {
        self.rows.get(&(lemma.to_owned(), Part::Verb))
    }
}

/// A row of source_nouns.csv.
#[derive(Clone, Debug, Deserialize)]
pub struct SourceNoun {
    pub noun: String,
    pub kind: SourceKind,
    pub example: String,
}

pub struct Hedges {
    rows: HashMap<(String, Part), Hedge>,
}

impl Hedges {
    pub fn new(rows: Vec<Hedge>) -> Hedges {
        Hedges {
            rows: rows
                .into_iter()
                .map(|row| ((row.lemma.clone(), row.pos), row))
                .collect(),
        }
    }

    /// In no particular order.
    pub fn rows(&self) -> impl Iterator<Item = &Hedge> {
        self.rows.values()
    }

    pub fn certainty(&self, lemma: &str, pos: Part) -> Option<Certainty> {
        self.rows.get(&(lemma.to_owned(), pos)).map(|row| row.certainty)
    }
}
