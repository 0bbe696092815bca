//! How is a register kept for the tests, in memory and by the plainest means?

#![allow(dead_code)] // each test takes what it needs

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use attache_model::{ArticleId, Claim, ClaimId, Date, Decision, DecisionId, Origin, OriginId, Record, RecordId};
use attache_weighing::{ArticleView, Bearer, Change, Link, Memory, News, Remembered, Sketch, Tie, update};

#[derive(Default)]
pub struct Kept {
    articles: BTreeMap<ArticleId, ArticleView<'static>>,
    claims: BTreeMap<ClaimId, Claim>,
    decisions: Vec<Decision>,
    remembered: BTreeMap<ArticleId, Remembered>,
    links: BTreeMap<ClaimId, BTreeSet<Link>>,
    ties: Vec<Tie>,
    families: BTreeMap<ArticleId, OriginId>,
    traced: BTreeMap<ClaimId, OriginId>,
    pub records: BTreeMap<RecordId, Record>,
    pub origins: BTreeMap<OriginId, Origin>,
    statements: BTreeMap<OriginId, RecordId>,
}

impl Kept {
    /// Weighs these beside what is kept, and keeps what comes of it. How many claims were weighed anew.
    pub fn add(&mut self, articles: &[ArticleView<'static>], claims: &[Claim], decisions: &[Decision]) -> usize {
        let decided: Vec<DecisionId> = decisions.iter().map(|decision| decision.id.clone()).collect();
        self.decisions.extend(decisions.iter().cloned());
        let all = self.decisions.clone();
        let news = News {
            articles: articles.to_vec(),
            claims,
            decisions: &all,
            decided: &decided,
        };
        let Ok(change) = update(self, news);
        self.articles
            .extend(articles.iter().map(|article| (article.id.clone(), article.clone())));
        self.claims
            .extend(claims.iter().map(|claim| (claim.id.clone(), claim.clone())));
        let reweighed = change.reweighed.len();
        self.apply(change);
        reweighed
    }

    fn apply(&mut self, change: Change) {
        let gone: Vec<RecordId> = self
            .records
            .values()
            .filter(|record| record.claims.iter().any(|claim| change.reweighed.contains(claim)))
            .map(|record| record.id.clone())
            .collect();
        for id in gone {
            let statements: Vec<OriginId> = self
                .statements
                .iter()
                .filter(|(_, of)| **of == id)
                .map(|(id, _)| id.clone())
                .collect();
            for statement in statements {
                self.statements.remove(&statement);
                self.origins.remove(&statement);
            }
            self.records.remove(&id);
        }
        for record in change.records {
            let double = self.records.insert(record.id.clone(), record);
            assert!(double.is_none(), "two records of one name: {double:?}");
        }
        change.gone.iter().for_each(|id| drop(self.origins.remove(id)));
        self.origins.extend(change.origins);
        for (record, origin) in change.statements {
            self.statements.insert(origin.id.clone(), record);
            self.origins.insert(origin.id.clone(), origin);
        }
        self.families.extend(change.families);
        self.traced.extend(change.traced);
        self.ties
            .retain(|tie| !change.retied.contains(&tie.child) && !change.retied.contains(&tie.parent));
        self.ties.extend(change.ties);
        self.links.extend(change.links);
        self.remembered.extend(
            change
                .articles
                .into_iter()
                .map(|article| (article.article.clone(), article)),
        );
    }
}

impl Memory for Kept {
    type Error = Infallible;

    fn articles(&self, ids: &BTreeSet<ArticleId>) -> Result<Vec<ArticleView<'static>>, Infallible> {
        Ok(ids.iter().filter_map(|id| self.articles.get(id).cloned()).collect())
    }

    fn published(&self, ids: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, Date>, Infallible> {
        let published = ids
            .iter()
            .filter_map(|id| Some((id.clone(), self.articles.get(id)?.published?)));
        Ok(published.collect())
    }

    fn claims(&self, ids: &BTreeSet<ClaimId>) -> Result<Vec<Claim>, Infallible> {
        Ok(ids.iter().filter_map(|id| self.claims.get(id).cloned()).collect())
    }

    fn claims_of(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<Claim>, Infallible> {
        Ok(self
            .claims
            .values()
            .filter(|claim| articles.contains(&claim.article))
            .cloned()
            .collect())
    }

    fn sketches(&self, each: &mut dyn FnMut(ArticleId, &Sketch)) -> Result<(), Infallible> {
        self.remembered
            .values()
            .for_each(|article| each(article.article.clone(), &article.sketch));
        Ok(())
    }

    fn bearers(&self, topic: u64, days: (i32, i32)) -> Result<Vec<Bearer>, Infallible> {
        let within = |article: &&Remembered| article.day.is_none_or(|day| (days.0..=days.1).contains(&day));
        let bearers = self.remembered.values().filter(within).flat_map(|article| {
            let marks = article.marks.iter().filter(move |mark| mark.topic == topic);
            marks.map(|mark| Bearer {
                article: article.article.clone(),
                day: article.day,
                asks: mark.asks,
            })
        });
        Ok(bearers.collect())
    }

    fn ties(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<Tie>, Infallible> {
        let touches = |tie: &&Tie| articles.contains(&tie.child) || articles.contains(&tie.parent);
        Ok(self.ties.iter().filter(touches).cloned().collect())
    }

    fn families(&self, articles: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, OriginId>, Infallible> {
        Ok(articles
            .iter()
            .filter_map(|id| Some((id.clone(), self.families.get(id)?.clone())))
            .collect())
    }

    fn members(&self, families: &BTreeSet<OriginId>) -> Result<Vec<ArticleId>, Infallible> {
        let members = self.families.iter().filter(|(_, family)| families.contains(*family));
        Ok(members.map(|(id, _)| id.clone()).collect())
    }

    fn linked(&self, topic: u64, speaking: bool) -> Result<Vec<ClaimId>, Infallible> {
        let fits = |link: &Link| link.topic == topic && (link.speaks || !speaking);
        let linked = self.links.iter().filter(|(_, links)| links.iter().any(fits));
        Ok(linked.map(|(id, _)| id.clone()).collect())
    }

    fn links(&self, claims: &BTreeSet<ClaimId>) -> Result<Vec<Link>, Infallible> {
        Ok(claims
            .iter()
            .filter_map(|id| self.links.get(id))
            .flatten()
            .copied()
            .collect())
    }

    fn claim_origins(&self, claims: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, OriginId>, Infallible> {
        Ok(claims
            .iter()
            .filter_map(|id| Some((id.clone(), self.traced.get(id)?.clone())))
            .collect())
    }

    fn claims_from(&self, origin: &OriginId) -> Result<Vec<ClaimId>, Infallible> {
        Ok(self
            .traced
            .iter()
            .filter(|(_, from)| *from == origin)
            .map(|(id, _)| id.clone())
            .collect())
    }
}
