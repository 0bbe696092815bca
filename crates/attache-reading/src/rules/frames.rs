//! Which words of a sentence say that arms change hands?
//!
//! A trigger ("sold", "delivery", "contract") opens a frame, which [`super::roles`] fills; words that govern it ("agreed to", "approved
//! the", "talks on the") lend their subject and move its stage.

use attache_language::Tag;
use attache_model::Stage;

use super::roles::Roles;
use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::{Frame, Governor, Mark, Needs, Part, SubjectOf, Trigger};

/// Verbs that say what a deal holds: "the contract covers 200 bombs".
pub const CONTAINS: &[&str] = &[
    "provide", "involve", "include", "cover", "envisage", "envision", "foresee", "call", "comprise", "concern",
    "contain",
];

/// Verbs that make arms: a transfer only where they are made for another state, or by another's licence.
pub const BUILDS: &[&str] = &["build", "assemble", "manufacture", "produce"];

/// A trigger with its governors, innermost first.
pub struct Event<'v> {
    pub trigger: &'v Trigger,
    /// How its roles are filled here: as the trigger's table says, but for "lease from" and what is built by another's licence.
    pub frame: Frame,
    /// Its arms are built by another's licence or from another's kits.
    pub licensed: bool,
    pub token: usize,
    pub governors: Vec<(&'v Governor, usize)>,
}

impl Event<'_> {
    /// The topmost word of the event: the outermost governor, else the trigger.
    pub fn top(&self) -> usize {
        self.governors.last().map_or(self.token, |(_, token)| *token)
    }
}

