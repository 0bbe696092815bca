//! Does the program keep its word at the command line: what goes to which stream, which exit status, which hint?
//!
//! The articles are small and plain, so that better rules of reading do not change what is tested here.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const SALE: &str = "Belarus sells air defence missiles to Azerbaijan

MINSK, 14 June 2019 - Belarus sold twelve Buk air defence systems to Azerbaijan in 2018, the defence ministry said on Friday.

The weapons were delivered last year, a spokesman said. The two countries have worked together for many years.
";

const DRONES: &str = "Ukraine gets drones

BAKU, 20 June 2019 - Turkey delivered six Bayraktar TB2 drones to Ukraine in March 2019, officials in Kyiv said on Thursday.

The government in Ankara confirmed the delivery. Ukraine signed a contract for the drones in January.
";

/// A folder of its own for each test.
struct Desk {
    folder: TempDir,
}

/// What came of a command.
struct Done {
    out: String,
    err: String,
    code: i32,
}

impl Desk {
    fn new() -> Desk {
        Desk {
            folder: TempDir::new().unwrap(),
        }
    }

    fn with_articles() -> Desk {
        let desk = Desk::new();
        desk.file("news/sale.txt", SALE).file("news/drones.txt", DRONES);
        assert_eq!(desk.run(&["add", "news"]).code, 0);
        desk
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Desk {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_attache"));
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        for name in [
            "ATTACHE_ARCHIVE",
            "ATTACHE_WHO",
            "COLUMNS",
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "CLICOLOR",
        ] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Done {
        Done::of(self.command(arguments).output().unwrap())
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The first record's id.
    fn record(&self) -> String {
        let records = self.run(&["register", "--format", "json"]).json();
        records[0]["id"].as_str().unwrap().to_owned()
    }
}

impl Done {
    fn of(output: Output) -> Done {
        Done {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().unwrap_or(-1),
        }
    }

    #[track_caller]
    fn well(self) -> Done {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn json(self) -> Value {
        serde_json::from_str(&self.well().out).unwrap()
    }

    #[track_caller]
    fn lines(self) -> Vec<Value> {
        self.well()
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

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
fn every_format_of_the_register_is_clean() {
    let desk = Desk::with_articles();
    let json = desk.run(&["register", "--format", "json"]).json();
    let records = json.as_array().unwrap().len();
    assert!(records >= 1);
    for slot in ["supplier", "recipient"] {
        assert!(json[0]["slots"][slot]["verdict"].is_string(), "{json}");
    }
    let csv = desk.run(&["register", "--format", "csv"]).well().out;
    assert!(
        csv.starts_with("id,supplier,recipient,weapon,category,quantity,stage,"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), records + 1);
    let md = desk.run(&["register", "--format", "md"]).well().out;
    assert!(md.starts_with("| id | supplier |"), "{md}");
    let table = desk.run(&["register"]).well();
    assert!(
        table.out.starts_with("ID ") && table.out.contains("Azerbaijan"),
        "{}",
        table.out
    );
    assert!(table.err.contains("hint: attache explain "), "{}", table.err);
}

#[test]
fn the_register_fits_the_width_it_is_given() {
    let desk = Desk::with_articles();
    for width in [60, 80, 140] {
        let output = desk
            .command(&["register"])
            .env("COLUMNS", width.to_string())
            .output()
            .unwrap();
        let table = Done::of(output).well().out;
        assert!(
            table.lines().all(|line| line.chars().count() <= width),
            "{width}:\n{table}"
        );
    }
}

#[test]
fn the_register_is_filtered_by_code_and_by_name() {
    let desk = Desk::with_articles();
    let found = |arguments: &[&str]| {
        let arguments = [&["register", "--format", "json"], arguments].concat();
        desk.run(&arguments).json().as_array().unwrap().len()
    };
    let all = found(&[]);
    assert!(found(&["--supplier", "BLR"]) >= 1 && found(&["--supplier", "BLR"]) < all);
    assert_eq!(found(&["--supplier", "belarus"]), found(&["--supplier", "BLR"]));
    assert_eq!(found(&["--supplier", "Belarus", "--supplier", "Turkey"]), all);
    assert_eq!(found(&["--supplier", "Belarus", "--recipient", "Ukraine"]), 0);
    assert_eq!(found(&["--min-origins", "99"]), 0);
    assert_eq!(found(&["--year", "1950-1960"]), 0);
    let done = desk.run(&["register", "--supplier", "Belorus"]).well();
    assert_eq!(done.out, "");
    assert!(
        done.err
            .contains("hint: no party is known as `Belorus`; did you mean Belarus?"),
        "{}",
        done.err
    );
}

#[test]
fn an_empty_register_teaches_the_next_command() {
    let desk = Desk::new();
    desk.file("note.txt", "The committee met on Tuesday to discuss the budget for schools and roads in the northern districts of the country.");
    desk.run(&["add", "note.txt"]).well();
    let done = desk.run(&["register"]).well();
    assert_eq!(done.out, "");
    assert!(
        done.err.contains("the register is empty: of 1 article") && done.err.contains("hint: attache articles"),
        "{}",
        done.err
    );
    assert_eq!(
        desk.run(&["register", "--format", "json"]).json(),
        serde_json::json!([])
    );
}

#[test]
fn explain_takes_the_beginning_of_any_id() {
    let desk = Desk::with_articles();
    let record = desk.record();
    let whole = desk.run(&["explain", &record]).well().out;
    assert_eq!(desk.run(&["explain", &record[..8]]).well().out, whole);
    for part in [
        "What it says",
        "Who says so",
        "Where it comes from",
        "supplier",
        &record,
    ] {
        assert!(whole.contains(part), "{part} is not in:\n{whole}");
    }
    for (list, part) in [
        ("claims", "confidence"),
        ("origins", "In the register"),
        ("articles", "What it claims"),
    ] {
        let id = desk.run(&[list, "--format", "jsonl"]).lines()[0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let page = desk.run(&["explain", &id[..10]]).well().out;
        assert!(page.contains(part), "{part} is not in:\n{page}");
    }
}

#[test]
fn an_id_that_names_nothing_is_told() {
    let desk = Desk::with_articles();
    let done = desk.run(&["explain", "zzz"]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert_eq!(
        done.err,
        "error: no record, claim, origin or article in `attache.db` has an id that begins with `zzz`\n\
         hint: the first column of attache register, claims, origins and articles shows the ids\n"
    );
}

#[test]
fn quotes_are_slices_of_the_articles() {
    let desk = Desk::with_articles();
    let articles = desk.run(&["articles", "--format", "jsonl"]).lines();
    let text = |id: &Value| {
        articles.iter().find(|article| &article["id"] == id).unwrap()["text"]
            .as_str()
            .unwrap()
    };
    let claims = desk.run(&["claims", "--format", "jsonl"]).lines();
    assert!(!claims.is_empty());
    for claim in claims {
        let text = text(&claim["article"]["id"]);
        for quote in claim["quotes"].as_array().unwrap() {
            let place = |end: &str| usize::try_from(quote[end].as_u64().unwrap()).unwrap();
            assert_eq!(quote["text"], text[place("start")..place("end")]);
        }
    }
}

#[test]
fn lists_come_in_every_format() {
    let desk = Desk::with_articles();
    for list in ["articles", "claims", "origins"] {
        let lines = desk.run(&[list, "--format", "jsonl"]).lines();
        assert!(!lines.is_empty(), "{list}");
        assert_eq!(
            desk.run(&[list, "--format", "json"]).json(),
            Value::Array(lines.clone()),
            "{list}"
        );
        let csv = desk.run(&[list, "--format", "csv"]).well().out;
        assert!(
            csv.starts_with("id,") && csv.lines().count() == lines.len() + 1,
            "{list}: {csv}"
        );
        assert!(desk.run(&[list]).well().out.starts_with("ID "), "{list}");
    }
}

#[test]
fn search_finds_words() {
    let desk = Desk::with_articles();
    let done = desk.run(&["search", "bayraktar"]).well();
    assert!(
        done.out.contains("drones.txt") && done.out.contains("[Bayraktar]"),
        "{}",
        done.out
    );
    let none = desk.run(&["search", "zeppelin"]).well();
    assert_eq!(
        (none.out.as_str(), none.err.as_str()),
        ("", "no article holds all of these words\n")
    );
    assert_eq!(desk.run(&["search", "\"\""]).code, 1);
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

const STRIFE: &str = "Armenia and Belarus recall ambassadors

YEREVAN, 14 June 2024 - Armenia recalled its ambassador from Belarus on Thursday, the foreign ministry said.

More than 100,000 ethnic Armenians have been displaced from Nagorno-Karabakh since September 2023, officials said.
";

#[test]
fn events_and_figures_have_lists_of_their_own() {
    let desk = Desk::with_articles();
    desk.file("strife.txt", STRIFE).run(&["add", "strife.txt"]).well();
    let kinds = |list: &str, arguments: &[&str]| {
        let arguments = [&[list, "--format", "json"], arguments].concat();
        let records = desk.run(&arguments).json().as_array().unwrap().clone();
        records
            .iter()
            .map(|record| record["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for (list, kind, header) in [
        ("register", "transfer", "id,supplier,recipient,weapon,"),
        ("events", "event", "id,type,mode,actors,"),
        ("figures", "figure", "id,measure,value,subject,"),
    ] {
        let found = kinds(list, &[]);
        assert!(
            !found.is_empty() && found.iter().all(|found| found == kind),
            "{list}: {found:?}"
        );
        let csv = desk.run(&[list, "--format", "csv"]).well().out;
        assert!(csv.starts_with(header), "{csv}");
        assert_eq!(csv.lines().count(), found.len() + 1);
        let table = desk.run(&[list]).well();
        assert!(table.out.starts_with("ID "), "{}", table.out);
        let id = desk.run(&[list, "--format", "json"]).json()[0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let page = desk.run(&["explain", &id]).well().out;
        assert!(page.contains("What it says") && page.contains("confidence "), "{page}");
    }
    assert!(kinds("events", &["--actor", "Peru"]).is_empty());
    assert!(!kinds("events", &["--actor", "Armenia"]).is_empty());
    assert!(kinds("events", &["--year", "1950"]).is_empty());
    assert!(kinds("figures", &["--measure", "area"]).is_empty());
    assert!(!kinds("figures", &["--measure", "displaced"]).is_empty());
}
