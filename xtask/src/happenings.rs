//! Are the example sentences of the tables of events and figures read as their rows say, and what page do the tables make?
//!
//! Each example of a type must give an event of it, each tempting one none; `docs/events.md` shows both, and a test holds it against the tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;

use anyhow::{Context, Result};
use attache_model::{Claim, Date, EventType};
use attache_reading::Reader;
use attache_reading::vocabulary::{Events, Part};

use crate::sentences::read_alone;
use crate::vocabulary::{Checked, Failure};

pub const TABLES: &[&str] = &["events", "events/actors.csv", "figures.csv"];

pub fn check(reader: &Reader) -> Vec<Checked> {
    vec![types(reader), actors(reader), figures(reader)]
}

/// The examples give an event of the row's type, and the tempting sentence none.
fn types(reader: &Reader) -> Checked {
    let mut examples = 0;
    let mut failures = Vec::new();
    for (event, row) in &reader.vocabulary().events.rows {
        let told = |sentence: &String| {
            read_alone(reader, sentence, DAY)
                .iter()
                .filter_map(Claim::event)
                .any(|found| found.event.value() == event)
        };
        let name = format!("{event} {}", row.words.first().map_or("", String::as_str));
        for sentence in &row.example {
            examples += 1;
            if !told(sentence) {
                failures.push(Failure::new(TABLES[0], &name, format!("no {event} in “{sentence}”")));
            }
        }
        for sentence in &row.unlike {
            examples += 1;
            if told(sentence) {
                failures.push(Failure::new(TABLES[0], &name, format!("{event} in “{sentence}”")));
            }
        }
    }
    Checked {
        table: TABLES[0],
        examples,
        failures,
    }
}

/// The example gives an event with an actor or recipient of the row's sector.
fn actors(reader: &Reader) -> Checked {
    let rows = &reader.vocabulary().events.actor_rows;
    let failures = rows.iter().filter_map(|row| {
        let claims = read_alone(reader, &row.example, DAY);
        let events = claims.iter().filter_map(Claim::event);
        let mut sectors = events
            .flat_map(|event| event.actors.iter().chain(&event.recipients))
            .filter_map(|slot| slot.value().sector);
        let right = sectors.any(|sector| sector == row.sector);
        (!right).then(|| {
            Failure::new(
                TABLES[1],
                row.sector.as_str(),
                format!("no such actor in “{}”", row.example),
            )
        })
    });
    Checked {
        table: TABLES[1],
        examples: rows.len(),
        failures: failures.collect(),
    }
}

/// The example gives the figure 12 of the row's measure.
fn figures(reader: &Reader) -> Checked {
    let rows = &reader.vocabulary().events.figures;
    let failures = rows.iter().filter_map(|row| {
        let claims = read_alone(reader, &row.example, DAY);
        let mut figures = claims.iter().filter_map(Claim::figure);
        let right = figures
            .any(|figure| *figure.measure.value() == row.measure && (figure.value.value().value - 12.0).abs() < 1e-9);
        let name = row.words.first().map_or("", String::as_str);
        (!right).then(|| Failure::new(TABLES[2], name, format!("no 12 {} in “{}”", row.measure, row.example)))
    });
    Checked {
        table: TABLES[2],
        examples: rows.len(),
        failures: failures.collect(),
    }
}

/// The day on which the examples are published.
const DAY: Date = Date::constant(2024, 6, 14);

const PAGE: &str = "docs/events.md";

/// Writes the page; with `check_only`, says whether it is that of the tables.
pub fn docs(check_only: bool, out: &mut dyn Write) -> Result<bool> {
    let page = page(&Events::shipped()?);
    if check_only {
        let kept = fs::read_to_string(PAGE).with_context(|| format!("reading {PAGE}"))?;
        if kept != page {
            writeln!(
                out,
                "{PAGE} is not that of vocabulary/events\nhint: `cargo xtask docs` writes it anew"
            )?;
        }
        return Ok(kept == page);
    }
    fs::write(PAGE, page).with_context(|| format!("writing {PAGE}"))?;
    Ok(true)
}

fn page(events: &Events) -> String {
    let mut page = String::from(
        "# Events: which words open which type?\n\nMade from `vocabulary/events/` by `cargo xtask docs`; do not edit it here. Types and modes are PLOVER's.\n",
    );
    let mut by_type: BTreeMap<EventType, Vec<_>> = BTreeMap::new();
    for (event, row) in &events.rows {
        by_type.entry(*event).or_default().push(row);
    }
    for (event, rows) in by_type {
        let modes: Vec<&str> = event.modes().iter().map(|mode| mode.as_str()).collect();
        let _ = write!(page, "\n## {event}\n\n");
        if !modes.is_empty() {
            let _ = write!(page, "Modes: {}.\n\n", modes.join(" · "));
        }
        page.push_str("| words | mode | reads | does not read |\n|---|---|---|---|\n");
        for row in rows {
            let part = match row.pos {
                Part::Verb => "",
                Part::Noun => " (noun)",
                _ => " (adjective)",
            };
            let mode = row.mode.map_or("", |mode| mode.as_str());
            let _ = writeln!(
                page,
                "| {}{part} | {mode} | {} | {} |",
                row.words.join(", "),
                row.example.join("<br>"),
                row.unlike.join("<br>")
            );
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_that_of_the_tables() {
        let kept = include_str!("../../docs/events.md");
        assert!(
            kept == page(&Events::shipped().unwrap()),
            "hint: `cargo xtask docs` writes docs/events.md anew"
        );
    }
}
