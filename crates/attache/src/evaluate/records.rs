//! Do the claims of many articles add up to the records that gold has?
//!
//! All stories of a part are weighed together, as an archive would be. A predicted record is a gold record when supplier and recipient are
//! the same and the weapon is (the category, where gold names no weapon). A record that rests on nothing but claims which gold has too but
//! keeps out of its records (general statements) is neither right nor wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use attache_model::{ArticleId, Category, Claim, ClaimId, Record, SlotName, Verdict};
use attache_weighing::{ArticleView, Weighed, weigh};
use serde_json::Value;

use super::assign::best_pairs;
use super::claims::Pairs;
use super::figures::{Counts, Figures, share, write_counts};
use super::gold::{self, GoldRecord, Story};
use super::read::ReadArticle;
use super::same;

/// A gold record with the story it belongs to.
#[derive(Clone, Copy)]
struct Meant<'a> {
    story: &'a Story,
    record: &'a GoldRecord,
}

/// Gold claims are named by story and id.
type GoldId<'a> = (&'a str, &'a str);

/// One part, weighed and set beside its gold.
pub struct RecordScore<'a> {
    weighed: Weighed,
    meant: Vec<Meant<'a>>,
    /// (predicted record, gold record).
    pairs: Vec<(usize, usize)>,
    /// Predicted records that are neither right nor wrong.
    ignored: BTreeSet<usize>,
    claims: BTreeMap<ClaimId, (&'a ReadArticle<'a>, &'a Claim)>,
    one_source: Counts,
    from_distractors: usize,
}

