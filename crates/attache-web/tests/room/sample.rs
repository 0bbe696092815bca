//! A small archive made by hand: a transfer with a rival number, the events and figures around it, and an article that means harm.

use std::collections::BTreeMap;

use attache_model::*;
use attache_store::{Added, Archive};
use attache_web::{Alliance, Member, World};
use serde_json::{Value, json};

pub const TITLE: &str = "Belarus secretly armed Azerbaijan";
pub const SENTENCE: &str =
    "Belarus sold 12 Groza-S stations to Azerbaijan between 2018 and 2022, leaked documents show.";
pub const RIVAL: &str = "Minsk delivered 14 Groza-S stations to Azerbaijan.";
pub const ASSAULT: &str = "Azerbaijan attacked Armenia in September 2022.";
pub const FIGURE: &str = "More than 200 Armenian soldiers were killed.";
pub const VISIT: &str = "Lukashenko visited Baku in May 2023.";
/// What an article must not be able to do.
pub const HOSTILE: &str =
    "<script>alert(1)</script> \"onmouseover='x' =HYPERLINK(\"https://bad.example\") \u{202e}desrever";

/// The article `title` with its sentences, and furniture at the end.
pub fn article(title: &str, outlet: &str, day: &str, sentences: &[&str]) -> Article {
    let body = sentences.join(" ");
    let furniture = "More to read: minerals of Afghanistan";
    let text = format!("{title}\n{body}\n{furniture}\n");
    let mut blocks = Vec::new();
    let mut at = 0;
    for (kind, part) in [
        (BlockKind::Title, title),
        (BlockKind::Body, body.as_str()),
        (BlockKind::Furniture, furniture),
    ] {
        blocks.push(Block {
            kind,
            span: Span::new(at, at + part.len()),
        });
        at += part.len() + 1;
    }
    Article {
        id: ArticleId::of([&text]),
        path: format!("{outlet}.txt"),
        url: Some("https://example.org/1".to_owned()),
        outlet: Some(outlet.to_owned()),
        byline: None,
        published: day.parse().ok().map(|date| Published {
            date,
            from: "dateline".to_owned(),
            certain: Certain::Sure,
        }),
        language: "eng".to_owned(),
        text,
        blocks,
        links: vec![],
    }
}

