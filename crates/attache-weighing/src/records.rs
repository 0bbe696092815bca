//! Which claims make up which record?
//!
//! Claims of one pair of parties are clustered ([`crate::clusters`]). Then a cluster with an unknown side joins the one cluster it fits on the other side;
//! then general statements join the record of their pair that they fit best, or make a general record of their own when the pair has none.

use std::collections::BTreeMap;

use attache_model::RecordId;

use crate::citations::Pair;
use crate::clusters::{Cluster, clusters, joined};
use crate::facts::Facts;
use crate::matching::{barrier, compare, total};
use crate::{Comparison, candidates};

/// Sum of weights from which an unknown supplier or recipient is held to be the known one.
const SAME_UNKNOWN: f32 = 2.5;

/// The claims of one record.
#[derive(Clone, Debug)]
pub struct Grouped {
    pub id: RecordId,
    pub cluster: Cluster,
}

/// Every claim in exactly one group; by id.
pub fn groups(facts: &[Facts]) -> Vec<Grouped> {
    let blocks: Vec<Vec<usize>> = candidates::blocks(facts).into_values().collect();
    let mut found: Vec<Cluster> = {
        use rayon::prelude::*;
        let per_block: Vec<Vec<Cluster>> = blocks.par_iter().map(|block| clusters(facts, block)).collect();
        per_block.into_iter().flatten().collect()
    };
    join_unknown_sides(facts, &mut found);
    join_general_statements(facts, &mut found);
    for cluster in &mut found {
        cluster
            .members
            .sort_by(|a, b| facts[*a].order().cmp(&facts[*b].order()));
        cluster
            .joins
            .sort_by(|a, b| (&a.left, &a.right).cmp(&(&b.left, &b.right)));
    }
    named(facts, found)
}

/// "Someone delivered GEM-T rounds to Riyadh" joins the one record of GEM-T for Riyadh that it can be about.
fn join_unknown_sides(facts: &[Facts], clusters: &mut Vec<Cluster>) {
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
                best_match(facts, cluster, &clusters[*other]).map(|(a, b, score)| (*other, a, b, score))
            })
            .collect();
        // With two that fit, nobody knows which is meant.
        if let [(other, a, b, score)] = fits.as_slice() {
            moves.push((nth, *other, *a, *b, *score));
        }
    }
    for (nth, other, a, b, score) in moves {
        merge(facts, clusters, nth, other, a, b, score);
    }
    clusters.retain(|cluster| !cluster.members.is_empty());
}

fn best_match(facts: &[Facts], cluster: &Cluster, other: &Cluster) -> Option<(usize, usize, f32)> {
    let mut best: Option<(usize, usize, f32)> = None;
    for a in &cluster.members {
        for b in &other.members {
            if barrier(&facts[*a], &facts[*b], &[]).is_some()
                || conflicting_terms(&facts[*a], &facts[*b])
                || facts[*a].stage != facts[*b].stage && distant(&facts[*a], &facts[*b])
            {
                return None;
            }
            let score = total(&compare(&facts[*a], &facts[*b], &[]));
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

fn merge(facts: &[Facts], clusters: &mut [Cluster], from: usize, into: usize, a: usize, b: usize, score: f32) {
    let Some(mut moved) = clusters.get_mut(from).map(std::mem::take) else {
        return;
    };
    let Some(cluster) = clusters.get_mut(into) else { return };
    cluster.members.append(&mut moved.members);
    cluster.joins.append(&mut moved.joins);
    cluster
        .joins
        .push(joined(facts, a, b, score, compare(&facts[a], &facts[b], &[])));
}

/// General statements support the record of their pair that is nearest: of the same article, else nearest in time, else best supported.
fn join_general_statements(facts: &[Facts], clusters: &mut Vec<Cluster>) {
    let mut of_pair: BTreeMap<&Pair, Vec<usize>> = BTreeMap::new();
    for (nth, cluster) in clusters.iter().enumerate() {
        if let Some(at) = cluster.members.first() {
            of_pair.entry(&facts[*at].pair).or_default().push(nth);
        }
    }
    let sizes: Vec<usize> = clusters.iter().map(|cluster| cluster.members.len()).collect();
    let mut moves: Vec<(usize, usize, usize)> = Vec::new();
    let mut alone: BTreeMap<&Pair, Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate().filter(|(_, fact)| fact.is_general()) {
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
            .filter_map(|nth| Some((nearness(nth)?, *nth)))
            .min();
        match best {
            Some(((_, other), nth)) => moves.push((at, other, nth)),
            None => alone.entry(&fact.pair).or_default().push(at),
        }
    }
    let support = |a: usize, b: usize| {
        let shown = |at: usize| facts[at].category.to_string();
        joined(
            facts,
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
    for members in alone.into_values() {
        let joins = members.windows(2).map(|pair| support(pair[0], pair[1])).collect();
        clusters.push(Cluster { members, joins });
    }
}

/// Ids from the parties, the weapon's family or category, and the place in time among those that share these.
fn named(facts: &[Facts], clusters: Vec<Cluster>) -> Vec<Grouped> {
    let mut alike: BTreeMap<(Pair, String), Vec<Cluster>> = BTreeMap::new();
    for cluster in clusters {
        // A side that one claim knows is known.
        let side = |pick: fn(&Pair) -> &String| {
            let sides = cluster.members.iter().map(|at| pick(&facts[*at].pair));
            sides
                .filter(|side| side.as_str() != "?")
                .min()
                .cloned()
                .unwrap_or_else(|| "?".to_owned())
        };
        let pair = (side(|pair| &pair.0), side(|pair| &pair.1));
        let given = cluster.members.iter().filter(|at| facts[**at].designation.is_some());
        let root = given
            .filter_map(|at| facts[*at].designation.as_ref().map(|designation| designation.root()))
            .min();
        let category = cluster.members.iter().map(|at| facts[*at].category).min();
        let weapon = root.unwrap_or_else(|| category.map(|category| category.to_string()).unwrap_or_default());
        alike.entry((pair, weapon)).or_default().push(cluster);
    }
    let mut groups: Vec<Grouped> = Vec::new();
    for ((pair, weapon), mut clusters) in alike {
        clusters.sort_by(|a, b| {
            a.members
                .first()
                .map(|at| facts[*at].order())
                .cmp(&b.members.first().map(|at| facts[*at].order()))
        });
        for (ordinal, cluster) in clusters.into_iter().enumerate() {
            let id = RecordId::of([&pair.0, &pair.1, &weapon, &ordinal.to_string()]);
            groups.push(Grouped { id, cluster });
        }
    }
    groups.sort_by(|a, b| a.id.cmp(&b.id));
    groups
}
