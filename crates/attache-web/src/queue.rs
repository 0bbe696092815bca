//! What should a person check first?
//!
//! Consequence times doubt. Doubt grows with every reason not to take a record as it stands; consequence with how much rests on it. A record that
//! somebody has confirmed waits no longer, unless evidence that they had not seen says otherwise.

use std::cmp::Reverse;

use attache_model::{Kind, RecordId, Review, SlotName};

use crate::register::Row;

/// A reason for doubt: what it asks, its weight, and how a page says it.
type Doubt = (fn(&Row) -> bool, u32, &'static str);

const DOUBTS: [Doubt; 6] = [
    (|row| row.conflicts > 0, 6, "told otherwise since it was decided"),
    (Row::disputed, 4, "its sources contradict each other"),
    (|row| row.denied, 4, "somebody denies it"),
    (|row| row.hedged, 3, "nobody says it outright"),
    (|row| row.origins <= 1, 1, "it rests on one origin"),
    (
        |row| row.from().is_empty() || row.to().is_empty(),
        1,
        "a side is unknown",
    ),
];

/// The places of those that wait, the first to check first.
pub fn order(rows: &[Row]) -> Vec<usize> {
    let mut waiting: Vec<(Reverse<u32>, &RecordId, usize)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| waits(row))
        .map(|(at, row)| (Reverse(weight(row)), &row.id, at))
        .collect();
    waiting.sort_unstable();
    waiting.into_iter().map(|(_, _, at)| at).collect()
}

/// Has nobody settled it?
pub fn waits(row: &Row) -> bool {
    row.review == Review::Open || row.conflicts > 0
}

/// Why it is doubtful, in words.
pub fn doubts(row: &Row) -> Vec<&'static str> {
    let held = DOUBTS.iter().filter(|(holds, ..)| holds(row));
    held.map(|(.., said)| *said).collect()
}

fn weight(row: &Row) -> u32 {
    let doubt: u32 = DOUBTS
        .iter()
        .filter(|(holds, ..)| holds(row))
        .map(|(_, weight, _)| weight)
        .sum();
    (1 + doubt) * consequence(row)
}

/// How much rests on it: claims, and for transfers whether it says how many, for how much, and that they have arrived.
fn consequence(row: &Row) -> u32 {
    let told = [SlotName::Quantity, SlotName::Value, SlotName::Delivered];
    let told = told.iter().filter(|slot| row.slot(**slot).is_some()).count();
    let kind = match row.kind {
        Kind::Transfer => 3,
        Kind::Event => 2,
        Kind::Figure => 1,
    };
    let most = row.claims.min(16) + told + kind;
    u32::try_from(most).unwrap_or(u32::MAX)
}
