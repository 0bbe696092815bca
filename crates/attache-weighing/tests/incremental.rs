//! Is what is added bit by bit the same as what is weighed at once?

mod corpus;
mod keeping;
mod making;

use std::collections::BTreeMap;

use attache_model::{Claim, Decision, Ruling, SlotName};
use attache_weighing::{ArticleView, weigh};
use keeping::Kept;
use making::{claim, decision, event, figure, seen, view};
use proptest::prelude::*;
use serde_json::json;

/// Sentences of which the made-up articles consist: enough in common for reprints, crowds and quotations.
const SENTENCES: [&str; 6] = [
    "the first two of the boats left the yard on the river in the early hours of sunday under a grey sky and in silence",
    "a dozen armoured cars were seen on the road to the northern border late on friday by three people who live beside it",
    "\"we have ordered nothing and we will order nothing from them this year or next\" the minister told the chamber on monday",
    "the shells were carried by rail through two countries whose governments would not speak of it when they were asked again",
    "engineers of the maker have lived in the hotel by the airfield since march and train the crews every morning at eight",
    "nobody in the ministry would say how the loan is to be paid back or whether the parliament has been shown the contract",
];

/// An article: which sentences it has, when it came out, who carries it; and what it claims.
#[derive(Clone, Debug)]
struct Told {
    article: ArticleView<'static>,
    claims: Vec<Claim>,
}

fn told() -> impl Strategy<Value = Vec<Told>> {
    let dates = prop::sample::select(vec![
        "2020-06-01",
        "2020-06-02",
        "2020-06-04",
        "2020-07-20",
        "2022-01-10",
        "",
    ]);
    let outlets = prop::sample::select(vec!["Meridian", "Daily Herald", "Standard", "Northern Star"]);
    let credits = prop::sample::select(vec!["", "", "Source: Meridian", "With agencies", "By Northern Star"]);
    let sentences = prop::sample::subsequence((0..SENTENCES.len()).collect::<Vec<_>>(), 0..4);
    let lines = prop::sample::subsequence(
        vec![
            "USA > POL | F-16 (aircraft) | ordered | 12",
            "USA > POL | F-16C (aircraft) | delivered | delivered 2020",
            "USA > POL | jets (aircraft) | approved | citing Meridian",
            "USA > POL | arms (unspecified) | delivered",
            "? > POL | F-16 (aircraft) | delivered | by Minister Petrov",
            "USA > UKR | M1A1 Abrams | sought | citing Northern Star",
            "CONSULT visit | ARM > BLR | on 2020-05-30 | by Minister Petrov",
            "CONSULT | ARM, BLR > ? | citing Meridian",
            "ASSAULT | AZE > ARM | at Baku",
            "killed | 20 | party ARM | at Baku",
            "killed | ~21 | of troops | at Baku | citing Standard",
            "displaced | 28000 | party ARM | as-of 2020-05-30",
        ],
        0..4,
    );
    let one = (dates, outlets, credits, sentences, lines);
    prop::collection::vec(one, 1..18).prop_map(|all| {
        let made = all.into_iter().enumerate();
        made.map(|(nth, (date, outlet, credit, sentences, lines))| {
            // Ids that do not follow the order in which they are made.
            let id = format!("{:02}", (nth * 7) % 19);
            let own: String = (0..30).map(|word| format!("{id}w{word} ")).collect();
            let text: Vec<&str> = sentences.iter().map(|at| SENTENCES[*at]).collect();
            let mut article = view(&id, date, &format!("{own}\n{}", text.join("\n")));
            article.outlet = Some(outlet.to_owned());
            article.credits = Some(credit.to_owned())
                .filter(|line| !line.is_empty())
                .into_iter()
                .collect();
            let claims = lines.iter().map(|line| {
                let line = format!("{id} | {line}");
                match line.split('|').nth(1).unwrap().trim().split(' ').next().unwrap() {
                    "CONSULT" | "ASSAULT" => event(&line),
                    "killed" | "displaced" => figure(&line),
                    _ => claim(&line),
                }
            });
            Told {
                claims: claims.collect(),
                article,
            }
        })
        .collect()
    })
}

