//! How near do origins and records come to the corpus' gold, given gold claims?
//!
//! Run with `--nocapture` for the table. The floors lie just below what was reached; a floor only rises.

mod corpus;

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{ClaimId, Record, SlotName, Verdict};
use attache_weighing::{ArticleView, weigh};
use corpus::{GoldRecord, Story};

#[derive(Clone, Copy, Default)]
struct Score {
    right: f64,
    found: f64,
    wanted: f64,
}

impl Score {
    fn precision(self) -> f64 {
        if self.found == 0.0 {
            1.0
        } else {
            self.right / self.found
        }
    }

    fn recall(self) -> f64 {
        if self.wanted == 0.0 {
            1.0
        } else {
            self.right / self.wanted
        }
    }

    fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 {
            0.0
        } else {
            2.0 * precision * recall / (precision + recall)
        }
    }

    fn add(&mut self, found: bool, wanted: bool) {
        self.right += f64::from(u8::from(found && wanted));
        self.found += f64::from(u8::from(found));
        self.wanted += f64::from(u8::from(wanted));
    }

    fn row(self, name: &str) {
        println!(
            "{name:<28} {:>6.3} {:>6.3} {:>6.3}  {:>5.0} {:>5.0} {:>5.0}",
            self.precision(),
            self.recall(),
            self.f1(),
            self.right,
            self.found,
            self.wanted
        );
    }
}

#[test]
fn corpus_train() {
    let stories = corpus::stories();
    println!(
        "{:<28} {:>6} {:>6} {:>6}  {:>5} {:>5} {:>5}",
        "", "P", "R", "F1", "right", "found", "gold"
    );
    let origins = origins(&stories);
    origins.row("pairs of articles, origin");
    let (mut pairs, mut cubed) = (Score::default(), Score::default());
    let mut verdicts: BTreeMap<&str, Score> = BTreeMap::new();
    let (mut exact_origins, mut stages, mut records) = (0, 0, 0);
    for story in &stories {
        let weighed = weigh(&story.articles, &story.claims, &[]);
        let of: BTreeMap<&ClaimId, usize> = weighed
            .records
            .iter()
            .enumerate()
            .flat_map(|(nth, record)| record.claims.iter().map(move |claim| (claim, nth)))
            .collect();
        // A claim that the gold puts into two records counts for the first.
        let mut gold: BTreeMap<usize, usize> = BTreeMap::new();
        for (nth, record) in story.records.iter().enumerate() {
            for claim in &record.claims {
                gold.entry(*claim).or_insert(nth);
            }
        }
        let claims: Vec<(usize, usize)> = gold
            .iter()
            .map(|(claim, nth)| (of[&story.claims[*claim].id], *nth))
            .collect();
        for (nth, a) in claims.iter().enumerate() {
            for b in &claims[nth + 1..] {
                pairs.add(a.0 == b.0, a.1 == b.1);
            }
            let both = claims.iter().filter(|b| b.0 == a.0 && b.1 == a.1).count() as f64;
            let precision = both / claims.iter().filter(|b| b.0 == a.0).count() as f64;
            let recall = both / claims.iter().filter(|b| b.1 == a.1).count() as f64;
            // B³ averages precision and recall over claims; kept as sums over one count.
            cubed.right += precision;
            cubed.found += 1.0;
            cubed.wanted += recall;
        }
        for gold in &story.records {
            let record = best(story, gold, &weighed.records);
            records += 1;
            exact_origins += usize::from(record.origins.len() == gold.origins);
            stages += usize::from(
                record
                    .slots
                    .get(&SlotName::Stage)
                    .is_some_and(|cell| cell.shown == gold.stage),
            );
            let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for claim in &gold.claims {
                parts.entry(of[&story.claims[*claim].id]).or_default().push(*claim + 1);
            }
            if parts.len() > 1 {
                println!(
                    "    {} {} split: {:?}",
                    story.name,
                    gold.name,
                    parts.values().collect::<Vec<_>>()
                );
            }
            let show = |what: &str| println!("    {} {} {what}", story.name, gold.name);
            if record.origins.len() != gold.origins {
                show(&format!("origins {} for {}", record.origins.len(), gold.origins));
            }
            if record
                .slots
                .get(&SlotName::Stage)
                .is_none_or(|cell| cell.shown != gold.stage)
            {
                show(&format!(
                    "stage {:?} for {}",
                    record.slots.get(&SlotName::Stage).map(|cell| &cell.reason),
                    gold.stage
                ));
            }
            let slots = |verdict: Verdict| -> BTreeSet<String> {
                // A denied stage that has also moved counts as moved.
                let moved = |name: SlotName, found: Verdict, rivals: usize| {
                    found == verdict
                        || (name == SlotName::Stage
                            && verdict == Verdict::Superseded
                            && found == Verdict::Denied
                            && rivals > 1)
                };
                record
                    .slots
                    .iter()
                    .filter(|(name, cell)| moved(**name, cell.verdict, cell.rivals.len()))
                    .map(|(name, _)| name.to_string())
                    .collect()
            };
            for (name, verdict, gold) in [
                ("disputed", Verdict::Disputed, &gold.disputed),
                ("superseded", Verdict::Superseded, &gold.superseded),
            ] {
                let found = slots(verdict);
                let gold: BTreeSet<String> = gold.iter().cloned().collect();
                for slot in found.union(&gold) {
                    verdicts
                        .entry(name)
                        .or_default()
                        .add(found.contains(slot), gold.contains(slot));
                    if found.contains(slot) != gold.contains(slot) {
                        let why = record
                            .slots
                            .iter()
                            .find(|(name, _)| name.as_str() == slot)
                            .map(|(_, cell)| (cell.verdict, cell.reason.clone()));
                        show(&format!("{name} {slot}: found {} {why:?}", found.contains(slot)));
                    }
                }
            }
            verdicts.entry("denied").or_default().add(record.denied, gold.denied);
        }
    }
    let cubed = Score {
        right: 1.0,
        found: cubed.found / cubed.right,
        wanted: cubed.found / cubed.wanted,
    };
    pairs.row("pairs of claims, record");
    println!(
        "{:<28} {:>6.3} {:>6.3} {:>6.3}",
        "records, B³",
        1.0 / cubed.found,
        1.0 / cubed.wanted,
        cubed.f1()
    );
    for (name, score) in &verdicts {
        score.row(name);
    }
    let share = |count: usize| count as f64 / records as f64;
    println!(
        "{:<28} {:.3}\n{:<28} {:.3}",
        "records with exact support",
        share(exact_origins),
        "records with right stage",
        share(stages)
    );
    for (what, reached, floor) in [
        ("origin precision", origins.precision(), 0.97),
        ("origin recall", origins.recall(), 0.9),
        ("record pairs F1", pairs.f1(), 0.9),
        ("record B³ F1", cubed.f1(), 0.95),
        ("denied F1", verdicts["denied"].f1(), 0.94),
        ("disputed F1", verdicts["disputed"].f1(), 0.49),
        ("superseded F1", verdicts["superseded"].f1(), 0.85),
        ("exact support", share(exact_origins), 0.98),
        ("right stage", share(stages), 0.98),
    ] {
        assert!(reached >= floor, "{what}: {reached:.3} is below its floor {floor}");
    }
}

