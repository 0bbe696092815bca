//! Does every list and page of a record come in every format, filtered, with its evidence?

use serde_json::Value;

use super::{Desk, Done};

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
