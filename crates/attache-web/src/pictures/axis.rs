//! Where on a line does a day stand?

use attache_model::{Date, When};
use maud::{Markup, html};

/// A line of time from the first day of `from` to the last of `to`, drawn from `left` on, `width` wide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    pub from: i16,
    pub to: i16,
    pub left: f64,
    pub width: f64,
}

impl Axis {
    /// An axis over all these times; `None` where none has a day.
    pub fn over(times: impl Iterator<Item = When>, left: f64, width: f64) -> Option<Axis> {
        let years = times.filter_map(When::years);
        let (from, to) = years.reduce(|(first, last), (from, to)| (first.min(from), last.max(to)))?;
        Some(Axis { from, to, left, width })
    }

    pub fn x(self, day: Date) -> f64 {
        let years = f64::from(self.to - self.from + 1);
        let past = f64::from(day.year() - self.from) + f64::from(day.day_of_year() - 1) / 366.0;
        let x = self.left + self.width * (past / years).clamp(0.0, 1.0);
        (x * 10.0).round() / 10.0
    }

    /// Where a time begins and ends; the open end of one runs off the line.
    pub fn span(self, when: When) -> (f64, f64) {
        let first = when.first.map_or(self.left, |day| self.x(day));
        let last = when.last.map_or(self.left + self.width, |day| self.x(day));
        match (when.first, when.last) {
            // Known only from one side: a point there, not a bar to the end of the world.
            (None, Some(_)) => (last, last),
            (Some(_), None) => (first, first),
            _ => (first, last.max(first)),
        }
    }

    /// The years along the line, as many as there is room for, with lines down to `bottom`.
    pub fn draw(self, top: usize, bottom: usize) -> Markup {
        let years = self.to - self.from + 1;
        let most = (self.width / 56.0).max(1.0) as i16;
        let every = (1..).find(|every| years / every <= most).unwrap_or(1);
        html! {
            @for year in (self.from..=self.to).filter(|year| (year - self.from) % every == 0) {
                @let x = Date::new(year, 1, 1).map_or(self.left, |day| self.x(day));
                line.grid x1=(x) y1=(top) x2=(x) y2=(bottom) {}
                text.label x=(x + 3.0) y=(top.saturating_sub(5)) { (year) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_in_their_years() {
        let times = ["2018-11-19", "2020/2021", "/2019"].map(|text| text.parse::<When>().unwrap());
        let axis = Axis::over(times.into_iter(), 0.0, 400.0).unwrap();
        assert_eq!((axis.from, axis.to), (2018, 2021));
        assert_eq!(axis.x("2019-01-01".parse().unwrap()), 100.0);
        assert_eq!(axis.x("1999-01-01".parse().unwrap()), 0.0);
        assert_eq!(axis.span("2019-01-01/".parse().unwrap()), (100.0, 100.0));
    }
}