/// Every pair of articles of the whole corpus, weighed together.
fn origins(stories: &[Story]) -> Score {
    let articles: Vec<ArticleView> = stories
        .iter()
        .flat_map(|story| story.articles.iter().cloned())
        .collect();
    let labels: Vec<&String> = stories.iter().flat_map(|story| &story.origins).collect();
    let claims: Vec<_> = stories.iter().flat_map(|story| story.claims.iter().cloned()).collect();
    let weighed = weigh(&articles, &claims, &[]);
    let of = |at: usize| &weighed.article_origins[&articles[at].id];
    let mut score = Score::default();
    for a in 0..articles.len() {
        for b in a + 1..articles.len() {
            let (found, wanted) = (of(a) == of(b), labels[a] == labels[b]);
            score.add(found, wanted);
            if found != wanted {
                println!("    {} {} found {found}", articles[a].id, articles[b].id);
            }
        }
    }
    score
}

/// The record that holds most of the gold's claims.
fn best<'a>(story: &Story, gold: &GoldRecord, records: &'a [Record]) -> &'a Record {
    let ids: BTreeSet<&ClaimId> = gold.claims.iter().map(|claim| &story.claims[*claim].id).collect();
    let shared = |record: &Record| record.claims.iter().filter(|claim| ids.contains(claim)).count();
    records
        .iter()
        .max_by_key(|record| (shared(record), std::cmp::Reverse(record.claims.len())))
        .unwrap()
}
