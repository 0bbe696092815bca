//! What does a record show in a slot, on whose word, and who says otherwise?
//!
//! What the three kinds of record have in common: which claims speak, equal values put together, support counted in origins. Only affirmed
//! claims give values; a denial speaks against what it denies. What someone rejected does not speak.

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{
    ArticleId, Cell, Claim, ClaimId, Confidence, Kind, OriginId, Polarity, Record, RecordId, Review, Rival, SlotName,
    Stance, Verdict,
};
use serde_json::Value;

/// A claim with what was made ready of it for comparing.
pub trait Told<'a> {
    fn claim(&self) -> &'a Claim;

    /// Someone rejected it.
    fn is_rejected(&self) -> bool;

    /// It says nothing that a record could show beside a better one.
    fn is_general(&self) -> bool {
        false
    }

    fn id(&self) -> &'a ClaimId {
        &self.claim().id
    }

    fn article(&self) -> &'a ArticleId {
        &self.claim().article
    }

    fn stance(&self) -> Stance {
        self.claim().stance
    }

    fn is_denied(&self) -> bool {
        self.claim().stance.polarity == Polarity::Denied
    }
}

/// The claims of a record, as reconciling sees them.
pub struct Case<'a, F> {
    /// In order of time. When all were rejected, those; else only the others.
    pub facts: Vec<&'a F>,
    /// Every claim of the record.
    all: Vec<&'a F>,
    pub origins: &'a BTreeMap<ClaimId, OriginId>,
    /// Every claim is a denial: their values are shown as what is denied.
    pub only_denied: bool,
    rejected: bool,
}

/// One value and the claims that give it.
#[derive(Debug)]
pub struct Said<'a, T, F> {
    pub value: T,
    pub by: Vec<&'a F>,
}

