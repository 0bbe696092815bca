//! Who reads articles, weighs and tells the time for the reading room?
//!
//! The room sees neither the reader nor the weighing nor a clock; the binary has them and lends them here.

use attache_exchange::Input;
use attache_store::Archive;

/// What the room may have done to the archive.
pub trait Desk: Send + Sync {
    /// Reads the inputs into the archive and weighs; `watch` hears of each.
    ///
    /// # Errors
    /// What went wrong, as a person may read it; single inputs that fail are told to `watch` instead.
    fn add(&self, inputs: Vec<Input>, archive: &mut Archive, watch: &mut dyn FnMut(Progress)) -> Result<(), String>;

    /// Makes the register again from all claims and decisions.
    ///
    /// # Errors
    /// What went wrong, as a person may read it.
    fn weigh(&self, archive: &mut Archive) -> Result<(), String>;

    /// Now, as a decision bears it: RFC 3339 in UTC.
    fn now(&self) -> String;
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
