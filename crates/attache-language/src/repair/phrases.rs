//! Which words belong to a noun? Articles, numbers, owners, names and appositions go with the noun that they are of, before it is asked what that
//! is to a verb.

use super::is_below;
use crate::{Label, Name, Tag, Token};

/// A name is one phrase: of several of its words that hang outside, the last is its head and the others go with it.
pub(super) fn names(tokens: &mut [Token], names: &[Name]) {
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
        for token in range {
            let verbal = matches!(
                tokens[token].base_relation(),
                "expl" | "aux" | "cop" | "mark" | "nsubj" | "obj" | "obl" | "advmod"
            );
            if verbal && token < last && tokens[token].head == Some(last) {
                tokens[token].relation = "compound";
            }
        }
        for &token in others {
            let nominal = matches!(tokens[token].tag, Tag::Noun | Tag::Propn | Tag::Num | Tag::X);
            if nominal && tokens[token].head.is_some() && !is_below(tokens, last, token) {
                tokens[token].head = Some(last);
                tokens[token].relation = "compound";
            }
        }
    }
}

/// "Four FPB 98 patrol boats": a weapon's name right before a noun that hangs on the same verb goes with the noun.
pub(super) fn designations(tokens: &mut [Token], names: &[Name]) {
    for name in names.iter().filter(|name| name.label == Label::Weapon) {
        let outer = |&at: &usize| tokens[at].head.is_some_and(|head| !name.tokens.contains(&head));
        let Some(head) = name.tokens.clone().find(outer) else {
            continue;
        };
        let place = (tokens[head].head, tokens[head].relation);
        let noun = (name.tokens.end..tokens.len()).find(|&at| tokens[at].relation != "compound");
        if let Some(noun) =
            noun.filter(|&noun| tokens[noun].tag == Tag::Noun && place == (tokens[noun].head, tokens[noun].relation))
        {
            (tokens[head].head, tokens[head].relation) = (Some(noun), "compound");
        }
    }
}

/// What stands before 's belongs to the noun behind it.
pub(super) fn possessors(tokens: &mut [Token]) {
    for mark in 1..tokens.len() {
        let possessor = mark - 1;
        let is_mark = tokens[mark].tag == Tag::Part && matches!(tokens[mark].lemma.as_str(), "'s" | "’s" | "'" | "’");
        let on_mark = tokens[possessor].head == Some(mark);
        // "Venezuela's Su-30s, sold by Russia": no verb owns, or is owned.
        let on_verb = tokens[possessor]
            .head
            .is_some_and(|head| head > mark && tokens[head].tag == Tag::Verb)
            && tokens[mark].head == Some(possessor);
        if !is_mark || !(on_mark || on_verb) {
            continue;
        }
        let nominal = |token: usize| matches!(tokens[token].tag, Tag::Noun | Tag::Propn);
        let phrase = || {
            let first = (mark + 1..tokens.len()).find(|&token| nominal(token))?;
            let last = (first..tokens.len()).take_while(|&token| nominal(token)).last();
            last.filter(|_| (mark + 1..first).all(|token| matches!(tokens[token].tag, Tag::Adj | Tag::Num | Tag::Adv)))
        };
        let owned = match on_verb {
            true => phrase(),
            false => tokens[mark]
                .head
                .filter(|&head| head > mark)
                .or_else(|| (mark + 1..tokens.len()).find(|&token| nominal(token))),
        };
        if let Some(owned) = owned.filter(|&owned| !is_below(tokens, owned, possessor)) {
            // What is owned takes the place of the mark it hung on.
            if is_below(tokens, owned, mark) {
                (tokens[owned].head, tokens[owned].relation) = (tokens[mark].head, tokens[mark].relation);
            }
            tokens[possessor].head = Some(owned);
            tokens[possessor].relation = "nmod:poss";
            tokens[mark].head = Some(possessor);
            tokens[mark].relation = "case";
        }
    }
}

