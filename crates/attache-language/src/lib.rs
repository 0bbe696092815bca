//! What does English news text look like underneath: sentences, tokens, tags, tree, names, dates, numbers?
//!
//! Everything comes with byte offsets into the text it was given. The crate knows nothing of arms.

mod analysis;

pub use analysis::{Label, Name, Sentence, Tag, Token};
