//! How far along is the deal, by the latest word?
//!
//! The furthest stage that someone asserts is shown, unless a setback came after it: later in time, and for the whole of the deal.
//! A word after the setback lifts it when it has a date of its own, looks ahead, or goes further than any before. Rumour decides only where nobody asserts.
//! A denial is set against the stage, unless it was made before the stage is dated: "we have ordered nothing", and two years later an order.

use attache_model::{Cell, Certainty, Stage, Tense, Verdict};
use serde_json::Value;

use super::{Case, Said, teller};
use crate::cells::Told;
use crate::transfers::facts::Facts;

/// Days within which two opposite words of different origins are a dispute rather than news.
const SAME_TIME: i32 = 14;

pub fn cell(case: &Case) -> Option<Cell> {
    let said = case.said(|fact| fact.stage);
    let best = latest(case, &said)?;
    let shown = best.value.to_string();
    let rivals: Vec<&Said<Stage>> = said.iter().filter(|other| other.value != best.value).collect();
    let (without, (verdict, reason)) = judged(case, best, &rivals);
    // A denial does not undo how the stages stand to each other.
    let stood = matches!(without, Verdict::Superseded | Verdict::Disputed) && verdict != without;
    let standing = Some(without).filter(|_| stood);
    let mut against: Vec<_> = rivals
        .iter()
        .map(|other| {
            case.rival_so(
                Value::from(other.value.as_str()),
                other.value.to_string(),
                &other.by,
                standing,
            )
        })
        .collect();
    let denials: Vec<&Facts> = case.denials().collect();
    if !denials.is_empty() && !case.only_denied {
        let denied = denials[0].stage.unwrap_or(best.value);
        let shown = format!("not {denied}");
        against.push(case.rival(Value::from(shown.as_str()), shown, &denials));
    }
    Some(case.cell(Value::from(shown.as_str()), shown, &best.by, verdict, reason, against))
}

/// How the stages stand to each other, and what is to be said with the denials heard.
fn judged(case: &Case, best: &Said<Stage>, rivals: &[&Said<Stage>]) -> (Verdict, (Verdict, String)) {
    let own = format!("{} ({})", best.value, case.support(&best.by));
    let others: Vec<String> = rivals
        .iter()
        .map(|other| format!("{} ({})", other.value, case.support(&other.by)))
        .collect();
    let (verdict, mut reason) = match rivals {
        [] => (
            Verdict::Agreed,
            format!("{}, from {}", best.value, case.support(&best.by)),
        ),
        _ if is_disputed(case, best, rivals) => (
            Verdict::Disputed,
            format!("{own} against {}, told at the same time", others.join(", ")),
        ),
        _ if best.value.is_setback() && (stops(best.value) || told_later(best, rivals)) => {
            (Verdict::Superseded, format!("{own} came after {}", others.join(", ")))
        }
        _ if !told_later(best, rivals) => (Verdict::Agreed, format!("{own}, beside {}", others.join(", "))),
        _ => (
            Verdict::Superseded,
            format!("{own} goes further than {}", others.join(", ")),
        ),
    };
    let denials: Vec<&Facts> = case.denials().collect();
    if denials.is_empty() {
        return (verdict, (verdict, reason));
    }
    let deniers: std::collections::BTreeSet<String> = denials.iter().map(|fact| teller(fact.claim)).collect();
    let deniers = deniers.into_iter().collect::<Vec<_>>().join(", ");
    if case.only_denied {
        let reason = format!("{}, denied by {deniers}; nobody here affirms it", best.value);
        return (Verdict::Denied, (Verdict::Denied, reason));
    }
    // A denial older than the day on which the stage was reached does not deny it.
    let reached = best
        .by
        .iter()
        .filter_map(|fact| fact.agreed.or(fact.arrived()))
        .map(|period| period.first)
        .min();
    let outlived = reached.is_some_and(|reached| {
        denials
            .iter()
            .all(|fact| fact.published.is_some_and(|published| published < reached))
    });
    if outlived {
        reason.push_str(&format!("; denied by {deniers} before that"));
        let judged = if rivals.is_empty() {
            Verdict::Superseded
        } else {
            verdict
        };
        return (judged, (judged, reason));
    }
    (verdict, (Verdict::Denied, format!("{reason}; denied by {deniers}")))
}

/// Does it end what had been agreed, rather than answer what had been asked or offered?
fn stops(stage: Stage) -> bool {
    matches!(stage, Stage::Suspended | Stage::Cancelled | Stage::Returned)
}

