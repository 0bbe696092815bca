//! Where is this said? Full text over articles, with the claims that were read from them.

use attache_model::Span;
use attache_store::Hit;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::address::CURSOR;
use crate::answer::Answer;
use crate::fault::Fault;
use crate::parts::quote::{Mark, marked};
use crate::parts::{count, list, listed_outlet};
use crate::visit::Visit;

const PAGE: usize = 20;
/// No search goes deeper than this: who needs more narrows it with another word.
const DEEPEST: usize = 400;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let query = visit.query.get("q").unwrap_or_default();
    let from: usize = match visit.query.get(CURSOR) {
        None => 0,
        Some(cursor) => cursor
            .parse()
            .ok()
            .filter(|from| *from < DEEPEST)
            .ok_or(Fault::LostPlace)?,
    };
    let mut hits = match query.is_empty() {
        true => Vec::new(),
        false => visit.archive.search(query, from + PAGE + 1)?,
    };
    hits.drain(..from.min(hits.len()));
    let more = hits.len() > PAGE && from + PAGE < DEEPEST;
    hits.truncate(PAGE);
    let cursor = more.then(|| (from + PAGE).to_string());
    let cursor = cursor.as_deref();
    let title = if query.is_empty() {
        "Search".to_owned()
    } else {
        format!("Search: {query}")
    };
    let answer = visit.table(
        title,
        || Ok(html(visit, query, &hits, cursor)),
        || Ok(json!({"query": query, "hits": hits.iter().map(hit_json).collect::<Vec<_>>()})),
        || {
            let rows = hits.iter().map(|hit| {
                let article = &hit.article;
                vec![
                    article.id.to_string(),
                    article.title.clone().unwrap_or_default(),
                    listed_outlet(article).to_owned(),
                    article.published.map(|day| day.to_string()).unwrap_or_default(),
                    article.claims.to_string(),
                    hit.snippet.text.clone(),
                ]
            });
            super::csv(&["article", "title", "outlet", "published", "claims", "passage"], rows)
        },
    )?;
    Ok(answer.going_on(visit, cursor))
}

fn hit_json(hit: &Hit) -> Value {
    json!({
        "article": super::articles::json(&hit.article),
        "passage": hit.snippet.text,
        "matches": hit.snippet.matches,
        "score": (hit.score * 1000.0).round() / 1000.0,
    })
}

fn html(visit: &Visit, query: &str, hits: &[Hit], cursor: Option<&str>) -> Markup {
    html! {
        h1 { "Search" }
        form.big action="/search" role="search" {
            label for="words" { "Words that the article must hold; quote a phrase; end with * for any word that begins so" }
            input #words type="search" name="q" value=(query);
            button { "Search" }
        }
        @if query.is_empty() { p.faint { "For example: " a href="/search?q=air+defence" { "air defence" } ", " a href="/search?q=%22signed+a+contract%22" { "“signed a contract”" } "." } }
        @else if hits.is_empty() { (list::empty("No article holds all of these words.", html! { "Take a word away, or shorten one and end it with *." })) }
        ol.hits { @for hit in hits { li { (found(hit)) } } }
        (list::next(visit, cursor))
    }
}

fn found(hit: &Hit) -> Markup {
    let article = &hit.article;
    let marks: Vec<Mark> = hit
        .snippet
        .matches
        .iter()
        .map(|span| Mark::new(*span, "found"))
        .collect();
    let whole = Span {
        start: 0,
        end: hit.snippet.text.len(),
    };
    html! {
        h2 { a href={ "/articles/" (article.id) } { (article.title.as_deref().unwrap_or("(no title)")) } }
        p.faint {
            (listed_outlet(article))
            @if let Some(day) = article.published { " · " (day) }
            @if article.claims > 0 { " · " (count(article.claims, "claim")) }
        }
        p { (marked(&hit.snippet.text, whole, &marks)) }
    }
}
