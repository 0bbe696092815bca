//! How does what was read get into the archive, once?

use attache_model::{Article, ArticleId, BlockKind, Claim, Doubt, Party, Slot, Span};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::archive::Archive;
use crate::error::Failure;
use crate::rows::{hash, integer, to_json};

/// An article with all that reading took from it.
#[derive(Clone, Debug)]
pub struct Added {
    pub article: Article,
    /// The bytes that the article's id was made from, where it was made from bytes taken whole
    /// (`ArticleId::of([bytes])`). Not kept: only their hash, which [`Archive::doctor`] compares with the id.
    pub raw: Option<Vec<u8>>,
    /// Of claims with the same id the first is kept.
    pub claims: Vec<Claim>,
    pub doubts: Vec<Doubt>,
    /// The version of the reader that read it.
    pub reader: String,
}

/// What adding an article came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    New,
    /// The same bytes are in the archive already: nothing changed, but a path not seen before is remembered.
    Known,
}

impl Archive {
    /// Adds articles in one transaction: when this returns, all are on the disk; when it fails, none is in the archive.
    /// Outcomes are in the order of `added`.
    pub fn add(&mut self, added: &[Added]) -> Result<Vec<Outcome>, StoreError> {
        self.write("adding articles", |connection| {
            let outcomes: Vec<Outcome> = added
                .iter()
                .map(|added| add_one(connection, added))
                .collect::<Result<_, Failure>>()?;
            if outcomes.contains(&Outcome::New) {
                bump(connection)?;
            }
            Ok(outcomes)
        })
    }

    /// Is the article in the archive?
    pub fn has(&self, id: &ArticleId) -> Result<bool, StoreError> {
        self.read("looking up an article", |connection| Ok(is_known(connection, id)?))
    }
}

/// Counts a change to what the register is made from.
pub(crate) fn bump(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE state SET generation = generation + 1")?
        .execute([])
        .map(drop)
}

fn is_known(connection: &Connection, id: &ArticleId) -> rusqlite::Result<bool> {
    let mut find = connection.prepare_cached("SELECT 1 FROM articles WHERE id = ?1")?;
    Ok(find.query_row([id.as_str()], |_| Ok(())).optional()?.is_some())
}

fn add_one(connection: &Connection, added: &Added) -> Result<Outcome, Failure> {
    let article = &added.article;
    let known = is_known(connection, &article.id)?;
    if !known {
        add_article(connection, added)?;
        for claim in &added.claims {
            add_claim(connection, article, claim)?;
        }
        for (position, doubt) in added.doubts.iter().enumerate() {
            add_doubt(connection, article, position, doubt)?;
        }
    }
    connection
        .prepare_cached("INSERT OR IGNORE INTO paths (article, path) VALUES (?1, ?2)")?
        .execute([article.id.as_str(), &article.path])?;
    Ok(if known { Outcome::Known } else { Outcome::New })
}

fn add_article(connection: &Connection, added: &Added) -> rusqlite::Result<()> {
    let article = &added.article;
    let published = article.published.as_ref();
    let number = connection
        .prepare_cached(
            "INSERT INTO articles (id, path, url, title, outlet, byline, published, published_from, published_certain,
                 language, reader, content_hash, text_hash, blocks, links, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .insert(params![
            article.id.as_str(),
            article.path,
            article.url,
            article.title(),
            article.outlet,
            article.byline,
            published.map(|published| published.date.to_string()),
            published.map(|published| &published.from),
            published.map(|published| published.certain.as_str()),
            article.language,
            added.reader,
            added.raw.as_deref().map(hash),
            hash(article.text.as_bytes()),
            to_json(&article.blocks)?,
            to_json(&article.links)?,
            article.text,
        ])?;
    connection
        .prepare_cached("INSERT INTO article_words (rowid, title, body) VALUES (?1, ?2, ?3)")?
        .execute(params![number, article.title(), searchable(article)])?;
    Ok(())
}

/// What a search looks through beside the title. The view `searchable` says the same in SQL; the doctor compares them.
fn searchable(article: &Article) -> String {
    let parts: Vec<&str> = searched(article).map(|span| article.slice(span)).collect();
    parts.join("\n")
}

/// The parts of the text that a search looks through.
pub(crate) fn searched(article: &Article) -> impl Iterator<Item = Span> {
    let whole = Span::new(0, article.text.len());
    let whole = article.blocks.is_empty().then_some(whole);
    let parts = article
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Title | BlockKind::Furniture));
    whole.into_iter().chain(parts.map(|block| block.span))
}

