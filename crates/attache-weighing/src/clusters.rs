//! Which claims go together, when some can never?
//!
//! The best pairs are joined first; two clusters are joined only when no claim of one and claim of the other are held apart by a barrier.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Claim, ClaimId};
use rayon::prelude::*;

use crate::{Comparison, Join};

/// Puts claims in the order of the time they speak of, then of id.
pub type Order<'a> = (i32, i32, &'a ClaimId);

/// The claims of one kind, by index, as far as clustering has to know them.
pub trait Matter: Sync {
    /// Sum of weights from which two claims are held to speak of one thing.
    const ENOUGH: f32;

    fn len(&self) -> usize;
    fn claim(&self, at: usize) -> &Claim;
    fn order(&self, at: usize) -> Order<'_>;
    /// When its article came out, in days since 1970-01-01.
    fn published(&self, at: usize) -> Option<i32>;
    /// Pairs of claims of one block that are worth comparing.
    fn candidates(&self, block: &[usize]) -> BTreeSet<(usize, usize)>;
    /// Why two claims cannot speak of one thing.
    fn barrier(&self, a: usize, b: usize) -> Option<&'static str>;
    /// All that speaks for and against their speaking of one thing. Asked only where there is no barrier.
    fn compare(&self, a: usize, b: usize) -> Vec<Comparison>;
}

/// Claims (by index, in order of time) held to speak of one thing, and why.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    pub members: Vec<usize>,
    pub joins: Vec<Join>,
}

impl Cluster {
    pub fn of(at: usize) -> Cluster {
        Cluster {
            members: vec![at],
            joins: Vec::new(),
        }
    }

    /// Takes in all of `other`, for the reason `join`.
    pub fn absorb(&mut self, mut other: Cluster, join: Join) {
        self.members.append(&mut other.members);
        self.joins.append(&mut other.joins);
        self.joins.push(join);
    }

    pub fn sort<M: Matter>(&mut self, matter: &M) {
        self.members.sort_by(|a, b| matter.order(*a).cmp(&matter.order(*b)));
        self.joins.sort_by(|a, b| (&a.left, &a.right).cmp(&(&b.left, &b.right)));
    }
}

/// Two claims that may be joined, and how much speaks for it.
type Edge = (f32, usize, usize);

/// Clusters of one block, in the order of their first claims.
pub fn clusters<M: Matter>(matter: &M, block: &[usize]) -> Vec<Cluster> {
    let candidates = matter.candidates(block);
    let edges = candidates.into_iter().filter_map(|pair| edge(matter, pair)).collect();
    connected(matter, block, edges)
}

/// Each claim of a group, which is in the order of time, with the `neighbours` that follow it: a bounded number in groups of thousands.
pub fn pairs_in_order<'g>(groups: impl Iterator<Item = &'g Vec<usize>>, neighbours: usize) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for group in groups {
        for (nth, a) in group.iter().enumerate() {
            let next = group[nth + 1..].iter().take(neighbours).filter(|b| a != *b);
            pairs.extend(next.map(|b| (*a.min(b), *a.max(b))));
        }
    }
    pairs
}

/// Clusters where nothing parts the claims into blocks beforehand: those are made of what is connected at all.
pub fn clusters_at_large<M: Matter>(matter: &M, claims: &[usize]) -> Vec<Cluster> {
    let candidates: Vec<(usize, usize)> = matter.candidates(claims).into_iter().collect();
    let edges: Vec<Edge> = candidates
        .into_par_iter()
        .filter_map(|pair| edge(matter, pair))
        .collect();
    let mut root: Vec<usize> = (0..matter.len()).collect();
    for (_, a, b) in &edges {
        let (a, b) = (find(&mut root, *a), find(&mut root, *b));
        root[a.max(b)] = a.min(b);
    }
    let mut blocks: BTreeMap<usize, (Vec<usize>, Vec<Edge>)> = BTreeMap::new();
    for at in claims {
        blocks.entry(find(&mut root, *at)).or_default().0.push(*at);
    }
    for edge in edges {
        blocks.entry(find(&mut root, edge.1)).or_default().1.push(edge);
    }
    let blocks: Vec<_> = blocks.into_values().collect();
    let clusters = blocks
        .into_par_iter()
        .map(|(block, edges)| connected(matter, &block, edges));
    clusters.flatten_iter().collect()
}

