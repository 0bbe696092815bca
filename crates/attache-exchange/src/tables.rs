//! In what tables does the register leave the program?
//!
//! What articles say is foreign text: a spreadsheet must not run it (CSV) and a Markdown reader must not render it.

use std::io::{self, Write};

use attache_model::{Cell, Kind, Record, SlotName, Verdict};

/// CSV with a header: `id`, one column a slot, then `origins`, `articles`, `claims` (their numbers), `confidence`, `hedged`,
/// `denied`, `review`, and `open`, the slots that are disputed or denied. The records are all of one kind.
pub fn csv<'a>(kind: Kind, records: impl IntoIterator<Item = &'a Record>, out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(header(kind))?;
    for record in records {
        writer.write_record(row(kind, record).iter().map(|cell| inert(cell)))?;
    }
    writer.flush()
}

/// CSV of any table: a header, then its rows, every cell inert.
pub fn rows(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>, out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| inert(cell)))?;
    }
    writer.flush()
}

/// A Markdown table of the same columns.
pub fn markdown<'a>(kind: Kind, records: impl IntoIterator<Item = &'a Record>, out: &mut impl Write) -> io::Result<()> {
    let header = header(kind);
    writeln!(out, "| {} |", header.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(header.len()))?;
    for record in records {
        let cells: Vec<String> = row(kind, record).iter().map(|cell| plain(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn header(kind: Kind) -> Vec<&'static str> {
    let slots = SlotName::of(kind).iter().map(|slot| slot.as_str());
    std::iter::once("id")
        .chain(slots)
        .chain([
            "origins",
            "articles",
            "claims",
            "confidence",
            "hedged",
            "denied",
            "review",
            "open",
        ])
        .collect()
}

fn row(kind: Kind, record: &Record) -> Vec<String> {
    let mut cells = vec![record.id.to_string()];
    for slot in SlotName::of(kind) {
        cells.push(
            record
                .slots
                .get(slot)
                .map(|cell| cell.shown.clone())
                .unwrap_or_default(),
        );
    }
    cells.extend([record.origins.len(), record.articles.len(), record.claims.len()].map(|count| count.to_string()));
    cells.push(format!("{:.2}", record.confidence.score));
    cells.extend([record.hedged, record.denied].map(|is| if is { "yes" } else { "" }.to_owned()));
    cells.push(record.review.to_string());
    let open = |cell: &Cell| matches!(cell.verdict, Verdict::Disputed | Verdict::Denied);
    let open: Vec<&str> = record
        .slots
        .iter()
        .filter(|(_, cell)| open(cell))
        .map(|(slot, _)| slot.as_str())
        .collect();
    cells.push(open.join(", "));
    cells
}

/// A cell that no spreadsheet takes for a formula.
pub fn inert(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => format!("'{cell}"),
        _ => cell.to_owned(),
    }
}

/// Text that Markdown shows as it is, on one line.
fn plain(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    for c in cell.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '#' | '!' => {
                text.push('\\');
                text.push(c);
            }
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '&' => text.push_str("&amp;"),
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text
}
