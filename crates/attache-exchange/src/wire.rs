//! In what JSON do articles, claims, records and origins leave the program?
//!
//! The forms are those of the codebook's chapter "On the wire". Offsets are bytes into the article's text.

use std::io::{self, Write};

use attache_model::{
    Article, Claim, ClaimKind, Money, Origin, Quantity, Record, Slot, Source, Span, Transfer, Weapon, When,
};
use serde_json::{Map, Value, json};

/// One article with its text, to which all offsets refer.
pub fn article_json(article: &Article) -> Value {
    let mut object = head(article);
    object.insert("byline".into(), json!(article.byline));
    object.insert("language".into(), json!(article.language));
    if let Some(published) = &article.published {
        let from = json!({"date": published.date, "from": published.from, "certain": published.certain});
        object.insert("published_by".into(), from);
    }
    object.insert("text".into(), json!(article.text));
    let blocks = article
        .blocks
        .iter()
        .map(|block| json!({"kind": block.kind, "start": block.span.start, "end": block.span.end}));
    object.insert("blocks".into(), blocks.collect());
    let links = article
        .links
        .iter()
        .map(|link| json!({"url": link.url, "text": link.text}));
    object.insert("links".into(), links.collect());
    Value::Object(object)
}

/// One claim of `article`: what `attache claims --format jsonl` writes on one line.
pub fn claim_json(article: &Article, claim: &Claim) -> Value {
    let ClaimKind::Transfer(transfer) = &claim.says;
    let quotes = claim.quotes.iter().map(|span| quote(article, *span));
    let sources = claim.sources.iter().map(|link| source(article, link));
    json!({
        "id": claim.id,
        "kind": "transfer",
        "article": head(article),
        "quotes": quotes.collect::<Vec<_>>(),
        "slots": transfer_slots(article, transfer),
        "stance": claim.stance,
        "sources": sources.collect::<Vec<_>>(),
        "rule": claim.rule,
        "confidence": short(claim.confidence),
    })
}

/// One line of the register, with the claims and rivals behind each slot.
pub fn record_json(record: &Record) -> Value {
    let slots: Map<String, Value> = record
        .slots
        .iter()
        .map(|(name, cell)| {
            let rivals = cell.rivals.iter().map(|rival| {
                json!({"value": rival.value, "shown": rival.shown, "claims": rival.claims, "origins": rival.origins})
            });
            let value = json!({
                "value": cell.value,
                "shown": cell.shown,
                "verdict": cell.verdict,
                "reason": cell.reason,
                "claims": cell.claims,
                "origins": cell.origins,
                "rivals": rivals.collect::<Vec<_>>(),
            });
            (name.to_string(), value)
        })
        .collect();
    json!({
        "id": record.id,
        "kind": "transfer",
        "slots": slots,
        "claims": record.claims,
        "articles": record.articles,
        "origins": record.origins,
        "hedged": record.hedged,
        "denied": record.denied,
    })
}

pub fn origin_json(origin: &Origin) -> Value {
    let evidence = origin.evidence.iter().map(|found| {
        json!({
            "kind": found.kind,
            "article": found.article,
            "other": found.other,
            "score": short(found.score),
            "what": found.what,
        })
    });
    json!({
        "id": origin.id,
        "name": origin.name,
        "articles": origin.articles,
        "evidence": evidence.collect::<Vec<_>>(),
    })
}

/// JSON Lines: one value a line, written as they come.
pub fn json_lines(values: impl IntoIterator<Item = Value>, out: &mut impl Write) -> io::Result<()> {
    for value in values {
        serde_json::to_writer(&mut *out, &value)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A JSON array, written value by value.
pub fn json_array(values: impl IntoIterator<Item = Value>, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, value) in values.into_iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &value)?;
    }
    out.write_all(b"\n]\n")
}

fn head(article: &Article) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("id".into(), json!(article.id));
    object.insert("path".into(), json!(article.path));
    object.insert("url".into(), json!(article.url));
    object.insert("title".into(), json!(article.title()));
    object.insert("outlet".into(), json!(article.outlet));
    object.insert("published".into(), json!(article.date()));
    object
}

