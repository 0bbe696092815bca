//! What must a text give? The cases of `tests/cases/*.md`, and the laws that every reading keeps.

use std::sync::LazyLock;

use attache_model::{
    Actor, Article, ArticleId, Block, BlockKind, Certain, Certainty, Claim, Kind, Party, Polarity, Published, Slot,
    Span, Tense, Transfer,
};
use attache_reading::Reader;
use proptest::prelude::*;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::shipped().expect("the reader that ships loads"));

/// An article of one body block, published in 2024.
fn article(text: &str) -> Article {
    Article {
        id: ArticleId::of([text]),
        path: "case".into(),
        url: None,
        outlet: None,
        byline: None,
        published: Some(Published {
            date: "2024-06-14".parse().expect("a date"),
            from: "case".into(),
            certain: Certain::Sure,
        }),
        language: "eng".into(),
        text: text.into(),
        blocks: vec![Block {
            kind: BlockKind::Body,
            span: Span::new(0, text.len()),
        }],
        links: Vec::new(),
    }
}

fn party(slot: &Option<Slot<Party>>) -> String {
    match slot {
        None => "?".into(),
        Some(Slot::Stated { value, .. }) => value.to_string(),
        Some(Slot::Inferred { value, .. }) => format!("[{value}]"),
    }
}

fn transfer(claim: &Claim) -> &Transfer {
    claim.transfer().expect("a claim of a transfer")
}

/// Supplier → recipient | weapon or category.
fn who_and_what(claim: &Claim) -> String {
    let transfer = transfer(claim);
    let what = transfer
        .designation()
        .map_or_else(|| transfer.category().to_string(), str::to_owned);
    format!(
        "{} → {} | {what}",
        party(&transfer.supplier),
        party(&transfer.recipient)
    )
}

fn with_stage(claim: &Claim) -> String {
    let stage = transfer(claim)
        .stage
        .as_ref()
        .map_or("?", |stage| stage.value().as_str());
    let mut line = format!("{} | {stage}", who_and_what(claim));
    for odd in [
        (claim.stance.polarity != Polarity::Affirmed).then(|| claim.stance.polarity.as_str()),
        (claim.stance.certainty != Certainty::Asserted).then(|| claim.stance.certainty.as_str()),
        (claim.stance.time != Tense::Past).then(|| claim.stance.time.as_str()),
    ]
    .into_iter()
    .flatten()
    {
        line.push_str(" | ");
        line.push_str(odd);
    }
    line
}

fn with_slots(claim: &Claim) -> String {
    fn slot<T: std::fmt::Display>(name: &str, slot: Option<&Slot<T>>) -> Option<String> {
        slot.map(|slot| format!("{name} {}", slot.value()))
    }
    let transfer = transfer(claim);
    let via = transfer.via.iter().map(|found| format!("via {}", found.value()));
    let slots = [
        slot("quantity", transfer.quantity.as_ref()),
        slot("value", transfer.value.as_ref()),
        slot("agreed", transfer.agreed.as_ref()),
        slot("delivered", transfer.delivered.as_ref()),
        slot("terms", transfer.terms.as_ref()),
        slot("condition", transfer.condition.as_ref()),
        transfer.covert.as_ref().map(|_| "covert".to_owned()),
    ];
    let all: Vec<String> = via.chain(slots.into_iter().flatten()).collect();
    format!("{} | {}", who_and_what(claim), all.join(" · "))
}

/// Type with mode | actors → recipients | date | what is odd in the stance.
fn with_sides(claim: &Claim) -> String {
    let event = claim.event().expect("a claim of an event");
    let side = |side: &[Slot<Actor>]| {
        let names: Vec<&str> = side.iter().map(|slot| slot.value().party.as_str()).collect();
        names.join(" + ")
    };
    let mode = event
        .mode
        .as_ref()
        .map(|mode| format!(" {}", mode.value()))
        .unwrap_or_default();
    let mut line = format!("{}{mode} | {}", event.event.value(), side(&event.actors));
    if !event.recipients.is_empty() {
        line += &format!(" → {}", side(&event.recipients));
    }
    line += &event
        .date
        .as_ref()
        .map(|date| format!(" | {}", date.value()))
        .unwrap_or_default();
    if claim.stance.polarity != Polarity::Affirmed {
        line += " | denied";
    }
    if claim.stance.time != Tense::Past {
        line += &format!(" | {}", claim.stance.time);
    }
    line
}

