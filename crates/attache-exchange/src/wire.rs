//! In what JSON do articles, claims, records and origins leave the program?
//!
//! The forms are those of the codebook's chapter "On the wire". Offsets are bytes into the article's text.

use std::io::{self, Write};

use attache_model::{
    Actor, Amount, Article, Claim, ClaimKind, Event, Figure, Money, Origin, Party, Quantity, Record, Slot, Source,
    Span, Transfer, Weapon, When,
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
    let slots = match &claim.says {
        ClaimKind::Transfer(transfer) => transfer_slots(article, transfer),
        ClaimKind::Event(event) => event_slots(article, event),
        ClaimKind::Figure(figure) => figure_slots(article, figure),
    };
    let quotes = claim.quotes.iter().map(|span| quote(article, *span));
    let sources = claim.sources.iter().map(|link| source(article, link));
    json!({
        "id": claim.id,
        "kind": claim.kind(),
        "article": head(article),
        "quotes": quotes.collect::<Vec<_>>(),
        "slots": slots,
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
                let mut told = json!({"value": rival.value, "shown": rival.shown, "claims": rival.claims, "origins": rival.origins});
                if let Some(verdict) = rival.verdict {
                    told["verdict"] = json!(verdict);
                }
                told
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
        "kind": record.kind,
        "slots": slots,
        "claims": record.claims,
        "articles": record.articles,
        "origins": record.origins,
        "hedged": record.hedged,
        "denied": record.denied,
        "confidence": {"score": short(record.confidence.score), "why": record.confidence.why},
        "review": record.review,
        "decisions": record.decisions,
        "conflicts": record.conflicts,
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

/// Slots by name; what is not filled is left out.
#[derive(Default)]
struct Slots(Map<String, Value>);

impl Slots {
    fn put(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// A list that is left out when it is empty.
    fn put_all<T>(
        &mut self,
        name: &str,
        article: &Article,
        slots: &[Slot<T>],
        write: impl Fn(&T) -> Map<String, Value>,
    ) {
        let values: Vec<Value> = slots
            .iter()
            .filter_map(|each| slot(article, Some(each), &write))
            .collect();
        if !values.is_empty() {
            self.0.insert(name.to_owned(), Value::Array(values));
        }
    }
}

fn transfer_slots(article: &Article, transfer: &Transfer) -> Value {
    let party = |of| slot(article, of, |party: &Party| one(party.as_str()));
    let mut slots = Slots::default();
    slots.put("supplier", party(transfer.supplier.as_ref()));
    slots.put("recipient", party(transfer.recipient.as_ref()));
    slots.put_all("via", article, &transfer.via, |party| one(party.as_str()));
    slots.put("weapon", slot(article, transfer.weapon.as_ref(), weapon));
    slots.put("quantity", slot(article, transfer.quantity.as_ref(), quantity));
    slots.put(
        "stage",
        slot(article, transfer.stage.as_ref(), |stage| one(stage.as_str())),
    );
    slots.put(
        "terms",
        slot(article, transfer.terms.as_ref(), |terms| one(terms.as_str())),
    );
    slots.put(
        "condition",
        slot(article, transfer.condition.as_ref(), |word| one(word.as_str())),
    );
    slots.put("value", slot(article, transfer.value.as_ref(), money));
    slots.put("agreed", slot(article, transfer.agreed.as_ref(), when));
    slots.put("delivered", slot(article, transfer.delivered.as_ref(), when));
    slots.put(
        "covert",
        slot(article, transfer.covert.as_ref(), |covert| {
            fields([("value", json!(covert))])
        }),
    );
    Value::Object(slots.0)
}

fn event_slots(article: &Article, event: &Event) -> Value {
    let mut slots = Slots::default();
    slots.put("type", slot(article, Some(&event.event), |kind| one(kind.as_str())));
    slots.put("mode", slot(article, event.mode.as_ref(), |mode| one(mode.as_str())));
    slots.put_all("actors", article, &event.actors, actor);
    slots.put_all("recipients", article, &event.recipients, actor);
    slots.put("date", slot(article, event.date.as_ref(), when));
    slots.put("place", slot(article, event.place.as_ref(), |place| one(place)));
    if !event.contexts.is_empty() {
        slots.put("contexts", Some(json!(event.contexts)));
    }
    Value::Object(slots.0)
}

fn figure_slots(article: &Article, figure: &Figure) -> Value {
    let party = |of| slot(article, of, |party: &Party| one(party.as_str()));
    let mut slots = Slots::default();
    slots.put(
        "measure",
        slot(article, Some(&figure.measure), |word| one(word.as_str())),
    );
    slots.put("value", slot(article, Some(&figure.value), amount));
    slots.put(
        "subject",
        slot(article, figure.subject.as_ref(), |subject| one(subject)),
    );
    slots.put("party", party(figure.party.as_ref()));
    slots.put("supplier", party(figure.supplier.as_ref()));
    slots.put("as_of", slot(article, figure.as_of.as_ref(), when));
    slots.put("place", slot(article, figure.place.as_ref(), |place| one(place)));
    slots.put("event", slot(article, figure.event.as_ref(), |kind| one(kind.as_str())));
    Value::Object(slots.0)
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

fn actor(actor: &Actor) -> Map<String, Value> {
    fields([("value", json!(actor.party.as_str())), ("sector", json!(actor.sector))])
}

fn amount(amount: &Amount) -> Map<String, Value> {
    fields([
        ("value", json!(amount.value)),
        ("high", json!(amount.high)),
        ("bound", json!(amount.bound)),
        ("unit", json!(amount.unit)),
    ])
}

fn when(when: &When) -> Map<String, Value> {
    fields([("value", json!(when)), ("precision", json!(when.precision))])
}

/// A score with three digits, so that 0.93 is not written as 0.9300000071525574.
fn short(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}
