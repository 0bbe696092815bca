//! Which one does the user mean by the first digits of an id?

use rusqlite::Connection;

use crate::StoreError;
use crate::archive::Archive;
use crate::error::{Failure, SHOWN};

/// The tables whose rows are looked up by id, with the word that a user calls them by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Article,
    Claim,
    Record,
    Origin,
    Decision,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Article => "article",
            Kind::Claim => "claim",
            Kind::Record => "record",
            Kind::Origin => "origin",
            Kind::Decision => "decision",
        }
    }

    fn query(self) -> &'static str {
        match self {
            Kind::Article => "SELECT id FROM articles WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3",
            Kind::Claim => "SELECT id FROM claims WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3",
            Kind::Record => "SELECT id FROM records WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3",
            Kind::Origin => "SELECT id FROM origins WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3",
            Kind::Decision => "SELECT id FROM decisions WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3",
        }
    }
}

impl Archive {
    /// The whole id that `given` begins. An id that is given whole is that one, even if a longer one begins with it.
    pub(crate) fn whole_id(&self, kind: Kind, given: &str) -> Result<String, StoreError> {
        let wanted = if given.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            given.to_ascii_lowercase()
        } else {
            given.to_owned()
        };
        let unknown = || StoreError::Unknown {
            path: self.path.clone(),
            what: kind.word(),
            id: given.to_owned(),
        };
        if wanted.is_empty() {
            return Err(unknown());
        }
        let mut found = self.read("looking up an id", |connection| {
            Ok(beginning_with(connection, kind, &wanted)?)
        })?;
        match found.len() {
            0 => Err(unknown()),
            1 => Ok(found.remove(0)),
            // Sorted, so that an id given whole comes before the longer ones.
            _ if found.first() == Some(&wanted) => Ok(wanted),
            _ => Err(StoreError::Ambiguous {
                path: self.path.clone(),
                what: kind.word(),
                id: given.to_owned(),
                candidates: found,
            }),
        }
    }
}

fn beginning_with(connection: &Connection, kind: Kind, prefix: &str) -> Result<Vec<String>, rusqlite::Error> {
    let end = format!("{prefix}\u{10ffff}");
    let limit = crate::rows::integer(SHOWN + 1);
    connection
        .prepare_cached(kind.query())?
        .query_map(rusqlite::params![prefix, end, limit], |row| row.get(0))?
        .collect()
}

/// Turns "no such row" into `None`, as between finding an id and reading its row another program may have replaced it.
pub(crate) fn gone(path: &std::path::Path, kind: Kind, id: &str) -> Failure {
    Failure::Told(StoreError::Unknown {
        path: path.to_owned(),
        what: kind.word(),
        id: id.to_owned(),
    })
}
