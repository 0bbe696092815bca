//! Who acts, and on whom?
//!
//! A state by its name, offices, leaders, forces; a group, a body of states, a company by its own name; "police", "protesters" and their like by the
//! state whose name or place stands beside
//! them. Who is meant where the words do not say so themselves is asked in [`super::whose`].

use attache_language::{Label, Tag};
use attache_model::{Actor, EventType, Mode, Party, Sector, Slot, Span};

use super::triggers::Trigger;
use super::whose::Quarrels;
use crate::parties::Found;
use crate::scene::{Mention, Scene};
use crate::syntax::{Argument, Link};
use crate::vocabulary::{Class, Meaning, NameKind, Part, Stand};

/// An actor with the words that name it.
#[derive(Clone, Debug)]
pub struct Acting {
    pub actor: Actor,
    pub span: Span,
    pub why: Option<String>,
    /// Named by itself, so that others can be counted under its state.
    pub named: bool,
}

impl Acting {
    pub fn slot(&self) -> Slot<Actor> {
        match &self.why {
            None => Slot::stated(self.actor.clone(), self.span),
            Some(why) => Slot::inferred(self.actor.clone(), why.clone()),
        }
    }
}

/// Both sides of an event.
#[derive(Default)]
pub struct Sides {
    pub actors: Vec<Acting>,
    pub recipients: Vec<Acting>,
}

/// Somebody who stands where an actor stands, not yet told whose they are.
pub enum Standing {
    Known(Acting),
    /// An actor of this sector, in these words, of a state to be found.
    Open(Option<Sector>, usize, Span),
    /// A pronoun or definite noun.
    Back(usize, Span),
    /// "Both sides", "the two neighbours".
    Both(usize, Span),
}

