//! Which words of a sentence say that arms change hands, and who gives what to whom?
//!
//! A trigger ("sold", "delivery", "contract") opens a frame; the words around it, seen through [`crate::syntax`], fill its roles by
//! construction; words that govern it ("agreed to", "approved the", "talks on the") lend their subject and move its stage.

use attache_language::Tag;
use attache_model::Party;

use crate::items::Item;
use crate::parties::Found;
use crate::scene::Scene;
use crate::syntax::{Argument, Link};
use crate::vocabulary::{Frame, Governor, NameKind, Needs, Part, SubjectOf, Trigger};

/// Verbs whose subject is what is given: "the jets arrived", "eight more followed".
const INTRANSITIVE: &[&str] = &["arrive", "follow"];

/// Verbs that say what a deal holds: "the contract covers 200 bombs".
const CONTAINS: &[&str] = &[
    "provide", "involve", "include", "cover", "envisage", "envision", "foresee", "call", "comprise", "concern",
    "contain",
];

/// A trigger with its governors, innermost first.
pub struct Event<'v> {
    pub trigger: &'v Trigger,
    pub token: usize,
    pub governors: Vec<(&'v Governor, usize)>,
}

impl Event<'_> {
    /// The topmost word of the event: the outermost governor, else the trigger.
    pub fn top(&self) -> usize {
        self.governors.last().map_or(self.token, |(_, token)| *token)
    }
}

/// Who gives what to whom, as far as the sentence itself says.
#[derive(Default)]
pub struct Roles {
    pub suppliers: Vec<Found>,
    pub recipients: Vec<Found>,
    pub items: Vec<Item>,
    pub via: Vec<Found>,
    /// Subjects and possessors that are pronouns or definite nouns: tokens to resolve, by role.
    pub open_suppliers: Vec<usize>,
    pub open_recipients: Vec<usize>,
    /// A pronoun stands where the item should be.
    pub open_item: Option<usize>,
}

