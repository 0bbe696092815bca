//! How is the register listed? Transfers, events and figures as tables that differ in their columns alone.

use std::cmp::Reverse;

use attache_model::{Kind, SlotName, Stage, Verdict};
use attache_store::StoreError;
use maud::{Markup, html};
use serde_json::json;

use crate::answer::Answer;
use crate::facets::{EVENTS, FIGURES, Facet, Sifted, TRANSFERS, narrows, sift};
use crate::fault::Fault;
use crate::parts::{self, Order, count, facets, list, sorted_by};
use crate::register::{Register, Row};
use crate::visit::Visit;
use crate::world::World;

/// Rows on one page.
const PAGE: usize = 50;

/// One list of the register.
struct List {
    kind: Kind,
    title: &'static str,
    lead: &'static str,
    facets: &'static [Facet<Row>],
    columns: &'static [Column],
    /// The column that the list is sorted by unless another is asked for.
    usual: &'static str,
}

/// One column: what it shows, and how the list is sorted by it.
struct Column {
    key: &'static str,
    label: &'static str,
    /// `number`, `date`, `spare` (left out where there is little room), or none.
    class: &'static str,
    cell: fn(&World, &Row) -> Markup,
    /// Rows come by support; equals stay in that order.
    sort: Option<fn(&World, &mut [&Row])>,
}

/// A column that shows a slot as it is.
macro_rules! slot {
    ($key:literal, $label:literal, $class:literal, $slot:ident) => {
        slot!($key, $label, $class, $slot, None)
    };
    ($key:literal, $label:literal, $class:literal, $slot:ident, $sort:expr) => {
        Column {
            key: $key,
            label: $label,
            class: $class,
            cell: |world, row| cell(world, row, SlotName::$slot),
            sort: $sort,
        }
    };
}

/// A column of parties, sorted by their names.
macro_rules! party {
    ($key:literal, $label:literal, $side:ident) => {
        Column {
            key: $key,
            label: $label,
            class: "",
            cell: |world, row| parts::parties(world, row.$side()),
            sort: Some(|world, rows| rows.sort_by_cached_key(|row| parts::named(world, row.$side()).to_lowercase())),
        }
    };
}

macro_rules! latest {
    ($slot:ident) => {
        Some(|_, rows| {
            rows.sort_by_cached_key(|row| Reverse(row.date(SlotName::$slot).and_then(|when| when.last.or(when.first))));
        })
    };
}

macro_rules! by_word {
    ($slot:ident) => {
        Some(|_, rows| rows.sort_by_cached_key(|row| row.shown(SlotName::$slot).to_lowercase()))
    };
}

const WHAT: Column = Column {
    key: "what",
    label: "What",
    class: "",
    cell: |_, row| html! { a.main href=(parts::record_address(row.kind, &row.id)) { (row.what()) } },
    sort: Some(|_, rows| rows.sort_by_cached_key(|row| row.what().to_lowercase())),
};

const ORIGINS: Column = Column {
    key: "support",
    label: "Origins",
    class: "number",
    cell: |_, row| html! { (row.origins) },
    sort: Some(|_, _| {}),
};

const ARTICLES: Column = Column {
    key: "articles",
    label: "Articles",
    class: "number spare",
    cell: |_, row| html! { (row.articles) },
    sort: Some(|_, rows| rows.sort_by_key(|row| Reverse(row.articles))),
};

const OPEN: Column = Column {
    key: "standing",
    label: "Standing",
    class: "",
    cell: |_, row| parts::marks(row),
    sort: None,
};

const TRANSFER_LIST: List = List {
    kind: Kind::Transfer,
    title: "Transfers",
    lead: "One row is one transfer; its support is the number of independent origins, never of articles.",
    facets: TRANSFERS,
    usual: "support",
    columns: &[
        party!("supplier", "Supplier", from),
        party!("recipient", "Recipient", to),
        Column {
            key: "weapon",
            label: "Weapon",
            ..WHAT
        },
        slot!(
            "quantity",
            "Quantity",
            "number",
            Quantity,
            Some(|_, rows| {
                rows.sort_by_cached_key(|row| Reverse(row.word(SlotName::Quantity).parse::<u64>().ok()));
            })
        ),
        slot!(
            "stage",
            "Stage",
            "",
            Stage,
            Some(|_, rows| {
                rows.sort_by_cached_key(|row| row.word(SlotName::Stage).parse::<Stage>().ok());
            })
        ),
        slot!("agreed", "Agreed", "date", Agreed, latest!(Agreed)),
        slot!("delivered", "Delivered", "date", Delivered, latest!(Delivered)),
        ORIGINS,
        OPEN,
        slot!("category", "Category", "spare", Category, by_word!(Category)),
        slot!("value", "Value", "number spare", Value),
        ARTICLES,
    ],
};

