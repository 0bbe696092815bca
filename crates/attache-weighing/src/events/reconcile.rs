//! What does a record of an event show in each slot?

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Cell, ClaimId, EventType, Kind, OriginId, Record, RecordId, SlotName, Verdict};
use serde_json::Value;

use super::facts::Facts;
use crate::cells::{self, teller};
use crate::periods::reconciled;
use crate::places;

type Case<'a> = cells::Case<'a, Facts<'a>>;
type Said<'a, T> = cells::Said<'a, T, Facts<'a>>;

/// The record that the claims of one group add up to.
pub fn reconcile<'a>(id: RecordId, facts: Vec<&'a Facts<'a>>, origins: &'a BTreeMap<ClaimId, OriginId>) -> Record {
    let case = Case::new(facts, origins);
    let mode = case.said(|fact| fact.mode);
    let cells = [
        (SlotName::Type, kind(&case)),
        (SlotName::Mode, case.word(&mode, |_, _| false).map(beside)),
        (SlotName::Actors, parties(&case, |fact| &fact.actors)),
        (SlotName::Recipients, parties(&case, |fact| &fact.recipients)),
        (SlotName::Date, date(&case)),
        (
            SlotName::Place,
            places::cell(&case, |fact| {
                fact.event.place.as_ref().map(|slot| slot.value().as_str())
            }),
        ),
        (SlotName::Contexts, contexts(&case)),
    ];
    let slots = cells
        .into_iter()
        .filter_map(|(name, cell)| Some((name, cell?)))
        .collect();
    case.record(id, Kind::Event, slots)
}

/// One event may be done in several ways: a raid destroys, and uses explosives.
fn beside(mut cell: Cell) -> Cell {
    if cell.verdict == Verdict::Disputed {
        cell.verdict = Verdict::Agreed;
        cell.reason = cell.reason.replace(" against ", " beside ");
    }
    cell
}

/// The type; what was done is the later word than what was announced. A denial is set against it.
fn kind(case: &Case) -> Option<Cell> {
    let said: Vec<Said<EventType>> = case.said(|fact| Some(fact.kind));
    let mut cell = case.word(&said, |_, _| false)?;
    let planned = |said: &Said<EventType>| said.by.iter().all(|fact| fact.is_planned());
    let done: Vec<&Said<EventType>> = said.iter().filter(|said| !planned(said)).collect();
    if let ([done], true) = (done.as_slice(), said.len() > 1) {
        let announced: Vec<&Said<EventType>> = said.iter().filter(|other| other.value != done.value).collect();
        let names: Vec<String> = announced.iter().map(|other| other.value.to_string()).collect();
        let reason = format!(
            "{} ({}) was announced as {}",
            done.value,
            case.support(&done.by),
            names.join(", ")
        );
        let rival = |other: &&Said<EventType>| {
            case.rival(Value::from(other.value.as_str()), other.value.to_string(), &other.by)
        };
        let rivals = announced.iter().map(rival).collect();
        let shown = done.value.to_string();
        cell = case.cell(
            Value::from(shown.as_str()),
            shown,
            &done.by,
            Verdict::Superseded,
            reason,
            rivals,
        );
    }
    let denials: Vec<&Facts> = case.denials().collect();
    if !denials.is_empty() {
        let deniers: BTreeSet<String> = denials.iter().map(|fact| teller(fact.claim)).collect();
        let deniers = deniers.into_iter().collect::<Vec<_>>().join(", ");
        cell.verdict = Verdict::Denied;
        if case.only_denied {
            cell.reason = format!("{}, denied by {deniers}; nobody here affirms it", cell.shown);
        } else {
            cell.reason = format!("{}; denied by {deniers}", cell.reason);
            let shown = format!("not {}", denials[0].kind);
            cell.rivals
                .push(case.rival(Value::from(shown.as_str()), shown, &denials));
        }
    }
    Some(cell)
}

/// Everyone named on a side by claims that name one in common; sides with nobody in common are rivals.
fn parties<'a>(case: &Case<'a>, side: fn(&'a Facts<'a>) -> &'a BTreeSet<&'a str>) -> Option<Cell> {
    let said = case.said(|fact| Some(side(fact).clone()).filter(|side| !side.is_empty()));
    let best = said
        .iter()
        .max_by_key(|said| (case.origins_of(&said.by).len(), said.by.len(), said.value.len()))?;
    let (with, against): (Vec<_>, Vec<_>) = said.iter().partition(|other| !other.value.is_disjoint(&best.value));
    let all: BTreeSet<&str> = with.iter().flat_map(|said| said.value.iter().copied()).collect();
    let by: Vec<&Facts> = with.iter().flat_map(|said| said.by.iter().copied()).collect();
    let shown = |parties: &BTreeSet<&str>| parties.iter().copied().collect::<Vec<_>>().join(", ");
    let wire = |parties: &BTreeSet<&str>| parties.iter().copied().collect::<Vec<_>>().into();
    let own = format!("{} ({})", shown(&all), case.support(&by));
    let others: Vec<String> = against
        .iter()
        .map(|other| format!("{} ({})", shown(&other.value), case.support(&other.by)))
        .collect();
    let (verdict, reason) = match () {
        () if !against.is_empty() => (Verdict::Disputed, format!("{own} against {}", others.join("; "))),
        () if with.len() > 1 => (Verdict::Refined, format!("{own}; not all name everyone")),
        () => (Verdict::Agreed, format!("{}, from {}", shown(&all), case.support(&by))),
    };
    let rivals = against
        .iter()
        .map(|other| case.rival(wire(&other.value), shown(&other.value), &other.by));
    Some(case.cell(wire(&all), shown(&all), &by, verdict, reason, rivals.collect()))
}

fn date(case: &Case) -> Option<Cell> {
    let said = case.said(|fact| fact.when);
    let published = |fact: &Facts| fact.published;
    reconciled(case, &said, published, |a, b| {
        let planned = |said: &Said<_>| said.by.iter().all(|fact| fact.is_planned());
        if planned(a) != planned(b) {
            Verdict::Superseded
        } else {
            Verdict::Disputed
        }
    })
}

fn contexts(case: &Case) -> Option<Cell> {
    let by: Vec<&Facts> = case.speaking().filter(|fact| !fact.event.contexts.is_empty()).collect();
    let all: BTreeSet<&str> = by
        .iter()
        .flat_map(|fact| &fact.event.contexts)
        .map(|context| context.as_str())
        .collect();
    let shown = all.iter().copied().collect::<Vec<_>>().join(", ");
    let reason = format!("{shown}, from {}", case.support(&by));
    let value = Value::from(all.iter().copied().collect::<Vec<_>>());
    (!all.is_empty()).then(|| case.cell(value, shown, &by, Verdict::Agreed, reason, Vec::new()))
}
