//! Is the archive whole, and does every law hold in it?
//!
//! The doctor changes nothing and stops at nothing: a check that cannot go on is itself a finding.

use std::fmt;

use attache_model::{ArticleId, Origin, Record};
use rusqlite::{Connection, ErrorCode};

use crate::add::Filed;
use crate::archive::Archive;
use crate::articles::{ARTICLE_COLUMNS, article};
use crate::claims::{CLAIM_COLUMNS, claim, doubt};
use crate::decisions::{DECISION_COLUMNS, decision};
use crate::rows::{from_json, size};
use crate::weighed::state;

mod laws;

/// How bad a finding is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something is lost or wrong.
    Error,
    /// Something is out of date or odd; nothing is lost.
    Warning,
    /// Good to know.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

/// One thing that the doctor found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// Which check found it: `file`, `references`, `articles`, `register`, `decisions`, `search`, `weighing`, `languages`.
    pub check: &'static str,
    /// What it is about, such as "claim `0123456789abcdef`"; `None` when it is about the archive as a whole.
    pub about: Option<String>,
    pub what: String,
    pub hint: Option<&'static str>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.severity)?;
        if let Some(about) = &self.about {
            write!(f, "{about}: ")?;
        }
        write!(f, "{}", self.what)?;
        match self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl Archive {
    /// All that is wrong, out of date or worth knowing, the worst first. Reads the whole archive; no more than one article is
    /// held in memory at a time.
    pub fn doctor(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (check, run) in CHECKS {
            let mut report = Report {
                check,
                findings: &mut findings,
            };
            if let Err(error) = run(&self.connection, &mut report) {
                report.add(
                    Severity::Error,
                    None,
                    format!("the check cannot go on: {error}"),
                    Some(REMAKE),
                );
            }
        }
        findings.sort_by_key(|finding| finding.severity);
        findings
    }
}

type Check = fn(&Connection, &mut Report<'_>) -> rusqlite::Result<()>;

const CHECKS: [(&str, Check); 8] = [
    ("file", file),
    ("references", references),
    ("articles", articles),
    ("register", register),
    ("decisions", decisions),
    ("search", search),
    ("weighing", weighing),
    ("languages", languages),
];

const REMAKE: &str = "add the articles to a new archive, or go back to a copy of this one";
const REWEIGH: &str = "`attache weigh` makes the register again";

struct Report<'a> {
    check: &'static str,
    findings: &'a mut Vec<Finding>,
}

impl Report<'_> {
    fn add(&mut self, severity: Severity, about: Option<String>, what: impl Into<String>, hint: Option<&'static str>) {
        self.findings.push(Finding {
            severity,
            check: self.check,
            about,
            what: what.into(),
            hint,
        });
    }

    /// Something wrong with the row of `kind` that `id` names.
    fn wrong(&mut self, kind: &str, id: &str, what: impl Into<String>) {
        self.add(Severity::Error, Some(format!("{kind} `{id}`")), what, None);
    }
}

fn file(connection: &Connection, report: &mut Report<'_>) -> rusqlite::Result<()> {
    let mut check = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        // The indexes of words have their own check, which looks closer.
        if line != "ok" && !line.contains("article_words") && !line.contains("quote_words") {
            report.add(
                Severity::Error,
                None,
                format!("the file is damaged: {line}"),
                Some(REMAKE),
            );
        }
    }
    Ok(())
}

fn references(connection: &Connection, report: &mut Report<'_>) -> rusqlite::Result<()> {
    let mut check = connection.prepare(
        "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY \"table\", parent ORDER BY \"table\", parent",
    )?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent, count): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let what = format!("rows of `{table}` that name a row of `{parent}` which is not there: {count}");
        report.add(Severity::Error, None, what, Some(REMAKE));
    }
    Ok(())
}

fn articles(connection: &Connection, report: &mut Report<'_>) -> rusqlite::Result<()> {
    let mut every = connection.prepare(&format!(
        "SELECT {ARTICLE_COLUMNS}, text_hash, content_hash, title FROM articles ORDER BY id"
    ))?;
    let mut claims = connection.prepare(&format!(
        "SELECT {CLAIM_COLUMNS}, start, kind, supplier, recipient, category, stage FROM claims WHERE article = ?1 ORDER BY id"
    ))?;
    let mut doubts = connection
        .prepare("SELECT article, kind, span_start, span_end, what FROM doubts WHERE article = ?1 ORDER BY position")?;
    let mut rows = every.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let found = match article(row) {
            Ok(found) => found,
            Err(error) => {
                report.wrong("article", &id, unreadable(&error));
                continue;
            }
        };
        let hashes = laws::Hashes {
            text: row.get(12)?,
            content: row.get(13)?,
        };
        let title: Option<String> = row.get(14)?;
        for broken in laws::broken_by_article(&found, &hashes, title.as_deref()) {
            report.wrong("article", &id, broken);
        }
        let mut claim_rows = claims.query([&id])?;
        while let Some(row) = claim_rows.next()? {
            let id: String = row.get(0)?;
            match (claim(row), filed(row)) {
                (Ok(claim), Ok(filed)) => {
                    for broken in laws::broken_by_claim(&claim, &filed, &found.text) {
                        report.wrong("claim", &id, broken);
                    }
                }
                (Err(error), _) | (_, Err(error)) => report.wrong("claim", &id, unreadable(&error)),
            }
        }
        let mut doubt_rows = doubts.query([&id])?;
        while let Some(row) = doubt_rows.next()? {
            match doubt(row) {
                Ok(doubt) => {
                    for broken in laws::broken_by_doubt(&doubt, &found.text) {
                        report.wrong("article", &id, broken);
                    }
                }
                Err(error) => report.wrong("article", &id, format!("a doubt: {}", unreadable(&error))),
            }
        }
    }
    Ok(())
}

