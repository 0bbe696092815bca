//! Who did what to whom, as far as these articles say?

use std::path::Path;

use anyhow::Result;
use attache_model::{EventType, Kind, Record, SlotName};

use super::columns::{Column, Entry};
use super::parties::{Parties, Wanted};
use super::records::{Field, Listing, by_support, cell, latest, word};
use crate::cli::{EventsOptions, Order};
use crate::terminal::{Paint, Terminal, clean};

pub fn run(options: &EventsOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let parties = Parties::shipped()?;
    let wanted = |words: &[String]| words.iter().map(|word| parties.wanted(word)).collect::<Vec<_>>();
    let (actors, recipients) = (wanted(&options.actor), wanted(&options.recipient));
    let listing = Listing {
        kind: Kind::Event,
        common: &options.common,
        claims_what: "an event between states",
        dates: &[SlotName::Date],
        wide: &WIDE,
        narrow: &NARROW,
        asked: options.actor.iter().chain(&options.recipient).collect(),
    };
    let of_type = |record: &Record| {
        let kind = word(record, SlotName::Type).parse::<EventType>();
        options.event.is_empty() || kind.is_ok_and(|kind| options.event.contains(&kind))
    };
    listing.run(
        |record| {
            of_type(record)
                && any_of(record, SlotName::Actors, &actors)
                && any_of(record, SlotName::Recipients, &recipients)
        },
        |records| {
            by_support(records, &[SlotName::Type, SlotName::Actors], &parties);
            if options.sort == Order::Date {
                records.sort_by_cached_key(|record| latest(record, &[SlotName::Date]));
            }
        },
        &parties,
        path,
        terminal,
    )
}

/// Is one of the parties in the slot wanted?
fn any_of(record: &Record, slot: SlotName, wanted: &[Wanted]) -> bool {
    wanted.is_empty() || parties_in(record, slot).any(|party| wanted.iter().any(|wanted| wanted.is(party)))
}

fn parties_in(record: &Record, slot: SlotName) -> impl Iterator<Item = &str> {
    let value = record.slots.get(&slot).and_then(|cell| cell.value.as_array());
    value.into_iter().flatten().filter_map(|party| party.as_str())
}

const WIDE: [Field; 8] = [
    (Column::whole("type"), |record, _| cell(record, SlotName::Type)),
    (Column::text("mode", 8).spare(5), |record, _| {
        cell(record, SlotName::Mode)
    }),
    (Column::text("actors", 10), |record, parties| {
        names(record, SlotName::Actors, parties).into()
    }),
    (Column::text("recipients", 10), |record, parties| {
        names(record, SlotName::Recipients, parties).into()
    }),
    (Column::whole("date"), |record, _| cell(record, SlotName::Date)),
    (Column::text("place", 8).spare(4), |record, _| {
        cell(record, SlotName::Place)
    }),
    (Column::number("origins"), |record, _| {
        Entry::painted(record.origins.len().to_string(), Paint::strong)
    }),
    (Column::number("articles").spare(8), |record, _| {
        record.articles.len().to_string().into()
    }),
];

const NARROW: [Field; 4] = [
    (Column::whole("type"), |record, _| cell(record, SlotName::Type)),
    (Column::text("who → whom", 10), |record, _| codes(record).into()),
    (Column::whole("date"), |record, _| cell(record, SlotName::Date)),
    (Column::number("origins"), |record, _| {
        Entry::painted(record.origins.len().to_string(), Paint::strong)
    }),
];

fn names(record: &Record, slot: SlotName, parties: &Parties) -> String {
    let names: Vec<String> = parties_in(record, slot)
        .map(|party| clean(parties.name(party)))
        .collect();
    if names.is_empty() {
        "?".to_owned()
    } else {
        names.join(", ")
    }
}

fn codes(record: &Record) -> String {
    let side = |slot| parties_in(record, slot).map(clean).collect::<Vec<_>>().join(", ");
    match (side(SlotName::Actors), side(SlotName::Recipients)) {
        (actors, recipients) if recipients.is_empty() => actors,
        (actors, recipients) => format!("{actors} → {recipients}"),
    }
}
