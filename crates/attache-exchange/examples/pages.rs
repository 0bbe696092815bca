//! How much of the main text of real pages is found, and how fast?
//!
//! `cargo run -p attache-exchange --example pages -- FOLDER` reads a checkout of the article extraction benchmark (`ground-truth.json`,
//! `html/*.html.gz`) and prints its own measure: precision and recall over runs of four words. With a second path, the texts are
//! written there as the benchmark's `output/*.json`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Instant;

use attache_exchange::{article, inputs};
use attache_model::BlockKind;
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name the folder of the benchmark")?);
    let truth: Map<String, Value> = serde_json::from_str(&std::fs::read_to_string(folder.join("ground-truth.json"))?)?;
    let pages: Vec<_> = inputs(&[folder.join("html")]).filter_map(Result::ok).collect();
    let mut output = Map::new();
    let mut rows = Vec::new();
    let started = Instant::now();
    let articles: Vec<_> = pages
        .iter()
        .filter_map(|page| article(page).ok().map(|(article, _)| (page.path.clone(), article)))
        .collect();
    let seconds = started.elapsed().as_secs_f64();
    for (path, article) in &articles {
        let key = path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .split('.')
            .next()
            .unwrap_or_default();
        let body = article
            .blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Lead | BlockKind::Body | BlockKind::Credit));
        let text = body
            .map(|block| article.slice(block.span))
            .collect::<Vec<_>>()
            .join("\n\n");
        let expected = truth
            .get(key)
            .and_then(|entry| entry["articleBody"].as_str())
            .unwrap_or_default();
        rows.push((score(expected, &text), key.to_owned()));
        output.insert(key.to_owned(), json!({"articleBody": text}));
    }
    let count = rows.len() as f64;
    let precision = rows.iter().map(|((precision, _), _)| precision).sum::<f64>() / count;
    let recall = rows.iter().map(|((_, recall), _)| recall).sum::<f64>() / count;
    rows.sort_by(|a, b| (a.0.0 + a.0.1).total_cmp(&(b.0.0 + b.0.1)));
    for ((precision, recall), key) in rows.iter().take(25) {
        println!("  {precision:.2} {recall:.2} {key}");
    }
    println!(
        "{count} pages: F1 {:.4}, precision {precision:.4}, recall {recall:.4}; {:.0} pages/s",
        2.0 * precision * recall / (precision + recall),
        count / seconds
    );
    if let Some(path) = arguments.next() {
        std::fs::write(path, serde_json::to_string(&output)?)?;
    }
    Ok(())
}

/// Precision and recall over runs of four words, as the benchmark counts them.
fn score(truth: &str, found: &str) -> (f64, f64) {
    let (truth, found) = (shingles(truth), shingles(found));
    let shared: usize = truth
        .iter()
        .map(|(run, count)| (*count).min(found.get(run).copied().unwrap_or(0)))
        .sum();
    let (wanted, given): (usize, usize) = (truth.values().sum(), found.values().sum());
    let ratio = |of: usize| {
        if wanted == 0 && given == 0 {
            1.0
        } else if shared == 0 {
            0.0
        } else {
            shared as f64 / of as f64
        }
    };
    (ratio(given), ratio(wanted))
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut runs: HashMap<Vec<&str>, usize> = HashMap::new();
    if !words.is_empty() && words.len() < 4 {
        runs.insert(words.clone(), 1);
    }
    for run in words.windows(4) {
        *runs.entry(run.to_vec()).or_default() += 1;
    }
    runs
}
