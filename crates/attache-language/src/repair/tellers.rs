//! Who tells it, in a sentence that closes with its teller: "the convoy was hit, the office of the governor in Zvornik said"?
//!
//! Such a sentence leads a tree astray twice: the teller is taken for part of what stands before the comma, and the verb of what is told for
//! a participle, so that the verb of telling ends up with two subjects.

use super::{has_child, has_subject, is_below, is_finite};
use crate::{Tag, Token};

pub(super) fn all(tokens: &mut [Token]) {
    for verb in 0..tokens.len() {
        if tokens[verb].tag == Tag::Verb && is_finite(tokens, verb) {
            give_back(tokens, verb);
            tell_apart(tokens, verb);
            step_in(tokens, verb);
        }
    }
}

/// Gives a verb behind a comma the noun between the two for its subject, where it has none and the noun hangs before the comma.
fn give_back(tokens: &mut [Token], verb: usize) {
    let opens = |&token: &usize| matches!(tokens[token].lemma.as_str(), "," | "\"" | "”");
    let Some(comma) = (0..verb).rev().find(opens) else {
        return;
    };
    let outside = |token: usize| tokens[token].head.is_none_or(|head| !(comma..=verb).contains(&head));
    let told_before = has_child(&tokens[..comma], verb, &["ccomp"]);
    // "…, two officials told Reuters": the verb may hang on its own teller.
    let above = match tokens[verb].head {
        Some(noun) if noun > comma && noun < verb && tokens[verb].relation == "parataxis" => tokens[noun].head,
        above => above,
    };
    let hangs_on = above.is_some_and(|head| head < comma)
        && matches!(tokens[verb].relation, "advcl" | "parataxis")
        && !has_child(&tokens[comma..verb], verb, &["mark", "cc"]);
    if !(told_before || hangs_on) || has_subject(tokens, verb) {
        return;
    }
    let is_teller = |&token: &usize| {
        matches!(tokens[token].tag, Tag::Noun | Tag::Propn)
            && outside(token)
            && matches!(
                tokens[token].base_relation(),
                "parataxis" | "appos" | "conj" | "compound" | "nmod" | "obl" | "obj" | "flat"
            )
    };
    let tellers: Vec<usize> = (comma + 1..verb).filter(is_teller).collect();
    let teller = match tellers[..] {
        [teller] => teller,
        // "Two officials and a diplomat told Reuters".
        [teller, other] if tokens[other].relation == "conj" && has_child(tokens, other, &["cc"]) => {
            tokens[other].head = Some(teller);
            teller
        }
        _ => return,
    };
    let adverb = |token: usize| tokens[token].head == Some(verb) && matches!(tokens[token].tag, Tag::Adv | Tag::Aux);
    let rest = (comma + 1..verb).all(|token| is_below(tokens, token, teller) || adverb(token));
    let hangs_on_teller = tokens[verb].head == Some(teller);
    if !rest || is_below(tokens, verb, teller) && !hangs_on_teller {
        return;
    }
    if hangs_on_teller {
        tokens[verb].head = above;
    }
    (tokens[teller].head, tokens[teller].relation) = (Some(verb), "nsubj");
    if hangs_on {
        tokens[verb].relation = "parataxis";
    }
}

/// "A column of tanks crossed the border, Taras Bondar said": of two subjects before the verb the first belongs to the verb inside of it.
fn tell_apart(tokens: &mut [Token], verb: usize) {
    let subjects: Vec<usize> = (0..verb)
        .filter(|&token| tokens[token].head == Some(verb) && tokens[token].base_relation() == "nsubj")
        .collect();
    let [first, second] = subjects[..] else { return };
    if !(first..second).any(|token| tokens[token].lemma == ",") {
        return;
    }
    let is_inner = |&inner: &usize| {
        tokens[inner].tag == Tag::Verb
            && tokens[inner].relation == "acl"
            && is_below(tokens, inner, first)
            && !has_subject(tokens, inner)
            && !has_child(tokens, inner, &["mark", "obl:agent"])
    };
    if let Some(inner) = (first + 1..second).find(is_inner) {
        (tokens[inner].head, tokens[inner].relation) = (Some(verb), "ccomp");
        (tokens[first].head, tokens[first].relation) = (Some(inner), "nsubj");
    }
}

