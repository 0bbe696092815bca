//! Is every article kept that can be read, once, whatever else goes on?

use std::fs;
use std::io::Write;
use std::process::Stdio;

use super::{Desk, Done, SALE};

#[test]
fn a_missing_path_is_told_and_the_rest_is_read() {
    let desk = Desk::new();
    desk.file("sale.txt", SALE)
        .file("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0");
    let done = desk.run(&["add", "nowhere.txt", "picture.txt", "sale.txt"]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(
        done.err
            .contains("warning: nowhere.txt: no such file or folder\nhint: "),
        "{}",
        done.err
    );
    assert!(
        done.err.contains("warning: picture.txt: found a PNG image"),
        "{}",
        done.err
    );
    assert!(done.err.contains("1 new article, 2 failed"), "{}", done.err);
}

#[test]
fn adding_twice_changes_nothing() {
    let desk = Desk::with_articles();
    let state =
        |desk: &Desk| ["articles", "claims", "origins"].map(|list| desk.run(&[list, "--format", "jsonl"]).well().out);
    let before = state(&desk);
    let again = desk.run(&["add", "news"]).well();
    assert!(again.err.contains("0 new articles, 2 known already"), "{}", again.err);
    assert_eq!(state(&desk), before);
}

#[test]
fn articles_come_from_standard_input_too() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["add", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let line = serde_json::json!({"title": "A sale", "text": SALE, "date": "2019-06-14"});
    writeln!(child.stdin.take().unwrap(), "{line}\n{{\"title\": 3").unwrap();
    let done = Done::of(child.wait_with_output().unwrap());
    assert_eq!(done.code, 1, "{}", done.err);
    assert!(
        done.err.contains("1 new article, 1 failed") && done.err.contains("warning: -:2: "),
        "{}",
        done.err
    );
}

#[test]
fn a_file_that_is_no_archive_is_left_alone() {
    let desk = Desk::new();
    desk.file("attache.db", "my thesis").file("sale.txt", SALE);
    let done = desk.run(&["add", "sale.txt"]);
    assert_eq!(done.code, 1);
    assert!(
        done.err.starts_with("error: `attache.db` is ") && done.err.contains("\nhint: "),
        "{}",
        done.err
    );
    assert_eq!(fs::read_to_string(desk.path().join("attache.db")).unwrap(), "my thesis");
}

/// Enough articles that adding them takes a moment.
fn pile(desk: &Desk, name: &str, number: usize) {
    let lines: Vec<String> = (0..number)
        .map(|index| {
            serde_json::json!({"title": format!("{name} {index}"), "text": SALE, "date": "2019-06-14"}).to_string()
        })
        .collect();
    desk.file(&format!("{name}.jsonl"), lines.join("\n"));
}

#[test]
fn two_may_add_at_once() {
    let desk = Desk::new();
    pile(&desk, "one", 40);
    pile(&desk, "two", 40);
    let children =
        ["one.jsonl", "two.jsonl"].map(|file| desk.command(&["add", file]).stderr(Stdio::piped()).spawn().unwrap());
    for child in children {
        Done::of(child.wait_with_output().unwrap()).well();
    }
    assert_eq!(desk.run(&["articles", "--format", "jsonl"]).lines().len(), 80);
    desk.run(&["register"]).well();
    desk.run(&["doctor"]).well();
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_stopped() {
    let desk = Desk::new();
    pile(&desk, "pile", 300);
    let mut child = desk
        .command(&["add", "pile.jsonl"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !desk.path().join("attache.db").exists() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    desk.run(&["add", "pile.jsonl"]).well();
    assert_eq!(desk.run(&["articles", "--format", "jsonl"]).lines().len(), 300);
    desk.run(&["doctor"]).well();
}
