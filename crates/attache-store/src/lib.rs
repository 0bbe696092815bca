//! Where is everything kept, and how does it survive?
//!
//! An [`Archive`] is one SQLite file: articles with their text, the claims and doubts read from them, the register that the
//! weighing made of those claims, and the decisions of people. No other crate knows SQL.
//!
//! What holds, whatever happens:
//!
//! - Adding the same bytes again changes nothing ([`Outcome::Known`]); the archive lists the same in whatever order it was filled.
//! - A call that writes is one transaction: after an error, a `kill -9` or a power cut the archive holds all of it or none of it.
//! - The register is derived. [`Archive::is_weighed`] says whether it still matches the claims and decisions it was made from.
//! - Decisions are appended, never changed: the file itself refuses.
//! - A file that is no archive, or that a newer version wrote, is refused and left as it is.
//!
//! ```
//! use attache_store::Archive;
//!
//! let archive = Archive::in_memory()?;
//! assert!(archive.articles()?.is_empty());
//! assert!(archive.is_weighed()?);
//! # Ok::<(), attache_store::StoreError>(())
//! ```

mod archive;
mod migrate;

mod add;
mod articles;
mod claims;
mod decisions;
mod remembered;
mod search;
mod weighed;

mod doctor;

mod error;
mod ids;
mod rows;

pub use add::{Added, Outcome};
pub use archive::{Archive, Counts};
pub use articles::Listed;
pub use claims::ClaimFilter;
pub use doctor::{Finding, Severity};
pub use error::StoreError;
pub use remembered::{Bearing, Linking, Reached};
pub use search::{Hit, Match, Shelved, Snippet};
pub use weighed::{Reweighed, Sketched};
