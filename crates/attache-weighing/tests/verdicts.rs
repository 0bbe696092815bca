//! What does a record say when its claims agree, refine, supersede, dispute or deny one another?

mod making;

use attache_model::{Claim, Record, SlotName, Verdict};
use attache_weighing::{ArticleView, Weighed, weigh};
use making::{article, claim};

fn weighed(articles: &[&str], claims: &[&str]) -> Weighed {
    let articles: Vec<ArticleView> = articles.iter().map(|head| article(head)).collect();
    let claims: Vec<Claim> = claims.iter().map(|line| claim(line)).collect();
    weigh(&articles, &claims, &[])
}

const ARTICLES: &[&str] = &["a 2022-03-01", "b 2022-03-02", "c 2023-06-01", "d 2024-01-10"];

fn one(claims: &[&str]) -> Record {
    let mut records = weighed(ARTICLES, claims).records;
    assert_eq!(records.len(), 1, "{records:#?}");
    records.remove(0)
}

fn check(claims: &[&str], slot: SlotName, shown: &str, verdict: Verdict, reason: &str) {
    let record = one(claims);
    let cell = &record.slots[&slot];
    assert_eq!(
        (cell.shown.as_str(), cell.verdict, cell.reason.as_str()),
        (shown, verdict, reason),
        "{cell:#?}"
    );
}

#[test]
fn agreed() {
    check(
        &[
            "a | DEU > UKR | Leopard 2A6 | approved | 14",
            "b | DEU > UKR | Leopard 2A6 | approved | 14",
        ],
        SlotName::Quantity,
        "14",
        Verdict::Agreed,
        "14, from 2 origins",
    );
    check(
        &[
            "a | DEU > UKR | Leopard 2A6 | approved | ~200",
            "b | DEU > UKR | Leopard 2A6 | approved | ≥200",
        ],
        SlotName::Quantity,
        "~200",
        Verdict::Agreed,
        "~200, from 2 origins",
    );
}

#[test]
fn refined() {
    check(
        &[
            "a | USA > POL | F-16 (aircraft) | ordered",
            "b | USA > POL | F-16C (aircraft) | ordered",
        ],
        SlotName::Weapon,
        "F-16C",
        Verdict::Refined,
        "F-16C (1 origin) is told more exactly than F-16 (1 origin)",
    );
    check(
        &[
            "a | USA > POL | F-16 (aircraft) | ordered | ≥40",
            "b | USA > POL | F-16 (aircraft) | ordered | 48",
        ],
        SlotName::Quantity,
        "48",
        Verdict::Refined,
        "48 lies within ≥40",
    );
    check(
        &[
            "c | BLR > AZE | S-300 | delivered | delivered 2018/2022",
            "d | BLR > AZE | S-300 | delivered | delivered 2020",
        ],
        SlotName::Delivered,
        "2020",
        Verdict::Refined,
        "2020 (1 origin) lies within 2018/2022 (1 origin)",
    );
}

#[test]
fn superseded() {
    check(
        &[
            "a | DEU > UKR | Leopard 2A6 | delivered | 12",
            "c | DEU > UKR | Leopard 2A6 | delivered | 18",
        ],
        SlotName::Quantity,
        "18",
        Verdict::Superseded,
        "18 (1 origin) is the later word than 12 (1 origin)",
    );
    // The same ministry counts again; another one's count is an opinion.
    check(
        &[
            "a | DEU > UKR | Leopard 2A6 | delivered | 12 | by Ministry of Defence",
            "b | DEU > UKR | Leopard 2A6 | delivered | 18 | by Ministry of Defence",
        ],
        SlotName::Quantity,
        "18",
        Verdict::Superseded,
        "18 (1 origin) is the later word than 12 (1 origin)",
    );
    check(
        &[
            "a | DEU > UKR | Leopard 2A6 | delivered | 12 | by Ministry of Defence",
            "c | DEU > UKR | Leopard 2A6 | delivered | 18 | by Colonel Petrov",
        ],
        SlotName::Quantity,
        "18",
        Verdict::Disputed,
        "18 (1 origin) against 12 (1 origin)",
    );
    check(
        &[
            "a | DEU > UKR | Leopard 2A6 | approved | planned",
            "c | DEU > UKR | Leopard 2A6 | delivered",
        ],
        SlotName::Stage,
        "delivered",
        Verdict::Superseded,
        "delivered (1 origin) goes further than approved (1 origin)",
    );
    check(
        &[
            "a | FRA > COL | F-16 (aircraft) | ordered",
            "c | FRA > COL | F-16 (aircraft) | cancelled",
        ],
        SlotName::Stage,
        "cancelled",
        Verdict::Superseded,
        "cancelled (1 origin) came after ordered (1 origin)",
    );
    // A part held back does not stop the deal.
    check(
        &[
            "a | TUR > ETH | TB2 | ordered | 8",
            "c | TUR > ETH | TB2 | suspended | 2",
        ],
        SlotName::Stage,
        "ordered",
        Verdict::Agreed,
        "ordered (1 origin), beside suspended (1 origin)",
    );
}