impl<'a> RecordScore<'a> {
    pub fn of(stories: &'a [Story], articles: &'a [ReadArticle<'a>], pairs: &[Pairs]) -> RecordScore<'a> {
        // As in `pipeline::weigh`, only articles that claim something.
        let telling = articles.iter().filter(|read| !read.claims.is_empty());
        let views: Vec<ArticleView<'_>> = telling.map(|read| ArticleView::of(&read.article)).collect();
        let all: Vec<Claim> = articles.iter().flat_map(|read| read.claims.iter().cloned()).collect();
        let weighed = weigh(&views, &all, &[]);
        let meant: Vec<Meant<'_>> = stories
            .iter()
            .flat_map(|story| story.gold.records.iter().map(move |record| Meant { story, record }))
            .collect();
        let claims = articles
            .iter()
            .flat_map(|read| read.claims.iter().map(move |claim| (claim.id.clone(), (read, claim))))
            .collect();
        let mut score = RecordScore {
            one_source: one_source(articles, &weighed.article_origins),
            weighed,
            meant,
            pairs: Vec::new(),
            ignored: BTreeSet::new(),
            claims,
            from_distractors: 0,
        };
        let found = found(articles, pairs);
        score.pairs = best_pairs(score.weighed.records.len(), score.meant.len(), |p, g| {
            score.weight(p, g, &found)
        });
        score.ignored = score.general(&found);
        score.from_distractors = score
            .weighed
            .records
            .iter()
            .filter(|record| score.is_of_distractors(record))
            .count();
        score
    }

    fn weight(&self, predicted: usize, meant: usize, found: &BTreeMap<&ClaimId, GoldId<'_>>) -> i64 {
        let record = &self.weighed.records[predicted];
        let Meant { story, record: meant } = self.meant[meant];
        if !is_same(&self.key(record), meant) {
            return 0;
        }
        let belongs = |id: &GoldId<'_>| id.0 == story.name && meant.claims.iter().any(|claim| claim == id.1);
        let shared = record
            .claims
            .iter()
            .filter(|claim| found.get(claim).is_some_and(belongs))
            .count();
        let stage = cell_word(record, SlotName::Stage).as_deref() == Some(meant.stage.as_str());
        1_000_000 + 100 * i64::try_from(shared).unwrap_or(0) + 10 * i64::from(stage)
    }

    fn key(&self, record: &Record) -> Key {
        let designation = cell_word(record, SlotName::Weapon).filter(|name| {
            // A weapon without a designation may be shown by its description, which names nothing.
            let named = |claim: &ClaimId| {
                self.claims
                    .get(claim)
                    .and_then(|(_, claim)| claim.transfer()?.designation())
            };
            record
                .claims
                .iter()
                .filter_map(named)
                .any(|other| same::key(other) == same::key(name))
        });
        Key {
            supplier: cell_word(record, SlotName::Supplier),
            recipient: cell_word(record, SlotName::Recipient),
            designation,
            category: cell_word(record, SlotName::Category)
                .and_then(|word| word.parse().ok())
                .unwrap_or(Category::Unspecified),
        }
    }

    fn general(&self, found: &BTreeMap<&ClaimId, GoldId<'_>>) -> BTreeSet<usize> {
        let in_records: BTreeSet<GoldId<'_>> = self
            .meant
            .iter()
            .flat_map(|meant| {
                meant
                    .record
                    .claims
                    .iter()
                    .map(|claim| (meant.story.name.as_str(), claim.as_str()))
            })
            .collect();
        let general = |claim: &ClaimId| found.get(claim).is_some_and(|id| !in_records.contains(id));
        let unpaired = |index: &usize| self.pairs.iter().all(|pair| pair.0 != *index);
        (0..self.weighed.records.len())
            .filter(unpaired)
            .filter(|&index| self.weighed.records[index].claims.iter().all(general))
            .collect()
    }

    fn is_of_distractors(&self, record: &Record) -> bool {
        record.claims.iter().any(|claim| {
            self.claims
                .get(claim)
                .is_some_and(|(read, _)| read.story.is_distractors())
        })
    }

    pub fn records(&self) -> Counts {
        Counts {
            predicted: self.weighed.records.len() - self.ignored.len(),
            right: self.pairs.len(),
            gold: self.meant.len(),
        }
    }

    fn matched(&self) -> impl Iterator<Item = (&Record, &GoldRecord)> {
        self.pairs
            .iter()
            .map(|&(predicted, meant)| (&self.weighed.records[predicted], self.meant[meant].record))
    }

    fn right(&self, is_right: impl Fn(&Record, &GoldRecord) -> bool) -> usize {
        self.matched().filter(|(record, meant)| is_right(record, meant)).count()
    }

    fn verdicts(&self, verdict: Verdict, slots: impl Fn(&GoldRecord) -> &[SlotName]) -> Counts {
        let mut counts = Counts::default();
        for (record, meant) in self.matched() {
            let said = verdict_slots(record, verdict);
            counts.predicted += said.len();
            counts.gold += slots(meant).len();
            counts.right += said.iter().filter(|slot| slots(meant).contains(slot)).count();
        }
        counts
    }

    fn disputed(&self) -> Counts {
        self.verdicts(Verdict::Disputed, |meant| &meant.disputed)
    }

    fn superseded(&self) -> Counts {
        self.verdicts(Verdict::Superseded, |meant| &meant.superseded)
    }

    fn denied(&self) -> Counts {
        Counts {
            predicted: self.right(|record, _| record.denied),
            right: self.right(|record, meant| record.denied && meant.denied),
            gold: self.right(|_, meant| meant.denied),
        }
    }

    fn origins_right(&self) -> usize {
        self.right(|record, meant| record.origins.len() == meant.origins)
    }

    fn stages_right(&self) -> usize {
        self.right(|record, meant| cell_word(record, SlotName::Stage).as_deref() == Some(meant.stage.as_str()))
    }

    pub fn figures(&self, prefix: &str) -> Figures {
        let mut figures = Figures::default();
        let records = self.records();
        records.put(&mut figures, &format!("{prefix}.records"));
        // Of all records of the gold: of those found, the share falls when harder ones are found too.
        for (name, right) in [
            ("with_origins", self.origins_right()),
            ("with_stage", self.stages_right()),
        ] {
            figures.put(
                format!("{prefix}.records.{name}"),
                share(right, records.gold),
                records.gold,
            );
        }
        for (name, counts) in [
            ("disputed", self.disputed()),
            ("superseded", self.superseded()),
            ("denied", self.denied()),
        ] {
            figures.put(
                format!("{prefix}.records.{name}"),
                counts.f1(),
                counts.predicted + counts.gold,
            );
        }
        self.one_source.put(&mut figures, &format!("{prefix}.origins"));
        figures
    }

    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let matched = self.pairs.len();
        write_counts(out, "records", self.records())?;
        writeln!(
            out,
            "    of the {matched} found: origins right {:.3}, stage right {:.3}",
            share(self.origins_right(), matched),
            share(self.stages_right(), matched)
        )?;
        write_counts(out, "  disputed slots", self.disputed())?;
        write_counts(out, "  superseded slots", self.superseded())?;
        write_counts(out, "  denied records", self.denied())?;
        write_counts(out, "pairs of one-source articles", self.one_source)?;
        writeln!(
            out,
            "  records from distractors: {}, neither right nor wrong: {}",
            self.from_distractors,
            self.ignored.len()
        )
    }

    /// Records that are missing, made up, or found with another stage or number of origins.
    pub fn list(&self, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(out, "records")?;
        for (index, Meant { story, record }) in self.meant.iter().enumerate() {
            let arms = record.weapon.clone().unwrap_or_else(|| record.category.to_string());
            let name = format!(
                "{}/{} {} → {} · {arms}",
                story.name,
                record.id,
                record.supplier.as_deref().unwrap_or("?"),
                record.recipient.as_deref().unwrap_or("?")
            );
            match self.pairs.iter().find(|pair| pair.1 == index) {
                None => writeln!(
                    out,
                    "  ✗ missed {name} · {} ({} claims)",
                    record.stage,
                    record.claims.len()
                )?,
                Some(&(predicted, _)) => {
                    let wrong = wrong_cells(&self.weighed.records[predicted], record);
                    if !wrong.is_empty() {
                        writeln!(out, "  ~ wrong {name}: {}", wrong.join(" · "))?;
                    }
                }
            }
        }
        for (index, record) in self.weighed.records.iter().enumerate() {
            if self.pairs.iter().any(|pair| pair.0 == index) || self.ignored.contains(&index) {
                continue;
            }
            let shown = |slot| record.slots.get(&slot).map_or("—", |cell| cell.shown.as_str());
            let files: BTreeSet<String> = record
                .claims
                .iter()
                .filter_map(|claim| self.claims.get(claim))
                .map(|(read, _)| format!("{}/{}", read.story.name, read.gold.file))
                .collect();
            writeln!(
                out,
                "  + spurious {} → {} · {} ({}) · {} · {} claims in {}",
                shown(SlotName::Supplier),
                shown(SlotName::Recipient),
                shown(SlotName::Weapon),
                shown(SlotName::Category),
                shown(SlotName::Stage),
                record.claims.len(),
                files.into_iter().collect::<Vec<_>>().join(", ")
            )?;
        }
        Ok(())
    }
}

/// By what a record is told from others.
#[derive(Clone, Debug)]
struct Key {
    supplier: Option<String>,
    recipient: Option<String>,
    designation: Option<String>,
    category: Category,
}

fn is_same(predicted: &Key, meant: &GoldRecord) -> bool {
    let arms = match &meant.weapon {
        Some(weapon) => predicted
            .designation
            .as_deref()
            .is_some_and(|name| same::designation(name, weapon)),
        None => predicted.category == meant.category,
    };
    arms && same::party(predicted.supplier.as_deref(), meant.supplier.as_deref())
        && same::party(predicted.recipient.as_deref(), meant.recipient.as_deref())
}

fn wrong_cells(record: &Record, meant: &GoldRecord) -> Vec<String> {
    let mut wrong = Vec::new();
    let stage = cell_word(record, SlotName::Stage).unwrap_or_else(|| "—".to_owned());
    if stage != meant.stage.as_str() {
        wrong.push(format!("stage {stage}, gold {}", meant.stage));
    }
    if record.origins.len() != meant.origins {
        wrong.push(format!("{} origins, gold {}", record.origins.len(), meant.origins));
    }
    for (verdict, slots) in [
        (Verdict::Disputed, &meant.disputed),
        (Verdict::Superseded, &meant.superseded),
    ] {
        let mut gold = slots.clone();
        gold.sort_unstable();
        let said = verdict_slots(record, verdict);
        if said != gold {
            let names = |slots: &[SlotName]| slots.iter().map(|slot| slot.as_str()).collect::<Vec<_>>().join(" ");
            wrong.push(format!("{verdict}: {}, gold {}", names(&said), names(&gold)));
        }
    }
    if record.denied != meant.denied {
        wrong.push(format!("denied {}, gold {}", record.denied, meant.denied));
    }
    wrong
}

fn verdict_slots(record: &Record, verdict: Verdict) -> Vec<SlotName> {
    record
        .slots
        .iter()
        .filter(|(_, cell)| cell.is(verdict))
        .map(|(name, _)| *name)
        .collect()
}

/// The word in a cell: a string, or the one named `value` of an object, or its only one. `unknown` is no word.
fn cell_word(record: &Record, slot: SlotName) -> Option<String> {
    let value = &record.slots.get(&slot)?.value;
    let word = match value {
        Value::String(word) => Some(word.as_str()),
        Value::Object(fields) => match fields.get("value") {
            Some(value) => value.as_str(),
            None if fields.len() == 1 => fields.values().next().and_then(Value::as_str),
            None => fields.get("designation").and_then(Value::as_str),
        },
        _ => None,
    };
    gold::known(word).map(str::to_owned)
}

/// Which gold claim each predicted claim was paired with.
fn found<'a>(articles: &'a [ReadArticle<'a>], pairs: &[Pairs]) -> BTreeMap<&'a ClaimId, GoldId<'a>> {
    let mut found = BTreeMap::new();
    for (read, pairs) in articles.iter().zip(pairs) {
        for &(predicted, meant) in &pairs.lenient {
            let id = (read.story.name.as_str(), read.gold_claims[meant].claim.id.as_str());
            found.insert(&read.claims[predicted].id, id);
        }
    }
    found
}

/// Pairs of articles that are held to be one source, against those that are.
fn one_source<O: PartialEq>(articles: &[ReadArticle<'_>], origins: &BTreeMap<ArticleId, O>) -> Counts {
    let said = |a: &ReadArticle<'_>, b: &ReadArticle<'_>| {
        let origin = origins.get(&a.article.id);
        origin.is_some() && origin == origins.get(&b.article.id)
    };
    let meant =
        |a: &ReadArticle<'_>, b: &ReadArticle<'_>| a.story.name == b.story.name && a.gold.origin == b.gold.origin;
    count_pairs(articles, said, meant)
}

fn count_pairs<T>(things: &[T], said: impl Fn(&T, &T) -> bool, meant: impl Fn(&T, &T) -> bool) -> Counts {
    let mut counts = Counts::default();
    for (index, a) in things.iter().enumerate() {
        for b in &things[index + 1..] {
            let (said, meant) = (said(a, b), meant(a, b));
            counts.predicted += usize::from(said);
            counts.gold += usize::from(meant);
            counts.right += usize::from(said && meant);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(weapon: &str) -> GoldRecord {
        let text = format!(
            "id='r'\nsupplier='FRA'\nrecipient='PER'\ncategory='aircraft'\n{weapon}\nstage='delivered'\nclaims=['c']\norigins=1\n"
        );
        toml::from_str(&text).unwrap()
    }

    fn key(supplier: &str, designation: Option<&str>, category: Category) -> Key {
        let name = |name: &str| Some(name.to_owned());
        Key {
            supplier: name(supplier),
            recipient: name("PER"),
            designation: designation.map(str::to_owned),
            category,
        }
    }

    #[test]
    fn a_record_is_its_parties_and_its_arms() {
        let rafale = meant("weapon='Rafale'");
        assert!(is_same(&key("FRA", Some("Rafale F3"), Category::Aircraft), &rafale));
        assert!(
            !is_same(&key("FRA", None, Category::Aircraft), &rafale),
            "gold names the weapon"
        );
        assert!(!is_same(&key("GBR", Some("Rafale"), Category::Aircraft), &rafale));
        let aircraft = meant("");
        assert!(is_same(&key("FRA", Some("Rafale"), Category::Aircraft), &aircraft));
        assert!(!is_same(&key("FRA", None, Category::Missiles), &aircraft));
    }

    #[test]
    fn one_source_is_counted_over_pairs() {
        // Said: 1 2 3 are one, 4 alone. Gold: 1 2 are one, 3 4 are one.
        let things = [(1, 1), (1, 1), (1, 2), (2, 2)];
        let counts = count_pairs(&things, |a, b| a.0 == b.0, |a, b| a.1 == b.1);
        assert_eq!(
            counts,
            Counts {
                predicted: 3,
                right: 1,
                gold: 2
            }
        );
    }
}
