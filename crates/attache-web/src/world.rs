//! What does the reading room know of the world: what is a code called, and who is allied with whom?

use std::collections::HashMap;

use attache_model::Date;

/// Names of states and the alliances between them, from the vocabulary.
#[derive(Clone, Debug, Default)]
pub struct World {
    names: HashMap<String, String>,
    alliances: Vec<Alliance>,
}

/// An alliance with its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alliance {
    pub name: String,
    pub members: Vec<Member>,
}

/// A state in an alliance; an open end is not known or still to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// ISO 3166 alpha-3.
    pub state: String,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

impl Member {
    fn was_in(&self, day: Option<Date>) -> bool {
        day.is_none_or(|day| self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until))
    }
}

impl Alliance {
    /// Was the state a member on that day; without a day: ever?
    pub fn holds(&self, state: &str, day: Option<Date>) -> bool {
        self.members
            .iter()
            .any(|member| member.state == state && member.was_in(day))
    }

    /// From when until when both were members: nothing where they never were together.
    pub fn together(&self, a: &str, b: &str) -> Vec<(Option<Date>, Option<Date>)> {
        let mut times = Vec::new();
        for one in self.members.iter().filter(|member| member.state == a) {
            for other in self.members.iter().filter(|member| member.state == b) {
                let since = one.since.max(other.since);
                let until = match (one.until, other.until) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
                if until.is_none_or(|until| since.is_none_or(|since| since <= until)) {
                    times.push((since, until));
                }
            }
        }
        times
    }

    /// The members on that day other than `state`.
    pub fn others<'a>(&'a self, state: &'a str, day: Option<Date>) -> impl Iterator<Item = &'a str> {
        self.members
            .iter()
            .filter(move |member| member.state != state && member.was_in(day))
            .map(|member| member.state.as_str())
    }
}

impl World {
    /// `names` gives each state's code with its usual name.
    pub fn new(names: impl IntoIterator<Item = (String, String)>, alliances: Vec<Alliance>) -> World {
        World {
            names: names.into_iter().collect(),
            alliances,
        }
    }

    /// The name of a state for its code; anything else is its own name.
    pub fn name<'a>(&'a self, party: &'a str) -> &'a str {
        self.names.get(party).map_or(party, String::as_str)
    }

    pub fn is_state(&self, party: &str) -> bool {
        self.names.contains_key(party)
    }

    /// The alliances of a state on a day, or ever.
    pub fn alliances_of<'a>(&'a self, state: &'a str, day: Option<Date>) -> impl Iterator<Item = &'a Alliance> {
        self.alliances.iter().filter(move |alliance| alliance.holds(state, day))
    }

    /// The alliances that two states share.
    pub fn shared<'a>(&'a self, a: &'a str, b: &'a str, day: Option<Date>) -> impl Iterator<Item = &'a Alliance> {
        self.alliances_of(a, day).filter(move |alliance| alliance.holds(b, day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_are_together_while_both_are_members() {
        let member = |state: &str, since: &str, until: &str| Member {
            state: state.to_owned(),
            since: since.parse().ok(),
            until: until.parse().ok(),
        };
        let pact = Alliance {
            name: "Pact".to_owned(),
            members: vec![
                member("AAA", "1990-01-01", ""),
                member("BBB", "1995-01-01", "2001-12-31"),
                member("CCC", "2005-01-01", ""),
            ],
        };
        let day = |text: &str| text.parse::<Date>().ok();
        assert_eq!(pact.together("AAA", "BBB"), [(day("1995-01-01"), day("2001-12-31"))]);
        assert_eq!(pact.together("CCC", "AAA"), [(day("2005-01-01"), None)]);
        assert_eq!(pact.together("BBB", "CCC"), []);
    }
}
