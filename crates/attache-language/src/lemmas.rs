//! What is the dictionary form of a word?
//!
//! Three tables (irregular forms, verbs whose endings mislead, nothing for the rest) and the spelling rules of English: `-s`, `-ed`,
//! `-ing`, doubled consonants, silent *e*.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::Tag;

/// `data/irregular.tsv`: class and form → dictionary form.
static IRREGULAR: LazyLock<HashMap<(&str, &str), &str>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    for line in include_str!("../data/irregular.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let mut cells = line.split('\t');
        let (Some(class), Some(base), Some(forms)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        for form in forms.split(' ') {
            // A noun that is its own plural; the cell before the forms is one of them.
            let base = if class == "same" { form } else { base };
            table.entry((class, form)).or_insert(base);
        }
        if class == "same" {
            table.insert((class, base), base);
        }
    }
    table
});

/// The dictionary forms of `data/verbs.txt` and of the irregular verbs.
static VERBS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let listed = include_str!("../data/verbs.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace);
    let irregular = IRREGULAR
        .iter()
        .filter(|((class, _), _)| *class == "verb")
        .map(|(_, base)| *base);
    listed.chain(irregular).collect()
});

/// The dictionary form of `form` when it is used as `tag`: lower case, except for names, which stay as they are.
///
/// `sold` → `sell`, `supplied` → `supply`, `missiles` → `missile`, `n't` → `not`; `'s` is `be` as an auxiliary and itself as a possessive.
pub fn lemma(form: &str, tag: Tag) -> String {
    if tag == Tag::Propn {
        return form.to_owned();
    }
    let lower = form.to_lowercase().replace('’', "'");
    let class = match tag {
        Tag::Verb => "verb",
        Tag::Aux => "aux",
        Tag::Noun => "noun",
        Tag::Adj => "adj",
        Tag::Adv => "adv",
        Tag::Pron => "pron",
        Tag::Det => "det",
        Tag::Part => "part",
        _ => return lower,
    };
    if let Some(base) = IRREGULAR.get(&(class, lower.as_str())) {
        return (*base).to_owned();
    }
    // "'s" and "'re" are sometimes tagged as verbs.
    if tag == Tag::Verb && lower == "'s" {
        return "be".to_owned();
    }
    match tag {
        Tag::Verb => verb(&lower),
        Tag::Noun => noun(&lower),
        _ => lower,
    }
}

// ---------------------------------------------------------------- nouns

fn noun(form: &str) -> String {
    // The last part of a compound is what has a plural: "air-defences".
    if let Some((head, last)) = form.rsplit_once('-').filter(|(_, last)| last.len() > 2) {
        let last = if last.starts_with(|first: char| first.is_ascii_digit()) {
            last.trim_end_matches('s').to_owned()
        } else {
            lemma(last, Tag::Noun)
        };
        return format!("{head}-{last}");
    }
    // "1990s" and "60s" are no plurals of numbers.
    if IRREGULAR.contains_key(&("same", form)) || form.starts_with(|first: char| first.is_ascii_digit()) {
        return form.to_owned();
    }
    // "warplanes" is regular; "frontmen" and "grandchildren" follow their last part.
    if let Some(stem) = form
        .strip_suffix("men")
        .filter(|stem| stem.len() > 2 && !matches!(form, "specimen" | "abdomen" | "regimen" | "acumen"))
    {
        return format!("{stem}man");
    }
    without_s(form, true)
}

/// Takes the `-s` off a plural or a third person.
fn without_s(form: &str, is_noun: bool) -> String {
    let keeps = form.len() < 3
        || !form.ends_with('s')
        || form.ends_with("ss")
        || is_noun && (form.ends_with("us") || form.ends_with("is"));
    if keeps {
        return form.to_owned();
    }
    let cut = |by: usize| form[..form.len() - by].to_owned();
    if let Some(stem) = form.strip_suffix("ies") {
        return if stem.len() > 1 { format!("{stem}y") } else { cut(1) };
    }
    // "focuses": the verb or noun in the table ends in s itself.
    if let Some(stem) = form
        .strip_suffix("es")
        .filter(|stem| stem.ends_with(['s', 'x', 'z', 'h', 'o']) && VERBS.contains(stem))
    {
        return stem.to_owned();
    }
    let doubled_sibilant = ["sses", "shes", "ches", "xes", "zzes"]
        .iter()
        .any(|ending| form.ends_with(ending));
    let long_o = form.ends_with("oes");
    if doubled_sibilant || long_o { cut(2) } else { cut(1) }
}

