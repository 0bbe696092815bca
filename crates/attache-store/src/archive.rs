//! How is an archive opened, and what protects it?
//!
//! # Durability
//!
//! Changes go to a write-ahead log (`WAL`), so that readers and one writer do not wait for each other, and each transaction is
//! synced to the disk as it commits (`synchronous = FULL`). With `NORMAL` the file would stay whole in a power cut too, but
//! could lose the last commits: bearable for articles, which can be added again, not for a decision that a person was told is
//! kept. The price is one sync for each call of [`Archive::add`], a few milliseconds for a batch of articles.
//!
//! Writers queue: each takes the write lock before it reads (`BEGIN IMMEDIATE`), waits up to [`PATIENCE`] for it, and
//! starts afresh up to [`ATTEMPTS`] times.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::StoreError;
use crate::error::{Failure, is_busy, tell};
use crate::migrate::{self, APPLICATION_ID, VERSION};

/// How long one attempt waits for another program's write to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a write is tried before it is given up.
const ATTEMPTS: u32 = 3;

/// Statements kept ready; more than this crate has.
const STATEMENTS: usize = 64;

/// The archive: articles, claims, records, origins, decisions, in one file. It may pass between threads, but each thread that
/// works at the same time as another opens its own.
#[derive(Debug)]
pub struct Archive {
    pub(crate) connection: Connection,
    /// As the user named it.
    pub(crate) path: PathBuf,
}

/// How much an archive holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub articles: usize,
    /// Articles in English: the ones that were read.
    pub english: usize,
    pub claims: usize,
    pub doubts: usize,
    pub records: usize,
    pub origins: usize,
    pub decisions: usize,
}

impl Archive {
    /// Opens the archive at `path`, makes it when there is none, and brings an older one up to date.
    ///
    /// # Errors
    /// [`StoreError::NotAnArchive`] and [`StoreError::Newer`], both without touching the file; [`StoreError::CannotOpen`],
    /// [`StoreError::ReadOnly`], [`StoreError::DiskFull`], [`StoreError::Busy`], [`StoreError::Damaged`].
    pub fn open(path: impl AsRef<Path>) -> Result<Archive, StoreError> {
        let path = path.as_ref();
        look_at(path)?;
        Archive::open_checked(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens the archive at `path`, which must be there.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not; else as [`Archive::open`].
    pub fn open_existing(path: impl AsRef<Path>) -> Result<Archive, StoreError> {
        let path = path.as_ref();
        match look_at(path)? {
            Seen::Nothing => Err(StoreError::Missing { path: path.to_owned() }),
            Seen::Archive => Archive::open_checked(path, OpenFlags::SQLITE_OPEN_READ_WRITE),
        }
    }

    /// An archive that is gone when it is dropped.
    pub fn in_memory() -> Result<Archive, StoreError> {
        let path = PathBuf::from(":memory:");
        let connection = Connection::open_in_memory().map_err(|error| tell(error, &path, OPENING))?;
        Archive { connection, path }.prepared()
    }

    /// Where it is, as it was named when opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.read("counting", |connection| {
            let count = |query: &str| {
                connection
                    .prepare_cached(query)?
                    .query_row([], |row| crate::rows::size(row, 0))
            };
            Ok(Counts {
                articles: count("SELECT count(*) FROM articles")?,
                english: count("SELECT count(*) FROM articles WHERE language IN ('eng', 'und')")?,
                claims: count("SELECT count(*) FROM claims")?,
                doubts: count("SELECT count(*) FROM doubts")?,
                records: count("SELECT count(*) FROM records")?,
                origins: count("SELECT count(*) FROM origins")?,
                decisions: count("SELECT count(*) FROM decisions")?,
            })
        })
    }

    fn open_checked(path: &Path, flags: OpenFlags) -> Result<Archive, StoreError> {
        let cannot = |why: String| StoreError::CannotOpen {
            path: path.to_owned(),
            why,
        };
        // Absolute, so that no name has a meaning of its own to SQLite (`:memory:`).
        let absolute = std::path::absolute(path).map_err(|error| cannot(error.to_string()))?;
        if let Some(folder) = absolute.parent().filter(|folder| !folder.is_dir()) {
            return Err(cannot(format!("there is no folder `{}`", folder.display())));
        }
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&absolute, flags).map_err(|error| tell(error, path, OPENING))?;
        Archive {
            connection,
            path: path.to_owned(),
        }
        .prepared()
    }

    fn prepared(mut self) -> Result<Archive, StoreError> {
        self.set_up().map_err(|failure| failure.told(&self.path, OPENING))?;
        Ok(self)
    }

    fn set_up(&mut self) -> Result<(), Failure> {
        // SQLite falls back to reading when it may not write. Asked first: the first query would leave files beside the archive.
        if self.connection.is_readonly("main")? {
            return Err(StoreError::ReadOnly {
                path: self.path.clone(),
                doing: OPENING,
            }
            .into());
        }
        self.connection.busy_timeout(PATIENCE)?;
        self.connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Archives are passed around: nothing that a crafted one holds may do more than be read.
        self.connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        self.connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        self.connection.pragma_update(None, "cell_size_check", true)?;
        self.connection.pragma_update(None, "cache_size", -16_384)?; // KiB
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        // Looked at before it is asked to change, so that opening does not queue behind another program's write. The first version
        // is written without the log: the file itself says what it is from its first byte on.
        if !migrate::is_newest(&self.connection)? {
            let path = self.path.clone();
            self.write_or_fail(|connection| migrate::to_newest(connection, &path))?;
        }
        self.keep_a_log()?;
        Ok(())
    }

    /// Goes over to the write-ahead log. A file system that cannot keep one keeps the older rollback journal, which is as safe.
    fn keep_a_log(&self) -> rusqlite::Result<()> {
        let mut attempt = 1;
        loop {
            let mode = self
                .connection
                .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
            match mode {
                // SQLite does not wait here by itself: another program is opening the same new archive.
                Err(error) if is_busy(&error) && attempt < 500 => std::thread::sleep(Duration::from_millis(10)),
                other => return other.map(drop),
            }
            attempt += 1;
        }
    }

    /// Runs queries that change nothing.
    pub(crate) fn read<T>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        work(&self.connection).map_err(|failure| failure.told(&self.path, doing))
    }

    /// Runs `work` as one transaction that holds the write lock from its beginning. `work` runs again when another program got in between.
    pub(crate) fn write<T>(
        &mut self,
        doing: &'static str,
        work: impl FnMut(&Connection) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        self.write_or_fail(work)
            .map_err(|failure| failure.told(&self.path, doing))
    }

    fn write_or_fail<T>(&mut self, mut work: impl FnMut(&Connection) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut attempt = 1;
        loop {
            match in_transaction(&mut self.connection, &mut work) {
                Err(Failure::Sqlite(error)) if is_busy(&error) && attempt < ATTEMPTS => attempt += 1,
                other => return other,
            }
        }
    }
}

