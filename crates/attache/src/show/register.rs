//! Who gives which arms to whom, as far as these articles say?

use std::cmp::Reverse;
use std::path::Path;

use anyhow::Result;
use attache_exchange::{tables, wire};
use attache_model::{Record, SlotName, Stage, Verdict, When};
use attache_store::Archive;

use super::columns::{Column, Entry, Table};
use super::parties::{Parties, Wanted};
use super::{digits, open_weighed, short};
use crate::cli::{RegisterFormat, RegisterOptions, Sort, Years};
use crate::terminal::{Paint, Terminal, clean, count};

pub fn run(options: &RegisterOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let archive = open_weighed(path, terminal)?;
    let parties = Parties::shipped()?;
    let all = archive.records()?;
    let total = all.len();
    let filter = Filter::new(options, &parties);
    let mut records: Vec<Record> = all.into_iter().filter(|record| filter.holds(record)).collect();
    sort(&mut records, options.sort, &parties);
    match options.format {
        RegisterFormat::Table => table(&records, &parties, terminal)?,
        RegisterFormat::Csv => tables::csv(&records, &mut terminal.out)?,
        RegisterFormat::Md => tables::markdown(&records, &mut terminal.out)?,
        RegisterFormat::Json => wire::json_array(records.iter().map(wire::record_json), &mut terminal.out)?,
    }
    if total == 0 {
        nothing_yet(&archive, terminal)?;
    } else if records.is_empty() {
        terminal.note(format_args!("none of {} is like that", count(total as u64, "record")));
        strangers(options, &parties, terminal);
    } else if options.format == RegisterFormat::Table {
        footer(&records, total, terminal);
    }
    Ok(true)
}

/// What remains when everything that was asked for must hold.
struct Filter<'a> {
    options: &'a RegisterOptions,
    suppliers: Vec<Wanted>,
    recipients: Vec<Wanted>,
}

impl Filter<'_> {
    fn new<'a>(options: &'a RegisterOptions, parties: &Parties) -> Filter<'a> {
        let wanted = |words: &[String]| words.iter().map(|word| parties.wanted(word)).collect();
        Filter {
            options,
            suppliers: wanted(&options.supplier),
            recipients: wanted(&options.recipient),
        }
    }

    fn holds(&self, record: &Record) -> bool {
        let party =
            |wanted: &[Wanted], slot| wanted.is_empty() || wanted.iter().any(|party| party.is(word(record, slot)));
        let among =
            |words: &[String], slot| words.is_empty() || words.iter().any(|wanted| wanted == word(record, slot));
        let words = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect::<Vec<_>>();
        party(&self.suppliers, SlotName::Supplier)
            && party(&self.recipients, SlotName::Recipient)
            && among(
                &words(self.options.category.iter().map(|word| word.as_str()).collect()),
                SlotName::Category,
            )
            && among(
                &words(self.options.stage.iter().map(|word| word.as_str()).collect()),
                SlotName::Stage,
            )
            && self.options.year.is_none_or(|years| falls_in(record, years))
            && record.origins.len() >= self.options.min_origins
    }
}

fn falls_in(record: &Record, Years(first, last): Years) -> bool {
    [SlotName::Agreed, SlotName::Delivered]
        .iter()
        .filter_map(|slot| when(record, *slot)?.years())
        .any(|(from, to)| from <= last && first <= to)
}

/// The value of a slot as one word or code; empty when there is none.
fn word(record: &Record, slot: SlotName) -> &str {
    let Some(cell) = record.slots.get(&slot) else {
        return "";
    };
    cell.value
        .as_str()
        .or_else(|| cell.value.get("value")?.as_str())
        .unwrap_or(&cell.shown)
}

fn when(record: &Record, slot: SlotName) -> Option<When> {
    word(record, slot).parse().ok()
}

pub fn sort(records: &mut [Record], by: Sort, parties: &Parties) {
    let name = |record: &Record, slot| parties.name(word(record, slot)).to_lowercase();
    let support = |record: &Record| Reverse((record.origins.len(), record.articles.len(), record.claims.len()));
    let latest = |record: &Record| {
        let days = [SlotName::Delivered, SlotName::Agreed].map(|slot| when(record, slot));
        Reverse(
            days.into_iter()
                .flatten()
                .filter_map(|when| when.last.or(when.first))
                .max(),
        )
    };
    let stage = |record: &Record| word(record, SlotName::Stage).parse::<Stage>().ok();
    // Whatever comes first, equals are told apart by support, then by name, so that the order never wavers.
    records.sort_by_cached_key(|record| {
        (
            support(record),
            name(record, SlotName::Supplier),
            name(record, SlotName::Recipient),
            record.id.clone(),
        )
    });
    match by {
        Sort::Support => {}
        Sort::Supplier => records.sort_by_cached_key(|record| name(record, SlotName::Supplier)),
        Sort::Recipient => records.sort_by_cached_key(|record| name(record, SlotName::Recipient)),
        Sort::Weapon => records.sort_by_cached_key(|record| weapon(record).to_lowercase()),
        Sort::Date => records.sort_by_cached_key(latest),
        Sort::Stage => records.sort_by_cached_key(stage),
    }
}

/// Under this width, states go by their codes and marks by signs.
const ROOMY: usize = 110;

