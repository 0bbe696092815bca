//! Which words of the page are its main text?
//!
//! Behind a trait, so that another extractor can be measured in its place. [`Tree`] is the `trafilatura` crate in precision mode with
//! its fallbacks (F1 .969 on 181 pages, without them .934); [`Columns`] is the fallback that any page can be given to.

use std::collections::BTreeMap;
use std::thread;

use trafilatura::{ExtractionFocus, Options};

use super::page::{self, Page, Tag};
use crate::lines::{self, Shape};

/// Finds the main text of a page.
pub(super) trait MainText {
    /// The main text, one paragraph a line, or why there is none.
    fn main_text(&self, html: &str, page: &Page) -> Result<String, String>;
}

/// The tree of the page, weighed by the `trafilatura` crate on a thread of its own: the extractor recurses.
pub(super) struct Tree;

/// Bytes of stack for the extractor: some hundred levels of tags need less than one megabyte.
const STACK: usize = 64 << 20;

impl MainText for Tree {
    fn main_text(&self, html: &str, _page: &Page) -> Result<String, String> {
        let extract = || {
            let options = Options::default()
                .with_focus(ExtractionFocus::FavorPrecision)
                .with_fallback(true)
                .with_exclude_comments(true);
            let found = trafilatura::extract(html, &options).map_err(|error| error.to_string())?;
            // The extractor's plain text runs its paragraphs together; its HTML does not.
            let blocks = page::read(&found.content_html).blocks;
            Ok(blocks
                .into_iter()
                .map(|block| block.text)
                .collect::<Vec<_>>()
                .join("\n"))
        };
        thread::scope(|scope| {
            let worker = thread::Builder::new()
                .name("main-text".to_owned())
                .stack_size(STACK)
                .spawn_scoped(scope, extract);
            let worker = worker.map_err(|error| format!("no thread for the extractor: {error}"))?;
            worker.join().map_err(|_| "the extractor broke off".to_owned())?
        })
    }
}

/// The column with the most running text: what shares an element with most of it.
pub(super) struct Columns;

impl MainText for Columns {
    fn main_text(&self, _html: &str, page: &Page) -> Result<String, String> {
        let running = |text: &str| Shape::of(text).is_prose() && !lines::is_furniture(text);
        let mut weights: BTreeMap<u32, usize> = BTreeMap::new();
        for block in &page.blocks {
            let linked = block.linked * 2 > block.text.len();
            if !block.marks.outside && !linked && block.tag != Tag::Caption && running(&block.text) {
                *weights.entry(block.container).or_default() += block.text.len();
            }
        }
        let best = weights
            .iter()
            .max_by_key(|(container, weight)| (**weight, std::cmp::Reverse(**container)));
        let Some((best, _)) = best else {
            return Err("no running text".to_owned());
        };
        let chosen = page
            .blocks
            .iter()
            .filter(|block| block.container == *best && !block.marks.outside);
        Ok(chosen.map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n"))
    }
}
