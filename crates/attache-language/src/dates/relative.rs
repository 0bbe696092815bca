//! Which dates are said by their distance from publication, or from the date that the text speaks of?

use attache_model::{Date, Precision, When};
use jiff::{Span as Distance, ToSpan};

use super::calendar::{month, weekday};
use super::parts::{season, season_of};
use super::{Found, Reader};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
    Decade,
}

impl Unit {
    fn of(word: &str) -> Option<Unit> {
        Some(match word {
            "day" | "days" => Unit::Day,
            "week" | "weeks" => Unit::Week,
            "month" | "months" => Unit::Month,
            "year" | "years" => Unit::Year,
            "decade" | "decades" => Unit::Decade,
            _ => return None,
        })
    }

    fn times(self, count: i32) -> Distance {
        match self {
            Unit::Day => count.days(),
            Unit::Week => count.weeks(),
            Unit::Month => count.months(),
            Unit::Year => count.years(),
            // The calendar has no more years than these; jiff refuses longer distances.
            Unit::Decade => count.saturating_mul(10).clamp(-9999, 9999).years(),
        }
    }

    /// The whole unit that holds `day`; weeks begin on Monday.
    fn around(self, day: Date) -> Option<When> {
        match self {
            Unit::Day => Some(When::day(day)),
            Unit::Week => {
                let first = day
                    .checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days())
                    .ok()?;
                Some(When {
                    first: Some(first),
                    last: first.checked_add(6.days()).ok(),
                    precision: Precision::Day,
                })
            }
            Unit::Month => When::month(day.year(), day.month()),
            Unit::Year => When::year(day.year()),
            Unit::Decade => When::decade(day.year() / 10 * 10),
        }
    }
}

impl Reader<'_, '_> {
    /// Every form that needs an anchor, months and days without a year left out.
    pub(super) fn relative(&self, at: usize) -> Option<Found> {
        self.near_day(at)
            .or_else(|| self.last_or_next(at))
            .or_else(|| self.stretch(at))
            .or_else(|| self.distance(at))
            .or_else(|| self.running(at))
    }

    fn counted_from_publication(&self, resolve: impl FnOnce(Date) -> Option<When>, next: usize) -> Found {
        Found {
            when: self.anchor.published.and_then(resolve),
            relative: true,
            next,
        }
    }

    /// Yesterday, today, tomorrow.
    fn near_day(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let (days, next) = match scan.word(at) {
            "yesterday" => (-1, at + 1),
            "today" | "tonight" => (0, at + 1),
            "tomorrow" => (1, at + 1),
            "this" if matches!(scan.word(at + 1), "morning" | "afternoon" | "evening") => (0, at + 2),
            "last" if scan.word(at + 1) == "night" => (-1, at + 2),
            _ => return None,
        };
        Some(self.counted_from_publication(|day| Some(When::day(day.checked_add(days.days()).ok()?)), next))
    }

    /// A weekday by itself: the last such day up to publication.
    pub(super) fn weekday(&self, at: usize) -> Option<Found> {
        let (wanted, next) = weekday(self.scan, at)?;
        let full = self.scan.word(at).ends_with("day");
        let joined =
            self.scan.hyphen(next).is_some() || at > 0 && self.scan.is_glued(at) && self.scan.is_mark(at - 1, "-'’");
        (full && !joined).then(|| self.counted_from_publication(|day| on_or_before(day, wanted), next))
    }

    /// "last year", "next Monday", "this month", "last September", "this spring".
    fn last_or_next(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let (begin, early) = match scan.word(at) {
            "early" | "late" | "earlier" | "later" | "mid" => (scan.hyphen(at + 1).unwrap_or(at + 1), true),
            _ => (at, false),
        };
        let begin = if early && scan.word(begin) == "in" {
            begin + 1
        } else {
            begin
        };
        let step = match scan.word(begin) {
            "last" | "past" => -1,
            "this" | "current" => 0,
            "next" | "coming" => 1,
            _ => return None,
        };
        let what = begin + 1;
        if matches!(scan.word(begin), "past" | "current" | "coming")
            && scan.word_before(begin) != "the"
            && scan.word_before(begin) != "this"
        {
            return None;
        }
        if let Some(unit) = Unit::of(scan.word(what)).filter(|_| !scan.word(what).ends_with('s')) {
            // "the past decade", "the last year" with an article are stretches up to now.
            if step < 0 && unit != Unit::Day && scan.word_before(begin) == "the" {
                return Some(self.counted_from_publication(|day| stretch(day, unit, 1, step), what + 1));
            }
            return Some(
                self.counted_from_publication(|day| unit.around(day.checked_add(unit.times(step)).ok()?), what + 1),
            );
        }
        if let Some((wanted, next)) = weekday(scan, what) {
            return Some(self.counted_from_publication(|day| weekday_step(day, wanted, step), next));
        }
        if let Some((wanted, next)) = month(scan, what) {
            if self.year_behind(next).is_some() || scan.digits(next).is_some() {
                return None;
            }
            return Some(self.counted_from_publication(|day| month_step(day, wanted, step), next));
        }
        let first = season(scan.word(what)).filter(|_| scan.word(begin) != "past")?;
        let resolve = |day: Date| {
            let year = match step {
                -1 if first.rem_euclid(12) + 2 >= day.month() => day.year() - 1,
                1 if first <= day.month() => day.year() + 1,
                _ => day.year(),
            };
            season_of(first, year)
        };
        Some(self.counted_from_publication(resolve, what + 1))
    }

