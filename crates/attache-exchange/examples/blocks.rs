//! What is read off the files or folders that are named?
//!
//! `cargo run -p attache-exchange --example blocks -- FILE…` prints each article's facts, blocks and doubts.

use std::path::PathBuf;

use attache_exchange::{article, inputs};

fn main() {
    let paths: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let mut reading = inputs(&paths);
    for input in reading.by_ref() {
        match input.and_then(|input| article(&input)) {
            Ok((article, doubts)) => {
                println!("== {} [{}]", article.path, article.language);
                let published = article
                    .published
                    .as_ref()
                    .map(|found| format!("{} ({}, {})", found.date, found.from, found.certain));
                println!(
                    "   outlet {:?} · byline {:?} · url {:?}",
                    article.outlet, article.byline, article.url
                );
                println!("   published {}", published.unwrap_or_default());
                for block in &article.blocks {
                    let text: String = article.slice(block.span).chars().take(110).collect();
                    println!("   {:9} {}", block.kind.as_str(), text.replace('\n', " ⏎ "));
                }
                for doubt in doubts {
                    println!("   ? {}: {}", doubt.kind, doubt.what);
                }
            }
            Err(error) => println!("!! {error}"),
        }
    }
    for (reason, count) in &reading.skipped().by_reason {
        println!("skipped {count} ({reason})");
    }
}
