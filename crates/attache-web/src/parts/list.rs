//! How does a list say how much there is, and go on?

use maud::{Markup, html};

use crate::visit::Visit;

/// The link to the next page.
pub fn next(visit: &Visit, cursor: Option<&str>) -> Markup {
    html! {
        @if let Some(cursor) = cursor {
            nav.paging aria-label="Pages of this list" {
                a rel="next" href=(visit.next(cursor)) { "Next page →" }
                @if visit.query.get("cursor").is_some() && !visit.published {
                    " " a href=(visit.here(&visit.query.without("cursor"))) { "First page" }
                }
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
