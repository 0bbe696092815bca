//! Which claims count the same thing, and what do they add up to?
//!
//! Two claims may count the same when they measure the same, in units of one dimension, of one party. Numbers need not agree: rival counts
//! are what a record is for; but two numbers that one report gives side by side, on the same word and for the same day, count two things.

mod facts;
mod reconcile;

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Claim, Measure};

use crate::clusters::{Matter, Order, clusters_at_large, pairs_in_order};
use crate::grouping::{Grouped, grouped};
use crate::measure::Dimension;
use crate::rulings::Rulings;
use crate::{Comparison, places};

pub use facts::{Facts, facts};
pub use reconcile::reconcile;

/// Days within which two words on one happening are dated alike.
const SAME_DAYS: i32 = 31;
/// How many of the claims that follow in time each is compared with.
const NEIGHBOURS: usize = 40;

struct Figures<'a> {
    facts: &'a [Facts<'a>],
    rulings: &'a Rulings<'a>,
}

/// Every claim in exactly one group; by id.
pub fn groups(facts: &[Facts], rulings: &Rulings) -> Vec<Grouped> {
    let matter = Figures { facts, rulings };
    let live: Vec<usize> = (0..facts.len()).filter(|at| !facts[*at].rejected).collect();
    let found = clusters_at_large(&matter, &live);
    grouped(&matter, found, rulings, |members| about(facts, members))
}

/// The measure, and whose number it is.
fn about(facts: &[Facts], members: &[usize]) -> Vec<String> {
    let first = |pick: fn(&Facts) -> Option<String>| {
        let named = members.iter().filter_map(|at| pick(&facts[*at]));
        named.min().unwrap_or_else(|| "?".to_owned())
    };
    vec![
        "figure".to_owned(),
        first(|fact| Some(fact.measure.to_string())),
        first(|fact| fact.party.map(str::to_owned)),
        first(|fact| fact.supplier.map(str::to_owned)),
    ]
}

impl Matter for Figures<'_> {
    const ENOUGH: f32 = 2.3;

    fn len(&self) -> usize {
        self.facts.len()
    }

    fn claim(&self, at: usize) -> &Claim {
        self.facts[at].claim
    }

    fn order(&self, at: usize) -> Order<'_> {
        self.facts[at].order()
    }

    fn published(&self, at: usize) -> Option<i32> {
        self.facts[at].published
    }

    /// Claims of one measure that share a party, a word of the subject or the place, or the number itself.
    fn candidates(&self, block: &[usize]) -> BTreeSet<(usize, usize)> {
        let mut in_order = block.to_vec();
        in_order.sort_by(|a, b| self.order(*a).cmp(&self.order(*b)));
        let mut alike: BTreeMap<(Measure, &Dimension, String), Vec<usize>> = BTreeMap::new();
        for at in in_order {
            let facts = &self.facts[at];
            let named = facts
                .party
                .iter()
                .chain(&facts.supplier)
                .copied()
                .chain(facts.around.iter().copied());
            let words = facts.subject.iter().chain(&facts.place).map(String::as_str);
            let keys: BTreeSet<String> = named
                .chain(words)
                .map(str::to_owned)
                .chain([facts.range.low.to_string()])
                .collect();
            for key in keys {
                alike
                    .entry((facts.measure, &facts.dimension, key))
                    .or_default()
                    .push(at);
            }
        }
        pairs_in_order(alike.values(), NEIGHBOURS)
    }

    fn barrier(&self, a: usize, b: usize) -> Option<&'static str> {
        let (a, b) = (&self.facts[a], &self.facts[b]);
        let differ = |x: Option<&str>, y: Option<&str>| x.zip(y).is_some_and(|(x, y)| x != y);
        if a.measure != b.measure {
            return Some("two measures");
        }
        if a.dimension != b.dimension {
            return Some("units that cannot be compared");
        }
        if self.rulings.split(&a.claim.id, &b.claim.id).is_some() {
            return Some("held apart by a decision");
        }
        if differ(a.party, b.party) {
            return Some("other parties");
        }
        if differ(a.supplier, b.supplier) {
            return Some("other suppliers");
        }
        if !anchored(a, b) {
            return Some("nothing says that they are of one party or place");
        }
        let one_day = a.when == b.when || !a.measure.moves();
        let one_word = a.claim.sources == b.claim.sources && a.claim.stance.polarity == b.claim.stance.polarity;
        if a.claim.article == b.claim.article && one_word && one_day && !a.range.meets(b.range) {
            return Some("two counts of one report");
        }
        // What happened on two days are two happenings, unless the count went on.
        let apart = a.as_of.zip(b.as_of).map(|(x, y)| x.gap(y));
        if !goes_on(a.measure) && apart.is_some_and(|gap| gap > SAME_DAYS) {
            return Some("other days");
        }
        None
    }

    fn compare(&self, a: usize, b: usize) -> Vec<Comparison> {
        let (a, b) = (&self.facts[a], &self.facts[b]);
        let mut found = vec![
            Comparison {
                name: "measure",
                left: a.measure.to_string(),
                right: b.measure.to_string(),
                weight: 1.0,
            },
            value(a, b),
        ];
        found.extend(party(a, b));
        found.extend(places::words("subject", &a.subject, &b.subject, 0.6, -0.2));
        found.extend(place(a, b));
        found.extend(event(a, b));
        found.extend(days(a, b));
        found
    }
}

