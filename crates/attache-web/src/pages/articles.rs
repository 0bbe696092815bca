//! Which articles were read? The newest first.

use attache_model::ArticleId;
use attache_store::Listed;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::address::CURSOR;
use crate::answer::Answer;
use crate::fault::Fault;
use crate::parts::{count, list, listed_outlet};
use crate::visit::Visit;

const PAGE: usize = 50;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let after = visit.query.get(CURSOR).map(|id| ArticleId(id.to_owned()));
    let mut articles = match visit.format {
        crate::answer::Format::Csv => Vec::new(),
        _ => visit.archive.newest_articles(after.as_ref(), PAGE + 1)?,
    };
    let more = articles.len() > PAGE;
    articles.truncate(PAGE);
    let cursor = articles.last().filter(|_| more).map(|last| last.id.to_string());
    let cursor = cursor.as_deref();
    let answer = visit.table(
        "Articles",
        || Ok(html(visit, &articles, cursor)),
        || Ok(json!({"articles": articles.iter().map(json).collect::<Vec<_>>()})),
        || csv(&visit.archive.articles()?),
    )?;
    Ok(answer.going_on(visit, cursor))
}

/// An article as a list gives it.
pub fn json(article: &Listed) -> Value {
    json!({
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "language": article.language,
        "url": article.url,
        "path": article.path,
        "claims": article.claims,
        "doubts": article.doubts,
    })
}

fn csv(articles: &[Listed]) -> Result<Vec<u8>, Fault> {
    let header = [
        "id",
        "title",
        "outlet",
        "published",
        "language",
        "url",
        "path",
        "claims",
        "doubts",
    ];
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let rows = articles.iter().map(|article| {
        vec![
            article.id.to_string(),
            text(&article.title),
            text(&article.outlet),
            article.published.map(|day| day.to_string()).unwrap_or_default(),
            article.language.clone(),
            text(&article.url),
            article.path.clone(),
            article.claims.to_string(),
            article.doubts.to_string(),
        ]
    });
    super::csv(&header, rows)
}

fn html(visit: &Visit, articles: &[Listed], cursor: Option<&str>) -> Markup {
    let counts = visit.register.counts;
    html! {
        h1 { "Articles" }
        p.lead { (count(counts.articles, "article")) ", " (crate::parts::grouped(counts.english)) " of them read; the newest first." }
        @if articles.is_empty() {
            (list::empty("No articles yet.", html! { "Read some with " code { "attache add PATH..." } "." }))
        } @else {
            (list::tools(visit, "list", counts.articles))
            (table(articles))
            (list::next(visit, cursor))
        }
    }
}

pub fn table(articles: &[Listed]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Articles" {
            table.cards data-columns="" {
                thead { tr {
                    th scope="col" { "Published" } th scope="col" { "Title" } th scope="col" { "Outlet" }
                    th.spare scope="col" { "Language" } th.number scope="col" { "Claims" } th.number scope="col" { "Doubts" }
                } }
                tbody {
                    @for article in articles {
                        tr {
                            td.date data-label="Published" { @if let Some(day) = article.published { span.day { (day) } } }
                            td { a.main href={ "/articles/" (article.id) } { (article.title.as_deref().unwrap_or("(no title)")) } }
                            td data-label="Outlet" { (listed_outlet(article)) }
                            td.spare data-label="Language" { (article.language) }
                            td.number data-label="Claims" { (article.claims) }
                            td.number data-label="Doubts" { (article.doubts) }
                        }
                    }
                }
            }
        }
    }
}
