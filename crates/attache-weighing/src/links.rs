//! Which claims can touch each other at all, and so have to be weighed together?
//!
//! Every claim bears links: topics that it speaks of or only listens to. Two claims are linked when they have a topic in common and at least one
//! speaks of it; what is so connected is a **part**, and what a part comes to depends on nothing outside of it. Links are wider than what is
//! found within a part: whatever could make two claims candidates, candidates' names, or namesakes, is a topic.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{ArticleId, Claim, ClaimId, Date};

use crate::clusters::find;
use crate::rulings::Rulings;
use crate::words::hash;
use crate::{events, figures, transfers};

/// A topic that a claim speaks of, or listens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    pub topic: u64,
    pub speaks: bool,
}

impl Link {
    pub fn speaks(words: &[&str]) -> Link {
        Link {
            topic: topic(words),
            speaks: true,
        }
    }

    pub fn listens(words: &[&str]) -> Link {
        Link {
            topic: topic(words),
            speaks: false,
        }
    }
}

fn topic(words: &[&str]) -> u64 {
    hash(words.join("\0").as_bytes())
}

/// What is known of the articles that claims stand in.
#[derive(Debug, Default)]
pub struct Around<'a> {
    pub published: BTreeMap<ArticleId, Date>,
    /// The parties that each article's claims speak of.
    pub parties: BTreeMap<&'a ArticleId, BTreeSet<&'a str>>,
}

/// The links of a claim, as people's decisions have it.
pub fn links(claim: &Claim, around: &Around, rulings: &Rulings) -> BTreeSet<Link> {
    let one = [claim];
    let mut found: BTreeSet<Link> = BTreeSet::new();
    found.extend(
        transfers::facts(&around.published, &one, rulings)
            .iter()
            .flat_map(transfers::links),
    );
    found.extend(
        events::facts(&around.published, &one, rulings)
            .iter()
            .flat_map(events::links),
    );
    found.extend(
        figures::facts(&around.published, &one, &around.parties, rulings)
            .iter()
            .flat_map(figures::links),
    );
    // Whatever a decision names stays in sight of each other.
    let decided = rulings.naming(&claim.id);
    found.extend(decided.map(|decision| Link::speaks(&["decision", decision.id.as_str(), claim.kind().as_str()])));
    found
}

/// The claims put into parts: by index, each part in order. `links[i]` are the links of claim `i`.
pub fn parts(links: &[&BTreeSet<Link>]) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..links.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        root[a.max(b)] = a.min(b);
    };
    let mut postings: Vec<(u64, bool, usize)> = Vec::new();
    for (at, links) in links.iter().enumerate() {
        postings.extend(links.iter().map(|link| (link.topic, !link.speaks, at)));
    }
    postings.sort_unstable();
    for group in postings.chunk_by(|a, b| a.0 == b.0) {
        // Those who speak stand first; where nobody does, nobody is linked.
        if let [(_, false, first), rest @ ..] = group {
            rest.iter().for_each(|(_, _, at)| join(*first, *at));
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..links.len() {
        parts.entry(find(&mut root, at)).or_default().push(at);
    }
    parts.into_values().collect()
}

/// The ids of claims, for asking.
pub fn ids<'a>(claims: impl IntoIterator<Item = &'a Claim>) -> BTreeSet<ClaimId> {
    claims.into_iter().map(|claim| claim.id.clone()).collect()
}
