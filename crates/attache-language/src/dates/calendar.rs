//! Which days, months, years and their parts are named by the calendar?

use attache_model::{Date, When};
use jiff::ToSpan;

use super::parts::qualifier;
use super::{Found, Reader};
use crate::scan::Scan;

/// Years that a bare number may mean.
const YEARS: std::ops::RangeInclusive<i16> = 1700..=2060;

/// A day that lies at most this many days ahead of publication is meant rather than last year's: "will meet on July 2".
const SOON: i32 = 45;

impl Reader<'_, '_> {
    /// One date. `free` says that the construction around it already shows a date: bare years and the ambiguous months count then.
    pub(super) fn single(&self, at: usize, free: bool) -> Option<Found> {
        self.numeric(at)
            .or_else(|| self.with_weekday(at))
            .or_else(|| self.day_and_month(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.part(at, free))
            .or_else(|| self.decade(at))
            .or_else(|| self.month(at, free))
            .or_else(|| self.weekday(at))
            .or_else(|| self.year(at, free))
    }

    /// `2018-11-19`, `19.11.2018`, `11/19/2018`. Where day and month could be either, only the year is sure.
    fn numeric(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        if at > 0 && scan.is_glued(at) && !scan.is_mark(at - 1, "(['\"“‘") {
            return None;
        }
        let parts = [scan.digits(at)?, scan.digits(at + 2)?, scan.digits(at + 4)?];
        let mark = scan.atoms.get(at + 1)?.text;
        let joined =
            scan.is_mark(at + 1, "-/.‑–") && scan.is_mark(at + 3, mark) && (at + 1..at + 5).all(|at| scan.is_glued(at));
        if !joined || scan.digits(at + 5).is_some() && scan.is_glued(at + 5) {
            return None;
        }
        let number = |index: usize| parts[index].parse::<i16>().ok();
        let day =
            |year: i16, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
        let (a, b, c) = (number(0)?, number(1)?, number(2)?);
        let when = match (parts[0].len(), parts[2].len()) {
            (4, 1..=2) => When::day(day(a, b, c)?),
            (1..=2, 4) if a == b || mark == "." => When::day(day(c, b, a)?),
            (1..=2, 4) => match (day(c, b, a), day(c, a, b)) {
                (Some(_), Some(_)) => When::year(c)?,
                (Some(day), None) | (None, Some(day)) => When::day(day),
                (None, None) => return None,
            },
            _ => return None,
        };
        Some(Found {
            when: Some(when),
            relative: false,
            next: at + 5,
        })
    }

    /// `Monday (19 November)`, `Monday, Nov. 19, 2018`, `Monday 19 November`: the weekday adds nothing but its span.
    fn with_weekday(&self, at: usize) -> Option<Found> {
        let after = weekday(self.scan, at)?.1;
        let bracket = self.scan.is_mark(after, "([");
        let begin = if bracket || self.scan.is_mark(after, ",") {
            after + 1
        } else {
            after
        };
        let begin = if matches!(self.scan.word(begin), "the" | "on") {
            begin + 1
        } else {
            begin
        };
        let date = self.numeric(begin).or_else(|| self.day_and_month(begin))?;
        let next = if bracket && self.scan.is_mark(date.next, ")]") {
            date.next + 1
        } else {
            date.next
        };
        Some(date.up_to(next))
    }

    /// `19 November 2018`, `19th of November`, `Nov. 19, 2018`, `Nov. 19`.
    fn day_and_month(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        if let Some((day, after)) = self.day(at) {
            let after = if scan.word(after) == "of" { after + 1 } else { after };
            let (month, next) = month(scan, after)?;
            return self.complete(day, month, next);
        }
        let (month, after) = month(scan, at)?;
        let after = if scan.word(after) == "the" { after + 1 } else { after };
        let (day, next) = self.day(after)?;
        self.complete(day, month, next)
    }

    /// A day of a month with its year, if one follows: `, 2018`, ` 2018`.
    pub(super) fn complete(&self, day: i8, month: i8, at: usize) -> Option<Found> {
        if let Some((year, next)) = self.year_behind(at) {
            let date = Date::new(year, month, day).ok()?;
            return Some(Found {
                when: Some(When::day(date)),
                relative: false,
                next,
            });
        }
        Date::new(2000, month, day).ok()?;
        Some(Found {
            when: self.nearest_day(day, month).map(When::day),
            relative: true,
            next: at,
        })
    }

    /// The day without a year that the text most likely means: the last one before publication, unless the next is only weeks ahead.
    fn nearest_day(&self, day: i8, month: i8) -> Option<Date> {
        let Some(published) = self.anchor.published else {
            return Date::new(self.running_year()?, month, day).ok();
        };
        let in_year = |year: i16| Date::new(year, month, day).ok();
        let limit = published.checked_add(SOON.days()).ok()?;
        (published.year() - 4..=published.year() + 1)
            .rev()
            .filter_map(in_year)
            .find(|&date| date <= limit)
    }

    /// The year that the text speaks of, if it speaks of one.
    pub(super) fn running_year(&self) -> Option<i16> {
        let running = self.anchor.running?;
        running.last.or(running.first).map(Date::year)
    }

    /// A day of the month: `19`, `19th`, `the 19th`.
    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let scan = self.scan;
        let at = if scan.word(at) == "the" { at + 1 } else { at };
        let digits = scan.digits(at).filter(|digits| digits.len() <= 2)?;
        if at > 0 && scan.is_glued(at) && !scan.is_mark(at - 1, "(['\"“‘–-") {
            return None;
        }
        let day: i8 = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
        let ordinal = scan.is_glued(at + 1) && matches!(scan.word(at + 1), "st" | "nd" | "rd" | "th");
        let next = if ordinal { at + 2 } else { at + 1 };
        let goes_on = scan.is_glued(next)
            && (!scan.word(next).is_empty()
                || scan.is_mark(next, ".,:%") && scan.is_glued(next + 1) && scan.digits(next + 1).is_some());
        (!goes_on && !scan.is_mark(next, "%")).then_some((day, next))
    }

