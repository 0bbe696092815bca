//! Do two designations name one weapon, a weapon and its variant, or two weapons?
//!
//! A designation is taken as a set of words. `F-16` holds `F-16C` and `F-16 Block 70`; `Leopard` holds `Leopard 2A6`; `Su-3` does not hold `Su-30`;
//! `Leopard 2A4` and `Leopard 2A6` are two variants of one family.

/// A designation ready for comparing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Designation {
    pub shown: String,
    words: Vec<String>,
}

/// How one designation stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinship {
    Same,
    /// The first names a variant of what the second names.
    VariantOf,
    /// The second names a variant of what the first names.
    Holds,
    /// Two variants of one family.
    Siblings,
    Strangers,
}

impl Kinship {
    pub fn is_compatible(self) -> bool {
        matches!(self, Kinship::Same | Kinship::VariantOf | Kinship::Holds)
    }
}

/// Words that say of what sort a thing is, not which.
const FILLERS: &[&str] = &["class", "type", "block", "mk", "mark", "the", "series", "system", "of"];

impl Designation {
    pub fn of(text: &str) -> Option<Designation> {
        let mut words = words(text);
        words.sort();
        words.dedup();
        (!words.is_empty()).then(|| Designation {
            shown: text.trim().to_owned(),
            words,
        })
    }

    pub fn kinship(&self, other: &Designation) -> Kinship {
        match (
            self.words == other.words,
            self.within(&other.words),
            other.within(&self.words),
        ) {
            (true, ..) | (_, true, true) => Kinship::Same,
            (_, true, false) => Kinship::Holds,
            (_, false, true) => Kinship::VariantOf,
            _ if self.shares_a_name(other) => Kinship::Siblings,
            _ => Kinship::Strangers,
        }
    }

    /// Is every word of this designation, or a longer form of it, among `words`?
    pub fn within(&self, words: &[String]) -> bool {
        let telling = |word: &&String| !FILLERS.contains(&word.as_str());
        self.words.iter().any(|word| telling(&word))
            && self
                .words
                .iter()
                .filter(telling)
                .all(|word| words.iter().any(|other| begins(other, word)))
    }

    fn shares_a_name(&self, other: &Designation) -> bool {
        self.words.iter().any(|word| {
            !FILLERS.contains(&word.as_str())
                && word.len() > 1
                && other.words.iter().any(|other| stem(other) == stem(word))
        })
    }

    /// The family name under which a record keeps its id when a variant becomes known: `f16` for `F-16C`.
    pub fn root(&self) -> String {
        let words = words(&self.shown);
        let first = words.iter().find(|word| !FILLERS.contains(&word.as_str()));
        first.map(|word| stem(word).to_owned()).unwrap_or_default()
    }

    pub fn words(&self) -> &[String] {
        &self.words
    }
}

/// Words in lower case; a hyphen joins ("F-16" is `f16`), anything else parts. Plural endings of designations go ("Su-30s", "TB2s").
pub fn words(text: &str) -> Vec<String> {
    let joined: String = text
        .chars()
        .filter(|c| !matches!(c, '-' | '‑' | '–' | '\'' | '’' | '.'))
        .collect();
    let split = joined
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    split.map(|word| singular(&word.to_lowercase())).collect()
}

/// Without the plural ending; crude, and the same for both sides of a comparison.
pub fn singular(word: &str) -> String {
    let word = word
        .strip_suffix("ies")
        .filter(|stem| stem.len() > 2)
        .map_or_else(|| word.to_owned(), |stem| format!("{stem}y"));
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word,
    }
}

/// Is `longer` the word itself or one that goes on from it at a change between letters and digits: `f16` → `f16c`, not `su3` → `su30`?
fn begins(longer: &str, word: &str) -> bool {
    let Some(rest) = longer.strip_prefix(word) else {
        return false;
    };
    match (word.chars().next_back(), rest.chars().next()) {
        (_, None) => true,
        (Some(last), Some(next)) => {
            last.is_ascii_digit() != next.is_ascii_digit() && word.chars().any(|c| c.is_ascii_digit())
        }
        (None, _) => false,
    }
}

/// `f16` of `f16c`, `leopard` of `leopard`.
fn stem(word: &str) -> &str {
    let letters = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    let digits = word[letters..]
        .find(|c: char| !c.is_ascii_digit())
        .map_or(word.len(), |at| letters + at);
    // A word that begins with a digit ("2A6") is no name.
    if letters == 0 { word } else { &word[..digits] }
}

/// What all words have in common that may be forms of one designation: letters and the digits after them, or the digits that it begins with.
pub fn family(word: &str) -> &str {
    match word.find(|c: char| !c.is_ascii_digit()) {
        Some(end) if end > 0 => &word[..end],
        _ => stem(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinship_of_designations() {
        use Kinship::*;
        for (a, b, expect) in [
            ("F-16", "F-16C", Holds),
            ("F-16", "F-16 Block 70", Holds),
            ("F-16s", "F-16", Same),
            ("Leopard 2A6", "Leopard", VariantOf),
            ("Leopard 2", "Leopard 2A4", Holds),
            ("Leopard 2A4", "Leopard 2A6", Siblings),
            ("M1A1 Abrams", "Abrams", VariantOf),
            ("Su-3", "Su-30", Strangers),
            ("Su-30", "Su-30MKI", Holds),
            ("Bayraktar TB2", "TB2s", VariantOf),
            ("MiG-29", "Su-24", Strangers),
            ("Wing Loong", "Wing Loong I", Holds),
            ("Type 054A", "Type 039 Song", Strangers),
            ("S-300", "S-400", Strangers),
            ("S-300PMU-2", "S-300", VariantOf),
            ("Gripen E/F", "Gripen", VariantOf),
        ] {
            let (a, b) = (Designation::of(a).unwrap(), Designation::of(b).unwrap());
            assert_eq!(a.kinship(&b), expect, "{} / {}", a.shown, b.shown);
        }
    }

    #[test]
    fn roots_outlive_variants() {
        let root = |text| Designation::of(text).unwrap().root();
        assert_eq!(
            [root("F-16C"), root("F-16"), root("Leopard 2A6"), root("Su-30MKI")],
            ["f16", "f16", "leopard", "su30"]
        );
    }
}
