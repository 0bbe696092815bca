//! What does a claim say that can be compared with what another says?

use std::collections::BTreeMap;

use attache_model::{ArticleId, Category, Claim, Date, Money, Quantity, Span, Stage, Tense, Terms, Transfer};

use super::designation::{Designation, words};
use crate::cells::Told;
use crate::citations::{Pair, pair_of};
use crate::clusters::Order;
use crate::evidence::day;
use crate::periods::Period;
use crate::rulings::Rulings;

/// What sort of thing a plain noun names: `kind,word|word`.
const KINDS: &str = include_str!("../../kinds.csv");

/// Nouns and adjectives that fit any weapon of a category and so tell none from another.
const PLAIN: &[&str] = &[
    "weapon",
    "arm",
    "system",
    "equipment",
    "aircraft",
    "vehicle",
    "plane",
    "ship",
    "boat",
    "vessel",
    "hardware",
    "materiel",
    "munition",
    "supply",
    "the",
    "a",
    "an",
    "of",
    "and",
    "its",
    "their",
    "such",
    "these",
    "those",
    "new",
    "used",
    "modern",
    "advanced",
    "armed",
    "armoured",
    "armored",
    "military",
    "combat",
    "heavy",
    "light",
    "more",
    "other",
    "several",
    "dozens",
    "hundred",
    "unmanned",
    "uncrewed",
    "aerial",
    "first",
    "second",
    "hand",
    "made",
    "round",
    "unit",
    "item",
    "type",
    "craft",
    "defence",
    "defense",
    "air",
    "for",
    "with",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
];

/// One claim, ready for comparing.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    pub claim: &'a Claim,
    pub transfer: &'a Transfer,
    pub pair: Pair,
    pub designation: Option<Designation>,
    /// The designation was read from the description, not given.
    pub adopted: bool,
    pub category: Category,
    /// The words of the description.
    pub words: Vec<String>,
    pub kinds: Vec<&'static str>,
    /// The kind that the last noun names which names one: of missile launchers, launchers.
    pub head: Option<&'static str>,
    pub quantity: Option<Quantity>,
    pub value: Option<&'a Money>,
    pub stage: Option<Stage>,
    pub terms: Option<Terms>,
    pub agreed: Option<Period>,
    pub delivered: Option<Period>,
    /// Someone rejected the claim: it takes part in nothing.
    pub rejected: bool,
    /// The day the article came out, and its number since 1970-01-01.
    pub on: Option<Date>,
    pub published: Option<i32>,
}

impl<'a> Facts<'a> {
    /// `None` for claims of events and figures.
    pub fn of(claim: &'a Claim, published: Option<Date>, rejected: bool) -> Option<Facts<'a>> {
        let transfer = claim.transfer()?;
        let weapon = transfer.weapon.as_ref().map(|slot| slot.value());
        let words = weapon.map(|weapon| words(&weapon.description)).unwrap_or_default();
        Some(Facts {
            claim,
            transfer,
            pair: pair_of(claim),
            designation: transfer.designation().and_then(Designation::of),
            adopted: false,
            category: transfer.category(),
            kinds: kinds(&words),
            head: words
                .iter()
                .rev()
                .find_map(|word| kinds(std::slice::from_ref(word)).pop()),
            words,
            quantity: transfer.quantity.as_ref().map(|slot| *slot.value()),
            value: transfer.value.as_ref().map(|slot| slot.value()),
            stage: transfer.stage.as_ref().map(|slot| *slot.value()),
            terms: transfer.terms.as_ref().map(|slot| *slot.value()),
            agreed: transfer.agreed.as_ref().map(|slot| Period::of(*slot.value())),
            delivered: transfer.delivered.as_ref().map(|slot| Period::of(*slot.value())),
            rejected,
            on: published,
            published: published.map(day),
        })
    }

    pub fn quotes(&self) -> &'a [Span] {
        &self.claim.quotes
    }

    /// Says that arms have arrived, and when.
    pub fn arrived(&self) -> Option<Period> {
        let past = self.stage >= Some(Stage::Delivering)
            && self.stage <= Some(Stage::Delivered)
            && self.stance().time != Tense::Planned;
        self.delivered.filter(|_| past)
    }

