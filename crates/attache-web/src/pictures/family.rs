//! Which articles go back to which? The family of one origin.

use std::collections::HashMap;

use attache_model::Origin;
use attache_store::Listed;
use maud::{Markup, html};

use super::{curve, picture};
use crate::parts::{cut, listed_outlet};

const WIDTH: usize = 960;
const ROW: usize = 40;
/// Where the articles stand.
const LEFT: usize = 330;

/// The origin on the left, its articles on the right in the order of their days, and what ties article to article beside them.
pub fn draw(origin: &Origin, articles: &[Listed]) -> Markup {
    if articles.len() < 2 {
        return html! {};
    }
    let rows: HashMap<_, usize> = articles
        .iter()
        .zip(0..)
        .map(|(article, row)| (&article.id, row))
        .collect();
    let y = |row: usize| row * ROW + 24;
    let middle = y(articles.len() - 1) / 2 + 12;
    let ties: Vec<(usize, usize, &str)> = origin
        .evidence
        .iter()
        .filter_map(|found| {
            let other = rows.get(found.other.as_ref()?)?;
            Some((*rows.get(&found.article)?, *other, found.kind.as_str()))
        })
        .collect();
    let names = articles.iter().map(listed_outlet).collect::<Vec<_>>().join(", ");
    let description = format!("{}, carried by {names}", origin.name);
    let body = html! {
        @for row in 0..articles.len() { path.edge d=(curve((210, middle), (LEFT, y(row)))) {} }
        rect.node.end x="8" y=(middle - 18) width="202" height="36" rx="3" {}
        text.value x="18" y=(middle + 5) { (cut(&origin.name, 26)) }
        @for (row, article) in articles.iter().enumerate() {
            a href={ "/articles/" (article.id) } {
                rect.node x=(LEFT) y=(y(row) - 16) width="470" height="32" rx="3" {}
                text.value x=(LEFT + 8) y=(y(row) - 2) { (cut(article.title.as_deref().unwrap_or("(no title)"), 62)) }
                text.label x=(LEFT + 8) y=(y(row) + 11) {
                    (cut(listed_outlet(article), 40)) @if let Some(day) = article.published { " · " (day) }
                }
            }
        }
        @for (from, to, kind) in &ties {
            path.tie d={ "M" (LEFT + 470) "," (y(*from)) " q60," ((y(*to) as i64 - y(*from) as i64) / 2) " 0," (y(*to) as i64 - y(*from) as i64) } {
                title { (kind) }
            }
        }
    };
    picture(
        "family",
        "The family of this origin",
        &description,
        WIDTH,
        articles.len() * ROW + 16,
        body,
    )
}
