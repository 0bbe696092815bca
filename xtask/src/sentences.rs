//! Are the example sentences of the words of giving, governing, reporting and hedging read as their rows say?
//!
//! Each example is read as an article of that sentence and one more, which only says that arms are spoken of.

use attache_model::{
    Article, ArticleId, Block, BlockKind, Certain, Certainty, Claim, Condition, Date, Party, Polarity, Published, Slot,
    Span, Stage, Transfer,
};
use attache_reading::Reader;
use attache_reading::vocabulary::{Mark, NounClass, Part, Saying};

use crate::vocabulary::{Checked, Failure};

pub const TABLES: &[&str] = &[
    "transfer_triggers.csv",
    "transfer_governors.csv",
    "reporting.csv",
    "hedges.csv",
    "source_nouns.csv",
    "nouns.csv",
    "transfer_marks.csv",
];

pub fn check(reader: &Reader) -> Vec<Checked> {
    vec![
        triggers(reader),
        governors(reader),
        reporting(reader),
        hedges(reader),
        source_nouns(reader),
        nouns(reader),
        marks(reader),
    ]
}

/// The example gives a claim whose stage is the row's.
fn triggers(reader: &Reader) -> Checked {
    let rows = reader.vocabulary().triggers.rows();
    let failures = rows.iter().filter_map(|row| {
        let claims = read(reader, &row.example);
        let wrong = stage_of(&claims, Some(row.stage))?;
        Some(Failure::new(
            TABLES[0],
            &name(&row.lemma, row.pos),
            format!("{wrong} in “{}”", row.example),
        ))
    });
    Checked {
        table: TABLES[0],
        examples: rows.len(),
        failures: failures.collect(),
    }
}

/// The example gives a claim whose stage and time are the row's, where the row has them.
fn governors(reader: &Reader) -> Checked {
    let rows = reader.vocabulary().governors.rows();
    let failures = rows.iter().filter_map(|row| {
        let claims = read(reader, &row.example);
        let time = || {
            let wanted = row.time?;
            let found: Vec<&str> = claims.iter().map(|claim| claim.stance.time.as_str()).collect();
            (!found.contains(&wanted.as_str())).then(|| format!("time {}, expected {wanted}", found.join(", ")))
        };
        let wrong = stage_of(&claims, row.stage).or_else(time)?;
        Some(Failure::new(
            TABLES[1],
            &name(&row.lemma, row.pos),
            format!("{wrong} in “{}”", row.example),
        ))
    });
    Checked {
        table: TABLES[1],
        examples: rows.len(),
        failures: failures.collect(),
    }
}

/// The example gives a claim with a source, of the row's certainty, denied when the row denies.
fn reporting(reader: &Reader) -> Checked {
    let mut rows: Vec<_> = reader.vocabulary().reporting.rows().collect();
    rows.sort_by(|a, b| a.lemma.cmp(&b.lemma));
    let failures = rows.iter().filter_map(|row| {
        let claims = read(reader, &row.example);
        let polarity = if row.saying == Saying::Deny {
            Polarity::Denied
        } else {
            Polarity::Affirmed
        };
        let wrong = match claims.first() {
            None => "no claim".to_owned(),
            Some(claim) if claim.sources.is_empty() => "no source".to_owned(),
            Some(claim) if claim.stance.polarity != polarity => {
                format!("{}, expected {polarity}", claim.stance.polarity)
            }
            Some(claim) => certainty_of(claim, row.certainty)?,
        };
        Some(Failure::new(
            TABLES[2],
            &name(&row.lemma, row.pos),
            format!("{wrong} in “{}”", row.example),
        ))
    });
    Checked {
        table: TABLES[2],
        examples: rows.len(),
        failures: failures.collect(),
    }
}

/// The example gives a claim of the row's certainty.
fn hedges(reader: &Reader) -> Checked {
    let mut rows: Vec<_> = reader.vocabulary().hedges.rows().collect();
    rows.sort_by(|a, b| a.lemma.cmp(&b.lemma));
    let failures = rows.iter().filter_map(|row| {
        let wrong = match read(reader, &row.example).first() {
            None => "no claim".to_owned(),
            Some(claim) => certainty_of(claim, row.certainty)?,
        };
        Some(Failure::new(
            TABLES[3],
            &name(&row.lemma, row.pos),
            format!("{wrong} in “{}”", row.example),
        ))
    });
    Checked {
        table: TABLES[3],
        examples: rows.len(),
        failures: failures.collect(),
    }
}

/// The example, put behind a plain sentence, gives a source of the row's kind.
fn source_nouns(reader: &Reader) -> Checked {
    let rows = &reader.vocabulary().source_nouns;
    let failures = rows.iter().filter_map(|row| {
        let sentence = format!("Iran sold drones to Russia, {}.", row.example.trim_end_matches('.'));
        let wrong = match read(reader, &sentence).first() {
            None => "no claim".to_owned(),
            Some(claim) if claim.sources.is_empty() => "no source".to_owned(),
            Some(claim) if claim.sources.iter().any(|source| source.kind == row.kind) => return None,
            Some(claim) => {
                let kinds: Vec<&str> = claim.sources.iter().map(|source| source.kind.as_str()).collect();
                format!("{}, expected {}", kinds.join(", "), row.kind)
            }
        };
        Some(Failure::new(TABLES[4], &row.noun, format!("{wrong} in “{sentence}”")))
    });
    Checked {
        table: TABLES[4],
        examples: rows.len(),
        failures: failures.collect(),
    }
}

