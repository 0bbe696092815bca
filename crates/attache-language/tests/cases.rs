//! Do the rules read the cases in `cases/*.md` as written there?
//!
//! Every line ``- `input` → `expected` `` of these files is a case. Its notation depends on the file and is explained at the top of each.

use std::path::Path;

use attache_language::{Number, NumberUnit, Tag, dates, lemma, numbers, split, tokenize};
use attache_model::{Bound, Span};

/// Runs every case of a file and reports all that fail at once.
fn check(file: &str, read: impl Fn(&str, &Settings) -> String) -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut settings = Settings::default();
    let (mut count, mut failures) = (0, Vec::new());
    for (number, line) in text.lines().enumerate() {
        if let Some((name, value)) = line.split_once(": `") {
            settings.set(name, value.trim_end_matches('`'));
        }
        let Some((input, expected)) = line.strip_prefix("- `").and_then(|case| case.split_once("` → `")) else {
            continue;
        };
        let expected = expected.trim_end().trim_end_matches('`');
        let found = read(&input.replace('⏎', "\n"), &settings);
        count += 1;
        if found != expected {
            failures.push(format!(
                "{file}:{}\n  input    {input}\n  expected {expected}\n  found    {found}",
                number + 1
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {count} cases fail\n{}",
        failures.len(),
        failures.join("\n")
    );
    count
}

/// What holds from a `Name: \`value\`` line on.
#[derive(Default)]
struct Settings {
    anchor: dates::Anchor,
}

impl Settings {
    fn set(&mut self, name: &str, value: &str) {
        match name {
            "Published" => self.anchor.published = value.parse().ok(),
            "Running" => self.anchor.running = value.parse().ok(),
            _ => {}
        }
    }
}

fn all(text: &str) -> Span {
    Span::new(0, text.len())
}

fn joined(text: &str, spans: &[Span], between: &str) -> String {
    let parts: Vec<String> = spans
        .iter()
        .map(|span| span.slice(text).unwrap().replace('\n', "⏎"))
        .collect();
    parts.join(between)
}

#[test]
fn tokens() {
    assert!(check("tokens.md", |text, _| joined(text, &tokenize(text, all(text)), " ")) > 20);
}

#[test]
fn sentences() {
    assert!(check("sentences.md", |text, _| joined(text, &split(text, all(text)), " ‖ ")) > 20);
}

#[test]
fn lemmas() {
    let tag = |name: &str| match name {
        "verb" => Tag::Verb,
        "aux" => Tag::Aux,
        "noun" => Tag::Noun,
        "propn" => Tag::Propn,
        "adj" => Tag::Adj,
        "part" => Tag::Part,
        "pron" => Tag::Pron,
        other => panic!("unknown class {other}"),
    };
    let read = |text: &str, _: &Settings| {
        let (class, forms) = text.split_once(' ').unwrap();
        forms
            .split(' ')
            .map(|form| lemma(form, tag(class)))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert!(check("lemmas.md", read) > 10);
}

#[test]
fn numbers_cases() {
    let shown = |text: &str, number: &Number| {
        let value = match number.high {
            Some(high) => format!("{}–{high}", number.value),
            None => number.value.to_string(),
        };
        let bound = match number.bound {
            Bound::Exact | Bound::Range => "",
            Bound::AtLeast => "≥",
            Bound::AtMost => "≤",
            Bound::About => "~",
        };
        let unit = match &number.unit {
            NumberUnit::Count => String::new(),
            NumberUnit::Percent => " %".to_owned(),
            NumberUnit::Money(name) | NumberUnit::Measure(name) => format!(" {name}"),
        };
        format!("{} = {bound}{value}{unit}", number.span.slice(text).unwrap())
    };
    let read = |text: &str, _: &Settings| {
        let found: Vec<String> = numbers::find(text, all(text))
            .iter()
            .map(|number| shown(text, number))
            .collect();
        if found.is_empty() {
            "none".to_owned()
        } else {
            found.join(" · ")
        }
    };
    assert!(check("numbers.md", read) > 40);
}

#[test]
fn dates_cases() {
    let read = |text: &str, settings: &Settings| {
        let found: Vec<String> = dates::find(text, all(text), settings.anchor)
            .iter()
            .map(|date| {
                let when = date.when.map_or_else(|| "?".to_owned(), |when| when.to_string());
                let relative = if date.relative { " ~" } else { "" };
                format!("{} = {when}{relative}", date.span.slice(text).unwrap())
            })
            .collect();
        if found.is_empty() {
            "none".to_owned()
        } else {
            found.join(" · ")
        }
    };
    assert!(check("dates.md", read) > 40);
}
