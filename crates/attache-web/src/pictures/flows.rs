//! Who arms whom? Suppliers on the left, recipients on the right, a ribbon for each pair.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::picture;
use crate::address::Query;
use crate::parts::{count, cut};
use crate::world::World;

const WIDTH: usize = 960;
/// Where ribbons begin and end.
const LEFT: f64 = 190.0;
const RIGHT: f64 = 770.0;
/// Height of all ribbons together, and of the gap between parties.
const HEIGHT: f64 = 520.0;
const GAP: f64 = 7.0;
/// Colours by which the ribbons of one supplier are told from its neighbours'.
const TONES: usize = 6;

/// Supplier → recipient → number of transfers.
pub type Flows = BTreeMap<(String, String), usize>;

/// One party on one side: where its ribbons begin, and how many are drawn already.
struct Side {
    party: String,
    number: usize,
    top: f64,
    used: f64,
}

/// `query` is what the register is asked beside supplier and recipient when a ribbon is followed.
pub fn draw(world: &World, flows: &Flows, query: &Query) -> Markup {
    let total: usize = flows.values().sum();
    if total == 0 {
        return html! {};
    }
    let mut suppliers = sides(flows, |(supplier, _)| supplier);
    let mut recipients = sides(flows, |(_, recipient)| recipient);
    let most = suppliers.len().max(recipients.len());
    let unit = (HEIGHT - GAP * most as f64).max(HEIGHT / 2.0) / total as f64;
    place(&mut suppliers, unit);
    place(&mut recipients, unit);
    let height = [&suppliers, &recipients]
        .into_iter()
        .filter_map(|side| side.last().map(|last| last.top + last.number as f64 * unit))
        .fold(0.0, f64::max);
    let mut ribbons = Vec::new();
    for (tone, supplier) in suppliers.iter_mut().enumerate() {
        for recipient in &mut recipients {
            let pair = (supplier.party.clone(), recipient.party.clone());
            if let Some(number) = flows.get(&pair) {
                let thick = *number as f64 * unit;
                let path = ribbon(supplier.top + supplier.used, recipient.top + recipient.used, thick);
                supplier.used += thick;
                recipient.used += thick;
                ribbons.push((pair, *number, tone % TONES, path));
            }
        }
    }
    let told = |(supplier, recipient): &(String, String), number: usize| {
        format!(
            "{} to {}: {}",
            world.name(supplier),
            world.name(recipient),
            count(number, "transfer")
        )
    };
    let description = format!(
        "{} between {} suppliers and {} recipients; the matrix below has the same numbers",
        count(total, "transfer"),
        suppliers.len(),
        recipients.len()
    );
    let body = html! {
        @for (pair, number, tone, path) in &ribbons {
            a href=(query.with("supplier", &pair.0).with("recipient", &pair.1).at("/transfers")) aria-label=(told(pair, *number)) {
                path class={ "ribbon tone" (tone) } d=(path) { title { (told(pair, *number)) } }
            }
        }
        @for (side, x, anchor, edge) in [(&suppliers, LEFT - 18.0, "end", LEFT - 10.0), (&recipients, RIGHT + 18.0, "start", RIGHT)] {
            @for party in side {
                @let tall = party.number as f64 * unit;
                rect.post x=(edge) y=(round(party.top)) width="10" height=(round(tall)) {}
                a href={ "/states/" (crate::address::segment(&party.party)) } {
                    text x=(x) y=(round(party.top + tall / 2.0 + 4.0)) text-anchor=(anchor) { (cut(world.name(&party.party), 20)) " " tspan.label { (party.number) } }
                }
            }
        }
    };
    picture(
        "flows",
        "Who arms whom",
        &description,
        WIDTH,
        height as usize + 16,
        body,
    )
}

fn sides(flows: &Flows, side: impl Fn(&(String, String)) -> &String) -> Vec<Side> {
    let mut numbers: BTreeMap<&String, usize> = BTreeMap::new();
    for (pair, number) in flows {
        *numbers.entry(side(pair)).or_default() += number;
    }
    let mut sides: Vec<Side> = numbers
        .into_iter()
        .map(|(party, number)| Side {
            party: party.clone(),
            number,
            top: 0.0,
            used: 0.0,
        })
        .collect();
    sides.sort_by(|a, b| b.number.cmp(&a.number).then_with(|| a.party.cmp(&b.party)));
    sides
}

fn place(sides: &mut [Side], unit: f64) {
    let mut top = 8.0;
    for side in sides {
        side.top = top;
        // Names need room of their own, however thin the ribbon.
        top += (side.number as f64 * unit).max(9.0) + GAP;
    }
}

fn ribbon(from: f64, to: f64, thick: f64) -> String {
    let middle = (LEFT + RIGHT) / 2.0;
    let (from, to, from_end, to_end) = (round(from), round(to), round(from + thick), round(to + thick));
    format!(
        "M{LEFT},{from} C{middle},{from} {middle},{to} {RIGHT},{to} L{RIGHT},{to_end} C{middle},{to_end} {middle},{from_end} {LEFT},{from_end} Z"
    )
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
