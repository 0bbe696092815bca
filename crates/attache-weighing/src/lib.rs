//! Many claims: which go back to one source, which speak of one transfer, and where do they agree?
//!
//! [`weigh`] is the whole of it; [`update`] does the same for what is new beside what was weighed before, and touches only that. Five steps:
//!
//! 1. **rulings**: people's decisions are replayed; claims are corrected as they say (`rulings.rs`);
//! 2. **origins**: articles that are one source are put into families, every reason kept (`origins.rs`);
//! 3. **records**: claims about the same thing are put together, by named comparisons (`clusters.rs`, `grouping.rs`),
//!    and claims that report one person's one statement share it as their origin (`statements.rs`);
//! 4. **reconciling**: each slot of a record gets the value shown, a verdict, and its rivals (`cells.rs`);
//! 5. **review**: the record says who decided what about it, and what has been told against that since (`review.rs`),
//!    and how much its evidence is worth (`confidence.rs`).
//!
//! Steps 3 and 4 differ for each kind of claim: `transfers/`, `events/`, `figures/`.
//!
//! What does not touch is never looked at together: two articles are compared when they bear a mark in common (`neighbours.rs`), and claims are
//! weighed in parts that are linked (`links.rs`). Marks and links follow from one article, one claim, and nothing else.
//!
//! The result is the same in whatever order articles, claims and decisions come. No claim is lost: each is in exactly one record.

mod about;
mod cells;
mod citations;
mod clusters;
mod confidence;
mod credits;
mod events;
mod evidence;
mod figures;
mod grouping;
mod links;
mod measure;
mod memory;
mod names;
mod neighbours;
mod origins;
mod periods;
mod places;
mod quotations;
mod records;
mod review;
mod rulings;
mod shared_text;
mod shelf;
mod statements;
mod transfers;
mod update;
mod view;
mod words;

use std::collections::BTreeMap;

use attache_model::{ArticleId, Claim, ClaimId, Decision, DecisionId, Origin, OriginId, Record};

pub use evidence::{Mark, Tie};
pub use links::Link;
pub use memory::{Bearer, Blank, Memory, Remembered};
pub use rulings::{Standing, standings};
pub use update::{Change, News, VERSION, update};
pub use view::ArticleView;
pub use words::Sketch;

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
    /// What has become of each decision.
    pub standings: BTreeMap<DecisionId, Standing>,
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

/// Weighs claims against each other, as people's decisions have them. Claims of articles that are not given are weighed too; their article is
/// then its own origin.
pub fn weigh(articles: &[ArticleView], claims: &[Claim], decisions: &[Decision]) -> Weighed {
    let news = News {
        articles: articles.iter().map(ArticleView::borrowed).collect(),
        claims,
        decisions,
        decided: &[],
    };
    let Ok(change) = update(&Blank, news);
    let Change {
        origins,
        statements,
        records,
        claim_origins,
        families,
        joins,
        standings,
        ..
    } = change;
    let mut origins: Vec<Origin> = origins
        .into_values()
        .chain(statements.into_iter().map(|(_, origin)| origin))
        .collect();
    origins.sort_by(|a, b| a.id.cmp(&b.id));
    Weighed {
        origins,
        records,
        claim_origins,
        article_origins: families,
        joins,
        standings,
    }
}