    /// A year behind a day or month: ` 2018`, `, 2018`, ` of 2018`, ` '18`.
    pub(super) fn year_behind(&self, at: usize) -> Option<(i16, usize)> {
        let scan = self.scan;
        let at = if scan.is_mark(at, ",") || scan.word(at) == "of" {
            at + 1
        } else {
            at
        };
        let year = plain_year(scan, at)?;
        // "November 2,000 men" has no year, "May 3, 2000 troops" hardly.
        Some((year, at + 1))
    }

    /// `19-21 November 2018`, `Nov. 19–21, 2018`, `19 to 21 November`.
    pub(super) fn day_range(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let joint = |at: usize| {
            if scan.is_mark(at, "-–—") || scan.word(at) == "to" || scan.word(at) == "and" {
                Some(at + 1)
            } else {
                None
            }
        };
        let (first, last, month, after) = if let Some((first, next)) = self.day(at) {
            let (last, next) = self.day(joint(next)?)?;
            let (month, next) = month(scan, next)?;
            (first, last, month, next)
        } else {
            let (month, next) = month(scan, at)?;
            let (first, next) = self.day(next)?;
            let (last, next) = self.day(joint(next)?)?;
            // "May 3 to 21 June": the second day has a month of its own.
            if self::month(scan, next).is_some() {
                return None;
            }
            (first, last, month, next)
        };
        let end = self.complete(last, month, after)?;
        if first >= last {
            return None;
        }
        let when = end.when.and_then(|when| {
            let day = when.first?;
            Some(When::between(
                When::day(Date::new(day.year(), day.month(), first).ok()?),
                when,
            ))
        });
        Some(Found { when, ..end })
    }

    /// `2018-2022`, `2018–22`, `2018/19`, `2018 to 2022`.
    pub(super) fn year_range(&self, at: usize) -> Option<Found> {
        let scan = self.scan;
        let first = plain_year(scan, at)?;
        let dash = scan.is_mark(at + 1, "-–—‑/");
        if !dash && scan.word(at + 1) != "to" {
            return None;
        }
        let end = scan.digits(at + 2)?;
        let last = match end.len() {
            4 => plain_year_after(scan, at + 2)?,
            2 if dash && scan.is_glued(at + 2) => first / 100 * 100 + end.parse::<i16>().ok()?,
            _ => return None,
        };
        let goes_on = scan.is_glued(at + 3)
            && (scan.is_mark(at + 3, "-/") && scan.digits(at + 4).is_some() || !scan.word(at + 3).is_empty());
        if last <= first || last - first > 100 || goes_on || scan.is_plural_noun(at + 3) && !dash {
            return None;
        }
        Some(Found {
            when: Some(When::between(When::year(first)?, When::year(last)?)),
            relative: false,
            next: at + 3,
        })
    }

