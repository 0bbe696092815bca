//! Which state or group does a person mean by a name, and what is a code called?

use std::collections::HashMap;

use anyhow::Result;
use attache_reading::vocabulary::Vocabulary;

/// The names of states and groups, from the reader's own vocabulary.
pub struct Parties {
    /// Code → the usual English name.
    names: HashMap<String, String>,
    /// Any name, lower case → the codes, or the group's own name. Several states may share a name.
    meanings: HashMap<String, Vec<String>>,
}

impl Parties {
    pub fn shipped() -> Result<Parties> {
        let vocabulary = Vocabulary::shipped()?;
        let mut names = HashMap::new();
        let mut meanings: HashMap<String, Vec<String>> = HashMap::new();
        let mut mean = |word: &str, party: &str| {
            let parties = meanings.entry(word.trim_end_matches('?').to_lowercase()).or_default();
            if !word.is_empty() && !parties.iter().any(|known| known == party) {
                parties.push(party.to_owned());
            }
        };
        for state in &vocabulary.states {
            names.insert(state.code.clone(), state.name.clone());
            let words = [&state.code, &state.name]
                .into_iter()
                .chain(&state.names)
                .chain(&state.demonyms);
            words.for_each(|word| mean(word, &state.code));
        }
        for group in &vocabulary.groups {
            std::iter::once(&group.name)
                .chain(&group.aliases)
                .for_each(|word| mean(word, &group.name));
        }
        Ok(Parties { names, meanings })
    }

    /// The name of a state for its code; anything else is its own name.
    pub fn name<'a>(&'a self, party: &'a str) -> &'a str {
        self.names.get(party).map_or(party, String::as_str)
    }

    /// The code of a state for any name that no other party shares; anything else is its own name.
    pub fn code<'a>(&'a self, word: &'a str) -> &'a str {
        match self.meanings.get(&word.to_lowercase()).map(Vec::as_slice) {
            Some([party]) => party,
            _ => word,
        }
    }

    /// What a person's word for a party picks out.
    pub fn wanted(&self, word: &str) -> Wanted {
        let word = word.trim().to_lowercase();
        let parties = self.meanings.get(&word).cloned().unwrap_or_default();
        Wanted { word, parties }
    }

    /// A name that `word` may have been meant for.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let word = word.trim().to_lowercase();
        let near = |name: &str| strsim::damerau_levenshtein(&word, &name.to_lowercase());
        let found = self
            .names
            .values()
            .min_by_key(|name| (near(name), name.len(), name.as_str()))?;
        (near(found) <= 1 + word.chars().count() / 4).then_some(found.as_str())
    }
}

/// A party that somebody asked for.
pub struct Wanted {
    word: String,
    parties: Vec<String>,
}

impl Wanted {
    /// Does the vocabulary know the word?
    pub fn is_known(&self) -> bool {
        !self.parties.is_empty()
    }

    /// Is `party` (a code, or the name of a party that is no state) the one? Parties that the vocabulary does not know are
    /// found by a part of their name.
    pub fn is(&self, party: &str) -> bool {
        match self.is_known() {
            true => self.parties.iter().any(|wanted| wanted == party),
            false => !self.word.is_empty() && party.to_lowercase().contains(&self.word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_found_by_any_of_their_names() {
        let parties = Parties::shipped().unwrap();
        for word in ["BLR", "blr", "Belarus", "belarus", "Belarusian"] {
            assert!(parties.wanted(word).is("BLR"), "{word}");
        }
        assert!(!parties.wanted("Belarus").is("RUS"));
        assert_eq!(parties.name("BLR"), "Belarus");
        assert_eq!(parties.name("Viktor Bout"), "Viktor Bout");
    }

    #[test]
    fn parties_that_nobody_knows_are_found_by_a_part() {
        let parties = Parties::shipped().unwrap();
        assert!(parties.wanted("bout").is("Viktor Bout"));
        assert!(!parties.wanted("").is("Viktor Bout"));
    }

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        let parties = Parties::shipped().unwrap();
        assert_eq!(parties.nearest("Belorus"), Some("Belarus"));
        assert_eq!(parties.nearest("Viktor Bout"), None);
    }
}
