//! What does one sentence of one article say, by whom, how surely?

use serde::{Deserialize, Serialize};

use crate::words::word_list;
use crate::{ArticleId, ClaimId, Event, Figure, Span, Stance, Transfer};

/// One cell of a claim. A guess never looks like a finding: what is stated has its span, what is inferred its reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Slot<T> {
    Stated { value: T, span: Span },
    Inferred { value: T, why: String },
}

impl<T> Slot<T> {
    pub fn stated(value: T, span: Span) -> Slot<T> {
        Slot::Stated { value, span }
    }

    pub fn inferred(value: T, why: impl Into<String>) -> Slot<T> {
        Slot::Inferred { value, why: why.into() }
    }

    pub fn value(&self) -> &T {
        match self {
            Slot::Stated { value, .. } | Slot::Inferred { value, .. } => value,
        }
    }

    pub fn span(&self) -> Option<Span> {
        match self {
            Slot::Stated { span, .. } => Some(*span),
            Slot::Inferred { .. } => None,
        }
    }
}

/// What a sentence (or two) of one article says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    pub id: ClaimId,
    pub article: ArticleId,
    /// The sentences that say it, in the order of the text; never empty.
    pub quotes: Vec<Span>,
    pub says: ClaimKind,
    pub stance: Stance,
    /// The attribution chain from the outlet inwards, the outlet itself left out. Empty: the outlet says so itself.
    pub sources: Vec<Source>,
    /// Rule and version that produced it, such as `transfer/sell@1`.
    pub rule: String,
    /// How likely the reading is right, 0 to 1.
    pub confidence: f32,
}

impl Claim {
    /// Names the claim by what it says and where. The rule and its confidence are left out: a better reader that finds
    /// the same thing gives the same id, so that people's decisions stay with it.
    pub fn new(
        article: ArticleId,
        quotes: Vec<Span>,
        says: ClaimKind,
        stance: Stance,
        sources: Vec<Source>,
        rule: String,
        confidence: f32,
    ) -> Claim {
        let content = serde_json::to_vec(&(&says, &stance)).unwrap_or_default();
        let place = serde_json::to_vec(&quotes).unwrap_or_default();
        let id = ClaimId::of([article.as_str().as_bytes(), &place, &content]);
        Claim {
            id,
            article,
            quotes,
            says,
            stance,
            sources,
            rule,
            confidence,
        }
    }

    pub fn transfer(&self) -> Option<&Transfer> {
        match &self.says {
            ClaimKind::Transfer(transfer) => Some(transfer),
            ClaimKind::Event(_) | ClaimKind::Figure(_) => None,
        }
    }

    pub fn event(&self) -> Option<&Event> {
        match &self.says {
            ClaimKind::Event(event) => Some(event),
            ClaimKind::Transfer(_) | ClaimKind::Figure(_) => None,
        }
    }

    pub fn figure(&self) -> Option<&Figure> {
        match &self.says {
            ClaimKind::Figure(figure) => Some(figure),
            ClaimKind::Transfer(_) | ClaimKind::Event(_) => None,
        }
    }

    pub fn kind(&self) -> Kind {
        match self.says {
            ClaimKind::Transfer(_) => Kind::Transfer,
            ClaimKind::Event(_) => Kind::Event,
            ClaimKind::Figure(_) => Kind::Figure,
        }
    }
}

/// The kinds of claim that the codebook knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClaimKind {
    Transfer(Transfer),
    Event(Event),
    Figure(Figure),
}

word_list! {
    /// The kinds by name.
    Kind ("kind of claim") { Transfer = "transfer", Event = "event", Figure = "figure" }
}

/// One link of an attribution chain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    pub name: String,
    pub kind: SourceKind,
    pub span: Option<Span>,
    /// Stands beside the link before it rather than behind it ("flight data and Armenian diplomats").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub parallel: bool,
}

word_list! {
    SourceKind ("source kind") {
        Outlet = "outlet",
        Agency = "agency",
        Official = "official",
        Person = "person",
        Expert = "expert",
        Document = "document",
        Data = "data",
        Unnamed = "unnamed",
    }
}

impl SourceKind {
    /// Does it publish what others say: an outlet or an agency?
    pub fn is_outlet(self) -> bool {
        matches!(self, SourceKind::Outlet | SourceKind::Agency)
    }
}

/// Something that reading was not sure of: kept with its article, never swallowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    pub article: ArticleId,
    pub kind: DoubtKind,
    pub span: Option<Span>,
    /// What was found and what would settle it, in one sentence.
    pub what: String,
}

word_list! {
    DoubtKind ("doubt") {
        NotEnglish = "not English",
        NoDate = "no date",
        NoText = "no text",
        /// A sentence speaks of a transfer, but who gives or gets is not clear.
        OpenRole = "open role",
        /// These sentences were not read: a network could not be run on them, or there were too many before them.
        Unread = "unread",
        /// The text is damaged: replacement characters, cut off, nested too deep.
        Damaged = "damaged",
    }
}
