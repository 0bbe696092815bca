//! What should a person check first, and how far is the review?

use std::collections::BTreeSet;

use attache_model::{Article, Claim, Decision, DecisionId, Kind, Record, Review, Ruling, Verdict};
use attache_store::StoreError;
use maud::{Markup, html};
use serde_json::json;

use crate::answer::Answer;
use crate::fault::Fault;
use crate::layout::token;
use crate::parts::quote::marked;
use crate::parts::{self, claim, count, list, slots};
use crate::queue;
use crate::register::Row;
use crate::visit::Visit;

/// Entries on one page, and decisions beside them.
const PAGE: usize = 20;
const LATEST: usize = 5;

/// One page of what waits.
struct Queue<'r> {
    page: &'r [&'r Row],
    /// How many of each of [`KINDS`] wait.
    waiting: [usize; 3],
}

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let kind = kind(visit)?;
    let waits = || visit.register.rows.iter().filter(|row| queue::waits(row));
    let waiting = KINDS.map(|(kind, _)| waits().filter(|row| row.kind == kind).count());
    let ordered: Vec<&Row> = visit
        .register
        .queue()
        .filter(|row| kind.is_none_or(|kind| row.kind == kind))
        .collect();
    let (page, cursor) = visit.page(&ordered, PAGE, |row| row.id.as_str())?;
    let cursor = cursor.as_deref();
    let answer = visit.answer(
        "Review",
        || html(visit, &Queue { page, waiting }, cursor),
        || {
            let items = page
                .iter()
                .map(|row| json!({"id": row.id, "kind": row.kind, "doubts": queue::doubts(row)}));
            Ok(json!({"waiting": ordered.len(), "records": items.collect::<Vec<_>>()}))
        },
    )?;
    Ok(answer.going_on(visit, cursor))
}

/// The kind of record that is asked for.
fn kind(visit: &Visit) -> Result<Option<Kind>, Fault> {
    let Some(asked) = visit.query.get("kind") else {
        return Ok(None);
    };
    let known = KINDS.into_iter().find(|(kind, _)| kind.as_str() == asked);
    known.map(|(kind, _)| Some(kind)).ok_or_else(|| Fault::NotUnderstood {
        name: "kind",
        found: asked.to_owned(),
        expected: "transfer, event or figure",
    })
}

/// What a page of the queue shows of a record beside its row: what was said, and by whom.
struct Said {
    claim: Claim,
    article: Article,
    record: Record,
}

impl Said {
    /// The first claim of the record; none where it was weighed anew since.
    fn of(visit: &Visit, row: &Row) -> Result<Option<Said>, Fault> {
        let record = match visit.archive.record(row.id.as_str()) {
            Err(StoreError::Unknown { .. }) => return Ok(None),
            record => record?,
        };
        let Some(first) = record.claims.first() else {
            return Ok(None);
        };
        let claim = visit.archive.claim(first.as_str())?;
        let article = visit.archive.article(claim.article.as_str())?;
        Ok(Some(Said { claim, article, record }))
    }
}

/// Kinds of records that can be reviewed by themselves.
const KINDS: [(Kind, &str); 3] = [
    (Kind::Transfer, "Transfers"),
    (Kind::Event, "Events"),
    (Kind::Figure, "Figures"),
];

fn html(visit: &Visit, queue: &Queue, cursor: Option<&str>) -> Result<Markup, Fault> {
    let decisions = visit.archive.decisions()?;
    let said = queue.page.iter().map(|row| Ok((*row, Said::of(visit, row)?)));
    let said: Vec<(&Row, Option<Said>)> = said.collect::<Result<_, Fault>>()?;
    let entries = html! {
        ol.queue { @for (row, said) in &said { li tabindex="0" data-entry="" { (waits(visit, row, said.as_ref())) } } }
    };
    let kind = visit.query.get("kind");
    Ok(html! {
        h1 { "Review" }
        p.lead { "The most consequential and most doubtful first. What you decide is kept with your name and your reason, and can be taken back." }
        (progress(visit))
        @if !visit.published {
            nav.tabs aria-label="What to review" {
                a href=(visit.here(&visit.query.without("kind"))) aria-current=[kind.is_none().then_some("true")] { "All " span.faint { (parts::grouped(queue.waiting.iter().sum())) } }
                @for ((of, label), waiting) in KINDS.iter().zip(queue.waiting) {
                    a href=(visit.here(&visit.query.with("kind", of))) aria-current=[(kind == Some(of.as_str())).then_some("true")] { (label) " " span.faint { (parts::grouped(waiting)) } }
                }
            }
        }
        @if queue.page.is_empty() { (list::empty("Nothing waits for review.", html! { a href="/transfers" { "To the register" } })) }
        @else if visit.may_write() {
            form.queued method="post" action="/decisions" {
                (token(visit))
                input type="hidden" name="back" value=(visit.here(&visit.query));
                div.desk {
                    (who(visit))
                    label { "Why " input.wide name="why" required value="checked against its quotes"; }
                    span.faint.keys { kbd { "j" } " next " kbd { "k" } " before " kbd { "c" } " confirm " kbd { "r" } " reject " kbd { "o" } " look closer " kbd { "u" } " undo the last" }
                }
                (entries)
            }
        } @else { (entries) }
        (list::next(visit, cursor))
        @if !decisions.is_empty() {
            section {
                h2 { "Decided last" }
                (log(visit, decisions.iter().rev().take(LATEST), &undone(&decisions)))
                p { a href="/decisions" { "All decisions" } }
            }
        }
    })
}

