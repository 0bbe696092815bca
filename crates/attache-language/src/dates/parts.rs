//! Which decades and parts of years are named: "the 1990s", "mid-2019", "the third quarter of 2020", "spring 1968"?

use attache_model::{Date, Precision, When};

use super::calendar::plain_year_after;
use super::{Found, Reader};
use crate::scan::Scan;

impl Reader<'_, '_> {
    /// `the 1990s`, `mid-1980s`, `the early '90s`, `the nineties`.
    pub(super) fn decade(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let (begin, qualified) = qualifier(scan, at);
        let begin = if scan.word(begin) == "the" && qualified {
            begin + 1
        } else {
            begin
        };
        if let Some(digits) = scan.digits(begin)
            && digits.len() == 4
            && scan.is_glued(begin + 1)
            && scan.word(begin + 1) == "s"
        {
            let year = digits
                .parse::<i16>()
                .ok()
                .filter(|year| (1800..=2060).contains(year) && year % 10 == 0)?;
            return Some(Found {
                when: When::decade(year),
                relative: false,
                next: begin + 2,
            });
        }
        if scan.is_mark(begin, "'’‘")
            && let Some(digits) = scan.digits(begin + 1).filter(|digits| digits.len() == 2)
            && scan.is_glued(begin + 2)
            && scan.word(begin + 2) == "s"
        {
            let year = digits.parse::<i16>().ok().filter(|year| year % 10 == 0)?;
            return Some(Found {
                when: When::decade(1900 + year),
                relative: false,
                next: begin + 3,
            });
        }
        const WORDS: [&str; 8] = [
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        ];
        let index = WORDS.iter().position(|&word| word == scan.word(begin))?;
        let the = at > 0 && scan.word(at - 1) == "the" || scan.word_before(begin) == "the";
        // "in his sixties" is an age.
        let year = 1920 + i16::try_from(index).ok()? * 10;
        (the && year > 1920).then(|| Found {
            when: When::decade(year),
            relative: false,
            next: begin + 1,
        })
    }

    /// Parts of a year: quarters, halves, seasons, fiscal years, "the end of 2019", "mid-2019".
    pub(super) fn part(&self, at: usize, free: bool) -> Option<Found> {
        self.quarter(at)
            .or_else(|| self.season(at))
            .or_else(|| self.fiscal(at))
            .or_else(|| self.edge(at, free))
    }

    /// `Q3 2020`, `the third quarter of 2020`, `H1 2021`, `first half of 2019`.
    fn quarter(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let (months, number, after) = match scan.word(at) {
            "q" | "h" if scan.is_glued(at + 1) => {
                let number = scan.digits(at + 1)?.parse::<i8>().ok()?;
                (if scan.word(at) == "q" { 3 } else { 6 }, number, at + 2)
            }
            word => {
                let number = ["first", "second", "third", "fourth"]
                    .iter()
                    .position(|&known| known == word)?;
                let months = match scan.word(at + 1) {
                    "quarter" => 3,
                    "half" => 6,
                    _ => return None,
                };
                (months, i8::try_from(number).ok()? + 1, at + 2)
            }
        };
        if !(1..=12 / months).contains(&number) {
            return None;
        }
        let whole = self
            .year_behind(after)
            .map(|(year, next)| (Some(year), false, next))
            .or_else(|| {
                let begin = scan.any_phrase(after, &["of the", "of"]).unwrap_or(after);
                let year = self.relative_year(begin)?;
                Some((year.when.and_then(|when| when.first).map(Date::year), true, year.next))
            });
        let (year, relative, next) = whole?;
        let when = year.and_then(|year| {
            Some(When::between(
                When::month(year, months * (number - 1) + 1)?,
                When::month(year, months * number)?,
            ))
        });
        Some(Found { when, relative, next })
    }

    /// `spring 2020`, `the summer of 1968`. Northern seasons; a winter belongs to two years, so only its year is sure.
    fn season(&self, at: usize) -> Option<Found> {
        let (begin, _) = qualifier(self.scan, at);
        let first = season(self.scan.word(begin))?;
        let (year, next) = self.year_behind(begin + 1)?;
        Some(Found {
            when: season_of(first, year),
            relative: false,
            next,
        })
    }

    /// `fiscal 2020`, `fiscal year 2020-21`, `FY2020`: which months is the state's affair, so the precision is the year.
    fn fiscal(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let after = scan.any_phrase(at, &["fiscal year", "financial year", "fiscal", "fy"])?;
        let range = self.year_range(after);
        range.or_else(|| {
            let year = plain_year_after(scan, after)?;
            Some(Found {
                when: When::year(year),
                relative: false,
                next: after + 1,
            })
        })
    }

    /// `the end of 2019`, `mid-2019`, `late 2018`, `early in 2019`, `the start of June`: the precision stays the unit's own.
    fn edge(&self, at: usize, free: bool) -> Option<Found> {
        let (begin, qualified) = qualifier(self.scan, at);
        if !qualified {
            return None;
        }
        if let Some(found) = self.relative(begin) {
            return Some(found);
        }
        let scan = self.scan;
        if let Some(year) = plain_year_after(scan, begin).filter(|_| self.year_range(begin).is_none()) {
            return Some(Found {
                when: When::year(year),
                relative: false,
                next: begin + 1,
            });
        }
        if scan.word(begin) == "the" {
            return self.relative_year(begin + 1);
        }
        self.month(begin, free || qualified)
    }
}

/// "early", "mid-", "the end of", "late in": one past it, and whether there was one.
pub(super) fn qualifier(scan: &Scan<'_>, at: usize) -> (usize, bool) {
    const PHRASES: &[&str] = &[
        "the beginning of",
        "the start of",
        "the middle of",
        "the end of",
        "the close of",
        "beginning of",
        "start of",
        "end of",
        "early on in",
        "early in",
        "late in",
        "earlier in",
        "later in",
        "earlier",
        "later",
        "early",
        "late",
        "middle of",
    ];
    if scan.word(at) == "mid" {
        let next = scan.hyphen(at + 1).unwrap_or(at + 1);
        return (if scan.word(next) == "the" { next + 1 } else { next }, true);
    }
    scan.any_phrase(at, PHRASES).map_or((at, false), |next| (next, true))
}

/// The first month of a season; 12 for winter.
pub(super) fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" => 3,
        "summer" => 6,
        "autumn" | "fall" => 9,
        "winter" => 12,
        _ => return None,
    })
}

pub(super) fn season_of(first: i8, year: i16) -> Option<When> {
    if first == 12 {
        return When::year(year);
    }
    let when = When::between(When::month(year, first)?, When::month(year, first + 2)?);
    Some(When {
        precision: Precision::Month,
        ..when
    })
}
