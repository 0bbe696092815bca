//! How is an origin shown: its articles, and why they are held to be one source?

use std::collections::HashMap;

use attache_model::{ArticleId, Evidence, Origin};
use attache_store::Listed;
use maud::{Markup, html};

use super::{article_line, count, listed_outlet};
use crate::fault::Fault;
use crate::visit::Visit;

/// More articles or reasons than this are only counted.
const LISTED: usize = 30;

/// The articles of an origin, as far as they are listed, in the order of their days.
pub fn articles(visit: &Visit, ids: &[ArticleId]) -> Result<Vec<Listed>, Fault> {
    let listed = ids.iter().take(LISTED).map(|id| visit.archive.listing(id));
    let mut listed = listed.collect::<Result<Vec<Listed>, _>>()?;
    listed.sort_by_key(|article| (article.published.is_none(), article.published, article.id.clone()));
    Ok(listed)
}

/// An origin in short: its name, its articles, its evidence.
pub fn card(origin: &Origin, articles: &[Listed]) -> Markup {
    let names: HashMap<&ArticleId, &str> = articles
        .iter()
        .map(|article| (&article.id, listed_outlet(article)))
        .collect();
    html! {
        section.origin {
            h3 { a href={ "/origins/" (origin.id) } { (origin.name) } " " span.faint { (count(origin.articles.len(), "article")) } }
            ul { @for article in articles { li { (article_line(article)) } } }
            @if origin.articles.len() > articles.len() { p.faint { "and " (origin.articles.len() - articles.len()) " more" } }
            @if !origin.evidence.is_empty() {
                details {
                    summary { "Held to be one source by " (count(origin.evidence.len(), "finding")) }
                    ul.evidence { @for found in origin.evidence.iter().take(LISTED) { (finding(found, &names)) } }
                }
            }
        }
    }
}

/// One reason to hold that articles are one source.
pub fn finding(found: &Evidence, names: &HashMap<&ArticleId, &str>) -> Markup {
    let name = |id: &ArticleId| names.get(id).copied().unwrap_or("an article").to_owned();
    html! {
        li {
            strong { (found.kind) } " " span.number { (format!("{:.2}", found.score)) }
            ": " a href={ "/articles/" (found.article) } { (name(&found.article)) }
            @if let Some(other) = &found.other { " ~ " a href={ "/articles/" (other) } { (name(other)) } }
            ". " q { (super::cut(&found.what, 300)) }
        }
    }
}