impl<'a> Scene<'a> {
    /// Every trigger of a sentence with its governors; a deal noun that only governs another trigger is not one of its own.
    pub fn events(&self, line: usize) -> Vec<Event<'a>> {
        let tree = self.tree(line);
        let mut events: Vec<Event<'a>> = Vec::new();
        for token in 0..tree.len() {
            if let Some(trigger) = self.trigger_at(line, token) {
                let licensed = self.is_licensed(line, token);
                let governors = self.governors_of(line, token);
                let wanted = governors.iter().any(|(row, _)| row.stage == Some(Stage::Sought));
                events.push(Event {
                    trigger,
                    frame: self.frame_of(line, token, trigger, licensed, wanted),
                    licensed,
                    token,
                    governors,
                });
            }
        }
        let governing: Vec<usize> = events
            .iter()
            .filter(|event| event.frame != Frame::Deal)
            .flat_map(|event| event.governors.iter().map(|(_, token)| *token))
            .collect();
        events.retain(|event| !governing.contains(&event.token));
        events
    }

    fn trigger_at(&self, line: usize, token: usize) -> Option<&'a Trigger> {
        let tree = self.tree(line);
        let part = match tree.tag(token) {
            Tag::Verb => Part::Verb,
            Tag::Noun | Tag::Propn => Part::Noun,
            Tag::Adj if tree.base(token) == "amod" => Part::Verb,
            _ => return None,
        };
        let lemma = tree.lemma(token).to_lowercase();
        // "re-export" and the like come as three tokens.
        let prefixed = (token >= 2 && tree.form(token - 1) == "-" && tree.form(token - 2).eq_ignore_ascii_case("re"))
            .then(|| format!("re-{lemma}"));
        let vocabulary = self.vocabulary;
        let lookup = |word: &str| {
            vocabulary.triggers.starting(word, part).find(|row| {
                let mut words = row.lemma.split(' ').skip(1).peekable();
                if words.peek().is_none() {
                    return true;
                }
                let rest: Vec<&str> = words.collect();
                self.goes_on(line, token, part, &rest)
            })
        };
        prefixed.as_deref().and_then(lookup).or_else(|| lookup(&lemma))
    }

    /// Does the lemma go on with `rest`: a particle or preposition for a verb, an of-phrase for a noun?
    fn goes_on(&self, line: usize, token: usize, part: Part, rest: &[&str]) -> bool {
        let tree = self.tree(line);
        if part == Part::Noun {
            return rest
                .iter()
                .enumerate()
                .all(|(at, word)| token + 1 + at < tree.len() && tree.form(token + 1 + at).eq_ignore_ascii_case(word));
        }
        let particle = rest[0];
        if rest.len() > 1 {
            // "agreed in principle", "put the sale on hold": the words stand together behind the verb.
            return (token + 1..(token + 12).min(tree.len())).any(|at| {
                rest.iter()
                    .enumerate()
                    .all(|(next, word)| at + next < tree.len() && tree.form(at + next).eq_ignore_ascii_case(word))
            });
        }
        tree.children(token).any(|child| {
            tree.form(child).eq_ignore_ascii_case(particle)
                && matches!(tree.base(child), "compound" | "advmod" | "advcl" | "case" | "mark")
                || matches!(tree.base(child), "obl" | "nmod") && tree.preposition(child).as_deref() == Some(particle)
        }) || (token + 1 < tree.len()
            && tree.form(token + 1).eq_ignore_ascii_case(particle)
            && tree.tag(token + 1) == Tag::Adp)
    }

    /// The words that govern a trigger, innermost first.
    /// "Held talks on the purchase": what the tree hangs on the verb goes with the noun before it, where that noun governs.
    fn noun_between(&self, line: usize, verb: usize, trigger: usize) -> Option<usize> {
        let tree = self.tree(line);
        let behind = tree.preposition(trigger).filter(|_| tree.base(trigger) == "obl")?;
        let noun = tree.child(verb, "obj").filter(|&noun| verb < noun && noun < trigger)?;
        let of_it = matches!(behind.as_str(), "on" | "for" | "of" | "about" | "over");
        (of_it && self.governor_at(line, noun).is_some()).then_some(noun)
    }

    fn governors_of(&self, line: usize, trigger: usize) -> Vec<(&'a Governor, usize)> {
        let tree = self.tree(line);
        let mut found = Vec::new();
        let mut at = trigger;
        for _ in 0..6 {
            let Some(head) = tree.head(at) else { break };
            let head = self.noun_between(line, head, at).unwrap_or(head);
            let linked = match tree.base(at) {
                "xcomp" | "obj" | "csubj" | "compound" => true,
                // "the sale was approved", "the deal collapsed".
                "nsubj" => {
                    tree.relation(at) == "nsubj:pass"
                        || tree.child(head, "obj").is_none()
                            && self
                                .governor_at(line, head)
                                .is_some_and(|row| row.subject == SubjectOf::None)
                }
                "ccomp" | "advcl" => {
                    tree.child(at, "mark")
                        .is_some_and(|mark| matches!(tree.lemma(mark), "to" | "of" | "on" | "for" | "from"))
                        || tree.is_gerund(at) && tree.base(at) == "advcl" && self.governor_at(line, head).is_some()
                }
                "acl" => tree.relation(at) != "acl:relcl" && (tree.child(at, "mark").is_some() || tree.is_gerund(at)),
                "nmod" => tree.relation(at) != "nmod:poss",
                "obl" => tree.preposition(at).is_some_and(|preposition| {
                    matches!(
                        preposition.as_str(),
                        "on" | "for" | "with" | "of" | "about" | "to" | "in" | "from"
                    )
                }),
                "conj" => {
                    // The second of two coordinated triggers is governed like the first.
                    at = head;
                    continue;
                }
                "amod" | "root" | "parataxis" => false,
                _ => false,
            };
            if !linked {
                break;
            }
            match self.governor_at(line, head) {
                // "denied supplying" denies the report, "denied the sale" refuses it.
                Some(governor) if tree.is_verb(trigger) && matches!(governor.lemma.as_str(), "deny" | "reject") => {
                    break;
                }
                Some(governor) => {
                    // "a memorandum was signed on the supply of": what is signed stands beside, not above.
                    if governor.stage.is_none()
                        && !matches!(governor.subject, SubjectOf::Same | SubjectOf::None)
                        && governor.pos == Part::Verb
                    {
                        let signed = tree
                            .arguments(head)
                            .into_iter()
                            .filter(|argument| argument.link == Link::Object && argument.token != at);
                        let signed = signed
                            .filter_map(|argument| Some((self.governor_at(line, argument.token)?, argument.token)))
                            .next();
                        found.extend(signed.filter(|(_, token)| !found.iter().any(|(_, known)| known == token)));
                    }
                    found.push((governor, head));
                }
                // "a protocol provides for the supply": the deal is the subject of the verb above.
                None if tree.is_verb(head) && CONTAINS.contains(&tree.lemma(head)) => {
                    let subject = tree.children(head).find(|&child| tree.base(child) == "nsubj");
                    if let Some(deal) = subject.and_then(|subject| Some((self.governor_at(line, subject)?, subject))) {
                        found.push(deal);
                        at = deal.1;
                        continue;
                    }
                    break;
                }
                // Words in between that say nothing of the stage: "a contract worth", "a package of", "the process of".
                // … and "a letter of intent to buy".
                None if tree.is_nominal(head)
                    && (tree.base(at) == "nmod" || tree.base(at) == "acl" && tree.base(head) == "nmod") => {}
                None if tree.lemma(head) == "be" || tree.lemma(head) == "have" || tree.lemma(head) == "go" => {}
                None => break,
            }
            at = head;
        }
        found
    }

    fn governor_at(&self, line: usize, token: usize) -> Option<&'a Governor> {
        let tree = self.tree(line);
        let part = match tree.tag(token) {
            Tag::Verb | Tag::Aux => Part::Verb,
            Tag::Noun | Tag::Propn => Part::Noun,
            Tag::Adj => Part::Adj,
            _ => return None,
        };
        let lemma = tree.lemma(token).to_lowercase();
        let vocabulary = self.vocabulary;
        let row = |lemma: &str, part| {
            vocabulary.governors.starting(lemma, part).find(|row| {
                let rest: Vec<&str> = row.lemma.split(' ').skip(1).collect();
                rest.is_empty() || self.goes_on(line, token, part, &rest)
            })
        };
        // A passive participle may come out as an adjective: "is prepared", "was approved".
        row(&lemma, part).or_else(|| (part == Part::Adj).then(|| row(&lemma, Part::Verb)).flatten())
    }

    /// "a memorandum on the joint development of": nothing changes hands.
    pub fn is_developed_jointly(&self, line: usize, event: &Event<'_>) -> bool {
        let tree = self.tree(line);
        event.frame == Frame::Deal
            && (0..tree.len()).any(|token| {
                let develops = matches!(
                    tree.lemma(token),
                    "development" | "develop" | "co-develop" | "co-development" | "production" | "produce"
                );
                let jointly = (token.saturating_sub(2)..(token + 2).min(tree.len()))
                    .any(|near| matches!(tree.lemma(near), "joint" | "jointly" | "co-develop" | "together"));
                develops && jointly && tree.sentence.is_under(token, event.top())
            })
    }

    /// "Leased to" gives, "leased from" gets, and so does who wants to lease.
    fn frame_of(&self, line: usize, token: usize, trigger: &Trigger, licensed: bool, wanted: bool) -> Frame {
        let behind = |preposition: &str| {
            let arguments = self.tree(line).arguments(token);
            arguments
                .iter()
                .any(|argument| matches!(&argument.link, Link::Prep(own) if own == preposition))
        };
        match trigger.frame {
            Frame::Swap if behind("from") || wanted && !behind("to") => Frame::Get,
            Frame::Swap => Frame::Give,
            _ if licensed => Frame::Get,
            frame => frame,
        }
    }

    /// "builds the Su-30MKI under licence from Russia", "assembled Mohajers from Iranian kits": what one makes by another's design one gets.
    fn is_licensed(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        BUILDS.contains(&tree.lemma(token))
            && tree.arguments(token).iter().any(|argument| match &argument.link {
                Link::Prep(under) if under == "under" => {
                    let word = tree.lemma(argument.token);
                    self.vocabulary.marks.shows(Mark::LicensedProduction, word)
                }
                Link::Prep(from) if from == "from" => tree.lemma(argument.token) == "kit",
                _ => false,
            })
    }

    /// Does the event name what its trigger needs?
    pub fn is_complete(&self, event: &Event<'_>, roles: &Roles) -> bool {
        // One builds ships for oneself as well, and "boats built by Italy" were not thereby given to anybody.
        let for_whom = roles.recipients.iter().any(|found| found.why.is_none());
        if BUILDS.contains(&event.trigger.lemma.as_str()) && (!for_whom || roles.suppliers.is_empty()) {
            return false;
        }
        // "take" and "get" say that arms change hands only when they come from somebody.
        if matches!(event.trigger.lemma.as_str(), "take" | "get") && roles.suppliers.is_empty() {
            return false;
        }
        !roles.items.is_empty()
            || roles.open_item.is_some() && (event.trigger.needs == Needs::Nothing || event.trigger.pos == Part::Verb)
    }
}
