//! What is an article, a claim, an origin, a record?
//!
//! The nouns of the codebook and the laws that hold between them, and nothing else: no input, no output, no clock.
//! Every other crate speaks in these types.
//!
//! | word | meaning |
//! |---|---|
//! | [`Article`] | one published text, as retrieved |
//! | [`Claim`] | what a sentence of one article says, by whom, how surely |
//! | [`Record`] | what many claims about the same transfer, event or figure add up to |
//! | quote | a byte range of the article's text ([`Span`]) |
//! | [`Stance`] | how surely and in what time the claim is made |
//! | [`Origin`] | the reporting from which claims first came |
//! | [`Decision`] | what a person ruled about claims, when and why |
//! | [`Slot`] | one cell of a claim: stated with its span, or inferred with its reason |

mod article;
mod claim;
mod correction;
mod decision;
mod event;
mod figure;
mod filled;
mod id;
mod record;
mod span;
mod stance;
mod transfer;
mod when;
mod words;

pub use article::{Article, Block, BlockKind, Certain, Link, Published};
pub use claim::{Claim, ClaimKind, Doubt, DoubtKind, Kind, Slot, Source, SourceKind};
pub use correction::BadCorrection;
pub use decision::{Decision, Ruling, Seen};
pub use event::{Actor, Context, Event, EventType, Mode, Sector};
pub use figure::{Amount, Figure, Measure};
pub use filled::Filled;
pub use id::{ArticleId, ClaimId, DecisionId, OriginId, RecordId};
pub use record::{
    Cell, Confidence, Conflict, Evidence, EvidenceKind, Origin, Record, Review, Rival, SlotName, Verdict,
};
pub use span::Span;
pub use stance::{Certainty, Polarity, Stance, Tense};
pub use transfer::{Bound, Category, Condition, Money, Party, Quantity, Stage, Terms, Transfer, Weapon};
pub use when::{Precision, When};
pub use words::UnknownWord;

/// The calendar date used throughout (proleptic Gregorian, no time zone).
pub use jiff::civil::Date;

/// The moment of a decision.
pub use jiff::Timestamp;
