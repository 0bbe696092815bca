//! Do two names mean the same agency or outlet?

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Agencies and outlets with the other names they go by.
const OUTLETS: &str = include_str!("../../../vocabulary/outlets.csv");

/// Words that a name may carry or leave off: "Meridian" is the "Meridian News Service".
const TAILS: &[&str] = &[
    "news agency",
    "press agency",
    "news service",
    "news",
    "agency",
    "newswire",
    "wire service",
    "newspaper",
    "magazine",
    "online",
    "website",
    "state media",
    "television",
    "tv",
    "reporters",
    "report",
];

/// The names that agencies and outlets go by, brought to one key each.
pub struct Names {
    aliases: BTreeMap<String, String>,
    shown: BTreeMap<String, String>,
    known: Vec<String>,
}

/// The names of the table.
pub static NAMES: LazyLock<Names> = LazyLock::new(Names::new);

impl Names {
    fn new() -> Names {
        let mut names = Names {
            aliases: BTreeMap::new(),
            shown: BTreeMap::new(),
            known: Vec::new(),
        };
        let mut table = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .flexible(true)
            .from_reader(OUTLETS.as_bytes());
        // The table is checked by `xtask`; a line that is no line of a table names nobody.
        for row in table.records().flatten() {
            // "Standard (KEN)": the state tells homonyms apart for the eye, the articles do not say it.
            let name = row
                .get(0)
                .unwrap_or_default()
                .split(['(', '['])
                .next()
                .unwrap_or_default()
                .trim();
            let key = plain(name);
            if key.is_empty() {
                continue;
            }
            names.shown.entry(key.clone()).or_insert_with(|| name.to_owned());
            names.known.push(name.to_owned());
            for alias in row
                .get(4)
                .unwrap_or_default()
                .split(';')
                .map(str::trim)
                .filter(|alias| !alias.is_empty())
            {
                names.known.push(alias.to_owned());
                let alias = plain(alias);
                if alias != key {
                    names.aliases.entry(alias).or_insert_with(|| key.clone());
                }
            }
        }
        names
    }

    /// The key under which a name is compared; empty when it names nobody.
    pub fn key(&self, name: &str) -> String {
        let plain = plain(name);
        self.aliases.get(&plain).cloned().unwrap_or(plain)
    }

    /// The name as the table of agencies writes it, or else as it was found.
    pub fn shown<'a>(&'a self, key: &str, found: &'a str) -> &'a str {
        self.shown.get(key).map_or(found, String::as_str)
    }

    /// Every name and alias in the table, as written there.
    pub fn known(&self) -> &[String] {
        &self.known
    }
}

fn plain(name: &str) -> String {
    let mut words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric() && c != '.' && c != '\'')
        .map(|word| word.replace(['.', '\''], "").to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > 1 && words.first().is_some_and(|word| word == "the") {
        words.remove(0);
    }
    let mut plain = words.join(" ");
    // A tail alone is a name of its own ("The News").
    while let Some(shorter) = TAILS
        .iter()
        .find_map(|tail| plain.strip_suffix(tail)?.strip_suffix(' ').map(str::to_owned))
    {
        plain = shorter;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_for_one_agency() {
        let names = Names::new();
        for (a, b) in [
            ("AP", "The Associated Press"),
            ("Meridian", "Meridian News Service"),
            ("Agence France-Presse", "AFP"),
            ("state news agency BELTA", "state news agency BELTA"),
        ] {
            assert_eq!(names.key(a), names.key(b), "{a} / {b}");
        }
        assert_ne!(names.key("Pan-Atlantic Press"), names.key("Associated Press"));
    }
}
