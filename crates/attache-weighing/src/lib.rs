//! Many claims: which go back to one source, which speak of one transfer, and where do they agree?
//!
//! [`weigh`] is the whole of it, in five steps, each a pure function of what it is given:
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
mod measure;
mod names;
mod origins;
mod periods;
mod places;
mod quotations;
mod review;
mod rulings;
mod shared_text;
mod statements;
mod transfers;
mod view;
mod words;

use std::collections::BTreeMap;

use attache_model::{ArticleId, Claim, ClaimId, Date, Decision, DecisionId, Origin, OriginId, Record, RecordId};

use cells::Told;
use grouping::Grouped;
use rulings::Rulings;

pub use rulings::{Standing, standings};
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
    // Sorted first: from here on nothing depends on the order in which things came.
    let articles: BTreeMap<&ArticleId, &ArticleView> =
        articles.iter().rev().map(|article| (&article.id, article)).collect();
    let read: BTreeMap<&ClaimId, &Claim> = claims.iter().rev().map(|claim| (&claim.id, claim)).collect();
    let articles: Vec<&ArticleView> = articles.into_values().collect();
    let as_read: Vec<&Claim> = read.values().copied().collect();

    let rulings = Rulings::new(&as_read, decisions);
    let corrected: BTreeMap<&ClaimId, Claim> = as_read
        .iter()
        .filter_map(|claim| Some((&claim.id, rulings.apply(claim)?)))
        .collect();
    let claims: Vec<&Claim> = as_read
        .iter()
        .map(|read| corrected.get(&read.id).unwrap_or(read))
        .collect();
    let origins = origins::origins(&articles, &claims);
    let published: BTreeMap<&ArticleId, Date> = articles
        .iter()
        .filter_map(|article| Some((&article.id, article.published?)))
        .collect();

    let mut weighing = Weighing {
        published: &published,
        of_claim: origins.of_claim,
        statements: Vec::new(),
        records: Vec::new(),
        joins: Vec::new(),
    };
    let facts = transfers::facts(&published, &claims, &rulings);
    weighing.add(&facts, transfers::groups(&facts, &rulings), transfers::reconcile);
    let facts = events::facts(&published, &claims, &rulings);
    weighing.add(&facts, events::groups(&facts, &rulings), events::reconcile);
    let around = about::parties_by_article(&claims);
    let facts = figures::facts(&published, &claims, &around, &rulings);
    weighing.add(&facts, figures::groups(&facts, &rulings), figures::reconcile);

    let Weighing {
        of_claim,
        statements,
        mut records,
        joins,
        ..
    } = weighing;
    for record in &mut records {
        review::review(record, &read, &rulings, &of_claim);
        record.confidence = confidence::confidence(record, |id| read.get(id).copied(), &of_claim, &rulings);
    }
    records.sort_by(|a, b| a.id.cmp(&b.id));
    let mut all_origins = origins.origins;
    all_origins.extend(statements);
    all_origins.sort_by(|a, b| a.id.cmp(&b.id));
    Weighed {
        origins: all_origins,
        records,
        claim_origins: of_claim,
        article_origins: origins.of_article,
        joins,
        standings: rulings.standings().clone(),
    }
}

/// Records as they come to be, kind by kind.
struct Weighing<'a> {
    published: &'a BTreeMap<&'a ArticleId, Date>,
    of_claim: BTreeMap<ClaimId, OriginId>,
    /// Origins that are one person's statement.
    statements: Vec<Origin>,
    records: Vec<Record>,
    joins: Vec<Join>,
}

impl Weighing<'_> {
    fn add<'f, F: Told<'f>>(
        &mut self,
        facts: &'f [F],
        groups: Vec<Grouped>,
        reconcile: for<'o> fn(RecordId, Vec<&'o F>, &'o BTreeMap<ClaimId, OriginId>) -> Record,
    ) {
        for group in groups {
            let members: Vec<&F> = group.cluster.members.iter().map(|at| &facts[*at]).collect();
            let live = members.iter().filter(|fact| !fact.is_rejected());
            let claims: Vec<&Claim> = live.map(|fact| fact.claim()).collect();
            self.statements
                .extend(statements::share(&claims, self.published, &mut self.of_claim));
            let record = reconcile(group.id, members, &self.of_claim);
            self.records.push(Record {
                conflicts: group.conflicts,
                ..record
            });
            self.joins.extend(group.cluster.joins);
        }
    }
}
