//! How do clusters of claims become records with names, once people's decisions are heard?
//!
//! Clusters whose claims someone put together are merged; claims that someone rejected, which take no part in clustering, are set beside
//! the cluster they are most like. Then each group gets its id: from what it is about, and its place among those that share that.

use std::collections::{BTreeMap, HashMap};

use attache_model::{Claim, ClaimId, Conflict, Decision, RecordId, Ruling};

use crate::clusters::{Cluster, Matter, clusters, joined, total};
use crate::rulings::Rulings;
use crate::{Comparison, Join};

/// The claims of one record.
#[derive(Clone, Debug)]
pub struct Grouped {
    pub id: RecordId,
    pub cluster: Cluster,
    /// Where a decision on what belongs together has evidence against it.
    pub conflicts: Vec<Conflict>,
}

/// Every claim in exactly one group; by id. `key` says what a group is about, in words that stay the same as claims are added.
pub fn grouped<M: Matter>(
    matter: &M,
    found: Vec<Cluster>,
    rulings: &Rulings,
    key: impl Fn(&[usize]) -> Vec<String>,
) -> Vec<Grouped> {
    let place: HashMap<&ClaimId, usize> = if rulings.standings().is_empty() {
        HashMap::new()
    } else {
        (0..matter.len()).map(|at| (&matter.claim(at).id, at)).collect()
    };
    let mut hearing = Hearing {
        matter,
        rulings,
        place,
        clusters: found,
        refused: Vec::new(),
    };
    hearing.merge();
    hearing.set_rejected_aside();
    for cluster in &mut hearing.clusters {
        cluster.sort(matter);
    }
    let conflicts: Vec<Vec<Conflict>> = hearing
        .clusters
        .iter()
        .map(|cluster| hearing.conflicts(cluster))
        .collect();
    let clusters = hearing.clusters.into_iter().zip(conflicts);
    named(matter, clusters, rulings, key)
}

struct Hearing<'a, M> {
    matter: &'a M,
    rulings: &'a Rulings<'a>,
    place: HashMap<&'a ClaimId, usize>,
    clusters: Vec<Cluster>,
    /// Merges that a split forbids, with the claims it holds apart.
    refused: Vec<(&'a Decision, &'a Decision, Vec<ClaimId>)>,
}

