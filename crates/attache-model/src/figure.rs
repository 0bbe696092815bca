//! What does a figure claim say: how many, of whom or what, as of when?

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::transfer::{bounded, short};
use crate::words::word_list;
use crate::{Bound, EventType, Party, Slot, When};

/// One number that an article vouches for. An absent slot is unknown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What is measured; the span is the word that says it.
    pub measure: Slot<Measure>,
    pub value: Slot<Amount>,
    /// Of whom or what, as written ("ethnic Armenians", "Azerbaijani troops", "its arsenal").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Slot<String>>,
    /// The state or group that the subject belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Slot<Party>>,
    /// Of a share of arms: from whom they come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<Slot<Party>>,
    /// The day or period for which the number holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Slot<When>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Slot<String>>,
    /// The event it belongs to: its type, and the words that say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Slot<EventType>>,
}

impl Figure {
    pub fn of(measure: Slot<Measure>, value: Slot<Amount>) -> Figure {
        Figure {
            measure,
            value,
            subject: None,
            party: None,
            supplier: None,
            as_of: None,
            place: None,
            event: None,
        }
    }
}

word_list! {
    /// What is counted or measured.
    Measure ("measure") {
        Killed = "killed",
        Wounded = "wounded",
        Missing = "missing",
        Detained = "detained",
        Displaced = "displaced",
        Troops = "troops",
        Area = "area",
        Distance = "distance",
        Duration = "duration",
        Money = "money",
        Share = "share",
        Members = "members",
        Items = "items",
    }
}

impl Measure {
    /// Does the number grow or shrink as time goes on, so that a later word replaces an earlier one?
    pub fn moves(self) -> bool {
        matches!(
            self,
            Measure::Killed
                | Measure::Wounded
                | Measure::Missing
                | Measure::Detained
                | Measure::Displaced
                | Measure::Troops
                | Measure::Members
                | Measure::Items
        )
    }
}

/// A measured value. `high` is there exactly when the bound is a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    pub value: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    pub bound: Bound,
    /// `km²`, `km`, `day`, `%`, an ISO 4217 currency …; absent for people and things counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let write = |value: f64| match value.abs() {
            // Counts of people and things are read to the last digit.
            size if size < 1e9 && value.fract() == 0.0 => grouped(value),
            _ => short(value),
        };
        let number = bounded(&write(self.value), self.high.map(write), self.bound);
        match self.unit.as_deref() {
            None => f.pad(&number),
            Some("%") => f.pad(&format!("{number} %")),
            Some(unit) => f.pad(&format!("{number} {unit}")),
        }
    }
}

/// `28,000` for 28000.
fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0.0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_newspapers_write_them() {
        let amount = |value, bound, unit: Option<&str>| Amount {
            value,
            high: None,
            bound,
            unit: unit.map(str::to_owned),
        };
        assert_eq!(amount(28_000.0, Bound::Exact, None).to_string(), "28,000");
        assert_eq!(amount(200.0, Bound::AtLeast, None).to_string(), "≥200");
        assert_eq!(amount(4_400.0, Bound::About, Some("km²")).to_string(), "~4,400 km²");
        assert_eq!(amount(70.0, Bound::About, Some("%")).to_string(), "~70 %");
        assert_eq!(amount(2.4e9, Bound::Exact, Some("USD")).to_string(), "2.4bn USD");
    }
}
