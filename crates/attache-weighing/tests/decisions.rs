//! What do people's decisions change, and what do they leave alone?

mod making;

use attache_model::{Claim, Decision, Record, Review, Ruling, SlotName, Span, Verdict};
use attache_weighing::{ArticleView, Standing, Weighed, weigh};
use making::{article, claim, decision, seen};
use serde_json::json;

fn articles() -> Vec<ArticleView<'static>> {
    ["a 2020-06-01", "b 2020-06-02", "c 2020-06-03", "d 2024-05-05"]
        .iter()
        .map(|head| article(head))
        .collect()
}

fn claims(lines: &[&str]) -> Vec<Claim> {
    lines.iter().map(|line| claim(line)).collect()
}

fn weighed(claims: &[Claim], decisions: &[Decision]) -> Weighed {
    weigh(&articles(), claims, decisions)
}

fn record_of<'a>(weighed: &'a Weighed, claim: &Claim) -> &'a Record {
    weighed
        .records
        .iter()
        .find(|record| record.claims.contains(&claim.id))
        .unwrap()
}

fn conflicts(record: &Record) -> Vec<&str> {
    record.conflicts.iter().map(|conflict| conflict.what.as_str()).collect()
}

#[test]
fn what_is_rejected_counts_for_nothing_and_is_not_lost() {
    let claims = claims(&[
        "a | USA > POL | F-35 (aircraft) | ordered | 32",
        "b | USA > POL | F-35 (aircraft) | ordered | 320",
    ]);
    let before = weighed(&claims, &[]);
    assert_eq!(before.records[0].slots[&SlotName::Quantity].verdict, Verdict::Disputed);
    let rejection = decision(
        1,
        "ann",
        Ruling::Reject {
            claims: seen(&[&claims[1]]),
        },
        &["a", "b"],
    );
    let after = weighed(&claims, std::slice::from_ref(&rejection));
    let record = record_of(&after, &claims[1]);
    assert_eq!(record.id, before.records[0].id);
    assert_eq!(record.claims.len(), 2);
    assert_eq!(record.origins.len(), 1);
    let quantity = &record.slots[&SlotName::Quantity];
    assert_eq!((quantity.shown.as_str(), quantity.verdict), ("32", Verdict::Agreed));
    assert_eq!(record.decisions, [rejection.id]);
    assert_eq!(record.review, Review::Open);
}

#[test]
fn a_record_of_rejected_claims_is_rejected_until_told_again() {
    let told = claims(&["a | USA > POL | F-35 (aircraft) | ordered | 32"]);
    let rejection = decision(
        1,
        "ann",
        Ruling::Reject {
            claims: seen(&[&told[0]]),
        },
        &["a"],
    );
    let record = weighed(&told, std::slice::from_ref(&rejection)).records.remove(0);
    assert_eq!((record.review, record.conflicts.len()), (Review::Rejected, 0));
    assert_eq!(
        record.slots[&SlotName::Quantity].shown,
        "32",
        "what was rejected can still be read"
    );

    let again = claims(&[
        "a | USA > POL | F-35 (aircraft) | ordered | 32",
        "d | USA > POL | F-35 (aircraft) | ordered | 32",
    ]);
    let record = weighed(&again, &[rejection]).records.remove(0);
    assert_eq!(record.review, Review::Open);
    assert_eq!(conflicts(&record), ["ann rejected this; it has been told again since"]);
}

#[test]
fn a_correction_moves_the_claim_and_keeps_what_was_read() {
    let claims = claims(&[
        "a | USA > POL | F-35 (aircraft) | ordered | 32",
        "b | USA > UKR | F-35 (aircraft) | ordered | 32",
    ]);
    let correction = Ruling::Correct {
        claims: seen(&[&claims[1]]),
        slot: SlotName::Recipient,
        value: json!("POL"),
    };
    let after = weighed(&claims, &[decision(1, "ann", correction, &["a", "b"])]);
    assert_eq!(after.records.len(), 1);
    let recipient = &after.records[0].slots[&SlotName::Recipient];
    assert_eq!(
        (recipient.shown.as_str(), recipient.verdict, recipient.reason.as_str()),
        ("POL", Verdict::Agreed, "POL, from 2 origins; corrected by ann: because")
    );
    assert_eq!(recipient.rivals[0].shown, "UKR");
    assert_eq!(recipient.rivals[0].claims, [claims[1].id.clone()]);
}

