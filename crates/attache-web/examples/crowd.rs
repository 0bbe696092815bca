//! Fills an archive with many articles and records, to measure the reading room on: `crowd FILE [ARTICLES] [RECORDS]`.
//!
//! What they say is made from numbers alone, so that the same call gives the same archive.

use std::collections::BTreeMap;
use std::error::Error;

use attache_model::*;
use attache_store::{Added, Archive};
use serde_json::json;

const STATES: [&str; 40] = [
    "USA", "RUS", "CHN", "FRA", "DEU", "GBR", "ITA", "ISR", "KOR", "TUR", "SWE", "ESP", "NLD", "UKR", "BLR", "CHE",
    "CAN", "ZAF", "BRA", "IRN", "IND", "SAU", "EGY", "AUS", "JPN", "PAK", "QAT", "ARE", "DZA", "MAR", "IDN", "VNM",
    "THA", "SGP", "POL", "NOR", "AZE", "ARM", "COL", "PER",
];
const SUBJECTS: [&str; 12] = [
    "budget", "harvest", "election", "railway", "festival", "strike", "storm", "treaty", "pipeline", "museum",
    "vaccine", "football",
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut given = std::env::args().skip(1);
    let path = given.next().ok_or("usage: crowd FILE [ARTICLES] [RECORDS]")?;
    let mut number = |usual| given.next().map_or(Ok(usual), |text| text.parse::<usize>());
    let (articles, records) = (number(100_000)?, number(20_000)?);
    let mut archive = Archive::open(&path)?;
    let mut claims = Vec::new();
    for chunk in (0..articles).collect::<Vec<_>>().chunks(1000) {
        let added: Vec<Added> = chunk.iter().map(|n| added(*n)).collect();
        archive.add(&added)?;
        claims.extend(added.into_iter().flat_map(|added| added.claims));
    }
    let per_record = (claims.len() / records.max(1)).max(1);
    let (records, origins) = claims
        .chunks(per_record)
        .enumerate()
        .map(|(n, claims)| record(n, claims))
        .unzip::<_, _, Vec<_>, Vec<_>>();
    let generation = archive.generation()?;
    archive.replace_weighed(&records, &origins, generation)?;
    println!(
        "{articles} articles, {} claims, {} records",
        claims.len(),
        records.len()
    );
    Ok(())
}

/// An article of some 3 kB; two of three claim a transfer.
fn added(n: usize) -> Added {
    let (supplier, recipient) = (STATES[n % 20], STATES[20 + n / 20 % 20]);
    let title = format!(
        "{supplier} and {recipient}: report {n} on the {}",
        SUBJECTS[n % SUBJECTS.len()]
    );
    let sentence = format!(
        "{supplier} delivered {} missiles of type M-{} to {recipient} in {}.",
        n % 90 + 1,
        n % 700,
        1990 + n % 35
    );
    let filler: Vec<String> = (0..16)
        .map(|k| {
            let subject = SUBJECTS[(n + k) % SUBJECTS.len()];
            format!("In paragraph {k} the {subject} was discussed at length by committee {} and others who had come to the capital for it, while the {} went on.",
                (n * 31 + k) % 977, SUBJECTS[(n + 5 * k) % SUBJECTS.len()])
        })
        .collect();
    let text = format!("{title}\n{sentence} {}\n", filler.join(" "));
    let find = |words: &str| {
        let start = text.find(words).unwrap_or(0);
        Span::new(start, start + words.len())
    };
    let start = title.len() + 1;
    let quote = Span::new(start, start + sentence.len());
    let blocks = vec![
        Block {
            kind: BlockKind::Title,
            span: Span::new(0, title.len()),
        },
        Block {
            kind: BlockKind::Body,
            span: Span::new(start, text.len() - 1),
        },
    ];
    let id = ArticleId::of([&text]);
    let weapon = Weapon {
        designation: Some(format!("M-{}", n % 700)),
        description: "missiles".to_owned(),
        category: Category::Missiles,
    };
    let says = Transfer {
        supplier: Some(Slot::stated(
            Party::State(supplier.to_owned()),
            Span::new(start, start + 3),
        )),
        recipient: Some(Slot::stated(Party::State(recipient.to_owned()), find(recipient))),
        weapon: Some(Slot::stated(weapon, find("missiles"))),
        quantity: Some(Slot::stated(Quantity::exact((n % 90 + 1) as u64), find("delivered"))),
        stage: Some(Slot::stated(Stage::Delivered, find("delivered"))),
        ..Transfer::default()
    };
    let claim = || {
        Claim::new(
            id.clone(),
            vec![quote],
            ClaimKind::Transfer(says.clone()),
            Stance::PLAIN,
            vec![],
            "crowd@1".to_owned(),
            0.9,
        )
    };
    let claims = if n % 3 < 2 { vec![claim()] } else { vec![] };
    let day = Date::new(
        1990 + (n % 35) as i16,
        (n / 35 % 12 + 1) as i8,
        (n / 420 % 28 + 1) as i8,
    )
    .ok();
    let article = Article {
        id,
        path: format!("crowd/{n}.txt"),
        url: None,
        outlet: Some(format!("Outlet {}", n % 300)),
        byline: None,
        published: day.map(|date| Published {
            date,
            from: "first lines".to_owned(),
            certain: Certain::Likely,
        }),
        language: "eng".to_owned(),
        text,
        blocks,
        links: vec![],
    };
    Added {
        article,
        raw: None,
        claims,
        doubts: vec![],
        reader: "crowd".to_owned(),
    }
}

