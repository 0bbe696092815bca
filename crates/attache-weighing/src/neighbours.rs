//! Which articles are worth comparing at all?
//!
//! Those that have a fingerprint of their text in common, and those of which one carries, cites or links to what the other is. A passage that a
//! crowd of articles has is compared with the first [`CROWD`] of them, by id: enough to join them all.

use std::collections::BTreeSet;

use attache_model::ArticleId;

use crate::evidence::{CITED_WITHIN, Mark, NEAR};
use crate::memory::{Bearer, Memory};
use crate::shelf::Shelf;
use crate::words::Sketch;

/// Of all articles that have one fingerprint, each is compared with this many.
const CROWD: usize = 12;

/// Pairs of articles, the smaller id first.
pub type Pairs = BTreeSet<(ArticleId, ArticleId)>;

/// Every pair worth comparing that has a new article in it. With them, old articles whose place in a crowd a new one has taken, and every
/// pair that these are in.
pub fn neighbours<M: Memory>(shelf: &mut Shelf<M>) -> Result<(Pairs, BTreeSet<ArticleId>), M::Error> {
    let mut wanted = shelf.new.clone();
    let mut pairs;
    // Whoever was moved in a crowd is compared anew, and may stand in other crowds; a move moves at most everyone once.
    loop {
        shelf.fetch(&wanted)?;
        let (found, moved) = sharing_text(shelf, &wanted)?;
        pairs = found;
        let before = wanted.len();
        wanted.extend(moved);
        if wanted.len() == before {
            break;
        }
    }
    sharing_marks(shelf, &wanted, &mut pairs)?;
    let retied = wanted.difference(&shelf.new).cloned().collect();
    Ok((pairs, retied))
}

/// One fingerprint in one article, by its number.
type Posting = (u32, u32);

fn sharing_text<M: Memory>(
    shelf: &Shelf<M>,
    wanted: &BTreeSet<ArticleId>,
) -> Result<(Pairs, BTreeSet<ArticleId>), M::Error> {
    let mut gathered = Gathered::default();
    for id in wanted {
        if let Some(features) = shelf.get(id) {
            gathered.take(id.clone(), &features.digest.sketch, None);
        }
    }
    if !shelf.memory.is_blank() {
        let sieves = [0, 1].map(|kind| Sieve::of(&gathered.postings[kind]));
        shelf.memory.sketches(&mut |id, sketch| {
            if !wanted.contains(&id) {
                gathered.take(id, sketch, Some(&sieves));
            }
        })?;
    }
    let mut pairs = Pairs::new();
    let mut moved = BTreeSet::new();
    let by_id = gathered.by_id();
    for postings in &mut gathered.postings {
        for (_, at) in postings.iter_mut() {
            *at = by_id.rank[*at as usize];
        }
        postings.sort_unstable();
        postings.dedup();
        let mut met: BTreeSet<(u32, u32)> = BTreeSet::new();
        for crowd in postings.chunk_by(|a, b| a.0 == b.0) {
            let is_wanted = |at: u32| wanted.contains(&by_id.ids[at as usize]);
            let first = &crowd[..crowd.len().min(CROWD)];
            for (nth, (_, a)) in first.iter().enumerate() {
                met.extend(crowd[nth + 1..].iter().map(|(_, b)| (*a, *b)));
            }
            let pushes = |(_, at): &Posting| shelf.new.contains(&by_id.ids[*at as usize]);
            if crowd.len() > CROWD && first.iter().any(pushes) {
                let others = crowd.iter().filter(|(_, at)| !is_wanted(*at));
                moved.extend(others.map(|(_, at)| by_id.ids[*at as usize].clone()));
            }
        }
        let named = met.into_iter().map(|(a, b)| [a, b].map(|at| &by_id.ids[at as usize]));
        let wanted = named.filter(|[a, b]| wanted.contains(*a) || wanted.contains(*b));
        pairs.extend(wanted.map(|[a, b]| (a.clone(), b.clone())));
    }
    Ok((pairs, moved))
}

/// Fingerprints of articles that have one in common with those wanted.
#[derive(Default)]
struct Gathered {
    articles: Vec<ArticleId>,
    /// Of passages and of quotations.
    postings: [Vec<Posting>; 2],
}

/// Articles in the order of their ids.
struct ById {
    ids: Vec<ArticleId>,
    /// Number → place in that order.
    rank: Vec<u32>,
}

