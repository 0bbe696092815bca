//! On what terms, for how much, when, how openly? The slots beside who, whom and what.

use attache_language::dates::DateMention;
use attache_model::{Condition, Money, Slot, Span, Terms, When};

use super::frames::Event;
use crate::items::Item;
use crate::scene::Scene;
use crate::slots::{is_covert_word, is_second_hand_word};
use crate::vocabulary::{Frame, Part, SubjectOf};

pub fn terms_of(scene: &Scene<'_>, line: usize, event: &Event<'_>) -> Option<Slot<Terms>> {
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let found = (0..tree.len()).find_map(|token| {
        let word = tree.lemma(token).to_lowercase();
        let terms = match word.as_str() {
            "donate" | "donation" | "gift" | "grant" | "aid" => Terms::Aid,
            "lease" | "loan" | "lend" => Terms::Loan,
            "smuggle" | "smuggling" | "illicit" | "traffic" => Terms::Smuggling,
            "re-export" | "reexport" => Terms::ReExport,
            "licence" | "license" if tree.children(token).any(|child| tree.lemma(child) == "under") => {
                Terms::LicensedProduction
            }
            _ => return None,
        };
        Some((terms, tokens[token].span))
    });
    match (event.trigger.terms, found) {
        (Some(own), _) if own != Terms::Sale => Some(Slot::stated(own, tokens[event.token].span)),
        (_, Some((terms, span))) => Some(Slot::stated(terms, span)),
        (Some(own), None) => Some(Slot::stated(own, tokens[event.token].span)),
        (None, None) => {
            let contract = event.trigger.lemma == "contract"
                || event.governors.iter().any(|(governor, _)| governor.lemma == "contract");
            contract.then(|| Slot::inferred(Terms::Sale, "a contract"))
        }
    }
}

pub fn condition_of(scene: &Scene<'_>, line: usize, item: &Item) -> Option<Slot<Condition>> {
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let near = item.token.saturating_sub(6)..(item.token + 6).min(tree.len());
    near.into_iter().find_map(|token| {
        let condition = match tree.form(token).to_lowercase().as_str() {
            word if is_second_hand_word(word) => Condition::SecondHand,
            "brand-new" | "newly-built" | "new-build" => Condition::New,
            _ => return None,
        };
        (tree.tag(token) == attache_language::Tag::Adj || tree.form(token) != "used")
            .then(|| Slot::stated(condition, tokens[token].span))
    })
}

pub fn covert_of(scene: &Scene<'_>, line: usize, event: &Event<'_>) -> Option<Slot<bool>> {
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let mut near = vec![event.token];
    near.extend(event.governors.iter().map(|(_, token)| *token));
    near.into_iter()
        .flat_map(|token| tree.children(token).collect::<Vec<_>>())
        .find_map(|child| {
            let word = tree.form(child).to_lowercase();
            (is_covert_word(&word) || word == "illegally").then(|| Slot::stated(true, tokens[child].span))
        })
}

pub fn arrives(event: &Event<'_>) -> bool {
    matches!(
        event.trigger.lemma.as_str(),
        "deliver"
            | "delivery"
            | "hand over"
            | "handover"
            | "arrive"
            | "follow"
            | "receive"
            | "receipt"
            | "ship"
            | "shipment"
            | "send"
            | "transfer"
            | "turn over"
    )
}

/// "A memorandum was signed on Monday": the day stands with the deal, what it is about perhaps in the next sentence.
pub struct SignedDeal {
    pub lemma: String,
    pub when: When,
    pub span: Span,
}

pub fn signed_deal(scene: &Scene<'_>, line: usize, event: &Event<'_>, dates: &[DateMention]) -> Option<SignedDeal> {
    let signs = event
        .governors
        .iter()
        .any(|(governor, _)| governor.subject == SubjectOf::Either && governor.pos == Part::Verb);
    if event.trigger.frame != Frame::Deal || !signs {
        return None;
    }
    let (when, span) = date_of(scene, line, event, dates)?;
    Some(SignedDeal {
        lemma: event.trigger.lemma.clone(),
        when,
        span,
    })
}

/// The span of the clause that the event stands in: from its top word's subtree.
fn clause(scene: &Scene<'_>, line: usize, event: &Event<'_>) -> Span {
    let sentence = scene.lines[line].sentence;
    let (first, last) = sentence.subtree(event.top());
    sentence.tokens[first].span.cover(sentence.tokens[last].span)
}

pub fn value_of(scene: &Scene<'_>, line: usize, event: &Event<'_>) -> Option<Slot<Money>> {
    let sentence = scene.lines[line].sentence;
    scene.money(clause(scene, line, event)).or_else(|| {
        let only = scene.events(line).len() == 1;
        only.then(|| scene.money(sentence.span)).flatten()
    })
}

/// The date that belongs to the event: below it or its governors, not below a reporting verb or another trigger.
pub fn date_of(scene: &Scene<'_>, line: usize, event: &Event<'_>, dates: &[DateMention]) -> Option<(When, Span)> {
    let tree = scene.tree(line);
    let sentence = scene.lines[line].sentence;
    let others: Vec<usize> = scene
        .events(line)
        .iter()
        .map(|other| other.token)
        .filter(|&token| token != event.token)
        .collect();
    let mut chain: Vec<usize> = vec![event.token];
    chain.extend(event.governors.iter().map(|(_, token)| *token));
    // A noun's date often hangs on the verb above it: "deliveries began in 2015".
    if event.trigger.pos == Part::Noun
        && let Some(head) = tree
            .head(event.top())
            .filter(|&head| tree.is_verb(head) && scene.vocabulary.reporting.verb(tree.lemma(head)).is_none())
    {
        chain.push(head);
    }
    dates.iter().find_map(|mention| {
        let when = mention.when?;
        // The day of a dateline is the report's, not the deal's: "HARARE, Feb. 12 (Meridian) -".
        let behind = scene
            .article
            .slice(Span::new(mention.span.end, sentence.span.end))
            .trim_start();
        let close = behind.find(')').filter(|&close| behind.starts_with('(') && close < 40);
        if close.is_some_and(|close| behind[close + 1..].trim_start().starts_with(['-', '–', '—'])) {
            return None;
        }
        let token = sentence
            .tokens
            .iter()
            .position(|token| token.span.overlaps(mention.span))?;
        let mut at = token;
        for _ in 0..12 {
            if chain.contains(&at) {
                return Some((when, mention.span));
            }
            if others.contains(&at) && at != token {
                return None;
            }
            let clause = matches!(tree.base(at), "acl" | "advcl" | "ccomp" | "parataxis") && at != token;
            at = tree.head(at)?;
            if clause && !chain.contains(&at) {
                return None;
            }
        }
        None
    })
}
