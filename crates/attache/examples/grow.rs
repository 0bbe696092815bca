//! How long does it take to weigh a few more articles beside many? `cargo run --release -p attache --example grow -- 100000 100`
//!
//! Made-up articles go into an archive and are weighed; then more are added, ten at a time at first, things are decided, and what came of it is compared
//! with weighing all.

#[path = "../../attache-weighing/examples/many/making.rs"]
mod making;
#[path = "../src/weighing.rs"]
mod weighing;

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Context, Result};
use attache_model::{Article, ArticleId, Block, BlockKind, Certain, Claim, Decision, Published, Ruling, Seen, Span};
use attache_store::{Added, Archive};
use attache_weighing::ArticleView;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1).filter_map(|number| number.parse().ok());
    let (many, more): (usize, usize) = (arguments.next().unwrap_or(10_000), arguments.next().unwrap_or(100));
    let folder = tempfile::tempdir()?;
    let mut archive = Archive::open(folder.path().join("grow.attache"))?;
    let mut added = generated(many + more + 10).into_iter();
    for (what, number) in [("first", many), ("ten more", 10), ("more", more)] {
        for _ in 0..number.div_ceil(1000) {
            let chunk: Vec<Added> = added.by_ref().take(1000.min(number)).collect();
            archive.add(&chunk)?;
        }
        if what == "first" {
            // What waits to be added is small: the peak of memory is the weighing's.
            added = added.collect::<Vec<_>>().into_iter();
        }
        let begin = Instant::now();
        weighing::weigh(&mut archive)?;
        println!(
            "{what}: {number} articles weighed in {:.2} s",
            begin.elapsed().as_secs_f64()
        );
    }
    decide(&mut archive)?;
    let size = std::fs::metadata(archive.path())?.len();
    println!("{} MB in the archive", size / 1_000_000);
    let grown = (archive.records()?, archive.origins()?);
    let begin = Instant::now();
    weighing::weigh_all(&mut archive)?;
    println!("all again: {:.2} s", begin.elapsed().as_secs_f64());
    let same = grown == (archive.records()?, archive.origins()?);
    println!("the same register: {same}");
    Ok(())
}

/// Times how long the register takes to follow a person: the largest record confirmed, that taken back, then one of its claims rejected.
fn decide(archive: &mut Archive) -> Result<()> {
    let records = archive.records()?;
    let largest = records
        .iter()
        .max_by_key(|record| record.claims.len())
        .context("nothing was weighed")?;
    let claims = largest.claims.iter().map(|id| archive.claim(id.as_str()));
    let claims: Vec<Seen> = claims.map(|claim| Ok(Seen::of(&claim?))).collect::<Result<_>>()?;
    let seen = largest.articles.clone();
    let rejected = claims.iter().take(1).cloned().collect();
    let now = "2026-01-01T00:00:00Z".parse()?;
    let confirm = Decision::new(now, "grow", Ruling::Confirm { claims }, "to time it", seen.clone());
    let undo = Ruling::Undo {
        decision: confirm.id.clone(),
    };
    let undo = Decision::new(now, "grow", undo, "to time it", seen.clone());
    let reject = Decision::new(now, "grow", Ruling::Reject { claims: rejected }, "to time it", seen);
    for decision in [confirm, undo, reject] {
        let begin = Instant::now();
        let what = decision.what.as_str();
        archive.decide(&[decision])?;
        weighing::weigh(archive)?;
        println!("{what}: decided and weighed in {:.2} s", begin.elapsed().as_secs_f64());
    }
    Ok(())
}

/// What `add` would hand to the archive.
fn generated(count: usize) -> Vec<Added> {
    let made = making::made(count);
    let mut claims: BTreeMap<&ArticleId, Vec<&Claim>> = BTreeMap::new();
    for claim in &made.claims {
        claims.entry(&claim.article).or_default().push(claim);
    }
    let claims = |article: &ArticleView| claims.get(&article.id).map(Vec::as_slice).unwrap_or_default();
    made.articles
        .iter()
        .map(|article| added(article, claims(article)))
        .collect()
}

fn added(view: &ArticleView, claims: &[&Claim]) -> Added {
    let title = "Made up";
    let credits = view.credits.concat();
    let text = format!("{title}\n{}\n{credits}", view.text);
    let mut blocks = vec![block(BlockKind::Title, 0, title.len())];
    let start = title.len() + 1;
    blocks.push(block(BlockKind::Body, start, start + view.text.len()));
    if !credits.is_empty() {
        blocks.push(block(BlockKind::Credit, text.len() - credits.len(), text.len()));
    }
    let published = view.published.map(|date| Published {
        date,
        from: "made up".to_owned(),
        certain: Certain::Sure,
    });
    let article = Article {
        id: view.id.clone(),
        path: format!("{}.txt", view.id),
        url: None,
        outlet: view.outlet.clone(),
        byline: None,
        published,
        language: "eng".to_owned(),
        text,
        blocks,
        links: Vec::new(),
    };
    Added {
        article,
        raw: None,
        claims: claims.iter().map(|claim| (*claim).clone()).collect(),
        doubts: Vec::new(),
        reader: "made up".to_owned(),
    }
}

fn block(kind: BlockKind, start: usize, end: usize) -> Block {
    Block {
        kind,
        span: Span::new(start, end),
    }
}
