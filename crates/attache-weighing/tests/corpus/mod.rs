//! How are the corpus' gold claims read for the tests?
//!
//! A crude reading: tags are stripped and the main text is what lies between the gold's first and last words.

#![allow(dead_code)] // each test takes what it needs

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use attache_model::{
    Actor, Amount, ArticleId, Bound, Category, Claim, ClaimKind, Condition, Event, EventType, Figure, Kind, Measure,
    Money, Party, Polarity, Quantity, Slot, Source, Span, Stage, Stance, Terms, Transfer, Weapon, When,
};
use attache_weighing::ArticleView;
use toml::{Table, Value};

pub struct Story {
    pub name: String,
    pub articles: Vec<ArticleView<'static>>,
    /// Label of each article's origin, unique within the story.
    pub origins: Vec<String>,
    /// Of all kinds.
    pub claims: Vec<Claim>,
    pub records: Vec<GoldRecord>,
}

pub struct GoldRecord {
    pub kind: Kind,
    pub name: String,
    /// Indices of the story's claims.
    pub claims: Vec<usize>,
    pub origins: usize,
    pub disputed: Vec<String>,
    pub superseded: Vec<String>,
    pub denied: bool,
    pub stage: String,
}

pub fn stories() -> Vec<Story> {
    let train = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/train");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(train)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.retain(|folder| folder.join("gold.toml").exists());
    folders.sort();
    folders.iter().map(|folder| story(folder)).collect()
}

/// How a claim of one kind is read from the gold of a story.
type Read = fn(&str, &Value) -> Claim;

