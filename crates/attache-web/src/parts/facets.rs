//! How is a list narrowed by hand?

use maud::{Markup, html};

use crate::facets::{Facet, Sifted};
use crate::visit::Visit;

/// So many values of a facet stand open; more are folded away …
const OPEN: usize = 6;
/// … and so many of those are shown at all.
const MOST: usize = 80;

/// The facets beside a list. Each value leads to the list with it chosen, or taken back.
pub fn panel(visit: &Visit, facets: &[Facet], sifted: &Sifted) -> Markup {
    if visit.published {
        return html! {};
    }
    let chosen = facets.iter().any(|facet| visit.query.get(facet.key).is_some())
        || ["from", "to"].iter().any(|key| visit.query.get(key).is_some());
    html! {
        aside.facets #filters aria-label="Filters" {
            details open {
                summary { "Filters" }
                @if chosen { p { a href=(visit.path) { "Clear all filters" } } }
                form.years action=(visit.path) {
                    @for (key, value) in visit.query.pairs().filter(|(key, _)| !matches!(*key, "from" | "to" | "cursor")) {
                        input type="hidden" name=(key) value=(value);
                    }
                    label { "From " input type="number" name="from" min="1900" max="2100" value=[visit.query.get("from")]; }
                    label { "to " input type="number" name="to" min="1900" max="2100" value=[visit.query.get("to")]; }
                    button { "Set years" }
                }
                @for (facet, counts) in facets.iter().zip(&sifted.counts) {
                    @if !counts.is_empty() { (group(visit, facet, counts.iter().map(|(value, number)| (*value, *number)))) }
                }
            }
        }
    }
}

fn group<'a>(visit: &Visit, facet: &Facet, counts: impl Iterator<Item = (&'a str, usize)>) -> Markup {
    let mut values: Vec<(&str, usize)> = counts.collect();
    // What is chosen comes first, then what leaves most.
    values.sort_by_key(|(value, number)| {
        let on = visit.query.has(facet.key, value);
        (!on, std::cmp::Reverse(*number), *value)
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

fn entry(visit: &Visit, facet: &Facet, value: &str, number: usize) -> Markup {
    let on = visit.query.has(facet.key, value);
    let shown = if facet.party { visit.world().name(value) } else { value };
    html! {
        li {
            a href=(visit.here(&visit.query.toggled(facet.key, value))) aria-current=[on.then_some("true")] {
                @if on { span aria-hidden="true" { "☑ " } } @else { span aria-hidden="true" { "☐ " } }
                (shown)
            }
            span.number { (number) }
        }
    }
}
