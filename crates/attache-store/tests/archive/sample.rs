//! Small articles with one claim and one doubt each, all made from a number.

use std::collections::BTreeMap;

use attache_model::*;
use attache_store::Added;

pub const SUPPLIERS: [&str; 3] = ["BLR", "ISR", "TUR"];

/// Article `n`. Every third has no date; the others are dated so that the order of dates is not that of numbers.
pub fn added(n: usize) -> Added {
    let raw = format!("<html>article {n}</html>").into_bytes();
    let id = ArticleId::of([&raw]);
    let title = format!("Azerbaijan bought Groza-S stations, part {n}");
    let sentence = format!("Minsk sold {n} Groza-S stations to Azerbaijan for $1.1 million.");
    let furniture = "More to read: minerals of Afghanistan";
    let text = format!("{title}\n{sentence}\n{furniture}\n");
    let find = |part: &str| {
        let start = text.find(part).unwrap();
        Span::new(start, start + part.len())
    };
    let sentence_span = find(&sentence);
    let blocks = vec![
        Block {
            kind: BlockKind::Title,
            span: find(&title),
        },
        Block {
            kind: BlockKind::Body,
            span: sentence_span,
        },
        Block {
            kind: BlockKind::Furniture,
            span: find(furniture),
        },
    ];
    let published = (!n.is_multiple_of(3)).then(|| Published {
        date: Date::new(2024, 1, 28 - i8::try_from(n % 28).unwrap()).unwrap(),
        from: "json-ld".to_owned(),
        certain: Certain::Sure,
    });
    let article = Article {
        id: id.clone(),
        path: format!("articles/{n}.html"),
        url: Some(format!("https://example.org/{n}")),
        outlet: Some("The Example".to_owned()),
        byline: None,
        published,
        language: "eng".to_owned(),
        blocks,
        links: vec![Link {
            url: "https://example.org/".to_owned(),
            text: "home".to_owned(),
        }],
        text: text.clone(),
    };
    let transfer = Transfer {
        supplier: Some(Slot::stated(Party::State(SUPPLIERS[n % 3].to_owned()), find("Minsk"))),
        recipient: Some(Slot::stated(Party::State("AZE".to_owned()), find("Azerbaijan"))),
        weapon: Some(Slot::stated(
            Weapon {
                designation: Some("Groza-S".to_owned()),
                description: "Groza-S stations".to_owned(),
                category: Category::ElectronicWarfare,
            },
            find("Groza-S stations"),
        )),
        stage: Some(Slot::inferred(Stage::Delivered, "`sold` in the past")),
        value: Some(Slot::stated(
            // With all the digits that a number may need: it must come back to the last of them.
            Money {
                amount: 1_100_000.000_000_000_2,
                high: None,
                currency: "USD".to_owned(),
                bound: Bound::Exact,
            },
            find("$1.1 million"),
        )),
        ..Transfer::default()
    };
    let source = Source {
        name: "Minsk".to_owned(),
        kind: SourceKind::Official,
        span: Some(find("Minsk")),
        parallel: false,
    };
    let claim = Claim::new(
        id.clone(),
        vec![sentence_span],
        ClaimKind::Transfer(transfer),
        Stance::PLAIN,
        vec![source],
        "transfer/sell@1".to_owned(),
        0.93,
    );
    let doubt = Doubt {
        article: id,
        kind: DoubtKind::OpenRole,
        span: Some(find("sold")),
        what: "who sold it is not clear".to_owned(),
    };
    Added {
        article,
        raw: Some(raw),
        claims: vec![claim],
        doubts: vec![doubt],
        reader: "1.0".to_owned(),
    }
}

pub fn many(numbers: impl IntoIterator<Item = usize>) -> Vec<Added> {
    numbers.into_iter().map(added).collect()
}

/// An article that was kept but not read.
pub fn french() -> Added {
    let mut added = added(1000);
    let raw = b"<html lang=fr>".to_vec();
    added.article.id = ArticleId::of([&raw]);
    added.raw = Some(raw);
    added.article.language = "fra".to_owned();
    added.claims.clear();
    added.doubts.clear();
    added
}

pub fn origin(of: &Added) -> Origin {
    Origin {
        id: OriginId::of([of.article.id.as_str()]),
        name: "The Example".to_owned(),
        articles: vec![of.article.id.clone()],
        evidence: vec![],
    }
}

pub fn record(of: &Added) -> Record {
    let claims: Vec<ClaimId> = of.claims.iter().map(|claim| claim.id.clone()).collect();
    let cell = Cell {
        value: "AZE".into(),
        shown: "Azerbaijan".to_owned(),
        verdict: Verdict::Agreed,
        reason: "one value".to_owned(),
        claims: claims.clone(),
        origins: vec![origin(of).id],
        rivals: vec![],
    };
    Record {
        kind: attache_model::Kind::Transfer,
        id: RecordId::of([of.article.id.as_str()]),
        slots: BTreeMap::from([(SlotName::Recipient, cell)]),
        claims,
        articles: vec![of.article.id.clone()],
        origins: vec![origin(of).id],
        hedged: false,
        denied: false,
        confidence: Confidence::default(),
        review: Review::Open,
        decisions: vec![],
        conflicts: vec![],
    }
}

/// Ann confirms the claim of an article.
pub fn decision(of: &Added) -> Decision {
    let what = Ruling::Confirm {
        claims: of.claims.iter().map(Seen::of).collect(),
    };
    let made_at = "2024-06-14T12:00:00Z".parse().unwrap();
    Decision::new(made_at, "ann", what, "seen in two reports", vec![of.article.id.clone()])
}