/// Where `at` hangs in the end; shortens the way for the next.
pub fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

fn edge<M: Matter>(matter: &M, (a, b): (usize, usize)) -> Option<Edge> {
    if matter.barrier(a, b).is_some() {
        return None;
    }
    let score = total(&matter.compare(a, b));
    (score >= M::ENOUGH).then_some((score, a, b))
}

fn connected<M: Matter>(matter: &M, block: &[usize], mut edges: Vec<Edge>) -> Vec<Cluster> {
    // The pair that was told of first comes first, whichever way round it is given.
    let order = |x: &Edge| {
        let (a, b) = (matter.order(x.1), matter.order(x.2));
        if a <= b { (a, b) } else { (b, a) }
    };
    edges.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| order(x).cmp(&order(y))));
    let mut joining = Joining::new(matter, block);
    for (score, a, b) in edges {
        joining.join(a, b, score);
    }
    let mut clusters: Vec<Cluster> = joining.clusters.into_values().collect();
    for cluster in &mut clusters {
        cluster.sort(matter);
    }
    let first = |cluster: &Cluster| cluster.members.first().map(|at| matter.order(*at));
    clusters.sort_by(|a, b| first(a).cmp(&first(b)));
    clusters
}

/// Sum of the weights.
pub fn total(comparisons: &[Comparison]) -> f32 {
    comparisons.iter().map(|comparison| comparison.weight).sum()
}

struct Joining<'a, M> {
    matter: &'a M,
    of: BTreeMap<usize, usize>,
    clusters: BTreeMap<usize, Cluster>,
    /// Pairs of clusters known to be held apart.
    apart: BTreeMap<usize, BTreeSet<usize>>,
}

impl<'a, M: Matter> Joining<'a, M> {
    fn new(matter: &'a M, block: &[usize]) -> Joining<'a, M> {
        Joining {
            matter,
            of: block.iter().map(|at| (*at, *at)).collect(),
            clusters: block.iter().map(|at| (*at, Cluster::of(*at))).collect(),
            apart: BTreeMap::new(),
        }
    }

    fn join(&mut self, a: usize, b: usize, score: f32) {
        let (Some(&x), Some(&y)) = (self.of.get(&a), self.of.get(&b)) else {
            return;
        };
        if x == y || self.apart.get(&x).is_some_and(|apart| apart.contains(&y)) {
            return;
        }
        let (Some(left), Some(right)) = (self.clusters.get(&x), self.clusters.get(&y)) else {
            return;
        };
        let held = |a: &usize| right.members.iter().any(|b| self.matter.barrier(*a, *b).is_some());
        if left.members.iter().any(held) {
            self.apart.entry(x).or_default().insert(y);
            self.apart.entry(y).or_default().insert(x);
            return;
        }
        let (keep, gone) = if left.members.len() >= right.members.len() {
            (x, y)
        } else {
            (y, x)
        };
        let Some(moved) = self.clusters.remove(&gone) else {
            return;
        };
        for at in &moved.members {
            self.of.insert(*at, keep);
        }
        if let Some(cluster) = self.clusters.get_mut(&keep) {
            let comparisons = self.matter.compare(a, b);
            cluster.absorb(moved, joined(self.matter, a, b, score, comparisons));
        }
        for other in self.apart.remove(&gone).unwrap_or_default() {
            let others = self.apart.entry(other).or_default();
            others.remove(&gone);
            others.insert(keep);
            self.apart.entry(keep).or_default().insert(other);
        }
    }
}

/// The reason for joining two claims, the one with the smaller id on the left.
pub fn joined<M: Matter>(matter: &M, a: usize, b: usize, score: f32, comparisons: Vec<Comparison>) -> Join {
    let id = |at: usize| &matter.claim(at).id;
    let turned = |c: Comparison| Comparison {
        left: c.right,
        right: c.left,
        ..c
    };
    let (left, right, comparisons) = if id(a) <= id(b) {
        (a, b, comparisons)
    } else {
        (b, a, comparisons.into_iter().map(turned).collect())
    };
    Join {
        left: id(left).clone(),
        right: id(right).clone(),
        score,
        comparisons,
    }
}
