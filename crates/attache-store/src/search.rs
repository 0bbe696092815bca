//! Which articles, and which quotes, speak of these words?
//!
//! A search looks through titles and the article proper, not through furniture; or through the quotes that claims rest on. Words are met in any of
//! their English forms ("missiles" finds "missile") and without regard to case and accents; all of them must be there.

use attache_model::{Article, ArticleId, ClaimId, Date, Span};
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::add::searched;
use crate::archive::Archive;
use crate::articles::Listed;
use crate::rows::parsed;

/// An article that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub article: Listed,
    pub snippet: Snippet,
    /// BM25, a match in the title counting four times; the higher, the better.
    pub score: f64,
}

/// The passage of an article that best shows why it was found. Plain text, spaces and line breaks made single spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    pub text: String,
    /// Byte ranges of `text` (not of the article) that match the search; they do not overlap.
    pub matches: Vec<Span>,
}

/// An article or a quote that matches, by its number within this archive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    pub number: i64,
    /// BM25; the higher, the better.
    pub score: f64,
}

/// What searches are narrowed by: an article without its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    pub number: i64,
    pub id: ArticleId,
    pub outlet: Option<String>,
    pub published: Option<Date>,
    /// ISO 639-3.
    pub language: String,
}

/// About how many words a snippet shows (64 is the most that FTS5 gives).
const SNIPPET_WORDS: i64 = 28;

/// A snippet is no longer than this, whatever the article takes for a word.
const SNIPPET_BYTES: usize = 2000;

/// Characters of an article that is marked in parts, and those shown of one whose first part has none of the words.
const LONG: usize = 64_000;
const PASSAGE: usize = 200;

/// Control characters that set off a match; both are taken out of the text.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

const SHELF: &str = "SELECT number, id, outlet, published, language FROM articles";

impl Archive {
    /// The best `limit` articles for `query`: words that must all occur, `"a phrase"` that must occur as it stands, `begin*` for any
    /// word that begins so. Nothing else in `query` has a meaning. Best first; equals in the order of their ids.
    ///
    /// # Errors
    /// [`StoreError::NoWords`] when `query` holds none.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>, StoreError> {
        let scored = self.matching_articles(query)?;
        let found = self.read(SEARCHING, |connection| Ok(best(connection, scored, limit)?))?;
        found.into_iter().map(|found| self.hit(query, found)).collect()
    }

    /// Every article that [`Archive::search`] would find, in no order.
    ///
    /// # Errors
    /// As [`Archive::search`].
    pub fn matching_articles(&self, query: &str) -> Result<Vec<Match>, StoreError> {
        self.matching(
            query,
            "SELECT rowid, -bm25(article_words, 4.0, 1.0) FROM article_words WHERE article_words MATCH ?1",
        )
    }

    /// Every quote of a claim that holds the words, in no order.
    ///
    /// # Errors
    /// As [`Archive::search`].
    pub fn matching_quotes(&self, query: &str) -> Result<Vec<Match>, StoreError> {
        self.matching(
            query,
            "SELECT rowid, -bm25(quote_words) FROM quote_words WHERE quote_words MATCH ?1",
        )
    }

    fn matching(&self, query: &str, sql: &str) -> Result<Vec<Match>, StoreError> {
        let terms = needed(query)?;
        self.read(SEARCHING, |connection| {
            let found = |row: &rusqlite::Row<'_>| {
                Ok(Match {
                    number: row.get(0)?,
                    score: row.get(1)?,
                })
            };
            Ok(connection
                .prepare_cached(sql)?
                .query_map([terms], found)?
                .collect::<Result<_, _>>()?)
        })
    }

    /// What a list shows of an article that matches.
    pub fn hit(&self, query: &str, found: Match) -> Result<Hit, StoreError> {
        let terms = needed(query)?;
        self.read(SEARCHING, |connection| {
            let long: bool = connection
                .prepare_cached("SELECT length(text) > ?2 FROM articles WHERE number = ?1")?
                .query_row(params![found.number, crate::rows::integer(LONG)], |row| row.get(0))?;
            let marked: Option<String> = if long {
                let mut text =
                    connection.prepare_cached("SELECT substr(text, 1, ?2) FROM articles WHERE number = ?1")?;
                let head: String =
                    text.query_row(params![found.number, crate::rows::integer(LONG)], |row| row.get(0))?;
                let passage = format!(
                    "SELECT snippet(part, 0, char(2), char(3), '…', {SNIPPET_WORDS}) FROM part WHERE part MATCH ?1"
                );
                marked_part(&head, query, &passage)?.or_else(|| Some(head.chars().take(PASSAGE).collect()))
            } else {
                connection
                    .prepare_cached(
                        "SELECT snippet(article_words, 1, char(2), char(3), '…', ?3) FROM article_words
                         WHERE article_words MATCH ?1 AND rowid = ?2",
                    )?
                    .query_row(params![terms, found.number, SNIPPET_WORDS], |row| row.get(0))?
            };
            Ok(Hit {
                article: self.listed(found.number)?,
                snippet: Snippet::of(&marked.unwrap_or_default()),
                score: found.score,
            })
        })
    }

    /// The words of a quote that matches.
    pub fn quote_hit(&self, query: &str, found: Match) -> Result<Snippet, StoreError> {
        let terms = needed(query)?;
        self.read(SEARCHING, |connection| {
            let marked: Option<String> = connection
                .prepare_cached(
                    "SELECT highlight(quote_words, 0, char(2), char(3)) FROM quote_words
                     WHERE quote_words MATCH ?1 AND rowid = ?2",
                )?
                .query_row(params![terms, found.number], |row| row.get(0))?;
            Ok(Snippet::of(&marked.unwrap_or_default()))
        })
    }

    /// Where the words stand in a part of an article's text, in its order. Whether all of them are in the article is not asked.
    ///
    /// # Errors
    /// As [`Archive::search`].
    pub fn found_in(&self, query: &str, article: &Article, part: Span) -> Result<Vec<Span>, StoreError> {
        needed(query)?;
        self.read(SEARCHING, |_| {
            let mut found = Vec::new();
            for span in searched(article).filter(|span| span.overlaps(part)) {
                let shown = Span::new(span.start.max(part.start), span.end.min(part.end));
                found.extend(placed(article.slice(shown), shown.start, query)?);
            }
            Ok(found)
        })
    }

    /// All articles, in the order of their numbers.
    pub fn shelf(&self) -> Result<Vec<Shelved>, StoreError> {
        self.read(SEARCHING, |connection| {
            Ok(connection
                .prepare_cached(&format!("{SHELF} ORDER BY number"))?
                .query_map([], shelved)?
                .collect::<Result<_, _>>()?)
        })
    }

    /// The article of this number.
    pub fn shelved(&self, number: i64) -> Result<Shelved, StoreError> {
        self.read(SEARCHING, |connection| {
            Ok(connection
                .prepare_cached(&format!("{SHELF} WHERE number = ?1"))?
                .query_row([number], shelved)?)
        })
    }

    /// All quotes by their numbers, each with its claim and the number of its article.
    pub fn quotes(&self) -> Result<Vec<(i64, ClaimId, i64)>, StoreError> {
        self.read(SEARCHING, |connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT quote_words.rowid, claims.id, articles.number FROM quote_words
                     JOIN claims ON claims.id = quote_words.claim JOIN articles ON articles.id = claims.article",
                )?
                .query_map([], |row| Ok((row.get(0)?, ClaimId(row.get(1)?), row.get(2)?)))?
                .collect::<Result<_, _>>()?)
        })
    }
}

