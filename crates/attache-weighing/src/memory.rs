//! What does weighing ask of what was weighed before?
//!
//! To weigh ten more articles, only what they can touch is fetched. What finds it is kept beside the register: of each article its [`Sketch`] and
//! its [`Mark`]s, of each claim its [`Link`]s, and the ties, families and origins that were found. All of it can be made again from articles,
//! claims and decisions: weighing everything is weighing it beside an empty memory ([`Blank`]).

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use attache_model::{ArticleId, Claim, ClaimId, Date, OriginId};

use crate::ArticleView;
use crate::evidence::{Mark, Tie};
use crate::links::Link;
use crate::words::Sketch;

/// An article that bears a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    pub article: ArticleId,
    /// When it came out, in days since 1970-01-01.
    pub day: Option<i32>,
    pub asks: bool,
}

/// What was weighed before. Order never matters, in what is asked and in what is answered; what is not there is left out.
pub trait Memory {
    type Error;

    /// There is nothing to ask for.
    fn is_blank(&self) -> bool {
        false
    }

    fn articles(&self, ids: &BTreeSet<ArticleId>) -> Result<Vec<ArticleView<'static>>, Self::Error>;
    /// The days on which these came out, of those that are dated.
    fn published(&self, ids: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, Date>, Self::Error>;
    fn claims(&self, ids: &BTreeSet<ClaimId>) -> Result<Vec<Claim>, Self::Error>;
    fn claims_of(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<Claim>, Self::Error>;

    /// Hands over every article's sketch.
    fn sketches(&self, each: &mut dyn FnMut(ArticleId, &Sketch)) -> Result<(), Self::Error>;
    /// Articles with a mark of this topic, undated or out between these days.
    fn bearers(&self, topic: u64, days: (i32, i32)) -> Result<Vec<Bearer>, Self::Error>;
    /// Ties with one of these articles at either end.
    fn ties(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<Tie>, Self::Error>;
    fn families(&self, articles: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, OriginId>, Self::Error>;
    fn members(&self, families: &BTreeSet<OriginId>) -> Result<Vec<ArticleId>, Self::Error>;

    /// Claims with a link of this topic; only those that speak of it, when `speaking`.
    fn linked(&self, topic: u64, speaking: bool) -> Result<Vec<ClaimId>, Self::Error>;
    fn links(&self, claims: &BTreeSet<ClaimId>) -> Result<Vec<Link>, Self::Error>;
    /// Where claims come from, before statements are shared.
    fn claim_origins(&self, claims: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, OriginId>, Self::Error>;
    fn claims_from(&self, origin: &OriginId) -> Result<Vec<ClaimId>, Self::Error>;
}

/// An article as it is remembered for those that come later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    pub article: ArticleId,
    pub day: Option<i32>,
    pub marks: BTreeSet<Mark>,
    pub sketch: Sketch,
}

/// Nothing was weighed before.
pub struct Blank;

impl Memory for Blank {
    type Error = Infallible;

    fn is_blank(&self) -> bool {
        true
    }

    fn articles(&self, _: &BTreeSet<ArticleId>) -> Result<Vec<ArticleView<'static>>, Infallible> {
        Ok(Vec::new())
    }

    fn published(&self, _: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, Date>, Infallible> {
        Ok(BTreeMap::new())
    }

    fn claims(&self, _: &BTreeSet<ClaimId>) -> Result<Vec<Claim>, Infallible> {
        Ok(Vec::new())
    }

    fn claims_of(&self, _: &BTreeSet<ArticleId>) -> Result<Vec<Claim>, Infallible> {
        Ok(Vec::new())
    }

    fn sketches(&self, _: &mut dyn FnMut(ArticleId, &Sketch)) -> Result<(), Infallible> {
        Ok(())
    }

    fn bearers(&self, _: u64, _: (i32, i32)) -> Result<Vec<Bearer>, Infallible> {
        Ok(Vec::new())
    }

    fn ties(&self, _: &BTreeSet<ArticleId>) -> Result<Vec<Tie>, Infallible> {
        Ok(Vec::new())
    }

    fn families(&self, _: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, OriginId>, Infallible> {
        Ok(BTreeMap::new())
    }

    fn members(&self, _: &BTreeSet<OriginId>) -> Result<Vec<ArticleId>, Infallible> {
        Ok(Vec::new())
    }

    fn linked(&self, _: u64, _: bool) -> Result<Vec<ClaimId>, Infallible> {
        Ok(Vec::new())
    }

    fn links(&self, _: &BTreeSet<ClaimId>) -> Result<Vec<Link>, Infallible> {
        Ok(Vec::new())
    }

    fn claim_origins(&self, _: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, OriginId>, Infallible> {
        Ok(BTreeMap::new())
    }

    fn claims_from(&self, _: &OriginId) -> Result<Vec<ClaimId>, Infallible> {
        Ok(Vec::new())
    }
}
