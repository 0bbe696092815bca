//! How is a list narrowed by hand?

use std::cmp::Reverse;

use maud::{Markup, html};

use crate::facets::{Facet, Of, Sifted};
use crate::visit::Visit;

/// So many values of a facet stand open; more are folded away …
const OPEN: usize = 6;
/// … and so many of those are shown at all.
const MOST: usize = 80;

/// The facets beside a list. Each value leads to the list with it chosen, or taken back.
pub fn panel<T>(visit: &Visit, facets: &[Facet<T>], sifted: &Sifted<T>) -> Markup {
    if visit.published {
        return html! {};
    }
    html! {
        aside.facets #filters aria-label="Filters" {
            details open {
                summary { "Filters" }
                (years(visit))
                @for (facet, counts) in facets.iter().zip(&sifted.counts) {
                    @if !counts.is_empty() { (group(visit, facet, counts.iter().map(|(value, number)| (*value, *number)))) }
                }
            }
        }
    }
}

/// What is chosen, each with the way to take it back; nothing where nothing is.
pub fn chosen<T>(visit: &Visit, facets: &[Facet<T>]) -> Markup {
    let values = facets
        .iter()
        .flat_map(|facet| visit.query.all(facet.key).map(move |value| (facet, value)));
    let mut taken: Vec<(String, String)> = values
        .map(|(facet, value)| {
            let said = format!("{}: {}", facet.label, shown(visit, facet.of, value));
            (said, visit.here(&visit.query.toggled(facet.key, value)))
        })
        .collect();
    for (key, label) in [("from", "From"), ("to", "To")] {
        if let Some(year) = visit.query.get(key) {
            taken.push((format!("{label} {year}"), visit.here(&visit.query.without(key))));
        }
    }
    let rest =
        |key: &str| key != "cursor" && key != "from" && key != "to" && !facets.iter().any(|facet| facet.key == key);
    html! {
        @if !taken.is_empty() {
            ul.chosen aria-label="Filters that are set" {
                @for (said, back) in &taken {
                    @if visit.published { li { (said) } }
                    @else { li { a href=(back) { (said) " " span aria-hidden="true" { "×" } span.aside { ": take back" } } } }
                }
                @if taken.len() > 1 && !visit.published { li { a.all href=(visit.here(&visit.query.only(rest))) { "Clear all" } } }
            }
        }
    }
}

/// The years between which the list is to hold, as a form that keeps the other filters.
pub fn years(visit: &Visit) -> Markup {
    html! {
        form.years action=(visit.path) {
            @for (key, value) in visit.query.pairs().filter(|(key, _)| !matches!(*key, "from" | "to" | "cursor")) {
                input type="hidden" name=(key) value=(value);
            }
            label { "From " input type="number" name="from" min="1900" max="2100" value=[visit.query.get("from")]; }
            label { "to " input type="number" name="to" min="1900" max="2100" value=[visit.query.get("to")]; }
            button { "Set years" }
        }
    }
}

fn group<'a, T>(visit: &Visit, facet: &Facet<T>, counts: impl Iterator<Item = (&'a str, usize)>) -> Markup {
    let mut values: Vec<(&str, usize)> = counts.collect();
    // What is chosen comes first.
    values.sort_by_key(|(value, number)| {
        // Of years the latest, of others what leaves most; what is no year comes last.
        let rank = match facet.of {
            Of::Years => value.parse().ok(),
            Of::Words | Of::Parties => Some(*number),
        };
        (!visit.query.has(facet.key, value), Reverse(rank), *value)
    });
    values.truncate(MOST);
    let (open, folded) = values.split_at(values.len().min(OPEN));
    html! {
        h2 { (facet.label) }
        ul { @for (value, number) in open { (entry(visit, facet, value, *number)) } }
        @if !folded.is_empty() {
            details.more {
                summary { (folded.len()) " more" }
                ul { @for (value, number) in folded { (entry(visit, facet, value, *number)) } }
            }
        }
    }
}

fn entry<T>(visit: &Visit, facet: &Facet<T>, value: &str, number: usize) -> Markup {
    let on = visit.query.has(facet.key, value);
    html! {
        li {
            a href=(visit.here(&visit.query.toggled(facet.key, value))) aria-current=[on.then_some("true")] {
                @if on { span aria-hidden="true" { "☑ " } } @else { span aria-hidden="true" { "☐ " } }
                (shown(visit, facet.of, value))
            }
            span.number { (crate::parts::grouped(number)) }
        }
    }
}

fn shown<'a>(visit: &'a Visit, of: Of, value: &'a str) -> &'a str {
    match of {
        Of::Parties => visit.world().name(value),
        Of::Words | Of::Years => value,
    }
}
