//! Which claims make up which record?
//!
//! Claims of one pair of parties are clustered ([`crate::clusters`]). Then a cluster with an unknown side joins the one cluster it fits on the other side;
//! then general statements join the record of their pair that they fit best, or make a general record of their own when the pair has none.

mod candidates;
mod designation;
mod facts;
mod matching;
mod reconcile;

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Category, Claim, Polarity};
use rayon::prelude::*;

use crate::Comparison;
use crate::cells::Told;
use crate::citations::Pair;
use crate::clusters::{Cluster, Matter, Order, clusters, joined, total};
use crate::grouping::{Grouped, grouped};
use crate::links::Link;
use crate::rulings::Rulings;
use designation::{Designation, family};
use matching::{barrier, compare};

pub use designation::words;
pub use facts::{Facts, facts};
pub use reconcile::reconcile;

/// Sum of weights from which an unknown supplier or recipient is held to be the known one.
const SAME_UNKNOWN: f32 = 2.5;

/// Claims of transfers, as clustering sees them.
struct Transfers<'a> {
    facts: &'a [Facts<'a>],
    rulings: &'a Rulings<'a>,
    aliases: Vec<(Designation, Designation)>,
}

impl Matter for Transfers<'_> {
    const ENOUGH: f32 = matching::ONE_TRANSFER;

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

    fn candidates(&self, block: &[usize]) -> BTreeSet<(usize, usize)> {
        candidates::candidates(self.facts, block)
    }

    fn barrier(&self, a: usize, b: usize) -> Option<&'static str> {
        let (x, y) = (&self.facts[a], &self.facts[b]);
        if x.pair != y.pair {
            return Some("other parties");
        }
        if self.rulings.split(x.id(), y.id()).is_some() {
            return Some("held apart by a decision");
        }
        barrier(x, y, &self.aliases)
    }

    fn compare(&self, a: usize, b: usize) -> Vec<Comparison> {
        compare(&self.facts[a], &self.facts[b], &self.aliases)
    }
}

/// Every claim in exactly one group; by id.
pub fn groups(facts: &[Facts], rulings: &Rulings) -> Vec<Grouped> {
    let matter = |aliases| Transfers {
        facts,
        rulings,
        aliases,
    };
    let blocks: Vec<Vec<usize>> = candidates::blocks(facts).into_values().collect();
    let per_block: Vec<Vec<Cluster>> = blocks
        .par_iter()
        .map(|block| clusters(&matter(aliases(facts, block)), block))
        .collect();
    let mut found: Vec<Cluster> = per_block.into_iter().flatten().collect();
    let all = matter(Vec::new());
    join_unknown_sides(&all, &mut found);
    join_general_statements(&all, &mut found);
    grouped(&all, found, rulings, |members| about(facts, members))
}

/// Designations that one description uses together for one thing: "Patriot GEM-T interceptors".
fn aliases(facts: &[Facts], block: &[usize]) -> Vec<(Designation, Designation)> {
    let known: BTreeSet<(Category, &Designation)> = block
        .iter()
        .filter(|at| !facts[**at].adopted)
        .filter_map(|at| Some((facts[*at].category, facts[*at].designation.as_ref()?)))
        .collect();
    let mut found = BTreeSet::new();
    for at in block
        .iter()
        .filter(|at| facts[**at].stance().polarity == Polarity::Affirmed)
    {
        let Some(own) = &facts[*at].designation else { continue };
        for (_, other) in known
            .iter()
            .filter(|(category, other)| *category == facts[*at].category && *other != own)
        {
            if !own.kinship(other).is_compatible() && own.within(&facts[*at].words) && other.within(&facts[*at].words) {
                found.insert((own.clone(), (*other).clone()));
            }
        }
    }
    found.into_iter().collect()
}

