//! By what can a list be narrowed, and how many would remain?

use std::collections::HashMap;

use attache_model::{Kind, Review, SlotName};

use crate::address::Query;
use crate::fault::Fault;
use crate::register::Row;
use crate::shelf::Found;

/// One way to narrow a list. What is chosen within a facet is alternatives; facets together must all hold.
pub struct Facet<T> {
    /// Its key in the address.
    pub key: &'static str,
    pub label: &'static str,
    /// What the values are.
    pub of: Of,
    values: Values<T>,
}

/// Hands over each value that something has.
type Values<T> = for<'a> fn(&'a T, &mut dyn FnMut(&'a str));

/// How the values of a facet are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Those that leave most come first.
    Words,
    /// Codes of parties, shown by their names.
    Parties,
    /// The latest come first.
    Years,
}

/// What has a place in time.
pub trait Dated {
    /// First and last year that it touches.
    fn years(&self) -> Option<(i16, i16)>;
}

impl Dated for Row {
    fn years(&self) -> Option<(i16, i16)> {
        Row::years(self)
    }
}

const fn facet<T>(key: &'static str, label: &'static str, of: Of, values: Values<T>) -> Facet<T> {
    Facet { key, label, of, values }
}

const fn slot<T>(key: &'static str, label: &'static str, values: Values<T>) -> Facet<T> {
    facet(key, label, Of::Words, values)
}

const fn party<T>(key: &'static str, label: &'static str, values: Values<T>) -> Facet<T> {
    facet(key, label, Of::Parties, values)
}

fn words<'a>(row: &'a Row, name: SlotName, tell: &mut dyn FnMut(&'a str)) {
    row.words(name).iter().for_each(|word| tell(word));
}

/// A facet whose values are the words of a slot.
macro_rules! of_slot {
    ($form:ident, $key:literal, $label:literal, $slot:ident) => {
        $form($key, $label, |row, tell| words(row, SlotName::$slot, tell))
    };
}

const SUPPORT: Facet<Row> = slot("support", "Independent origins", |row, tell| {
    tell(match row.origins {
        0 | 1 => "one",
        2 => "two",
        _ => "three or more",
    });
});

const STANDING: Facet<Row> = slot("standing", "Standing", |row, tell| {
    let marks = [
        (row.disputed(), "disputed"),
        (row.denied, "denied"),
        (row.hedged, "hedged"),
    ];
    if marks.iter().all(|(holds, _)| !holds) {
        tell("undisputed");
    }
    marks
        .iter()
        .filter(|(holds, _)| *holds)
        .for_each(|(_, word)| tell(word));
});

const REVIEW: Facet<Row> = slot("review", "Review", |row, tell| {
    tell(match row.review {
        Review::Confirmed => "confirmed",
        Review::Open | Review::Rejected => "not reviewed",
    });
});

pub const TRANSFERS: &[Facet<Row>] = &[
    of_slot!(party, "supplier", "Supplier", Supplier),
    of_slot!(party, "recipient", "Recipient", Recipient),
    of_slot!(slot, "category", "Category", Category),
    of_slot!(slot, "stage", "Stage", Stage),
    SUPPORT,
    STANDING,
    REVIEW,
];

pub const EVENTS: &[Facet<Row>] = &[
    of_slot!(slot, "type", "Type", Type),
    of_slot!(party, "actor", "Actor", Actors),
    of_slot!(party, "recipient", "Recipient", Recipients),
    of_slot!(slot, "mode", "Mode", Mode),
    SUPPORT,
    STANDING,
    REVIEW,
];

pub const FIGURES: &[Facet<Row>] = &[
    of_slot!(slot, "measure", "Measure", Measure),
    of_slot!(party, "party", "Of whom", Party),
    SUPPORT,
    STANDING,
    REVIEW,
];

/// By what each list of the register is narrowed.
pub fn of_kind(kind: Kind) -> &'static [Facet<Row>] {
    match kind {
        Kind::Transfer => TRANSFERS,
        Kind::Event => EVENTS,
        Kind::Figure => FIGURES,
    }
}

/// By what a search is narrowed.
pub fn of_search<'r>() -> [Facet<Found<'r>>; 5] {
    [
        party("state", "Concerns", |found, tell| found.parties(tell)),
        slot("kind", "Tells of", |found, tell| found.kinds(tell)),
        slot("outlet", "Outlet", |found, tell| tell(&found.slip.outlet)),
        facet("year", "Published", Of::Years, |found, tell| tell(&found.slip.year)),
        slot("language", "Language", |found, tell| tell(&found.slip.language)),
    ]
}

/// What remains of a list, and how many each value of a facet would leave.
pub struct Sifted<'r, T> {
    pub rows: Vec<&'r T>,
    /// For each facet: value → number of rows that all other facets let through.
    pub counts: Vec<HashMap<&'r str, usize>>,
}

/// First and last year that are asked for; open where nothing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Years {
    pub from: Option<i16>,
    pub to: Option<i16>,
}

