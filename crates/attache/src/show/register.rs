//! Who gives which arms to whom, as far as these articles say?

use std::path::Path;

use anyhow::Result;
use attache_model::{Kind, Record, SlotName, Stage};

use super::columns::{Column, Entry};
use super::parties::{Parties, Wanted};
use super::records::{self, Field, Listing, by_support, cell, latest, when, word};
use crate::cli::{RegisterOptions, Sort};
use crate::terminal::{Paint, Terminal, clean};

pub fn run(options: &RegisterOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let parties = Parties::shipped()?;
    let filter = Filter::new(options, &parties);
    let listing = Listing {
        kind: Kind::Transfer,
        common: &options.common,
        claims_what: "a transfer of arms",
        dates: &[SlotName::Agreed, SlotName::Delivered],
        wide: &WIDE,
        narrow: &NARROW,
        asked: options.supplier.iter().chain(&options.recipient).collect(),
    };
    listing.run(
        |record| filter.holds(record),
        |records| sort(records, options.sort, &parties),
        &parties,
        path,
        terminal,
    )
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
    }
}

pub fn sort(records: &mut [Record], by: Sort, parties: &Parties) {
    let name = |record: &Record, slot| parties.name(word(record, slot)).to_lowercase();
    let stage = |record: &Record| word(record, SlotName::Stage).parse::<Stage>().ok();
    by_support(records, &[SlotName::Supplier, SlotName::Recipient], parties);
    match by {
        Sort::Support => {}
        Sort::Supplier => records.sort_by_cached_key(|record| name(record, SlotName::Supplier)),
        Sort::Recipient => records.sort_by_cached_key(|record| name(record, SlotName::Recipient)),
        Sort::Weapon => records.sort_by_cached_key(|record| weapon(record).to_lowercase()),
        Sort::Date => records.sort_by_cached_key(|record| latest(record, &[SlotName::Delivered, SlotName::Agreed])),
        Sort::Stage => records.sort_by_cached_key(stage),
    }
}

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
    records::table(records, &WIDE, &NARROW, parties, terminal)
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
