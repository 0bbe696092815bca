//! What should a person check first, and how far is the review?

use std::collections::BTreeSet;

use attache_model::{Decision, DecisionId, Review, Ruling};
use maud::{Markup, html};
use serde_json::json;

use crate::answer::Answer;
use crate::fault::Fault;
use crate::layout::token;
use crate::parts::{self, count, list};
use crate::queue::{self, Waiting};
use crate::visit::Visit;

/// Entries on one page, and decisions beside them.
const PAGE: usize = 20;
const LATEST: usize = 5;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let waiting = queue::waiting(visit.register.rows.iter());
    let (page, cursor) = visit.page(&waiting, PAGE, |entry| entry.row.id.as_str())?;
    let cursor = cursor.as_deref();
    let answer = visit.answer(
        "Review",
        || {
            let decisions = visit.archive.decisions()?;
            Ok(html(visit, page, waiting.len(), &decisions, cursor))
        },
        || {
            let items = page
                .iter()
                .map(|entry| json!({"id": entry.row.id, "kind": entry.row.kind, "doubts": entry.doubts}));
            Ok(json!({"waiting": waiting.len(), "records": items.collect::<Vec<_>>()}))
        },
    )?;
    Ok(answer.going_on(visit, cursor))
}

fn html(visit: &Visit, page: &[Waiting], waiting: usize, decisions: &[Decision], cursor: Option<&str>) -> Markup {
    let all = visit.register.rows.len() + visit.register.rejected;
    let confirmed = visit
        .register
        .rows
        .iter()
        .filter(|row| row.review == Review::Confirmed)
        .count();
    html! {
        h1 { "Review" }
        p.lead { "The most consequential and most doubtful first. What you decide is kept with your name and your reason, and can be taken back." }
        p {
            progress max=(all.max(1)) value=(all - waiting.min(all)) aria-label="Progress of the review" {}
            " " (count(confirmed, "record")) " confirmed, " (visit.register.rejected) " rejected, " (waiting) " waiting"
        }
        @if page.is_empty() { (list::empty("Nothing waits for review.", html! { a href="/transfers" { "To the register" } })) }
        @if visit.may_write() {
            p.faint { "Keys: " kbd { "j" } " and " kbd { "k" } " next and before, " kbd { "c" } " confirm, " kbd { "r" } " reject, " kbd { "o" } " look closer, " kbd { "u" } " undo the last." }
        }
        ol.queue { @for entry in page { li tabindex="0" data-entry="" { (waits(visit, entry)) } } }
        (list::next(visit, cursor))
        section {
            h2 { "Decided last" }
            (log(visit, decisions.iter().rev().take(LATEST), &undone(decisions)))
            p { a href="/decisions" { "All decisions" } }
        }
    }
}

fn waits(visit: &Visit, entry: &Waiting) -> Markup {
    let row = entry.row;
    html! {
        p.what {
            a.main href=(parts::record_address(row.kind, &row.id)) { (parts::record_title(visit.world(), row)) } " "
            span.faint { (row.kind) @if let Some(when) = row.when { " · " (parts::when(&when.to_string())) } " · " (count(row.claims, "claim")) " from " (count(row.origins, "origin")) }
        }
        p { (entry.doubts.join("; ")) }
        @if visit.may_write() {
            form.decide method="post" action="/decisions" {
                (token(visit))
                input type="hidden" name="id" value=(row.id);
                input type="hidden" name="back" value="/review";
                (who(visit))
                label { "Why " input name="why" required value="checked against its quotes"; }
                button name="do" value="confirm" { "Confirm" }
                button name="do" value="reject" { "Reject" }
            }
        }
    }
}

/// The field for who decides, with the name of whoever opened the room.
pub fn who(visit: &Visit) -> Markup {
    let known = visit.room.desk.as_ref().and_then(|desk| desk.who());
    html! { label { "Who " input name="who" required value=[known]; } }
}

pub fn decisions(visit: &Visit) -> Result<Answer, Fault> {
    let decisions = visit.archive.decisions()?;
    let latest: Vec<&Decision> = decisions.iter().rev().collect();
    let (page, cursor) = visit.page(&latest, 50, |decision| decision.id.as_str())?;
    let cursor = cursor.as_deref();
    let taken_back = undone(&decisions);
    let answer = visit.table(
        "Decisions",
        || {
            Ok(html! {
                h1 { "Decisions" }
                p.lead { (count(decisions.len(), "decision")) ", the latest first. None is ever changed; one that was taken back stays, and says so." }
                (log(visit, page.iter().copied(), &taken_back))
                (list::next(visit, cursor))
            })
        },
        || Ok(json!({"decisions": page.iter().map(|decision| attache_exchange::decisions::decision_json(decision)).collect::<Vec<_>>()})),
        || {
            let rows = decisions.iter().map(|decision| {
                let claims: Vec<&str> = decision.what.claims().map(|seen| seen.claim.as_str()).collect();
                vec![
                    decision.id.to_string(),
                    decision.made_at.to_string(),
                    decision.who.clone(),
                    said(&decision.what),
                    decision.why.clone(),
                    if taken_back.contains(&decision.id) { "yes" } else { "" }.to_owned(),
                    claims.join(" "),
                ]
            });
            super::csv(&["id", "made_at", "who", "what", "why", "undone", "claims"], rows)
        },
    )?;
    Ok(answer.going_on(visit, cursor))
}

fn log<'a>(visit: &Visit, decisions: impl Iterator<Item = &'a Decision>, undone: &BTreeSet<&DecisionId>) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Decisions" {
            table {
                thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" } th scope="col" { "Why" } th scope="col" { "Undo" } } }
                tbody { @for decision in decisions {
                    tr {
                        td.date { (decision.made_at.strftime("%Y-%m-%d %H:%M")) }
                        td { (decision.who) }
                        td {
                            strong { (said(&decision.what)) }
                            @if let Some(first) = decision.what.claims().next() {
                                " " a href={ "/articles/" (first.article) "#claim-" (first.claim) } { (count(decision.what.claims().count(), "claim")) }
                            }
                        }
                        td { (decision.why) }
                        td {
                            @if undone.contains(&decision.id) { span.faint { "taken back" } }
                            @else if visit.may_write() {
                                form.undo method="post" action="/decisions" {
                                    (token(visit))
                                    input type="hidden" name="id" value=(decision.id);
                                    input type="hidden" name="do" value="undo";
                                    input type="hidden" name="why" value="taken back";
                                    input type="hidden" name="who" value=(visit.room.desk.as_ref().and_then(|desk| desk.who()).unwrap_or_else(|| decision.who.clone()));
                                    input type="hidden" name="back" value="/review";
                                    button { "Undo" }
                                }
                            }
                        }
                    }
                } }
            }
        }
    }
}

/// `correct quantity to 14`.
pub fn said(what: &Ruling) -> String {
    match what {
        Ruling::Correct { slot, value, .. } => match value {
            serde_json::Value::Null => format!("correct {slot} to nothing"),
            serde_json::Value::String(text) => format!("correct {slot} to {text}"),
            other => format!("correct {slot} to {other}"),
        },
        Ruling::Undo { decision } => format!("undo {decision}"),
        other => other.as_str().to_owned(),
    }
}

/// The decisions that are taken back. Taking back a taking back puts the decision in force again.
pub fn undone(decisions: &[Decision]) -> BTreeSet<&DecisionId> {
    let mut undone = BTreeSet::new();
    for decision in decisions.iter().rev() {
        if let Ruling::Undo { decision: target } = &decision.what
            && !undone.contains(&decision.id)
        {
            undone.insert(target);
        }
    }
    undone
}
