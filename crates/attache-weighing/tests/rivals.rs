//! Which values of a slot are rivals at all, and how do several of them stand to each other?
//!
//! Small stories of other wars: each is a few claims, what the slot shows, its verdict, and each rival with its own standing where it has one.

mod making;

use attache_model::{Category, Claim, ClaimKind, Record, Rival, Slot, SlotName, Verdict, Weapon};
use attache_weighing::{ArticleView, weigh};
use making::{article, claim, figure};

fn articles() -> Vec<ArticleView<'static>> {
    [
        "a 1986-04-02",
        "b 1986-04-05",
        "c 1986-04-05",
        "d 1987-06-20",
        "e 1987-06-20",
    ]
    .map(article)
    .into()
}

fn records(read: fn(&str) -> Claim, lines: &[&str]) -> Vec<Record> {
    let claims: Vec<Claim> = lines.iter().map(|line| read(line)).collect();
    weigh(&articles(), &claims, &[]).records
}

/// What the slot of the one record shows, its verdict, and its rivals.
fn check(read: fn(&str) -> Claim, lines: &[&str], slot: SlotName, shown: &str, verdict: Verdict, rivals: &[&str]) {
    let records = records(read, lines);
    assert_eq!(records.len(), 1, "{lines:?}");
    let cell = &records[0].slots[&slot];
    let rival = |rival: &Rival| match rival.verdict {
        Some(verdict) => format!("{} {verdict}", rival.shown),
        None => rival.shown.clone(),
    };
    let found: Vec<String> = cell.rivals.iter().map(rival).collect();
    assert_eq!((cell.shown.as_str(), cell.verdict), (shown, verdict), "{cell:#?}");
    assert_eq!(found, rivals, "{cell:#?}");
}

#[test]
fn a_toll_is_raised_by_one_side_and_contradicted_by_the_other() {
    check(
        figure,
        &[
            "a | killed | 12 | of soldiers | party AGO | at Cangamba | as-of 1986-04-01 | by the army",
            "b | killed | 20 | of soldiers | party AGO | at Cangamba | as-of 1986-04-04 | by the army",
            "c | killed | 90 | of soldiers | party AGO | at Cangamba | as-of 1986-04-04 | by UNITA",
        ],
        SlotName::Value,
        "20",
        Verdict::Disputed,
        &["12 superseded", "90"],
    );
}

#[test]
fn two_counts_that_a_later_one_replaced_had_been_disputed() {
    check(
        figure,
        &[
            "b | troops | 300 | party CUB | at Menongue | as-of 1986-04 | by Lisbon",
            "c | troops | 700 | party CUB | at Menongue | as-of 1986-04 | by Pretoria",
            "d | troops | 1000 | party CUB | at Menongue | as-of 1987-06 | by Lisbon",
        ],
        SlotName::Value,
        "1,000",
        Verdict::Superseded,
        &["300 disputed", "700 disputed"],
    );
}

#[test]
fn what_is_told_again_after_another_count_is_not_replaced_by_it() {
    check(
        figure,
        &[
            "a | killed | 3 | of drivers | party AGO | at Xangongo | as-of 1986-04-01 | by the governor",
            "b | killed | 2 | of drivers | party AGO | at Xangongo | as-of 1986-04-01 | by the police",
            "d | killed | 3 | of drivers | party AGO | at Xangongo | as-of 1986-04 | by an inquiry",
        ],
        SlotName::Value,
        "3",
        Verdict::Disputed,
        &["2"],
    );
}

#[test]
fn ground_held_is_told_for_two_days() {
    check(
        figure,
        &[
            "a | area | 1000 km² | of the plateau | party AGO | as-of 1986-03-20",
            "b | area | 1300 km² | of the plateau | party AGO | as-of 1986-04-04",
        ],
        SlotName::Value,
        "1,300 km²",
        Verdict::Superseded,
        &["1,000 km²"],
    );
}

