//! Who arms whom? Flows between suppliers and recipients, and the matrix behind them.

use std::collections::BTreeMap;

use attache_model::Kind;
use maud::{Markup, html};
use serde_json::json;

use crate::address::Query;
use crate::answer::Answer;
use crate::facets::{TRANSFERS, Years, narrows, sift};
use crate::fault::Fault;
use crate::parts::{self, count, list};
use crate::pictures;
use crate::pictures::flows::Flows;
use crate::sums::{self, Number};
use crate::visit::Visit;

/// Parties on each side of the picture; the rest are in the table as data.
const SIDES: usize = 14;
/// Arcs on the map.
const ARCS: usize = 150;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let narrowed: Flows;
    let flows = match narrows(TRANSFERS, &visit.query) {
        false => visit.register.flows(),
        true => {
            let sifted = sift(visit.register.of_kind(Kind::Transfer), TRANSFERS, &visit.query)?;
            narrowed = sums::flows(sifted.rows.into_iter());
            &narrowed
        }
    };
    visit.table(
        "Flows",
        || Ok(html(visit, flows)),
        || {
            let items = flows.iter().map(|((supplier, recipient), number)| {
                json!({"supplier": supplier, "recipient": recipient, "transfers": number})
            });
            Ok(json!({"flows": items.collect::<Vec<_>>()}))
        },
        || {
            let rows = flows
                .iter()
                .map(|((supplier, recipient), number)| vec![supplier.clone(), recipient.clone(), number.to_string()]);
            super::csv(&["supplier", "recipient", "transfers"], rows)
        },
    )
}

fn html(visit: &Visit, flows: &Flows) -> Markup {
    let suppliers = largest(flows, |(supplier, _)| supplier);
    let recipients = largest(flows, |(_, recipient)| recipient);
    let shown: Flows = flows
        .iter()
        .filter(|((supplier, recipient), _)| suppliers.contains(supplier) && recipients.contains(recipient))
        .map(|(pair, number)| (pair.clone(), *number))
        .collect();
    let (all, drawn): (usize, usize) = (flows.values().sum(), shown.values().sum());
    html! {
        h1 { "Flows" }
        p.lead { "Who arms whom: " (count(all, "transfer")) " with both sides known" (years(visit)) ". Width and number count transfers, not arms or money." }
        @if !visit.published { (parts::facets::years(visit)) (parts::facets::chosen(visit, TRANSFERS)) (arms(visit)) }
        @if flows.is_empty() { (list::empty("No transfer here has both a supplier and a recipient.", html! { a href="/flows" { "All years" } })) }
        @else {
            (pictures::map::draw(visit.world(), &mapped(flows)))
            p.legend {
                span { svg.sample viewBox="0 0 14 14" aria-hidden="true" { circle.place.gives cx="7" cy="7" r="5" {} } " gives more than it gets" }
                span { svg.sample viewBox="0 0 14 14" aria-hidden="true" { rect.place.gets x="2" y="2" width="10" height="10" {} } " gets more" }
                span { "An arrow leads from who gives to who gets; the thicker, the more transfers." }
            }
            h2 { "From whom to whom" }
            (pictures::flows::draw(visit.world(), &shown, &base(visit)))
            @if drawn < all { p.faint { "The largest " (SIDES) " on each side: " (parts::grouped(drawn)) " of " (count(all, "transfer")) "; the CSV has all." } }
            h2 { "The same as a matrix" }
            (matrix(visit, &shown, &suppliers, &recipients))
        }
    }
}

/// The largest flows, as many as a map can bear.
fn mapped(flows: &Flows) -> Flows {
    let mut flows: Vec<_> = flows.iter().collect();
    flows.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    flows
        .into_iter()
        .take(ARCS)
        .map(|(pair, number)| (pair.clone(), *number))
        .collect()
}

fn years(visit: &Visit) -> String {
    match Years::of(&visit.query).unwrap_or_default() {
        Years { from: None, to: None } => String::new(),
        Years { from, to } => {
            let year = |year: Option<i16>| year.map(|year| year.to_string()).unwrap_or_default();
            format!(", {}–{}", year(from), year(to))
        }
    }
}

/// What the register is asked beside the pair.
fn base(visit: &Visit) -> Query {
    visit.query.without("supplier").without("recipient")
}

fn largest(flows: &Flows, side: impl Fn(&(String, String)) -> &String) -> Vec<String> {
    let mut numbers: BTreeMap<&String, usize> = BTreeMap::new();
    for (pair, number) in flows {
        *numbers.entry(side(pair)).or_default() += number;
    }
    let mut numbers: Vec<(&String, usize)> = numbers.into_iter().collect();
    numbers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    numbers
        .into_iter()
        .take(SIDES)
        .map(|(party, _)| party.clone())
        .collect()
}

/// The categories of arms, each leading to the flows of it alone.
fn arms(visit: &Visit) -> Markup {
    let place = TRANSFERS.iter().position(|facet| facet.key == "category");
    let counts = place.and_then(|place| visit.register.facets(Kind::Transfer).get(place));
    let mut counts: Vec<&Number> = counts.into_iter().flatten().collect();
    counts.sort();
    html! {
        @if counts.len() > 1 {
            details.choice {
                summary { "By category of arms" }
                p.partners { @for (category, number) in &counts {
                    @let on = visit.query.has("category", category);
                    a href=(visit.here(&visit.query.toggled("category", category))) aria-current=[on.then_some("true")] { (category) " " span.faint { (parts::grouped(*number)) } } " "
                } }
            }
        }
    }
}

fn matrix(visit: &Visit, flows: &Flows, suppliers: &[String], recipients: &[String]) -> Markup {
    let world = visit.world();
    let most = flows.values().max().copied().unwrap_or(1);
    let gives = |supplier: &String| {
        flows
            .iter()
            .filter(|((from, _), _)| from == supplier)
            .map(|(_, number)| number)
            .sum::<usize>()
    };
    let gets = |recipient: &String| {
        flows
            .iter()
            .filter(|((_, to), _)| to == recipient)
            .map(|(_, number)| number)
            .sum::<usize>()
    };
    html! {
        div.scroll.boxed tabindex="0" role="region" aria-label="Who arms whom, as a matrix" {
            table.matrix {
                thead { tr {
                    th scope="col" { "From ↓ to →" }
                    @for recipient in recipients { th scope="col" { (parts::party(world, recipient)) } }
                    th.number scope="col" { "All" }
                } }
                tbody { @for supplier in suppliers { tr {
                    th scope="row" { (parts::party(world, supplier)) }
                    @for recipient in recipients {
                        @match flows.get(&(supplier.clone(), recipient.clone())) {
                            None => { td.number {} }
                            Some(number) => { td class={ "number heat" (number * 4 / most) } {
                                a href=(base(visit).with("supplier", supplier).with("recipient", recipient).at("/transfers")) { (parts::grouped(*number)) }
                            } }
                        }
                    }
                    td.number.sum { (parts::grouped(gives(supplier))) }
                } } }
                tfoot { tr {
                    th scope="row" { "All" }
                    @for recipient in recipients { td.number.sum { (parts::grouped(gets(recipient))) } }
                    td.number.sum { (parts::grouped(flows.values().sum())) }
                } }
            }
        }
    }
}
