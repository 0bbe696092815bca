//! Which articles are one source?

mod corpus;
mod making;

use attache_model::{Claim, EvidenceKind};
use attache_weighing::{ArticleView, weigh};
use making::{article, claim, view};

const WIRE: &str = "HARARE, Feb. 12 (Meridian) - Zimbabwe has agreed in principle to buy twelve fighters from the Soviet Union in a deal that would give the \
    front-line states their first answer to the air power of their neighbour, diplomats and two senior officials said Thursday.\n\
    The agreement, reached during a visit to Moscow last month by an air force team, is thought to be worth about 240 million dollars, most of it on long credit.\n\
    No contract has been signed. The Soviet Embassy did not return telephone calls, and a government spokesman would neither confirm nor rule out the talks.";

const OTHER: &str = "Two diplomats posted to the Zimbabwean capital say the air force wants a dozen Soviet jets. Mechanics have left for a course near Frunze, \
    and the runway at Gweru is being lengthened. Asked about the price, a finance ministry man shook his head and laughed: nobody pays Moscow in cash.";

fn families(articles: &[ArticleView], claims: &[&str]) -> Vec<Vec<String>> {
    let claims: Vec<Claim> = claims.iter().map(|line| claim(line)).collect();
    let weighed = weigh(articles, &claims, &[]);
    let mut families: Vec<Vec<String>> = weighed
        .origins
        .iter()
        .map(|origin| origin.articles.iter().map(|id| id.to_string()).collect())
        .collect();
    families.retain(|family: &Vec<String>| !family.is_empty());
    families.sort();
    families
}

#[test]
fn an_excerpt_in_a_longer_article_is_the_same_source() {
    let filler: String = (0..400).map(|n| format!("word{n} ")).collect();
    let second = WIRE.lines().nth(1).unwrap();
    let third = WIRE.lines().nth(2).unwrap();
    let long = format!("{filler}\n{second}\n{third}\n{filler}");
    let articles = [
        view("a", "1987-02-12", WIRE),
        view("b", "1987-02-13", &long),
        view("c", "1987-02-13", OTHER),
    ];
    assert_eq!(families(&articles, &[]), [vec!["a", "b"], vec!["c"]]);
    let weighed = weigh(&articles, &[], &[]);
    let origin = weighed
        .origins
        .iter()
        .find(|origin| origin.articles.len() == 2)
        .unwrap();
    assert_eq!(origin.name, "Meridian");
    let shared = origin
        .evidence
        .iter()
        .find(|evidence| evidence.kind == EvidenceKind::SharedText)
        .unwrap();
    assert!(
        shared.what.contains("reached during a visit to Moscow last month"),
        "{}",
        shared.what
    );
}

#[test]
fn two_reports_of_one_event_are_two_sources() {
    let quoting = |text: &str| format!("{text} \"We have the right to defend ourselves,\" he said.");
    let articles = [
        view("a", "1987-02-12", &quoting(WIRE)),
        view("b", "1987-02-12", &quoting(OTHER)),
    ];
    let claims = [
        "a | SUN > ZWE | MiG-29 (aircraft) | ordered | 12",
        "b | SUN > ZWE | MiG-29 (aircraft) | ordered | 12",
    ];
    assert_eq!(families(&articles, &claims), [vec!["a"], vec!["b"]]);
}

#[test]
fn a_rewrite_that_cites_the_agency_joins_it() {
    let articles = [view("a", "1987-02-12", WIRE), view("b", "1987-02-13", OTHER)];
    let claims = [
        "a | SUN > ZWE | MiG-29 (aircraft) | ordered | 12",
        "b | SUN > ZWE | MiG-29 (aircraft) | ordered | 12 | citing Meridian",
    ];
    assert_eq!(families(&articles, &claims), [vec!["a", "b"]]);
    // Months later the same words cite another report.
    let articles = [view("a", "1987-02-12", WIRE), view("b", "1987-09-13", OTHER)];
    assert_eq!(families(&articles, &claims).len(), 2);
}

#[test]
fn a_background_paragraph_used_again_makes_no_reprint() {
    let background = WIRE.lines().nth(1).unwrap();
    let news: String = (0..150).map(|n| format!("later{n} ")).collect();
    let follow_up = format!("HARARE, April 9 (Meridian) - {news}\n{background}");
    assert_eq!(
        families(
            &[view("a", "1987-02-12", WIRE), view("b", "1987-04-09", &follow_up)],
            &[]
        )
        .len(),
        2
    );
}

#[test]
fn who_cites_an_absent_outlet_has_it_as_origin() {
    let articles = [
        article("a 2023-10-05"),
        article("b 2023-10-06"),
        article("c 2023-10-06"),
    ];
    let claims: Vec<Claim> = [
        "a | ISR > AZE | Harop 2 (uncrewed aircraft) | delivered | citing AP",
        "b | ISR > AZE | Harop 2 (uncrewed aircraft) | delivered | citing The Associated Press",
        "c | TUR > AZE | TB2 (uncrewed aircraft) | delivered | citing AP",
    ]
    .iter()
    .map(|line| claim(line))
    .collect();
    let weighed = weigh(&articles, &claims, &[]);
    let origin = |nth: usize| weighed.origin_of(&claims[nth].id).unwrap();
    assert_eq!(origin(0), origin(1));
    assert_ne!(origin(0), origin(2));
    let named = weighed.origins.iter().find(|found| found.id == *origin(0)).unwrap();
    assert_eq!((named.name.as_str(), named.evidence.len()), ("Associated Press", 2));
    assert_eq!(
        weighed
            .records
            .iter()
            .map(|record| record.origins.len())
            .collect::<Vec<_>>(),
        [1, 1]
    );
}

