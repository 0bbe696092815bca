//! What happened in which order? Records in lanes, one for each party.

use attache_model::{EventType, Kind, SlotName};
use maud::{Markup, html};

use super::axis::Axis;
use super::picture;
use crate::parts::{cut, record_address, record_title};
use crate::register::Row;
use crate::world::World;

const WIDTH: usize = 1100;
const LEFT: usize = 150;
const TOP: usize = 26;
const LANE: usize = 40;

/// The rows that fall into the axis, in the lanes of the parties that they concern; transfers run from lane to lane.
pub fn draw(world: &World, rows: &[&Row], lanes: &[String], axis: Axis) -> Markup {
    let bottom = TOP + lanes.len() * LANE;
    let y = |party: &String| {
        let lane = lanes.iter().position(|lane| lane == party)?;
        Some(TOP + lane * LANE + LANE / 2)
    };
    let description = format!(
        "{} records from {} to {}, in lanes for {}; the same as a table below",
        rows.len(),
        axis.from,
        axis.to,
        crate::parts::named(world, lanes)
    );
    let body = html! {
        (axis.draw(TOP, bottom))
        @for (at, lane) in lanes.iter().enumerate() {
            line.grid x1="0" y1=(TOP + at * LANE) x2=(WIDTH) y2=(TOP + at * LANE) {}
            a href={ "/states/" (crate::address::segment(lane)) } { text.value x="4" y=(TOP + at * LANE + LANE / 2 + 4) { (cut(world.name(lane), 19)) } }
        }
        @for row in rows {
            @if let Some(when) = row.when {
                @let (first, last) = axis.span(when);
                @let middle = (first + last) / 2.0;
                a href=(record_address(row.kind, &row.id)) {
                    title { (record_title(world, row)) ", " (when) }
                    @let from: Vec<usize> = row.from().iter().filter_map(y).collect();
                    @let to: Vec<usize> = row.to().iter().filter_map(y).collect();
                    @for start in &from { @for end in &to { line.link x1=(middle) y1=(start) x2=(middle) y2=(end) {} } }
                    @for lane in from.iter().chain(&to) { (sign(row, first, last, *lane)) }
                }
            }
        }
    };
    picture(
        "timeline",
        "What happened in which order",
        &description,
        WIDTH,
        bottom + 6,
        body,
    )
}

/// Transfers are squares, cooperation circles, conflict diamonds: the shape says it, not the colour alone.
fn sign(row: &Row, first: f64, last: f64, y: usize) -> Markup {
    let middle = (first + last) / 2.0;
    html! {
        @if last - first > 6.0 { line.period x1=(first) y1=(y) x2=(last) y2=(y) {} }
        @match sort(row) {
            Sort::Transfer => { rect.sign.transfer x=(middle - 5.0) y=(y - 5) width="10" height="10" {} }
            Sort::Friendly => { circle.sign.friendly cx=(middle) cy=(y) r="5" {} }
            Sort::Hostile => { path.sign.hostile d={ "M" (middle) "," (y - 7) " l7,7 l-7,7 l-7,-7 z" } {} }
        }
    }
}

enum Sort {
    Transfer,
    Friendly,
    Hostile,
}

fn sort(row: &Row) -> Sort {
    match (row.kind, row.word(SlotName::Type).parse::<EventType>()) {
        (Kind::Event, Ok(kind)) if kind >= EventType::Request => Sort::Hostile,
        (Kind::Event, _) => Sort::Friendly,
        (Kind::Transfer | Kind::Figure, _) => Sort::Transfer,
    }
}

/// What the signs mean.
pub fn legend() -> Markup {
    html! {
        p.legend {
            svg.sample viewBox="0 0 14 14" aria-hidden="true" { rect.sign.transfer x="2" y="2" width="10" height="10" {} } " transfer "
            svg.sample viewBox="0 0 14 14" aria-hidden="true" { circle.sign.friendly cx="7" cy="7" r="5" {} } " cooperation "
            svg.sample viewBox="0 0 14 14" aria-hidden="true" { path.sign.hostile d="M7,0 l7,7 l-7,7 l-7,-7 z" {} } " demand, accusation or conflict"
        }
    }
}

/// The axis of this picture over some years.
pub fn axis(from: i16, to: i16) -> Axis {
    Axis {
        from,
        to,
        left: LEFT as f64,
        width: (WIDTH - LEFT - 10) as f64,
    }
}
