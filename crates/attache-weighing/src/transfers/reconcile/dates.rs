//! When was it agreed, and when did it come?

use attache_model::{Cell, Stage, Tense, Verdict, When};

use super::Case;
use super::Said;
use crate::cells::Told;
use crate::periods::reconciled;
use crate::transfers::facts::Facts;

/// The date of the furthest agreement: an approval in April and a contract in May are two steps, not two opinions.
pub fn agreed(case: &Case) -> Option<Cell> {
    let when = |fact: &Facts| fact.transfer.agreed.as_ref().map(|slot| *slot.value());
    let dated = || case.speaking().filter(|fact| fact.agreed.is_some());
    let steps = dated()
        .filter(|fact| fact.stage.is_none_or(|stage| !stage.is_setback()))
        .filter_map(|fact| fact.stage.map(|stage| stage.min(Stage::Ordered)));
    let step = steps.max();
    let of_step = |fact: &Facts| {
        step.is_none()
            || fact
                .stage
                .is_some_and(|stage| !stage.is_setback() && stage.min(Stage::Ordered) >= step.unwrap_or(stage))
    };
    let said = case.said(|fact| when(fact).filter(|_| of_step(fact)));
    reconciled(
        case,
        &said,
        |fact| fact.published,
        |a, b| {
            // One article that gives two dates tells of two steps.
            let apart = a.by.iter().all(|a| b.by.iter().all(|b| a.article() != b.article()));
            if apart { Verdict::Disputed } else { Verdict::Agreed }
        },
    )
}

/// Past deliveries before planned ones, the latest plan before older ones.
pub fn delivered(case: &Case) -> Option<Cell> {
    let when = |fact: &Facts| fact.transfer.delivered.as_ref().map(|slot| *slot.value());
    let arrived = case.said(|fact| when(fact).filter(|_| fact.arrived().is_some()));
    if !arrived.is_empty() {
        return reconciled(
            case,
            &arrived,
            |fact| fact.published,
            |a, b| {
                // Deliveries at several times are a delivery that took time, unless both are of the whole.
                let one = |said: &Said<When>| said.by.iter().filter_map(|fact| fact.quantity).collect::<Vec<_>>();
                let (x, y) = (one(a), one(b));
                if !x.is_empty() && x.iter().all(|quantity| y.contains(quantity)) && !y.is_empty() {
                    Verdict::Disputed
                } else {
                    Verdict::Agreed
                }
            },
        );
    }
    let planned = case.said(when);
    reconciled(
        case,
        &planned,
        |fact| fact.published,
        |a, b| {
            let told = |said: &Said<When>| {
                (
                    said.by.iter().filter_map(|fact| fact.published).min(),
                    said.by.iter().filter_map(|fact| fact.published).max(),
                )
            };
            match (told(a), told(b)) {
                ((Some(first), _), (_, Some(last))) if first - last > 30 => Verdict::Superseded,
                ((_, Some(last)), (Some(first), _)) if first - last > 30 => Verdict::Superseded,
                _ if a
                    .by
                    .iter()
                    .chain(&b.by)
                    .any(|fact| fact.stance().time == Tense::Planned) =>
                {
                    Verdict::Superseded
                }
                _ => Verdict::Disputed,
            }
        },
    )
}