const EVENT_LIST: List = List {
    kind: Kind::Event,
    title: "Events",
    lead: "What states and groups did to each other, in PLOVER's types, from agreement to assault.",
    facets: EVENTS,
    usual: "date",
    columns: &[
        slot!("date", "Date", "date", Date, latest!(Date)),
        Column {
            key: "type",
            label: "Type",
            ..WHAT
        },
        party!("actor", "Actors", from),
        party!("recipient", "Towards", to),
        slot!("place", "Place", "", Place, by_word!(Place)),
        ORIGINS,
        OPEN,
        slot!("contexts", "Contexts", "spare", Contexts),
        ARTICLES,
    ],
};

const FIGURE_LIST: List = List {
    kind: Kind::Figure,
    title: "Figures",
    lead: "Who counted what, as of when. A later count replaces an earlier one; only what cannot both be true is disputed.",
    facets: FIGURES,
    usual: "date",
    columns: &[
        slot!("measure", "Measure", "", Measure, by_word!(Measure)),
        slot!(
            "value",
            "Value",
            "number",
            Value,
            Some(|_, rows| {
                rows.sort_by(|a, b| {
                    let number = |row: &Row| row.slot(SlotName::Value).and_then(|brief| brief.number);
                    number(b).partial_cmp(&number(a)).unwrap_or(std::cmp::Ordering::Equal)
                });
            })
        ),
        Column {
            key: "subject",
            label: "Of what",
            ..WHAT
        },
        party!("party", "Of whom", to),
        slot!("date", "As of", "date", AsOf, latest!(AsOf)),
        slot!("place", "Place", "", Place, by_word!(Place)),
        ORIGINS,
        OPEN,
        ARTICLES,
    ],
};

pub fn transfers(visit: &Visit) -> Result<Answer, Fault> {
    show(visit, &TRANSFER_LIST)
}

pub fn events(visit: &Visit) -> Result<Answer, Fault> {
    show(visit, &EVENT_LIST)
}

pub fn figures(visit: &Visit) -> Result<Answer, Fault> {
    show(visit, &FIGURE_LIST)
}

fn show(visit: &Visit, of: &List) -> Result<Answer, Fault> {
    let mut sifted = match narrows(of.facets, &visit.query) {
        true => sift(visit.register.of_kind(of.kind), of.facets, &visit.query)?,
        // What everybody sees first is not counted each time.
        false => whole(&visit.register, of.kind),
    };
    sort(visit, of, &mut sifted.rows)?;
    let (page, cursor) = visit.page(&sifted.rows, PAGE, |row| row.id.as_str())?;
    let cursor = cursor.as_deref();
    let answer = visit.table(
        of.title,
        || Ok(html(visit, of, &sifted, page, cursor)),
        || {
            let items = page.iter().map(|row| visit.archive.record(row.id.as_str()));
            let items = items.map(|record| Ok(attache_exchange::wire::record_json(&record?)));
            let items = items.collect::<Result<Vec<_>, StoreError>>()?;
            Ok(json!({"total": sifted.rows.len(), "records": items}))
        },
        || csv(visit, of.kind, &sifted.rows),
    )?;
    Ok(answer.going_on(visit, cursor))
}

/// A list that nothing narrows.
fn whole(register: &Register, kind: Kind) -> Sifted<'_, Row> {
    let counts = register.facets(kind).iter();
    Sifted {
        rows: register.of_kind(kind).collect(),
        counts: counts
            .map(|counts| counts.iter().map(|(word, number)| (word.as_str(), *number)).collect())
            .collect(),
    }
}

/// Everything that the filters leave, not one page of it.
fn csv(visit: &Visit, kind: Kind, rows: &[&Row]) -> Result<Vec<u8>, Fault> {
    let records = rows.iter().map(|row| visit.archive.record(row.id.as_str()));
    let records = records.collect::<Result<Vec<_>, _>>()?;
    let mut bytes = Vec::new();
    attache_exchange::tables::csv(kind, &records, &mut bytes).map_err(|error| Fault::NotDone(error.to_string()))?;
    Ok(bytes)
}

