//! What does the weighing remember of what it has weighed?
//!
//! Tables that it alone understands: here they are only kept and looked up. Ids of articles are turned into numbers, which are short.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Article, ArticleId, Claim, ClaimId, Date, DecisionId, OriginId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::archive::Archive;
use crate::articles::{ARTICLE_COLUMNS, article};
use crate::claims::{CLAIM_COLUMNS, claim};
use crate::rows::parsed;

/// How far the weighing has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// The version of weighing whose memory this is; 0 when there is none.
    pub version: u32,
    /// The generation of claims and decisions that the register was made from.
    pub generation: u64,
    /// Numbers of the last article and the last decision that were weighed.
    pub article: i64,
    pub decision: i64,
}

/// An article that bears a mark, with the day on which it came out, and whether it only asks for what the mark says.
pub type Bearing = (ArticleId, Option<i32>, bool);

/// A link of a claim: its topic, and whether the claim speaks of it.
pub type Linking = (u64, bool);

impl Archive {
    /// What the last weighing has reached.
    pub fn reached(&self) -> Result<Reached, StoreError> {
        self.read(READING, |connection| {
            let mut state =
                connection.prepare_cached("SELECT remembers, weighed, last_article, last_decision FROM state")?;
            Ok(state.query_row([], |row| {
                Ok(Reached {
                    version: row.get(0)?,
                    generation: u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
                    article: row.get(2)?,
                    decision: row.get(3)?,
                })
            })?)
        })
    }

    /// The last article and the last decision that are there.
    pub fn last(&self) -> Result<(i64, i64), StoreError> {
        self.read(READING, |connection| {
            let last = |query: &str| -> rusqlite::Result<i64> {
                let last: Option<i64> = connection.prepare_cached(query)?.query_row([], |row| row.get(0))?;
                Ok(last.unwrap_or_default())
            };
            Ok((
                last("SELECT max(number) FROM articles")?,
                last("SELECT max(number) FROM decisions")?,
            ))
        })
    }

    /// Hands over each article numbered above `after` and up to `until` of which something is claimed, with its claims.
    pub fn for_each_told(
        &self,
        after: i64,
        until: i64,
        mut each: impl FnMut(Article, Vec<Claim>),
    ) -> Result<(), StoreError> {
        self.read(READING, |connection| {
            let mut articles = connection.prepare_cached(&format!(
                "SELECT {ARTICLE_COLUMNS} FROM articles WHERE number > ?1 AND number <= ?2
                     AND EXISTS (SELECT 1 FROM claims WHERE claims.article = articles.id)"
            ))?;
            let mut rows = articles.query([after, until])?;
            while let Some(row) = rows.next()? {
                let article = article(row)?;
                let claims = claims_of(connection, &article.id)?;
                each(article, claims);
            }
            Ok(())
        })
    }

