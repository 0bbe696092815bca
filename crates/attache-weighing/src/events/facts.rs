//! What does a claim of an event say that can be compared with what another says?

use std::collections::{BTreeMap, BTreeSet};

use attache_model::{Actor, ArticleId, Claim, Date, Event, EventType, Mode, Polarity, Slot, Tense, When};

use crate::about::{known, telling_words};
use crate::cells::Told;
use crate::clusters::Order;
use crate::evidence::day;
use crate::periods::Period;
use crate::rulings::Rulings;

/// One claim of an event, ready for comparing.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    pub claim: &'a Claim,
    pub event: &'a Event,
    pub kind: EventType,
    pub mode: Option<Mode>,
    pub actors: BTreeSet<&'a str>,
    pub recipients: BTreeSet<&'a str>,
    pub when: Option<When>,
    pub date: Option<Period>,
    pub place: BTreeSet<String>,
    pub rejected: bool,
    pub on: Option<Date>,
    pub published: Option<i32>,
}

/// Facts of all claims of events, in the order given.
pub fn facts<'a>(published: &BTreeMap<ArticleId, Date>, claims: &[&'a Claim], rulings: &Rulings) -> Vec<Facts<'a>> {
    let one = |claim: &&'a Claim| {
        let event = claim.event()?;
        let on = published.get(&claim.article).copied();
        let when = event.date.as_ref().map(|slot| *slot.value());
        Some(Facts {
            claim,
            event,
            kind: *event.event.value(),
            mode: event.mode.as_ref().map(|slot| *slot.value()),
            actors: parties(&event.actors),
            recipients: parties(&event.recipients),
            when,
            date: when.map(Period::of),
            place: event
                .place
                .as_ref()
                .map(|slot| telling_words(slot.value()))
                .unwrap_or_default(),
            rejected: rulings.rejection(&claim.id).is_some(),
            on,
            published: on.map(day),
        })
    };
    claims.iter().filter_map(one).collect()
}

fn parties(actors: &[Slot<Actor>]) -> BTreeSet<&str> {
    actors.iter().filter_map(|slot| known(&slot.value().party)).collect()
}

impl<'a> Facts<'a> {
    /// Everyone who takes part, on whichever side.
    pub fn parties(&self) -> BTreeSet<&'a str> {
        self.actors.union(&self.recipients).copied().collect()
    }

    /// Still to come, or only supposed.
    pub fn is_planned(&self) -> bool {
        matches!(self.claim.stance.time, Tense::Planned | Tense::Hypothetical)
    }

    pub fn order(&self) -> Order<'a> {
        let time = self.date.or(self.published.map(|day| Period { first: day, last: day }));
        let time = time.map_or((i32::MAX, i32::MAX), |time| (time.first.max(i32::MIN / 8), time.last));
        (time.0, time.1, &self.claim.id)
    }

    /// Told by the same voices of the same article, and as surely: what differs is another event.
    pub fn told_beside(&self, other: &Facts) -> bool {
        self.claim.article == other.claim.article
            && self.claim.sources == other.claim.sources
            && (self.claim.stance.polarity == Polarity::Denied) == (other.claim.stance.polarity == Polarity::Denied)
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