#[test]
fn one_subject_is_enough_to_know_what_is_counted() {
    check(
        figure,
        &[
            "a | duration | 36 hour | of the fight for the sugar mill | as-of 1986-03 | by an officer",
            "b | duration | 3 day | of the fight for the sugar mill | as-of 1986-03 | by a general",
        ],
        SlotName::Value,
        "3 day",
        Verdict::Disputed,
        &["36 hour"],
    );
    let elsewhere = [
        "a | killed | 20 | of conscripts | at Cuito | as-of 1986-04-01",
        "b | killed | 35 | of conscripts | at Lubango | as-of 1986-04-01",
    ];
    assert_eq!(records(figure, &elsewhere).len(), 2);
}

#[test]
fn children_among_the_dead_are_another_count() {
    let lines = [
        "a | killed | 47 | of people | at Piranshahr | as-of 1986-04-01 | in ASSAULT",
        "a | killed | 12 | of children | at Piranshahr | as-of 1986-04-01 | in ASSAULT",
    ];
    for other in ["b", "a"] {
        let second = lines[1].replacen('a', other, 1);
        assert_eq!(records(figure, &[lines[0], &second]).len(), 2, "{second}");
    }
}

#[test]
fn at_most_200_is_a_word_on_those_whom_another_counts_at_700() {
    check(
        figure,
        &[
            "b | killed | ≤200 | of Kuwaitis | party KWT | as-of 1986-04-04 | in ASSAULT | by Baghdad",
            "c | killed | 700 | of Kuwaitis | party KWT | as-of 1986-04-04 | in ASSAULT | by the emir",
        ],
        SlotName::Value,
        "≤200",
        Verdict::Disputed,
        &["700"],
    );
}

#[test]
fn missiles_and_their_launchers_are_two_counts() {
    let described = |line: &str, description: &str| {
        let mut claim = claim(line);
        if let ClaimKind::Transfer(transfer) = &mut claim.says {
            let weapon = Weapon {
                designation: Some("FGM-148".to_owned()),
                description: description.to_owned(),
                category: Category::Missiles,
            };
            transfer.weapon = Some(Slot::inferred(weapon, "test"));
        }
        claim
    };
    let claims = [
        described(
            "a | USA > GEO | FGM-148 (missiles) | approved | 410",
            "FGM-148 missiles",
        ),
        described(
            "b | USA > GEO | FGM-148 (missiles) | approved | 72",
            "FGM-148 launchers",
        ),
    ];
    let records = weigh(&articles(), &claims, &[]).records;
    let cell = &records[0].slots[&SlotName::Quantity];
    assert_eq!(
        (records.len(), cell.shown.as_str(), cell.verdict),
        (1, "410", Verdict::Agreed)
    );
}

#[test]
fn a_price_is_raised_and_the_old_one_taken_back() {
    check(
        claim,
        &[
            "a | FRA > GUY | patrol vessel (ships) | ordered | value 39e6 EUR | by the embassy",
            "d | FRA > GUY | patrol vessel (ships) | ordered | value 44e6 EUR | by Finance Ministry",
            "d | FRA > GUY | patrol vessel (ships) | ordered | value 39e6 EUR | denied | by Finance Ministry",
        ],
        SlotName::Value,
        "EUR 44m",
        Verdict::Superseded,
        &["EUR 39m"],
    );
}

#[test]
fn a_denial_does_not_undo_how_the_stages_stand() {
    check(
        claim,
        &[
            "a | ARG > ECU | FAL (small arms and light weapons) | ordered",
            "b | ARG > ECU | FAL (small arms and light weapons) | delivered",
            "d | ARG > ECU | FAL (small arms and light weapons) | delivered | denied | by the ministry",
        ],
        SlotName::Stage,
        "delivered",
        Verdict::Denied,
        &["ordered superseded", "not delivered"],
    );
}
