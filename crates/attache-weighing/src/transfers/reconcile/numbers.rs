//! How many, and for how much?
//!
//! Numbers are rivals only when they count the same: what is asked for, what is ordered and what has come are three counts. Within one article and one
//! chain of sources, two numbers are the whole and a part. What remains is compared by bounds; a later count supersedes, otherwise it is disputed.

use attache_model::{Cell, Money, Quantity, Source, SourceKind, Stage, Tense, Verdict};

use super::stage::as_of;
use super::{Case, teller, wire};
use crate::cells::{Rivalry, Told};
use crate::measure::Range;
use crate::transfers::facts::Facts;

/// Days after which another number of the same order is news rather than another opinion.
const NEWS: i32 = 180;

/// Which count a number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Count {
    Asked,
    Ordered,
    Arrived,
}

impl Count {
    fn of(fact: &Facts) -> Count {
        match fact.stage {
            Some(Stage::Sought | Stage::Offered | Stage::Memorandum) => Count::Asked,
            Some(Stage::Delivering | Stage::Delivered | Stage::Returned) if fact.stance().time != Tense::Planned => {
                Count::Arrived
            }
            _ => Count::Ordered,
        }
    }
}

/// One number, what it may mean, and who says it.
struct Number<'a> {
    range: Range,
    shown: String,
    wire: serde_json::Value,
    count: Count,
    fact: &'a Facts<'a>,
}

/// Numbers that can all be true, under the most exact of them.
struct Group<'g, 'a> {
    numbers: Vec<&'g Number<'a>>,
}

pub fn quantity(case: &Case, stage: Option<&Cell>) -> Option<Cell> {
    let number = |fact: &'_ Facts<'_>| {
        fact.quantity.map(|quantity: Quantity| {
            (
                Range::of_quantity(quantity),
                quantity.to_string(),
                wire(&quantity),
                Count::of(fact),
            )
        })
    };
    let numbers: Vec<Number> = case
        .speaking()
        .filter_map(|fact| {
            number(fact).map(|(range, shown, wire, count)| Number {
                range,
                shown,
                wire,
                count,
                fact,
            })
        })
        .collect();
    let arrived =
        stage.is_some_and(|cell| cell.shown == Stage::Delivered.as_str() || cell.shown == Stage::Delivering.as_str());
    let denied = |fact: &Facts| fact.quantity.map(Range::of_quantity);
    let mut cell = settled(case, numbers, denied, arrived, Stage::Delivered)?;
    // "Four, not eight": the one who denies the number gives another.
    let denials = case.denials().filter(|denial| {
        let other = |fact: &&Facts| {
            fact.article() == denial.article()
                && teller(fact.claim) == teller(denial.claim)
                && fact.quantity.is_some()
                && fact.quantity != denial.quantity
        };
        denial.quantity.is_some() && case.speaking().any(|fact| other(&fact))
    });
    let denials: Vec<&Facts> = denials.collect();
    if let (Some(first), false) = (denials.first(), case.only_denied) {
        let denied = first.quantity.map(|quantity| quantity.to_string()).unwrap_or_default();
        cell.reason = format!("{}; {denied} denied by {}", cell.reason, teller(first.claim));
        if cell.verdict != Verdict::Disputed {
            cell.verdict = Verdict::Denied;
        }
    }
    Some(cell)
}

