//! Which claims count the same thing, and what do they add up to?
//!
//! Two claims may count the same when they measure the same, in units of one dimension, of one party. Numbers need not agree: rival counts
//! are what a record is for; but two numbers that one report gives side by side, on the same word and for the same day, count two things.

mod facts;
mod reconcile;

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Claim, Measure};

use crate::clusters::{Matter, Order, clusters_at_large, pairs_in_order};
use crate::grouping::{Grouped, first_told, grouped};
use crate::links::Link;
use crate::measure::Dimension;
use crate::periods::{Period, month, stretches};
use crate::rulings::Rulings;
use crate::{Comparison, places};

pub use facts::{Facts, facts};
pub use reconcile::reconcile;

/// Days within which two words on one happening are dated alike.
const SAME_DAYS: i32 = 31;
/// How many times as large as another a number may be that lies within its upper bound and speaks for it.
const NEAR: f64 = 2.0;
/// Days within which those whom one happening killed or drove out are still being counted.
const COUNTING: i32 = 7;
/// From so many on, people counted nowhere in particular are counted everywhere.
const TOLL: f64 = 5000.0;
/// Days of a period beyond which a count has no month.
const LONGEST: i32 = 1100;
/// Days after which an undated count of what happened is of another happening.
const RECALLED: i32 = 400;
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

/// What a record is about whose first claim this is: the measure, whose number it is, and of what does not go on, the month.
fn named(fact: &Facts) -> Vec<String> {
    let or_open = |party: Option<&str>| party.unwrap_or("?").to_owned();
    let when = fact.as_of.map(|period| period.first).or(fact.published);
    vec![
        "figure".to_owned(),
        fact.measure.to_string(),
        or_open(fact.party),
        or_open(fact.supplier),
        if goes_on(fact) { String::new() } else { month(when) },
    ]
}

/// What a record is about, by the claim that told it first.
fn about(facts: &[Facts], members: &[usize]) -> Vec<String> {
    first_told(members, |at| (facts[at].published, facts[at].claim)).map_or_else(Vec::new, |at| named(&facts[at]))
}

/// Claims may count the same when they have something in common that they can be found by, and, of what does not go on, a time.
pub fn links(fact: &Facts) -> Vec<Link> {
    let name = named(fact);
    let mut found = vec![Link::speaks(&name.iter().map(String::as_str).collect::<Vec<_>>())];
    let measure = fact.measure.to_string();
    let dimension = format!("{:?}", fact.dimension);
    let times = times(fact);
    for key in keys(fact) {
        let words = ["figure", measure.as_str(), dimension.as_str(), key.as_str()];
        found.extend(times.iter().map(|(speaks, time)| {
            let words = [&words[..], &[time.as_str()]].concat();
            if *speaks {
                Link::speaks(&words)
            } else {
                Link::listens(&words)
            }
        }));
    }
    found
}

/// The times at which a claim can be found, and whether it speaks or listens there.
fn times(fact: &Facts) -> Vec<(bool, String)> {
    if goes_on(fact) {
        return vec![(true, String::new())];
    }
    let long = fact
        .as_of
        .is_some_and(|as_of| as_of.last.saturating_sub(as_of.first) > LONGEST);
    let dated = fact
        .as_of
        .filter(|_| !long)
        .map_or_else(Vec::new, |as_of| stretches(as_of, SAME_DAYS / 2 + 1, SAME_DAYS));
    let told = fact.published.map(|day| Period { first: day, last: day });
    let told = told.map_or_else(Vec::new, |told| stretches(told, RECALLED / 2, RECALLED));
    let open = fact.as_of.is_none();
    let mut times = vec![(long || told.is_empty(), "whenever".to_owned())];
    times.extend(dated.into_iter().map(|month| (true, format!("dated {month}"))));
    times.extend(told.into_iter().map(|month| (open, format!("told {month}"))));
    times
}

