//! What do people's decisions make of the claims?
//!
//! Decisions are replayed from the last to the first, by the time at which they were made: where two contradict each other the later one
//! holds, and the earlier is reported as overruled. The result depends on what was decided and when, not on the order in which it is given.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{ArticleId, Claim, ClaimId, Decision, DecisionId, Ruling, Seen, SlotName};
use serde_json::Value;

/// What has become of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    InForce,
    /// Taken back by that decision.
    Undone(DecisionId),
    /// A later decision says the opposite.
    Overruled(DecisionId),
    /// It cannot be carried out, and why.
    Idle(String),
}

/// Decisions in force, by the claims they are about.
#[derive(Debug, Default)]
pub struct Rulings<'a> {
    rejected: BTreeMap<&'a ClaimId, &'a Decision>,
    confirmed: BTreeMap<&'a ClaimId, &'a Decision>,
    corrected: BTreeMap<(&'a ClaimId, SlotName), (&'a Decision, &'a Value)>,
    /// Claims to be put together, in the order in which that was decided.
    merges: Vec<(&'a Decision, Vec<&'a ClaimId>)>,
    apart: BTreeMap<(&'a ClaimId, &'a ClaimId), &'a Decision>,
    /// Every decision that names a claim, whatever has become of it; those undone left out.
    naming: BTreeMap<&'a ClaimId, Vec<&'a Decision>>,
    standings: BTreeMap<DecisionId, Standing>,
}

impl<'a> Rulings<'a> {
    pub fn new(claims: &[&'a Claim], decisions: &'a [Decision]) -> Rulings<'a> {
        let mut latest_first: Vec<&Decision> = decisions.iter().collect();
        latest_first.sort_by(|a, b| (b.made_at, &b.id).cmp(&(a.made_at, &a.id)));
        latest_first.dedup_by(|a, b| a.id == b.id);
        let undone = undone(&latest_first);
        let mut replay = Replay {
            claims: by_article(claims, decisions),
            rulings: Rulings::default(),
            sets: BTreeMap::new(),
        };
        for decision in latest_first {
            let standing = match undone.get(&decision.id) {
                Some(by) => Standing::Undone((*by).clone()),
                None => {
                    replay.note(decision);
                    replay.take(decision)
                }
            };
            replay.rulings.standings.insert(decision.id.clone(), standing);
        }
        replay.rulings.merges.reverse();
        replay.rulings
    }

    /// What has become of each decision.
    pub fn standings(&self) -> &BTreeMap<DecisionId, Standing> {
        &self.standings
    }

    /// The decisions that name a claim, those undone left out.
    pub fn naming(&self, claim: &ClaimId) -> impl Iterator<Item = &'a Decision> {
        self.naming.get(claim).into_iter().flatten().copied()
    }

    pub fn rejection(&self, claim: &ClaimId) -> Option<&'a Decision> {
        self.rejected.get(claim).copied()
    }

    pub fn confirmation(&self, claim: &ClaimId) -> Option<&'a Decision> {
        self.confirmed.get(claim).copied()
    }

    /// The corrections of a claim.
    pub fn corrections(&self, claim: &'a ClaimId) -> impl Iterator<Item = (SlotName, &'a Decision)> {
        let slots = (claim, SlotName::ALL[0])..=(claim, SlotName::ALL[SlotName::ALL.len() - 1]);
        self.corrected
            .range(slots)
            .map(|((_, slot), (decision, _))| (*slot, *decision))
    }

    /// The claim as corrected, when it is.
    pub fn apply(&self, claim: &'a Claim) -> Option<Claim> {
        let mut corrected: Option<Claim> = None;
        for (slot, decision) in self.corrections(&claim.id) {
            let (_, value) = self.corrected.get(&(&claim.id, slot))?;
            let why = format!("corrected by {}: {}", decision.who, decision.why);
            corrected = corrected
                .as_ref()
                .unwrap_or(claim)
                .corrected(slot, value, &why)
                .ok()
                .or(corrected);
        }
        corrected
    }

    pub fn merges(&self) -> &[(&'a Decision, Vec<&'a ClaimId>)] {
        &self.merges
    }

    /// The decision that holds two claims apart.
    pub fn split(&self, a: &ClaimId, b: &ClaimId) -> Option<&'a Decision> {
        if self.apart.is_empty() {
            return None;
        }
        self.apart.get(&(a.min(b), a.max(b))).copied()
    }

    /// The splits that a claim is part of.
    pub fn splits(&self, claim: &ClaimId) -> impl Iterator<Item = &'a Decision> {
        self.apart
            .iter()
            .filter(move |((a, b), _)| *a == claim || *b == claim)
            .map(|(_, decision)| *decision)
    }
}

