//! What happened in which order? Transfers and events in lanes by state.

use std::collections::BTreeMap;

use attache_model::Kind;
use maud::{Markup, html};
use serde_json::json;

use crate::answer::Answer;
use crate::facets::Years;
use crate::fault::Fault;
use crate::parts::{self, list};
use crate::pictures;
use crate::register::Row;
use crate::visit::Visit;

/// Lanes in one picture, years when none are asked for, and records at most.
const LANES: usize = 12;
const SPAN: i16 = 10;
const MOST: usize = 250;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let (from, to) = years(visit)?;
    let years = Years {
        from: Some(from),
        to: Some(to),
    };
    let asked: Vec<String> = visit.query.all("state").map(str::to_owned).collect();
    let concerned = |row: &Row| asked.is_empty() || asked.iter().any(|state| row.involves(state));
    let mut rows: Vec<&Row> = visit
        .register
        .rows
        .iter()
        .filter(|row| row.kind != Kind::Figure && years.hold(*row) && concerned(row))
        .collect();
    let all = rows.len();
    // Rows come by support: what is left out has the least.
    rows.truncate(MOST);
    rows.sort_by(|a, b| a.first_day().cmp(&b.first_day()).then_with(|| a.id.cmp(&b.id)));
    let lanes = lanes(&rows, &asked);
    visit.answer(
        "Timeline",
        || Ok(html(visit, &rows, all, &lanes, (from, to))),
        || {
            let items = rows.iter().map(|row| json!({
                "id": row.id, "kind": row.kind, "from": row.from(), "to": row.to(), "what": row.what(), "when": row.when, "origins": row.origins,
            }));
            Ok(json!({"from": from, "to": to, "total": all, "records": items.collect::<Vec<_>>()}))
        },
    )
}

/// The years asked for; else the ten that hold most.
fn years(visit: &Visit) -> Result<(i16, i16), Fault> {
    let asked = Years::of(&visit.query)?;
    let (from, to) = match (asked.from, asked.to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (from, from.saturating_add(SPAN - 1)),
        (None, Some(to)) => (to - SPAN + 1, to),
        (None, None) => fullest(visit),
    };
    Ok((from.min(to), to))
}

/// The last of the spans in which most records end. What is only planned for decades ahead does not draw the picture there.
fn fullest(visit: &Visit) -> (i16, i16) {
    let mut ends: BTreeMap<i16, usize> = BTreeMap::new();
    for (_, last) in visit.register.rows.iter().filter_map(Row::years) {
        *ends.entry(last).or_default() += 1;
    }
    let held = |to: i16| ends.range(to - SPAN + 1..=to).map(|(_, number)| number).sum::<usize>();
    let to = ends.keys().copied().max_by_key(|to| held(*to)).unwrap_or(2000);
    (to - SPAN + 1, to)
}

/// The parties with the most records, those asked for first.
fn lanes(rows: &[&Row], asked: &[String]) -> Vec<String> {
    let mut numbers: BTreeMap<&String, usize> = BTreeMap::new();
    for row in rows {
        for party in row.from().iter().chain(row.to()) {
            *numbers.entry(party).or_default() += 1;
        }
    }
    let mut parties: Vec<(&String, usize)> = numbers.into_iter().collect();
    parties.sort_by_key(|(party, number)| (!asked.contains(party), std::cmp::Reverse(*number), (*party).clone()));
    parties
        .into_iter()
        .take(LANES)
        .map(|(party, _)| party.clone())
        .collect()
}

fn html(visit: &Visit, rows: &[&Row], all: usize, lanes: &[String], (from, to): (i16, i16)) -> Markup {
    let world = visit.world();
    let only = |year: i16| visit.here(&visit.query.with("from", year).with("to", year));
    let zoom: Option<&dyn Fn(i16) -> String> = if from == to { None } else { Some(&only) };
    html! {
        h1 { "Timeline" }
        p.lead { (parts::grouped(all)) " transfers and events" " from " (from) " to " (to) ". Each sign leads to its record." }
        (years_nearby(visit, from, to))
        @if rows.is_empty() { (list::empty("Nothing is dated in these years.", html! { "Choose other years, or " a href="/timeline" { "the latest" } "." })) }
        @else {
            (pictures::timeline::legend())
            (pictures::timeline::draw(world, rows, (lanes, &[]), pictures::timeline::axis(from, to), zoom))
            @if all > rows.len() { p.faint { "The " (rows.len()) " best supported are shown; narrow the years to see the rest." } }
            details { summary { "The same as a table" } (table(visit, rows)) }
        }
    }
}

/// Years before and after, wider and narrower.
fn years_nearby(visit: &Visit, from: i16, to: i16) -> Markup {
    let span = to - from + 1;
    let at = |from: i16, to: i16| visit.here(&visit.query.with("from", from).with("to", to));
    // In a folder of files every page that is led to is written: none beyond what the register holds.
    let touched = || visit.register.rows.iter().filter_map(Row::years);
    let held = |from: i16, to: i16| !visit.published || touched().any(|(first, last)| last >= from && first <= to);
    html! {
        nav.tools aria-label="Years" {
            @if held(from - span, from - 1) { a href=(at(from - span, from - 1)) { "← " (from - span) "–" (from - 1) } }
            @if held(to + 1, to + span) { a href=(at(to + 1, to + span)) { (to + 1) "–" (to + span) " →" } }
            @if visit.published { @if span == 1 { a href="/timeline" { "More years" } } }
            @else {
                @if span > 1 { a href=(at(from + span / 4, to - span / 4)) { "Closer" } }
                a href=(at(from - span / 2 - 1, to + span / 2 + 1)) { "Wider" }
                form.years action="/timeline" {
                    @for state in visit.query.all("state") { input type="hidden" name="state" value=(state); }
                    label { "From " input type="number" name="from" min="1900" max="2100" value=(from); }
                    label { "to " input type="number" name="to" min="1900" max="2100" value=(to); }
                    button { "Set years" }
                }
            }
        }
    }
}

/// Rows of any kind, in short.
pub fn table(visit: &Visit, rows: &[&Row]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Records" {
            table.cards data-columns="" {
                thead { tr { th scope="col" { "When" } th scope="col" { "Kind" } th scope="col" { "What" } th.number scope="col" { "Origins" } } }
                tbody { @for row in rows { tr {
                    td.date data-label="When" { @if let Some(when) = row.when { (parts::period(&when.to_string())) } }
                    td data-label="Kind" { (row.kind) }
                    td { a.main href=(parts::record_address(row.kind, &row.id)) { (parts::record_title(visit.world(), row)) } " " (parts::marks(row)) }
                    td.number data-label="Origins" { (row.origins) }
                } } }
            }
        }
    }
}