/// The words that a claim rests on. The fourth migration says the same in SQL.
fn quoted(article: &Article, claim: &Claim) -> String {
    let parts: Vec<&str> = claim.quotes.iter().map(|quote| article.slice(*quote)).collect();
    parts.join(" … ")
}

fn add_claim(connection: &Connection, article: &Article, claim: &Claim) -> Result<(), Failure> {
    if claim.article != article.id {
        return Err(misfiled("claim", &claim.id.0, &claim.article, &article.id).into());
    }
    reads_back(claim)?;
    let filed = Filed::of(claim);
    let new = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO claims (id, article, start, kind, supplier, recipient, category, stage, quotes, says, stance,
                 sources, rule, confidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            claim.id.as_str(),
            claim.article.as_str(),
            filed.start,
            filed.kind,
            filed.supplier,
            filed.recipient,
            filed.category,
            filed.stage,
            to_json(&claim.quotes)?,
            to_json(&claim.says)?,
            to_json(&claim.stance)?,
            to_json(&claim.sources)?,
            claim.rule,
            claim.confidence,
        ])?;
    if new > 0 {
        connection
            .prepare_cached("INSERT INTO quote_words (quote, claim) VALUES (?1, ?2)")?
            .execute([quoted(article, claim).as_str(), claim.id.as_str()])?;
    }
    Ok(())
}

fn add_doubt(connection: &Connection, article: &Article, position: usize, doubt: &Doubt) -> Result<(), Failure> {
    if doubt.article != article.id {
        return Err(misfiled("doubt", doubt.kind.as_str(), &doubt.article, &article.id).into());
    }
    connection
        .prepare_cached(
            "INSERT INTO doubts (article, position, kind, span_start, span_end, what) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            doubt.article.as_str(),
            integer(position),
            doubt.kind.as_str(),
            doubt.span.map(|span| integer(span.start)),
            doubt.span.map(|span| integer(span.end)),
            doubt.what,
        ])?;
    Ok(())
}

fn misfiled(what: &'static str, id: &str, belongs: &ArticleId, given: &ArticleId) -> StoreError {
    StoreError::Misfiled {
        what,
        id: id.to_owned(),
        belongs: belongs.0.clone(),
        given: given.0.clone(),
    }
}

/// Numbers that JSON cannot hold (not a number, infinite) would come back as nothing: better refused than lost.
fn reads_back(claim: &Claim) -> Result<(), StoreError> {
    let unstorable = |why: String| StoreError::Unstorable {
        what: "claim",
        id: claim.id.0.clone(),
        why,
    };
    let json = serde_json::to_vec(claim).map_err(|error| unstorable(error.to_string()))?;
    match serde_json::from_slice::<Claim>(&json) {
        Ok(back) if back == *claim => Ok(()),
        Ok(_) => Err(unstorable("it differs".to_owned())),
        Err(error) => Err(unstorable(error.to_string())),
    }
}

/// What of a claim is repeated in columns of their own, to be searched by.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Filed {
    pub(crate) start: i64,
    pub(crate) kind: String,
    pub(crate) supplier: Option<String>,
    pub(crate) recipient: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) stage: Option<String>,
}

impl Filed {
    pub(crate) fn of(claim: &Claim) -> Filed {
        let start = claim.quotes.first().map_or(0, |quote| integer(quote.start));
        let transfer = claim.transfer();
        Filed {
            start,
            kind: claim.kind().as_str().to_owned(),
            supplier: party(transfer.and_then(|transfer| transfer.supplier.as_ref())),
            recipient: party(transfer.and_then(|transfer| transfer.recipient.as_ref())),
            category: transfer.map(|transfer| transfer.category().as_str().to_owned()),
            stage: transfer.and_then(|transfer| Some(transfer.stage.as_ref()?.value().as_str().to_owned())),
        }
    }
}

fn party(slot: Option<&Slot<Party>>) -> Option<String> {
    Some(slot?.value().as_str().to_owned())
}
