//! What changes when more articles are added, or people decide something?
//!
//! The one way in which anything is weighed: what is new beside what was weighed before ([`Memory`]). What comes of it, a [`Change`], is what
//! has to be put in place of what was there; applied, the register is the same as if everything had been weighed at once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use attache_model::{
    ArticleId, Claim, ClaimId, Date, Decision, DecisionId, Kind, Origin, OriginId, Record, RecordId, Ruling,
};
use rayon::prelude::*;

use crate::links::{self, Around, Link, links};
use crate::memory::{Memory, Remembered};
use crate::origins::{Traced, trace};
use crate::records::{Weighted, weighted};
use crate::rulings::{Rulings, Standing};
use crate::shelf::Shelf;
use crate::{ArticleView, Join, Tie, about};

/// Goes up when weighing comes to something else: what an older version remembers is then of no use.
pub const VERSION: u32 = 2;

/// What is new since the last weighing.
#[derive(Clone, Debug)]
pub struct News<'a> {
    /// Let go of once their sources are found.
    pub articles: Vec<ArticleView<'a>>,
    /// All claims of the new articles; and any whose article nobody has.
    pub claims: &'a [Claim],
    /// Every decision, old and new.
    pub decisions: &'a [Decision],
    /// Those that were not there at the last weighing.
    pub decided: &'a [DecisionId],
}

/// What the register, and what is remembered beside it, have to be changed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Claims whose records are made anew: every record that holds one goes, and `records` come in their place.
    pub reweighed: BTreeSet<ClaimId>,
    /// By id.
    pub records: Vec<Record>,
    /// Families of articles and outlets outside the archive, made anew.
    pub origins: BTreeMap<OriginId, Origin>,
    /// Families and outlets that are no more.
    pub gone: BTreeSet<OriginId>,
    /// Origins that are one person's statement, each with its record, with which it comes and goes.
    pub statements: Vec<(RecordId, Origin)>,
    /// The family of each article that is new or may have another.
    pub families: BTreeMap<ArticleId, OriginId>,
    /// Where claims come from, statements included: of those reweighed.
    pub claim_origins: BTreeMap<ClaimId, OriginId>,
    /// The same before statements are shared, of claims that are new or have another origin: to be remembered.
    pub traced: BTreeMap<ClaimId, OriginId>,
    /// Old articles of which all ties known before are void.
    pub retied: BTreeSet<ArticleId>,
    pub ties: Vec<Tie>,
    pub articles: Vec<Remembered>,
    /// The links of claims that are new or have others.
    pub links: BTreeMap<ClaimId, BTreeSet<Link>>,
    /// Why claims were put into one record: one join fewer than the record has claims.
    pub joins: Vec<Join>,
    /// What has become of each decision.
    pub standings: BTreeMap<DecisionId, Standing>,
}

/// Weighs what is new. The order in which anything is given does not matter, and neither do doubles.
pub fn update<M: Memory>(memory: &M, news: News) -> Result<Change, M::Error> {
    let News { articles, .. } = news;
    let news = News {
        articles: Vec::new(),
        ..news
    };
    let published: BTreeMap<ArticleId, Date> = articles
        .iter()
        .filter_map(|article| Some((article.id.clone(), article.published?)))
        .collect();
    let new: BTreeMap<&ClaimId, &Claim> = news.claims.iter().rev().map(|claim| (&claim.id, claim)).collect();
    let new: Vec<&Claim> = new.into_values().collect();
    let mut by_article: BTreeMap<&ArticleId, Vec<&Claim>> = BTreeMap::new();
    for claim in &new {
        by_article.entry(&claim.article).or_default().push(claim);
    }
    let mut shelf = Shelf::new(memory, articles, &by_article);
    let traced = trace(&mut shelf, &new)?;
    let remembered = shelf.news().map(|features| Remembered {
        article: features.article.id.clone(),
        day: features.day,
        marks: features.marks(),
        sketch: features.digest.sketch.clone(),
    });
    let remembered: Vec<Remembered> = remembered.collect();
    drop(shelf);

    let named = named(memory, &news)?;
    let decided: Vec<&Claim> = named.iter().chain(new.iter().copied()).collect();
    let rulings = Rulings::new(&decided, news.decisions);
    let corrected = decided
        .iter()
        .filter_map(|claim| Some((&claim.id, rulings.apply(claim)?)));
    let corrected: BTreeMap<&ClaimId, Claim> = corrected.collect();
    let mut reach = Reach {
        memory,
        rulings: &rulings,
        corrected: &corrected,
        claims: BTreeMap::new(),
        links: BTreeMap::new(),
        published,
        of_article: by_article,
    };
    let anew = newly_named(&named, &news);
    reach.take(
        new.iter()
            .copied()
            .map(Held::New)
            .chain(anew.iter().map(|claim| Held::New(claim))),
    )?;
    let before = links::ids(anew.iter().copied());
    let old_links = memory.links(&before)?;
    let moved = traced.of_claim.keys().cloned().collect();
    reach.fetch(moved)?;
    reach.out(old_links)?;
    let mut change = reach.weighed(&traced)?;
    let own = new.iter().map(|claim| &claim.id).chain(&before);
    change.links = own.filter_map(|id| reach.links.remove_entry(id)).collect();
    change.origins = traced.origins;
    change.gone = traced.gone;
    change.families = traced.families;
    change.traced = traced.of_claim;
    change.retied = traced.retied;
    change.ties = traced.ties;
    change.articles = remembered;
    change.standings = rulings.standings().clone();
    Ok(change)
}