impl Gathered {
    fn take(&mut self, id: ArticleId, sketch: &Sketch, sieves: Option<&[Sieve; 2]>) {
        let number = u32::try_from(self.articles.len()).unwrap_or(u32::MAX);
        let before = self.postings[0].len() + self.postings[1].len();
        for (kind, prints) in [&sketch.passages, &sketch.quotations].into_iter().enumerate() {
            let passes = |print: &&u32| sieves.is_none_or(|sieves| sieves[kind].holds(**print));
            self.postings[kind].extend(prints.iter().filter(passes).map(|print| (*print, number)));
        }
        if self.postings[0].len() + self.postings[1].len() > before {
            self.articles.push(id);
        }
    }

    fn by_id(&self) -> ById {
        let mut order: Vec<usize> = (0..self.articles.len()).collect();
        order.sort_by(|a, b| self.articles[*a].cmp(&self.articles[*b]));
        let mut rank = vec![0; order.len()];
        for (place, at) in (0..).zip(&order) {
            rank[*at] = place;
        }
        ById {
            ids: order.into_iter().map(|at| self.articles[at].clone()).collect(),
            rank,
        }
    }
}

/// Tells quickly that a fingerprint is none of those wanted, and then surely.
struct Sieve {
    bits: Vec<u64>,
    sorted: Vec<u32>,
}

impl Sieve {
    const BITS: u32 = 22;

    fn of(postings: &[Posting]) -> Sieve {
        let mut sieve = Sieve {
            bits: vec![0; 1 << (Self::BITS - 6)],
            sorted: postings.iter().map(|(print, _)| *print).collect(),
        };
        sieve.sorted.sort_unstable();
        sieve.sorted.dedup();
        for print in &sieve.sorted {
            let (word, bit) = Sieve::place(*print);
            sieve.bits[word] |= bit;
        }
        sieve
    }

    fn place(print: u32) -> (usize, u64) {
        let at = print >> (32 - Self::BITS);
        ((at >> 6) as usize, 1 << (at & 63))
    }

    fn holds(&self, print: u32) -> bool {
        let (word, bit) = Sieve::place(print);
        self.bits[word] & bit != 0 && self.sorted.binary_search(&print).is_ok()
    }
}

fn sharing_marks<M: Memory>(shelf: &Shelf<M>, wanted: &BTreeSet<ArticleId>, pairs: &mut Pairs) -> Result<(), M::Error> {
    let mut add = |a: &Bearer, b: &Bearer| {
        if a.article < b.article {
            pairs.insert((a.article.clone(), b.article.clone()));
        } else if b.article < a.article {
            pairs.insert((b.article.clone(), a.article.clone()));
        }
    };
    // New ones among themselves, in the order of their days; those without one come first and meet all.
    for (_, bearers) in shelf.topics() {
        let mut in_order: Vec<&Bearer> = bearers.iter().collect();
        in_order.sort_by_key(|bearer| bearer.day);
        for (nth, a) in in_order.iter().enumerate() {
            let close = |b: &&&Bearer| a.day.is_none() || b.day <= a.day.map(|day| day + CITED_WITHIN);
            let after = in_order[nth + 1..].iter().take_while(close);
            after.filter(|b| may_go_back(a, b)).for_each(|b| add(a, b));
        }
    }
    if shelf.memory.is_blank() {
        return Ok(());
    }
    for features in wanted.iter().filter_map(|id| shelf.get(id)) {
        for Mark { topic, asks } in features.marks() {
            let own = Bearer {
                article: features.article.id.clone(),
                day: features.day,
                asks,
            };
            let days = own
                .day
                .map_or((i32::MIN, i32::MAX), |day| (day - CITED_WITHIN, day + CITED_WITHIN));
            let others = shelf.memory.bearers(topic, days)?;
            others
                .iter()
                .filter(|other| may_go_back(&own, other))
                .for_each(|other| add(&own, other));
        }
    }
    Ok(())
}

/// Two that have one voice tell the same while it is news; who cites may come later; two that cite have nothing of each other.
fn may_go_back(a: &Bearer, b: &Bearer) -> bool {
    let apart = a.day.zip(b.day).map_or(0, |(a, b)| (a - b).abs());
    match (a.asks, b.asks) {
        (true, true) => false,
        (false, false) => apart <= NEAR,
        _ => apart <= CITED_WITHIN,
    }
}
