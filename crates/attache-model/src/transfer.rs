//! What does a transfer claim say: who gave whom what, on what terms, how far along?

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::words::word_list;
use crate::{EventType, Slot, When};

/// One state (or armed group, or unnamed party) gives arms to another. An absent slot is unknown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Transfer {
    pub supplier: Option<Slot<Party>>,
    pub recipient: Option<Slot<Party>>,
    /// Intermediaries, transit states, and states whose consent was needed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Slot<Party>>,
    pub weapon: Option<Slot<Weapon>>,
    pub quantity: Option<Slot<Quantity>>,
    pub stage: Option<Slot<Stage>>,
    pub terms: Option<Slot<Terms>>,
    pub condition: Option<Slot<Condition>>,
    pub value: Option<Slot<Money>>,
    pub agreed: Option<Slot<When>>,
    pub delivered: Option<Slot<When>>,
    pub covert: Option<Slot<bool>>,
}

impl Transfer {
    /// The category, `unspecified` when no weapon is named.
    pub fn category(&self) -> Category {
        self.weapon
            .as_ref()
            .map_or(Category::Unspecified, |weapon| weapon.value().category)
    }

    /// The event that a transfer is: a sale COOPERATE, a gift AID, a contract or promise AGREE, a request REQUEST, a refusal REJECT, a
    /// stop SANCTION, arms given back RETREAT. Derived, so that it is not read twice.
    pub fn event(&self) -> EventType {
        let stage = self.stage.as_ref().map(|slot| *slot.value());
        let given = self.terms.as_ref().is_some_and(|slot| *slot.value() == Terms::Aid);
        match stage {
            Some(Stage::Sought) => EventType::Request,
            Some(Stage::Offered | Stage::Memorandum | Stage::Approved | Stage::Ordered) => EventType::Agree,
            Some(Stage::Suspended | Stage::Cancelled) => EventType::Sanction,
            Some(Stage::Refused) => EventType::Reject,
            Some(Stage::Returned) => EventType::Retreat,
            Some(Stage::Delivering | Stage::Delivered) | None if given => EventType::Aid,
            Some(Stage::Delivering | Stage::Delivered) | None => EventType::Cooperate,
        }
    }

    pub fn designation(&self) -> Option<&str> {
        self.weapon
            .as_ref()
            .and_then(|weapon| weapon.value().designation.as_deref())
    }
}

/// Who gives or gets: a state by its ISO 3166 code (former states by ISO 3166-3), or a party by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    State(String),
    Named(String),
}

impl Party {
    pub fn as_str(&self) -> &str {
        match self {
            Party::State(name) | Party::Named(name) => name,
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What is given. `description` is the text as written, `designation` its normalised form when it has one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Weapon {
    pub designation: Option<String>,
    pub description: String,
    pub category: Category,
}

word_list! {
    /// SIPRI's categories, then ours, because the news speaks of them.
    Category ("category") {
        Aircraft = "aircraft",
        AirDefence = "air-defence systems",
        AntiSubmarine = "anti-submarine weapons",
        ArmouredVehicles = "armoured vehicles",
        Artillery = "artillery",
        Engines = "engines",
        Missiles = "missiles",
        NavalWeapons = "naval weapons",
        Satellites = "satellites",
        Sensors = "sensors",
        Ships = "ships",
        Other = "other",
        SmallArms = "small arms and light weapons",
        Ammunition = "ammunition",
        ElectronicWarfare = "electronic warfare and counter-drone",
        UncrewedAircraft = "uncrewed aircraft",
        Unspecified = "unspecified",
    }
}

word_list! {
    /// How far along a transfer is. The first seven are in the order in which a deal lives.
    Stage ("stage") {
        Sought = "sought",
        Offered = "offered",
        Memorandum = "memorandum",
        Approved = "approved",
        Ordered = "ordered",
        Delivering = "delivering",
        Delivered = "delivered",
        Suspended = "suspended",
        Cancelled = "cancelled",
        Refused = "refused",
        Returned = "returned",
    }
}

impl Stage {
    /// Does the stage end or hold up the deal rather than carry it on?
    pub fn is_setback(self) -> bool {
        self > Stage::Delivered
    }
}

word_list! {
    /// On what terms the arms change hands; an absent slot is unknown.
    Terms ("terms") {
        Sale = "sale",
        Aid = "aid",
        Loan = "loan or lease",
        LicensedProduction = "licensed production",
        ReExport = "re-export",
        Smuggling = "smuggling",
    }
}

word_list! {
    Condition ("condition") { New = "new", SecondHand = "second-hand" }
}

word_list! {
    /// How a number bounds what it counts.
    Bound ("bound") { Exact = "exact", AtLeast = "at least", AtMost = "at most", About = "about", Range = "range" }
}

/// A count of items. `high` is there exactly when the bound is a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quantity {
    pub value: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<u64>,
    pub bound: Bound,
}

impl Quantity {
    pub fn exact(value: u64) -> Quantity {
        Quantity {
            value,
            high: None,
            bound: Bound::Exact,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&bounded(
            &self.value.to_string(),
            self.high.map(|high| high.to_string()),
            self.bound,
        ))
    }
}

/// A sum in one currency (ISO 4217), in whole units (dollars, not millions).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Money {
    pub amount: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    pub currency: String,
    pub bound: Bound,
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = bounded(&short(self.amount), self.high.map(short), self.bound);
        f.pad(&format!("{} {amount}", self.currency))
    }
}

pub(crate) fn bounded(value: &str, high: Option<String>, bound: Bound) -> String {
    match (bound, high) {
        (Bound::Exact, _) => value.to_owned(),
        (Bound::AtLeast, _) => format!("≥{value}"),
        (Bound::AtMost, _) => format!("≤{value}"),
        (Bound::About, _) => format!("~{value}"),
        (Bound::Range, Some(high)) => format!("{value}–{high}"),
        (Bound::Range, None) => format!("{value}–?"),
    }
}

pub(crate) fn short(amount: f64) -> String {
    let (scaled, unit) = match amount.abs() {
        size if size >= 1e9 => (amount / 1e9, "bn"),
        size if size >= 1e6 => (amount / 1e6, "m"),
        _ => (amount, ""),
    };
    let digits = format!("{scaled:.2}");
    format!("{}{unit}", digits.trim_end_matches('0').trim_end_matches('.'))
}
