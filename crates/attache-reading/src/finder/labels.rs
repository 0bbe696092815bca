//! What do the numbers of the network mean? labels.json in our own types.

use std::collections::HashMap;

use attache_language::ModelError;
use attache_model::{Certainty, Polarity, Stage, Tense, Terms};

use super::ROLES;
use crate::clues::{self, CLUES};

static LABELS: &str = include_str!("../../../../models/transfers/labels.json");

/// The lists of labels.json, each in the order of the scores or numbers.
pub struct Labels {
    pub steps: Vec<Stage>,
    pub time: Vec<Tense>,
    pub polarity: Vec<Polarity>,
    pub certainty: Vec<Certainty>,
    pub terms: Vec<Option<Terms>>,
    /// What each clue is as a number; 0 is for all that training has not seen.
    pub clues: [HashMap<String, i32>; CLUES],
    pub paths: HashMap<String, i32>,
}

#[derive(serde::Deserialize)]
struct LabelsFile {
    steps: Vec<String>,
    time: Vec<String>,
    polarity: Vec<String>,
    certainty: Vec<String>,
    terms: Vec<String>,
    covert: Vec<String>,
    condition: Vec<String>,
    roles: Vec<String>,
    clues: HashMap<String, Vec<String>>,
    paths: Vec<String>,
}

impl Labels {
    pub fn shipped() -> Result<Labels, ModelError> {
        Labels::read(LABELS)
    }

    fn read(json: &str) -> Result<Labels, ModelError> {
        let file: LabelsFile = serde_json::from_str(json)?;
        fn known<T: std::str::FromStr>(list: &'static str, words: &[String]) -> Result<Vec<T>, ModelError> {
            let parsed = |word: &String| {
                word.parse().map_err(|_| ModelError::UnknownLabel {
                    list,
                    found: word.clone(),
                })
            };
            words.iter().map(parsed).collect()
        }
        fn same(list: &'static str, words: &[String], expected: &[&str]) -> Result<(), ModelError> {
            let found = || words.join(" ");
            (words == expected)
                .then_some(())
                .ok_or_else(|| ModelError::UnknownLabel { list, found: found() })
        }
        same("roles", &file.roles, &ROLES.map(|(_, name)| name))?;
        same("covert", &file.covert, &["open", "covert"])?;
        same("condition", &file.condition, &["new", "second-hand"])?;
        let none = file.steps.get(..1).unwrap_or_default();
        same("steps", none, &["none"])?;
        let mut listed: Vec<String> = file.clues.keys().cloned().collect();
        listed.sort_by_key(|name| clues::NAMES.iter().position(|known| known == name));
        same("clues", &listed, &clues::NAMES)?;
        let terms = file.terms.iter().map(|word| match word.as_str() {
            "unknown" => Ok(None),
            "loan" => Ok(Some(Terms::Loan)),
            "licence" => Ok(Some(Terms::LicensedProduction)),
            other => other.parse().map(Some).map_err(|_| ModelError::UnknownLabel {
                list: "terms",
                found: other.to_owned(),
            }),
        });
        Ok(Labels {
            steps: known("steps", &file.steps[1..])?,
            time: known("time", &file.time)?,
            polarity: known("polarity", &file.polarity)?,
            certainty: known("certainty", &file.certainty)?,
            terms: terms.collect::<Result<_, _>>()?,
            clues: clues::NAMES.map(|name| numbered(&file.clues[name])),
            paths: numbered(&file.paths),
        })
    }

    /// How many scores the marks of a word have: those read from labels.json and two times two.
    pub fn marks(&self) -> usize {
        self.time.len() + self.polarity.len() + self.certainty.len() + self.terms.len() + 4
    }
}

/// Each word with its place in the list.
fn numbered(words: &[String]) -> HashMap<String, i32> {
    let words = words.iter().enumerate();
    words
        .map(|(at, word)| (word.clone(), i32::try_from(at).unwrap_or(0)))
        .collect()
}
