//! Which articles speak of these words?

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use attache_model::Span;
use attache_store::{Archive, Hit};

use super::{quotes, short};
use crate::cli::SearchOptions;
use crate::terminal::{Paint, Terminal, clean, count};

pub fn run(options: &SearchOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let archive = Archive::open_existing(path)?;
    let hits = archive.search(&options.query.join(" "), options.limit)?;
    let (paint, measure) = (terminal.paint, terminal.measure());
    for (at, hit) in hits.iter().enumerate() {
        if at > 0 {
            writeln!(terminal.out)?;
        }
        write_hit(hit, &mut terminal.out, paint, measure)?;
    }
    match hits.len() {
        0 => terminal.note("no article holds all of these words"),
        found if found == options.limit => {
            terminal.note(format_args!("{}; --limit N shows more", count(found as u64, "article")));
        }
        found => terminal.note(count(found as u64, "article")),
    }
    Ok(true)
}

fn write_hit(hit: &Hit, out: &mut impl Write, paint: Paint, measure: usize) -> Result<()> {
    let article = &hit.article;
    let title = clean(article.title.as_deref().unwrap_or("(no title)"));
    writeln!(
        out,
        "{}  {}",
        paint.id(&short(article.id.as_str(), 8)),
        paint.strong(&title)
    )?;
    let published = article.published.map(|date| date.to_string());
    let claims = (article.claims > 0).then(|| count(article.claims as u64, "claim"));
    let about = [
        article.outlet.as_deref().map(clean),
        published,
        Some(clean(&article.path)),
        claims,
    ];
    writeln!(
        out,
        "          {}",
        paint.faint(&about.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    )?;
    let whole = Span {
        start: 0,
        end: hit.snippet.text.len(),
    };
    for line in quotes::lines(
        &hit.snippet.text,
        whole,
        &hit.snippet.matches,
        paint,
        measure.saturating_sub(10),
    ) {
        writeln!(out, "          {line}")?;
    }
    Ok(())
}
