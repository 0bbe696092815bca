//! How much is the evidence behind a record worth?
//!
//! A measure that a researcher can work out by hand, not a probability. In three steps:
//!
//! 1. A claim is worth `reading × certainty × evidence`: how likely it is read rightly (1 when a person confirmed it), how sure the one who
//!    says it is ([`certainty`]), and of what kind the end of its chain of sources is ([`evidence`]).
//! 2. An origin is worth its best claim: repeating adds nothing. Independent origins add up as independent chances, `1 − ∏(1 − origin)`.
//! 3. Denials are weighed in the same way, and take away up to half: `affirmed × (1 − denied / 2)`. Rumour never hardens: the score is never
//!    above the certainty of the surest claim. What only denials tell is worth 0, and so is what was rejected.

use std::collections::BTreeMap;

use attache_model::{Certainty, Claim, ClaimId, Confidence, OriginId, Polarity, Record, Review, SourceKind};

use crate::rulings::Rulings;

/// By how sure the one who says it is.
fn certainty(certainty: Certainty) -> f32 {
    match certainty {
        Certainty::Asserted => 1.0,
        Certainty::Likely => 0.7,
        Certainty::Possible => 0.4,
    }
}

/// By what the chain of sources ends with: documents and data can be checked, the unnamed cannot be asked.
fn evidence(last: Option<SourceKind>) -> f32 {
    match last {
        Some(SourceKind::Document | SourceKind::Data) => 0.8,
        Some(SourceKind::Official) => 0.65,
        Some(SourceKind::Expert | SourceKind::Person) => 0.6,
        Some(SourceKind::Outlet | SourceKind::Agency) | None => 0.6,
        Some(SourceKind::Unnamed) => 0.4,
    }
}

/// What the claims of a record are worth together. `claims` are those of the record.
pub fn confidence<'a>(
    record: &Record,
    claims: impl Fn(&ClaimId) -> Option<&'a Claim>,
    origins: &BTreeMap<ClaimId, OriginId>,
    rulings: &Rulings,
) -> Confidence {
    if record.review == Review::Rejected {
        return Confidence {
            score: 0.0,
            why: "every claim was rejected".to_owned(),
        };
    }
    let mut affirmed: BTreeMap<&OriginId, f32> = BTreeMap::new();
    let mut denied: BTreeMap<&OriginId, f32> = BTreeMap::new();
    let mut surest: f32 = 0.0;
    for id in record.claims.iter().filter(|id| rulings.rejection(id).is_none()) {
        let (Some(claim), Some(origin)) = (claims(id), origins.get(id)) else {
            continue;
        };
        let reading = if rulings.confirmation(id).is_some() {
            1.0
        } else {
            claim.confidence
        };
        let sure = certainty(claim.stance.certainty);
        let worth = reading * sure * evidence(claim.sources.last().map(|source| source.kind));
        let side = if claim.stance.polarity == Polarity::Denied {
            &mut denied
        } else {
            surest = surest.max(sure);
            &mut affirmed
        };
        let known = side.entry(origin).or_default();
        *known = known.max(worth);
    }
    let together =
        |origins: &BTreeMap<&OriginId, f32>| 1.0 - origins.values().map(|worth| 1.0 - worth).product::<f32>();
    let (for_it, against) = (together(&affirmed), together(&denied));
    let score = (for_it * (1.0 - against / 2.0)).min(surest);
    Confidence {
        score,
        why: told(&affirmed, &denied, for_it, against, score, surest),
    }
}

/// The sum as it is worked out: `0.78 = 1 − (1 − 0.60)(1 − 0.45)`.
fn told(
    affirmed: &BTreeMap<&OriginId, f32>,
    denied: &BTreeMap<&OriginId, f32>,
    for_it: f32,
    against: f32,
    score: f32,
    surest: f32,
) -> String {
    if affirmed.is_empty() {
        return "only told in denials".to_owned();
    }
    let together = |origins: &BTreeMap<&OriginId, f32>| {
        let mut worth: Vec<f32> = origins.values().copied().collect();
        worth.sort_by(|a, b| b.total_cmp(a));
        match worth.as_slice() {
            [one] => format!("{one:.2}, of one origin"),
            [first, second, third, .., last] if worth.len() > 4 => {
                format!(
                    "1 − (1 − {first:.2})(1 − {second:.2})(1 − {third:.2})…(1 − {last:.2}), of {} origins",
                    worth.len()
                )
            }
            several => {
                let factors: String = several.iter().map(|worth| format!("(1 − {worth:.2})")).collect();
                format!("1 − {factors}, of {} origins", several.len())
            }
        }
    };
    let mut why = format!("affirmed {for_it:.2} = {}", together(affirmed));
    if !denied.is_empty() {
        why = format!(
            "{why}; denied {against:.2} = {}, which takes away half of that",
            together(denied)
        );
    }
    if score >= surest && surest < 1.0 {
        why = format!("{why}; no more than {surest:.2}, as nobody says it outright");
    }
    why
}
