//! How many in each year? Bars.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::board::inside;
use super::picture;
use crate::parts::count;

const WIDTH: usize = 960;
const HEIGHT: usize = 150;
/// Where the bars stand, and how high the highest is.
const FLOOR: usize = 124;
const TALL: usize = 98;
/// Years in one picture, at most and at least; earlier ones are in the register.
const MOST: i16 = 40;
const LEAST: i16 = 12;

/// Year → number of transfers; each bar leads to that year in the register.
pub fn draw(years: &BTreeMap<i16, usize>) -> Markup {
    let Some((last, _)) = years.last_key_value() else {
        return html! { p.faint { "No transfer has a date." } };
    };
    let oldest = last - MOST + 1;
    let first = years.range(oldest..).next().map_or(oldest, |(first, _)| *first);
    let first = first.min(last - LEAST + 1);
    let step = WIDTH as f64 / f64::from(last - first + 1);
    let most = years
        .range(first..)
        .map(|(_, number)| *number)
        .max()
        .unwrap_or(1)
        .max(1);
    let every = ((last - first + 1) / 12).max(1);
    let description = years.range(first..).map(|(year, number)| format!("{year}: {number}"));
    let description = description.collect::<Vec<_>>().join(", ");
    let round = |x: f64| (x * 10.0).round() / 10.0;
    let bars = html! {
        line.axis x1="0" y1=(FLOOR) x2=(WIDTH) y2=(FLOOR) {}
        @for year in first..=*last {
            @let number = years.get(&year).copied().unwrap_or(0);
            @let height = (number * TALL / most).max(1);
            @let x = f64::from(year - first) * step;
            @if number > 0 {
                a href={ "/transfers?from=" (year) "&to=" (year) } aria-label={ (year) ": " (count(number, "transfer")) } {
                    rect.fill x=(round(x + 1.5)) y=(FLOOR - height) width=(round((step - 3.0).max(2.0))) height=(height) {}
                    rect.hit x=(round(x)) y="0" width=(round(step)) height=(FLOOR) {}
                    text.value x=(round(x + step / 2.0)) y=(FLOOR - height - 5) text-anchor="middle" { (crate::parts::short(number)) }
                }
            }
            // Counted from the end: the latest year is always named.
            @if (last - year) % every == 0 { text.label x=(round(inside(x + step / 2.0, &year.to_string(), WIDTH))) y=(FLOOR + 18) text-anchor="middle" { (year) } }
        }
    };
    picture("years", "Transfers by year", &description, WIDTH, HEIGHT, bars)
}
