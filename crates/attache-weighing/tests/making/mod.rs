//! How are small claims and articles made for the tests?
//!
//! A claim is one line: `article 2024-06-14 | BLR > AZE | Groza-S / electronic … | 12 | delivered | agreed 2018 | …`; see [`claim`].

#![allow(dead_code)] // each test takes what it needs

use attache_model::{
    ArticleId, Bound, Category, Certainty, Claim, ClaimKind, Decision, Money, Party, Polarity, Quantity, Ruling, Seen,
    Slot, Source, SourceKind, Span, Stage, Stance, Tense, Transfer, Weapon, When,
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
            ("denied", _) => stance.polarity = Polarity::Denied,
            ("likely", _) => stance.certainty = Certainty::Likely,
            ("planned", _) => stance.time = Tense::Planned,
            ("by", name) => sources.push(source(name, SourceKind::Official)),
            ("citing", name) => sources.push(source(name, SourceKind::Agency)),
            _ => transfer.quantity = Some(Slot::inferred(quantity(part), "test")),
        }
    }
    let start = line
        .bytes()
        .fold(0_usize, |hash, byte| (hash * 31 + usize::from(byte)) % 100_003);
    Claim::new(
        ArticleId(article.to_owned()),
        vec![Span::new(start, start + 10)],
        ClaimKind::Transfer(transfer),
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
