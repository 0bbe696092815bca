//! What did the weighing make of the claims, and does that still hold?
//!
//! A counter, the generation, goes up with every change to claims or decisions. The register remembers the generation it was
//! made from; when the two are equal, it is up to date.

use std::collections::BTreeSet;

use attache_model::{ArticleId, ClaimId, Origin, OriginId, Record, RecordId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::archive::Archive;
use crate::error::{Failure, is_broken_reference};
use crate::ids::{Kind, gone};
use crate::remembered::{Linking, Reached, UNDATED, number, packed, packed_links, signed, unpacked_links};
use crate::rows::{from_json, to_json};

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
    /// made from; if another program has meanwhile put one from a later generation, that one stays. Nothing is remembered beside it.
    ///
    /// # Errors
    /// [`StoreError::UnknownClaim`] when a record names a claim that is not in the archive; [`StoreError::FutureGeneration`].
    pub fn replace_weighed(
        &mut self,
        records: &[Record],
        origins: &[Origin],
        generation: u64,
    ) -> Result<(), StoreError> {
        let until = Reached {
            generation,
            ..Reached::default()
        };
        let origins = origins.iter().map(|origin| (origin, None)).collect();
        let register = Reweighed {
            records,
            origins,
            ..Reweighed::default()
        };
        self.reweigh(&register, None, until).map(drop)
    }

    /// Changes the register, and what is remembered beside it, in one transaction. With `since`, the change is to what had been reached then, and
    /// nothing is done when another program has changed it meanwhile: then the answer is false, and it has to be weighed anew. Without, what was
    /// there goes first; a register from a later generation stays.
    ///
    /// # Errors
    /// As [`Archive::replace_weighed`].
    pub fn reweigh(
        &mut self,
        change: &Reweighed<'_>,
        since: Option<Reached>,
        until: Reached,
    ) -> Result<bool, StoreError> {
        let path = self.path.clone();
        self.write("writing the register", |connection| {
            let (reached, weighed) = state(connection)?;
            if until.generation > reached {
                return Err(StoreError::FutureGeneration {
                    path: path.clone(),
                    given: until.generation,
                    reached,
                }
                .into());
            }
            match since {
                Some(since) if since.generation != weighed => return Ok(false),
                None if until.generation < weighed => return Ok(true),
                Some(_) => change.clear(connection)?,
                None => connection.execute_batch(EMPTY)?,
            }
            for record in change.records {
                add_record(connection, record).map_err(|failure| match failure {
                    Broken::Claim(claim) => StoreError::UnknownClaim {
                        path: path.clone(),
                        record: record.id.0.clone(),
                        claim: claim.0,
                    }
                    .into(),
                    Broken::Sqlite(error) => Failure::Sqlite(error),
                })?;
            }
            change.remember(connection)?;
            connection
                .prepare_cached("UPDATE state SET weighed = ?1, remembers = ?2, last_article = ?3, last_decision = ?4")?
                .execute(params![
                    i64::try_from(until.generation).unwrap_or(i64::MAX),
                    until.version,
                    until.article,
                    until.decision
                ])?;
            Ok(true)
        })
    }

    /// The register, by id.
    pub fn records(&self) -> Result<Vec<Record>, StoreError> {
        self.read(READING, |connection| {
            let mut statement = connection.prepare_cached("SELECT record FROM records ORDER BY id")?;
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
                 ORDER BY id",
            )?;
            Ok(statement
                .query_map([article.as_str()], |row| from_json(row, 0))?
                .collect::<Result<_, _>>()?)
        })
    }

    pub fn origins(&self) -> Result<Vec<Origin>, StoreError> {
        self.read(READING, |connection| {
            let mut statement = connection.prepare_cached("SELECT origin FROM origins ORDER BY id")?;
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

/// A change to the register and to what is remembered beside it.
#[derive(Clone, Debug, Default)]
pub struct Reweighed<'a> {
    /// Claims whose records go, with the statements that are theirs.
    pub claims: Vec<&'a ClaimId>,
    pub records: &'a [Record],
    /// Each with the record that it goes with, when it belongs to one.
    pub origins: Vec<(&'a Origin, Option<&'a RecordId>)>,
    pub gone: Vec<&'a OriginId>,
    /// Articles of which all ties go.
    pub retied: Vec<&'a ArticleId>,
    /// Child, parent, and what the weighing writes of it.
    pub ties: Vec<(&'a ArticleId, &'a ArticleId, String)>,
    pub families: Vec<(&'a ArticleId, &'a OriginId)>,
    pub articles: Vec<Sketched<'a>>,
    pub links: Vec<(&'a ClaimId, Vec<Linking>)>,
    pub traced: Vec<(&'a ClaimId, &'a OriginId)>,
}

/// An article, the day on which it came out, its marks (topic, and whether it asks), and its fingerprints.
#[derive(Clone, Debug)]
pub struct Sketched<'a> {
    pub article: &'a ArticleId,
    pub day: Option<i32>,
    pub marks: Vec<(u64, bool)>,
    pub passages: &'a [u32],
    pub quotations: &'a [u32],
}

const EMPTY: &str =
    "DELETE FROM record_claims; DELETE FROM records; DELETE FROM origins; DELETE FROM marks; DELETE FROM sketches;
    DELETE FROM ties; DELETE FROM families; DELETE FROM links; DELETE FROM traced;";

impl Reweighed<'_> {
    /// Takes out what is changed.
    fn clear(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut holding = connection.prepare_cached("SELECT record FROM record_claims WHERE claim = ?1")?;
        let mut records: BTreeSet<String> = BTreeSet::new();
        for claim in &self.claims {
            for record in holding.query_map([claim.as_str()], |row| row.get(0))? {
                records.insert(record?);
            }
        }
        for query in [
            "DELETE FROM origins WHERE record = ?1",
            "DELETE FROM record_claims WHERE record = ?1",
            "DELETE FROM records WHERE id = ?1",
        ] {
            let mut delete = connection.prepare_cached(query)?;
            for record in &records {
                delete.execute([record])?;
            }
        }
        let mut delete = connection.prepare_cached("DELETE FROM origins WHERE id = ?1")?;
        for origin in self
            .gone
            .iter()
            .copied()
            .chain(self.origins.iter().map(|(origin, _)| &origin.id))
        {
            delete.execute([origin.as_str()])?;
        }
        let mut delete = connection.prepare_cached("DELETE FROM ties WHERE child = ?1 OR parent = ?1")?;
        for article in &self.retied {
            delete.execute([number(connection, article)?])?;
        }
        Ok(())
    }

    /// Writes what is new beside the records.
    fn remember(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut add = connection.prepare_cached("INSERT INTO origins (id, origin, record) VALUES (?1, ?2, ?3)")?;
        for (origin, record) in &self.origins {
            add.execute(params![
                origin.id.as_str(),
                to_json(origin)?,
                record.map(RecordId::as_str)
            ])?;
        }
        let mut mark = connection
            .prepare_cached("INSERT OR IGNORE INTO marks (topic, day, asks, article) VALUES (?1, ?2, ?3, ?4)")?;
        let mut sketch = connection
            .prepare_cached("INSERT OR REPLACE INTO sketches (article, passages, quotations) VALUES (?1, ?2, ?3)")?;
        for article in &self.articles {
            let Some(number) = number(connection, article.article)? else {
                continue;
            };
            sketch.execute(params![number, packed(article.passages), packed(article.quotations)])?;
            for (topic, asks) in &article.marks {
                mark.execute(params![signed(*topic), article.day.unwrap_or(UNDATED), asks, number])?;
            }
        }
        let mut tie =
            connection.prepare_cached("INSERT OR REPLACE INTO ties (child, parent, tie) VALUES (?1, ?2, ?3)")?;
        for (child, parent, words) in &self.ties {
            tie.execute(params![number(connection, child)?, number(connection, parent)?, words])?;
        }
        let mut family =
            connection.prepare_cached("INSERT OR REPLACE INTO families (article, origin) VALUES (?1, ?2)")?;
        for (article, origin) in &self.families {
            family.execute(params![number(connection, article)?, origin.as_str()])?;
        }
        let mut origin = connection.prepare_cached(
            "INSERT INTO traced (claim, origin, links) VALUES (?1, ?2, x'') ON CONFLICT (claim) DO UPDATE SET origin = excluded.origin",
        )?;
        for (claim, from) in &self.traced {
            origin.execute([claim.as_str(), from.as_str()])?;
        }
        self.link(connection)
    }

    fn link(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut before = connection.prepare_cached("SELECT links FROM traced WHERE claim = ?1")?;
        let mut forget = connection.prepare_cached("DELETE FROM links WHERE topic = ?1 AND claim = ?2")?;
        let mut add =
            connection.prepare_cached("INSERT OR IGNORE INTO links (topic, speaks, claim) VALUES (?1, ?2, ?3)")?;
        let mut keep = connection.prepare_cached("UPDATE traced SET links = ?2 WHERE claim = ?1")?;
        for (claim, links) in &self.links {
            let old = before.query_row([claim.as_str()], |row| Ok(unpacked_links(row.get_ref(0)?.as_blob()?)));
            for (topic, _) in old.optional()?.unwrap_or_default() {
                forget.execute(params![signed(topic), claim.as_str()])?;
            }
            for (topic, speaks) in links {
                add.execute(params![signed(*topic), speaks, claim.as_str()])?;
            }
            keep.execute(params![claim.as_str(), packed_links(links)])?;
        }
        Ok(())
    }
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

fn add_record(connection: &Connection, record: &Record) -> Result<(), Broken> {
    connection
        .prepare_cached("INSERT INTO records (id, record) VALUES (?1, ?2)")?
        .execute(params![record.id.as_str(), to_json(record)?])?;
    let mut link = connection.prepare_cached("INSERT OR IGNORE INTO record_claims (claim, record) VALUES (?1, ?2)")?;
    for claim in &record.claims {
        match link.execute([claim.as_str(), record.id.as_str()]) {
            Err(error) if is_broken_reference(&error) => return Err(Broken::Claim(claim.clone())),
            other => other?,
        };
    }
    Ok(())
}
