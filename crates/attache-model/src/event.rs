//! What does an event claim say: who did what to whom, how, when and where?
//!
//! Types, modes and contexts are those of PLOVER (Open Event Data Alliance, codebook draft 0.8 of 2021), its two-word codes spelled out.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::words::word_list;
use crate::{Party, Slot, When};

/// One act of a state, a group or a body of states towards others. An absent slot is unknown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its type; the span is the words that say it.
    pub event: Slot<EventType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Slot<Mode>>,
    /// Who acts. In symmetric events (talks, clashes, an agreement) all who take part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Slot<Actor>>,
    /// Whom the act is directed at: the host of a visit, the victim, the accused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Slot<Actor>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Slot<When>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Slot<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contexts: Vec<Context>,
}

impl Event {
    pub fn of(event: Slot<EventType>) -> Event {
        Event {
            event,
            mode: None,
            actors: Vec::new(),
            recipients: Vec::new(),
            date: None,
            place: None,
            contexts: Vec::new(),
        }
    }
}

/// Who acts or is acted upon: the state (or named party) it is counted under, and which part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Actor {
    pub party: Party,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sector {
            Some(sector) => f.pad(&format!("{} ({sector})", self.party)),
            None => self.party.fmt(f),
        }
    }
}

impl From<Party> for Actor {
    fn from(party: Party) -> Actor {
        Actor { party, sector: None }
    }
}

word_list! {
    /// PLOVER's sixteen types, from cooperation to conflict.
    EventType ("event type") {
        Agree = "AGREE",
        Consult = "CONSULT",
        Support = "SUPPORT",
        Concede = "CONCEDE",
        Cooperate = "COOPERATE",
        Aid = "AID",
        Retreat = "RETREAT",
        Request = "REQUEST",
        Accuse = "ACCUSE",
        Reject = "REJECT",
        Threaten = "THREATEN",
        Protest = "PROTEST",
        Sanction = "SANCTION",
        Mobilize = "MOBILIZE",
        Coerce = "COERCE",
        Assault = "ASSAULT",
    }
}

word_list! {
    /// How it was done. Some modes belong to several types (`withdraw` to RETREAT and SANCTION).
    Mode ("mode") {
        Visit = "visit",
        ThirdParty = "third-party",
        Multilateral = "multilateral",
        Phone = "phone",
        Withdraw = "withdraw",
        Release = "release",
        Disarm = "disarm",
        Ceasefire = "ceasefire",
        Access = "access",
        Resign = "resign",
        Assist = "assist",
        Change = "change",
        Yield = "yield",
        Meet = "meet",
        Disapprove = "disapprove",
        Investigate = "investigate",
        Allege = "allege",
        Restrict = "restrict",
        Arrest = "arrest",
        Relations = "relations",
        Expel = "expel",
        Territory = "territory",
        Violence = "violence",
        Demo = "demo",
        Riot = "riot",
        Strike = "strike",
        Hunger = "hunger",
        Boycott = "boycott",
        Obstruct = "obstruct",
        Vandalize = "vandalize",
        Convict = "convict",
        Discontinue = "discontinue",
        Troops = "troops",
        Weapons = "weapons",
        Police = "police",
        Militia = "militia",
        Seize = "seize",
        Censor = "censor",
        Curfew = "curfew",
        MartialLaw = "martial-law",
        Deport = "deport",
        Withhold = "withhold",
        Misinformation = "misinformation",
        Cyber = "cyber",
        Abduct = "abduct",
        Beat = "beat",
        Torture = "torture",
        Sexual = "sexual",
        Targeted = "targeted",
        Destroy = "destroy",
        Primitive = "primitive",
        Firearms = "firearms",
        Explosives = "explosives",
        SuicideAttack = "suicide-attack",
        Aerial = "aerial",
        Drone = "drone",
        HeavyWeapons = "heavy-weapons",
        CrowdControl = "crowd-control",
        Unconventional = "unconventional",
    }
}

impl EventType {
    /// The modes that PLOVER gives the type; none for AGREE, SUPPORT, CONCEDE, COOPERATE and AID.
    pub fn modes(self) -> &'static [Mode] {
        use Mode::*;
        match self {
            EventType::Consult => &[Visit, ThirdParty, Multilateral, Phone],
            EventType::Retreat => &[Withdraw, Release, Disarm, Ceasefire, Access, Resign],
            EventType::Request | EventType::Reject => &[Assist, Change, Yield, Meet],
            EventType::Accuse => &[Disapprove, Investigate, Allege],
            EventType::Threaten => &[Restrict, Arrest, Relations, Expel, Territory, Violence],
            EventType::Protest => &[Demo, Riot, Strike, Hunger, Boycott, Obstruct, Vandalize],
            EventType::Sanction => &[Convict, Expel, Withdraw, Discontinue],
            EventType::Mobilize => &[Troops, Weapons, Police, Militia],
            EventType::Coerce => &[
                Seize,
                Restrict,
                Censor,
                Curfew,
                MartialLaw,
                Arrest,
                Deport,
                Withhold,
                Misinformation,
                Cyber,
            ],
            EventType::Assault => &[
                Abduct,
                Beat,
                Torture,
                Sexual,
                Targeted,
                Destroy,
                Primitive,
                Firearms,
                Explosives,
                SuicideAttack,
                Aerial,
                Drone,
                HeavyWeapons,
                CrowdControl,
                Unconventional,
            ],
            EventType::Agree | EventType::Support | EventType::Concede | EventType::Cooperate | EventType::Aid => &[],
        }
    }
}

word_list! {
    /// Which part of a state or society acts: PLOVER's sectors that the news tells apart.
    Sector ("sector") {
        Government = "government",
        Legislature = "legislature",
        Judiciary = "judiciary",
        Military = "military",
        Police = "police",
        Intelligence = "intelligence",
        Opposition = "opposition",
        Rebels = "rebels",
        Business = "business",
        Media = "media",
        Civilians = "civilians",
        Refugees = "refugees",
        Intergovernmental = "intergovernmental",
        NonGovernmental = "non-governmental",
    }
}

word_list! {
    /// What it was about: PLOVER's contexts that concern states and their arms.
    Context ("context") {
        Military = "military",
        Diplomatic = "diplomatic",
        Economic = "economic",
        Intelligence = "intelligence",
        Legal = "legal",
        Legislative = "legislative",
        Election = "election",
        Territory = "territory",
        Peacekeeping = "peacekeeping",
        Humanitarian = "humanitarian",
        Migration = "migration",
        HumanRights = "human rights",
        Terrorism = "terrorism",
        Cbrn = "cbrn",
        Cyber = "cyber",
        Energy = "energy",
        Trafficking = "trafficking",
    }
}