// ---------------------------------------------------------------- verbs

fn verb(form: &str) -> String {
    if VERBS.contains(form) {
        return form.to_owned();
    }
    // "re-exported", "counter-attacked": the last part is the verb.
    if let Some((head, last)) = form.rsplit_once('-').filter(|(_, last)| last.len() > 3) {
        return format!("{head}-{}", lemma(last, Tag::Verb));
    }
    if let Some(stem) = form.strip_suffix("ied").filter(|stem| !stem.is_empty()) {
        return format!("{stem}y");
    }
    if let Some(stem) = form.strip_suffix("ed").filter(|stem| has_vowel(stem)) {
        return base(stem, true);
    }
    if let Some(stem) = form
        .strip_suffix("ing")
        .filter(|stem| has_vowel(stem) && stem.len() > 1)
    {
        return base(stem, false);
    }
    for prefix in ["re", "un", "over", "under", "out", "mis", "fore", "with", "inter"] {
        // "resent" is no "re-send" here; the rest of the word must itself be an irregular form.
        if let Some(rest) = form.strip_prefix(prefix)
            && rest.len() > 3
            && let Some(base) = IRREGULAR.get(&("verb", rest))
        {
            return format!("{prefix}{base}");
        }
    }
    without_s(form, false)
}

/// Every form that a verb or noun may take in a text, lower case, by the table and the rules of spelling; some are no words.
pub fn forms(base: &str) -> Vec<String> {
    let table = IRREGULAR
        .iter()
        .filter(|((class, _), known)| **known == base && matches!(*class, "verb" | "noun"));
    let mut forms: Vec<String> = table.map(|((_, form), _)| (*form).to_owned()).collect();
    let mut add = |stem: &str, endings: &[&str]| forms.extend(endings.iter().map(|ending| format!("{stem}{ending}")));
    add(base, &["", "s"]);
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let last: Vec<char> = base.chars().rev().take(2).collect();
    match last.as_slice() {
        ['e', ..] => {
            add(base, &["d", "r", "rs"]);
            add(&base[..base.len() - 1], &["ing", "ings"]);
        }
        ['y', before, ..] if !vowel(*before) => {
            add(&base[..base.len() - 1], &["ies", "ied", "ier", "iers"]);
            add(base, &["ing"]);
        }
        ['c', ..] => add(base, &["ked", "king", "ker", "kers"]),
        [end, middle, ..] => {
            add(base, &["ed", "ing", "ings", "er", "ers", "es"]);
            if vowel(*middle) && !vowel(*end) && end.is_ascii_lowercase() {
                add(&format!("{base}{end}"), &["ed", "ing", "ings", "er", "ers"]);
            }
        }
        _ => {}
    }
    forms
}

/// The verb whose `-ed` or `-ing` form begins with `stem`.
fn base(stem: &str, past: bool) -> String {
    let silent = format!("{stem}e");
    let undoubled = undoubled(stem);
    if let Some(single) = undoubled.filter(|single| VERBS.contains(single)) {
        return single.to_owned();
    }
    // "stared" is of "stare": "star" would have doubled its r.
    if VERBS.contains(silent.as_str()) && (!VERBS.contains(stem) || doubles(stem)) {
        return silent;
    }
    if VERBS.contains(stem) {
        return stem.to_owned();
    }
    for prefix in [
        "re", "un", "over", "under", "out", "mis", "dis", "pre", "de", "co", "inter",
    ] {
        if let Some(rest) = stem
            .strip_prefix(prefix)
            .filter(|rest| rest.len() > 3 && has_vowel(rest))
        {
            let found = base_in_table(rest);
            if let Some(found) = found {
                return format!("{prefix}{found}");
            }
        }
    }
    if let Some(single) = undoubled {
        let belongs = match stem.as_bytes().last() {
            Some(b's' | b'z' | b'f') => true,
            // "kill" but "travel": one syllable keeps the double l.
            Some(b'l') => syllables(single) < 2,
            _ => false,
        };
        return if belongs { stem.to_owned() } else { single.to_owned() };
    }
    if wants_e(stem, past) { silent } else { stem.to_owned() }
}

