//! How well are names found in others' corpora, beside spaCy small on the same text?
//!
//! Wikigold's last fifth and re3d's held-out documents (every fifth of each source), neither of which the model has seen. Their types and
//! ours are mapped to three: person; organisation (with units); place (with states and facilities). All else counts neither way. A name is
//! right when its span, without a leading article, and its type are. `evaluation/names/peer.py` measures spaCy in the same way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use attache_language::{Analyzer, Label, split};
use attache_model::Span;
use rayon::prelude::*;
use serde::Deserialize;

use super::figures::{Counts, Figures, write_counts};
use super::floors::Dataset;

const WIKIGOLD: &str = "wikigold/CONLL-format/data/wikigold.conll.txt";
const RE3D: &str = "re3d";

/// F1 of spaCy small (en_core_web_sm 3.8, spaCy 3.8) by evaluation/names/peer.py.
const PEERS: &[(&str, f64)] = &[("wikigold", 0.574), ("re3d", 0.412)];

type Name = (&'static str, Span);

/// A text with the names that its corpus marks.
struct Marked {
    text: String,
    names: BTreeSet<Name>,
}

pub fn run(data: &Path, out: &mut dyn Write, datasets: &mut Vec<Dataset>) -> Result<Figures> {
    let mut figures = Figures::default();
    let (wikigold, re3d) = (data.join(WIKIGOLD), data.join(RE3D));
    if !wikigold.is_file() || !re3d.is_dir() {
        writeln!(
            out,
            "language, names elsewhere: skipped, there is no {} or no {}",
            wikigold.display(),
            re3d.display()
        )?;
        return Ok(figures);
    }
    let analyzer = Analyzer::shipped()?;
    let (documents, mut files) = read_re3d(&re3d)?;
    for ((name, peer), texts) in PEERS.iter().zip([read_wikigold(&wikigold)?, documents]) {
        let counts = texts
            .par_iter()
            .map(|marked| {
                let said = said(&analyzer, &marked.text);
                Counts {
                    predicted: said.len(),
                    right: said.intersection(&marked.names).count(),
                    gold: marked.names.len(),
                }
            })
            .reduce(Counts::default, |mut a, b| {
                a.add(b);
                a
            });
        writeln!(out, "language, names of {name}: {} texts it has not seen", texts.len())?;
        write_counts(out, "attache", counts)?;
        writeln!(out, "  {:<28} {:>17}  F1 {peer:.3}", "spaCy small", "")?;
        counts.put(&mut figures, &format!("corpora.{name}"));
    }
    files.push(wikigold);
    datasets.push(Dataset::of("corpora", &files)?);
    Ok(figures)
}

fn said(analyzer: &Analyzer, text: &str) -> BTreeSet<Name> {
    let sentences = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let span = Span::new(*at, *at + line.trim_end().len());
            *at += line.len();
            Some(span)
        })
        .flat_map(|line| split(text, line))
        .collect::<Vec<_>>();
    let kind = |label: Label| match label {
        Label::Person => Some("person"),
        Label::Organisation | Label::Unit => Some("organisation"),
        Label::State | Label::Place | Label::Facility => Some("place"),
        _ => None,
    };
    let read = analyzer.analyze(text, &sentences);
    let names = read.iter().flat_map(|sentence| &sentence.names);
    names
        .filter_map(|name| Some((kind(name.label)?, bare(text, name.span))))
        .collect()
}

/// The span without a leading article.
fn bare(text: &str, span: Span) -> Span {
    let words = span.slice(text).unwrap_or_default();
    let article = ["the ", "The ", "a ", "A ", "an "]
        .iter()
        .find(|article| words.starts_with(**article));
    Span::new(span.start + article.map_or(0, |article| article.len()), span.end)
}

/// Sentences of words and labels (`I-PER`, never `B-`), one word a line; the last fifth of them.
fn read_wikigold(path: &Path) -> Result<Vec<Marked>> {
    let file = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let sentences: Vec<Marked> = file
        .split("\n\n")
        .map(|block| {
            block
                .lines()
                .filter(|line| !line.contains("DOCSTART") && !line.trim().is_empty())
        })
        .map(|lines| {
            let mut marked = Marked {
                text: String::new(),
                names: BTreeSet::new(),
            };
            let mut open: Option<(&'static str, Span)> = None;
            for line in lines {
                let (form, label) = line.split_once(' ').unwrap_or((line, "O"));
                let kind = match label.trim().trim_start_matches("I-") {
                    "PER" => Some("person"),
                    "ORG" => Some("organisation"),
                    "LOC" => Some("place"),
                    _ => None,
                };
                let span = Span::new(marked.text.len(), marked.text.len() + form.len());
                marked.text.push_str(form);
                marked.text.push(' ');
                open = match (open.take(), kind) {
                    (Some((known, begun)), Some(kind)) if known == kind => Some((kind, begun.cover(span))),
                    (before, kind) => {
                        marked.names.extend(before);
                        kind.map(|kind| (kind, span))
                    }
                };
            }
            marked.names.extend(open);
            marked.names = marked
                .names
                .iter()
                .map(|(kind, span)| (*kind, bare(&marked.text, *span)))
                .collect();
            marked
        })
        .filter(|marked| !marked.text.is_empty())
        .collect();
    let cut = sentences.len() * 4 / 5;
    Ok(sentences.into_iter().skip(cut).collect())
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entity {
    document_id: String,
    /// Counted in characters.
    begin: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    confidence: f32,
}

fn read_re3d(folder: &Path) -> Result<(Vec<Marked>, Vec<PathBuf>)> {
    let mut sources: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    sources.retain(|path| path.is_dir());
    sources.sort();
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    for source in sources {
        let paths = [source.join("documents.json"), source.join("entities.json")];
        let documents: Vec<Document> = lines(&paths[0])?;
        let mut entities: BTreeMap<String, Vec<Entity>> = BTreeMap::new();
        for entity in lines::<Entity>(&paths[1])? {
            entities.entry(entity.document_id.clone()).or_default().push(entity);
        }
        files.extend(paths);
        for document in documents.into_iter().step_by(5) {
            let bytes: Vec<usize> = document
                .text
                .char_indices()
                .map(|(at, _)| at)
                .chain([document.text.len()])
                .collect();
            let names = entities
                .remove(&document.id)
                .unwrap_or_default()
                .into_iter()
                .filter_map(|entity| {
                    let kind = match entity.kind.as_str() {
                        "Person" => "person",
                        "Organisation" => "organisation",
                        "Location" => "place",
                        _ => return None,
                    };
                    let span = Span::new(*bytes.get(entity.begin)?, *bytes.get(entity.end)?);
                    (entity.confidence >= 0.5).then(|| (kind, bare(&document.text, span)))
                });
            let names = names.collect();
            texts.push(Marked {
                text: document.text,
                names,
            });
        }
    }
    Ok((texts, files))
}

fn lines<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>> {
    let file = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let rows = file
        .trim_start_matches('\u{feff}')
        .lines()
        .filter(|line| !line.trim().is_empty());
    rows.map(|line| serde_json::from_str(line).with_context(|| format!("reading {}", path.display())))
        .collect()
}
