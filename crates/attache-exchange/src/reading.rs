//! What do the two ways of reading a page, as HTML and as crawled text, have in common?
//!
//! Both give a [`Reading`]; both take [`Hints`] that came beside the text (the other fields of a JSON line).

use attache_model::{Block, BlockKind, Certain, Date, Link, Published, Span};

use crate::dates::{self, Found};

/// What is known of an article beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints {
    pub title: Option<String>,
    pub url: Option<String>,
    pub date: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
}

/// What was read off a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    pub text: String,
    pub blocks: Vec<Block>,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub published: Option<Published>,
    pub links: Vec<Link>,
    /// What was damaged, in words.
    pub damage: Option<String>,
}

impl Reading {
    /// Appends a block, parted from the one before by a blank line.
    pub fn push(&mut self, kind: BlockKind, block: &str) {
        let block = block.trim();
        if block.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(block);
        self.blocks.push(Block {
            kind,
            span: Span::new(start, self.text.len()),
        });
    }
}

pub(crate) fn published(date: Date, from: impl Into<String>, certain: Certain) -> Published {
    Published {
        date,
        from: from.into(),
        certain,
    }
}

/// A written date as a date of publication; `others` are the dates in the rest of the text, which settle `08/11/2019`.
pub(crate) fn written(found: Found, from: &str, others: &[Found]) -> Option<Published> {
    let settled = settle(found, others);
    let date = settled.date()?;
    if settled.day.is_none() {
        return Some(published(date, format!("{from}, month only"), Certain::Weak));
    }
    let certain = match (found.ambiguous, settled.weekday_agrees()) {
        (_, Some(false)) => Certain::Weak,
        (false, _) | (true, Some(true)) => Certain::Sure,
        (true, None) if near(&settled, others).is_some_and(|days| days <= 31) => Certain::Likely,
        (true, None) => Certain::Weak,
    };
    Some(published(date, from, certain))
}

/// Day and month in the order that the weekday, else the other dates of the text, speak for; day first when nothing does.
fn settle(found: Found, others: &[Found]) -> Found {
    let Some(swapped) = found.swapped() else { return found };
    match (found.weekday_agrees(), swapped.weekday_agrees()) {
        (Some(true), _) => return found,
        (_, Some(true)) => return swapped,
        _ => {}
    }
    match (near(&found, others), near(&swapped, others)) {
        (Some(as_written), Some(other)) if other < as_written => swapped,
        (None, Some(_)) => swapped,
        _ => found,
    }
}

/// Days to the nearest other date of the text, years left out.
fn near(found: &Found, others: &[Found]) -> Option<i32> {
    let of_year = |found: &Found| Some(i32::from(Date::new(2000, found.month, found.day?).ok()?.day_of_year()));
    let this = of_year(found)?;
    let gap = |other: i32| {
        let days = (this - other).abs();
        days.min(366 - days)
    };
    others
        .iter()
        .filter(|other| !other.ambiguous)
        .filter_map(of_year)
        .map(gap)
        .min()
}

/// A date in machine form, as metadata and JSON give it.
pub(crate) fn machine(value: &str, from: &str) -> Option<Published> {
    let found = dates::find(value);
    let ambiguous = found.first().is_some_and(|found| found.ambiguous);
    let certain = if ambiguous { Certain::Weak } else { Certain::Sure };
    dates::machine(value).map(|date| published(date, from, certain))
}
