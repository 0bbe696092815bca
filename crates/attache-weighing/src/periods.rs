//! How do dates and periods stand to each other, and which of several is shown?

use attache_model::{Cell, Verdict, When};
use serde_json::Value;

use crate::cells::{Case, Said, Told};
use crate::evidence::day;

/// A period in days since 1970-01-01, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    pub first: i32,
    pub last: i32,
}

impl Period {
    pub fn of(when: When) -> Period {
        Period {
            first: when.first.map_or(i32::MIN / 4, day),
            last: when.last.map_or(i32::MAX / 4, day),
        }
    }

    /// Days between the two, 0 when they overlap.
    pub fn gap(self, other: Period) -> i32 {
        (other.first - self.last).max(self.first - other.last).max(0)
    }
}

/// The stretches of `length` days since 1970-01-01 that a period touches when it is `wider` at both ends: two periods with a day in common share one.
pub fn stretches(period: Period, wider: i32, length: i32) -> Vec<String> {
    let (first, last) = (period.first - wider, period.last + wider);
    let stretches = first.div_euclid(length)..=last.div_euclid(length);
    stretches.map(|stretch| stretch.to_string()).collect()
}

/// The month of a day; `?` when it is not known.
pub fn month(day: Option<i32>) -> String {
    day.map_or_else(|| "?".to_owned(), |day| day.div_euclid(30).to_string())
}

/// `apart` says how two periods stand that have no day in common.
/// `published` says when a claim's article came out.
pub fn reconciled<'a, F: Told<'a>>(
    case: &Case<'a, F>,
    said: &[Said<'a, When, F>],
    published: impl Fn(&F) -> Option<i32>,
    apart: impl Fn(&Said<'a, When, F>, &Said<'a, When, F>) -> Verdict,
) -> Option<Cell> {
    let told = |said: &Said<When, F>| said.by.iter().filter_map(|fact| published(fact)).max();
    let length = |when: When| {
        let period = Period::of(when);
        period.last - period.first
    };
    // The last told, then the one with most origins, then the most exact.
    let newest = said.iter().max_by_key(|said| {
        (
            told(said),
            case.origins_of(&said.by).len(),
            -length(said.value),
            said.value,
        )
    })?;
    // A more exact period within it is better still.
    let best = said
        .iter()
        .filter(|other| newest.value.contains(other.value))
        .min_by_key(|said| (length(said.value), said.value))
        .unwrap_or(newest);
    let others: Vec<&Said<When, F>> = said.iter().filter(|other| other.value != best.value).collect();
    let mut verdict = Verdict::Agreed;
    let mut by = best.by.clone();
    for other in &others {
        let found = match () {
            () if other.value.contains(best.value) => Verdict::Refined,
            () if other.value.overlaps(best.value) => Verdict::Agreed,
            () => apart(best, other),
        };
        if matches!(found, Verdict::Refined | Verdict::Agreed) {
            by.extend(&other.by);
        }
        verdict = verdict.max(found);
    }
    let mut shown = best.value;
    if verdict == Verdict::Agreed {
        // Several deliveries: from the first to the last.
        let whole = others
            .iter()
            .filter(|other| !other.value.overlaps(best.value))
            .fold(best.value, |whole, other| hull(whole, other.value));
        shown = whole;
    }
    let values: Vec<String> = others
        .iter()
        .map(|other| format!("{} ({})", other.value, case.support(&other.by)))
        .collect();
    let own = format!("{} ({})", best.value, case.support(&best.by));
    let reason = match verdict {
        _ if others.is_empty() => format!("{}, from {}", best.value, case.support(&best.by)),
        Verdict::Agreed => format!("{own} and {}", values.join(", ")),
        Verdict::Refined => format!("{own} lies within {}", values.join(", ")),
        Verdict::Superseded => format!("{own} was told later than {}", values.join(", ")),
        _ => format!("{own} against {}", values.join(", ")),
    };
    let rivals = others.iter().filter(|other| {
        !by.iter()
            .any(|fact| other.by.iter().any(|rival| rival.id() == fact.id()))
    });
    let rivals = rivals
        .map(|other| case.rival(Value::from(other.value.to_string()), other.value.to_string(), &other.by))
        .collect();
    Some(case.cell(
        Value::from(shown.to_string()),
        shown.to_string(),
        &by,
        verdict,
        reason,
        rivals,
    ))
}

fn hull(a: When, b: When) -> When {
    let first = a.first.zip(b.first).map(|(a, b)| a.min(b));
    let last = a.last.zip(b.last).map(|(a, b)| a.max(b));
    if first.is_none() && last.is_none() {
        a
    } else {
        When {
            first,
            last,
            precision: a.precision.max(b.precision),
        }
    }
}
