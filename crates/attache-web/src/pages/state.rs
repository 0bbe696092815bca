//! What does this state buy, sell, do?

use std::collections::BTreeMap;

use attache_model::{Kind, SlotName};
use maud::{Markup, html};
use serde_json::json;

use crate::address::{Query, segment};
use crate::answer::Answer;
use crate::fault::Fault;
use crate::parts::{self, count, list};
use crate::pictures;
use crate::register::Row;
use crate::visit::Visit;

/// Rows of each list.
const LISTED: usize = 25;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let party = visit.param(0);
    let rows: Vec<&Row> = visit.register.rows.iter().filter(|row| row.involves(party)).collect();
    if rows.is_empty() && !visit.world().is_state(party) {
        return Err(Fault::NoPage {
            path: visit.path.to_owned(),
        });
    }
    let page = Page { visit, party, rows };
    visit.answer(
        visit.world().name(party),
        || Ok(page.html()),
        || {
            let ids = |rows: Vec<&Row>| rows.iter().map(|row| row.id.to_string()).collect::<Vec<_>>();
            Ok(json!({
                "party": party,
                "name": visit.world().name(party),
                "gives": ids(page.gives()),
                "gets": ids(page.gets()),
                "events": ids(page.of(Kind::Event)),
                "figures": ids(page.of(Kind::Figure)),
                "alliances": visit.world().alliances_of(party, None).map(|alliance| &alliance.name).collect::<Vec<_>>(),
            }))
        },
    )
}

struct Page<'a> {
    visit: &'a Visit<'a>,
    party: &'a str,
    rows: Vec<&'a Row>,
}

impl<'a> Page<'a> {
    fn of(&self, kind: Kind) -> Vec<&'a Row> {
        let mut rows: Vec<&Row> = self.rows.iter().copied().filter(|row| row.kind == kind).collect();
        if kind != Kind::Transfer {
            rows.sort_by_key(|row| std::cmp::Reverse(row.last_day()));
        }
        rows
    }

    fn gives(&self) -> Vec<&'a Row> {
        let mut rows = self.of(Kind::Transfer);
        rows.retain(|row| row.from().iter().any(|party| party == self.party));
        rows
    }

    fn gets(&self) -> Vec<&'a Row> {
        let mut rows = self.of(Kind::Transfer);
        rows.retain(|row| row.to().iter().any(|party| party == self.party));
        rows
    }

    fn html(&self) -> Markup {
        let visit = self.visit;
        let world = visit.world();
        let alliances: Vec<_> = world.alliances_of(self.party, None).collect();
        let (gives, gets) = (self.gives(), self.gets());
        html! {
            p.kicker { a href="/transfers" { "Transfers" } " · party " code { (self.party) } }
            h1 { (world.name(self.party)) }
            p.lead {
                "Gives arms in " (count(gives.len(), "transfer")) ", gets them in " (gets.len()) "; has a part in "
                (count(self.of(Kind::Event).len(), "event")) "."
                @if !alliances.is_empty() {
                    " Member, now or once, of: " (alliances.iter().map(|alliance| alliance.name.as_str()).collect::<Vec<_>>().join(", ")) "."
                }
            }
            @if !visit.published {
                p { a href=(Query::default().with("state", self.party).at("/timeline")) { "Its timeline" } }
            }
            @if self.rows.is_empty() { (list::empty("Nothing in the register concerns it.", html! { a href="/transfers" { "All transfers" } })) }
            (self.partners())
            div.columns {
                (self.side("Gives", &gives, "supplier"))
                (self.side("Gets", &gets, "recipient"))
            }
            (self.list("What it did, and what was done to it", &self.of(Kind::Event)))
            (self.list("Figures", &self.of(Kind::Figure)))
        }
    }

    /// Those on the other side, with how often, each leading to how the two stand.
    fn partners(&self) -> Markup {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.kind != Kind::Figure) {
            for other in row.from().iter().chain(row.to()).filter(|other| *other != self.party) {
                *numbers.entry(other).or_default() += 1;
            }
        }
        let mut numbers: Vec<(&str, usize)> = numbers.into_iter().collect();
        numbers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        html! {
            @if !numbers.is_empty() {
                h2 { "With whom" }
                p.partners {
                    @for (other, number) in numbers.iter().take(LISTED) {
                        a href={ "/pairs/" (segment(self.party)) "/" (segment(other)) } { (self.visit.world().name(other)) " " span.faint { (number) } }
                        " "
                    }
                }
            }
        }
    }

    fn side(&self, title: &str, rows: &[&Row], key: &str) -> Markup {
        html! {
            @if !rows.is_empty() {
                section {
                    h2 { (title) span.faint { " " (rows.len()) } }
                    (categories(rows))
                    ul.rows { @for row in rows.iter().take(LISTED) { li { (line(self.visit, row)) } } }
                    @if rows.len() > LISTED && !self.visit.published {
                        p { a href=(Query::default().with(key, self.party).at("/transfers")) { "All " (rows.len()) " in the register" } }
                    }
                }
            }
        }
    }

    fn list(&self, title: &str, rows: &[&Row]) -> Markup {
        html! {
            @if !rows.is_empty() {
                section {
                    h2 { (title) span.faint { " " (rows.len()) } }
                    ul.rows { @for row in rows.iter().take(LISTED) { li { (line(self.visit, row)) } } }
                }
            }
        }
    }
}

/// The categories of arms, in words.
fn categories(rows: &[&Row]) -> Markup {
    let mut categories: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *categories.entry(row.shown(SlotName::Category)).or_default() += 1;
    }
    let mut categories: Vec<(&str, usize)> = categories.into_iter().filter(|(name, _)| !name.is_empty()).collect();
    categories.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let most = categories.first().map_or(1, |(_, number)| *number);
    html! {
        table.ranking { @for (category, number) in categories.iter().take(6) { tr {
            th scope="row" { (category) } td.number { (number) } td.length aria-hidden="true" { (pictures::bar(*number, most)) }
        } } }
    }
}

/// A record in one line.
pub fn line(visit: &Visit, row: &Row) -> Markup {
    html! {
        a.main href=(parts::record_address(row.kind, &row.id)) { (parts::record_title(visit.world(), row)) }
        " " span.about {
            @if row.kind == Kind::Transfer { (row.shown(SlotName::Stage)) " · " }
            @if let Some(when) = row.when { (parts::when(&when.to_string())) " · " }
            (count(row.origins, "origin")) " "
            (parts::marks(row))
        }
    }
}