/// The register, one line a record.
pub fn table(records: &[Record], parties: &Parties, terminal: &mut Terminal) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let roomy = terminal.width.is_none_or(|width| width >= ROOMY);
    let digits = digits(records.iter().map(|record| record.id.as_str()));
    let mut columns = vec![Column::whole("id")];
    match roomy {
        true => columns.extend([Column::text("supplier", 9), Column::text("recipient", 9)]),
        false => columns.push(Column::text("from → to", 9)),
    }
    columns.extend([
        Column::text("weapon", 14),
        Column::text("category", 12).spare(9),
        Column {
            least: 4,
            ..Column::number("qty")
        },
        Column::whole("stage"),
        Column::whole("agreed").spare(6),
        Column::text("delivered", 10).spare(1),
        Column::text("value", 8).spare(5),
        Column::number("origins"),
        Column::number("articles").spare(8),
        Column::number("claims").spare(7),
        Column::text("marks", 3),
    ]);
    let mut table = Table::new(columns);
    for record in records {
        table.push(row(record, parties, digits, roomy));
    }
    table.write(&mut terminal.out, terminal.paint, terminal.width)?;
    Ok(())
}

fn row(record: &Record, parties: &Parties, digits: usize, roomy: bool) -> Vec<Entry> {
    let party = |slot| match word(record, slot) {
        "" => "?".to_owned(),
        party if roomy => clean(parties.name(party)),
        party => clean(party),
    };
    let shown = |slot| {
        record
            .slots
            .get(&slot)
            .map(|cell| clean(&cell.shown))
            .unwrap_or_default()
    };
    let mut row = vec![Entry::painted(short(record.id.as_str(), digits), Paint::id)];
    let (supplier, recipient) = (party(SlotName::Supplier), party(SlotName::Recipient));
    match roomy {
        true => row.extend([supplier.into(), recipient.into()]),
        false => row.push(format!("{supplier} → {recipient}").into()),
    }
    let number = |number: usize| Entry::from(number.to_string());
    row.extend([
        weapon(record).into(),
        Entry::painted(shown(SlotName::Category), Paint::faint),
        shown(SlotName::Quantity).into(),
        shown(SlotName::Stage).into(),
        shown(SlotName::Agreed).into(),
        shown(SlotName::Delivered).into(),
        shown(SlotName::Value).into(),
        Entry::painted(record.origins.len().to_string(), Paint::strong),
        number(record.articles.len()),
        number(record.claims.len()),
        Entry::painted(marks(record, roomy), Paint::warning),
    ]);
    row
}

/// The weapon; where none is named, its category.
fn weapon(record: &Record) -> String {
    let named = record
        .slots
        .get(&SlotName::Weapon)
        .map(|cell| clean(&cell.shown))
        .filter(|shown| !shown.is_empty());
    named.unwrap_or_else(|| match word(record, SlotName::Category) {
        "" | "unspecified" => "arms".to_owned(),
        category => category.to_owned(),
    })
}

/// What a reader must not overlook.
fn marks(record: &Record, roomy: bool) -> String {
    let disputed: Vec<&str> = record
        .slots
        .iter()
        .filter(|(_, cell)| cell.verdict == Verdict::Disputed)
        .map(|(slot, _)| slot.as_str())
        .collect();
    let marks = [
        (record.denied, "✗", "denied".to_owned()),
        (!disputed.is_empty(), "!", format!("disputed: {}", disputed.join(", "))),
        (record.hedged, "?", "hedged".to_owned()),
    ];
    let marks = marks.into_iter().filter(|(holds, ..)| *holds);
    match roomy {
        true => marks.map(|(_, _, words)| words).collect::<Vec<_>>().join("; "),
        false => marks.map(|(_, sign, _)| sign).collect(),
    }
}

/// How much there is, what the signs mean, what to do next.
fn footer(records: &[Record], total: usize, terminal: &mut Terminal) {
    let shown = match records.len() {
        number if number == total => count(total as u64, "record"),
        number => format!("{number} of {}", count(total as u64, "record")),
    };
    let roomy = terminal.width.is_none_or(|width| width >= ROOMY);
    let signs: String = records.iter().map(|record| marks(record, false)).collect();
    let legend = [('✗', "denied"), ('!', "disputed"), ('?', "every report hedged")];
    let legend: Vec<String> = legend
        .iter()
        .filter(|(sign, _)| !roomy && signs.contains(*sign))
        .map(|(sign, word)| format!("{sign} {word}"))
        .collect();
    let legend = if legend.is_empty() {
        String::new()
    } else {
        format!(" · {}", legend.join("  "))
    };
    terminal.note(format_args!("{shown}{legend}"));
    if let Some(first) = records.first() {
        terminal.hint(format_args!(
            "attache explain {} shows what it rests on",
            short(first.id.as_str(), 8)
        ));
    }
}

fn nothing_yet(archive: &Archive, terminal: &mut Terminal) -> Result<()> {
    let counts = archive.counts()?;
    if counts.articles == 0 {
        terminal.note("the register is empty: no articles have been added");
        terminal.hint("attache add PATH... reads files and folders; attache demo shows what comes of it");
    } else {
        let (articles, english) = (count(counts.articles as u64, "article"), counts.english);
        terminal.note(format_args!(
            "the register is empty: of {articles} ({english} in English), none claims a transfer of arms"
        ));
        terminal.hint("attache articles lists them; attache add PATH... adds more");
    }
    Ok(())
}

/// Names that nobody in the vocabulary goes by, with the nearest that somebody does.
fn strangers(options: &RegisterOptions, parties: &Parties, terminal: &mut Terminal) {
    for name in options
        .supplier
        .iter()
        .chain(&options.recipient)
        .filter(|name| !parties.wanted(name).is_known())
    {
        let name = clean(name);
        match parties.nearest(&name) {
            Some(near) => terminal.hint(format_args!("no party is known as `{name}`; did you mean {near}?")),
            None => terminal.hint(format_args!(
                "no party is known as `{name}`; expected a name or a code such as BLR"
            )),
        }
    }
}
