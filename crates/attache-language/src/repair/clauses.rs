//! What is a noun or a clause to a verb? Subjects stand before their own verb, what has a preposition is no object, and clauses go on from
//! clauses of their kind.

use super::{has_child, has_subject, is_below, is_finite};
use crate::{Tag, Token};

/// Gives a verb without a subject the noun right before it when that noun is the second subject of another verb.
pub(super) fn subjects(tokens: &mut [Token]) {
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

/// "By the U.N.'s count soldiers killed 40": no phrase with a preposition is a sentence's root where a clause hangs on it.
pub(super) fn roots(tokens: &mut [Token]) {
    let Some(root) = tokens.iter().position(|token| token.head.is_none()) else {
        return;
    };
    // The preposition that opens the sentence may hang on whose the noun is.
    let opens = tokens[0].tag == Tag::Adp && tokens[0].relation == "case";
    let behind = opens
        && tokens[0]
            .head
            .is_some_and(|head| head <= root && is_below(tokens, head, root));
    let noun =
        matches!(tokens[root].tag, Tag::Noun | Tag::Propn) && behind && !has_child(tokens, root, &["nsubj", "cop"]);
    let is_clause = |&verb: &usize| {
        tokens[verb].tag == Tag::Verb
            && tokens[verb].head == Some(root)
            && matches!(tokens[verb].relation, "acl" | "parataxis" | "ccomp")
            && has_child(tokens, verb, &["nsubj", "nsubj:pass"])
            && !has_child(tokens, verb, &["mark"])
    };
    if let Some(verb) = (root + 1..tokens.len()).find(is_clause).filter(|_| noun) {
        (tokens[verb].head, tokens[verb].relation) = (None, "root");
        (tokens[root].head, tokens[root].relation) = (Some(verb), "obl");
        tokens[0].head = Some(root);
    }
}

/// "hours before Washington said": a noun between a subordinator and a finite verb without a subject is that verb's subject.
pub(super) fn openings(tokens: &mut [Token]) {
    for mark in 0..tokens.len() {
        let opens = tokens[mark].tag == Tag::Sconj && tokens[mark].base_relation() == "case";
        let Some(noun) = tokens[mark].head.filter(|&noun| opens && noun > mark) else {
            continue;
        };
        let verb =
            (noun + 1..tokens.len()).find(|&token| !matches!(tokens[token].tag, Tag::Aux | Tag::Adv | Tag::Part));
        let Some(verb) = verb.filter(|&verb| tokens[verb].tag == Tag::Verb) else {
            continue;
        };
        if has_subject(tokens, verb) || !is_finite(tokens, verb) || is_below(tokens, verb, noun) {
            continue;
        }
        tokens[noun].head = Some(verb);
        tokens[noun].relation = "nsubj";
        tokens[mark].head = Some(verb);
        tokens[mark].relation = "mark";
    }
}

/// "He had accused Chad of it, and Kenya, after a pause, expelled two envoys": what goes with a subject stands before its verb; behind the verb
/// it opens a clause of its own.
pub(super) fn clauses(tokens: &mut [Token]) {
    for noun in 0..tokens.len() {
        let Some(subject) = tokens[noun].head.filter(|_| tokens[noun].relation == "conj") else {
            continue;
        };
        let of_subject = tokens[subject].base_relation() == "nsubj";
        let Some(verb) = tokens[subject]
            .head
            .filter(|&verb| of_subject && subject < verb && verb < noun)
        else {
            continue;
        };
        let goes_on = |&at: &usize| {
            let marked = |token: &Token| token.head == Some(at) && token.base_relation() == "mark";
            tokens[at].tag == Tag::Verb
                && matches!(tokens[at].relation, "conj" | "parataxis" | "ccomp" | "root")
                && !has_subject(tokens, at)
                && !tokens.iter().any(marked)
        };
        if let Some(next) = (noun + 1..tokens.len()).find(goes_on) {
            if is_below(tokens, verb, next) {
                continue;
            }
            (tokens[next].head, tokens[next].relation) = (Some(verb), "conj");
            (tokens[noun].head, tokens[noun].relation) = (Some(next), "nsubj");
            for token in &mut tokens[verb..noun] {
                if token.head == Some(noun) && token.base_relation() == "cc" {
                    token.head = Some(next);
                }
            }
        }
    }
}

/// "It would like to add a third": `it` stands for nothing only where a clause says what.
pub(super) fn pronouns(tokens: &mut [Token]) {
    for token in 0..tokens.len() {
        let Some(verb) = tokens[token].head.filter(|_| tokens[token].relation == "expl") else {
            continue;
        };
        let clause = tokens
            .iter()
            .any(|other| other.head == Some(verb) && matches!(other.base_relation(), "csubj" | "ccomp" | "nsubj"));
        if tokens[token].lemma == "it" && token < verb && tokens[verb].tag == Tag::Verb && !clause {
            tokens[token].relation = "nsubj";
        }
    }
}

/// "Syria named an ambassador": what somebody names or appoints is an object where there is no other.
pub(super) fn named(tokens: &mut [Token]) {
    for noun in 1..tokens.len() {
        let is_complement = tokens[noun].relation == "xcomp" && tokens[noun].tag == Tag::Noun;
        let Some(verb) = tokens[noun].head.filter(|&verb| is_complement && verb < noun) else {
            continue;
        };
        let names = matches!(tokens[verb].lemma.as_str(), "name" | "appoint" | "elect" | "nominate");
        if names && !has_child(tokens, verb, &["obj", "iobj", "nsubj:pass"]) {
            tokens[noun].relation = "obj";
        }
    }
}

/// "voted to give Ukraine 100 carriers": where two get and nothing is given, the second is what is given; and who is let or made to do something
/// is the object.
pub(super) fn given(tokens: &mut [Token]) {
    const ADDRESS: [&str; 5] = ["ask", "pledge", "promise", "teach", "tell"];
    for verb in 0..tokens.len() {
        let is = |token: &Token, relation: &str| token.head == Some(verb) && token.relation == relation;
        let has_object = tokens.iter().any(|token| is(token, "obj"));
        let does = tokens.iter().any(|token| is(token, "xcomp")) && !ADDRESS.contains(&tokens[verb].lemma.as_str());
        if does && !has_object {
            if let Some(made) = tokens.iter().position(|token| is(token, "iobj")) {
                tokens[made].relation = "obj";
            }
            continue;
        }
        let second = (verb..tokens.len()).filter(|&at| is(&tokens[at], "iobj")).nth(1);
        if let Some(second) = second.filter(|_| !has_object) {
            tokens[second].relation = "obj";
        }
    }
}

/// A noun behind a preposition is no subject or object: "approved the purchase of fighters" has one object. `of` goes with the noun
/// before it, other prepositions leave the noun with its verb.
pub(super) fn objects(tokens: &mut [Token]) {
    for noun in 0..tokens.len() {
        let before = tokens[noun].head.is_some_and(|head| head < noun);
        let compound = tokens[noun].relation == "compound" && before;
        let clause = matches!(tokens[noun].relation, "advcl" | "acl" | "ccomp")
            && matches!(tokens[noun].tag, Tag::Noun | Tag::Propn)
            && !tokens
                .iter()
                .any(|token| token.head == Some(noun) && token.base_relation() == "cop");
        let argument = matches!(tokens[noun].relation, "obj" | "nsubj" | "nsubj:pass" | "iobj");
        if !(argument || compound || clause) {
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
            _ => {
                let verb = tokens[noun]
                    .head
                    .is_some_and(|head| matches!(tokens[head].tag, Tag::Verb | Tag::Aux));
                tokens[noun].relation = if compound || clause && !verb { "nmod" } else { "obl" };
            }
        }
    }
}

/// "Iran gave jets, officials said, and is alleged to have sent": what is coordinated behind a clause set in goes with the clause around it.
pub(super) fn insertions(tokens: &mut [Token]) {
    for verb in 0..tokens.len() {
        let around = tokens[verb]
            .head
            .filter(|&inner| tokens[verb].relation == "conj" && tokens[inner].relation == "parataxis" && inner < verb)
            .and_then(|inner| tokens[inner].head.filter(|&around| around < inner));
        let and = (0..verb).any(|token| tokens[token].head == Some(verb) && tokens[token].relation == "cc");
        if let Some(around) = around.filter(|_| and && !has_subject(tokens, verb)) {
            tokens[verb].head = Some(around);
        }
    }
}

/// "A Gripen of the air force, which has received ten": what stands before a relative pronoun does not hang on the verb behind it.
pub(super) fn relatives(tokens: &mut [Token]) {
    for verb in 0..tokens.len() {
        let Some(noun) = tokens[verb]
            .head
            .filter(|&noun| noun < verb && tokens[verb].base_relation() == "acl")
        else {
            continue;
        };
        let pronoun = (noun + 1..verb).find(|&token| {
            tokens[token].head == Some(verb) && matches!(tokens[token].lemma.as_str(), "which" | "who" | "that")
        });
        let before = noun + 1..pronoun.unwrap_or(noun + 1);
        for token in &mut tokens[before] {
            if token.head == Some(verb) && matches!(token.tag, Tag::Noun | Tag::Propn) {
                (token.head, token.relation) = (Some(noun), "nmod");
            }
        }
    }
}

/// "Urged Belgrade to give up the purchase and warned it": an inflected verb goes on with the finite verb, never with the infinitive below it.
pub(super) fn infinitives(tokens: &mut [Token]) {
    for verb in 0..tokens.len() {
        let inflected = tokens[verb].tag == Tag::Verb && tokens[verb].span.len() > tokens[verb].lemma.len();
        let Some(first) = tokens[verb]
            .head
            .filter(|_| inflected && tokens[verb].relation == "conj")
        else {
            continue;
        };
        // "Demanded that China withdraw and warned of …": a bare verb behind "that" is as good as an infinitive.
        let demands = tokens[first].head.is_some_and(|above| {
            matches!(
                tokens[above].lemma.as_str(),
                "demand" | "ask" | "insist" | "urge" | "propose" | "order"
            )
        });
        let bare =
            demands && tokens[first].relation == "ccomp" && tokens[first].span.len() == tokens[first].lemma.len();
        let marked = |token: &Token| {
            let mark = token.head == Some(first) && token.base_relation() == "mark";
            mark && (token.lemma == "to" || bare && token.lemma == "that")
        };
        let helped = tokens
            .iter()
            .any(|token| token.head == Some(verb) && matches!(token.base_relation(), "aux" | "nsubj" | "cop"));
        if helped || first > verb || !tokens.iter().any(marked) {
            continue;
        }
        let above = std::iter::successors(tokens[first].head, |&at| tokens[at].head)
            .take(tokens.len())
            .find(|&at| tokens[at].tag == Tag::Verb && is_finite(tokens, at) && at < first);
        if let Some(above) = above {
            tokens[verb].head = Some(above);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{link, tokens};
    use super::*;

    #[test]
    fn a_noun_between_subordinator_and_verb_is_its_subject() {
        let mut words = tokens(
            "before SCONJ 1 case
             Washington PROPN 4 obl
             say VERB - root
             it PRON 4 nsubj
             provide VERB 2 ccomp",
        );
        openings(&mut words);
        assert_eq!(link(&words, 0), (Some(2), "mark"));
        assert_eq!(link(&words, 1), (Some(2), "nsubj"));
    }

    #[test]
    fn an_inflected_verb_goes_on_with_the_finite_verb() {
        let mut words = tokens(
            "urge VERB - root
             Belgrade PROPN 0 obj
             to PART 3 mark
             yield VERB 0 xcomp
             and CCONJ 5 cc
             warned/warn VERB 3 conj",
        );
        infinitives(&mut words);
        assert_eq!(link(&words, 5), (Some(0), "conj"));
    }

    #[test]
    fn of_two_who_get_the_second_is_given() {
        let mut words = tokens(
            "give VERB - root
             Ukraine PROPN 0 iobj
             carrier NOUN 0 iobj",
        );
        given(&mut words);
        assert_eq!(link(&words, 1), (Some(0), "iobj"));
        assert_eq!(link(&words, 2), (Some(0), "obj"));
    }

    #[test]
    fn what_stands_behind_the_verb_is_no_part_of_its_subject() {
        // "Atta accused Chad of it, and Kenya expelled envoys".
        let mut words = tokens(
            "Atta PROPN 1 nsubj
             accuse VERB - root
             Chad PROPN 1 obj
             and CCONJ 4 cc
             Kenya PROPN 0 conj
             expel VERB 2 conj
             envoy NOUN 5 obj",
        );
        clauses(&mut words);
        assert_eq!(link(&words, 4), (Some(5), "nsubj"));
        assert_eq!(link(&words, 5), (Some(1), "conj"));
        assert_eq!(link(&words, 3), (Some(5), "cc"));
        // "Atta and Kenya accused Chad" stays.
        let mut words = tokens(
            "Atta PROPN 3 nsubj
             and CCONJ 2 cc
             Kenya PROPN 0 conj
             accuse VERB - root",
        );
        clauses(&mut words);
        assert_eq!(link(&words, 2), (Some(0), "conj"));
    }

    #[test]
    fn what_follows_a_clause_set_in_goes_with_the_one_around_it() {
        let mut words = tokens(
            "give VERB - root
             say VERB 0 parataxis
             and CCONJ 3 cc
             allege VERB 1 conj",
        );
        insertions(&mut words);
        assert_eq!(link(&words, 3), (Some(0), "conj"));
    }

    #[test]
    fn what_stands_before_which_does_not_hang_behind_it() {
        let mut words = tokens(
            "Gripen PROPN - root
             of ADP 2 case
             force NOUN 4 obl
             which PRON 4 nsubj
             receive VERB 0 acl",
        );
        relatives(&mut words);
        assert_eq!(link(&words, 2), (Some(0), "nmod"));
    }

    #[test]
    fn it_stands_for_nothing_only_before_a_clause() {
        let mut words = tokens(
            "it PRON 1 expl
             like VERB - root
             add VERB 1 xcomp",
        );
        pronouns(&mut words);
        assert_eq!(link(&words, 0), (Some(1), "nsubj"));
    }
}
