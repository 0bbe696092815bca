//! Who counted what, and how many, as far as these articles say?

use std::path::Path;

use anyhow::Result;
use attache_model::{Kind, Measure, Record, SlotName};

use super::columns::{Column, Entry};
use super::parties::{Parties, Wanted};
use super::records::{Field, Listing, by_support, cell, latest, word};
use crate::cli::{FiguresOptions, Order};
use crate::terminal::{Paint, Terminal, clean};

pub fn run(options: &FiguresOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let parties = Parties::shipped()?;
    let wanted: Vec<Wanted> = options.party.iter().map(|word| parties.wanted(word)).collect();
    let listing = Listing {
        kind: Kind::Figure,
        common: &options.common,
        claims_what: "a figure of a war or a force",
        dates: &[SlotName::AsOf],
        wide: &WIDE,
        narrow: &NARROW,
        asked: options.party.iter().collect(),
    };
    let of_measure = |record: &Record| {
        let measure = word(record, SlotName::Measure).parse::<Measure>();
        options.measure.is_empty() || measure.is_ok_and(|measure| options.measure.contains(&measure))
    };
    let of_party = |record: &Record| {
        let parties = [SlotName::Party, SlotName::Supplier].map(|slot| word(record, slot));
        wanted.is_empty() || wanted.iter().any(|wanted| parties.iter().any(|party| wanted.is(party)))
    };
    listing.run(
        |record| of_measure(record) && of_party(record),
        |records| {
            by_support(records, &[SlotName::Measure, SlotName::Party], &parties);
            if options.sort == Order::Date {
                records.sort_by_cached_key(|record| latest(record, &[SlotName::AsOf]));
            }
        },
        &parties,
        path,
        terminal,
    )
}

const WIDE: [Field; 8] = [
    (Column::whole("measure"), |record, _| cell(record, SlotName::Measure)),
    (Column::number("value"), |record, _| cell(record, SlotName::Value)),
    (Column::text("subject", 12), |record, _| cell(record, SlotName::Subject)),
    (Column::text("party", 8), |record, parties| {
        party(record, parties).into()
    }),
    (Column::whole("as of"), |record, _| cell(record, SlotName::AsOf)),
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

const NARROW: [Field; 5] = [
    (Column::whole("measure"), |record, _| cell(record, SlotName::Measure)),
    (Column::number("value"), |record, _| cell(record, SlotName::Value)),
    (Column::text("subject", 8), |record, _| cell(record, SlotName::Subject)),
    (Column::whole("as of"), |record, _| cell(record, SlotName::AsOf)),
    (Column::number("origins"), |record, _| {
        Entry::painted(record.origins.len().to_string(), Paint::strong)
    }),
];

/// Whose number it is; of a share of arms, from whom.
fn party(record: &Record, parties: &Parties) -> String {
    let name = |slot| clean(parties.name(word(record, slot)));
    match name(SlotName::Supplier) {
        supplier if supplier.is_empty() => name(SlotName::Party),
        supplier => format!("{} from {supplier}", name(SlotName::Party)),
    }
}
