//! Does the text of a page come without its furniture? 181 real pages with their main text.
//!
//! The measure is that of the article extraction benchmark (github.com/scrapinghub/article-extraction-benchmark, MIT): the shingles of four
//! words that prediction and gold share, as shares of each page, so that long pages weigh no more than short ones; precision and recall are
//! means over pages, and F1 is that of the means.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use attache_exchange::{Form, Input};
use attache_model::{Article, BlockKind};
use flate2::read::GzDecoder;
use rayon::prelude::*;
use serde_json::Value;

use super::figures::Figures;
use super::floors::Dataset;

/// What others reach on the same pages, as the benchmark and their authors report.
const PEERS: &[(&str, f64)] = &[
    ("rs-trafilatura", 0.970),
    ("go-trafilatura", 0.960),
    ("trafilatura", 0.958),
    ("readability ports, best", 0.88),
];

/// Words in a shingle.
const SHINGLE: usize = 4;

pub fn run(data: &Path, out: &mut dyn Write, datasets: &mut Vec<Dataset>) -> Result<Figures> {
    let folder = data.join("pages");
    let mut figures = Figures::default();
    if !folder.join("ground-truth.json").is_file() {
        writeln!(
            out,
            "pages: skipped, there is no {}\n",
            folder.join("ground-truth.json").display()
        )?;
        return Ok(figures);
    }
    let truth = folder.join("ground-truth.json");
    let text = fs::read_to_string(&truth).with_context(|| format!("reading {}", truth.display()))?;
    let truth: Value = serde_json::from_str(&text).with_context(|| format!("reading {}", truth.display()))?;
    let pages: Vec<(&String, &Value)> = truth
        .as_object()
        .map(|pages| pages.iter().collect())
        .unwrap_or_default();
    let overlaps = pages
        .par_iter()
        .map(|(id, page)| {
            let meant = page["articleBody"].as_str().unwrap_or_default();
            let path = folder.join("html").join(format!("{id}.html.gz"));
            Ok(Overlap::of(meant, &main_text(&path)?))
        })
        .collect::<Result<Vec<Overlap>>>()?;
    let score = Score::of(&overlaps);
    writeln!(out, "pages: main text of {} pages", overlaps.len())?;
    writeln!(
        out,
        "  {:<28} P {:.3}  R {:.3}  F1 {:.3}",
        "attache",
        score.precision,
        score.recall,
        score.f1()
    )?;
    for (peer, f1) in PEERS {
        writeln!(out, "  {peer:<28} {:>17}  F1 {f1:.3}", "")?;
    }
    writeln!(out)?;
    figures.put("pages.precision", score.precision, overlaps.len());
    figures.put("pages.recall", score.recall, overlaps.len());
    figures.put("pages.f1", score.f1(), overlaps.len());
    datasets.push(Dataset::of(
        "pages",
        &[folder.join("ground-truth.json"), folder.join("html")],
    )?);
    Ok(figures)
}

fn main_text(path: &Path) -> Result<String> {
    let file = File::open(path).with_context(|| format!("reading {}", path.display()))?;
    let mut bytes = Vec::new();
    GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .with_context(|| format!("reading {}", path.display()))?;
    let input = Input {
        path: path.display().to_string(),
        bytes,
        form: Form::Html,
    };
    // A page with no article in it is a page with an empty main text.
    Ok(attache_exchange::article(&input)
        .map(|(article, _)| body(&article))
        .unwrap_or_default())
}

/// Lead, body and credit lines; the benchmark leaves out title, byline and captions.
fn body(article: &Article) -> String {
    let parts: Vec<&str> = article
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Lead | BlockKind::Body | BlockKind::Credit))
        .map(|block| article.slice(block.span))
        .collect();
    parts.join("\n")
}

/// Shingles right, made up and missed, as shares of their sum.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Overlap {
    right: f64,
    spurious: f64,
    missed: f64,
}

impl Overlap {
    #[allow(clippy::cast_precision_loss)]
    fn of(meant: &str, predicted: &str) -> Overlap {
        let (meant, predicted) = (shingles(meant), shingles(predicted));
        let (mut right, mut spurious, mut missed) = (0usize, 0usize, 0usize);
        for (shingle, &count) in &meant {
            let other = predicted.get(shingle).copied().unwrap_or(0);
            right += count.min(other);
            missed += count.saturating_sub(other);
        }
        for (shingle, &count) in &predicted {
            spurious += count.saturating_sub(meant.get(shingle).copied().unwrap_or(0));
        }
        let sum = (right + spurious + missed).max(1) as f64;
        Overlap {
            right: right as f64 / sum,
            spurious: spurious as f64 / sum,
            missed: missed as f64 / sum,
        }
    }

    fn is_perfect(self) -> bool {
        self.spurious == 0.0 && self.missed == 0.0
    }

    /// `None` where nothing was predicted: such a page has no precision.
    fn precision(self) -> Option<f64> {
        let predicted = self.right + self.spurious;
        (predicted > 0.0).then(|| if self.is_perfect() { 1.0 } else { self.right / predicted })
    }

    fn recall(self) -> Option<f64> {
        let meant = self.right + self.missed;
        (meant > 0.0).then(|| if self.is_perfect() { 1.0 } else { self.right / meant })
    }
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut counts = HashMap::new();
    if words.is_empty() {
        return counts;
    }
    for shingle in words.windows(SHINGLE.min(words.len())) {
        *counts.entry(shingle.to_vec()).or_insert(0) += 1;
    }
    counts
}

struct Score {
    precision: f64,
    recall: f64,
}

impl Score {
    fn of(overlaps: &[Overlap]) -> Score {
        Score {
            precision: mean(overlaps.iter().filter_map(|overlap| overlap.precision())),
            recall: mean(overlaps.iter().filter_map(|overlap| overlap.recall())),
        }
    }

    fn f1(&self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 {
            2.0 * self.precision * self.recall / sum
        } else {
            0.0
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shingles_of_four_words() {
        let overlap = Overlap::of("one two three four five", "one two three four, six");
        // Shared: 1-4. Missed: 2-5. Made up: two three four six.
        assert_eq!(
            overlap,
            Overlap {
                right: 1.0 / 3.0,
                spurious: 1.0 / 3.0,
                missed: 1.0 / 3.0
            }
        );
        assert_eq!(overlap.precision(), Some(0.5));
        assert!(
            Overlap::of("a b", "a b").is_perfect(),
            "a text shorter than a shingle is one shingle"
        );
    }

    #[test]
    fn an_empty_prediction_has_no_precision_and_no_recall() {
        let score = Score::of(&[Overlap::of("a b c d e", ""), Overlap::of("a b c d", "a b c d")]);
        assert_eq!((score.precision, score.recall), (1.0, 0.5));
        assert!((score.f1() - 2.0 / 3.0).abs() < 1e-9);
    }
}
