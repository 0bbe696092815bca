//! Which days and periods does a stretch of text name, resolved against when it was published?
//!
//! | text | published 2024-06-14 |
//! |---|---|
//! | `19 November 2018`, `Nov. 19, 2018`, `Monday (19 November)` | 2018-11-19; without a year the nearest such day |
//! | `in June`, `last month`, `two weeks ago`, `yesterday` | relative: 2024-06, 2024-05, … |
//! | `from 2018 to 2022`, `2018–22`, `the 1990s` | 2018/2022, 2018/2022, 199X |
//! | `since 2014`, `by 2025`, `before Sept. 19` | 2014/, /2025, /2023-09-18 |
//!
//! Nothing is resolved against today. What cannot be resolved is found all the same, with no [`When`].

mod calendar;
mod parts;
mod relative;

use attache_model::{Date, Precision, Span, When};
use jiff::ToSpan;

use crate::scan::Scan;

/// What relative dates are resolved against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The day the article was published.
    pub published: Option<Date>,
    /// The date that the text is speaking of so far: for "two years earlier", "the same day", and for months without a year where no
    /// publication date is known.
    pub running: Option<When>,
}

/// A date or period that the text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Without the preposition before it, unless that changes the period: `since 2014`, `before Sept. 19`, `from 2018 to 2022`.
    pub span: Span,
    /// `None` where the anchor does not suffice.
    pub when: Option<When>,
    /// Resolved (or to be resolved) against the anchor, rather than said in full.
    pub relative: bool,
}

/// A date that begins at some atom.
#[derive(Clone, Copy, Debug)]
struct Found {
    when: Option<When>,
    relative: bool,
    /// One past its last atom.
    next: usize,
}

/// Reads dates off one stretch of text.
struct Reader<'s, 'a> {
    scan: &'s Scan<'a>,
    anchor: Anchor,
}

/// The dates in `within`, in the order of the text, never overlapping.
pub fn find(text: &str, within: Span, anchor: Anchor) -> Vec<DateMention> {
    let scan = Scan::new(text, within);
    let reader = Reader { scan: &scan, anchor };
    let mut found = Vec::new();
    let mut at = 0;
    while at < reader.scan.atoms.len() {
        let date = reader.bounded(at).or_else(|| reader.period(at));
        at = match date {
            Some(date) if date.next > at => {
                let span = reader.scan.span(at, date.next);
                found.push(DateMention {
                    span,
                    when: date.when.and_then(whole_units),
                    relative: date.relative,
                });
                date.next
            }
            _ => at + 1,
        };
    }
    found
}

impl Reader<'_, '_> {
    /// A period whose preposition belongs to it.
    fn bounded(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let word = scan.word(at);
        match word {
            "from" | "between" | "beginning" => {
                let first = self.single(at + 1, true)?;
                if let Some(joint) = scan.any_phrase(first.next, &["to", "until", "till", "through", "and", "up to"])
                    && (scan.word(first.next) == "and") == (word == "between")
                    && let Some(last) = self.single(joint, true)
                    && let Some(found) = self.span_of(at + 1, first, last)
                {
                    return Some(found);
                }
                let onwards = scan
                    .any_phrase(first.next, &["onwards", "onward", "on"])
                    .filter(|_| word == "from")?;
                Some(first.map(When::since).up_to(onwards))
            }
            "since" => {
                let from = scan
                    .any_phrase(at + 1, &["at least", "around", "about", "as early as"])
                    .unwrap_or(at + 1);
                self.period_or_month(from).map(|found| found.map(When::since))
            }
            "before" => self.period_or_month(at + 1).map(|found| found.map(When::before)),
            "prior" if scan.word(at + 1) == "to" => self.period_or_month(at + 2).map(|found| found.map(When::before)),
            "until" | "till" | "by" => {
                let from = scan
                    .any_phrase(at + 1, &["at least", "around", "about", "as late as"])
                    .unwrap_or(at + 1);
                let found = self.ahead(|reader| reader.period_or_month(from))?;
                Some(found.map(|when| When { first: None, ..when }))
            }
            "after" => self.period_or_month(at + 1).map(|found| found.map(after)),
            _ => None,
        }
    }

    fn period_or_month(&self, at: usize) -> Option<Found> {
        self.period(at).or_else(|| self.single(at, true))
    }