    /// "this year" and "the year" behind "end of", "first quarter of".
    pub(super) fn relative_year(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        if scan.word(at) == "year" {
            return Some(self.counted_from_publication(|day| When::year(day.year()), at + 1));
        }
        self.last_or_next(at)
    }

    /// "the past two weeks", "the last five years", "the next three months", "recent"-less.
    fn stretch(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let begin = if scan.word(at) == "the" { at + 1 } else { at };
        let step = match scan.word(begin) {
            "past" | "last" | "previous" => -1,
            "next" | "coming" => 1,
            _ => return None,
        };
        let (count, next) = self.count(begin + 1)?;
        let unit = Unit::of(scan.word(next))?;
        Some(self.counted_from_publication(|day| stretch(day, unit, count, step), next + 1))
    }

    /// A whole number in digits or words.
    fn count(&self, at: usize) -> Option<(i32, usize)> {
        let (value, next) = match self.scan.number_in_digits(at) {
            Some(digits) => (digits.value, digits.next),
            None => match self.scan.word(at) {
                "a" | "an" if crate::scan::magnitude(self.scan.word(at + 1)).is_none() => (1.0, at + 1),
                _ => self.scan.cardinal(at)?,
            },
        };
        let whole = value.fract() == 0.0 && (1.0..10_000.0).contains(&value);
        // Below ten thousand and whole: the cast is exact.
        whole.then_some((value as i32, next))
    }

    /// "three weeks ago", "two years earlier", "a month later".
    fn distance(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        if at > 0 && scan.is_glued(at) && !scan.is_mark(at - 1, "(['\"“‘—") {
            return None;
        }
        let begin = scan
            .any_phrase(
                at,
                &[
                    "more than",
                    "just over",
                    "less than",
                    "about",
                    "around",
                    "some",
                    "nearly",
                    "almost",
                    "just",
                ],
            )
            .unwrap_or(at);
        let (count, next) = self.count(begin)?;
        let unit = Unit::of(scan.word(next))?;
        match scan.word(next + 1) {
            "ago" => Some(
                self.counted_from_publication(|day| unit.around(day.checked_sub(unit.times(count)).ok()?), next + 2),
            ),
            "earlier" | "before" => Some(self.counted_from_running(unit, -count, next + 2)),
            "later" | "after" | "afterwards" => {
                // "two years after the war" counts from the war, not from here.
                let counted = scan.word(next + 1) == "after";
                (!counted).then(|| self.counted_from_running(unit, count, next + 2))
            }
            _ => None,
        }
        .filter(|_| scan.word(next + 1) != "before" || scan.word(next + 2).is_empty())
    }

    fn counted_from_running(&self, unit: Unit, count: i32, next: usize) -> Found {
        let resolve = |running: When| {
            let day = running.first.or(running.last)?;
            let day = day.checked_add(unit.times(count)).ok()?;
            // No more exact than what it counts from.
            match running.precision {
                Precision::Day => unit.around(day),
                Precision::Month if unit == Unit::Year => When::year(day.year()),
                Precision::Month => When::month(day.year(), day.month()),
                Precision::Year => When::year(day.year()),
                Precision::Decade => None,
            }
        };
        Found {
            when: self.anchor.running.and_then(resolve),
            relative: true,
            next,
        }
    }

    /// "the same year", "the previous month", "the following day", "that year".
    fn running(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let begin = if scan.word(at) == "the" { at + 1 } else { at };
        let step = match scan.word(begin) {
            "same" if begin > at => 0,
            "that"
                if begin == at
                    && matches!(
                        scan.word_before(at),
                        "" | "in" | "later" | "earlier" | "of" | "during" | "by"
                    ) =>
            {
                0
            }
            "previous" | "preceding" if begin > at => -1,
            "following" | "next" if begin > at => 1,
            _ => return None,
        };
        let unit = Unit::of(scan.word(begin + 1)).filter(|_| !scan.word(begin + 1).ends_with('s'))?;
        Some(self.counted_from_running(unit, step, begin + 2))
    }
}

/// The stretch of `count` units that ends (or begins) on `day`, as exact as its unit.
fn stretch(day: Date, unit: Unit, count: i32, step: i32) -> Option<When> {
    let far = day.checked_add(unit.times(count.checked_mul(step)?)).ok()?;
    let precision = match unit {
        Unit::Day | Unit::Week => Precision::Day,
        Unit::Month => Precision::Month,
        Unit::Year | Unit::Decade => Precision::Year,
    };
    let (first, last) = if step < 0 { (far, day) } else { (day, far) };
    Some(When {
        first: Some(first),
        last: Some(last),
        precision,
    })
}

fn on_or_before(day: Date, wanted: i8) -> Option<When> {
    let back = (day.weekday().to_monday_zero_offset() - wanted).rem_euclid(7);
    Some(When::day(day.checked_sub(i32::from(back).days()).ok()?))
}

/// "last Friday" is before today, "next Friday" after it, "this Friday" the one to come unless it is today.
fn weekday_step(day: Date, wanted: i8, step: i32) -> Option<When> {
    match step {
        -1 => on_or_before(day.checked_sub(1.day()).ok()?, wanted),
        0 => on_or_before(day.checked_add(6.days()).ok()?, wanted),
        _ => on_or_before(day.checked_add(7.days()).ok()?, wanted),
    }
}

/// "last September" is the latest that is over or under way, this month left out; "next September" the first to come.
fn month_step(day: Date, wanted: i8, step: i32) -> Option<When> {
    let year = match step {
        -1 if wanted >= day.month() => day.year() - 1,
        1 if wanted <= day.month() => day.year() + 1,
        _ => day.year(),
    };
    When::month(year, wanted)
}