const OPENING: &str = "opening it";

fn in_transaction<T>(
    connection: &mut Connection,
    work: &mut impl FnMut(&Connection) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    let done = work(&transaction)?; // dropped unfinished, the transaction is undone
    transaction.commit()?;
    Ok(done)
}

enum Seen {
    /// No file, or an empty one.
    Nothing,
    Archive,
}

/// Reads the first bytes of what is at `path`, without SQLite, which would leave its own files beside it.
fn look_at(path: &Path) -> Result<Seen, StoreError> {
    let refused = |found| {
        Err(StoreError::NotAnArchive {
            path: path.to_owned(),
            found,
        })
    };
    let cannot = |error: std::io::Error| StoreError::CannotOpen {
        path: path.to_owned(),
        why: error.to_string(),
    };
    if path.is_dir() {
        return refused("a folder");
    }
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Seen::Nothing),
        Err(error) => return Err(cannot(error)),
    };
    let mut header = Vec::with_capacity(HEADER);
    file.by_ref()
        .take(HEADER as u64)
        .read_to_end(&mut header)
        .map_err(cannot)?;
    if header.is_empty() {
        return Ok(Seen::Nothing);
    }
    let field = |at: usize| {
        header
            .get(at..at + 4)
            .and_then(|bytes| bytes.try_into().ok())
            .map(i32::from_be_bytes)
    };
    match (header.starts_with(MAGIC), field(USER_VERSION), field(APPLICATION)) {
        (true, Some(version), Some(APPLICATION_ID)) => {
            migrate::refuse_newer(version.into(), VERSION, path)?;
            Ok(Seen::Archive)
        }
        (true, Some(_), Some(_)) => refused("an SQLite file of another program"),
        (true, ..) => refused("a cut-off SQLite file"),
        (false, ..) => refused("another kind of file"),
    }
}

