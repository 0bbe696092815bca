//! What holds for any claims at all?

mod making;

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Claim, ClaimId};
use attache_weighing::{ArticleView, Weighed, weigh};
use making::{article, claim};
use proptest::prelude::*;

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

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    prop::collection::vec(line(), 1..25).prop_map(|lines| {
        let claims: BTreeMap<ClaimId, Claim> = lines
            .iter()
            .map(|line| claim(line.trim().trim_end_matches('|')))
            .map(|claim| (claim.id.clone(), claim))
            .collect();
        claims.into_values().collect()
    })
}

fn articles() -> Vec<ArticleView<'static>> {
    ["a 2020-06-01", "b 2020-06-02", "c 2022-01-10", "d 2024-05-05", "e"]
        .iter()
        .map(|head| article(head))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_does_not_matter((claims, shuffled) in claims().prop_flat_map(|claims| (Just(claims.clone()), Just(claims).prop_shuffle())), turn in 0_usize..5) {
        let mut turned = articles();
        turned.rotate_left(turn);
        prop_assert_eq!(weigh(&articles(), &claims, &[]), weigh(&turned, &shuffled, &[]));
    }

    #[test]
    fn twice_is_once(claims in claims()) {
        let doubled: Vec<Claim> = claims.iter().chain(&claims).cloned().collect();
        let articles: Vec<ArticleView> = articles().into_iter().chain(articles()).collect();
        prop_assert_eq!(weigh(&articles[..5], &claims, &[]), weigh(&articles, &doubled, &[]));
    }

    #[test]
    fn nothing_is_lost(claims in claims()) {
        let Weighed { records, origins, claim_origins, joins, .. } = weigh(&articles(), &claims, &[]);
        let mut held: Vec<&ClaimId> = records.iter().flat_map(|record| &record.claims).collect();
        held.sort();
        prop_assert_eq!(held, claims.iter().map(|claim| &claim.id).collect::<Vec<_>>(), "each claim in exactly one record");
        let ids: BTreeSet<_> = records.iter().map(|record| &record.id).collect();
        prop_assert_eq!(ids.len(), records.len(), "ids are distinct");
        prop_assert_eq!(joins.len() + records.len(), claims.len(), "joins connect each record and no more");
        let known: BTreeSet<_> = origins.iter().map(|origin| &origin.id).collect();
        for record in &records {
            prop_assert!(!record.origins.is_empty());
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