    /// Reads with months and days taken as the nearest to come: "by December".
    fn ahead(&self, read: impl Fn(&Self) -> Option<Found>) -> Option<Found> {
        let found = read(self)?;
        let passed = |when: When| {
            when.last
                .zip(self.anchor.published)
                .is_some_and(|(last, published)| last < published)
        };
        let Some(when) = found
            .when
            .filter(|&when| found.relative && passed(when) && !matches!(when.precision, Precision::Decade))
        else {
            return Some(found);
        };
        // Only a month or day whose year was supplied here moves; "last month" stays.
        let named = self.names_month_without_year(found.next);
        let later = |day: Date| day.checked_add(1.year()).unwrap_or(day);
        let moved = When {
            first: when.first.map(later),
            last: when.last.map(later),
            precision: when.precision,
        };
        Some(if named {
            Found {
                when: Some(moved),
                ..found
            }
        } else {
            found
        })
    }

    /// One date, or two joined to a range by a dash or "to".
    fn period(&self, at: usize) -> Option<Found> {
        if let Some(range) = self.year_range(at).or_else(|| self.day_range(at)) {
            return Some(range);
        }
        let first = self.single(at, false)?;
        let scan = self.scan;
        let joint = if scan.is_mark(first.next, "-–—") {
            Some(first.next + 1)
        } else {
            scan.any_phrase(first.next, &["to", "until", "through"])
                .filter(|_| first.when.is_some() && !first.relative)
        };
        if let Some(joint) = joint
            && let Some(last) = self.single(joint, true)
            && let Some(found) = self.span_of(at, first, last)
        {
            return Some(found);
        }
        if let Some(next) = scan.any_phrase(first.next, &["onwards", "onward"]) {
            return Some(first.map(When::since).up_to(next));
        }
        Some(first)
    }

    /// The period from `first`, which begins at `at`, to `last`; a beginning without a year takes the year of the end.
    fn span_of(&self, at: usize, first: Found, last: Found) -> Option<Found> {
        let end = last.when?;
        let mut begin = first.when;
        if first.relative && !last.relative {
            let in_the_year_of_the_end = Reader {
                scan: self.scan,
                anchor: Anchor {
                    published: None,
                    running: last.when,
                },
            };
            begin = in_the_year_of_the_end.single(at, true).and_then(|found| found.when);
            if begin.is_some_and(|begin| begin.first > end.last) {
                let back = |day: Date| day.checked_sub(1.year()).unwrap_or(day);
                begin = begin.map(|when| When {
                    first: when.first.map(back),
                    last: when.last.map(back),
                    ..when
                });
            }
        }
        let begin = begin?;
        let relative = first.relative && last.relative;
        (begin.first <= end.last).then(|| Found {
            when: Some(When::between(begin, end)),
            relative,
            next: last.next,
        })
    }
}

impl Found {
    fn map(self, change: impl Fn(When) -> When) -> Found {
        Found {
            when: self.when.map(change),
            ..self
        }
    }

    fn up_to(self, next: usize) -> Found {
        Found { next, ..self }
    }
}

/// From the day after the period ends.
fn after(when: When) -> When {
    let first = when.last.and_then(|day| day.checked_add(1.day()).ok());
    When {
        first: first.or(when.first),
        last: None,
        precision: when.precision,
    }
}

/// The period widened to whole units of its precision, so that it is what its printed form says: "the last five years" are 2019/2024.
/// `None` outside the years 1 to 9999, which have no printed form.
fn whole_units(when: When) -> Option<When> {
    let widen = |day: Date| match when.precision {
        Precision::Day => Some(When::day(day)),
        Precision::Month => When::month(day.year(), day.month()),
        Precision::Year => When::year(day.year()),
        Precision::Decade => When::decade(day.year() / 10 * 10),
    };
    let end = |day: Option<Date>| match day {
        Some(day) if (1..=9999).contains(&day.year()) => widen(day).map(Some),
        Some(_) => None,
        None => Some(None),
    };
    let (first, last) = (end(when.first)?, end(when.last)?);
    Some(When {
        first: first.and_then(|unit| unit.first),
        last: last.and_then(|unit| unit.last),
        precision: when.precision,
    })
}
