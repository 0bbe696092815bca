//! Which weapon is it, at the finest that the claims tell?

use attache_model::{Category, Cell, Verdict};
use serde_json::Value;

use super::{Case, Said};
use crate::transfers::designation::{Designation, Kinship};

pub fn weapon(case: &Case) -> Option<Cell> {
    let said = case.said(|fact| fact.designation.clone());
    if said.is_empty() {
        return described(case);
    }
    let finer = |designation: &Designation| {
        said.iter()
            .filter(|other| designation.kinship(&other.value) == Kinship::VariantOf)
            .count()
    };
    let best = said
        .iter()
        .rev()
        .max_by_key(|said| (finer(&said.value), case.origins_of(&said.by).len(), said.by.len()))?;
    let shown = best.value.shown.clone();
    let coarser: Vec<&Said<Designation>> = said
        .iter()
        .filter(|other| best.value.kinship(&other.value) != Kinship::Same)
        .collect();
    if coarser.is_empty() {
        let by: Vec<_> = said.iter().flat_map(|said| said.by.iter().copied()).collect();
        let reason = format!("{shown}, from {}", case.support(&by));
        return Some(case.cell(
            Value::from(shown.as_str()),
            shown,
            &by,
            Verdict::Agreed,
            reason,
            Vec::new(),
        ));
    }
    let names: Vec<String> = coarser
        .iter()
        .map(|other| format!("{} ({})", other.value.shown, case.support(&other.by)))
        .collect();
    let reason = format!(
        "{shown} ({}) is told more exactly than {}",
        case.support(&best.by),
        names.join(", ")
    );
    let rivals = coarser
        .iter()
        .map(|other| {
            case.rival(
                Value::from(other.value.shown.as_str()),
                other.value.shown.clone(),
                &other.by,
            )
        })
        .collect();
    Some(case.cell(
        Value::from(shown.as_str()),
        shown,
        &best.by,
        Verdict::Refined,
        reason,
        rivals,
    ))
}

/// No claim has a designation: the longest description.
fn described(case: &Case) -> Option<Cell> {
    let said = case.said(|fact| {
        let weapon = fact.transfer.weapon.as_ref().map(|slot| slot.value())?;
        Some(weapon.description.trim()).filter(|description| !description.is_empty())
    });
    let best = said.iter().max_by_key(|said| {
        (
            case.origins_of(&said.by).len(),
            said.value.len(),
            std::cmp::Reverse(said.value),
        )
    })?;
    let by: Vec<_> = said.iter().flat_map(|said| said.by.iter().copied()).collect();
    let reason = format!("no designation; described by {}", case.support(&by));
    Some(case.cell(
        Value::from(best.value),
        best.value.to_owned(),
        &by,
        Verdict::Agreed,
        reason,
        Vec::new(),
    ))
}

pub fn category(case: &Case) -> Option<Cell> {
    let said = case.said(|fact| Some(fact.category));
    let named = |said: &Said<Category>| said.value != Category::Unspecified;
    let best = said
        .iter()
        .rev()
        .max_by_key(|said| (named(said), case.origins_of(&said.by).len(), said.by.len()))?;
    let shown = best.value.to_string();
    let rivals: Vec<&Said<Category>> = said
        .iter()
        .filter(|other| other.value != best.value && named(other))
        .collect();
    let (verdict, reason) = match rivals.as_slice() {
        [] => (Verdict::Agreed, format!("{shown}, from {}", case.support(&best.by))),
        rivals => {
            let others: Vec<String> = rivals.iter().map(|other| other.value.to_string()).collect();
            (
                Verdict::Refined,
                format!("{shown} for most claims, {} for parts of it", others.join(", ")),
            )
        }
    };
    let rivals = rivals
        .iter()
        .map(|other| case.rival(Value::from(other.value.as_str()), other.value.to_string(), &other.by))
        .collect();
    Some(case.cell(Value::from(shown.as_str()), shown, &best.by, verdict, reason, rivals))
}
