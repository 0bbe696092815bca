//! What does each page show? One module a page, with one function `show`.

pub mod about;
pub mod add;
pub mod article;
pub mod articles;
pub mod flows;
pub mod home;
pub mod lists;
pub mod origin;
pub mod origins;
pub mod pair;
pub mod record;
pub mod review;
pub mod search;
pub mod state;
pub mod timeline;

use crate::fault::Fault;

/// CSV with a header; no cell is taken for a formula.
fn csv(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    attache_exchange::tables::rows(header, rows, &mut bytes).map_err(|error| Fault::NotDone(error.to_string()))?;
    Ok(bytes)
}
