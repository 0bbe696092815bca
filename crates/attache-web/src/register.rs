//! What does the register hold, as far as lists and pictures need it?
//!
//! Lists are filtered, counted and drawn over all records at once, many times a second; the archive keeps each as one JSON text. So the
//! register is read once for each weighing, reduced to its [`Row`]s, and shared by all who read until the next. At 20,000 records that is some
//! tens of megabytes; whoever wants a record's claims and reasons asks the archive for that one.

use std::collections::HashMap;

use attache_model::{
    ArticleId, ClaimId, Date, EvidenceKind, Kind, OriginId, Record, RecordId, Review, SlotName, Verdict, When,
};
use attache_store::{Archive, Counts, StoreError};
use serde_json::Value;

use crate::shelf::Shelf;
use crate::sums::Sums;

/// The register of one weighing.
#[derive(Debug, Default)]
pub struct Register {
    /// The generation of claims and decisions that it was made from.
    pub weighed: u64,
    /// How much the archive held then.
    pub counts: Counts,
    /// How many people rejected; they are in no list.
    pub rejected: usize,
    /// The best supported first.
    pub rows: Vec<Row>,
    /// Those with the most articles first.
    pub origins: Vec<Family>,
    /// What a search is narrowed by.
    pub shelf: Shelf,
    /// What pages ask of all of it.
    pub sums: Sums,
    by_id: HashMap<RecordId, usize>,
    /// Which origins an article belongs to, by their places in `origins`.
    of_article: HashMap<ArticleId, Vec<usize>>,
}

/// A record without its reasons.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: RecordId,
    pub kind: Kind,
    slots: Vec<(SlotName, Brief)>,
    pub claims: usize,
    pub articles: usize,
    pub origins: usize,
    pub hedged: bool,
    pub denied: bool,
    pub review: Review,
    /// How often evidence since says otherwise than a decision.
    pub conflicts: usize,
    /// When it happened: delivered, else agreed; an event's date; the day that a figure holds for.
    pub when: Option<When>,
}

/// A cell without those behind it.
#[derive(Clone, Debug)]
pub struct Brief {
    pub shown: String,
    /// The value as codes or words of the codebook; one for each party.
    pub words: Vec<String>,
    /// The value where it is a number.
    pub number: Option<f64>,
    pub verdict: Verdict,
    pub rivals: usize,
}

/// An origin without its evidence.
#[derive(Clone, Debug)]
pub struct Family {
    pub id: OriginId,
    pub name: String,
    pub articles: Vec<ArticleId>,
    /// The kinds of evidence, each once, the strongest first.
    pub held_by: Vec<EvidenceKind>,
}

impl Register {
    pub fn read(archive: &Archive) -> Result<Register, StoreError> {
        let weighed = archive.weighed()?;
        let counts = archive.counts()?;
        let records = archive.records()?;
        let mut rows: Vec<Row> = records.iter().map(Row::of).collect();
        let all = rows.len();
        rows.retain(|row| row.review != Review::Rejected);
        let rejected = all - rows.len();
        rows.sort_by_cached_key(|row| {
            let support = (row.origins, row.articles, row.claims);
            (std::cmp::Reverse(support), row.id.clone())
        });
        let mut origins: Vec<Family> = archive.origins()?.into_iter().map(Family::of).collect();
        origins.sort_by_cached_key(|origin| {
            (
                std::cmp::Reverse(origin.articles.len()),
                origin.name.to_lowercase(),
                origin.id.clone(),
            )
        });
        let by_id: HashMap<RecordId, usize> = rows.iter().enumerate().map(|(at, row)| (row.id.clone(), at)).collect();
        let mut told: HashMap<ClaimId, usize> = HashMap::new();
        for record in records {
            if let Some(at) = by_id.get(&record.id) {
                told.extend(record.claims.into_iter().map(|claim| (claim, *at)));
            }
        }
        let shelf = Shelf::read(archive, &rows, &told)?;
        let mut of_article: HashMap<ArticleId, Vec<usize>> = HashMap::new();
        for (at, origin) in origins.iter().enumerate() {
            for article in &origin.articles {
                of_article.entry(article.clone()).or_default().push(at);
            }
        }
        Ok(Register {
            weighed,
            counts,
            rejected,
            rows,
            origins,
            shelf,
            sums: Sums::default(),
            by_id,
            of_article,
        })
    }

    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Row> + Clone {
        self.rows.iter().filter(move |row| row.kind == kind)
    }

    pub fn row(&self, id: &RecordId) -> Option<&Row> {
        self.by_id.get(id).and_then(|at| self.rows.get(*at))
    }

    /// The origins that carry an article.
    pub fn origins_of(&self, article: &ArticleId) -> impl Iterator<Item = &Family> {
        let places = self.of_article.get(article).into_iter().flatten();
        places.filter_map(|at| self.origins.get(*at))
    }
}

impl Family {
    fn of(origin: attache_model::Origin) -> Family {
        let mut held_by: Vec<EvidenceKind> = origin.evidence.iter().map(|found| found.kind).collect();
        held_by.sort();
        held_by.dedup();
        Family {
            id: origin.id,
            name: origin.name,
            articles: origin.articles,
            held_by,
        }
    }
}