fn base_in_table(stem: &str) -> Option<String> {
    let silent = format!("{stem}e");
    let single = undoubled(stem)
        .filter(|single| VERBS.contains(single))
        .map(str::to_owned);
    single
        .or_else(|| VERBS.contains(silent.as_str()).then_some(silent))
        .or_else(|| VERBS.contains(stem).then(|| stem.to_owned()))
}

/// The stem without the second of two equal last consonants.
fn undoubled(stem: &str) -> Option<&str> {
    let bytes = stem.as_bytes();
    let [.., before, last] = bytes else { return None };
    (before == last && !is_vowel(*last) && last.is_ascii_alphabetic()).then(|| &stem[..stem.len() - 1])
}

/// Would a verb of this spelling double its last letter: one syllable, one vowel, one consonant?
fn doubles(stem: &str) -> bool {
    let [.., before, vowel, last] = stem.as_bytes() else {
        return false;
    };
    !is_vowel(*before)
        && is_vowel(*vowel)
        && !is_vowel(*last)
        && !matches!(last, b'w' | b'x' | b'y')
        && syllables(stem) == 1
}

/// Does the verb behind `stem` end in a silent e, by its spelling alone?
fn wants_e(stem: &str, past: bool) -> bool {
    let bytes = stem.as_bytes();
    let Some(&last) = bytes.last() else { return false };
    let before = bytes.len().checked_sub(2).map_or(b' ', |at| bytes[at]);
    let earlier = bytes.len().checked_sub(3).map_or(b' ', |at| bytes[at]);
    match last {
        b'e' => past,
        b'v' | b'c' | b'u' | b'z' | b's' => true,
        b'a' | b'i' | b'o' | b'y' | b'w' | b'x' | b'h' | b'f' | b'j' | b'q' => false,
        b'g' if before == b'n' => matches!(earlier, b'a' | b'e'),
        b'g' => matches!(before, b'd' | b'r' | b'l') || is_vowel(before),
        b'l' if !is_vowel(before) => !matches!(before, b'l' | b'r' | b'w'),
        _ if !is_vowel(before) => false,
        // Two vowels before one consonant: "repeat", "train", "pour"; but "qu" is a consonant.
        _ if is_vowel(earlier) && !stem[..stem.len() - 2].ends_with("qu") => {
            matches!((earlier, before, last), (b'i', b'a', b't') | (b'u', b'a', b't') | (b'e', b'a', b't') if syllables(stem) > 1 && !stem.ends_with("eat"))
        }
        _ if syllables(stem) == 1 => true,
        // Longer words whose last syllable is weak have none: "offer", "open", "visit", "target".
        _ => match (before, last) {
            (b'e', b'r' | b'n' | b't' | b'l')
            | (b'o', b'n' | b'r' | b'p' | b'm' | b't' | b'l')
            | (b'i', b't' | b'l' | b'p')
            | (b'a', b'l' | b'r') => false,
            (b'e', b'd') => true,
            _ => true,
        },
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn has_vowel(stem: &str) -> bool {
    stem.bytes().any(|byte| is_vowel(byte) || byte == b'y')
}

/// Groups of vowels, `y` behind a consonant included.
fn syllables(stem: &str) -> usize {
    let mut count = 0;
    let mut in_vowels = false;
    for (at, byte) in stem.bytes().enumerate() {
        let vowel = is_vowel(byte) || byte == b'y' && at > 0;
        count += usize::from(vowel && !in_vowels);
        in_vowels = vowel;
    }
    count
}
