//! When do a predicted value and a gold value say the same?
//!
//! Codes, stages and counts are compared exactly; names of parties, weapons and sources as people would, without case, hyphens and articles.

use std::sync::LazyLock;

use attache_model::{Category, Money, Quantity, When};
use attache_reading::vocabulary::Vocabulary;

use super::gold;

/// The tables that also read the articles, which fails long before this when they cannot be read.
static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::shipped().expect("the shipped tables are whole"));

/// Lower case, letters and digits only: `T-72 B3` and `T72B3` have one key.
pub fn key(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of a name, lower case, without articles, prepositions and possessive endings.
pub fn words(name: &str) -> Vec<String> {
    let plain = name.replace(['’', '‘'], "'").replace("'s", " ").to_lowercase();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            !word.is_empty()
                && !matches!(
                    *word,
                    "the" | "a" | "an" | "of" | "by" | "in" | "for" | "on" | "at" | "to" | "and"
                )
        })
        .map(str::to_owned)
        .collect()
}

/// Are all words of the one among those of the other? Never true of an empty name.
fn one_holds_the_other(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !few.is_empty() && few.iter().all(|word| many.contains(word))
}

/// Two parties, each a state's code or a name; absent matches absent. Names match when they are names of one body (`RSF`, `Rapid Support Forces`) or
/// one holds the other (`Wagner`, `Wagner Group`).
pub fn party(predicted: Option<&str>, gold: Option<&str>) -> bool {
    let body = |name| VOCABULARY.body(name);
    match (gold::known(predicted), gold::known(gold)) {
        (None, None) => true,
        (Some(predicted), Some(gold)) if body(gold).is_some_and(|name| body(predicted) == Some(name)) => true,
        (Some(predicted), Some(gold)) if is_code(predicted) || is_code(gold) => predicted == gold,
        (Some(predicted), Some(gold)) => key(predicted) == key(gold) || one_holds_the_other(predicted, gold),
        _ => false,
    }
}

fn is_code(name: &str) -> bool {
    name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `Leopard` and `Leopard 2A6`, `Abrams` and `M1A1 Abrams`: one key begins the other, or one holds all words of the other.
pub fn designation(a: &str, b: &str) -> bool {
    let (left, right) = (key(a), key(b));
    let (short, long) = if left.len() <= right.len() {
        (&left, &right)
    } else {
        (&right, &left)
    };
    !short.is_empty() && (long.starts_with(short.as_str()) || one_holds_the_other(a, b))
}

/// What a claim or record says of the arms.
#[derive(Clone, Copy, Debug)]
pub struct Arms<'a> {
    pub designation: Option<&'a str>,
    pub category: Category,
}

/// Two named weapons must be one; where either is not named, the category must be the same.
pub fn arms(predicted: Arms<'_>, gold: Arms<'_>) -> bool {
    match (predicted.designation, gold.designation) {
        (Some(predicted), Some(gold)) => designation(predicted, gold),
        _ => predicted.category == gold.category,
    }
}

pub fn quantity(predicted: Option<&Quantity>, gold: Option<&Quantity>) -> bool {
    predicted == gold
}

/// The same currency and bound, and amounts that differ by less than half a percent.
pub fn money(predicted: Option<&Money>, gold: Option<&Money>) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 0.005 * a.abs().max(b.abs());
    match (predicted, gold) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            let high = match (a.high, b.high) {
                (None, None) => true,
                (Some(a), Some(b)) => near(a, b),
                _ => false,
            };
            a.currency == b.currency && a.bound == b.bound && near(a.amount, b.amount) && high
        }
        _ => false,
    }
}

/// The same precision, and one period within the other.
pub fn within(predicted: When, gold: When) -> bool {
    predicted.precision == gold.precision && (predicted.contains(gold) || gold.contains(predicted))
}

/// `Reuters` and `the Reuters news agency`, `report by UN experts` and `a confidential report by UN experts`.
pub fn source(predicted: &str, gold: &str) -> bool {
    key(predicted) == key(gold) || one_holds_the_other(predicted, gold)
}

/// Two names of one outlet: as sources are, or the initials of the other (`NVNS`, `Nile Valley News Service`).
pub fn outlet(a: &str, b: &str) -> bool {
    let initials = |name: &str| -> String {
        let words = name.split([' ', '-']).filter_map(|word| word.chars().next());
        words.filter(|first| first.is_uppercase()).collect()
    };
    source(a, b) || initials(a) == b || initials(b) == a
}

#[cfg(test)]
mod tests {
    use attache_model::Bound;

    use super::*;

    #[test]
    fn parties() {
        assert!(party(Some("ARE"), Some("ARE")));
        assert!(party(None, Some("unknown")));
        assert!(party(Some("Rapid Support Forces"), Some("RSF")));
        assert!(party(Some("UN Security Council"), Some("UN")));
        assert!(!party(Some("Hamas"), Some("EU")));
        assert!(party(Some("Wagner"), Some("Wagner Group")));
        assert!(party(Some("the Libyan National Army"), Some("Libyan National Army")));
        assert!(!party(Some("ARE"), None));
        assert!(!party(Some("ARE"), Some("ARM")));
        assert!(!party(Some("Wagner"), Some("RUS")));
    }

    #[test]
    fn outlets() {
        assert!(outlet("NVNS", "Nile Valley News Service"));
        assert!(outlet("Meridian", "Meridian News Service"));
        assert!(!outlet("Meridian", "Danubia"));
        assert!(!outlet("AP", "Nile Valley News Service"));
    }

    #[test]
    fn designations() {
        assert!(designation("T-72 B3", "T72B3"));
        assert!(designation("Leopard", "Leopard 2A6"));
        assert!(designation("Abrams", "M1A1 Abrams"));
        assert!(!designation("Leopard 1", "Leopard 2"));
        assert!(!designation("", "Leopard 2"));
    }

    #[test]
    fn named_weapons_are_not_excused_by_their_category() {
        let named = |designation| Arms {
            designation: Some(designation),
            category: Category::ArmouredVehicles,
        };
        let plain = Arms {
            designation: None,
            category: Category::ArmouredVehicles,
        };
        assert!(!arms(named("Marder"), named("Leopard 2")));
        assert!(arms(plain, named("Leopard 2")));
        assert!(!arms(
            Arms {
                designation: None,
                category: Category::Artillery
            },
            plain
        ));
    }

    #[test]
    fn sums_and_dates() {
        let sum = |amount, bound| Money {
            amount,
            high: None,
            currency: "USD".to_owned(),
            bound,
        };
        assert!(money(
            Some(&sum(1.5e9, Bound::About)),
            Some(&sum(1_500_000_000.0, Bound::About))
        ));
        assert!(!money(Some(&sum(1.5e9, Bound::Exact)), Some(&sum(1.5e9, Bound::About))));
        assert!(!money(Some(&sum(1.5e9, Bound::Exact)), None));
        let when = |text: &str| text.parse::<When>().unwrap();
        assert!(within(when("2018/2022"), when("2020")));
        assert!(!within(when("2020-03"), when("2020")), "another precision");
    }
}