    /// `June 2019`, `early June 2019`, `June`, `Sept.`.
    pub(super) fn month(&self, at: usize, free: bool) -> Option<Found> {
        let (begin, qualified) = qualifier(self.scan, at);
        let (month, after) = month(self.scan, begin)?;
        if let Some((year, next)) = self.year_behind(after) {
            return Some(Found {
                when: When::month(year, month),
                relative: false,
                next,
            });
        }
        if !(free || qualified || self.is_month_here(begin, after)) {
            return None;
        }
        Some(Found {
            when: self.nearest_month(month),
            relative: true,
            next: after,
        })
    }

    /// The last such month that has begun when the article is published.
    pub(super) fn nearest_month(&self, month: i8) -> Option<When> {
        let year = match self.anchor.published {
            Some(published) if month <= published.month() => published.year(),
            Some(published) => published.year() - 1,
            None => self.running_year()?,
        };
        When::month(year, month)
    }

    /// Is a month's name without day and year a month here? "May" is a verb, "March" too, and a name can be a person's.
    fn is_month_here(&self, at: usize, after: usize) -> bool {
        let scan = self.scan;
        let before = scan.word_before(at);
        let preposition = matches!(
            before,
            "in" | "since"
                | "until"
                | "till"
                | "by"
                | "before"
                | "after"
                | "from"
                | "to"
                | "of"
                | "between"
                | "through"
                | "during"
                | "late"
                | "early"
                | "mid"
        );
        let ambiguous = matches!(
            scan.word(at),
            "may" | "march" | "mar" | "jan" | "april" | "august" | "june" | "dec" | "jun" | "sun"
        );
        // In headlines every word has a capital: an abbreviation needs its stop, a short word its preposition.
        let abbreviated = scan.word(at).len() <= 4 && !matches!(scan.word(at), "june" | "july" | "may");
        let stopped = scan.is_mark(after.saturating_sub(1), ".");
        if abbreviated && !stopped {
            return preposition;
        }
        let name_before = at > 0 && scan.is_capital(at - 1) && !before.is_empty() && !preposition;
        let name_after = scan.is_capital(after) && !scan.word(after).is_empty();
        preposition
            || matches!(before, "and" | "the") && !matches!(scan.word(at), "may" | "march")
            || !ambiguous && !name_before && !name_after
    }

    /// Did the date that ends before `next` name a month but no year?
    pub(super) fn names_month_without_year(&self, next: usize) -> bool {
        let scan = self.scan;
        (1..=3).any(|back| {
            next.checked_sub(back)
                .is_some_and(|at| month(scan, at).is_some_and(|(_, after)| after <= next))
        })
    }

    /// A bare year where only a date can stand.
    fn year(&self, at: usize, free: bool) -> Option<Found> {
        let scan = self.scan;
        let year = plain_year(scan, at)?;
        (free && !scan.is_plural_noun(at + 1) || self.is_year_here(at)).then(|| Found {
            when: When::year(year),
            relative: false,
            next: at + 1,
        })
    }

    fn is_year_here(&self, at: usize) -> bool {
        let scan = self.scan;
        let Some(before) = at.checked_sub(1) else { return false };
        let plural = scan.is_plural_noun(at + 1);
        match scan.word(before) {
            "in" | "since" | "during" | "until" | "till" | "before" | "after" | "late" | "early" | "mid" | "circa"
            | "year" | "through" | "throughout" => true,
            "by" | "of" | "from" | "between" | "for" | "to" | "around" => !plural,
            "the" | "a" | "its" | "his" | "their" | "s" => {
                let round = scan
                    .digits(at)
                    .is_some_and(|digits| digits.ends_with("00") || digits.ends_with("50"));
                !round && !scan.word(at + 1).is_empty() && !scan.is_glued(at + 1)
            }
            // "2018 and 2019", "2018, 2020 and 2021": a list that began as a date.
            "and" | "or" => {
                before
                    .checked_sub(1)
                    .is_some_and(|earlier| plain_year(scan, earlier).is_some())
                    && !plural
            }
            _ if scan.is_mark(before, "([") => scan.is_mark(at + 1, ")],;–-"),
            _ if scan.is_mark(before, ",;") => {
                before
                    .checked_sub(1)
                    .is_some_and(|earlier| plain_year_after(scan, earlier).is_some())
                    && !plural
            }
            _ if scan.is_mark(before, "-–") => before
                .checked_sub(1)
                .is_some_and(|earlier| matches!(scan.word(earlier), "mid" | "pre" | "post")),
            _ => false,
        }
    }
}

