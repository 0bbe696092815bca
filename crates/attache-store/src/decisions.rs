//! What did people decide?
//!
//! A decision is appended and never changed; triggers in the file see to it. Taking one back is a decision too. What they mean is for
//! the weighing to know. Decisions change what the register is made from, so each leaves it unweighed.

use attache_model::{Decision, DecisionId};
use rusqlite::{Connection, Row, params};

use crate::StoreError;
use crate::add::{Outcome, bump};
use crate::archive::Archive;
use crate::ids::{Kind, gone};
use crate::rows::{from_json, to_json, word};

impl Archive {
    /// Every decision, those taken back too, in the order in which they were made.
    pub fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        self.read(READING, |connection| {
            let mut statement =
                connection.prepare_cached(&format!("SELECT {DECISION_COLUMNS} FROM decisions ORDER BY number"))?;
            let mut decisions: Vec<Decision> = statement.query_map([], decision)?.collect::<Result<_, _>>()?;
            decisions.sort_by(|a, b| (a.made_at, &a.id).cmp(&(b.made_at, &b.id)));
            Ok(decisions)
        })
    }

    /// The decision whose id is `id`, or begins with it.
    pub fn decision(&self, id: &str) -> Result<Decision, StoreError> {
        let id = self.whole_id(Kind::Decision, id)?;
        self.read(READING, |connection| {
            let mut statement =
                connection.prepare_cached(&format!("SELECT {DECISION_COLUMNS} FROM decisions WHERE id = ?1"))?;
            let mut rows = statement.query_map([&id], decision)?;
            rows.next()
                .transpose()?
                .ok_or_else(|| gone(&self.path, Kind::Decision, &id))
        })
    }

    /// Appends decisions, all or none; what came of each. Those that are there already change nothing.
    pub fn decide(&mut self, decisions: &[Decision]) -> Result<Vec<Outcome>, StoreError> {
        self.write("writing decisions", |connection| {
            let outcomes: Vec<Outcome> = decisions
                .iter()
                .map(|decision| append(connection, decision))
                .collect::<rusqlite::Result<_>>()?;
            if outcomes.contains(&Outcome::New) {
                bump(connection)?;
            }
            Ok(outcomes)
        })
    }
}

const READING: &str = "reading decisions";

/// What [`decision`] reads.
pub(crate) const DECISION_COLUMNS: &str = "id, made_at, who, what, why, seen";

fn append(connection: &Connection, decision: &Decision) -> rusqlite::Result<Outcome> {
    let added = connection
        .prepare_cached(
            "INSERT INTO decisions (id, made_at, who, what, why, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            decision.id.as_str(),
            decision.made_at.to_string(),
            decision.who,
            to_json(&decision.what)?,
            decision.why,
            to_json(&decision.seen)?,
        ])?;
    Ok(if added == 0 { Outcome::Known } else { Outcome::New })
}

pub(crate) fn decision(row: &Row<'_>) -> rusqlite::Result<Decision> {
    Ok(Decision {
        id: DecisionId(row.get(0)?),
        made_at: word(row, 1)?,
        who: row.get(2)?,
        what: from_json(row, 3)?,
        why: row.get(4)?,
        seen: from_json(row, 5)?,
    })
}
