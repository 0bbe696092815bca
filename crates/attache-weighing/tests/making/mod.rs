//! How are small claims and articles made for the tests?
//!
//! A claim is one line: `article 2024-06-14 | BLR > AZE | Groza-S / electronic … | 12 | delivered | agreed 2018 | …`; see [`claim`].

#![allow(dead_code)] // each test takes what it needs

use attache_model::{
    Actor, Amount, ArticleId, Bound, Category, Certainty, Claim, ClaimKind, Decision, Event, Figure, Measure, Money,
    Party, Polarity, Quantity, Ruling, Seen, Slot, Source, SourceKind, Span, Stage, Stance, Tense, Transfer, Weapon,
    When,
};
use attache_weighing::ArticleView;

/// `id date`, such as `a 2024-06-14`; the text is unlike any other article's.
pub fn article(head: &str) -> ArticleView<'static> {
    let (id, date) = head.split_once(' ').unwrap_or((head, ""));
    let text: String = (0..120).map(|n| format!("{id}{n} ")).collect();
    view(id, date, &text)
}

pub fn view(id: &str, date: &str, text: &str) -> ArticleView<'static> {
    ArticleView {
        id: ArticleId(id.to_owned()),
        title: None,
        outlet: Some(format!("Outlet {id}")),
        published: date.parse::<When>().ok().and_then(|when| when.first),
        text: text.to_owned().into(),
        credits: Vec::new(),
        links: Vec::new(),
        url: None,
    }
}

/// One claim from a line of parts between bars: article, `supplier > recipient`, `weapon` or `weapon (category)`, stage, then any of a number with its
/// bound sign, `agreed …`, `delivered …`, `value 3e9 USD`, `denied`, `likely`, `planned`, `by Name`, `citing Outlet`. Each line has a sentence of its own.
pub fn claim(line: &str) -> Claim {
    let mut parts = line.split('|').map(str::trim);
    let article = parts.next().unwrap();
    let (supplier, recipient) = parts.next().unwrap().split_once('>').unwrap();
    let party = |name: &str| {
        Some(name.trim())
            .filter(|name| *name != "?")
            .map(|name| Slot::inferred(Party::State(name.to_owned()), "test"))
    };
    let weapon = parts.next().unwrap();
    let (name, category) = weapon
        .split_once(" (")
        .map_or((weapon, "armoured vehicles"), |(name, category)| {
            (name, category.trim_end_matches(')'))
        });
    let named = name.chars().any(|c| c.is_ascii_digit());
    let weapon = Weapon {
        designation: named.then(|| name.to_owned()),
        description: name.to_owned(),
        category: category.parse::<Category>().unwrap(),
    };
    let stage = parts.next().unwrap().parse::<Stage>().unwrap();
    let mut transfer = Transfer {
        supplier: party(supplier),
        recipient: party(recipient),
        weapon: Some(Slot::inferred(weapon, "test")),
        stage: Some(Slot::inferred(stage, "test")),
        ..Transfer::default()
    };
    let mut stance = Stance::PLAIN;
    let mut sources = Vec::new();
    for part in parts {
        match part.split_once(' ').unwrap_or((part, "")) {
            ("agreed", when) => transfer.agreed = Some(Slot::inferred(when.parse().unwrap(), "test")),
            ("delivered", when) => transfer.delivered = Some(Slot::inferred(when.parse().unwrap(), "test")),
            ("value", sum) => {
                let (amount, currency) = sum.split_once(' ').unwrap();
                let money = Money {
                    amount: amount.parse().unwrap(),
                    high: None,
                    currency: currency.to_owned(),
                    bound: Bound::Exact,
                };
                transfer.value = Some(Slot::inferred(money, "test"));
            }
            (number, "") if number.ends_with(|c: char| c.is_ascii_digit()) => {
                transfer.quantity = Some(inferred(quantity(number)));
            }
            other => manner(other, &mut stance, &mut sources),
        }
    }
    told(article, line, ClaimKind::Transfer(transfer), stance, sources)
}

/// A claim of an event: article, type and mode, `actors > recipients`, then any of `on 2024-06-13`, `at Place`, `denied`, `planned`, `by Name`,
/// `citing Outlet`.
pub fn event(line: &str) -> Claim {
    let mut parts = line.split('|').map(str::trim);
    let article = parts.next().unwrap();
    let (kind, mode) = parts
        .next()
        .map(|kind| kind.split_once(' ').unwrap_or((kind, "")))
        .unwrap();
    let (actors, recipients) = parts.next().unwrap().split_once('>').unwrap();
    let parties = |names: &str| {
        let names = names
            .split(',')
            .map(str::trim)
            .filter(|name| !matches!(*name, "" | "?"));
        names
            .map(|name| inferred(Actor::from(Party::State(name.to_owned()))))
            .collect()
    };
    let mut event = Event::of(inferred(kind.parse().unwrap()));
    event.mode = Some(mode)
        .filter(|mode| !mode.is_empty())
        .map(|mode| inferred(mode.parse().unwrap()));
    event.actors = parties(actors);
    event.recipients = parties(recipients);
    let (mut stance, mut sources) = (Stance::PLAIN, Vec::new());
    for part in parts {
        match part.split_once(' ').unwrap_or((part, "")) {
            ("on", when) => event.date = Some(inferred(when.parse().unwrap())),
            ("at", place) => event.place = Some(inferred(place.to_owned())),
            other => manner(other, &mut stance, &mut sources),
        }
    }
    told(article, line, ClaimKind::Event(event), stance, sources)
}

