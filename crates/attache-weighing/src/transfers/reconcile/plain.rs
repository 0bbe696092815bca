//! Parties, terms, condition, intermediaries, secrecy: which word is shown?

use attache_model::{Cell, Terms, Verdict};
use serde_json::Value;

use super::Case;

pub fn party(case: &Case, supplier: bool) -> Option<Cell> {
    let said = case.said(|fact| {
        let side = if supplier { &fact.pair.0 } else { &fact.pair.1 };
        (side != "?").then_some(side.as_str())
    });
    case.word(&said, |_, _| false)
}

pub fn terms(case: &Case) -> Option<Cell> {
    // Arms passed on or built under licence are sold, too.
    case.word(&case.said(|fact| fact.terms), |a, b| {
        let special = matches!(a, Terms::ReExport | Terms::LicensedProduction | Terms::Smuggling);
        (special && *b == Terms::Sale) || (*a == Terms::ReExport && *b == Terms::Aid)
    })
}

pub fn condition(case: &Case) -> Option<Cell> {
    let said = case.said(|fact| fact.transfer.condition.as_ref().map(|slot| *slot.value()));
    case.word(&said, |_, _| false)
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
