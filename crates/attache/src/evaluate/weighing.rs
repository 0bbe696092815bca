//! How well are claims weighed, when they are the gold's own? Origins, records, disputes and supersessions, without what reading misses.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use anyhow::Result;
use attache_model::{Article, Claim, ClaimId, Kind, Record, SlotName, Verdict};
use attache_weighing::{ArticleView, Weighed, weigh};

use super::clustering::{Clusterings, Measured};
use super::figures::{Counts, Figures, share, write_counts};
use super::floors::Dataset;
use super::gold::{self, Part, Story};
use super::{EvaluateOptions, gold_claims, read};

/// The figures of the parts that are asked for. One source is judged among all articles of a part; records within their story, as the gold is
/// (two stories may tell of one deal).
pub fn run(options: &EvaluateOptions, out: &mut dyn Write, datasets: &mut Vec<Dataset>) -> Result<Figures> {
    let mut figures = Figures::default();
    for part in options.parts() {
        let mut stories = gold::load_part(&options.corpus(), part)?;
        stories.retain(|story| options.story.as_ref().is_none_or(|wanted| *wanted == story.name));
        if stories.is_empty() {
            continue;
        }
        let listed = options.errors && (part == Part::Train || options.show_test);
        let score = Score::of(&stories, listed, out)?;
        score.write(part, out)?;
        figures.extend(score.figures(&format!("weighing.{}", part.as_str())));
        if options.story.is_none() && options.corpus.is_none() {
            let folder = options.corpus().join(part.as_str());
            datasets.push(Dataset::of(&format!("weighing.{}", part.as_str()), &[folder])?);
        }
    }
    Ok(figures)
}

/// What the gold says of one record.
struct Meant {
    kind: Kind,
    /// Story and id.
    name: String,
    claims: Vec<ClaimId>,
    origins: usize,
    disputed: BTreeSet<SlotName>,
    superseded: BTreeSet<SlotName>,
    denied: bool,
    /// Of a transfer.
    stage: Option<&'static str>,
}

impl Meant {
    fn all(story: &Story, ids: &BTreeMap<&str, ClaimId>) -> Vec<Meant> {
        let gold = &story.gold;
        let made =
            |kind, id: &str, claims: &[String], origins, disputed: &[SlotName], superseded: &[SlotName], denied| {
                Meant {
                    kind,
                    name: format!("{} {id}", story.name),
                    claims: claims
                        .iter()
                        .filter_map(|claim| ids.get(claim.as_str()).cloned())
                        .collect(),
                    origins,
                    disputed: disputed.iter().copied().collect(),
                    superseded: superseded.iter().copied().collect(),
                    denied,
                    stage: None,
                }
            };
        let transfers = gold.records.iter().map(|r| Meant {
            stage: Some(r.stage.as_str()),
            ..made(
                Kind::Transfer,
                &r.id,
                &r.claims,
                r.origins,
                &r.disputed,
                &r.superseded,
                r.denied,
            )
        });
        let events = gold.event_records.iter().map(|r| (Kind::Event, r));
        let groups = events.chain(gold.figure_records.iter().map(|r| (Kind::Figure, r)));
        let groups =
            groups.map(|(kind, r)| made(kind, &r.id, &r.claims, r.origins, &r.disputed, &r.superseded, r.denied));
        transfers.chain(groups).collect()
    }
}

/// What was reached for the records of one kind.
#[derive(Default)]
struct OfKind {
    clusterings: Clusterings,
    disputed: Counts,
    superseded: Counts,
    denied: Counts,
    records: usize,
    origins: usize,
    stages: usize,
}

struct Score {
    one_source: Counts,
    kinds: BTreeMap<Kind, OfKind>,
}

impl Score {
    fn of(stories: &[Story], listed: bool, out: &mut dyn Write) -> Result<Score> {
        let mut articles: Vec<(Article, String)> = Vec::new();
        let mut claims: Vec<Claim> = Vec::new();
        let mut score = Score {
            one_source: Counts::default(),
            kinds: Kind::ALL.iter().map(|kind| (*kind, OfKind::default())).collect(),
        };
        for story in stories {
            let mut of_file: BTreeMap<&str, Article> = BTreeMap::new();
            for gold in &story.gold.articles {
                of_file.insert(&gold.file, read::load(story, gold)?);
            }
            let told = gold_claims::claims(story, |file| of_file.get(file))?;
            let views: Vec<ArticleView> = of_file.values().map(ArticleView::of).collect();
            for (name, wrong) in score.story(story, &views, &told) {
                if listed {
                    writeln!(out, "    {name}: {wrong}")?;
                }
            }
            claims.extend(told.into_iter().map(|(_, claim)| claim));
            for gold in &story.gold.articles {
                let article = of_file.remove(gold.file.as_str());
                articles.extend(article.map(|article| (article, format!("{}/{}", story.name, gold.origin))));
            }
        }
        let views: Vec<ArticleView> = articles.iter().map(|(article, _)| ArticleView::of(article)).collect();
        score.one_source = one_source(&articles, &weigh(&views, &claims, &[]));
        Ok(score)
    }

