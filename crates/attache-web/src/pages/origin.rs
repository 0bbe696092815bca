//! Why are these articles one source? The family drawn, with the evidence.

use std::collections::HashMap;

use attache_exchange::wire;
use attache_model::Origin;
use maud::{Markup, html};

use crate::answer::Answer;
use crate::fault::Fault;
use crate::parts::{count, listed_outlet, origin};
use crate::pictures;
use crate::visit::Visit;

/// Findings that are listed.
const LISTED: usize = 100;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let origin = visit.archive.origin(visit.param(0))?;
    visit.answer(
        &*origin.name,
        || html(visit, &origin),
        || Ok(wire::origin_json(&origin)),
    )
}

fn html(visit: &Visit, origin: &Origin) -> Result<Markup, Fault> {
    let articles = origin::articles(visit, &origin.articles)?;
    let names: HashMap<_, _> = articles
        .iter()
        .map(|article| (&article.id, listed_outlet(article)))
        .collect();
    Ok(html! {
        p.kicker { a href="/origins" { "Origins" } " · " code { (origin.id) } }
        h1 { (origin.name) }
        p.lead { (count(origin.articles.len(), "article")) " that count as one source." }
        (pictures::family::draw(origin, &articles))
        section {
            h2 { "Its articles" }
            (super::articles::table(&articles))
            @if origin.articles.len() > articles.len() { p.faint { "and " (origin.articles.len() - articles.len()) " more" } }
        }
        section {
            h2 { "Why they are held to be one source" }
            @if origin.evidence.is_empty() { p.faint { "It is one article, or a source that articles name: there is nothing to hold together." } }
            ul.evidence { @for found in origin.evidence.iter().take(LISTED) { (origin::finding(found, &names)) } }
        }
    })
}
