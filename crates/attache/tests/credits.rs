//! Whose report is a page? The pages of `tests/cases/credits.md`, of many newsrooms and decades, each with the chain that its claims must have.
//!
//! Each case is a heading, the page in a fence marked `html` or `text`, and in a fence marked `credits` the outlet and the chain of what the page
//! says in its own voice.

use std::fs;
use std::path::Path;

use attache_exchange::{Form, Input, article};
use attache_model::Source;
use attache_reading::Reader;

fn fence<'a>(section: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = section.split_once(&format!("\n```{mark}\n"))?;
    Some(rest.split_once("\n```")?.0)
}

fn chain(sources: &[Source]) -> String {
    let names: Vec<String> = sources
        .iter()
        .map(|link| format!("{} [{}]", link.name, link.kind))
        .collect();
    match names.is_empty() {
        true => "own voice".to_owned(),
        false => names.join(" → "),
    }
}

#[test]
fn pages_are_credited_as_they_say() {
    let reader = Reader::shipped().expect("the reader that ships loads");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/credits.md");
    let cases = fs::read_to_string(path).expect("the cases");
    let mut wrong = Vec::new();
    let sections: Vec<&str> = cases.split("\n## ").skip(1).collect();
    assert!(sections.len() > 20, "only {} cases", sections.len());
    for section in sections {
        let name = section.lines().next().unwrap_or_default();
        let (form, page) = match (fence(section, "html"), fence(section, "text")) {
            (Some(page), _) => (Form::Html, page),
            (None, Some(page)) => (Form::Text, page),
            (None, None) => panic!("{name}: no page"),
        };
        let expected = fence(section, "credits").expect("what the page credits");
        let input = Input {
            form,
            ..Input::new("case", page.as_bytes())
        };
        let (article, _) = article(&input).expect("an article");
        let reading = reader.read(&article);
        let mut chains: Vec<String> = reading.claims.iter().map(|claim| chain(&claim.sources)).collect();
        chains.dedup();
        let outlet = article.outlet.as_deref().unwrap_or("-");
        let found = format!("{outlet}\n{}", chains.join("\n"));
        if found != expected {
            wrong.push(format!("== {name}\n{found}\n-- expected\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}
