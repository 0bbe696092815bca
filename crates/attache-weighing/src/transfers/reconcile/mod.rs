//! What does a record show in each slot, on whose word, and who says otherwise?
//!
//! Values are compared by what they mean: "some 200" and "over 200" agree, "F-16C" refines "F-16", a later count of deliveries supersedes an earlier one,
//! 12 and 14 of one order are disputed.

mod dates;
mod numbers;
mod plain;
mod stage;
mod weapon;

use std::collections::BTreeMap;

use attache_model::{ClaimId, Kind, OriginId, Record, RecordId, SlotName, Verdict};

use super::facts::Facts;
use crate::cells;

pub use cells::{teller, wire};

type Case<'a> = cells::Case<'a, Facts<'a>>;
type Said<'a, T> = cells::Said<'a, T, Facts<'a>>;

/// The record that the claims of one group add up to.
pub fn reconcile<'a>(id: RecordId, facts: Vec<&'a Facts<'a>>, origins: &'a BTreeMap<ClaimId, OriginId>) -> Record {
    let case = Case::new(facts, origins);
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
            if case.only_denied
                && name != SlotName::Supplier
                && name != SlotName::Recipient
                && name != SlotName::Category
            {
                cell.verdict = Verdict::Denied;
                if name != SlotName::Stage {
                    cell.reason = format!("only told in denials: {}", cell.reason);
                }
            }
            slots.insert(name, cell);
        }
    }
    case.record(id, Kind::Transfer, slots)
}