fn unreadable(error: &rusqlite::Error) -> String {
    format!("cannot be read back: {error}")
}

fn filed(row: &rusqlite::Row<'_>) -> rusqlite::Result<Filed> {
    Ok(Filed {
        start: row.get(8)?,
        kind: row.get(9)?,
        supplier: row.get(10)?,
        recipient: row.get(11)?,
        category: row.get(12)?,
        stage: row.get(13)?,
    })
}

/// Do records and origins name only what is there?
fn register(connection: &Connection, report: &mut Report<'_>) -> rusqlite::Result<()> {
    let known = |query: &str, id: &str| connection.prepare_cached(query)?.exists([id]);
    let known_article = |id: &ArticleId| known("SELECT 1 FROM articles WHERE id = ?1", id.as_str());
    let mut records = connection.prepare("SELECT id, record FROM records ORDER BY id")?;
    let mut rows = records.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let record: Record = match from_json(row, 1) {
            Ok(record) => record,
            Err(error) => {
                report.add(
                    Severity::Error,
                    Some(format!("record `{id}`")),
                    unreadable(&error),
                    Some(REWEIGH),
                );
                continue;
            }
        };
        let mut absent = Vec::new();
        for claim in &record.claims {
            if !known("SELECT 1 FROM claims WHERE id = ?1", claim.as_str())? {
                absent.push(format!("claim `{claim}`"));
            }
        }
        for article in &record.articles {
            if !known_article(article)? {
                absent.push(format!("article `{article}`"));
            }
        }
        for origin in &record.origins {
            if !known("SELECT 1 FROM origins WHERE id = ?1", origin.as_str())? {
                absent.push(format!("origin `{origin}`"));
            }
        }
        for absent in absent {
            let what = format!("names {absent}, which is not in the archive");
            report.add(Severity::Error, Some(format!("record `{id}`")), what, Some(REWEIGH));
        }
    }
    let mut origins = connection.prepare("SELECT id, origin FROM origins ORDER BY id")?;
    let mut rows = origins.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let about = Some(format!("origin `{id}`"));
        match from_json::<Origin>(row, 1) {
            Err(error) => report.add(Severity::Error, about, unreadable(&error), Some(REWEIGH)),
            Ok(origin) => {
                for article in &origin.articles {
                    if !known_article(article)? {
                        let what = format!("names article `{article}`, which is not in the archive");
                        report.add(Severity::Error, about.clone(), what, Some(REWEIGH));
                    }
                }
            }
        }
    }
    Ok(())
}

/// Does every decision still say what it said when it was made?
fn decisions(connection: &Connection, report: &mut Report<'_>) -> rusqlite::Result<()> {
    let mut every = connection.prepare(&format!("SELECT {DECISION_COLUMNS} FROM decisions ORDER BY number"))?;
    let mut rows = every.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        match decision(row) {
            Ok(found) if found.content_id() == found.id => {}
            Ok(_) => report.wrong("decision", &id, "does not say what its id says: it was altered"),
            Err(error) => report.wrong("decision", &id, unreadable(&error)),
        }
    }
    Ok(())
}

/// Do the indexes of words say what articles and quotes say? SQLite has this check in the form of an insertion; it changes nothing.
fn search(connection: &Connection, report: &mut Report<'_>) -> rusqlite::Result<()> {
    for (index, of) in [("article_words", "articles"), ("quote_words", "quotes")] {
        let check = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
        match connection.execute(&check, []) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
                let what = format!("the index of words does not match the {of}, so searches may miss some: {error}");
                report.add(Severity::Error, None, what, Some(REMAKE));
            }
            other => drop(other?),
        }
    }
    let unfiled = "SELECT count(*) FROM claims WHERE id NOT IN (SELECT claim FROM quote_words)";
    match connection.query_row(unfiled, [], |row| size(row, 0))? {
        0 => Ok(()),
        number => {
            let what = format!("claims whose quotes no search finds: {number}");
            report.add(Severity::Error, None, what, Some(REMAKE));
            Ok(())
        }
    }
}

fn weighing(connection: &Connection, report: &mut Report<'_>) -> rusqlite::Result<()> {
    let (generation, weighed) = state(connection)?;
    if generation != weighed {
        let what = "claims or decisions have changed since the register was made";
        report.add(Severity::Warning, None, what, Some(REWEIGH));
    }
    Ok(())
}

fn languages(connection: &Connection, report: &mut Report<'_>) -> rusqlite::Result<()> {
    let mut count = connection
        .prepare("SELECT language, count(*) FROM articles WHERE language NOT IN ('eng', 'und') GROUP BY language ORDER BY count(*) DESC, language")?;
    let mut rows = count.query([])?;
    let (mut total, mut each) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        let (language, count): (String, usize) = (row.get(0)?, size(row, 1)?);
        total += count;
        each.push(format!("{language} {count}"));
    }
    if total > 0 {
        let what = format!(
            "articles kept and searchable but not read, as they are not in English: {total} ({})",
            each.join(", ")
        );
        report.add(Severity::Note, None, what, None);
    }
    Ok(())
}
