//! Which units below the head are the article, and where does it end?

use std::collections::{BTreeMap, BTreeSet};

use attache_model::BlockKind;

use super::head::{Head, same};
use super::units::Unit;
use crate::lines::{self};
use crate::{cues, dates};

/// Classifies the units from the head's end on.
pub(crate) fn read(units: &mut [Unit<'_>], head: &Head) {
    let core = core(units, head);
    let repeats = repeats(units, head);
    let connected: Vec<bool> = units.iter().map(|unit| connection(unit, &core) >= 2).collect();
    let mut walk = Walk { in_list: false, ended: false, bullets: false, foreign: false, title: head.title };
    for at in head.body..units.len() {
        let kind = walk.step(units, at, &repeats, &connected);
        if let Some(unit) = units.get_mut(at) {
            unit.kind = Some(kind);
        }
    }
    embedded_posts(units, head.body);
    after_the_last_sentence(units, head.body);
}

/// The names that the article is about: those of its title and first paragraphs.
fn core(units: &[Unit<'_>], head: &Head) -> BTreeSet<String> {
    let title = head.title.and_then(|at| units.get(at)).map(|unit| lines::content_words(unit.text)).unwrap_or_default();
    let prose = units.iter().skip(head.body).filter(|unit| unit.shape.is_prose() && !lines::is_furniture(unit.text));
    prose.take(4).flat_map(|unit| lines::names(unit.text)).chain(title).collect()
}

fn connection(unit: &Unit<'_>, core: &BTreeSet<String>) -> usize {
    lines::names(unit.text).iter().filter(|name| core.contains(*name)).count()
}

/// Headlines that stand more than once below the head; a paragraph of the article does not.
fn repeats(units: &[Unit<'_>], head: &Head) -> BTreeSet<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in units.iter().skip(head.body).filter(|unit| unit.shape.words >= 3) {
        *counts.entry(unit.text).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(text, _)| text.to_owned()).collect()
}

struct Walk {
    /// Below a header over other stories.
    in_list: bool,
    /// The list has bullets: it ends with them.
    bullets: bool,
    /// Below a credit line, a rule or another sign of the end.
    ended: bool,
    /// The last headline was another story's.
    foreign: bool,
    title: Option<usize>,
}

impl Walk {
    fn step(&mut self, units: &[Unit<'_>], at: usize, repeats: &BTreeSet<String>, connected: &[bool]) -> BlockKind {
        let Some(unit) = units.get(at) else { return BlockKind::Furniture };
        let line = unit.text;
        let title = self.title.and_then(|title| units.get(title));
        if title.is_some_and(|title| same(title.text, line)) {
            return BlockKind::Furniture;
        }
        if lines::is_rule(line) {
            self.in_list = false;
            self.ended |= !goes_on(units, at, connected);
            return BlockKind::Furniture;
        }
        if lines::is_embedded(line) {
            return BlockKind::Furniture;
        }
        if lines::is_credit(line) {
            self.ended |= !goes_on(units, at, connected);
            return BlockKind::Credit;
        }
        if lines::is_caption(line) && (!self.in_list || unit.shape.words > 3) {
            return BlockKind::Caption;
        }
        if let Some(rest) = cues::header(line) {
            let inline = line.get(rest..).is_some_and(|rest| rest.split_whitespace().count() >= 2);
            self.in_list = !inline;
            self.bullets = false;
            self.foreign = false;
            self.ended |= cues::opens_comments(line) || !goes_on(units, at, connected);
            return BlockKind::Furniture;
        }
        if lines::is_furniture(line) {
            return BlockKind::Furniture;
        }
        if repeats.contains(line) {
            self.foreign = !unit.shape.is_prose();
            self.in_list |= self.foreign;
            return BlockKind::Furniture;
        }
        if unit.shape.is_prose() {
            return self.prose(unit, at, connected);
        }
        self.short(units, at, connected)
    }

    fn prose(&mut self, unit: &Unit<'_>, at: usize, connected: &[bool]) -> BlockKind {
        let joined = connected.get(at).copied().unwrap_or(false);
        if self.foreign || (self.ended && !joined) || (self.ended && self.in_list) {
            return BlockKind::Furniture;
        }
        if self.in_list && unit.shape.bullet {
            return BlockKind::Furniture;
        }
        if self.ended {
            // A note on the author, a correction, the paper's own address: a sentence or two below the end.
            return BlockKind::Furniture;
        }
        self.in_list = false;
        BlockKind::Body
    }

    fn short(&mut self, units: &[Unit<'_>], at: usize, connected: &[bool]) -> BlockKind {
        let Some(unit) = units.get(at) else { return BlockKind::Furniture };
        if self.in_list {
            // A list of bullets ends where they end; other lists where running text begins.
            self.bullets |= unit.shape.bullet;
            let sentence = unit.shape.stops && unit.shape.words >= 4 && unit.gap > 0 && !unit.shape.bullet;
            if !sentence {
                return BlockKind::Furniture;
            }
            self.in_list = false;
        }
        if self.ended {
            return BlockKind::Furniture;
        }
        if lines::date_line(unit.text).is_some() && unit.shape.words <= 10 {
            return BlockKind::Dateline;
        }
        if lines::byline(unit.text).is_some() && !unit.shape.stops {
            return BlockKind::Byline;
        }
        let sentence = (unit.shape.stops || unit.text.ends_with('?')) && unit.shape.words >= 2 && unit.shape.separators == 0;
        if sentence && unit.text.contains(char::is_lowercase) {
            return BlockKind::Body;
        }
        // A heading within the body, or an item of a list in it, with more of the article to come.
        let words = if unit.shape.bullet { 2..=60 } else { 2..=14 };
        let heading = words.contains(&unit.shape.words) && unit.shape.separators == 0 && unit.shape.letters > 0.6;
        if heading && goes_on(units, at, connected) && !trails(unit) { BlockKind::Body } else { BlockKind::Furniture }
    }
}

/// Capitals throughout are a button's, not a heading's, when they end with an exclamation mark or cues are near.
fn trails(unit: &Unit<'_>) -> bool {
    let capitals = !unit.text.contains(char::is_lowercase);
    (capitals && cues::weight(unit.text) > 0.0) || unit.text.ends_with(['!', '…', '»']) || unit.shape.words < 2
}

/// Does running text of the same article come below?
fn goes_on(units: &[Unit<'_>], at: usize, connected: &[bool]) -> bool {
    let own = |(at, unit): &(usize, &Unit<'_>)| {
        unit.shape.is_prose() && connected.get(*at).copied().unwrap_or(false) && !lines::is_furniture(unit.text) && !lines::is_credit(unit.text)
            && !lines::is_caption(unit.text) && !lines::is_embedded(unit.text) && cues::header(unit.text).is_none()
    };
    let last = units.iter().enumerate().skip(at + 1).filter(own).any(|(below, _)| !below_repeat(units, below));
    last || plain_prose_below(units, at)
}

/// Two or more paragraphs below that nothing parts from the article: names are not always said again.
fn plain_prose_below(units: &[Unit<'_>], at: usize) -> bool {
    let mut count = 0;
    for unit in units.iter().skip(at + 1) {
        if lines::is_rule(unit.text) || lines::is_credit(unit.text) || cues::header(unit.text).is_some() {
            break;
        }
        if unit.shape.is_prose() && !lines::is_furniture(unit.text) && !lines::is_embedded(unit.text) {
            count += 1;
        }
    }
    let before = units.get(at).is_some_and(|unit| !lines::is_rule(unit.text) && !lines::is_credit(unit.text) && !ends_a_page(unit.text));
    count >= if before { 1 } else { 2 }
}

/// A header that is followed by whole stories, not by headlines only.
fn ends_a_page(line: &str) -> bool {
    line.split_whitespace().any(|word| matches!(word.to_lowercase().as_str(), "related" | "comments"))
}

/// Stands the paragraph directly below a headline that is printed more than once?
fn below_repeat(units: &[Unit<'_>], at: usize) -> bool {
    let Some(above) = at.checked_sub(1).and_then(|above| units.get(above)) else { return false };
    !above.shape.is_prose() && above.shape.words >= 3 && units.iter().filter(|unit| unit.text == above.text).count() > 1
}

/// The text of a post stands above the line that signs it.
fn embedded_posts(units: &mut [Unit<'_>], from: usize) {
    for at in from.max(1)..units.len() {
        let signed = units.get(at).is_some_and(|unit| unit.text.starts_with(['—', '–', '-', '&']) && unit.text.contains("(@"));
        let above = units.get(at - 1).is_some_and(|unit| unit.is(BlockKind::Body) && unit.shape.words <= 60);
        let tied = units.get(at).is_some_and(|unit| unit.gap == 0) || units.get(at - 1).is_some_and(|unit| unit.text.contains(['#', '@']));
        if signed && above && tied && let Some(post) = units.get_mut(at - 1) {
            post.kind = Some(BlockKind::Furniture);
        }
    }
}

/// What is left standing below the last sentence of the article is not the article: stray headlines, notes with a label.
fn after_the_last_sentence(units: &mut [Unit<'_>], from: usize) {
    let mut ended = true;
    for at in (from..units.len()).rev() {
        let Some(unit) = units.get(at).filter(|unit| unit.is(BlockKind::Body)) else { continue };
        let sentence = unit.shape.stops || unit.shape.is_prose() || unit.text.ends_with('?');
        let first = at == from;
        let note = ended && !first && is_note(unit);
        if sentence && !note {
            ended = false;
        }
        if (ended && !first) || note {
            units[at].kind = Some(BlockKind::Furniture);
        }
    }
}

/// "Other deals: A sells its keeper; B denies interest", "Correction 5 December: …", "Subscriptions: …".
fn is_note(unit: &Unit<'_>) -> bool {
    let Some((label, rest)) = unit.text.split_once(':') else { return false };
    let short = label.split_whitespace().count() <= 3 && !label.contains(['“', '"', ',']);
    let listed = rest.contains(';') || rest.contains(" | ") || rest.contains(" - ");
    let dated = !dates::find(label).is_empty();
    short && (dated || listed || cues::weight(unit.text) >= 0.5)
}
