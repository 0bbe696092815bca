//! Which laws of the model does a stored article, claim or doubt break?
//!
//! Each answer is one sentence about the thing at hand.

use attache_model::{Article, Claim, Doubt, Span};

use crate::add::Filed;
use crate::rows::hash;

/// The hashes that were stored beside an article.
pub(super) struct Hashes {
    pub(super) text: String,
    pub(super) content: Option<String>,
}

pub(super) fn broken_by_article(article: &Article, hashes: &Hashes, title: Option<&str>) -> Vec<String> {
    let mut broken = Vec::new();
    if hash(article.text.as_bytes()) != hashes.text {
        broken.push("its text is not the one that was added: the hash differs".to_owned());
    }
    if let Some(content) = hashes.content.as_ref().filter(|content| **content != article.id.0) {
        broken.push(format!(
            "its id is not the hash of the bytes it was read from, `{content}`"
        ));
    }
    if article.title() != title {
        broken.push("its title in the list is not the one in its text".to_owned());
    }
    for block in &article.blocks {
        broken.extend(no_slice(block.kind.as_str(), block.span, &article.text));
    }
    for pair in article.blocks.windows(2) {
        if let [one, next] = pair
            && next.span.start < one.span.end
        {
            broken.push(format!(
                "its {} at byte {} begins before the {} ahead of it ends",
                next.kind, next.span.start, one.kind
            ));
        }
    }
    broken
}

pub(super) fn broken_by_claim(claim: &Claim, filed: &Filed, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    if claim.quotes.is_empty() {
        broken.push("it has no quote".to_owned());
    }
    if claim
        .quotes
        .iter()
        .any(|quote| quote.slice(text).is_some_and(str::is_empty))
    {
        broken.push("it has an empty quote".to_owned());
    }
    for (name, span) in spans(claim) {
        broken.extend(no_slice(name, span, text));
    }
    let Claim {
        article,
        quotes,
        says,
        stance,
        sources,
        rule,
        confidence,
        ..
    } = claim.clone();
    let named = Claim::new(article, quotes, says, stance, sources, rule, confidence).id;
    if named != claim.id {
        broken.push(format!("its id is not that of what it says, `{named}`"));
    }
    if *filed != Filed::of(claim) {
        broken.push("it is filed under other parties, arms or stage than it names".to_owned());
    }
    if !(0.0..=1.0).contains(&claim.confidence) {
        broken.push(format!("its confidence is {}; expected 0 to 1", claim.confidence));
    }
    broken
}

pub(super) fn broken_by_doubt(doubt: &Doubt, text: &str) -> Vec<String> {
    doubt
        .span
        .and_then(|span| no_slice("doubt", span, text))
        .into_iter()
        .collect()
}

fn no_slice(name: &str, span: Span, text: &str) -> Option<String> {
    let Span { start, end } = span;
    span.slice(text).is_none().then(|| {
        format!(
            "its {name} at bytes {start}..{end} is no part of its article's text ({} bytes)",
            text.len()
        )
    })
}

/// Every span that a claim holds, with what it is the span of.
fn spans(claim: &Claim) -> Vec<(&'static str, Span)> {
    let mut spans: Vec<(&'static str, Span)> = claim.quotes.iter().map(|quote| ("quote", *quote)).collect();
    spans.extend(claim.sources.iter().filter_map(|source| Some(("source", source.span?))));
    spans.extend(
        claim
            .filled()
            .into_iter()
            .filter_map(|slot| Some((slot.name.as_str(), slot.span?))),
    );
    spans
}
