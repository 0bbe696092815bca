//! How does the register follow the archive?
//!
//! What came in since the last weighing is weighed beside what that one remembers, and only what it touches is written anew. All is weighed when
//! nothing is remembered, or not by this version, or when most of it is new.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use attache_model::{ArticleId, Claim, ClaimId, Date, Decision, DecisionId, OriginId};
use attache_store::{Archive, Reached, Reweighed, Sketched};
use attache_weighing::{ArticleView, Bearer, Blank, Change, Link, Memory, News, Sketch, Tie, VERSION, update};

/// How often it is begun again when another program changes the register meanwhile.
const ATTEMPTS: usize = 5;

/// Brings the register up to date. Of articles, only those that claim something are weighed.
pub fn weigh(archive: &mut Archive) -> Result<()> {
    for _ in 0..ATTEMPTS {
        let reached = archive.reached()?;
        let (last, _) = archive.last()?;
        let known = reached.version == VERSION && reached.article * 2 >= last;
        if weigh_since(known.then_some(reached), archive)? {
            return Ok(());
        }
    }
    bail!(
        "other programs kept changing the register while it was weighed\nhint: run the same command again when they have ended"
    )
}

/// Makes the whole register again.
pub fn weigh_all(archive: &mut Archive) -> Result<()> {
    weigh_since(None, archive).map(drop)
}

/// False when another program was faster.
fn weigh_since(since: Option<Reached>, archive: &mut Archive) -> Result<bool> {
    let generation = archive.generation()?;
    let (article, decision) = archive.last()?;
    let until = Reached {
        version: VERSION,
        generation,
        article,
        decision,
    };
    let before = since.unwrap_or_default();
    let mut articles = Vec::new();
    let mut claims = Vec::new();
    archive.for_each_told(before.article, article, |article, told| {
        articles.push(ArticleView::of(&article));
        claims.extend(told);
    })?;
    let decisions: Vec<Decision> = archive.decisions()?;
    let decided: Vec<DecisionId> = archive.decided_after(before.decision)?;
    let news = News {
        articles,
        claims: &claims,
        decisions: &decisions,
        decided: &decided,
    };
    let change = match since {
        Some(_) => update(&Kept(archive), news)?,
        None => {
            let Ok(change) = update(&Blank, news);
            change
        }
    };
    drop(claims);
    let ties = change
        .ties
        .iter()
        .map(serde_json::to_string)
        .collect::<Result<Vec<String>, _>>()?;
    Ok(archive.reweigh(&written(&change, ties), since, until)?)
}

/// A change in the words of the archive. `ties` are those of the change, as they are written.
fn written(change: &Change, ties: Vec<String>) -> Reweighed<'_> {
    let families = change.origins.values().map(|origin| (origin, None));
    let statements = change.statements.iter().map(|(record, origin)| (origin, Some(record)));
    Reweighed {
        claims: change.reweighed.iter().collect(),
        records: &change.records,
        origins: families.chain(statements).collect(),
        gone: change.gone.iter().collect(),
        retied: change.retied.iter().collect(),
        ties: change
            .ties
            .iter()
            .zip(ties)
            .map(|(tie, words)| (&tie.child, &tie.parent, words))
            .collect(),
        families: change.families.iter().collect(),
        articles: change
            .articles
            .iter()
            .map(|article| Sketched {
                article: &article.article,
                day: article.day,
                marks: article.marks.iter().map(|mark| (mark.topic, mark.asks)).collect(),
                passages: &article.sketch.passages,
                quotations: &article.sketch.quotations,
            })
            .collect(),
        links: change
            .links
            .iter()
            .map(|(claim, links)| (claim, links.iter().map(|link| (link.topic, link.speaks)).collect()))
            .collect(),
        traced: change.traced.iter().collect(),
    }
}

/// What the archive remembers.
struct Kept<'a>(&'a Archive);

impl Memory for Kept<'_> {
    type Error = anyhow::Error;

    fn articles(&self, ids: &BTreeSet<ArticleId>) -> Result<Vec<ArticleView<'static>>> {
        Ok(self.0.articles_named(ids)?.iter().map(ArticleView::of).collect())
    }

    fn published(&self, ids: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, Date>> {
        Ok(self.0.published(ids)?)
    }

    fn claims(&self, ids: &BTreeSet<ClaimId>) -> Result<Vec<Claim>> {
        Ok(self.0.claims_named(ids)?)
    }

    fn claims_of(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<Claim>> {
        Ok(self.0.claims_of_all(articles)?)
    }

    fn sketches(&self, each: &mut dyn FnMut(ArticleId, &Sketch)) -> Result<()> {
        self.0.for_each_sketch(|article, passages, quotations| {
            each(article, &Sketch { passages, quotations });
        })?;
        Ok(())
    }

    fn bearers(&self, topic: u64, days: (i32, i32)) -> Result<Vec<Bearer>> {
        let bearer = |(article, day, asks)| Bearer { article, day, asks };
        Ok(self.0.bearers(topic, days)?.into_iter().map(bearer).collect())
    }

    fn ties(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<Tie>> {
        let ties: Result<Vec<Tie>, _> = self
            .0
            .ties(articles)?
            .iter()
            .map(|tie| serde_json::from_str(tie))
            .collect();
        Ok(ties?)
    }

    fn families(&self, articles: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, OriginId>> {
        Ok(self.0.families(articles)?)
    }

    fn members(&self, families: &BTreeSet<OriginId>) -> Result<Vec<ArticleId>> {
        Ok(self.0.members(families)?)
    }

    fn linked(&self, topic: u64, speaking: bool) -> Result<Vec<ClaimId>> {
        Ok(self.0.linked(topic, speaking)?)
    }

    fn links(&self, claims: &BTreeSet<ClaimId>) -> Result<Vec<Link>> {
        let link = |(topic, speaks)| Link { topic, speaks };
        Ok(self.0.links(claims)?.into_iter().map(link).collect())
    }

    fn claim_origins(&self, claims: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, OriginId>> {
        Ok(self.0.claim_origins(claims)?)
    }

    fn claims_from(&self, origin: &OriginId) -> Result<Vec<ClaimId>> {
        Ok(self.0.claims_from(origin)?)
    }
}
