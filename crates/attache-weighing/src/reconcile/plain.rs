//! Parties, terms, condition, intermediaries, secrecy: which word is shown?

use attache_model::{Cell, Party, Terms, Verdict};
use serde_json::Value;

use super::{Case, Said};

pub fn party(case: &Case, supplier: bool) -> Option<Cell> {
    let known = |party: &Party| !matches!(party.as_str().trim(), "" | "unknown");
    let said = case.said(|fact| {
        let transfer = fact.transfer;
        let slot = if supplier {
            &transfer.supplier
        } else {
            &transfer.recipient
        };
        slot.as_ref()
            .map(|slot| slot.value().as_str())
            .filter(|_| slot.as_ref().is_some_and(|slot| known(slot.value())))
    });
    let first = said.first()?;
    let reason = format!("{}, from {}", first.value, case.support(&first.by));
    Some(case.cell(
        Value::from(first.value),
        first.value.to_owned(),
        &first.by,
        Verdict::Agreed,
        reason,
        Vec::new(),
    ))
}

pub fn terms(case: &Case) -> Option<Cell> {
    let said = case.said(|fact| fact.terms);
    // Arms passed on or built under licence are sold, too.
    words(case, said, |a, b| {
        let special = matches!(a, Terms::ReExport | Terms::LicensedProduction | Terms::Smuggling);
        (special && b == Terms::Sale) || (a == Terms::ReExport && b == Terms::Aid)
    })
}

pub fn condition(case: &Case) -> Option<Cell> {
    words(
        case,
        case.said(|fact| fact.transfer.condition.as_ref().map(|slot| *slot.value())),
        |_, _| false,
    )
}

/// The word with most origins; `refines(a, b)`: `a` says more than `b`, and both are true.
fn words<T: Copy + PartialEq + std::fmt::Display + serde::Serialize>(
    case: &Case,
    said: Vec<Said<T>>,
    refines: fn(T, T) -> bool,
) -> Option<Cell> {
    let finer = |value: T| said.iter().filter(|other| refines(value, other.value)).count();
    let best = said
        .iter()
        .rev()
        .max_by_key(|said| (finer(said.value), case.origins_of(&said.by).len(), said.by.len()))?;
    let rivals: Vec<&Said<T>> = said.iter().filter(|other| other.value != best.value).collect();
    let disputed = rivals.iter().any(|other| !refines(best.value, other.value));
    let (verdict, reason) = match rivals.as_slice() {
        [] => (
            Verdict::Agreed,
            format!("{}, from {}", best.value, case.support(&best.by)),
        ),
        rivals => {
            let others: Vec<String> = rivals
                .iter()
                .map(|other| format!("“{}” ({})", other.value, case.support(&other.by)))
                .collect();
            let others = others.join(", ");
            if disputed {
                (
                    Verdict::Disputed,
                    format!("“{}” ({}) against {others}", best.value, case.support(&best.by)),
                )
            } else {
                (Verdict::Refined, format!("“{}” says more than {others}", best.value))
            }
        }
    };
    let rivals = rivals
        .into_iter()
        .map(|other| case.rival(super::wire(&other.value), other.value.to_string(), &other.by))
        .collect();
    Some(case.cell(
        super::wire(&best.value),
        best.value.to_string(),
        &best.by,
        verdict,
        reason,
        rivals,
    ))
}

/// All intermediaries that any claim names.
pub fn via(case: &Case) -> Option<Cell> {
    let by: Vec<_> = case.speaking().filter(|fact| !fact.transfer.via.is_empty()).collect();
    let parties = by
        .iter()
        .flat_map(|fact| &fact.transfer.via)
        .map(|slot| slot.value().as_str());
    let parties: Vec<&str> = parties.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let reason = format!("named by {}", case.support(&by));
    (!parties.is_empty()).then(|| {
        case.cell(
            Value::from(parties.clone()),
            parties.join(", "),
            &by,
            Verdict::Agreed,
            reason,
            Vec::new(),
        )
    })
}

pub fn covert(case: &Case) -> Option<Cell> {
    let said = case.said(|fact| fact.transfer.covert.as_ref().map(|slot| *slot.value()));
    let best = said.iter().find(|said| said.value).or(said.first())?;
    let shown = if best.value { "covert" } else { "open" };
    let reason = format!("said to be {shown} by {}", case.support(&best.by));
    Some(case.cell(
        Value::from(best.value),
        shown.to_owned(),
        &best.by,
        Verdict::Agreed,
        reason,
        Vec::new(),
    ))
}
