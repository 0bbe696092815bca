//! Can today's program open what every earlier one wrote?
//!
//! `old/version-N.sql` makes an archive as version N wrote it, with [`sample::added`](crate::sample::added)`(1)` and `(2)` in it. These files are never
//! edited: a new version adds one.

use std::path::Path;

use attache_store::Archive;
use rusqlite::Connection;

use crate::sample::{added, decision, many, origin, record};

const VERSIONS: [&str; 5] = [
    include_str!("old/version-1.sql"),
    include_str!("old/version-2.sql"),
    include_str!("old/version-3.sql"),
    include_str!("old/version-4.sql"),
    include_str!("old/version-5.sql"),
];

/// Every table, index, view and trigger, without what an old one may differ in: its comments.
fn schema(path: &Path) -> Vec<(String, String)> {
    let connection = Connection::open(path).unwrap();
    let mut all = connection
        .prepare("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
        .unwrap();
    all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn old_archives_open_and_hold_what_they_held() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new.attache");
    drop(Archive::open(&new).unwrap());
    for (at, sql) in VERSIONS.iter().enumerate() {
        let path = folder.path().join(format!("{at}.attache"));
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();

        let archive = Archive::open_existing(&path).unwrap();
        assert_eq!(archive.doctor(), []);
        for n in [1, 2] {
            let id = added(n).article.id;
            assert_eq!(archive.article(id.as_str()).unwrap(), added(n).article);
            assert_eq!(archive.claims_of(&id).unwrap(), added(n).claims);
            assert_eq!(archive.doubts_of(&id).unwrap(), added(n).doubts);
        }
        assert_eq!(archive.records().unwrap(), [record(&added(1))]);
        assert_eq!(archive.origins().unwrap(), [origin(&added(1))]);
        // Version 1 had a table of decisions, and no command that made any.
        let decided = if at == 0 { vec![] } else { vec![decision(&added(1))] };
        assert_eq!(archive.decisions().unwrap(), decided);
        assert_eq!(archive.search("stations", 5).unwrap().len(), 2);
        assert_eq!(archive.matching_quotes("\"Groza-S stations\"").unwrap().len(), 2);
        drop(archive);
        assert_eq!(schema(&path), schema(&new), "an old archive ends up as a new one");
        assert_eq!(Archive::open(&path).unwrap().add(&many([1, 2, 3])).unwrap().len(), 3);
    }
}