const SEARCHING: &str = "searching";

fn shelved(row: &rusqlite::Row<'_>) -> rusqlite::Result<Shelved> {
    Ok(Shelved {
        number: row.get(0)?,
        id: ArticleId(row.get(1)?),
        outlet: row.get(2)?,
        published: parsed(row, 3)?,
        language: row.get(4)?,
    })
}

/// The best of those that match. Snippets are made for these only.
///
/// Scores are had from the index alone. Ids, which tell equals apart, are looked up for those that can be among the best: asking for every match
/// would read every article that has the word.
fn best(connection: &Connection, mut scored: Vec<Match>, limit: usize) -> rusqlite::Result<Vec<Match>> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    if scored.len() > limit {
        let (_, least, _) = scored.select_nth_unstable_by(limit - 1, |a, b| b.score.total_cmp(&a.score));
        let least = least.score;
        scored.retain(|found| found.score >= least);
    }
    let mut id_of = connection.prepare_cached("SELECT id FROM articles WHERE number = ?1")?;
    let mut named: Vec<(String, Match)> = scored
        .into_iter()
        .map(|found| Ok((id_of.query_row([found.number], |row| row.get(0))?, found)))
        .collect::<rusqlite::Result<_>>()?;
    named.sort_by(|(a_id, a), (b_id, b)| b.score.total_cmp(&a.score).then_with(|| a_id.cmp(b_id)));
    named.truncate(limit);
    Ok(named.into_iter().map(|(_, found)| found).collect())
}

/// Where the words stand in a text that begins at `start`.
fn placed(text: &str, start: usize, query: &str) -> rusqlite::Result<Vec<Span>> {
    let marked = marked_part(
        text,
        query,
        "SELECT highlight(part, 0, char(2), char(3)) FROM part WHERE part MATCH ?1",
    )?;
    let (plain, found) = marked.as_deref().map(unmarked).unwrap_or_default();
    // Of a text that holds the marks itself nothing can be said.
    match plain == text {
        true => Ok(found.into_iter().map(|span| span.shift(start)).collect()),
        false => Ok(Vec::new()),
    }
}

