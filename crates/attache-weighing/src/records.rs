//! What do the claims of one part add up to?
//!
//! Kind by kind: facts, groups, the statements that claims share, and what each slot shows. Then what people decided, and how much it is worth.

use std::collections::BTreeMap;

use attache_model::{Claim, ClaimId, Origin, OriginId, Record, RecordId};

use crate::cells::Told;
use crate::grouping::Grouped;
use crate::links::Around;
use crate::rulings::Rulings;
use crate::{Join, confidence, events, figures, review, statements, transfers};

/// What one part comes to.
#[derive(Debug, Default)]
pub struct Weighted {
    pub records: Vec<Record>,
    /// Origins that are one person's statement, each with the record it belongs to.
    pub statements: Vec<(RecordId, Origin)>,
    /// Where the claims come from, with the statements they share.
    pub of_claim: BTreeMap<ClaimId, OriginId>,
    pub joins: Vec<Join>,
}

/// `read` are the claims of the part as they were read, `claims` as people's decisions have them, both by id; `of_claim` says where they come from.
pub fn weighted(
    read: &[&Claim],
    claims: &[&Claim],
    of_claim: BTreeMap<ClaimId, OriginId>,
    around: &Around,
    rulings: &Rulings,
) -> Weighted {
    let mut part = Part {
        around,
        found: Weighted {
            of_claim,
            ..Weighted::default()
        },
    };
    let facts = transfers::facts(&around.published, claims, rulings);
    part.add(&facts, transfers::groups(&facts, rulings), transfers::reconcile);
    let facts = events::facts(&around.published, claims, rulings);
    part.add(&facts, events::groups(&facts, rulings), events::reconcile);
    let facts = figures::facts(&around.published, claims, &around.parties, rulings);
    part.add(&facts, figures::groups(&facts, rulings), figures::reconcile);
    let mut found = part.found;
    let read: BTreeMap<&ClaimId, &Claim> = read.iter().map(|claim| (&claim.id, *claim)).collect();
    for record in &mut found.records {
        review::review(record, &read, rulings, &found.of_claim);
        record.confidence = confidence::confidence(record, |id| read.get(id).copied(), &found.of_claim, rulings);
    }
    found
}

struct Part<'a> {
    around: &'a Around<'a>,
    found: Weighted,
}

impl Part<'_> {
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
            let shared = statements::share(&claims, &self.around.published, &mut self.found.of_claim);
            let record = reconcile(group.id, members, &self.found.of_claim);
            self.found
                .statements
                .extend(shared.into_iter().map(|origin| (record.id.clone(), origin)));
            self.found.records.push(Record {
                conflicts: group.conflicts,
                ..record
            });
            self.found.joins.extend(group.cluster.joins);
        }
    }
}
