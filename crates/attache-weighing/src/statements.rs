//! Do two outlets that tell the same go back to one person's one statement?
//!
//! Two reporters at one press conference are independent in what they saw, not in what the minister said. Where claims of one record, told
//! within [`SAME_STATEMENT`] days, end with the same named person, office or document, that statement is their origin: for these claims
//! only, their articles remain two sources.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{ArticleId, Claim, ClaimId, Date, Evidence, EvidenceKind, Origin, OriginId, SourceKind};

use crate::evidence::day;

/// Days within which two outlets report one statement.
const SAME_STATEMENT: i32 = 3;

/// Gives the claims of one record that report one statement one origin, and returns these origins.
pub fn share(
    claims: &[&Claim],
    published: &BTreeMap<ArticleId, Date>,
    of_claim: &mut BTreeMap<ClaimId, OriginId>,
) -> Vec<Origin> {
    let mut by_speaker: BTreeMap<String, Vec<(i32, &Claim)>> = BTreeMap::new();
    for claim in claims {
        if let (Some(speaker), Some(on)) = (speaker(claim), published.get(&claim.article)) {
            by_speaker.entry(speaker).or_default().push((day(*on), claim));
        }
    }
    let mut shared = Vec::new();
    for mut reports in by_speaker.into_values() {
        reports.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
        for statement in reports.chunk_by(|a, b| b.0 - a.0 <= SAME_STATEMENT) {
            let claims: Vec<&Claim> = statement.iter().map(|(_, claim)| *claim).collect();
            let origins: BTreeSet<&OriginId> = claims.iter().filter_map(|claim| of_claim.get(&claim.id)).collect();
            if origins.len() > 1 {
                let origin = origin(&claims);
                for claim in claims {
                    of_claim.insert(claim.id.clone(), origin.id.clone());
                }
                shared.push(origin);
            }
        }
    }
    shared
}

/// The name under which the end of a chain is compared; `None` when it is nobody in particular.
fn speaker(claim: &Claim) -> Option<String> {
    let last = claim.sources.last()?;
    let told = matches!(
        last.kind,
        SourceKind::Official | SourceKind::Person | SourceKind::Expert | SourceKind::Document
    );
    // "A spokesman" may be anyone; a name has a capital that is not the first letter's.
    let words: Vec<&str> = last
        .name
        .split_whitespace()
        .filter(|word| !matches!(*word, "The" | "A" | "An"))
        .collect();
    let named = words.iter().any(|word| word.starts_with(char::is_uppercase));
    (told && named).then(|| words.join(" ").to_lowercase())
}

fn origin(claims: &[&Claim]) -> Origin {
    let name = claims[0]
        .sources
        .last()
        .map(|source| source.name.clone())
        .unwrap_or_default();
    let articles: BTreeSet<ArticleId> = claims.iter().map(|claim| claim.article.clone()).collect();
    let articles: Vec<ArticleId> = articles.into_iter().collect();
    let evidence = |other: &ArticleId| Evidence {
        kind: EvidenceKind::Citation,
        article: articles[0].clone(),
        other: Some(other.clone()),
        score: 0.75,
        what: format!("both report what {name} said"),
    };
    Origin {
        id: OriginId::of(["statement", claims[0].id.as_str()]),
        evidence: articles[1..].iter().map(evidence).collect(),
        name: name.clone(),
        articles: articles.clone(),
    }
}