/// Where the words stand in the article.
pub fn span(article: &Article, words: &str) -> Span {
    let start = article.text.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn state(code: &str) -> Party {
    Party::State(code.to_owned())
}

fn claim(article: &Article, quote: &str, says: ClaimKind, sources: Vec<Source>) -> Claim {
    let quotes = vec![span(article, quote)];
    Claim::new(
        article.id.clone(),
        quotes,
        says,
        Stance::PLAIN,
        sources,
        "by hand@1".to_owned(),
        0.9,
    )
}

pub fn transfer(article: &Article, quote: &str, supplier: &str, number: u64) -> Claim {
    let at = |words: &str| {
        let start = span(article, quote).start + quote.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let weapon = Weapon {
        designation: Some("Groza-S".to_owned()),
        description: "Groza-S stations".to_owned(),
        category: Category::ElectronicWarfare,
    };
    let says = Transfer {
        supplier: Some(Slot::stated(state("BLR"), at(supplier))),
        recipient: Some(Slot::stated(state("AZE"), at("Azerbaijan"))),
        weapon: Some(Slot::stated(weapon, at("Groza-S stations"))),
        quantity: Some(Slot::stated(Quantity::exact(number), at(&number.to_string()))),
        stage: Some(Slot::inferred(Stage::Delivered, "`sold` in the past")),
        delivered: Some(Slot::inferred("2018/2022".parse().unwrap(), "as the article says")),
        ..Transfer::default()
    };
    let source = Source {
        name: "leaked documents".to_owned(),
        kind: SourceKind::Document,
        span: None,
        parallel: false,
    };
    claim(article, quote, ClaimKind::Transfer(says), vec![source])
}

fn event(article: &Article, quote: &str, kind: EventType, sides: [(&str, &str); 2], date: &str) -> Claim {
    let [actor, recipient] = sides.map(|(code, words)| Slot::stated(Actor::from(state(code)), span(article, words)));
    let mut event = Event::of(Slot::stated(kind, span(article, quote)));
    event.actors = vec![actor];
    event.recipients = vec![recipient];
    event.date = Some(Slot::inferred(date.parse().unwrap(), "as the article says"));
    claim(article, quote, ClaimKind::Event(event), vec![])
}

fn figure(article: &Article) -> Claim {
    let amount = Amount {
        value: 200.0,
        high: None,
        bound: Bound::AtLeast,
        unit: None,
    };
    let mut figure = Figure::of(
        Slot::stated(Measure::Killed, span(article, "killed")),
        Slot::stated(amount, span(article, "More than 200")),
    );
    figure.subject = Some(Slot::stated(
        "Armenian soldiers".to_owned(),
        span(article, "Armenian soldiers"),
    ));
    figure.party = Some(Slot::inferred(state("ARM"), "the adjective names the state"));
    figure.as_of = Some(Slot::inferred("2022-09-20".parse().unwrap(), "the article's day"));
    claim(article, FIGURE, ClaimKind::Figure(figure), vec![])
}

fn cell(value: Value, shown: &str, claims: &[&Claim], verdict: Verdict) -> Cell {
    Cell {
        value,
        shown: shown.to_owned(),
        verdict,
        reason: format!("{shown}, from 1 origin"),
        claims: claims.iter().map(|claim| claim.id.clone()).collect(),
        origins: vec![OriginId::of(["politico"])],
        rivals: vec![],
    }
}

fn record(kind: Kind, slots: &[(SlotName, Value)], claims: &[&Claim]) -> Record {
    let shown = |value: &Value| match value {
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Value::String(word) => word.clone(),
        other => other["value"].to_string(),
    };
    let cells = slots.iter().map(|(name, value)| {
        let cell = cell(value.clone(), &shown(value), claims, Verdict::Agreed);
        (*name, cell)
    });
    let cells: BTreeMap<SlotName, Cell> = cells.collect();
    let mut articles: Vec<ArticleId> = claims.iter().map(|claim| claim.article.clone()).collect();
    articles.sort();
    articles.dedup();
    Record {
        id: RecordId::of([format!("{kind} {slots:?}")]),
        kind,
        slots: cells,
        claims: claims.iter().map(|claim| claim.id.clone()).collect(),
        articles,
        origins: vec![OriginId::of(["politico"])],
        hedged: false,
        denied: false,
        confidence: Confidence::default(),
        review: Review::Open,
        decisions: vec![],
        conflicts: vec![],
    }
}

/// What is in the archive, to ask for it.
pub struct Sample {
    pub article: ArticleId,
    pub hostile: ArticleId,
    pub transfer: RecordId,
    pub assault: RecordId,
    pub figure: RecordId,
    pub origin: OriginId,
    pub claim: ClaimId,
}

pub fn fill(archive: &mut Archive) -> Sample {
    let first = article(TITLE, "NewsCafe", "2024-06-14", &[SENTENCE, ASSAULT, FIGURE, VISIT]);
    let second = article("Counter-drone stations for Baku", "The Herald", "2024-06-15", &[RIVAL]);
    let mut hostile = article(HOSTILE, HOSTILE, "none", &[HOSTILE, RIVAL]);
    hostile.url = Some("javascript:alert(1)".to_owned());
    let sold = transfer(&first, SENTENCE, "Belarus", 12);
    let rival = transfer(&second, RIVAL, "Minsk", 14);
    let bad = transfer(&hostile, RIVAL, "Minsk", 14);
    let attacked = event(
        &first,
        ASSAULT,
        EventType::Assault,
        [("AZE", "Azerbaijan attacked"), ("ARM", "Armenia in")],
        "2022-09",
    );
    let visited = event(
        &first,
        VISIT,
        EventType::Consult,
        [("BLR", "Lukashenko"), ("AZE", "Baku")],
        "2023-05",
    );
    let killed = figure(&first);
    let mut sale = record(
        Kind::Transfer,
        &[
            (SlotName::Supplier, json!("BLR")),
            (SlotName::Recipient, json!("AZE")),
            (SlotName::Weapon, json!("Groza-S")),
            (SlotName::Category, json!("electronic warfare and counter-drone")),
            (SlotName::Quantity, json!({"value": 12, "bound": "exact"})),
            (SlotName::Stage, json!("delivered")),
            (SlotName::Delivered, json!("2018/2022")),
        ],
        &[&sold, &rival, &bad],
    );
    let quantity = sale.slots.get_mut(&SlotName::Quantity).unwrap();
    quantity.verdict = Verdict::Disputed;
    quantity.rivals = vec![Rival {
        value: json!({"value": 14, "bound": "exact"}),
        shown: "14".to_owned(),
        claims: vec![rival.id.clone()],
        origins: vec![OriginId::of(["politico"])],
        verdict: None,
    }];
    let assault = record(
        Kind::Event,
        &[
            (SlotName::Type, json!("ASSAULT")),
            (SlotName::Actors, json!(["AZE"])),
            (SlotName::Recipients, json!(["ARM"])),
            (SlotName::Date, json!("2022-09")),
        ],
        &[&attacked],
    );
    let visit = record(
        Kind::Event,
        &[
            (SlotName::Type, json!("CONSULT")),
            (SlotName::Mode, json!("visit")),
            (SlotName::Actors, json!(["BLR"])),
            (SlotName::Recipients, json!(["AZE"])),
            (SlotName::Date, json!("2023-05")),
        ],
        &[&visited],
    );
    let dead = record(
        Kind::Figure,
        &[
            (SlotName::Measure, json!("killed")),
            (SlotName::Value, json!({"value": 200.0, "bound": "at least"})),
            (SlotName::Subject, json!("Armenian soldiers")),
            (SlotName::Party, json!("ARM")),
            (SlotName::AsOf, json!("2022-09-20")),
        ],
        &[&killed],
    );
    let origin = Origin {
        id: OriginId::of(["politico"]),
        name: "Politico".to_owned(),
        articles: vec![first.id.clone(), second.id.clone(), hostile.id.clone()],
        evidence: vec![Evidence {
            kind: EvidenceKind::SharedText,
            article: second.id.clone(),
            other: Some(first.id.clone()),
            score: 0.9,
            what: HOSTILE.to_owned(),
        }],
    };
    let sample = Sample {
        article: first.id.clone(),
        hostile: hostile.id.clone(),
        transfer: sale.id.clone(),
        assault: assault.id.clone(),
        figure: dead.id.clone(),
        origin: origin.id.clone(),
        claim: sold.id.clone(),
    };
    let doubt = Doubt {
        article: hostile.id.clone(),
        kind: DoubtKind::NoDate,
        span: None,
        what: HOSTILE.to_owned(),
    };
    let added = |article: Article, claims: Vec<Claim>, doubts: Vec<Doubt>| Added {
        article,
        raw: None,
        claims,
        doubts,
        reader: "by hand".to_owned(),
    };
    archive
        .add(&[
            added(first, vec![sold, attacked, visited, killed], vec![]),
            added(second, vec![rival], vec![]),
            added(hostile, vec![bad], vec![doubt]),
        ])
        .unwrap();
    let generation = archive.generation().unwrap();
    archive
        .replace_weighed(&[sale, assault, visit, dead], &[origin], generation)
        .unwrap();
    sample
}

pub fn world() -> World {
    let names = [
        ("BLR", "Belarus"),
        ("AZE", "Azerbaijan"),
        ("ARM", "Armenia"),
        ("RUS", "Russia"),
    ];
    let members = ["ARM", "BLR", "RUS"].map(|state| Member {
        state: state.to_owned(),
        since: "1992-05-15".parse().ok(),
        until: None,
    });
    let alliance = Alliance {
        name: "Collective Security Treaty Organization".to_owned(),
        members: members.to_vec(),
    };
    World::new(
        names.map(|(code, name)| (code.to_owned(), name.to_owned())),
        vec![alliance],
    )
}