#[test]
fn later_evidence_against_a_correction_is_reported() {
    let lines = [
        "a | USA > POL | F-35 (aircraft) | ordered | 23",
        "b | USA > POL | F-35 (aircraft) | ordered | 23",
        "d | USA > POL | F-35 (aircraft) | ordered | 23",
    ];
    let correction = |claims: &[Claim]| Ruling::Correct {
        claims: seen(&claims.iter().collect::<Vec<_>>()),
        slot: SlotName::Quantity,
        value: json!(32),
    };
    let known = claims(&lines[..2]);
    let decisions = [decision(1, "ann", correction(&known), &[])];
    let record = weighed(&known, &decisions).records.remove(0);
    assert_eq!(record.slots[&SlotName::Quantity].shown, "32");
    assert!(record.conflicts.is_empty());
    let all = claims(&lines);
    let record = record_of(&weighed(&all, &decisions), &all[2]).clone();
    assert_eq!(conflicts(&record), ["ann corrected this; told since: 23"]);
    assert_eq!(record.conflicts[0].slot, Some(SlotName::Quantity));
    assert_eq!(record.conflicts[0].claims, [all[2].id.clone()]);
}

#[test]
fn later_evidence_against_a_confirmation_is_reported() {
    let lines = [
        "a | USA > POL | F-35 (aircraft) | ordered | 32",
        "b | USA > POL | F-35 (aircraft) | ordered | 30",
        "d | USA > POL | F-35 (aircraft) | ordered | 30 | denied",
    ];
    let all = claims(&lines);
    let confirmation = Ruling::Confirm {
        claims: seen(&[&all[0]]),
    };
    let unaware = decision(1, "ann", confirmation.clone(), &[]);
    let aware = decision(1, "ann", confirmation, &["b"]);
    let told = |claims: &[Claim], decision: &Decision| {
        let weighed = weighed(claims, std::slice::from_ref(decision));
        let record = record_of(&weighed, &all[0]);
        assert_eq!(record.review, Review::Confirmed);
        conflicts(record).join("; ")
    };
    assert_eq!(told(&all[..2], &unaware), "ann confirmed this; told since: 30");
    assert_eq!(told(&all[..2], &aware), "");
    assert!(told(&all, &aware).contains("ann confirmed this; denied since"));
}

#[test]
fn merged_and_held_apart() {
    let claims = claims(&[
        "a | USA > POL | F-35 (aircraft) | ordered | 32 | agreed 2020",
        "b | USA > POL | F-16 (aircraft) | ordered | 48 | agreed 2020",
        "c | USA > POL | F-35 (aircraft) | ordered | 32 | agreed 2020",
    ]);
    assert_eq!(weighed(&claims, &[]).records.len(), 2);
    let merge = decision(
        1,
        "ann",
        Ruling::Merge {
            claims: seen(&[&claims[0], &claims[1]]),
        },
        &["a", "b", "c"],
    );
    let merged = weighed(&claims, std::slice::from_ref(&merge));
    assert_eq!(merged.records.len(), 1);
    assert_eq!(merged.records[0].decisions, std::slice::from_ref(&merge.id));
    assert!(merged.records[0].conflicts.is_empty());
    assert!(merged.joins.iter().any(|join| join.comparisons[0].name == "decision"));

    let split = Ruling::Split {
        claims: seen(&[&claims[0]]),
        from: seen(&[&claims[2]]),
    };
    let split = decision(2, "ben", split, &["a", "b", "c"]);
    assert_eq!(weighed(&claims, std::slice::from_ref(&split)).records.len(), 3);
    // Both hold; only what both ask for is done.
    let both = weighed(&claims, &[merge.clone(), split.clone()]);
    assert_eq!(record_of(&both, &claims[0]).id, record_of(&both, &claims[1]).id);
    assert_ne!(record_of(&both, &claims[0]).id, record_of(&both, &claims[2]).id);

    // The same two put together and held apart: the later holds, in whatever order they come.
    let opposite = Ruling::Merge {
        claims: seen(&[&claims[0], &claims[2]]),
    };
    let opposite = decision(3, "cem", opposite, &["a", "b", "c"]);
    for decisions in [[split.clone(), opposite.clone()], [opposite.clone(), split.clone()]] {
        let weighed = weighed(&claims, &decisions);
        assert_eq!(weighed.records.len(), 2);
        assert_eq!(weighed.standings[&split.id], Standing::Overruled(opposite.id.clone()));
        assert_eq!(weighed.standings[&opposite.id], Standing::InForce);
    }
}

