//! Which words tell what part of a page a line is?
//!
//! The words are in `data/furniture.csv` and `data/lines.csv`, compiled in; this file looks them up.

use std::collections::HashMap;
use std::sync::LazyLock;

const FURNITURE: &str = include_str!("../data/furniture.csv");
const LINES: &str = include_str!("../data/lines.csv");

/// A cue of several words is looked up by its first.
struct Cue {
    words: Vec<String>,
    /// The last word may go on ("cookie*").
    open: bool,
    weight: f32,
}

#[derive(Default)]
struct Tables {
    cues: HashMap<String, Vec<Cue>>,
    /// Cues of one open word, such as "newsletter*".
    stems: Vec<(String, f32)>,
    labels: HashMap<String, f32>,
    header: HashMap<String, f32>,
    lines: Vec<LineCue>,
}

struct LineCue {
    phrase: String,
    kind: LineKind,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineKind {
    Credit,
    Caption,
    Byline,
    Dated,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Whole,
    Anywhere,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

impl Tables {
    fn read() -> Tables {
        let mut tables = Tables::default();
        for [cue, kind, weight] in rows(FURNITURE) {
            let weight: f32 = weight.parse().unwrap_or(0.0);
            match kind.as_str() {
                "label" => drop(tables.labels.insert(cue, weight)),
                "header" => drop(tables.header.insert(cue, weight)),
                _ => tables.add(&cue, weight),
            }
        }
        for [phrase, kind, place] in rows(LINES) {
            let kind = match kind.as_str() {
                "credit" => LineKind::Credit,
                "caption" => LineKind::Caption,
                "byline" => LineKind::Byline,
                _ => LineKind::Dated,
            };
            let place = match place.as_str() {
                "start" => Place::Start,
                "whole" => Place::Whole,
                _ => Place::Anywhere,
            };
            tables.lines.push(LineCue { phrase, kind, place });
        }
        tables
    }

    fn add(&mut self, cue: &str, weight: f32) {
        let (cue, open) = cue.strip_suffix('*').map_or((cue, false), |stem| (stem, true));
        let words: Vec<String> = words(cue).collect();
        match words.as_slice() {
            [] => {}
            [only] if open => self.stems.push((only.clone(), weight)),
            [first, ..] => self
                .cues
                .entry(first.clone())
                .or_default()
                .push(Cue { words, open, weight }),
        }
    }
}

/// The first three columns of each row; comment lines and the header left out.
fn rows(table: &str) -> Vec<[String; 3]> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .flexible(true)
        .from_reader(table.as_bytes());
    reader
        .records()
        .filter_map(Result::ok)
        .map(|row| [0, 1, 2].map(|at| row.get(at).unwrap_or_default().to_owned()))
        .collect()
}

fn words(line: &str) -> impl Iterator<Item = String> + '_ {
    let inside = |c: char| c.is_alphanumeric() || "'’@-&".contains(c);
    line.split(move |c| !inside(c))
        .map(|word| word.trim_matches('-'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// The summed weight of the furniture cues in a line, quoted speech left out.
pub(crate) fn weight(line: &str) -> f32 {
    let words: Vec<String> = words(&unquoted(line)).collect();
    let mut sum = 0.0;
    for (at, word) in words.iter().enumerate() {
        for cue in TABLES.cues.get(word).into_iter().flatten() {
            let rest = words.get(at..at + cue.words.len()).unwrap_or_default();
            let fits = |(index, (found, wanted)): (usize, (&String, &String))| {
                found == wanted || (cue.open && index + 1 == cue.words.len() && found.starts_with(wanted.as_str()))
            };
            if !rest.is_empty() && rest.iter().zip(&cue.words).enumerate().all(fits) {
                sum += cue.weight;
            }
        }
        sum += TABLES
            .stems
            .iter()
            .filter(|(stem, _)| word.starts_with(stem.as_str()))
            .map(|(_, weight)| weight)
            .sum::<f32>();
    }
    sum
}

/// The line without what stands in quotation marks: people may speak of subscriptions.
fn unquoted(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut inside = false;
    for c in line.chars() {
        match c {
            '“' | '«' => inside = true,
            '”' | '»' => inside = false,
            '"' => inside = !inside,
            c if !inside => kept.push(c),
            _ => {}
        }
    }
    if inside { line.to_owned() } else { kept }
}

/// Does the line address the reader, outside quotation marks?
pub(crate) fn addresses_reader(line: &str) -> bool {
    words(&unquoted(line)).any(|word| matches!(word.as_str(), "you" | "your" | "you're" | "you’re" | "yours"))
}

/// A header over other stories ("More to read:"), and the byte at which the rest of the line begins when it goes on.
pub(crate) fn header(line: &str) -> Option<usize> {
    let trimmed = line.trim_end();
    if trimmed.len() > 400 {
        return None;
    }
    if let Some(colon) = trimmed.find(':')
        && is_header(&trimmed[..colon])
    {
        return Some(colon + 1);
    }
    is_header(trimmed).then_some(line.len())
}

fn is_header(line: &str) -> bool {
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    let (mut count, mut sum, mut settled) = (0usize, 0.0, false);
    for word in words(line).filter(|word| word.contains(char::is_alphabetic)) {
        let Some(weight) = TABLES.header.get(&word).copied() else {
            return false;
        };
        count += 1;
        sum += weight;
        settled |= weight >= 0.9;
    }
    (1..=7).contains(&count) && line.len() <= 50 && (settled || sum >= 1.3) && !line.ends_with('.')
}

/// A header over what readers say: nothing below it is the article.
pub(crate) fn opens_comments(line: &str) -> bool {
    header(line).is_some()
        && words(line).any(|word| matches!(word.as_str(), "comment" | "comments" | "reactions" | "replies"))
}

/// A line that a label before its colon makes furniture ("Tags: …").
pub(crate) fn labelled(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some((label, _)) = line.split_once(':') else {
        return false;
    };
    label.len() <= 40
        && TABLES
            .labels
            .get(&label.trim().to_lowercase())
            .is_some_and(|weight| *weight >= 0.9)
}

/// Is the line of a kind that a phrase of `lines.csv` marks? Gives the byte at which the rest begins.
pub(crate) fn line_kind(line: &str, kind: LineKind) -> Option<usize> {
    let lower = line.to_lowercase();
    // Lower case may change lengths outside ASCII; offsets are only given out where it did not.
    let same = lower.len() == line.len();
    let bare = lower.trim_matches(|c: char| c.is_whitespace() || "()[]–—-.*_".contains(c));
    TABLES
        .lines
        .iter()
        .filter(|cue| cue.kind == kind)
        .find_map(|cue| match cue.place {
            Place::Start => {
                let rest = lower.strip_prefix(&cue.phrase)?;
                let ends = !cue.phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric);
                ends.then_some(if same { cue.phrase.len() } else { 0 })
            }
            Place::Whole => (bare == cue.phrase).then_some(0),
            Place::Anywhere => lower.contains(&cue.phrase).then_some(0),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_finds_its_example() {
        for row in csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_reader(FURNITURE.as_bytes())
            .records()
        {
            let row = row.unwrap();
            let (cue, kind, example) = (&row[0], &row[1], &row[3]);
            match kind {
                "label" => assert!(
                    labelled(example) || row[2].parse::<f32>().unwrap() < 0.9,
                    "{cue}: {example}"
                ),
                "header" => assert!(words(example).any(|word| word == *cue), "{cue}: {example}"),
                "plea" | "notice" | "talk" | "ad" | "menu" => assert!(weight(example) > 0.0, "{cue}: {example}"),
                other => panic!("unknown kind {other}"),
            }
        }
        for row in csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_reader(LINES.as_bytes())
            .records()
        {
            let row = row.unwrap();
            let kind = match &row[1] {
                "credit" => LineKind::Credit,
                "caption" => LineKind::Caption,
                "byline" => LineKind::Byline,
                "dated" => LineKind::Dated,
                other => panic!("unknown kind {other}"),
            };
            assert!(line_kind(&row[3], kind).is_some(), "{}: {}", &row[0], &row[3]);
        }
    }

    #[test]
    fn headers_are_made_of_header_words() {
        for line in [
            "More to read:",
            "Read also",
            "RELATED ARTICLES",
            "You might also like",
            "Don't miss",
            "In this issue",
            "From our archives",
            "Trending now",
        ] {
            assert_eq!(header(line), Some(line.len()), "{line}");
        }
        assert_eq!(header("Read more: Algeria orders jets"), Some(10));
        for line in [
            "More tanks for Kyiv",
            "The latest offensive",
            "In the east",
            "Reading is a town.",
            "Next year",
            "A popular war",
        ] {
            assert_eq!(header(line), None, "{line}");
        }
    }

    #[test]
    fn quoted_speech_is_no_plea() {
        assert_eq!(weight("“Subscribe to our newsletter,” he joked, and left."), 0.0);
        assert!(weight("Subscribe to our newsletter") > 1.0);
    }
}
