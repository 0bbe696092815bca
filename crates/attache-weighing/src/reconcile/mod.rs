//! What does a record show in each slot, on whose word, and who says otherwise?
//!
//! Values are compared by what they mean: "some 200" and "over 200" agree, "F-16C" refines "F-16", a later count of deliveries supersedes an earlier one,
//! 12 and 14 of one order are disputed. Only affirmed claims give values; a denial speaks against the slot it denies. Support counts origins.

mod dates;
mod numbers;
mod plain;
mod stage;
mod weapon;

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Cell, ClaimId, Kind, OriginId, Record, RecordId, Rival, SlotName, Verdict};
use serde_json::Value;

use crate::facts::Facts;

/// The claims of a record, as reconciling sees them.
pub struct Case<'a> {
    /// In order of time.
    pub facts: Vec<&'a Facts<'a>>,
    pub origins: &'a BTreeMap<ClaimId, OriginId>,
    /// Every claim is a denial: their values are shown as what is denied.
    pub only_denied: bool,
}

/// One value and the claims that give it.
#[derive(Clone, Debug)]
pub struct Said<'a, T> {
    pub value: T,
    pub by: Vec<&'a Facts<'a>>,
}

/// The record that the claims of one group add up to.
pub fn reconcile(id: RecordId, facts: Vec<&Facts>, origins: &BTreeMap<ClaimId, OriginId>) -> Record {
    let only_denied = facts.iter().all(|fact| fact.is_denied());
    let case = Case {
        facts,
        origins,
        only_denied,
    };
    let stage = stage::cell(&case);
    let quantity = numbers::quantity(&case, stage.as_ref());
    let mut slots = BTreeMap::new();
    let cells = [
        (SlotName::Supplier, plain::party(&case, true)),
        (SlotName::Recipient, plain::party(&case, false)),
        (SlotName::Weapon, weapon::weapon(&case)),
        (SlotName::Category, weapon::category(&case)),
        (SlotName::Quantity, quantity),
        (SlotName::Stage, stage),
        (SlotName::Terms, plain::terms(&case)),
        (SlotName::Condition, plain::condition(&case)),
        (SlotName::Value, numbers::value(&case)),
        (SlotName::Agreed, dates::agreed(&case)),
        (SlotName::Delivered, dates::delivered(&case)),
        (SlotName::Via, plain::via(&case)),
        (SlotName::Covert, plain::covert(&case)),
    ];
    for (name, cell) in cells {
        if let Some(mut cell) = cell {
            if only_denied && name != SlotName::Supplier && name != SlotName::Recipient && name != SlotName::Category {
                cell.verdict = Verdict::Denied;
                if name != SlotName::Stage {
                    cell.reason = format!("only told in denials: {}", cell.reason);
                }
            }
            slots.insert(name, cell);
        }
    }
    let claims: Vec<ClaimId> = case.facts.iter().map(|fact| fact.id().clone()).collect();
    let articles: BTreeSet<_> = case.facts.iter().map(|fact| fact.article().clone()).collect();
    let affirmed = || case.facts.iter().filter(|fact| !fact.is_denied());
    Record {
        id,
        kind: Kind::Transfer,
        slots,
        articles: articles.into_iter().collect(),
        origins: case.origins_of(&case.facts),
        hedged: affirmed().next().is_some() && affirmed().all(|fact| fact.stance().is_hedged()),
        denied: case.facts.iter().any(|fact| fact.is_denied()),
        claims,
    }
}

impl<'a> Case<'a> {
    /// The claims whose values count: the affirmed ones, or the denials when there is nothing else. General statements count only alone.
    pub fn speaking(&self) -> impl Iterator<Item = &'a Facts<'a>> {
        let specific = self
            .facts
            .iter()
            .any(|fact| !fact.is_general() && (self.only_denied || !fact.is_denied()));
        let counts =
            move |fact: &&'a Facts<'a>| (self.only_denied || !fact.is_denied()) && (!specific || !fact.is_general());
        self.facts.iter().copied().filter(counts)
    }

    pub fn denials(&self) -> impl Iterator<Item = &'a Facts<'a>> {
        self.facts.iter().copied().filter(|fact| fact.is_denied())
    }

    /// Distinct origins of these claims.
    pub fn origins_of(&self, by: &[&Facts]) -> Vec<OriginId> {
        by.iter()
            .filter_map(|fact| self.origins.get(fact.id()).cloned())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// Equal values put together, in the order in which they were first told.
    pub fn said<T: PartialEq>(&self, pick: impl Fn(&'a Facts<'a>) -> Option<T>) -> Vec<Said<'a, T>> {
        let mut said: Vec<Said<'a, T>> = Vec::new();
        for fact in self.speaking() {
            let Some(value) = pick(fact) else { continue };
            match said.iter_mut().find(|known| known.value == value) {
                Some(known) => known.by.push(fact),
                None => said.push(Said { value, by: vec![fact] }),
            }
        }
        said
    }

    /// "1 origin", "3 origins".
    pub fn support(&self, by: &[&Facts]) -> String {
        match self.origins_of(by).len() {
            1 => "1 origin".to_owned(),
            count => format!("{count} origins"),
        }
    }

    pub fn rival(&self, value: Value, shown: String, by: &[&Facts]) -> Rival {
        Rival {
            value,
            shown,
            claims: ids(by),
            origins: self.origins_of(by),
        }
    }

    pub fn cell(
        &self,
        value: Value,
        shown: String,
        by: &[&Facts],
        verdict: Verdict,
        reason: String,
        rivals: Vec<Rival>,
    ) -> Cell {
        Cell {
            value,
            shown,
            verdict,
            reason,
            claims: ids(by),
            origins: self.origins_of(by),
            rivals,
        }
    }
}

/// Who says so, as the reason names them: the last source, else the outlet itself.
pub fn teller(fact: &Facts) -> String {
    fact.claim
        .sources
        .last()
        .map_or_else(|| "the outlet itself".to_owned(), |source| source.name.clone())
}

fn ids(by: &[&Facts]) -> Vec<ClaimId> {
    by.iter()
        .map(|fact| fact.id().clone())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// `value` as JSON; the codebook's values all have a JSON form.
pub fn wire<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}
