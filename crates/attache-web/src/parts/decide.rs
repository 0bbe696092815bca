//! How does a person say that a record is right, wrong, or otherwise?

use attache_model::{Kind, Record, SlotName};
use maud::{Markup, html};

use crate::layout::token;
use crate::pages::review::who;
use crate::visit::Visit;

/// The form's name, by which the boxes at the claims belong to it.
const FORM: &str = "decide";

/// All that can be decided about a record, in one form that works without scripts.
pub fn form(visit: &Visit, record: &Record) -> Markup {
    html! {
        section.decide {
            h2 #decide-title { "Decide" }
            form id=(FORM) method="post" action="/decisions" aria-labelledby="decide-title" {
                (token(visit))
                input type="hidden" name="id" value=(record.id);
                p { (who(visit)) " " label { "Why " input.wide name="why" required placeholder="a sentence that others can check"; } }
                fieldset {
                    legend { "It is right, or it is not" }
                    button name="do" value="confirm" { "Confirm" }
                    button name="do" value="reject" { "Reject" }
                    span.faint { " the claims that are ticked below, or all where none is" }
                }
                fieldset {
                    legend { "A slot has another value" }
                    label { "Slot " select name="slot" { @for name in slots(record) { option value=(name) { (name) } } } }
                    label { "is " input name="value" placeholder="12, ≥200, BLR, 2018-11-19, 3e9 USD, none"; }
                    button name="do" value="correct" { "Correct" }
                }
                fieldset {
                    legend { "It is the same as another record, or holds what is not the same" }
                    label { "Record " input name="other" placeholder="id of the other"; }
                    button name="do" value="merge" { "Merge" }
                    button name="do" value="split" { "Split off the ticked claims" }
                }
            }
        }
    }
}

/// The box that ticks a claim.
pub fn tick(visit: &Visit, claim: &str, number: usize) -> Markup {
    html! {
        @if visit.may_write() {
            input.tick type="checkbox" form=(FORM) name="claim" value=(claim) aria-label={ "Tick claim " (number) };
        }
    }
}

/// The slots that a claim of the kind may fill: those of its record first.
fn slots(record: &Record) -> impl Iterator<Item = SlotName> {
    let known: Vec<SlotName> = record.slots.keys().copied().collect();
    let of_kind = that_can_be_set(record.kind);
    let others: Vec<SlotName> = of_kind.iter().copied().filter(|slot| !known.contains(slot)).collect();
    known.into_iter().chain(others)
}

fn that_can_be_set(kind: Kind) -> &'static [SlotName] {
    use SlotName::*;
    match kind {
        Kind::Transfer => &[
            Supplier, Recipient, Via, Weapon, Category, Quantity, Stage, Terms, Condition, Value, Agreed, Delivered,
            Covert,
        ],
        Kind::Event => &[Type, Mode, Actors, Recipients, Date, Place],
        Kind::Figure => &[Measure, Value, Subject, Party, Supplier, AsOf, Place, Event],
    }
}
