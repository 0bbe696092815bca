//! Of which state are soldiers, police, protesters and ministers without a state's name?
//!
//! Each guess is a way in which an article says it without saying it; the first that gives a state wins, and its reason stands with the actor.

use attache_model::{Actor, EventType, Party, Sector, Span};

use super::actors::Acting;
use super::whose::Quarrels;
use crate::parties::Found;
use crate::scene::{Mention, Scene};
use crate::vocabulary::NameKind;

/// People without a state's name, and what stands around them.
pub struct People<'p> {
    pub sector: Option<Sector>,
    pub line: usize,
    /// The head of their words.
    pub token: usize,
    pub span: Span,
    pub event: EventType,
    /// Who is named on their side, and on the other.
    pub own: &'p [Party],
    pub other: &'p [Party],
    pub quarrels: &'p Quarrels,
}

/// A state and why it is theirs.
type Guess = Option<(Party, String)>;

/// Names by which a state is named in a place.
const PLACES: [NameKind; 4] = [NameKind::City, NameKind::Seat, NameKind::State, NameKind::Demonym];

impl People<'_> {
    fn speak_for_state(&self) -> bool {
        matches!(self.sector, Some(Sector::Government | Sector::Legislature))
    }

    fn is_army(&self) -> bool {
        self.sector == Some(Sector::Military)
    }

    /// Police and protesters stand against each other at home.
    fn is_at_home(&self) -> bool {
        matches!(self.event, EventType::Coerce | EventType::Protest)
    }

    /// People without a name who are attacked or helped are of another state than who does it.
    fn is_abroad(&self) -> bool {
        !self.is_at_home() && !self.other.is_empty()
    }

    fn is_other(&self, code: &str) -> bool {
        self.other.iter().any(|party| party.as_str() == code)
    }
}

impl Scene<'_> {
    /// Who speaks for a state is not of the place where he stands, and stands against another's.
    pub fn state_of_people(&self, people: &People<'_>) -> Option<Acting> {
        let guesses: &[fn(&Self, &People<'_>) -> Guess] = match people.speak_for_state() && !people.is_at_home() {
            true => &[Self::as_told_before, Self::where_their_foe_fights, Self::spoken_of_most],
            false => &[
                Self::as_told_before,
                Self::where_their_foe_fights,
                Self::where_it_happens,
                Self::as_those_beside,
                Self::as_named_beside,
                Self::spoken_of_most,
            ],
        };
        let (party, why) = guesses.iter().find_map(|guess| guess(self, people))?;
        Some(Acting {
            actor: Actor {
                party,
                sector: people.sector,
            },
            span: people.span,
            why: Some(format!("\"{}\" {why}", self.article.slice(people.span))),
            named: false,
        })
    }

    /// "The army", once the article has told of Sudan's army; "the army under General Burhan".
    fn as_told_before(&self, people: &People<'_>) -> Guess {
        let found = self
            .holder(people.line, people.token)
            .filter(|found| !people.other.contains(&found.party))?;
        Some((found.party, format!("is \"{}\"", self.article.slice(found.span))))
    }

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

    /// The army and ministers of the state that the armed group on the other side, or in the article's quarrel, fights in.
    fn where_their_foe_fights(&self, people: &People<'_>) -> Guess {
        if !people.is_army() && !people.speak_for_state() {
            return None;
        }
        let at_war = self
            .main_quarrel(people.quarrels, &[])
            .map(|[a, b]| [a.clone(), b.clone()]);
        let home = self.home_of_foe(people.other).or_else(|| self.home_of_foe(&at_war?))?;
        let why = format!("fights where its foe does, in {home}");
        Some((home, why))
    }

    /// The state that an armed group among `parties` fights in.
    fn home_of_foe(&self, parties: &[Party]) -> Option<Party> {
        let groups = &self.vocabulary.groups;
        let foe = parties
            .iter()
            .find_map(|party| groups.iter().find(|group| group.name == party.as_str()))?;
        foe.states.first().map(|code| Party::State(code.clone()))
    }

    /// Of the state of the place that the sentence names, where it is fought, arrested or protested there.
    fn where_it_happens(&self, people: &People<'_>) -> Guess {
        let fights = people.is_at_home() || matches!(people.event, EventType::Assault | EventType::Retreat);
        if !fights {
            return None;
        }
        let mut mentions = self.lines[people.line].mentions.iter();
        let (party, why) = mentions.find_map(|mention| {
            let code = self.state_of(mention.meanings, &PLACES)?;
            // An army fights in its own towns before it fights elsewhere.
            let towns = [NameKind::City, NameKind::Seat];
            let town = people.is_army() && self.state_of(mention.meanings, &towns).is_some();
            (town || self.is_scene(people.line, mention)).then(|| {
                (
                    Party::State(code.to_owned()),
                    format!("in \"{}\"", self.article.slice(mention.span)),
                )
            })
        })?;
        (!people.is_abroad() || !people.other.contains(&party)).then_some((party, why))
    }

    /// "In Rabat", "in the Moroccan capital".
    fn is_scene(&self, line: usize, mention: &Mention<'_>) -> bool {
        let tree = self.tree(line);
        mention.tokens.clone().any(|token| {
            let of_noun = tree.head(token).filter(|_| tree.base(token) == "amod");
            matches!(
                tree.preposition(of_noun.unwrap_or(token)).as_deref(),
                Some("in" | "at" | "near" | "outside" | "across" | "of")
            )
        })
    }

    /// Of the state on their own side; at home, of that on the other too.
    fn as_those_beside(&self, people: &People<'_>) -> Guess {
        let other = if people.is_at_home() { people.other } else { &[] };
        let mut beside = people.own.iter().chain(other);
        let party = beside.find(|party| matches!(party, Party::State(_)))?;
        Some((party.clone(), format!("beside {party}")))
    }

    /// Of another state that the sentence names.
    fn as_named_beside(&self, people: &People<'_>) -> Guess {
        if !people.is_abroad() {
            return None;
        }
        let mut mentions = self.lines[people.line].mentions.iter();
        let (code, mention) = mentions.find_map(|mention| {
            let code = self.state_of(mention.meanings, &PLACES)?;
            (!people.is_other(code)).then_some((code, mention))
        })?;
        let why = format!("named beside as \"{}\"", self.article.slice(mention.span));
        Some((Party::State(code.to_owned()), why))
    }

    fn spoken_of_most(&self, people: &People<'_>) -> Guess {
        let free =
            |(code, _): &(&&str, &usize)| !people.speak_for_state() || people.is_at_home() || !people.is_other(code);
        let states = self.states().spoken_of.iter().filter(free);
        let (code, _) = states.max_by_key(|(code, count)| (**count, std::cmp::Reverse(**code)))?;
        let why = "of the state that the article speaks of most".to_owned();
        Some((Party::State((*code).to_owned()), why))
    }
}
