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

/// Room that the name of a year or a month needs.
const NAME: f64 = 46.0;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Axis {
    /// An axis over all these times; `None` where none has a day.
    pub fn over(times: impl Iterator<Item = When>, left: f64, width: f64) -> Option<Axis> {
        let years = times.filter_map(When::years);
        let (from, to) = years.reduce(|(first, last), (from, to)| (first.min(from), last.max(to)))?;
        Some(Axis { from, to, left, width })
    }

    pub fn x(self, day: Date) -> f64 {
        let years = f64::from(self.years());
        let past = f64::from(day.year() - self.from) + f64::from(day.day_of_year() - 1) / 366.0;
        let x = self.left + self.width * (past / years).clamp(0.0, 1.0);
        (x * 10.0).round() / 10.0
    }

    /// Where a time begins and ends.
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

    fn years(self) -> i16 {
        self.to - self.from + 1
    }

    /// The years along the line, as many as there is room for, with lines down to `bottom`; over few years the months between them. A year's name
    /// leads to `zoom`'s address for it.
    pub fn draw(self, top: usize, bottom: usize, zoom: Option<&dyn Fn(i16) -> String>) -> Markup {
        let most = (self.width / NAME).max(1.0);
        let every = (1..).find(|every| f64::from(self.years() / every) <= most).unwrap_or(1);
        let place = |year: i16, month: i8| Date::new(year, month, 1).map_or(self.left, |day| self.x(day));
        let y = top.saturating_sub(6);
        html! {
            @if f64::from(self.years()) * 4.0 <= most {
                @for (year, month) in self.months(most) {
                    @let x = place(year, month);
                    line.grid.month x1=(x) y1=(top) x2=(x) y2=(bottom) {}
                    text.label x=(x + 3.0) y=(y) { (MONTHS[usize::from(month.unsigned_abs()) - 1]) }
                }
            }
            @for year in (self.from..=self.to).filter(|year| (year - self.from) % every == 0) {
                @let x = place(year, 1);
                line.grid x1=(x) y1=(top) x2=(x) y2=(bottom) {}
                @match zoom {
                    Some(zoom) => { a href=(zoom(year)) aria-label={ "Only " (year) } { text.label.year x=(x + 3.0) y=(y) { (year) } } }
                    None => { text.label.year x=(x + 3.0) y=(y) { (year) } }
                }
            }
        }
    }

    /// The months other than January for which there is room.
    fn months(self, most: f64) -> impl Iterator<Item = (i16, i8)> {
        let every = [1, 2, 3]
            .into_iter()
            .find(|every| f64::from(self.years()) * f64::from(12 / every) <= most)
            .unwrap_or(3);
        (self.from..=self.to).flat_map(move |year| {
            (1..12)
                .filter(move |month| month % every == 0)
                .map(move |month| (year, month + 1))
        })
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

    #[test]
    fn months_stand_where_years_leave_room() {
        let names = |years: i16| {
            let axis = Axis {
                from: 2020,
                to: 2019 + years,
                left: 0.0,
                width: 900.0,
            };
            axis.draw(20, 40, None).into_string().matches("<text").count()
        };
        assert_eq!(names(1), 12);
        assert_eq!(names(2), 12);
        assert_eq!(names(4), 16);
        assert_eq!(names(10), 10);
        assert!((9..=19).contains(&names(60)));
    }
}
