//! How many independent reports are behind the articles, and how is that known?

use std::path::Path;

use anyhow::Result;
use attache_exchange::wire;
use attache_model::Origin;

use super::columns::{Column, Entry, Table};
use super::{DIGITS, csv, digits, open_weighed, short};
use crate::cli::{ListFormat, ListOptions, again};
use crate::terminal::{Paint, Terminal, clean, count};

pub fn run(options: &ListOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let archive = open_weighed(path, terminal)?;
    let origins = archive.origins()?;
    let values = origins.iter().map(wire::origin_json);
    match options.format {
        ListFormat::Jsonl => wire::json_lines(values, &mut terminal.out)?,
        ListFormat::Json => wire::json_array(values, &mut terminal.out)?,
        ListFormat::Csv => csv(&mut terminal.out, HEADER, origins.iter().map(row))?,
        ListFormat::Table => table(origins, path, terminal)?,
    }
    Ok(true)
}

const HEADER: [&str; 5] = ["id", "name", "articles", "evidence", "article_ids"];

fn row(origin: &Origin) -> [String; HEADER.len()] {
    let ids: Vec<&str> = origin.articles.iter().map(|id| id.as_str()).collect();
    [
        origin.id.to_string(),
        origin.name.clone(),
        origin.articles.len().to_string(),
        kinds(origin),
        ids.join(" "),
    ]
}

/// The kinds of evidence there are, each once, the strongest first.
fn kinds(origin: &Origin) -> String {
    let mut kinds: Vec<_> = origin.evidence.iter().map(|found| found.kind).collect();
    kinds.sort();
    kinds.dedup();
    kinds
        .into_iter()
        .map(|kind| kind.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn table(mut origins: Vec<Origin>, archive: &Path, terminal: &mut Terminal) -> Result<()> {
    if origins.is_empty() {
        terminal.note("no origins");
        terminal.hint(format_args!("{} reads articles", again(archive, "add PATH...")));
        return Ok(());
    }
    origins.sort_by_cached_key(|origin| {
        (
            std::cmp::Reverse(origin.articles.len()),
            origin.name.clone(),
            origin.id.clone(),
        )
    });
    let digits = digits(origins.iter().map(|origin| origin.id.as_str()), DIGITS);
    let mut table = Table::new(vec![
        Column::whole("id"),
        Column::text("name", 20),
        Column::number("articles"),
        Column::text("held together by", 12).spare(1),
    ]);
    for origin in &origins {
        table.push(vec![
            Entry::painted(short(origin.id.as_str(), digits), Paint::id),
            clean(&origin.name).into(),
            origin.articles.len().to_string().into(),
            Entry::painted(kinds(origin), Paint::faint),
        ]);
    }
    table.write(&mut terminal.out, terminal.paint, terminal.width)?;
    terminal.note(count(origins.len() as u64, "origin"));
    let explain = again(archive, "explain ID");
    terminal.hint(format_args!("{explain} shows why articles are held to be one source"));
    Ok(())
}
