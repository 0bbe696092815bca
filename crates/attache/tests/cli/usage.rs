//! What does the program say to those who use it wrongly, on a terminal, in a pipe, or for the first time?

use std::process::Stdio;

use super::{Desk, Done, SALE};

#[test]
fn help_lists_every_command() {
    let help = Desk::new().run(&["--help"]).well().out;
    for command in [
        "add",
        "register",
        "explain",
        "articles",
        "claims",
        "origins",
        "search",
        "weigh",
        "doctor",
        "demo",
        "evaluate",
        "decide",
        "decisions",
    ] {
        assert!(
            help.lines()
                .any(|line| line.trim_start().starts_with(&format!("{command} "))),
            "{command} is not in:\n{help}"
        );
    }
    assert!(help.contains("attache demo") && help.contains("ATTACHE_ARCHIVE") && help.contains("Exit status"));
    assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
}

#[test]
fn wrong_usage_is_2() {
    let desk = Desk::new();
    for arguments in [
        &[] as &[&str],
        &["ad"],
        &["add"],
        &["register", "--category", "spoons"],
        &["register", "--year", "18"],
        &["register", "--format", "xml"],
    ] {
        let done = desk.run(arguments);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{arguments:?}: {}", done.err);
    }
    assert!(desk.run(&["ad"]).err.contains("'add'"));
    let error = desk.run(&["register", "--category", "spoons"]).err;
    assert!(
        error.contains("unknown category; expected one of: aircraft · air-defence systems"),
        "{error}"
    );
}

#[test]
fn a_missing_archive_teaches_how_to_make_one() {
    let done = Desk::new().run(&["register"]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert_eq!(
        done.err,
        "error: no archive at `attache.db`\nhint: `attache add PATH...` makes one from the articles at PATH\n"
    );
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let desk = Desk::with_articles();
    for arguments in [
        &["register"] as &[&str],
        &["explain", &desk.record()],
        &["--help"],
        &["nonsense"],
    ] {
        let run = |name: &str| Done::of(desk.command(arguments).env(name, "1").output().unwrap());
        for done in [desk.run(arguments), run("NO_COLOR")] {
            assert!(
                !done.out.contains('\x1b') && !done.err.contains('\x1b'),
                "{arguments:?}"
            );
        }
    }
    let forced = desk.command(&["register"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(Done::of(forced).out.contains('\x1b'));
}

#[test]
fn what_articles_say_does_not_reach_the_terminal_as_commands() {
    let desk = Desk::new();
    desk.file("evil.txt", SALE.replace("Buk air", "\x1b]0;owned\x07Buk\u{202e} air"));
    desk.run(&["add", "evil.txt"]).well();
    let ids = desk.run(&["articles", "--format", "jsonl"]).lines();
    let id = ids[0]["id"].as_str().unwrap();
    for arguments in [
        &["register"] as &[&str],
        &["claims"],
        &["articles"],
        &["explain", id],
        &["search", "weapons"],
    ] {
        let done = desk.run(arguments).well();
        assert!(
            !(done.out + &done.err).contains(['\x1b', '\x07', '\u{202e}']),
            "{arguments:?}"
        );
    }
}

#[test]
fn quiet_says_nothing_and_the_environment_names_the_archive() {
    let desk = Desk::new();
    desk.file("sale.txt", SALE);
    let add = desk
        .command(&["add", "--quiet", "sale.txt"])
        .env("ATTACHE_ARCHIVE", "elsewhere.db")
        .output()
        .unwrap();
    let add = Done::of(add).well();
    assert_eq!((add.out.as_str(), add.err.as_str()), ("", ""));
    assert!(desk.path().join("elsewhere.db").exists() && !desk.path().join("attache.db").exists());
    let named = desk.run(&["register", "--archive", "elsewhere.db", "--quiet"]).well();
    assert!(!named.out.is_empty() && named.err.is_empty());
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::with_articles();
    for arguments in [&["claims", "--format", "jsonl"] as &[&str], &["register"], &["--help"]] {
        let mut child = desk
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let done = Done::of(child.wait_with_output().unwrap());
        assert!(
            done.code == 0 && !done.err.contains("error"),
            "{arguments:?}: {} {}",
            done.code,
            done.err
        );
    }
}

#[test]
fn the_demo_ends_with_a_register_and_its_evidence() {
    let desk = Desk::new();
    let real = desk
        .command(&["demo"])
        .env("ATTACHE_ARCHIVE", "real.db")
        .output()
        .unwrap();
    let demo = Done::of(real).well();
    assert!(desk.path().join("attache-demo.db").exists() && !desk.path().join("real.db").exists());
    for part in ["ORIGINS", "What it says", "Who says so"] {
        assert!(demo.out.contains(part), "{part} is not in:\n{}", demo.out);
    }
    assert!(
        demo.err.contains("Try next:") && demo.err.contains("into attache-demo.db"),
        "{}",
        demo.err
    );
    assert_eq!(desk.run(&["demo"]).well().out, demo.out, "the second time is the same");
}

#[test]
fn the_demo_keeps_out_of_other_archives() {
    let desk = Desk::with_articles();
    let done = desk.run(&["demo", "--archive", "attache.db"]);
    assert_eq!(done.code, 1);
    assert!(
        done.err.contains("holds other articles") && done.err.contains("hint: "),
        "{}",
        done.err
    );
}
