//! What should a person check first?
//!
//! Consequence times doubt. Doubt grows with every reason not to take a record as it stands; consequence with how much rests on it. A record that
//! somebody has confirmed waits no longer, unless evidence that they had not seen says otherwise.

use attache_model::{Kind, Review, SlotName};

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

/// An entry of the queue.
pub struct Waiting<'r> {
    pub row: &'r Row,
    pub doubts: Vec<&'static str>,
    weight: u32,
}

/// Those that wait, the first to check first.
pub fn waiting<'r>(rows: impl Iterator<Item = &'r Row>) -> Vec<Waiting<'r>> {
    let mut waiting: Vec<Waiting> = rows.filter(|row| waits(row)).map(Waiting::of).collect();
    waiting.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.row.id.cmp(&b.row.id)));
    waiting
}

/// Has nobody settled it?
pub fn waits(row: &Row) -> bool {
    row.review == Review::Open || row.conflicts > 0
}

impl<'r> Waiting<'r> {
    fn of(row: &'r Row) -> Waiting<'r> {
        let doubts: Vec<_> = DOUBTS.iter().filter(|(holds, ..)| holds(row)).collect();
        let doubt: u32 = doubts.iter().map(|(_, weight, _)| weight).sum();
        Waiting {
            row,
            weight: (1 + doubt) * consequence(row),
            doubts: doubts.iter().map(|(.., said)| *said).collect(),
        }
    }
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