/// "Someone delivered GEM-T rounds to Riyadh" joins the one record of GEM-T for Riyadh that it can be about.
fn join_unknown_sides(matter: &Transfers, clusters: &mut Vec<Cluster>) {
    let facts = matter.facts;
    let pair = |cluster: &Cluster| {
        cluster
            .members
            .first()
            .map(|at| facts[*at].pair.clone())
            .unwrap_or_default()
    };
    let pairs: Vec<Pair> = clusters.iter().map(pair).collect();
    let mut by_side: BTreeMap<(bool, &str, String), Vec<usize>> = BTreeMap::new();
    for (nth, cluster) in clusters
        .iter()
        .enumerate()
        .filter(|(nth, _)| pairs[*nth].0 != "?" && pairs[*nth].1 != "?")
    {
        let roots = cluster
            .members
            .iter()
            .filter_map(|at| facts[*at].designation.as_ref())
            .map(|designation| designation.root());
        for root in roots.collect::<std::collections::BTreeSet<_>>() {
            by_side
                .entry((true, &pairs[nth].0, root.clone()))
                .or_default()
                .push(nth);
            by_side.entry((false, &pairs[nth].1, root)).or_default().push(nth);
        }
    }
    let mut moves: Vec<(usize, usize, usize, usize, f32)> = Vec::new();
    for (nth, cluster) in clusters.iter().enumerate() {
        let side = match &pairs[nth] {
            (supplier, recipient) if supplier == "?" && recipient != "?" => (false, recipient.as_str()),
            (supplier, recipient) if recipient == "?" && supplier != "?" => (true, supplier.as_str()),
            _ => continue,
        };
        let Some(root) = cluster
            .members
            .iter()
            .find_map(|at| facts[*at].designation.as_ref())
            .map(|designation| designation.root())
        else {
            continue;
        };
        let rivals = by_side
            .get(&(side.0, side.1, root))
            .map(Vec::as_slice)
            .unwrap_or_default();
        let fits: Vec<(usize, usize, usize, f32)> = rivals
            .iter()
            .filter_map(|other| {
                best_match(matter, cluster, &clusters[*other]).map(|(a, b, score)| (*other, a, b, score))
            })
            .collect();
        // With two that fit, nobody knows which is meant.
        if let [(other, a, b, score)] = fits.as_slice() {
            moves.push((nth, *other, *a, *b, *score));
        }
    }
    for (nth, other, a, b, score) in moves {
        let join = joined(matter, a, b, score, matter.compare(a, b));
        let moved = std::mem::take(&mut clusters[nth]);
        clusters[other].absorb(moved, join);
    }
    clusters.retain(|cluster| !cluster.members.is_empty());
}

fn best_match(matter: &Transfers, cluster: &Cluster, other: &Cluster) -> Option<(usize, usize, f32)> {
    let facts = matter.facts;
    let mut best: Option<(usize, usize, f32)> = None;
    for a in &cluster.members {
        for b in &other.members {
            if barrier(&facts[*a], &facts[*b], &[]).is_some()
                || matter.rulings.split(facts[*a].id(), facts[*b].id()).is_some()
                || conflicting_terms(&facts[*a], &facts[*b])
                || facts[*a].stage != facts[*b].stage && distant(&facts[*a], &facts[*b])
            {
                return None;
            }
            let score = total(&matter.compare(*a, *b));
            if best.is_none_or(|(.., known)| score > known) {
                best = Some((*a, *b, score));
            }
        }
    }
    best.filter(|(.., score)| *score >= SAME_UNKNOWN)
}

fn conflicting_terms(a: &Facts, b: &Facts) -> bool {
    a.terms.zip(b.terms).is_some_and(|(a, b)| a != b)
}

/// Told more than half a year apart, or who knows when.
fn distant(a: &Facts, b: &Facts) -> bool {
    a.time().zip(b.time()).is_none_or(|(a, b)| a.gap(b) > 183)
}

