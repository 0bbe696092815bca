//! Which articles speak of these words?
//!
//! A search looks through titles and the article proper, not through furniture. Words are met in any of their English forms
//! ("missiles" finds "missile") and without regard to case and accents; all of them must be there.

use attache_model::Span;
use rusqlite::Connection;

use crate::StoreError;
use crate::archive::Archive;
use crate::articles::Listed;
use crate::error::Failure;

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

/// About how many words a snippet shows (64 is the most that FTS5 gives).
const SNIPPET_WORDS: i64 = 28;

/// A snippet is no longer than this, whatever the article takes for a word.
const SNIPPET_BYTES: usize = 2000;

/// Control characters that set off a match; both are taken out of the text.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

impl Archive {
    /// The best `limit` articles for `query`: words that must all occur, `"a phrase"` that must occur as it stands, `begin*` for any
    /// word that begins so. Nothing else in `query` has a meaning. Best first; equals in the order of their ids.
    ///
    /// # Errors
    /// [`StoreError::NoWords`] when `query` holds none.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>, StoreError> {
        let terms = terms(query);
        if terms.is_empty() {
            return Err(StoreError::NoWords {
                query: query.to_owned(),
            });
        }
        self.read("searching", |connection| {
            let found = best(connection, &terms, limit)?;
            found
                .into_iter()
                .map(|(number, score)| self.hit(&terms, number, score))
                .collect()
        })
    }

    fn hit(&self, terms: &str, number: i64, score: f64) -> Result<Hit, Failure> {
        let marked: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT snippet(article_words, 1, char(2), char(3), '…', ?3) FROM article_words
                 WHERE article_words MATCH ?1 AND rowid = ?2",
            )?
            .query_row(rusqlite::params![terms, number, SNIPPET_WORDS], |row| row.get(0))?;
        Ok(Hit {
            article: self.listed(number)?,
            snippet: Snippet::of(&marked.unwrap_or_default()),
            score,
        })
    }
}

/// The numbers and scores of the best articles. Snippets are made for these only.
///
/// Scores are had from the index alone. Ids, which tell equals apart, are looked up for those that can be among the best: asking for every match
/// would read every article that has the word.
fn best(connection: &Connection, terms: &str, limit: usize) -> rusqlite::Result<Vec<(i64, f64)>> {
    let mut scored: Vec<(i64, f64)> = connection
        .prepare_cached("SELECT rowid, -bm25(article_words, 4.0, 1.0) FROM article_words WHERE article_words MATCH ?1")?
        .query_map([terms], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    if limit == 0 {
        return Ok(Vec::new());
    }
    if scored.len() > limit {
        let (_, (_, least), _) = scored.select_nth_unstable_by(limit - 1, |(_, a), (_, b)| b.total_cmp(a));
        let least = *least;
        scored.retain(|(_, score)| *score >= least);
    }
    let mut id_of = connection.prepare_cached("SELECT id FROM articles WHERE number = ?1")?;
    let mut named: Vec<(String, i64, f64)> = scored
        .into_iter()
        .map(|(number, score)| Ok((id_of.query_row([number], |row| row.get(0))?, number, score)))
        .collect::<rusqlite::Result<_>>()?;
    named.sort_by(|(a_id, _, a), (b_id, _, b)| b.total_cmp(a).then_with(|| a_id.cmp(b_id)));
    named.truncate(limit);
    Ok(named.into_iter().map(|(_, number, score)| (number, score)).collect())
}

/// The user's words in FTS5's syntax, each quoted, so that none is an operator of it.
fn terms(query: &str) -> String {
    let mut terms = Vec::new();
    for (place, part) in query.split('"').enumerate() {
        // What stands between a pair of quotation marks is one phrase; a mark that is never closed counts as closed at the end.
        if place % 2 == 1 {
            terms.extend(term(part));
        } else {
            terms.extend(part.split_whitespace().filter_map(term));
        }
    }
    terms.join(" ")
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