impl Scene<'_> {
    pub fn sides(&self, line: usize, trigger: &Trigger<'_>, quarrels: &Quarrels) -> Sides {
        let arguments = self.event_arguments(line, trigger);
        let mut actors = Vec::new();
        for stand in &trigger.frame.actors {
            actors.extend(self.standing(line, trigger, stand, &arguments));
        }
        let mut recipients = Vec::new();
        for stand in &trigger.frame.recipients {
            recipients = self.standing(line, trigger, stand, &arguments);
            if !recipients.is_empty() {
                break;
            }
        }
        self.add_named(line, trigger.act, &mut actors, &mut recipients);
        self.settle(line, trigger, quarrels, actors, recipients)
    }

    /// What stands beside the trigger, and, of a noun, beside the verb that carries it.
    fn event_arguments(&self, line: usize, trigger: &Trigger<'_>) -> Vec<Argument> {
        let tree = self.tree(line);
        let mut arguments = tree.arguments(trigger.token);
        let verb = trigger.verb.filter(|verb| *verb != trigger.token);
        if let Some(verb) = verb {
            let light = self.vocabulary.events.is(Class::Light, tree.lemma(verb));
            let of_verb = tree.arguments(verb).into_iter().filter(|argument| {
                argument.token != trigger.token
                    && (light && matches!(argument.link, Link::Subject | Link::Agent | Link::Indirect)
                        || matches!(argument.link, Link::Prep(_)) && !argument.far)
            });
            arguments.extend(of_verb);
        }
        // "Accused Egypt of an attack": the accused did it.
        if verb.is_none()
            && tree.base(trigger.token) == "obl"
            && tree.preposition(trigger.token).as_deref() == Some("of")
            && let Some(accuses) = tree.head(trigger.token).filter(|&head| self.alleges(tree.lemma(head)))
        {
            let accused = tree
                .arguments(accuses)
                .into_iter()
                .filter(|argument| argument.link == Link::Object);
            arguments.extend(accused.map(|argument| Argument {
                link: Link::Subject,
                ..argument
            }));
        }
        // "Blamed the attack on rebels": they did it.
        if let Some(blames) = verb.filter(|&verb| self.alleges(tree.lemma(verb)) && tree.base(trigger.token) == "obj") {
            let blamed = |link: &Link| matches!(link, Link::Prep(on) if matches!(on.as_str(), "on" | "to"));
            arguments.retain(|argument| !blamed(&argument.link));
            let doers = tree
                .arguments(blames)
                .into_iter()
                .filter(|argument| blamed(&argument.link));
            arguments.extend(doers.map(|argument| Argument {
                link: Link::Subject,
                ..argument
            }));
        }
        // "Said during a visit to Georgetown", "flew there for talks": who does the one does the other.
        if trigger.frame.event == EventType::Consult
            && verb.is_none()
            && tree.base(trigger.token) == "obl"
            && !arguments
                .iter()
                .any(|argument| matches!(&argument.link, Link::Possessive | Link::Modifier))
            && let Some(governor) = tree.head(trigger.token).filter(|&head| tree.is_verb(head))
        {
            let of_verb = tree.arguments(governor).into_iter();
            arguments.extend(of_verb.filter(|argument| matches!(argument.link, Link::Subject | Link::Agent)));
        }
        if trigger.frame.pos == Part::Adj
            && let Some(subject) = tree.child(trigger.token, "nsubj")
        {
            let subjects = tree.conjuncts(subject).into_iter();
            arguments.extend(subjects.map(|token| Argument {
                link: Link::Subject,
                token,
                far: false,
            }));
        }
        arguments
    }

    /// "Accuse", "suspect of": a verb that lays a deed at somebody's door.
    fn alleges(&self, verb: &str) -> bool {
        let mut frames = self.vocabulary.events.frames(verb, Part::Verb);
        frames.any(|(_, frame)| frame.mode == Some(Mode::Allege) && frame.object.is_none())
    }

    fn standing(&self, line: usize, trigger: &Trigger<'_>, stand: &Stand, arguments: &[Argument]) -> Vec<Standing> {
        let tree = self.tree(line);
        let verbal = trigger.frame.pos == Part::Verb;
        let matching: Vec<usize> = match stand {
            Stand::Clause => return self.in_clause(line, trigger),
            // Of a verb: whose the object is, "rejected Iraq's proposal".
            Stand::Possessive | Stand::Modifier if verbal => {
                let objects = arguments.iter().filter(|argument| argument.link == Link::Object);
                let owners = objects.filter_map(|argument| {
                    let poss = tree
                        .children(argument.token)
                        .find(|&child| tree.relation(child) == "nmod:poss");
                    poss.and_then(|poss| self.standing_at(line, poss)).or_else(|| {
                        let found = self.owner(line, argument.token)?;
                        Some(Standing::Known(self.acting(line, None, found)))
                    })
                });
                return owners.take(1).collect();
            }
            // Who is asked or told stands before what is asked.
            Stand::Object if arguments.iter().any(|argument| argument.link == Link::Indirect) => arguments
                .iter()
                .filter(|argument| argument.link == Link::Indirect)
                .map(|argument| argument.token)
                .collect(),
            stand => arguments
                .iter()
                .filter(|argument| stands(stand, &argument.link))
                .map(|argument| argument.token)
                .collect(),
        };
        let mut found = Vec::new();
        for token in matching {
            if tree.is_verb(token) || Some(token) == trigger.verb || self.is_go_between(line, token) {
                continue;
            }
            let standing = self.standing_at(line, token);
            // "A military offensive" does not say whose.
            let whose = tree.tag(token) != Tag::Adj || !matches!(standing, Some(Standing::Open(..)));
            found.extend(standing.filter(|_| whose));
            // "Russian and Egyptian paratroopers": some of each.
            let adjectives = tree
                .children(token)
                .filter(|&child| tree.base(child) == "amod" && child < token);
            let further = adjectives.flat_map(|adjective| tree.conjuncts(adjective).into_iter().skip(1));
            for other in further.filter_map(|adjective| self.state_by_adjective(line, adjective)) {
                found.push(Standing::Known(self.acting(line, Some(token), other)));
            }
            // "The ministers of France and Germany": each of those whose they are.
            let others = tree
                .children(token)
                .filter(|&child| tree.base(child) == "nmod" && tree.preposition(child).as_deref() == Some("of"))
                .flat_map(|of| tree.conjuncts(of).into_iter().skip(1));
            for other in others.filter(|_| self.sector_at(line, token).is_some()) {
                found.extend(self.standing_at(line, other));
            }
        }
        found
    }

    /// "With Brazil as host": it is there, and no side.
    fn is_go_between(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let role = (token + 2 < tree.len()).then(|| (tree.form(token + 1), tree.lemma(token + 2)));
        role.is_some_and(|(word, noun)| word == "as" && self.vocabulary.events.is(Class::Between, noun))
    }

    /// The first party in the clause that a verb governs, its subject before others.
    fn in_clause(&self, line: usize, trigger: &Trigger<'_>) -> Vec<Standing> {
        let tree = self.tree(line);
        let clause = tree
            .children(trigger.token)
            .filter(|&child| {
                matches!(
                    tree.base(child),
                    "ccomp" | "xcomp" | "advcl" | "obj" | "obl" | "nmod" | "acl"
                )
            })
            .filter(|&child| child > trigger.token);
        for root in clause {
            let (first, last) = tree.sentence.subtree(root);
            let subjects = (first..=last).filter(|&token| tree.base(token) == "nsubj");
            let where_it_is = |token: usize| {
                matches!(
                    tree.preposition(token).as_deref(),
                    Some("in" | "at" | "near" | "outside" | "off")
                )
            };
            let others = (first..=last)
                .filter(|&token| tree.is_nominal(token) && tree.base(token) != "nsubj" && !where_it_is(token));
            for token in subjects.chain(others) {
                let known = |token: usize| match self.standing_at(line, token) {
                    Some(Standing::Known(acting)) if tree.tag(token) != Tag::Pron => Some(Standing::Known(acting)),
                    _ => None,
                };
                if let Some(first) = known(token) {
                    let beside = tree.conjuncts(token).into_iter().skip(1).filter_map(known);
                    return std::iter::once(first).chain(beside).collect();
                }
            }
        }
        Vec::new()
    }

    pub(super) fn standing_at(&self, line: usize, token: usize) -> Option<Standing> {
        let tree = self.tree(line);
        // "Shot down a MiG-23": arms are not their maker.
        let maker = self
            .mention(line, token)
            .is_some_and(|mention| mention.meanings.iter().all(|meaning| meaning.kind == NameKind::Company));
        if maker && self.item(line, token).is_some() {
            return None;
        }
        let (first, last) = tree.phrase(token);
        let tokens = &self.lines[line].sentence.tokens;
        let span = tokens[first].span.cover(tokens[last].span);
        let sector = self.sector_at(line, token);
        if tree.tag(token) == Tag::Pron {
            return self.points_back(line, token).then_some(Standing::Back(token, span));
        }
        // "The foreign ministers of the two countries": both are theirs.
        let of_both = tree
            .children(token)
            .find(|&child| tree.base(child) == "nmod" && self.means_both(line, child));
        if let Some(both) = of_both
            .filter(|_| sector.is_some())
            .or(self.means_both(line, token).then_some(token))
        {
            return Some(Standing::Both(both, span));
        }
        // "The International Court of Justice in The Hague" is nobody's.
        let body = self.mention(line, token).is_some_and(|mention| {
            mention
                .meanings
                .iter()
                .all(|meaning| meaning.kind == NameKind::Organisation)
                && self.state_of(mention.meanings, &[NameKind::Organisation]).is_none()
        });
        if let Some(acting) = self.body_or_place(line, token).filter(|_| body) {
            return Some(Standing::Known(acting));
        }
        if let Some(found) = self.named_party(line, token) {
            return Some(Standing::Known(self.acting(line, Some(token), found)));
        }
        if let Some(acting) = self.body_or_place(line, token).or_else(|| self.body_of(line, token)) {
            return Some(Standing::Known(acting));
        }
        if sector.is_some() || self.counts_people(line, token) {
            let owner = self
                .owner(line, token)
                .or_else(|| self.people_of(line, token))
                .or_else(|| (first..token).find_map(|inside| self.state_by_adjective(line, inside)));
            if let Some(owner) = owner {
                let mut acting = self.acting(line, Some(token), owner);
                acting.span = acting.span.cover(span);
                acting.actor.sector = sector.or(acting.actor.sector);
                return Some(Standing::Known(acting));
            }
            if self.stands_for_state(line, token) {
                return Some(Standing::Back(token, span));
            }
            // "Its ambassador", "their troops": of whom the pronoun means.
            let whose = tree
                .children(token)
                .find(|&child| tree.relation(child) == "nmod:poss" && tree.tag(child) == Tag::Pron);
            if let Some(whose) = whose.filter(|&whose| self.points_back(line, whose)) {
                return Some(Standing::Back(whose, span));
            }
            return Some(Standing::Open(sector, token, span));
        }
        if self.stands_for_state(line, token) {
            return Some(Standing::Back(token, span));
        }
        // "Russian warships", "the Serbian positions": whatever it is, it is of that state; but "Israeli weapons" are fired by those who bought them.
        let sold = self.vocabulary.events.is(Class::Wares, tree.lemma(token));
        if sold && tree.sentence.names.iter().all(|name| !name.tokens.contains(&token)) {
            return None;
        }
        if let Some(owner) = self.owner(line, token).filter(|owner| owner.span.start <= span.end) {
            let mut acting = self.acting(line, None, owner);
            acting.span = acting.span.cover(tokens[token].span);
            return Some(Standing::Known(acting));
        }
        // "The airport of Asmara": it lies in that state.
        let of = tree.behind_of(token).next();
        let is_town = |mention: &&Mention<'_>| {
            let town = |kind| matches!(kind, NameKind::City | NameKind::Seat);
            mention.meanings.iter().all(|meaning| town(meaning.kind))
        };
        let lies_there = self.vocabulary.events.is(Class::Territory, tree.lemma(token));
        if lies_there && of.and_then(|of| self.mention(line, of)).filter(is_town).is_some() {
            return self.body_or_place(line, of?).map(Standing::Known);
        }
        let mut names = tree.sentence.names.iter();
        let name = names.find(|name| {
            // "The rival ZAPU movement".
            let inside = name.label == Label::Organisation && first <= name.tokens.start && name.tokens.end <= token;
            name.tokens.contains(&token) && matches!(name.label, Label::Organisation | Label::Person) || inside
        })?;
        // "Foreign Minister Yván Gil": of the state that the article knows him for.
        if name.label == Label::Person
            && let Some(sector) = self.sector_at(line, token)
        {
            return Some(Standing::Open(Some(sector), token, name.span));
        }
        Some(Standing::Known(Acting {
            actor: Actor::from(Party::Named(self.article.slice(name.span).to_owned())),
            span: name.span,
            why: None,
            named: false,
        }))
    }

    /// "The country", "the kingdom", "this neighbour": a definite noun for a state named before.
    fn stands_for_state(&self, line: usize, token: usize) -> bool {
        self.points_back(line, token) && self.vocabulary.events.is(Class::Polity, self.tree(line).lemma(token))
    }

    /// "Both sides", "the two neighbours", "both".
    fn means_both(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let sides = self.vocabulary.events.is(Class::Side, tree.lemma(token));
        let counts = |word: usize| matches!(tree.lemma(word).to_lowercase().as_str(), "both" | "two");
        sides && tree.children(token).any(counts)
    }

    /// "Thousands of Nigerians", "20 villagers": people by number.
    fn counts_people(&self, line: usize, token: usize) -> bool {
        self.vocabulary.events.is(Class::Number, self.tree(line).lemma(token))
    }

    /// Whose people they are: "thousands of Nigerian workers", "refugees from Chad".
    fn people_of(&self, line: usize, token: usize) -> Option<Found> {
        let tree = self.tree(line);
        let counts = self.counts_people(line, token);
        tree.children(token)
            .filter(|&child| tree.base(child) == "nmod")
            .filter(|&child| counts || tree.preposition(child).as_deref() == Some("from"))
            .find_map(|child| self.named_party(line, child).or_else(|| self.owner(line, child)))
    }

    /// A body of states, an office or company without a state, or a town as the target of force.
    pub fn body_or_place(&self, line: usize, token: usize) -> Option<Acting> {
        let mention = self.mention(line, token)?;
        let organisation = mention
            .meanings
            .iter()
            .find(|meaning| meaning.kind == NameKind::Organisation);
        if let Some(meaning) = organisation {
            let organisation = &self.vocabulary.organisations[meaning.index];
            return Some(Acting {
                actor: Actor {
                    party: Party::Named(organisation.name.clone()),
                    sector: Some(match organisation.kind.as_str() {
                        "institute" => Sector::NonGovernmental,
                        _ => Sector::Intergovernmental,
                    }),
                },
                span: mention.span,
                why: None,
                named: true,
            });
        }
        let code = self.state_of(
            mention.meanings,
            &[NameKind::City, NameKind::State, NameKind::Demonym, NameKind::Seat],
        )?;
        Some(Acting {
            actor: Actor::from(Party::State(code.to_owned())),
            span: mention.span,
            why: mention
                .meanings
                .iter()
                .any(|meaning| meaning.kind == NameKind::City)
                .then(|| format!("\"{}\" lies in {code}", self.article.slice(mention.span))),
            named: true,
        })
    }

    /// "Arab League Secretary General Chadli Klibi", "NATO troops": the body whose they are.
    fn body_of(&self, line: usize, token: usize) -> Option<Acting> {
        let tree = self.tree(line);
        let (first, last) = tree.phrase(token);
        let owners = tree
            .children(token)
            .filter(|&child| tree.relation(child) == "nmod:poss");
        (first..=last)
            .chain(owners)
            .filter(|&inside| inside != token)
            .find_map(|inside| {
                let mention = self.mention(line, inside)?;
                let is = |kind: NameKind| mention.meanings.iter().any(|meaning| meaning.kind == kind);
                is(NameKind::Organisation)
                    .then(|| self.body_or_place(line, inside))
                    .flatten()
            })
            .map(|mut acting| {
                acting.span = acting.span.cover(tree.sentence.tokens[token].span);
                acting
            })
    }

    fn acting(&self, line: usize, token: Option<usize>, found: Found) -> Acting {
        let sector = token.and_then(|token| self.sector_at(line, token)).or(found
            .through_company
            .then_some(Sector::Business)
            .filter(|_| matches!(found.party, Party::State(_))));
        let leader = self.lines[line].mentions.iter().any(|mention| {
            mention.span == found.span && mention.meanings.iter().any(|meaning| meaning.kind == NameKind::Leader)
        });
        let group = matches!(found.party, Party::Named(_))
            && self
                .vocabulary
                .groups
                .iter()
                .any(|group| group.name.trim_end_matches('?') == found.party.as_str());
        Acting {
            actor: Actor {
                party: found.party,
                sector: if leader {
                    Some(Sector::Government)
                } else {
                    sector.or(group.then_some(Sector::Rebels))
                },
            },
            span: found.span,
            why: found.why,
            named: true,
        }
    }

    pub fn sector_at(&self, line: usize, token: usize) -> Option<Sector> {
        let tree = self.tree(line);
        let events = &self.vocabulary.events;
        // "The Soviet Union" is no union.
        let is_state = |meaning: &Meaning| meaning.kind == NameKind::State;
        if self
            .mention(line, token)
            .is_some_and(|mention| mention.meanings.iter().any(is_state))
        {
            return None;
        }
        let lemma = tree.lemma(token).to_lowercase();
        let before = token
            .checked_sub(1)
            .map(|before| format!("{} {lemma}", tree.lemma(before).to_lowercase()));
        let own = before
            .and_then(|phrase| events.sector(&phrase))
            .or_else(|| events.sector(&lemma));
        own.or_else(|| {
            // "President Xi", "Peru's defence minister Luis Otárola", "thousands of students".
            let inside = tree
                .children(token)
                .filter(|&child| matches!(tree.base(child), "compound" | "flat" | "appos" | "nmod"));
            let counted = self.counts_people(line, token);
            inside
                .filter(|&child| counted || child < token || tree.base(child) != "nmod")
                .find_map(|child| events.sector(&tree.lemma(child).to_lowercase()))
        })
    }
}

fn stands(stand: &Stand, link: &Link) -> bool {
    match (stand, link) {
        (Stand::Subject, Link::Subject | Link::Agent)
        | (Stand::Object, Link::Object)
        | (Stand::Indirect, Link::Indirect)
        | (Stand::Possessive, Link::Possessive)
        | (Stand::Modifier, Link::Modifier | Link::Compound) => true,
        (Stand::Prep(wanted), Link::Prep(found)) => wanted == found,
        // "by" of a noun stands as an agent of a passive.
        (Stand::Prep(wanted), Link::Agent) => wanted == "by",
        _ => false,
    }
}
