//! Which numbers does a bounded number stand for?

use attache_model::{Amount, Bound, Money, Quantity};

/// "Some 200" may be 180 to 220.
const ABOUT: f64 = 0.1;
/// What is measured rather than counted is told more exactly: "about 4,400 km²" is not 4,500.
const ABOUT_MEASURED: f64 = 0.01;
/// Sums are rounded in the telling: 5.3 and 5.25 billion are one.
const ROUNDING: f64 = 0.05;

/// What a unit measures: amounts of one dimension can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    Count,
    Share,
    Time,
    Length,
    Area,
    Mass,
    Currency(String),
    Other(String),
}

impl Dimension {
    /// The dimension of a unit, and how much of the base unit (day, km, km², kg) it is.
    pub fn of(unit: Option<&str>) -> (Dimension, f64) {
        let Some(unit) = unit else {
            return (Dimension::Count, 1.0);
        };
        let known = UNITS.iter().find(|(names, ..)| names.contains(&unit));
        match known {
            Some((_, dimension, factor)) => (dimension.clone(), *factor),
            None if unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                (Dimension::Currency(unit.to_owned()), 1.0)
            }
            None => (Dimension::Other(unit.to_owned()), 1.0),
        }
    }
}

/// Units as the reader writes them, and what they are of the base unit (international mile and acre, Gregorian year).
const UNITS: &[(&[&str], Dimension, f64)] = &[
    (&["%", "percent"], Dimension::Share, 1.0),
    (&["minute"], Dimension::Time, 1.0 / 1440.0),
    (&["hour", "h"], Dimension::Time, 1.0 / 24.0),
    (&["day"], Dimension::Time, 1.0),
    (&["week"], Dimension::Time, 7.0),
    (&["month"], Dimension::Time, 30.436_875),
    (&["year"], Dimension::Time, 365.2425),
    (&["m", "metre"], Dimension::Length, 0.001),
    (&["ft", "foot"], Dimension::Length, 0.000_304_8),
    (&["km", "kilometre"], Dimension::Length, 1.0),
    (&["mi", "mile"], Dimension::Length, 1.609_344),
    (&["nmi", "nautical mile"], Dimension::Length, 1.852),
    (&["m²"], Dimension::Area, 1e-6),
    (&["ha", "hectare"], Dimension::Area, 0.01),
    (&["acre"], Dimension::Area, 0.004_046_856_422_4),
    (&["km²"], Dimension::Area, 1.0),
    (&["mi²", "square mile"], Dimension::Area, 2.589_988_110_336),
    (&["kg"], Dimension::Mass, 1.0),
    (&["t", "ton", "tonne"], Dimension::Mass, 1000.0),
];

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

    /// In the base unit of its [`Dimension`].
    pub fn of_amount(amount: &Amount) -> Range {
        let (dimension, factor) = Dimension::of(amount.unit.as_deref());
        let high = amount.high.map(|high| high * factor);
        let (slack, about) = match dimension {
            Dimension::Count | Dimension::Share => (0.0, ABOUT),
            Dimension::Currency(_) => (ROUNDING / 2.0, ROUNDING),
            _ => (0.0, ABOUT_MEASURED),
        };
        Range::of(amount.value * factor, high, amount.bound, slack, about)
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

    /// Has it no upper end?
    pub fn is_open(self) -> bool {
        self.high >= f64::MAX
    }
}