impl Years {
    /// Reads `from` and `to`.
    pub fn of(query: &Query) -> Result<Years, Fault> {
        let year = |name: &'static str| match query.get(name) {
            None => Ok(None),
            Some(text) => match text.trim().parse() {
                Ok(year) if (1..=9999).contains(&year) => Ok(Some(year)),
                _ => Err(Fault::NotUnderstood {
                    name,
                    found: text.to_owned(),
                    expected: "a year such as 2018",
                }),
            },
        };
        Ok(Years {
            from: year("from")?,
            to: year("to")?,
        })
    }

    /// Without a date a row is only in the list that asks for no years.
    pub fn hold(self, row: &impl Dated) -> bool {
        match (self.from, self.to, row.years()) {
            (None, None, _) => true,
            (_, _, None) => false,
            (from, to, Some((first, last))) => from.is_none_or(|from| last >= from) && to.is_none_or(|to| first <= to),
        }
    }
}

/// Does the query narrow a list at all?
pub fn narrows<T>(facets: &[Facet<T>], query: &Query) -> bool {
    let keys = facets.iter().map(|facet| facet.key).chain(["from", "to"]);
    keys.into_iter().any(|key| query.get(key).is_some())
}

/// The rows that everything in the query lets through.
pub fn sift<'r, T: Dated>(
    rows: impl Iterator<Item = &'r T>,
    facets: &[Facet<T>],
    query: &Query,
) -> Result<Sifted<'r, T>, Fault> {
    let years = Years::of(query)?;
    let asked: Vec<(usize, Vec<&str>)> = facets
        .iter()
        .enumerate()
        .map(|(at, facet)| (at, query.all(facet.key).collect()))
        .filter(|(_, wanted): &(usize, Vec<&str>)| !wanted.is_empty())
        .collect();
    let mut sifted = Sifted {
        rows: Vec::new(),
        counts: facets.iter().map(|_| HashMap::new()).collect(),
    };
    for row in rows.filter(|row| years.hold(*row)) {
        let mut failing = asked.iter().filter(|(at, wanted)| {
            let mut holds = false;
            (facets[*at].values)(row, &mut |value| holds |= wanted.contains(&value));
            !holds
        });
        // A facet's own choice does not count against its other values: they are what else could be chosen.
        let counted = match (failing.next(), failing.next()) {
            (None, _) => {
                sifted.rows.push(row);
                0..facets.len()
            }
            (Some((only, _)), None) => *only..only + 1,
            (Some(_), Some(_)) => continue,
        };
        for at in counted {
            let counts = &mut sifted.counts[at];
            (facets[at].values)(row, &mut |value| *counts.entry(value).or_default() += 1);
        }
    }
    Ok(sifted)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap as Map;

    use attache_model::{Cell, Confidence, Kind, Record, RecordId, Verdict};

    use super::*;

    fn row(supplier: &str, recipient: &str, year: &str) -> Row {
        let cell = |value: &str| Cell {
            value: value.into(),
            shown: value.to_owned(),
            verdict: Verdict::Agreed,
            reason: String::new(),
            claims: vec![],
            origins: vec![],
            rivals: vec![],
        };
        let slots = [
            (SlotName::Supplier, supplier),
            (SlotName::Recipient, recipient),
            (SlotName::Delivered, year),
        ];
        Row::of(&Record {
            id: RecordId::of([supplier, recipient, year]),
            kind: Kind::Transfer,
            slots: slots
                .iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| (*name, cell(value)))
                .collect::<Map<_, _>>(),
            claims: vec![],
            articles: vec![],
            origins: vec![],
            hedged: false,
            denied: false,
            confidence: Confidence::default(),
            review: Review::Open,
            decisions: vec![],
            conflicts: vec![],
        })
    }

    fn check(query: &str, remain: usize, suppliers: &[(&str, usize)]) {
        let rows = [
            row("BLR", "AZE", "2018/2022"),
            row("ISR", "AZE", "2020"),
            row("ISR", "IND", ""),
        ];
        let sifted = sift(rows.iter(), TRANSFERS, &Query::parse(query)).unwrap();
        assert_eq!(sifted.rows.len(), remain, "{query}");
        let mut counts: Vec<_> = sifted.counts[0].iter().map(|(k, v)| (*k, *v)).collect();
        counts.sort_unstable();
        assert_eq!(counts, suppliers, "{query}");
    }

    #[test]
    fn a_facet_counts_what_the_others_leave() {
        check("", 3, &[("BLR", 1), ("ISR", 2)]);
        check("supplier=ISR", 2, &[("BLR", 1), ("ISR", 2)]);
        check("supplier=ISR&recipient=AZE", 1, &[("BLR", 1), ("ISR", 1)]);
        check("supplier=ISR&supplier=BLR&recipient=AZE", 2, &[("BLR", 1), ("ISR", 1)]);
        check("from=2021", 1, &[("BLR", 1)]);
        check("from=2019&to=2020", 2, &[("BLR", 1), ("ISR", 1)]);
    }
}
