//! How did the count move? The claims of a figure over time, each with its source.

use attache_model::{Article, Claim};
use maud::{Markup, html};

use super::axis::Axis;
use super::picture;
use crate::parts::{cut, outlet};

const WIDTH: usize = 960;
const HEIGHT: usize = 240;
const FLOOR: f64 = 200.0;

/// One point for each claim that has a value and a day; nothing where there are not two.
pub fn draw(claims: &[(usize, &Claim, &Article)]) -> Markup {
    let mut points = Vec::new();
    for (_, claim, article) in claims {
        let Some(figure) = claim.figure() else { continue };
        // Without a day of its own a count holds for the day on which it was published.
        let stated = figure.as_of.as_ref().map(|slot| *slot.value());
        let when = stated.or_else(|| article.date().map(attache_model::When::day));
        if let Some(when) = when {
            points.push((when, figure.value.value(), *claim, *article));
        }
    }
    points.sort_by_key(|(when, ..)| (when.last.or(when.first), when.first));
    let axis = Axis::over(points.iter().map(|(when, ..)| *when), 70.0, 860.0);
    let (Some(axis), true) = (axis, points.len() > 1) else {
        return html! {};
    };
    let most = points.iter().map(|(_, amount, ..)| amount.value).fold(1.0, f64::max);
    let y = |value: f64| ((FLOOR - value / most * (FLOOR - 40.0)) * 10.0).round() / 10.0;
    let line: Vec<String> = points
        .iter()
        .map(|(when, amount, ..)| format!("{},{}", axis.span(*when).1, y(amount.value)))
        .collect();
    let told = |(when, amount, _, article): &(attache_model::When, &attache_model::Amount, &Claim, &Article)| {
        format!("{amount} as of {when}, {}", outlet(article))
    };
    let description = points.iter().map(told).collect::<Vec<_>>().join("; ");
    let body = html! {
        (axis.draw(24, FLOOR as usize))
        line.axis x1="0" y1=(FLOOR) x2=(WIDTH) y2=(FLOOR) {}
        polyline.course points=(line.join(" ")) {}
        @for (place, point) in points.iter().enumerate() {
            @let (x, y) = (axis.span(point.0).1, y(point.1.value));
            a href={ "#claim-" (point.2.id) } {
                title { (told(point)) }
                circle.station.reached cx=(x) cy=(y) r="6" {}
                text.value x=(x) y=(y - 11.0) text-anchor=(anchor(place, points.len())) { (point.1) }
            }
            @if points.len() <= 8 {
                text.label x=(x) y=(FLOOR + 18.0 + (place % 2) as f64 * 15.0) text-anchor=(anchor(place, points.len())) { (cut(outlet(point.3), 18)) }
            }
        }
    };
    picture("series", "How the count moved", &description, WIDTH, HEIGHT, body)
}

/// The last names would run off the picture.
fn anchor(place: usize, all: usize) -> &'static str {
    match place {
        place if place + 1 == all => "end",
        0 => "start",
        _ => "middle",
    }
}