pub fn value(case: &Case) -> Option<Cell> {
    let mut currencies: Vec<(String, usize)> = Vec::new();
    for said in case.said(|fact| fact.value.map(|money| money.currency.clone())) {
        currencies.push((said.value, case.origins_of(&said.by).len()));
    }
    let (currency, _) = currencies.iter().rev().max_by_key(|(_, origins)| *origins)?;
    let money = |fact: &'_ Facts<'_>| {
        fact.value
            .filter(|money: &&Money| money.currency == *currency)
            .map(|money| (Range::of_money(money), money.to_string(), wire(money)))
    };
    let numbers: Vec<Number> = case
        .speaking()
        .filter_map(|fact| {
            money(fact).map(|(range, shown, wire)| Number {
                range,
                shown,
                wire,
                count: Count::of(fact).min(Count::Ordered),
                fact,
            })
        })
        .collect();
    let denied = |fact: &Facts| money(fact).map(|(range, ..)| range);
    let mut cell = settled(case, numbers, denied, false, Stage::Ordered)?;
    if currencies.len() > 1 {
        let others = case.said(|fact| fact.value.filter(|money| money.currency != *currency).cloned());
        let others: Vec<String> = others.iter().map(|said| said.value.to_string()).collect();
        cell.reason = format!("{}; not compared with {}", cell.reason, others.join(", "));
    }
    Some(cell)
}

/// `denied` is the number of a denial; `most` the stage beyond which going on does not change the number.
fn settled<'a>(
    case: &Case<'a>,
    numbers: Vec<Number<'a>>,
    denied: impl Fn(&Facts) -> Option<Range>,
    arrived: bool,
    most: Stage,
) -> Option<Cell> {
    let numbers = without_parts(of_one_thing(numbers));
    let top = numbers.iter().map(|number| number.count).max()?;
    // A count of what came stands for the whole only when that is the stage shown; else the order tells the number.
    let shown_count = match top {
        Count::Arrived if !arrived => numbers
            .iter()
            .map(|number| number.count)
            .filter(|count| *count < Count::Arrived)
            .max()
            .unwrap_or(top),
        top => top,
    };
    let same: Vec<&Number> = numbers.iter().filter(|number| number.count == shown_count).collect();
    let groups = grouped(case, &same);
    // "44 million rather than 39.5", a year later: whoever gives the newer takes back the older.
    let takes_back = |newer: &Group, older: &Group| {
        let back = |denial: &Facts| denied(denial).is_some_and(|range| older.exact().range.meets(range));
        let told = |denial: &Facts| {
            newer
                .numbers
                .iter()
                .any(|number| number.fact.article() == denial.article())
        };
        newer.first() > older.last() && case.denials().any(|denial| back(denial) && told(denial))
    };
    let rivalry = Rivalry::of(groups.len(), |newer, older| {
        let (newer, older) = (&groups[newer], &groups[older]);
        supersedes(newer, older, most) || takes_back(newer, older)
    });
    let support = |at: &&usize| (case.origins_of(&groups[**at].facts()).len(), groups[**at].last());
    let shown = *rivalry.open.iter().rev().max_by_key(support)?;
    let best = &groups[shown];
    let rivals: Vec<(usize, &Group)> = groups.iter().enumerate().filter(|(at, _)| *at != shown).collect();
    // An earlier stage's other number gave way to this one; a smaller number that came is a part of what was ordered.
    let given_way = numbers.iter().filter(|number| {
        let greater_arrived = number.count == Count::Ordered
            && shown_count == Count::Arrived
            && number.range.high < best.exact().range.low;
        let asked =
            number.count < shown_count && shown_count == Count::Ordered && number.fact.stage < best.exact().fact.stage;
        !best.numbers.iter().all(|own| own.range.meets(number.range)) && (greater_arrived || asked)
    });
    let given_way: Vec<&Number> = given_way.collect();
    let exact = best.exact();
    let own = format!("{} ({})", exact.shown, case.support(&best.facts()));
    let others: Vec<String> = rivals
        .iter()
        .map(|(_, group)| format!("{} ({})", group.exact().shown, case.support(&group.facts())))
        .collect();
    let earlier: Vec<String> = given_way
        .iter()
        .map(|number| format!("{} ({})", number.shown, number.fact.stage.map_or("", Stage::as_str)))
        .collect();
    let (verdict, reason) = match rivalry.verdict {
        Some(Verdict::Superseded) => (
            Verdict::Superseded,
            format!("{own} is the later word than {}", others.join(", ")),
        ),
        Some(_) => (Verdict::Disputed, format!("{own} against {}", others.join(", "))),
        None if !given_way.is_empty() => (Verdict::Superseded, format!("{own} came after {}", earlier.join(", "))),
        None if best.is_refined() => (
            Verdict::Refined,
            format!("{} lies within {}", exact.shown, best.looser().join(", ")),
        ),
        None => (
            Verdict::Agreed,
            format!("{}, from {}", exact.shown, case.support(&best.facts())),
        ),
    };
    let beside = |a: usize, b: usize| {
        let articles = |at: usize| groups[at].facts().into_iter().map(|fact| fact.article());
        articles(a).any(|article| articles(b).any(|other| article == other))
    };
    let mut against: Vec<_> = rivals
        .iter()
        .map(|(at, group)| {
            let exact = group.exact();
            case.rival_so(
                exact.wire.clone(),
                exact.shown.clone(),
                &group.facts(),
                rivalry.standing(*at, shown, beside),
            )
        })
        .collect();
    let stood = (verdict != Verdict::Superseded).then_some(Verdict::Superseded);
    for number in given_way {
        let known = against.iter_mut().find(|rival| rival.shown == number.shown);
        let rival = case.rival_so(number.wire.clone(), number.shown.clone(), &[number.fact], stood);
        match known {
            Some(known) => {
                known.claims.extend(rival.claims);
                known.origins.extend(
                    rival
                        .origins
                        .into_iter()
                        .filter(|origin| !known.origins.contains(origin))
                        .collect::<Vec<_>>(),
                );
            }
            None => against.push(rival),
        }
    }
    Some(case.cell(
        exact.wire.clone(),
        exact.shown.clone(),
        &best.facts(),
        verdict,
        reason,
        against,
    ))
}

