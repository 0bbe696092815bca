//! Where is this said? Full text over articles, or over the quotes that claims rest on, narrowed by what the register knows of them.

use attache_model::{Article, Claim, ClaimId, Span};
use attache_store::{Hit, Match, Snippet};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::address::CURSOR;
use crate::answer::{Answer, Format};
use crate::facets::{Facet, Sifted, narrows, of_search, sift};
use crate::fault::Fault;
use crate::parts::quote::{Mark, marked};
use crate::parts::{self, claim, count, facets, list, listed_outlet};
use crate::register::{Register, Row};
use crate::shelf::{Found, Slip, Words};
use crate::visit::Visit;

const PAGE: usize = 20;
/// No search goes deeper than this: who needs more narrows it.
const DEEPEST: usize = 400;

/// What a search looks through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Articles,
    Quotes,
}

impl Where {
    fn of(visit: &Visit) -> Result<Where, Fault> {
        match visit.query.get("in") {
            None | Some("articles") => Ok(Where::Articles),
            Some("quotes") => Ok(Where::Quotes),
            Some(other) => Err(Fault::NotUnderstood {
                name: "in",
                found: other.to_owned(),
                expected: "articles or quotes",
            }),
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Where::Articles => "articles",
            Where::Quotes => "quotes",
        }
    }
}

/// One thing that was found, as a page shows it.
enum Shown {
    Article(Box<Hit>),
    Quote(Box<Quoted>),
}

struct Quoted {
    words: Snippet,
    claim: Claim,
    article: Article,
    row: Option<Row>,
    score: f64,
}

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let query = visit.query.get("q").unwrap_or_default();
    let place = Where::of(visit)?;
    let from: usize = match visit.query.get(CURSOR) {
        None => 0,
        Some(cursor) => cursor
            .parse()
            .ok()
            .filter(|from| *from < DEEPEST)
            .ok_or(Fault::LostPlace)?,
    };
    let matches = match (query.is_empty(), place) {
        (true, _) => Vec::new(),
        (false, Where::Articles) => visit.archive.matching_articles(query)?,
        (false, Where::Quotes) => visit.archive.matching_quotes(query)?,
    };
    let fresh = unshelved(visit, place, &matches)?;
    let found = found(&visit.register, place, &matches, &fresh);
    let facets = of_search();
    let mut sifted = sift(found.iter(), &facets, &visit.query)?;
    // CSV is for taking away: as much as the pages together would show.
    let (from, size) = match visit.format {
        Format::Csv => (0, DEEPEST),
        Format::Html | Format::Json => (from, PAGE),
    };
    let page = best(&mut sifted.rows, from, size);
    let shown: Vec<Shown> = page
        .iter()
        .map(|found| shown(visit, query, found))
        .collect::<Result<_, _>>()?;
    let more = from + size < sifted.rows.len().min(DEEPEST);
    let cursor = more.then(|| (from + size).to_string());
    let cursor = cursor.as_deref();
    let title = if query.is_empty() {
        "Search".to_owned()
    } else {
        format!("Search: {query}")
    };
    let answer = visit.table(
        title,
        || Ok(html(visit, (query, place), &facets, &sifted, &shown, cursor)),
        || {
            let hits: Vec<Value> = shown.iter().map(Shown::json).collect();
            Ok(json!({"query": query, "in": place.as_str(), "total": sifted.rows.len(), "hits": hits}))
        },
        || super::csv(place.header(), shown.iter().map(Shown::cells)),
    )?;
    Ok(answer.going_on(visit, cursor))
}

/// Articles that came in since the register was read: they are found, though nothing is known of them yet.
fn unshelved(visit: &Visit, place: Where, matches: &[Match]) -> Result<Vec<(Match, Slip)>, Fault> {
    if place == Where::Quotes {
        return Ok(Vec::new());
    }
    let shelf = &visit.register.shelf;
    let mut words = Words::default();
    let new = matches.iter().filter(|hit| shelf.article(**hit).is_none());
    new.map(|hit| Ok((*hit, Slip::of(visit.archive.shelved(hit.number)?, &mut words))))
        .collect()
}