#[test]
fn later_evidence_against_a_merge_or_a_split_is_reported() {
    let lines = [
        "a | USA > POL | F-35 (aircraft) | ordered | 32 | agreed 2020",
        "b | USA > POL | jets (aircraft) | delivered | 32 | delivered 2021",
        "d | USA > POL | F-35 (aircraft) | delivered | 32 | delivered 2024",
    ];
    let all = claims(&lines);
    let merge = Ruling::Merge {
        claims: seen(&[&all[0], &all[1]]),
    };
    let weighed_anew = weighed(&all, &[decision(1, "ann", merge, &[])]);
    assert_eq!(
        conflicts(record_of(&weighed_anew, &all[2])),
        ["ann put these together; told since: deliveries too far apart"]
    );
    let lines = [
        "a | USA > POL | F-35 (aircraft) | ordered | 32 | agreed 2020",
        "b | USA > POL | F-35 (aircraft) | ordered | 32 | agreed 2020",
        "d | USA > POL | F-35 (aircraft) | ordered | 32 | agreed 2020",
    ];
    let all = claims(&lines);
    let split = Ruling::Split {
        claims: seen(&[&all[0]]),
        from: seen(&[&all[1]]),
    };
    let weighed_anew = weighed(&all, &[decision(1, "ann", split, &[])]);
    assert_eq!(
        conflicts(record_of(&weighed_anew, &all[2])),
        ["ann held these apart from others; what is told since fits both"]
    );
}

#[test]
fn undoing_and_undoing_that() {
    let claims = claims(&["a | USA > POL | F-35 (aircraft) | ordered | 32"]);
    let rejection = decision(
        1,
        "ann",
        Ruling::Reject {
            claims: seen(&[&claims[0]]),
        },
        &["a"],
    );
    let undo = |of: &Decision, day| {
        let what = Ruling::Undo {
            decision: of.id.clone(),
        };
        decision(day, "ben", what, &[])
    };
    let once = undo(&rejection, 2);
    let twice = undo(&once, 3);
    let review = |decisions: &[Decision]| weighed(&claims, decisions).records[0].review;
    assert_eq!(review(std::slice::from_ref(&rejection)), Review::Rejected);
    assert_eq!(review(&[rejection.clone(), once.clone()]), Review::Open);
    assert_eq!(
        review(&[twice.clone(), rejection.clone(), once.clone()]),
        Review::Rejected
    );
    let standings = weighed(&claims, &[rejection.clone(), once.clone()]).standings;
    assert_eq!(standings[&rejection.id], Standing::Undone(once.id));
}

#[test]
fn a_claim_that_was_read_anew_is_still_decided() {
    let old = claims(&["a | USA > POL | F-35 (aircraft) | ordered | 32"]);
    let mut anew = claim("a | USA > POL | F-35 (aircraft) | delivered | 32");
    anew.quotes = vec![Span::new(old[0].quotes[0].start, old[0].quotes[0].end + 5)];
    assert_ne!(anew.id, old[0].id);
    let rejection = decision(
        1,
        "ann",
        Ruling::Reject {
            claims: seen(&[&old[0]]),
        },
        &["a"],
    );
    let after = weighed(&[anew.clone()], std::slice::from_ref(&rejection));
    assert_eq!(after.records[0].review, Review::Rejected);
    // What it was corrected from must still be read so.
    let correction = |slot, value| Ruling::Correct {
        claims: seen(&[&old[0]]),
        slot,
        value,
    };
    let stage = decision(1, "ann", correction(SlotName::Stage, json!("sought")), &["a"]);
    let quantity = decision(1, "ann", correction(SlotName::Quantity, json!(23)), &["a"]);
    let after = weighed(&[anew], &[stage.clone(), quantity]);
    assert_eq!(after.records[0].slots[&SlotName::Stage].shown, "delivered");
    assert_eq!(after.records[0].slots[&SlotName::Quantity].shown, "23");
    let idle = Standing::Idle("none of its claims is there as it was seen".to_owned());
    assert_eq!(after.standings[&stage.id], idle);
}
