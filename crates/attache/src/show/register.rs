//! Who gives which arms to whom, as far as these articles say?

use std::cmp::Reverse;
use std::path::Path;

use anyhow::Result;
use attache_exchange::{tables, wire};
use attache_model::{Record, Review, SlotName, Stage, Verdict, When};
use attache_store::Archive;

use super::columns::{Column, Entry, Table};
use super::parties::{Parties, Wanted};
use super::{DIGITS, digits, open_weighed, short};
use crate::cli::{RegisterFormat, RegisterOptions, Sort, Years, again};
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
        footer(&records, total, path, terminal);
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
            && (self.options.rejected || record.review != Review::Rejected)
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

/// Under this width, states go by their codes, dates by their years and marks by signs.
const ROOMY: usize = 110;

fn is_roomy(terminal: &Terminal) -> bool {
    terminal.width.is_none_or(|width| width >= ROOMY)
}

/// A column and what a record shows in it.
type Field = (Column, fn(&Record, &Parties) -> Entry);

/// All that a line has room for on a wide terminal. Numbers, which would mislead when cut, are whole or left out.
const WIDE: [Field; 12] = [
    (Column::text("supplier", 10), |record, parties| {
        name(record, SlotName::Supplier, parties).into()
    }),
    (Column::text("recipient", 10), |record, parties| {
        name(record, SlotName::Recipient, parties).into()
    }),
    (Column::text("weapon", 16), |record, _| weapon(record).into()),
    (Column::text("category", 12).spare(9), |record, _| {
        cell(record, SlotName::Category)
    }),
    (Column::number("qty"), |record, _| cell(record, SlotName::Quantity)),
    (Column::whole("stage"), |record, _| cell(record, SlotName::Stage)),
    (Column::text("agreed", 11).spare(6), |record, _| {
        cell(record, SlotName::Agreed)
    }),
    (Column::text("delivered", 11).spare(4), |record, _| {
        cell(record, SlotName::Delivered)
    }),
    (Column::whole("value").spare(5), |record, _| {
        cell(record, SlotName::Value)
    }),
    (Column::number("origins"), |record, _| {
        Entry::painted(record.origins.len().to_string(), Paint::strong)
    }),
    (Column::number("articles").spare(8), |record, _| {
        record.articles.len().to_string().into()
    }),
    (Column::number("claims").spare(7), |record, _| {
        record.claims.len().to_string().into()
    }),
];

const NARROW: [Field; 6] = [
    (Column::text("from → to", 10), |record, _| codes(record).into()),
    (Column::text("weapon", 11), |record, _| weapon(record).into()),
    (Column::number("qty"), |record, _| cell(record, SlotName::Quantity)),
    (Column::whole("stage"), |record, _| cell(record, SlotName::Stage)),
    (Column::whole("year").spare(1), |record, _| years(record).into()),
    (Column::number("origins"), |record, _| {
        Entry::painted(record.origins.len().to_string(), Paint::strong)
    }),
];

/// The register, one line a record.
pub fn table(records: &[Record], parties: &Parties, terminal: &mut Terminal) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let roomy = is_roomy(terminal);
    let fields: &[Field] = if roomy { &WIDE } else { &NARROW };
    let columns = fields.iter().map(|(column, _)| column.clone());
    let marks_column = Column::text("marks", if roomy { 8 } else { 5 });
    let mut table = Table::new(
        std::iter::once(Column::whole("id"))
            .chain(columns)
            .chain([marks_column])
            .collect(),
    );
    let least = if roomy { DIGITS } else { 6 };
    let digits = digits(records.iter().map(|record| record.id.as_str()), least);
    for record in records {
        let id = Entry::painted(short(record.id.as_str(), digits), Paint::id);
        let cells = fields.iter().map(|(_, cell)| cell(record, parties));
        let marks = Entry::painted(marks(record, roomy), Paint::warning);
        table.push(std::iter::once(id).chain(cells).chain([marks]).collect());
    }
    table.write(&mut terminal.out, terminal.paint, terminal.width)?;
    Ok(())
}

