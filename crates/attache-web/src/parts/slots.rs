//! What does a record say in each slot, on whose word, and who says otherwise?

use std::collections::HashMap;

use attache_model::{Cell, ClaimId, Record, SlotName, Verdict};
use maud::{Markup, html};

use super::count;
use crate::world::World;

/// The claims of a record by the numbers they have on its page, with the address of each.
pub type Numbered<'a> = HashMap<&'a ClaimId, (usize, String)>;

/// The cells of a record, one a row.
pub fn table(world: &World, record: &Record, numbered: &Numbered) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-labelledby="says" {
            table.slots {
                thead { tr {
                    th scope="col" { "Slot" }
                    th scope="col" { "Value" }
                    th scope="col" { "Verdict" }
                    th scope="col" { "Support" }
                    th scope="col" { "Why, and who says otherwise" }
                } }
                tbody {
                    @for (name, cell) in &record.slots {
                        tr id={ "slot-" (anchor(*name)) } {
                            th scope="row" { span class={ "key slot-" (anchor(*name)) } { (name) } }
                            td.value { (shown(world, *name, &cell.shown)) }
                            td { (verdict(cell.verdict)) }
                            td { (support(&cell.claims, cell.origins.len(), numbered)) }
                            td { (reasons(world, *name, cell, numbered)) }
                        }
                    }
                }
            }
        }
    }
}

fn reasons(world: &World, name: SlotName, cell: &Cell, numbered: &Numbered) -> Markup {
    // "BLR, from 2 origins" would only repeat what stands beside it.
    let plain = cell.verdict == Verdict::Agreed && cell.reason.starts_with(&cell.shown);
    html! {
        @if !plain && !cell.reason.is_empty() { p.reason { (cell.reason) } }
        @if !cell.rivals.is_empty() {
            ul.rivals {
                @for rival in &cell.rivals {
                    li {
                        @match rival.verdict.unwrap_or(cell.verdict) {
                            Verdict::Disputed | Verdict::Denied => "but ",
                            Verdict::Superseded if rival.verdict.is_some() => "before that ",
                            _ => "also ",
                        }
                        strong { (shown(world, name, &rival.shown)) }
                        " " (support(&rival.claims, rival.origins.len(), numbered))
                    }
                }
            }
        }
    }
}

/// The value as a person reads it.
pub fn shown(world: &World, name: SlotName, shown: &str) -> String {
    match name {
        SlotName::Supplier | SlotName::Recipient | SlotName::Party => world.name(shown).to_owned(),
        SlotName::Via | SlotName::Actors | SlotName::Recipients => shown
            .split(", ")
            .map(|party| world.name(party))
            .collect::<Vec<_>>()
            .join(", "),
        SlotName::Agreed | SlotName::Delivered | SlotName::Date | SlotName::AsOf => super::when(shown),
        _ => shown.to_owned(),
    }
}

/// The verdict with a sign of its own, so that no one needs its colour.
pub fn verdict(verdict: Verdict) -> Markup {
    let (class, sign) = match verdict {
        Verdict::Agreed => ("good", "✓"),
        Verdict::Refined => ("good", "⊂"),
        Verdict::Superseded => ("moved", "→"),
        Verdict::Disputed => ("bad", "!"),
        Verdict::Denied => ("bad", "✗"),
    };
    html! { span class={ "verdict " (class) } { span aria-hidden="true" { (sign) " " } (verdict) } }
}

/// `2 origins: 1, 3`, each number leading to its claim.
fn support(claims: &[ClaimId], origins: usize, numbered: &Numbered) -> Markup {
    let mut numbers: Vec<&(usize, String)> = claims.iter().filter_map(|id| numbered.get(id)).collect();
    numbers.sort_unstable();
    /// More claims than this are only counted.
    const LISTED: usize = 12;
    html! {
        span.support {
            (count(origins, "origin"))
            @if !numbers.is_empty() {
                span.by {
                    @for (number, address) in numbers.iter().take(LISTED) { " " a href=(address) { (number) } }
                    @if numbers.len() > LISTED { " +" (numbers.len() - LISTED) }
                }
            }
        }
    }
}

/// The name of a slot as part of an anchor or a class.
pub fn anchor(name: SlotName) -> String {
    name.as_str().replace(' ', "-")
}
