//! Which calendar dates does a piece of text name?
//!
//! One pass over words and numbers; no date is completed from anything but its own words.

use attache_model::Date;

/// One date as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: i8,
    /// `None` for "March 1992".
    pub day: Option<i8>,
    /// Day and month could be the other way round ("08/11/2019").
    pub ambiguous: bool,
    /// Days after Monday of the weekday that stands before it.
    pub weekday: Option<i8>,
    /// Byte range.
    pub start: usize,
    pub end: usize,
}

impl Found {
    /// The day, or the first of the month when no day is given; `None` without a year.
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day.unwrap_or(1)).ok()
    }

    /// The same with day and month exchanged, when it is ambiguous.
    pub fn swapped(self) -> Option<Found> {
        let day = self.day.filter(|_| self.ambiguous)?;
        Some(Found {
            month: day,
            day: Some(self.month),
            ..self
        })
    }

    /// Does the weekday that stands before it agree? `None` when there is none, or no year.
    pub fn weekday_agrees(&self) -> Option<bool> {
        let date = self.date().filter(|_| self.day.is_some())?;
        Some(date.weekday().to_monday_zero_offset() == self.weekday?)
    }
}

/// All dates in `text`, in its order.
pub(crate) fn find(text: &str) -> Vec<Found> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match read(&tokens[at..]) {
            Some((date, used)) => {
                let weekday = before(&tokens[..at]);
                found.push(Found { weekday, ..date });
                at += used;
            }
            None => at += 1,
        }
    }
    found
}

/// The first complete date of a machine-readable value such as `2022-12-21T23:14:00-05:00`, `20221221` or `21 Dec 2022`.
pub(crate) fn machine(value: &str) -> Option<Date> {
    let value = value.trim();
    let digits = value
        .get(..8)
        .filter(|start| start.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(digits) = digits.filter(|_| !value.as_bytes().get(8).is_some_and(u8::is_ascii_digit)) {
        return plausible(
            digits.get(..4)?.parse().ok()?,
            digits.get(4..6)?.parse().ok()?,
            digits.get(6..)?.parse().ok()?,
        );
    }
    find(value)
        .into_iter()
        .filter(|found| found.day.is_some())
        .find_map(|found| found.date())
}

/// The date in an address: `/2024/06/14/`, `/2024-06-14-…`, `/20240614/`, `/2024/jun/14/`.
pub(crate) fn in_url(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let parts: Vec<&str> = path
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    for window in parts.windows(3) {
        let [year, month, day] = window else { continue };
        if year.len() == 4 && day.len() <= 2 {
            let month = month
                .parse()
                .ok()
                .filter(|_| month.len() <= 2)
                .or_else(|| month_named(month));
            if let (Ok(year), Some(month), Ok(day)) = (year.parse(), month, day.parse())
                && let Some(date) = plausible(year, month, day)
            {
                return Some(date);
            }
        }
    }
    let compact = |part: &&str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.iter().filter(|part| compact(part)).find_map(|part| machine(part))
}

fn plausible(year: i16, month: i8, day: i8) -> Option<Date> {
    (1800..=2100)
        .contains(&year)
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}

#[derive(Clone, Copy, Debug)]
enum Word<'a> {
    Number(u32, usize),
    Text(&'a str),
    Mark(char),
}

#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    word: Word<'a>,
    start: usize,
    end: usize,
}

impl Token<'_> {
    fn touches(&self, next: &Token<'_>) -> bool {
        self.end == next.start
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let same = |next: char| {
            if c.is_ascii_digit() {
                next.is_ascii_digit()
            } else {
                c.is_alphabetic() && next.is_alphabetic()
            }
        };
        let mut end = start + c.len_utf8();
        if c.is_ascii_digit() || c.is_alphabetic() {
            while let Some((_, next)) = chars.next_if(|(_, next)| same(*next)) {
                end += next.len_utf8();
            }
        }
        let slice = &text[start..end];
        let word = if c.is_ascii_digit() {
            Word::Number(slice.parse().unwrap_or(u32::MAX), slice.len())
        } else if c.is_alphabetic() {
            Word::Text(slice)
        } else {
            Word::Mark(c)
        };
        tokens.push(Token { word, start, end });
    }
    tokens
}