    /// Looks ahead from the day its article came out: sought, offered, or planned, and no date of its own.
    pub fn looks_ahead_from(&self) -> Option<i32> {
        let early = matches!(self.stage, Some(Stage::Sought | Stage::Offered));
        let planned = matches!(self.stance().time, Tense::Planned | Tense::Hypothetical);
        self.published.filter(|_| {
            (early || planned)
                && self.stage < Some(Stage::Suspended)
                && self.agreed.is_none()
                && self.delivered.is_none()
        })
    }

    /// The time the claim speaks of: its own dates, else up to the day of its article.
    pub fn time(&self) -> Option<Period> {
        match (self.agreed, self.arrived()) {
            (Some(agreed), Some(arrived)) => Some(Period {
                first: agreed.first.min(arrived.first),
                last: agreed.last.max(arrived.last),
            }),
            (Some(period), None) | (None, Some(period)) => Some(period),
            (None, None) => self.published.map(|day| Period { first: day, last: day }),
        }
    }

    /// Puts claims in the order of the time they speak of, then of id.
    pub fn order(&self) -> Order<'a> {
        let time = self.time().map_or((i32::MAX, i32::MAX), |time| {
            let first = if time.first < i32::MIN / 8 {
                time.last
            } else {
                time.first
            };
            (first, time.last)
        });
        (time.0, time.1, self.id())
    }

    /// The words of the description that tell it from others of its category.
    pub fn telling_words(&self) -> impl Iterator<Item = &String> {
        self.words.iter().filter(|word| !PLAIN.contains(&word.as_str()))
    }
}

impl<'a> Told<'a> for Facts<'a> {
    fn claim(&self) -> &'a Claim {
        self.claim
    }

    fn is_rejected(&self) -> bool {
        self.rejected
    }

    /// "Belarus arms sales to Azerbaijan": no weapon, no date, no sum, no number. It supports a record, it opens none beside a better one.
    fn is_general(&self) -> bool {
        self.category == Category::Unspecified
            && self.designation.is_none()
            && self.agreed.is_none()
            && self.delivered.is_none()
            && self.value.is_none()
            && self.quantity.is_none()
    }
}

/// Facts of all claims of transfers, in the order given. An undesignated claim whose description holds a designation of the same parties takes it.
pub fn facts<'a>(published: &BTreeMap<ArticleId, Date>, claims: &[&'a Claim], rulings: &Rulings) -> Vec<Facts<'a>> {
    let mut facts: Vec<Facts> = claims
        .iter()
        .filter_map(|claim| {
            let rejected = rulings.rejection(&claim.id).is_some();
            Facts::of(claim, published.get(&claim.article).copied(), rejected)
        })
        .collect();
    let mut known: BTreeMap<Pair, Vec<Designation>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| !fact.rejected) {
        if let Some(designation) = &fact.designation {
            known.entry(fact.pair.clone()).or_default().push(designation.clone());
        }
    }
    for designations in known.values_mut() {
        designations.sort();
        designations.dedup();
    }
    for fact in facts.iter_mut().filter(|fact| fact.designation.is_none()) {
        let known = known.get(&fact.pair).map(Vec::as_slice).unwrap_or_default();
        let held: Vec<&Designation> = known
            .iter()
            .filter(|designation| designation.within(&fact.words))
            .collect();
        // The most general of those that fit: "THAAD" rather than "THAAD ER".
        if let Some(designation) = held
            .into_iter()
            .min_by_key(|designation| (designation.words().len(), &designation.shown))
        {
            fact.designation = Some(designation.clone());
            fact.adopted = true;
        }
    }
    facts
}

fn kinds(words: &[String]) -> Vec<&'static str> {
    let mut kinds: Vec<&'static str> = Vec::new();
    for line in KINDS.lines().skip(1) {
        let Some((kind, nouns)) = line.split_once(',') else {
            continue;
        };
        let named = nouns.split('|').any(|noun| {
            words
                .iter()
                .any(|word| word == noun || word.ends_with(noun) && noun.len() > 4)
        });
        if named {
            kinds.push(kind);
        }
    }
    kinds
}
