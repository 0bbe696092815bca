//! Which articles were read, and what came of each?

use std::path::Path;

use anyhow::{Error, Result};
use attache_exchange::wire;
use attache_store::{Archive, Listed};

use super::columns::{Column, Entry, Table};
use super::{DIGITS, csv, digits, short};
use crate::cli::{ListFormat, ListOptions, again};
use crate::terminal::{Paint, Terminal, clean, count};

pub fn run(options: &ListOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let archive = Archive::open_existing(path)?;
    match options.format {
        ListFormat::Jsonl => archive.try_for_each_article(|article| -> Result<(), Error> {
            Ok(wire::json_lines([wire::article_json(&article)], &mut terminal.out)?)
        })?,
        ListFormat::Json => {
            let mut values = Vec::new();
            archive.for_each_article(|article| values.push(wire::article_json(&article)))?;
            wire::json_array(values, &mut terminal.out)?;
        }
        ListFormat::Csv => csv(&mut terminal.out, HEADER, archive.articles()?.iter().map(row))?,
        ListFormat::Table => table(&archive.articles()?, path, terminal)?,
    }
    Ok(true)
}

const HEADER: [&str; 10] = [
    "id",
    "published",
    "outlet",
    "title",
    "language",
    "claims",
    "doubts",
    "reader",
    "url",
    "path",
];

fn row(article: &Listed) -> [String; HEADER.len()] {
    [
        article.id.to_string(),
        article.published.map(|date| date.to_string()).unwrap_or_default(),
        article.outlet.clone().unwrap_or_default(),
        article.title.clone().unwrap_or_default(),
        article.language.clone(),
        article.claims.to_string(),
        article.doubts.to_string(),
        article.reader.clone(),
        article.url.clone().unwrap_or_default(),
        article.path.clone(),
    ]
}

fn table(articles: &[Listed], archive: &Path, terminal: &mut Terminal) -> Result<()> {
    if articles.is_empty() {
        terminal.note("no articles");
        terminal.hint(format_args!(
            "{} reads files and folders",
            again(archive, "add PATH...")
        ));
        return Ok(());
    }
    let digits = digits(articles.iter().map(|article| article.id.as_str()), DIGITS);
    let mut table = Table::new(vec![
        Column::whole("id"),
        Column::whole("published"),
        Column::text("outlet", 8),
        Column::text("title", 16),
        Column::whole("lang").spare(5),
        Column::number("claims"),
        Column::number("doubts").spare(4),
        Column::text("path", 12).spare(6),
    ]);
    for article in articles {
        let [_, published, outlet, title, language, claims, doubts, _, _, path] = row(article).map(|cell| clean(&cell));
        table.push(vec![
            Entry::painted(short(article.id.as_str(), digits), Paint::id),
            published.into(),
            outlet.into(),
            title.into(),
            Entry::painted(language, Paint::faint),
            claims.into(),
            doubts.into(),
            Entry::painted(path, Paint::faint),
        ]);
    }
    table.write(&mut terminal.out, terminal.paint, terminal.width)?;
    terminal.note(count(articles.len() as u64, "article"));
    Ok(())
}
