//! What is in this archive?

use attache_model::{Date, Kind};
use maud::{Markup, html};
use serde_json::json;

use crate::answer::Answer;
use crate::fault::Fault;
use crate::parts::{self, count, grouped};
use crate::pictures;
use crate::register::Row;
use crate::sums::Number;
use crate::visit::Visit;

/// Entries in each list of the page.
const LISTED: usize = 8;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let register = &visit.register;
    let counts = register.counts;
    visit.answer(
        "What is in this archive",
        || Ok(html(visit)),
        || {
            let of = |kind| register.of_kind(kind).count();
            Ok(json!({
                "articles": counts.articles,
                "english": counts.english,
                "claims": counts.claims,
                "doubts": counts.doubts,
                "origins": counts.origins,
                "decisions": counts.decisions,
                "records": {"transfers": of(Kind::Transfer), "events": of(Kind::Event), "figures": of(Kind::Figure)},
                "suppliers": register.suppliers(),
                "recipients": register.recipients(),
                "years": register.years(),
            }))
        },
    )
}

fn html(visit: &Visit) -> Markup {
    let register = &visit.register;
    let counts = register.counts;
    if counts.articles == 0 {
        return welcome(visit);
    }
    let transfers = || register.of_kind(Kind::Transfer);
    let open: Vec<&Row> = transfers()
        .filter(|row| row.disputed() || row.denied)
        .take(LISTED)
        .collect();
    let newest = newest(transfers());
    let of = |kind| register.of_kind(kind).count();
    html! {
        section.front {
            h1 { "Who arms whom, as far as these articles say" }
            p.lead {
                (count(counts.articles, "article")) " make " (count(counts.claims, "claim")) ". Weighed against each other they come to "
                a href="/transfers" { strong { (count(of(Kind::Transfer), "transfer")) } }
                ", " a href="/events" { (count(of(Kind::Event), "event")) }
                " and " a href="/figures" { (count(of(Kind::Figure), "figure")) }
                ", resting on " a href="/origins" { (count(counts.origins, "independent origin")) } "."
            }
        }
        section {
            h2 { "Transfers by year" }
            (pictures::years::draw(register.years()))
        }
        div.columns {
            section { h2 { "Suppliers" } (ranking(visit, register.suppliers(), "supplier")) }
            section { h2 { "Recipients" } (ranking(visit, register.recipients(), "recipient")) }
        }
        div.columns {
            section { h2 { "Newest" } (rows(visit, &newest)) }
            section {
                h2 { "Most disputed" }
                @if open.is_empty() { p.faint { "Nothing in the register is disputed or denied." } }
                (rows(visit, &open))
            }
        }
        section {
            h2 { "How far people have checked it" }
            (super::review::progress(visit))
            p.faint {
                (grouped(counts.english)) " of the articles were read, with " (count(counts.doubts, "doubt")) "; people made "
                @if counts.decisions == 0 { "no decision yet. " } @else { a href="/decisions" { (count(counts.decisions, "decision")) } ". " }
                a href="/review" { "What to check first" } "."
            }
        }
    }
}

fn welcome(visit: &Visit) -> Markup {
    html! {
        h1 { "This archive is empty" }
        p.lead { "Attaché reads news articles and keeps a sourced register of international arms transfers." }
        ol {
            @if visit.may_write() { li { a href="/add" { "Add articles here" } ": drop files, or paste text or HTML" } }
            li { "or read a folder: " code { "attache add saved-pages/" } }
            li { "or look at the articles that come with the program: " code { "attache demo" } }
        }
    }
}

/// The latest few of them, the latest first.
fn newest<'r>(rows: impl Iterator<Item = &'r Row>) -> Vec<&'r Row> {
    let mut dated: Vec<(Date, &Row)> = rows.filter_map(|row| Some((row.last_day()?, row))).collect();
    let later = |(a, a_row): &(Date, &Row), (b, b_row): &(Date, &Row)| b.cmp(a).then_with(|| a_row.id.cmp(&b_row.id));
    if dated.len() > LISTED {
        dated.select_nth_unstable_by(LISTED, later);
        dated.truncate(LISTED);
    }
    dated.sort_by(later);
    dated.into_iter().map(|(_, row)| row).collect()
}

fn ranking(visit: &Visit, sides: &[Number], key: &str) -> Markup {
    let most = sides.first().map_or(1, |(_, number)| *number);
    html! {
        table.ranking {
            @for (party, number) in sides.iter().take(LISTED) {
                tr {
                    th scope="row" { (parts::party(visit.world(), party)) }
                    td.number {
                        @if visit.published { (number) }
                        @else { a href=(crate::address::Query::default().with(key, party).at("/transfers")) { (number) } }
                    }
                    td.length aria-hidden="true" { (pictures::bar(*number, most)) }
                }
            }
        }
    }
}

fn rows(visit: &Visit, rows: &[&Row]) -> Markup {
    html! { ul.rows { @for row in rows { li { (super::state::line(visit, row)) } } } }
}