    /// Decisions made after that one.
    pub fn decided_after(&self, number: i64) -> Result<Vec<DecisionId>, StoreError> {
        self.read(READING, |connection| {
            let mut decided =
                connection.prepare_cached("SELECT id FROM decisions WHERE number > ?1 ORDER BY number")?;
            let ids = decided.query_map([number], |row| Ok(DecisionId(row.get(0)?)))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }

    pub fn articles_named(&self, ids: &BTreeSet<ArticleId>) -> Result<Vec<Article>, StoreError> {
        self.each(
            ids,
            &format!("SELECT {ARTICLE_COLUMNS} FROM articles WHERE id = ?1"),
            article,
        )
    }

    /// The days on which these came out, of those that are dated.
    pub fn published(&self, ids: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, Date>, StoreError> {
        let query = "SELECT id, published FROM articles WHERE id = ?1 AND published IS NOT NULL";
        let found = self.each(ids, query, |row| Ok((ArticleId(row.get(0)?), parsed(row, 1)?)))?;
        Ok(found.into_iter().filter_map(|(id, day)| Some((id, day?))).collect())
    }

    pub fn claims_named(&self, ids: &BTreeSet<ClaimId>) -> Result<Vec<Claim>, StoreError> {
        self.each(ids, &format!("SELECT {CLAIM_COLUMNS} FROM claims WHERE id = ?1"), claim)
    }

    pub fn claims_of_all(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<Claim>, StoreError> {
        self.each(
            articles,
            &format!("SELECT {CLAIM_COLUMNS} FROM claims WHERE article = ?1"),
            claim,
        )
    }

    /// Hands over the fingerprints of every article: of its passages, and of its quotations.
    pub fn for_each_sketch(&self, mut each: impl FnMut(ArticleId, Vec<u32>, Vec<u32>)) -> Result<(), StoreError> {
        self.read(READING, |connection| {
            let mut sketches = connection.prepare_cached(
                "SELECT articles.id, passages, quotations FROM sketches CROSS JOIN articles ON articles.number = sketches.article",
            )?;
            let mut rows = sketches.query([])?;
            while let Some(row) = rows.next()? {
                let prints = |column| -> rusqlite::Result<Vec<u32>> { Ok(unpacked(row.get_ref(column)?.as_blob()?)) };
                each(ArticleId(row.get(0)?), prints(1)?, prints(2)?);
            }
            Ok(())
        })
    }

    /// Articles with a mark of this topic, undated or out between these days.
    pub fn bearers(&self, topic: u64, days: (i32, i32)) -> Result<Vec<Bearing>, StoreError> {
        self.read(READING, |connection| {
            let mut bearers = connection.prepare_cached(
                "SELECT articles.id, day, asks FROM marks JOIN articles ON articles.number = marks.article
                 WHERE topic = ?1 AND day = ?4
                 UNION ALL
                 SELECT articles.id, day, asks FROM marks JOIN articles ON articles.number = marks.article
                 WHERE topic = ?1 AND day > ?4 AND day BETWEEN ?2 AND ?3",
            )?;
            let found = bearers.query_map(params![signed(topic), days.0, days.1, UNDATED], |row| {
                let day: i32 = row.get(1)?;
                Ok((
                    ArticleId(row.get(0)?),
                    Some(day).filter(|day| *day != UNDATED),
                    row.get(2)?,
                ))
            })?;
            Ok(found.collect::<Result<_, _>>()?)
        })
    }

    /// Ties with one of these articles at either end, as they were written.
    pub fn ties(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<String>, StoreError> {
        let query = "SELECT child, parent, tie FROM ties WHERE child = (SELECT number FROM articles WHERE id = ?1)
             UNION SELECT child, parent, tie FROM ties WHERE parent = (SELECT number FROM articles WHERE id = ?1)";
        let place = |row: &rusqlite::Row<'_>| Ok(((row.get(0)?, row.get(1)?), row.get(2)?));
        let found: BTreeMap<(i64, i64), String> = self.each(articles, query, place)?.into_iter().collect();
        Ok(found.into_values().collect())
    }

    pub fn families(&self, articles: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, OriginId>, StoreError> {
        let query = "SELECT articles.id, origin FROM articles JOIN families ON families.article = articles.number WHERE articles.id = ?1";
        let found = self.each(articles, query, |row| {
            Ok((ArticleId(row.get(0)?), OriginId(row.get(1)?)))
        })?;
        Ok(found.into_iter().collect())
    }

    pub fn members(&self, families: &BTreeSet<OriginId>) -> Result<Vec<ArticleId>, StoreError> {
        let query =
            "SELECT articles.id FROM families JOIN articles ON articles.number = families.article WHERE origin = ?1";
        self.each(families, query, |row| Ok(ArticleId(row.get(0)?)))
    }

    /// Claims with a link of this topic; only those that speak of it, when `speaking`.
    pub fn linked(&self, topic: u64, speaking: bool) -> Result<Vec<ClaimId>, StoreError> {
        self.read(READING, |connection| {
            let mut linked = connection.prepare_cached("SELECT claim FROM links WHERE topic = ?1 AND speaks >= ?2")?;
            let claims = linked.query_map(params![signed(topic), speaking], |row| Ok(ClaimId(row.get(0)?)))?;
            Ok(claims.collect::<Result<_, _>>()?)
        })
    }

    /// The links that these claims have.
    pub fn links(&self, claims: &BTreeSet<ClaimId>) -> Result<Vec<Linking>, StoreError> {
        let links = |row: &rusqlite::Row<'_>| Ok(unpacked_links(row.get_ref(0)?.as_blob()?));
        let found = self.each(claims, "SELECT links FROM traced WHERE claim = ?1", links)?;
        Ok(found.into_iter().flatten().collect())
    }

    pub fn claim_origins(&self, claims: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, OriginId>, StoreError> {
        let query = "SELECT claim, origin FROM traced WHERE claim = ?1";
        let found = self.each(claims, query, |row| Ok((ClaimId(row.get(0)?), OriginId(row.get(1)?))))?;
        Ok(found.into_iter().collect())
    }

    pub fn claims_from(&self, origin: &OriginId) -> Result<Vec<ClaimId>, StoreError> {
        let one = BTreeSet::from([origin]);
        self.each(one, "SELECT claim FROM traced WHERE origin = ?1", |row| {
            Ok(ClaimId(row.get(0)?))
        })
    }

    /// All rows of a query that is asked for each id.
    fn each<T, I: AsRef<str>>(
        &self,
        ids: impl IntoIterator<Item = I>,
        query: &str,
        read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.read(READING, |connection| {
            let mut statement = connection.prepare_cached(query)?;
            let mut found = Vec::new();
            for id in ids {
                let mut rows = statement.query([id.as_ref()])?;
                while let Some(row) = rows.next()? {
                    found.push(read(row)?);
                }
            }
            Ok(found)
        })
    }
}

const READING: &str = "reading what the weighing remembers";

/// Stands for no day.
pub(crate) const UNDATED: i32 = i32::MIN;

fn claims_of(connection: &Connection, article: &ArticleId) -> rusqlite::Result<Vec<Claim>> {
    let query = format!("SELECT {CLAIM_COLUMNS} FROM claims WHERE article = ?1 ORDER BY start, id");
    connection
        .prepare_cached(&query)?
        .query_map([article.as_str()], claim)?
        .collect()
}

/// The number of an article.
pub(crate) fn number(connection: &Connection, id: &ArticleId) -> rusqlite::Result<Option<i64>> {
    let mut find = connection.prepare_cached("SELECT number FROM articles WHERE id = ?1")?;
    find.query_row([id.as_str()], |row| row.get(0)).optional()
}

/// SQLite's integers have a sign.
pub(crate) fn signed(topic: u64) -> i64 {
    i64::from_ne_bytes(topic.to_ne_bytes())
}

pub(crate) fn packed(prints: &[u32]) -> Vec<u8> {
    prints.iter().flat_map(|print| print.to_le_bytes()).collect()
}

fn unpacked(bytes: &[u8]) -> Vec<u32> {
    let (prints, _) = bytes.as_chunks::<4>();
    prints.iter().map(|print| u32::from_le_bytes(*print)).collect()
}

pub(crate) fn packed_links(links: &[Linking]) -> Vec<u8> {
    let one = |(topic, speaks): &Linking| topic.to_le_bytes().into_iter().chain([u8::from(*speaks)]);
    links.iter().flat_map(one).collect()
}

pub(crate) fn unpacked_links(bytes: &[u8]) -> Vec<Linking> {
    let (links, _) = bytes.as_chunks::<9>();
    let one = |link: &[u8; 9]| {
        let mut topic = [0; 8];
        topic.copy_from_slice(&link[..8]);
        (u64::from_le_bytes(topic), link[8] != 0)
    };
    links.iter().map(one).collect()
}
