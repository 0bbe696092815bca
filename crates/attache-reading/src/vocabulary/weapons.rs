//! Which weapon does a word or designation mean?
//!
//! Designations are looked up by a key without case, hyphens, spaces and dots, so that `T-72B3`, `T72-B3` and `T 72 B3s` are one.
//! A variant that no row lists (`T-72AV`, `F-16C/D`) takes category and maker of the row whose designation it extends.

use std::collections::HashMap;

use attache_model::Category;
use serde::{Deserialize, Deserializer};

use super::table;

/// A row of weapons.csv.
#[derive(Clone, Debug, Deserialize)]
pub struct WeaponEntry {
    pub designation: String,
    pub category: Category,
    /// The noun a newspaper uses: `fighter jet`.
    pub kind: String,
    /// States that make it.
    #[serde(deserialize_with = "table::list")]
    pub maker: Vec<String>,
    #[serde(deserialize_with = "table::list")]
    pub aliases: Vec<String>,
    pub example: String,
}

/// A row of weapon_kinds.csv: a generic noun for arms.
#[derive(Clone, Debug)]
pub struct Kind {
    pub noun: String,
    pub category: Category,
    /// Has a common civil sense: counts only among arms.
    pub risky: bool,
    pub example: String,
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
        #[derive(Deserialize)]
        struct Row {
            noun: String,
            category: Category,
            example: String,
        }
        let row = Row::deserialize(deserializer)?;
        let risky = row.noun.ends_with('?');
        Ok(Kind {
            noun: row.noun.trim_end_matches('?').to_owned(),
            category: row.category,
            risky,
            example: row.example,
        })
    }
}

/// A row of weapon_modifiers.csv: what a word before a general noun says of its category.
#[derive(Clone, Debug, Deserialize)]
pub struct Modifier {
    pub modifier: String,
    pub category: Category,
    pub example: String,
}

pub struct Weapons {
    entries: Vec<WeaponEntry>,
    modifiers: HashMap<String, Modifier>,
    /// Key of a designation or alias → entry, whether it needs military context, and the name the register uses.
    keys: HashMap<String, (usize, bool, String)>,
    kinds: HashMap<String, Kind>,
}

/// A designation found in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Designated<'a> {
    /// The register's form: the row's designation, or the variant as written.
    pub designation: String,
    pub entry: &'a WeaponEntry,
    pub risky: bool,
}

impl PartialEq for WeaponEntry {
    fn eq(&self, other: &WeaponEntry) -> bool {
        self.designation == other.designation
    }
}

impl Weapons {
    pub fn new(entries: Vec<WeaponEntry>, kinds: Vec<Kind>, modifiers: Vec<Modifier>) -> Weapons {
        let mut keys: HashMap<String, (usize, bool, String)> = HashMap::new();
        let plain = |name: &str| name.trim_end_matches('?').to_owned();
        // Designations first: an alias never hides another row's designation.
        for (index, entry) in entries.iter().enumerate() {
            keys.entry(key(&entry.designation)).or_insert((
                index,
                entry.designation.ends_with('?'),
                plain(&entry.designation),
            ));
        }
        let mut entries = entries;
        for (index, entry) in entries.iter_mut().enumerate() {
            for alias in &entry.aliases {
                // "TB2" is short for "Bayraktar TB2", "Sukhoi Su-30" long for "Su-30", "Dornier 228" for "Do-228"; other aliases keep their
                // name, for a row may hold near relatives.
                let (own, other) = (key(&entry.designation), key(alias));
                let short = own.ends_with(&other) && other.bytes().any(|byte| byte.is_ascii_digit());
                let shown = if short || other.ends_with(&own) || is_spelt_out(&own, &other) {
                    plain(&entry.designation)
                } else {
                    plain(alias)
                };
                keys.entry(key(alias)).or_insert((index, alias.ends_with('?'), shown));
            }
            entry.designation = plain(&entry.designation);
        }
        keys.remove("");
        let kinds = kinds.into_iter().map(|kind| (kind.noun.clone(), kind)).collect();
        let modifiers = modifiers.into_iter().map(|row| (row.modifier.clone(), row)).collect();
        Weapons {
            entries,
            modifiers,
            keys,
            kinds,
        }
    }