/// Had something else been told before it was? One report that goes through the whole life of a deal replaces nobody's word.
fn told_later(best: &Said<Stage>, rivals: &[&Said<Stage>]) -> bool {
    let last = best.by.iter().filter_map(|fact| fact.published).max();
    let before = |fact: &&Facts| match (fact.published, last) {
        (Some(told), Some(last)) => told < last,
        _ => as_of(fact) < best.by.iter().filter_map(|fact| as_of(fact)).max(),
    };
    rivals.iter().flat_map(|rival| &rival.by).any(before)
}

/// When a claim's stage was so: its own date, when it has one and looks back, else the day of its article.
pub fn as_of(fact: &Facts) -> Option<i32> {
    let own = match fact.stage {
        _ if fact.stance().time == Tense::Planned => None,
        Some(Stage::Delivering | Stage::Delivered) => fact.delivered.or(fact.agreed),
        _ => fact.agreed,
    };
    match (own, fact.published) {
        (Some(own), Some(published)) => Some(own.last.min(published).max(own.first.min(published))),
        (Some(own), None) => Some(if own.last > i32::MAX / 8 { own.first } else { own.last }),
        (None, published) => published,
    }
}

fn latest<'a, 'b>(case: &Case, said: &'b [Said<'a, Stage>]) -> Option<&'b Said<'a, Stage>> {
    let asserted = |fact: &&&Facts| fact.stance().certainty == Certainty::Asserted;
    let sure = said.iter().any(|said| said.by.iter().any(|fact| asserted(&fact)));
    let counts = |said: &&Said<Stage>| !sure || said.by.iter().any(|fact| asserted(&fact));
    let furthest = said
        .iter()
        .filter(counts)
        .filter(|said| !said.value.is_setback())
        .max_by_key(|said| said.value);
    let largest = case
        .speaking()
        .filter_map(|fact| fact.quantity)
        .map(|quantity| quantity.high.unwrap_or(quantity.value))
        .max();
    // "Two of the eight are held back" stops two, not the deal.
    let whole = |fact: &&&Facts| {
        fact.quantity
            .is_none_or(|quantity| largest.is_none_or(|largest| quantity.high.unwrap_or(quantity.value) >= largest))
    };
    let setbacks = said.iter().filter(counts).filter(|said| said.value.is_setback());
    let dated = setbacks.filter_map(|said| {
        Some((said.by.iter().filter(whole).filter_map(|fact| as_of(fact)).max(), said))
            .filter(|_| said.by.iter().any(|fact| whole(&fact)))
    });
    let setback = dated.max_by_key(|(when, said)| (*when, said.value));
    let (Some(furthest), Some((stopped, setback))) = (furthest, setback) else {
        return furthest.or(setback.map(|(_, said)| said)).or(said.first());
    };
    let Some(stopped) = stopped else { return Some(setback) };
    // What is told beside the setback, or before it, is what was stopped.
    let told = setback.by.iter().filter_map(|fact| fact.published).max();
    let later = |fact: &Facts| fact.published > told && as_of(fact).is_some_and(|when| when > stopped);
    let before = said
        .iter()
        .filter(|said| !said.value.is_setback())
        .flat_map(|said| &said.by);
    let before = before.filter(|fact| !later(fact)).filter_map(|fact| fact.stage).max();
    let lifts = |fact: &&&Facts| {
        let ahead = matches!(fact.stance().time, Tense::Planned | Tense::Ongoing);
        let dated = fact
            .agreed
            .or(fact.arrived())
            .is_some_and(|period| period.first > stopped);
        asserted(fact) && (dated || (later(fact) && (ahead || fact.stage > before)))
    };
    let lifted = said
        .iter()
        .filter(|said| !said.value.is_setback() && said.by.iter().any(|fact| lifts(&fact)))
        .max_by_key(|said| said.value);
    // What was delivered before a stop has been delivered.
    let arrived = furthest.value == Stage::Delivered && setback.value == Stage::Suspended;
    if arrived {
        Some(furthest)
    } else {
        lifted.or(Some(setback))
    }
}

/// Someone says that the deal is stopped, and someone else, at the time or just after, that it goes on.
fn is_disputed(case: &Case, best: &Said<Stage>, rivals: &[&Said<Stage>]) -> bool {
    let all = || rivals.iter().copied().chain([best]);
    let goes_on = |stop: &Facts, other: &Facts| {
        let after = as_of(stop)
            .zip(as_of(other))
            .is_some_and(|(stop, other)| (0..=SAME_TIME).contains(&(other - stop)));
        after && other.published >= stop.published && case.origins.get(stop.id()) != case.origins.get(other.id())
    };
    let stops = all().filter(|said| said.value.is_setback()).flat_map(|said| &said.by);
    let others = || all().filter(|said| !said.value.is_setback()).flat_map(|said| &said.by);
    stops.into_iter().any(|stop| others().any(|other| goes_on(stop, other)))
}
