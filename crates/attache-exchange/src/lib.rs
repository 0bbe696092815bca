//! How do articles come in, and how do claims and the register go out?
//!
//! In: [`inputs`] finds the files, [`article`] makes an [`Article`](attache_model::Article) of the bytes of one.
//! Out: [`wire`] writes JSON, [`tables`] writes CSV and Markdown. This is the only crate that knows formats.

mod article;
mod decode;
mod error;
mod inputs;
pub mod tables;
pub mod wire;

pub use article::article;
pub use error::InputError;
pub use inputs::{Form, Input, Inputs, Limits, Skipped, inputs};
