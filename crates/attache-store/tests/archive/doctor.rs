//! Does the doctor find what was tampered with?

use attache_store::{Archive, Severity};
use rusqlite::Connection;

use crate::sample::{added, decision, many, origin, record};

/// What the doctor says of an otherwise sound archive after `tamper` has run on its file.
fn after(tamper: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.attache");
    let mut archive = Archive::open(&path).unwrap();
    archive.add(&many([1])).unwrap();
    let generation = archive.generation().unwrap();
    archive
        .replace_weighed(&[record(&added(1))], &[origin(&added(1))], generation)
        .unwrap();
    assert_eq!(archive.doctor(), []);
    let other = Connection::open(&path).unwrap();
    other.pragma_update(None, "foreign_keys", false).unwrap();
    other.execute_batch(tamper).unwrap();
    let findings = archive.doctor();
    assert!(findings.is_sorted_by_key(|finding| finding.severity));
    assert!(findings.iter().any(|finding| finding.severity == Severity::Error));
    findings.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn check(tamper: &str, expected: &[&str]) {
    let sample = added(1);
    let expected: Vec<String> = expected
        .iter()
        .map(|line| {
            line.replace("ARTICLE", sample.article.id.as_str())
                .replace("CLAIM", sample.claims[0].id.as_str())
        })
        .collect();
    assert_eq!(after(tamper), expected);
}

const REWEIGH: &str = "\nhint: `attache weigh` makes the register again";

#[test]
fn a_changed_text_is_found() {
    let found = after("UPDATE articles SET text = replace(text, 'Minsk sold', 'Paris sold')");
    assert!(
        found[0].ends_with("its text is not the one that was added: the hash differs"),
        "{found:?}"
    );
    assert!(
        found[1].starts_with("error: the index of words does not match the articles"),
        "{found:?}"
    );
}

#[test]
fn spans_outside_the_text_are_found() {
    check(
        r#"UPDATE articles SET blocks = '[{"kind":"title","span":{"start":0,"end":42}},{"kind":"body","span":{"start":40,"end":9999}}]';
           INSERT INTO article_words (article_words) VALUES ('rebuild');"#,
        &[
            "error: article `ARTICLE`: its body at bytes 40..9999 is no part of its article's text (143 bytes)",
            "error: article `ARTICLE`: its body at byte 40 begins before the title ahead of it ends",
        ],
    );
    check(
        "UPDATE doubts SET span_end = 9999",
        &["error: article `ARTICLE`: its doubt at bytes 49..9999 is no part of its article's text (143 bytes)"],
    );
    check(
        r#"UPDATE claims SET sources = json_set(sources, '$[0].span', json('{"start":7,"end":5}'))"#,
        &["error: claim `CLAIM`: its source at bytes 7..5 is no part of its article's text (143 bytes)"],
    );
}

#[test]
fn claims_that_are_not_what_they_were_are_found() {
    let found = after("UPDATE claims SET stance = json_set(stance, '$.polarity', 'denied')");
    assert!(found[0].contains("its id is not that of what it says"), "{found:?}");
    let found = after("UPDATE claims SET quotes = '[]', start = 0");
    assert!(found[0].ends_with("it has no quote"), "{found:?}");
    check(
        "UPDATE claims SET supplier = 'FRA'",
        &["error: claim `CLAIM`: it is filed under other parties, arms or stage than it names"],
    );
    check(
        "UPDATE claims SET confidence = 7",
        &["error: claim `CLAIM`: its confidence is 7; expected 0 to 1"],
    );
    let found = after("UPDATE claims SET says = '{\"kind\":\"rumour\"}'");
    assert!(found[0].contains("cannot be read back"), "{found:?}");
}

#[test]
fn an_id_that_is_not_the_hash_of_its_bytes_is_found() {
    check(
        "UPDATE articles SET content_hash = '0123456789abcdef'",
        &["error: article `ARTICLE`: its id is not the hash of the bytes it was read from, `0123456789abcdef`"],
    );
}

#[test]
fn a_register_that_names_what_is_not_there_is_found() {
    let name = record(&added(1)).id;
    check(
        "UPDATE records SET record = json_set(record, '$.claims[0]', 'feed')",
        &[&format!(
            "error: record `{name}`: names claim `feed`, which is not in the archive{REWEIGH}"
        )],
    );
    let origin = origin(&added(1)).id;
    check(
        "DELETE FROM origins; UPDATE state SET generation = 9",
        &[
            &format!("error: record `{name}`: names origin `{origin}`, which is not in the archive{REWEIGH}"),
            &format!("warning: claims or decisions have changed since the register was made{REWEIGH}"),
        ],
    );
}

#[test]
fn lost_rows_are_found() {
    let found = after("DELETE FROM claims");
    assert!(
        found[0].starts_with("error: rows of `record_claims` that name a row of `claims` which is not there: 1"),
        "{found:?}"
    );
    let found = after("DROP TABLE doubts");
    assert!(
        found.iter().any(|line| line.contains("the check cannot go on")),
        "{found:?}"
    );
}

#[test]
fn decisions_cannot_be_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.attache");
    let mut archive = Archive::open(&path).unwrap();
    archive.decide(&[decision(&added(1))]).unwrap();
    let other = Connection::open(&path).unwrap();
    assert!(
        other
            .execute("UPDATE decisions SET why = 'x'", [])
            .unwrap_err()
            .to_string()
            .contains("never changed")
    );
    assert!(
        other
            .execute("DELETE FROM decisions", [])
            .unwrap_err()
            .to_string()
            .contains("never deleted")
    );
}

#[test]
fn a_decision_that_was_altered_on_disk_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.attache");
    Archive::open(&path).unwrap().decide(&[decision(&added(1))]).unwrap();
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("DROP TRIGGER decisions_keep_their_words; UPDATE decisions SET who = 'eve';")
        .unwrap();
    let found: Vec<String> = Archive::open(&path)
        .unwrap()
        .doctor()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(
        found.iter().any(|line| line.contains("does not say what its id says")),
        "{found:?}"
    );
}
