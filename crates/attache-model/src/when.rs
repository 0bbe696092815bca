//! When, and how exactly is that known?

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::words::word_list;

word_list! {
    /// The calendar unit that the text names.
    Precision ("precision") { Day = "day", Month = "month", Year = "year", Decade = "decade" }
}

/// A date or period with the precision at which the text gives it. Either end may be open, never both.
///
/// Printed as the codebook writes dates: `2018-11-19`, `2024-06`, `2018`, `199X`; a period as `2018/2022`; open ends as `/2023-09-19` and `2016/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// First day, or `None` when only the end is known.
    pub first: Option<Date>,
    /// Last day, inclusive, or `None` when only the beginning is known.
    pub last: Option<Date>,
    pub precision: Precision,
}

impl When {
    pub fn day(day: Date) -> When {
        When {
            first: Some(day),
            last: Some(day),
            precision: Precision::Day,
        }
    }

    /// A whole month; `month` is 1 to 12.
    pub fn month(year: i16, month: i8) -> Option<When> {
        let first = Date::new(year, month, 1).ok()?;
        Some(When {
            first: Some(first),
            last: Some(first.last_of_month()),
            precision: Precision::Month,
        })
    }

    /// A whole year, 1 to 9999.
    pub fn year(year: i16) -> Option<When> {
        let first = Date::new(year, 1, 1).ok()?;
        Some(When {
            first: Some(first),
            last: Some(first.last_of_year()),
            precision: Precision::Year,
        })
    }

    /// The ten years that begin with `year` (a multiple of ten).
    pub fn decade(year: i16) -> Option<When> {
        let first = Date::new(year, 1, 1).ok()?;
        let last = Date::new(year.checked_add(9)?, 12, 31).ok()?;
        Some(When {
            first: Some(first),
            last: Some(last),
            precision: Precision::Decade,
        })
    }

    /// From the first day of `from` to the last day of `to`, at the coarser of the two precisions.
    pub fn between(from: When, to: When) -> When {
        When {
            first: from.first,
            last: to.last,
            precision: from.precision.max(to.precision),
        }
    }

    /// Up to the day before `end` begins.
    pub fn before(end: When) -> When {
        let last = end.first.and_then(|day| day.checked_sub(1.day()).ok());
        When {
            first: None,
            last: last.or(end.last),
            precision: end.precision,
        }
    }

    pub fn since(begin: When) -> When {
        When {
            first: begin.first,
            last: None,
            precision: begin.precision,
        }
    }

    /// A period that is still open at its end, closed on `day` as far as its precision knows days: "since 2016" of an article of 2024 is 2016/2024.
    pub fn until(self, day: Date) -> When {
        let end = match self.precision {
            Precision::Day => day,
            Precision::Month => day.last_of_month(),
            Precision::Year | Precision::Decade => day.last_of_year(),
        };
        When {
            last: self.last.or(Some(end)),
            ..self
        }
    }

    /// Do the two periods share a day?
    pub fn overlaps(self, other: When) -> bool {
        let begins_after =
            |a: Option<Date>, b: Option<Date>| matches!((a, b), (Some(first), Some(last)) if first > last);
        !begins_after(self.first, other.last) && !begins_after(other.first, self.last)
    }

    /// Does every day of `other` lie in this period? Open ends hold everything on their side.
    pub fn contains(self, other: When) -> bool {
        let first = match (self.first, other.first) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(outer), Some(inner)) => outer <= inner,
        };
        let last = match (self.last, other.last) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(outer), Some(inner)) => outer >= inner,
        };
        first && last
    }

    /// The years that the period touches, as far as its ends are known.
    pub fn years(self) -> Option<(i16, i16)> {
        let first = self.first.or(self.last)?.year();
        let last = self.last.or(self.first)?.year();
        Some((first, last))
    }

    fn unit(day: Date, precision: Precision) -> String {
        match precision {
            Precision::Day => day.to_string(),
            Precision::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Precision::Year => format!("{:04}", day.year()),
            Precision::Decade => format!("{:03}X", day.year() / 10),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.first.map(|day| When::unit(day, self.precision));
        let last = self.last.map(|day| When::unit(day, self.precision));
        match (first, last) {
            (Some(first), Some(last)) if first == last => f.pad(&first),
            (first, last) => f.pad(&format!("{}/{}", first.unwrap_or_default(), last.unwrap_or_default())),
        }
    }
}

/// The text is no date or period in the codebook's form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no date; expected 2018-11-19, 2024-06, 2018, 199X, or a period such as 2018/2022, /2023-09-19, 2016/"
)]
pub struct NotADate(String);

impl FromStr for When {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<When, NotADate> {
        let error = || NotADate(text.to_owned());
        let Some((first, last)) = text.split_once('/') else {
            return unit(text).ok_or_else(error);
        };
        match (first.is_empty(), last.is_empty()) {
            (true, true) => Err(error()),
            (true, false) => unit(last).map(|last| When { first: None, ..last }).ok_or_else(error),
            (false, true) => unit(first).map(When::since).ok_or_else(error),
            (false, false) => {
                let (first, last) = (unit(first).ok_or_else(error)?, unit(last).ok_or_else(error)?);
                if first.first > last.last {
                    Err(error())
                } else {
                    Ok(When::between(first, last))
                }
            }
        }
    }
}

fn unit(text: &str) -> Option<When> {
    if let Some(decade) = text.strip_suffix('X').filter(|digits| digits.len() == 3) {
        return When::decade(decade.parse::<i16>().ok()?.checked_mul(10)?);
    }
    let mut parts = text.split('-');
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => When::year(year),
        (Some(month), None, _) => When::month(year, month.parse().ok()?),
        (Some(month), Some(day), None) => Date::new(year, month.parse().ok()?, day.parse().ok()?)
            .ok()
            .map(When::day),
        _ => None,
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<When, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_on_since_then_ends_with_the_article() {
        let day: Date = "2024-06-14".parse().unwrap();
        for (open, closed) in [
            ("2016/", "2016/2024"),
            ("2024-02/", "2024-02/2024-06"),
            ("2018/2022", "2018/2022"),
        ] {
            let when: When = open.parse().unwrap();
            assert_eq!(when.until(day).to_string(), closed);
        }
    }

    #[test]
    fn prints_as_the_codebook_writes() {
        for text in [
            "2018-11-19",
            "2024-06",
            "2018",
            "199X",
            "2018/2022",
            "/2023-09-19",
            "2016/",
            "2020-02/2020-03",
        ] {
            assert_eq!(text.parse::<When>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "/",
            "19-11-2018",
            "2018-13",
            "2018-02-30",
            "2022/2018",
            "18",
            "2018-1-1-1",
        ] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }

    #[test]
    fn containment_knows_open_ends() {
        let parse = |text: &str| text.parse::<When>().unwrap();
        assert!(parse("2018/2022").contains(parse("2020")));
        assert!(parse("/2023-09-18").contains(parse("2022")));
        assert!(!parse("2020").contains(parse("2018/2022")));
        assert!(!parse("2016/").overlaps(parse("2015")));
    }
}
