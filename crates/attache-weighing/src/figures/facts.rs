//! What does a claim of a figure say that can be compared with what another says?

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{ArticleId, Claim, Date, EventType, Figure, Measure, When};

use crate::about::{known, telling_words};
use crate::cells::Told;
use crate::clusters::Order;
use crate::evidence::day;
use crate::measure::{Dimension, Range};
use crate::periods::Period;
use crate::rulings::Rulings;
use crate::transfers::words;

/// One claim of a figure, ready for comparing.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    pub claim: &'a Claim,
    pub figure: &'a Figure,
    pub measure: Measure,
    pub dimension: Dimension,
    pub range: Range,
    pub party: Option<&'a str>,
    pub supplier: Option<&'a str>,
    pub subject: BTreeSet<String>,
    /// Which sort of people they are, where the subject says so.
    pub sort: Option<&'static str>,
    pub place: BTreeSet<String>,
    pub event: Option<EventType>,
    pub when: Option<When>,
    pub as_of: Option<Period>,
    /// The parties that the article's claims speak of.
    pub around: BTreeSet<&'a str>,
    pub rejected: bool,
    pub on: Option<Date>,
    pub published: Option<i32>,
}

/// Facts of all claims of figures, in the order given. `around` are the parties that each article speaks of.
pub fn facts<'a>(
    published: &BTreeMap<ArticleId, Date>,
    claims: &[&'a Claim],
    around: &BTreeMap<&'a ArticleId, BTreeSet<&'a str>>,
    rulings: &Rulings,
) -> Vec<Facts<'a>> {
    let one = |claim: &&'a Claim| {
        let figure = claim.figure()?;
        let on = published.get(&claim.article).copied();
        let amount = figure.value.value();
        let when = figure.as_of.as_ref().map(|slot| *slot.value());
        Some(Facts {
            claim,
            figure,
            measure: *figure.measure.value(),
            dimension: Dimension::of(amount.unit.as_deref()).0,
            range: Range::of_amount(amount),
            party: figure.party.as_ref().and_then(|slot| known(slot.value())),
            supplier: figure.supplier.as_ref().and_then(|slot| known(slot.value())),
            subject: figure
                .subject
                .as_ref()
                .map(|slot| telling_words(slot.value()))
                .unwrap_or_default(),
            sort: figure.subject.as_ref().and_then(|slot| sort(slot.value())),
            place: figure
                .place
                .as_ref()
                .map(|slot| telling_words(slot.value()))
                .unwrap_or_default(),
            event: figure.event.as_ref().map(|slot| *slot.value()),
            when,
            as_of: when.map(Period::of),
            around: around.get(&claim.article).cloned().unwrap_or_default(),
            rejected: rulings.rejection(&claim.id).is_some(),
            on,
            published: on.map(day),
        })
    };
    claims.iter().filter_map(one).collect()
}

/// Sorts of people that are counted apart, and the nouns that name them.
const SORTS: &[(&str, &[&str])] = &[
    (
        "children",
        &[
            "child",
            "children",
            "boy",
            "girl",
            "infant",
            "minor",
            "schoolchild",
            "schoolchildren",
        ],
    ),
    ("women", &["woman", "women"]),
    ("civilians", &["civilian", "villager", "refugee"]),
    ("police", &["police", "policeman", "policemen", "gendarme"]),
    (
        "fighters",
        &[
            "soldier",
            "troop",
            "serviceman",
            "servicemen",
            "conscript",
            "sailor",
            "fighter",
            "militant",
            "rebel",
            "gunman",
            "gunmen",
            "insurgent",
            "guerrilla",
            "combatant",
            "militiaman",
            "militiamen",
            "paratrooper",
            "commando",
        ],
    ),
    ("people", &["people", "person", "victim", "inhabitant"]),
];

/// The one sort that the words name; `None` where they name several or none.
fn sort(subject: &str) -> Option<&'static str> {
    let words = words(subject);
    let named = |nouns: &&[&str]| words.iter().any(|word| nouns.contains(&word.as_str()));
    let mut found = SORTS.iter().filter(|(_, nouns)| named(nouns)).map(|(sort, _)| *sort);
    found.next().filter(|_| found.next().is_none())
}

impl<'a> Facts<'a> {
    /// The day up to which the number is told: its own, else that of its article.
    pub fn told_as_of(&self) -> Option<i32> {
        let own = self.as_of.map(|period| {
            if period.last > i32::MAX / 8 {
                period.first
            } else {
                period.last
            }
        });
        match (own, self.published) {
            (Some(own), Some(published)) => Some(own.min(published)),
            (own, published) => own.or(published),
        }
    }

    pub fn order(&self) -> Order<'a> {
        let time = self
            .as_of
            .or(self.published.map(|day| Period { first: day, last: day }));
        let time = time.map_or((i32::MAX, i32::MAX), |time| (time.first.max(i32::MIN / 8), time.last));
        (time.0, time.1, &self.claim.id)
    }
}

impl<'a> Told<'a> for Facts<'a> {
    fn claim(&self) -> &'a Claim {
        self.claim
    }

    fn is_rejected(&self) -> bool {
        self.rejected
    }
}
