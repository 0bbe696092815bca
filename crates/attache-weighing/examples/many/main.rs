//! How long does weighing take for many articles? `cargo run --release -p attache-weighing --example many -- 10000 [TEXTS.jsonl]`
//!
//! Made-up articles about made-up deals (`making.rs`). With a path, the texts and their true families are written there, for others to be measured on.

mod making;

use std::io::Write;
use std::time::Instant;

use attache_weighing::{Weighed, weigh};
use making::{Made, made};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let made = made(count);
    if let Some(path) = arguments.next() {
        write(&made, &path);
    }
    let begin = Instant::now();
    let families = weigh(&made.articles, &[], &[]).origins.len();
    println!(
        "{count} articles: {families} families by their texts alone, in {:.2} s",
        begin.elapsed().as_secs_f64()
    );
    let begin = Instant::now();
    let weighed = weigh(&made.articles, &made.claims, &[]);
    let seconds = begin.elapsed().as_secs_f64();
    let largest = weighed.records.iter().map(|record| record.claims.len()).max();
    println!(
        "{count} articles, {} claims: {} origins, {} records, the largest of {} claims, in {seconds:.2} s",
        made.claims.len(),
        weighed.origins.len(),
        weighed.records.len(),
        largest.unwrap_or_default(),
    );
    let (precision, recall) = pairs(&made, &weighed);
    println!("pairs of one source: precision {precision:.4}, recall {recall:.4}");
}

/// Precision and recall of pairs of articles held to be one source.
fn pairs(made: &Made, weighed: &Weighed) -> (f64, f64) {
    let couples = |labels: &[usize]| -> f64 {
        let mut sizes = std::collections::BTreeMap::<usize, f64>::new();
        labels.iter().for_each(|label| *sizes.entry(*label).or_default() += 1.0);
        sizes.values().map(|size| size * (size - 1.0) / 2.0).sum()
    };
    let mut numbers = std::collections::BTreeMap::new();
    let found: Vec<usize> = made
        .articles
        .iter()
        .map(|article| {
            let next = numbers.len();
            *numbers.entry(&weighed.article_origins[&article.id]).or_insert(next)
        })
        .collect();
    let both: Vec<usize> = (0..found.len())
        .map(|at| found[at] * found.len() + made.family[at])
        .collect();
    let right = couples(&both);
    (right / couples(&found).max(1.0), right / couples(&made.family).max(1.0))
}

fn write(made: &Made, path: &str) {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).expect("the file can be made"));
    for (article, family) in made.articles.iter().zip(&made.family) {
        let line = serde_json::json!({"text": article.text, "family": family});
        writeln!(out, "{line}").expect("the file can be written");
    }
}
