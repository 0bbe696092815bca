//! Which words of a sentence say that something happens between states?
//!
//! Each verb, noun and adjective of the tables opens the frame whose object, phrase and subject fit it best. What another event only agrees to,
//! asks for, refuses or threatens has not happened, and opens none.

use attache_language::{Act, Tag};
use attache_model::EventType;

use super::model;
use crate::scene::Scene;
use crate::syntax::{Argument, Link};
use crate::vocabulary::{Class, EventFrame, NameKind, Part};

/// Words that open an event.
pub struct Trigger<'v> {
    pub frame: &'v EventFrame,
    pub token: usize,
    /// The noun that the frame wanted, where it wanted one.
    pub object: Option<usize>,
    /// The verb that carries the noun ("launch an attack"), itself where it is a verb.
    pub verb: Option<usize>,
    /// Further frames that the words fit, with the nouns that they wanted.
    pub others: Vec<Fitting<'v>>,
    pub fit: Fit,
    /// What the model takes the words for, where it takes them for an event.
    pub act: Option<&'v Act>,
}

impl<'v> Trigger<'v> {
    /// The trigger by each of its frames, the best first.
    pub fn readings(&self) -> impl Iterator<Item = Trigger<'v>> {
        std::iter::once((self.fit, self.frame, self.object))
            .chain(self.others.iter().copied())
            .map(|(fit, frame, object)| Trigger {
                frame,
                token: self.token,
                object,
                verb: self.verb,
                others: Vec::new(),
                fit,
                act: self.act,
            })
    }
}

/// A frame that words fit, how well, and the noun that it wanted.
pub type Fitting<'v> = (Fit, &'v EventFrame, Option<usize>);

/// How well the words of a frame fit: wanted objects count most, then further words of the phrase.
pub type Fit = usize;