    /// Weighs one story; what is wrong with which record.
    fn story(&mut self, story: &Story, articles: &[ArticleView], told: &[(&str, Claim)]) -> Vec<(String, String)> {
        let ids = told.iter().map(|(id, claim)| (*id, claim.id.clone())).collect();
        let meant = Meant::all(story, &ids);
        let claims: BTreeMap<ClaimId, Claim> = told
            .iter()
            .map(|(_, claim)| (claim.id.clone(), claim.clone()))
            .collect();
        let all: Vec<Claim> = claims.values().cloned().collect();
        let records = weigh(articles, &all, &[]).records;
        for (kind, reached) in &mut self.kinds {
            reached.cluster(*kind, &claims, &meant, &records);
        }
        let mut wrong = Vec::new();
        for meant in &meant {
            if let (Some(record), Some(reached)) = (best(meant, &records), self.kinds.get_mut(&meant.kind)) {
                wrong.extend(
                    reached
                        .compare(meant, record)
                        .into_iter()
                        .map(|what| (meant.name.clone(), what)),
                );
            }
        }
        wrong
    }

    fn verdicts(&self, of: fn(&OfKind) -> Counts) -> Counts {
        let mut all = Counts::default();
        self.kinds.values().for_each(|kind| all.add(of(kind)));
        all
    }

    fn write(&self, part: Part, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "weighing the gold's own claims, {}:", part.as_str())?;
        write_counts(out, "pairs of one-source articles", self.one_source)?;
        for (kind, reached) in &self.kinds {
            reached.write(*kind, out)?;
        }
        write_counts(out, "disputed, all kinds", self.verdicts(|kind| kind.disputed))?;
        write_counts(out, "superseded, all kinds", self.verdicts(|kind| kind.superseded))?;
        writeln!(out)?;
        Ok(())
    }

    fn figures(&self, name: &str) -> Figures {
        let mut figures = Figures::default();
        self.one_source.put(&mut figures, &format!("{name}.one_source"));
        for (kind, reached) in &self.kinds {
            let name = format!("{name}.{kind}");
            let cases = reached.clusterings.len();
            figures.put(format!("{name}.conll"), reached.clusterings.conll(), cases);
            figures.put(format!("{name}.pairs.f1"), reached.clusterings.pairs().f1(), cases);
            figures.put(
                format!("{name}.origins"),
                share(reached.origins, reached.records),
                reached.records,
            );
        }
        let disputed = self.verdicts(|kind| kind.disputed);
        figures.put(format!("{name}.disputed.f1"), disputed.f1(), disputed.gold);
        let superseded = self.verdicts(|kind| kind.superseded);
        figures.put(format!("{name}.superseded.f1"), superseded.f1(), superseded.gold);
        figures
    }
}

impl OfKind {
    /// Claims that the gold puts into no record stand alone; of transfers they are left out, as general statements may go with any.
    fn cluster(&mut self, kind: Kind, claims: &BTreeMap<ClaimId, Claim>, meant: &[Meant], records: &[Record]) {
        let (found_before, meant_before) = self.clusterings.labels();
        let mut found: BTreeMap<&ClaimId, usize> = BTreeMap::new();
        for (nth, record) in records.iter().enumerate() {
            found.extend(record.claims.iter().map(|claim| (claim, nth)));
        }
        // A claim that the gold puts into two records counts for the first.
        let mut gold: BTreeMap<&ClaimId, usize> = BTreeMap::new();
        for (nth, meant) in meant.iter().enumerate() {
            for claim in &meant.claims {
                gold.entry(claim).or_insert(nth);
            }
        }
        for (nth, claim) in claims.values().enumerate().filter(|(_, claim)| claim.kind() == kind) {
            let alone = (kind != Kind::Transfer).then_some(meant.len() + nth);
            if let (Some(found), Some(meant)) = (found.get(&claim.id), gold.get(&claim.id).copied().or(alone)) {
                self.clusterings.put(found_before + found, meant_before + meant);
            }
        }
    }