    pub fn entries(&self) -> &[WeaponEntry] {
        &self.entries
    }

    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.values()
    }

    /// Designations and aliases that count without military context.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let own = self
            .entries
            .iter()
            .filter(|entry| {
                !self
                    .keys
                    .get(&key(&entry.designation))
                    .is_some_and(|(_, risky, _)| *risky)
            })
            .map(|entry| entry.designation.as_str());
        let other = self
            .entries
            .iter()
            .flat_map(|entry| &entry.aliases)
            .filter(|alias| !alias.ends_with('?'))
            .map(String::as_str);
        own.chain(other)
    }

    pub fn modifiers(&self) -> impl Iterator<Item = &Modifier> {
        self.modifiers.values()
    }

    /// What `word` (lower case) before a general noun says of its category.
    pub fn modifier(&self, word: &str) -> Option<Category> {
        self.modifiers.get(word).map(|row| row.category)
    }

    /// The generic noun (singular, lower case), if it names arms.
    pub fn kind(&self, noun: &str) -> Option<&Kind> {
        self.kinds.get(noun)
    }

    /// Does a row have this very name?
    pub fn is_listed(&self, written: &str) -> bool {
        let plain = key(written);
        self.keys.contains_key(&plain)
            || plain
                .strip_suffix('s')
                .is_some_and(|singular| self.keys.contains_key(singular))
    }

    /// The weapon that `written` designates, exactly or as a variant of a row.
    pub fn designated(&self, written: &str) -> Option<Designated<'_>> {
        let plain = key(written);
        let singular = plain.strip_suffix('s').filter(|rest| rest.len() > 1);
        // "MiG-29s" are MiG-29s, not a MiG-29S: a small s behind a digit or capital is the plural.
        let mut before = written.chars().rev().skip(1);
        let plural = written.ends_with('s')
            && before
                .next()
                .is_some_and(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        let order = if plural {
            [singular, Some(plain.as_str())]
        } else {
            [Some(plain.as_str()), singular]
        };
        for candidate in order.into_iter().flatten() {
            if let Some((index, risky, shown)) = self.keys.get(candidate) {
                return Some(Designated {
                    designation: shown.clone(),
                    entry: &self.entries[*index],
                    risky: *risky,
                });
            }
        }
        self.variant(written, singular.filter(|_| written.ends_with('s')).unwrap_or(&plain))
    }

    /// `T-72AV` is a T-72, `F-16C/D` an F-16: the longest row that the key extends by letters after a digit, or digits after a letter.
    fn variant(&self, written: &str, plain: &str) -> Option<Designated<'_>> {
        // The last word carries the variant: "Leopard 2A6 tanks" is no variant of anything.
        let last_word = written.rsplit(' ').next().unwrap_or(written);
        if !last_word.bytes().any(|byte| byte.is_ascii_digit()) || !plain.is_ascii() {
            return None;
        }
        for cut in (2..plain.len()).rev() {
            let (stem, rest) = plain.split_at(cut);
            let last = stem.as_bytes()[cut - 1];
            let next = rest.as_bytes()[0];
            let boundary = last.is_ascii_digit() && !next.is_ascii_digit();
            let tail = rest.len() <= 5 && stem.bytes().any(|byte| byte.is_ascii_digit());
            if boundary
                && tail
                && let Some((index, false, _)) = self.keys.get(stem)
            {
                let designation = without_plural(written, plain).to_owned();
                return Some(Designated {
                    designation,
                    entry: &self.entries[*index],
                    risky: false,
                });
            }
        }
        None
    }
}

/// "dornier228" is "do228" with its maker in full.
fn is_spelt_out(short: &str, long: &str) -> bool {
    fn parts(key: &str) -> Option<(&str, &str)> {
        Some(key.split_at(key.find(|c: char| c.is_ascii_digit())?))
    }
    match (parts(short), parts(long)) {
        (Some((letters, number)), Some((full, same))) => {
            number == same && letters.len() > 1 && full.starts_with(letters)
        }
        _ => false,
    }
}

/// As written, without the plural s that the key has lost.
fn without_plural<'a>(written: &'a str, plain: &str) -> &'a str {
    let written = written.trim();
    written
        .strip_suffix('s')
        .filter(|_| !plain.ends_with('s'))
        .unwrap_or(written)
}

/// Lower case without hyphens, spaces, dots, slashes and quotes.
pub fn key(written: &str) -> String {
    written
        .trim_end_matches('?')
        .chars()
        .filter(|c| {
            !matches!(
                c,
                '-' | '‐' | '‑' | '–' | ' ' | '\u{a0}' | '.' | '/' | '\'' | '’' | '"' | '“' | '”'
            )
        })
        .flat_map(char::to_lowercase)
        .collect()
}
