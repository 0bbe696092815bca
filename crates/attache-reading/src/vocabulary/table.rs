//! How is a table of `vocabulary/` read, and what is said when one is wrong?

use attache_model::Date;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Deserializer};

/// A table that cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum VocabularyError {
    #[error(
        "vocabulary/{file}: {source}\nhint: one row a line, the columns as in the head comment, cells with commas in quotes"
    )]
    Csv { file: &'static str, source: csv::Error },
    #[error("vocabulary/{file}: {source}")]
    Toml {
        file: &'static str,
        source: Box<toml::de::Error>,
    },
    #[error("vocabulary: the names cannot be indexed: {0}")]
    Index(String),
}

pub fn csv<T: DeserializeOwned>((file, text): (&'static str, &str)) -> Result<Vec<T>, VocabularyError> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<Vec<T>, _>>()
        .map_err(|source| VocabularyError::Csv { file, source })
}

pub fn toml<T: DeserializeOwned>((file, text): (&'static str, &str)) -> Result<T, VocabularyError> {
    toml::from_str(text).map_err(|source| VocabularyError::Toml {
        file,
        source: Box::new(source),
    })
}

/// A cell that holds a list separated by `;`.
pub fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let cell = String::deserialize(deserializer)?;
    Ok(cell
        .split(';')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect())
}

/// A cell that holds a list of words that are names of `T`, separated by `;`.
pub fn words<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let parsed = |item: String| T::deserialize(item.into_deserializer());
    list(deserializer)?.into_iter().map(parsed).collect()
}

/// A cell that holds `yes` or nothing.
pub fn yes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "" => Ok(false),
        "yes" => Ok(true),
        other => Err(serde::de::Error::custom(format!(
            "`{other}`; expected `yes` or nothing"
        ))),
    }
}

/// A cell that holds a date (`1991-12-25`, `1991-12`, `1991`: its first day) or nothing.
pub fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let cell = String::deserialize(deserializer)?;
    if cell.is_empty() {
        return Ok(None);
    }
    let when: attache_model::When = cell.parse().map_err(serde::de::Error::custom)?;
    Ok(when.first)
}

/// A cell that holds a word of the codebook or nothing.
pub fn word<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let cell = String::deserialize(deserializer)?;
    if cell.is_empty() {
        Ok(None)
    } else {
        cell.parse().map(Some).map_err(serde::de::Error::custom)
    }
}
