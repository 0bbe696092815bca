//! Are pages and crawled texts read as `tests/cases/*.md` say?
//!
//! Each case is a heading, the input in a fence marked `html`, `text` or `json`, and in a fence marked `reads` what must come out: the facts that
//! are found, then one line for each block. A block's text may be cut with `…`; facts that are not found have no line.

use std::fs;
use std::path::Path;

use attache_exchange::{Form, Input, article};

struct Case {
    name: String,
    form: Form,
    input: String,
    reads: String,
}

fn cases(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).unwrap();
    let mut cases = Vec::new();
    for section in text.split("\n## ").skip(1) {
        let name = section.lines().next().unwrap().to_owned();
        let fence = |mark: &str| {
            let (_, rest) = section.split_once(&format!("\n```{mark}\n"))?;
            Some(rest.split_once("\n```").unwrap().0.to_owned())
        };
        let forms = [("html", Form::Html), ("text", Form::Text), ("json", Form::JsonLine)];
        let (form, input) = forms
            .into_iter()
            .find_map(|(mark, form)| Some((form, fence(mark)?)))
            .expect("an input");
        cases.push(Case {
            name,
            form,
            input,
            reads: fence("reads").expect("a reading"),
        });
    }
    cases
}

fn shown(case: &Case) -> Vec<String> {
    let input = Input {
        form: case.form,
        ..Input::new("case", case.input.as_bytes())
    };
    let (article, doubts) = article(&input).unwrap();
    let mut lines = Vec::new();
    for (name, value) in [
        ("outlet", &article.outlet),
        ("byline", &article.byline),
        ("url", &article.url),
    ] {
        lines.extend(value.iter().map(|value| format!("{name}: {value}")));
    }
    if let Some(published) = &article.published {
        lines.push(format!(
            "published: {} ({}, {})",
            published.date, published.from, published.certain
        ));
    }
    lines.extend(doubts.iter().map(|doubt| format!("doubt: {}", doubt.kind)));
    lines.extend(
        article
            .links
            .iter()
            .map(|link| format!("link: {} {}", link.url, link.text)),
    );
    let blocks = article.blocks.iter();
    lines.extend(blocks.map(|block| format!("{}: {}", block.kind, article.slice(block.span).replace('\n', " "))));
    lines
}

fn fits(line: &str, wanted: &str) -> bool {
    match wanted.strip_suffix('…') {
        Some(start) => line.starts_with(start),
        None => line == wanted,
    }
}

fn check(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(file);
    let cases = cases(&path);
    assert!(!cases.is_empty());
    let mut wrong = 0;
    for case in &cases {
        let lines = shown(case);
        let wanted: Vec<&str> = case.reads.lines().collect();
        if lines.len() != wanted.len() || !lines.iter().zip(&wanted).all(|(line, wanted)| fits(line, wanted)) {
            wrong += 1;
            println!(
                "== {}\n-- expected\n{}\n-- read\n{}\n",
                case.name,
                wanted.join("\n"),
                lines.join("\n")
            );
        }
    }
    assert_eq!(wrong, 0, "{wrong} of {} cases in {file} read otherwise", cases.len());
}

#[test]
fn crawled_texts() {
    check("texts.md");
}

#[test]
fn pages() {
    check("pages.md");
}

#[test]
fn json_lines() {
    check("json.md");
}
