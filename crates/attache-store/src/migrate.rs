//! How does an archive that an older version wrote become one of today?
//!
//! Each migration is numbered and never edited once released; `user_version` in the file says which was the last to run.
//! All that are missing run in the transaction that opens the archive: they all hold, or none does.

use std::path::Path;

use rusqlite::Connection;

use crate::StoreError;
use crate::error::Failure;

/// Marks the file as ours: `ATTA`.
pub(crate) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"ATTA");

/// The migration from version n to n + 1 is at n.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/1.sql"),
    include_str!("migrations/2.sql"),
    include_str!("migrations/3.sql"),
    include_str!("migrations/4.sql"),
    include_str!("migrations/5.sql"),
];

/// The version that this code reads and writes.
pub(crate) const VERSION: i64 = MIGRATIONS.len() as i64;

pub(crate) fn is_newest(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(version(connection)? == VERSION)
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

pub(crate) fn to_newest(connection: &Connection, path: &Path) -> Result<(), Failure> {
    run(connection, path, MIGRATIONS)
}

pub(crate) fn refuse_newer(found: i64, known: i64, path: &Path) -> Result<(), StoreError> {
    if found > known {
        Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known,
        })
    } else {
        Ok(())
    }
}

fn run(connection: &Connection, path: &Path, migrations: &[&str]) -> Result<(), Failure> {
    let found = version(connection)?;
    let newest = crate::rows::integer(migrations.len());
    refuse_newer(found, newest, path)?;
    if found == newest {
        return Ok(());
    }
    for migration in migrations.iter().skip(usize::try_from(found).unwrap_or(0)) {
        connection.execute_batch(migration)?;
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", newest)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_to(connection: &Connection, migrations: &[&str]) -> Result<(), StoreError> {
        run(connection, Path::new("a.attache"), migrations)
            .map_err(|failure| failure.told(Path::new("a.attache"), "testing"))
    }

    #[test]
    fn only_the_missing_ones_run_and_in_order() {
        let connection = Connection::open_in_memory().unwrap();
        let first = "CREATE TABLE steps (step INTEGER); INSERT INTO steps VALUES (1);";
        run_to(&connection, &[first]).unwrap();
        run_to(
            &connection,
            &[first, "INSERT INTO steps VALUES (2);", "INSERT INTO steps VALUES (3);"],
        )
        .unwrap();
        run_to(
            &connection,
            &[first, "INSERT INTO steps VALUES (2);", "INSERT INTO steps VALUES (3);"],
        )
        .unwrap();
        let steps: String = connection
            .query_row("SELECT group_concat(step) FROM steps", [], |row| row.get(0))
            .unwrap();
        assert_eq!(steps, "1,2,3");
        assert!(matches!(
            run_to(&connection, &[first]),
            Err(StoreError::Newer { found: 3, known: 1, .. })
        ));
    }
}
