//! Which articles are one source? The families of reprints and citations.

use maud::{Markup, html};
use serde_json::json;

use crate::answer::Answer;
use crate::fault::Fault;
use crate::parts::{count, list};
use crate::register::Family;
use crate::visit::Visit;

const PAGE: usize = 50;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let origins = &visit.register.origins;
    let (page, cursor) = visit.page(origins, PAGE, |origin| origin.id.as_str())?;
    let cursor = cursor.as_deref();
    let answer = visit.table(
        "Origins",
        || Ok(html(visit, page, cursor)),
        || {
            let origins = page.iter().map(|origin| {
                json!({"id": origin.id, "name": origin.name, "articles": origin.articles, "evidence": origin.held_by})
            });
            Ok(json!({"total": visit.register.origins.len(), "origins": origins.collect::<Vec<_>>()}))
        },
        || {
            let rows = origins.iter().map(|origin| {
                let ids: Vec<&str> = origin.articles.iter().map(|id| id.as_str()).collect();
                vec![
                    origin.id.to_string(),
                    origin.name.clone(),
                    origin.articles.len().to_string(),
                    held_by(origin),
                    ids.join(" "),
                ]
            });
            super::csv(&["id", "name", "articles", "evidence", "article_ids"], rows)
        },
    )?;
    Ok(answer.going_on(visit, cursor))
}

fn held_by(origin: &Family) -> String {
    let kinds: Vec<&str> = origin.held_by.iter().map(|kind| kind.as_str()).collect();
    kinds.join(", ")
}

fn html(visit: &Visit, page: &[Family], cursor: Option<&str>) -> Markup {
    let origins = &visit.register.origins;
    let shared = origins.iter().filter(|origin| origin.articles.len() > 1).count();
    html! {
        h1 { "Origins" }
        p.lead {
            (count(origins.len(), "independent origin")) " behind " (count(visit.register.counts.articles, "article"))
            "; " (shared) " of them carried by more than one. Reprints count once."
        }
        @if page.is_empty() { (list::empty("No origins yet.", html! { "They appear once articles that claim something have been added." })) }
        @else {
            (list::tools(visit, "list", origins.len()))
            div.scroll tabindex="0" role="region" aria-label="Origins" {
                table.cards data-columns="" {
                    thead { tr { th scope="col" { "Origin" } th.number scope="col" { "Articles" } th scope="col" { "Held together by" } } }
                    tbody {
                        @for origin in page {
                            tr {
                                td { a.main href={ "/origins/" (origin.id) } { (origin.name) } }
                                td.number data-label="Articles" { (origin.articles.len()) }
                                td data-label="Held together by" { (held_by(origin)) }
                            }
                        }
                    }
                }
            }
            (list::next(visit, cursor))
        }
    }
}
