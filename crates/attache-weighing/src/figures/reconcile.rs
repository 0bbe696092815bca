//! What does a record of a figure show in each slot?
//!
//! Numbers that can all be true are one, under the most exact of them. A number that moves in time (displaced, killed so far, troops) is
//! superseded by one as of a later day, so that a record is a series; where two numbers are told for the same time, and of what does not
//! move, both cannot be true.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Cell, ClaimId, Kind, Measure, OriginId, Record, RecordId, SlotName, Verdict};
use serde_json::Value;

use super::facts::Facts;
use super::goes_on;
use crate::cells::{self, Rivalry, Told, teller, wire};
use crate::measure::Range;
use crate::places;

type Case<'a> = cells::Case<'a, Facts<'a>>;

/// Parts of the larger number below which a difference is called small.
const SMALL: f64 = 0.05;

/// The record that the claims of one group add up to.
pub fn reconcile<'a>(id: RecordId, facts: Vec<&'a Facts<'a>>, origins: &'a BTreeMap<ClaimId, OriginId>) -> Record {
    let case = Case::new(facts, origins);
    let shown = value(&case);
    let as_of = shown.as_ref().and_then(|(_, group)| as_of(&case, group));
    let party = case.said(|fact| fact.party);
    let supplier = case.said(|fact| fact.supplier);
    let event = case.said(|fact| fact.event);
    let cells = [
        (
            SlotName::Measure,
            case.word(&case.said(|fact| Some(fact.measure)), |_, _| false),
        ),
        (SlotName::Value, shown.map(|(cell, _)| cell)),
        (
            SlotName::Subject,
            places::cell(&case, |fact| {
                fact.figure.subject.as_ref().map(|slot| slot.value().as_str())
            }),
        ),
        (SlotName::Party, case.word(&party, |_, _| false)),
        (SlotName::Supplier, case.word(&supplier, |_, _| false)),
        (SlotName::AsOf, as_of),
        (
            SlotName::Place,
            places::cell(&case, |fact| {
                fact.figure.place.as_ref().map(|slot| slot.value().as_str())
            }),
        ),
        (SlotName::Event, case.word(&event, |_, _| false)),
    ];
    let slots = cells
        .into_iter()
        .filter_map(|(name, cell)| Some((name, cell?)))
        .collect();
    case.record(id, Kind::Figure, slots)
}

/// Numbers that can all be true, the most exact first.
struct Group<'a> {
    by: Vec<&'a Facts<'a>>,
}

impl<'a> Group<'a> {
    fn exact(&self) -> &'a Facts<'a> {
        self.by[0]
    }

    /// Someone told it as what was counted first.
    fn is_early(&self) -> bool {
        const EARLY: &[&str] = &[
            "first",
            "initial",
            "initially",
            "early",
            "earlier",
            "preliminary",
            "provisional",
        ];
        let names = self
            .by
            .iter()
            .flat_map(|fact| &fact.claim.sources)
            .map(|source| source.name.to_lowercase());
        names
            .into_iter()
            .any(|name| name.split_whitespace().any(|word| EARLY.contains(&word)))
    }

    fn shown(&self) -> String {
        self.exact().figure.value.value().to_string()
    }

    /// The first and the last day for which it is told.
    fn told(&self) -> Option<(i32, i32)> {
        let days = || self.by.iter().filter_map(|fact| fact.told_as_of());
        days().min().zip(days().max())
    }

    /// Who tells it, by the last of their sources.
    fn tellers(&self) -> BTreeSet<String> {
        self.by.iter().map(|fact| teller(fact.claim)).collect()
    }

    /// The day on which it was told first.
    fn first_told(&self) -> Option<i32> {
        self.by.iter().filter_map(|fact| fact.published).min()
    }

    /// The time for which it is told, when all who tell it say so.
    fn period(&self) -> Option<(i32, i32)> {
        let periods: Vec<_> = self.by.iter().map(|fact| fact.as_of).collect::<Option<_>>()?;
        let first = periods.iter().map(|period| period.first).min()?;
        Some((first, periods.iter().map(|period| period.last).max()?))
    }