impl<'a, F: Told<'a>> Case<'a, F> {
    /// `facts` in order of time.
    pub fn new(all: Vec<&'a F>, origins: &'a BTreeMap<ClaimId, OriginId>) -> Case<'a, F> {
        let live: Vec<&F> = all.iter().copied().filter(|fact| !fact.is_rejected()).collect();
        let rejected = live.is_empty();
        let facts = if rejected { all.clone() } else { live };
        Case {
            only_denied: facts.iter().all(|fact| fact.is_denied()),
            facts,
            all,
            origins,
            rejected,
        }
    }

    /// The record with these cells.
    pub fn record(&self, id: RecordId, kind: Kind, slots: BTreeMap<SlotName, Cell>) -> Record {
        let articles: BTreeSet<_> = self.facts.iter().map(|fact| fact.article().clone()).collect();
        let affirmed = || self.facts.iter().filter(|fact| !fact.is_denied());
        Record {
            id,
            kind,
            slots,
            claims: self.all.iter().map(|fact| fact.id().clone()).collect(),
            articles: articles.into_iter().collect(),
            origins: self.origins_of(&self.facts),
            hedged: affirmed().next().is_some() && affirmed().all(|fact| fact.stance().is_hedged()),
            denied: self.facts.iter().any(|fact| fact.is_denied()),
            confidence: Confidence::default(),
            review: if self.rejected { Review::Rejected } else { Review::Open },
            decisions: Vec::new(),
            conflicts: Vec::new(),
        }
    }

    /// The claims whose values count: the affirmed ones, or the denials when there is nothing else. General statements count only alone.
    pub fn speaking(&self) -> impl Iterator<Item = &'a F> {
        let specific = self
            .facts
            .iter()
            .any(|fact| !fact.is_general() && (self.only_denied || !fact.is_denied()));
        let counts = move |fact: &&'a F| (self.only_denied || !fact.is_denied()) && (!specific || !fact.is_general());
        self.facts.iter().copied().filter(counts)
    }

    pub fn denials(&self) -> impl Iterator<Item = &'a F> {
        self.facts.iter().copied().filter(|fact| fact.is_denied())
    }

    /// Distinct origins of these claims.
    pub fn origins_of(&self, by: &[&F]) -> Vec<OriginId> {
        by.iter()
            .filter_map(|fact| self.origins.get(fact.id()).cloned())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// Equal values put together, in the order in which they were first told.
    pub fn said<T: PartialEq>(&self, pick: impl Fn(&'a F) -> Option<T>) -> Vec<Said<'a, T, F>> {
        let mut said: Vec<Said<'a, T, F>> = Vec::new();
        for fact in self.speaking() {
            let Some(value) = pick(fact) else { continue };
            match said.iter_mut().find(|known| known.value == value) {
                Some(known) => known.by.push(fact),
                None => said.push(Said { value, by: vec![fact] }),
            }
        }
        said
    }

    /// "1 origin", "3 origins".
    pub fn support(&self, by: &[&F]) -> String {
        match self.origins_of(by).len() {
            1 => "1 origin".to_owned(),
            count => format!("{count} origins"),
        }
    }

    pub fn rival(&self, value: Value, shown: String, by: &[&F]) -> Rival {
        Rival {
            value,
            shown,
            claims: ids(by),
            origins: self.origins_of(by),
            verdict: None,
        }
    }

    /// The same, standing so to the others where the cell's verdict says something else.
    pub fn rival_so(&self, value: Value, shown: String, by: &[&F], verdict: Option<Verdict>) -> Rival {
        Rival {
            verdict,
            ..self.rival(value, shown, by)
        }
    }

    pub fn cell(
        &self,
        value: Value,
        shown: String,
        by: &[&F],
        verdict: Verdict,
        reason: String,
        rivals: Vec<Rival>,
    ) -> Cell {
        Cell {
            value,
            shown,
            verdict,
            reason,
            claims: ids(by),
            origins: self.origins_of(by),
            rivals,
        }
    }

    /// One word out of a closed list, or a code: the one that says most, else the one with most origins; the others are rivals.
    /// `refines(a, b)`: `a` says more than `b`, and both are true.
    pub fn word<T: Clone + PartialEq + std::fmt::Display + serde::Serialize>(
        &self,
        said: &[Said<'a, T, F>],
        refines: impl Fn(&T, &T) -> bool,
    ) -> Option<Cell> {
        let finer = |value: &T| said.iter().filter(|other| refines(value, &other.value)).count();
        let best = said
            .iter()
            .rev()
            .max_by_key(|said| (finer(&said.value), self.origins_of(&said.by).len(), said.by.len()))?;
        let rivals: Vec<&Said<T, F>> = said.iter().filter(|other| other.value != best.value).collect();
        let disputed = rivals.iter().any(|other| !refines(&best.value, &other.value));
        let own = self.support(&best.by);
        let others: Vec<String> = rivals
            .iter()
            .map(|other| format!("“{}” ({})", other.value, self.support(&other.by)))
            .collect();
        let others = others.join(", ");
        let (verdict, reason) = match () {
            () if rivals.is_empty() => (Verdict::Agreed, format!("{}, from {own}", best.value)),
            () if disputed => (Verdict::Disputed, format!("“{}” ({own}) against {others}", best.value)),
            () => (Verdict::Refined, format!("“{}” says more than {others}", best.value)),
        };
        let rivals = rivals
            .into_iter()
            .map(|other| self.rival(wire(&other.value), other.value.to_string(), &other.by))
            .collect();
        let shown = best.value.to_string();
        Some(self.cell(wire(&best.value), shown, &best.by, verdict, reason, rivals))
    }
}

/// How several values of one slot stand to each other that cannot all be true.
pub struct Rivalry {
    /// The values that no later word has replaced.
    pub open: Vec<usize>,
    /// What is to be said of the slot; `None` when there is one value.
    pub verdict: Option<Verdict>,
    /// `[a][b]`: the word on `a` is the later one on the same thing.
    replaces: Vec<Vec<bool>>,
}

impl Rivalry {
    pub fn of(count: usize, replaces: impl Fn(usize, usize) -> bool) -> Rivalry {
        let row = |a: usize| (0..count).map(|b| a != b && replaces(a, b)).collect();
        let replaces: Vec<Vec<bool>> = (0..count).map(row).collect();
        let is_open = |b: &usize| !replaces.iter().any(|row| row[*b]);
        let mut open: Vec<usize> = (0..count).filter(is_open).collect();
        if open.is_empty() {
            open = (0..count).collect();
        }
        let verdict = match (count, open.len()) {
            (0 | 1, _) => None,
            (_, 1) => Some(Verdict::Superseded),
            _ => Some(Verdict::Disputed),
        };
        Rivalry {
            open,
            verdict,
            replaces,
        }
    }

    /// How the value `at` stands beside the one shown, where that is not what the slot's verdict says. Two that a later word has replaced may have
    /// been disputed, unless they are `beside` each other: one report tells of both.
    pub fn standing(&self, at: usize, shown: usize, beside: impl Fn(usize, usize) -> bool) -> Option<Verdict> {
        let against = |other: usize| {
            let ordered = self.replaces[at][other] || self.replaces[other][at];
            other != at && other != shown && !ordered && !beside(at, other)
        };
        match self.verdict? {
            Verdict::Superseded if (0..self.replaces.len()).any(against) => Some(Verdict::Disputed),
            Verdict::Disputed if self.replaces[shown][at] => Some(Verdict::Superseded),
            _ => None,
        }
    }
}

/// Who says so, as the reason names them: the last source, else the outlet itself.
pub fn teller(claim: &Claim) -> String {
    let last = claim.sources.last();
    last.map_or_else(|| "the outlet itself".to_owned(), |source| source.name.clone())
}

pub fn ids<'a, F: Told<'a>>(by: &[&F]) -> Vec<ClaimId> {
    by.iter()
        .map(|fact| fact.id().clone())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// `value` as JSON; the codebook's values all have a JSON form.
pub fn wire<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}
