//! How are the figures of an evaluation kept, compared with their floors, and shown?

use std::collections::BTreeMap;
use std::io::Write;

/// Named figures between 0 and 1, each with the number of cases behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    values: BTreeMap<String, (f64, usize)>,
}

impl Figures {
    /// Keeps a figure. Nothing is kept when there is no case: a share of nothing is neither 0 nor 1.
    pub fn put(&mut self, name: impl Into<String>, value: f64, cases: usize) {
        if cases > 0 {
            self.values.insert(name.into(), (value, cases));
        }
    }

    /// The value of a figure; its cases do not matter to a floor.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.values.get(name).map(|&(value, _)| value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, f64, usize)> {
        self.values
            .iter()
            .map(|(name, &(value, cases))| (name.as_str(), value, cases))
    }

    pub fn extend(&mut self, other: Figures) {
        self.values.extend(other.values);
    }
}

/// Found, expected and right: what precision and recall are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many were predicted, of them right, and how many there are.
    pub predicted: usize,
    pub right: usize,
    pub gold: usize,
}

impl Counts {
    pub fn add(&mut self, other: Counts) {
        self.predicted += other.predicted;
        self.right += other.right;
        self.gold += other.gold;
    }

    pub fn precision(self) -> f64 {
        share(self.right, self.predicted)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// The harmonic mean; nothing predicted where nothing was to be found is 1.
    pub fn f1(self) -> f64 {
        if self.predicted + self.gold == 0 {
            1.0
        } else {
            share(2 * self.right, self.predicted + self.gold)
        }
    }

    /// Puts `name.precision`, `name.recall` and `name.f1`.
    pub fn put(self, figures: &mut Figures, name: &str) {
        figures.put(format!("{name}.precision"), self.precision(), self.predicted);
        figures.put(format!("{name}.recall"), self.recall(), self.gold);
        figures.put(format!("{name}.f1"), self.f1(), self.predicted + self.gold);
    }
}

/// A share, 0 when there is nothing to have a share of.
#[allow(clippy::cast_precision_loss)]
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// One line of a table of precision, recall and F1.
pub fn write_counts(out: &mut dyn Write, name: &str, counts: Counts) -> std::io::Result<()> {
    writeln!(
        out,
        "  {name:<28} P {:.3}  R {:.3}  F1 {:.3}   predicted {:>4}  right {:>4}  gold {:>4}",
        counts.precision(),
        counts.recall(),
        counts.f1(),
        counts.predicted,
        counts.right,
        counts.gold
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_recall_and_their_mean() {
        let counts = Counts {
            predicted: 4,
            right: 2,
            gold: 8,
        };
        assert_eq!((counts.precision(), counts.recall()), (0.5, 0.25));
        assert!((counts.f1() - 1.0 / 3.0).abs() < 1e-9);
        assert_eq!(Counts::default().f1(), 1.0);
        assert_eq!(
            Counts {
                predicted: 3,
                right: 0,
                gold: 0
            }
            .f1(),
            0.0
        );
    }

    #[test]
    fn a_share_of_nothing_is_no_figure() {
        let mut figures = Figures::default();
        figures.put("x", 0.0, 0);
        assert_eq!(figures.get("x"), None);
    }
}