#[test]
fn disputed() {
    check(
        &[
            "a | SUN > ZWE | MiG-29 (aircraft) | ordered | 12",
            "b | SUN > ZWE | MiG-29 (aircraft) | ordered | 14",
        ],
        SlotName::Quantity,
        "14",
        Verdict::Disputed,
        "14 (1 origin) against 12 (1 origin)",
    );
    check(
        &[
            "a | SUN > ZWE | MiG-29 (aircraft) | ordered | value 3e9 USD",
            "b | SUN > ZWE | MiG-29 (aircraft) | ordered | value 4e9 USD",
        ],
        SlotName::Value,
        "USD 4bn",
        Verdict::Disputed,
        "USD 4bn (1 origin) against USD 3bn (1 origin)",
    );
}

#[test]
fn ordered_and_delivered_numbers_are_no_rivals() {
    check(
        &[
            "a | DEU > UKR | Leopard 2A6 | ordered | 18",
            "b | DEU > UKR | Leopard 2A6 | delivered | 4",
        ],
        SlotName::Quantity,
        "4",
        Verdict::Agreed,
        "4, from 1 origin",
    );
}

#[test]
fn denied() {
    let claims = [
        "a | IRN > ETH | Mohajer-6 (uncrewed aircraft) | delivered",
        "b | IRN > ETH | Mohajer-6 (uncrewed aircraft) | delivered | denied | by Yilma Merdasa",
    ];
    check(
        &claims,
        SlotName::Stage,
        "delivered",
        Verdict::Denied,
        "delivered, from 1 origin; denied by Yilma Merdasa",
    );
    let record = one(&claims);
    assert!(record.denied && !record.hedged);
    assert_eq!(record.origins.len(), 2);
    check(
        &["b | IRN > ETH | Mohajer-6 (uncrewed aircraft) | delivered | denied | by Yilma Merdasa"],
        SlotName::Stage,
        "delivered",
        Verdict::Denied,
        "delivered, denied by Yilma Merdasa; nobody here affirms it",
    );
}

#[test]
fn rumour_never_hardens() {
    let hedged = [
        "a | IRN > SDN | Mohajer-6 (uncrewed aircraft) | delivered | likely",
        "b | IRN > SDN | Mohajer-6 (uncrewed aircraft) | delivered | likely",
    ];
    assert!(one(&hedged).hedged);
    let sure = [
        "a | IRN > SDN | Mohajer-6 (uncrewed aircraft) | delivered | likely",
        "b | IRN > SDN | Mohajer-6 (uncrewed aircraft) | ordered",
    ];
    let record = one(&sure);
    assert!(!record.hedged);
    assert_eq!(record.slots[&SlotName::Stage].shown, "ordered");
}

#[test]
fn two_deals_stay_two() {
    for claims in [
        [
            "a | ISR > COL | Kfir C7 (aircraft) | delivered | delivered 1989",
            "a | ISR > COL | Kfir C7 (aircraft) | delivered | agreed 2008",
        ],
        [
            "a | USA > POL | F-16 (aircraft) | ordered",
            "a | USA > POL | F-35 (aircraft) | ordered",
        ],
        [
            "a | USA > POL | arms (unspecified) | approved | value 3.5e8 USD",
            "a | USA > POL | arms (unspecified) | approved | value 8e9 USD",
        ],
        [
            "a | EST > UKR | rifles (small arms and light weapons) | approved",
            "a | EST > UKR | pistols (small arms and light weapons) | approved",
        ],
    ] {
        assert_eq!(weighed(ARTICLES, &claims).records.len(), 2, "{claims:?}");
    }
}

#[test]
fn general_statements_open_no_record_beside_a_better_one() {
    let record = one(&[
        "a | BLR > AZE | S-300 (air-defence systems) | delivered | delivered 2018/2022",
        "b | BLR > AZE | arms (unspecified) | delivered",
    ]);
    assert_eq!(record.claims.len(), 2);
    assert_eq!(record.slots[&SlotName::Category].shown, "air-defence systems");
    let alone = one(&[
        "a | BLR > AZE | arms (unspecified) | delivered",
        "b | BLR > AZE | weapons (unspecified) | delivered",
    ]);
    assert_eq!(alone.origins.len(), 2);
}

#[test]
fn an_unknown_supplier_may_be_the_known_one() {
    let weighed = weighed(
        ARTICLES,
        &[
            "a | USA > SAU | F-15SA (aircraft) | delivered | 4",
            "b | ? > SAU | F-15SA (aircraft) | delivered | 4",
        ],
    );
    assert_eq!(weighed.records.len(), 1);
    assert_eq!(weighed.records[0].slots[&SlotName::Supplier].shown, "USA");
    assert_eq!(
        weighed.joins[0]
            .comparisons
            .iter()
            .find(|comparison| comparison.name == "parties")
            .unwrap()
            .weight,
        -2.0
    );
}
