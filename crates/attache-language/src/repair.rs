//! What can no English tree look like?
//!
//! The best tree of the model may break what every clause keeps: a verb has one subject, and a subject stands before its own verb. Where a
//! verb got two and the next verb none, the one that stands right before the next verb goes there.

use crate::{Label, Name, Tag, Token};

/// Gives a verb without a subject the noun right before it when that noun is the second subject of another verb.
pub fn subjects(tokens: &mut [Token]) {
    for verb in 0..tokens.len() {
        if tokens[verb].tag != Tag::Verb || has_subject(tokens, verb) || !is_finite(tokens, verb) {
            continue;
        }
        // Back over auxiliaries and adverbs of this verb to the noun before it.
        let mut before = verb;
        while before > 0
            && tokens[before - 1].head == Some(verb)
            && matches!(tokens[before - 1].tag, Tag::Aux | Tag::Adv | Tag::Part)
        {
            before -= 1;
        }
        let Some(subject) = (0..before)
            .rev()
            .find(|&token| tokens[token].base_relation() == "nsubj")
        else {
            continue;
        };
        let Some(other) = tokens[subject].head else { continue };
        let second =
            (0..subject).any(|token| tokens[token].head == Some(other) && tokens[token].base_relation() == "nsubj");
        // Behind its verb and a comma, a subject opens the next clause: "after the purchase slipped, Colombia signed".
        let comma = (other..subject).any(|token| tokens[token].lemma == ",");
        let second = second || other < subject && comma;
        let ends_here = (subject + 1..before).all(|token| is_below(tokens, token, subject));
        if other != verb && second && ends_here && !is_below(tokens, verb, subject) {
            tokens[subject].head = Some(verb);
            let passive =
                (0..verb).any(|token| tokens[token].head == Some(verb) && tokens[token].relation == "aux:pass");
            tokens[subject].relation = if passive { "nsubj:pass" } else { "nsubj" };
        }
    }
}

/// A noun behind a preposition is no subject or object: "approved the purchase of fighters" has one object. `of` goes with the noun
/// before it, other prepositions leave the noun with its verb.
pub fn objects(tokens: &mut [Token]) {
    for noun in 0..tokens.len() {
        if !matches!(tokens[noun].relation, "obj" | "nsubj" | "nsubj:pass" | "iobj") {
            continue;
        }
        let case = (0..noun).find(|&token| {
            tokens[token].head == Some(noun) && tokens[token].tag == Tag::Adp && tokens[token].base_relation() == "case"
        });
        let Some(case) = case else { continue };
        let before = case
            .checked_sub(1)
            .filter(|&before| matches!(tokens[before].tag, Tag::Noun | Tag::Propn | Tag::Num | Tag::Sym));
        match before {
            Some(before) if tokens[case].lemma == "of" && !is_below(tokens, before, noun) => {
                // The head of the phrase that ends before the preposition.
                let mut head = before;
                while let Some(above) = tokens[head].head.filter(|&above| {
                    above < case
                        && matches!(tokens[head].base_relation(), "compound" | "flat" | "nummod" | "amod")
                        && !is_below(tokens, above, noun)
                }) {
                    head = above;
                }
                tokens[noun].head = Some(head);
                tokens[noun].relation = "nmod";
            }
            _ => tokens[noun].relation = "obl",
        }
    }
}

/// A name is one phrase: of several of its words that hang outside, the last is its head and the others go with it.
pub fn names(tokens: &mut [Token], names: &[Name]) {
    for name in names.iter().filter(|name| {
        matches!(
            name.label,
            Label::Weapon | Label::Organisation | Label::Unit | Label::Facility
        )
    }) {
        let range = name.tokens.clone();
        let outside = |token: &usize| tokens[*token].head.is_none_or(|head| !range.contains(&head));
        let heads: Vec<usize> = range.clone().filter(outside).collect();
        let Some((&last, others)) = heads.split_last() else {
            continue;
        };
        for &token in others {
            let nominal = matches!(tokens[token].tag, Tag::Noun | Tag::Propn | Tag::Num | Tag::X);
            if nominal && tokens[token].head.is_some() && !is_below(tokens, last, token) {
                tokens[token].head = Some(last);
                tokens[token].relation = "compound";
            }
        }
    }
}

/// What stands before 's belongs to the noun behind it.
pub fn possessors(tokens: &mut [Token]) {
    for mark in 1..tokens.len() {
        let possessor = mark - 1;
        let is_mark = tokens[mark].tag == Tag::Part && matches!(tokens[mark].lemma.as_str(), "'s" | "’s" | "'" | "’");
        let hangs_on_mark = tokens[possessor].head == Some(mark);
        if !is_mark || !hangs_on_mark {
            continue;
        }
        let owned = tokens[mark]
            .head
            .filter(|&head| head > mark)
            .or_else(|| (mark + 1..tokens.len()).find(|&token| matches!(tokens[token].tag, Tag::Noun | Tag::Propn)));
        if let Some(owned) =
            owned.filter(|&owned| !is_below(tokens, owned, possessor) || tokens[owned].head != Some(possessor))
        {
            tokens[possessor].head = Some(owned);
            tokens[possessor].relation = "nmod:poss";
            tokens[mark].head = Some(possessor);
            tokens[mark].relation = "case";
        }
    }
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
