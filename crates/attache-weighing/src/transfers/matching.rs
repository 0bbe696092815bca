//! Do two claims speak of one transfer?
//!
//! First what rules it out ([`barrier`]), then what speaks for and against it ([`compare`]): named comparisons that keep both values.

use attache_model::{Category, Quantity, Span, Stage, Terms};

use super::designation::{Designation, Kinship};
use super::facts::Facts;
use crate::Comparison;
use crate::cells::Told;
use crate::measure::Range;
use crate::periods::Period;

/// Sum of weights from which two claims are held to speak of one transfer.
pub const ONE_TRANSFER: f32 = 2.0;

/// Days that one deal's deliveries may lie apart when two claims date them.
const DELIVERIES_APART: i32 = 700;
/// Days that two words on one agreement may lie apart.
const AGREEMENTS_APART: i32 = 700;
/// Days from an agreement within which its arms arrive.
const LONGEST_DEAL: i32 = 12 * 365;
/// Days before a dated agreement by which its arms may already have come.
const EARLY_ARRIVAL: i32 = 200;
/// Days after an arrival from which a new request or offer is another deal.
const NEXT_DEAL: i32 = 365;
/// Days after an order from which a request is for more.
const NEXT_ORDER: i32 = 5 * 365;
/// Days after an arrival from which stopping the deal must mean another.
const STOPPED_AFTER: i32 = 730;

/// Names that some description uses together for one weapon ("Patriot GEM-T interceptors").
pub type Aliases = [(Designation, Designation)];

/// Why two claims of the same parties cannot speak of one transfer.
pub fn barrier(a: &Facts, b: &Facts, aliases: &Aliases) -> Option<&'static str> {
    let same_article = a.article() == b.article();
    match kinship(a, b, aliases) {
        Some(kin) if !kin.is_compatible() => return Some("two different designations"),
        // "THAAD fire control stations" go with the missiles of that name, or with the batteries.
        Some(_) if a.category != b.category && both_specified(a, b) && !(a.adopted || b.adopted) => {
            return Some("one name, two sorts of weapon");
        }
        Some(_) => {}
        None => {
            if a.category != b.category {
                return Some("two categories");
            }
            // "At 44 million rather than 39.5": what is affirmed and what is denied of it are no two items.
            let one_breath = a.is_denied() != b.is_denied() && a.words == b.words;
            if same_article && !one_breath && distinct_items(a, b) {
                return Some("two items of one report");
            }
            if kinds_apart(a, b) {
                return Some("two kinds of weapon");
            }
            if a.designation.is_none() && b.designation.is_none() && nothing_in_common(a, b) {
                return Some("two descriptions");
            }
        }
    }
    if a.category == Category::Unspecified
        && a.value
            .zip(b.value)
            .is_some_and(|(a, b)| a.currency == b.currency && !Range::of_money(a).meets(Range::of_money(b)))
    {
        return Some("two packages");
    }
    times_apart(a, b).or_else(|| times_apart(b, a))
}

fn both_specified(a: &Facts, b: &Facts) -> bool {
    a.category != Category::Unspecified && b.category != Category::Unspecified
}

/// How the two designations stand to each other, when both claims have one.
fn kinship(a: &Facts, b: &Facts, aliases: &Aliases) -> Option<Kinship> {
    let (a, b) = (a.designation.as_ref()?, b.designation.as_ref()?);
    let kinship = a.kinship(b);
    let known = || aliases.iter().any(|(x, y)| (x == a && y == b) || (x == b && y == a));
    Some(if kinship.is_compatible() || !known() {
        kinship
    } else {
        Kinship::Same
    })
}

/// Time slots that cannot belong to one deal; looked at in both directions.
fn times_apart(a: &Facts, b: &Facts) -> Option<&'static str> {
    let setback = |facts: &Facts| facts.stage.is_some_and(Stage::is_setback);
    if let (Some(x), Some(y)) = (a.arrived(), b.arrived())
        && x.gap(y) > DELIVERIES_APART
    {
        return Some("deliveries too far apart");
    }
    if let (Some(x), Some(y)) = (a.agreed, b.agreed)
        && x.gap(y) > AGREEMENTS_APART
        && !setback(a)
        && !setback(b)
    {
        return Some("agreements too far apart");
    }
    if let (Some(agreed), Some(arrived)) = (a.agreed, b.arrived()) {
        if agreed.first - arrived.last > EARLY_ARRIVAL && !setback(a) {
            return Some("arrived before it was agreed");
        }
        if arrived.first - agreed.last > LONGEST_DEAL {
            return Some("arrived too long after it was agreed");
        }
    }
    let settled = a.arrived().or(a.agreed.filter(|_| a.stage == Some(Stage::Delivered)));
    if let (Some(settled), Some(ahead)) = (settled, b.looks_ahead_from())
        && ahead - settled.last > NEXT_DEAL
    {
        return Some("asked or offered anew after the arms had come");
    }
    if let (Some(agreed), Some(ahead)) = (a.agreed, b.looks_ahead_from())
        && ahead - agreed.last > NEXT_ORDER
        && !setback(a)
    {
        return Some("asked or offered anew long after the order");
    }
    if a.article() == b.article()
        && a.stage == Some(Stage::Delivered)
        && b.looks_ahead_from().is_some()
        && a.quantity.zip(b.quantity).is_some_and(|(a, b)| a != b)
    {
        return Some("more after the first have come");
    }
    if let (Some(settled), true, Some(time)) = (settled, setback(b), b.time())
        && time.first - settled.last > STOPPED_AFTER
    {
        return Some("stopped long after the arms had come");
    }
    None
}

