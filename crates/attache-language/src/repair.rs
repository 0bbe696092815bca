//! What can no English tree look like?
//!
//! The best tree of the model may break what every clause and phrase keeps: a verb has one subject, and a subject stands before its own verb;
//! a noun behind a preposition is no subject; what stands between a preposition and its noun belongs to the noun.

use crate::{Label, Name, Tag, Token, tellers};

/// All of them, phrases before clauses: a noun must have its own words before it is asked what it is to a verb.
pub fn all(tokens: &mut [Token], found: &[Name]) {
    names(tokens, found);
    designations(tokens, found);
    roots(tokens);
    possessors(tokens);
    worth(tokens);
    relatives(tokens);
    insertions(tokens);
    appositions(tokens);
    infinitives(tokens);
    premodifiers(tokens);
    compounds(tokens);
    phrases(tokens);
    objects(tokens);
    given(tokens);
    named(tokens);
    openings(tokens);
    clauses(tokens);
    tellers::all(tokens);
    subjects(tokens);
    pronouns(tokens);
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

/// Gives a verb without a subject the noun right before it when that noun is the second subject of another verb.
fn subjects(tokens: &mut [Token]) {
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

/// "to the recognised government": what stands between a preposition and its noun belongs to the noun, never the noun to it.
fn phrases(tokens: &mut [Token]) {
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

/// "48 jets and 212 K9 howitzers", "Leopard tanks have arrived with 40 vehicles": articles, numbers and nouns before a noun belong to it, not to
/// one beyond a verb, a preposition or an "and".
fn premodifiers(tokens: &mut [Token]) {
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
fn compounds(tokens: &mut [Token]) {
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

/// "Four FPB 98 patrol boats": a weapon's name right before a noun that hangs on the same verb goes with the noun.
fn designations(tokens: &mut [Token], names: &[Name]) {
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

/// "By the U.N.'s count soldiers killed 40": no phrase with a preposition is a sentence's root where a clause hangs on it.
fn roots(tokens: &mut [Token]) {
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
fn openings(tokens: &mut [Token]) {
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
fn clauses(tokens: &mut [Token]) {
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
fn pronouns(tokens: &mut [Token]) {
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
fn named(tokens: &mut [Token]) {
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
fn given(tokens: &mut [Token]) {
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
fn objects(tokens: &mut [Token]) {
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
fn insertions(tokens: &mut [Token]) {
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

/// "Killed 200 Armenians, most of them fighters, and 200 soldiers": what goes on behind a closed apposition goes on from what it explains.
fn appositions(tokens: &mut [Token]) {
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

/// "A Gripen of the air force, which has received ten": what stands before a relative pronoun does not hang on the verb behind it.
fn relatives(tokens: &mut [Token]) {
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

/// A name is one phrase: of several of its words that hang outside, the last is its head and the others go with it.
fn names(tokens: &mut [Token], names: &[Name]) {
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

/// "arms worth $1 billion": the arms are the head, not their worth.
fn worth(tokens: &mut [Token]) {
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

/// What stands before 's belongs to the noun behind it.
fn possessors(tokens: &mut [Token]) {
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

/// "Urged Belgrade to give up the purchase and warned it": an inflected verb goes on with the finite verb, never with the infinitive below it.
fn infinitives(tokens: &mut [Token]) {
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

/// Does a word with one of these relations hang on `head`?
pub(crate) fn has_child(tokens: &[Token], head: usize, relations: &[&str]) -> bool {
    tokens
        .iter()
        .any(|token| token.head == Some(head) && relations.contains(&token.relation))
}

pub(crate) fn has_subject(tokens: &[Token], verb: usize) -> bool {
    tokens
        .iter()
        .any(|token| token.head == Some(verb) && matches!(token.base_relation(), "nsubj" | "csubj" | "expl"))
}

/// Not an infinitive, not a bare participle: it may have a subject of its own.
pub(crate) fn is_finite(tokens: &[Token], verb: usize) -> bool {
    let infinitive = tokens
        .iter()
        .any(|token| token.head == Some(verb) && token.lemma == "to" && token.base_relation() == "mark");
    !infinitive && !matches!(tokens[verb].relation, "acl" | "xcomp" | "amod")
}

pub(crate) fn is_below(tokens: &[Token], token: usize, ancestor: usize) -> bool {
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
pub(crate) mod tests {
    use attache_model::Span;
    use proptest::prelude::*;

    use super::*;

    /// One word a line: its dictionary form, or both as it stands and so ("warned/warn"), tag, its head's place, relation.
    pub(crate) fn tokens(lines: &str) -> Vec<Token> {
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
        fn a_tree_stays_a_tree(words in prop::collection::vec((0..9usize, 0..6usize, 0..9usize, 0..100usize), 1..14), turn in 0..14usize) {
            const LEMMAS: [&str; 9] = ["tank", "'s", "worth", "of", "and", "it", "which", ",", "sell"];
            const TAGS: [&str; 6] = ["NOUN", "VERB", "PROPN", "ADP", "PART", "SCONJ"];
            const RELATIONS: [&str; 9] = ["nsubj", "obj", "compound", "case", "amod", "conj", "acl", "parataxis", "obl"];
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

    pub(crate) fn link(tokens: &[Token], at: usize) -> (Option<usize>, &str) {
        (tokens[at].head, tokens[at].relation)
    }

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
