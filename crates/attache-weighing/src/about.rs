//! What do claims of events and figures speak of, in words and names that can be compared?

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{ArticleId, Claim, ClaimKind, Party};

use crate::transfers::words;

/// Words that tell no place and no people from another.
const PLAIN: &[&str] = &[
    "the",
    "and",
    "near",
    "off",
    "outside",
    "inside",
    "around",
    "between",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "area",
    "region",
    "province",
    "district",
    "city",
    "town",
    "village",
    "border",
    "people",
    "person",
    "others",
    "some",
    "more",
    "than",
    "its",
    "their",
    "his",
    "her",
    "our",
    "two",
    "three",
    "many",
    "for",
    "from",
    "with",
    "who",
    "were",
    "was",
    "had",
    "been",
    "all",
    "any",
    "one",
    "other",
    "resident",
    "man",
    "men",
    "woman",
    "women",
    "child",
    "children",
    "member",
    "force",
    "soldier",
    "troop",
    "civilian",
    "fighter",
    "personnel",
    "officer",
    "victim",
    "mr",
    "of",
    "in",
    "at",
    "on",
    "a",
    "an",
    "to",
];

/// The words of a place or a subject that tell it from others.
pub fn telling_words(text: &str) -> BTreeSet<String> {
    let telling = |word: &String| word.chars().count() > 1 && !PLAIN.contains(&word.as_str());
    words(text).into_iter().filter(telling).collect()
}

/// The party's code or name; `None` when it is not known.
pub fn known(party: &Party) -> Option<&str> {
    Some(party.as_str().trim()).filter(|name| !matches!(*name, "" | "unknown" | "?"))
}

/// The states and groups that each article's claims speak of.
pub fn parties_by_article<'a>(
    claims: impl IntoIterator<Item = &'a Claim>,
) -> BTreeMap<&'a ArticleId, BTreeSet<&'a str>> {
    let mut found: BTreeMap<&ArticleId, BTreeSet<&str>> = BTreeMap::new();
    for claim in claims {
        let parties: Vec<&Party> = match &claim.says {
            ClaimKind::Transfer(transfer) => {
                let sides = [&transfer.supplier, &transfer.recipient].into_iter().flatten();
                sides.map(|slot| slot.value()).collect()
            }
            ClaimKind::Event(event) => {
                let sides = event.actors.iter().chain(&event.recipients);
                sides.map(|slot| &slot.value().party).collect()
            }
            ClaimKind::Figure(figure) => figure.party.iter().map(|slot| slot.value()).collect(),
        };
        let names = parties.into_iter().filter_map(known);
        found.entry(&claim.article).or_default().extend(names);
    }
    found
}
