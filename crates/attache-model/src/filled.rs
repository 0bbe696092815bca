//! Which slots does a claim fill, whatever its kind?
//!
//! One list for all who show, check or compare claims, in the order of the register's columns.

use crate::{Actor, Claim, ClaimKind, Event, Figure, Party, Slot, SlotName, Span, Transfer};

/// One filled slot of a claim, its value as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub name: SlotName,
    pub shown: String,
    /// Where it is stated.
    pub span: Option<Span>,
    /// Why it is inferred.
    pub why: Option<String>,
}

impl Claim {
    /// The filled slots; `via`, `actors` and `recipients` once for each party.
    pub fn filled(&self) -> Vec<Filled> {
        let slots = match &self.says {
            ClaimKind::Transfer(transfer) => of_transfer(transfer),
            ClaimKind::Event(event) => of_event(event),
            ClaimKind::Figure(figure) => of_figure(figure),
        };
        slots.into_iter().flatten().collect()
    }
}

fn fill<T>(name: SlotName, slot: Option<&Slot<T>>, shown: impl Fn(&T) -> String) -> Option<Filled> {
    let slot = slot?;
    Some(Filled {
        name,
        shown: shown(slot.value()),
        span: slot.span(),
        why: match slot {
            Slot::Stated { .. } => None,
            Slot::Inferred { why, .. } => Some(why.clone()),
        },
    })
}

fn fill_all<T>(
    name: SlotName,
    slots: &[Slot<T>],
    shown: impl Fn(&T) -> String,
) -> impl Iterator<Item = Option<Filled>> {
    slots.iter().map(move |slot| fill(name, Some(slot), &shown))
}

// The kinds are taken apart by name, so that a new slot cannot be forgotten here.

fn of_transfer(transfer: &Transfer) -> Vec<Option<Filled>> {
    let Transfer {
        supplier,
        recipient,
        via,
        weapon,
        quantity,
        stage,
        terms,
        condition,
        value,
        agreed,
        delivered,
        covert,
    } = transfer;
    let mut filled = vec![
        fill(SlotName::Supplier, supplier.as_ref(), Party::to_string),
        fill(SlotName::Recipient, recipient.as_ref(), Party::to_string),
        fill(SlotName::Weapon, weapon.as_ref(), |weapon| {
            weapon.designation.clone().unwrap_or_else(|| weapon.description.clone())
        }),
        fill(SlotName::Category, weapon.as_ref(), |weapon| {
            weapon.category.to_string()
        }),
        fill(SlotName::Quantity, quantity.as_ref(), ToString::to_string),
        fill(SlotName::Stage, stage.as_ref(), ToString::to_string),
        fill(SlotName::Terms, terms.as_ref(), ToString::to_string),
        fill(SlotName::Condition, condition.as_ref(), ToString::to_string),
        fill(SlotName::Value, value.as_ref(), ToString::to_string),
        fill(SlotName::Agreed, agreed.as_ref(), ToString::to_string),
        fill(SlotName::Delivered, delivered.as_ref(), ToString::to_string),
    ];
    filled.extend(fill_all(SlotName::Via, via, Party::to_string));
    filled.push(fill(SlotName::Covert, covert.as_ref(), |covert| {
        if *covert { "yes" } else { "no" }.to_owned()
    }));
    filled
}

fn of_event(event: &Event) -> Vec<Option<Filled>> {
    let Event {
        event: kind,
        mode,
        actors,
        recipients,
        date,
        place,
        contexts,
    } = event;
    let mut filled = vec![
        fill(SlotName::Type, Some(kind), ToString::to_string),
        fill(SlotName::Mode, mode.as_ref(), ToString::to_string),
    ];
    filled.extend(fill_all(SlotName::Actors, actors, Actor::to_string));
    filled.extend(fill_all(SlotName::Recipients, recipients, Actor::to_string));
    filled.push(fill(SlotName::Date, date.as_ref(), ToString::to_string));
    filled.push(fill(SlotName::Place, place.as_ref(), Clone::clone));
    if !contexts.is_empty() {
        let shown: Vec<&str> = contexts.iter().map(|context| context.as_str()).collect();
        filled.push(Some(Filled {
            name: SlotName::Contexts,
            shown: shown.join(", "),
            span: None,
            why: Some("what the article's words around it are about".to_owned()),
        }));
    }
    filled
}

fn of_figure(figure: &Figure) -> Vec<Option<Filled>> {
    let Figure {
        measure,
        value,
        subject,
        party,
        supplier,
        as_of,
        place,
        event,
    } = figure;
    vec![
        fill(SlotName::Supplier, supplier.as_ref(), Party::to_string),
        fill(SlotName::Value, Some(value), ToString::to_string),
        fill(SlotName::Measure, Some(measure), ToString::to_string),
        fill(SlotName::Subject, subject.as_ref(), Clone::clone),
        fill(SlotName::Party, party.as_ref(), Party::to_string),
        fill(SlotName::AsOf, as_of.as_ref(), ToString::to_string),
        fill(SlotName::Place, place.as_ref(), Clone::clone),
        fill(SlotName::Event, event.as_ref(), ToString::to_string),
    ]
}