/// "arms worth $1 billion": the arms are the head, not their worth.
pub(super) fn worth(tokens: &mut [Token]) {
    for worth in 1..tokens.len() {
        let noun = worth - 1;
        let case = tokens[..noun]
            .iter()
            .any(|token| token.head == Some(noun) && token.relation == "case");
        let turned = tokens[worth].lemma == "worth"
            && (case || tokens[noun].base_relation() != "nsubj")
            && tokens[noun]
                .head
                .is_some_and(|head| head >= worth && is_below(tokens, head, worth))
            && matches!(tokens[noun].tag, Tag::Noun | Tag::Propn);
        if !turned {
            continue;
        }
        let (above, relation) = (tokens[worth].head, tokens[worth].relation);
        let relation = match relation {
            "advcl" | "acl" | "xcomp" | "ccomp" if case => "obl",
            "advcl" | "acl" | "xcomp" | "ccomp" => "obj",
            relation => relation,
        };
        (tokens[noun].head, tokens[noun].relation) = (above, relation);
        (tokens[worth].head, tokens[worth].relation) = (Some(noun), "amod");
        for before in &mut tokens[..noun] {
            if before.head == Some(worth) {
                before.head = Some(noun);
            }
        }
    }
}

/// "Killed 200 Armenians, most of them fighters, and 200 soldiers": what goes on behind a closed apposition goes on from what it explains.
pub(super) fn appositions(tokens: &mut [Token]) {
    for noun in 2..tokens.len() {
        let Some(inner) = tokens[noun]
            .head
            .filter(|&head| tokens[noun].relation == "conj" && head < noun)
        else {
            continue;
        };
        let Some(and) = (inner..noun).find(|&at| tokens[at].head == Some(noun) && tokens[at].relation == "cc") else {
            continue;
        };
        let mut up = std::iter::successors(Some(inner), |&at| tokens[at].head).take(tokens.len());
        let explains = up.find(|&at| tokens[at].relation == "appos");
        // "Three states, Iran, Iraq, and Syria" is one list.
        let list = tokens[inner].relation == "conj"
            || (inner..noun).any(|at| tokens[at].head == Some(inner) && tokens[at].relation == "conj");
        let closed = tokens[and - 1].lemma == ",";
        let explained = explains.and_then(|appos| tokens[appos].head.filter(|&head| head < appos));
        if let Some(explained) = explained.filter(|_| closed && !list) {
            tokens[noun].head = Some(explained);
        }
    }
}

/// "48 jets and 212 K9 howitzers", "Leopard tanks have arrived with 40 vehicles": articles, numbers and nouns before a noun belong to it, not to
/// one beyond a verb, a preposition or an "and".
pub(super) fn premodifiers(tokens: &mut [Token]) {
    let modifies = |token: &Token| matches!(token.relation, "det" | "nummod" | "amod" | "compound");
    let nominal = |token: &Token| matches!(token.tag, Tag::Noun | Tag::Propn);
    let parts = |token: &Token| {
        matches!(token.tag, Tag::Cconj | Tag::Sconj | Tag::Adp)
            || token.tag == Tag::Verb && !modifies(token)
            || token.lemma == ","
    };
    for at in 0..tokens.len() {
        let Some(head) = tokens[at].head.filter(|_| modifies(&tokens[at])) else {
            continue;
        };
        let apart = tokens[at.min(head) + 1..at.max(head)].iter().any(parts);
        let goes_on = |token: &&Token| modifies(token) || token.relation == "flat" || token.lemma == "-";
        let noun = at + 1 + tokens[at + 1..].iter().take_while(goes_on).count();
        let fits = noun < tokens.len() && nominal(&tokens[noun]) && noun != head;
        if apart && fits && !is_below(tokens, noun, at) {
            tokens[at].head = Some(noun);
        }
    }
}

