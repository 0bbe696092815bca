//! In what forms do articles, claims and the register leave?

use std::collections::BTreeMap;

use attache_exchange::{Input, article, tables, wire};
use attache_model::*;
use serde_json::{Value, json};

const TEXT: &str = "Kenya to get boats\n\nTurkey sold Kenya eight patrol boats in 2024 for about $90 million, the ministry said on Thursday in Nairobi.";

fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn claim(article: &Article) -> Claim {
    let at = |words: &str| span(&article.text, words);
    let transfer = Transfer {
        supplier: Some(Slot::stated(Party::State("TUR".into()), at("Turkey"))),
        recipient: Some(Slot::inferred(Party::State("KEN".into()), "from the title")),
        weapon: Some(Slot::stated(
            Weapon {
                designation: None,
                description: "patrol boats".into(),
                category: Category::Ships,
            },
            at("patrol boats"),
        )),
        quantity: Some(Slot::stated(Quantity::exact(8), at("eight"))),
        value: Some(Slot::stated(
            Money {
                amount: 90e6,
                high: None,
                currency: "USD".into(),
                bound: Bound::About,
            },
            at("about $90 million"),
        )),
        delivered: Some(Slot::stated("2024".parse().unwrap(), at("2024"))),
        ..Transfer::default()
    };
    let source = Source {
        name: "the ministry".into(),
        kind: SourceKind::Official,
        span: Some(at("the ministry")),
        parallel: false,
    };
    let quote = article.blocks.last().unwrap().span;
    Claim::new(
        article.id.clone(),
        vec![quote],
        ClaimKind::Transfer(transfer),
        Stance::PLAIN,
        vec![source],
        "transfer/sell@1".into(),
        0.93,
    )
}

#[test]
fn a_claim_has_the_codebooks_form() {
    let (article, _) = article(&Input::new("a.txt", TEXT)).unwrap();
    let value = wire::claim_json(&article, &claim(&article));
    assert_eq!(value["kind"], "transfer");
    assert_eq!(value["article"]["title"], "Kenya to get boats");
    assert_eq!(value["article"]["published"], Value::Null);
    assert_eq!(
        value["slots"]["supplier"],
        json!({"value": "TUR", "text": "Turkey", "start": 20, "end": 26, "how": "stated"})
    );
    assert_eq!(
        value["slots"]["recipient"],
        json!({"value": "KEN", "how": "inferred", "why": "from the title"})
    );
    assert_eq!(
        value["slots"]["weapon"],
        json!({"value": null, "description": "patrol boats", "category": "ships", "text": "patrol boats", "start": 44, "end": 56, "how": "stated"})
    );
    assert_eq!(value["slots"]["quantity"]["bound"], "exact");
    assert_eq!(value["slots"]["value"]["amount"], 90e6);
    assert_eq!(value["slots"]["delivered"]["value"], "2024");
    assert_eq!(value["slots"].get("covert"), None);
    assert_eq!(
        value["stance"],
        json!({"polarity": "affirmed", "certainty": "asserted", "time": "past"})
    );
    assert_eq!(value["sources"][0]["kind"], "official");
    assert_eq!(value["confidence"], 0.93);
    let quote = &value["quotes"][0];
    let (start, end) = (
        quote["start"].as_u64().unwrap() as usize,
        quote["end"].as_u64().unwrap() as usize,
    );
    assert_eq!(&article.text[start..end], quote["text"].as_str().unwrap());
}

#[test]
fn an_article_carries_the_text_that_offsets_refer_to() {
    let (article, _) = article(&Input::new("a.txt", TEXT)).unwrap();
    let value = wire::article_json(&article);
    assert_eq!(value["text"], TEXT);
    assert_eq!(value["blocks"][0], json!({"kind": "title", "start": 0, "end": 18}));
}

fn record(shown: &str) -> Record {
    let cell = Cell {
        value: json!("KEN"),
        shown: shown.to_owned(),
        verdict: Verdict::Disputed,
        reason: "two origins differ".into(),
        claims: vec![ClaimId("c1".into())],
        origins: vec![OriginId("o1".into())],
        rivals: vec![Rival {
            value: json!("UGA"),
            shown: "Uganda".into(),
            claims: vec![ClaimId("c2".into())],
            origins: vec![OriginId("o2".into())],
            verdict: None,
        }],
    };
    Record {
        id: RecordId("r1".into()),
        kind: attache_model::Kind::Transfer,
        slots: BTreeMap::from([(SlotName::Recipient, cell)]),
        claims: vec![ClaimId("c1".into()), ClaimId("c2".into())],
        articles: vec![ArticleId("a1".into())],
        origins: vec![OriginId("o1".into()), OriginId("o2".into())],
        hedged: false,
        denied: false,
        confidence: Confidence::default(),
        review: Review::Open,
        decisions: vec![],
        conflicts: vec![],
    }
}

#[test]
fn records_and_origins_in_json() {
    let value = wire::record_json(&record("Kenya"));
    assert_eq!(value["slots"]["recipient"]["verdict"], "disputed");
    assert_eq!(value["slots"]["recipient"]["rivals"][0]["value"], "UGA");
    assert_eq!(value["origins"], json!(["o1", "o2"]));
    let mut lines = Vec::new();
    wire::json_lines([json!({"a": 1}), json!({"a": 2})], &mut lines).unwrap();
    assert_eq!(String::from_utf8(lines).unwrap(), "{\"a\":1}\n{\"a\":2}\n");
    let mut array = Vec::new();
    wire::json_array([json!(1), json!(2)], &mut array).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&array).unwrap(), json!([1, 2]));
    let mut empty = Vec::new();
    wire::json_array([], &mut empty).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&empty).unwrap(), json!([]));
}

#[test]
fn no_cell_is_a_formula_and_no_text_is_markup() {
    for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
        assert!(tables::inert(formula).starts_with('\''), "{formula:?}");
        let mut out = Vec::new();
        tables::csv(attache_model::Kind::Transfer, [&record(formula)], &mut out).unwrap();
        let mut reader = csv::Reader::from_reader(out.as_slice());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[2], format!("'{formula}"));
        assert_eq!(&row[row.len() - 1], "recipient");
    }
    assert_eq!(tables::inert("Kenya"), "Kenya");
    let mut out = Vec::new();
    tables::markdown(
        attache_model::Kind::Transfer,
        [&record("<script>|[x](y)\n*a*")],
        &mut out,
    )
    .unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("&lt;script&gt;\\|\\[x\\](y) \\*a\\*"), "{text}");
    assert_eq!(text.lines().count(), 3);
}
