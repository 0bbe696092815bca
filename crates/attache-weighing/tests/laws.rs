//! What holds for any claims at all?

mod making;

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Claim, ClaimId, Decision, Kind, Record, Ruling, SlotName};
use attache_weighing::{ArticleView, Weighed, weigh};
use making::{article, claim, decision, event, figure, seen};
use proptest::prelude::*;
use serde_json::json;

fn line() -> impl Strategy<Value = String> {
    let article = prop::sample::select(vec!["a", "b", "c", "d", "e", "lost"]);
    let parties = prop::sample::select(vec!["USA > POL", "USA > UKR", "? > POL", "USA > ?", "? > ?"]);
    let weapon = prop::sample::select(vec![
        "F-16 (aircraft)",
        "F-16C (aircraft)",
        "F-35 (aircraft)",
        "jets (aircraft)",
        "M1A1 Abrams",
        "tanks",
        "arms (unspecified)",
        "helicopters (aircraft)",
    ]);
    let stage = prop::sample::select(vec![
        "sought",
        "approved",
        "ordered",
        "delivered",
        "suspended",
        "cancelled",
    ]);
    let more = prop::sample::subsequence(
        vec![
            "12",
            "≥10",
            "agreed 2020-05",
            "delivered 2021/2022",
            "delivered 2024",
            "value 3e9 USD",
            "denied",
            "likely",
            "planned",
            "by X",
            "citing AP",
        ],
        0..4,
    );
    (article, parties, weapon, stage, more).prop_map(|(article, parties, weapon, stage, more)| {
        format!("{article} | {parties} | {weapon} | {stage} | {} ", more.join(" | ")).replace("|  ", "")
    })
}

fn event_line() -> impl Strategy<Value = String> {
    let article = prop::sample::select(vec!["a", "b", "c", "d", "lost"]);
    let kind = prop::sample::select(vec![
        "CONSULT visit",
        "SANCTION withdraw",
        "AGREE",
        "ASSAULT",
        "CONCEDE",
    ]);
    let sides = prop::sample::select(vec!["ARM > BLR", "ARM, BLR > ?", "BLR > ARM", "AZE > ARM", "? > ?"]);
    let more = prop::sample::subsequence(
        vec![
            "on 2020-05-30",
            "on 2020-05",
            "at Baku",
            "denied",
            "planned",
            "by Minister Petrov",
        ],
        0..4,
    );
    (article, kind, sides, more).prop_map(|(article, kind, sides, more)| joined(&[article, kind, sides], &more))
}

fn figure_line() -> impl Strategy<Value = String> {
    let article = prop::sample::select(vec!["a", "b", "c", "d", "lost"]);
    let count = prop::sample::select(vec![
        "killed | 20",
        "killed | ~20",
        "displaced | 28000",
        "displaced | ≥100000",
        "area | 4400 km²",
    ]);
    let more = prop::sample::subsequence(
        vec![
            "of troops",
            "party ARM",
            "party AZE",
            "as-of 2020-05-30",
            "as-of 2020",
            "at Baku",
            "denied",
            "by Minister Petrov",
        ],
        0..5,
    );
    (article, count, more).prop_map(|(article, count, more)| joined(&[article, count], &more))
}

fn joined(head: &[&str], more: &[&str]) -> String {
    head.iter().chain(more).copied().collect::<Vec<_>>().join(" | ")
}

/// Claims of all kinds.
fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let transfers = prop::collection::vec(line(), 1..20);
    let events = prop::collection::vec(event_line(), 0..10);
    let figures = prop::collection::vec(figure_line(), 0..10);
    (transfers, events, figures).prop_map(|(transfers, events, figures)| {
        let transfers = transfers.iter().map(|line| claim(line.trim().trim_end_matches('|')));
        let events = events.iter().map(|line| event(line));
        let figures = figures.iter().map(|line| figure(line));
        let claims = transfers.chain(events).chain(figures);
        let claims: BTreeMap<ClaimId, Claim> = claims.map(|claim| (claim.id.clone(), claim)).collect();
        claims.into_values().collect()
    })
}

/// Some claims, and what people decide about them.
fn decided() -> impl Strategy<Value = (Vec<Claim>, Vec<Decision>)> {
    let choice = (
        0..5_usize,
        prop::collection::vec(any::<prop::sample::Index>(), 2..5),
        1..28_u8,
    );
    (claims(), prop::collection::vec(choice, 0..6)).prop_map(|(claims, choices)| {
        let decide = |(kind, picks, day): (usize, Vec<prop::sample::Index>, u8)| {
            let first = picks[0].get(&claims);
            let mut picked: Vec<&Claim> = picks.iter().map(|pick| pick.get(&claims)).collect();
            picked.retain(|claim| claim.kind() == first.kind());
            let (one, others) = (seen(&[first]), seen(&picked[1..]));
            let what = match kind {
                0 => Ruling::Confirm { claims: one },
                1 => Ruling::Reject { claims: one },
                2 => Ruling::Merge { claims: seen(&picked) },
                3 => Ruling::Split {
                    claims: one,
                    from: others,
                },
                _ => {
                    let (slot, value) = match first.kind() {
                        Kind::Transfer => (SlotName::Recipient, json!("POL")),
                        Kind::Event => (SlotName::Place, json!("Baku")),
                        Kind::Figure => (SlotName::Party, json!("ARM")),
                    };
                    Ruling::Correct {
                        claims: one,
                        slot,
                        value,
                    }
                }
            };
            decision(day, "ann", what, &["a"])
        };
        let decisions = choices.into_iter().map(decide).collect();
        (claims, decisions)
    })
}

