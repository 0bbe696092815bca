//! Which state, person, group, company or outlet can a name in the text mean?

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Company, Group, Leader, Organisation, Outlet, State, VocabularyError};

/// One meaning of a name; `index` points into the table of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Meaning {
    pub kind: NameKind,
    pub index: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A state by its name.
    State,
    /// Adjective or noun of a state: Belarusian, the French.
    Demonym,
    /// The seat of government in its double sense: Minsk, the Kremlin.
    Seat,
    /// A city, port or base of a state: a place, never an actor.
    City,
    Leader,
    Group,
    Company,
    Organisation,
    Outlet,
}

/// All names of all tables in one automaton.
pub struct Names {
    automaton: AhoCorasick,
    meanings: Vec<Vec<Meaning>>,
}

impl Names {
    pub fn new(
        states: &[State],
        leaders: &[Leader],
        organisations: &[Organisation],
        groups: &[Group],
        companies: &[Company],
        outlets: &[Outlet],
    ) -> Result<Names, VocabularyError> {
        let mut patterns: Vec<String> = Vec::new();
        let mut meanings: Vec<Vec<Meaning>> = Vec::new();
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut add = |name: &str, kind, index| {
            let name = name.trim().trim_end_matches('?');
            if name.chars().count() < 2 {
                return;
            }
            let at = *seen.entry(name.to_owned()).or_insert_with(|| {
                patterns.push(name.to_owned());
                meanings.push(Vec::new());
                patterns.len() - 1
            });
            let meaning = Meaning { kind, index };
            if !meanings[at].contains(&meaning) {
                meanings[at].push(meaning);
            }
        };
        let mut add = |name: &str, kind, index| {
            add(name, kind, index);
            if name.contains('\'') {
                add(&name.replace('\'', "’"), kind, index);
            }
        };
        for (index, state) in states.iter().enumerate() {
            add(&state.name, NameKind::State, index);
            state.names.iter().for_each(|name| add(name, NameKind::State, index));
            for demonym in &state.demonyms {
                add(demonym, NameKind::Demonym, index);
                if !demonym.ends_with(['s', 'h', 'e']) {
                    add(&format!("{demonym}s"), NameKind::Demonym, index);
                }
            }
            add(&state.capital, NameKind::Seat, index);
            state.seats.iter().for_each(|name| add(name, NameKind::Seat, index));
            state.cities.iter().for_each(|name| add(name, NameKind::City, index));
        }
        for (index, leader) in leaders.iter().enumerate() {
            add(&leader.person, NameKind::Leader, index);
            leader
                .aliases
                .iter()
                .for_each(|name| add(name, NameKind::Leader, index));
        }
        for (index, group) in groups.iter().enumerate() {
            add(&group.name, NameKind::Group, index);
            group.aliases.iter().for_each(|name| add(name, NameKind::Group, index));
        }
        for (index, company) in companies.iter().enumerate() {
            add(&company.name, NameKind::Company, index);
            company
                .aliases
                .iter()
                .for_each(|name| add(name, NameKind::Company, index));
        }
        for (index, organisation) in organisations.iter().enumerate() {
            add(&organisation.name, NameKind::Organisation, index);
            let others = organisation.names.iter().chain(&organisation.heads);
            others.for_each(|name| add(name, NameKind::Organisation, index));
        }
        for (index, outlet) in outlets.iter().enumerate() {
            add(&outlet.name, NameKind::Outlet, index);
            outlet
                .aliases
                .iter()
                .for_each(|name| add(name, NameKind::Outlet, index));
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&patterns)
            .map_err(|error| VocabularyError::Index(error.to_string()))?;
        Ok(Names { automaton, meanings })
    }

    /// Every name in `text`, leftmost longest, at word boundaries: (start, end, what it can mean).
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, &'a [Meaning])> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < text.len() {
                let input = aho_corasick::Input::new(text).range(at..);
                let found = self.automaton.find(input)?;
                let (start, end) = (found.start(), found.end());
                if is_word(text, start, end) {
                    at = end;
                    return Some((start, end, self.meanings[found.pattern().as_usize()].as_slice()));
                }
                // A longer word begins here: look again behind its first character.
                at = start + text[start..].chars().next().map_or(1, char::len_utf8);
            }
            None
        })
    }
}

/// Do word boundaries stand at both ends of `start..end`?
pub fn is_word(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use crate::vocabulary::Vocabulary;

    #[test]
    fn no_day_or_month_is_a_name() {
        let vocabulary = Vocabulary::shipped().unwrap();
        let days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October \
                    November December";
        let found: Vec<&str> = vocabulary
            .names
            .find(days)
            .map(|(start, end, _)| &days[start..end])
            .collect();
        assert!(found.is_empty(), "{found:?}");
    }
}