/// General statements support the record of their pair that is nearest: of the same article, else nearest in time, else best supported.
fn join_general_statements(matter: &Transfers, clusters: &mut Vec<Cluster>) {
    let facts = matter.facts;
    let mut of_pair: BTreeMap<&Pair, Vec<usize>> = BTreeMap::new();
    for (nth, cluster) in clusters.iter().enumerate() {
        if let Some(at) = cluster.members.first() {
            of_pair.entry(&facts[*at].pair).or_default().push(nth);
        }
    }
    let sizes: Vec<usize> = clusters.iter().map(|cluster| cluster.members.len()).collect();
    let mut moves: Vec<(usize, usize, usize)> = Vec::new();
    let mut alone: BTreeMap<&Pair, Vec<Vec<usize>>> = BTreeMap::new();
    for (at, fact) in facts
        .iter()
        .enumerate()
        .filter(|(_, fact)| fact.is_general() && !fact.rejected)
    {
        // For each record its claim nearest to the statement, then the record whose claim is nearest.
        let nearness = |nth: &usize| {
            let near = |other: &usize| {
                let apart = fact
                    .time()
                    .zip(facts[*other].time())
                    .map_or(i32::MAX, |(a, b)| a.gap(b));
                (
                    fact.article() != facts[*other].article(),
                    fact.stance().polarity != facts[*other].stance().polarity,
                    apart,
                    facts[*other].id(),
                )
            };
            let nearest = clusters[*nth].members.iter().map(|other| (near(other), *other)).min();
            nearest.map(|((article, polarity, apart, id), other)| {
                ((article, polarity, apart, usize::MAX - sizes[*nth], id), other)
            })
        };
        let best = of_pair
            .get(&fact.pair)
            .into_iter()
            .flatten()
            .filter(|nth| {
                let mut members = clusters[**nth].members.iter();
                !members.any(|other| matter.rulings.split(fact.id(), facts[*other].id()).is_some())
            })
            .filter_map(|nth| Some((nearness(nth)?, *nth)))
            .min();
        match best {
            Some(((_, other), nth)) => moves.push((at, other, nth)),
            None => {
                // Held apart by a decision, they make several.
                let groups = alone.entry(&fact.pair).or_default();
                let split = |other: &usize| matter.rulings.split(fact.id(), facts[*other].id()).is_some();
                match groups.iter_mut().find(|group| !group.iter().any(split)) {
                    Some(group) => group.push(at),
                    None => groups.push(vec![at]),
                }
            }
        }
    }
    let support = |a: usize, b: usize| {
        let shown = |at: usize| facts[at].category.to_string();
        joined(
            matter,
            a,
            b,
            1.0,
            vec![Comparison {
                name: "general statement",
                left: shown(a),
                right: shown(b),
                weight: 1.0,
            }],
        )
    };
    for (at, other, nth) in moves {
        if let Some(cluster) = clusters.get_mut(nth) {
            cluster.members.push(at);
            cluster.joins.push(support(at, other));
        }
    }
    for members in alone.into_values().flatten() {
        let joins = members.windows(2).map(|pair| support(pair[0], pair[1])).collect();
        clusters.push(Cluster { members, joins });
    }
}

/// What a record is about whose first claim this is: the parties, and the weapon's family or else the category.
fn named(fact: &Facts) -> Vec<String> {
    let given = fact.designation.as_ref().filter(|_| !fact.adopted);
    let weapon = given.map_or_else(|| fact.category.to_string(), |designation| designation.root());
    vec![fact.pair.0.clone(), fact.pair.1.clone(), weapon]
}

/// What a record is about, by the claim that knows most sides and names the weapon.
fn about(facts: &[Facts], members: &[usize]) -> Vec<String> {
    let told = |at: &usize| {
        let fact = &facts[*at];
        let unknown = [&fact.pair.0, &fact.pair.1]
            .iter()
            .filter(|side| side.as_str() == "?")
            .count();
        let unnamed = fact.designation.is_none() || fact.adopted;
        (unknown, unnamed, named(fact))
    };
    members
        .iter()
        .map(told)
        .min()
        .map(|(.., name)| name)
        .unwrap_or_default()
}

/// Claims of one pair of parties may be one transfer when they share a word of their designations, and where one has none, a category. A description
/// may hold the designation of another claim; what has a side unknown looks for the one of the same weapon that knows it; a general statement may
/// go with anything of its pair.
pub fn links(fact: &Facts) -> Vec<Link> {
    let (supplier, recipient) = (fact.pair.0.as_str(), fact.pair.1.as_str());
    let pair = |speaks: bool, words: &[&str]| {
        let words = [&["transfer", supplier, recipient], words].concat();
        if speaks {
            Link::speaks(&words)
        } else {
            Link::listens(&words)
        }
    };
    let name = named(fact);
    let mut found = vec![
        pair(true, &["record", &name[2]]),
        pair(fact.is_general(), &["general"]),
        pair(fact.designation.is_none(), &["category", fact.category.as_str()]),
    ];
    found.extend(fact.words.iter().map(|word| pair(false, &["word", family(word)])));
    if let Some(designation) = &fact.designation {
        found.extend(
            designation
                .words()
                .iter()
                .map(|word| pair(true, &["word", family(word)])),
        );
        let root = designation.root();
        let open = supplier == "?" || recipient == "?";
        let side = |words: &[&str]| {
            if open {
                Link::speaks(words)
            } else {
                Link::listens(words)
            }
        };
        if supplier != "?" {
            found.push(side(&["from", supplier, &root]));
        }
        if recipient != "?" {
            found.push(side(&["to", recipient, &root]));
        }
    }
    found
}