/// Length and fields of the header of an SQLite file, <https://sqlite.org/fileformat.html>.
const HEADER: usize = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";
const USER_VERSION: usize = 60;
const APPLICATION: usize = 68;

#[cfg(test)]
mod tests {
    use attache_model::{Article, ArticleId};

    use super::*;
    use crate::Added;

    fn added(text: &str) -> Added {
        let article = Article {
            id: ArticleId::of([text]),
            path: "a.txt".to_owned(),
            url: None,
            outlet: None,
            byline: None,
            published: None,
            language: "eng".to_owned(),
            text: text.to_owned(),
            blocks: vec![],
            links: vec![],
        };
        Added {
            article,
            raw: Some(text.into()),
            claims: vec![],
            doubts: vec![],
            reader: "1".to_owned(),
        }
    }

    #[test]
    fn settings_are_the_safe_ones() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(folder.path().join("a.attache")).unwrap();
        let setting = |name: &str| -> String {
            archive
                .connection
                .query_row(&format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"), [], |row| {
                    row.get(0)
                })
                .unwrap()
        };
        assert_eq!(
            (setting("journal_mode"), setting("synchronous"), setting("foreign_keys")),
            ("wal".into(), "2".into(), "1".into())
        );
    }

    #[test]
    fn a_full_disk_leaves_nothing_half_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.attache");
        let mut archive = Archive::open(&path).unwrap();
        archive.add(&[added("kept")]).unwrap();
        let pages: i64 = archive
            .connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .unwrap();
        archive
            .connection
            .pragma_update_and_check(None, "max_page_count", pages + 20, |_| Ok(()))
            .unwrap();
        let big = added(&"many words ".repeat(100_000));
        let error = archive.add(&[added("small"), big.clone()]).unwrap_err();
        assert!(matches!(error, StoreError::DiskFull { .. }));
        assert_eq!(
            error.to_string().replace(&folder.path().display().to_string(), ""),
            "the disk is full: `/a.attache` could not grow while adding articles; nothing was half written\nhint: free some space and run the same command again"
        );
        assert_eq!(archive.counts().unwrap().articles, 1);
        drop(archive);
        let mut archive = Archive::open(&path).unwrap();
        let checks: Vec<String> = archive.doctor().iter().map(ToString::to_string).collect();
        assert_eq!(checks.len(), 1, "{checks:?}");
        archive.add(&[big]).unwrap();
        assert_eq!(archive.counts().unwrap().articles, 2);
    }

    #[test]
    fn a_transaction_that_never_ends_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.attache");
        let mut archive = Archive::open(&path).unwrap();
        archive.add(&[added("kept")]).unwrap();
        archive
            .connection
            .execute_batch("BEGIN IMMEDIATE; UPDATE state SET generation = 99; DELETE FROM paths;")
            .unwrap();
        drop(archive);
        let archive = Archive::open(&path).unwrap();
        assert_eq!(archive.generation().unwrap(), 1);
        assert_eq!(archive.paths_of(&ArticleId::of(["kept"])).unwrap(), ["a.txt"]);
    }

    #[test]
    fn a_lock_that_is_never_let_go_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.attache");
        let mut archive = Archive::open(&path).unwrap();
        archive.connection.busy_timeout(Duration::from_millis(1)).unwrap();
        let other = Archive::open(&path).unwrap();
        other.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert_eq!(
            archive
                .add(&[added("x")])
                .unwrap_err()
                .to_string()
                .replace(&folder.path().display().to_string(), ""),
            "`/a.attache` is in use by another program, which did not let go while adding articles\nhint: wait for the other program to end and run the same command again"
        );
        other.connection.execute_batch("ROLLBACK").unwrap();
        assert_eq!(archive.add(&[added("x")]).unwrap().len(), 1);
    }

    #[test]
    fn a_write_that_is_not_allowed_is_told() {
        let mut archive = Archive::in_memory().unwrap();
        archive.connection.pragma_update(None, "query_only", true).unwrap();
        assert_eq!(
            archive.add(&[added("x")]).unwrap_err().to_string(),
            "`:memory:` cannot be written to while adding articles\nhint: allow writing to the file and to the folder it is in, or work on a copy elsewhere"
        );
    }
}
