//! Which claims go together, when some can never?
//!
//! The best pairs are joined first; two clusters are joined only when no claim of one and claim of the other are held apart by a [`barrier`].

use std::collections::{BTreeMap, BTreeSet};

use attache_model::Polarity;

use crate::candidates::candidates;
use crate::designation::Designation;
use crate::facts::Facts;
use crate::matching::{ONE_TRANSFER, barrier, compare, total};
use crate::{Comparison, Join};

/// Claims (by index, in order of time) held to speak of one transfer, and why.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    pub members: Vec<usize>,
    pub joins: Vec<Join>,
}

/// Clusters of one block, in the order of their first claims.
pub fn clusters(facts: &[Facts], block: &[usize]) -> Vec<Cluster> {
    let aliases = aliases(facts, block);
    let mut edges: Vec<(f32, usize, usize)> = Vec::new();
    for (a, b) in candidates(facts, block) {
        if barrier(&facts[a], &facts[b], &aliases).is_none() {
            let score = total(&compare(&facts[a], &facts[b], &aliases));
            if score >= ONE_TRANSFER {
                edges.push((score, a, b));
            }
        }
    }
    edges.sort_by(|x, y| {
        y.0.total_cmp(&x.0)
            .then_with(|| (facts[x.1].order(), facts[x.2].order()).cmp(&(facts[y.1].order(), facts[y.2].order())))
    });
    let mut joining = Joining::new(block);
    for (score, a, b) in edges {
        joining.join(facts, &aliases, a, b, score);
    }
    let mut clusters: Vec<Cluster> = joining.clusters.into_values().collect();
    for cluster in &mut clusters {
        cluster
            .members
            .sort_by(|a, b| facts[*a].order().cmp(&facts[*b].order()));
    }
    clusters.sort_by(|a, b| {
        a.members
            .first()
            .map(|at| facts[*at].order())
            .cmp(&b.members.first().map(|at| facts[*at].order()))
    });
    clusters
}

/// Designations that one description uses together for one thing: "Patriot GEM-T interceptors".
fn aliases(facts: &[Facts], block: &[usize]) -> Vec<(Designation, Designation)> {
    let known: BTreeSet<(attache_model::Category, &Designation)> = block
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

struct Joining {
    of: BTreeMap<usize, usize>,
    clusters: BTreeMap<usize, Cluster>,
    /// Pairs of clusters known to be held apart.
    apart: BTreeMap<usize, BTreeSet<usize>>,
}

impl Joining {
    fn new(block: &[usize]) -> Joining {
        let single = |at: &usize| {
            (
                *at,
                Cluster {
                    members: vec![*at],
                    joins: Vec::new(),
                },
            )
        };
        Joining {
            of: block.iter().map(|at| (*at, *at)).collect(),
            clusters: block.iter().map(single).collect(),
            apart: BTreeMap::new(),
        }
    }

    fn join(&mut self, facts: &[Facts], aliases: &[(Designation, Designation)], a: usize, b: usize, score: f32) {
        let (Some(&x), Some(&y)) = (self.of.get(&a), self.of.get(&b)) else {
            return;
        };
        if x == y || self.apart.get(&x).is_some_and(|apart| apart.contains(&y)) {
            return;
        }
        let (Some(left), Some(right)) = (self.clusters.get(&x), self.clusters.get(&y)) else {
            return;
        };
        let held = left.members.iter().any(|a| {
            right
                .members
                .iter()
                .any(|b| barrier(&facts[*a], &facts[*b], aliases).is_some())
        });
        if held {
            self.apart.entry(x).or_default().insert(y);
            self.apart.entry(y).or_default().insert(x);
            return;
        }
        let (keep, gone) = if left.members.len() >= right.members.len() {
            (x, y)
        } else {
            (y, x)
        };
        let Some(mut moved) = self.clusters.remove(&gone) else {
            return;
        };
        for at in &moved.members {
            self.of.insert(*at, keep);
        }
        if let Some(cluster) = self.clusters.get_mut(&keep) {
            cluster.members.append(&mut moved.members);
            cluster.joins.append(&mut moved.joins);
            let comparisons = compare(&facts[a], &facts[b], aliases);
            cluster.joins.push(joined(facts, a, b, score, comparisons));
        }
        for other in self.apart.remove(&gone).unwrap_or_default() {
            let others = self.apart.entry(other).or_default();
            others.remove(&gone);
            others.insert(keep);
            self.apart.entry(keep).or_default().insert(other);
        }
    }
}

pub fn joined(facts: &[Facts], a: usize, b: usize, score: f32, comparisons: Vec<Comparison>) -> Join {
    let (left, right) = if facts[a].id() <= facts[b].id() { (a, b) } else { (b, a) };
    let comparisons = if left == a {
        comparisons
    } else {
        comparisons
            .into_iter()
            .map(|c| Comparison {
                left: c.right,
                right: c.left,
                ..c
            })
            .collect()
    };
    Join {
        left: facts[left].id().clone(),
        right: facts[right].id().clone(),
        score,
        comparisons,
    }
}
