//! How far along was the deal, and when? The stages that its claims tell, as stations on a line.

use std::collections::BTreeMap;

use attache_model::{Claim, Polarity, Stage, When};
use maud::{Markup, html};

use super::picture;
use crate::parts::count;

const WIDTH: usize = 960;
const TRACK: usize = 46;

/// The stages of a deal that goes well, in their order.
const COURSE: [Stage; 7] = [
    Stage::Sought,
    Stage::Offered,
    Stage::Memorandum,
    Stage::Approved,
    Stage::Ordered,
    Stage::Delivering,
    Stage::Delivered,
];

/// What the claims say of one stage.
#[derive(Default)]
struct Station {
    claims: usize,
    denied: usize,
    when: Option<When>,
}

/// The life of a transfer; nothing where no claim tells a stage.
pub fn draw(claims: &[Claim]) -> Markup {
    let stations = stations(claims);
    if stations.is_empty() {
        return html! {};
    }
    let course: Vec<Stage> = COURSE.to_vec();
    let setbacks: Vec<Stage> = stations.keys().copied().filter(|stage| stage.is_setback()).collect();
    let all: Vec<Stage> = course.iter().chain(&setbacks).copied().collect();
    let step = WIDTH / all.len();
    let x = |place: usize| place * step + step / 2;
    let furthest = course.iter().rposition(|stage| stations.contains_key(stage));
    let description: Vec<String> = all
        .iter()
        .filter_map(|stage| stations.get(stage).map(|station| format!("{stage}: {}", told(station))))
        .collect();
    let body = html! {
        line.track x1=(x(0)) y1=(TRACK) x2=(x(course.len() - 1)) y2=(TRACK) {}
        @if let Some(furthest) = furthest { line.track.done x1=(x(0)) y1=(TRACK) x2=(x(furthest)) y2=(TRACK) {} }
        @for (place, stage) in all.iter().enumerate() {
            @let station = stations.get(stage);
            @if let Some(station) = station {
                @if stage.is_setback() { path.station.setback d=(cross(x(place))) {} }
                @else if station.denied == station.claims { circle.station.denied cx=(x(place)) cy=(TRACK) r="9" {} }
                @else { circle.station.reached cx=(x(place)) cy=(TRACK) r="9" {} }
                text.value x=(x(place)) y=(TRACK - 22) text-anchor="middle" { (stage) }
                @if let Some(when) = station.when { text.label x=(x(place)) y=(TRACK + 30) text-anchor="middle" { (crate::parts::when(&when.to_string())) } }
                text.label x=(x(place)) y=(TRACK + 48) text-anchor="middle" { (count(station.claims, "claim")) }
            } @else {
                circle.station cx=(x(place)) cy=(TRACK) r="5" {}
                text.label.absent x=(x(place)) y=(TRACK - 22) text-anchor="middle" { (stage) }
            }
        }
    };
    html! {
        section {
            h2 { "The life of the deal" }
            (picture("life", "The life of the deal", &description.join("; "), WIDTH, 104, body))
        }
    }
}

fn cross(x: usize) -> String {
    format!("M{},{} l16,16 m0,-16 l-16,16", x - 8, TRACK - 8)
}

fn stations(claims: &[Claim]) -> BTreeMap<Stage, Station> {
    let mut stations: BTreeMap<Stage, Station> = BTreeMap::new();
    for claim in claims {
        let Some(transfer) = claim.transfer() else { continue };
        let Some(stage) = transfer.stage.as_ref().map(|slot| *slot.value()) else {
            continue;
        };
        let dates = match stage {
            Stage::Delivering | Stage::Delivered => [&transfer.delivered, &transfer.agreed],
            _ => [&transfer.agreed, &transfer.delivered],
        };
        let when = dates.into_iter().flatten().map(|slot| *slot.value()).next();
        let station = stations.entry(stage).or_default();
        station.claims += 1;
        station.denied += usize::from(claim.stance.polarity == Polarity::Denied);
        // The more exact date is the one to show; of equals the earlier.
        station.when = [station.when, when]
            .into_iter()
            .flatten()
            .min_by_key(|when| (when.precision, when.first));
    }
    stations
}

fn told(station: &Station) -> String {
    let when = station.when.map(|when| format!(", {when}")).unwrap_or_default();
    let denied = match station.denied {
        0 => String::new(),
        number => format!(", {number} denied"),
    };
    format!("{}{denied}{when}", count(station.claims, "claim"))
}