fn story(folder: &Path) -> Story {
    let gold: Table = std::fs::read_to_string(folder.join("gold.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let tables = |key: &str| gold.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut articles = Vec::new();
    let mut origins = Vec::new();
    for article in tables("article") {
        articles.push(view(folder, &name, &article));
        origins.push(format!("{name}/{}", word(&article, "origin").unwrap()));
    }
    let kinds: [(&str, Read); 3] = [("claim", transfer), ("event", event), ("figure", figure)];
    let claims: Vec<(String, Claim)> = kinds
        .iter()
        .flat_map(|(key, read)| {
            let named = |gold: &Value| (word(gold, "id").unwrap().to_owned(), read(&name, gold));
            tables(key).iter().map(named).collect::<Vec<_>>()
        })
        .collect();
    let place: BTreeMap<&str, usize> = claims
        .iter()
        .enumerate()
        .map(|(at, (id, _))| (id.as_str(), at))
        .collect();
    let records = [
        ("record", Kind::Transfer),
        ("event_record", Kind::Event),
        ("figure_record", Kind::Figure),
    ];
    let records = records
        .iter()
        .flat_map(|(key, kind)| {
            tables(key)
                .iter()
                .map(|gold| record(*kind, gold, &place))
                .collect::<Vec<_>>()
        })
        .collect();
    Story {
        name,
        articles,
        origins,
        records,
        claims: claims.into_iter().map(|(_, claim)| claim).collect(),
    }
}

fn article_id(story: &str, file: &str) -> ArticleId {
    ArticleId(format!("{story}/{file}"))
}

fn view(folder: &Path, story: &str, gold: &Value) -> ArticleView<'static> {
    let file = word(gold, "file").unwrap();
    let page = plain(&std::fs::read_to_string(folder.join(file)).unwrap());
    let (starts, ends) = (word(gold, "body_starts").unwrap(), word(gold, "body_ends").unwrap());
    let start = page.find(starts).unwrap_or(0);
    let end = page[start..]
        .find(ends)
        .map_or(page.len(), |at| start + at + ends.len());
    let title = word(gold, "title").unwrap().to_owned();
    let published = word(gold, "published")
        .and_then(|date| date.parse::<When>().ok())
        .and_then(|when| when.first);
    // What stands around the main text and names an agency: the byline and the credit line.
    let edges = page[..start].lines().chain(page[end..].lines()).map(str::trim);
    let credits = edges.filter(|line| {
        line.len() < 100
            && ["by ", "source:", "with agenc"]
                .iter()
                .any(|cue| line.to_lowercase().contains(cue))
    });
    ArticleView {
        id: article_id(story, file),
        title: Some(title.clone()),
        outlet: word(gold, "outlet").map(str::to_owned),
        published,
        credits: credits.map(str::to_owned).collect(),
        text: format!("{title}\n{}", &page[start..end]).into(),
        links: Vec::new(),
        url: None,
    }
}

/// Text of a page: tags out, block ends to line ends, the common entities decoded.
fn plain(page: &str) -> String {
    if !page.trim_start().starts_with('<') {
        return page.to_owned();
    }
    let mut text = String::new();
    for (nth, part) in page.split('<').enumerate() {
        let (tag, rest) = if nth == 0 {
            ("", part)
        } else {
            part.split_once('>').unwrap_or((part, ""))
        };
        if ["/p", "/P", "/h", "/H", "/div", "/li", "br"]
            .iter()
            .any(|block| tag.starts_with(block))
        {
            text.push('\n');
        }
        text.push_str(rest);
    }
    let entities = [
        ("&quot;", "\""),
        ("&#039;", "'"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&nbsp;", " "),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&#8217;", "’"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&pound;", "£"),
        ("&euro;", "€"),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text, |text, (from, to)| text.replace(from, to))
}

fn transfer(story: &str, gold: &Value) -> Claim {
    let weapon_text = gold
        .get("weapon")
        .and_then(|weapon| word(weapon, "text"))
        .unwrap_or_default();
    let category: Category = word(&gold["category"], "value").unwrap().parse().unwrap();
    let designation = gold
        .get("weapon")
        .and_then(|weapon| word(weapon, "value"))
        .map(str::to_owned);
    let weapon = Weapon {
        designation,
        description: weapon_text.to_owned(),
        category,
    };
    let transfer = Transfer {
        supplier: gold.get("supplier").and_then(party),
        recipient: gold.get("recipient").and_then(party),
        via: gold
            .get("via")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(party)
            .collect(),
        weapon: Some(slot(gold.get("weapon"), weapon)),
        quantity: gold.get("quantity").map(|gold| slot(Some(gold), quantity(gold))),
        stage: parsed::<Stage>(gold, "stage"),
        terms: parsed::<Terms>(gold, "terms"),
        condition: parsed::<Condition>(gold, "condition"),
        value: gold.get("value").map(|gold| slot(Some(gold), money(gold))),
        agreed: parsed::<When>(gold, "agreed"),
        delivered: parsed::<When>(gold, "delivered"),
        covert: gold
            .get("covert")
            .map(|gold| slot(Some(gold), gold["value"].as_bool().unwrap())),
    };
    claim(story, gold, ClaimKind::Transfer(transfer))
}

fn event(story: &str, gold: &Value) -> Claim {
    let actors = |key: &str| {
        let actors = gold.get(key).and_then(Value::as_array).into_iter().flatten();
        let actor = |gold: &Value| Some(slot(Some(gold), Actor::from(party(gold)?.value().clone())));
        actors.filter_map(actor).collect()
    };
    let event = Event {
        event: parsed::<EventType>(gold, "type").unwrap(),
        mode: word(gold, "mode").map(|mode| Slot::inferred(mode.parse().unwrap(), "as the gold says")),
        actors: actors("actors"),
        recipients: actors("recipients"),
        date: parsed::<When>(gold, "date"),
        place: text(gold, "place"),
        contexts: Vec::new(),
    };
    claim(story, gold, ClaimKind::Event(event))
}

fn figure(story: &str, gold: &Value) -> Claim {
    let value = &gold["value"];
    let number = |key: &str| {
        let number = value.get(key)?;
        number.as_float().or(number.as_integer().map(|number| number as f64))
    };
    let amount = Amount {
        value: number("value").or(number("low")).unwrap(),
        high: number("high"),
        bound: word(value, "bound").unwrap().parse().unwrap(),
        unit: word(value, "unit").map(str::to_owned),
    };
    let of = |key: &str| gold.get("subject").and_then(|subject| word(subject, key));
    let named = |name: &str| Slot::inferred(party_of(name), "as the gold says");
    let figure = Figure {
        measure: parsed::<Measure>(gold, "measure").unwrap(),
        value: slot(Some(value), amount),
        subject: of("text").and_then(|_| text(gold, "subject")),
        party: of("party").map(named),
        supplier: gold.get("supplier").and_then(party),
        as_of: parsed::<When>(gold, "as_of"),
        place: text(gold, "place"),
        event: word(gold, "event").map(|event| Slot::inferred(event.parse().unwrap(), "as the gold says")),
    };
    claim(story, gold, ClaimKind::Figure(figure))
}

fn text(gold: &Value, key: &str) -> Option<Slot<String>> {
    let gold = gold.get(key)?;
    Some(slot(Some(gold), word(gold, "text")?.to_owned()))
}

fn claim(story: &str, gold: &Value, says: ClaimKind) -> Claim {
    let article = article_id(story, word(gold, "article").unwrap());
    let quotes: Vec<Span> = gold["quotes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|quote| stand_in(quote.as_str().unwrap()))
        .collect();
    let stance = &gold["stance"];
    let stance = Stance {
        polarity: word(stance, "polarity").unwrap().parse::<Polarity>().unwrap(),
        certainty: word(stance, "certainty").unwrap().parse().unwrap(),
        time: word(stance, "time").unwrap().parse().unwrap(),
    };
    let sources = gold
        .get("sources")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|source| Source {
            name: word(source, "name").unwrap().to_owned(),
            kind: word(source, "kind").unwrap().parse().unwrap(),
            span: None,
            parallel: source.get("parallel").and_then(Value::as_bool).unwrap_or_default(),
        });
    Claim::new(
        article,
        quotes,
        says,
        stance,
        sources.collect(),
        "gold@1".to_owned(),
        1.0,
    )
}

/// A span that is the same for the same words of one article: gold quotes are not placed in the text here.
fn stand_in(words: &str) -> Span {
    let start = words.bytes().fold(7_usize, |hash, byte| {
        (hash.wrapping_mul(31) + usize::from(byte)) % 1_000_003
    });
    Span::new(start, start + words.len())
}

fn slot<T>(gold: Option<&Value>, value: T) -> Slot<T> {
    match gold.and_then(|gold| word(gold, "text")) {
        Some(text) => Slot::stated(value, stand_in(text)),
        None => Slot::inferred(value, "as the gold says"),
    }
}

fn parsed<T: std::str::FromStr>(gold: &Value, key: &str) -> Option<Slot<T>> {
    let gold = gold.get(key)?;
    Some(slot(Some(gold), word(gold, "value")?.parse().ok()?))
}

fn party(gold: &Value) -> Option<Slot<Party>> {
    let name = word(gold, "value").filter(|name| *name != "unknown")?;
    Some(slot(Some(gold), party_of(name)))
}

fn party_of(name: &str) -> Party {
    if name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Party::State(name.to_owned())
    } else {
        Party::Named(name.to_owned())
    }
}

fn quantity(gold: &Value) -> Quantity {
    let number = |key: &str| gold.get(key).and_then(Value::as_integer).map(|number| number as u64);
    Quantity {
        value: number("value").or(number("low")).unwrap(),
        high: number("high"),
        bound: word(gold, "bound").unwrap().parse::<Bound>().unwrap(),
    }
}

fn money(gold: &Value) -> Money {
    let number = |key: &str| {
        gold.get(key)
            .and_then(|value| value.as_float().or(value.as_integer().map(|number| number as f64)))
    };
    Money {
        amount: number("amount").or(number("low")).unwrap(),
        high: number("high"),
        currency: word(gold, "currency").unwrap().to_owned(),
        bound: word(gold, "bound").unwrap().parse().unwrap(),
    }
}

fn record(kind: Kind, gold: &Value, place: &BTreeMap<&str, usize>) -> GoldRecord {
    let words = |key: &str| -> Vec<String> {
        gold.get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    GoldRecord {
        kind,
        name: word(gold, "id").unwrap().to_owned(),
        claims: words("claims").iter().map(|id| place[id.as_str()]).collect(),
        origins: gold["origins"].as_integer().unwrap() as usize,
        disputed: words("disputed"),
        superseded: words("superseded"),
        denied: gold.get("denied").and_then(Value::as_bool).unwrap_or_default(),
        stage: word(gold, "stage").unwrap_or_default().to_owned(),
    }
}

fn word<'a>(gold: &'a Value, key: &str) -> Option<&'a str> {
    gold.get(key)?.as_str()
}