/// Do both speak of one party or place? Where neither names one, their articles must have several parties in common, or come out together
/// with the very same number.
fn anchored(a: &Facts, b: &Facts) -> bool {
    let spoken_of = |party: Option<&str>, other: &Facts| party.is_some_and(|party| other.around.contains(party));
    let together = a.published.zip(b.published).is_some_and(|(a, b)| (a - b).abs() <= 3);
    a.party.is_some() && a.party == b.party
        || !a.place.is_disjoint(&b.place)
        || spoken_of(a.party, b)
        || spoken_of(b.party, a)
        || a.around.intersection(&b.around).count() > 1
        || (together && a.figure.value.value() == b.figure.value.value())
}

/// Is it counted again and again, so that a number years later still belongs to the series? What an attack killed is not, once counted.
pub fn goes_on(measure: Measure) -> bool {
    use Measure::{Displaced, Items, Members, Troops};
    matches!(measure, Displaced | Troops | Members | Items)
}

/// Numbers that can both be true; the further apart they are, the less likely they count one thing.
fn value(a: &Facts, b: &Facts) -> Comparison {
    let apart = (a.range.low.max(b.range.low) + 1.0) / (a.range.low.min(b.range.low) + 1.0);
    let weight = match apart {
        _ if a.figure.value.value() == b.figure.value.value() => 1.2,
        _ if a.range.meets(b.range) => 0.8,
        _ if apart <= 1.2 => 0.4,
        _ if apart <= 5.0 => 0.0,
        _ if apart <= 20.0 => -0.4,
        _ => -1.0,
    };
    Comparison {
        name: "value",
        left: a.figure.value.value().to_string(),
        right: b.figure.value.value().to_string(),
        weight,
    }
}

/// The party whose number it is; where one claim names none, whether its article speaks of the other's.
fn party(a: &Facts, b: &Facts) -> Option<Comparison> {
    let shown = |facts: &Facts| facts.party.unwrap_or("?").to_owned();
    let weight = match (a.party, b.party) {
        // A state's troops, a people's displaced are counted again and again.
        (Some(_), Some(_)) if goes_on(a.measure) && a.measure != Measure::Items => 1.3,
        (Some(_), Some(_)) => 0.8,
        (Some(party), None) if b.around.contains(party) => 0.4,
        (None, Some(party)) if a.around.contains(party) => 0.4,
        (None, None) if !a.around.is_disjoint(&b.around) => 0.3,
        (None, None) => return None,
        _ => -0.4,
    };
    Some(Comparison {
        name: "party",
        left: shown(a),
        right: shown(b),
        weight,
    })
}

/// A number of one place beside one of no place, in one report, is a part beside the whole.
fn place(a: &Facts, b: &Facts) -> Option<Comparison> {
    let part = a.claim.article == b.claim.article && a.place.is_empty() != b.place.is_empty();
    let shown = |facts: &Facts| facts.figure.place.as_ref().map(|slot| slot.value().clone());
    match part {
        false => places::words("place", &a.place, &b.place, 0.5, -0.5),
        true => Some(Comparison {
            name: "place",
            left: shown(a).unwrap_or_else(|| "?".to_owned()),
            right: shown(b).unwrap_or_else(|| "?".to_owned()),
            weight: -0.6,
        }),
    }
}

fn event(a: &Facts, b: &Facts) -> Option<Comparison> {
    let (x, y) = (a.event?, b.event?);
    Some(Comparison {
        name: "event",
        left: x.to_string(),
        right: y.to_string(),
        weight: if x == y { 0.2 } else { -0.6 },
    })
}

/// The days for which the numbers hold, else those on which they were told.
fn days(a: &Facts, b: &Facts) -> Option<Comparison> {
    if let (Some(x), Some(y)) = (a.as_of, b.as_of) {
        let shown = |facts: &Facts| facts.when.map(|when| when.to_string()).unwrap_or_default();
        return Some(Comparison {
            name: "as of",
            left: shown(a),
            right: shown(b),
            weight: match x.gap(y) {
                0 if (x.last - x.first).max(y.last - y.first) <= 92 => 0.8,
                0..=SAME_DAYS => 0.3,
                _ => 0.0,
            },
        });
    }
    let gap = (a.published? - b.published?).abs();
    let shown = |facts: &Facts| facts.on.map(|day| day.to_string()).unwrap_or_default();
    Some(Comparison {
        name: "published",
        left: shown(a),
        right: shown(b),
        weight: match gap {
            0..=3 => 0.5,
            4..=SAME_DAYS => 0.2,
            32..=400 => -0.2,
            _ => -0.5,
        },
    })
}
