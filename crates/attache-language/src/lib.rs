//! What does English news text look like underneath: sentences, tokens, tags, tree, names, dates, numbers?
//!
//! Everything comes with byte offsets into the text it was given. The crate knows nothing of arms.
//!
//! ```text
//! split      block      → sentences          rules
//! tokenize   sentence   → syntactic words    rules, the same as in training/data.py
//! Analyzer   sentences  → tags, trees, names, acts   the embedded model
//! lemma      word, tag  → dictionary form    a table of irregular forms, rules for the rest
//! numbers    any span   → counts, money …    rules
//! dates      any span   → days, periods      rules
//! ```
//!
//! **Invariant.** Nothing here fails on any text: what cannot be read is left out. Only loading the model can go wrong.

mod acts;
mod analysis;
mod analyzer;
pub mod dates;
mod lemmas;
mod names;
mod network;
pub mod numbers;
mod pieces;
mod repair;
mod scan;
mod sentences;
mod tokens;
mod tree;

pub use analysis::{Act, Count, Label, Name, Sentence, Tag, Token};
pub use analyzer::Analyzer;
pub use lemmas::{forms, lemma};
pub use network::{Input, Lane, ModelError, Network, Passage};
pub use numbers::{Number, NumberUnit};
pub use sentences::split;
pub use tokens::tokenize;
