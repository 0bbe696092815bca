//! How is a slot of a claim set to what a person says it is?
//!
//! Values come in the wire form of the codebook, or as a person types them: `12`, `≥200`, `10-12`, `BLR`, `2018/2022`, `3e9 USD`, `~4400 km²`.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    Actor, Amount, Bound, Category, Claim, ClaimKind, Event, Figure, Kind, Money, Party, Quantity, Slot, SlotName,
    Transfer, Weapon, When,
};

/// Why a slot cannot be set so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCorrection {
    #[error("{kind} claims have no slot `{slot}` that can be set")]
    NoSuchSlot { kind: Kind, slot: SlotName },
    #[error("`{found}` is no value for `{slot}`; expected {expected}")]
    BadValue {
        slot: SlotName,
        found: String,
        expected: &'static str,
    },
}

impl Claim {
    /// The same claim, under the same id, with one slot set to `value` and inferred for the reason `why`. `null` empties the slot.
    ///
    /// # Errors
    /// [`BadCorrection`], when claims of the kind have no such slot, or no such value of it.
    pub fn corrected(&self, slot: SlotName, value: &Value, why: &str) -> Result<Claim, BadCorrection> {
        let mut claim = self.clone();
        let given = Given { slot, value, why };
        let known = match &mut claim.says {
            ClaimKind::Transfer(transfer) => of_transfer(transfer, &given)?,
            ClaimKind::Event(event) => of_event(event, &given)?,
            ClaimKind::Figure(figure) => of_figure(figure, &given)?,
        };
        let kind = claim.kind();
        known.then_some(claim).ok_or(BadCorrection::NoSuchSlot { kind, slot })
    }
}

