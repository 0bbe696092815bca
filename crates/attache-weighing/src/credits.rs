//! Whose reporting does an article say it is?
//!
//! An article's **voices** are the outlet itself and every agency or outlet that its byline, dateline or credit line names.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use attache_model::Claim;

use crate::ArticleView;
use crate::names::Names;

/// How an article carries a voice, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carried {
    /// The outlet itself.
    Own,
    /// "HARARE, Feb. 12 (Meridian) -", "By Meridian", "Source: AP".
    Credited,
    /// "With agencies", "X contributed to this report": part of it at most.
    Partly,
}

#[derive(Clone, Debug)]
pub struct Voice {
    pub carried: Carried,
    /// The name as found.
    pub name: String,
    /// The words that say so; empty for the outlet itself.
    pub line: String,
}

/// Key of a name → how the article carries it.
pub type Voices = BTreeMap<String, Voice>;

/// The key under which unnamed agencies go ("with agencies").
pub const SOME_AGENCY: &str = "(agencies)";

/// Finds names of agencies and outlets in lines of credit and in running text.
pub struct Spotter {
    keys: Vec<String>,
    automaton: Option<AhoCorasick>,
}

impl Spotter {
    /// Looks for the names in the table, the archive's own outlets, and whatever its claims cite.
    pub fn new(names: &Names, articles: &[&ArticleView], claims: &[&Claim]) -> Spotter {
        let outlets = articles.iter().filter_map(|article| article.outlet.as_deref());
        let cited = claims
            .iter()
            .flat_map(|claim| &claim.sources)
            .filter(|source| source.kind.is_outlet());
        let credited: Vec<String> = articles
            .iter()
            .flat_map(|article| dateline(&article.text))
            .map(|(name, _)| name)
            .collect();
        let mut patterns: BTreeMap<String, String> = BTreeMap::new();
        let found = names
            .known()
            .iter()
            .map(String::as_str)
            .chain(outlets)
            .chain(cited.map(|source| source.name.as_str()));
        for name in found.chain(credited.iter().map(String::as_str)) {
            let key = names.key(name);
            // The name as written, and without "The" and "News Service": "told Meridian".
            let bare = name.trim_start_matches("The ").trim();
            for form in [
                bare,
                bare.trim_end_matches(" News Service").trim_end_matches(" News Agency"),
            ] {
                if form.len() > 1 && form.starts_with(char::is_uppercase) {
                    patterns.insert(form.to_owned(), key.clone());
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns.keys())
            .ok();
        Spotter {
            keys: patterns.into_values().collect(),
            automaton,
        }
    }

    /// Every name in `text` that stands as a word of its own: its key and its byte range.
    pub fn spot<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (&'a str, usize, usize)> {
        let whole = move |start: usize, end: usize| {
            !text[..start].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric)
        };
        let matches = self
            .automaton
            .iter()
            .flat_map(move |automaton| automaton.find_iter(text));
        matches
            .filter(move |found| whole(found.start(), found.end()))
            .filter_map(|found| {
                Some((
                    self.keys.get(found.pattern().as_usize())?.as_str(),
                    found.start(),
                    found.end(),
                ))
            })
    }
}

/// Whose reporting the article says it is.
pub fn voices(article: &ArticleView, names: &Names, spotter: &Spotter) -> Voices {
    let mut voices = Voices::new();
    if let Some(outlet) = &article.outlet {
        let voice = Voice {
            carried: Carried::Own,
            name: outlet.clone(),
            line: String::new(),
        };
        voices.insert(names.key(outlet), voice);
    }
    let mut add = |key: String, carried: Carried, name: &str, line: &str| {
        if key.is_empty() {
            return;
        }
        let voice = Voice {
            carried,
            name: name.trim().to_owned(),
            line: line.trim().to_owned(),
        };
        let known = voices.entry(key).or_insert_with(|| voice.clone());
        if carried < known.carried {
            *known = voice;
        }
    };
    for (name, line) in dateline(&article.text)
        .into_iter()
        .chain(article.credits.iter().flat_map(|line| dateline(line)))
    {
        add(names.key(&name), Carried::Credited, &name, &line);
    }
    for line in article
        .credits
        .iter()
        .map(String::as_str)
        .chain(credit_lines(&article.text))
    {
        let carried = if is_partial(line) {
            Carried::Partly
        } else {
            Carried::Credited
        };
        for (key, start, end) in spotter.spot(line) {
            add(key.to_owned(), carried, &line[start..end], line);
        }
        if let Some(name) = after_source(line) {
            add(names.key(name), carried, name, line);
        }
        let lower = line.to_lowercase();
        if carried == Carried::Partly
            && ["agencies", "agency reports", "wire reports", "wires"]
                .iter()
                .any(|word| lower.contains(word))
        {
            add(SOME_AGENCY.to_owned(), carried, "agencies", line);
        }
    }
    voices
}

/// "BOGOTA, Dec 21 (Pan-Atlantic Press) -" at the head of a line: the name and the words up to the dash.
fn dateline(text: &str) -> Vec<(String, String)> {
    let heads = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(6);
    heads.filter_map(dateline_of).collect()
}

fn dateline_of(line: &str) -> Option<(String, String)> {
    let open = line.find('(').filter(|open| *open < 60)?;
    let close = open + line[open..].find(')').filter(|length| *length < 50)?;
    let name = line[open + 1..close].trim();
    let rest = line[close + 1..].trim_start();
    let dash = rest.starts_with(['-', '–', '—', ':']);
    let place = line[..open].split([',', ' ']).next().unwrap_or_default();
    // A place in capitals, one in a few capitalised words, or the bracket itself at the very head: "(Reuters) -".
    let before: Vec<&str> = line[..open].split_whitespace().collect();
    let capitals = place.chars().count() > 1 && !place.chars().any(char::is_lowercase);
    let short = before.len() <= 3
        && before.iter().all(|word| !word.starts_with(char::is_lowercase))
        && before.first() != Some(&"The");
    let placed = place.is_empty() || capitals || short;
    let named = name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 5;
    (dash && placed && named).then(|| (name.to_owned(), line[..=close].to_owned()))
}

/// Lines of the text that are credits rather than sentences: short, at its head or foot, with a crediting word.
fn credit_lines(text: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let foot = lines.len().saturating_sub(4);
    let edge = lines
        .into_iter()
        .enumerate()
        .filter(move |(nth, _)| *nth < 5 || *nth >= foot)
        .map(|(_, line)| line);
    edge.filter(|line| line.len() < 100 && is_credit(line))
}

fn is_credit(line: &str) -> bool {
    let lower = line.to_lowercase();
    const CREDITING: &[&str] = &[
        "source:",
        "sources:",
        "credit:",
        "via ",
        "by ",
        "with agenc",
        "with agency",
        "with report",
        "with file",
        "with input",
        "with wire",
        "(with ",
        "agencies",
        "first published",
        "originally published",
        "first appeared",
        "republished",
        "reprinted",
        "courtesy of",
        "copyright",
        "©",
        "from ",
        "based on a report",
        "contributed to this",
        "this article was",
        "this story was",
        "(source",
    ];
    CREDITING.iter().any(|start| {
        lower
            .trim_start_matches(['(', '[', '-', '—', '*', ' '])
            .starts_with(start.trim_start_matches('('))
    }) || lower.contains("contributed to this")
}

/// Is the credit for a part of the article only?
fn is_partial(line: &str) -> bool {
    let lower = line.to_lowercase();
    let shared = [
        "with ",
        "agencies",
        "contributed",
        "additional reporting",
        "own reporting",
        "wire reports",
    ];
    shared.iter().any(|word| lower.contains(word)) && !lower.contains("source:")
}

/// "Source: Northern Press Service" names an agency that no table knows.
fn after_source(line: &str) -> Option<&str> {
    let lower = line.to_lowercase();
    let marks = [
        "source:",
        "credit:",
        "first published by",
        "originally published by",
        "originally published in",
        "republished from",
        "courtesy of",
    ];
    let start = marks
        .iter()
        .find_map(|mark| lower.find(mark).map(|at| at + mark.len()))?;
    let name = line
        .get(start..)?
        .split([',', ';', '|', '/', '(', ')', '\n'])
        .next()?
        .trim()
        .trim_end_matches('.');
    (name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 5).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expect: &[(&str, Carried)]) {
        let names = Names::new();
        let article = ArticleView {
            id: attache_model::ArticleId("a".into()),
            title: None,
            outlet: None,
            published: None,
            text: head.into(),
            credits: Vec::new(),
            links: Vec::new(),
            url: None,
        };
        let spotter = Spotter::new(&names, &[&article], &[]);
        let found: Vec<(String, Carried)> = voices(&article, &names, &spotter)
            .into_iter()
            .map(|(key, voice)| (key, voice.carried))
            .collect();
        let found: Vec<(&str, Carried)> = found.iter().map(|(key, carried)| (key.as_str(), *carried)).collect();
        assert_eq!(found, expect, "{head}");
    }

    #[test]
    fn datelines_and_credit_lines() {
        check(
            "HARARE, Feb. 12, 1987 (Meridian) - Zimbabwe has agreed",
            &[("meridian", Carried::Credited)],
        );
        check("(Reuters) - Poland said", &[("reuters", Carried::Credited)]);
        check(
            "A long report.\nSource: Eurowire, own reporting",
            &[("eurowire", Carried::Credited)],
        );
        check("A long report.\nWith agencies", &[(SOME_AGENCY, Carried::Partly)]);
        check("The minister (Labour) - who had left - spoke.", &[]);
        check("Poland said on Monday that AP had it wrong.", &[]);
    }
}