/// Decisions that an undo, itself not undone, takes back.
fn undone<'a>(decisions: &[&'a Decision]) -> BTreeMap<&'a DecisionId, &'a DecisionId> {
    let mut undoing: BTreeMap<&DecisionId, Vec<&DecisionId>> = BTreeMap::new();
    for decision in decisions {
        if let Ruling::Undo { decision: target } = &decision.what {
            undoing.entry(target).or_default().push(&decision.id);
        }
    }
    // An id is a hash of what it names, so undoing never goes round in a circle; the depth is that of undos of undos.
    fn by<'a>(
        id: &DecisionId,
        undoing: &BTreeMap<&'a DecisionId, Vec<&'a DecisionId>>,
        depth: usize,
    ) -> Option<&'a DecisionId> {
        let in_force = |undo: &&&DecisionId| depth == 0 || by(undo, undoing, depth - 1).is_none();
        undoing.get(id)?.iter().find(in_force).copied()
    }
    decisions
        .iter()
        .filter_map(|decision| Some((&decision.id, by(&decision.id, &undoing, decisions.len())?)))
        .collect()
}

/// Claims of the articles that decisions speak of.
fn by_article<'a>(claims: &[&'a Claim], decisions: &[Decision]) -> BTreeMap<&'a ArticleId, Vec<&'a Claim>> {
    let wanted: BTreeSet<&ArticleId> = decisions
        .iter()
        .flat_map(|decision| decision.what.claims())
        .map(|seen| &seen.article)
        .collect();
    let mut found: BTreeMap<&ArticleId, Vec<&Claim>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| wanted.contains(&claim.article)) {
        found.entry(&claim.article).or_default().push(claim);
    }
    found
}

struct Replay<'a> {
    claims: BTreeMap<&'a ArticleId, Vec<&'a Claim>>,
    rulings: Rulings<'a>,
    /// Claims that later merges hold together: each points to another of its set, the last to itself.
    sets: BTreeMap<&'a ClaimId, &'a ClaimId>,
}

impl<'a> Replay<'a> {
    fn take(&mut self, decision: &'a Decision) -> Standing {
        match &decision.what {
            Ruling::Confirm { claims } => self.judge(decision, claims, true),
            Ruling::Reject { claims } => self.judge(decision, claims, false),
            Ruling::Correct { claims, slot, value } => self.correct(decision, claims, *slot, value),
            Ruling::Merge { claims } => self.merge(decision, claims),
            Ruling::Split { claims, from } => self.split(decision, claims, from),
            Ruling::Undo { .. } => Standing::InForce,
        }
    }

    fn note(&mut self, decision: &'a Decision) {
        let slot = match &decision.what {
            Ruling::Correct { slot, .. } => Some(*slot),
            _ => None,
        };
        for seen in decision.what.claims() {
            for claim in self.find(std::slice::from_ref(seen), slot) {
                self.rulings.naming.entry(&claim.id).or_default().push(decision);
            }
        }
    }

