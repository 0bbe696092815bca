//! Which articles are there, and what do they say?
//!
//! Articles always come in one order, however the archive was filled: by publication date, those without one last, then by id.

use attache_model::{Article, ArticleId, Date, Published};
use rusqlite::{OptionalExtension, Row, params};

use crate::StoreError;
use crate::archive::Archive;
use crate::error::Failure;
use crate::ids::{Kind, gone};
use crate::rows::{from_json, integer, parsed, size, word};

/// What a list shows of an article: everything but its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: ArticleId,
    /// The first path it was added from.
    pub path: String,
    pub url: Option<String>,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<Date>,
    /// ISO 639-3.
    pub language: String,
    /// The version of the reader that read it.
    pub reader: String,
    pub claims: usize,
    pub doubts: usize,
}

/// The columns of [`Listed`], in its order. The order of articles needs no sorting: an index holds it.
macro_rules! listed_columns {
    () => {
        "articles.id, articles.path, articles.url, articles.title, articles.outlet, articles.published, articles.language,
         articles.reader, (SELECT count(*) FROM claims WHERE claims.article = articles.id),
         (SELECT count(*) FROM doubts WHERE doubts.article = articles.id)"
    };
}

macro_rules! article_columns {
    () => {
        "id, path, url, outlet, byline, published, published_from, published_certain, language, blocks, links, text"
    };
}

const LIST: &str = concat!(
    "SELECT ",
    listed_columns!(),
    " FROM articles ORDER BY articles.published IS NULL, articles.published, articles.id"
);
const LIST_ONE: &str = concat!(
    "SELECT ",
    listed_columns!(),
    " FROM articles WHERE articles.number = ?1"
);
const LIST_BY_ID: &str = concat!("SELECT ", listed_columns!(), " FROM articles WHERE articles.id = ?1");
/// The newest that come before a place in the order, dated ones and those without a date. Both walk an index backwards.
const NEWEST: &str = concat!(
    "SELECT ",
    listed_columns!(),
    " FROM articles WHERE (articles.published IS NULL) = 0 AND (articles.published, articles.id) < (?1, ?2)
      ORDER BY articles.published DESC, articles.id DESC LIMIT ?3"
);
const UNDATED: &str = concat!(
    "SELECT ",
    listed_columns!(),
    " FROM articles WHERE (articles.published IS NULL) = 1 AND articles.published IS NULL AND articles.id < ?1
      ORDER BY articles.id DESC LIMIT ?2"
);
/// Comes after every date and every id.
const END: &str = "\u{10ffff}";
const EACH: &str = concat!(
    "SELECT ",
    article_columns!(),
    " FROM articles ORDER BY published IS NULL, published, id"
);
const ONE: &str = concat!("SELECT ", article_columns!(), " FROM articles WHERE id = ?1");

impl Archive {
    pub fn articles(&self) -> Result<Vec<Listed>, StoreError> {
        self.read("listing articles", |connection| {
            Ok(connection
                .prepare_cached(LIST)?
                .query_map([], listed)?
                .collect::<Result<_, _>>()?)
        })
    }

    /// At most `limit` articles, the newest first and those without a date last, from behind `after` on.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when there is no article `after`.
    pub fn newest_articles(&self, after: Option<&ArticleId>, limit: usize) -> Result<Vec<Listed>, StoreError> {
        let place = after.map(|id| self.listing(id)).transpose()?;
        let (date, id) = match &place {
            Some(Listed {
                published: None, id, ..
            }) => (None, id.as_str()),
            Some(Listed {
                published: Some(date),
                id,
                ..
            }) => (Some(date.to_string()), id.as_str()),
            None => (Some(END.to_owned()), END),
        };
        self.read("listing articles", |connection| {
            let mut found: Vec<Listed> = Vec::new();
            if let Some(date) = &date {
                found = connection
                    .prepare_cached(NEWEST)?
                    .query_map(params![date, id, integer(limit)], listed)?
                    .collect::<Result<_, _>>()?;
            }
            if found.len() < limit {
                let id = if date.is_none() { id } else { END };
                let mut undated = connection.prepare_cached(UNDATED)?;
                let rest = undated.query_map(params![id, integer(limit - found.len())], listed)?;
                found.extend(rest.collect::<Result<Vec<_>, _>>()?);
            }
            Ok(found)
        })
    }

