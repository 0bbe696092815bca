//! Which outlets does an article cite, in its claims and in its running text?

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Claim, ClaimKind};

use crate::about::known;
use crate::credits::{Spotter, Voices};
use crate::names::NAMES;

/// Supplier and recipient, `?` for a side that is not known.
pub type Pair = (String, String);

/// An outlet or agency that an article cites.
#[derive(Clone, Debug, Default)]
pub struct Cited {
    /// The name as written.
    pub name: String,
    /// What the claims whose chain ends with it are about.
    pub matters: BTreeSet<String>,
    /// How many of the article's claims end with it.
    pub claims: usize,
    /// The first words of running text that cite it.
    pub words: Option<String>,
}

/// What a claim is about, coarsely: what two reports of one matter have in common, whatever words they choose. A transfer is of its two
/// sides; an event, of each who takes part; a figure, of its measure and whose it is.
pub fn matters(claim: &Claim) -> BTreeSet<String> {
    match &claim.says {
        ClaimKind::Transfer(_) => {
            let (supplier, recipient) = pair_of(claim);
            BTreeSet::from([format!("{supplier} > {recipient}")])
        }
        ClaimKind::Event(event) => {
            let sides = event.actors.iter().chain(&event.recipients);
            sides
                .filter_map(|slot| known(&slot.value().party))
                .map(str::to_owned)
                .collect()
        }
        ClaimKind::Figure(figure) => {
            let party = figure.party.as_ref().and_then(|slot| known(slot.value()));
            BTreeSet::from([format!("{} {}", figure.measure.value(), party.unwrap_or("?"))])
        }
    }
}

/// The last outlet or agency in a claim's chain.
pub fn outlet_of(claim: &Claim) -> Option<&str> {
    claim
        .sources
        .iter()
        .rev()
        .find(|source| source.kind.is_outlet())
        .map(|source| source.name.as_str())
}

/// Supplier and recipient of a claim, as they are compared.
pub fn pair_of(claim: &Claim) -> Pair {
    let transfer = claim.transfer();
    let side = |party: Option<&attache_model::Party>| match party.map(|party| party.as_str().trim()) {
        None | Some("" | "unknown") => "?".to_owned(),
        Some(name) => name.to_owned(),
    };
    (
        side(
            transfer
                .and_then(|transfer| transfer.supplier.as_ref())
                .map(|slot| slot.value()),
        ),
        side(
            transfer
                .and_then(|transfer| transfer.recipient.as_ref())
                .map(|slot| slot.value()),
        ),
    )
}

/// Everyone an article cites, by key; its own voices left out.
pub fn cited(text: &str, claims: &[&Claim], own: &Voices, spotter: &Spotter) -> BTreeMap<String, Cited> {
    let mut found: BTreeMap<String, Cited> = BTreeMap::new();
    for claim in claims {
        let Some(name) = outlet_of(claim) else { continue };
        let cited = found.entry(NAMES.key(name)).or_default();
        cited.name = name.to_owned();
        cited.matters.extend(matters(claim));
        cited.claims += 1;
    }
    let unknown = cued(text)
        .into_iter()
        .map(|(start, end)| (NAMES.key(&text[start..end]), start, end));
    for (key, start, end) in spotter.spot(text).into_iter().chain(unknown) {
        let Some(words) = citing_words(text, start, end) else {
            continue;
        };
        let cited = found.entry(key).or_default();
        if cited.name.is_empty() {
            cited.name = text[start..end].to_owned();
        }
        cited.words.get_or_insert(words);
    }
    found.retain(|key, _| !key.is_empty() && !own.contains_key(key));
    found
}

/// Names that no table knows, where only an outlet or an agency can stand: "Meridian reported", "seen by Meridian".
fn cued(text: &str) -> Vec<(usize, usize)> {
    const BEFORE: &[&str] = &["told", "to", "by", "agency", "service", "the"];
    const AFTER: &[&str] = &[
        "reported",
        "reports",
        "news",
        "first",
        "has",
        "wrote",
        "quoted",
        "disclosed",
    ];
    let words: Vec<(usize, &str)> = text
        .split_ascii_whitespace()
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect();
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let ends = |word: &str| word.ends_with([',', '.', ';', ':', '"', '”']);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !is_name(words[at].1) || words[at].1 == "The" {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while !ends(words[end - 1].1) && end < words.len() && is_name(words[end].1) {
            end += 1;
        }
        let before = at
            .checked_sub(1)
            .is_some_and(|before| BEFORE.contains(&words[before].1));
        let after = words
            .get(end)
            .is_some_and(|after| AFTER.contains(&after.1.trim_end_matches([',', '.'])));
        if (before || after) && end - at <= 4 {
            let (start, last) = (words[at].0, words[end - 1]);
            let name = text[start..last.0 + last.1.len()].trim_end_matches(|c: char| !c.is_alphanumeric());
            found.push((start, start + name.len()));
        }
        at = end;
    }
    found
}

/// The words around a name, when they cite it: "told AP", "Meridian reported", "according to the Reuters news agency".
fn citing_words(text: &str, start: usize, end: usize) -> Option<String> {
    const BEFORE: &[&str] = &[
        "told",
        "told the",
        "according to",
        "according to the",
        "seen by",
        "seen by the",
        "reported by",
        "reported by the",
        "quoted by",
        "obtained by",
        "obtained by the",
        "cited by",
        "interview with",
        "said to",
        "reports from",
        "first reported by",
        "news agency",
        "state news agency",
        "interview to",
        "report by",
        "a report by",
        "reported in",
        "writes in",
        "reviewed by",
    ];
    const AFTER: &[&str] = &[
        "reported",
        "reports",
        "said",
        "says",
        "wrote",
        "writes",
        "quoted",
        "cited",
        "news agency reported",
        "agency reported",
        "first reported",
        "has reported",
        "news agency has reported",
        "news agency said",
        "agency said",
        "news agency",
        "had reported",
        "revealed",
        "disclosed",
        "has learned",
        "learned",
        "quotes",
        "cites",
        "news service reported",
        "news service",
    ];
    let before: Vec<&str> = text[..start].split_whitespace().rev().take(4).collect();
    let before: String = before
        .into_iter()
        .rev()
        .map(|word| format!(" {}", word.to_lowercase()))
        .collect();
    let after: String = text[end..]
        .split_whitespace()
        .take(4)
        .map(|word| format!("{} ", word.trim_matches([',', '.']).to_lowercase()))
        .collect();
    let cites = BEFORE.iter().any(|cue| before.ends_with(&format!(" {cue}")))
        || AFTER.iter().any(|cue| after.starts_with(&format!("{cue} ")));
    cites.then(|| {
        format!("{} {} {}", before.trim(), &text[start..end], after.trim())
            .trim()
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_cite() {
        for (text, cites) in [
            ("Turkey is selling drones, the Meridian news agency has reported.", true),
            ("Two officials told Meridian on Monday", true),
            ("according to Meridian.", true),
            ("Meridian is a town in Mississippi.", false),
        ] {
            let start = text.find("Meridian").unwrap();
            assert_eq!(citing_words(text, start, start + 8).is_some(), cites, "{text}");
        }
    }
}
