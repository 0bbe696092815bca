//! Does the embedded model read sentences the same way in any company, and survive any text?

use std::sync::LazyLock;

use attache_language::{Analyzer, Label, Sentence, split, tokenize};
use attache_model::Span;
use rayon::prelude::*;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::shipped().unwrap());

const TEXT: &str = "Belarus sold weapons to Azerbaijan from 2018 to 2022. The deal, worth $1.5bn, was secret! \
    “We didn’t know,” said Nikol Pashinyan, the prime minister of Armenia, in Yerevan on Monday. Four Su-30SM jets were delivered.";

fn read(text: &str) -> Vec<Sentence> {
    ANALYZER.analyze(text, &split(text, Span::new(0, text.len())))
}

fn assert_well_formed(text: &str, sentence: &Sentence) {
    let spans: Vec<Span> = sentence.tokens.iter().map(|token| token.span).collect();
    assert_eq!(spans, tokenize(text, sentence.span));
    let roots = sentence.tokens.iter().filter(|token| token.head.is_none()).count();
    assert_eq!(roots, usize::from(!spans.is_empty()));
    for (index, token) in sentence.tokens.iter().enumerate() {
        assert_eq!(token.head.is_none(), token.relation == "root");
        assert!(
            sentence.root().is_some_and(|root| sentence.is_under(index, root)),
            "token {index} hangs on a cycle"
        );
    }
    for pair in sentence.names.windows(2) {
        assert!(pair[0].tokens.end <= pair[1].tokens.start);
    }
    for name in &sentence.names {
        assert_eq!(name.span.start, spans[name.tokens.start].start);
        assert_eq!(name.span.end, spans[name.tokens.end - 1].end);
    }
}

#[test]
fn reads_plain_news() {
    let sentences = read(TEXT);
    assert_eq!(sentences.len(), 4);
    sentences.iter().for_each(|sentence| assert_well_formed(TEXT, sentence));
    let first = &sentences[0];
    let sold = &first.tokens[1];
    assert_eq!((sold.lemma.as_str(), sold.relation), ("sell", "root"));
    assert_eq!((first.tokens[0].head, first.tokens[0].relation), (Some(1), "nsubj"));
    assert_eq!(
        (first.tokens[2].lemma.as_str(), first.tokens[2].relation),
        ("weapon", "obj")
    );
    assert!(
        first
            .names
            .iter()
            .any(|name| name.label == Label::State && name.span.slice(TEXT) == Some("Belarus"))
    );
}

#[test]
fn company_changes_nothing() {
    let spans = split(TEXT, Span::new(0, TEXT.len()));
    let together = ANALYZER.analyze(TEXT, &spans);
    let mut backwards: Vec<Span> = spans.clone();
    backwards.reverse();
    let mut reversed = ANALYZER.analyze(TEXT, &backwards);
    reversed.reverse();
    assert_eq!(together, reversed);
    for (sentence, span) in together.iter().zip(&spans) {
        assert_eq!(ANALYZER.analyze(TEXT, &[*span]), std::slice::from_ref(sentence));
    }
}

#[test]
fn threads_change_nothing() {
    let expected = read(TEXT);
    let all: Vec<Vec<Sentence>> = (0..12).into_par_iter().map(|_| read(TEXT)).collect();
    assert!(all.iter().all(|found| *found == expected));
}

#[test]
fn survives_long_and_odd_text() {
    let many_words = "the deal was signed , and ".repeat(100);
    let many_pieces = "Pneumonoultramicroscopicsilicovolcanoconiosis ".repeat(150);
    let one_word = "x1".repeat(5000);
    for text in [
        "",
        " ",
        ".",
        "\u{301}",
        "北京 🚀 \u{0}",
        "U.S.",
        &many_words,
        &many_pieces,
        &one_word,
    ] {
        let all = Span::new(0, text.len());
        for sentence in ANALYZER.analyze(text, &[all]) {
            assert_well_formed(text, &sentence);
        }
    }
    assert!(ANALYZER.analyze("é", &[Span::new(1, 7)])[0].tokens.is_empty());
    assert!(ANALYZER.analyze("text", &[]).is_empty());
}