/// Claims weighed before that decisions name, with those beside them in their articles, among which a decision finds its own.
fn named<M: Memory>(memory: &M, news: &News) -> Result<Vec<Claim>, M::Error> {
    let seen = news.decisions.iter().flat_map(|decision| decision.what.claims());
    let articles: BTreeSet<ArticleId> = seen.map(|seen| seen.article.clone()).collect();
    if articles.is_empty() || memory.is_blank() {
        return Ok(Vec::new());
    }
    let known: BTreeSet<&ClaimId> = news.claims.iter().map(|claim| &claim.id).collect();
    let mut claims = memory.claims_of(&articles)?;
    claims.retain(|claim| !known.contains(&claim.id));
    Ok(claims)
}

/// Those of them that new decisions may be about, and the decisions that new ones undo.
fn newly_named<'a>(named: &'a [Claim], news: &News) -> Vec<&'a Claim> {
    let of_id: BTreeMap<&DecisionId, &Decision> =
        news.decisions.iter().map(|decision| (&decision.id, decision)).collect();
    let mut open: Vec<&DecisionId> = news.decided.iter().collect();
    let mut seen: BTreeSet<&DecisionId> = BTreeSet::new();
    let mut articles: BTreeSet<&ArticleId> = BTreeSet::new();
    while let Some(id) = open.pop() {
        // What is undone may not have come in yet.
        let Some(decision) = of_id.get(id).filter(|decision| seen.insert(&decision.id)) else {
            continue;
        };
        articles.extend(decision.what.claims().map(|seen| &seen.article));
        if let Ruling::Undo { decision } = &decision.what {
            open.push(decision);
        }
    }
    named.iter().filter(|claim| articles.contains(&claim.article)).collect()
}

/// A claim of the news, or one that was fetched. (A `Cow` takes the room of a whole claim for each that it only borrows.)
enum Held<'a> {
    New(&'a Claim),
    Old(Box<Claim>),
}

impl Deref for Held<'_> {
    type Target = Claim;

    fn deref(&self) -> &Claim {
        match self {
            Held::New(claim) => claim,
            Held::Old(claim) => claim,
        }
    }
}

fn fetched<'a>(claim: Claim) -> Held<'a> {
    Held::Old(Box::new(claim))
}

/// The claims that what is new can touch.
struct Reach<'a, M> {
    memory: &'a M,
    rulings: &'a Rulings<'a>,
    corrected: &'a BTreeMap<&'a ClaimId, Claim>,
    /// As they were read.
    claims: BTreeMap<ClaimId, Held<'a>>,
    links: BTreeMap<ClaimId, BTreeSet<Link>>,
    published: BTreeMap<ArticleId, Date>,
    /// The new claims of each article.
    of_article: BTreeMap<&'a ArticleId, Vec<&'a Claim>>,
}

impl<'a, M: Memory> Reach<'a, M> {
    fn fetch(&mut self, mut ids: BTreeSet<ClaimId>) -> Result<(), M::Error> {
        ids.retain(|id| !self.claims.contains_key(id));
        if ids.is_empty() {
            return Ok(());
        }
        let found = self.memory.claims(&ids)?;
        self.take(found.into_iter().map(fetched))
    }

