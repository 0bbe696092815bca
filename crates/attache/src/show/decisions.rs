//! What did people decide, and what has become of it?

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use attache_exchange::{decisions, wire};
use attache_model::{ArticleId, Decision, DecisionId, Ruling};
use attache_store::Archive;
use attache_weighing::Standing;

use super::columns::{Column, Entry, Table};
use super::{DIGITS, csv, digits, short};
use crate::cli::{DecisionsOptions, ListFormat, again};
use crate::decide;
use crate::terminal::{Paint, Terminal, clean, count};

pub fn run(options: &DecisionsOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    if let Some(file) = &options.import {
        return decide::import(&read(file)?, path, terminal);
    }
    let archive = Archive::open_existing(path)?;
    let decisions = archive.decisions()?;
    let values = decisions.iter().map(decisions::decision_json);
    match options.format {
        ListFormat::Jsonl => wire::json_lines(values, &mut terminal.out)?,
        ListFormat::Json => wire::json_array(values, &mut terminal.out)?,
        ListFormat::Csv => {
            let standings = standings(&archive, &decisions)?;
            csv(
                &mut terminal.out,
                HEADER,
                decisions.iter().map(|decision| row(decision, &standings)),
            )?;
        }
        ListFormat::Table => table(&archive, &decisions, terminal)?,
    }
    Ok(true)
}

fn read(file: &Path) -> Result<Vec<Decision>> {
    let input: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
        Box::new(BufReader::new(file))
    };
    decisions::decisions(input).with_context(|| format!("{} was not taken in", file.display()))
}

/// What has become of each decision, from the claims that it speaks of.
pub fn standings(archive: &Archive, decisions: &[Decision]) -> Result<BTreeMap<DecisionId, Standing>> {
    let claims = decisions.iter().flat_map(|decision| decision.what.claims());
    let articles: BTreeSet<&ArticleId> = claims.map(|seen| &seen.article).collect();
    let mut claims = Vec::new();
    for article in articles {
        claims.extend(archive.claims_of(article)?);
    }
    Ok(attache_weighing::standings(&claims, decisions))
}

const HEADER: [&str; 7] = ["id", "made_at", "who", "what", "why", "standing", "claims"];

fn row(decision: &Decision, standings: &BTreeMap<DecisionId, Standing>) -> [String; HEADER.len()] {
    let claims: Vec<&str> = decision.what.claims().map(|seen| seen.claim.as_str()).collect();
    [
        decision.id.to_string(),
        decision.made_at.to_string(),
        decision.who.clone(),
        what(decision),
        decision.why.clone(),
        standings.get(&decision.id).map(standing).unwrap_or_default(),
        claims.join(" "),
    ]
}

/// `correct quantity to 12`, `confirm 3 claims`.
pub fn what(decision: &Decision) -> String {
    let word = decision.what.as_str();
    let number = |claims: &[attache_model::Seen]| count(claims.len() as u64, "claim");
    match &decision.what {
        Ruling::Confirm { claims } | Ruling::Reject { claims } | Ruling::Merge { claims } => {
            format!("{word} {}", number(claims))
        }
        Ruling::Correct { claims, slot, value } => {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{word} {slot} to {value} in {}", number(claims))
        }
        Ruling::Split { claims, from } => format!("{word} {} from {}", number(claims), from.len()),
        Ruling::Undo { decision } => format!("{word} {}", short(decision.as_str(), DIGITS)),
    }
}

/// What has become of it, in words.
fn standing(standing: &Standing) -> String {
    match standing {
        Standing::InForce => "in force".to_owned(),
        Standing::Undone(by) => format!("undone by {}", short(by.as_str(), DIGITS)),
        Standing::Overruled(by) => format!("overruled by {}", short(by.as_str(), DIGITS)),
        Standing::Idle(why) => format!("idle: {why}"),
    }
}

fn table(archive: &Archive, decisions: &[Decision], terminal: &mut Terminal) -> Result<()> {
    if decisions.is_empty() {
        terminal.note("no decisions");
        let decide = again(archive.path(), "decide confirm ID --why …");
        terminal.hint(format_args!("{decide} makes one; ID is that of a record or a claim"));
        return Ok(());
    }
    let standings = standings(archive, decisions)?;
    let digits = digits(decisions.iter().map(|decision| decision.id.as_str()), DIGITS);
    let mut table = Table::new(vec![
        Column::whole("id"),
        Column::whole("made"),
        Column::text("who", 6),
        Column::text("what", 16),
        Column::text("why", 12),
        Column::text("standing", 8),
    ]);
    for decision in decisions {
        let [_, made_at, who, what, why, standing, _] = row(decision, &standings).map(|cell| clean(&cell));
        let in_force = standings.get(&decision.id) == Some(&Standing::InForce);
        table.push(vec![
            Entry::painted(short(decision.id.as_str(), digits), Paint::id),
            made_at.get(..10).unwrap_or_default().into(),
            who.into(),
            what.into(),
            why.into(),
            Entry::painted(standing, if in_force { Paint::good } else { Paint::warning }),
        ]);
    }
    table.write(&mut terminal.out, terminal.paint, terminal.width)?;
    terminal.note(count(decisions.len() as u64, "decision"));
    Ok(())
}
