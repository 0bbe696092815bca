//! Who is meant where the words name nobody: by a pronoun, "both sides", "the army", "protesters"?
//!
//! Each is inferred, and the reason stands with it.

use std::collections::BTreeMap;

use attache_language::Label;
use attache_model::{Actor, Event, EventType, Party, Sector, Slot, Span};

use super::actors::{Acting, Sides, Standing};
use super::people::People;
use super::triggers::Trigger;
use crate::parties::Found;
use crate::scene::{Mention, Scene};
use crate::syntax::Link;
use crate::vocabulary::NameKind;

/// Who stands against whom, in what the article has told so far.
#[derive(Default)]
pub struct Quarrels(BTreeMap<(Party, Party), usize>);

impl Quarrels {
    pub fn note(&mut self, event: &Event) {
        let hostile = matches!(
            event.event.value(),
            EventType::Assault
                | EventType::Coerce
                | EventType::Sanction
                | EventType::Accuse
                | EventType::Threaten
                | EventType::Mobilize
                | EventType::Reject
        );
        let all: Vec<&Party> = [&event.actors, &event.recipients]
            .into_iter()
            .flatten()
            .filter(|slot| slot.span().is_some())
            .map(|slot: &Slot<Actor>| &slot.value().party)
            .collect();
        if let [a, b] = all[..]
            && hostile
            && a != b
        {
            // Who fights each other stands against each other more than who complains.
            let weight = if *event.event.value() == EventType::Assault {
                3
            } else {
                1
            };
            *self.0.entry((a.min(b).clone(), a.max(b).clone())).or_default() += weight;
        }
    }

    /// Whom the party stands against most.
    pub fn foe(&self, party: &Party) -> Option<&Party> {
        let own = self.0.iter().filter(|((a, b), _)| a == party || b == party);
        let ((a, b), _) = own.max_by_key(|(pair, count)| (**count, std::cmp::Reverse(*pair)))?;
        Some(if a == party { b } else { a })
    }

    /// The two that stand against each other most, none of them among `other`; of pairs alike, those of whom the article speaks more.
    fn most(&self, other: &[Party], spoken_of: impl Fn(&Party) -> usize) -> Option<[&Party; 2]> {
        let free = self
            .0
            .iter()
            .filter(|((a, b), _)| !other.contains(a) && !other.contains(b));
        let weight = |pair: &(Party, Party), count: usize| {
            (
                count,
                spoken_of(&pair.0) + spoken_of(&pair.1),
                std::cmp::Reverse(pair.clone()),
            )
        };
        let ((a, b), _) = free.max_by_key(|(pair, count)| weight(pair, **count))?;
        Some([a, b])
    }
}

