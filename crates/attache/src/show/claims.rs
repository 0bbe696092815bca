//! What do the articles claim, each in its own words?

use std::path::Path;

use anyhow::{Error, Result};
use attache_exchange::wire;
use attache_model::{Article, Claim, Filled, Kind, Polarity, SlotName, Source, SourceKind};
use attache_store::Archive;

use super::columns::{Column, Entry, Table};
use super::{DIGITS, csv, digits, short};
use crate::cli::{ListFormat, ListOptions, again};
use crate::terminal::{Paint, Terminal, clean, count};

pub fn run(options: &ListOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let archive = Archive::open_existing(path)?;
    match options.format {
        ListFormat::Jsonl => each(&archive, |article, claim| {
            Ok(wire::json_lines([wire::claim_json(article, claim)], &mut terminal.out)?)
        })?,
        ListFormat::Json => {
            let mut values = Vec::new();
            each(&archive, |article, claim| {
                values.push(wire::claim_json(article, claim));
                Ok(())
            })?;
            wire::json_array(values, &mut terminal.out)?;
        }
        ListFormat::Csv => {
            let mut rows = Vec::new();
            each(&archive, |article, claim| {
                rows.push(row(article, claim));
                Ok(())
            })?;
            csv(&mut terminal.out, HEADER, rows)?;
        }
        ListFormat::Table => table(&archive, terminal)?,
    }
    Ok(true)
}

/// Hands over every claim with its article, one article at a time.
fn each(archive: &Archive, mut each: impl FnMut(&Article, &Claim) -> Result<()>) -> Result<()> {
    archive.try_for_each_article(|article| -> Result<(), Error> {
        archive
            .claims_of(&article.id)?
            .iter()
            .try_for_each(|claim| each(&article, claim))
    })
}

const HEADER: [&str; 23] = [
    "id",
    "kind",
    "article",
    "published",
    "supplier",
    "recipient",
    "weapon",
    "category",
    "quantity",
    "stage",
    "value",
    "agreed",
    "delivered",
    "type",
    "mode",
    "actors",
    "recipients",
    "date",
    "measure",
    "subject",
    "stance",
    "sources",
    "quote",
];

fn row(article: &Article, claim: &Claim) -> [String; HEADER.len()] {
    let filled = claim.filled();
    let slot = |name| shown(&filled, name);
    let date = match claim.kind() {
        Kind::Figure => slot(SlotName::AsOf),
        Kind::Transfer | Kind::Event => slot(SlotName::Date),
    };
    [
        claim.id.to_string(),
        claim.kind().to_string(),
        article.id.to_string(),
        article.date().map(|date| date.to_string()).unwrap_or_default(),
        slot(SlotName::Supplier),
        slot(SlotName::Recipient),
        slot(SlotName::Weapon),
        slot(SlotName::Category),
        slot(SlotName::Quantity),
        slot(SlotName::Stage),
        slot(SlotName::Value),
        slot(SlotName::Agreed),
        slot(SlotName::Delivered),
        slot(SlotName::Type),
        slot(SlotName::Mode),
        slot(SlotName::Actors),
        slot(SlotName::Recipients),
        date,
        slot(SlotName::Measure),
        slot(SlotName::Subject),
        stance(claim),
        chain(article, claim),
        quoted(article, claim),
    ]
}

/// The values of a slot, side by side.
fn shown(filled: &[Filled], name: SlotName) -> String {
    let values = filled.iter().filter(|slot| slot.name == name);
    values.map(|slot| clean(&slot.shown)).collect::<Vec<_>>().join(", ")
}

fn quoted(article: &Article, claim: &Claim) -> String {
    let quotes = claim.quotes.iter().map(|quote| clean(article.slice(*quote)));
    quotes.collect::<Vec<_>>().join(" … ")
}