    fn find(&self, seen: &'a [Seen], slot: Option<SlotName>) -> Vec<&'a Claim> {
        let find = |seen: &Seen| {
            let claims = self.claims.get(&seen.article)?;
            let telling = seen.kind.telling_slots().iter().copied();
            let slots: Vec<SlotName> = telling.chain(slot).collect();
            seen.find(claims.iter().copied(), &slots)
        };
        seen.iter().filter_map(find).collect()
    }

    fn judge(&mut self, decision: &'a Decision, claims: &'a [Seen], confirms: bool) -> Standing {
        let found = self.find(claims, None);
        let Rulings {
            rejected, confirmed, ..
        } = &mut self.rulings;
        let (mine, opposite) = if confirms {
            (confirmed, &*rejected)
        } else {
            (rejected, &*confirmed)
        };
        let overruling = found.iter().find_map(|claim| opposite.get(&claim.id));
        let overruling = overruling.map(|later| later.id.clone());
        let mut held = false;
        for claim in &found {
            if !opposite.contains_key(&claim.id) {
                mine.entry(&claim.id).or_insert(decision);
                held = true;
            }
        }
        standing(held, overruling)
    }

    fn correct(&mut self, decision: &'a Decision, claims: &'a [Seen], slot: SlotName, value: &'a Value) -> Standing {
        let found = self.find(claims, Some(slot));
        let bad = found.iter().find_map(|claim| claim.corrected(slot, value, "").err());
        if let Some(bad) = bad {
            return Standing::Idle(bad.to_string());
        }
        let (mut held, mut overruling) = (false, None);
        for claim in found {
            let (later, _) = self
                .rulings
                .corrected
                .entry((&claim.id, slot))
                .or_insert((decision, value));
            if later.id == decision.id {
                held = true;
            } else {
                overruling = Some(later.id.clone());
            }
        }
        standing(held, overruling)
    }

    fn merge(&mut self, decision: &'a Decision, claims: &'a [Seen]) -> Standing {
        let found: Vec<&ClaimId> = self.find(claims, None).into_iter().map(|claim| &claim.id).collect();
        let sets: BTreeSet<&ClaimId> = found.iter().map(|claim| self.set_of(claim)).collect();
        let together = |claim: &&ClaimId| sets.contains(self.set_of(claim));
        let split = self.rulings.apart.iter().find(|((a, b), _)| together(a) && together(b));
        if let Some((_, later)) = split {
            return Standing::Overruled(later.id.clone());
        }
        let Some((first, rest)) = found.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            return Standing::Idle("fewer than two of its claims are there as they were seen".to_owned());
        };
        for claim in rest {
            let (a, b) = (self.set_of(first), self.set_of(claim));
            self.sets.insert(a, b);
        }
        self.rulings.merges.push((decision, found));
        Standing::InForce
    }

    fn split(&mut self, decision: &'a Decision, claims: &'a [Seen], from: &'a [Seen]) -> Standing {
        let (claims, from) = (self.find(claims, None), self.find(from, None));
        let pairs: Vec<(&ClaimId, &ClaimId)> = claims
            .iter()
            .flat_map(|a| from.iter().map(|b| (&a.id, &b.id)))
            .filter(|(a, b)| a != b)
            .collect();
        let merged = pairs.iter().find(|(a, b)| self.set_of(a) == self.set_of(b));
        if let Some((a, _)) = merged {
            let set = self.set_of(a);
            let mut merges = self.rulings.merges.iter();
            let later = merges.find(|(_, claims)| claims.iter().any(|claim| self.set_of(claim) == set));
            if let Some((later, _)) = later {
                return Standing::Overruled(later.id.clone());
            }
        }
        for (a, b) in &pairs {
            self.rulings.apart.entry((a.min(b), a.max(b))).or_insert(decision);
        }
        standing(!pairs.is_empty(), None)
    }

    fn set_of<'b>(&self, claim: &'b ClaimId) -> &'b ClaimId
    where
        'a: 'b,
    {
        let mut claim = claim;
        while let Some(next) = self.sets.get(claim).filter(|next| **next != claim) {
            claim = next;
        }
        claim
    }
}

fn standing(held: bool, overruling: Option<DecisionId>) -> Standing {
    match (held, overruling) {
        (true, _) => Standing::InForce,
        (false, Some(later)) => Standing::Overruled(later),
        (false, None) => Standing::Idle("none of its claims is there as it was seen".to_owned()),
    }
}

/// What has become of each decision, given the claims of (at least) the articles that decisions speak of.
pub fn standings(claims: &[Claim], decisions: &[Decision]) -> BTreeMap<DecisionId, Standing> {
    let claims: Vec<&Claim> = claims.iter().collect();
    Rulings::new(&claims, decisions).standings
}
