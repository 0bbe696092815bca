//! Do searches find what is there, and nothing by accident?

use attache_model::{ArticleId, Block, BlockKind, Span};
use attache_store::{Added, Archive, StoreError};
use proptest::prelude::*;

use crate::sample::added;

fn article(title: &str, body: &str, furniture: &str) -> Added {
    let mut added = added(1);
    let text = format!("{title}\n{body}\n{furniture}");
    let raw = text.clone().into_bytes();
    let ends = [title.len(), title.len() + 1 + body.len(), text.len()];
    added.article.id = ArticleId::of([&raw]);
    added.article.blocks = vec![
        Block {
            kind: BlockKind::Title,
            span: Span::new(0, ends[0]),
        },
        Block {
            kind: BlockKind::Body,
            span: Span::new(ends[0] + 1, ends[1]),
        },
        Block {
            kind: BlockKind::Furniture,
            span: Span::new(ends[1] + 1, ends[2]),
        },
    ];
    added.article.text = text;
    added.raw = Some(raw);
    added.claims.clear();
    added.doubts.clear();
    added
}

fn library() -> Archive {
    let mut archive = Archive::in_memory().unwrap();
    archive
        .add(&[
            article(
                "Missiles for Minsk",
                "Belarus received the S-400 air defence system; Hürkuş aircraft stayed home.",
                "Poll: tanks",
            ),
            article(
                "Leaked letters",
                "The ministry wrote that missiles and a missile launcher of the air force, for defence, came in 2022.",
                "",
            ),
            article(
                "Sünbül’s harvest — a report",
                "No arms here. Şəki grew apples.",
                "Related: missiles",
            ),
        ])
        .unwrap();
    archive
}

fn titles(query: &str) -> Vec<String> {
    library()
        .search(query, 10)
        .unwrap()
        .into_iter()
        .filter_map(|hit| hit.article.title)
        .collect()
}

#[test]
fn words_are_found_in_title_and_body_but_not_in_furniture() {
    assert_eq!(titles("missile").len(), 2);
    assert_eq!(
        titles("missile")[0],
        "Missiles for Minsk",
        "a match in the title counts more"
    );
    assert_eq!(titles("tanks"), [""; 0]);
    assert_eq!(titles("MISSILES letters"), ["Leaked letters"]);
    assert_eq!(titles("hurkus"), ["Missiles for Minsk"]);
    assert_eq!(titles("Şəki"), ["Sünbül’s harvest — a report"]);
}

#[test]
fn phrases_beginnings_and_designations() {
    assert_eq!(titles("air defence").len(), 2);
    assert_eq!(titles("\"air defence\""), ["Missiles for Minsk"]);
    assert_eq!(titles("minis*"), ["Leaked letters"]);
    assert_eq!(titles("S-400"), ["Missiles for Minsk"]);
    assert_eq!(titles("400-S"), [""; 0]);
}

#[test]
fn snippets_show_the_match_in_plain_text() {
    let hits = library().search("launcher", 10).unwrap();
    let snippet = &hits[0].snippet;
    assert_eq!(
        snippet
            .matches
            .iter()
            .filter_map(|span| span.slice(&snippet.text))
            .collect::<Vec<_>>(),
        ["launcher"]
    );
    assert!(snippet.text.starts_with("The ministry wrote"), "{}", snippet.text);
}

#[test]
fn places_are_those_of_the_text() {
    let archive = library();
    let words = |query: &str| -> Vec<String> {
        let hit = &archive.search(query, 1).unwrap()[0];
        let article = archive.article(hit.article.id.as_str()).unwrap();
        let whole = Span::new(0, article.text.len());
        let places = archive.found_in(query, &article, whole).unwrap();
        places.iter().map(|span| article.slice(*span).to_owned()).collect()
    };
    assert_eq!(words("missile launcher"), ["missiles", "missile", "launcher"]);
    assert_eq!(words("hurkus"), ["Hürkuş"]);
    let apples = archive.search("apples", 1).unwrap()[0].article.id.clone();
    let article = archive.article(apples.as_str()).unwrap();
    let whole = Span::new(0, article.text.len());
    assert_eq!(archive.found_in("missiles", &article, whole).unwrap(), []);
    assert_eq!(archive.found_in("apples", &article, Span::new(0, 20)).unwrap(), []);
}

#[test]
fn a_very_long_article_is_found_in_little_time() {
    let mut archive = Archive::in_memory().unwrap();
    let endless = "The committee met again in the capital of the north. ".repeat(60_000);
    archive.add(&[article("Endless", &endless, "")]).unwrap();
    let begin = std::time::Instant::now();
    let hits = archive.search("the committee", 1).unwrap();
    let found = archive.article(hits[0].article.id.as_str()).unwrap();
    let places = archive.found_in("committee", &found, Span::new(0, 40_000)).unwrap();
    assert!(hits[0].snippet.matches.len() > 2 && places.len() > 500);
    // Marked whole it takes minutes.
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn quotes_are_found_by_themselves() {
    let mut archive = Archive::in_memory().unwrap();
    archive.add(&[added(1), added(2)]).unwrap();
    let found = archive.matching_quotes("sold stations").unwrap();
    assert_eq!(found.len(), 2);
    let filed = archive.quotes().unwrap();
    let (_, claim, _) = filed.iter().find(|(number, ..)| *number == found[0].number).unwrap();
    let claim = archive.claim(claim.as_str()).unwrap();
    let shown = archive.quote_hit("sold stations", found[0]).unwrap();
    let article = archive.article(claim.article.as_str()).unwrap();
    assert_eq!(shown.text, article.slice(claim.quotes[0]));
    assert_eq!(shown.matches.len(), 2);
    // The title says `bought`, and no quote does.
    assert_eq!(archive.matching_quotes("bought").unwrap(), []);
}

#[test]
fn a_limit_keeps_the_best() {
    let archive = library();
    let all = archive.search("missile", 10).unwrap();
    assert!(all[0].score >= all[1].score && all[0].score > 0.0);
    assert_eq!(archive.search("missile", 1).unwrap(), all[..1]);
    assert_eq!(archive.search("missile", 0).unwrap(), []);
}

#[test]
fn an_article_with_strange_text_is_found_too() {
    let mut archive = Archive::in_memory().unwrap();
    let mut strange = article("T", "nul \0 byte, marks \u{2}here\u{3}, drones 😀", "");
    archive.add(std::slice::from_ref(&strange)).unwrap();
    let hits = archive.search("drones", 5).unwrap();
    assert_eq!(hits[0].article.id, strange.article.id);
    assert!(!hits[0].snippet.text.contains(['\0', '\u{2}', '\u{3}']));
    assert_eq!(archive.article(strange.article.id.as_str()).unwrap(), strange.article);
    // Parts unknown: searched whole.
    strange = article("Whole", "without blocks", "drones");
    strange.article.blocks.clear();
    archive.add(std::slice::from_ref(&strange)).unwrap();
    assert_eq!(archive.search("drones", 5).unwrap().len(), 2);
    assert_eq!(
        archive
            .doctor()
            .iter()
            .filter(|finding| finding.check == "search")
            .count(),
        0
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_query_is_a_syntax_error(query in "(\\PC|[\"*(){}:^+\\-\u{0}\u{301} ]|AND|OR|NOT|NEAR){0,24}") {
        thread_local!(static LIBRARY: Archive = library());
        match LIBRARY.with(|library| library.search(&query, 3)) {
            Ok(_) | Err(StoreError::NoWords { .. }) => {}
            Err(error) => prop_assert!(false, "{query:?}: {error}"),
        }
    }
}
