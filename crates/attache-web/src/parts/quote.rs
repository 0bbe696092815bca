//! How is a piece of an article shown, with the words that fill its slots marked?

use attache_model::{Article, Span};
use maud::{Markup, html};

/// Words that mean something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub span: Span,
    /// Which slot they fill.
    pub label: String,
}

impl Mark {
    pub fn new(span: Span, label: impl Into<String>) -> Mark {
        Mark {
            span,
            label: label.into(),
        }
    }
}

/// The part `span` of `text` with its marks. Where marks overlap, each piece bears all their labels; the label stands where a mark ends.
pub fn marked(text: &str, span: Span, marks: &[Mark]) -> Markup {
    let marks: Vec<&Mark> = marks
        .iter()
        .filter(|mark| mark.span.overlaps(span) && mark.span.slice(text).is_some())
        .collect();
    let mut edges: Vec<usize> = vec![span.start, span.end];
    for mark in &marks {
        edges.extend([mark.span.start.max(span.start), mark.span.end.min(span.end)]);
    }
    edges.sort_unstable();
    edges.dedup();
    html! {
        @for pair in edges.windows(2) {
            @let piece = Span { start: pair[0], end: pair[1] };
            @let over: Vec<&Mark> = marks.iter().copied().filter(|mark| mark.span.contains(piece)).collect();
            @if let Some(first) = over.first() {
                mark class={ "slot-" (class(&first.label)) } title=(labels(&over)) {
                    (piece.slice(text).unwrap_or_default())
                    @let ending: Vec<&Mark> = over.iter().copied().filter(|mark| mark.span.end == piece.end).collect();
                    @if !ending.is_empty() { small { (labels(&ending)) } }
                }
            } @else {
                (piece.slice(text).unwrap_or_default())
            }
        }
    }
}

/// The labels, each once: `weapon · category`.
fn labels(marks: &[&Mark]) -> String {
    let mut labels: Vec<&str> = Vec::new();
    for mark in marks {
        if !labels.contains(&mark.label.as_str()) {
            labels.push(&mark.label);
        }
    }
    labels.join(" · ")
}

fn class(label: &str) -> String {
    label.replace(' ', "-")
}

/// How much of the text around a quote is shown, in characters on each side.
const AROUND: usize = 220;

/// A quote within the words around it, as far as its block goes.
pub fn in_context(article: &Article, quote: Span, marks: &[Mark]) -> Markup {
    let text = &article.text;
    let block = article
        .blocks
        .iter()
        .map(|block| block.span)
        .find(|span| span.contains(quote));
    let block = block.unwrap_or(quote);
    let before = Span {
        start: block.start,
        end: quote.start,
    };
    let after = Span {
        start: quote.end,
        end: block.end,
    };
    html! {
        blockquote cite=[article.url.as_deref().filter(|url| is_web(url))] {
            span.around { (tail(before.slice(text).unwrap_or_default())) }
            (marked(text, quote, marks))
            span.around { (head(after.slice(text).unwrap_or_default())) }
        }
    }
}

/// Is it an address that a browser may be led to?
pub fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn tail(text: &str) -> String {
    match text.char_indices().rev().nth(AROUND) {
        None => text.to_owned(),
        Some((at, _)) => {
            let kept = &text[at..];
            let from = kept.find(' ').unwrap_or(0);
            format!("…{}", &kept[from..])
        }
    }
}

fn head(text: &str) -> String {
    match text.char_indices().nth(AROUND) {
        None => text.to_owned(),
        Some((at, _)) => {
            let kept = &text[..at];
            let to = kept.rfind(' ').unwrap_or(at);
            format!("{} …", &kept[..to])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[(&str, &str)], expect: &str) {
        let marks: Vec<Mark> = marks
            .iter()
            .map(|(words, label)| {
                let start = text.find(words).unwrap();
                Mark::new(Span::new(start, start + words.len()), *label)
            })
            .collect();
        assert_eq!(marked(text, Span::new(0, text.len()), &marks).into_string(), expect);
    }

    #[test]
    fn words_bear_the_slots_they_fill() {
        check(
            "Minsk sold arms",
            &[("Minsk", "supplier")],
            r#"<mark class="slot-supplier" title="supplier">Minsk<small>supplier</small></mark> sold arms"#,
        );
    }

    #[test]
    fn overlapping_marks_are_all_told() {
        check(
            "US tanks",
            &[("US tanks", "weapon"), ("US", "supplier")],
            r#"<mark class="slot-weapon" title="weapon · supplier">US<small>supplier</small></mark><mark class="slot-weapon" title="weapon"> tanks<small>weapon</small></mark>"#,
        );
    }

    #[test]
    fn what_an_article_says_is_never_markup() {
        check(
            "<script>x</script>",
            &[("script", "weapon")],
            r#"&lt;<mark class="slot-weapon" title="weapon">script<small>weapon</small></mark>&gt;x&lt;/script&gt;"#,
        );
    }

    #[test]
    fn what_is_around_breaks_between_words() {
        let long = "word ".repeat(100);
        assert!(tail(&long).starts_with("… word"));
        assert!(head(&long).ends_with("word …"));
        assert_eq!(tail("short"), "short");
    }
}