    fn dated(&self) -> String {
        let when = self
            .by
            .iter()
            .filter_map(|fact| fact.when)
            .max_by_key(|when| (when.last, *when));
        when.map(|when| format!(", as of {when}")).unwrap_or_default()
    }
}

fn value<'a>(case: &Case<'a>) -> Option<(Cell, Vec<&'a Facts<'a>>)> {
    let mut groups = grouped(case);
    let moves = groups.first()?.exact().measure.moves();
    groups.sort_by_key(|group| {
        (
            !group.is_early(),
            group.told().map(|(_, last)| last),
            group.first_told(),
        )
    });
    // They stand in the order of time: what is told again after another count is not replaced by it.
    let rivalry = Rivalry::of(groups.len(), |newer, older| {
        newer > older && supersedes(&groups[newer], &groups[older], moves)
    });
    let most = |at: &&usize| {
        let group = &groups[**at];
        (
            case.origins_of(&group.by).len(),
            group.told().map(|(_, last)| last),
            group.by.len(),
        )
    };
    let shown = *rivalry.open.iter().max_by_key(most)?;
    let best = &groups[shown];
    let rivals: Vec<(usize, &Group)> = groups.iter().enumerate().filter(|(at, _)| *at != shown).collect();
    let told = |group: &Group| format!("{} ({}{})", group.shown(), case.support(&group.by), group.dated());
    let others: Vec<String> = rivals.iter().map(|(_, group)| told(group)).collect();
    let looser = looser(best);
    let (mut verdict, mut reason) = match rivalry.verdict {
        Some(Verdict::Superseded) => (
            Verdict::Superseded,
            format!("{} is the later count than {}", told(best), others.join(", ")),
        ),
        Some(_) => {
            let small = if rivals.iter().all(|(_, rival)| is_small(best, rival)) {
                "; a small difference"
            } else {
                ""
            };
            (
                Verdict::Disputed,
                format!("{} against {}{small}", told(best), others.join(", ")),
            )
        }
        None if !looser.is_empty() => (
            Verdict::Refined,
            format!("{} lies within {}", best.shown(), looser.join(", ")),
        ),
        None => (
            Verdict::Agreed,
            format!("{}, from {}", best.shown(), case.support(&best.by)),
        ),
    };
    let mut against: Vec<_> = rivals
        .iter()
        .map(|(at, group)| {
            let value = wire(group.exact().figure.value.value());
            case.rival_so(
                value,
                group.shown(),
                &group.by,
                rivalry.standing(*at, shown, |_, _| false),
            )
        })
        .collect();
    let denials: Vec<&Facts> = case.denials().filter(|denial| meets(denial, best.exact())).collect();
    if !denials.is_empty() && !case.only_denied {
        let deniers: BTreeSet<String> = denials.iter().map(|fact| teller(fact.claim)).collect();
        let deniers = deniers.into_iter().collect::<Vec<_>>().join(", ");
        reason = format!("{reason}; denied by {deniers}");
        if verdict != Verdict::Disputed {
            verdict = Verdict::Denied;
        }
        let shown = format!("not {}", denials[0].figure.value.value());
        against.push(case.rival(Value::from(shown.as_str()), shown, &denials));
    } else if case.only_denied {
        verdict = Verdict::Denied;
        reason = format!("only told in denials: {reason}");
    }
    let value = wire(best.exact().figure.value.value());
    let cell = case.cell(value, best.shown(), &best.by, verdict, reason, against);
    Some((cell, best.by.clone()))
}

