//! Why do we believe this? Every cell of a record down to the words that say it.

use std::collections::HashMap;

use attache_exchange::wire;
use attache_model::{Article, ArticleId, Claim, ClaimId, Decision, Kind, Origin, Record};
use attache_store::StoreError;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::address::CURSOR;
use crate::adversary;
use crate::answer::Answer;
use crate::fault::Fault;
use crate::pages::review;
use crate::parts::slots::Numbered;
use crate::parts::{self, claim, count, list, origin, slots};
use crate::pictures;
use crate::register::Row;
use crate::visit::Visit;

/// Claims on one page.
const PAGE: usize = 30;
/// Origins that are shown with their articles.
const ORIGINS: usize = 12;

pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let record = visit.archive.record(visit.param(0))?;
    let case = Case::of(visit, &record)?;
    let title = parts::record_title(visit.world(), &case.row);
    let answer = visit.answer(&*title, || html(visit, &title, &case), || Ok(case.json()))?;
    let next = case.next.as_deref().map(str::to_owned);
    Ok(answer.going_on(visit, next.as_deref()))
}

/// A record with what it rests on.
struct Case<'r> {
    record: &'r Record,
    row: Row,
    /// All its claims, in its order.
    claims: Vec<Claim>,
    /// Which of them are on this page, from 0.
    here: std::ops::Range<usize>,
    /// The articles of the claims on this page.
    articles: HashMap<ArticleId, Article>,
    origins: Vec<Origin>,
    next: Option<String>,
}

impl<'r> Case<'r> {
    fn of(visit: &Visit, record: &'r Record) -> Result<Case<'r>, Fault> {
        let (page, next) = visit.page(&record.claims, PAGE, ClaimId::as_str)?;
        let from = match page.first() {
            Some(first) => record.claims.iter().position(|id| id == first).unwrap_or(0),
            None => 0,
        };
        let claims = record.claims.iter().map(|id| visit.archive.claim(id.as_str()));
        let claims: Vec<Claim> = claims.collect::<Result<_, StoreError>>()?;
        let here = from..from + page.len();
        let mut articles = HashMap::new();
        for claim in claims.get(here.clone()).unwrap_or_default() {
            if !articles.contains_key(&claim.article) {
                articles.insert(claim.article.clone(), visit.archive.article(claim.article.as_str())?);
            }
        }
        let origins = record
            .origins
            .iter()
            .take(ORIGINS)
            .map(|id| visit.archive.origin(id.as_str()));
        Ok(Case {
            row: Row::of(record),
            origins: origins.collect::<Result<_, StoreError>>()?,
            record,
            claims,
            here,
            articles,
            next,
        })
    }

    /// The claims on this page with their numbers and articles.
    fn told(&self) -> impl Iterator<Item = (usize, &Claim, &Article)> {
        let here = self.claims.get(self.here.clone()).unwrap_or_default();
        (self.here.start + 1..)
            .zip(here)
            .filter_map(|(number, claim)| Some((number, claim, self.articles.get(&claim.article)?)))
    }

    /// Every claim's number, and where it is shown: on this page, or in its article.
    fn numbered(&self) -> Numbered<'_> {
        let address = |at: usize, claim: &Claim| match self.here.contains(&at) {
            true => format!("#claim-{}", claim.id),
            false => claim::place(claim),
        };
        self.claims
            .iter()
            .enumerate()
            .map(|(at, claim)| (&claim.id, (at + 1, address(at, claim))))
            .collect()
    }

    fn json(&self) -> Value {
        json!({
            "record": wire::record_json(self.record),
            "claims": self.told().map(|(_, claim, article)| wire::claim_json(article, claim)).collect::<Vec<_>>(),
            "origins": self.origins.iter().map(wire::origin_json).collect::<Vec<_>>(),
        })
    }
}

fn html(visit: &Visit, title: &str, case: &Case) -> Result<Markup, Fault> {
    let (world, record, row) = (visit.world(), case.record, &case.row);
    let told: Vec<(usize, &Claim, &Article)> = case.told().collect();
    let mut origins = Vec::new();
    for origin in &case.origins {
        origins.push((origin, origin::articles(visit, &origin.articles)?));
    }
    Ok(html! {
        p.kicker { a href={ "/" (list_of(record.kind)) } { (record.kind) "s" } " · record " code { (record.id) } }
        h1 { (title) }
        p.lead {
            (count(record.claims.len(), "claim")) " in " (count(record.articles.len(), "article"))
            " from " strong { (count(record.origins.len(), "independent origin")) } ". "
            (parts::marks(row))
        }
        @if !record.confidence.why.is_empty() {
            p.faint { "Worth of the evidence " (format!("{:.2}", record.confidence.score)) ", a measure for looking closer: " (record.confidence.why) "." }
        }
        (between(visit, row))
        (parts::adversary::legs(world, row, &adversary::flags(world, &visit.register, row)))
        @match record.kind {
            Kind::Transfer => { (pictures::life::draw(&case.claims)) }
            Kind::Figure => { (pictures::series::draw(&told)) }
            Kind::Event => {}
        }
        section {
            h2 #says { "What it says" }
            (slots::table(world, record, &case.numbered()))
        }
        @if visit.may_write() { (parts::decide::form(visit, record)) }
        (decided(visit, record)?)
        section {
            h2 { "Who says so" }
            (pictures::chain::draw(&told))
            div.claims { @for (number, claim, article) in &told { (claim::card(visit, *number, claim, article)) } }
            (list::next(visit, case.next.as_deref()))
        }
        section {
            h2 { "Where it comes from" }
            @for (origin, articles) in &origins { (origin::card(origin, articles)) }
            @if record.origins.len() > ORIGINS { p.faint { "and " (record.origins.len() - ORIGINS) " more origins" } }
        }
        @if visit.query.get(CURSOR).is_some() { p { a href=(visit.path) { "To the first claims" } } }
    })
}

/// The decisions in force that shaped the record, and what has been told since.
fn decided(visit: &Visit, record: &Record) -> Result<Markup, Fault> {
    let decisions = record.decisions.iter().map(|id| visit.archive.decision(id.as_str()));
    let decisions: Vec<Decision> = decisions.collect::<Result<_, StoreError>>()?;
    Ok(html! {
        @if !decisions.is_empty() {
            section {
                h2 { "What people decided" }
                ul { @for decision in &decisions {
                    li {
                        strong { (review::said(&decision.what)) } ", by " (decision.who) " on " (decision.made_at.strftime("%Y-%m-%d")) ": " (decision.why)
                        @for conflict in record.conflicts.iter().filter(|conflict| conflict.decision == decision.id) {
                            p.doubtful { "≠ told otherwise since: " (conflict.what) }
                        }
                    }
                } }
                p { a href="/decisions" { "All decisions" } ", where each can be taken back" }
            }
        }
    })
}

fn list_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Transfer => "transfers",
        Kind::Event => "events",
        Kind::Figure => "figures",
    }
}

/// How the two sides stand otherwise.
fn between(visit: &Visit, row: &Row) -> Markup {
    let state = |words: &[String]| words.first().filter(|word| visit.world().is_state(word)).cloned();
    html! {
        @if let (Some(from), Some(to)) = (state(row.from()), state(row.to())) {
            @if from != to {
                p { a href={ "/pairs/" (from) "/" (to) } { "How " (visit.world().name(&from)) " and " (visit.world().name(&to)) " stand" } }
            }
        }
    }
}
