//! What holds of every archive?

use attache_model::{Article, ArticleId, Category, Claim, Decision, Doubt, Ruling, Stage};
use attache_store::{Archive, ClaimFilter, Counts, Listed, Outcome, StoreError};
use proptest::prelude::*;

use crate::sample::{added, decision, french, many, origin, record};

fn holding(numbers: impl IntoIterator<Item = usize>) -> Archive {
    let mut archive = Archive::in_memory().unwrap();
    archive.add(&many(numbers)).unwrap();
    archive
}

fn texts(archive: &Archive) -> Vec<Article> {
    let mut articles = Vec::new();
    archive.for_each_article(|article| articles.push(article)).unwrap();
    articles
}

type Contents = (Vec<Listed>, Vec<Article>, Vec<Claim>, Vec<Doubt>);

fn contents(archive: &Archive) -> Contents {
    (
        archive.articles().unwrap(),
        texts(archive),
        archive.claims().unwrap(),
        archive.doubts().unwrap(),
    )
}

#[test]
fn what_is_added_comes_back_as_it_was() {
    let archive = holding([7]);
    let given = added(7);
    assert_eq!(archive.article(given.article.id.as_str()).unwrap(), given.article);
    assert_eq!(archive.claims_of(&given.article.id).unwrap(), given.claims);
    assert_eq!(archive.doubts_of(&given.article.id).unwrap(), given.doubts);
    assert_eq!(archive.claim(given.claims[0].id.as_str()).unwrap(), given.claims[0]);
    assert!(archive.has(&given.article.id).unwrap());
    assert!(!archive.has(&ArticleId::of(["another"])).unwrap());
    assert_eq!(
        archive.doctor().iter().map(|finding| finding.check).collect::<Vec<_>>(),
        ["weighing"]
    );
    assert_eq!(
        archive.counts().unwrap(),
        Counts {
            articles: 1,
            english: 1,
            claims: 1,
            doubts: 1,
            ..Counts::default()
        }
    );
}

#[test]
fn adding_twice_changes_nothing() {
    let mut archive = holding([1, 2]);
    let (before, generation) = (contents(&archive), archive.generation().unwrap());
    assert_eq!(archive.add(&many([2, 1, 1])).unwrap(), [Outcome::Known; 3]);
    assert_eq!(
        (contents(&archive), archive.generation().unwrap()),
        (before, generation)
    );
    assert_eq!(
        archive.add(&many([3, 3, 1])).unwrap(),
        [Outcome::New, Outcome::Known, Outcome::Known]
    );
}

#[test]
fn a_second_path_of_the_same_bytes_is_remembered() {
    let mut archive = holding([1]);
    let mut again = added(1);
    again.article.path = "another/copy.html".to_owned();
    assert_eq!(archive.add(&[again]).unwrap(), [Outcome::Known]);
    assert_eq!(
        archive.paths_of(&added(1).article.id).unwrap(),
        ["another/copy.html", "articles/1.html"]
    );
    assert_eq!(archive.articles().unwrap()[0].path, "articles/1.html");
}