impl Row {
    pub fn of(record: &Record) -> Row {
        let slots: Vec<(SlotName, Brief)> = record
            .slots
            .iter()
            .map(|(name, cell)| {
                let brief = Brief {
                    shown: cell.shown.clone(),
                    words: words(&cell.value, &cell.shown),
                    number: cell
                        .value
                        .get("value")
                        .or_else(|| cell.value.get("amount"))
                        .unwrap_or(&cell.value)
                        .as_f64(),
                    verdict: cell.verdict,
                    rivals: cell.rivals.len(),
                };
                (*name, brief)
            })
            .collect();
        let mut row = Row {
            id: record.id.clone(),
            kind: record.kind,
            slots,
            claims: record.claims.len(),
            articles: record.articles.len(),
            origins: record.origins.len(),
            hedged: record.hedged,
            denied: record.denied,
            review: record.review,
            conflicts: record.conflicts.len(),
            when: None,
        };
        row.when = [SlotName::Delivered, SlotName::Agreed, SlotName::Date, SlotName::AsOf]
            .into_iter()
            .find_map(|slot| row.date(slot));
        row
    }

    pub fn slot(&self, name: SlotName) -> Option<&Brief> {
        self.slots
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, brief)| brief)
    }

    /// As a person reads it; empty when nobody says.
    pub fn shown(&self, name: SlotName) -> &str {
        self.slot(name).map_or("", |brief| brief.shown.as_str())
    }

    pub fn words(&self, name: SlotName) -> &[String] {
        self.slot(name).map_or(&[], |brief| brief.words.as_slice())
    }

    /// The first word; empty when there is none.
    pub fn word(&self, name: SlotName) -> &str {
        self.words(name).first().map_or("", String::as_str)
    }

    pub fn date(&self, name: SlotName) -> Option<When> {
        self.word(name).parse().ok()
    }

    pub fn disputed(&self) -> bool {
        self.slots.iter().any(|(_, brief)| brief.verdict == Verdict::Disputed)
    }

    /// Who gives or acts.
    pub fn from(&self) -> &[String] {
        match self.kind {
            Kind::Event => self.words(SlotName::Actors),
            Kind::Transfer | Kind::Figure => self.words(SlotName::Supplier),
        }
    }

    /// Who gets, is acted upon, or is counted.
    pub fn to(&self) -> &[String] {
        match self.kind {
            Kind::Transfer => self.words(SlotName::Recipient),
            Kind::Event => self.words(SlotName::Recipients),
            Kind::Figure => self.words(SlotName::Party),
        }
    }

    /// Is the party one of its sides?
    pub fn involves(&self, party: &str) -> bool {
        self.from().iter().chain(self.to()).any(|known| known == party)
    }

    /// The first day known of it; rows without any come last when sorted by this.
    pub fn first_day(&self) -> Date {
        self.when.and_then(|when| when.first.or(when.last)).unwrap_or(Date::MAX)
    }

    pub fn last_day(&self) -> Option<Date> {
        self.when.and_then(|when| when.last.or(when.first))
    }

    /// First and last year that it touches.
    pub fn years(&self) -> Option<(i16, i16)> {
        self.when.and_then(When::years)
    }

    /// The weapon; where none is named, its category; of events the type and mode, of figures what is counted.
    pub fn what(&self) -> String {
        let or = |first: SlotName, second: SlotName| match self.shown(first) {
            "" => self.shown(second).to_owned(),
            shown => shown.to_owned(),
        };
        match self.kind {
            Kind::Transfer => match or(SlotName::Weapon, SlotName::Category) {
                arms if arms.is_empty() || arms == "unspecified" => "arms".to_owned(),
                arms => arms,
            },
            Kind::Event => match self.shown(SlotName::Mode) {
                "" => self.shown(SlotName::Type).to_owned(),
                mode => format!("{} ({mode})", self.shown(SlotName::Type)),
            },
            Kind::Figure => or(SlotName::Subject, SlotName::Measure),
        }
    }
}

/// The codes or words that a value in wire form stands for.
fn words(value: &Value, shown: &str) -> Vec<String> {
    match value {
        Value::Null => vec![shown.to_owned()],
        Value::String(word) => vec![word.clone()],
        Value::Array(values) => values.iter().flat_map(|value| words(value, "")).collect(),
        Value::Object(fields) => match ["value", "party", "state", "named"]
            .iter()
            .find_map(|key| fields.get(*key))
        {
            Some(value) => words(value, shown),
            None => vec![shown.to_owned()],
        },
        other => vec![other.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_of_any_form_have_words() {
        let check = |value: Value, expect: &[&str]| assert_eq!(words(&value, "as shown"), expect, "{value}");
        check(json!("BLR"), &["BLR"]);
        check(json!({"value": "2018", "precision": "year"}), &["2018"]);
        check(json!([{"value": "ARM", "sector": "military"}, "USA"]), &["ARM", "USA"]);
        check(json!({"value": 12, "bound": "exact"}), &["12"]);
        check(json!({"amount": 2e9}), &["as shown"]);
        check(json!({"value": null}), &["as shown"]);
    }
}