/// "Troops took the base, the government of President Habre said": a subject before a clause without one is that clause's, and what stands
/// between the comma and the verb of telling is the verb's.
fn step_in(tokens: &mut [Token], verb: usize) {
    let hangs = |tokens: &[Token], token: usize, relation: &str| {
        tokens[token].head == Some(verb) && tokens[token].base_relation() == relation
    };
    let subject = (0..verb).find(|&token| hangs(tokens, token, "nsubj"));
    let told = (0..verb).find(|&token| hangs(tokens, token, "ccomp") && is_finite(tokens, token));
    let (Some(subject), Some(told)) = (subject, told) else {
        return;
    };
    let Some(comma) = (told..verb).rev().find(|&token| tokens[token].lemma == ",") else {
        return;
    };
    if subject > told || has_subject(tokens, told) {
        return;
    }
    let is_noun = |&token: &usize| matches!(tokens[token].tag, Tag::Noun | Tag::Propn | Tag::Pron);
    let (Some(teller), true) = ((comma + 1..verb).find(is_noun), is_noun(&(verb - 1))) else {
        return;
    };
    if (comma + 1..teller).any(|token| tokens[token].tag == Tag::Adp) {
        return;
    }
    // A compound's head, not its first word, tells.
    let teller = match tokens[teller].head {
        Some(head) if tokens[teller].relation == "compound" && head < verb => head,
        _ => teller,
    };
    if (comma + 1..verb).any(|token| is_below(tokens, verb, token)) {
        return;
    }
    let outside = |&token: &usize| tokens[token].head.is_none_or(|head| !(comma + 1..verb).contains(&head));
    let others = (comma + 1..verb).filter(|&token| token != teller);
    let with_teller: Vec<usize> = others.filter(is_noun).filter(outside).collect();
    let passive = has_child(tokens, told, &["aux:pass"]);
    (tokens[subject].head, tokens[subject].relation) = (Some(told), if passive { "nsubj:pass" } else { "nsubj" });
    for token in with_teller {
        (tokens[token].head, tokens[token].relation) = (Some(teller), "nmod");
    }
    (tokens[teller].head, tokens[teller].relation) = (Some(verb), "nsubj");
}

#[cfg(test)]
mod tests {
    use super::super::tests::{link, tokens};
    use super::*;

    #[test]
    fn a_verb_behind_a_comma_gets_its_teller() {
        let mut words = tokens(
            "convoy NOUN 1 nsubj:pass
             attack VERB 5 ccomp
             soldier NOUN 1 obl:agent
             , PUNCT 5 punct
             office NOUN 2 compound
             say VERB - root",
        );
        all(&mut words);
        assert_eq!(link(&words, 4), (Some(5), "nsubj"));
    }

    #[test]
    fn tellers_side_by_side_stay_together() {
        let mut words = tokens(
            "sell VERB - root
             , PUNCT 2 punct
             official NOUN 0 parataxis
             and CCONJ 4 cc
             diplomat NOUN 0 conj
             tell VERB 2 parataxis",
        );
        all(&mut words);
        assert_eq!(link(&words, 2), (Some(5), "nsubj"));
        assert_eq!(link(&words, 4), (Some(2), "conj"));
        assert_eq!(link(&words, 5), (Some(0), "parataxis"));
    }

    #[test]
    fn of_two_subjects_the_first_belongs_to_the_verb_inside() {
        let mut words = tokens(
            "column NOUN 6 nsubj
             of ADP 2 case
             tank NOUN 0 nmod
             cross VERB 2 acl
             , PUNCT 0 punct
             Bondar PROPN 6 nsubj
             say VERB - root",
        );
        all(&mut words);
        assert_eq!(link(&words, 0), (Some(3), "nsubj"));
        assert_eq!(link(&words, 3), (Some(6), "ccomp"));
    }

    #[test]
    fn what_stands_between_comma_and_verb_tells() {
        let mut words = tokens(
            "troop NOUN 9 nsubj
             take VERB 9 ccomp
             base NOUN 1 obj
             , PUNCT 1 punct
             the DET 5 det
             government NOUN 7 nmod:desc
             of ADP 7 case
             President PROPN 9 obl
             Habre PROPN 7 flat
             say VERB - root",
        );
        all(&mut words);
        assert_eq!(link(&words, 0), (Some(1), "nsubj"));
        assert_eq!(link(&words, 5), (Some(9), "nsubj"));
        assert_eq!(link(&words, 7), (Some(5), "nmod"));
    }
}