/// What a claim can be found by: the parties of its article, its own words, and the number itself.
fn keys(facts: &Facts) -> BTreeSet<String> {
    let named = facts.party.iter().chain(&facts.supplier).chain(&facts.around).copied();
    let words = facts.subject.iter().chain(&facts.place).map(String::as_str);
    let names = named.chain(words).map(str::to_owned);
    names.chain([facts.range.low.to_string()]).collect()
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
            for key in keys(facts) {
                let place = (facts.measure, &facts.dimension, key);
                alike.entry(place).or_default().push(at);
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
        let both_go_on = goes_on(a) && goes_on(b);
        // What happened on two days are two happenings, unless the count went on.
        let apart = a.as_of.zip(b.as_of).map(|(x, y)| x.gap(y));
        if !both_go_on && apart.is_some_and(|gap| gap > SAME_DAYS) {
            return Some("other days");
        }
        let undated = a.as_of.is_none() || b.as_of.is_none();
        let told = a.published.zip(b.published).map(|(a, b)| (a - b).abs());
        if !both_go_on && undated && told.is_some_and(|gap| gap > RECALLED) {
            return Some("told at other times");
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
        found.extend(toll(a, b));
        found.extend(beside(a, b));
        found.extend(party(a, b));
        found.extend(places::words("subject", &a.subject, &b.subject, 0.6, -0.2));
        found.extend(sort(a, b));
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
        || (one_subject(a, b) && a.as_of.zip(b.as_of).is_some_and(|(a, b)| a.gap(b) == 0))
}

/// Are they described in the same telling words, or in several of them? Then their places must not differ.
fn one_subject(a: &Facts, b: &Facts) -> bool {
    let common = a.subject.intersection(&b.subject).count();
    let elsewhere = !a.place.is_empty() && !b.place.is_empty();
    common > 0 && (common > 1 || a.subject == b.subject) && !elsewhere
}

/// Children among the dead are a part of them, and soldiers beside police are others.
fn sort(a: &Facts, b: &Facts) -> Option<Comparison> {
    let (x, y) = (a.sort?, b.sort?);
    (x != y && a.figure.value.value() != b.figure.value.value()).then(|| Comparison {
        name: "sort",
        left: x.to_owned(),
        right: y.to_owned(),
        weight: -0.8,
    })
}

/// What a bounded number is near to: "at most 200" to 200.
fn size(facts: &Facts) -> f64 {
    if facts.range.low > 0.0 {
        facts.range.low
    } else {
        facts.range.high
    }
}

/// Is it counted again and again, so that a number years later still belongs to the series? What an attack killed is not, once counted; what a war
/// has killed is.
pub fn goes_on(facts: &Facts) -> bool {
    use Measure::{Displaced, Items, Members, Troops};
    matches!(facts.measure, Displaced | Troops | Members | Items) || is_toll(facts)
}

/// People in the thousands, of no place: the toll of a whole war.
fn is_toll(facts: &Facts) -> bool {
    use Measure::{Displaced, Killed, Wounded};
    let people = matches!(facts.measure, Displaced | Killed | Wounded);
    people && facts.place.is_empty() && facts.range.low >= TOLL
}

/// Two tolls that articles on the same parties give are of one war.
fn toll(a: &Facts, b: &Facts) -> Option<Comparison> {
    let weight = match (is_toll(a), is_toll(b)) {
        (true, true) => 1.0,
        // The dead of one town are not those of the war.
        (true, false) if !b.place.is_empty() => -1.0,
        (false, true) if !a.place.is_empty() => -1.0,
        _ => return None,
    };
    let shown = |facts: &Facts| if is_toll(facts) { "in all" } else { "at one place" }.to_owned();
    Some(Comparison {
        name: "toll",
        left: shown(a),
        right: shown(b),
        weight,
    })
}

/// One report that gives two words on one count, for one time, sets them against each other.
fn beside(a: &Facts, b: &Facts) -> Option<Comparison> {
    let against = a.claim.article == b.claim.article && a.when.is_some() && a.when == b.when;
    let shown = |facts: &Facts| {
        facts
            .claim
            .sources
            .last()
            .map_or_else(String::new, |source| source.name.clone())
    };
    (against && a.claim.sources != b.claim.sources).then(|| Comparison {
        name: "side by side",
        left: shown(a),
        right: shown(b),
        weight: 0.4,
    })
}

/// Numbers that can both be true; the further apart they are, the less likely they count one thing. A toll only grows.
fn value(a: &Facts, b: &Facts) -> Comparison {
    let apart = (size(a).max(size(b)) + 1.0) / (size(a).min(size(b)) + 1.0);
    let held = goes_on(a) && !is_toll(a);
    let grown = || {
        let (early, late) = if a.told_as_of() <= b.told_as_of() {
            (a, b)
        } else {
            (b, a)
        };
        is_toll(a) && is_toll(b) && early.range.low <= late.range.low
    };
    let weight = match apart {
        _ if a.figure.value.value() == b.figure.value.value() => 1.2,
        // "At most 4,600" may be 1,500, and says nothing for it.
        _ if a.range.meets(b.range) && (apart <= NEAR || a.range.is_open() || b.range.is_open()) => 0.8,
        _ if apart <= 1.2 => 0.4,
        _ if apart <= 2.0 || (apart <= 5.0 && !held) || (apart <= 20.0 && grown()) => 0.0,
        _ if apart <= 20.0 && !held => -0.4,
        _ if apart <= 5.0 => -0.8,
        _ => -1.5,
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
        (Some(_), Some(_)) if goes_on(a) && a.measure != Measure::Items => 1.3,
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
                1..=COUNTING => 0.6,
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
            _ if is_toll(a) && is_toll(b) => 0.0,
            32..=400 => -0.2,
            _ => -0.5,
        },
    })
}
