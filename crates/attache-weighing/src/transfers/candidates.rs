//! Which claims are worth comparing at all?
//!
//! Claims are blocked by supplier and recipient. Within a block each claim is compared with the [`NEIGHBOURS`] that follow it in time among those of
//! the same category, and among those whose designation shares a word: all pairs of an ordinary block, and a bounded number in a block of thousands.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::cells::Told;
use crate::citations::Pair;
use crate::clusters::pairs_in_order;

/// How many of the claims that follow in time each is compared with.
const NEIGHBOURS: usize = 100;

/// Claims (by index) of each pair of parties, in the order of the time they speak of. General claims are left out: they open no record.
/// So are rejected ones.
pub fn blocks(facts: &[Facts]) -> BTreeMap<Pair, Vec<usize>> {
    let mut blocks: BTreeMap<Pair, Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts
        .iter()
        .enumerate()
        .filter(|(_, fact)| !fact.is_general() && !fact.rejected)
    {
        blocks.entry(fact.pair.clone()).or_default().push(at);
    }
    for block in blocks.values_mut() {
        block.sort_by(|a, b| facts[*a].order().cmp(&facts[*b].order()));
    }
    blocks
}

/// Pairs of claims of one block that are worth comparing.
pub fn candidates(facts: &[Facts], block: &[usize]) -> BTreeSet<(usize, usize)> {
    let mut alike: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for at in block {
        alike
            .entry((false, facts[*at].category.to_string()))
            .or_default()
            .push(*at);
        let words = facts[*at]
            .designation
            .as_ref()
            .map(|designation| designation.words())
            .unwrap_or_default();
        for word in words {
            alike.entry((true, word.clone())).or_default().push(*at);
        }
        if let Some(designation) = &facts[*at].designation {
            alike
                .entry((true, format!("{}…", designation.root())))
                .or_default()
                .push(*at);
        }
    }
    pairs_in_order(alike.values(), NEIGHBOURS)
}
