//! How do values pass between Rust and a row?

use rusqlite::Row;
use rusqlite::types::{FromSqlError, Type};
use serde::Serialize;
use serde::de::DeserializeOwned;

use attache_model::ArticleId;

/// The JSON of a value whose type always has one.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

pub(crate) fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row
        .get_ref(column)?
        .as_str()
        .map_err(|error| undecodable(column, error))?;
    serde_json::from_str(text).map_err(|error| undecodable(column, error))
}

/// A value of a type that prints and parses, such as a word of the codebook or a date.
pub(crate) fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    let text = row
        .get_ref(column)?
        .as_str_or_null()
        .map_err(|error| undecodable(column, error))?;
    text.map(str::parse)
        .transpose()
        .map_err(|error| undecodable(column, error))
}

/// A word that must be there.
pub(crate) fn word<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    parsed(row, column)?.ok_or_else(|| undecodable(column, FromSqlError::InvalidType))
}

fn undecodable(column: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

/// A size as SQLite counts; none here comes near the bound.
pub(crate) fn integer(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

pub(crate) fn size(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    let value: i64 = row.get(column)?;
    usize::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

/// The hash that ids are made with, over bytes taken whole.
pub(crate) fn hash(bytes: &[u8]) -> String {
    ArticleId::of([bytes]).0
}