fn articles() -> Vec<ArticleView<'static>> {
    ["a 2020-06-01", "b 2020-06-02", "c 2022-01-10", "d 2024-05-05", "e"]
        .iter()
        .map(|head| article(head))
        .collect()
}

/// A decision of Ann's, on that day.
fn decision_of(day: u8, what: Ruling) -> Decision {
    decision(day, "ann", what, &["a"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_does_not_matter(
        (claims, decisions, shuffled, redecided) in decided().prop_flat_map(|(claims, decisions)| {
            (Just(claims.clone()), Just(decisions.clone()), Just(claims).prop_shuffle(), Just(decisions).prop_shuffle())
        }),
        turn in 0_usize..5,
    ) {
        let mut turned = articles();
        turned.rotate_left(turn);
        prop_assert_eq!(weigh(&articles(), &claims, &decisions), weigh(&turned, &shuffled, &redecided));
    }

    #[test]
    fn twice_is_once((claims, decisions) in decided()) {
        let doubled: Vec<Claim> = claims.iter().chain(&claims).cloned().collect();
        let redecided: Vec<Decision> = decisions.iter().chain(&decisions).cloned().collect();
        let articles: Vec<ArticleView> = articles().into_iter().chain(articles()).collect();
        prop_assert_eq!(weigh(&articles[..5], &claims, &decisions), weigh(&articles, &doubled, &redecided));
    }

    #[test]
    fn what_is_undone_was_never_decided((claims, mut decisions) in decided()) {
        let undo = |decision: &Decision| decision_of(29, Ruling::Undo { decision: decision.id.clone() });
        let undos: Vec<Decision> = decisions.iter().map(undo).collect();
        decisions.extend(undos);
        let (undone, never) = (weigh(&articles(), &claims, &decisions), weigh(&articles(), &claims, &[]));
        prop_assert_eq!(undone.records, never.records);
        prop_assert_eq!(undone.origins, never.origins);
    }

    #[test]
    fn judgements_of_different_claims_commute(claims in claims(), picks in prop::array::uniform2(any::<prop::sample::Index>())) {
        let [a, b] = picks.map(|pick| pick.get(&claims).clone());
        prop_assume!(a.id != b.id);
        let reject = |day, claim: &Claim| decision_of(day, Ruling::Reject { claims: seen(&[claim]) });
        let confirm = |day, claim: &Claim| decision_of(day, Ruling::Confirm { claims: seen(&[claim]) });
        let one = weigh(&articles(), &claims, &[reject(1, &a), confirm(2, &b)]);
        let other = weigh(&articles(), &claims, &[reject(2, &a), confirm(1, &b)]);
        let plain = |records: Vec<Record>| -> Vec<Record> {
            // Only the decisions' own names may differ: they say when each was made.
            records.into_iter().map(|record| Record { decisions: vec![], conflicts: vec![], ..record }).collect()
        };
        prop_assert_eq!(plain(one.records), plain(other.records));
    }

    #[test]
    fn nothing_is_lost((claims, decisions) in decided()) {
        let Weighed { records, origins, claim_origins, joins, standings, .. } = weigh(&articles(), &claims, &decisions);
        prop_assert!(decisions.iter().all(|decision| standings.contains_key(&decision.id)));
        let mut held: Vec<&ClaimId> = records.iter().flat_map(|record| &record.claims).collect();
        held.sort();
        prop_assert_eq!(held, claims.iter().map(|claim| &claim.id).collect::<Vec<_>>(), "each claim in exactly one record");
        let ids: BTreeSet<_> = records.iter().map(|record| &record.id).collect();
        prop_assert_eq!(ids.len(), records.len(), "ids are distinct");
        prop_assert_eq!(joins.len() + records.len(), claims.len(), "joins connect each record and no more");
        let known: BTreeSet<_> = origins.iter().map(|origin| &origin.id).collect();
        for record in &records {
            prop_assert!(!record.origins.is_empty());
            prop_assert!((0.0..=1.0).contains(&record.confidence.score));
            prop_assert!(record.origins.iter().all(|origin| known.contains(origin)));
            let mine: BTreeSet<&ClaimId> = record.claims.iter().collect();
            for cell in record.slots.values() {
                prop_assert!(!cell.claims.is_empty() && cell.claims.iter().all(|claim| mine.contains(claim)));
                prop_assert!(cell.origins.len() <= cell.claims.len());
                prop_assert!(cell.rivals.iter().all(|rival| !rival.claims.is_empty() && rival.claims.iter().all(|claim| mine.contains(claim))));
            }
        }
        prop_assert_eq!(claim_origins.len(), claims.len());
    }

    #[test]
    fn support_is_at_most_the_articles(lines in prop::collection::vec(line(), 1..25)) {
        // Without citations: one article may pass on the reports of several outlets.
        let claims: Vec<Claim> = lines.iter().map(|line| claim(line.replace("| citing AP", "").trim().trim_end_matches('|'))).collect();
        for record in weigh(&articles(), &claims, &[]).records {
            prop_assert!(record.origins.len() <= record.articles.len());
        }
    }
}