/// Who and what, in the words of the claim's kind: parties, the thing, how many, how far along.
fn summary(claim: &Claim) -> [String; 4] {
    let filled = claim.filled();
    let slot = |name| shown(&filled, name);
    let or = |first: String, second: SlotName| if first.is_empty() { slot(second) } else { first };
    let known = |name: SlotName| {
        Some(slot(name))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "?".to_owned())
    };
    match claim.kind() {
        Kind::Transfer => [
            format!("{} → {}", known(SlotName::Supplier), known(SlotName::Recipient)),
            or(slot(SlotName::Weapon), SlotName::Category),
            slot(SlotName::Quantity),
            slot(SlotName::Stage),
        ],
        Kind::Event => {
            let recipients = slot(SlotName::Recipients);
            let who = known(SlotName::Actors);
            [
                if recipients.is_empty() {
                    who
                } else {
                    format!("{who} → {recipients}")
                },
                slot(SlotName::Type),
                String::new(),
                slot(SlotName::Mode),
            ]
        }
        Kind::Figure => [
            or(slot(SlotName::Party), SlotName::Place),
            or(slot(SlotName::Subject), SlotName::Measure),
            slot(SlotName::Value),
            slot(SlotName::Measure),
        ],
    }
}

fn table(archive: &Archive, terminal: &mut Terminal) -> Result<()> {
    let digits = digits(archive.claims()?.iter().map(|claim| claim.id.as_str()), DIGITS);
    let mut table = Table::new(vec![
        Column::whole("id"),
        Column::text("from → to", 9),
        Column::text("what", 10),
        Column::text("qty", 4).spare(3),
        Column::whole("how"),
        Column::text("stance", 8).spare(4),
        Column::text("quote", 20),
    ]);
    let mut number = 0;
    each(archive, |article, claim| {
        number += 1;
        let [parties, what, number_of, stage] = summary(claim);
        table.push(vec![
            Entry::painted(short(claim.id.as_str(), digits), Paint::id),
            parties.into(),
            what.into(),
            number_of.into(),
            stage.into(),
            Entry::painted(
                stance(claim),
                if is_certain(claim) {
                    Paint::faint
                } else {
                    Paint::warning
                },
            ),
            Entry::painted(quoted(article, claim), Paint::faint),
        ]);
        Ok(())
    })?;
    if number > 0 {
        table.write(&mut terminal.out, terminal.paint, terminal.width)?;
        terminal.note(count(number, "claim"));
        let explain = again(archive.path(), "explain ID");
        terminal.hint(format_args!(
            "{explain} shows a claim with its sources; --format jsonl writes all of it"
        ));
    } else {
        terminal.note("no claims");
        terminal.hint(format_args!(
            "{} lists what was read",
            again(archive.path(), "articles")
        ));
    }
    Ok(())
}

/// `denied · likely · past`; what goes without saying (affirmed) is left out.
pub fn stance(claim: &Claim) -> String {
    let stance = claim.stance;
    let denied = (stance.polarity == Polarity::Denied).then_some("denied");
    denied
        .into_iter()
        .chain([stance.certainty.as_str(), stance.time.as_str()])
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Is it said outright that it is so?
pub fn is_certain(claim: &Claim) -> bool {
    claim.stance.polarity == Polarity::Affirmed && !claim.stance.is_hedged()
}

/// Who says so, from the outlet inwards: `NewsCafe → Politico → leaked documents (document)`.
pub fn chain(article: &Article, claim: &Claim) -> String {
    let mut chain = outlet(article);
    for source in &claim.sources {
        chain += if source.parallel { " + " } else { " → " };
        chain += &link(source);
    }
    chain
}

fn link(source: &Source) -> String {
    let name = clean(&source.name);
    match source.kind {
        SourceKind::Outlet | SourceKind::Agency => name,
        kind if name.to_lowercase().contains(kind.as_str()) => name,
        kind => format!("{name} ({kind})"),
    }
}

/// The outlet as the page names it, else the file.
pub fn outlet(article: &Article) -> String {
    let file = || article.path.rsplit(['/', '\\']).next().unwrap_or(&article.path);
    clean(article.outlet.as_deref().unwrap_or_else(file))
}