/// A date that begins at the first token, and how many tokens it takes.
fn read(tokens: &[Token<'_>]) -> Option<(Found, usize)> {
    match tokens.first()?.word {
        Word::Number(_, 4) => year_first(tokens),
        Word::Number(_, 1 | 2) => numeric(tokens).or_else(|| day_first(tokens)),
        Word::Text(name) => month_first(name, tokens),
        _ => None,
    }
}

fn found(tokens: &[Token<'_>], used: usize, year: Option<i16>, month: i8, day: Option<i8>) -> Option<(Found, usize)> {
    let (start, end) = (tokens.first()?.start, tokens.get(used.checked_sub(1)?)?.end);
    if !year.is_none_or(|year| (1800..=2100).contains(&year)) {
        return None;
    }
    // Without a year, a leap year lets 29 February pass.
    Date::new(year.unwrap_or(2000), month, day.unwrap_or(1)).ok()?;
    Some((
        Found {
            year,
            month,
            day,
            ambiguous: false,
            weekday: None,
            start,
            end,
        },
        used,
    ))
}

/// `2024-06-14`, `2024/06/14`, `2024.06.14`, with or without a time stuck to it.
fn year_first(tokens: &[Token<'_>]) -> Option<(Found, usize)> {
    let [year, mark, month, again, day, ..] = tokens else {
        return None;
    };
    let (Word::Number(y, 4), Word::Number(m, 1 | 2), Word::Number(d, 1 | 2)) = (year.word, month.word, day.word) else {
        return None;
    };
    let (Word::Mark(first), Word::Mark(second)) = (mark.word, again.word) else {
        return None;
    };
    let joined = year.touches(mark) && mark.touches(month) && month.touches(again) && again.touches(day);
    if first != second || !"-/.–".contains(first) || !joined {
        return None;
    }
    found(tokens, 5, Some(y as i16), m as i8, Some(d as i8))
}

/// `5-10-2023`, `22.12.2022`, `10/15/2021`: day first unless that cannot be.
fn numeric(tokens: &[Token<'_>]) -> Option<(Found, usize)> {
    let [day, mark, month, again, year, ..] = tokens else {
        return None;
    };
    let (Word::Number(d, 1 | 2), Word::Number(m, 1 | 2), Word::Number(y, 4)) = (day.word, month.word, year.word) else {
        return None;
    };
    let (Word::Mark(first), Word::Mark(second)) = (mark.word, again.word) else {
        return None;
    };
    let joined = day.touches(mark) && month.touches(again);
    if first != second || !"-/.–".contains(first) || !joined {
        return None;
    }
    let year = Some(y as i16);
    if m > 12 {
        return found(tokens, 5, year, d as i8, Some(m as i8));
    }
    let (date, used) = found(tokens, 5, year, m as i8, Some(d as i8))?;
    let ambiguous = first == '/' && d <= 12 && d != m;
    Some((Found { ambiguous, ..date }, used))
}

/// `14 June 2024`, `14th of June, 2024`, `6 MAY 2017`, `19 November`.
fn day_first(tokens: &[Token<'_>]) -> Option<(Found, usize)> {
    let Word::Number(day, _) = tokens.first()?.word else {
        return None;
    };
    let mut at = 1;
    if let (Some(ending), Some(first)) = (text(tokens, at), tokens.first())
        && ["st", "nd", "rd", "th"].contains(&ending.to_ascii_lowercase().as_str())
        && tokens.get(at).is_some_and(|token| first.touches(token))
    {
        at += 1;
    }
    if text(tokens, at).is_some_and(|word| word.eq_ignore_ascii_case("of")) {
        at += 1;
    }
    if mark(tokens, at, "-") {
        at += 1;
    }
    let month = text(tokens, at)
        .filter(|name| name.starts_with(char::is_uppercase))
        .and_then(month_named)?;
    let (year, used) = year_after(tokens, at + 1);
    found(tokens, used, year, month, Some(i8::try_from(day).ok()?))
}

/// `June 14, 2024`, `Sept. 19`, `MAR. 3 2020`, `March 1992`.
fn month_first(name: &str, tokens: &[Token<'_>]) -> Option<(Found, usize)> {
    if !name.starts_with(char::is_uppercase) {
        return None;
    }
    let month = month_named(name)?;
    let mut at = 1;
    if mark(tokens, at, ".") {
        at += 1;
    }
    match tokens.get(at)?.word {
        Word::Number(day, 1 | 2) => {
            at += 1;
            if text(tokens, at).is_some_and(|ending| ["st", "nd", "rd", "th"].contains(&ending)) {
                at += 1;
            }
            let (year, used) = year_after(tokens, at);
            found(tokens, used, year, month, Some(day as i8))
        }
        Word::Number(year, 4) => found(tokens, at + 1, Some(year as i16), month, None),
        _ => {
            let year = number(tokens, at + 1, 4).filter(|_| mark(tokens, at, ","))?;
            found(tokens, at + 2, Some(year as i16), month, None)
        }
    }
}

/// `2024`, `, 2024`, `. 2024` or `-2024` from `at` on; the year, and the number of tokens up to its end (or to `at` when there is none).
fn year_after(tokens: &[Token<'_>], at: usize) -> (Option<i16>, usize) {
    let skipped = if mark(tokens, at, ",.-'") { at + 1 } else { at };
    match number(tokens, skipped, 4).filter(|year| (1800..=2100).contains(year)) {
        Some(year) => (Some(year as i16), skipped + 1),
        None => (None, at),
    }
}

/// The weekday that stands directly before, over `,` and `(`.
fn before(tokens: &[Token<'_>]) -> Option<i8> {
    let mut rest = tokens
        .iter()
        .rev()
        .filter(|token| !matches!(token.word, Word::Mark(',' | '(' | '.')));
    let Word::Text(name) = rest.next()?.word else {
        return None;
    };
    weekday_named(name)
}

fn text<'a>(tokens: &[Token<'a>], at: usize) -> Option<&'a str> {
    match tokens.get(at)?.word {
        Word::Text(word) => Some(word),
        _ => None,
    }
}

fn mark(tokens: &[Token<'_>], at: usize, marks: &str) -> bool {
    matches!(tokens.get(at), Some(Token { word: Word::Mark(c), .. }) if marks.contains(*c))
}

fn number(tokens: &[Token<'_>], at: usize, digits: usize) -> Option<u32> {
    match tokens.get(at)?.word {
        Word::Number(value, length) if length == digits => Some(value),
        _ => None,
    }
}

/// 1 for January, Jan; to 12.
pub(crate) fn month_named(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| {
        *month == name || month.get(..3) == Some(name.as_str()) || (name == "sept" && *month == "september")
    })?;
    i8::try_from(at + 1).ok()
}

/// 0 for Monday, Mon; to 6.
pub(crate) fn weekday_named(name: &str) -> Option<i8> {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let name = name.to_ascii_lowercase();
    let long = |day: &&str| {
        *day == name
            || day.get(..3) == Some(name.as_str())
            || (name.len() >= 4 && name.len() <= 5 && day.starts_with(&name))
    };
    let at = DAYS.iter().position(long)?;
    i8::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let shown: Vec<String> = find(text)
            .iter()
            .map(|found| match found.date() {
                Some(date) if found.day.is_some() => date.to_string(),
                Some(date) => date.to_string()[..7].to_owned(),
                None => format!("--{:02}-{:02}", found.month, found.day.unwrap_or(0)),
            })
            .collect();
        assert_eq!(shown.join(" "), expect, "{text}");
    }

    #[test]
    fn forms_of_dates() {
        check("Jun 14, 2024", "2024-06-14");
        check("14th of June, 2024", "2024-06-14");
        check("Thursday 22.12.2022", "2022-12-22");
        check("Fri, 10/15/2021 - 11:32", "2021-10-15");
        check("5-10-2023 |", "2023-10-05");
        check("6 MAY 2017", "2017-05-06");
        check("No. 418 - 27 February 1987", "1987-02-27");
        check("March 1992", "1992-03");
        check("on Monday (19 November)", "--11-19");
        check("before Sept. 19, when", "--09-19");
        check("2022-12-21T23:14:00-05:00", "2022-12-21");
        check("PUBLISHED : 26 Jun 2015 AT 04:02", "2015-06-26");
        check("between 2018 and 2022", "");
        check("it may 5 years later march 12 miles", "");
        check("31/31/2020 and the 45 men of June, 31 Juni 2020", "");
        check("the 12 May Day parades", "--05-12");
    }

    #[test]
    fn dates_in_addresses() {
        let shown = |url: &str| in_url(url).map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(shown("https://a.example/2024/06/14/story"), "2024-06-14");
        assert_eq!(shown("https://a.example/world/2019/nov/21/story"), "2019-11-21");
        assert_eq!(shown("https://a.example/story-20190405.html"), "2019-04-05");
        assert_eq!(shown("https://a.example/123/45/678"), "");
    }

    #[test]
    fn weekdays_are_checked() {
        assert_eq!(find("Thursday 22.12.2022")[0].weekday_agrees(), Some(true));
        assert_eq!(find("Monday, 22.12.2022")[0].weekday_agrees(), Some(false));
        assert_eq!(find("22.12.2022")[0].weekday_agrees(), None);
    }
}
