//! What happened in which order? Records in lanes, one for each party.

use std::collections::HashMap;

use attache_model::{Date, EventType, Kind, SlotName};
use maud::{Markup, html};

use super::axis::Axis;
use super::picture;
use crate::parts::{cut, record_address, record_title, when};
use crate::register::Row;
use crate::world::World;

const WIDTH: usize = 1100;
/// Where the lanes begin; the names stand left of it.
const LEFT: usize = 172;
const TOP: usize = 26;
/// Width of a sign, and how far apart signs stand in a lane that holds several at one time.
const SIGN: f64 = 12.0;
const STEP: usize = 13;
/// More signs at one time than this lie on one another.
const LEVELS: usize = 5;
/// Height of a band above the lanes.
const BAND: usize = 22;

/// A time during which something held: a bar above the lanes.
pub struct Band {
    pub name: String,
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// Does it join the two, or one of them with a third?
    pub joins: bool,
}

/// Where each record stands in each lane.
struct Lanes<'r> {
    /// For each lane: its top and its height.
    places: Vec<(usize, usize)>,
    /// Record and lane → how many signs stand above it.
    levels: HashMap<(&'r str, usize), usize>,
}

/// The rows that fall into the axis, in the lanes of the parties that they concern; transfers run from lane to lane. `zoom` is where a year's name leads.
pub fn draw(
    world: &World,
    rows: &[&Row],
    (lanes, bands): (&[String], &[Band]),
    axis: Axis,
    zoom: Option<&dyn Fn(i16) -> String>,
) -> Markup {
    let top = TOP + bands.len() * BAND;
    let placed = Lanes::of(rows, lanes, axis, top);
    let bottom = placed.places.last().map_or(top, |(top, height)| top + height);
    let description = format!(
        "{} records from {} to {}, in lanes for {}; the same as a table below",
        rows.len(),
        axis.from,
        axis.to,
        crate::parts::named(world, lanes)
    );
    let ends = |row: &Row| -> (Vec<usize>, Vec<usize>) {
        let of = |parties: &[String]| parties.iter().filter_map(|party| placed.y(row, lanes, party)).collect();
        (of(row.from()), of(row.to()))
    };
    let body = html! {
        (axis.draw(TOP, bottom, zoom))
        @for (at, band) in bands.iter().enumerate() { (bar(band, axis, TOP + at * BAND)) }
        @for (lane, (top, height)) in lanes.iter().zip(&placed.places) {
            line.grid.lane x1="0" y1=(top) x2=(WIDTH) y2=(top) {}
            a href={ "/states/" (crate::address::segment(lane)) } { text.value x="2" y=(top + height / 2 + 4) { (cut(world.name(lane), 21)) } }
        }
        @for row in rows {
            @if let Some(time) = row.when {
                @let (first, last) = axis.span(time);
                @let (from, to) = ends(row);
                @let middle = round((first + last) / 2.0);
                @for y in from.iter().chain(&to) { @if last - first > SIGN { line.period x1=(first) y1=(y) x2=(last) y2=(y) {} } }
                @for start in &from { @for end in &to { @if start != end { line.link x1=(middle) y1=(start) x2=(middle) y2=(end) {} } } }
            }
        }
        @for row in rows {
            @if let Some(time) = row.when {
                @let (first, last) = axis.span(time);
                @let (from, to) = ends(row);
                a href=(record_address(row.kind, &row.id)) {
                    title { (cut(&record_title(world, row), 140)) ", " (when(&time.to_string())) }
                    @for y in from.iter().chain(&to) { (sign(row, round((first + last) / 2.0), *y)) }
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

impl<'r> Lanes<'r> {
    fn of(rows: &[&'r Row], lanes: &[String], axis: Axis, top: usize) -> Lanes<'r> {
        let mut levels = HashMap::new();
        let mut places = Vec::new();
        let mut top = top;
        for (at, lane) in lanes.iter().enumerate() {
            let mut signs: Vec<(f64, &str)> = rows
                .iter()
                .filter(|row| row.involves(lane))
                .filter_map(|row| {
                    let (first, last) = axis.span(row.when?);
                    Some(((first + last) / 2.0, row.id.as_str()))
                })
                .collect();
            signs.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
            // The right end of the last sign on each level.
            let mut taken: Vec<f64> = Vec::new();
            for (x, id) in signs {
                let free = taken.iter().position(|end| *end <= x);
                let level = free.unwrap_or_else(|| taken.len().min(LEVELS - 1));
                if level == taken.len() {
                    taken.push(0.0);
                }
                taken[level] = x + SIGN;
                levels.insert((id, at), level);
            }
            let height = 16 + taken.len().max(1) * STEP;
            places.push((top, height));
            top += height;
        }
        Lanes { places, levels }
    }

    /// Where the sign of a record stands in the lane of a party.
    fn y(&self, row: &Row, lanes: &[String], party: &String) -> Option<usize> {
        let lane = lanes.iter().position(|lane| lane == party)?;
        let level = self.levels.get(&(row.id.as_str(), lane))?;
        let (top, _) = self.places.get(lane)?;
        Some(top + 14 + level * STEP)
    }
}

/// A band with its name on it, as far as it falls into the axis.
fn bar(band: &Band, axis: Axis, y: usize) -> Markup {
    let first = band.since.map_or(axis.left, |day| axis.x(day));
    let last = band.until.map_or(axis.left + axis.width, |day| axis.x(day));
    let years = |day: Option<Date>| day.map(|day| day.year().to_string()).unwrap_or_default();
    let told = format!("{}, {}–{}", band.name, years(band.since), years(band.until));
    html! {
        g {
            title { (told) }
            rect class={ "band" @if !band.joins { " third" } } x=(first) y=(y + 3) width=((last - first).max(2.0)) height=(BAND - 6) {}
            text.label.banded x=(first.min(axis.left + axis.width * 0.6) + 5.0) y=(y + 16) { (cut(&told, 90)) }
        }
    }
}

/// Transfers are squares, cooperation circles, conflict diamonds: the shape says it, not the colour alone.
fn sign(row: &Row, x: f64, y: usize) -> Markup {
    html! {
        @match sort(row) {
            Sort::Transfer => { rect.sign.transfer x=(round(x - 5.0)) y=(y - 5) width="10" height="10" {} }
            Sort::Friendly => { circle.sign.friendly cx=(x) cy=(y) r="5" {} }
            Sort::Hostile => { path.sign.hostile d={ "M" (x) "," (y - 6) " l6,6 l-6,6 l-6,-6 z" } {} }
        }
    }
}

fn round(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
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
            span { svg.sample viewBox="0 0 14 14" aria-hidden="true" { rect.sign.transfer x="2" y="2" width="10" height="10" {} } " transfer" }
            span { svg.sample viewBox="0 0 14 14" aria-hidden="true" { circle.sign.friendly cx="7" cy="7" r="5" {} } " cooperation" }
            span { svg.sample viewBox="0 0 14 14" aria-hidden="true" { path.sign.hostile d="M7,1 l6,6 l-6,6 l-6,-6 z" {} } " demand, accusation or conflict" }
            span { svg.sample viewBox="0 0 14 14" aria-hidden="true" { line.period x1="1" y1="7" x2="13" y2="7" {} } " some time within" }
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
