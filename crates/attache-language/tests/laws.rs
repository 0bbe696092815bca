//! Which laws hold for every text, however damaged?

use attache_language::{Tag, dates, lemma, numbers, split, tokenize};
use attache_model::{Precision, Span, When};
use jiff::civil::date;
use proptest::prelude::*;

/// Texts of the characters and words that the rules look at, and of anything else.
fn texts() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "The",
        "U.S.",
        "Gen.",
        "Nov.",
        "19",
        "2018",
        "–",
        "-",
        "to",
        "between",
        "and",
        "from",
        "1,200",
        "$",
        "2.4bn",
        "million",
        "S-400",
        "'s",
        "n't",
        "’",
        "“",
        "”",
        "(",
        ")",
        "[1]",
        "...",
        "…",
        "?",
        "!",
        ".",
        "\n",
        "\n\n",
        " ",
        "\u{a0}",
        "\u{2009}",
        "half",
        "a",
        "dozen",
        "twenty",
        "four",
        "per",
        "cent",
        "%",
        "last",
        "next",
        "Monday",
        "May",
        "ago",
        "weeks",
        "year",
        "the",
        "1990s",
        "mid",
        "Q3",
        "early",
        "since",
        "by",
        "99999999999999999999",
        "0",
        "İ",
        "é",
        "北京",
        "🚀",
        "more",
        "than",
        "or",
        "so",
        "euros",
        "Rs",
        "€",
        "million",
        "lakh",
        "crore",
        "by",
        "end",
        "of",
        "FY",
        "'90s",
        "9999",
        "12",
        "decades",
    ]);
    prop_oneof![
        prop::collection::vec(words, 0..40).prop_map(|words| words.join(" ")),
        prop::collection::vec(
            prop::sample::select(vec![
                "a", "B", "1", ".", "-", "'", "’", " ", "\n", "$", "(", ")", "é", "😀", "\u{301}", ","
            ]),
            0..40
        )
        .prop_map(|parts| parts.concat()),
        any::<String>(),
    ]
}

fn assert_ordered(text: &str, within: Span, spans: &[Span]) {
    let mut end = within.start;
    for span in spans {
        assert!(span.start >= end && span.end > span.start, "{spans:?} in {text:?}");
        assert!(within.contains(*span));
        assert!(span.slice(text).is_some(), "{span:?} cuts a character of {text:?}");
        end = span.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sentences_hold_every_character(text in texts()) {
        let all = Span::new(0, text.len());
        let sentences = split(&text, all);
        assert_ordered(&text, all, &sentences);
        let kept: String = sentences.iter().filter_map(|span| span.slice(&text)).flat_map(str::chars).filter(|c| !c.is_whitespace()).collect();
        let given: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        prop_assert_eq!(kept, given);
    }

    #[test]
    fn tokens_hold_every_character(text in texts()) {
        let all = Span::new(0, text.len());
        let tokens = tokenize(&text, all);
        assert_ordered(&text, all, &tokens);
        let is_space = |c: &char| c.is_whitespace() || ('\x1c'..='\x1f').contains(c);
        let kept: String = tokens.iter().filter_map(|span| span.slice(&text)).flat_map(str::chars).filter(|c| !is_space(c)).collect();
        let given: String = text.chars().filter(|c| !is_space(c)).collect();
        prop_assert_eq!(kept, given);
    }

    #[test]
    fn a_part_of_a_text_is_read_in_its_place(text in texts(), before in "[a-z ]{0,10}") {
        let whole = format!("{before}\n{text}\n");
        let within = Span::new(before.len() + 1, before.len() + 1 + text.len());
        assert_ordered(&whole, within, &split(&whole, within));
        assert_ordered(&whole, within, &tokenize(&whole, within));
    }

    #[test]
    fn numbers_and_dates_are_slices(text in texts()) {
        let all = Span::new(0, text.len());
        let found: Vec<Span> = numbers::find(&text, all).iter().map(|number| number.span).collect();
        assert_ordered(&text, all, &found);
        for published in [None, Some(date(2024, 2, 29)), Some(date(-9999, 1, 1)), Some(date(9999, 12, 31))] {
            let running = published.map(When::day).or(When::decade(1990)).map(|when| When { precision: Precision::Month, ..when });
            let mentions = dates::find(&text, all, dates::Anchor { published, running });
            let spans: Vec<Span> = mentions.iter().map(|mention| mention.span).collect();
            assert_ordered(&text, all, &spans);
            for when in mentions.iter().filter_map(|mention| mention.when) {
                prop_assert!(when.first.is_some() || when.last.is_some());
                prop_assert!(when.first.is_none() || when.last.is_none() || when.first <= when.last);
                prop_assert_eq!(when.to_string().parse::<When>(), Ok(when), "{:?} in {:?}", when, text);
            }
        }
    }

    #[test]
    fn ranges_have_an_upper_end(text in texts()) {
        for number in numbers::find(&text, Span::new(0, text.len())) {
            prop_assert!(number.value.is_finite());
            prop_assert_eq!(number.high.is_some(), number.bound == attache_model::Bound::Range);
            prop_assert!(number.high.is_none_or(|high| high > number.value));
        }
    }

    #[test]
    fn every_form_has_a_lemma(form in "\\PC{1,12}|[a-z]{1,10}(s|es|ies|ed|ied|ing|men)") {
        for tag in [Tag::Verb, Tag::Noun, Tag::Aux, Tag::Adj, Tag::Propn, Tag::X] {
            prop_assert!(!lemma(&form, tag).is_empty());
        }
    }
}

#[test]
fn a_span_outside_the_text_holds_nothing() {
    let (text, outside) = ("é", Span::new(1, 9));
    assert!(split(text, outside).is_empty());
    assert!(tokenize(text, outside).is_empty());
    assert!(numbers::find(text, outside).is_empty());
    assert!(dates::find(text, outside, dates::Anchor::default()).is_empty());
}