/// A text by itself, any of the words marked by `sql`; nothing where it has none. SQLite takes the square of a text's length for its marks, so that
/// no text longer than [`LONG`] is marked whole.
fn marked_part(text: &str, query: &str, sql: &str) -> rusqlite::Result<Option<String>> {
    let alone = Connection::open_in_memory()?;
    alone.execute_batch(
        "CREATE VIRTUAL TABLE part USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')",
    )?;
    alone.execute("INSERT INTO part (text) VALUES (?1)", [text])?;
    let any = phrases(query).join(" OR ");
    alone.query_row(sql, [any], |row| row.get(0)).optional()
}

/// A text without its marks, and what stood between them.
fn unmarked(marked: &str) -> (String, Vec<Span>) {
    let mut plain = String::with_capacity(marked.len());
    let (mut found, mut start) = (Vec::new(), None);
    for c in marked.chars() {
        match c {
            OPEN => start = Some(plain.len()),
            CLOSE => found.extend(start.take().map(|start| Span::new(start, plain.len()))),
            c => plain.push(c),
        }
    }
    (plain, found)
}

/// The words of `query` in the syntax of the index.
fn needed(query: &str) -> Result<String, StoreError> {
    match terms(query) {
        terms if terms.is_empty() => Err(StoreError::NoWords {
            query: query.to_owned(),
        }),
        terms => Ok(terms),
    }
}

/// The user's words in FTS5's syntax, all of which must be there.
fn terms(query: &str) -> String {
    phrases(query).join(" ")
}

/// The user's words and phrases, each quoted, so that none is an operator.
fn phrases(query: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for (place, part) in query.split('"').enumerate() {
        // What stands between a pair of quotation marks is one phrase; a mark that is never closed counts as closed at the end.
        if place % 2 == 1 {
            terms.extend(term(part));
        } else {
            terms.extend(part.split_whitespace().filter_map(term));
        }
    }
    terms
}

fn term(words: &str) -> Option<String> {
    let begin = words.trim_end().ends_with('*');
    // Whatever is neither letter nor digit parts words for the index too.
    let words: String = words
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || !c.is_ascii() && !c.is_control() {
                c
            } else {
                ' '
            }
        })
        .collect();
    if !words.chars().any(char::is_alphanumeric) {
        return None;
    }
    let star = if begin { "*" } else { "" };
    Some(format!("\"{}\"{star}", words.trim()))
}

impl Snippet {
    fn of(marked: &str) -> Snippet {
        let mut snippet = Snippet::default();
        let mut start = None;
        for c in marked.chars() {
            match c {
                OPEN => start = Some(snippet.text.len()),
                CLOSE => snippet.close(start.take()),
                c if c.is_whitespace() || c.is_control() => {
                    if !snippet.text.is_empty() && !snippet.text.ends_with(' ') {
                        snippet.text.push(' ');
                    }
                }
                c => snippet.text.push(c),
            }
        }
        snippet.close(start);
        let end = snippet.text.floor_char_boundary(SNIPPET_BYTES);
        let end = snippet.text.get(..end).unwrap_or_default().trim_end().len();
        snippet.text.truncate(end);
        snippet.matches.retain(|span| span.end <= end);
        snippet
    }

    fn close(&mut self, start: Option<usize>) {
        if let Some(start) = start.filter(|start| *start < self.text.len()) {
            self.matches.push(Span::new(start, self.text.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_text_is_quoted() {
        let check = |query: &str, expected: &str| assert_eq!(terms(query), expected, "{query}");
        check("drones", r#""drones""#);
        check("drones AND (NOT title:x)", r#""drones" "AND" "NOT" "title x""#);
        check("S-300 \"air defence\" Bayr*", r#""S 300" "air defence" "Bayr"*"#);
        check("\"never closed", r#""never closed""#);
        check("* \" -- ( —", "");
        check("Hürkuş 无人机", r#""Hürkuş" "无人机""#);
        check("nul\0byte", r#""nul byte""#);
    }

    #[test]
    fn marks_are_taken_out_and_their_places_kept() {
        let (plain, found) = unmarked("two \u{2}drones\u{3}, é \u{2}missile\u{3}\u{3}\u{2}");
        assert_eq!(plain, "two drones, é missile");
        let words: Vec<_> = found.iter().filter_map(|span| span.slice(&plain)).collect();
        assert_eq!(words, ["drones", "missile"]);
    }

    #[test]
    fn snippets_mark_what_matches() {
        let snippet = Snippet::of("…two\n\n \u{2}drones\u{3} and a \u{2}missile\u{3}\n");
        assert_eq!(snippet.text, "…two drones and a missile");
        let marked: Vec<_> = snippet
            .matches
            .iter()
            .filter_map(|span| span.slice(&snippet.text))
            .collect();
        assert_eq!(marked, ["drones", "missile"]);
        assert_eq!(
            Snippet::of("\u{3}a\u{2}"),
            Snippet {
                text: "a".to_owned(),
                matches: vec![]
            }
        );
        let endless = Snippet::of(&format!("\u{2}{}\u{3}", "é".repeat(5000)));
        assert_eq!((endless.text.len(), endless.matches), (SNIPPET_BYTES, vec![]));
    }
}
