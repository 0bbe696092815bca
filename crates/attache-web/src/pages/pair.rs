//! How do these two stand, and who arms whose adversary?

use attache_model::Kind;
use maud::{Markup, html};
use serde_json::json;

use crate::address::segment;
use crate::adversary::{self, Flag};
use crate::answer::Answer;
use crate::fault::Fault;
use crate::parts::{self, list};
use crate::pictures;
use crate::pictures::axis::Axis;
use crate::pictures::timeline::Band;
use crate::register::Row;
use crate::visit::Visit;
use crate::world::Alliance;

/// Records and alliances that are shown at most.
const MOST: usize = 200;
const BANDS: usize = 8;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let (a, b) = (visit.param(0), visit.param(1));
    let mut rows: Vec<&Row> = visit
        .register
        .rows
        .iter()
        .filter(|row| row.kind != Kind::Figure && row.involves(a) && row.involves(b))
        .collect();
    let known =
        |party: &str| visit.world().is_state(party) || visit.register.rows.iter().any(|row| row.involves(party));
    if a == b || !known(a) || !known(b) {
        return Err(Fault::NoPage {
            path: visit.path.to_owned(),
        });
    }
    let all = rows.len();
    // Rows come by support: what is left out has the least.
    rows.truncate(MOST);
    rows.sort_by(|a, b| a.first_day().cmp(&b.first_day()).then_with(|| a.id.cmp(&b.id)));
    let flagged: Vec<(&Row, Vec<Flag>)> = rows
        .iter()
        .map(|row| (*row, adversary::flags(visit.world(), &visit.register, row)))
        .filter(|(_, flags)| !flags.is_empty())
        .collect();
    let shared: Vec<&Alliance> = visit.world().shared(a, b, None).collect();
    let name = |party| visit.world().name(party);
    visit.answer(
        format!("{} and {}", name(a), name(b)),
        || Ok(html(visit, [a, b], (&rows, all), &flagged, &shared)),
        || {
            Ok(json!({
                "parties": [a, b],
                "records": rows.iter().map(|row| json!({
                    "id": row.id, "kind": row.kind, "from": row.from(), "to": row.to(), "what": row.what(), "when": row.when,
                })).collect::<Vec<_>>(),
                "shared_alliances": shared.iter().map(|alliance| &alliance.name).collect::<Vec<_>>(),
                "arms_an_allys_adversary": flagged.iter().flat_map(|(row, flags)| flags.iter().map(|flag| json!({
                    "transfer": row.id, "alliances": flag.alliances.iter().map(|alliance| &alliance.name).collect::<Vec<_>>(), "ally": flag.ally,
                    "acts": flag.acts.iter().map(|act| &act.id).collect::<Vec<_>>(),
                }))).collect::<Vec<_>>(),
            }))
        },
    )
}

fn html(
    visit: &Visit,
    [a, b]: [&str; 2],
    (rows, all): (&[&Row], usize),
    flagged: &[(&Row, Vec<Flag>)],
    shared: &[&Alliance],
) -> Markup {
    let world = visit.world();
    let times = rows.iter().filter_map(|row| row.when);
    let axis = Axis::over(times, 0.0, 1.0).map(|axis| pictures::timeline::axis(axis.from, axis.to));
    let bands = bands(visit, [a, b], shared, flagged);
    html! {
        p.kicker { a href={ "/states/" (segment(a)) } { (world.name(a)) } " · " a href={ "/states/" (segment(b)) } { (world.name(b)) } }
        h1 { (world.name(a)) " and " (world.name(b)) }
        p.lead {
            @match shared {
                [] => { "They share no alliance that the vocabulary knows." }
                shared => { "Both are, or were, members of the " (shared.iter().map(|alliance| together(alliance, a, b)).collect::<Vec<_>>().join(", of the ")) "." }
            }
        }
        @for (row, flags) in flagged { (parts::adversary::legs(world, row, flags)) }
        @if rows.is_empty() { (list::empty("Nothing in the register concerns both.", html! { "See each by itself: " (parts::party(world, a)) ", " (parts::party(world, b)) "." })) }
        @else {
            section {
                h2 { "In the order of time" }
                @if let Some(axis) = axis {
                    (pictures::timeline::legend())
                    (pictures::timeline::draw(world, rows, (&[a.to_owned(), b.to_owned()], &bands), axis, None))
                }
                @if all > rows.len() { p.faint { "The " (rows.len()) " best supported of " (all) " are shown." } }
                (super::timeline::table(visit, rows))
            }
        }
    }
}

/// From when until when the two were in one alliance, and the giver of a flagged transfer in one with the state that it harms.
fn bands(visit: &Visit, [a, b]: [&str; 2], shared: &[&Alliance], flagged: &[(&Row, Vec<Flag>)]) -> Vec<Band> {
    let world = visit.world();
    let band = |alliance: &Alliance, one: &str, other: &str, joins: bool| -> Vec<Band> {
        let name = format!("{} and {} in the {}", world.name(one), world.name(other), alliance.name);
        let times = alliance.together(one, other).into_iter();
        times
            .map(|(since, until)| Band {
                name: name.clone(),
                since,
                until,
                joins,
            })
            .collect()
    };
    let mut bands: Vec<Band> = shared.iter().flat_map(|alliance| band(alliance, a, b, true)).collect();
    let mut thirds: Vec<(&str, &str, &str)> = Vec::new();
    for (row, flags) in flagged {
        for (flag, supplier) in flags
            .iter()
            .flat_map(|flag| row.from().iter().map(move |supplier| (flag, supplier)))
        {
            for alliance in &flag.alliances {
                let third = (alliance.name.as_str(), supplier.as_str(), flag.ally);
                if !thirds.contains(&third) {
                    thirds.push(third);
                    bands.extend(band(alliance, supplier, flag.ally, false));
                }
            }
        }
    }
    bands.truncate(BANDS);
    bands
}

/// `Collective Security Treaty Organization (1993–1999)`.
fn together(alliance: &Alliance, a: &str, b: &str) -> String {
    let year = |day: Option<attache_model::Date>| day.map(|day| day.year().to_string()).unwrap_or_default();
    let times = alliance.together(a, b);
    let times: Vec<String> = times
        .iter()
        .map(|(since, until)| format!("{}–{}", year(*since), year(*until)))
        .collect();
    format!("{} ({})", alliance.name, times.join(", "))
}
