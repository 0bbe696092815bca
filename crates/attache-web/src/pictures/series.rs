//! How did the count move? The claims of a figure over time, each with its source.

use attache_model::{Amount, Article, Claim, When};
use maud::{Markup, html};

use super::axis::Axis;
use super::board::{Board, inside};
use super::picture;
use crate::parts::{claim, cut, outlet, period, when};

const WIDTH: usize = 960;
const HEIGHT: usize = 290;
/// Where nought stands, and where the most does.
const FLOOR: f64 = 226.0;
const CEILING: f64 = 48.0;
/// Lines for the names of sources below.
const LINES: usize = 3;

/// One claim that has a value and a day.
struct Point<'a> {
    number: usize,
    when: When,
    amount: &'a Amount,
    claim: &'a Claim,
    article: &'a Article,
}

/// One point for each claim that has a value and a day, and the same as a table; nothing where there are not two.
pub fn draw(claims: &[(usize, &Claim, &Article)]) -> Markup {
    let mut points: Vec<Point> = claims.iter().filter_map(Point::of).collect();
    points.sort_by_key(|point| (point.when.last.or(point.when.first), point.when.first, point.number));
    let axis = Axis::over(points.iter().map(|point| point.when), 64.0, WIDTH as f64 - 110.0);
    let (Some(axis), true) = (axis, points.len() > 1) else {
        return html! {};
    };
    let top = points.iter().map(Point::most).fold(1.0, f64::max);
    let y = |value: f64| ((FLOOR - value / top * (FLOOR - CEILING)) * 10.0).round() / 10.0;
    let line: Vec<String> = points
        .iter()
        .map(|point| format!("{},{}", axis.span(point.when).1, y(point.amount.value)))
        .collect();
    let description = points.iter().map(Point::told).collect::<Vec<_>>().join("; ");
    let mut board = Board::default();
    let body = html! {
        (axis.draw(24, FLOOR as usize, None))
        @for value in [top, top / 2.0] {
            line.grid x1="56" y1=(y(value)) x2=(WIDTH) y2=(y(value)) {}
            text.label x="50" y=(y(value) + 4.0) text-anchor="end" { (short(value)) }
        }
        line.axis x1="0" y1=(FLOOR) x2=(WIDTH) y2=(FLOOR) {}
        polyline.course points=(line.join(" ")) {}
        @for point in &points {
            @let (x, y_value) = (axis.span(point.when).1, y(point.amount.value));
            @let value = point.amount.to_string();
            @let source = cut(outlet(point.article), 20);
            @if let Some(high) = point.amount.high { line.bound x1=(x) y1=(y_value) x2=(x) y2=(y(high)) {} }
            a href={ "#claim-" (point.claim.id) } {
                title { (point.told()) }
                circle.station.reached cx=(x) cy=(y_value) r="5" {}
                @if board.write(x, y_value - 10.0, &value) { text.value x=(x) y=(y_value - 10.0) text-anchor="middle" { (value) } }
                @let lines: Vec<f64> = (0..LINES).map(|line| FLOOR + 18.0 + 16.0 * line as f64).collect();
                @if let Some(foot) = lines.into_iter().find(|foot| board.write(inside(x, &source, WIDTH), *foot, &source)) {
                    line.link x1=(x) y1=(FLOOR) x2=(x) y2=(foot - 12.0) {}
                    text.label x=(inside(x, &source, WIDTH)) y=(foot) text-anchor="middle" { (source) }
                }
            }
        }
    };
    html! {
        section {
            h2 { "How the count moved" }
            (picture("series", "How the count moved", &description, WIDTH, HEIGHT, body))
            details { summary { "The same as a table" } (table(&points)) }
        }
    }
}

impl<'a> Point<'a> {
    fn of((number, claim, article): &(usize, &'a Claim, &'a Article)) -> Option<Point<'a>> {
        let figure = claim.figure()?;
        // Without a day of its own a count holds for the day on which it was published.
        let stated = figure.as_of.as_ref().map(|slot| *slot.value());
        let when = stated.or_else(|| article.date().map(When::day))?;
        Some(Point {
            number: *number,
            when,
            amount: figure.value.value(),
            claim,
            article,
        })
    }

    fn most(&self) -> f64 {
        self.amount.high.unwrap_or(self.amount.value)
    }

    fn told(&self) -> String {
        format!(
            "{} as of {}, {}",
            self.amount,
            when(&self.when.to_string()),
            outlet(self.article)
        )
    }
}

fn table(points: &[Point]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="How the count moved" {
            table {
                thead { tr { th scope="col" { "As of" } th.number scope="col" { "Count" } th scope="col" { "Who says so" } th scope="col" { "Claim" } } }
                tbody { @for point in points { tr {
                    td.date { (period(&point.when.to_string())) }
                    td.number { (point.amount) }
                    td { (claim::chain(point.article, point.claim)) }
                    td { a href={ "#claim-" (point.claim.id) } { (point.number) } }
                } } }
            }
        }
    }
}

/// `1.2m`, `300`.
fn short(value: f64) -> String {
    let scaled = [(1e9, "bn"), (1e6, "m"), (1e3, "k")]
        .into_iter()
        .find(|(unit, _)| value >= *unit);
    let (number, unit) = scaled.map_or((value, ""), |(unit, name)| (value / unit, name));
    let digits = if number < 10.0 && number.fract() != 0.0 { 1 } else { 0 };
    format!("{number:.digits$}{unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beside_the_grid_are_short() {
        for (value, expected) in [
            (0.5, "0.5"),
            (2.0, "2"),
            (300.0, "300"),
            (1_500.0, "1.5k"),
            (30_000.0, "30k"),
            (2.5e9, "2.5bn"),
        ] {
            assert_eq!(short(value), expected);
        }
    }
}
