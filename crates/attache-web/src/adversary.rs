//! Does a transfer arm an ally's adversary?
//!
//! Three legs, each with its evidence: the supplier gives arms to the recipient (the transfer); the supplier and another state are in one alliance (the
//! vocabulary); the recipient fights or threatens that state (events).

use std::collections::{BTreeMap, HashMap};

use attache_model::{EventType, Kind, SlotName, Stage};

use crate::register::{Register, Row};
use crate::world::{Alliance, World};

/// The second and third leg; the first is the transfer itself.
pub struct Flag<'a> {
    /// All that both are in.
    pub alliances: Vec<&'a Alliance>,
    pub ally: &'a str,
    /// What the recipient did to the ally.
    pub acts: Vec<&'a Row>,
}

/// What counts as fighting or threatening.
const HOSTILE: [EventType; 4] = [
    EventType::Assault,
    EventType::Coerce,
    EventType::Threaten,
    EventType::Mobilize,
];

/// What each party did that is hostile, by the places of the events.
pub fn acts(rows: &[Row]) -> HashMap<String, Vec<usize>> {
    let mut acts: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, event) in rows.iter().enumerate().filter(|(_, row)| is_hostile(row)) {
        for party in event.from() {
            acts.entry(party.clone()).or_default().push(at);
        }
    }
    acts
}

/// The allies of the supplier that the recipient is hostile to. A transfer that is only sought, was refused or called off arms nobody.
pub fn flags<'a>(world: &'a World, register: &'a Register, transfer: &'a Row) -> Vec<Flag<'a>> {
    let ([supplier], [recipient]) = (transfer.from(), transfer.to()) else {
        return Vec::new();
    };
    let stage: Option<Stage> = transfer.word(SlotName::Stage).parse().ok();
    let arms = !matches!(
        stage,
        Some(Stage::Sought | Stage::Refused | Stage::Cancelled | Stage::Returned)
    );
    let hostile: Vec<&Row> = register.hostile_acts(recipient).collect();
    if transfer.kind != Kind::Transfer || !arms || hostile.is_empty() {
        return Vec::new();
    }
    let day = transfer.last_day();
    let mut allies: BTreeMap<&str, Vec<&Alliance>> = BTreeMap::new();
    for alliance in world.alliances_of(supplier, day) {
        for ally in alliance.others(supplier, day).filter(|ally| ally != recipient) {
            allies.entry(ally).or_default().push(alliance);
        }
    }
    let flags = allies.into_iter().map(|(ally, alliances)| {
        let meant = |event: &&&Row| event.to().iter().any(|party| party == ally);
        let acts = hostile.iter().filter(meant).copied().collect();
        Flag { alliances, ally, acts }
    });
    flags.filter(|flag| !flag.acts.is_empty()).collect()
}

/// Rumours and denials flag nobody.
fn is_hostile(event: &Row) -> bool {
    let kind = event.word(SlotName::Type).parse::<EventType>();
    event.kind == Kind::Event && !event.denied && !event.hedged && kind.is_ok_and(|kind| HOSTILE.contains(&kind))
}
