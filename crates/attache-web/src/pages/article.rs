//! What does this article say? Its text with claims marked and furniture greyed.

use attache_exchange::wire;
use attache_model::{Article, Block, BlockKind, Claim, Doubt, Span};
use attache_store::StoreError;
use maud::{Markup, html};
use serde_json::json;

use crate::answer::Answer;
use crate::fault::Fault;
use crate::parts::quote::{Mark, is_web, marked};
use crate::parts::{self, claim, origin};
use crate::register::Row;
use crate::visit::Visit;

/// Bytes of text on one page; a longer article is shown in parts.
const PART: usize = 40_000;
/// Claims listed beside the text.
const LISTED: usize = 60;

/// In which part of an article, from 1, a byte of its text is shown.
pub fn part_of(byte: usize) -> usize {
    byte / PART + 1
}

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let article = visit.archive.article(visit.param(0))?;
    let claims = visit.archive.claims_of(&article.id)?;
    let doubts = visit.archive.doubts_of(&article.id)?;
    let title = article.title().unwrap_or("(no title)").to_owned();
    visit.answer(
        title,
        || html(visit, &article, &claims, &doubts),
        || {
            Ok(json!({
                "article": wire::article_json(&article),
                "claims": claims.iter().map(|claim| wire::claim_json(&article, claim)).collect::<Vec<_>>(),
                "doubts": doubts.iter().map(|doubt| json!({
                    "kind": doubt.kind, "what": doubt.what, "start": doubt.span.map(|span| span.start), "end": doubt.span.map(|span| span.end),
                })).collect::<Vec<_>>(),
            }))
        },
    )
}