/// The value of a slot, conspicuous when others say otherwise.
fn cell(record: &Record, slot: SlotName) -> Entry {
    let Some(cell) = record.slots.get(&slot) else {
        return Entry::default();
    };
    match cell.verdict {
        Verdict::Disputed | Verdict::Denied => Entry::painted(clean(&cell.shown), Paint::warning),
        _ if slot == SlotName::Category => Entry::painted(clean(&cell.shown), Paint::faint),
        _ => clean(&cell.shown).into(),
    }
}

/// The party by its name; `?` when it is unknown.
fn name(record: &Record, slot: SlotName, parties: &Parties) -> String {
    match word(record, slot) {
        "" => "?".to_owned(),
        party => clean(parties.name(party)),
    }
}

fn codes(record: &Record) -> String {
    let code = |slot| match word(record, slot) {
        "" => "?",
        party => party,
    };
    clean(&format!("{} → {}", code(SlotName::Supplier), code(SlotName::Recipient)))
}

/// The years of delivery, else of the agreement.
fn years(record: &Record) -> String {
    let dates = [SlotName::Delivered, SlotName::Agreed]
        .into_iter()
        .find_map(|slot| when(record, slot));
    let Some(dates) = dates else { return String::new() };
    let year = |day: Option<attache_model::Date>| day.map(|day| day.year().to_string());
    match (year(dates.first), year(dates.last)) {
        (Some(first), Some(last)) if first == last => first,
        (first, last) => format!("{}–{}", first.unwrap_or_default(), last.unwrap_or_default()),
    }
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
    let disputed = record.slots.values().any(|cell| cell.verdict == Verdict::Disputed);
    let marks = [
        (record.review == Review::Rejected, "–", "rejected"),
        (record.review == Review::Confirmed, "✓", "confirmed"),
        (!record.conflicts.is_empty(), "≠", "told otherwise since decided"),
        (record.denied, "✗", "denied"),
        (disputed, "!", "disputed"),
        (record.hedged, "?", "hedged"),
    ];
    let marks = marks.iter().filter(|(holds, ..)| *holds);
    match roomy {
        true => marks.map(|(_, _, word)| *word).collect::<Vec<_>>().join(", "),
        false => marks.map(|(_, sign, _)| *sign).collect(),
    }
}

/// How much there is, what the signs mean, what to do next.
fn footer(records: &[Record], total: usize, archive: &Path, terminal: &mut Terminal) {
    let shown = match records.len() {
        number if number == total => count(total as u64, "record"),
        number => format!("{number} of {}", count(total as u64, "record")),
    };
    let roomy = is_roomy(terminal);
    let signs: String = records.iter().map(|record| marks(record, false)).collect();
    let legend = [
        ('–', "rejected"),
        ('✓', "confirmed"),
        ('≠', "told otherwise since decided"),
        ('✗', "denied"),
        ('!', "disputed"),
        ('?', "every report hedged"),
    ];
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
        let explain = again(archive, &format!("explain {}", short(first.id.as_str(), DIGITS)));
        terminal.hint(format_args!("{explain} shows what it rests on"));
    }
}

fn nothing_yet(archive: &Archive, terminal: &mut Terminal) -> Result<()> {
    let counts = archive.counts()?;
    if counts.articles == 0 {
        terminal.note("the register is empty: no articles have been added");
        let add = again(archive.path(), "add PATH...");
        terminal.hint(format_args!(
            "{add} reads files and folders; attache demo shows what comes of it"
        ));
    } else {
        let (articles, english) = (count(counts.articles as u64, "article"), counts.english);
        terminal.note(format_args!(
            "the register is empty: of {articles} ({english} in English), none claims a transfer of arms"
        ));
        terminal.hint(format_args!("{} lists them", again(archive.path(), "articles")));
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