/// A claim of a figure: article, measure, a number with its bound sign and unit, then any of `of Subject`, `party ARM`, `from RUS`,
/// `as-of 2023-09-26`, `at Place`, `in ASSAULT`, `denied`, `by Name`, `citing Outlet`.
pub fn figure(line: &str) -> Claim {
    let mut parts = line.split('|').map(str::trim);
    let article = parts.next().unwrap();
    let measure: Measure = parts.next().unwrap().parse().unwrap();
    let number = parts.next().unwrap();
    let (number, unit) = number
        .split_once(' ')
        .map_or((number, None), |(number, unit)| (number, Some(unit)));
    let Quantity { value, bound, .. } = quantity(number);
    let amount = Amount {
        value: value as f64,
        high: None,
        bound,
        unit: unit.map(str::to_owned),
    };
    let mut figure = Figure::of(inferred(measure), inferred(amount));
    let (mut stance, mut sources) = (Stance::PLAIN, Vec::new());
    let state = |name: &str| Some(inferred(Party::State(name.to_owned())));
    for part in parts {
        match part.split_once(' ').unwrap_or((part, "")) {
            ("of", subject) => figure.subject = Some(inferred(subject.to_owned())),
            ("party", name) => figure.party = state(name),
            ("from", name) => figure.supplier = state(name),
            ("as-of", when) => figure.as_of = Some(inferred(when.parse().unwrap())),
            ("at", place) => figure.place = Some(inferred(place.to_owned())),
            ("in", kind) => figure.event = Some(inferred(kind.parse().unwrap())),
            other => manner(other, &mut stance, &mut sources),
        }
    }
    told(article, line, ClaimKind::Figure(figure), stance, sources)
}

/// How it is said, and by whom.
fn manner(part: (&str, &str), stance: &mut Stance, sources: &mut Vec<Source>) {
    match part {
        ("denied", _) => stance.polarity = Polarity::Denied,
        ("likely", _) => stance.certainty = Certainty::Likely,
        ("planned", _) => stance.time = Tense::Planned,
        ("by", name) => sources.push(source(name, SourceKind::Official)),
        ("seen", name) => sources.push(source(name, SourceKind::Document)),
        ("citing", name) => sources.push(source(name, SourceKind::Agency)),
        other => panic!("{other:?} says nothing"),
    }
}

fn inferred<T>(value: T) -> Slot<T> {
    Slot::inferred(value, "test")
}

/// Each line has a sentence of its own.
fn told(article: &str, line: &str, says: ClaimKind, stance: Stance, sources: Vec<Source>) -> Claim {
    let start = line
        .bytes()
        .fold(0_usize, |hash, byte| (hash * 31 + usize::from(byte)) % 100_003);
    Claim::new(
        ArticleId(article.to_owned()),
        vec![Span::new(start, start + 10)],
        says,
        stance,
        sources,
        "test@1".to_owned(),
        1.0,
    )
}

fn quantity(text: &str) -> Quantity {
    let bound = match text.chars().next() {
        Some('≥') => Bound::AtLeast,
        Some('≤') => Bound::AtMost,
        Some('~') => Bound::About,
        _ => Bound::Exact,
    };
    Quantity {
        value: text.trim_start_matches(['≥', '≤', '~']).parse().unwrap(),
        high: None,
        bound,
    }
}

fn source(name: &str, kind: SourceKind) -> Source {
    Source {
        name: name.to_owned(),
        kind,
        span: None,
        parallel: false,
    }
}

/// A decision of `who`, made on that day of January 2025.
pub fn decision(day: u8, who: &str, what: Ruling, seen: &[&str]) -> Decision {
    let made_at = format!("2025-01-{day:02}T12:00:00Z").parse().unwrap();
    let seen = seen.iter().map(|id| ArticleId((*id).to_owned())).collect();
    Decision::new(made_at, who, what, "because", seen)
}

pub fn seen(claims: &[&Claim]) -> Vec<Seen> {
    claims.iter().map(|claim| Seen::of(claim)).collect()
}