fn html(visit: &Visit, article: &Article, claims: &[Claim], doubts: &[Doubt]) -> Result<Markup, Fault> {
    let records: Vec<Row> = visit.archive.records_of(&article.id)?.iter().map(Row::of).collect();
    let origins: Vec<_> = visit.register.origins_of(&article.id).take(8).collect();
    let mut family = Vec::new();
    for brief in origins {
        let origin = visit.archive.origin(brief.id.as_str());
        match origin {
            Ok(found) => family.push((origin::articles(visit, &found.articles)?, found)),
            // Weighed anew since this page's register was read.
            Err(StoreError::Unknown { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let world = visit.world();
    // Whoever comes from a search sees its words marked; words that no search understands mark nothing.
    let window = window(visit, article);
    let sought = visit.query.get("q").unwrap_or_default();
    let found = visit.archive.found_in(sought, article, window).unwrap_or_default();
    Ok(html! {
        p.kicker { a href="/articles" { "Articles" } " · " code { (article.id) } }
        h1 { (article.title().unwrap_or("(no title)")) }
        p.lead {
            (parts::outlet(article))
            @if let Some(byline) = &article.byline { " · " (byline) }
            @match &article.published {
                Some(published) => { " · " time datetime=(published.date) { (published.date) } span.faint { " (" (published.certain) ", from " (published.from) ")" } }
                None => { " · no date" }
            }
            @if let Some(url) = article.url.as_deref().filter(|url| is_web(url)) { " · " a href=(url) rel="noreferrer nofollow" { "original" } }
        }
        @if !article.may_be_english() { p.notice { "This article is not in English: it is kept and searchable, but was not read for claims." } }
        div.reading {
            div.text { (text(visit, article, claims, (window, &found))) }
            aside aria-label="What was read from it" {
                h2 { "What it claims" span.faint { " " (claims.len()) } }
                @if claims.is_empty() { p.faint { "Nothing that the register keeps." } }
                ol { @for claim in claims.iter().take(LISTED) { li { (summary(visit, claim)) } } }
                @if claims.len() > LISTED { p.faint { "and " (claims.len() - LISTED) " more" } }
                @if !records.is_empty() {
                    h2 { "In the register" }
                    ul { @for row in records.iter().take(LISTED) { li { a href=(parts::record_address(row.kind, &row.id)) { (parts::record_title(world, row)) } } } }
                }
                @if !doubts.is_empty() {
                    h2 { "What was not clear" }
                    ul { @for doubt in doubts.iter().take(LISTED) { li { strong { (doubt.kind) } ": " (doubt.what) } } }
                }
            }
        }
        @if !family.is_empty() {
            section { h2 { "Where it comes from" } @for (articles, origin) in &family { (origin::card(origin, articles)) } }
        }
    })
}

fn summary(visit: &Visit, claim: &Claim) -> Markup {
    let slots = claim.filled();
    html! {
        a href=(claim::place(claim)) {
            @for (at, slot) in slots.iter().take(4).enumerate() {
                @if at > 0 { " · " }
                (parts::slots::shown(visit.world(), slot.name, &slot.shown))
            }
        }
        " " span.faint { (claim::stance(claim.stance)) }
    }
}

/// The part of the text that is shown.
fn window(visit: &Visit, article: &Article) -> Span {
    let part = visit.query.number("part").and_then(|part| usize::try_from(part).ok());
    let part = part.unwrap_or(1).clamp(1, last_part(article));
    Span {
        start: article.text.floor_char_boundary((part - 1) * PART),
        end: article.text.floor_char_boundary(part * PART),
    }
}

fn last_part(article: &Article) -> usize {
    part_of(article.text.len().saturating_sub(1))
}

/// One part of the text, block by block.
fn text(visit: &Visit, article: &Article, claims: &[Claim], (window, found): (Span, &[Span])) -> Markup {
    // A part may begin some bytes before its place, at the beginning of a letter.
    let (part, last) = (window.end.saturating_sub(1) / PART + 1, last_part(article));
    let words = found.iter().map(|span| Mark::new(*span, "found"));
    let marks: Vec<Mark> = words.chain(claims.iter().flat_map(claim::marks)).collect();
    let whole = [Block {
        kind: BlockKind::Body,
        span: Span {
            start: 0,
            end: article.text.len(),
        },
    }];
    let blocks = if article.blocks.is_empty() {
        &whole[..]
    } else {
        &article.blocks
    };
    html! {
        @for block in blocks.iter().filter(|block| block.span.overlaps(window)) {
            @let shown = Span { start: block.span.start.max(window.start), end: block.span.end.min(window.end) };
            @if found.first().is_some_and(|first| shown.contains(*first)) { span.anchor #found {} }
            (paragraph(article, block.kind, shown, claims, &marks))
        }
        @if last > 1 {
            nav.paging aria-label="Parts of the article" {
                "Part " (part) " of " (last) ". "
                @if part > 1 { a href=(visit.here(&visit.query.with("part", part - 1))) { "← Before" } " " }
                @if part < last { a rel="next" href=(visit.here(&visit.query.with("part", part + 1))) { "After →" } }
            }
        }
    }
}

fn paragraph(article: &Article, kind: BlockKind, span: Span, claims: &[Claim], marks: &[Mark]) -> Markup {
    let marks: Vec<Mark> = marks.iter().filter(|mark| mark.span.overlaps(span)).cloned().collect();
    html! {
        div class={ "block " (kind) } {
            @if !kind.is_read() { span.what { (kind) } }
            p { (sentences(article, span, claims, &marks)) }
        }
    }
}

/// The text with each claim's sentence set off, so that it can be led to. What quotes share is set off once, and leads to each of their claims.
fn sentences(article: &Article, span: Span, claims: &[Claim], marks: &[Mark]) -> Markup {
    let quotes = claims.iter().flat_map(|claim| claim.quotes.iter().copied());
    let mut quotes: Vec<Span> = quotes.filter(|quote| quote.overlaps(span)).collect();
    quotes.sort_unstable();
    quotes.dedup_by(|later, before| {
        let shared = before.overlaps(*later);
        if shared {
            before.end = before.end.max(later.end);
        }
        shared
    });
    let mut at = span.start;
    let mut told = |to: usize| {
        let piece = Span {
            start: at,
            end: to.clamp(at, span.end),
        };
        at = piece.end;
        marked(&article.text, piece, marks)
    };
    html! {
        @for quote in quotes {
            (told(quote.start))
            span.quote {
                @for claim in claims.iter().filter(|claim| claim.quotes.first().is_some_and(|first| quote.contains(*first))) {
                    span.anchor id={ "claim-" (claim.id) } {}
                }
                (told(quote.end))
            }
        }
        (told(span.end))
    }
}
