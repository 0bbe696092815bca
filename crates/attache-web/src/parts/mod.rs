//! Which pieces do several pages share?

pub mod adversary;
pub mod claim;
pub mod decide;
pub mod facets;
pub mod list;
pub mod origin;
pub mod quote;
pub mod slots;

use attache_model::{Article, Kind, RecordId, Review};
use attache_store::Listed;
use maud::{Markup, html};

use crate::address::segment;
use crate::register::Row;
use crate::visit::Visit;
use crate::world::World;

/// `1 claim`, `2,300 claims`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// `2,300`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// As [`grouped`], in as little room as there is above a bar: `12k`.
pub fn short(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        1_000..10_000 => format!("{:.1}k", number as f64 / 1000.0),
        _ => format!("{}k", number / 1000),
    }
}

/// The beginning of a text, cut where it would be longer than `most` characters.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A party by its name, leading to its page.
pub fn party(world: &World, word: &str) -> Markup {
    match word {
        "" | "unknown" => html! { span.unknown { "unknown" } },
        word => html! { a href={ "/states/" (segment(word)) } { (world.name(word)) } },
    }
}

pub fn parties(world: &World, words: &[String]) -> Markup {
    html! {
        @if words.is_empty() { (party(world, "")) }
        @for (at, word) in words.iter().enumerate() {
            @if at > 0 { ", " }
            (party(world, word))
        }
    }
}

/// The parties by name: `Armenia, Belarus`.
pub fn named(world: &World, words: &[String]) -> String {
    match words {
        [] => "unknown".to_owned(),
        words => words.iter().map(|word| world.name(word)).collect::<Vec<_>>().join(", "),
    }
}

/// A date or period as people say it: `by 2022-09`, `since 2016`, `2018 – 2022`. The codebook writes `/2022-09`, `2016/`, `2018/2022`.
pub fn when(text: &str) -> String {
    match text.split_once('/') {
        None => text.to_owned(),
        Some(("", last)) => format!("by {last}"),
        Some((first, "")) => format!("since {first}"),
        Some((first, last)) => format!("{first} – {last}"),
    }
}

/// As [`when`], so that no line ends within a day.
pub fn period(text: &str) -> Markup {
    let said = when(text);
    let mut days = said.split(" – ");
    html! {
        span.day { (days.next().unwrap_or_default()) }
        @for day in days { " – " span.day { (day) } }
    }
}

/// Where the page of a record is.
pub fn record_address(kind: Kind, id: &RecordId) -> String {
    let list = match kind {
        Kind::Transfer => "transfers",
        Kind::Event => "events",
        Kind::Figure => "figures",
    };
    format!("/{list}/{id}")
}

/// `Belarus → Azerbaijan: Groza-S`.
pub fn record_title(world: &World, row: &Row) -> String {
    let what = row.what();
    match row.kind {
        Kind::Transfer => format!("{} → {}: {what}", named(world, row.from()), named(world, row.to())),
        Kind::Event if row.to().is_empty() => format!("{}: {what}", named(world, row.from())),
        Kind::Event => format!("{} → {}: {what}", named(world, row.from()), named(world, row.to())),
        Kind::Figure => {
            let value = row.shown(attache_model::SlotName::Value);
            let measure = row.shown(attache_model::SlotName::Measure);
            format!("{value} {measure}: {what}")
        }
    }
}

/// What a reader must not overlook: each in words and with a sign.
pub fn marks(row: &Row) -> Markup {
    html! {
        @if row.denied { span.mark.bad { "✗ denied" } " " }
        @if row.disputed() { span.mark.bad { "! disputed" } " " }
        @if row.hedged { span.mark.weak { "? hedged" } " " }
        @if row.conflicts > 0 { span.mark.weak { "≠ told otherwise since decided" } " " }
        @match row.review {
            Review::Confirmed => { span.mark.good { "✓ confirmed" } }
            Review::Rejected => { span.mark.bad { "– rejected" } }
            Review::Open => {}
        }
    }
}

/// The outlet as the page names it, else the last part of where it came from.
pub fn outlet(article: &Article) -> &str {
    article.outlet.as_deref().unwrap_or_else(|| file_name(&article.path))
}

pub fn listed_outlet(article: &Listed) -> &str {
    article.outlet.as_deref().unwrap_or_else(|| file_name(&article.path))
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// An article in one line: its title, its outlet, its day.
pub fn article_line(article: &Listed) -> Markup {
    html! {
        a href={ "/articles/" (article.id) } { (article.title.as_deref().unwrap_or("(no title)")) }
        " " span.faint {
            (listed_outlet(article))
            @if let Some(day) = article.published { ", " (day) }
        }
    }
}

/// How a table is sorted by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Rising,
    Falling,
}

impl Order {
    /// As `aria-sort` says it.
    pub fn said(self) -> &'static str {
        match self {
            Order::Rising => "ascending",
            Order::Falling => "descending",
        }
    }
}

/// A link that sorts a table; that of the column that it is sorted by turns it round.
pub fn sorted_by(visit: &Visit, key: &str, label: &str, order: Option<Order>) -> Markup {
    let turned = visit.query.get("sort").is_some_and(|sort| sort.starts_with('-'));
    let next = match order {
        Some(_) if !turned => format!("-{key}"),
        _ => key.to_owned(),
    };
    html! {
        @if visit.published { (label) }
        @else {
            a.sort href=(visit.here(&visit.query.with("sort", next))) aria-current=[order.map(|_| "true")] {
                (label)
                @match order {
                    Some(Order::Rising) => { span.way aria-hidden="true" { " ▴" } }
                    Some(Order::Falling) => { span.way aria-hidden="true" { " ▾" } }
                    None => {}
                }
            }
        }
    }
}
