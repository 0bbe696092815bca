//! Which words stand to a predicate as its subject, object, possessor, or behind which preposition?
//!
//! One view for verbs and nouns, active and passive, main and relative clause, participle and infinitive: the constructions are undone
//! here, so that the frames above speak of subject and object alone.

use attache_language::{Sentence, Tag};
use attache_model::Span;

/// How a word stands to its predicate, voice undone: the object of a passive is its surface subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    Subject,
    Object,
    Indirect,
    /// `by` of a passive.
    Agent,
    /// Behind a preposition, lower case.
    Prep(String),
    Possessive,
    /// Noun before the noun: "arms sales".
    Compound,
    /// Adjective before the noun: "Israeli sales".
    Modifier,
}

/// A word that fills a place of a predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    pub link: Link,
    pub token: usize,
    /// Reached through another word (control, coordination, the other attachment of a prepositional phrase).
    pub far: bool,
}

/// A sentence with its text, for asking about forms.
#[derive(Clone, Copy)]
pub struct Tree<'a> {
    pub text: &'a str,
    pub sentence: &'a Sentence,
}

impl<'a> Tree<'a> {
    /// The first token that shares a byte with `span`.
    pub fn first_in(&self, span: Span) -> Option<usize> {
        self.sentence.tokens.iter().position(|token| token.span.overlaps(span))
    }

