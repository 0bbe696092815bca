//! Many claims: which go back to one source, which speak of one transfer, and where do they agree?
//!
//! [`weigh`] is the whole of it, in three steps, each a pure function of what it is given:
//!
//! 1. **origins**: articles that are one source are put into families, every reason kept (`origins.rs`);
//! 2. **records**: claims about the same transfer are put together, by named comparisons (`records.rs`);
//! 3. **reconciling**: each slot of a record gets the value shown, a verdict, and its rivals (`reconcile/`).
//!
//! The result is the same in whatever order articles and claims come. No claim is altered, and none is lost: each is in exactly one record.

mod candidates;
mod citations;
mod clusters;
mod credits;
mod designation;
mod evidence;
mod facts;
mod matching;
mod measure;
mod names;
mod origins;
mod quotations;
mod reconcile;
mod records;
mod shared_text;
mod view;
mod words;

use std::collections::BTreeMap;

use attache_model::{ArticleId, Claim, ClaimId, Origin, OriginId, Record};

pub use view::ArticleView;

/// What articles and claims add up to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighed {
    /// Families of articles that are one source, and sources outside the archive that its articles cite; by id.
    pub origins: Vec<Origin>,
    /// By id. Every claim is in exactly one.
    pub records: Vec<Record>,
    /// Where each claim first came from.
    pub claim_origins: BTreeMap<ClaimId, OriginId>,
    /// The family of each article.
    pub article_origins: BTreeMap<ArticleId, OriginId>,
    /// Why claims were put into one record: one join fewer than the record has claims.
    pub joins: Vec<Join>,
}

impl Weighed {
    /// The reporting that a claim goes back to: the last outlet or agency it cites, else its article's family.
    pub fn origin_of(&self, claim: &ClaimId) -> Option<&OriginId> {
        self.claim_origins.get(claim)
    }
}

/// One reason to hold that two claims speak of the same transfer.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    pub left: ClaimId,
    pub right: ClaimId,
    pub score: f32,
    pub comparisons: Vec<Comparison>,
}

/// What two claims say of one matter, and how much that speaks for (above 0) or against (below 0) their being about one transfer.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub name: &'static str,
    pub left: String,
    pub right: String,
    pub weight: f32,
}

/// Weighs claims against each other. Claims of articles that are not given are weighed too; their article is then its own origin.
pub fn weigh(articles: &[ArticleView], claims: &[Claim]) -> Weighed {
    // Sorted first: from here on nothing depends on the order in which things came.
    let articles: BTreeMap<&ArticleId, &ArticleView> =
        articles.iter().rev().map(|article| (&article.id, article)).collect();
    let claims: BTreeMap<&ClaimId, &Claim> = claims.iter().rev().map(|claim| (&claim.id, claim)).collect();
    let articles: Vec<&ArticleView> = articles.into_values().collect();
    let claims: Vec<&Claim> = claims.into_values().collect();

    let origins = origins::origins(&articles, &claims);
    let facts = facts::facts(&articles, &claims);
    let groups = records::groups(&facts);
    let mut joins = Vec::new();
    let mut records = Vec::new();
    for group in groups {
        let members = group.cluster.members.iter().map(|at| &facts[*at]).collect();
        records.push(reconcile::reconcile(group.id, members, &origins.of_claim));
        joins.extend(group.cluster.joins);
    }
    Weighed {
        origins: origins.origins,
        records,
        claim_origins: origins.of_claim,
        article_origins: origins.of_article,
        joins,
    }
}
