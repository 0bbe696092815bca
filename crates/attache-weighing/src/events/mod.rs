//! Which claims speak of one event, and what do they add up to?
//!
//! Two claims may speak of one event when their types agree or follow from each other, some party is the same, and their days do not
//! exclude it. Named comparisons decide, as for transfers; what one report tells side by side on the same word are two events.

mod facts;
mod reconcile;

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Claim, EventType};

use crate::Comparison;
use crate::clusters::{Matter, Order, clusters_at_large, pairs_in_order};
use crate::grouping::{Grouped, grouped};
use crate::places;
use crate::rulings::Rulings;

pub use facts::{Facts, facts};
pub use reconcile::reconcile;

/// Days by which two reports may miss each other's day of one event.
const DAYS_OFF: i32 = 3;
/// Days within which undated words about the same doings speak of the same ones.
const NEWS: i32 = 30;
/// How many of the claims that follow in time each is compared with.
const NEIGHBOURS: usize = 40;

/// Types that one event may go by: what was announced and then done, cut and threatened.
const KIN: &[(EventType, EventType)] = &[
    (EventType::Agree, EventType::Consult),
    (EventType::Agree, EventType::Cooperate),
    (EventType::Agree, EventType::Aid),
    (EventType::Agree, EventType::Support),
    (EventType::Concede, EventType::Retreat),
    (EventType::Concede, EventType::Agree),
    (EventType::Threaten, EventType::Sanction),
    (EventType::Aid, EventType::Cooperate),
];

struct Events<'a> {
    facts: &'a [Facts<'a>],
    rulings: &'a Rulings<'a>,
}

/// Every claim in exactly one group; by id.
pub fn groups(facts: &[Facts], rulings: &Rulings) -> Vec<Grouped> {
    let matter = Events { facts, rulings };
    let live: Vec<usize> = (0..facts.len()).filter(|at| !facts[*at].rejected).collect();
    let found = clusters_at_large(&matter, &live);
    grouped(&matter, found, rulings, |members| about(facts, members))
}

/// The type and the first of the parties, as most claims have them.
fn about(facts: &[Facts], members: &[usize]) -> Vec<String> {
    let most = |words: Vec<&str>| {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        words.into_iter().for_each(|word| *count.entry(word).or_default() += 1);
        let most = count.into_iter().max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0)));
        most.map_or("?", |(word, _)| word).to_owned()
    };
    let kinds = members.iter().map(|at| facts[*at].kind.as_str()).collect();
    let actors = members
        .iter()
        .flat_map(|at| facts[*at].actors.iter().copied())
        .collect();
    let recipients = members
        .iter()
        .flat_map(|at| facts[*at].recipients.iter().copied())
        .collect();
    vec!["event".to_owned(), most(kinds), most(actors), most(recipients)]
}

