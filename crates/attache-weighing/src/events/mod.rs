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
use crate::grouping::{Grouped, first_told, grouped};
use crate::links::Link;
use crate::periods::{Period, month, stretches};
use crate::places;
use crate::rulings::Rulings;

pub use facts::{Facts, facts};
pub use reconcile::reconcile;

/// Days by which two reports may miss each other's day of one event.
const DAYS_OFF: i32 = 3;
/// Days within which undated words about the same doings speak of the same ones.
const NEWS: i32 = 30;
/// Days of a period beyond which it may hold anything.
const LONGEST: i32 = 366;
/// Days after which undated words speak of other doings.
const RECALLED: i32 = 400;
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

/// What a record is about whose first claim this is: the type, who takes part, and the month.
fn named(fact: &Facts) -> Vec<String> {
    let side = |parties: &BTreeSet<&str>| parties.iter().copied().collect::<Vec<_>>().join(", ");
    vec![
        "event".to_owned(),
        fact.kind.to_string(),
        side(&fact.actors),
        side(&fact.recipients),
        month(fact.date.map(|period| period.first).or(fact.published)),
    ]
}

/// What a record is about, by the claim that told it first.
fn about(facts: &[Facts], members: &[usize]) -> Vec<String> {
    first_told(members, |at| (facts[at].published, facts[at].claim)).map_or_else(Vec::new, |at| named(&facts[at]))
}

/// Claims may be one event when they have a party or a word of the place in common, a type that can be one, and a time: where both are dated
/// their days, else those on which they were told.
pub fn links(fact: &Facts) -> Vec<Link> {
    let name = named(fact);
    let mut found = vec![Link::speaks(&name.iter().map(String::as_str).collect::<Vec<_>>())];
    let long = fact
        .date
        .is_some_and(|date| date.last.saturating_sub(date.first) > LONGEST);
    let dated = fact.date.filter(|_| !long);
    let dated = dated.map_or_else(Vec::new, |date| stretches(date, DAYS_OFF, NEWS));
    let told = fact.published.map(|day| Period { first: day, last: day });
    let times = told.into_iter().chain(fact.date.filter(|_| !long));
    let told: BTreeSet<String> = times.flat_map(|time| stretches(time, RECALLED / 2, RECALLED)).collect();
    for (kind, name) in keys(fact) {
        let words = ["event", kind.as_str(), name];
        found.extend(
            dated
                .iter()
                .map(|month| Link::speaks(&[&words[..], &["dated", month]].concat())),
        );
        // What has no day of its own goes by when it was told; without even that, it may go with anything.
        let open = fact.date.is_none();
        let link = |words: &[&str]| {
            if open {
                Link::speaks(words)
            } else {
                Link::listens(words)
            }
        };
        found.extend(told.iter().map(|month| link(&[&words[..], &["told", month]].concat())));
        let never = long || fact.published.is_none();
        let always = [&words[..], &["whenever"]].concat();
        found.push(if never {
            Link::speaks(&always)
        } else {
            Link::listens(&always)
        });
    }
    found
}

/// What a claim can be found by: each type that it may be, with each of its parties and words of its place.
fn keys<'f>(facts: &'f Facts<'f>) -> BTreeSet<(EventType, &'f str)> {
    let kin = EventType::ALL
        .iter()
        .filter(|kind| facts.kind <= **kind && may_be_one(facts.kind, **kind));
    let kin: BTreeSet<&EventType> = kin
        .chain(KIN.iter().filter(|(_, b)| *b == facts.kind).map(|(_, b)| b))
        .collect();
    let names = || {
        let parties = facts.actors.iter().chain(&facts.recipients).copied();
        parties.chain(facts.place.iter().map(String::as_str))
    };
    kin.into_iter()
        .flat_map(|kind| names().map(|name| (*kind, name)))
        .collect()
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
            for key in keys(&self.facts[at]) {
                alike.entry(key).or_default().push(at);
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
        if (a.date.is_none() || b.date.is_none()) && told_apart(a, b).is_some_and(|gap| gap > RECALLED) {
            return Some("told at other times");
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

/// Days between what is known of their times: the days on which they were told, or the date of one and the day on which the other was told.
fn told_apart(a: &Facts, b: &Facts) -> Option<i32> {
    let told = |facts: &Facts| facts.published.map(|day| Period { first: day, last: day });
    let apart = |x: Option<Period>, y: Option<Period>| Some(x?.gap(y?));
    let gaps = [apart(told(a), told(b)), apart(a.date, told(b)), apart(told(a), b.date)];
    gaps.into_iter().flatten().min()
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
