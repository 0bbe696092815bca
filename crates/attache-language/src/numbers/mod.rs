//! Which numbers does a stretch of text give, how exactly, and of what?
//!
//! Counts, percentages, sums of money and measures, in digits and in words, with the words that bound them. Ordinals, years, dates, clock
//! times, fractions and the digits inside designations (`S-400`, `9M729`) are no numbers here.

mod amount;
mod money;
mod units;

use attache_model::{Bound, Span};

use crate::dates;
use crate::scan::{Kind, Scan};
use amount::Amount;

/// A number as the text gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// With its bound words, currency and unit; of a plain count without the thing counted.
    pub span: Span,
    /// The number itself, or the lower end of a range; money in whole units of its currency, percentages as written (23 for 23 %).
    pub value: f64,
    /// The upper end, there exactly when the bound is a range.
    pub high: Option<f64>,
    pub bound: Bound,
    pub unit: NumberUnit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberUnit {
    Count,
    Percent,
    /// ISO 4217; `XXX` where the text names a currency that many states have ("dinars", "crowns") and does not say whose.
    Money(String),
    /// The unit in the singular, in British spelling: `kilometre`, `tonne`, `square kilometre`, `hour`, `millimetre`.
    Measure(String),
}

/// The numbers in `within`, in the order of the text, never overlapping.
pub fn find(text: &str, within: Span) -> Vec<Number> {
    let scan = Scan::new(text, within);
    if !scan
        .atoms
        .iter()
        .any(|atom| atom.kind == Kind::Digits || amount::may_begin(&atom.lower))
    {
        return Vec::new();
    }
    let dates = dates::find(text, within, dates::Anchor::default());
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.atoms.len() {
        match number_at(&scan, at) {
            Some((number, next)) if next > at => {
                if !dates.iter().any(|date| date.span.overlaps(number.span)) {
                    found.push(number);
                }
                at = next;
            }
            _ => at = skip(&scan, at),
        }
    }
    found
}

/// One past an atom that begins no number, and past everything glued to it if that is digits: `400` of `S-400` begins none either.
fn skip(scan: &Scan<'_>, at: usize) -> usize {
    let mut next = at + 1;
    if scan.digits(at).is_some() {
        while scan.is_glued(next) && (scan.digits(next).is_some() || scan.is_mark(next, ".,:/-–")) {
            next += 1;
        }
    }
    next
}

fn number_at(scan: &Scan<'_>, at: usize) -> Option<(Number, usize)> {
    let (bound, begin) = units::bound_before(scan, at);
    let paired = scan.any_phrase(begin, &["between", "anywhere between", "from"]);
    if let Some(first) = paired
        && let Some(found) = pair(scan, at, first)
    {
        return Some(found);
    }
    let low = amount::read(scan, begin)?;
    let (high, next) = match range_end(scan, &low) {
        Some(high) => {
            let next = high.next;
            (Some(high), next)
        }
        None => (None, low.next),
    };
    finish(scan, at, bound, low, high, next)
}

/// "between 12 and 18", "from 12 to 18".
fn pair(scan: &Scan<'_>, at: usize, first: usize) -> Option<(Number, usize)> {
    let low = amount::read(scan, units::bound_before(scan, first).1)?;
    let joint = scan.any_phrase(low.next, &["and", "to"])?;
    let high = amount::read(scan, units::bound_before(scan, joint).1)?;
    let (low, high) = amount::share(low, high)?;
    let next = high.next;
    finish(scan, at, None, low, Some(high), next)
}

/// The upper end in "12 to 18", "12–18", "two or three".
fn range_end(scan: &Scan<'_>, low: &Amount) -> Option<Amount> {
    let at = low.next;
    let dash = scan.is_mark(at, "-–—‑‐") && (scan.is_glued(at) == scan.is_glued(at + 1));
    let high = match scan.word(at) {
        "to" => amount::read(scan, at + 1)?,
        "or" => {
            let high = amount::read(scan, at + 1)?;
            // "two or three", but not "one tank or 200 rifles".
            if high.value > low.value * 2.0 {
                return None;
            } else {
                high
            }
        }
        _ if dash => amount::read_after_dash(scan, at + 1)?,
        _ => return None,
    };
    amount::share(low.clone(), high).map(|(_, high)| high)
}

fn finish(
    scan: &Scan<'_>,
    at: usize,
    bound: Option<Bound>,
    low: Amount,
    high: Option<Amount>,
    next: usize,
) -> Option<(Number, usize)> {
    let (low, high) = match high {
        Some(high) => amount::share(low, high).map(|(low, high)| (low, Some(high)))?,
        None => (low, None),
    };
    let metres =
        high.as_ref().unwrap_or(&low).maybe_metres && low.currency.is_none() && units::metres_follow(scan, next);
    let (low, high) = if metres {
        (low.unscaled(), high.map(Amount::unscaled))
    } else {
        (low, high)
    };
    let (early, next) = units::bound_after(scan, next);
    let (unit, next) = match &low.currency {
        Some(currency) => (NumberUnit::Money(currency.clone()), next),
        None if metres => (NumberUnit::Measure("metre".to_owned()), next),
        None => units::unit(scan, next),
    };
    // `9M729` is no nine metres.
    if scan.is_glued(next) && (scan.digits(next).is_some() || !scan.word(next).is_empty()) {
        return None;
    }
    let (late, next) = units::bound_after(scan, next);
    // "could one day join" counts no days.
    let some_day = scan.phrase(low.first, "one day").is_some()
        && matches!(
            scan.word_before(at),
            "could" | "would" | "may" | "might" | "can" | "will" | "must" | "should"
        );
    if some_day || unit == NumberUnit::Count && !low.counts(scan, at, next, bound.is_some()) {
        return None;
    }
    let bound = match (&high, bound.or(early).or(late).or(low.bound)) {
        (Some(_), _) => Bound::Range,
        (None, Some(bound)) => bound,
        (None, None) => Bound::Exact,
    };
    let number = Number {
        span: scan.span(at, next),
        value: low.value,
        high: high.map(|high| high.value),
        bound,
        unit,
    };
    Some((number, next))
}
