//! How many in each year? Bars.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::picture;
use crate::parts::count;

const WIDTH: usize = 960;
const HEIGHT: usize = 150;
/// Where the bars stand.
const FLOOR: usize = 120;

/// Year → number of transfers; each bar leads to that year in the register.
pub fn draw(years: &BTreeMap<i16, usize>) -> Markup {
    let (Some((first, _)), Some((last, _))) = (years.first_key_value(), years.last_key_value()) else {
        return html! { p.faint { "No transfer has a date." } };
    };
    // The last forty years; earlier ones are in the register.
    let first = (*first).max(last - 39);
    let span = usize::try_from(last - first + 1).unwrap_or(1).max(12);
    let step = WIDTH / span;
    let most = years
        .range(first..)
        .map(|(_, number)| *number)
        .max()
        .unwrap_or(1)
        .max(1);
    let every = (span / 10).max(1);
    let description = years.range(first..).map(|(year, number)| format!("{year}: {number}"));
    let description = description.collect::<Vec<_>>().join(", ");
    let bars = html! {
        line.axis x1="0" y1=(FLOOR) x2=(WIDTH) y2=(FLOOR) {}
        @for (place, year) in (first..=*last).enumerate() {
            @let number = years.get(&year).copied().unwrap_or(0);
            @let height = number * 95 / most;
            @let x = place * step;
            @if number > 0 {
                a href={ "/transfers?from=" (year) "&to=" (year) } aria-label={ (year) ": " (count(number, "transfer")) } {
                    rect.fill x=(x + 1) y=(FLOOR - height.max(1)) width=(step.saturating_sub(3).max(2)) height=(height.max(1)) {}
                    rect.hit x=(x) y="0" width=(step) height=(FLOOR) {}
                    text.value x=(x + step / 2) y=(FLOOR - height - 5) text-anchor="middle" { (number) }
                }
            }
            @if place % every == 0 { text.label x=(x + step / 2) y=(FLOOR + 18) text-anchor="middle" { (year) } }
        }
    };
    picture("years", "Transfers by year", &description, WIDTH, HEIGHT, bars)
}