impl Matter for Events<'_> {
    const ENOUGH: f32 = 2.0;

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

    /// Claims with a party or a word of the place in common, and a type that can be one.
    fn candidates(&self, block: &[usize]) -> BTreeSet<(usize, usize)> {
        let mut in_order = block.to_vec();
        in_order.sort_by(|a, b| self.order(*a).cmp(&self.order(*b)));
        let mut alike: BTreeMap<(EventType, &str), Vec<usize>> = BTreeMap::new();
        for at in in_order {
            let facts = &self.facts[at];
            let kin = EventType::ALL
                .iter()
                .filter(|kind| facts.kind <= **kind && may_be_one(facts.kind, **kind));
            let kin = kin.chain(KIN.iter().filter(|(_, b)| *b == facts.kind).map(|(_, b)| b));
            for kind in kin.collect::<BTreeSet<_>>() {
                let names = facts.actors.iter().chain(&facts.recipients).copied();
                for name in names.chain(facts.place.iter().map(String::as_str)) {
                    alike.entry((*kind, name)).or_default().push(at);
                }
            }
        }
        pairs_in_order(alike.values(), NEIGHBOURS)
    }

    fn barrier(&self, a: usize, b: usize) -> Option<&'static str> {
        let (a, b) = (&self.facts[a], &self.facts[b]);
        if !may_be_one(a.kind, b.kind) {
            return Some("two types of event");
        }
        if self.rulings.split(&a.claim.id, &b.claim.id).is_some() {
            return Some("held apart by a decision");
        }
        if a.told_beside(b) {
            return Some("two events of one report");
        }
        let strangers = |x: &BTreeSet<&str>, y: &BTreeSet<&str>| !x.is_empty() && !y.is_empty() && x.is_disjoint(y);
        if strangers(&a.parties(), &b.parties()) {
            return Some("other parties");
        }
        // Who acts and who is acted upon are told apart where the type does so.
        if !are_mutual(a, b) && (strangers(&a.actors, &b.actors) || strangers(&a.recipients, &b.recipients)) {
            return Some("other sides");
        }
        if let (Some(x), Some(y)) = (a.date, b.date)
            && x.gap(y) > DAYS_OFF
        {
            return Some("other days");
        }
        None
    }

    fn compare(&self, a: usize, b: usize) -> Vec<Comparison> {
        let (a, b) = (&self.facts[a], &self.facts[b]);
        let mut found = vec![Comparison {
            name: "type",
            left: a.kind.to_string(),
            right: b.kind.to_string(),
            weight: if a.kind == b.kind { 1.0 } else { 0.3 },
        }];
        found.extend(modes(a, b));
        if are_mutual(a, b) {
            found.extend(sides("parties", &a.parties(), &b.parties(), 1.2));
        } else {
            found.extend(sides("actors", &a.actors, &b.actors, 0.8));
            found.extend(sides("recipients", &a.recipients, &b.recipients, 0.7));
        }
        found.extend(days(a, b));
        found.extend(places::compared(&a.place, &b.place));
        found
    }
}

/// In talks, drills and clashes all who take part may stand on one side: then it says little where a report names them.
fn are_mutual(a: &Facts, b: &Facts) -> bool {
    use EventType::{Agree, Assault, Concede, Consult, Cooperate};
    let mutual = |facts: &Facts| matches!(facts.kind, Consult | Agree | Cooperate | Concede | Assault);
    mutual(a) && mutual(b) && (a.recipients.is_empty() || b.recipients.is_empty())
}

/// Can the two be words for one event?
fn may_be_one(a: EventType, b: EventType) -> bool {
    a == b || KIN.contains(&(a, b)) || KIN.contains(&(b, a))
}

fn modes(a: &Facts, b: &Facts) -> Option<Comparison> {
    let (x, y) = (a.mode?, b.mode?);
    Some(Comparison {
        name: "mode",
        left: x.to_string(),
        right: y.to_string(),
        weight: if x == y { 0.5 } else { -0.4 },
    })
}

/// `same` when the two sides are the same; half of it when some party is; against it when none is.
fn sides(name: &'static str, a: &BTreeSet<&str>, b: &BTreeSet<&str>, same: f32) -> Option<Comparison> {
    let weight = match () {
        () if a.is_empty() || b.is_empty() => return None,
        () if a == b => same,
        () if a.is_disjoint(b) => -1.0,
        () => same / 2.0,
    };
    let shown = |side: &BTreeSet<&str>| side.iter().copied().collect::<Vec<_>>().join(", ");
    Some(Comparison {
        name,
        left: shown(a),
        right: shown(b),
        weight,
    })
}

/// Their days, or where one is not dated, the days on which they were told.
fn days(a: &Facts, b: &Facts) -> Option<Comparison> {
    if let (Some(x), Some(y)) = (a.date, b.date) {
        let near = (x.last - x.first).max(y.last - y.first) <= 366;
        let shown = |facts: &Facts| facts.when.map(|when| when.to_string()).unwrap_or_default();
        return Some(Comparison {
            name: "date",
            left: shown(a),
            right: shown(b),
            weight: match x.gap(y) {
                0 if near => 1.0,
                0 => 0.4,
                _ => 0.3,
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
            4..=NEWS => 0.0,
            _ => -1.2,
        },
    })
}
