//! What was read from the articles?
//!
//! Claims and doubts come in the order of their articles, then of the text.

use attache_model::{ArticleId, Category, Claim, ClaimId, Doubt, Span, Stage};
use rusqlite::{OptionalExtension, Row, params};

use crate::StoreError;
use crate::archive::Archive;
use crate::ids::{Kind, gone};
use crate::rows::{from_json, size, word};

/// Which claims are wanted: those that have every value that is set here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    pub article: Option<ArticleId>,
    /// A state's code or a party's name.
    pub supplier: Option<String>,
    pub recipient: Option<String>,
    pub category: Option<Category>,
    pub stage: Option<Stage>,
}

macro_rules! claim_columns {
    () => {
        "claims.id, claims.article, claims.quotes, claims.says, claims.stance, claims.sources, claims.rule, claims.confidence"
    };
}

macro_rules! in_order {
    ($table:literal) => {
        concat!(
            " FROM articles CROSS JOIN ",
            $table,
            " ON ",
            $table,
            ".article = articles.id ORDER BY articles.published IS NULL, articles.published, articles.id, "
        )
    };
}

const ALL: &str = concat!(
    "SELECT ",
    claim_columns!(),
    in_order!("claims"),
    "claims.start, claims.id"
);
const OF_ARTICLE: &str = concat!(
    "SELECT ",
    claim_columns!(),
    " FROM claims WHERE article = ?1 ORDER BY start, id"
);
const ONE: &str = concat!("SELECT ", claim_columns!(), " FROM claims WHERE id = ?1");
const DOUBTS: &str = concat!(
    "SELECT doubts.article, doubts.kind, doubts.span_start, doubts.span_end, doubts.what",
    in_order!("doubts"),
    "doubts.position"
);
const DOUBTS_OF: &str =
    "SELECT article, kind, span_start, span_end, what FROM doubts WHERE article = ?1 ORDER BY position";

impl Archive {
    pub fn claims(&self) -> Result<Vec<Claim>, StoreError> {
        self.read(READING, |connection| {
            Ok(connection
                .prepare_cached(ALL)?
                .query_map([], claim)?
                .collect::<Result<_, _>>()?)
        })
    }

    pub fn claims_of(&self, article: &ArticleId) -> Result<Vec<Claim>, StoreError> {
        self.read(READING, |connection| {
            let mut statement = connection.prepare_cached(OF_ARTICLE)?;
            Ok(statement
                .query_map([article.as_str()], claim)?
                .collect::<Result<_, _>>()?)
        })
    }

    pub fn claims_where(&self, filter: &ClaimFilter) -> Result<Vec<Claim>, StoreError> {
        let wanted = [
            ("article", filter.article.as_ref().map(ArticleId::as_str)),
            ("supplier", filter.supplier.as_deref()),
            ("recipient", filter.recipient.as_deref()),
            ("category", filter.category.map(Category::as_str)),
            ("stage", filter.stage.map(Stage::as_str)),
        ];
        let wanted: Vec<(&str, &str)> = wanted
            .into_iter()
            .filter_map(|(column, value)| Some((column, value?)))
            .collect();
        if wanted.is_empty() {
            return self.claims();
        }
        let conditions: Vec<String> = wanted
            .iter()
            .map(|(column, _)| format!("claims.{column} = ?"))
            .collect();
        let query = format!(
            concat!(
                "SELECT ",
                claim_columns!(),
                " FROM claims JOIN articles ON articles.id = claims.article WHERE {} ",
                "ORDER BY articles.published IS NULL, articles.published, articles.id, claims.start, claims.id"
            ),
            conditions.join(" AND ")
        );
        self.read(READING, |connection| {
            let values = rusqlite::params_from_iter(wanted.iter().map(|(_, value)| value));
            Ok(connection
                .prepare_cached(&query)?
                .query_map(values, claim)?
                .collect::<Result<_, _>>()?)
        })
    }

    /// The claim whose id is `id`, or begins with it.
    ///
    /// # Errors
    /// [`StoreError::Unknown`]; [`StoreError::Ambiguous`] when several begin so.
    pub fn claim(&self, id: &str) -> Result<Claim, StoreError> {
        let id = self.whole_id(Kind::Claim, id)?;
        self.read(READING, |connection| {
            let found = connection.prepare_cached(ONE)?.query_row([&id], claim).optional()?;
            found.ok_or_else(|| gone(&self.path, Kind::Claim, &id))
        })
    }

    pub fn doubts(&self) -> Result<Vec<Doubt>, StoreError> {
        self.read(READING, |connection| {
            Ok(connection
                .prepare_cached(DOUBTS)?
                .query_map([], doubt)?
                .collect::<Result<_, _>>()?)
        })
    }

    pub fn doubts_of(&self, article: &ArticleId) -> Result<Vec<Doubt>, StoreError> {
        self.read(READING, |connection| {
            let mut statement = connection.prepare_cached(DOUBTS_OF)?;
            Ok(statement
                .query_map(params![article.as_str()], doubt)?
                .collect::<Result<_, _>>()?)
        })
    }
}

const READING: &str = "reading claims";

/// The columns that [`claim`] reads, in its order.
pub(crate) const CLAIM_COLUMNS: &str = claim_columns!();

pub(crate) fn claim(row: &Row<'_>) -> rusqlite::Result<Claim> {
    Ok(Claim {
        id: ClaimId(row.get(0)?),
        article: ArticleId(row.get(1)?),
        quotes: from_json(row, 2)?,
        says: from_json(row, 3)?,
        stance: from_json(row, 4)?,
        sources: from_json(row, 5)?,
        rule: row.get(6)?,
        confidence: row.get(7)?,
    })
}

pub(crate) fn doubt(row: &Row<'_>) -> rusqlite::Result<Doubt> {
    let open = row.get_ref(2)?.data_type() == rusqlite::types::Type::Null;
    let span = if open {
        None
    } else {
        Some(Span {
            start: size(row, 2)?,
            end: size(row, 3)?,
        })
    };
    Ok(Doubt {
        article: ArticleId(row.get(0)?),
        kind: word(row, 1)?,
        span,
        what: row.get(4)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_and_doubts_come_in_order_and_are_sorted_within_an_article_at_most() {
        let archive = Archive::in_memory().unwrap();
        for query in [ALL, OF_ARTICLE, DOUBTS, DOUBTS_OF] {
            let mut explain = archive
                .connection
                .prepare(&format!("EXPLAIN QUERY PLAN {query}"))
                .unwrap();
            let plan: Vec<String> = explain
                .raw_query()
                .mapped(|row| row.get(3))
                .collect::<Result<_, _>>()
                .unwrap();
            assert!(
                !plan.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY"),
                "{query}: {plan:?}"
            );
        }
    }
}