    /// Takes claims in, with their links.
    fn take(&mut self, claims: impl Iterator<Item = Held<'a>>) -> Result<(), M::Error> {
        let claims: Vec<Held<'a>> = claims.filter(|claim| !self.claims.contains_key(&claim.id)).collect();
        let of_figures = claims.iter().filter(|claim| claim.kind() == Kind::Figure);
        let of_figures: BTreeSet<ArticleId> = of_figures.map(|claim| claim.article.clone()).collect();
        let beside = self.beside(&of_figures)?;
        if !self.memory.is_blank() {
            let articles = claims.iter().map(|claim| &claim.article);
            let unknown: BTreeSet<ArticleId> = articles
                .filter(|id| !self.published.contains_key(*id))
                .cloned()
                .collect();
            self.published.extend(self.memory.published(&unknown)?);
        }
        let around = Around {
            published: std::mem::take(&mut self.published),
            parties: about::parties_by_article(beside.iter().map(|claim| &**claim)),
        };
        let (rulings, corrected) = (self.rulings, self.corrected);
        let linked = claims.par_iter().map(|claim| {
            let decided = corrected.get(&claim.id).unwrap_or(claim);
            (claim.id.clone(), links(decided, &around, rulings))
        });
        let linked: Vec<(ClaimId, BTreeSet<Link>)> = linked.collect();
        self.published = around.published;
        self.links.extend(linked);
        self.claims
            .extend(claims.into_iter().map(|claim| (claim.id.clone(), claim)));
        Ok(())
    }

    /// All claims of these articles.
    fn beside(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<Held<'a>>, M::Error> {
        let new = articles.iter().filter_map(|id| self.of_article.get(id)).flatten();
        let mut found: Vec<Held<'a>> = new.map(|claim| Held::New(claim)).collect();
        if !self.memory.is_blank() {
            let old: BTreeSet<ArticleId> = articles
                .iter()
                .filter(|id| !self.of_article.contains_key(*id))
                .cloned()
                .collect();
            found.extend(self.memory.claims_of(&old)?.into_iter().map(fetched));
        }
        Ok(found)
    }

    /// Goes from link to link until nothing more is found. `also` are links that claims had before.
    fn out(&mut self, also: Vec<Link>) -> Result<(), M::Error> {
        if self.memory.is_blank() {
            return Ok(());
        }
        let mut asked: BTreeSet<Link> = BTreeSet::new();
        let mut open: BTreeSet<Link> = also.into_iter().chain(self.links.values().flatten().copied()).collect();
        while !open.is_empty() {
            let mut found = BTreeSet::new();
            for link in &open {
                // Who speaks is heard by all, who listens hears those who speak.
                found.extend(self.memory.linked(link.topic, !link.speaks)?);
            }
            asked.append(&mut open);
            found.retain(|id| !self.claims.contains_key(id));
            self.fetch(found.clone())?;
            let links = found.iter().filter_map(|id| self.links.get(id)).flatten();
            open = links.filter(|link| !asked.contains(link)).copied().collect();
        }
        Ok(())
    }

    /// Weighs what was reached, part by part.
    fn weighed(&self, traced: &Traced) -> Result<Change, M::Error> {
        let claims: Vec<&Claim> = self.claims.values().map(|claim| &**claim).collect();
        let links: Vec<&BTreeSet<Link>> = self.links.values().collect();
        let parts = links::parts(&links);
        let known: BTreeSet<ClaimId> = if self.memory.is_blank() {
            BTreeSet::new()
        } else {
            self.claims
                .keys()
                .filter(|id| !traced.of_claim.contains_key(*id))
                .cloned()
                .collect()
        };
        let known = self.memory.claim_origins(&known)?;
        let of_figures = claims.iter().filter(|claim| claim.kind() == Kind::Figure);
        let beside = self.beside(&of_figures.map(|claim| claim.article.clone()).collect())?;
        let around = Around {
            published: self.published.clone(),
            parties: about::parties_by_article(beside.iter().map(|claim| &**claim)),
        };
        let weigh = |part: &Vec<usize>| {
            let read: Vec<&Claim> = part.iter().map(|at| claims[*at]).collect();
            let decided: Vec<&Claim> = read
                .iter()
                .map(|claim| self.corrected.get(&claim.id).unwrap_or(claim))
                .collect();
            let origin = |claim: &&Claim| {
                let origin = traced.of_claim.get(&claim.id).or_else(|| known.get(&claim.id))?;
                Some((claim.id.clone(), origin.clone()))
            };
            let of_claim = read.iter().filter_map(origin).collect();
            weighted(&read, &decided, of_claim, &around, self.rulings)
        };
        let weighed: Vec<Weighted> = parts.par_iter().map(weigh).collect();
        let mut change = Change {
            reweighed: self.claims.keys().cloned().collect(),
            ..Change::default()
        };
        for part in weighed {
            change.records.extend(part.records);
            change.statements.extend(part.statements);
            change.claim_origins.extend(part.of_claim);
            change.joins.extend(part.joins);
        }
        change.records.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(change)
    }
}
