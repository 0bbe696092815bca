//! What stands above the body: title, standfirst, byline, date, and furniture?

use std::collections::BTreeSet;

use attache_model::BlockKind;

use super::outlet;
use super::units::Unit;
use crate::{lines, names};

/// What the body is compared with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    /// Index of the first unit of the body.
    pub body: usize,
    pub title: Option<usize>,
}

/// Classifies the units before the body.
pub(crate) fn read(units: &mut [Unit<'_>], given: Option<&str>) -> Head {
    let Some(mut first) = first_prose(units) else {
        return short_text(units, given);
    };
    let told = given.and_then(|title| units.iter().position(|unit| same(unit.text, title)));
    let title = told.or_else(|| choose_title(units, first));
    if let Some(title) = title {
        first = first.max(title + 1).min(units.len());
        mark(units, title, BlockKind::Title);
    }
    first = standfirst(units, title, first);
    for at in 0..first.min(units.len()) {
        if units[at].kind.is_none() {
            let kind = kind_in_head(units, at, title, first);
            mark(units, at, kind);
        }
    }
    Head { body: first, title }
}

fn mark(units: &mut [Unit<'_>], at: usize, kind: BlockKind) {
    if let Some(unit) = units.get_mut(at) {
        unit.kind = Some(kind);
    }
}

pub(crate) fn same(one: &str, other: &str) -> bool {
    let letters = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && one == other
}

/// The first paragraph of running text that is no notice.
fn first_prose(units: &[Unit<'_>]) -> Option<usize> {
    let prose = |unit: &Unit<'_>| unit.runs() && lines::byline(unit.text).is_none();
    units.iter().position(prose)
}

/// No running text at all: what ends as a sentence is the body, the first line before it the title.
fn short_text(units: &mut [Unit<'_>], given: Option<&str>) -> Head {
    let sentence = |unit: &Unit<'_>| unit.shape.stops && unit.shape.words >= 4 && !unit.furniture;
    let body = units.iter().position(sentence).unwrap_or(units.len());
    let headline = |unit: &Unit<'_>| (2..=30).contains(&unit.shape.words) && could_be_title(unit);
    let told = given.and_then(|title| units.iter().position(|unit| same(unit.text, title)));
    let title = told
        .or_else(|| units.iter().take(body).position(headline))
        .filter(|at| *at < body);
    if let Some(title) = title {
        mark(units, title, BlockKind::Title);
    }
    for at in 0..body {
        if units[at].kind.is_none() {
            let kind = kind_in_head(units, at, title, body);
            mark(units, at, kind);
        }
    }
    Head { body, title }
}

fn could_be_title(unit: &Unit<'_>) -> bool {
    let line = unit.text;
    !unit.furniture
        && !unit.credit
        && !unit.caption
        && !unit.embedded
        && !lines::has_mail(line)
        && !lines::is_rule(line)
        && unit.header.is_none()
        && lines::date_line(line).is_none()
        && lines::byline(line).is_none()
        && unit.shape.separators == 0
        && unit.shape.letters > 0.7
        && !unit.shape.bullet
}

/// The headline is the line above the body that has most words in common with it; of equals, the one set apart and nearest.
fn choose_title(units: &[Unit<'_>], first: usize) -> Option<usize> {
    let mut body: BTreeSet<String> = BTreeSet::new();
    let prose = units
        .iter()
        .skip(first)
        .filter(|unit| unit.shape.is_prose() && !unit.furniture);
    for unit in prose.take(12) {
        body.extend(names::content_words(unit.text));
    }
    let mut best: Option<(f32, usize)> = None;
    for (at, unit) in units.iter().enumerate().take(first) {
        let words = unit.shape.words;
        if !(2..=32).contains(&words) || !could_be_title(unit) || (unit.shape.is_prose() && words > 20) {
            continue;
        }
        let content = names::content_words(unit.text);
        let shared = content.iter().filter(|word| body.contains(*word)).count() as f32;
        let share = shared / content.len().max(2) as f32;
        let next = units.get(at + 1);
        let leads_on = next.is_some_and(|next| {
            at + 1 == first || lines::date_line(next.text).is_some() || lines::byline(next.text).is_some()
        });
        let apart = unit.gap > 0 && next.is_some_and(|next| next.gap > 0);
        let masthead = next.is_some_and(|next| next.gap == 0 && lines::is_rule(next.text));
        let mut score = 2.0 * share + 0.25 * shared.min(4.0);
        score += if (5..=20).contains(&words) { 0.5 } else { 0.0 };
        score += if leads_on { 0.35 } else { 0.0 };
        score += if apart { 0.3 } else { 0.0 };
        score -= if unit.text.ends_with(['.', ':']) { 0.5 } else { 0.0 };
        score -= if masthead { 1.0 } else { 0.0 };
        // Below the name of a paper stands what it says of itself.
        let tagline = unit.gap == 0
            && at
                .checked_sub(1)
                .and_then(|above| units.get(above))
                .is_some_and(|above| outlet::is_masthead(above.text));
        score -= if tagline { 1.0 } else { 0.0 };
        score -= if outlet::is_masthead(unit.text) && words <= 4 {
            0.6
        } else {
            0.0
        };
        // Above a standfirst, the title; so an earlier line needs less.
        let follows = best.is_some_and(|(_, before)| before + 1 == at && unit.gap == 0);
        score -= if follows { 0.8 } else { 0.0 };
        if score > 0.6 && best.is_none_or(|(top, _)| score > top) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| at)
}

/// A paragraph below the title that byline or date part from the rest is the standfirst. Gives the true start of the body.
fn standfirst(units: &mut [Unit<'_>], title: Option<usize>, first: usize) -> usize {
    let Some(title) = title.filter(|title| *title < first) else {
        return first;
    };
    let parted = |unit: &Unit<'_>| {
        !unit.shape.is_prose()
            && !unit.embedded
            && (lines::date_line(unit.text).is_some() || lines::byline(unit.text).is_some())
    };
    let window = units.iter().enumerate().skip(first + 1).take(3);
    let Some((mark_at, _)) = window
        .take_while(|(_, unit)| !unit.shape.is_prose())
        .find(|(_, unit)| parted(unit))
    else {
        return first;
    };
    let above = units.iter().take(first).skip(title).any(parted);
    let next = units
        .iter()
        .enumerate()
        .skip(mark_at + 1)
        .find(|(_, unit)| unit.shape.is_prose() && !unit.furniture);
    match next {
        Some((next, _)) if !above && units.get(first).is_some_and(|unit| unit.shape.words <= 60) => {
            mark(units, first, BlockKind::Lead);
            next
        }
        _ => first,
    }
}

fn kind_in_head(units: &[Unit<'_>], at: usize, title: Option<usize>, first: usize) -> BlockKind {
    let Some(unit) = units.get(at) else {
        return BlockKind::Furniture;
    };
    let line = unit.text;
    let below = title.is_some_and(|title| at > title);
    if title
        .and_then(|title| units.get(title))
        .is_some_and(|title| same(title.text, line))
    {
        return BlockKind::Furniture;
    }
    if unit.embedded {
        return BlockKind::Furniture;
    }
    if lines::date_line(line).is_some() {
        return if lines::byline(line).is_some() {
            BlockKind::Byline
        } else {
            BlockKind::Dateline
        };
    }
    if unit.furniture || lines::is_rule(line) || lines::has_mail(line) {
        return BlockKind::Furniture;
    }
    if lines::byline(line).is_some() {
        return BlockKind::Byline;
    }
    if unit.caption {
        return BlockKind::Caption;
    }
    if unit.credit {
        return BlockKind::Credit;
    }
    if unit.header.is_some() || unit.shape.separators > 0 || unit.shape.bullet {
        return BlockKind::Furniture;
    }
    // Directly below the title, a line of some length is the standfirst.
    let between = title.map_or(0, |title| at.saturating_sub(title));
    if below && between <= 3 && unit.shape.words >= 5 && at < first && unit.shape.letters > 0.7 {
        return BlockKind::Lead;
    }
    if below && between <= 3 && names_only(unit) {
        return BlockKind::Byline;
    }
    BlockKind::Furniture
}

/// Two to six words, each with a capital but for "and" and "in".
fn names_only(unit: &Unit<'_>) -> bool {
    let mut words = unit
        .text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty());
    (2..=8).contains(&unit.shape.words)
        && !unit.text.contains(char::is_numeric)
        && unit.text.chars().any(char::is_lowercase)
        && words.all(|word| {
            word.starts_with(char::is_uppercase)
                || matches!(word, "and" | "in" | "&" | "de" | "van" | "von" | "bin" | "al")
        })
}
