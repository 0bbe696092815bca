//! What does the program make of the corpus? Every article through exchange and reading, as `add` would do it, beside its gold.

use std::fs;

use anyhow::{Context, Result};
use attache_exchange::{Form, Input};
use attache_model::{Article, Claim, Kind, Source, Span};
use attache_reading::Reader;
use rayon::prelude::*;

use super::gold::{GoldArticle, GoldClaim, Story};
use super::same;

/// One article of the corpus with its gold and what was read in it.
pub struct ReadArticle<'a> {
    pub story: &'a Story,
    pub gold: &'a GoldArticle,
    pub article: Article,
    /// What was read, by kind.
    pub claims: Vec<Claim>,
    pub events: Vec<Claim>,
    pub figures: Vec<Claim>,
    /// How many sentences there are, and those that the prefilter let through.
    pub sentences: usize,
    pub shown: Vec<Span>,
    pub gold_claims: Vec<Located<'a>>,
}

/// A gold claim with the places where its quotes stand.
pub struct Located<'a> {
    pub claim: &'a GoldClaim,
    /// Every place of every quote; a title may stand twice on a page.
    pub quotes: Vec<Span>,
    /// Gold texts that the article's text does not hold, with the name of their slot.
    pub lost: Vec<(&'static str, &'a str)>,
}

/// Reads all articles of `stories` on all cores, in the order of the gold.
pub fn read<'a>(stories: &'a [Story], reader: &Reader) -> Result<Vec<ReadArticle<'a>>> {
    let all: Vec<(&Story, &GoldArticle)> = stories
        .iter()
        .flat_map(|story| story.gold.articles.iter().map(move |article| (story, article)))
        .collect();
    all.into_par_iter()
        .map(|(story, gold)| {
            let article = load(story, gold)?;
            let mut reading = reader.read(&article);
            let voices = unnamed_voices(story, gold);
            for claim in &mut reading.claims {
                let unnamed = |source: &Source| {
                    source.kind.is_outlet() && voices.iter().any(|voice| same::outlet(&source.name, voice))
                };
                claim.sources.retain(|source| !unnamed(source));
            }
            let of = |kind| {
                reading
                    .claims
                    .iter()
                    .filter(move |claim| claim.kind() == kind)
                    .cloned()
                    .collect()
            };
            let gold_claims = story
                .claims_of(&gold.file)
                .map(|claim| locate(claim, &article.text))
                .collect();
            Ok(ReadArticle {
                story,
                gold,
                article,
                claims: of(Kind::Transfer),
                events: of(Kind::Event),
                figures: of(Kind::Figure),
                sentences: reading.sentences,
                shown: reading.shown,
                gold_claims,
            })
        })
        .collect()
}

/// The outlets that speak for the page, itself and whom it reprints by gold's label of its origin, where gold's chains name none of them: then
/// "NVNS" in ours, from the dateline, is the same voice. Where gold names the agency of a reprint, ours must.
fn unnamed_voices<'a>(story: &'a Story, gold: &'a GoldArticle) -> Vec<&'a str> {
    let reprinted = story.gold.articles.iter().filter(|other| other.origin == gold.origin);
    let mut voices: Vec<&str> = reprinted.filter_map(|article| article.outlet.as_deref()).collect();
    let claims = story.claims_of(&gold.file).flat_map(|claim| &claim.sources);
    let events = story.gold.events.iter().filter(|event| event.article == gold.file);
    let figures = story.gold.figures.iter().filter(|figure| figure.article == gold.file);
    let chains = claims
        .chain(events.flat_map(|event| &event.sources))
        .chain(figures.flat_map(|figure| &figure.sources));
    let named: Vec<&str> = chains.map(|source| source.name.as_str()).collect();
    voices.retain(|voice| !named.iter().any(|name| same::outlet(name, voice)));
    voices
}

/// The article as exchange gives it.
pub fn load(story: &Story, gold: &GoldArticle) -> Result<Article> {
    let path = story.folder.join(&gold.file);
    let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    let form = if gold.file.ends_with(".html") {
        Form::Html
    } else {
        Form::Text
    };
    let input = Input {
        path: format!("{}/{}", story.name, gold.file),
        bytes,
        form,
    };
    let (article, _) = attache_exchange::article(&input).with_context(|| format!("reading {}", path.display()))?;
    Ok(article)
}

/// Finds the quotes and slot texts of a claim in the text that exchange gives.
pub fn locate<'a>(claim: &'a GoldClaim, text: &str) -> Located<'a> {
    let quotes = claim.quotes.iter().flat_map(|quote| places(text, quote)).collect();
    let lost = claim
        .texts()
        .into_iter()
        .filter(|(_, wanted)| places(text, wanted).is_empty())
        .collect();
    Located { claim, quotes, lost }
}

/// Where `wanted` stands in `text`; where it does not stand as written, the runs of white space may differ.
pub fn places(text: &str, wanted: &str) -> Vec<Span> {
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Vec::new();
    }
    let exact: Vec<Span> = text
        .match_indices(wanted)
        .map(|(at, found)| Span::new(at, at + found.len()))
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let wanted_words: Vec<&str> = wanted.split_whitespace().collect();
    let (first, rest) = (wanted_words[0], &wanted_words[1..]);
    text.match_indices(first)
        .filter_map(|(at, _)| {
            let mut end = at + first.len();
            for word in rest {
                let behind = &text[end..];
                let trimmed = behind.trim_start();
                if trimmed.len() == behind.len() || !trimmed.starts_with(word) {
                    return None;
                }
                end += behind.len() - trimmed.len() + word.len();
            }
            Some(Span::new(at, end))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_found_wherever_they_stand() {
        let text = "Peru buys ships. Lima said.\nPeru buys ships. It paid\n$3 million.";
        assert_eq!(places(text, "Peru buys ships."), [Span::new(0, 16), Span::new(28, 44)]);
        assert_eq!(places(text, "It paid $3 million."), [Span::new(45, 64)]);
        assert_eq!(places(text, "Peru sells ships."), []);
        assert_eq!(places(text, "Itpaid"), [], "white space may differ, not vanish");
    }
}