/// Kinds of what is fired, as `kinds.csv` calls them.
const FIRED: &[&str] = &["missile", "shell", "cartridge", "grenade", "torpedo", "bomb"];

/// Kinds of what fires it.
const FIRING: &[&str] = &["launcher", "battery", "howitzer", "mortar", "rifle", "machine gun"];

/// 246 missiles and their 24 launchers are two counts: those of which most is told stay.
fn of_one_thing(numbers: Vec<Number>) -> Vec<Number> {
    let fired = |number: &Number| {
        let kind = number.fact.head?;
        (FIRED.contains(&kind) || FIRING.contains(&kind)).then(|| FIRED.contains(&kind))
    };
    let told = |wanted: bool| numbers.iter().filter(|number| fired(number) == Some(wanted)).count();
    let (shots, weapons) = (told(true), told(false));
    if shots == 0 || weapons == 0 {
        return numbers;
    }
    let kept = |number: &Number| fired(number).is_none_or(|fired| fired == (shots >= weapons));
    numbers.into_iter().filter(kept).collect()
}

/// Leaves out the parts: a smaller number that one article gives on the same word as the whole.
fn without_parts(numbers: Vec<Number>) -> Vec<Number> {
    let part_of = |part: &Number, whole: &Number| {
        // "Four aircraft in 2025 and the rest by 2028": a number with a day of its own is a batch.
        let batch = part.fact.delivered.is_some() && part.fact.stage < whole.fact.stage;
        part.fact.article() == whole.fact.article()
            && (batch || part.fact.claim.sources == whole.fact.claim.sources)
            && part.range.high < whole.range.low
            && part.count <= whole.count
    };
    // "Two of the eight are held back."
    let stopped = |part: &Number| {
        part.fact.stage.is_some_and(Stage::is_setback) && numbers.iter().any(|whole| part.range.high < whole.range.low)
    };
    let is_part = |part: &Number| stopped(part) || numbers.iter().any(|whole| part_of(part, whole));
    let parts: Vec<&Number> = numbers.iter().filter(|part| is_part(part)).collect();
    // "Four were delivered, eight more followed": then the four that another report tells of are that part too.
    let same =
        |a: &Number, b: &Number| a.count == b.count && a.range == b.range && a.fact.delivered == b.fact.delivered;
    let parts: Vec<bool> = numbers
        .iter()
        .map(|number| {
            is_part(number) || (number.fact.delivered.is_some() && parts.iter().any(|part| same(part, number)))
        })
        .collect();
    numbers
        .into_iter()
        .zip(parts)
        .filter(|(_, is_part)| !is_part)
        .map(|(number, _)| number)
        .collect()
}

