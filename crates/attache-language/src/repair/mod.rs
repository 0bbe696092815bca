//! What can no English tree look like?
//!
//! The best tree of the model may break what every clause and phrase keeps: a verb has one subject, and a subject stands before its own verb;
//! a noun behind a preposition is no subject; what stands between a preposition and its noun belongs to the noun.

mod clauses;
mod phrases;
mod tellers;

use crate::{Name, Tag, Token};

/// All of them, phrases before clauses: a noun must have its own words before it is asked what it is to a verb.
pub fn all(tokens: &mut [Token], found: &[Name]) {
    phrases::names(tokens, found);
    phrases::designations(tokens, found);
    clauses::roots(tokens);
    phrases::possessors(tokens);
    phrases::worth(tokens);
    clauses::relatives(tokens);
    clauses::insertions(tokens);
    phrases::appositions(tokens);
    clauses::infinitives(tokens);
    phrases::premodifiers(tokens);
    phrases::compounds(tokens);
    phrases::phrases(tokens);
    clauses::objects(tokens);
    clauses::given(tokens);
    clauses::named(tokens);
    clauses::openings(tokens);
    clauses::clauses(tokens);
    tellers::all(tokens);
    clauses::subjects(tokens);
    clauses::pronouns(tokens);
}

/// The part of speech that a word's place in the tree asks for: "set *off*" has a particle, "said *that* it" a conjunction, and what stands
/// behind the auxiliary of a passive is a verb.
pub fn tag(relation: &str, is_passive: bool, tag: Tag) -> Tag {
    match (relation, tag) {
        (_, Tag::Adj) if is_passive => Tag::Verb,
        ("compound:prt" | "case", Tag::Adv) => Tag::Adp,
        ("mark", Tag::Pron) => Tag::Sconj,
        _ => tag,
    }
}

/// Does a word with one of these relations hang on `head`?
fn has_child(tokens: &[Token], head: usize, relations: &[&str]) -> bool {
    tokens
        .iter()
        .any(|token| token.head == Some(head) && relations.contains(&token.relation))
}

fn has_subject(tokens: &[Token], verb: usize) -> bool {
    tokens
        .iter()
        .any(|token| token.head == Some(verb) && matches!(token.base_relation(), "nsubj" | "csubj" | "expl"))
}

/// Not an infinitive, not a bare participle: it may have a subject of its own.
fn is_finite(tokens: &[Token], verb: usize) -> bool {
    let infinitive = tokens
        .iter()
        .any(|token| token.head == Some(verb) && token.lemma == "to" && token.base_relation() == "mark");
    !infinitive && !matches!(tokens[verb].relation, "acl" | "xcomp" | "amod")
}

fn is_below(tokens: &[Token], token: usize, ancestor: usize) -> bool {
    let mut at = Some(token);
    for _ in 0..=tokens.len() {
        match at {
            Some(here) if here == ancestor => return true,
            Some(here) => at = tokens[here].head,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use attache_model::Span;
    use proptest::prelude::*;

    use super::*;

    /// One word a line: its dictionary form, or both as it stands and so ("warned/warn"), tag, its head's place, relation.
    pub(super) fn tokens(lines: &str) -> Vec<Token> {
        let token = |line: &str| {
            let mut cells = line.split_whitespace();
            let mut next = || cells.next().unwrap_or_default();
            let (word, tag, head, relation) = (next(), next(), next(), next());
            let (form, lemma) = word.split_once('/').unwrap_or(("", word));
            Token {
                span: Span::new(0, form.len()),
                lemma: lemma.to_owned(),
                tag: Tag::from_name(tag).expect("a tag"),
                head: head.parse().ok(),
                relation: crate::tree::relation(relation).expect("a relation"),
            }
        };
        lines
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(token)
            .collect()
    }

    proptest! {
        /// Whatever the model says: one root, and every way up ends there.
        #[test]
        fn a_tree_stays_a_tree(words in prop::collection::vec((0..9usize, 0..6usize, 0..10usize, 0..100usize), 1..14), turn in 0..14usize) {
            const LEMMAS: [&str; 9] = ["tank", "'s", "worth", "of", "and", "it", "which", ",", "sell"];
            const TAGS: [&str; 6] = ["NOUN", "VERB", "PROPN", "ADP", "PART", "SCONJ"];
            const RELATIONS: [&str; 10] = ["nsubj", "obj", "compound", "case", "amod", "conj", "acl", "parataxis", "obl", "ccomp"];
            // A tree: each word hangs on an earlier one of an order that is turned.
            let place = |at: usize| (at + turn) % words.len();
            let mut tokens = vec![None; words.len()];
            for (at, &(lemma, tag, relation, head)) in words.iter().enumerate() {
                let head = (at > 0).then(|| place(head % at.max(1)));
                let head = head.map_or("-".to_owned(), |head| head.to_string());
                let relation = if at > 0 { RELATIONS[relation] } else { "root" };
                let line = format!("{} {} {head} {relation}", LEMMAS[lemma], TAGS[tag]);
                tokens[place(at)] = super::tests::tokens(&line).pop();
            }
            let mut tokens: Vec<Token> = tokens.into_iter().flatten().collect();
            all(&mut tokens, &[]);
            prop_assert_eq!(tokens.iter().filter(|token| token.head.is_none()).count(), 1);
            for start in 0..tokens.len() {
                let up = std::iter::successors(Some(start), |&at| tokens[at].head).take(words.len() + 1);
                prop_assert!(up.count() <= words.len(), "a cycle in {:?}", tokens);
            }
        }
    }

    pub(super) fn link(tokens: &[Token], at: usize) -> (Option<usize>, &str) {
        (tokens[at].head, tokens[at].relation)
    }
}
