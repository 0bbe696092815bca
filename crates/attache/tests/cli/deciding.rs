//! Are decisions made, exchanged, undone and refused as they should be?

use serde_json::Value;

use super::Desk;

#[test]
fn decisions_are_made_listed_exchanged_and_undone() {
    let desk = Desk::with_articles();
    let record = desk.record();
    let decide = |arguments: &[&str]| {
        let arguments = [&["decide"], arguments, &["--who", "ann", "--why", "seen the contract"]].concat();
        desk.run(&arguments).well().err
    };
    let told = decide(&["correct", &record[..8], "quantity", "≥14"]);
    assert!(told.contains("correct on 1 claim, by ann"), "{told}");
    let quantity = |desk: &Desk| {
        let records = desk.run(&["register", "--format", "json"]).json();
        let records = records.as_array().unwrap().clone();
        let shown = records
            .iter()
            .map(|record| record["slots"]["quantity"]["shown"].clone());
        shown
            .filter_map(|shown| shown.as_str().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert!(quantity(&desk).contains(&"≥14".to_owned()));
    let page = desk.run(&["explain", &record]).well().out;
    assert!(page.contains("ann: correct quantity to ≥14"), "{page}");

    let lines = desk.run(&["decisions", "--format", "jsonl"]).well().out;
    let other = Desk::with_articles();
    other.file("theirs.jsonl", &lines);
    let taken = other.run(&["decisions", "--import", "theirs.jsonl"]).well().err;
    assert!(taken.contains("1 new decision, 0 known already"), "{taken}");
    assert_eq!(quantity(&other), quantity(&desk));
    let altered = lines.replace("seen the contract", "heard of it");
    other.file("altered.jsonl", altered);
    let refused = other.run(&["decisions", "--import", "altered.jsonl"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("changed after it was made"), "{}", refused.err);

    let id = serde_json::from_str::<Value>(lines.trim()).unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    decide(&["undo", &id[..8]]);
    assert!(!quantity(&desk).contains(&"≥14".to_owned()));
    let list = desk.run(&["decisions"]).well().out;
    assert!(list.contains("undone by") && list.contains("in force"), "{list}");
}

#[test]
fn what_is_rejected_leaves_the_register_but_not_the_archive() {
    let desk = Desk::with_articles();
    let record = desk.record();
    let ids = |desk: &Desk, arguments: &[&str]| {
        let arguments = [&["register", "--format", "json"], arguments].concat();
        let records = desk.run(&arguments).json();
        let ids = records
            .as_array()
            .unwrap()
            .iter()
            .map(|record| record["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let before = ids(&desk, &[]);
    desk.run(&["decide", "reject", &record, "--who", "ann", "--why", "another deal"])
        .well();
    assert!(!ids(&desk, &[]).contains(&record));
    assert_eq!(ids(&desk, &["--rejected"]).len(), before.len());
}

#[test]
fn a_decision_that_makes_no_sense_is_refused() {
    let desk = Desk::with_articles();
    let record = desk.record();
    let refused = |arguments: &[&str]| {
        let done = desk.run(&[&["decide"], arguments].concat());
        assert_ne!(done.code, 0, "{arguments:?}");
        done.err
    };
    let by = ["--who", "ann", "--why", "x"];
    assert!(refused(&["confirm", &record, "--who", "ann"]).contains("a decision needs its reason\nhint: "));
    assert!(
        refused(&[&["confirm", "zzzz"], &by[..]].concat())
            .contains("no record or claim has an id that begins with `zzzz`")
    );
    let bad = refused(&[&["correct", &record, "quantity", "many"], &by[..]].concat());
    assert!(
        bad.contains("`many` is no value for `quantity`; expected a number"),
        "{bad}"
    );
    assert!(refused(&[&["correct", &record, "colour", "red"], &by[..]].concat()).contains("unknown slot"));
    assert_eq!(desk.run(&["decisions", "--format", "jsonl"]).well().out, "");
}
