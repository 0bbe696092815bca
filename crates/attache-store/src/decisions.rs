//! What did people decide, and when did they take it back?
//!
//! A decision is appended and never changed; triggers in the file see to it. What it means is for the weighing to know: here
//! it is JSON. Decisions change what the register is made from, so each leaves it unweighed.

use rusqlite::{Connection, Row, params};
use serde_json::Value;

use crate::StoreError;
use crate::add::{Outcome, bump};
use crate::archive::Archive;
use crate::ids::Kind;
use crate::rows::{from_json, to_json};

/// One entry of the log of decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Names the decision by what it says, who says it and when.
    pub id: String,
    /// As the caller gives it; nothing below the binary knows the time.
    pub made_at: String,
    pub who: String,
    pub what: Value,
    pub why: String,
    /// The later decision that takes this one back. Set by [`Archive::withdraw`] alone.
    pub withdrawn_by: Option<String>,
}

impl Decision {
    pub fn new(made_at: impl Into<String>, who: impl Into<String>, what: Value, why: impl Into<String>) -> Decision {
        let (made_at, who, why) = (made_at.into(), who.into(), why.into());
        let id = attache_model::ClaimId::of([&made_at, &who, &what.to_string(), &why]).0;
        Decision {
            id,
            made_at,
            who,
            what,
            why,
            withdrawn_by: None,
        }
    }
}

impl Archive {
    /// Every decision, the withdrawn ones too, in the order in which they were appended.
    pub fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        self.read("reading decisions", |connection| {
            let mut statement = connection
                .prepare_cached("SELECT id, made_at, who, what, why, withdrawn_by FROM decisions ORDER BY number")?;
            Ok(statement.query_map([], decision)?.collect::<Result<_, _>>()?)
        })
    }

    /// Appends a decision; the same one again changes nothing. Its `withdrawn_by` is left aside.
    pub fn decide(&mut self, decision: &Decision) -> Result<Outcome, StoreError> {
        self.write("writing a decision", |connection| Ok(append(connection, decision)?))
    }

    /// Appends `by` and marks the decision `id` (or the one that begins so) as withdrawn by it. One already withdrawn stays
    /// as it is: then this is [`Outcome::Known`] and `by` is not appended.
    pub fn withdraw(&mut self, id: &str, by: &Decision) -> Result<Outcome, StoreError> {
        let id = self.whole_id(Kind::Decision, id)?;
        self.write("withdrawing a decision", |connection| {
            let withdrawn: bool = connection
                .prepare_cached("SELECT withdrawn_by IS NOT NULL FROM decisions WHERE id = ?1")?
                .query_row([&id], |row| row.get(0))?;
            if withdrawn {
                return Ok(Outcome::Known);
            }
            append(connection, by)?;
            connection
                .prepare_cached("UPDATE decisions SET withdrawn_by = ?2 WHERE id = ?1")?
                .execute([&id, &by.id])?;
            bump(connection)?;
            Ok(Outcome::New)
        })
    }
}

fn append(connection: &Connection, decision: &Decision) -> rusqlite::Result<Outcome> {
    let added = connection
        .prepare_cached("INSERT INTO decisions (id, made_at, who, what, why) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO NOTHING")?
        .execute(params![decision.id, decision.made_at, decision.who, to_json(&decision.what)?, decision.why])?;
    if added == 0 {
        return Ok(Outcome::Known);
    }
    bump(connection)?;
    Ok(Outcome::New)
}

fn decision(row: &Row<'_>) -> rusqlite::Result<Decision> {
    Ok(Decision {
        id: row.get(0)?,
        made_at: row.get(1)?,
        who: row.get(2)?,
        what: from_json(row, 3)?,
        why: row.get(4)?,
        withdrawn_by: row.get(5)?,
    })
}