impl Scene<'_> {
    /// Puts names to those who stand open, by each other, by the place, by the article.
    pub fn settle(
        &self,
        line: usize,
        trigger: &Trigger<'_>,
        quarrels: &Quarrels,
        actors: Vec<Standing>,
        recipients: Vec<Standing>,
    ) -> Sides {
        let known = |side: &[Standing]| {
            side.iter()
                .filter_map(|standing| match standing {
                    Standing::Known(acting) if acting.named => Some(acting.actor.party.clone()),
                    _ => None,
                })
                .collect::<Vec<_>>()
        };
        let (told_actors, told_recipients) = (known(&actors), known(&recipients));
        let name = |side: Vec<Standing>, own: &[Party], other: &[Party]| {
            let mut named: Vec<Acting> = Vec::new();
            for standing in side {
                let acting: Vec<Acting> = match standing {
                    Standing::Known(acting) => vec![acting],
                    Standing::Back(token, span) => self.meant_by(line, token, span, other).take(1).collect(),
                    Standing::Both(token, span) => self.both(line, token, span, quarrels, other),
                    Standing::Open(Some(Sector::Intergovernmental), _, span) => {
                        self.body_before(line, span).into_iter().collect()
                    }
                    // Rebels, gunmen: a party of that description.
                    Standing::Open(Some(Sector::Rebels), _, span) => vec![Acting {
                        actor: Actor {
                            party: Party::Named(self.article.slice(span).to_owned()),
                            sector: Some(Sector::Rebels),
                        },
                        span,
                        why: None,
                        named: false,
                    }],
                    Standing::Open(sector, token, span) => {
                        let people = People {
                            sector,
                            line,
                            token,
                            span,
                            event: trigger.frame.event,
                            own,
                            other,
                            quarrels,
                        };
                        self.state_of_people(&people).into_iter().collect()
                    }
                };
                for acting in acting {
                    if !named.iter().any(|known| known.actor.party == acting.actor.party) {
                        named.push(acting);
                    }
                }
            }
            named
        };
        let mut sides = Sides {
            actors: name(actors, &told_actors, &told_recipients),
            recipients: Vec::new(),
        };
        let acting: Vec<Party> = sides.actors.iter().map(|acting| acting.actor.party.clone()).collect();
        sides.recipients = name(recipients, &told_recipients, &acting);
        // Nobody warns, meets or drills with himself, and no army takes its own towns: such words name whose the threat or where the fight is.
        let between = matches!(
            trigger.frame.event,
            EventType::Threaten
                | EventType::Request
                | EventType::Accuse
                | EventType::Reject
                | EventType::Mobilize
                | EventType::Consult
                | EventType::Cooperate
                | EventType::Agree
                | EventType::Concede
        );
        let is_place = |acting: &Acting| self.is_place(line, acting.span);
        sides.recipients.retain(|acted| {
            let own = told_actors.contains(&acted.actor.party);
            !(own && (between || trigger.frame.event == EventType::Assault && is_place(acted)))
        });
        sides
    }

    /// The two that stand against each other most, by what is told and by how often the article names them.
    pub(super) fn main_quarrel<'q>(&self, quarrels: &'q Quarrels, other: &[Party]) -> Option<[&'q Party; 2]> {
        let counts = &self.states().spoken_of;
        quarrels.most(other, |party| counts.get(party.as_str()).copied().unwrap_or_default())
    }

    /// "Both sides": the two that stand against each other; else the two named last.
    fn both(&self, line: usize, token: usize, span: Span, quarrels: &Quarrels, other: &[Party]) -> Vec<Acting> {
        let Some(sides) = self.main_quarrel(quarrels, other) else {
            return self.meant_by(line, token, span, other).take(2).collect();
        };
        let words = self.article.slice(span);
        let acting = |party: &Party| Acting {
            actor: Actor {
                party: party.clone(),
                sector: self.sector_at(line, token),
            },
            span,
            why: Some(format!("\"{words}\" are {} and {}", sides[0], sides[1])),
            named: true,
        };
        sides.into_iter().map(acting).collect()
    }

    /// The parties that a pronoun or definite noun may stand for, the likeliest first.
    fn meant_by<'s>(
        &'s self,
        line: usize,
        token: usize,
        span: Span,
        other: &'s [Party],
    ) -> impl Iterator<Item = Acting> + 's {
        let word = self.tree(line).form(token);
        let above = self.subjects_above(line, token).into_iter();
        above
            .chain(self.persons_before(line, token))
            .chain(self.subject_before(line, token))
            .chain(self.states_before(line, token, false))
            .filter(move |found| {
                !other.contains(&found.party) && self.may_be_called(&found.party, word) && !self.is_maker(found.span)
            })
            .map(move |found| Acting {
                actor: Actor {
                    party: found.party,
                    sector: self.sector_at(line, token),
                },
                span,
                why: Some(format!("\"{word}\" stands for \"{}\"", self.article.slice(found.span))),
                named: true,
            })
    }

    /// Words that name arms by who makes them: "MiG".
    fn is_maker(&self, span: Span) -> bool {
        let mut mentions = self.lines.iter().flat_map(|line| &line.mentions);
        mentions.any(|mention| {
            mention.span == span && mention.meanings.iter().all(|meaning| meaning.kind == NameKind::Company)
        })
    }

    /// "He", "her": whose the persons are that stand before, subjects of the nearest sentence first.
    fn persons_before(&self, line: usize, token: usize) -> Vec<Found> {
        let word = self.tree(line).form(token).to_lowercase();
        if !matches!(word.as_str(), "he" | "his" | "him" | "she" | "her") {
            return Vec::new();
        }
        let mut found = Vec::new();
        for at in (line.saturating_sub(3)..=line).rev() {
            let tree = self.tree(at);
            let end = if at == line { token } else { tree.len() };
            let is_person = |token: &usize| {
                let named = tree
                    .sentence
                    .names
                    .iter()
                    .any(|name| name.label == Label::Person && name.tokens.contains(token));
                let outer = tree
                    .head(*token)
                    .is_none_or(|head| tree.base(*token) != "flat" || head > *token);
                outer && (named || self.sector_at(at, *token) == Some(Sector::Government) && tree.is_nominal(*token))
            };
            let mut here: Vec<usize> = (0..end).filter(is_person).collect();
            here.sort_by_key(|&token| (tree.base(token) != "nsubj", std::cmp::Reverse(token)));
            // "Its foreign minister … He": whose the pronoun's noun is.
            let owned = |token: usize| {
                let whose = tree
                    .children(token)
                    .find(|&child| tree.relation(child) == "nmod:poss" && self.points_back(at, child))?;
                self.states_before(at, whose, false).into_iter().next()
            };
            found.extend(
                here.into_iter()
                    .filter_map(|token| self.named_party(at, token).or_else(|| owned(token))),
            );
            if !found.is_empty() {
                break;
            }
        }
        found
    }

    /// "It", "its", "they": the body or group that is subject of the sentence before, where that is no state.
    fn subject_before(&self, line: usize, token: usize) -> Option<Found> {
        let word = self.tree(line).form(token).to_lowercase();
        if !matches!(word.as_str(), "it" | "its" | "they" | "their") || line == 0 || self.is_headline(line - 1) {
            return None;
        }
        let tree = self.tree(line - 1);
        let mut subjects: Vec<usize> = (0..tree.len()).filter(|&at| tree.base(at) == "nsubj").collect();
        subjects.sort_by_key(|&at| tree.depth(at));
        subjects.into_iter().find_map(|at| {
            let party = self.named_party(line - 1, at).map(|found| (found.party, found.span));
            let (party, span) = party.or_else(|| {
                let body = self.body_or_place(line - 1, at)?;
                Some((body.actor.party, body.span))
            })?;
            Some(Found::plain(party, span))
        })
    }

    pub(super) fn is_definite(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let definite = |word: &str| matches!(word.to_lowercase().as_str(), "the" | "this" | "that");
        tree.children(token)
            .any(|child| tree.base(child) == "det" && definite(tree.lemma(child)))
    }

    /// "Left Rabat after a visit": the state of the place that the sentence names and that is not the visitor's own.
    pub fn visited(&self, line: usize, trigger: &Trigger<'_>, sides: &Sides) -> Option<Acting> {
        let tree = self.tree(line);
        let own = |code: &str| sides.actors.iter().any(|acting| acting.actor.party.as_str() == code);
        let place = |mention: &&Mention<'_>| {
            let head = tree.outermost(&mention.tokens);
            let stands = tree.preposition(head).is_some() || tree.base(head) == "obj";
            let code = self.state_of(mention.meanings, &[NameKind::Seat, NameKind::City, NameKind::State]);
            stands && code.is_some_and(|code| !own(code))
        };
        if sides
            .actors
            .iter()
            .all(|acting| !matches!(acting.actor.party, Party::State(_)))
        {
            return None;
        }
        let places = self.lines[line].mentions.iter().filter(place);
        let nearest = places.min_by_key(|mention| mention.tokens.start.abs_diff(trigger.token))?;
        let code = self.state_of(nearest.meanings, &[NameKind::Seat, NameKind::City, NameKind::State])?;
        Some(Acting {
            actor: Actor::from(Party::State(code.to_owned())),
            span: nearest.span,
            why: Some(format!("the visit was to \"{}\"", self.article.slice(nearest.span))),
            named: true,
        })
    }

    /// "Was arrested in Belgrade": those who arrest there.
    pub fn police_of_place(&self, line: usize, trigger: &Trigger<'_>) -> Option<Acting> {
        let tree = self.tree(line);
        tree.arguments(trigger.token).into_iter().find_map(|argument| {
            let Link::Prep(preposition) = &argument.link else {
                return None;
            };
            let mention = self.mention(line, argument.token)?;
            let code = self.state_of(mention.meanings, &[NameKind::City, NameKind::Seat, NameKind::State])?;
            matches!(preposition.as_str(), "in" | "at" | "near" | "outside").then(|| Acting {
                actor: Actor::from(Party::State(code.to_owned())),
                span: mention.span,
                why: Some(format!("an arrest in \"{}\"", self.article.slice(mention.span))),
                named: true,
            })
        })
    }

    /// A place by its name, that stands for nobody.
    fn is_place(&self, line: usize, span: Span) -> bool {
        let place = |mention: &&Mention<'_>| mention.span == span;
        let mention = self.lines[line].mentions.iter().find(place);
        mention.is_some_and(|mention| {
            mention
                .meanings
                .iter()
                .all(|meaning| matches!(meaning.kind, NameKind::City | NameKind::Seat))
        })
    }

    /// "The alliance", "the bloc": the body of states named last.
    fn body_before(&self, line: usize, span: Span) -> Option<Acting> {
        let earlier = self.lines[..=line]
            .iter()
            .rev()
            .flat_map(|line| line.mentions.iter().rev());
        let mut bodies = earlier
            .filter(|mention| mention.span.end <= span.start)
            .filter_map(|mention| {
                let meaning = mention
                    .meanings
                    .iter()
                    .find(|meaning| meaning.kind == NameKind::Organisation)?;
                let organisation = &self.vocabulary.organisations[meaning.index];
                (organisation.kind != "institute").then_some((organisation, mention.span))
            });
        let (organisation, named) = bodies.next()?;
        Some(Acting {
            actor: Actor {
                party: Party::Named(organisation.name.clone()),
                sector: Some(Sector::Intergovernmental),
            },
            span,
            why: Some(format!(
                "\"{}\" stands for \"{}\"",
                self.article.slice(span),
                self.article.slice(named)
            )),
            named: true,
        })
    }
}