/// Two items told side by side in one article: neither has the other's name, and they are not one thing described twice.
fn distinct_items(a: &Facts, b: &Facts) -> bool {
    let same_sentence = a.quotes().iter().any(|quote| b.quotes().contains(quote));
    let refers_back = |facts: &Facts| {
        facts.words.is_empty()
            || matches!(
                facts.words.first().map(String::as_str),
                Some("the" | "its" | "these" | "those" | "such" | "it")
            )
    };
    let described_alike = a.telling_words().any(|word| b.words.contains(word));
    let same_stage = a.stage == b.stage;
    // Told in words of their own, both of them, and the words differ.
    let other_thing = |plain: &Facts, named: &Facts| {
        let told = |facts: &Facts| facts.telling_words().next().is_some();
        !refers_back(plain) && told(plain) && told(named) && !described_alike && !shares_kind(a, b)
    };
    match (&a.designation, &b.designation) {
        (None, None) => same_stage && (same_sentence || !described_alike),
        (Some(_), Some(_)) => false,
        _ if same_sentence && same_stage => true,
        (None, Some(_)) => other_thing(a, b),
        (Some(_), None) => other_thing(b, a),
    }
}

fn shares_kind(a: &Facts, b: &Facts) -> bool {
    a.kinds.iter().any(|kind| b.kinds.contains(kind))
}

fn kinds_apart(a: &Facts, b: &Facts) -> bool {
    !a.kinds.is_empty() && !b.kinds.is_empty() && !shares_kind(a, b)
}

/// Two descriptions that each tell something, and nothing the same.
fn nothing_in_common(a: &Facts, b: &Facts) -> bool {
    let (mut x, mut y) = (a.telling_words().peekable(), b.telling_words().peekable());
    x.peek().is_some() && y.peek().is_some() && !x.any(|word| b.words.contains(word)) && !shares_kind(a, b)
}

/// Everything that the two claims can be compared in. Call only where there is no [`barrier`].
pub fn compare(a: &Facts, b: &Facts, aliases: &Aliases) -> Vec<Comparison> {
    let mut found = vec![weapon(a, b, aliases)];
    found.extend(parties(a, b));
    found.extend(periods("agreed", a.agreed, b.agreed, a, b));
    found.extend(periods("delivered", a.delivered, b.delivered, a, b));
    found.extend(published(a, b));
    found.extend(quantity(a, b));
    found.extend(value(a, b));
    found.extend(terms(a, b));
    found.extend(stage(a, b));
    found.extend(place(a, b));
    found
}

fn weapon(a: &Facts, b: &Facts, aliases: &Aliases) -> Comparison {
    let weight = match kinship(a, b, aliases) {
        Some(_) if a.category != b.category && both_specified(a, b) => 1.5,
        // A part or a munition is described by the name of what it belongs to.
        Some(_) if a.adopted || b.adopted => 2.5,
        Some(Kinship::Same) => 4.0,
        Some(_) => 3.5,
        None if a.category == Category::Unspecified => 1.0,
        None if a.designation.is_some() || b.designation.is_some() => {
            if shares_kind(a, b) {
                2.5
            } else {
                2.2
            }
        }
        None if shares_kind(a, b) || a.telling_words().any(|word| b.words.contains(word)) => 2.5,
        None => 2.0,
    };
    Comparison {
        name: "weapon",
        left: weapon_shown(a),
        right: weapon_shown(b),
        weight,
    }
}

fn weapon_shown(facts: &Facts) -> String {
    let weapon = facts.transfer.weapon.as_ref().map(|slot| slot.value());
    let described = weapon
        .map(|weapon| weapon.description.trim())
        .filter(|description| !description.is_empty());
    let name = facts
        .designation
        .as_ref()
        .map(|designation| designation.shown.as_str())
        .or(described);
    name.map_or_else(
        || facts.category.to_string(),
        |name| format!("{name} ({})", facts.category),
    )
}

