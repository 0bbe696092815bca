//! How are events and figures put together and reconciled?

mod making;

use attache_model::{Cell, Claim, Record, SlotName, Verdict};
use attache_weighing::{ArticleView, Weighed, weigh};
use making::{article, event, figure};

fn articles() -> Vec<ArticleView<'static>> {
    [
        "a 2023-09-27",
        "b 2023-10-05",
        "c 2024-06-13",
        "d 2024-06-14",
        "e 2024-06-14",
    ]
    .iter()
    .map(|head| article(head))
    .collect()
}

fn weighed(read: fn(&str) -> Claim, lines: &[&str]) -> Weighed {
    let claims: Vec<Claim> = lines.iter().map(|line| read(line)).collect();
    weigh(&articles(), &claims, &[])
}

/// The one record that the claims add up to.
fn one(read: fn(&str) -> Claim, lines: &[&str]) -> Record {
    let mut records = weighed(read, lines).records;
    assert_eq!(records.len(), 1, "{lines:?}");
    records.remove(0)
}

fn told(cell: &Cell) -> (&str, Verdict, &str) {
    (cell.shown.as_str(), cell.verdict, cell.reason.as_str())
}

#[test]
fn one_recall_told_by_two() {
    let record = one(
        event,
        &[
            "c | SANCTION withdraw | ARM > BLR | on 2024-06-13",
            "d | SANCTION withdraw | ARM, BLR > ? | on 2024-06-13 | at Yerevan",
        ],
    );
    assert_eq!(record.origins.len(), 2);
    assert_eq!(record.slots[&SlotName::Actors].shown, "ARM, BLR");
    assert_eq!(record.slots[&SlotName::Actors].verdict, Verdict::Refined);
    assert_eq!(record.slots[&SlotName::Mode].verdict, Verdict::Agreed);
    assert_eq!(record.slots[&SlotName::Place].shown, "Yerevan");
}

#[test]
fn events_that_are_not_one() {
    for (a, b, reason) in [
        (
            "c | CONSULT visit | AZE > BLR | on 2018-11-19",
            "d | CONSULT visit | AZE > BLR | on 2023-05-17",
            "days",
        ),
        (
            "c | CONSULT visit | AZE > BLR",
            "d | CONSULT visit | BLR > AZE",
            "sides",
        ),
        ("c | ACCUSE | ARM > BLR", "d | ACCUSE | ARM > RUS", "recipients"),
        ("c | ACCUSE | ARM > BLR", "d | SANCTION | ARM > BLR", "types"),
        (
            "a | ACCUSE | ARM > BLR",
            "d | ACCUSE | ARM > BLR",
            "undated, months apart",
        ),
        (
            "c | ASSAULT | AZE > ARM | at Lachin",
            "c | ASSAULT | AZE > ARM | at Shusha",
            "one report",
        ),
    ] {
        assert_eq!(weighed(event, &[a, b]).records.len(), 2, "{reason}");
    }
}

#[test]
fn what_was_announced_gives_way_to_what_was_done() {
    let record = one(
        event,
        &[
            "c | AGREE | AZE > BLR | on 2024-07 | planned",
            "d | CONSULT | AZE > BLR | on 2024-07-02",
        ],
    );
    let cell = &record.slots[&SlotName::Type];
    assert_eq!(
        told(cell),
        (
            "CONSULT",
            Verdict::Superseded,
            "CONSULT (1 origin) was announced as AGREE"
        )
    );
    assert_eq!(record.slots[&SlotName::Date].shown, "2024-07-02");
}

#[test]
fn an_event_that_someone_denies() {
    let record = one(
        event,
        &[
            "c | ASSAULT | AZE > ARM | on 2024-06-12 | by Yerevan",
            "c | ASSAULT | AZE > ARM | on 2024-06-12 | denied | by Baku",
        ],
    );
    let cell = &record.slots[&SlotName::Type];
    assert_eq!(
        told(cell),
        ("ASSAULT", Verdict::Denied, "ASSAULT, from 1 origin; denied by Baku")
    );
    assert!(record.denied);
}

#[test]
fn a_count_that_grew_is_a_series() {
    let record = one(
        figure,
        &[
            "a | displaced | 28000 | of ethnic Armenians | party ARM | as-of 2023-09-26",
            "b | displaced | ≥100000 | of ethnic Armenians | party ARM | as-of 2023-10-05",
        ],
    );
    assert_eq!(
        told(&record.slots[&SlotName::Value]),
        (
            "≥100,000",
            Verdict::Superseded,
            "≥100,000 (1 origin, as of 2023-10-05) is the later count than 28,000 (1 origin, as of 2023-09-26)"
        )
    );
    assert_eq!(record.slots[&SlotName::AsOf].shown, "2023-10-05");
    assert_eq!(record.slots[&SlotName::Value].rivals[0].shown, "28,000");
}