fn quote(article: &Article, span: Span) -> Value {
    json!({"text": article.slice(span), "start": span.start, "end": span.end})
}

fn source(article: &Article, source: &Source) -> Value {
    let mut object = Map::new();
    object.insert("name".into(), json!(source.name));
    object.insert("kind".into(), json!(source.kind));
    if let Some(span) = source.span {
        place(&mut object, article, span);
    }
    if source.parallel {
        object.insert("parallel".into(), json!(true));
    }
    Value::Object(object)
}

fn transfer_slots(article: &Article, transfer: &Transfer) -> Value {
    let mut slots = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            slots.insert(name.to_owned(), value);
        }
    };
    put(
        "supplier",
        slot(article, transfer.supplier.as_ref(), |party| one(party.as_str())),
    );
    put(
        "recipient",
        slot(article, transfer.recipient.as_ref(), |party| one(party.as_str())),
    );
    if !transfer.via.is_empty() {
        let via = transfer
            .via
            .iter()
            .filter_map(|party| slot(article, Some(party), |party| one(party.as_str())));
        put("via", Some(via.collect()));
    }
    put("weapon", slot(article, transfer.weapon.as_ref(), weapon));
    put("quantity", slot(article, transfer.quantity.as_ref(), quantity));
    put(
        "stage",
        slot(article, transfer.stage.as_ref(), |stage| one(stage.as_str())),
    );
    put(
        "terms",
        slot(article, transfer.terms.as_ref(), |terms| one(terms.as_str())),
    );
    put(
        "condition",
        slot(
            article,
            transfer.condition.as_ref(),
            |condition| one(condition.as_str()),
        ),
    );
    put("value", slot(article, transfer.value.as_ref(), money));
    put("agreed", slot(article, transfer.agreed.as_ref(), when));
    put("delivered", slot(article, transfer.delivered.as_ref(), when));
    put(
        "covert",
        slot(article, transfer.covert.as_ref(), |covert| {
            fields([("value", json!(covert))])
        }),
    );
    Value::Object(slots)
}

/// The value's fields, then `text`, `start`, `end` when it is stated, or `why` when it is inferred.
fn slot<T>(article: &Article, slot: Option<&Slot<T>>, write: impl Fn(&T) -> Map<String, Value>) -> Option<Value> {
    let mut object = match slot? {
        Slot::Stated { value, span } => {
            let mut object = write(value);
            place(&mut object, article, *span);
            object.insert("how".into(), json!("stated"));
            object
        }
        Slot::Inferred { value, why } => {
            let mut object = write(value);
            object.insert("how".into(), json!("inferred"));
            object.insert("why".into(), json!(why));
            object
        }
    };
    object.retain(|key, value| key == "value" || !value.is_null());
    Some(Value::Object(object))
}

fn place(object: &mut Map<String, Value>, article: &Article, span: Span) {
    object.insert("text".into(), json!(article.slice(span)));
    object.insert("start".into(), json!(span.start));
    object.insert("end".into(), json!(span.end));
}

fn fields<const N: usize>(pairs: [(&str, Value); N]) -> Map<String, Value> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn one(word: &str) -> Map<String, Value> {
    fields([("value", json!(word))])
}

fn weapon(weapon: &Weapon) -> Map<String, Value> {
    fields([
        ("value", json!(weapon.designation)),
        ("description", json!(weapon.description)),
        ("category", json!(weapon.category)),
    ])
}

fn quantity(quantity: &Quantity) -> Map<String, Value> {
    fields([
        ("value", json!(quantity.value)),
        ("high", json!(quantity.high)),
        ("bound", json!(quantity.bound)),
    ])
}

fn money(money: &Money) -> Map<String, Value> {
    fields([
        ("amount", json!(money.amount)),
        ("high", json!(money.high)),
        ("currency", json!(money.currency)),
        ("bound", json!(money.bound)),
    ])
}

fn when(when: &When) -> Map<String, Value> {
    fields([("value", json!(when)), ("precision", json!(when.precision))])
}

/// A score with three digits, so that 0.93 is not written as 0.9300000071525574.
fn short(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}
