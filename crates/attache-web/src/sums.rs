//! What do pages ask of the whole register, again and again?
//!
//! Each answer is made when it is first asked for and kept as long as the register: until the next weighing.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use attache_model::{Kind, SlotName};

use crate::adversary;
use crate::facets::{self, sift};
use crate::queue;
use crate::register::{Register, Row};

/// A word and how many records have it.
pub type Number = (String, usize);

/// The answers that were asked for. Places are those of the register's rows.
#[derive(Debug, Default)]
pub struct Sums {
    facets: [OnceLock<Vec<Vec<Number>>>; 3],
    sides: [OnceLock<Vec<Number>>; 2],
    years: OnceLock<BTreeMap<i16, usize>>,
    flows: OnceLock<BTreeMap<(String, String), usize>>,
    queue: OnceLock<Vec<usize>>,
    hostile: OnceLock<HashMap<String, Vec<usize>>>,
}

impl Register {
    /// For each facet of a list: how many records each of its values would leave.
    pub fn facets(&self, kind: Kind) -> &[Vec<Number>] {
        let place = match kind {
            Kind::Transfer => 0,
            Kind::Event => 1,
            Kind::Figure => 2,
        };
        self.sums.facets[place].get_or_init(|| {
            let sifted = sift(self.of_kind(kind), facets::of_kind(kind), &Default::default());
            let counts = sifted.map(|sifted| sifted.counts).unwrap_or_default();
            let owned = |counts: HashMap<&str, usize>| {
                counts
                    .into_iter()
                    .map(|(word, number)| (word.to_owned(), number))
                    .collect()
            };
            counts.into_iter().map(owned).collect()
        })
    }

    /// In how many transfers each party has this side, most first.
    pub fn suppliers(&self) -> &[Number] {
        self.sums.sides[0].get_or_init(|| self.side(SlotName::Supplier))
    }

    pub fn recipients(&self) -> &[Number] {
        self.sums.sides[1].get_or_init(|| self.side(SlotName::Recipient))
    }

    fn side(&self, side: SlotName) -> Vec<Number> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for party in self.of_kind(Kind::Transfer).flat_map(|row| row.words(side)) {
            *counts.entry(party).or_default() += 1;
        }
        let mut counts: Vec<Number> = counts
            .into_iter()
            .map(|(party, number)| (party.to_owned(), number))
            .collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }

    /// How many transfers ended in each year.
    pub fn years(&self) -> &BTreeMap<i16, usize> {
        self.sums.years.get_or_init(|| {
            let mut years = BTreeMap::new();
            for (_, last) in self.of_kind(Kind::Transfer).filter_map(Row::years) {
                *years.entry(last).or_default() += 1;
            }
            years
        })
    }

    /// Supplier → recipient → number of transfers.
    pub fn flows(&self) -> &BTreeMap<(String, String), usize> {
        self.sums.flows.get_or_init(|| flows(self.of_kind(Kind::Transfer)))
    }

    /// The rows that wait for review, the first to check first.
    pub fn queue(&self) -> impl Iterator<Item = &Row> {
        let order = self.sums.queue.get_or_init(|| queue::order(&self.rows));
        order.iter().filter_map(|at| self.rows.get(*at))
    }

    /// The hostile acts of a party.
    pub fn hostile_acts(&self, party: &str) -> impl Iterator<Item = &Row> {
        let acts = self.sums.hostile.get_or_init(|| adversary::acts(&self.rows));
        acts.get(party)
            .into_iter()
            .flatten()
            .filter_map(|at| self.rows.get(*at))
    }
}

/// Who gives to whom, and in how many of these transfers.
pub fn flows<'r>(rows: impl Iterator<Item = &'r Row>) -> BTreeMap<(String, String), usize> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    for row in rows {
        for supplier in row.from() {
            for recipient in row.to() {
                *counts.entry((supplier, recipient)).or_default() += 1;
            }
        }
    }
    counts
        .into_iter()
        .map(|((supplier, recipient), number)| ((supplier.to_owned(), recipient.to_owned()), number))
        .collect()
}
