//! What do many claims about the same transfer, event or figure add up to?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::words::word_list;
use crate::{ArticleId, ClaimId, DecisionId, Kind, OriginId, RecordId};

/// What the claims about one transfer, event or figure add up to. Derived from claims and decisions alone; can be rebuilt at any time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub id: RecordId,
    /// What its claims are about; a record holds claims of one kind. The first archives held transfers alone and do not say.
    #[serde(default = "transfer")]
    pub kind: Kind,
    /// A slot that no claim fills has no cell.
    pub slots: BTreeMap<SlotName, Cell>,
    /// In the order of the time they speak of, then of id.
    pub claims: Vec<ClaimId>,
    pub articles: Vec<ArticleId>,
    /// The independent origins behind it; its support is their number.
    pub origins: Vec<OriginId>,
    /// Every affirming claim is hedged: rumour never hardens, however many repeat it.
    pub hedged: bool,
    /// Someone denies it.
    pub denied: bool,
    /// How much its evidence is worth.
    #[serde(default)]
    pub confidence: Confidence,
    /// Where people stand on it.
    #[serde(default, skip_serializing_if = "Review::is_open")]
    pub review: Review,
    /// The decisions in force that shaped it, in the order in which they were made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<DecisionId>,
    /// Where a decision and evidence that it had not seen say different things.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
}

fn transfer() -> Kind {
    Kind::Transfer
}

word_list! {
    /// What people said of a record.
    #[derive(Default)]
    Review ("review") {
        /// Nobody has.
        #[default]
        Open = "open",
        /// Someone confirmed one or more of its claims.
        Confirmed = "confirmed",
        /// Every claim was rejected.
        Rejected = "rejected",
    }
}

impl Review {
    fn is_open(&self) -> bool {
        *self == Review::Open
    }
}

/// How much the evidence behind a record is worth. A measure for sorting and for looking closer, no probability that it is true.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Confidence {
    /// 0 to 1.
    pub score: f32,
    /// How it comes about, in words and numbers.
    pub why: String,
}

/// A decision against later evidence: reported, for a person to settle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    pub decision: DecisionId,
    /// The slot it is about; `None`: the record as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<SlotName>,
    /// The claims that the decision did not see.
    pub claims: Vec<ClaimId>,
    /// What was decided and what is told since, in words.
    pub what: String,
}

word_list! {
    /// The columns of the register, in the order they are shown: those of transfers, of events, of figures. `value` is what a transfer is
    /// worth, and the number of a figure.
    SlotName ("slot") {
        Supplier = "supplier",
        Recipient = "recipient",
        Weapon = "weapon",
        Category = "category",
        Quantity = "quantity",
        Stage = "stage",
        Terms = "terms",
        Condition = "condition",
        Value = "value",
        Agreed = "agreed",
        Delivered = "delivered",
        Via = "via",
        Covert = "covert",
        Type = "type",
        Mode = "mode",
        Actors = "actors",
        Recipients = "recipients",
        Date = "date",
        Contexts = "contexts",
        Measure = "measure",
        Subject = "subject",
        Party = "party",
        AsOf = "as of",
        Place = "place",
        Event = "event",
    }
}

impl SlotName {
    /// The columns that records of a kind have, in the order they are shown.
    pub fn of(kind: Kind) -> &'static [SlotName] {
        use SlotName::*;
        match kind {
            Kind::Transfer => &[
                Supplier, Recipient, Weapon, Category, Quantity, Stage, Terms, Condition, Value, Agreed, Delivered,
                Via, Covert,
            ],
            Kind::Event => &[Type, Mode, Actors, Recipients, Date, Place, Contexts],
            Kind::Figure => &[Measure, Value, Subject, Party, Supplier, AsOf, Place, Event],
        }
    }
}

/// One reconciled slot: the value shown, how it was chosen, and what speaks against it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The value in the codebook's wire form (a code, a number with its bound, a date …).
    pub value: Value,
    /// The value as a person reads it.
    pub shown: String,
    pub verdict: Verdict,
    /// Why this value and this verdict, in words.
    pub reason: String,
    /// The claims that say so, and their independent origins.
    pub claims: Vec<ClaimId>,
    pub origins: Vec<OriginId>,
    pub rivals: Vec<Rival>,
}

/// A value that was not chosen, with those who say so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rival {
    pub value: Value,
    pub shown: String,
    pub claims: Vec<ClaimId>,
    pub origins: Vec<OriginId>,
    /// How it stands to the others, where that is not what the cell's verdict says: of three counts two may be disputed, and the third an older one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

impl Cell {
    /// Do values of it stand to each other so?
    pub fn is(&self, verdict: Verdict) -> bool {
        self.verdict == verdict || self.rivals.iter().any(|rival| rival.verdict == Some(verdict))
    }
}

word_list! {
    /// How the values of a slot stand to each other.
    Verdict ("verdict") {
        /// One value, or compatible ones.
        Agreed = "agreed",
        /// A more exact value within a looser one.
        Refined = "refined",
        /// A later word about a thing that moves.
        Superseded = "superseded",
        /// Both cannot be true.
        Disputed = "disputed",
        /// An affirmed claim and a denial of it.
        Denied = "denied",
    }
}

/// The reporting from which claims first came: a family of articles that are one source, or a source named inside an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    pub id: OriginId,
    /// As a person would call it: the agency or outlet, else the earliest article's title.
    pub name: String,
    /// The articles that carry it.
    pub articles: Vec<ArticleId>,
    /// Why these articles are held to be one source.
    pub evidence: Vec<Evidence>,
}

/// One reason to hold that an article goes back to another, or to a named source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub kind: EvidenceKind,
    pub article: ArticleId,
    /// The other article, when there is one in the archive.
    pub other: Option<ArticleId>,
    /// 0 to 1.
    pub score: f32,
    /// What was found: the shared passage, the credit line, the citing words.
    pub what: String,
}

word_list! {
    /// Strongest first.
    EvidenceKind ("evidence") {
        SharedText = "shared text",
        Credit = "credit line",
        Citation = "named citation",
        Link = "link",
        Quotation = "rare quotation",
    }
}
