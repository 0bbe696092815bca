//! What went wrong, where, and what would put it right?

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi;

/// Why the archive could not do what was asked. After any of these the archive is as it was before the call.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("no archive at `{}`\nhint: `attache add PATH...` makes one from the articles at PATH", path.display())]
    Missing { path: PathBuf },

    #[error(
        "`{}` is {found}, not an archive; it was left as it is\nhint: name a file that does not exist yet, or an archive that attache made",
        path.display()
    )]
    NotAnArchive { path: PathBuf, found: &'static str },

    #[error(
        "`{}` is an archive of version {found}; this attache knows versions up to {known}; it was left as it is\nhint: install a newer attache",
        path.display()
    )]
    Newer { path: PathBuf, found: i64, known: i64 },

    #[error("cannot open an archive at `{}`: {why}\nhint: name a file in a folder that exists and that you may write to", path.display())]
    CannotOpen { path: PathBuf, why: String },

    #[error("`{}` cannot be written to while {doing}\nhint: allow writing to the file and to the folder it is in, or work on a copy elsewhere", path.display())]
    ReadOnly { path: PathBuf, doing: &'static str },

    #[error("the disk is full: `{}` could not grow while {doing}; nothing was half written\nhint: free some space and run the same command again", path.display())]
    DiskFull { path: PathBuf, doing: &'static str },

    #[error("`{}` is in use by another program, which did not let go while {doing}\nhint: wait for the other program to end and run the same command again", path.display())]
    Busy { path: PathBuf, doing: &'static str },

    #[error("`{}` is damaged, found while {doing}: {what}\nhint: add the articles to a new archive, or go back to a copy of this one; `attache doctor` lists what else is wrong", path.display())]
    Damaged {
        path: PathBuf,
        doing: &'static str,
        what: String,
    },

    #[error("no {what} `{id}` in `{}`\nhint: an id is 16 hexadecimal digits, or as many of the first ones as tell it from the others", path.display())]
    Unknown {
        path: PathBuf,
        what: &'static str,
        id: String,
    },

    #[error("{what} `{id}` could be any of {} in `{}`\nhint: give more digits of the one you mean", listed(candidates), path.display())]
    Ambiguous {
        path: PathBuf,
        what: &'static str,
        id: String,
        candidates: Vec<String>,
    },

    #[error(
        "nothing to search for in `{query}`: expected at least one word or number\nhint: for example `attache search 'drones \"air defence\"'`"
    )]
    NoWords { query: String },

    #[error(
        "{what} `{id}` belongs to article `{belongs}`, but was given with article `{given}`\nhint: this is a fault of attache itself; please report it"
    )]
    Misfiled {
        what: &'static str,
        id: String,
        belongs: String,
        given: String,
    },

    #[error(
        "{what} `{id}` does not read back as it was given: {why}\nhint: this is a fault of attache itself; please report it"
    )]
    Unstorable {
        what: &'static str,
        id: String,
        why: String,
    },

    #[error("record `{record}` names claim `{claim}`, which is not in `{}`\nhint: this is a fault of attache itself; please report it", path.display())]
    UnknownClaim {
        path: PathBuf,
        record: String,
        claim: String,
    },

    #[error("generation {given} was weighed, but `{}` has only reached {reached}\nhint: take the generation from the archive before reading its claims", path.display())]
    FutureGeneration { path: PathBuf, given: u64, reached: u64 },

    #[error("`{}` could not be used while {doing}: {source}\nhint: `attache doctor` checks the archive", path.display())]
    Sqlite {
        path: PathBuf,
        doing: &'static str,
        source: rusqlite::Error,
    },
}

fn listed(candidates: &[String]) -> String {
    let mut shown: Vec<String> = candidates.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
    if candidates.len() > SHOWN {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

/// How many candidates an ambiguity lists.
pub(crate) const SHOWN: usize = 5;

/// What inner functions fail with, before it is known which archive and which errand it was.
#[derive(Debug)]
pub(crate) enum Failure {
    Sqlite(rusqlite::Error),
    Told(StoreError),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Failure {
        Failure::Sqlite(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Told(error)
    }
}

impl Failure {
    pub(crate) fn told(self, path: &Path, doing: &'static str) -> StoreError {
        match self {
            Failure::Told(error) => error,
            Failure::Sqlite(error) => tell(error, path, doing),
        }
    }
}

/// Says in the user's words what SQLite said in its own.
pub(crate) fn tell(error: rusqlite::Error, path: &Path, doing: &'static str) -> StoreError {
    let path = path.to_owned();
    if is_full(&error) {
        return StoreError::DiskFull { path, doing };
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { path, doing },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path, doing },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged {
            path,
            doing,
            what: error.to_string(),
        },
        Some(ErrorCode::CannotOpen) => StoreError::CannotOpen {
            path,
            why: "the file, or one of those that SQLite keeps beside it, could not be opened or made".to_owned(),
        },
        _ if is_undecodable(&error) => StoreError::Damaged {
            path,
            doing,
            what: error.to_string(),
        },
        _ => StoreError::Sqlite {
            path,
            doing,
            source: error,
        },
    }
}

pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

pub(crate) fn is_broken_reference(error: &rusqlite::Error) -> bool {
    extended(error) == Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY)
}

/// Full as SQLite reports it, and the shared index of the write-ahead log failing to grow, which it reports apart.
fn is_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DiskFull) || extended(error) == Some(ffi::SQLITE_IOERR_SHMSIZE)
}

/// A row that holds something else than was once written there.
fn is_undecodable(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
    )
}

fn extended(error: &rusqlite::Error) -> Option<i32> {
    error.sqlite_error().map(|error| error.extended_code)
}
