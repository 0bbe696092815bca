//! What holds for every reading, whatever the bytes?

use attache_exchange::{Form, Input, article};
use attache_model::Article;
use proptest::prelude::*;

fn check(article: &Article) {
    let mut end = 0;
    for block in &article.blocks {
        assert!(block.span.start >= end, "blocks overlap or stand out of order");
        assert!(block.span.end > block.span.start, "an empty block");
        let slice = block.span.slice(&article.text).expect("a block is a slice of the text");
        assert_eq!(slice, slice.trim(), "a block has no blanks around it");
        end = block.span.end;
    }
}

fn read(bytes: &[u8], form: Form) {
    let input = Input {
        form,
        ..Input::new("case", bytes)
    };
    let first = article(&input);
    if let Ok((read, doubts)) = &first {
        check(read);
        assert!(
            doubts
                .iter()
                .all(|doubt| doubt.article == read.id && !doubt.what.is_empty())
        );
    }
    assert_eq!(first, article(&input), "the same bytes give the same reading");
}

/// Pieces that pages and texts are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=\"related\">",
        "</div>",
        "<h1>",
        "</h1>",
        "<title>",
        "</title>",
        "<br>",
        "<li>",
        "<table><tr><td>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<a href='/x'>",
        "</a>",
        "<b",
        "\"",
        "&#146;",
        "&amp;",
        "&",
        "<",
        ">",
        "\n",
        "\n\n",
        "***",
        "Read more:",
        "Source: AP",
        "(Reuters)",
        "By A. Omondi",
        "14 June 2024",
        "08/11/2019",
        "May 5",
        "© 2020 X",
        "Kenya signed a contract with Turkey on Thursday for eight patrol boats, the ministry said. ",
        "Subscribe to our newsletter",
        "— Fan (@fan)",
        "ſ",
        "İ",
        "é",
        "日本語",
        "\u{0}",
        "\r",
        "\t",
        "🇦🇲",
        "photo: a boat",
        "<meta property=\"og:title\" content=\"x\">",
        "<time datetime='2020-01-01'>",
        "<figcaption>",
        "{\"text\": \"x\"}",
        "word ",
        "PLACE, June 14, 2024 (Agency) - ",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), form in 0..3) {
        read(&bytes, [Form::Html, Form::Text, Form::JsonLine][form as usize]);
    }

    #[test]
    fn any_text_keeps_its_laws(text in "\\PC{0,300}") {
        read(text.as_bytes(), Form::Text);
    }

    #[test]
    fn any_mixture_of_pieces_keeps_its_laws(text in pieces()) {
        read(text.as_bytes(), Form::Unknown);
        read(format!("<html>{text}").as_bytes(), Form::Html);
    }
}

#[test]
fn text_is_stored_as_it_came() {
    let text = "A title of four words\r\n\r\nKenya signed a contract with Turkey on Thursday for eight patrol boats, the ministry said.\r\n";
    let (read, _) = article(&Input::new("case", text)).unwrap();
    assert_eq!(read.text, text);
    check(&read);
}

#[test]
fn deep_and_long_pages_are_read() {
    let paragraph = "<p>Kenya signed a contract with Turkey on Thursday for eight patrol boats, the ministry said.</p>";
    for (open, close) in [
        ("<div>", "</div>"),
        ("<b>", "</b>"),
        ("<table><tr><td>", "</table>"),
        ("<blockquote><p>x", ""),
        ("<a href=\"", ""),
    ] {
        let page = format!(
            "<html><body>{}{}{}",
            open.repeat(30_000),
            paragraph.repeat(5),
            close.repeat(30_000)
        );
        let (read, doubts) = article(&Input::new("case", page)).unwrap();
        check(&read);
        assert!(!doubts.is_empty(), "{open}");
    }
    let line = "word ".repeat(400_000);
    let (read, _) = article(&Input::new("case", line)).unwrap();
    check(&read);
}