fn sort(visit: &Visit, of: &List, rows: &mut [&Row]) -> Result<(), Fault> {
    let (by, turned) = sorting_of(visit, of);
    let column = of.columns.iter().find(|column| column.key == by);
    let sort = column
        .and_then(|column| column.sort)
        .ok_or_else(|| Fault::NotUnderstood {
            name: "sort",
            found: by.to_owned(),
            expected: "the name of a column that its header leads to",
        })?;
    sort(visit.world(), rows);
    if turned {
        rows.reverse();
    }
    Ok(())
}

fn html(visit: &Visit, of: &List, sifted: &Sifted<Row>, page: &[&Row], cursor: Option<&str>) -> Markup {
    let total = visit.register.of_kind(of.kind).count();
    html! {
        h1 { (of.title) }
        p.lead {
            @if sifted.rows.len() == total { (count(total, "record")) }
            @else { (parts::grouped(sifted.rows.len())) " of " (count(total, "record")) }
            ". " (of.lead)
        }
        @if total == 0 {
            (list::empty("None yet.", html! { "Read articles with " code { "attache add PATH..." } "." }))
        } @else {
            @if !visit.published { p.narrow { a href="#filters" { "To the filters" } } }
            div.sifted[!visit.published] {
                (facets::panel(visit, of.facets, sifted))
                div {
                    (facets::chosen(visit, of.facets))
                    (list::tools(visit, "table", sifted.rows.len()))
                    (sorting(visit, of))
                    @if page.is_empty() { (list::empty("None is like that.", html! { "Take a filter back, or " a href=(visit.path) { "see all" } "." })) }
                    @else { (table(visit, of, page)) }
                    (list::next(visit, cursor))
                }
            }
        }
    }
}

fn table(visit: &Visit, of: &List, rows: &[&Row]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(of.title) {
            table.register.cards data-columns="" {
                thead { tr { @for column in of.columns {
                    @let order = order(visit, of, column);
                    th class=(column.class) scope="col" aria-sort=[order.map(Order::said)] {
                        @if column.sort.is_some() { (sorted_by(visit, column.key, column.label, order)) }
                        @else { (column.label) }
                    }
                } } }
                tbody { @for row in rows {
                    tr { @for column in of.columns { td class=(column.class) data-label=(column.label) { ((column.cell)(visit.world(), row)) } } }
                } }
            }
        }
    }
}

/// The ways to sort, for where there is no room for a head.
fn sorting(visit: &Visit, of: &List) -> Markup {
    let columns = || of.columns.iter().filter(|column| column.sort.is_some());
    html! {
        @if !visit.published {
            details.narrow {
                summary { "Sort" }
                ul.chosen { @for column in columns() { li { (sorted_by(visit, column.key, column.label, order(visit, of, column))) } } }
            }
        }
    }
}

/// How the list is sorted by this column, where it is.
fn order(visit: &Visit, of: &List, column: &Column) -> Option<Order> {
    let (key, turned) = sorting_of(visit, of);
    (key == column.key).then(|| {
        // Numbers and days come with the most and the latest first.
        let falls = column.class.contains("number") || column.class.contains("date");
        if falls == turned { Order::Rising } else { Order::Falling }
    })
}

/// The key that the list is sorted by, and whether the other way round: `-support`.
fn sorting_of<'a>(visit: &'a Visit, of: &List) -> (&'a str, bool) {
    let asked = visit.query.get("sort").unwrap_or(of.usual);
    asked.strip_prefix('-').map_or((asked, false), |key| (key, true))
}

/// The value of a slot, conspicuous where others say otherwise.
fn cell(world: &World, row: &Row, name: SlotName) -> Markup {
    let is_date = matches!(
        name,
        SlotName::Agreed | SlotName::Delivered | SlotName::Date | SlotName::AsOf
    );
    let shown = |shown: &str| {
        html! {
            @if is_date { (parts::period(shown)) } @else { (parts::slots::shown(world, name, shown)) }
        }
    };
    html! {
        @if let Some(brief) = row.slot(name) {
            @if matches!(brief.verdict, Verdict::Disputed | Verdict::Denied) { span.open title=(brief.verdict) { (shown(&brief.shown)) " !" } }
            @else { (shown(&brief.shown)) }
        }
    }
}