impl<'a> Scene<'a> {
    /// The triggers of a sentence, in the order of the text.
    pub fn event_triggers(&self, line: usize) -> Vec<Trigger<'a>> {
        let tree = self.tree(line);
        let found: Vec<Trigger<'a>> = (0..tree.len())
            .filter_map(|token| self.event_trigger(line, token))
            .collect();
        let is_kept = |trigger: &Trigger<'_>| {
            if self.only_says_nothing(line, trigger) {
                return false;
            }
            let taken = found.iter().any(|other| other.object == Some(trigger.token));
            let unreal = found
                .iter()
                .any(|other| other.token != trigger.token && self.is_content(line, trigger.token, other));
            !taken && (!unreal || model::is_real(trigger.act))
        };
        let kept: Vec<bool> = found.iter().map(is_kept).collect();
        let mut kept = kept.into_iter();
        found.into_iter().filter(|_| kept.next() == Some(true)).collect()
    }

    /// "declined to comment", "did not respond": nothing was refused but words.
    fn only_says_nothing(&self, line: usize, trigger: &Trigger<'_>) -> bool {
        let tree = self.tree(line);
        let speaks = |token: usize| self.vocabulary.events.is(Class::Speech, tree.lemma(token));
        trigger.frame.event == EventType::Reject
            && tree
                .children(trigger.token)
                .any(|child| tree.base(child) == "xcomp" && child > trigger.token && speaks(child))
    }

    fn event_trigger(&self, line: usize, token: usize) -> Option<Trigger<'a>> {
        let tree = self.tree(line);
        let part = match tree.tag(token) {
            Tag::Verb if tree.base(token) != "amod" => Part::Verb,
            Tag::Noun | Tag::Propn if !matches!(tree.base(token), "compound" | "flat") => Part::Noun,
            Tag::Adj if tree.child(token, "cop").is_some() => Part::Adj,
            _ => return None,
        };
        let named = self.lines[line].sentence.names.iter().any(|name| {
            name.tokens.contains(&token)
                && !matches!(name.label, attache_language::Label::Event)
                && name.tokens.len() > 1
        });
        // The month of March is no march.
        let span = tree.sentence.tokens[token].span;
        let in_date = self.calendar()[line].iter().any(|mention| mention.span.overlaps(span));
        if part == Part::Noun && (named || in_date) {
            return None;
        }
        let lemma = tree.lemma(token).to_lowercase();
        let arguments = tree.arguments(token);
        let vocabulary = self.vocabulary;
        let mut fitting: Vec<Fitting<'a>> = Vec::new();
        // All that the frames take for the event's words: "put … on alert", "held talks".
        let mut words = vec![token];
        // "test-fired", "build-up": a hyphenated word is looked up whole.
        let whole = tree.hyphenated(token).to_lowercase();
        let hyphenated = whole.rsplit_once('-').map(|(before, _)| format!("{before}-{lemma}"));
        for word in hyphenated.iter().chain([&lemma]) {
            for (rest, frame) in vocabulary.events.frames(word, part) {
                if let Some((fit, object)) = self.fits(line, token, rest, frame, &arguments) {
                    fitting.push((fit, frame, object));
                    let below = |at: &usize| *at > token && tree.sentence.is_under(*at, token);
                    let told = |at: &usize| rest.contains(&tree.lemma(*at).to_lowercase());
                    words.extend((0..tree.len()).filter(below).filter(told).chain(object));
                    // "Said that Sudan *must release* them": the modal goes with its verb.
                    let modal = |&at: &usize| tree.base(at) == "aux" && told(&at);
                    words.extend(
                        (0..tree.len())
                            .filter(below)
                            .filter(modal)
                            .filter_map(|at| tree.head(at)),
                    );
                }
            }
        }
        fitting.sort_by_key(|(fit, ..)| std::cmp::Reverse(*fit));
        let act = self.act(line, &words);
        let fitting = self.agreed(part, fitting, act);
        let mut fitting = fitting.into_iter();
        let (fit, frame, object) = fitting.next()?;
        let verb = match part {
            Part::Verb => Some(token),
            _ => self.carrier_of(line, token),
        };
        Some(Trigger {
            frame,
            token,
            object,
            verb,
            others: fitting.collect(),
            fit,
            act,
        })
    }

    fn fits(
        &self,
        line: usize,
        token: usize,
        rest: &[String],
        frame: &EventFrame,
        arguments: &[Argument],
    ) -> Option<(Fit, Option<usize>)> {
        let tree = self.tree(line);
        let says = |at: usize, word: &str| {
            tree.lemma(at).eq_ignore_ascii_case(word) || tree.form(at).eq_ignore_ascii_case(word)
        };
        let phrase = match frame.pos {
            Part::Noun => rest
                .iter()
                .enumerate()
                .all(|(nth, word)| token.checked_sub(nth + 1).is_some_and(|at| says(at, word))),
            _ => rest.iter().all(|word| {
                let near = (token + 1..(token + 5).min(tree.len())).any(|at| says(at, word));
                let marks = |child: usize| {
                    child > token
                        && tree
                            .children(child)
                            .any(|mark| matches!(tree.base(mark), "mark" | "case" | "aux") && says(mark, word))
                };
                // "Put its radar crews on alert": the words that carry the meaning may stand further on.
                let further = |at: usize| word.len() > 3 && says(at, word) && tree.sentence.is_under(at, token);
                near || tree.children(token).any(marks) || (token + 5..(token + 9).min(tree.len())).any(further)
            }),
        };
        if !phrase {
            return None;
        }
        // "Called him an imbecile": what somebody is called is another thing than whom one calls.
        let called = |child: usize| tree.base(child) == "xcomp" && tree.is_nominal(child) && child > token;
        if frame.pos == Part::Verb && rest.is_empty() && tree.children(token).any(called) {
            return None;
        }
        let mut fit = 1 + 3 * rest.len();
        if let Some(subjects) = &frame.subject {
            let subject = |argument: &&Argument| matches!(argument.link, Link::Subject | Link::Agent);
            let is_one = |argument: &Argument| self.is_noun_of(line, argument.token, subjects);
            if !arguments.iter().filter(subject).any(is_one) {
                return None;
            }
            fit += 2;
        }
        let Some(wanted) = &frame.object else {
            return Some((fit, None));
        };
        let behind = |argument: &&Argument| match &argument.link {
            Link::Object => true,
            Link::Prep(_) => !argument.far,
            _ => false,
        };
        let has_object = arguments.iter().any(|argument| argument.link == Link::Object);
        let is_wanted = |argument: &&Argument| self.is_noun_of(line, argument.token, &wanted.nouns);
        let mut candidates: Vec<&Argument> = arguments.iter().filter(behind).filter(is_wanted).collect();
        candidates.sort_by_key(|argument| argument.link != Link::Object);
        match candidates.first() {
            // "pulled its forces out of Lebanon": a wanted object weighs more than a wanted noun behind a preposition.
            Some(argument) if argument.link == Link::Object => Some((fit + 6, Some(argument.token))),
            Some(argument) if !has_object => Some((fit + 4, Some(argument.token))),
            _ if wanted.or_none && !has_object => Some((fit, None)),
            _ => None,
        }
    }

    /// Is the noun one of these, by itself or with the word before it ("asset freeze"), or a name of their kind?
    fn is_noun_of(&self, line: usize, token: usize, nouns: &std::collections::HashSet<String>) -> bool {
        let tree = self.tree(line);
        let lemma = tree.lemma(token).to_lowercase();
        let with_last = || {
            let before = token.checked_sub(1)?;
            Some(format!("{} {lemma}", tree.lemma(before).to_lowercase()))
        };
        let of = || tree.behind_of(token).next();
        // "State of emergency", "oil exports".
        let with_next = || Some(format!("{lemma} of {}", tree.lemma(of()?).to_lowercase()));
        // "Several of its diplomats", "218 million euros of grants": what is counted.
        let counted = || {
            let counts = tree.tag(token) == Tag::Num || self.vocabulary.events.is(Class::Quantity, &lemma);
            of().filter(|_| counts)
        };
        let named = || {
            let mention = self.mention(line, token)?;
            let is = |kind: NameKind| mention.meanings.iter().any(|meaning| meaning.kind == kind);
            Some(
                is(NameKind::Leader) && nouns.contains("president")
                    || is(NameKind::Organisation) && nouns.contains("alliance"),
            )
        };
        let is_person = || {
            let mut names = self.lines[line].sentence.names.iter();
            names.any(|name| name.tokens.contains(&token) && name.label == attache_language::Label::Person)
        };
        // "Cease-fire".
        let whole = tree.hyphenated(token).to_lowercase();
        if whole.len() > lemma.len() && nouns.contains(&whole) {
            return true;
        }
        if let Some(counted) = counted() {
            return self.is_noun_of(line, counted, nouns);
        }
        nouns.contains(&lemma)
            || with_last().is_some_and(|phrase| nouns.contains(&phrase))
            || with_next().is_some_and(|phrase| nouns.contains(&phrase))
            || named().unwrap_or(false)
            || nouns.contains("president") && is_person()
            || nouns.contains("protester") && tree.is_nominal(token) && self.are_people(line, token)
            || self.is_territory(line, token) && nouns.contains("territory")
    }

    /// "Georgians", "the French": the people of a state.
    fn are_people(&self, line: usize, token: usize) -> bool {
        let people = |kind: NameKind| kind == NameKind::Demonym;
        self.mention(line, token)
            .is_some_and(|mention| mention.meanings.iter().all(|meaning| people(meaning.kind)))
    }

    /// A town, region or state by its name.
    fn is_territory(&self, line: usize, token: usize) -> bool {
        let place = |kind: NameKind| matches!(kind, NameKind::State | NameKind::City | NameKind::Seat);
        let known = self
            .mention(line, token)
            .is_some_and(|mention| mention.meanings.iter().any(|meaning| place(meaning.kind)));
        known
            || self.lines[line].sentence.names.iter().any(|name| {
                name.tokens.contains(&token)
                    && matches!(
                        name.label,
                        attache_language::Label::Place | attache_language::Label::State
                    )
            })
    }

    /// The verb that carries a noun: "launch an attack", "the attack was launched", "clashes broke out".
    fn carrier_of(&self, line: usize, noun: usize) -> Option<usize> {
        let tree = self.tree(line);
        let head = tree.head(noun)?;
        let carried = matches!(tree.base(noun), "obj" | "nsubj") && tree.is_verb(head);
        carried.then_some(head)
    }

    /// Is `token` only what the event at `other` agrees to, asks for, refuses, threatens or alleges?
    fn is_content(&self, line: usize, token: usize, other: &Trigger<'_>) -> bool {
        let tree = self.tree(line);
        let holds = matches!(
            other.frame.event,
            EventType::Agree | EventType::Request | EventType::Reject | EventType::Threaten
        );
        if !holds || !tree.sentence.is_under(token, other.token) {
            return false;
        }
        // "Refused to join the EU's sanctions": what has an owner of its own is there all the same.
        if !tree.is_verb(token) && self.owner(line, token).is_some() {
            return false;
        }
        let mut at = token;
        for _ in 0..tree.len() {
            let Some(head) = tree.head(at) else { return false };
            let relation = tree.relation(at);
            if relation == "acl:relcl" || matches!(tree.base(at), "parataxis" | "conj") && tree.is_verb(at) {
                return false;
            }
            if head == other.token {
                let marked = tree.child(at, "mark").map(|mark| tree.lemma(mark));
                let when = matches!(
                    marked,
                    Some("after" | "before" | "when" | "while" | "as" | "since" | "because" | "if" | "unless")
                );
                let said_of = tree.preposition(at);
                let beside = matches!(
                    said_of.as_deref(),
                    Some("after" | "before" | "during" | "following" | "amid" | "since")
                );
                let subject = tree.base(at) == "nsubj";
                return !(tree.base(at) == "advcl" && when || beside || subject);
            }
            at = head;
        }
        false
    }
}