fn found<'r>(register: &'r Register, place: Where, matches: &[Match], fresh: &'r [(Match, Slip)]) -> Vec<Found<'r>> {
    let known = matches.iter().filter_map(|hit| match place {
        Where::Articles => register.shelf.article(*hit),
        Where::Quotes => register.shelf.quote(*hit, &register.rows),
    });
    let fresh = fresh.iter().map(|(hit, slip)| Found {
        hit: *hit,
        slip,
        quote: None,
    });
    known.chain(fresh).collect()
}

/// The best from a place on, the best first; equals in the order of their ids.
fn best<'f, 'r>(found: &mut [&'f Found<'r>], from: usize, size: usize) -> Vec<&'f Found<'r>> {
    let order = |a: &&Found, b: &&Found| {
        let ids = || (&a.slip.id, a.quote.map(|(id, _)| id)).cmp(&(&b.slip.id, b.quote.map(|(id, _)| id)));
        b.hit.score.total_cmp(&a.hit.score).then_with(ids)
    };
    let to = (from + size).min(found.len());
    if to < found.len() {
        found.select_nth_unstable_by(to, order);
    }
    let head = found.get_mut(..to).unwrap_or_default();
    head.sort_unstable_by(order);
    head.get(from..).unwrap_or_default().to_vec()
}

fn shown(visit: &Visit, query: &str, found: &Found) -> Result<Shown, Fault> {
    let Some((id, row)) = found.quote else {
        return Ok(Shown::Article(Box::new(visit.archive.hit(query, found.hit)?)));
    };
    let claim = visit.archive.claim(ClaimId::as_str(id))?;
    Ok(Shown::Quote(Box::new(Quoted {
        words: visit.archive.quote_hit(query, found.hit)?,
        article: visit.archive.article(claim.article.as_str())?,
        claim,
        row: row.cloned(),
        score: found.hit.score,
    })))
}

impl Where {
    fn header(self) -> &'static [&'static str] {
        match self {
            Where::Articles => &["article", "title", "outlet", "published", "claims", "passage"],
            Where::Quotes => &["claim", "article", "title", "outlet", "published", "record", "quote"],
        }
    }
}

impl Shown {
    fn json(&self) -> Value {
        let rounded = |score: f64| (score * 1000.0).round() / 1000.0;
        match self {
            Shown::Article(hit) => json!({
                "article": super::articles::json(&hit.article),
                "passage": hit.snippet.text,
                "matches": hit.snippet.matches,
                "score": rounded(hit.score),
            }),
            Shown::Quote(quoted) => json!({
                "claim": quoted.claim.id,
                "article": quoted.article.id,
                "record": quoted.row.as_ref().map(|row| &row.id),
                "quote": quoted.words.text,
                "matches": quoted.words.matches,
                "score": rounded(quoted.score),
            }),
        }
    }

    fn cells(&self) -> Vec<String> {
        match self {
            Shown::Article(hit) => vec![
                hit.article.id.to_string(),
                hit.article.title.clone().unwrap_or_default(),
                listed_outlet(&hit.article).to_owned(),
                hit.article.published.map(|day| day.to_string()).unwrap_or_default(),
                hit.article.claims.to_string(),
                hit.snippet.text.clone(),
            ],
            Shown::Quote(quoted) => vec![
                quoted.claim.id.to_string(),
                quoted.article.id.to_string(),
                quoted.article.title().unwrap_or_default().to_owned(),
                parts::outlet(&quoted.article).to_owned(),
                quoted.article.date().map(|day| day.to_string()).unwrap_or_default(),
                quoted.row.as_ref().map(|row| row.id.to_string()).unwrap_or_default(),
                quoted.words.text.clone(),
            ],
        }
    }

    fn html(&self, visit: &Visit, query: &str) -> Markup {
        match self {
            Shown::Article(hit) => article(query, hit),
            Shown::Quote(quoted) => quote(visit, quoted),
        }
    }
}

