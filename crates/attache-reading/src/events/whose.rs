//! Who is meant where the words name nobody: by a pronoun, "both sides", "the army", "protesters"?
//!
//! Each is inferred, and the reason stands with it.

use std::collections::BTreeMap;

use attache_language::Label;
use attache_model::{Actor, Event, EventType, Party, Sector, Slot, Span};

use super::actors::{Acting, Sides, Standing};
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

/// People without a name: of what sector, headed by which token, in which words.
struct People {
    sector: Option<Sector>,
    token: usize,
    span: Span,
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
                        let people = People { sector, token, span };
                        let found = self.state_of_people(line, trigger, &people, quarrels, own, other);
                        found.into_iter().collect()
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
        // Nobody warns himself, and no army takes its own towns: such words name whose the threat or where the fight is.
        let between = matches!(
            trigger.frame.event,
            EventType::Threaten | EventType::Request | EventType::Accuse | EventType::Reject | EventType::Mobilize
        );
        let is_place = |acting: &Acting| self.is_place(line, acting.span);
        sides.recipients.retain(|acted| {
            let own = told_actors.contains(&acted.actor.party);
            !(own && (between || trigger.frame.event == EventType::Assault && is_place(acted)))
        });
        sides
    }

    /// The two that stand against each other most, by what is told and by how often the article names them.
    fn main_quarrel<'q>(&self, quarrels: &'q Quarrels, other: &[Party]) -> Option<[&'q Party; 2]> {
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

    fn is_definite(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        tree.children(token)
            .any(|child| tree.base(child) == "det" && tree.lemma(child).eq_ignore_ascii_case("the"))
    }

    /// "The army", once the article has told of Sudan's army; "the army under General Burhan".
    fn holder(&self, line: usize, token: usize) -> Option<Found> {
        let tree = self.tree(line);
        let led = tree.children(token).filter(|&child| child > token).find_map(|child| {
            let mention = self.mention(line, child)?;
            let code = self.state_of(mention.meanings, &[NameKind::Leader])?;
            Some(Found::plain(Party::State(code.to_owned()), mention.span))
        });
        if led.is_some() || !self.is_definite(line, token) {
            return led;
        }
        let noun = tree.lemma(token).to_lowercase();
        (0..line).rev().find_map(|earlier| {
            let tree = self.tree(earlier);
            let mut same =
                (0..tree.len()).filter(|&at| tree.is_nominal(at) && tree.lemma(at).eq_ignore_ascii_case(&noun));
            same.find_map(|at| self.owner(earlier, at))
        })
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

    /// The state that an armed group among `parties` fights in.
    fn home_of_foe(&self, parties: &[Party]) -> Option<Party> {
        let groups = &self.vocabulary.groups;
        let foe = parties
            .iter()
            .find_map(|party| groups.iter().find(|group| group.name == party.as_str()))?;
        foe.states.first().map(|code| Party::State(code.clone()))
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

    /// Police, protesters, rebels, ministers without a state's name: of the state where it happens, else of the other side's, else of the article's. Who
    /// speaks for a state stands against another's.
    fn state_of_people(
        &self,
        line: usize,
        trigger: &Trigger<'_>,
        people: &People,
        quarrels: &Quarrels,
        own: &[Party],
        other: &[Party],
    ) -> Option<Acting> {
        let People { sector, token, span } = *people;
        let state = |party: &&Party| matches!(party, Party::State(_));
        let official = matches!(sector, Some(Sector::Government | Sector::Legislature));
        let armed = sector == Some(Sector::Military);
        let domestic = matches!(trigger.frame.event, EventType::Coerce | EventType::Protest);
        let fights = domestic || matches!(trigger.frame.event, EventType::Assault | EventType::Retreat);
        let place = || {
            self.lines[line].mentions.iter().filter(|_| fights).find_map(|mention| {
                let tree = self.tree(line);
                let inside = mention.tokens.clone().any(|token| {
                    // "In the Moroccan capital": what the adjective stands before.
                    let of_noun = tree.head(token).filter(|_| tree.base(token) == "amod");
                    matches!(
                        tree.preposition(of_noun.unwrap_or(token)).as_deref(),
                        Some("in" | "at" | "near" | "outside" | "across" | "of")
                    )
                });
                let places = [NameKind::City, NameKind::Seat, NameKind::State, NameKind::Demonym];
                let code = self.state_of(mention.meanings, &places)?;
                // An army fights in its own towns before it fights elsewhere.
                let town = armed
                    && self
                        .state_of(mention.meanings, &[NameKind::City, NameKind::Seat])
                        .is_some();
                (inside || town).then(|| {
                    (
                        Party::State(code.to_owned()),
                        format!("in \"{}\"", self.article.slice(mention.span)),
                    )
                })
            })
        };
        let beside = || {
            // Police and protesters are of one state; people without a name that is attacked or helped are another's.
            let party = match domestic {
                true => own.iter().chain(other).find(state),
                false => own.iter().find(state),
            };
            let party = party?;
            Some((party.clone(), format!("beside {party}")))
        };
        let attacks = !domestic && !other.is_empty();
        let named_too = || {
            let mut mentions = self.lines[line].mentions.iter().filter(|_| attacks);
            let (code, mention) = mentions.find_map(|mention| {
                let kinds = [NameKind::City, NameKind::Seat, NameKind::State, NameKind::Demonym];
                let code = self.state_of(mention.meanings, &kinds)?;
                (!other.iter().any(|party| party.as_str() == code)).then_some((code, mention))
            })?;
            let why = format!("named beside as \"{}\"", self.article.slice(mention.span));
            Some((Party::State(code.to_owned()), why))
        };
        let spoken = || {
            let states = self.states().spoken_of.iter();
            let free = |(code, _): &(&&str, &usize)| {
                !official || domestic || !other.iter().any(|party| party.as_str() == **code)
            };
            let most = states
                .filter(free)
                .max_by_key(|(code, count)| (**count, std::cmp::Reverse(**code)))?;
            Some((
                Party::State((*most.0).to_owned()),
                "of the state that the article speaks of most".to_owned(),
            ))
        };
        let holder = || {
            let found = self.holder(line, token).filter(|found| !other.contains(&found.party))?;
            Some((found.party, format!("is \"{}\"", self.article.slice(found.span))))
        };
        let home = || {
            let at_war = self.main_quarrel(quarrels, &[]).map(|[a, b]| [a.clone(), b.clone()]);
            let home = self.home_of_foe(other).or_else(|| self.home_of_foe(&at_war?));
            let home = home.filter(|_| armed || official)?;
            let why = format!("fights where its foe does, in {home}");
            Some((home, why))
        };
        let place = || place().filter(|(party, _)| !attacks || !other.contains(party));
        let (party, why) = match official && !domestic {
            true => holder().or_else(home).or_else(spoken)?,
            false => holder()
                .or_else(home)
                .or_else(place)
                .or_else(beside)
                .or_else(named_too)
                .or_else(spoken)?,
        };
        Some(Acting {
            actor: Actor { party, sector },
            span,
            why: Some(format!("\"{}\" {why}", self.article.slice(span))),
            named: false,
        })
    }
}
