//! How well are the types of events told? Measured on PLOVER's gold standard records: single sentences of the CAMEO manual.
//!
//! The records bear the type names of an older draft, which [`mapped`] brings to the sixteen of today. Each holds one event of its sentence:
//!
//! - **given** the actors: of the events read in the sentence the one that fits the record's actors best, the outermost of equals; only its type counts.
//! - **found** by the program: the outermost event; it is right when its type is, and it has one of the record's actors, and one of its recipients if
//!   it has any.
//!
//! Macro F1 is the mean over the types that gold has. Listings show only records of even number, so that the others stay unseen.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

use anyhow::{Context, Result};
use attache_exchange::{Form, Input};
use attache_model::{Actor, Article, Claim, EventType, Kind, Sector, Slot, Span};
use attache_reading::Reader;
use rayon::prelude::*;
use serde::Deserialize;

use super::EvaluateOptions;
use super::figures::{Counts, Figures};
use super::floors::Dataset;

const FILE: &str = "plover/gold_standard_records/PLOVER_GSR_CAMEO.txt";

/// What others reach: NGEC on whole articles, zero-shot inference with actors given.
const PEERS: &str = "NGEC 0.52 on whole articles, zero-shot inference 0.82 with actors given";

#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    event: String,
    #[serde(default)]
    text: String,
    #[serde(default, deserialize_with = "named")]
    source: Vec<Named>,
    #[serde(default, deserialize_with = "named")]
    target: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    #[serde(rename = "actorText", default)]
    text: String,
    #[serde(default)]
    code: String,
}

/// Nobody is written as an empty string.
fn named<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Named>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Listed {
        All(Vec<Named>),
        #[allow(dead_code)]
        Nobody(String),
    }
    Ok(match Listed::deserialize(deserializer)? {
        Listed::All(named) => named,
        Listed::Nobody(_) => Vec::new(),
    })
}

/// A record with what was read in its sentence.
struct Judged {
    record: Record,
    meant: EventType,
    article: Article,
    /// The outermost first.
    events: Vec<Claim>,
}

pub fn run(options: &EvaluateOptions, out: &mut dyn Write, datasets: &mut Vec<Dataset>) -> Result<Figures> {
    let path = options.data().join(FILE);
    let Ok(text) = fs::read_to_string(&path) else {
        writeln!(out, "events, PLOVER: skipped, there is no {}", path.display())?;
        return Ok(Figures::default());
    };
    let records: Vec<Record> = serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    let reader = Reader::shipped()?;
    let judged: Vec<Judged> = records
        .into_par_iter()
        .filter_map(|record| Some((mapped(&record.event)?, record)))
        .map(|(meant, record)| judge(record, meant, &reader))
        .collect::<Result<_>>()?;
    let mut figures = Figures::default();
    writeln!(out, "events, PLOVER: {} records", judged.len())?;
    let unseen: Vec<&Judged> = judged.iter().filter(|judged| !judged.record.is_shown()).collect();
    let all: Vec<&Judged> = judged.iter().collect();
    for (name, part) in [("all", &all), ("unseen", &unseen)] {
        for (how, by_type) in [("given", by_type(part, given)), ("found", by_type(part, found))] {
            let macro_f1 = macro_f1(&by_type);
            writeln!(out, "  {name:<8} actors {how:<6} macro F1 {macro_f1:.3}")?;
            figures.put(format!("plover.{name}.{how}"), macro_f1, part.len());
            if options.errors && name == "all" {
                for (kind, counts) in &by_type {
                    super::figures::write_counts(out, &format!("    {kind}"), *counts)?;
                }
            }
        }
    }
    write_confusion(out, &all)?;
    writeln!(out, "  {PEERS}\n")?;
    if options.errors {
        list(out, &all)?;
    }
    datasets.push(Dataset::of("plover", &[path])?);
    Ok(figures)
}

impl Record {
    /// Records of even number may be looked at.
    fn is_shown(&self) -> bool {
        self.id.bytes().last().is_some_and(|digit| digit % 2 == 0)
    }
}

/// The type of today for one of the records.
fn mapped(name: &str) -> Option<EventType> {
    Some(match name {
        "DEMAND" => EventType::Request,
        "DISAPPROVE" | "INVESTIGATE" => EventType::Accuse,
        "FIGHT" => EventType::Assault,
        "YIELD" => EventType::Concede,
        "REDUCE-RELATIONS" => EventType::Sanction,
        name => return name.parse().ok(),
    })
}

fn judge(record: Record, meant: EventType, reader: &Reader) -> Result<Judged> {
    let input = Input {
        path: record.id.clone(),
        bytes: record.text.replace("``", "\"").replace("\\$", "$").into_bytes(),
        form: Form::Text,
    };
    let (article, _) = attache_exchange::article(&input).with_context(|| format!("reading {}", record.id))?;
    let mut events: Vec<Claim> = reader
        .read(&article)
        .claims
        .into_iter()
        .filter(|claim| claim.kind() != Kind::Figure)
        .collect();
    // The outermost event of a sentence opens it: rules give events in the order of their words.
    events.sort_by_key(|claim| claim.transfer().is_some());
    Ok(Judged {
        record,
        meant,
        article,
        events,
    })
}

