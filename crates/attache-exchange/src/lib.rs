//! How do articles come in, and how do claims and the register go out?
//!
//! In: [`inputs`] finds the files, [`article`] makes an [`Article`](attache_model::Article) of the bytes of one.
//! Out: [`wire`] writes JSON, [`tables`] writes CSV and Markdown. Both ways: [`decisions`]. This is the only crate that knows formats.

mod article;
mod cues;
mod dates;
pub mod decisions;
mod decode;
mod error;
mod html;
mod inputs;
mod language;
mod lines;
mod names;
mod reading;
pub mod tables;
mod text;
pub mod wire;

pub use article::article;
pub use error::InputError;
pub use inputs::{Form, Input, Inputs, Limits, Skipped, inputs};
