//! What did a person decide about the register, when, and why?
//!
//! Decisions are appended, never changed; taking one back is a decision of its own. They speak of claims, not of records: records are
//! made anew at every weighing, and a decision finds its claims again even where a better reader has read them under other ids.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ArticleId, Claim, ClaimId, DecisionId, Kind, SlotName, Span};

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Names the decision by all that it says.
    pub id: DecisionId,
    pub made_at: Timestamp,
    pub who: String,
    pub what: Ruling,
    pub why: String,
    /// The articles that lay before the one who decided: those of the records at hand. What others say is later evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<ArticleId>,
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Ruling {
    /// These claims are read rightly and what they say is so.
    Confirm { claims: Vec<Seen> },
    /// These claims are read wrongly, or what they say is not so: they count for nothing.
    Reject { claims: Vec<Seen> },
    /// This slot of these claims has another value, in the form that [`Claim::corrected`] takes; `null`: none.
    Correct {
        claims: Vec<Seen>,
        slot: SlotName,
        value: Value,
    },
    /// These claims are all about one thing.
    Merge { claims: Vec<Seen> },
    /// None of `claims` is about what any of `from` is about.
    Split { claims: Vec<Seen>, from: Vec<Seen> },
    /// An earlier decision is taken back.
    Undo { decision: DecisionId },
}

/// A claim as the one who decided saw it: enough to find it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    pub claim: ClaimId,
    pub article: ArticleId,
    pub kind: Kind,
    pub quotes: Vec<Span>,
    /// Its filled slots as a person reads them; a slot with several values has them in one line.
    pub says: BTreeMap<SlotName, String>,
}

impl Decision {
    pub fn new(
        made_at: Timestamp,
        who: impl Into<String>,
        what: Ruling,
        why: impl Into<String>,
        mut seen: Vec<ArticleId>,
    ) -> Decision {
        seen.sort();
        seen.dedup();
        let mut decision = Decision {
            id: DecisionId(String::new()),
            made_at,
            who: who.into(),
            what,
            why: why.into(),
            seen,
        };
        decision.id = decision.content_id();
        decision
    }

    /// The id that its content asks for; another than its own says that it was altered on the way.
    pub fn content_id(&self) -> DecisionId {
        let what = serde_json::to_vec(&self.what).unwrap_or_default();
        let seen = serde_json::to_vec(&self.seen).unwrap_or_default();
        DecisionId::of([
            self.made_at.to_string().as_bytes(),
            self.who.as_bytes(),
            &what,
            self.why.as_bytes(),
            &seen,
        ])
    }

    /// Did the one who decided know what this article says?
    pub fn knew(&self, article: &ArticleId) -> bool {
        self.seen.contains(article) || self.what.claims().any(|seen| seen.article == *article)
    }
}

impl Ruling {
    /// The codebook's word for it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Ruling::Confirm { .. } => "confirm",
            Ruling::Reject { .. } => "reject",
            Ruling::Correct { .. } => "correct",
            Ruling::Merge { .. } => "merge",
            Ruling::Split { .. } => "split",
            Ruling::Undo { .. } => "undo",
        }
    }

    /// Every claim it speaks of.
    pub fn claims(&self) -> impl Iterator<Item = &Seen> {
        let (claims, from): (&[Seen], &[Seen]) = match self {
            Ruling::Confirm { claims }
            | Ruling::Reject { claims }
            | Ruling::Correct { claims, .. }
            | Ruling::Merge { claims } => (claims, &[]),
            Ruling::Split { claims, from } => (claims, from),
            Ruling::Undo { .. } => (&[], &[]),
        };
        claims.iter().chain(from)
    }
}

impl Seen {
    pub fn of(claim: &Claim) -> Seen {
        let mut says: BTreeMap<SlotName, String> = BTreeMap::new();
        for slot in claim.filled() {
            says.entry(slot.name)
                .and_modify(|shown| {
                    shown.push_str(", ");
                    shown.push_str(&slot.shown);
                })
                .or_insert_with(|| slot.shown.clone());
        }
        Seen {
            claim: claim.id.clone(),
            article: claim.article.clone(),
            kind: claim.kind(),
            quotes: claim.quotes.clone(),
            says,
        }
    }

