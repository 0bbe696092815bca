//! How well is English analysed: tags, trees, names?
//!
//! Tags and trees from raw text on the test parts of three treebanks, by the CoNLL 2018 measure; subjects and objects of verbs, where roles
//! come from; names on the project's own held-out sentences, exact spans with their label.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use attache_language::{Analyzer, Sentence, split};
use attache_model::Span;
use rayon::prelude::*;

use super::conllu::{Characters, Scores, Treebank, Word};
use super::figures::{Counts, Figures, share, write_counts};
use super::floors::Dataset;

/// Treebank, folder, file, and what others reach on it from raw text: (who, UPOS, LAS).
type Bank = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, f64, f64)],
);

const BANKS: &[Bank] = &[
    (
        "ewt",
        "UD_English-EWT",
        "en_ewt-ud-test.conllu",
        &[("UDPipe 1.2", 0.933, 0.770), ("Stanza", 0.962, 0.868)],
    ),
    (
        "gum",
        "UD_English-GUM",
        "en_gum-ud-test.conllu",
        &[("UDPipe 1.2", 0.938, 0.762), ("Stanza", 0.976, 0.882)],
    ),
    ("pud", "UD_English-PUD", "en_pud-ud-test.conllu", &[]),
];

/// What others reach for subjects and objects of verbs on PUD, measured before the model was trained.
const ROLE_PEERS: &[(&str, f64)] = &[("spaCy small", 0.890), ("beam-8 perceptron", 0.859)];

/// The same for verb or noun, preposition and noun.
const ATTACHMENT_PEERS: &[(&str, f64)] = &[("spaCy small", 0.781)];

/// The held-out sentences, in the project's own folder.
const LABELLED: &str = "training/labelled";

pub fn run(data: &Path, out: &mut dyn Write, datasets: &mut Vec<Dataset>) -> Result<Figures> {
    let analyzer = Analyzer::shipped()?;
    let mut figures = Figures::default();
    let mut files = Vec::new();
    for (name, folder, file, peers) in BANKS {
        let path = data.join(folder).join(file);
        if !path.is_file() {
            writeln!(out, "language, {folder}: skipped, there is no {}", path.display())?;
            continue;
        }
        run_bank(&analyzer, name, &path, peers, out, &mut figures)?;
        files.push(path);
    }
    if files.len() == BANKS.len() {
        datasets.push(Dataset::of("language", &files)?);
    }
    run_names(&analyzer, Path::new(LABELLED), out, &mut figures, datasets)?;
    writeln!(out)?;
    Ok(figures)
}

fn run_bank(
    analyzer: &Analyzer,
    name: &str,
    path: &Path,
    peers: &[(&str, f64, f64)],
    out: &mut dyn Write,
    figures: &mut Figures,
) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let gold = Treebank::parse(&text).with_context(|| format!("reading {}", path.display()))?;
    let sentences = analyze(analyzer, &gold);
    let predicted = words(&gold.text, &sentences);
    let scores = Scores::of(&gold.words, &predicted);
    let characters = Characters::of(&gold.text);
    let said: BTreeSet<(usize, usize)> = sentences
        .iter()
        .map(|sentence| characters.span(sentence.span))
        .collect();
    let ends = Counts {
        predicted: said.len(),
        right: gold.sentences.iter().filter(|sentence| said.contains(sentence)).count(),
        gold: gold.sentences.len(),
    };
    let [upos, uas, las] = [scores.tags, scores.heads, scores.relations].map(|right| scores.f1(right));
    writeln!(
        out,
        "language, {}: {} words, from raw text",
        name.to_uppercase(),
        scores.gold
    )?;
    writeln!(
        out,
        "  {:<20} words {:.3}  sentences {:.3}  UPOS {upos:.3}  UAS {uas:.3}  LAS {las:.3}",
        "attache",
        scores.f1(scores.words),
        ends.f1()
    )?;
    for (peer, upos, las) in peers {
        writeln!(out, "  {peer:<20} {:>29}  UPOS {upos:.3} {:>10} LAS {las:.3}", "", "")?;
    }
    let roles = roles(&gold.words, &predicted);
    write_counts(out, "subjects and objects", roles)?;
    if name == "pud" {
        for (peer, f1) in ROLE_PEERS {
            writeln!(out, "  {peer:<28} {:>17}  F1 {f1:.3}", "")?;
        }
    }
    let attached = compare_sets(&attachments(&gold.words), &attachments(&predicted));
    write_counts(out, "prepositional attachments", attached)?;
    if name == "pud" {
        for (peer, f1) in ATTACHMENT_PEERS {
            writeln!(out, "  {peer:<28} {:>17}  F1 {f1:.3}", "")?;
        }
    }
    let given = given_words(analyzer, &gold);
    let [tags, relations] = [given.tags, given.relations].map(|right| share(right, given.gold));
    writeln!(
        out,
        "  {:<20} from the treebank's own words:  UPOS {tags:.3}  LAS {relations:.3}",
        "attache"
    )?;
    figures.put(format!("language.{name}.words_given.upos"), tags, given.gold);
    figures.put(format!("language.{name}.words_given.las"), relations, given.gold);
    figures.put(format!("language.{name}.attachments"), attached.f1(), attached.gold);
    for (figure, value) in [
        ("upos", upos),
        ("uas", uas),
        ("las", las),
        ("words", scores.f1(scores.words)),
        ("sentences", ends.f1()),
    ] {
        figures.put(format!("language.{name}.{figure}"), value, scores.gold);
    }
    figures.put(format!("language.{name}.roles"), roles.f1(), roles.gold);
    Ok(())
}

