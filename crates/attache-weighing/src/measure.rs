//! Which numbers does a bounded number stand for?

use attache_model::{Bound, Money, Quantity};

/// "Some 200" may be 180 to 220.
const ABOUT: f64 = 0.1;
/// Sums are rounded in the telling: 5.3 and 5.25 billion are one.
const ROUNDING: f64 = 0.05;

/// All numbers that are compatible with a bounded one, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub low: f64,
    pub high: f64,
}

impl Range {
    pub fn of_quantity(quantity: Quantity) -> Range {
        let value = quantity.value as f64;
        Range::of(value, quantity.high.map(|high| high as f64), quantity.bound, 0.0, ABOUT)
    }

    pub fn of_money(money: &Money) -> Range {
        Range::of(money.amount, money.high, money.bound, ROUNDING / 2.0, ROUNDING)
    }

    fn of(value: f64, high: Option<f64>, bound: Bound, slack: f64, about: f64) -> Range {
        match bound {
            Bound::Exact => Range {
                low: value * (1.0 - slack),
                high: value * (1.0 + slack),
            },
            Bound::About => Range {
                low: value * (1.0 - about),
                high: value * (1.0 + about),
            },
            // "Over 200" of one and "some 200" of another are the same 200.
            Bound::AtLeast => Range {
                low: value * (1.0 - slack),
                high: f64::MAX,
            },
            Bound::AtMost => Range {
                low: 0.0,
                high: value * (1.0 + slack),
            },
            Bound::Range => Range {
                low: value * (1.0 - slack),
                high: high.unwrap_or(f64::MAX) * (1.0 + slack),
            },
        }
    }

    /// Can both be true?
    pub fn meets(self, other: Range) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Is everything that `other` may be also what this may be?
    pub fn holds(self, other: Range) -> bool {
        self.low <= other.low && other.high <= self.high
    }

    pub fn width(self) -> f64 {
        self.high - self.low
    }
}
