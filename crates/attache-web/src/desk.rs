//! Who reads articles, weighs and decides for the reading room?
//!
//! The room sees neither the reader nor the weighing nor a clock; the binary has them and lends them here.

use attache_exchange::Input;
use attache_model::{Decision, SlotName};
use attache_store::Archive;

/// What the room may have done to the archive. Each error is told as a person may read it.
pub trait Desk: Send + Sync {
    /// Reads the inputs into the archive and weighs; `watch` hears of each, and of those that fail.
    fn add(&self, inputs: Vec<Input>, archive: &mut Archive, watch: &mut dyn FnMut(Progress)) -> Result<(), String>;

    /// Makes the register again from all claims and decisions.
    fn weigh(&self, archive: &mut Archive) -> Result<(), String>;

    /// Keeps what `who` wishes for the reason `why`; the register is not weighed yet.
    fn decide(&self, wish: Wish, who: &str, why: &str, archive: &mut Archive) -> Result<Decision, String>;

    /// The name of whoever opened the room, where it is known.
    fn who(&self) -> Option<String>;
}

/// What a person wishes to decide. Ids are those of records or claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    Confirm(Vec<String>),
    Reject(Vec<String>),
    /// A slot has another value, as people write it; `none` empties it.
    Correct {
        id: String,
        slot: SlotName,
        value: String,
    },
    /// All are about one thing.
    Merge(Vec<String>),
    /// These claims are about another thing than the rest of their record.
    Split(Vec<String>),
    /// A decision is taken back.
    Undo(String),
}

/// What happens while articles are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// One more input is done, well or not.
    Done,
    /// An input gave no article.
    Failed { what: String },
    /// Something was not clear.
    Doubt { path: String, kind: String, what: String },
    /// All is read; the register is being made.
    Weighing,
    /// The end of it, in one line.
    Ended { summary: String },
}
