//! On what terms, for how much, when, how openly? The slots beside who, whom and what.

use attache_language::dates::DateMention;
use attache_model::{Condition, Money, Slot, Span, Terms, When};

use super::frames::Event;
use crate::items::Item;
use crate::scene::Scene;
use crate::slots::covert_beside;
use crate::vocabulary::{Frame, Mark, Part, SubjectOf};

pub fn terms_of(scene: &Scene<'_>, line: usize, event: &Event<'_>) -> Option<Slot<Terms>> {
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let found = (0..tree.len()).find_map(|token| {
        let word = tree.lemma(token);
        let licence = || {
            let under = tree.children(token).any(|child| tree.lemma(child) == "under");
            let says = scene.vocabulary.marks.shows(Mark::LicensedProduction, word);
            (under && says).then_some(Terms::LicensedProduction)
        };
        let terms = scene.vocabulary.marks.terms(word).or_else(licence)?;
        Some((terms, tokens[token].span))
    });
    let licensed = || {
        Slot::inferred(
            Terms::LicensedProduction,
            format!("\"{}\" from another's kits", tree.form(event.token)),
        )
    };
    match (event.trigger.terms, found) {
        (None, None) if event.licensed => Some(licensed()),
        (Some(own), _) if own != Terms::Sale => Some(Slot::stated(own, tokens[event.token].span)),
        (_, Some((terms, span))) => Some(Slot::stated(terms, span)),
        (Some(own), None) => Some(Slot::stated(own, tokens[event.token].span)),
        (None, None) => None,
    }
}

pub fn condition_of(scene: &Scene<'_>, line: usize, item: &Item) -> Option<Slot<Condition>> {
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let near = item.token.saturating_sub(6)..(item.token + 6).min(tree.len());
    near.into_iter().find_map(|token| {
        let words = [tree.form(token), tree.hyphenated(token)];
        let says = |mark: Mark| words.iter().any(|word| scene.vocabulary.marks.says(mark, word));
        let condition = match () {
            () if says(Mark::SecondHand) => Condition::SecondHand,
            () if says(Mark::New) => Condition::New,
            () => return None,
        };
        (tree.base(token) == "amod" || tree.form(token) != "used").then(|| Slot::stated(condition, tokens[token].span))
    })
}

pub fn covert_of(scene: &Scene<'_>, line: usize, event: &Event<'_>) -> Option<Slot<bool>> {
    let governors = event.governors.iter().map(|(_, token)| *token);
    let mut near = std::iter::once(event.token).chain(governors);
    near.find_map(|token| covert_beside(scene, line, token))
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
    if event.frame != Frame::Deal || !signs {
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
        let token = tree.first_in(mention.span)?;
        (is_below(scene, line, token, &chain, &others) || stands_beside(scene, line, mention.span, event, &others))
            .then_some((when, mention.span))
    })
}

/// Does `token` hang on one of `chain` without a clause or one of `others` between?
fn is_below(scene: &Scene<'_>, line: usize, token: usize, chain: &[usize], others: &[usize]) -> bool {
    let tree = scene.tree(line);
    let mut at = token;
    for _ in 0..12 {
        if chain.contains(&at) {
            return true;
        }
        if at != token && others.contains(&at) {
            return false;
        }
        let leaves = at != token && matches!(tree.base(at), "acl" | "advcl" | "ccomp" | "parataxis");
        let Some(head) = tree.head(at) else { return false };
        if leaves && !chain.contains(&head) {
            return false;
        }
        at = head;
    }
    false
}

/// "On December 30 the ministry ordered": nothing but names between the date and the verb, and the date is not that of saying so.
fn stands_beside(scene: &Scene<'_>, line: usize, date: Span, event: &Event<'_>, others: &[usize]) -> bool {
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let within = |token: &usize| tokens[*token].span.overlaps(date);
    let (Some(first), Some(last)) = ((0..tree.len()).find(within), (0..tree.len()).rfind(within)) else {
        return false;
    };
    let between = last + 1..event.token;
    let said = (first.saturating_sub(2)..first)
        .chain(tree.head(last))
        .any(|token| scene.vocabulary.reporting.verb(tree.lemma(token)).is_some());
    let plain = |token: usize| {
        !(tree.is_verb(token) || others.contains(&token) || matches!(tree.form(token), "," | ";" | ":" | "-" | "–"))
    };
    event.trigger.pos == Part::Verb && (1..6).contains(&between.len()) && !said && between.into_iter().all(plain)
}
