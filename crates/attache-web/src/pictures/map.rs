//! Where do arms go? An arc for each pair of states, over the outlines of the lands.
//!
//! Centres and outlines are Natural Earth's, in the Equal Earth projection; `assets/make-world.mjs` makes them.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use maud::{Markup, html};

use super::flows::Flows;
use super::picture;
use crate::address::segment;
use crate::parts::count;
use crate::world::World;

const WIDTH: usize = 1000;
/// The lands of the far south, where nobody arms anybody, are cut off.
const HEIGHT: usize = 424;

/// State → where its centre is.
static CENTRES: LazyLock<HashMap<&str, (f64, f64)>> = LazyLock::new(|| {
    let rows = include_str!("../../assets/centres.csv").lines().skip(1);
    let place = |row: &'static str| {
        let mut cells = row.split(',');
        let state = cells.next()?;
        Some((state, (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)))
    };
    rows.filter_map(place).collect()
});

/// Flows between states that have a place on the map; others are in the table alone.
pub fn draw(world: &World, flows: &Flows) -> Markup {
    let placed = |party: &String| CENTRES.get(party.as_str()).copied();
    let mut arcs: Vec<(&(String, String), usize, String)> = flows
        .iter()
        .filter_map(|(pair, number)| Some((pair, *number, arc(placed(&pair.0)?, placed(&pair.1)?)?)))
        .collect();
    // The thin ones on top, so that none is hidden.
    arcs.sort_by_key(|(_, number, _)| std::cmp::Reverse(*number));
    let mut sizes: BTreeMap<&String, (usize, usize)> = BTreeMap::new();
    for ((supplier, recipient), number, _) in &arcs {
        sizes.entry(supplier).or_default().0 += number;
        sizes.entry(recipient).or_default().1 += number;
    }
    let most = arcs.first().map_or(1, |(_, number, _)| *number);
    let told = |supplier: &str, recipient: &str, number| {
        format!(
            "{} to {}: {}",
            world.name(supplier),
            world.name(recipient),
            count(number, "transfer")
        )
    };
    let description = format!(
        "Arcs from supplier to recipient for {} pairs of states; the matrix has the same numbers",
        arcs.len()
    );
    let body = html! {
        defs {
            marker #arrow viewBox="0 0 6 6" refX="6" refY="3" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto" {
                path.head d="M0,0 L6,3 L0,6 z" {}
            }
        }
        image href="/assets/world.svg" width=(WIDTH) height="460" {}
        @for ((supplier, recipient), number, path) in &arcs {
            a href={ "/pairs/" (segment(supplier)) "/" (segment(recipient)) } aria-label=(told(supplier, recipient, *number)) {
                path class={ "arc weight" (number * 4 / most) } d=(path) marker-end="url(#arrow)" { title { (told(supplier, recipient, *number)) } }
            }
        }
        @for (state, (gives, gets)) in &sizes {
            @if let Some((x, y)) = placed(state) {
                a href={ "/states/" (segment(state)) } aria-label={ (world.name(state)) ": gives " (gives) ", gets " (gets) } {
                    @if gives >= gets { circle.place.gives cx=(x) cy=(y) r="4" { title { (world.name(state)) ": gives " (gives) ", gets " (gets) } } }
                    @else { rect.place.gets x=(x - 3.0) y=(y - 3.0) width="6" height="6" { title { (world.name(state)) ": gives " (gives) ", gets " (gets) } } }
                }
            }
        }
    };
    picture("world", "Where arms go", &description, WIDTH, HEIGHT, body)
}

/// A curve that bends to the left of its way, so that there and back are two.
fn arc((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Option<String> {
    let (dx, dy) = (x2 - x1, y2 - y1);
    let (cx, cy) = ((x1 + x2) / 2.0 + dy * 0.18, (y1 + y2) / 2.0 - dx * 0.18);
    (dx != 0.0 || dy != 0.0).then(|| format!("M{x1},{y1} Q{cx:.0},{cy:.0} {x2},{y2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_their_places() {
        assert!(CENTRES.len() > 200);
        // West of, north of: as on any map with north on top.
        assert!(CENTRES["PRT"].0 < CENTRES["POL"].0 && CENTRES["NOR"].1 < CENTRES["ZAF"].1);
        assert!(CENTRES.contains_key("SUN"));
        assert!(
            CENTRES
                .values()
                .all(|(x, y)| (0.0..=1000.0).contains(x) && (0.0..=460.0).contains(y))
        );
    }
}