    /// What a list shows of the article with this whole id.
    pub fn listing(&self, id: &ArticleId) -> Result<Listed, StoreError> {
        self.read("listing an article", |connection| {
            let found = connection
                .prepare_cached(LIST_BY_ID)?
                .query_row([id.as_str()], listed)
                .optional()?;
            found.ok_or_else(|| gone(&self.path, Kind::Article, id.as_str()))
        })
    }

    /// Hands over each article with its text, one at a time: no more than one is held in memory. What other programs add
    /// meanwhile is not seen.
    pub fn for_each_article(&self, mut each: impl FnMut(Article)) -> Result<(), StoreError> {
        self.try_for_each_article(|article| {
            each(article);
            Ok(())
        })
    }

    /// As [`Archive::for_each_article`]; the first error ends it.
    pub fn try_for_each_article<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(Article) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error| Failure::Sqlite(error).told(self.path(), "reading articles");
        let mut statement = self.connection.prepare_cached(EACH).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            each(article(row).map_err(failed)?)?;
        }
        Ok(())
    }

    /// The article whose id is `id`, or begins with it.
    ///
    /// # Errors
    /// [`StoreError::Unknown`]; [`StoreError::Ambiguous`] when several begin so.
    pub fn article(&self, id: &str) -> Result<Article, StoreError> {
        let id = self.whole_id(Kind::Article, id)?;
        self.read("reading an article", |connection| {
            let found = connection.prepare_cached(ONE)?.query_row([&id], article).optional()?;
            found.ok_or_else(|| gone(&self.path, Kind::Article, &id))
        })
    }

    /// Every path at which the article's bytes were met, sorted.
    pub fn paths_of(&self, article: &ArticleId) -> Result<Vec<String>, StoreError> {
        self.read("reading an article's paths", |connection| {
            let mut statement = connection.prepare_cached("SELECT path FROM paths WHERE article = ?1 ORDER BY path")?;
            Ok(statement
                .query_map([article.as_str()], |row| row.get(0))?
                .collect::<Result<_, _>>()?)
        })
    }

    pub(crate) fn listed(&self, number: i64) -> Result<Listed, Failure> {
        Ok(self.connection.prepare_cached(LIST_ONE)?.query_row([number], listed)?)
    }
}

/// The columns that [`article`] reads, in its order.
pub(crate) const ARTICLE_COLUMNS: &str = article_columns!();

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    Ok(Listed {
        id: ArticleId(row.get(0)?),
        path: row.get(1)?,
        url: row.get(2)?,
        title: row.get(3)?,
        outlet: row.get(4)?,
        published: parsed(row, 5)?,
        language: row.get(6)?,
        reader: row.get(7)?,
        claims: size(row, 8)?,
        doubts: size(row, 9)?,
    })
}

pub(crate) fn article(row: &Row<'_>) -> rusqlite::Result<Article> {
    Ok(Article {
        id: ArticleId(row.get(0)?),
        path: row.get(1)?,
        url: row.get(2)?,
        outlet: row.get(3)?,
        byline: row.get(4)?,
        published: published(row)?,
        language: row.get(8)?,
        blocks: from_json(row, 9)?,
        links: from_json(row, 10)?,
        text: row.get(11)?,
    })
}

fn published(row: &Row<'_>) -> rusqlite::Result<Option<Published>> {
    let Some(date) = parsed(row, 5)? else {
        return Ok(None);
    };
    Ok(Some(Published {
        date,
        from: row.get(6)?,
        certain: word(row, 7)?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_come_in_order_without_being_sorted() {
        let archive = Archive::in_memory().unwrap();
        for query in [LIST, EACH, NEWEST, UNDATED] {
            let mut explain = archive
                .connection
                .prepare(&format!("EXPLAIN QUERY PLAN {query}"))
                .unwrap();
            let plan: Vec<String> = explain
                .raw_query()
                .mapped(|row| row.get(3))
                .collect::<Result<_, _>>()
                .unwrap();
            assert!(plan[0].contains("USING INDEX articles_in_order"), "{plan:?}");
            assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
        }
    }
}