impl<'a> Scene<'a> {
    /// Every trigger of a sentence with its governors; a deal noun that only governs another trigger is not one of its own.
    pub fn events(&self, line: usize) -> Vec<Event<'a>> {
        let tree = self.tree(line);
        let mut events: Vec<Event<'a>> = Vec::new();
        for token in 0..tree.len() {
            if let Some(trigger) = self.trigger_at(line, token) {
                events.push(Event {
                    trigger,
                    token,
                    governors: self.governors_of(line, token),
                });
            }
        }
        let governing: Vec<usize> = events
            .iter()
            .filter(|event| event.trigger.frame != Frame::Deal)
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
    fn governors_of(&self, line: usize, trigger: usize) -> Vec<(&'a Governor, usize)> {
        let tree = self.tree(line);
        let mut found = Vec::new();
        let mut at = trigger;
        for _ in 0..6 {
            let Some(head) = tree.head(at) else { break };
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
                None if tree.is_nominal(head) && tree.base(at) == "nmod" => {}
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

    /// Fills the roles of an event from the words around it.
    pub fn roles(&self, line: usize, event: &Event<'_>) -> Roles {
        let tree = self.tree(line);
        let mut roles = Roles::default();
        let own = tree.arguments(event.token);
        let frame = match event.trigger.frame {
            Frame::Swap => {
                let from = own
                    .iter()
                    .any(|argument| matches!(&argument.link, Link::Prep(preposition) if preposition == "from"));
                if from { Frame::Get } else { Frame::Give }
            }
            frame => frame,
        };
        let is_noun = event.trigger.pos == Part::Noun;
        if !is_noun && self.ditransitive(line, event, &own, &mut roles, frame) {
            // Object and recipient are settled.
        }
        for argument in &own {
            self.fill(line, event, frame, argument, is_noun, &mut roles);
        }
        self.fill_from_governors(line, event, frame, &mut roles);
        // What a list behind a colon names stands for the general word before it.
        let colon = (0..tree.len()).find(|&token| tree.form(token) == ":");
        if let Some(colon) = colon
            && roles
                .items
                .iter()
                .any(|item| item.token > colon && item.weapon.designation.is_some())
        {
            roles
                .items
                .retain(|item| item.token > colon || item.weapon.designation.is_some());
        }
        if frame == Frame::Deal {
            // "the contract covered 200 bombs".
            let holds = tree.head(event.token).filter(|&head| {
                tree.is_verb(head) && tree.base(event.token) == "nsubj" && CONTAINS.contains(&tree.lemma(head))
            });
            for argument in holds.map(|verb| tree.arguments(verb)).unwrap_or_default() {
                if matches!(argument.link, Link::Object | Link::Prep(_)) && !argument.far {
                    self.take_item(line, argument.token, &mut roles);
                }
            }
            // "a contract to build two frigates for Egypt".
            for child in tree
                .children(event.token)
                .filter(|&child| tree.base(child) == "acl" && tree.is_verb(child))
            {
                let makes = matches!(
                    tree.lemma(child),
                    "build" | "make" | "manufacture" | "produce" | "construct" | "develop"
                );
                for argument in tree.arguments(child).into_iter().filter(|_| makes) {
                    match &argument.link {
                        Link::Object => self.take_item(line, argument.token, &mut roles),
                        Link::Prep(preposition) if preposition == "for" => {
                            self.take_party(line, argument.token, false, &mut roles)
                        }
                        _ => {}
                    }
                }
            }
            self.settle_deal(line, event, &own, &mut roles);
        }
        self.supplier_from_item(frame, &mut roles);
        self.recipient_from_item(line, event, frame, &mut roles);
        roles
    }

    /// "supplied Azerbaijan with drones", "armed the rebels", "gave Uganda bombers": the object is the recipient.
    fn ditransitive(&self, line: usize, event: &Event<'_>, own: &[Argument], roles: &mut Roles, frame: Frame) -> bool {
        if !matches!(frame, Frame::Give | Frame::Equip) {
            return false;
        }
        let objects: Vec<&Argument> = own
            .iter()
            .filter(|argument| argument.link == Link::Object && !argument.far)
            .collect();
        let with_item = own.iter().any(|argument| {
            matches!(&argument.link, Link::Prep(with) if with == "with") && self.item(line, argument.token).is_some()
        });
        let mut settled = false;
        for object in objects {
            if self.item(line, object.token).is_none()
                && (with_item || frame == Frame::Equip)
                && let Some(found) = self.named_party(line, object.token)
            {
                push(&mut roles.recipients, found);
                settled = true;
            } else if (with_item || frame == Frame::Equip) && self.points_back(line, object.token) {
                roles.open_recipients.push(object.token);
            }
        }
        let _ = event;
        settled
    }

    fn fill(
        &self,
        line: usize,
        event: &Event<'_>,
        frame: Frame,
        argument: &Argument,
        is_noun: bool,
        roles: &mut Roles,
    ) {
        let (giver_first, token) = (matches!(frame, Frame::Give | Frame::Equip), argument.token);
        let tree = self.tree(line);
        match &argument.link {
            Link::Subject | Link::Agent if frame != Frame::Deal => {
                if INTRANSITIVE.contains(&event.trigger.lemma.as_str()) {
                    self.take_item(line, token, roles);
                } else {
                    self.take_party(line, token, giver_first, roles);
                }
            }
            Link::Object => {
                // "asked the Russians for interceptors": the one asked gives.
                let asked = frame == Frame::Get && !argument.far && self.item(line, token).is_none();
                // "offered Riyadh its HQ-22", "offered it 12 jets": the first of two objects gets.
                let first_of_two = frame == Frame::Give
                    && !argument.far
                    && token > event.token
                    && self.item(line, token).is_none()
                    && (token + 1..tree.len()).any(|next| {
                        tree.head(next) == Some(event.token)
                            && tree.is_nominal(next)
                            && tree.preposition(next).is_none()
                            && self.item(line, next).is_some()
                    });
                if asked && let Some(found) = self.named_party(line, token) {
                    push(&mut roles.suppliers, found);
                } else if first_of_two {
                    self.take_party(line, token, false, roles);
                } else if frame != Frame::Equip {
                    self.take_item(line, token, roles);
                    self.recipient_before_item(line, token, frame, roles);
                    if argument.far && tree.base(event.token) == "acl" && self.item(line, token).is_none() {
                        self.take_listed_before(line, token, event.token, roles);
                    }
                    // "tanks, guns and drones, largely supplied by": a participle set off by a comma or dash speaks of the whole list.
                    let set_off = event.token > 0
                        && argument.far
                        && (token + 1..event.token).any(|between| matches!(tree.form(between), "," | "-" | "–" | "—"));
                    if set_off
                        && tree.base(token) == "conj"
                        && let Some(first) = tree.head(token)
                    {
                        tree.conjuncts(first)
                            .into_iter()
                            .for_each(|listed| self.take_item(line, listed, roles));
                    }
                }
            }
            Link::Indirect => {
                // Who is asked for arms gives, who is given them gets.
                self.take_party(line, token, frame == Frame::Get, roles);
            }
            Link::Prep(preposition) => match preposition.as_str() {
                "to" | "into" => self.take_place(line, token, false, roles, frame != Frame::Get || argument.far),
                "from" => self.take_place(line, token, true, roles, true),
                "in" | "at" if INTRANSITIVE.contains(&event.trigger.lemma.as_str()) => {
                    self.take_place(line, token, false, roles, true)
                }
                "by" if is_noun => self.take_party(line, token, giver_first, roles),
                "by" if !argument.far => self.take_party(line, token, giver_first, roles),
                "of" if self.is_passed_over(line, token) => {}
                // "ammunition for the Gepard guns": the guns are not what is given.
                "for" | "of"
                    if argument.far
                        && tree
                            .head(token)
                            .is_some_and(|head| self.item(line, head).is_some_and(|item| !item.risky))
                        && self.item(line, token).is_some() => {}
                "for" | "of" | "in" | "on" | "covering" | "involving" | "including" | "as" | "like" => {
                    let share = tree.head(token).is_some_and(|head| {
                        matches!(
                            tree.lemma(head),
                            "%" | "percent" | "cent" | "share" | "half" | "majority"
                        )
                    });
                    if share && preposition == "of" {
                        // "70% of its arsenal" is a figure.
                    } else if self.item(line, token).is_some() {
                        if preposition != "in" && preposition != "on" || is_noun {
                            self.take_item(line, token, roles);
                        }
                    } else if preposition == "for" && matches!(frame, Frame::Give | Frame::Deal) {
                        if let Some(found) = self.named_party(line, token)
                            && frame == Frame::Give
                        {
                            push(&mut roles.recipients, found);
                        }
                    } else if preposition == "of" && is_noun && frame == Frame::Get {
                        self.take_party(line, token, false, roles);
                    }
                }
                "along with" | "together with" | "as well as" | "plus" | "besides" => {
                    self.take_item(line, token, roles)
                }
                "with" => {
                    if self.item(line, token).is_some() {
                        self.take_item(line, token, roles);
                    } else if frame == Frame::Get && !argument.far {
                        self.take_party(line, token, true, roles);
                    }
                }
                "via" | "through" => {
                    if let Some(found) = self
                        .named_party(line, token)
                        .or_else(|| self.place_of_state(line, token))
                    {
                        push(&mut roles.via, found);
                    }
                }
                _ => {}
            },
            Link::Possessive if is_noun && frame != Frame::Deal => {
                self.take_party(line, token, giver_first, roles);
            }
            Link::Compound | Link::Modifier if is_noun => {
                if self.item(line, token).is_some() {
                    self.take_item(line, token, roles);
                    // "Belarus arms sales": the state may hang on "arms".
                    for below in tree
                        .children(token)
                        .filter(|&below| matches!(tree.base(below), "compound" | "amod"))
                    {
                        self.take_marking(line, below, giver_first, frame, roles);
                    }
                } else {
                    self.take_marking(line, token, giver_first, frame, roles);
                }
            }
            _ => {}
        }
    }

    /// "ahead of the F-16", "instead of the Gripen": named, but not chosen.
    fn is_passed_over(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let case = tree.children(token).find(|&child| tree.base(child) == "case");
        case.is_some_and(|case| case > 0 && matches!(tree.form(case - 1).to_lowercase().as_str(), "ahead" | "instead"))
    }

    /// "gave Ethiopia's government Mohajer-6s": whoever the tree hangs before the item as if it were its owner.
    fn recipient_before_item(&self, line: usize, token: usize, frame: Frame, roles: &mut Roles) {
        let tree = self.tree(line);
        if frame != Frame::Give || !roles.recipients.is_empty() {
            return;
        }
        let office = tree.children(token).find(|&child| {
            child < token
                && tree.base(child) == "compound"
                && self.vocabulary.office(&tree.lemma(child).to_lowercase()).is_some()
        });
        if office.is_some()
            && let Some(owner) = self.owner(line, token)
        {
            push(&mut roles.recipients, owner);
        }
    }

    /// "Azerbaijan's blitz involving guns and drones, largely supplied by": the participle hangs on the blitz and speaks of the arms in it.
    fn take_listed_before(&self, line: usize, noun: usize, participle: usize, roles: &mut Roles) {
        let tree = self.tree(line);
        let nearest = (noun + 1..participle)
            .rev()
            .find(|&token| tree.is_nominal(token) && self.item(line, token).is_some_and(|item| !item.risky));
        let Some(nearest) = nearest else { return };
        let first = if tree.base(nearest) == "conj" {
            tree.head(nearest).unwrap_or(nearest)
        } else {
            nearest
        };
        tree.conjuncts(first)
            .into_iter()
            .for_each(|listed| self.take_item(line, listed, roles));
        if roles.recipients.is_empty()
            && let Some(owner) = self.owner(line, noun)
        {
            let why = format!("\"{}\" used them", self.article.slice(owner.span));
            push(
                &mut roles.recipients,
                Found {
                    why: Some(why),
                    ..owner
                },
            );
        }
    }

    /// A state's name or adjective right before the noun: "Israeli deliveries", "Belarus sales".
    fn take_marking(&self, line: usize, token: usize, giver_first: bool, frame: Frame, roles: &mut Roles) {
        if frame == Frame::Deal {
            return;
        }
        let Some(mention) = self.mention(line, token) else {
            return;
        };
        if let Some(code) = self.state_of(
            mention.meanings,
            &[NameKind::State, NameKind::Demonym, NameKind::Seat, NameKind::Company],
        ) {
            let found = Found {
                party: Party::State(code.to_owned()),
                span: mention.span,
                why: None,
                through_company: false,
            };
            push(
                if giver_first {
                    &mut roles.suppliers
                } else {
                    &mut roles.recipients
                },
                found,
            );
        }
    }

    fn take_party(&self, line: usize, token: usize, as_supplier: bool, roles: &mut Roles) {
        let demonym = || {
            let mention = self
                .mention(line, token)
                .filter(|_| self.tree(line).tag(token) == Tag::Adj)?;
            let code = self.state_of(mention.meanings, &[NameKind::Demonym, NameKind::State])?;
            Some(Found {
                party: Party::State(code.to_owned()),
                span: mention.span,
                why: None,
                through_company: false,
            })
        };
        if let Some(found) = self.named_party(line, token).or_else(demonym) {
            push(
                if as_supplier {
                    &mut roles.suppliers
                } else {
                    &mut roles.recipients
                },
                found,
            );
        } else if self.points_back(line, token) {
            (if as_supplier {
                &mut roles.open_suppliers
            } else {
                &mut roles.open_recipients
            })
            .push(token);
        }
    }

    /// Behind "to" and "from" a place stands for its state as well.
    fn take_place(&self, line: usize, token: usize, as_supplier: bool, roles: &mut Roles, allowed: bool) {
        if !allowed || self.item(line, token).is_some_and(|item| !item.risky) {
            return;
        }
        // "handed over to Dutch and Italian squadrons", "to their Chadian hosts": whoever is there is of that state.
        let people = || {
            let vague = matches!(
                self.tree(line).lemma(token),
                "party" | "side" | "anyone" | "end" | "use" | "border" | "market"
            );
            let owner = self
                .owner(line, token)
                .filter(|_| self.tree(line).tag(token) == Tag::Noun && !vague)?;
            let why = format!("\"{}\" before the noun", self.article.slice(owner.span));
            Some(Found {
                why: Some(why),
                ..owner
            })
        };
        let found = self
            .named_party(line, token)
            .or_else(|| self.place_of_state(line, token))
            .or_else(people);
        if let Some(found) = found {
            push(
                if as_supplier {
                    &mut roles.suppliers
                } else {
                    &mut roles.recipients
                },
                found,
            );
        } else if self.points_back(line, token) {
            (if as_supplier {
                &mut roles.open_suppliers
            } else {
                &mut roles.open_recipients
            })
            .push(token);
        }
    }

    fn place_of_state(&self, line: usize, token: usize) -> Option<Found> {
        let mention = self.mention(line, token)?;
        let code = self.state_of(mention.meanings, &[NameKind::City, NameKind::Seat])?;
        let why = format!("\"{}\" lies in {code}", self.article.slice(mention.span));
        Some(Found {
            party: Party::State(code.to_owned()),
            span: mention.span,
            why: Some(why),
            through_company: false,
        })
    }

    fn take_item(&self, line: usize, token: usize, roles: &mut Roles) {
        let tree = self.tree(line);
        if let Some(item) = self.item(line, token) {
            // "Israeli drones: Hermes 450s, Herons and the Harop": what the list names stands for the general word.
            let listed: Vec<Item> = tree
                .children(token)
                .filter(|&child| {
                    child > token
                        && matches!(tree.base(child), "appos" | "parataxis" | "list" | "dep")
                        && tree.is_nominal(child)
                })
                .flat_map(|child| tree.conjuncts(child))
                .filter_map(|child| self.item(line, child))
                .filter(|named| named.weapon.designation.is_some())
                .collect();
            // "portions of the artillery, launchers and drones": all that the container holds.
            let held: Vec<Item> = match item.token {
                inner if inner != token => tree
                    .conjuncts(inner)
                    .into_iter()
                    .skip(1)
                    .filter_map(|other| self.item(line, other))
                    .collect(),
                _ => Vec::new(),
            };
            let mut found = if item.weapon.designation.is_none() && !listed.is_empty() {
                listed
            } else {
                vec![item]
            };
            found.extend(held);
            for item in found {
                if !roles.items.iter().any(|known| known.token == item.token) {
                    roles.items.push(item);
                }
            }
        } else if roles.open_item.is_none() && self.refers_to_arms(line, token) {
            roles.open_item = Some(token);
        }
    }

    /// May the word stand for arms already spoken of: a pronoun, a bare number, "a first batch"?
    fn refers_to_arms(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let lemma = tree.lemma(token).to_lowercase();
        match tree.tag(token) {
            Tag::Pron => matches!(
                lemma.as_str(),
                "they" | "them" | "it" | "these" | "those" | "both" | "one" | "some" | "more" | "another"
            ),
            Tag::Num => !tree.form(token).chars().all(|c| c.is_ascii_digit()) || tree.form(token).len() < 4,
            Tag::Adj => matches!(lemma.as_str(), "more" | "many" | "first" | "last" | "another"),
            Tag::Noun => {
                matches!(
                    lemma.as_str(),
                    "batch"
                        | "shipment"
                        | "consignment"
                        | "tranche"
                        | "unit"
                        | "one"
                        | "pair"
                        | "dozen"
                        | "rest"
                        | "half"
                        | "handful"
                        | "lot"
                        | "couple"
                        | "more"
                        | "remainder"
                        | "example"
                        | "instalment"
                        | "order"
                ) && !tree.children(token).any(|child| {
                    tree.base(child) == "nmod" && child > token && tree.preposition(child).as_deref() == Some("of")
                })
            }
            _ => false,
        }
    }

    /// Subjects and phrases of the governing words: "Egypt signed a contract with France", "Washington approved the sale".
    fn fill_from_governors(&self, line: usize, event: &Event<'_>, frame: Frame, roles: &mut Roles) {
        let tree = self.tree(line);
        let giver_first = matches!(frame, Frame::Give | Frame::Equip);
        for (governor, token) in &event.governors {
            for argument in tree.arguments(*token) {
                if argument.token == event.token
                    || tree.sentence.is_under(event.token, argument.token) && argument.link != Link::Subject
                {
                    continue;
                }
                let acts = matches!(argument.link, Link::Subject | Link::Agent)
                    || !tree.is_verb(*token)
                        && (matches!(argument.link, Link::Possessive | Link::Compound | Link::Modifier)
                            || matches!(&argument.link, Link::Prep(by) if by == "by"));
                match (&argument.link, governor.subject) {
                    (_, SubjectOf::Same | SubjectOf::Either) if acts && frame != Frame::Deal => {
                        if roles_missing(roles, giver_first) {
                            self.take_party(line, argument.token, giver_first, roles);
                        }
                    }
                    (_, SubjectOf::Supplier) if acts && roles.suppliers.is_empty() => {
                        self.take_party(line, argument.token, true, roles)
                    }
                    (_, SubjectOf::Recipient) if acts && roles.recipients.is_empty() => {
                        self.take_party(line, argument.token, false, roles)
                    }
                    // "Washington approved the sale of jets to Turkey": it approves its own unless another supplier is named.
                    (Link::Subject | Link::Agent, SubjectOf::None) if governor_is_consent(governor) => {
                        if !giver_first && frame != Frame::Deal {
                            // Parliament approves its own state's purchase.
                            if roles.recipients.is_empty() {
                                self.take_party(line, argument.token, false, roles);
                            }
                        } else if roles.suppliers.is_empty() {
                            self.take_party(line, argument.token, true, roles);
                        } else if let Some(found) = self.named_party(line, argument.token)
                            && !roles
                                .suppliers
                                .iter()
                                .chain(&roles.recipients)
                                .any(|known| known.party == found.party)
                        {
                            push(&mut roles.via, found);
                        }
                    }
                    // "allowed Estonia to transfer": the object acts.
                    (Link::Object | Link::Indirect, SubjectOf::None) if roles_missing(roles, giver_first) => {
                        self.take_party(line, argument.token, giver_first, roles);
                    }
                    // "asked Russia to sell", "requested the sale from Russia": the asker receives.
                    (Link::Subject, SubjectOf::None)
                        if governor.stage == Some(attache_model::Stage::Sought) && roles.recipients.is_empty() =>
                    {
                        self.take_party(line, argument.token, false, roles);
                    }
                    (Link::Prep(with), _) if with == "with" && frame != Frame::Deal => {
                        if self.item(line, argument.token).is_none() {
                            let other_side = !giver_first;
                            if roles_missing(roles, other_side) {
                                self.take_party(line, argument.token, other_side, roles);
                            }
                        }
                    }
                    (Link::Prep(to), _) if to == "to" && roles.recipients.is_empty() && frame != Frame::Deal => {
                        self.take_place(line, argument.token, false, roles, giver_first);
                    }
                    (Link::Prep(from), _) if from == "from" && roles.suppliers.is_empty() && frame != Frame::Deal => {
                        self.take_place(line, argument.token, true, roles, true);
                    }
                    (Link::Prep(between), _) if between == "between" && frame != Frame::Deal => {
                        if let Some(found) = self.named_party(line, argument.token) {
                            let side = if roles_missing(roles, giver_first) {
                                giver_first
                            } else {
                                !giver_first
                            };
                            push(
                                if side {
                                    &mut roles.suppliers
                                } else {
                                    &mut roles.recipients
                                },
                                found,
                            );
                        }
                    }
                    // "announced its largest package: €113 million in arms".
                    (Link::Object, SubjectOf::Same | SubjectOf::Either)
                        if roles.items.is_empty() && argument.token != event.token =>
                    {
                        self.take_item(line, argument.token, roles);
                    }
                    (Link::Prep(of), _)
                        if matches!(of.as_str(), "for" | "of" | "worth" | "including")
                            && roles
                                .items
                                .iter()
                                .all(|item| item.weapon.category == attache_model::Category::Unspecified) =>
                    {
                        if self.item(line, argument.token).is_some() {
                            self.take_item(line, argument.token, roles);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Who of the two parties of a deal gives?
    fn settle_deal(&self, line: usize, event: &Event<'_>, own: &[Argument], roles: &mut Roles) {
        let tree = self.tree(line);
        let mut parties: Vec<(u8, Found, bool)> = Vec::new();
        let mut won = false;
        let mut add = |order: u8, token: usize, supplier: bool| {
            if self.item(line, token).is_some_and(|item| !item.risky) {
                return;
            }
            if let Some(found) = self.named_party(line, token).or_else(|| {
                let mention = self.mention(line, token)?;
                let code = self.state_of(mention.meanings, &[NameKind::Demonym, NameKind::State])?;
                Some(Found {
                    party: Party::State(code.to_owned()),
                    span: mention.span,
                    why: None,
                    through_company: false,
                })
            }) {
                parties.push((order, found, supplier));
            } else if self.points_back(line, token) {
                roles.open_recipients.push(token);
            }
        };
        for argument in own {
            match &argument.link {
                Link::Possessive | Link::Compound | Link::Modifier => add(0, argument.token, false),
                Link::Prep(preposition) if matches!(preposition.as_str(), "with" | "between") => {
                    add(1, argument.token, false)
                }
                Link::Prep(preposition) if preposition == "by" => add(0, argument.token, false),
                _ => {}
            }
        }
        for (governor, token) in &event.governors {
            for argument in tree.arguments(*token) {
                if tree.sentence.is_under(event.token, argument.token)
                    && argument.token != event.token
                    && argument.link != Link::Subject
                {
                    continue;
                }
                match &argument.link {
                    Link::Subject | Link::Agent => {
                        won |= governor.subject == SubjectOf::Supplier;
                        add(0, argument.token, governor.subject == SubjectOf::Supplier);
                    }
                    Link::Prep(preposition) if matches!(preposition.as_str(), "with" | "between") => {
                        add(1, argument.token, false)
                    }
                    Link::Indirect if governor.subject == SubjectOf::Recipient => add(1, argument.token, true),
                    Link::Prep(to) if to == "to" && governor.subject == SubjectOf::Recipient => {
                        add(1, argument.token, true)
                    }
                    _ => {}
                }
            }
        }
        if won {
            // "won a contract from Brazil": the one it comes from receives.
            let givers: Vec<Found> = parties
                .iter()
                .filter(|(_, _, supplier)| *supplier)
                .map(|(_, found, _)| found.clone())
                .collect();
            let takers = std::mem::take(&mut roles.suppliers);
            takers.into_iter().for_each(|found| push(&mut roles.recipients, found));
            givers.into_iter().for_each(|found| push(&mut roles.suppliers, found));
            for (_, found, supplier) in parties {
                if !supplier && !roles.suppliers.iter().any(|known| known.party == found.party) {
                    push(&mut roles.recipients, found);
                }
            }
            return;
        }
        let makers: Vec<&str> = roles
            .items
            .iter()
            .flat_map(|item| item.makers.iter().map(String::as_str))
            .collect();
        let marked: Vec<&str> = roles
            .items
            .iter()
            .filter_map(|item| item.of_state.as_ref().map(|(code, _)| code.as_str()))
            .collect();
        parties.sort_by_key(|(order, ..)| *order);
        parties.dedup_by(|a, b| a.1.party == b.1.party);
        let gives = |found: &Found, supplier: bool| {
            supplier
                || found.through_company
                || makers.contains(&found.party.as_str())
                || marked.contains(&found.party.as_str())
        };
        let any_giver = parties.iter().any(|(_, found, supplier)| gives(found, *supplier));
        let count = parties.len();
        for (at, (_, found, supplier)) in parties.into_iter().enumerate() {
            let known = roles
                .suppliers
                .iter()
                .chain(&roles.recipients)
                .any(|known| known.party == found.party);
            if known {
                continue;
            }
            let is_giver = if any_giver {
                gives(&found, supplier)
            } else if !roles.recipients.is_empty() {
                true
            } else {
                // The buyer signs first, with the seller.
                count > 1 && at + 1 == count && roles.suppliers.is_empty()
            };
            push(
                if is_giver && roles.suppliers.is_empty() {
                    &mut roles.suppliers
                } else {
                    &mut roles.recipients
                },
                found,
            );
        }
    }

    /// "bought Russian helicopters": the adjective is the best word on who sold them, but only a word on who made them.
    fn supplier_from_item(&self, frame: Frame, roles: &mut Roles) {
        if !roles.suppliers.is_empty() || !matches!(frame, Frame::Get | Frame::Deal) {
            return;
        }
        for item in &roles.items {
            if let Some((code, span)) = &item.of_state
                && !roles.recipients.iter().any(|found| found.party.as_str() == code)
                && !roles.suppliers.iter().any(|found| found.party.as_str() == code)
            {
                let why = format!("\"{}\" before the item", self.article.slice(*span));
                roles.suppliers.push(Found {
                    party: Party::State(code.clone()),
                    span: *span,
                    why: Some(why),
                    through_company: false,
                });
            }
        }
    }

    /// "a memorandum on the joint development of": nothing changes hands.
    pub fn is_developed_jointly(&self, line: usize, event: &Event<'_>) -> bool {
        let tree = self.tree(line);
        event.trigger.frame == Frame::Deal
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

    /// "Venezuela's Su-30s, sold by Russia": whose the arms are is who got them.
    fn recipient_from_item(&self, line: usize, event: &Event<'_>, frame: Frame, roles: &mut Roles) {
        let tree = self.tree(line);
        if !roles.recipients.is_empty()
            || roles.suppliers.is_empty()
            || event.trigger.pos == Part::Noun
            || !tree.is_passive(event.token)
        {
            return;
        }
        for item in &roles.items {
            if let Some((code, span)) = &item.of_state
                && !roles.suppliers.iter().any(|found| found.party.as_str() == code)
                && (item.token < event.token || tree.base(event.token) == "amod")
            {
                let found = Found {
                    party: Party::State(code.clone()),
                    span: *span,
                    why: None,
                    through_company: false,
                };
                push(&mut roles.recipients, found);
            }
        }
        // "Georgian crews fired Javelins supplied by the United States": whoever uses them got them.
        let _ = frame;
        for item in roles.items.iter().filter(|item| item.of_state.is_none()) {
            let Some(verb) = tree
                .head(item.token)
                .filter(|&verb| tree.is_verb(verb) && tree.base(item.token) == "obj")
            else {
                continue;
            };
            let user = tree
                .arguments(verb)
                .into_iter()
                .find(|argument| argument.link == Link::Subject);
            let Some(user) = user else { continue };
            let found = self
                .named_party(line, user.token)
                .or_else(|| self.owner(line, user.token));
            if let Some(found) = found.filter(|found| !roles.suppliers.iter().any(|known| known.party == found.party)) {
                let why = format!("\"{}\" used them", self.article.slice(found.span));
                roles.recipients.push(Found {
                    why: Some(why),
                    ..found
                });
                break;
            }
        }
    }

    /// Does the event name what its trigger needs?
    pub fn is_complete(&self, event: &Event<'_>, roles: &Roles) -> bool {
        // One builds ships for oneself as well.
        if event.trigger.lemma == "build" && (roles.recipients.is_empty() || roles.suppliers.is_empty()) {
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

fn governor_is_consent(governor: &Governor) -> bool {
    use attache_model::Stage;
    matches!(
        governor.stage,
        Some(Stage::Approved | Stage::Suspended | Stage::Refused | Stage::Cancelled)
    )
}

fn roles_missing(roles: &Roles, supplier: bool) -> bool {
    if supplier {
        roles.suppliers.is_empty()
    } else {
        roles.recipients.is_empty()
    }
}

pub fn push(list: &mut Vec<Found>, found: Found) {
    if !list.iter().any(|known| known.party == found.party) {
        list.push(found);
    }
}
