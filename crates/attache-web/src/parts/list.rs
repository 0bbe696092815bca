//! How does a list say how much there is, and go on?

use maud::{Markup, html};

use crate::address::CURSOR;
use crate::answer::Format;
use crate::visit::Visit;

/// The link to the next page.
pub fn next(visit: &Visit, cursor: Option<&str>) -> Markup {
    html! {
        @if let Some(cursor) = cursor {
            nav.paging aria-label="Pages of this list" {
                a rel="next" href=(visit.next(cursor)) { "Next page →" }
                @if visit.query.get(CURSOR).is_some() && !visit.published {
                    " " a href=(visit.here(&visit.query.without(CURSOR))) { "First page" }
                }
            }
        }
    }
}

/// What can be done with a table: had as CSV, all of it. The script adds what it can do for the rows that are shown.
pub fn tools(visit: &Visit, what: &str, all: usize) -> Markup {
    html! {
        @if all > 0 {
            div.tools {
                a href=(visit.query.without(CURSOR).at(&Format::Csv.address(visit.path))) { "The whole " (what) " as CSV" }
                span.faint { (super::count(all, "row")) }
            }
        }
    }
}

/// A list with nothing in it, and what would fill it.
pub fn empty(what: &str, todo: Markup) -> Markup {
    html! {
        div.empty {
            p { strong { (what) } }
            p { (todo) }
        }
    }
}