fn html<'r>(
    visit: &Visit,
    (query, place): (&str, Where),
    facets: &[Facet<Found<'r>>],
    sifted: &Sifted<Found<'r>>,
    shown: &[Shown],
    cursor: Option<&str>,
) -> Markup {
    html! {
        h1 { "Search" }
        form.big action="/search" role="search" {
            label for="words" { "Words that must all be there; quote a phrase; end with * for any word that begins so" }
            input #words type="search" name="q" value=(query);
            @for (key, value) in visit.query.pairs().filter(|(key, _)| !matches!(*key, "q" | "cursor")) {
                input type="hidden" name=(key) value=(value);
            }
            button { "Search" }
        }
        @if query.is_empty() {
            p.faint { "For example: " a href="/search?q=air+defence" { "air defence" } ", " a href="/search?q=%22signed+a+contract%22" { "“signed a contract”" } ", " a href="/search?q=deliver*&in=quotes" { "deliver* in quotes" } "." }
        } @else {
            nav.tabs aria-label="Where to search" {
                @for (other, label) in [(Where::Articles, "Articles"), (Where::Quotes, "Quotes of claims")] {
                    a href=(visit.here(&visit.query.with("in", other.as_str()))) aria-current=[(other == place).then_some("true")] { (label) }
                }
            }
            p.narrow { a href="#filters" { "To the filters" } }
            div.sifted {
                (facets::panel(visit, facets, sifted))
                div {
                    (facets::chosen(visit, facets))
                    p.total role="status" { (count(sifted.rows.len(), if place == Where::Articles { "article" } else { "quote" })) }
                    @if shown.is_empty() { (nothing(visit, facets)) }
                    ol.hits { @for shown in shown { li { (shown.html(visit, query)) } } }
                    (list::next(visit, cursor))
                    @if cursor.is_none() && sifted.rows.len() > DEEPEST {
                        p.faint { "The best " (DEEPEST) " can be seen; narrow the search to see others." }
                    }
                }
            }
        }
    }
}

fn nothing(visit: &Visit, facets: &[Facet<Found>]) -> Markup {
    match narrows(facets, &visit.query) {
        true => list::empty(
            "None that holds these words is like that.",
            html! { "Take a filter back." },
        ),
        false => list::empty(
            "Nothing holds all of these words.",
            html! { "Take a word away, or shorten one and end it with *." },
        ),
    }
}

fn marks(snippet: &Snippet) -> Markup {
    let marks: Vec<Mark> = snippet.matches.iter().map(|span| Mark::new(*span, "found")).collect();
    marked(&snippet.text, Span::new(0, snippet.text.len()), &marks)
}

fn article(query: &str, hit: &Hit) -> Markup {
    let article = &hit.article;
    let address = crate::address::Query::default()
        .with("q", query)
        .at(&format!("/articles/{}", article.id));
    html! {
        h2 { a href={ (address) "#found" } { (article.title.as_deref().unwrap_or("(no title)")) } }
        p.faint {
            (listed_outlet(article))
            @if let Some(day) = article.published { " · " (day) }
            @if article.claims > 0 { " · " (count(article.claims, "claim")) }
        }
        p { (marks(&hit.snippet)) }
    }
}

fn quote(visit: &Visit, quoted: &Quoted) -> Markup {
    let article = &quoted.article;
    html! {
        blockquote { (marks(&quoted.words)) }
        p.faint {
            (claim::chain(article, &quoted.claim))
            @if let Some(day) = article.date() { " · " (day) }
            " · " a href=(claim::place(&quoted.claim)) { "in the article: " (article.title().unwrap_or("(no title)")) }
        }
        p {
            @match &quoted.row {
                Some(row) => { a.main href=(parts::record_address(row.kind, &row.id)) { (parts::record_title(visit.world(), row)) } " " (parts::marks(row)) }
                None => { span.faint { "In no record." } }
            }
        }
    }
}