/// The chain of a claim of any kind.
fn with_chain(claim: &Claim) -> String {
    let links = claim.sources.iter().enumerate().map(|(nth, source)| {
        let joined = match (nth, source.parallel) {
            (0, _) => "",
            (_, true) => " + ",
            (_, false) => " → ",
        };
        format!("{joined}{} [{}]", source.name, source.kind)
    });
    let chain: String = links.collect();
    if chain.is_empty() {
        "own voice".to_owned()
    } else {
        chain
    }
}

/// Every text of a file of cases gives the claims that stand below it, as `written` writes them.
fn read_as_written(cases: &str, kind: Option<Kind>, written: fn(&Claim) -> String) {
    let mut failures = Vec::new();
    let mut count = 0;
    let mut lines = cases.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(text) = line.strip_prefix("> ") else { continue };
        lines.next_if(|next| next.is_empty());
        let mut expected: Vec<&str> = Vec::new();
        while let Some(claim) = lines.next_if(|next| !next.is_empty()) {
            expected.push(claim);
        }
        expected.retain(|claim| *claim != "-");
        expected.sort_unstable();
        let claims = READER.read(&article(text)).claims;
        let mut found: Vec<String> = claims
            .iter()
            .filter(|claim| kind.is_none_or(|kind| claim.kind() == kind))
            .map(written)
            .collect();
        found.sort();
        if kind.is_none() {
            found.dedup();
        }
        count += 1;
        if found != expected {
            failures.push(format!("{text}\n  expected {expected:#?}\n  found    {found:#?}"));
        }
    }
    assert!(count > 10, "only {count} cases were found in the file");
    assert!(
        failures.is_empty(),
        "{} of {count} cases:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn claims_read_as_written() {
    read_as_written(include_str!("cases/transfers.md"), Some(Kind::Transfer), with_stage);
}

#[test]
fn slots_read_as_written() {
    read_as_written(include_str!("cases/slots.md"), Some(Kind::Transfer), with_slots);
}

#[test]
fn events_read_as_written() {
    read_as_written(include_str!("cases/events.md"), Some(Kind::Event), with_sides);
}

#[test]
fn figures_read_as_written() {
    read_as_written(include_str!("cases/figures.md"), Some(Kind::Figure), |claim| {
        let figure = claim.figure().expect("a claim of a figure");
        let subject = figure.subject.as_ref().map_or("?", |slot| slot.value().as_str());
        format!("{} | {} | {subject}", figure.measure.value(), figure.value.value())
    });
}

#[test]
fn those_counted_have_a_party_and_a_day_as_written() {
    read_as_written(include_str!("cases/counted.md"), Some(Kind::Figure), |claim| {
        let figure = claim.figure().expect("a claim of a figure");
        let party = figure.party.as_ref().map_or("?", |slot| slot.value().as_str());
        let as_of = figure
            .as_of
            .as_ref()
            .map_or("?".to_owned(), |slot| slot.value().to_string());
        let (measure, value) = (figure.measure.value(), figure.value.value());
        format!("{measure} | {value} | {party} | {as_of}")
    });
}

#[test]
fn chains_read_as_written() {
    read_as_written(include_str!("cases/attribution.md"), None, with_chain);
}

#[test]
fn quotes_and_spans_are_slices_of_the_text() {
    let text = "Peru bought 12 MiG-29 fighters from Belarus for $252 million in 1996, according to “El Comercio”. Ecuador protested.";
    let article = article(text);
    let reading = READER.read(&article);
    assert!(!reading.claims.is_empty());
    for claim in &reading.claims {
        let inside = |span: Span| span.slice(text).is_some() && claim.quotes.iter().any(|quote| quote.contains(span));
        assert!(claim.quotes.iter().all(|quote| quote.slice(text).is_some()));
        assert!(claim.filled().into_iter().filter_map(|slot| slot.span).all(inside));
    }
}

#[test]
fn other_languages_give_nothing() {
    let mut german = article("Peru bought 12 MiG-29 fighters from Belarus.");
    german.language = "deu".into();
    assert!(READER.read(&german).claims.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any text at all gives a reading, and the same one twice.
    #[test]
    fn reading_never_fails(text in "(Peru|sold|tanks|to|Iran|[ .,]|S-300|\\PC){0,40}") {
        let article = article(&text);
        let (first, second) = (READER.read(&article), READER.read(&article));
        prop_assert_eq!(&first.claims, &second.claims);
        for claim in &first.claims {
            prop_assert!(claim.quotes.iter().all(|quote| quote.slice(&text).is_some()));
        }
    }
}
