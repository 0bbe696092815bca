//! How do two names of places, or two descriptions of people and things, stand to each other, and which is shown?

use std::collections::BTreeSet;

use attache_model::{Cell, Verdict};
use serde_json::Value;

use crate::Comparison;
use crate::about::telling_words;
use crate::cells::{Case, Said, Told};

/// Do they name one place? A word in common speaks for it; two names without one may still be a town and its region.
pub fn compared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> Option<Comparison> {
    words("place", a, b, 0.7, -0.4)
}

/// Telling words in common, or none.
pub fn words(
    name: &'static str,
    a: &BTreeSet<String>,
    b: &BTreeSet<String>,
    common: f32,
    none: f32,
) -> Option<Comparison> {
    let shown = |words: &BTreeSet<String>| words.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    (!a.is_empty() && !b.is_empty()).then(|| Comparison {
        name,
        left: shown(a),
        right: shown(b),
        weight: if a.is_disjoint(b) { none } else { common },
    })
}

/// The words with most origins, the longest of those; words that have none in common with them are kept beside them.
pub fn cell<'a, F: Told<'a>>(case: &Case<'a, F>, pick: impl Fn(&'a F) -> Option<&'a str>) -> Option<Cell> {
    let said = case.said(|fact| pick(fact).map(str::trim).filter(|text| !text.is_empty()));
    let best = said.iter().max_by_key(|said| {
        (
            case.origins_of(&said.by).len(),
            said.value.len(),
            std::cmp::Reverse(said.value),
        )
    })?;
    let own = telling_words(best.value);
    let alike = |other: &&Said<'a, &str, F>| {
        let words = telling_words(other.value);
        words.is_subset(&own) || own.is_subset(&words) || !words.is_disjoint(&own)
    };
    let (with, beside): (Vec<_>, Vec<_>) = said.iter().partition(alike);
    let by: Vec<&F> = with.iter().flat_map(|said| said.by.iter().copied()).collect();
    let mut reason = format!("{}, from {}", best.value, case.support(&by));
    if !beside.is_empty() {
        let others: Vec<String> = beside
            .iter()
            .map(|other| format!("“{}” ({})", other.value, case.support(&other.by)))
            .collect();
        reason = format!("{reason}; also told as {}", others.join(", "));
    }
    let refined = with.iter().any(|other| telling_words(other.value).len() < own.len());
    let verdict = if refined { Verdict::Refined } else { Verdict::Agreed };
    let rivals = beside
        .iter()
        .map(|other| case.rival(Value::from(other.value), other.value.to_owned(), &other.by));
    let shown = best.value.to_owned();
    Some(case.cell(Value::from(best.value), shown, &by, verdict, reason, rivals.collect()))
}
