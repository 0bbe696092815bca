//! What did people decide about a record, and does what has been told since agree with it?
//!
//! A decision knows the articles that lay before the one who made it. What other articles say is later evidence: where it speaks against
//! the decision, the record says so, and the decision stays in force until a person settles it.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{
    Cell, Claim, ClaimId, Conflict, Decision, DecisionId, OriginId, Polarity, Record, Review, Rival, SlotName, Verdict,
};

use crate::rulings::Rulings;

/// Notes on the record who decided what, and where later evidence disagrees. `read` are the claims as they were read, before corrections.
pub fn review<'a>(
    record: &mut Record,
    read: &BTreeMap<&'a ClaimId, &'a Claim>,
    rulings: &Rulings<'a>,
    origins: &BTreeMap<ClaimId, OriginId>,
) {
    let mut on_record = OnRecord {
        decisions: BTreeMap::new(),
        read,
        rulings,
        origins,
    };
    on_record.gather(record);
    if on_record.decisions.is_empty() {
        return;
    }
    for (slot, decision, claims) in on_record.corrections(record) {
        on_record.note_correction(record, slot, decision, &claims);
    }
    let confirmed = record.claims.iter().any(|claim| rulings.confirmation(claim).is_some());
    if record.review != Review::Rejected && confirmed {
        record.review = Review::Confirmed;
    }
    let decisions: Vec<&Decision> = on_record.decisions.values().copied().collect();
    for decision in &decisions {
        on_record.contradicted(record, decision);
    }
    let order = |id: &DecisionId| on_record.decisions.get(id).map(|decision| decision.made_at);
    record.decisions = on_record.decisions.keys().map(|id| (*id).clone()).collect();
    record.decisions.sort_by(|a, b| (order(a), a).cmp(&(order(b), b)));
    record
        .conflicts
        .sort_by(|a, b| (&a.decision, a.slot, &a.what).cmp(&(&b.decision, b.slot, &b.what)));
    record.conflicts.dedup();
}

struct OnRecord<'a, 'r> {
    decisions: BTreeMap<&'a DecisionId, &'a Decision>,
    read: &'r BTreeMap<&'a ClaimId, &'a Claim>,
    rulings: &'r Rulings<'a>,
    origins: &'r BTreeMap<ClaimId, OriginId>,
}