fn record(n: usize, claims: &[Claim]) -> (Record, Origin) {
    let origin = OriginId::of([format!("origin {n}")]);
    let cell = |value: serde_json::Value, shown: String| Cell {
        value,
        reason: format!("{shown}, from 1 origin"),
        shown,
        verdict: if n.is_multiple_of(11) {
            Verdict::Disputed
        } else {
            Verdict::Agreed
        },
        claims: claims.iter().map(|claim| claim.id.clone()).collect(),
        origins: vec![origin.clone()],
        rivals: vec![],
    };
    let first = claims.first().map(Claim::filled).unwrap_or_default();
    let mut slots: BTreeMap<SlotName, Cell> = first
        .into_iter()
        .map(|slot| (slot.name, cell(json!(slot.shown), slot.shown)))
        .collect();
    let year = (1990 + n % 35).to_string();
    let kind = match n % 4 {
        0 => Kind::Event,
        _ => Kind::Transfer,
    };
    if kind == Kind::Event {
        let side = |slots: &BTreeMap<SlotName, Cell>, name| {
            slots.get(&name).map(|cell| cell.shown.clone()).unwrap_or_default()
        };
        let (actor, recipient) = (side(&slots, SlotName::Recipient), side(&slots, SlotName::Supplier));
        let kind = EventType::ALL[n / 4 % EventType::ALL.len()].as_str();
        slots = [
            (SlotName::Type, kind.to_owned()),
            (SlotName::Actors, actor),
            (SlotName::Recipients, recipient),
            (SlotName::Date, year),
        ]
        .map(|(name, shown)| (name, cell(json!(shown), shown)))
        .into();
    } else {
        slots.insert(SlotName::Delivered, cell(json!(year), year.clone()));
    }
    let mut articles: Vec<ArticleId> = claims.iter().map(|claim| claim.article.clone()).collect();
    articles.dedup();
    let record = Record {
        id: RecordId::of([format!("record {n}")]),
        kind,
        slots,
        claims: claims.iter().map(|claim| claim.id.clone()).collect(),
        articles: articles.clone(),
        origins: vec![origin.clone()],
        hedged: n.is_multiple_of(13),
        denied: n.is_multiple_of(17),
        confidence: Confidence::default(),
        review: Review::Open,
        decisions: vec![],
        conflicts: vec![],
    };
    (
        record,
        Origin {
            id: origin,
            name: format!("Origin {n}"),
            articles,
            evidence: vec![],
        },
    )
}
