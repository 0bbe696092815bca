//! How does a sent form become a decision?

use attache_model::{ClaimId, Decision, Ruling};
use attache_store::Archive;

use crate::desk::Wish;
use crate::fault::Fault;
use crate::forms::{Fields, field};
use crate::parts::record_address;
use crate::room::Room;

impl Room {
    /// Keeps what the form says and weighs; where the browser goes then.
    ///
    /// # Errors
    /// [`Fault::ReadOnly`]; [`Fault::NotDone`] with what is missing or wrong.
    pub(crate) fn decide(&self, fields: &Fields) -> Result<String, Fault> {
        let desk = self.desk.as_ref().ok_or(Fault::ReadOnly)?;
        let wish = wish(fields)?;
        self.with_archive(|archive| {
            let (who, why) = (field(fields, "who"), field(fields, "why"));
            let decided = desk.decide(wish, who, why, archive).map_err(Fault::NotDone)?;
            desk.weigh(archive).map_err(Fault::NotDone)?;
            self.read_again(archive)?;
            match field(fields, "back") {
                // The queue, as it was narrowed; nowhere else.
                back if back == "/review" || back.starts_with("/review?") => Ok(back.to_owned()),
                _ => after(&decided, archive),
            }
        })
    }
}

fn wish(fields: &Fields) -> Result<Wish, Fault> {
    let missing = |what: &str| {
        Fault::NotDone(format!(
            "{what} is missing\nhint: go back, fill it in and send the form again"
        ))
    };
    let given = |name: &str| Some(field(fields, name).to_owned()).filter(|text| !text.is_empty());
    // A button of a list names its record beside what it does: `confirm 1a2b`.
    let asked = field(fields, "do");
    let (what, named) = asked
        .split_once(' ')
        .map_or((asked, None), |(what, id)| (what, Some(id.to_owned())));
    let id = named.or_else(|| given("id")).ok_or_else(|| missing("the record"))?;
    let ticked: Vec<String> = fields
        .iter()
        .filter(|(name, _)| name == "claim")
        .map(|(_, id)| id.clone())
        .collect();
    let these = || {
        if ticked.is_empty() {
            vec![id.clone()]
        } else {
            ticked.clone()
        }
    };
    match what {
        "confirm" => Ok(Wish::Confirm(these())),
        "reject" => Ok(Wish::Reject(these())),
        "correct" => Ok(Wish::Correct {
            slot: field(fields, "slot").parse().map_err(|_| missing("the slot"))?,
            value: given("value").ok_or_else(|| missing("the value (or the word none)"))?,
            id,
        }),
        "merge" => Ok(Wish::Merge(vec![
            id,
            given("other").ok_or_else(|| missing("the other record"))?,
        ])),
        "split" if ticked.is_empty() => Err(missing("a tick at the claims to split off")),
        "split" => Ok(Wish::Split(ticked)),
        "undo" => Ok(Wish::Undo(id)),
        _ => Err(missing("what to do")),
    }
}

/// The record that holds what was decided about; ids of records may have changed.
fn after(decided: &Decision, archive: &Archive) -> Result<String, Fault> {
    let undone = match &decided.what {
        Ruling::Undo { decision } => Some(archive.decision(decision.as_str())?),
        _ => None,
    };
    let ruling = undone.as_ref().map_or(&decided.what, |undone| &undone.what);
    let Some(seen) = ruling.claims().next() else {
        return Ok("/review".to_owned());
    };
    let holds = |claims: &[ClaimId]| claims.contains(&seen.claim);
    let records = archive.records_of(&seen.article)?;
    let record = records.iter().find(|record| holds(&record.claims));
    Ok(record.map_or_else(
        || "/review".to_owned(),
        |record| record_address(record.kind, &record.id),
    ))
}