/// How much of the register people have decided about.
pub fn progress(visit: &Visit) -> Markup {
    let register = &visit.register;
    let all = register.rows.len() + register.rejected;
    let confirmed = register
        .rows
        .iter()
        .filter(|row| row.review == Review::Confirmed)
        .count();
    let done = confirmed + register.rejected;
    html! {
        div.progress {
            progress max=(all.max(1)) value=(done) aria-label="Progress of the review" {}
            span { strong { (parts::grouped(done)) " of " (count(all, "record")) } " reviewed: " (parts::grouped(confirmed)) " confirmed, " (parts::grouped(register.rejected)) " rejected" }
        }
    }
}

fn waits(visit: &Visit, row: &Row, said: Option<&Said>) -> Markup {
    let world = visit.world();
    html! {
        p.what {
            a.main href=(parts::record_address(row.kind, &row.id)) { (parts::record_title(world, row)) } " "
            span.faint { (row.kind) @if let Some(when) = row.when { " · " (parts::when(&when.to_string())) } " · " (count(row.claims, "claim")) " from " (count(row.origins, "origin")) }
        }
        p.doubtful { (queue::doubts(row).join("; ")) }
        @if let Some(Said { claim, article, record }) = said {
            @for (name, cell) in record.slots.iter().filter(|(_, cell)| matches!(cell.verdict, Verdict::Disputed | Verdict::Denied)) {
                p.rival { span class={ "key slot-" (slots::anchor(*name)) } { (name) } " " strong { (slots::shown(world, *name, &cell.shown)) }
                    @for rival in &cell.rivals { ", but " strong { (slots::shown(world, *name, &rival.shown)) } " by " (count(rival.origins.len(), "origin")) } }
            }
            @if let Some(quote) = claim.quotes.first() {
                blockquote { (marked(&article.text, *quote, &claim::marks(claim))) }
                p.faint.from { (claim::chain(article, claim)) " · " (claim::stance(claim.stance)) @if row.claims > 1 { " · and " (count(row.claims - 1, "more claim")) } }
            }
        }
        @if visit.may_write() {
            p.decide {
                button name="do" value={ "confirm " (row.id) } { "Confirm" }
                button name="do" value={ "reject " (row.id) } { "Reject" }
                a href={ (parts::record_address(row.kind, &row.id)) "#decide" } { "Correct, merge, split" }
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
                @if decisions.is_empty() { (list::empty("Nobody has decided anything yet.", html! { "Begin with " a href="/review" { "what is most doubtful" } "." })) }
                @else { (list::tools(visit, "log", decisions.len())) (log(visit, page.iter().copied(), &taken_back)) }
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
            table.cards {
                thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" } th scope="col" { "Why" } th scope="col" { "Undo" } } }
                tbody { @for decision in decisions {
                    tr {
                        td.date data-label="When" { span.day { (decision.made_at.strftime("%Y-%m-%d %H:%M")) } }
                        td data-label="Who" { (decision.who) }
                        td data-label="What" {
                            strong { (said(&decision.what)) }
                            @if let Some(first) = decision.what.claims().next() {
                                " " a href={ "/articles/" (first.article) "#claim-" (first.claim) } { (count(decision.what.claims().count(), "claim")) }
                            }
                        }
                        td data-label="Why" { (decision.why) }
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