impl<'a> OnRecord<'a, '_> {
    /// Every decision in force on one of its claims.
    fn gather(&mut self, record: &Record) {
        let rulings = self.rulings;
        if rulings.standings().is_empty() {
            return;
        }
        for id in record
            .claims
            .iter()
            .filter_map(|claim| self.read.get(claim).map(|claim| &claim.id))
        {
            let judged = [rulings.rejection(id), rulings.confirmation(id)];
            let corrected = rulings.corrections(id).map(|(_, decision)| decision);
            for decision in judged.into_iter().flatten().chain(corrected).chain(rulings.splits(id)) {
                self.decisions.insert(&decision.id, decision);
            }
        }
        for (decision, claims) in rulings.merges() {
            if claims.iter().any(|claim| record.claims.contains(claim)) {
                self.decisions.insert(&decision.id, decision);
            }
        }
    }

    /// Slots that someone corrected, with the claims they were corrected in.
    fn corrections(&self, record: &Record) -> Vec<(SlotName, &'a Decision, Vec<&'a ClaimId>)> {
        let mut found: BTreeMap<(SlotName, &DecisionId), Vec<&ClaimId>> = BTreeMap::new();
        for id in record
            .claims
            .iter()
            .filter_map(|claim| self.read.get(claim).map(|claim| &claim.id))
        {
            for (slot, decision) in self.rulings.corrections(id) {
                found.entry((slot, &decision.id)).or_default().push(id);
            }
        }
        let known = |((slot, id), claims): ((SlotName, &DecisionId), Vec<&'a ClaimId>)| {
            Some((slot, *self.decisions.get(id)?, claims))
        };
        found.into_iter().filter_map(known).collect()
    }

    /// The cell says by whom and why it was corrected, and keeps what was read.
    fn note_correction(&self, record: &mut Record, slot: SlotName, decision: &Decision, claims: &[&ClaimId]) {
        let Some(cell) = record.slots.get_mut(&slot) else {
            return;
        };
        cell.reason = format!("{}; corrected by {}: {}", cell.reason, decision.who, decision.why);
        let mut as_read: BTreeMap<String, Vec<ClaimId>> = BTreeMap::new();
        for claim in claims.iter().filter_map(|id| self.read.get(*id)) {
            for filled in claim.filled().into_iter().filter(|filled| filled.name == slot) {
                as_read.entry(filled.shown).or_default().push(claim.id.clone());
            }
        }
        as_read.remove(&cell.shown);
        for (shown, claims) in as_read {
            let value = serde_json::Value::from(shown.as_str());
            let origins: BTreeSet<_> = claims
                .iter()
                .filter_map(|claim| self.origins.get(claim).cloned())
                .collect();
            cell.rivals.push(Rival {
                value,
                shown,
                claims,
                origins: origins.into_iter().collect(),
                verdict: None,
            });
        }
    }

    /// Adds what later evidence says against the decision.
    fn contradicted(&self, record: &mut Record, decision: &Decision) {
        let unseen = |claims: &[ClaimId]| -> Vec<ClaimId> {
            let new = |id: &&ClaimId| {
                let claim = self.read.get(*id);
                claim.is_some_and(|claim| !decision.knew(&claim.article)) && self.rulings.rejection(id).is_none()
            };
            claims.iter().filter(new).cloned().collect()
        };
        let mine = |slot: Option<SlotName>, claims: Vec<ClaimId>, what: String| Conflict {
            decision: decision.id.clone(),
            slot,
            claims,
            what,
        };
        let mut found = Vec::new();
        let rejects = record.claims.iter().any(|id| {
            let rejection = self.rulings.rejection(id);
            rejection.is_some_and(|by| by.id == decision.id)
        });
        let live = unseen(&record.claims);
        if rejects && !live.is_empty() {
            let what = format!("{} rejected this; it has been told again since", decision.who);
            found.push(mine(None, live, what));
        }
        for (slot, cell) in &record.slots {
            if !self.concerns(record, decision, *slot) {
                continue;
            }
            let (against, told) = otherwise(cell, &unseen);
            if !against.is_empty() {
                let what = format!(
                    "{} {} this; told since: {}",
                    decision.who,
                    if decision.what.as_str() == "correct" {
                        "corrected"
                    } else {
                        "confirmed"
                    },
                    told.join(", ")
                );
                found.push(mine(Some(*slot), against, what));
            }
        }
        if decision.what.as_str() == "confirm" && record.denied {
            let denials = record.claims.iter().filter_map(|id| self.read.get(id));
            let denials = denials.filter(|claim| claim.stance.polarity == Polarity::Denied);
            let denials = unseen(&denials.map(|claim| claim.id.clone()).collect::<Vec<_>>());
            if !denials.is_empty() {
                found.push(mine(
                    None,
                    denials,
                    format!("{} confirmed this; denied since", decision.who),
                ));
            }
        }
        record.conflicts.extend(found);
    }

    /// Did the decision say what the slot is?
    fn concerns(&self, record: &Record, decision: &Decision, slot: SlotName) -> bool {
        record.claims.iter().filter_map(|id| self.read.get(id)).any(|claim| {
            let confirmed = self
                .rulings
                .confirmation(&claim.id)
                .is_some_and(|by| by.id == decision.id);
            let says = || claim.filled().iter().any(|filled| filled.name == slot);
            let corrected = self
                .rulings
                .corrections(&claim.id)
                .any(|(corrected, by)| corrected == slot && by.id == decision.id);
            corrected || (confirmed && says())
        })
    }
}

/// Claims told since that say otherwise than those before them, and what they say. A more exact word is no other.
fn otherwise(cell: &Cell, unseen: &impl Fn(&[ClaimId]) -> Vec<ClaimId>) -> (Vec<ClaimId>, Vec<String>) {
    if !matches!(cell.verdict, Verdict::Disputed | Verdict::Denied | Verdict::Superseded) {
        return (Vec::new(), Vec::new());
    }
    let values = cell
        .rivals
        .iter()
        .map(|rival| (&rival.shown, &rival.claims))
        .chain([(&cell.shown, &cell.claims)]);
    let mut against = Vec::new();
    let mut told = Vec::new();
    for (shown, claims) in values {
        let new = unseen(claims);
        // A value that the decision knew is not told against it, however many repeat it.
        if !new.is_empty() && new.len() == claims.len() {
            against.extend(new);
            told.push(shown.clone());
        }
    }
    (against, told)
}
