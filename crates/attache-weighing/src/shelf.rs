//! Which articles lie open while some are weighed: the new ones, and of those weighed before the ones that are asked for.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{ArticleId, Claim};
use rayon::prelude::*;

use crate::ArticleView;
use crate::evidence::{Features, Mark};
use crate::memory::{Bearer, Memory};

pub struct Shelf<'a, M> {
    pub memory: &'a M,
    open: BTreeMap<ArticleId, Features<'a>>,
    pub new: BTreeSet<ArticleId>,
    /// The new articles by the topics of their marks.
    bearers: BTreeMap<u64, Vec<Bearer>>,
}

impl<'a, M: Memory> Shelf<'a, M> {
    /// `claims` are those of the articles.
    pub fn new(
        memory: &'a M,
        articles: Vec<ArticleView<'a>>,
        claims: &BTreeMap<&ArticleId, Vec<&Claim>>,
    ) -> Shelf<'a, M> {
        let features = |article: ArticleView<'a>| {
            let claims = claims.get(&article.id).map(Vec::as_slice).unwrap_or_default();
            (article.id.clone(), Features::of(article, claims))
        };
        let open: BTreeMap<ArticleId, Features> = articles.into_par_iter().map(features).collect();
        let mut bearers: BTreeMap<u64, Vec<Bearer>> = BTreeMap::new();
        for (id, features) in &open {
            for Mark { topic, asks } in features.marks() {
                bearers.entry(topic).or_default().push(Bearer {
                    article: id.clone(),
                    day: features.day,
                    asks,
                });
            }
        }
        Shelf {
            memory,
            new: open.keys().cloned().collect(),
            open,
            bearers,
        }
    }

    /// Opens what is not open yet.
    pub fn fetch<'i>(&mut self, ids: impl IntoIterator<Item = &'i ArticleId>) -> Result<(), M::Error> {
        let missing: BTreeSet<ArticleId> = ids
            .into_iter()
            .filter(|id| !self.open.contains_key(*id))
            .cloned()
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut claims: BTreeMap<ArticleId, Vec<Claim>> = BTreeMap::new();
        for claim in self.memory.claims_of(&missing)? {
            claims.entry(claim.article.clone()).or_default().push(claim);
        }
        let features = |view: ArticleView<'a>| {
            let claims: Vec<&Claim> = claims.get(&view.id).into_iter().flatten().collect();
            (view.id.clone(), Features::of(view, &claims))
        };
        let views: Vec<ArticleView<'a>> = self.memory.articles(&missing)?;
        self.open.par_extend(views.into_par_iter().map(features));
        Ok(())
    }

    /// An article that is open.
    pub fn get(&self, id: &ArticleId) -> Option<&Features<'a>> {
        self.open.get(id)
    }

    /// The new articles.
    pub fn news(&self) -> impl Iterator<Item = &Features<'a>> {
        self.new.iter().filter_map(|id| self.open.get(id))
    }

    /// New articles and old that bear a mark of this topic and are undated, or out between these days.
    pub fn bearers(&self, topic: u64, days: (i32, i32)) -> Result<Vec<Bearer>, M::Error> {
        let mut found = self.memory.bearers(topic, days)?;
        let new = self.bearers.get(&topic).into_iter().flatten();
        let within = |bearer: &&Bearer| bearer.day.is_none_or(|day| (days.0..=days.1).contains(&day));
        found.extend(new.filter(within).cloned());
        Ok(found)
    }

    /// The topics that new articles bear, and who.
    pub fn topics(&self) -> impl Iterator<Item = (&u64, &Vec<Bearer>)> {
        self.bearers.iter()
    }
}