impl<'a, M: Matter> Hearing<'a, M> {
    fn id(&self, at: usize) -> &'a ClaimId {
        let matter = self.matter;
        &matter.claim(at).id
    }

    fn merge(&mut self) {
        for (decision, claims) in self.rulings.merges() {
            let named: Vec<usize> = claims
                .iter()
                .filter_map(|claim| self.place.get(claim).copied())
                .collect();
            let Some((first, rest)) = named.split_first() else {
                continue;
            };
            for at in rest {
                self.put_together(decision, *first, *at);
            }
        }
        self.clusters.retain(|cluster| !cluster.members.is_empty());
    }

    fn put_together(&mut self, decision: &'a Decision, a: usize, b: usize) {
        let holding = |at: usize| self.clusters.iter().position(|cluster| cluster.members.contains(&at));
        let (Some(into), Some(from)) = (holding(a), holding(b)) else {
            return;
        };
        if into == from {
            return;
        }
        let held = self.clusters[into].members.iter().find_map(|x| {
            let mut others = self.clusters[from].members.iter();
            others.find_map(|y| {
                let (x, y) = (self.id(*x), self.id(*y));
                Some((self.rulings.split(x, y)?, vec![x.clone(), y.clone()]))
            })
        });
        if let Some((split, claims)) = held {
            self.refused.push((decision, split, claims));
            return;
        }
        let says = |at: usize| self.matter.claim(at).id.to_string();
        let comparison = Comparison {
            name: "decision",
            left: says(a),
            right: says(b),
            weight: M::ENOUGH,
        };
        let join: Join = joined(self.matter, a, b, M::ENOUGH, vec![comparison]);
        let moved = std::mem::take(&mut self.clusters[from]);
        self.clusters[into].absorb(moved, join);
    }

    /// Claims that take no part are found with what they are most like; those like nothing make groups of their own.
    fn set_rejected_aside(&mut self) {
        let rejected: Vec<usize> = (0..self.matter.len())
            .filter(|at| self.rulings.rejection(self.id(*at)).is_some())
            .collect();
        let mut alone = Vec::new();
        for at in rejected {
            let mut best: Option<(f32, usize, usize)> = None;
            for (nth, cluster) in self.clusters.iter().enumerate() {
                for other in &cluster.members {
                    if self.matter.barrier(at, *other).is_some() {
                        continue;
                    }
                    let score = total(&self.matter.compare(at, *other));
                    if score >= M::ENOUGH && best.is_none_or(|(known, ..)| score > known) {
                        best = Some((score, nth, *other));
                    }
                }
            }
            match best {
                Some((score, nth, other)) => {
                    let join = joined(self.matter, at, other, score, self.matter.compare(at, other));
                    self.clusters[nth].absorb(Cluster::of(at), join);
                }
                None => alone.push(at),
            }
        }
        alone.sort_by(|a, b| self.matter.order(*a).cmp(&self.matter.order(*b)));
        self.clusters.extend(clusters(self.matter, &alone));
    }

    /// What speaks against the merges and splits that a cluster has come from.
    fn conflicts(&self, cluster: &Cluster) -> Vec<Conflict> {
        if self.place.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let ids: Vec<&ClaimId> = cluster.members.iter().map(|at| self.id(*at)).collect();
        for (decision, claims) in self.rulings.merges() {
            if claims.iter().any(|claim| ids.contains(claim)) {
                found.extend(self.against_merge(decision, claims, cluster));
            }
        }
        for (merge, split, claims) in &self.refused {
            if claims.iter().any(|claim| ids.contains(&claim)) {
                let what = format!(
                    "{} put these together, which {} had held apart: not done",
                    merge.who, split.who
                );
                found.push(conflict(merge, claims.clone(), what));
            }
        }
        let splits: BTreeMap<_, _> = ids
            .iter()
            .flat_map(|id| self.rulings.splits(id))
            .map(|split| (&split.id, split))
            .collect();
        found.extend(splits.values().filter_map(|split| self.against_split(split, cluster)));
        found
    }

    /// Later evidence by which the merged claims could not be about one thing.
    fn against_merge(&self, decision: &Decision, claims: &[&ClaimId], cluster: &Cluster) -> Option<Conflict> {
        let mut reason = None;
        let mut against = Vec::new();
        for at in self.unseen(decision, cluster) {
            let named = claims.iter().filter_map(|claim| self.place.get(claim));
            let barrier = named.filter_map(|other| self.matter.barrier(at, *other)).min();
            if let Some(barrier) = barrier {
                reason = reason.max(Some(barrier));
                against.push(self.id(at).clone());
            }
        }
        let what = format!("{} put these together; told since: {}", decision.who, reason?);
        Some(conflict(decision, against, what))
    }

    /// Later evidence that fits both sides of what was held apart.
    fn against_split(&self, decision: &Decision, cluster: &Cluster) -> Option<Conflict> {
        let Ruling::Split { claims, from } = &decision.what else {
            return None;
        };
        let holds = |side: &[attache_model::Seen]| {
            let places = side.iter().filter_map(|seen| self.place.get(&seen.claim));
            places.filter(|at| cluster.members.contains(at)).count() > 0
        };
        let other = if holds(claims) { from } else { claims };
        let fits = |at: &usize| {
            let mut others = other.iter().filter_map(|seen| self.place.get(&seen.claim));
            others.any(|side| {
                self.matter.barrier(*at, *side).is_none() && total(&self.matter.compare(*at, *side)) >= M::ENOUGH
            })
        };
        let joining: Vec<ClaimId> = self
            .unseen(decision, cluster)
            .filter(fits)
            .map(|at| self.id(at).clone())
            .collect();
        let what = format!(
            "{} held these apart from others; what is told since fits both",
            decision.who
        );
        (!joining.is_empty()).then(|| conflict(decision, joining, what))
    }

    fn unseen<'b>(&'b self, decision: &'b Decision, cluster: &'b Cluster) -> impl Iterator<Item = usize> + 'b {
        cluster.members.iter().copied().filter(|at| {
            let claim = self.matter.claim(*at);
            !decision.knew(&claim.article) && self.rulings.rejection(&claim.id).is_none()
        })
    }
}

fn conflict(decision: &Decision, claims: Vec<ClaimId>, what: String) -> Conflict {
    Conflict {
        decision: decision.id.clone(),
        slot: None,
        claims,
        what,
    }
}

/// Of these claims the one that came out first. `told` gives the day of a claim, and the claim.
pub fn first_told<'a>(members: &[usize], told: impl Fn(usize) -> (Option<i32>, &'a Claim)) -> Option<usize> {
    members.iter().copied().min_by_key(|at| {
        let (day, claim) = told(*at);
        (day.is_none(), day, &claim.id)
    })
}

/// Ids from what a group is about, and from its place among those that are about the same. The group that was told of first comes first,
/// so that what is told later of another does not move it.
fn named<M: Matter>(
    matter: &M,
    clusters: impl Iterator<Item = (Cluster, Vec<Conflict>)>,
    rulings: &Rulings,
    key: impl Fn(&[usize]) -> Vec<String>,
) -> Vec<Grouped> {
    let mut alike: BTreeMap<Vec<String>, Vec<_>> = BTreeMap::new();
    for (cluster, conflicts) in clusters {
        let live = |at: &usize| rulings.rejection(&matter.claim(*at).id).is_none();
        let mut members: Vec<usize> = cluster.members.iter().copied().filter(live).collect();
        let rejected = members.is_empty();
        if rejected {
            members.clone_from(&cluster.members);
        }
        let told = |at: &usize| {
            let published = matter.published(*at);
            (published.is_none(), published, matter.claim(*at).id.clone())
        };
        let first = members.iter().map(told).min();
        alike
            .entry(key(&members))
            .or_default()
            .push(((rejected, first), cluster, conflicts));
    }
    let mut groups: Vec<Grouped> = Vec::new();
    for (about, mut clusters) in alike {
        clusters.sort_by(|a, b| a.0.cmp(&b.0));
        for (ordinal, (_, cluster, conflicts)) in clusters.into_iter().enumerate() {
            let ordinal = ordinal.to_string();
            let id = RecordId::of(about.iter().chain([&ordinal]));
            groups.push(Grouped { id, cluster, conflicts });
        }
    }
    groups.sort_by(|a, b| a.id.cmp(&b.id));
    groups
}