/// Four digits that may be a year and touch nothing that makes them something else.
fn plain_year(scan: &Scan<'_>, at: usize) -> Option<i16> {
    let touches_before =
        at > 0 && scan.is_glued(at) && !scan.is_mark(at - 1, "(['\"“‘—") && !is_prefix_hyphen(scan, at - 1);
    if touches_before {
        None
    } else {
        plain_year_after(scan, at)
    }
}

fn is_prefix_hyphen(scan: &Scan<'_>, at: usize) -> bool {
    scan.is_mark(at, "-–")
        && at
            .checked_sub(1)
            .is_some_and(|before| matches!(scan.word(before), "mid" | "pre" | "post" | "early" | "late"))
}

/// The same where what stands before is already known to be part of the date.
pub(super) fn plain_year_after(scan: &Scan<'_>, at: usize) -> Option<i16> {
    let year: i16 = scan.digits(at).filter(|digits| digits.len() == 4)?.parse().ok()?;
    let next = at + 1;
    let glued_word = scan.is_glued(next) && !scan.word(next).is_empty();
    let decimal =
        scan.is_mark(next, ".,") && scan.is_glued(next) && scan.is_glued(next + 1) && scan.digits(next + 1).is_some();
    let unit = scan.is_mark(next, "%€£$")
        || matches!(
            scan.word(next),
            "percent" | "km" | "kg" | "metres" | "meters" | "million" | "billion"
        );
    (YEARS.contains(&year) && !glued_word && !decimal && !unit).then_some(year)
}

/// A month's name or abbreviation (with a capital) and one past it, a full stop included.
pub(super) fn month(scan: &Scan<'_>, at: usize) -> Option<(i8, usize)> {
    const MONTHS: [(&str, &str); 12] = [
        ("january", "jan"),
        ("february", "feb"),
        ("march", "mar"),
        ("april", "apr"),
        ("may", "may"),
        ("june", "jun"),
        ("july", "jul"),
        ("august", "aug"),
        ("september", "sep"),
        ("october", "oct"),
        ("november", "nov"),
        ("december", "dec"),
    ];
    let word = scan.word(at);
    if !scan.is_capital(at) {
        return None;
    }
    let index = MONTHS
        .iter()
        .position(|&(full, short)| word == full || word == short || word == "sept" && short == "sep")?;
    let stopped = word.len() <= 4
        && scan.is_mark(at + 1, ".")
        && scan.is_glued(at + 1)
        && !matches!(word, "may" | "june" | "july");
    Some((i8::try_from(index).ok()? + 1, if stopped { at + 2 } else { at + 1 }))
}

/// A weekday's name (with a capital), counted from Monday as 0, and one past it; abbreviations too.
pub(super) fn weekday(scan: &Scan<'_>, at: usize) -> Option<(i8, usize)> {
    const DAYS: [(&str, &str); 7] = [
        ("monday", "mon"),
        ("tuesday", "tue"),
        ("wednesday", "wed"),
        ("thursday", "thu"),
        ("friday", "fri"),
        ("saturday", "sat"),
        ("sunday", "sun"),
    ];
    let word = scan.word(at);
    if !scan.is_capital(at) {
        return None;
    }
    let index = DAYS.iter().position(|&(full, short)| {
        word == full || word == short || word == "tues" && short == "tue" || word == "thurs" && short == "thu"
    })?;
    let stopped = word.len() <= 5 && scan.is_mark(at + 1, ".") && scan.is_glued(at + 1);
    Some((i8::try_from(index).ok()?, if stopped { at + 2 } else { at + 1 }))
}
