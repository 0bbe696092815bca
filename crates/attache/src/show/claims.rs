//! What do the articles claim, each in its own words?

use std::path::Path;

use anyhow::{Error, Result};
use attache_exchange::wire;
use attache_model::{Article, Claim, Polarity, Slot, SlotName, Source, SourceKind, Span, Transfer};
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

const HEADER: [&str; 15] = [
    "id",
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
    "stance",
    "sources",
    "quote",
];

fn row(article: &Article, claim: &Claim) -> [String; HEADER.len()] {
    let transfer = claim.transfer();
    let slot = |name| {
        slots(transfer)
            .into_iter()
            .find(|slot| slot.name == name)
            .map(|slot| slot.value)
            .unwrap_or_default()
    };
    let published = article.date().map(|date| date.to_string()).unwrap_or_default();
    [
        claim.id.to_string(),
        article.id.to_string(),
        published,
        slot(SlotName::Supplier),
        slot(SlotName::Recipient),
        slot(SlotName::Weapon),
        transfer.category().to_string(),
        slot(SlotName::Quantity),
        slot(SlotName::Stage),
        slot(SlotName::Value),
        slot(SlotName::Agreed),
        slot(SlotName::Delivered),
        stance(claim),
        chain(article, claim),
        claim
            .quotes
            .iter()
            .map(|quote| clean(article.slice(*quote)))
            .collect::<Vec<_>>()
            .join(" … "),
    ]
}

fn table(archive: &Archive, terminal: &mut Terminal) -> Result<()> {
    let digits = digits(archive.claims()?.iter().map(|claim| claim.id.as_str()), DIGITS);
    let mut table = Table::new(vec![
        Column::whole("id"),
        Column::text("from → to", 9),
        Column::text("weapon", 10),
        Column::text("qty", 4).spare(3),
        Column::whole("stage"),
        Column::text("stance", 8).spare(4),
        Column::text("quote", 20),
    ]);
    let mut number = 0;
    each(archive, |article, claim| {
        number += 1;
        let [
            _,
            _,
            _,
            supplier,
            recipient,
            weapon,
            category,
            quantity,
            stage,
            ..,
            stance,
            _,
            quote,
        ] = row(article, claim);
        let party = |name: String| {
            if name.is_empty() { "?".to_owned() } else { name }
        };
        table.push(vec![
            Entry::painted(short(claim.id.as_str(), digits), Paint::id),
            format!("{} → {}", party(supplier), party(recipient)).into(),
            if weapon.is_empty() { category } else { weapon }.into(),
            quantity.into(),
            stage.into(),
            Entry::painted(
                stance,
                if is_certain(claim) {
                    Paint::faint
                } else {
                    Paint::warning
                },
            ),
            Entry::painted(quote, Paint::faint),
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

/// One filled slot of a claim, as a person reads it.
pub struct SlotLine {
    pub name: SlotName,
    pub value: String,
    pub span: Option<Span>,
    /// Why it is inferred.
    pub why: Option<String>,
}

/// The filled slots, in the order of the register's columns.
pub fn slots(transfer: &Transfer) -> Vec<SlotLine> {
    fn line<T>(name: SlotName, slot: Option<&Slot<T>>, value: impl Fn(&T) -> String) -> Option<SlotLine> {
        let slot = slot?;
        let why = match slot {
            Slot::Stated { .. } => None,
            Slot::Inferred { why, .. } => Some(clean(why)),
        };
        Some(SlotLine {
            name,
            value: clean(&value(slot.value())),
            span: slot.span(),
            why,
        })
    }
    let mut lines = vec![
        line(SlotName::Supplier, transfer.supplier.as_ref(), ToString::to_string),
        line(SlotName::Recipient, transfer.recipient.as_ref(), ToString::to_string),
        line(SlotName::Weapon, transfer.weapon.as_ref(), |weapon| {
            weapon.designation.clone().unwrap_or_else(|| weapon.description.clone())
        }),
        line(SlotName::Category, transfer.weapon.as_ref(), |weapon| {
            weapon.category.to_string()
        }),
        line(SlotName::Quantity, transfer.quantity.as_ref(), ToString::to_string),
        line(SlotName::Stage, transfer.stage.as_ref(), ToString::to_string),
        line(SlotName::Terms, transfer.terms.as_ref(), ToString::to_string),
        line(SlotName::Condition, transfer.condition.as_ref(), ToString::to_string),
        line(SlotName::Value, transfer.value.as_ref(), ToString::to_string),
        line(SlotName::Agreed, transfer.agreed.as_ref(), ToString::to_string),
        line(SlotName::Delivered, transfer.delivered.as_ref(), ToString::to_string),
    ];
    lines.extend(
        transfer
            .via
            .iter()
            .map(|party| line(SlotName::Via, Some(party), ToString::to_string)),
    );
    lines.push(line(SlotName::Covert, transfer.covert.as_ref(), |covert| {
        if *covert { "yes" } else { "no" }.to_owned()
    }));
    lines.into_iter().flatten().collect()
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