/// Puts together what can all be true: the most exact numbers first, each with everything that meets it and is told for no other time.
fn grouped<'a>(case: &Case<'a>) -> Vec<Group<'a>> {
    let mut exact: Vec<&Facts> = case.speaking().collect();
    let support = |fact: &Facts| {
        let same = case.speaking().filter(|other| other.range == fact.range);
        same.filter_map(|other| case.origins.get(other.id()))
            .collect::<BTreeSet<_>>()
            .len()
    };
    exact.sort_by(|a, b| {
        let width = a.range.width().total_cmp(&b.range.width());
        // Of two that are open above, "over 100,000" says more than "thousands".
        let least = b.range.low.total_cmp(&a.range.low);
        let width = if a.range.is_open() { width.then(least) } else { width };
        width.then(support(b).cmp(&support(a))).then(a.order().cmp(&b.order()))
    });
    let mut groups: Vec<Group> = Vec::new();
    for fact in exact {
        let fits = |group: &&mut Group| group.by.iter().all(|known| meets(known, fact));
        match groups.iter_mut().find(fits) {
            Some(group) => group.by.push(fact),
            None => groups.push(Group { by: vec![fact] }),
        }
    }
    groups
}

fn meets(a: &Facts, b: &Facts) -> bool {
    a.range.meets(b.range)
}

/// Told for a later time; or, for the same time or for one that is not given, told first in a later report. What goes on is told for the day of the
/// report where no other is given. What calls itself a first count gives way to any other. Two numbers that one report sets side by side are two
/// opinions, and so are those that two tellers have of what was there at one time; but a toll grows, whoever tells it.
///
/// What does not move (an area, a sum) is replaced only where both are told for times of their own.
fn supersedes(newer: &Group, older: &Group, moves: bool) -> bool {
    if older.is_early() && !newer.is_early() {
        return true;
    }
    if !moves {
        let periods = newer.period().zip(older.period());
        return periods.is_some_and(|((begins, _), (_, last))| begins > last);
    }
    let lasts = goes_on(newer.exact());
    let now = || newer.told().filter(|_| lasts).map(|(_, last)| (last, last));
    if let (Some((begins, ends)), Some((first, last))) = (newer.period().or_else(now), older.period()) {
        if begins > last || (lasts && ends > last) {
            return true;
        }
        if ends < first {
            return false;
        }
        let things = matches!(
            newer.exact().measure,
            Measure::Items | Measure::Members | Measure::Troops
        );
        if things && newer.period().is_some() && newer.tellers().is_disjoint(&older.tellers()) {
            return false;
        }
    }
    newer
        .first_told()
        .zip(older.first_told())
        .is_some_and(|(newer, older)| newer > older)
}

fn is_small(a: &Group, b: &Group) -> bool {
    let (Range { low: x, .. }, Range { low: y, .. }) = (a.exact().range, b.exact().range);
    (x - y).abs() <= SMALL * x.max(y)
}

/// The numbers that say less than the exact one.
fn looser(group: &Group) -> Vec<String> {
    let exact = group.exact().range;
    let looser = group
        .by
        .iter()
        .filter(|fact| fact.range != exact && fact.range.holds(exact));
    let shown: BTreeSet<String> = looser.map(|fact| fact.figure.value.value().to_string()).collect();
    shown.into_iter().collect()
}

/// The day for which the number shown holds.
fn as_of<'a>(case: &Case<'a>, by: &[&'a Facts<'a>]) -> Option<Cell> {
    let dated = || by.iter().copied().filter(|fact| fact.when.is_some());
    let days = |fact: &Facts| fact.as_of.map(|period| period.last.saturating_sub(period.first));
    let best = dated().max_by_key(|fact| (fact.told_as_of(), Reverse(days(fact)), Reverse(fact.order())))?;
    let when = best.when?;
    let same: Vec<&Facts> = dated().filter(|fact| fact.when == best.when).collect();
    let others: BTreeSet<String> = dated()
        .filter_map(|fact| fact.when)
        .filter(|other| *other != when)
        .map(|other| other.to_string())
        .collect();
    let reason = if others.is_empty() {
        format!("{when}, from {}", case.support(&same))
    } else {
        format!(
            "{when}; the same number is told for {}",
            others.into_iter().collect::<Vec<_>>().join(", ")
        )
    };
    let shown = when.to_string();
    Some(case.cell(
        Value::from(shown.as_str()),
        shown,
        &same,
        Verdict::Agreed,
        reason,
        Vec::new(),
    ))
}