/// Three paragraphs of each corpus article, lifted into a text of another outlet, go back to that article and to no other.
#[test]
fn excerpts_of_the_corpus_join_their_articles() {
    let (mut right, mut wrong, mut made) = (0, 0, 0);
    let originals: Vec<ArticleView> = corpus::stories().into_iter().flat_map(|story| story.articles).collect();
    for (nth, original) in originals.iter().enumerate() {
        let paragraphs: Vec<&str> = original
            .text
            .lines()
            .filter(|line| line.len() > 120)
            .skip(1)
            .take(3)
            .collect();
        if paragraphs.len() < 3 {
            continue;
        }
        let filler: String = (0..250).map(|at| format!("own{nth}x{at} ")).collect();
        let mut articles = originals.clone();
        let mut excerpt = view("excerpt", "", &format!("{filler}\n{}\n{filler}", paragraphs.join("\n")));
        excerpt.published = original.published;
        articles.push(excerpt);
        let weighed = weigh(&articles, &[], &[]);
        let of = |at: usize| &weighed.article_origins[&articles[at].id];
        made += 1;
        right += usize::from(of(nth) == of(originals.len()));
        wrong += (0..originals.len())
            .filter(|at| *at != nth && of(*at) == of(originals.len()) && of(*at) != of(nth))
            .count();
    }
    println!("excerpts: {right} of {made} joined, {wrong} wrongly");
    assert!(made >= 20 && right >= made - 1 && wrong == 0);
}

#[test]
fn one_statement_told_by_two_is_one_origin_for_what_it_says() {
    let articles = [
        article("a 2023-10-05"),
        article("b 2023-10-06"),
        article("c 2023-12-06"),
    ];
    let origins = |speakers: [&str; 3]| {
        let claims: Vec<Claim> = ["a", "b", "c"]
            .iter()
            .zip(speakers)
            .map(|(article, speaker)| {
                claim(&format!(
                    "{article} | ISR > AZE | Harop 2 (uncrewed aircraft) | delivered | {speaker}"
                ))
            })
            .collect();
        let weighed = weigh(&articles, &claims, &[]);
        assert_eq!(
            weighed
                .article_origins
                .values()
                .collect::<std::collections::BTreeSet<_>>()
                .len(),
            3
        );
        weighed.records[0].origins.len()
    };
    // The same minister within days, and again two months later; a spokesman may be anyone.
    assert_eq!(
        origins([
            "by Defence Minister Petrov",
            "by defence minister Petrov",
            "by Defence Minister Petrov"
        ]),
        2
    );
    assert_eq!(origins(["by a spokesman", "by a spokesman", "by a spokesman"]), 3);
    assert_eq!(
        origins(["by Defence Minister Petrov", "by General Ivanov", "by a spokesman"]),
        3
    );
}

#[test]
fn worth_grows_with_origins_not_with_reprints() {
    let worth = |lines: &[&str]| {
        let articles = [
            view("a", "1987-02-12", WIRE),
            view("b", "1987-02-13", WIRE),
            view("c", "1987-02-13", OTHER),
        ];
        let claims: Vec<Claim> = lines.iter().map(|line| claim(line)).collect();
        weigh(&articles, &claims, &[]).records[0].confidence.clone()
    };
    let told = |article: &str, how: &str| format!("{article} | SUN > ZWE | MiG-29 (aircraft) | ordered | 12 | {how}");
    let score = |told: &[String]| worth(&told.iter().map(String::as_str).collect::<Vec<_>>()).score;
    let one = score(&[told("a", "by Moscow")]);
    assert_eq!(
        score(&[told("a", "by Moscow"), told("b", "by Moscow")]),
        one,
        "a reprint adds nothing"
    );
    let two = score(&[told("a", "by Moscow"), told("c", "seen a contract")]);
    assert!(two > one);
    assert_eq!(
        worth(&[&told("a", "by Moscow"), &told("c", "seen a contract")]).why,
        "affirmed 0.93 = 1 − (1 − 0.80)(1 − 0.65), of 2 origins"
    );
    // Rumour never hardens, and a denial takes away.
    let rumours = score(&[
        told("a", "likely | seen a contract"),
        told("c", "likely | seen a letter"),
    ]);
    assert_eq!(rumours, 0.7);
    assert!(score(&[told("a", "by Moscow"), told("c", "denied | by Harare")]) < one);
    assert_eq!(score(&[told("a", "denied | by Moscow")]), 0.0);
}

#[test]
fn a_long_series_shows_for_each_article_only_what_ties_it_most() {
    let names: Vec<String> = (0..30).map(|n| format!("n{n:02}")).collect();
    let texts: Vec<String> = (0..30)
        .map(|n| format!("Bulletin {n} of the ministry.\n{WIRE}"))
        .collect();
    let articles: Vec<ArticleView> = names
        .iter()
        .zip(&texts)
        .map(|(name, text)| view(name, "1987-02-12", text))
        .collect();
    let weighed = weigh(&articles, &[], &[]);
    let family = weighed
        .origins
        .iter()
        .find(|origin| origin.articles.len() == 30)
        .expect("all are one family");
    let shared = |name: &String| {
        let of = |id: &attache_model::ArticleId| id.to_string() == *name;
        let found = family
            .evidence
            .iter()
            .filter(|found| found.kind == EvidenceKind::SharedText && of(&found.article));
        found.count()
    };
    let shown: Vec<usize> = names.iter().map(shared).collect();
    assert!(shown.iter().all(|shown| *shown <= 8), "{shown:?}");
    assert_eq!(
        shown.iter().filter(|shown| **shown > 0).count(),
        29,
        "all but the first go back to another"
    );
}
