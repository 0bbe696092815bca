//! What did the weighing make of the claims, and does that still hold?
//!
//! A counter, the generation, goes up with every change to claims or decisions. The register remembers the generation it was
//! made from; when the two are equal, it is up to date.

use attache_model::{ArticleId, ClaimId, Origin, Record};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::archive::Archive;
use crate::error::{Failure, is_broken_reference};
use crate::ids::{Kind, gone};
use crate::rows::{from_json, integer, to_json};

impl Archive {
    /// How often claims or decisions have changed. Take it *before* reading the claims that are to be weighed.
    pub fn generation(&self) -> Result<u64, StoreError> {
        self.read("reading its state", |connection| Ok(state(connection)?.0))
    }

    /// Was the register made from the claims and decisions as they are now? An empty archive needs no weighing.
    pub fn is_weighed(&self) -> Result<bool, StoreError> {
        self.read("reading its state", |connection| {
            let (generation, weighed) = state(connection)?;
            Ok(generation == weighed)
        })
    }

    /// The generation of claims and decisions that the register was made from.
    pub fn weighed(&self) -> Result<u64, StoreError> {
        self.read("reading its state", |connection| Ok(state(connection)?.1))
    }

    /// Puts a new register in place of the old, in one transaction. `generation` is that of the claims and decisions it was
    /// made from; if another program has meanwhile put one from a later generation, that one stays.
    ///
    /// # Errors
    /// [`StoreError::UnknownClaim`] when a record names a claim that is not in the archive; [`StoreError::FutureGeneration`].
    pub fn replace_weighed(
        &mut self,
        records: &[Record],
        origins: &[Origin],
        generation: u64,
    ) -> Result<(), StoreError> {
        let path = self.path.clone();
        self.write("writing the register", |connection| {
            let (reached, weighed) = state(connection)?;
            if generation > reached {
                return Err(StoreError::FutureGeneration {
                    path: path.clone(),
                    given: generation,
                    reached,
                }
                .into());
            }
            if generation < weighed {
                return Ok(());
            }
            connection.execute_batch("DELETE FROM record_claims; DELETE FROM records; DELETE FROM origins;")?;
            for (position, record) in records.iter().enumerate() {
                add_record(connection, position, record).map_err(|failure| match failure {
                    Broken::Claim(claim) => StoreError::UnknownClaim {
                        path: path.clone(),
                        record: record.id.0.clone(),
                        claim: claim.0,
                    }
                    .into(),
                    Broken::Sqlite(error) => Failure::Sqlite(error),
                })?;
            }
            for (position, origin) in origins.iter().enumerate() {
                connection
                    .prepare_cached("INSERT INTO origins (id, position, origin) VALUES (?1, ?2, ?3)")?
                    .execute(params![origin.id.as_str(), integer(position), to_json(origin)?])?;
            }
            connection
                .prepare_cached("UPDATE state SET weighed = ?1")?
                .execute([i64::try_from(generation).unwrap_or(i64::MAX)])?;
            Ok(())
        })
    }

    /// The register, in the order in which the weighing gave it.
    pub fn records(&self) -> Result<Vec<Record>, StoreError> {
        self.read(READING, |connection| {
            let mut statement = connection.prepare_cached("SELECT record FROM records ORDER BY position")?;
            Ok(statement
                .query_map([], |row| from_json(row, 0))?
                .collect::<Result<_, _>>()?)
        })
    }

    /// The record whose id is `id`, or begins with it.
    pub fn record(&self, id: &str) -> Result<Record, StoreError> {
        let id = self.whole_id(Kind::Record, id)?;
        self.read(READING, |connection| {
            let mut statement = connection.prepare_cached("SELECT record FROM records WHERE id = ?1")?;
            statement
                .query_row([&id], |row| from_json(row, 0))
                .optional()?
                .ok_or_else(|| gone(&self.path, Kind::Record, &id))
        })
    }

    /// The records that rest on a claim of this article.
    pub fn records_of(&self, article: &ArticleId) -> Result<Vec<Record>, StoreError> {
        self.read(READING, |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT record FROM records WHERE id IN (
                     SELECT record_claims.record FROM record_claims JOIN claims ON claims.id = record_claims.claim
                     WHERE claims.article = ?1)
                 ORDER BY position",
            )?;
            Ok(statement
                .query_map([article.as_str()], |row| from_json(row, 0))?
                .collect::<Result<_, _>>()?)
        })
    }

    pub fn origins(&self) -> Result<Vec<Origin>, StoreError> {
        self.read(READING, |connection| {
            let mut statement = connection.prepare_cached("SELECT origin FROM origins ORDER BY position")?;
            Ok(statement
                .query_map([], |row| from_json(row, 0))?
                .collect::<Result<_, _>>()?)
        })
    }

    /// The origin whose id is `id`, or begins with it.
    pub fn origin(&self, id: &str) -> Result<Origin, StoreError> {
        let id = self.whole_id(Kind::Origin, id)?;
        self.read(READING, |connection| {
            let mut statement = connection.prepare_cached("SELECT origin FROM origins WHERE id = ?1")?;
            statement
                .query_row([&id], |row| from_json(row, 0))
                .optional()?
                .ok_or_else(|| gone(&self.path, Kind::Origin, &id))
        })
    }
}

const READING: &str = "reading the register";

/// The generation of claims and decisions, and that of the register.
pub(crate) fn state(connection: &Connection) -> rusqlite::Result<(u64, u64)> {
    let count = |row: &rusqlite::Row<'_>, column: usize| {
        let value: i64 = row.get(column)?;
        u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
    };
    connection
        .prepare_cached("SELECT generation, weighed FROM state")?
        .query_row([], |row| Ok((count(row, 0)?, count(row, 1)?)))
}

enum Broken {
    Claim(ClaimId),
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Broken {
    fn from(error: rusqlite::Error) -> Broken {
        Broken::Sqlite(error)
    }
}

fn add_record(connection: &Connection, position: usize, record: &Record) -> Result<(), Broken> {
    connection
        .prepare_cached("INSERT INTO records (id, position, record) VALUES (?1, ?2, ?3)")?
        .execute(params![record.id.as_str(), integer(position), to_json(record)?])?;
    let mut link = connection.prepare_cached("INSERT OR IGNORE INTO record_claims (claim, record) VALUES (?1, ?2)")?;
    for claim in &record.claims {
        match link.execute([claim.as_str(), record.id.as_str()]) {
            Err(error) if is_broken_reference(&error) => return Err(Broken::Claim(claim.clone())),
            other => other?,
        };
    }
    Ok(())
}