    /// What is wrong with the record that comes nearest.
    fn compare(&mut self, meant: &Meant, record: &Record) -> Vec<String> {
        let mut wrong = Vec::new();
        self.records += 1;
        self.origins += usize::from(record.origins.len() == meant.origins);
        if record.origins.len() != meant.origins {
            wrong.push(format!("{} origins for {}", record.origins.len(), meant.origins));
        }
        if let Some(stage) = meant.stage {
            let shown = record.slots.get(&SlotName::Stage).map(|cell| cell.shown.as_str());
            self.stages += usize::from(shown == Some(stage));
            if shown != Some(stage) {
                wrong.push(format!("stage {} for {stage}", shown.unwrap_or("none")));
            }
        }
        for (counts, verdict, gold) in [
            (&mut self.disputed, Verdict::Disputed, &meant.disputed),
            (&mut self.superseded, Verdict::Superseded, &meant.superseded),
        ] {
            let found = slots(record, verdict);
            counts.add(Counts {
                predicted: found.len(),
                right: found.intersection(gold).count(),
                gold: gold.len(),
            });
            for slot in found.symmetric_difference(gold) {
                let reason = record.slots.get(slot).map_or("", |cell| cell.reason.as_str());
                let which = if gold.contains(slot) {
                    "not found"
                } else {
                    "not in the gold"
                };
                wrong.push(format!("{slot} {verdict}, {which}: {reason}"));
            }
        }
        self.denied.add(Counts {
            predicted: usize::from(record.denied),
            right: usize::from(record.denied && meant.denied),
            gold: usize::from(meant.denied),
        });
        wrong
    }

    fn write(&self, kind: Kind, out: &mut dyn Write) -> Result<()> {
        writeln!(
            out,
            "  {kind}: {} claims, {} records of the gold",
            self.clusterings.len(),
            self.records
        )?;
        write_counts(out, "  pairs of claims", self.clusterings.pairs())?;
        for (name, Measured { precision, recall }, f1) in [
            ("MUC", self.clusterings.muc(), self.clusterings.muc().f1()),
            ("B³", self.clusterings.b_cubed(), self.clusterings.b_cubed().f1()),
            ("CEAFₑ", self.clusterings.ceaf(), self.clusterings.ceaf().f1()),
        ] {
            writeln!(out, "    {name:<26} P {precision:.3}  R {recall:.3}  F1 {f1:.3}")?;
        }
        writeln!(out, "    {:<40} {:.3}", "CoNLL F1", self.clusterings.conll())?;
        for (name, counts) in [
            ("  disputed", self.disputed),
            ("  superseded", self.superseded),
            ("  denied", self.denied),
        ] {
            if counts.gold + counts.predicted > 0 {
                write_counts(out, name, counts)?;
            }
        }
        writeln!(
            out,
            "    {:<40} {:.3}",
            "origins exactly right",
            share(self.origins, self.records)
        )?;
        if kind == Kind::Transfer {
            writeln!(out, "    {:<40} {:.3}", "stage right", share(self.stages, self.records))?;
        }
        Ok(())
    }
}

/// The slots of a record of whose values some stand to each other so.
fn slots(record: &Record, verdict: Verdict) -> BTreeSet<SlotName> {
    let slots = record.slots.iter().filter(|(_, cell)| cell.is(verdict));
    slots.map(|(name, _)| *name).collect()
}

/// The record that holds most of the gold's claims, and of those the smallest.
fn best<'a>(meant: &Meant, records: &'a [Record]) -> Option<&'a Record> {
    let shared = |record: &Record| {
        record
            .claims
            .iter()
            .filter(|claim| meant.claims.contains(claim))
            .count()
    };
    let rank = |record: &&Record| (shared(record), std::cmp::Reverse(record.claims.len()));
    records.iter().max_by_key(rank).filter(|record| shared(record) > 0)
}

fn one_source(articles: &[(Article, String)], weighed: &Weighed) -> Counts {
    let mut clusterings = Clusterings::default();
    let number = |labels: &mut BTreeMap<String, usize>, label: &str| {
        let next = labels.len();
        *labels.entry(label.to_owned()).or_insert(next)
    };
    let (mut found, mut meant) = (BTreeMap::new(), BTreeMap::new());
    for (article, origin) in articles {
        let family = weighed.article_origins.get(&article.id);
        let family = family.map_or_else(|| article.id.to_string(), ToString::to_string);
        clusterings.put(number(&mut found, &family), number(&mut meant, origin));
    }
    clusterings.pairs()
}
