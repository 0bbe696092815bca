//! Whose reporting does an article say it is?
//!
//! An article's **voices** are the outlet itself and every agency or outlet that its byline, dateline or credit line names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use attache_model::Claim;

use crate::ArticleView;
use crate::names::NAMES;

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

/// Names of the table of outlets as they stand in a text, and the key of each.
static KNOWN: LazyLock<(Vec<String>, Option<AhoCorasick>)> = LazyLock::new(|| {
    let forms = NAMES
        .known()
        .iter()
        .flat_map(|name| forms(name).map(|form| (form.to_owned(), NAMES.key(name))));
    let patterns: BTreeMap<String, String> = forms.collect();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(patterns.keys())
        .ok();
    (patterns.into_values().collect(), automaton)
});

/// The name as written, and without "The" and "News Service": "told Meridian".
fn forms(name: &str) -> impl Iterator<Item = &str> {
    let bare = name.trim_start_matches("The ").trim();
    let short = bare.trim_end_matches(" News Service").trim_end_matches(" News Agency");
    [bare, short]
        .into_iter()
        .filter(|form| form.len() > 1 && form.starts_with(char::is_uppercase))
}

/// Finds names of agencies and outlets in an article's lines of credit and in its running text: those of the table, and those that the article
/// itself shows to be one (its outlet, what its claims cite, what its datelines name). Nothing of other articles is needed.
pub struct Spotter {
    /// Forms of names that the table lacks, and their keys.
    own: BTreeMap<String, String>,
}

impl Spotter {
    pub fn new(article: &ArticleView, claims: &[&Claim]) -> Spotter {
        let cited = claims
            .iter()
            .flat_map(|claim| &claim.sources)
            .filter(|source| source.kind.is_outlet())
            .map(|source| source.name.as_str());
        let datelines = dateline(&article.text);
        let named = datelines.iter().map(|(name, _)| name.as_str());
        let names = article.outlet.as_deref().into_iter().chain(cited).chain(named);
        let own = names.flat_map(|name| forms(name).map(|form| (form.to_owned(), NAMES.key(name))));
        Spotter { own: own.collect() }
    }

    /// Every name in `text` that stands as a word of its own: its key and its byte range.
    pub fn spot(&self, text: &str) -> Vec<(String, usize, usize)> {
        let (keys, automaton) = &*KNOWN;
        let known = automaton.iter().flat_map(|automaton| automaton.find_iter(text));
        let known = known.map(|found| (keys[found.pattern().as_usize()].clone(), found.start(), found.end()));
        let own = self.own.iter().flat_map(|(form, key)| {
            let found = text.match_indices(form.as_str());
            found.map(|(start, form)| (key.clone(), start, start + form.len()))
        });
        let whole = |(_, start, end): &(String, usize, usize)| {
            !text[..*start].ends_with(char::is_alphanumeric) && !text[*end..].starts_with(char::is_alphanumeric)
        };
        let mut found: Vec<(String, usize, usize)> = known.chain(own).filter(whole).collect();
        // The longest name that begins at a place is meant there.
        found.sort_by(|a, b| (a.1, b.2, &a.0).cmp(&(b.1, a.2, &b.0)));
        found.dedup_by(|b, a| b.1 < a.2);
        found
    }
}

/// Whose reporting the article says it is.
pub fn voices(article: &ArticleView, spotter: &Spotter) -> Voices {
    let mut voices = Voices::new();
    if let Some(outlet) = &article.outlet {
        let voice = Voice {
            carried: Carried::Own,
            name: outlet.clone(),
            line: String::new(),
        };
        voices.insert(NAMES.key(outlet), voice);
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
        add(NAMES.key(&name), Carried::Credited, &name, &line);
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
            add(key, carried, &line[start..end], line);
        }
        if let Some(name) = after_source(line).or_else(|| after_by(line)) {
            add(NAMES.key(name), carried, name, line);
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

/// "By Meridian", "By Northern Press Service": a byline of one word or with a word for an agency names nobody's person.
fn after_by(line: &str) -> Option<&str> {
    const AGENCIES: &[&str] = &["News", "Press", "Agency", "Service", "Wire", "Newswire", "Media"];
    let name = line.strip_prefix("By ").or_else(|| line.strip_prefix("by "))?;
    let name = name
        .split([',', ';', '|', '/', '('])
        .next()?
        .trim()
        .trim_end_matches('.');
    let words: Vec<&str> = name.split_whitespace().collect();
    let agency = words.len() == 1 || words.iter().any(|word| AGENCIES.contains(word));
    let named = words.len() <= 5 && words.iter().all(|word| word.starts_with(char::is_uppercase));
    (agency && named && name.len() > 1).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expect: &[(&str, Carried)]) {
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
        let spotter = Spotter::new(&article, &[]);
        let found: Vec<(String, Carried)> = voices(&article, &spotter)
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
        check(
            "A long report.\nBy Northern Press Service",
            &[("northern press service", Carried::Credited)],
        );
        check("A long report.\nBy Ann Smith", &[]);
        check("A long report.\nWith agencies", &[(SOME_AGENCY, Carried::Partly)]);
        check("The minister (Labour) - who had left - spoke.", &[]);
        check("Poland said on Monday that AP had it wrong.", &[]);
    }
}