/// "A German foreign ministry spokeswoman called": of two nouns side by side that are one verb's subject, the first goes with the second.
pub(super) fn compounds(tokens: &mut [Token]) {
    for noun in 1..tokens.len() {
        let subject = |token: &Token| {
            matches!(token.tag, Tag::Noun | Tag::Propn)
                && token.relation == "nsubj"
                && token.head.is_some_and(|verb| verb > noun)
        };
        let (first, second) = (&tokens[noun - 1], &tokens[noun]);
        if subject(first) && subject(second) && first.head == second.head {
            (tokens[noun - 1].head, tokens[noun - 1].relation) = (Some(noun), "compound");
        }
    }
}

/// "to the recognised government": what stands between a preposition and its noun belongs to the noun, never the noun to it.
pub(super) fn phrases(tokens: &mut [Token]) {
    for case in 0..tokens.len() {
        let behind = tokens[case].tag == Tag::Adp && tokens[case].base_relation() == "case";
        let Some(noun) = tokens[case].head.filter(|&noun| behind && noun > case) else {
            continue;
        };
        let inside = |token: usize| (case + 1..noun).contains(&token) && tokens[token].base_relation() == "amod";
        let Some(modifier) = tokens[noun].head.filter(|&head| inside(head)) else {
            continue;
        };
        let above = tokens[modifier].head;
        let nominal =
            above.is_some_and(|above| matches!(tokens[above].tag, Tag::Noun | Tag::Propn | Tag::Num | Tag::Sym));
        tokens[noun].head = above;
        tokens[noun].relation = if nominal { "nmod" } else { "obl" };
        tokens[modifier].head = Some(noun);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{link, tokens};
    use super::*;

    #[test]
    fn what_goes_on_behind_an_apposition_goes_on_from_what_it_explains() {
        let mut words = tokens(
            "kill VERB - root
             Armenian PROPN 0 obj
             , PUNCT 3 punct
             fighter NOUN 1 appos
             , PUNCT 6 punct
             and CCONJ 6 cc
             soldier NOUN 3 conj",
        );
        appositions(&mut words);
        assert_eq!(link(&words, 6), (Some(1), "conj"));
    }

    #[test]
    fn what_stands_between_preposition_and_noun_belongs_to_the_noun() {
        let mut words = tokens(
            "ship VERB - root
             drone NOUN 0 obj
             to ADP 4 case
             recognise VERB 1 amod
             government NOUN 3 obl",
        );
        phrases(&mut words);
        assert_eq!(link(&words, 3), (Some(4), "amod"));
        assert_eq!(link(&words, 4), (Some(1), "nmod"));
    }

    #[test]
    fn a_number_behind_and_counts_what_follows() {
        let mut words = tokens(
            "jet NOUN - root
             and CCONJ 4 cc
             212 NUM 0 nummod
             K9 PROPN 0 compound
             howitzer NOUN 0 conj",
        );
        premodifiers(&mut words);
        assert_eq!(link(&words, 2), (Some(4), "nummod"));
        assert_eq!(link(&words, 3), (Some(4), "compound"));
    }

    #[test]
    fn of_two_nouns_side_by_side_the_second_is_the_subject() {
        let mut words = tokens(
            "ministry NOUN 2 nsubj
             spokeswoman NOUN 2 nsubj
             call VERB - root",
        );
        compounds(&mut words);
        assert_eq!(link(&words, 0), (Some(1), "compound"));
        assert_eq!(link(&words, 1), (Some(2), "nsubj"));
    }

    #[test]
    fn no_verb_owns() {
        let mut words = tokens(
            "Venezuela PROPN 4 nmod
             's PART 0 case
             Sukhoi PROPN 3 compound
             Su-30 PROPN - root
             sell VERB 3 acl",
        );
        possessors(&mut words);
        assert_eq!(link(&words, 0), (Some(3), "nmod:poss"));
    }

    #[test]
    fn arms_are_the_head_of_their_worth() {
        let mut words = tokens(
            "arm VERB - root
             with ADP 3 case
             rifle NOUN 3 compound
             worth ADJ 0 obl",
        );
        worth(&mut words);
        assert_eq!(link(&words, 2), (Some(0), "obl"));
        assert_eq!(link(&words, 1), (Some(2), "case"));
        assert_eq!(link(&words, 3), (Some(2), "amod"));
    }
}
