//! Which currency stands before or behind a number?
//!
//! The table is `data/currencies.csv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::scan::{Kind, Scan, magnitude};

struct Currencies {
    /// Before the number.
    signs: HashMap<&'static str, &'static str>,
    /// Before or behind it.
    codes: HashMap<&'static str, &'static str>,
    /// Behind it: noun and the adjective before it.
    nouns: HashMap<(&'static str, &'static str), &'static str>,
}

static CURRENCIES: LazyLock<Currencies> = LazyLock::new(|| {
    let mut table = Currencies {
        signs: HashMap::new(),
        codes: HashMap::new(),
        nouns: HashMap::new(),
    };
    for line in include_str!("../../data/currencies.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let cells: Vec<&str> = line.split(',').collect();
        match cells[..] {
            ["sign", text, _, code] => table.signs.insert(text, code),
            ["code", text, _, code] => table.codes.insert(text, code),
            ["noun", text, adjective, code] => table.nouns.insert((text, adjective), code),
            _ => None,
        };
    }
    table
});

/// A currency before the number: `$`, `US$`, `€`, `Rs`, `Rs.`, `SEK`; with one past it.
pub fn sign_before(scan: &Scan<'_>, at: usize) -> Option<(String, usize)> {
    let atom = scan.atoms.get(at)?;
    let is_number = |next: usize| scan.digits(next).is_some() || scan.cardinal(next).is_some();
    if atom.kind == Kind::Word && scan.is_mark(at + 1, "$") && scan.is_glued(at + 1) && is_number(at + 2) {
        let sign = format!("{}$", atom.lower);
        let code = CURRENCIES.signs.get(sign.as_str())?;
        return Some(((*code).to_owned(), at + 2));
    }
    let code = match atom.kind {
        Kind::Digits => None,
        Kind::Mark => CURRENCIES.signs.get(atom.text),
        Kind::Word if atom.text.chars().all(char::is_uppercase) => CURRENCIES
            .codes
            .get(atom.lower.as_str())
            .or_else(|| CURRENCIES.signs.get(atom.lower.as_str())),
        Kind::Word if atom.text == "Rs" => CURRENCIES.signs.get("rs"),
        Kind::Word => None,
    }?;
    let next = if scan.is_mark(at + 1, ".") && atom.kind == Kind::Word {
        at + 2
    } else {
        at + 1
    };
    // `$` behind letters that name no currency is a sign all the same; a word must be one by itself.
    let digits_follow = scan.digits(next).is_some() || atom.kind == Kind::Mark && scan.cardinal(next).is_some();
    digits_follow.then(|| ((*code).to_owned(), next))
}

/// A currency behind the number: "euros", "US dollars", "Swedish kronor", "USD", "€".
pub fn currency_behind(scan: &Scan<'_>, at: usize) -> Option<(String, usize)> {
    let at = scan.hyphen(at).unwrap_or(at);
    if scan.is_mark(at, "€£¥₹₽₺₴₩₪") {
        let code = CURRENCIES.signs.get(scan.atoms.get(at)?.text)?;
        // `5 $3` is two numbers; `5 €` is one.
        return scan.digits(at + 1).is_none().then(|| ((*code).to_owned(), at + 1));
    }
    let atom = scan.atoms.get(at).filter(|atom| atom.kind == Kind::Word)?;
    if let Some(code) = CURRENCIES
        .codes
        .get(atom.lower.as_str())
        .filter(|_| atom.text.chars().all(char::is_uppercase))
    {
        return Some(((*code).to_owned(), at + 1));
    }
    // "U.S. dollars", "Hong Kong dollars", "New Zealand dollars", "US dollars".
    let dotted =
        scan.word(at) == "u" && scan.is_mark(at + 1, ".") && scan.word(at + 2) == "s" && scan.is_mark(at + 3, ".");
    if dotted && singular(scan.word(at + 4)) == "dollar" {
        return Some(("USD".to_owned(), at + 5));
    }
    let compound = matches!(
        scan.word(at),
        "hong" | "new" | "sri" | "south" | "north" | "deutsche" | "pounds" | "pound"
    );
    for (adjective, noun) in [(at + 1, at + 2), (at, at + 1)] {
        if adjective > at && !compound {
            continue;
        }
        let key = (singular(scan.word(noun)), scan.word(adjective));
        if scan.is_capital(adjective)
            && let Some((_, code)) = CURRENCIES.nouns.iter().find(|(known, _)| **known == key)
        {
            return Some(((*code).to_owned(), noun + 1));
        }
    }
    // "500 million Bulgarian leva": an adjective that the table lacks leaves open whose dollars or pounds they are.
    let noun = singular(scan.word(at + 1));
    if scan.is_capital(at)
        && let Some(code) = alone(noun)
    {
        let shared = CURRENCIES
            .nouns
            .keys()
            .any(|(known, adjective)| *known == noun && !adjective.is_empty());
        return Some((if shared { "XXX" } else { code }.to_owned(), at + 2));
    }
    let noun = singular(scan.word(at));
    let code = alone(noun)?;
    // A 500-pound bomb is no money, nor are 500 pounds of explosives; "won" is a verb first of all.
    let hyphenated = at.checked_sub(1).is_some_and(|before| scan.is_mark(before, "-‐‑"));
    let weight = noun == "pound" && (hyphenated || scan.word(at + 1) == "of");
    let verb = noun == "won"
        && at
            .checked_sub(1)
            .is_none_or(|before| magnitude(scan.word(before)).is_none());
    (!weight && !verb).then(|| (code.to_owned(), at + 1))
}

/// The currency that a noun names without an adjective.
fn alone(noun: &str) -> Option<&'static str> {
    CURRENCIES
        .nouns
        .iter()
        .find(|((known, adjective), _)| *known == noun && adjective.is_empty())
        .map(|(_, code)| *code)
}

fn singular(word: &str) -> &str {
    if matches!(word, "lei" | "reais") {
        word
    } else {
        word.strip_suffix('s').unwrap_or(word)
    }
}