    pub fn form(&self, token: usize) -> &'a str {
        self.sentence.tokens[token].span.slice(self.text).unwrap_or_default()
    }

    /// The hyphenated word that `token` is part of: "second-hand" for both its halves.
    pub fn hyphenated(&self, token: usize) -> &'a str {
        let tokens = &self.sentence.tokens;
        let joined = |left: usize| {
            let right = left + 1;
            let hyphen = |token: usize| self.form(token) == "-";
            tokens[left].span.end == tokens[right].span.start && (hyphen(left) || hyphen(right))
        };
        let first = (1..=token)
            .rev()
            .take_while(|&at| joined(at - 1))
            .last()
            .map_or(token, |at| at - 1);
        let last = (token..tokens.len() - 1)
            .take_while(|&at| joined(at))
            .last()
            .map_or(token, |at| at + 1);
        tokens[first]
            .span
            .cover(tokens[last].span)
            .slice(self.text)
            .unwrap_or_default()
    }

    pub fn lemma(&self, token: usize) -> &'a str {
        &self.sentence.tokens[token].lemma
    }

    pub fn tag(&self, token: usize) -> Tag {
        self.sentence.tokens[token].tag
    }

    pub fn relation(&self, token: usize) -> &'static str {
        self.sentence.tokens[token].relation
    }

    pub fn base(&self, token: usize) -> &'static str {
        self.sentence.tokens[token].base_relation()
    }

    pub fn head(&self, token: usize) -> Option<usize> {
        self.sentence.tokens[token].head
    }

    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + 'a {
        self.sentence.dependents(token)
    }

    /// The first dependent with this relation (or base relation).
    pub fn child(&self, token: usize, relation: &str) -> Option<usize> {
        self.children(token)
            .find(|&child| self.relation(child) == relation || self.base(child) == relation)
    }

    pub fn is_verb(&self, token: usize) -> bool {
        matches!(self.tag(token), Tag::Verb | Tag::Aux)
    }

    pub fn is_nominal(&self, token: usize) -> bool {
        matches!(
            self.tag(token),
            Tag::Noun | Tag::Propn | Tag::Pron | Tag::Num | Tag::Sym
        )
    }

    /// The preposition of a nominal, lower case: "to" of "to Iran", "according to", "by way of".
    pub fn preposition(&self, token: usize) -> Option<String> {
        let Some(case) = self
            .children(token)
            .find(|&child| self.base(child) == "case" && child < token)
        else {
            return self.preposition_before(token);
        };
        let fixed = self.children(case).filter(|&child| self.base(child) == "fixed");
        let words: Vec<String> = std::iter::once(case)
            .chain(fixed)
            .map(|part| self.form(part).to_lowercase())
            .collect();
        Some(words.join(" "))
    }

    /// The preposition that stands right before the phrase, where the tree hangs it elsewhere.
    fn preposition_before(&self, token: usize) -> Option<String> {
        if !matches!(self.base(token), "obl" | "nmod") || self.relation(token) != self.base(token) {
            return None;
        }
        let first = self
            .children(token)
            .filter(|&child| child < token)
            .min()
            .unwrap_or(token);
        let before = first.checked_sub(1)?;
        (self.tag(before) == Tag::Adp).then(|| self.form(before).to_lowercase())
    }

    /// What stands behind its "of": "Asmara" of "the airport of Asmara".
    pub fn behind_of(&self, token: usize) -> impl Iterator<Item = usize> + 'a {
        let tree = *self;
        self.children(token)
            .filter(move |&child| tree.preposition(child).as_deref() == Some("of"))
    }

    /// How many words stand above the token in the tree.
    pub fn depth(&self, token: usize) -> usize {
        std::iter::successors(self.head(token), |&at| self.head(at))
            .take(self.len())
            .count()
    }

    /// The token of a name that hangs outside it.
    pub fn outermost(&self, tokens: &std::ops::Range<usize>) -> usize {
        let outside = |token: &usize| self.head(*token).is_none_or(|head| !tokens.contains(&head));
        tokens.clone().find(outside).unwrap_or(tokens.start)
    }

    /// The token and everything coordinated with it.
    pub fn conjuncts(&self, token: usize) -> Vec<usize> {
        let mut all = vec![token];
        let mut at = 0;
        while at < all.len() && all.len() < 64 {
            for child in self.children(all[at]) {
                if self.base(child) == "conj" && !all.contains(&child) {
                    all.push(child);
                }
            }
            at += 1;
        }
        all
    }

    /// Is the verb in the passive, or a bare past participle behind its noun?
    pub fn is_passive(&self, verb: usize) -> bool {
        let marked = self.children(verb).any(|child| {
            matches!(
                self.relation(child),
                "nsubj:pass" | "aux:pass" | "csubj:pass" | "obl:agent"
            )
        });
        let reduced =
            self.relation(verb) == "acl" && self.is_past_participle(verb) && self.child(verb, "obj").is_none();
        let modifier = self.base(verb) == "amod" && self.is_past_participle(verb);
        marked || reduced || modifier
    }

    pub fn is_past_participle(&self, verb: usize) -> bool {
        let form = self.form(verb).to_lowercase();
        !form.ends_with("ing") && form != self.lemma(verb) && !form.ends_with('s')
            || matches!(form.as_str(), "sold" | "bought" | "sent" | "lent" | "given")
    }

    pub fn is_gerund(&self, verb: usize) -> bool {
        self.form(verb).to_lowercase().ends_with("ing")
    }

    /// Auxiliaries and negation that stand with the verb, as lemmas.
    pub fn auxiliaries(&self, verb: usize) -> Vec<&'a str> {
        self.children(verb)
            .filter(|&child| matches!(self.base(child), "aux" | "cop"))
            .map(|child| self.lemma(child))
            .collect()
    }

    pub fn is_negated(&self, token: usize) -> bool {
        self.children(token).any(|child| {
            let lemma = self.lemma(child);
            matches!(self.base(child), "advmod" | "det" | "cc")
                && matches!(lemma, "not" | "n't" | "never" | "no" | "neither" | "nor")
                || self.base(child) == "nsubj"
                    && (matches!(lemma, "none" | "nobody" | "neither") || self.is_none(child))
        })
    }

    /// "No aircraft", "not one of our men".
    fn is_none(&self, noun: usize) -> bool {
        let mut words = self
            .children(noun)
            .map(|word| (self.base(word), self.lemma(word).to_lowercase()));
        words.any(|(relation, word)| {
            relation == "det" && word == "no" || relation == "advmod" && word == "not" && self.lemma(noun) == "one"
        })
    }

    /// Everything that stands to the predicate `head` as an argument, with coordination spread out.
    pub fn arguments(&self, head: usize) -> Vec<Argument> {
        let mut found = Vec::new();
        if self.is_verb(head) {
            self.verb_arguments(head, &mut found)
        } else {
            self.noun_arguments(head, false, &mut found)
        }
        found
    }

    fn push(&self, found: &mut Vec<Argument>, link: Link, token: usize, far: bool) {
        for conjunct in self.conjuncts(token) {
            // A conjunct with a preposition of its own stands behind that one.
            let link = match (&link, conjunct == token, self.preposition(conjunct)) {
                (Link::Prep(_), false, Some(own)) => Link::Prep(own),
                _ => link.clone(),
            };
            let argument = Argument {
                link,
                token: conjunct,
                far,
            };
            if !found
                .iter()
                .any(|known| known.token == argument.token && known.link == argument.link)
            {
                found.push(argument);
            }
        }
    }

    fn verb_arguments(&self, verb: usize, found: &mut Vec<Argument>) {
        let passive = self.is_passive(verb);
        let has_object = self.children(verb).any(|child| self.relation(child) == "obj");
        for child in self.children(verb) {
            let link = match self.relation(child) {
                "nsubj" | "nsubj:outer" if passive && has_object => Some(Link::Indirect),
                "nsubj" | "nsubj:outer" if passive && self.relation(verb) != "acl" => Some(Link::Object),
                // A second subject behind its verb is an object that the tree misnames.
                "nsubj"
                    if child > verb
                        && self
                            .children(verb)
                            .any(|other| other < verb && self.relation(other) == "nsubj") =>
                {
                    Some(Link::Object)
                }
                "nsubj" | "nsubj:outer" => Some(Link::Subject),
                "nsubj:pass" if has_object => Some(Link::Indirect),
                "nsubj:pass" => Some(Link::Object),
                // "Accused Iran of supplying": before the "of" stands whose act it is.
                "obj" | "iobj" if child < verb && self.is_behind_of(verb) => Some(Link::Subject),
                "obj" => Some(Link::Object),
                "iobj" => Some(Link::Indirect),
                "obl:agent" => match self.preposition(child) {
                    Some(other) if other != "by" => Some(Link::Prep(other)),
                    _ => Some(Link::Agent),
                },
                // "has received drones: Hermes 450s and Herons".
                "parataxis" | "list" if self.is_nominal(child) => Some(Link::Prep("including".to_owned())),
                "obl" | "obl:unmarked" | "nmod" => match self.preposition(child) {
                    Some(by) if by == "by" && passive => Some(Link::Agent),
                    Some(preposition) => Some(Link::Prep(preposition)),
                    None => None,
                },
                _ => None,
            };
            if let Some(link) = link {
                let child = self.antecedent(child).unwrap_or(child);
                self.push(found, link.clone(), child, false);
                // The other attachment: a phrase that the tree hangs on the object may belong to the verb.
                if matches!(link, Link::Object | Link::Prep(_) | Link::Indirect) {
                    self.phrases_below(child, found);
                }
            }
        }
        // "arrived, together with 40 Marders": the phrase hangs on the adverb.
        for adverb in self.children(verb).filter(|&child| self.base(child) == "advmod") {
            let word = self.lemma(adverb);
            for child in self.children(adverb).filter(|_| matches!(word, "together" | "along")) {
                if self.is_nominal(child) && self.preposition(child).as_deref() == Some("with") {
                    self.push(found, Link::Prep(format!("{word} with")), child, false);
                }
            }
        }
        self.clause_arguments(verb, passive, found);
    }

    /// Prepositional phrases inside the noun phrase under `noun`.
    fn phrases_below(&self, noun: usize, found: &mut Vec<Argument>) {
        for conjunct in self.conjuncts(noun) {
            for child in self.children(conjunct) {
                if self.base(child) == "nmod"
                    && self.relation(child) != "nmod:poss"
                    && let Some(preposition) = self.preposition(child)
                {
                    let child = self.antecedent(child).unwrap_or(child);
                    self.push(found, Link::Prep(preposition), child, true);
                    if matches!(self.base(child), "nmod") {
                        for below in self.children(child).filter(|&below| self.relation(below) == "nmod") {
                            if let Some(preposition) = self.preposition(below) {
                                self.push(found, Link::Prep(preposition), below, true);
                            }
                        }
                    }
                }
            }
        }
    }

    /// What a relative, participial, infinitive or coordinated verb takes from the clause it hangs on.
    fn clause_arguments(&self, verb: usize, passive: bool, found: &mut Vec<Argument>) {
        let has = |found: &[Argument], link: Link| found.iter().any(|argument| argument.link == link);
        let Some(head) = self.head(verb) else { return };
        match self.relation(verb) {
            "acl:relcl" | "advcl:relcl" if self.is_nominal(head) => {
                if !has(found, Link::Subject)
                    && !passive
                    && !self.children(verb).any(|child| self.base(child) == "nsubj")
                {
                    self.push(found, Link::Subject, head, true);
                } else if !has(found, Link::Object) {
                    self.push(found, Link::Object, head, true);
                }
            }
            // Headline: "Belarus to sell more arms".
            "acl" if self.is_headline_future(verb) => self.push(found, Link::Subject, head, true),
            "acl" if self.is_nominal(head) && self.child(verb, "mark").is_none() => {
                let link = if passive || self.is_past_participle(verb) {
                    Link::Object
                } else {
                    Link::Subject
                };
                if !has(found, link.clone()) {
                    self.push(found, link.clone(), head, true);
                    // "ASVs donated by one and Vurans from another": what is listed behind the participle is not what it speaks of.
                    let listed: Vec<usize> = self.conjuncts(head).into_iter().filter(|&other| other > verb).collect();
                    found.retain(|argument| argument.link != link || !listed.contains(&argument.token));
                }
            }
            "amod" => {
                self.push(found, Link::Object, head, true);
                // "Chinese-supplied launchers": what stands before the hyphen acts.
                for child in self.children(verb).filter(|&child| {
                    child < verb
                        && matches!(
                            self.base(child),
                            "amod" | "compound" | "obl" | "advmod" | "nsubj" | "nmod"
                        )
                }) {
                    self.push(found, Link::Agent, child, true);
                }
            }
            // Control: "accused Serbia of selling", "is believed to have sold", "…, supplying weapons": whose act is it?
            "xcomp" | "advcl" | "ccomp"
                if self.is_verb(head)
                    && !has(found, Link::Subject)
                    && !passive
                    && (self.relation(verb) != "ccomp" || self.is_behind_of(verb)) =>
            {
                let bare = !self.children(verb).any(|child| self.base(child) == "nsubj");
                let finite = self.relation(verb) == "advcl"
                    && !self.is_gerund(verb)
                    && self.child(verb, "mark").is_none_or(|mark| self.lemma(mark) != "to");
                if bare && !finite {
                    let above = self.arguments(head);
                    let by_object = self.relation(verb) == "xcomp"
                        || self
                            .child(verb, "mark")
                            .is_some_and(|mark| matches!(self.lemma(mark), "of" | "from"))
                        || self.child(verb, "mark").is_some()
                            && matches!(
                                self.lemma(head),
                                "select"
                                    | "choose"
                                    | "pick"
                                    | "ask"
                                    | "urge"
                                    | "allow"
                                    | "permit"
                                    | "authorise"
                                    | "authorize"
                                    | "press"
                                    | "invite"
                            );
                    let controller = above
                        .iter()
                        .filter(|argument| by_object && argument.link == Link::Object && argument.token != verb)
                        .chain(above.iter().filter(|argument| argument.link == Link::Subject))
                        .chain(
                            above
                                .iter()
                                .filter(|argument| argument.link == Link::Object && self.is_passive(head)),
                        );
                    let Some(first) = controller.map(|argument| argument.link.clone()).next() else {
                        // The tree may hang the clause too low: the subject of the next clause above acts.
                        if self.relation(verb) == "advcl"
                            && let Some(subject) = self.subject_above(head)
                        {
                            self.push(found, Link::Subject, subject, true);
                        }
                        return;
                    };
                    for argument in above.iter().filter(|argument| argument.link == first) {
                        self.push(found, Link::Subject, argument.token, true);
                    }
                }
            }
            "conj" if self.is_verb(head) => {
                let shared = self.arguments(head);
                // A passive first verb lends its surface subject according to the second verb's own voice.
                let surface = |link: &Link| match (link, self.is_passive(head), passive) {
                    (Link::Subject, false, false) => Some(Link::Subject),
                    (Link::Object, true, true) => Some(Link::Object),
                    (Link::Subject, false, true) => Some(Link::Object),
                    (Link::Object, true, false) => Some(Link::Subject),
                    _ => None,
                };
                for argument in shared {
                    if let Some(link) = surface(&argument.link)
                        && !self.children(verb).any(|child| self.base(child) == "nsubj")
                        && argument.token != verb
                    {
                        self.push(found, link, argument.token, true);
                    }
                }
            }
            _ => {}
        }
    }

    /// "Of selling", "from sending": what somebody is accused of or kept from.
    fn is_behind_of(&self, verb: usize) -> bool {
        self.is_gerund(verb)
            && self
                .child(verb, "mark")
                .is_some_and(|mark| matches!(self.lemma(mark), "of" | "from"))
    }

    /// The subject of the nearest verb above `token` that has one.
    fn subject_above(&self, token: usize) -> Option<usize> {
        let mut at = token;
        for _ in 0..8 {
            at = self.head(at)?;
            if self.is_verb(at)
                && let Some(subject) = self
                    .children(at)
                    .find(|&child| self.relation(child) == "nsubj" && child < at)
            {
                return Some(subject);
            }
        }
        None
    }

    /// An infinitive behind the bare subject of a headline: "Belarus to sell more arms to Azerbaijan".
    pub fn is_headline_future(&self, verb: usize) -> bool {
        let Some(head) = self.head(verb) else { return false };
        self.relation(verb) == "acl"
            && self.head(head).is_none()
            && self.is_nominal(head)
            && self
                .child(verb, "mark")
                .is_some_and(|mark| self.lemma(mark).eq_ignore_ascii_case("to") && mark == head + 1)
    }

    fn noun_arguments(&self, noun: usize, far: bool, found: &mut Vec<Argument>) {
        for child in self.children(noun) {
            match self.relation(child) {
                "nmod:poss" => self.push(found, Link::Possessive, child, far),
                "nmod" | "obl" => {
                    if let Some(preposition) = self.preposition(child) {
                        let target = self.antecedent(child).unwrap_or(child);
                        self.push(found, Link::Prep(preposition), target, far);
                        self.phrases_below(target, found);
                    }
                }
                "compound" | "nmod:desc" | "nmod:unmarked" | "flat" => self.push(found, Link::Compound, child, far),
                "amod" => self.push(found, Link::Modifier, child, far),
                // "its largest package: €113 million in arms, howitzers and shells".
                "appos" | "parataxis" | "list" if self.is_nominal(child) => {
                    self.push(found, Link::Prep("including".to_owned()), child, far)
                }
                _ => {}
            }
        }
    }

    /// What a relative pronoun stands for: the noun that its clause hangs on.
    pub fn antecedent(&self, token: usize) -> Option<usize> {
        if !matches!(self.lemma(token), "which" | "who" | "that" | "whom") || self.tag(token) != Tag::Pron {
            return None;
        }
        let mut at = self.head(token)?;
        for _ in 0..8 {
            if self.base(at) == "acl" || self.relation(at) == "advcl:relcl" {
                return self.head(at).filter(|&head| self.is_nominal(head));
            }
            at = self.head(at)?;
        }
        None
    }

    /// The words that a noun phrase spans without its clauses and without coordinated phrases: first and last token.
    pub fn phrase(&self, noun: usize) -> (usize, usize) {
        let (mut first, mut last) = (noun, noun);
        for child in self.children(noun) {
            if matches!(
                self.base(child),
                "amod" | "compound" | "nummod" | "flat" | "det" | "nmod" | "fixed" | "goeswith"
            ) && !(self.base(child) == "nmod" && child > noun)
                && (self.base(child) != "det")
            {
                let (begin, end) = self.sentence.subtree(child);
                if end < noun || matches!(self.base(child), "flat" | "fixed" | "goeswith") {
                    first = first.min(begin);
                    last = last.max(end);
                }
            }
        }
        (first, last)
    }
}