/// Sets the slot; `false`: transfers have none of that name.
fn of_transfer(transfer: &mut Transfer, given: &Given) -> Result<bool, BadCorrection> {
    match given.slot {
        SlotName::Supplier => transfer.supplier = given.slot(PARTY, party)?,
        SlotName::Recipient => transfer.recipient = given.slot(PARTY, party)?,
        SlotName::Via => transfer.via = given.list(PARTY, party)?,
        SlotName::Weapon => {
            let category = transfer.category();
            transfer.weapon = given.slot("a designation such as Groza-S", |text| {
                Some(Weapon {
                    designation: Some(text.to_owned()),
                    description: text.to_owned(),
                    category,
                })
            })?;
        }
        SlotName::Category => {
            let category = given.slot("a category of the codebook", |text| {
                text.to_lowercase().parse::<Category>().ok()
            })?;
            let known = transfer.weapon.as_ref().map(|slot| slot.value().clone());
            let category = category.map_or(Category::Unspecified, |slot| *slot.value());
            let weapon = Weapon {
                category,
                ..known.unwrap_or(Weapon {
                    designation: None,
                    description: category.to_string(),
                    category,
                })
            };
            transfer.weapon = Some(Slot::inferred(weapon, given.why));
        }
        SlotName::Quantity => transfer.quantity = given.slot("a number such as 12, ≥200, ~30 or 10-12", quantity)?,
        SlotName::Stage => transfer.stage = given.word("a stage such as ordered or delivered")?,
        SlotName::Terms => transfer.terms = given.word("terms such as sale, aid or re-export")?,
        SlotName::Condition => transfer.condition = given.word("new or second-hand")?,
        SlotName::Value => transfer.value = given.slot("a sum such as 3e9 USD", money)?,
        SlotName::Agreed => transfer.agreed = given.slot(WHEN, when)?,
        SlotName::Delivered => transfer.delivered = given.slot(WHEN, when)?,
        SlotName::Covert => {
            transfer.covert = given.slot("yes or no", |text| match text {
                "yes" | "true" => Some(true),
                "no" | "false" => Some(false),
                _ => None,
            })?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn of_event(event: &mut Event, given: &Given) -> Result<bool, BadCorrection> {
    match given.slot {
        SlotName::Type => event.event = given.must(given.word("an event type such as SANCTION")?)?,
        SlotName::Mode => event.mode = given.word("a mode such as withdraw")?,
        SlotName::Actors => event.actors = given.list(PARTY, |text| party(text).map(Actor::from))?,
        SlotName::Recipients => event.recipients = given.list(PARTY, |text| party(text).map(Actor::from))?,
        SlotName::Date => event.date = given.slot(WHEN, when)?,
        SlotName::Place => event.place = given.slot("a name", |text| Some(text.to_owned()))?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn of_figure(figure: &mut Figure, given: &Given) -> Result<bool, BadCorrection> {
    match given.slot {
        SlotName::Measure => figure.measure = given.must(given.word("a measure such as killed or displaced")?)?,
        SlotName::Value => figure.value = given.must(given.slot("a number such as 28000 or ~4400 km²", amount)?)?,
        SlotName::Subject => figure.subject = given.slot("words", |text| Some(text.to_owned()))?,
        SlotName::Party => figure.party = given.slot(PARTY, party)?,
        SlotName::Supplier => figure.supplier = given.slot(PARTY, party)?,
        SlotName::AsOf => figure.as_of = given.slot(WHEN, when)?,
        SlotName::Place => figure.place = given.slot("a name", |text| Some(text.to_owned()))?,
        SlotName::Event => figure.event = given.word("an event type such as ASSAULT")?,
        _ => return Ok(false),
    }
    Ok(true)
}

const PARTY: &str = "a state's code such as BLR, or a name";
const WHEN: &str = "a date such as 2018-11-19, 2024-06, 2018 or 2018/2022";

/// What a person gives for a slot.
struct Given<'a> {
    slot: SlotName,
    value: &'a Value,
    why: &'a str,
}

impl Given<'_> {
    /// The wire form where it has one, else what `parse` makes of the words.
    fn slot<T: DeserializeOwned>(
        &self,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<Slot<T>>, BadCorrection> {
        self.one(self.value, expected, &parse)
    }

    fn one<T: DeserializeOwned>(
        &self,
        value: &Value,
        expected: &'static str,
        parse: &impl Fn(&str) -> Option<T>,
    ) -> Result<Option<Slot<T>>, BadCorrection> {
        let text = match value {
            Value::Null => return Ok(None),
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Array(_) | Value::Object(_) => None,
        };
        let found = match &text {
            Some(text) => Some(text.as_str()).filter(|text| !text.is_empty()).and_then(parse),
            None => serde_json::from_value(value.clone()).ok(),
        };
        match found {
            Some(found) => Ok(Some(Slot::inferred(found, self.why))),
            None => Err(self.bad(text.unwrap_or_else(|| value.to_string()), expected)),
        }
    }

    fn list<T: DeserializeOwned>(
        &self,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<Slot<T>>, BadCorrection> {
        let values: Vec<Value> = match self.value {
            Value::Array(values) => values.clone(),
            Value::String(text) => text.split(',').map(Value::from).collect(),
            other => vec![other.clone()],
        };
        let slots: Result<Vec<_>, _> = values.iter().map(|value| self.one(value, expected, &parse)).collect();
        Ok(slots?.into_iter().flatten().collect())
    }

    /// A word of one of the codebook's lists.
    fn word<T: DeserializeOwned + std::str::FromStr>(
        &self,
        expected: &'static str,
    ) -> Result<Option<Slot<T>>, BadCorrection> {
        self.slot(expected, |text| text.parse().ok())
    }

    /// A slot that no claim of the kind is without.
    fn must<T>(&self, slot: Option<Slot<T>>) -> Result<Slot<T>, BadCorrection> {
        slot.ok_or_else(|| self.bad("null".to_owned(), "a value: no claim of its kind is without"))
    }

    fn bad(&self, found: String, expected: &'static str) -> BadCorrection {
        BadCorrection::BadValue {
            slot: self.slot,
            found,
            expected,
        }
    }
}

fn party(text: &str) -> Option<Party> {
    let code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    Some(if code {
        Party::State(text.to_owned())
    } else {
        Party::Named(text.to_owned())
    })
}

fn when(text: &str) -> Option<When> {
    text.parse().ok()
}

/// A number as it is typed: its bound, itself, and its upper end.
fn bounded(text: &str) -> Option<(Bound, f64, Option<f64>)> {
    let number = |text: &str| {
        let digits: String = text.trim().chars().filter(|c| *c != ',').collect();
        digits
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite() && *number >= 0.0)
    };
    let signs = [
        ("≥", Bound::AtLeast),
        (">=", Bound::AtLeast),
        ("≤", Bound::AtMost),
        ("<=", Bound::AtMost),
        ("~", Bound::About),
    ];
    if let Some((rest, bound)) = signs
        .iter()
        .find_map(|(sign, bound)| Some((text.strip_prefix(sign)?, *bound)))
    {
        return Some((bound, number(rest)?, None));
    }
    if let Some(exact) = number(text) {
        return Some((Bound::Exact, exact, None));
    }
    let (low, high) = text.split_once(['-', '–'])?;
    let (low, high) = (number(low)?, number(high)?);
    (low <= high).then_some((Bound::Range, low, Some(high)))
}

fn quantity(text: &str) -> Option<Quantity> {
    let whole = |number: f64| (number.fract() == 0.0 && number < 1e15).then_some(number as u64);
    let (bound, value, high) = bounded(text)?;
    Some(Quantity {
        value: whole(value)?,
        high: match high {
            Some(high) => Some(whole(high)?),
            None => None,
        },
        bound,
    })
}

fn money(text: &str) -> Option<Money> {
    let (sum, currency) = text.rsplit_once(' ')?;
    let code = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    let (bound, amount, high) = bounded(sum.trim())?;
    code.then(|| Money {
        amount,
        high,
        currency: currency.to_owned(),
        bound,
    })
}

fn amount(text: &str) -> Option<Amount> {
    let (number, unit) = match text.rsplit_once(' ') {
        Some((number, unit)) => (number.trim(), Some(unit.to_owned())),
        None => (text, None),
    };
    let (bound, value, high) = bounded(number)?;
    Some(Amount {
        value,
        high,
        bound,
        unit,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{ArticleId, EventType, Measure, Span, Stance};

    fn claim(says: ClaimKind) -> Claim {
        let quotes = vec![Span::new(0, 10)];
        Claim::new(
            ArticleId("a".to_owned()),
            quotes,
            says,
            Stance::PLAIN,
            vec![],
            "test@1".to_owned(),
            1.0,
        )
    }

    fn check(says: ClaimKind, slot: SlotName, value: Value, expect: &str) {
        let claim = claim(says);
        let shown = match claim.corrected(slot, &value, "corrected by ann") {
            Ok(corrected) => {
                assert_eq!(corrected.id, claim.id);
                let filled = corrected.filled();
                let values: Vec<&str> = filled
                    .iter()
                    .filter(|found| found.name == slot)
                    .map(|found| found.shown.as_str())
                    .collect();
                values.join(", ")
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expect, "{slot} {value}");
    }

    #[test]
    fn values_as_people_type_them() {
        let transfer = || ClaimKind::Transfer(Transfer::default());
        check(transfer(), SlotName::Quantity, json!("≥1,200"), "≥1200");
        check(transfer(), SlotName::Quantity, json!(12), "12");
        check(
            transfer(),
            SlotName::Quantity,
            json!({"value": 10, "high": 12, "bound": "range"}),
            "10–12",
        );
        check(transfer(), SlotName::Value, json!("~3e9 USD"), "USD ~3bn");
        check(transfer(), SlotName::Delivered, json!(2018), "2018");
        check(transfer(), SlotName::Via, json!("GEO, Aeroflot"), "GEO, Aeroflot");
        check(transfer(), SlotName::Category, json!("artillery"), "artillery");
        check(transfer(), SlotName::Supplier, json!(null), "");
        check(transfer(), SlotName::Covert, json!(true), "yes");
        let event = || ClaimKind::Event(Event::of(Slot::inferred(EventType::Consult, "test")));
        check(event(), SlotName::Type, json!("AGREE"), "AGREE");
        check(event(), SlotName::Actors, json!(["AZE", "BLR"]), "AZE, BLR");
        let amount = Amount {
            value: 1.0,
            high: None,
            bound: Bound::Exact,
            unit: None,
        };
        let figure = ClaimKind::Figure(Figure::of(
            Slot::inferred(Measure::Area, "test"),
            Slot::inferred(amount, "test"),
        ));
        check(figure, SlotName::Value, json!("~4,400 km²"), "~4,400 km²");
    }

    #[test]
    fn what_cannot_be_set_says_what_is_expected() {
        let transfer = || ClaimKind::Transfer(Transfer::default());
        check(
            transfer(),
            SlotName::Quantity,
            json!("many"),
            "`many` is no value for `quantity`; expected a number such as 12, ≥200, ~30 or 10-12",
        );
        check(
            transfer(),
            SlotName::Mode,
            json!("visit"),
            "transfer claims have no slot `mode` that can be set",
        );
        let event = ClaimKind::Event(Event::of(Slot::inferred(EventType::Consult, "test")));
        check(
            event,
            SlotName::Type,
            json!(null),
            "`null` is no value for `type`; expected a value: no claim of its kind is without",
        );
    }
}