fn analyze(analyzer: &Analyzer, gold: &Treebank) -> Vec<Sentence> {
    let paragraphs: Vec<Vec<Sentence>> = gold
        .paragraphs
        .par_iter()
        .map(|paragraph| analyzer.analyze(&gold.text, &split(&gold.text, *paragraph)))
        .collect();
    paragraphs.into_iter().flatten().collect()
}

/// The analysed words with their places and heads in the whole text.
fn words(text: &str, sentences: &[Sentence]) -> Vec<Word> {
    let characters = Characters::of(text);
    let mut words = Vec::new();
    for sentence in sentences {
        let first = words.len();
        words.extend(sentence.tokens.iter().map(|token| Word {
            characters: characters.span(token.span),
            tag: format!("{:?}", token.tag).to_uppercase(),
            head: token.head.map(|head| first + head),
            relation: token.base_relation().to_owned(),
        }));
    }
    words
}

/// Tags and trees where the words and sentences are the treebank's own.
fn given_words(analyzer: &Analyzer, gold: &Treebank) -> Scores {
    let sentences: Vec<Scores> = gold
        .members
        .par_iter()
        .map(|members| {
            let mut text = String::new();
            let mut spans = Vec::new();
            for form in &gold.forms[members.clone()] {
                spans.push(Span::new(text.len(), text.len() + form.len()));
                text.push_str(form);
                text.push(' ');
            }
            let read = analyzer.analyze_words(&text, &[spans]);
            let tokens = read.iter().flat_map(|sentence| &sentence.tokens);
            let mut scores = Scores::default();
            for (word, token) in gold.words[members.clone()].iter().zip(tokens) {
                let head = word.head.map(|head| head - members.start) == token.head;
                let relation = head && word.relation == token.base_relation();
                scores.gold += 1;
                scores.tags += usize::from(word.tag == format!("{:?}", token.tag).to_uppercase());
                scores.heads += usize::from(head);
                scores.relations += usize::from(relation);
            }
            scores
        })
        .collect();
    sentences.into_iter().fold(Scores::default(), |mut all, one| {
        all.gold += one.gold;
        all.tags += one.tags;
        all.heads += one.heads;
        all.relations += one.relations;
        all
    })
}

/// Verb, relation and word of every subject and object, compared by their places in the text.
fn roles(gold: &[Word], predicted: &[Word]) -> Counts {
    compare_sets(&roles_of(gold), &roles_of(predicted))
}

fn compare_sets<T: Ord>(meant: &BTreeSet<T>, said: &BTreeSet<T>) -> Counts {
    Counts {
        predicted: said.len(),
        right: said.intersection(meant).count(),
        gold: meant.len(),
    }
}

/// Head (a verb or noun), preposition and noun of every prepositional phrase, by their places in the text.
fn attachments(words: &[Word]) -> BTreeSet<[(usize, usize); 3]> {
    let phrase = |case: &Word| {
        let noun = &words[case.head.filter(|_| case.relation == "case")?];
        let attached = matches!(noun.relation.as_str(), "obl" | "nmod");
        let head = &words[noun.head.filter(|_| attached)?];
        matches!(head.tag.as_str(), "VERB" | "NOUN" | "PROPN").then_some([
            head.characters,
            case.characters,
            noun.characters,
        ])
    };
    words.iter().filter_map(phrase).collect()
}

/// Places of the verb and the word, with the relation between them.
type Role<'a> = ((usize, usize), &'a str, (usize, usize));

fn roles_of(words: &[Word]) -> BTreeSet<Role<'_>> {
    words
        .iter()
        .filter(|word| matches!(word.relation.as_str(), "nsubj" | "obj"))
        .filter_map(|word| {
            let head = &words[word.head?];
            (head.tag == "VERB").then_some((head.characters, word.relation.as_str(), word.characters))
        })
        .collect()
}