    /// Which of the claims read today is the one that was seen? The one with its id; else the one of the same article and kind whose quote
    /// overlaps and whose `slots` say the same, if one is most like it in all that it says.
    pub fn find<'a>(
        &self,
        claims: impl IntoIterator<Item = &'a Claim> + Clone,
        slots: &[SlotName],
    ) -> Option<&'a Claim> {
        if let Some(same) = claims.clone().into_iter().find(|claim| claim.id == self.claim) {
            return Some(same);
        }
        let mut best: Option<(usize, Option<&Claim>)> = None;
        for claim in claims {
            let Some(alike) = self.likeness(claim, slots) else {
                continue;
            };
            best = match best {
                Some((most, _)) if most > alike => best,
                // Two that are equally like it: nobody knows which was meant.
                Some((most, _)) if most == alike => Some((most, None)),
                _ => Some((alike, Some(claim))),
            };
        }
        best.and_then(|(_, claim)| claim)
    }

    /// How many slots say the same, when the claim can be this one at all.
    fn likeness(&self, claim: &Claim, slots: &[SlotName]) -> Option<usize> {
        let quoted = || {
            let mut quotes = self.quotes.iter();
            quotes.any(|quote| claim.quotes.iter().any(|other| quote.overlaps(*other)))
        };
        if claim.article != self.article || claim.kind() != self.kind || !quoted() {
            return None;
        }
        let says = Seen::of(claim).says;
        let same = |slot: &SlotName| self.says.get(slot) == says.get(slot);
        slots
            .iter()
            .all(same)
            .then(|| self.says.keys().filter(|slot| same(slot)).count())
    }
}

impl Kind {
    /// The slots that say what a claim of the kind is about: those by which it is known again.
    pub fn telling_slots(self) -> &'static [SlotName] {
        match self {
            Kind::Transfer => &[SlotName::Supplier, SlotName::Recipient, SlotName::Weapon],
            Kind::Event => &[SlotName::Type, SlotName::Actors],
            Kind::Figure => &[SlotName::Measure, SlotName::Value],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClaimKind, Party, Quantity, Slot, Stance, Transfer};

    fn claim(start: usize, supplier: &str, quantity: u64) -> Claim {
        let transfer = Transfer {
            supplier: Some(Slot::inferred(Party::State(supplier.to_owned()), "test")),
            quantity: Some(Slot::inferred(Quantity::exact(quantity), "test")),
            ..Transfer::default()
        };
        Claim::new(
            ArticleId("a".to_owned()),
            vec![Span::new(start, start + 20)],
            ClaimKind::Transfer(transfer),
            Stance::PLAIN,
            Vec::new(),
            "test@1".to_owned(),
            1.0,
        )
    }

    fn decision() -> Decision {
        let what = Ruling::Correct {
            claims: vec![Seen::of(&claim(10, "BLR", 12))],
            slot: SlotName::Value,
            value: serde_json::json!({"amount": 1.1e6, "currency": "USD", "bound": "exact"}),
        };
        Decision::new(
            "2024-06-14T12:00:00.25Z".parse().unwrap(),
            "ann",
            what,
            "a misprint",
            vec![],
        )
    }

    #[test]
    fn a_decision_reads_back_as_itself() {
        let line = serde_json::to_string(&decision()).unwrap();
        let back: Decision = serde_json::from_str(&line).unwrap();
        assert_eq!(back, decision());
        assert_eq!(back.content_id(), back.id);
        let altered = line.replace("a misprint", "a lie");
        let altered: Decision = serde_json::from_str(&altered).unwrap();
        assert_ne!(altered.content_id(), altered.id);
    }

    #[test]
    fn a_claim_read_anew_is_found_by_its_quote_and_what_it_says() {
        let seen = Seen::of(&claim(10, "BLR", 12));
        let telling = Kind::Transfer.telling_slots();
        // Other bounds of the quote, another quantity: another id, the same claim.
        let anew = [claim(200, "BLR", 12), claim(15, "BLR", 14), claim(10, "RUS", 12)];
        assert_eq!(seen.find(&anew, telling), Some(&anew[1]));
        // Of two that fit, the one more like it; of two alike, none.
        let closer = [claim(15, "BLR", 14), claim(12, "BLR", 12)];
        assert_eq!(seen.find(&closer, telling), Some(&closer[1]));
        let alike = [claim(15, "BLR", 14), claim(16, "BLR", 14)];
        assert_eq!(seen.find(&alike, telling), None);
        assert_eq!(seen.find(&[claim(10, "RUS", 12)], telling), None);
    }
}
