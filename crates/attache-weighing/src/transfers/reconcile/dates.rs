//! When was it agreed, and when did it come?

use attache_model::{Cell, Stage, Tense, Verdict, When};
use serde_json::Value;

use super::{Case, Said};
use crate::cells::Told;
use crate::transfers::facts::{Facts, Period};

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
    reconciled(case, &said, |a, b| {
        // One article that gives two dates tells of two steps.
        let apart = a.by.iter().all(|a| b.by.iter().all(|b| a.article() != b.article()));
        if apart { Verdict::Disputed } else { Verdict::Agreed }
    })
}

/// Past deliveries before planned ones, the latest plan before older ones.
pub fn delivered(case: &Case) -> Option<Cell> {
    let when = |fact: &Facts| fact.transfer.delivered.as_ref().map(|slot| *slot.value());
    let arrived = case.said(|fact| when(fact).filter(|_| fact.arrived().is_some()));
    if !arrived.is_empty() {
        return reconciled(case, &arrived, |a, b| {
            // Deliveries at several times are a delivery that took time, unless both are of the whole.
            let one = |said: &Said<When>| said.by.iter().filter_map(|fact| fact.quantity).collect::<Vec<_>>();
            let (x, y) = (one(a), one(b));
            if !x.is_empty() && x.iter().all(|quantity| y.contains(quantity)) && !y.is_empty() {
                Verdict::Disputed
            } else {
                Verdict::Agreed
            }
        });
    }
    let planned = case.said(when);
    reconciled(case, &planned, |a, b| {
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
    })
}

/// `apart` says how two periods stand that have no day in common.
fn reconciled<'a>(
    case: &Case<'a>,
    said: &[Said<'a, When>],
    apart: impl Fn(&Said<'a, When>, &Said<'a, When>) -> Verdict,
) -> Option<Cell> {
    let told = |said: &Said<When>| said.by.iter().filter_map(|fact| fact.published).max();
    let length = |when: When| {
        let period = Period::of(when);
        period.last - period.first
    };
    // The last told, then the one with most origins, then the most exact.
    let newest = said.iter().max_by_key(|said| {
        (
            told(said),
            case.origins_of(&said.by).len(),
            -length(said.value),
            said.value,
        )
    })?;
    // A more exact period within it is better still.
    let best = said
        .iter()
        .filter(|other| newest.value.contains(other.value))
        .min_by_key(|said| (length(said.value), said.value))
        .unwrap_or(newest);
    let others: Vec<&Said<When>> = said.iter().filter(|other| other.value != best.value).collect();
    let mut verdict = Verdict::Agreed;
    let mut by = best.by.clone();
    for other in &others {
        let found = match () {
            () if other.value.contains(best.value) => Verdict::Refined,
            () if other.value.overlaps(best.value) => Verdict::Agreed,
            () => apart(best, other),
        };
        if matches!(found, Verdict::Refined | Verdict::Agreed) {
            by.extend(&other.by);
        }
        verdict = verdict.max(found);
    }
    let mut shown = best.value;
    if verdict == Verdict::Agreed {
        // Several deliveries: from the first to the last.
        let whole = others
            .iter()
            .filter(|other| !other.value.overlaps(best.value))
            .fold(best.value, |whole, other| hull(whole, other.value));
        shown = whole;
    }
    let values: Vec<String> = others
        .iter()
        .map(|other| format!("{} ({})", other.value, case.support(&other.by)))
        .collect();
    let own = format!("{} ({})", best.value, case.support(&best.by));
    let reason = match verdict {
        _ if others.is_empty() => format!("{}, from {}", best.value, case.support(&best.by)),
        Verdict::Agreed => format!("{own} and {}", values.join(", ")),
        Verdict::Refined => format!("{own} lies within {}", values.join(", ")),
        Verdict::Superseded => format!("{own} was told later than {}", values.join(", ")),
        _ => format!("{own} against {}", values.join(", ")),
    };
    let rivals = others.iter().filter(|other| {
        !by.iter()
            .any(|fact| other.by.iter().any(|rival| rival.id() == fact.id()))
    });
    let rivals = rivals
        .map(|other| case.rival(Value::from(other.value.to_string()), other.value.to_string(), &other.by))
        .collect();
    Some(case.cell(
        Value::from(shown.to_string()),
        shown.to_string(),
        &by,
        verdict,
        reason,
        rivals,
    ))
}

fn hull(a: When, b: When) -> When {
    let first = a.first.zip(b.first).map(|(a, b)| a.min(b));
    let last = a.last.zip(b.last).map(|(a, b)| a.max(b));
    if first.is_none() && last.is_none() {
        a
    } else {
        When {
            first,
            last,
            precision: a.precision.max(b.precision),
        }
    }
}
