//! What does a user read when the archive cannot be used?

use std::path::Path;

use attache_model::ArticleId;
use attache_store::{Archive, StoreError};
use rusqlite::Connection;

use crate::sample::{added, many};

/// The message with the folder of the test left out.
fn message<T: std::fmt::Debug>(result: Result<T, StoreError>, folder: &Path) -> String {
    result
        .unwrap_err()
        .to_string()
        .replace(&format!("{}/", folder.display()), "")
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_missing_archive_is_not_made_by_reading() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        message(Archive::open_existing(folder.path().join("a.attache")), folder.path()),
        "no archive at `a.attache`\nhint: `attache add PATH...` makes one from the articles at PATH"
    );
    assert_eq!(files(folder.path()), [""; 0]);
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("letter.txt"), "Dear reader").unwrap();
    std::fs::write(path("cut.db"), b"SQLite format 3\0\x10").unwrap();
    std::fs::create_dir(path("folder")).unwrap();
    let other = Connection::open(path("other.db")).unwrap();
    other
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);")
        .unwrap();
    drop(other);
    let before: Vec<_> = ["letter.txt", "cut.db", "other.db"]
        .map(|name| std::fs::read(path(name)).unwrap())
        .into();

    let hint = "it was left as it is\nhint: name a file that does not exist yet, or an archive that attache made";
    for (name, found) in [
        ("letter.txt", "another kind of file"),
        ("cut.db", "a cut-off SQLite file"),
        ("other.db", "an SQLite file of another program"),
        ("folder", "a folder"),
    ] {
        let expected = format!("`{name}` is {found}, not an archive; {hint}");
        assert_eq!(message(Archive::open(path(name)), folder.path()), expected);
        assert_eq!(message(Archive::open_existing(path(name)), folder.path()), expected);
    }
    let after: Vec<_> = ["letter.txt", "cut.db", "other.db"]
        .map(|name| std::fs::read(path(name)).unwrap())
        .into();
    assert_eq!(before, after);
    assert_eq!(files(folder.path()), ["cut.db", "folder", "letter.txt", "other.db"]);
}

#[test]
fn an_archive_of_a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.attache");
    drop(Archive::open(&path).unwrap());
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    assert_eq!(
        message(Archive::open(&path), folder.path()),
        "`a.attache` is an archive of version 99; this attache knows versions up to 5; it was left as it is\nhint: install a newer attache"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(files(folder.path()), ["a.attache"]);
}

#[test]
fn a_place_where_no_file_can_be() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "x").unwrap();
    let absent = folder.path().join("absent");
    let hint = "hint: name a file in a folder that exists and that you may write to";
    assert_eq!(
        message(Archive::open(absent.join("a.attache")), folder.path()),
        format!("cannot open an archive at `absent/a.attache`: there is no folder `absent`\n{hint}")
    );
    assert!(message(Archive::open(folder.path().join("file/a.attache")), folder.path()).ends_with(hint));
    assert!(matches!(Archive::open(""), Err(StoreError::CannotOpen { .. })));
}

/// Only where the system keeps the rule: a superuser may write anywhere.
#[test]
#[cfg(unix)]
fn an_archive_that_may_not_be_written_to() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.attache");
    Archive::open(&path).unwrap().add(&many([1])).unwrap();
    let allow = |path: &Path, mode: u32| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    allow(&path, 0o444);
    if std::fs::OpenOptions::new().append(true).open(&path).is_ok() {
        return;
    }
    let closed = "`a.attache` cannot be written to while opening it\nhint: allow writing to the file and to the folder it is in, or work on a copy elsewhere";
    assert_eq!(message(Archive::open(&path), folder.path()), closed);
    assert_eq!(files(folder.path()), ["a.attache"]);
    allow(&path, 0o644);
    allow(folder.path(), 0o555);
    let refused = message(Archive::open(&path), folder.path());
    let new = message(Archive::open(folder.path().join("new.attache")), folder.path());
    allow(folder.path(), 0o755);
    let why = "the file, or one of those that SQLite keeps beside it, could not be opened or made";
    let hint = "hint: name a file in a folder that exists and that you may write to";
    assert_eq!(refused, closed);
    assert_eq!(new, format!("cannot open an archive at `new.attache`: {why}\n{hint}"));
    assert_eq!(Archive::open(&path).unwrap().articles().unwrap().len(), 1);
}

#[test]
fn a_damaged_archive_is_reported_when_it_is_opened_or_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.attache");
    Archive::open(&path).unwrap().add(&many(0..200)).unwrap();
    let whole = std::fs::read(&path).unwrap();

    let mut broken = whole.clone();
    broken[100..4096].fill(0xff); // the table of tables
    std::fs::write(&path, &broken).unwrap();
    let text = message(Archive::open(&path), folder.path());
    assert!(
        text.starts_with("`a.attache` is damaged, found while opening it: "),
        "{text}"
    );
    assert!(
        text.contains("\nhint: add the articles to a new archive, or go back to a copy of this one"),
        "{text}"
    );

    let mut broken = whole;
    let middle = broken.len() / 2 / 4096 * 4096;
    broken[middle..].fill(0xff);
    std::fs::write(&path, &broken).unwrap();
    let archive = Archive::open(&path).unwrap();
    let findings = archive.doctor();
    assert!(findings.iter().any(|finding| finding.check == "file"), "{findings:?}");
    assert!(matches!(
        archive.for_each_article(drop),
        Err(StoreError::Damaged { .. })
    ));
}

#[test]
fn ids_by_their_first_digits() {
    let mut archive = Archive::in_memory().unwrap();
    archive.add(&many([1])).unwrap();
    for id in ["ab1", "ab2", "ab22", "ab3", "ab4", "ab5", "ab6"] {
        let mut named = added(1);
        named.article.id = ArticleId(id.to_owned());
        (named.raw, named.claims, named.doubts) = (None, vec![], vec![]);
        archive.add(&[named]).unwrap();
    }
    let id = |given: &str| archive.article(given).map(|article| article.id.0);
    assert_eq!(id("AB3").unwrap(), "ab3");
    assert_eq!(id("ab2").unwrap(), "ab2", "given whole, though another begins with it");
    let folder = Path::new("");
    assert_eq!(
        message(id("ab"), folder),
        "article `ab` could be any of `ab1`, `ab2`, `ab22`, `ab3`, `ab4`, … in `:memory:`\nhint: give more digits of the one you mean"
    );
    let digits = "hint: an id is 16 hexadecimal digits, or as many of the first ones as tell it from the others";
    assert_eq!(
        message(id("ac"), folder),
        format!("no article `ac` in `:memory:`\n{digits}")
    );
    assert_eq!(
        message(id(""), folder),
        format!("no article `` in `:memory:`\n{digits}")
    );
    assert_eq!(
        message(archive.claim("%"), folder),
        format!("no claim `%` in `:memory:`\n{digits}")
    );
    assert!(archive.claim(&added(1).claims[0].id.0[..5]).is_ok());
    assert!(matches!(
        archive.record("a"),
        Err(StoreError::Unknown { what: "record", .. })
    ));
    assert!(matches!(
        archive.origin("a"),
        Err(StoreError::Unknown { what: "origin", .. })
    ));
}

#[test]
fn a_search_without_words() {
    let archive = Archive::in_memory().unwrap();
    assert_eq!(
        message(archive.search(" \"--\" ", 5), Path::new("")),
        "nothing to search for in ` \"--\" `: expected at least one word or number\nhint: for example `attache search 'drones \"air defence\"'`"
    );
}