#[test]
fn some_200_and_over_200_are_one_number() {
    let record = one(
        figure,
        &[
            "a | killed | ~200 | of troops | party AZE | as-of 2023-09-20 | in ASSAULT",
            "b | killed | ≥200 | of troops | party AZE | as-of 2023-09-20 | in ASSAULT",
        ],
    );
    let (shown, verdict, _) = told(&record.slots[&SlotName::Value]);
    assert_eq!((shown, verdict), ("~200", Verdict::Agreed));
    assert!(record.slots[&SlotName::Value].rivals.is_empty());
    assert_eq!(record.slots[&SlotName::Value].origins.len(), 2);
}

#[test]
fn of_two_numbers_without_an_upper_end_the_larger_says_more() {
    let record = one(
        figure,
        &[
            "a | displaced | ≥1000 | of ethnic Armenians | party ARM | as-of 2023-10-05",
            "b | displaced | ≥100000 | of ethnic Armenians | party ARM | as-of 2023-10-05",
        ],
    );
    let (shown, verdict, _) = told(&record.slots[&SlotName::Value]);
    assert_eq!((shown, verdict), ("≥100,000", Verdict::Refined));
}

#[test]
fn what_two_tellers_count_at_one_time_is_disputed() {
    let record = one(
        figure,
        &[
            "a | items | 6 | of planes | party CHN | as-of 2022-04 | by Officials",
            "b | items | 12 | of planes | party CHN | as-of 2022-04 | by Sofia",
        ],
    );
    assert_eq!(record.slots[&SlotName::Value].verdict, Verdict::Disputed);
}

#[test]
fn a_day_is_not_two_days() {
    let record = one(
        figure,
        &[
            "a | duration | 24 hour | of the offensive | party AZE | as-of 2023-09-19 | in ASSAULT",
            "b | duration | 2 day | of the offensive | party AZE | as-of 2023-09 | in ASSAULT",
        ],
    );
    assert_eq!(record.slots[&SlotName::Value].verdict, Verdict::Disputed);
    let same = one(
        figure,
        &[
            "a | duration | 24 hour | of the offensive | party AZE | in ASSAULT",
            "b | duration | 1 day | of the offensive | party AZE | in ASSAULT",
        ],
    );
    assert_eq!(same.slots[&SlotName::Value].verdict, Verdict::Agreed);
}

#[test]
fn a_small_difference_is_called_one() {
    let record = one(
        figure,
        &[
            "a | area | 4400 km² | of the enclave | at Nagorno-Karabakh",
            "b | area | 4500 km² | of the enclave | at Nagorno-Karabakh",
        ],
    );
    let (_, verdict, reason) = told(&record.slots[&SlotName::Value]);
    assert_eq!(verdict, Verdict::Disputed);
    assert!(reason.ends_with("; a small difference"), "{reason}");
}

#[test]
fn figures_that_are_not_one() {
    for (a, b, reason) in [
        (
            "a | killed | 200 | party ARM",
            "b | killed | 200 | party AZE",
            "parties",
        ),
        (
            "a | share | 70 % | party AZE | from ISR",
            "b | share | 70 % | party AZE | from RUS",
            "suppliers",
        ),
        (
            "a | area | 4400 km² | at Karabakh",
            "b | area | 4400 USD | at Karabakh",
            "units",
        ),
        (
            "a | killed | 20 | party ARM | at Lachin",
            "a | killed | 90 | party ARM | at Lachin",
            "one report",
        ),
        (
            "a | killed | 20 | party ARM | as-of 2020-10-01",
            "b | killed | 20 | party ARM | as-of 2023-09-20",
            "days",
        ),
    ] {
        assert_eq!(weighed(figure, &[a, b]).records.len(), 2, "{reason}");
    }
}

#[test]
fn a_number_that_someone_denies() {
    let record = one(
        figure,
        &[
            "a | killed | 11 | of people | party SDN | as-of 2023-09-21 | by the army",
            "a | killed | 11 | of people | party SDN | as-of 2023-09-21 | denied | by the rebels",
        ],
    );
    assert_eq!(
        told(&record.slots[&SlotName::Value]),
        ("11", Verdict::Denied, "11, from 1 origin; denied by the rebels")
    );
}