fn run_names(
    analyzer: &Analyzer,
    folder: &Path,
    out: &mut dyn Write,
    figures: &mut Figures,
    datasets: &mut Vec<Dataset>,
) -> Result<()> {
    let mut files: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(entries) => entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .collect(),
        Err(_) => Vec::new(),
    };
    files.retain(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("test-"))
    });
    files.sort();
    if files.is_empty() {
        writeln!(
            out,
            "language, names: skipped, there is no {}/test-*.txt",
            folder.display()
        )?;
        return Ok(());
    }
    let mut labelled = Vec::new();
    for path in &files {
        let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        labelled.extend(
            text.lines()
                .filter(|line| !line.is_empty() && !line.starts_with("# "))
                .map(Labelled::parse),
        );
    }
    let found: Vec<BTreeSet<(String, Span)>> = labelled.par_iter().map(|line| names(analyzer, &line.text)).collect();
    let mut by_label: BTreeMap<String, Counts> = BTreeMap::new();
    let mut total = Counts::default();
    for (line, found) in labelled.iter().zip(&found) {
        for (label, counts) in compare(&line.names, found) {
            by_label.entry(label).or_default().add(counts);
            total.add(counts);
        }
    }
    writeln!(
        out,
        "language, names: {} held-out sentences, exact spans",
        labelled.len()
    )?;
    write_counts(out, "all", total)?;
    for (label, counts) in &by_label {
        write_counts(out, &format!("  {label}"), *counts)?;
    }
    total.put(figures, "names");
    for (label, counts) in &by_label {
        figures.put(format!("names.{label}.f1"), counts.f1(), counts.gold);
    }
    datasets.push(Dataset::of("names", &files)?);
    Ok(())
}

fn names(analyzer: &Analyzer, text: &str) -> BTreeSet<(String, Span)> {
    let whole = Span::new(0, text.len());
    let sentences = analyzer.analyze(text, &[whole]);
    sentences
        .iter()
        .flat_map(|sentence| &sentence.names)
        .map(|name| (format!("{:?}", name.label).to_lowercase(), name.span))
        .collect()
}

fn compare(meant: &BTreeSet<(String, Span)>, said: &BTreeSet<(String, Span)>) -> BTreeMap<String, Counts> {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for name in meant {
        let label = counts.entry(name.0.clone()).or_default();
        label.gold += 1;
        label.right += usize::from(said.contains(name));
    }
    for name in said {
        counts.entry(name.0.clone()).or_default().predicted += 1;
    }
    counts
}

/// A sentence of training/labelled: `{state|Belarus} sold …`.
#[derive(Debug, PartialEq)]
struct Labelled {
    text: String,
    names: BTreeSet<(String, Span)>,
}

impl Labelled {
    fn parse(line: &str) -> Labelled {
        let mut labelled = Labelled {
            text: String::new(),
            names: BTreeSet::new(),
        };
        let mut rest = line;
        while let Some((before, mark)) = rest.split_once('{') {
            let Some((label, tail)) = mark.split_once('|') else {
                break;
            };
            let Some((name, after)) = tail.split_once('}') else {
                break;
            };
            labelled.text.push_str(before);
            let start = labelled.text.len();
            labelled.text.push_str(name);
            labelled
                .names
                .insert((label.to_owned(), Span::new(start, labelled.text.len())));
            rest = after;
        }
        labelled.text.push_str(rest);
        labelled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_of_the_text() {
        let labelled = Labelled::parse("{state|Peru} bought {quantity|two} ships.");
        assert_eq!(labelled.text, "Peru bought two ships.");
        let names: Vec<(&str, Span)> = labelled
            .names
            .iter()
            .map(|(label, span)| (label.as_str(), *span))
            .collect();
        assert_eq!(names, [("quantity", Span::new(12, 15)), ("state", Span::new(0, 4))]);
    }

    #[test]
    fn a_name_with_another_label_is_missed_and_made_up() {
        let name = |label: &str, span| (label.to_owned(), span);
        let meant = BTreeSet::from([name("state", Span::new(0, 4)), name("date", Span::new(9, 12))]);
        let said = BTreeSet::from([name("place", Span::new(0, 4)), name("date", Span::new(9, 12))]);
        let counts = compare(&meant, &said);
        assert_eq!(
            counts["state"],
            Counts {
                predicted: 0,
                right: 0,
                gold: 1
            }
        );
        assert_eq!(
            counts["place"],
            Counts {
                predicted: 1,
                right: 0,
                gold: 0
            }
        );
        assert_eq!(
            counts["date"],
            Counts {
                predicted: 1,
                right: 1,
                gold: 1
            }
        );
    }

    #[test]
    fn only_verbs_have_roles() {
        let word = |at: usize, tag: &str, head: Option<usize>, relation: &str| Word {
            characters: (at, at + 1),
            tag: tag.to_owned(),
            head,
            relation: relation.to_owned(),
        };
        let gold = [
            word(0, "PROPN", Some(1), "nsubj"),
            word(1, "VERB", None, "root"),
            word(2, "NOUN", Some(1), "obj"),
        ];
        let mut predicted = gold.to_vec();
        predicted[2].relation = "obl".to_owned();
        assert_eq!(
            roles(&gold, &predicted),
            Counts {
                predicted: 1,
                right: 1,
                gold: 2
            }
        );
        predicted[1].tag = "ADJ".to_owned();
        assert_eq!(roles(&gold, &predicted).predicted, 0);
    }
}