fn kind_of(claim: &Claim) -> Option<EventType> {
    let event = claim.event().map(|event| *event.event.value());
    event.or_else(|| claim.transfer().map(|transfer| transfer.event()))
}

/// The event that fits the record's actors best.
fn given(judged: &Judged) -> Option<EventType> {
    let points = |claim: &&Claim| {
        let actors = shares(judged, &sides(claim).0, &judged.record.source);
        let recipients = shares(judged, &sides(claim).1, &judged.record.target);
        2 * u8::from(actors) + u8::from(recipients)
    };
    let best = judged.events.iter().map(|claim| points(&claim)).max()?;
    let first = judged.events.iter().find(|claim| points(claim) == best)?;
    kind_of(first)
}

/// The outermost event, if it has the record's actors; of no type where it has not.
fn found(judged: &Judged) -> Option<EventType> {
    let claim = judged.events.first()?;
    let (actors, recipients) = sides(claim);
    let record = &judged.record;
    let right = shares(judged, &actors, &record.source)
        && (record.target.is_empty()
            || shares(judged, &recipients, &record.target)
            || shares(judged, &actors, &record.target));
    let kind = kind_of(claim)?;
    (right || kind != judged.meant).then_some(kind)
}

type Parties = Vec<(Actor, Option<Span>)>;

fn sides(claim: &Claim) -> (Parties, Parties) {
    let of = |slots: &[Slot<Actor>]| slots.iter().map(|slot| (slot.value().clone(), slot.span())).collect();
    match (claim.event(), claim.transfer()) {
        (Some(event), _) => (of(&event.actors), of(&event.recipients)),
        (None, Some(transfer)) => {
            let one = |party: &Option<Slot<attache_model::Party>>| {
                let slot = party.iter();
                slot.map(|slot| (Actor::from(slot.value().clone()), slot.span()))
                    .collect()
            };
            (one(&transfer.supplier), one(&transfer.recipient))
        }
        _ => Default::default(),
    }
}

/// Is one of the parties one of those named: by its code, or by the very words?
fn shares(judged: &Judged, parties: &Parties, named: &[Named]) -> bool {
    parties.iter().any(|(actor, span)| {
        named.iter().any(|named| {
            let code = actor.party.as_str() == named.code
                || named.code == "IGO" && actor.sector == Some(Sector::Intergovernmental)
                || named.code == "NGO" && actor.sector == Some(Sector::NonGovernmental);
            let words = named.text.trim();
            let text = &judged.article.text;
            let said = |span: &Span| {
                text.match_indices(words)
                    .any(|(at, words)| Span::new(at, at + words.len()).overlaps(*span))
            };
            code || !words.is_empty() && span.as_ref().is_some_and(said)
        })
    })
}

fn by_type(part: &[&Judged], told: fn(&Judged) -> Option<EventType>) -> BTreeMap<EventType, Counts> {
    let mut counts: BTreeMap<EventType, Counts> = BTreeMap::new();
    for judged in part {
        let said = told(judged);
        counts.entry(judged.meant).or_default().gold += 1;
        if let Some(said) = said {
            let entry = counts.entry(said).or_default();
            entry.predicted += 1;
            entry.right += usize::from(said == judged.meant);
        }
    }
    counts
}

#[allow(clippy::cast_precision_loss)]
fn macro_f1(by_type: &BTreeMap<EventType, Counts>) -> f64 {
    let of_gold: Vec<f64> = by_type
        .values()
        .filter(|counts| counts.gold > 0)
        .map(|counts| counts.f1())
        .collect();
    of_gold.iter().sum::<f64>() / of_gold.len().max(1) as f64
}

/// Which types are taken for which, with actors given.
fn write_confusion(out: &mut dyn Write, all: &[&Judged]) -> std::io::Result<()> {
    let mut confused: BTreeMap<(EventType, Option<EventType>), usize> = BTreeMap::new();
    for judged in all {
        let said = given(judged);
        if said != Some(judged.meant) {
            *confused.entry((judged.meant, said)).or_default() += 1;
        }
    }
    let mut confused: Vec<_> = confused.into_iter().collect();
    confused.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for ((meant, said), count) in confused.iter().take(12) {
        let said = said.map_or("nothing", EventType::as_str);
        writeln!(out, "    {meant} read as {said}: {count}")?;
    }
    Ok(())
}

fn list(out: &mut dyn Write, all: &[&Judged]) -> std::io::Result<()> {
    for judged in all.iter().filter(|judged| judged.record.is_shown()) {
        let (by_given, by_found) = (given(judged), found(judged));
        if by_given == Some(judged.meant) && by_found == Some(judged.meant) {
            continue;
        }
        let names = |named: &[Named]| {
            named
                .iter()
                .map(|named| named.code.as_str())
                .collect::<Vec<_>>()
                .join("+")
        };
        writeln!(
            out,
            "{} {} {} → {}\n  “{}”",
            judged.record.id,
            judged.meant,
            names(&judged.record.source),
            names(&judged.record.target),
            judged.article.text.trim()
        )?;
        for claim in &judged.events {
            let filled: Vec<String> = claim
                .filled()
                .into_iter()
                .map(|slot| format!("{} {}", slot.name, slot.shown))
                .collect();
            writeln!(out, "    {} [{}]", filled.join(" · "), claim.rule)?;
        }
    }
    Ok(())
}