fn decisions(told: &[Told], choices: &[(usize, Vec<prop::sample::Index>)]) -> Vec<Decision> {
    let claims: Vec<&Claim> = told.iter().flat_map(|told| &told.claims).collect();
    let mut made: Vec<Decision> = Vec::new();
    for (day, (kind, picks)) in (1..).zip(choices) {
        if claims.is_empty() {
            break;
        }
        let first = *picks[0].get(&claims);
        let mut picked: Vec<&Claim> = picks.iter().map(|pick| *pick.get(&claims)).collect();
        picked.retain(|claim| claim.kind() == first.kind());
        let what = match (kind, made.last()) {
            (0, _) => Ruling::Confirm { claims: seen(&[first]) },
            (1, _) => Ruling::Reject { claims: seen(&[first]) },
            (2, _) => Ruling::Merge { claims: seen(&picked) },
            (3, _) => Ruling::Split {
                claims: seen(&[first]),
                from: seen(&picked[1..]),
            },
            (4, Some(last)) => Ruling::Undo {
                decision: last.id.clone(),
            },
            _ => Ruling::Correct {
                claims: seen(&[first]),
                slot: SlotName::Recipient,
                value: json!("UKR"),
            },
        };
        made.push(decision(day, "ann", what, &["00"]));
    }
    made
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bit_by_bit_is_all_at_once(
        told in told(),
        choices in prop::collection::vec((0..6_usize, prop::collection::vec(any::<prop::sample::Index>(), 2..4)), 0..4),
        order in prop::collection::vec(0..3_usize, 30),
    ) {
        let decisions = decisions(&told, &choices);
        let mut kept = Kept::default();
        for bit in 0..3 {
            let now: Vec<&Told> = told.iter().zip(&order).filter(|(_, at)| **at == bit).map(|(told, _)| told).collect();
            let articles: Vec<ArticleView> = now.iter().map(|told| told.article.clone()).collect();
            let claims: Vec<Claim> = now.iter().flat_map(|told| told.claims.clone()).collect();
            let decided = decisions.iter().zip(order.iter().rev()).filter(|(_, at)| **at == bit);
            let decided: Vec<Decision> = decided.map(|(decision, _)| decision.clone()).collect();
            kept.add(&articles, &claims, &decided);
        }
        let articles: Vec<ArticleView> = told.iter().map(|told| told.article.clone()).collect();
        let claims: Vec<Claim> = told.iter().flat_map(|told| told.claims.clone()).collect();
        let whole = weigh(&articles, &claims, &decisions);
        prop_assert_eq!(kept.records.into_values().collect::<Vec<_>>(), whole.records);
        prop_assert_eq!(kept.origins.into_values().collect::<Vec<_>>(), whole.origins);
    }
}

/// Stories one after the other come to what they come to together.
#[test]
fn the_corpus_story_by_story() {
    let stories = corpus::stories();
    let mut kept = Kept::default();
    for story in stories.iter().rev() {
        kept.add(&story.articles, &story.claims, &[]);
    }
    let articles: Vec<ArticleView> = stories
        .iter()
        .flat_map(|story| story.articles.iter().cloned())
        .collect();
    let claims: BTreeMap<_, Claim> = stories
        .iter()
        .flat_map(|story| &story.claims)
        .map(|claim| (claim.id.clone(), claim.clone()))
        .collect();
    let claims: Vec<Claim> = claims.into_values().collect();
    let whole = weigh(&articles, &claims, &[]);
    assert_eq!(kept.records.into_values().collect::<Vec<_>>(), whole.records);
    assert_eq!(kept.origins.into_values().collect::<Vec<_>>(), whole.origins);
}

/// What is added touches what it concerns and no more.
#[test]
fn little_is_weighed_for_little() {
    let about = |nth: usize| {
        let id = format!("{nth:04}");
        let text: String = (0..60).map(|word| format!("{id}w{word} ")).collect();
        let line = format!(
            "{id} | S{:02} > R{:02} | F-{} (aircraft) | ordered",
            nth % 20,
            nth % 17,
            10 + nth % 7
        );
        (view(&id, "2020-06-01", &text), claim(&line))
    };
    let (articles, claims): (Vec<_>, Vec<_>) = (0..400).map(about).unzip();
    let mut kept = Kept::default();
    assert_eq!(kept.add(&articles[..399], &claims[..399], &[]), 399);
    let touched = kept.add(&articles[399..], &claims[399..], &[]);
    assert!((1..5).contains(&touched), "{touched} claims for one");
}

/// Decisions come from colleagues in any order: what takes one back may be here before it.
#[test]
fn an_undo_that_comes_before_what_it_undoes_hides_no_other_decision() {
    let articles = [view("a", "2020-06-01", "one"), view("b", "2020-06-02", "two")];
    let claims = [
        claim("a | USA > POL | F-16 (aircraft) | ordered"),
        claim("b | FRA > GRC | Rafale 4 (aircraft) | ordered"),
    ];
    let confirmed = decision(
        1,
        "ann",
        Ruling::Confirm {
            claims: seen(&[&claims[0]]),
        },
        &["a"],
    );
    let rejected = decision(
        2,
        "ann",
        Ruling::Reject {
            claims: seen(&[&claims[1]]),
        },
        &["b"],
    );
    let undone = decision(
        3,
        "ann",
        Ruling::Undo {
            decision: rejected.id.clone(),
        },
        &["b"],
    );
    let mut kept = Kept::default();
    kept.add(&articles, &claims, &[]);
    kept.add(&[], &[], &[confirmed.clone(), undone.clone()]);
    kept.add(&[], &[], std::slice::from_ref(&rejected));
    let whole = weigh(&articles, &claims, &[confirmed, rejected, undone]);
    assert_eq!(kept.records.into_values().collect::<Vec<_>>(), whole.records);
}