/// An unknown side matches a known one, but not as well.
fn parties(a: &Facts, b: &Facts) -> Option<Comparison> {
    let unknown = [&a.pair, &b.pair].iter().any(|pair| pair.0 == "?" || pair.1 == "?");
    let shown = |facts: &Facts| format!("{} → {}", facts.pair.0, facts.pair.1);
    unknown.then(|| Comparison {
        name: "parties",
        left: shown(a),
        right: shown(b),
        weight: if a.pair == b.pair { -1.0 } else { -2.0 },
    })
}

fn periods(name: &'static str, x: Option<Period>, y: Option<Period>, a: &Facts, b: &Facts) -> Option<Comparison> {
    let gap = x?.gap(y?);
    let weight = match gap {
        0 => 1.0,
        1..=92 => 0.3,
        93..=366 => 0.0,
        _ => -0.5,
    };
    let shown = |facts: &Facts| {
        let transfer = facts.transfer;
        let slot = if name == "agreed" {
            &transfer.agreed
        } else {
            &transfer.delivered
        };
        slot.as_ref().map(|slot| slot.value().to_string()).unwrap_or_default()
    };
    Some(Comparison {
        name,
        left: shown(a),
        right: shown(b),
        weight,
    })
}

fn published(a: &Facts, b: &Facts) -> Option<Comparison> {
    let gap = (a.published? - b.published?).abs();
    let weight = match gap {
        0..=45 => 0.5,
        46..=1100 => 0.0,
        // Undated words years apart may speak of anything.
        _ if a.agreed.is_none() && a.delivered.is_none() && b.agreed.is_none() && b.delivered.is_none() => -1.0,
        _ => -0.2,
    };
    let shown = |facts: &Facts| facts.on.map(|day| day.to_string()).unwrap_or_default();
    Some(Comparison {
        name: "published",
        left: shown(a),
        right: shown(b),
        weight,
    })
}

fn quantity(a: &Facts, b: &Facts) -> Option<Comparison> {
    let (x, y): (Quantity, Quantity) = (a.quantity?, b.quantity?);
    let weight = match () {
        () if x == y => 1.0,
        () if Range::of_quantity(x).meets(Range::of_quantity(y)) => 0.3,
        () => -0.3,
    };
    Some(Comparison {
        name: "quantity",
        left: x.to_string(),
        right: y.to_string(),
        weight,
    })
}

fn value(a: &Facts, b: &Facts) -> Option<Comparison> {
    let (x, y) = (a.value?, b.value?);
    let weight = match () {
        () if x.currency != y.currency => 0.0,
        () if Range::of_money(x).meets(Range::of_money(y)) => 1.2,
        () => -0.3,
    };
    Some(Comparison {
        name: "value",
        left: x.to_string(),
        right: y.to_string(),
        weight,
    })
}

fn terms(a: &Facts, b: &Facts) -> Option<Comparison> {
    let (x, y) = (a.terms?, b.terms?);
    let given = |terms: Terms| matches!(terms, Terms::Aid | Terms::Loan);
    let weight = match () {
        () if x == y => 0.2,
        () if given(x) != given(y) => -1.0,
        () => -0.2,
    };
    Some(Comparison {
        name: "terms",
        left: x.to_string(),
        right: y.to_string(),
        weight,
    })
}

/// What is stopped had been agreed, rather than only spoken of.
fn stage(a: &Facts, b: &Facts) -> Option<Comparison> {
    let (x, y) = (a.stage?, b.stage?);
    let (stopped, other) = if x.is_setback() { (x, y) } else { (y, x) };
    let weight = match other {
        _ if !stopped.is_setback() || other.is_setback() => return None,
        Stage::Sought | Stage::Offered => -0.5,
        _ => 0.5,
    };
    Some(Comparison {
        name: "stage",
        left: x.to_string(),
        right: y.to_string(),
        weight,
    })
}

/// Two claims of one article, and more so of one sentence, speak of one thing more often than not.
fn place(a: &Facts, b: &Facts) -> Option<Comparison> {
    let quote = |facts: &Facts| {
        facts
            .quotes()
            .first()
            .map(|Span { start, end }| format!("{} {start}..{end}", facts.article()))
            .unwrap_or_default()
    };
    let weight = if a.article() == b.article() { 0.5 } else { return None };
    let weight = if a.stage == b.stage { weight + 0.3 } else { weight };
    Some(Comparison {
        name: "place",
        left: quote(a),
        right: quote(b),
        weight,
    })
}