/// Puts together what can all be true: the most exact numbers first, each with everything that meets it.
fn grouped<'g, 'a>(case: &Case<'a>, numbers: &[&'g Number<'a>]) -> Vec<Group<'g, 'a>> {
    let mut exact: Vec<&'g Number<'a>> = numbers.to_vec();
    let support = |number: &Number| {
        numbers
            .iter()
            .filter(|other| other.range == number.range)
            .map(|other| case.origins.get(other.fact.id()))
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    };
    exact.sort_by(|a, b| {
        a.range
            .width()
            .total_cmp(&b.range.width())
            .then(support(b).cmp(&support(a)))
            .then(a.fact.order().cmp(&b.fact.order()))
    });
    let mut groups: Vec<Group<'g, 'a>> = Vec::new();
    for number in exact {
        match groups
            .iter_mut()
            .find(|group| group.numbers.iter().all(|known| known.range.meets(number.range)))
        {
            Some(group) => group.numbers.push(number),
            None => groups.push(Group { numbers: vec![number] }),
        }
    }
    groups
}

/// Is the newer number a later word on the same thing, rather than another's opinion? It is when the deal has gone on to a further stage, when the
/// one who gave the older gives it, or when after a while the outlet itself vouches for it, or someone with a name corrects what someone without one said.
fn supersedes(newer: &Group, older: &Group, most: Stage) -> bool {
    let (Some(first), Some(last)) = (newer.first(), older.last()) else {
        return false;
    };
    let stages = |group: &Group| -> Vec<Stage> {
        let stages = group.numbers.iter().filter_map(|number| number.fact.stage);
        stages.map(|stage| stage.min(most)).collect()
    };
    let further = stages(newer).into_iter().min() > stages(older).into_iter().max();
    let sources = |group: &Group| -> Vec<Vec<Source>> {
        group
            .numbers
            .iter()
            .map(|number| number.fact.claim.sources.clone())
            .collect()
    };
    let (new, old) = (sources(newer), sources(older));
    let by_same = new.iter().all(|sources| !sources.is_empty() && old.contains(sources));
    let by_itself = first - last > NEWS && new.iter().all(Vec::is_empty);
    let unnamed = |sources: &Vec<Source>| sources.last().is_some_and(|source| source.kind == SourceKind::Unnamed);
    let settled = first - last > NEWS && old.iter().all(unnamed) && !new.iter().any(unnamed);
    first > last && (further || by_same || by_itself || settled)
}

impl<'a> Group<'_, 'a> {
    fn facts(&self) -> Vec<&'a Facts<'a>> {
        self.numbers.iter().map(|number| number.fact).collect()
    }

    /// The most exact number: the narrowest range.
    fn exact(&self) -> &Number<'a> {
        self.numbers[0]
    }

    fn first(&self) -> Option<i32> {
        self.numbers.iter().filter_map(|number| as_of(number.fact)).min()
    }

    fn last(&self) -> Option<i32> {
        self.numbers.iter().filter_map(|number| as_of(number.fact)).max()
    }

    fn is_refined(&self) -> bool {
        !self.looser().is_empty()
    }

    /// The numbers that say less than the exact one.
    fn looser(&self) -> Vec<String> {
        let exact = self.exact();
        let mut looser: Vec<String> = self
            .numbers
            .iter()
            .filter(|number| number.range != exact.range && number.range.holds(exact.range))
            .map(|number| number.shown.clone())
            .collect();
        looser.dedup();
        looser
    }
}