#[test]
fn articles_come_by_date_then_id_and_undated_ones_last() {
    let listed = holding(0..12).articles().unwrap();
    let keys: Vec<_> = listed
        .iter()
        .map(|one| (one.published.is_none(), one.published, one.id.clone()))
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
    assert_eq!(listed.iter().filter(|one| one.published.is_none()).count(), 4);
    assert_eq!(
        (listed[0].claims, listed[0].doubts, listed[0].reader.as_str()),
        (1, 1, "1.0")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_adding_does_not_matter(numbers in Just((0..9).collect::<Vec<usize>>()).prop_shuffle(), split in 0usize..9) {
        let mut archive = Archive::in_memory().unwrap();
        let (first, rest) = numbers.split_at(split);
        archive.add(&many(first.iter().copied())).unwrap();
        archive.add(&many(rest.iter().copied())).unwrap();
        prop_assert_eq!(contents(&archive), contents(&holding(0..9)));
    }
}

#[test]
fn one_bad_article_leaves_the_archive_as_it_was() {
    let mut archive = holding([1]);
    let before = contents(&archive);
    let mut bad = many([2, 3]);
    bad[1].claims[0].article = added(4).article.id;
    assert!(matches!(archive.add(&bad), Err(StoreError::Misfiled { .. })));
    let mut bad = many([2, 3]);
    bad[1].claims[0].confidence = f32::NAN;
    assert!(matches!(archive.add(&bad), Err(StoreError::Unstorable { .. })));
    assert_eq!(contents(&archive), before);
    assert_eq!(archive.add(&many([2])).unwrap(), [Outcome::New]);
}

#[test]
fn claims_are_found_by_what_they_name() {
    let archive = holding(0..6);
    let count = |filter: ClaimFilter| archive.claims_where(&filter).unwrap().len();
    assert_eq!(count(ClaimFilter::default()), 6);
    assert_eq!(
        count(ClaimFilter {
            supplier: Some("BLR".to_owned()),
            ..ClaimFilter::default()
        }),
        2
    );
    let all = ClaimFilter {
        article: Some(added(3).article.id),
        supplier: Some("BLR".to_owned()),
        recipient: Some("AZE".to_owned()),
        category: Some(Category::ElectronicWarfare),
        stage: Some(Stage::Delivered),
    };
    assert_eq!(archive.claims_where(&all).unwrap(), added(3).claims);
    assert_eq!(
        count(ClaimFilter {
            stage: Some(Stage::Sought),
            ..all
        }),
        0
    );
}

#[test]
fn a_stream_of_articles_ends_at_the_first_error() {
    let archive = holding(0..5);
    let mut seen = 0;
    let ended: Result<(), StoreError> = archive.try_for_each_article(|article| {
        seen += 1;
        if seen < 3 {
            Ok(())
        } else {
            Err(StoreError::NoWords { query: article.path })
        }
    });
    assert!(matches!(ended, Err(StoreError::NoWords { .. })));
    assert_eq!(seen, 3);
}

#[test]
fn the_register_knows_whether_it_is_up_to_date() {
    let mut archive = Archive::in_memory().unwrap();
    assert!(archive.is_weighed().unwrap());
    archive.add(&many([1, 2])).unwrap();
    assert!(!archive.is_weighed().unwrap());

    let generation = archive.generation().unwrap();
    let (mut records, mut origins) = (
        vec![record(&added(2)), record(&added(1))],
        vec![origin(&added(2)), origin(&added(1))],
    );
    records.sort_by(|a, b| a.id.cmp(&b.id));
    origins.sort_by(|a, b| a.id.cmp(&b.id));
    archive.replace_weighed(&records, &origins, generation).unwrap();
    assert!(archive.is_weighed().unwrap());
    assert_eq!(archive.doctor(), []);
    assert_eq!(
        (archive.records().unwrap(), archive.origins().unwrap()),
        (records.clone(), origins.clone())
    );
    assert_eq!(archive.record(records[1].id.as_str()).unwrap(), records[1]);
    assert_eq!(archive.origin(origins[1].id.as_str()).unwrap(), origins[1]);
    assert_eq!(archive.records_of(&added(1).article.id).unwrap(), [record(&added(1))]);

    // Known articles leave it so; new ones and decisions do not.
    archive.add(&many([1])).unwrap();
    assert!(archive.is_weighed().unwrap());
    archive.add(&many([3])).unwrap();
    assert!(!archive.is_weighed().unwrap());
    archive.replace_weighed(&records, &origins, generation + 1).unwrap();
    assert!(archive.is_weighed().unwrap());
    archive.decide(&[decision(&added(1))]).unwrap();
    assert!(!archive.is_weighed().unwrap());
}

#[test]
fn an_older_weighing_does_not_replace_a_newer_one() {
    let mut archive = holding([1]);
    let old = archive.generation().unwrap();
    archive.add(&many([2])).unwrap();
    let new = archive.generation().unwrap();
    archive.replace_weighed(&[record(&added(2))], &[], new).unwrap();
    archive.replace_weighed(&[record(&added(1))], &[], old).unwrap();
    assert_eq!(archive.records().unwrap(), [record(&added(2))]);
    assert!(matches!(
        archive.replace_weighed(&[], &[], new + 1),
        Err(StoreError::FutureGeneration { .. })
    ));
}

#[test]
fn a_record_of_an_unknown_claim_leaves_the_register_as_it_was() {
    let mut archive = holding([1]);
    let generation = archive.generation().unwrap();
    archive.replace_weighed(&[record(&added(1))], &[], generation).unwrap();
    let result = archive.replace_weighed(&[record(&added(1)), record(&added(2))], &[], generation);
    assert!(matches!(result, Err(StoreError::UnknownClaim { .. })));
    assert_eq!(archive.records().unwrap(), [record(&added(1))]);
}

#[test]
fn decisions_are_appended_and_come_back_in_the_order_they_were_made() {
    let mut archive = holding([1]);
    let first = decision(&added(1));
    let second = Decision::new(
        "2024-06-15T12:00:00Z".parse().unwrap(),
        "ben",
        Ruling::Undo {
            decision: first.id.clone(),
        },
        "it was one report",
        vec![],
    );
    let both = [second.clone(), first.clone()];
    assert_eq!(archive.decide(&both).unwrap(), [Outcome::New, Outcome::New]);
    let generation = archive.generation().unwrap();
    assert_eq!(archive.decide(&both).unwrap(), [Outcome::Known, Outcome::Known]);
    assert_eq!(archive.generation().unwrap(), generation, "nothing new was decided");
    assert_eq!(archive.decision(&first.id.as_str()[..6]).unwrap(), first);
    assert_eq!(archive.decisions().unwrap(), [first, second]);
    assert!(archive.doctor().iter().all(|finding| finding.check != "decisions"));
}

#[test]
fn articles_in_other_languages_are_kept() {
    let mut archive = holding([1]);
    archive.add(&[french()]).unwrap();
    let counts = archive.counts().unwrap();
    assert_eq!((counts.articles, counts.english), (2, 1));
    let notes: Vec<String> = archive.doctor().iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "warning: claims or decisions have changed since the register was made\nhint: `attache weigh` makes the register again",
            "note: articles kept and searchable but not read, as they are not in English: 1 (fra 1)",
        ]
    );
}
