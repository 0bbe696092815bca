//! How near do clusters come to those of the gold? The measures of coreference: MUC, B³ and CEAFₑ, and their mean, which CoNLL made usual.

use std::collections::{BTreeMap, BTreeSet};

use super::assign::best_pairs;
use super::figures::share;

/// Things put into clusters twice: by the program and by the gold. Labels are any numbers.
#[derive(Clone, Debug, Default)]
pub struct Clusterings {
    things: Vec<(usize, usize)>,
}

/// What a measure is made of: precision and recall.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    pub precision: f64,
    pub recall: f64,
}

impl Measured {
    pub fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 {
            2.0 * self.precision * self.recall / sum
        } else {
            0.0
        }
    }
}

type Clusters = Vec<BTreeSet<usize>>;

impl Clusterings {
    /// One more thing, with the cluster that the program puts it into and that of the gold.
    pub fn put(&mut self, found: usize, meant: usize) {
        self.things.push((found, meant));
    }

    /// The first labels that nothing has yet.
    pub fn labels(&self) -> (usize, usize) {
        let next = |label: fn(&(usize, usize)) -> usize| self.things.iter().map(label).max().map_or(0, |last| last + 1);
        (next(|thing| thing.0), next(|thing| thing.1))
    }

    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Of all pairs of things those that are together: found, right, and meant.
    pub fn pairs(&self) -> super::figures::Counts {
        let mut counts = super::figures::Counts::default();
        for (nth, a) in self.things.iter().enumerate() {
            for b in &self.things[nth + 1..] {
                let (found, meant) = (a.0 == b.0, a.1 == b.1);
                counts.predicted += usize::from(found);
                counts.gold += usize::from(meant);
                counts.right += usize::from(found && meant);
            }
        }
        counts
    }

    fn clusters(&self) -> (Clusters, Clusters) {
        let gather = |label: fn(&(usize, usize)) -> usize| {
            let mut clusters: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
            for (at, thing) in self.things.iter().enumerate() {
                clusters.entry(label(thing)).or_default().insert(at);
            }
            clusters.into_values().collect()
        };
        (gather(|thing| thing.0), gather(|thing| thing.1))
    }

    /// Links that are missing to make the one out of the other (Vilain et al. 1995).
    pub fn muc(&self) -> Measured {
        let kept = |clusters: &Clusters, label: fn(&(usize, usize)) -> usize| {
            let parts = |cluster: &BTreeSet<usize>| {
                let labels: BTreeSet<usize> = cluster.iter().map(|at| label(&self.things[*at])).collect();
                labels.len()
            };
            let kept: usize = clusters.iter().map(|cluster| cluster.len() - parts(cluster)).sum();
            let links: usize = clusters.iter().map(|cluster| cluster.len() - 1).sum();
            share(kept, links)
        };
        let (found, meant) = self.clusters();
        Measured {
            precision: kept(&found, |thing| thing.1),
            recall: kept(&meant, |thing| thing.0),
        }
    }

    /// For each thing the part of its cluster that is right (Bagga and Baldwin 1998).
    pub fn b_cubed(&self) -> Measured {
        let mut measured = Measured::default();
        for a in &self.things {
            let count = |same: &dyn Fn(&(usize, usize)) -> bool| self.things.iter().filter(|b| same(b)).count();
            let both = count(&|b| b.0 == a.0 && b.1 == a.1);
            measured.precision += share(both, count(&|b| b.0 == a.0));
            measured.recall += share(both, count(&|b| b.1 == a.1));
        }
        let all = self.things.len().max(1) as f64;
        Measured {
            precision: measured.precision / all,
            recall: measured.recall / all,
        }
    }

    /// Clusters paired one to one, so that they are most alike in all (Luo 2005, with φ₄).
    pub fn ceaf(&self) -> Measured {
        let (found, meant) = self.clusters();
        let alike = |a: usize, b: usize| {
            let both = found[a].intersection(&meant[b]).count();
            share(2 * both, found[a].len() + meant[b].len())
        };
        // The assignment wants whole numbers.
        let pairs = best_pairs(found.len(), meant.len(), |a, b| (alike(a, b) * 1e9) as i64);
        let sum: f64 = pairs.into_iter().map(|(a, b)| alike(a, b)).sum();
        Measured {
            precision: sum / found.len().max(1) as f64,
            recall: sum / meant.len().max(1) as f64,
        }
    }

    /// The mean of the three F1.
    pub fn conll(&self) -> f64 {
        (self.muc().f1() + self.b_cubed().f1() + self.ceaf().f1()) / 3.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the measures' own reference scorer: gold {a b c} {d e f g}, found {a b} {c d} {f g h i}, over what both have.
    #[test]
    fn worked_by_hand() {
        let mut clusterings = Clusterings::default();
        for (found, meant) in [(0, 0), (0, 0), (1, 0), (1, 1), (2, 1), (2, 1)] {
            clusterings.put(found, meant);
        }
        let near = |measured: Measured, precision: f64, recall: f64| {
            assert!((measured.precision - precision).abs() < 1e-9, "{measured:?}");
            assert!((measured.recall - recall).abs() < 1e-9, "{measured:?}");
        };
        near(clusterings.muc(), 2.0 / 3.0, 2.0 / 4.0);
        // Each of the six: 1 1 ½ ½ 1 1 and ⅔ ⅔ ⅓ ⅓ ⅔ ⅔.
        near(clusterings.b_cubed(), 5.0 / 6.0, 10.0 / 18.0);
        // {a b} with {a b c} and {f g} with {d f g}: 0.8 each.
        near(clusterings.ceaf(), 1.6 / 3.0, 1.6 / 2.0);
        assert_eq!(clusterings.pairs().right, 2);
    }
}