/// What is wrong with the stages of the claims, if anything; one right claim is enough.
fn stage_of(claims: &[Claim], wanted: Option<Stage>) -> Option<String> {
    if claims.is_empty() {
        return Some("no claim".to_owned());
    }
    let wanted = wanted?;
    let stages: Vec<&str> = transfers(claims)
        .map(|transfer| {
            transfer
                .stage
                .as_ref()
                .map_or("none", |slot: &Slot<Stage>| slot.value().as_str())
        })
        .collect();
    (!stages.contains(&wanted.as_str())).then(|| format!("stage {}, expected {wanted}", stages.join(", ")))
}

fn certainty_of(claim: &Claim, wanted: Certainty) -> Option<String> {
    let found = claim.stance.certainty;
    (found != wanted).then(|| format!("certainty {found}, expected {wanted}"))
}

fn name(lemma: &str, pos: Part) -> String {
    format!("{lemma} ({})", format!("{pos:?}").to_lowercase())
}

/// The example gives a claim with both parties; of a noun for rebels one of them is no state.
fn nouns(reader: &Reader) -> Checked {
    let rows = reader.vocabulary().nouns.rows();
    let failures = rows.iter().filter_map(|row| {
        let claims = read(reader, &row.example);
        let whole = |transfer: &&Transfer| transfer.supplier.is_some() && transfer.recipient.is_some();
        let named = |transfer: &Transfer| {
            let parties = [&transfer.supplier, &transfer.recipient];
            let mut known = parties.into_iter().flatten();
            known.any(|slot| matches!(slot.value(), Party::Named(_)))
        };
        let rebels = row.classes.contains(&NounClass::Rebels);
        let mut found = transfers(&claims).filter(whole);
        let right = found.any(|transfer| named(transfer) == rebels);
        let wrong = if rebels {
            "no claim with rebels"
        } else {
            "no claim between two states"
        };
        (!right).then(|| Failure::new(TABLES[5], &row.noun, format!("{wrong} in “{}”", row.example)))
    });
    Checked {
        table: TABLES[5],
        examples: rows.len(),
        failures: failures.collect(),
    }
}

/// The example holds the word, and gives a claim that is marked so where the word says it alone.
fn marks(reader: &Reader) -> Checked {
    let rows = reader.vocabulary().marks.rows();
    let failures = rows.iter().filter_map(|row| {
        let claims = read(reader, &row.example);
        let marked = |transfer: &Transfer, mark: Mark| match mark {
            Mark::Covert => transfer.covert.is_some(),
            Mark::SecondHand => has(&transfer.condition, Condition::SecondHand),
            Mark::New => has(&transfer.condition, Condition::New),
            Mark::Let | Mark::Consent | Mark::Waypoint | Mark::GoBetween | Mark::Stop | Mark::Crossing => {
                !transfer.via.is_empty()
            }
            Mark::Arrival => true,
            terms => terms.terms().is_some_and(|terms| has(&transfer.terms, terms)),
        };
        let all = |transfer: &Transfer| row.marks.iter().all(|&mark| marked(transfer, mark));
        let right = transfers(&claims).any(|transfer| !row.alone || all(transfer));
        (!right).then(|| Failure::new(TABLES[6], &row.word, format!("no such claim in “{}”", row.example)))
    });
    Checked {
        table: TABLES[6],
        examples: rows.len(),
        failures: failures.collect(),
    }
}

fn transfers(claims: &[Claim]) -> impl Iterator<Item = &Transfer> {
    claims.iter().filter_map(Claim::transfer)
}

fn has<T: PartialEq>(slot: &Option<Slot<T>>, value: T) -> bool {
    slot.as_ref().is_some_and(|slot| *slot.value() == value)
}

/// Stands behind every example, as an article would have it: some nouns count only among arms.
const CONTEXT: &str = "Weapons of many makes stood in the hall.";

/// Reads an article that says `text`, among arms; only transfers that the text itself tells count.
fn read(reader: &Reader, text: &str) -> Vec<Claim> {
    let article = article(&[text, CONTEXT], Date::constant(2024, 6, 14));
    let example = article.blocks[0].span;
    let claims = reader.read(&article).claims;
    claims
        .into_iter()
        .filter(|claim| claim.transfer().is_some() && claim.quotes.iter().any(|quote| quote.overlaps(example)))
        .collect()
}

/// Every claim of an article that says `text` alone.
pub fn read_alone(reader: &Reader, text: &str, published: Date) -> Vec<Claim> {
    reader.read(&article(&[text], published)).claims
}

fn article(paragraphs: &[&str], published: Date) -> Article {
    let mut text = String::new();
    let mut blocks = Vec::new();
    for paragraph in paragraphs {
        let span = Span::new(text.len(), text.len() + paragraph.len());
        blocks.push(Block {
            kind: BlockKind::Body,
            span,
        });
        text += paragraph;
        text.push('\n');
    }
    Article {
        id: ArticleId::of([&text]),
        path: "example".to_owned(),
        url: None,
        outlet: None,
        byline: None,
        published: Some(Published {
            date: published,
            from: "example".to_owned(),
            certain: Certain::Sure,
        }),
        language: "eng".to_owned(),
        text,
        blocks,
        links: Vec::new(),
    }
}
