//! Which units below the head are the article, and where does it end?

use std::collections::{BTreeMap, BTreeSet};

use attache_model::BlockKind;

use super::head::{Head, same};
use super::units::Unit;
use crate::lines;
use crate::{cues, dates, names};

/// Classifies the units from the head's end on.
pub(crate) fn read(units: &mut [Unit<'_>], head: &Head) {
    let core = core(units, head);
    let repeats = repeats(units, head);
    let connected: Vec<bool> = units.iter().map(|unit| connection(unit, &core) >= 2).collect();
    let below = Below::of(units, &connected, &repeats);
    let kinds: Vec<BlockKind> = {
        let units = &*units;
        let mut walk = Walk {
            below: &below,
            seen: BTreeSet::new(),
            in_list: false,
            ended: false,
            bullets: false,
            foreign: false,
            title: head.title,
        };
        (head.body..units.len())
            .map(|at| walk.step(units, at, &repeats, &connected))
            .collect()
    };
    for (unit, kind) in units.iter_mut().skip(head.body).zip(kinds) {
        unit.kind = Some(kind);
    }
    embedded_posts(units, head.body);
    after_the_last_sentence(units, head.body);
}

/// The names that the article is about: those of its title and first paragraphs.
fn core(units: &[Unit<'_>], head: &Head) -> BTreeSet<String> {
    let title = head
        .title
        .and_then(|at| units.get(at))
        .map(|unit| names::content_words(unit.text))
        .unwrap_or_default();
    let prose = units.iter().skip(head.body).filter(|unit| unit.runs());
    prose
        .take(4)
        .flat_map(|unit| names::names(unit.text))
        .chain(title)
        .collect()
}

fn connection(unit: &Unit<'_>, core: &BTreeSet<String>) -> usize {
    names::names(unit.text)
        .iter()
        .filter(|name| core.contains(*name))
        .count()
}

/// Headlines that stand more than once below the head; a paragraph of the article does not.
fn repeats(units: &[Unit<'_>], head: &Head) -> BTreeSet<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in units.iter().skip(head.body).filter(|unit| unit.shape.words >= 3) {
        *counts.entry(unit.text).or_default() += 1;
    }
    counts
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(text, _)| text.to_owned())
        .collect()
}

struct Walk<'a> {
    below: &'a Below,
    /// Paragraphs that were read already.
    seen: BTreeSet<&'a str>,
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

impl<'a> Walk<'a> {
    fn step(&mut self, units: &'a [Unit<'a>], at: usize, repeats: &BTreeSet<String>, connected: &[bool]) -> BlockKind {
        let Some(unit) = units.get(at) else {
            return BlockKind::Furniture;
        };
        let line = unit.text;
        let title = self.title.and_then(|title| units.get(title));
        if title.is_some_and(|title| same(title.text, line)) {
            return BlockKind::Furniture;
        }
        if lines::is_rule(line) {
            self.in_list = false;
            self.ended |= !self.below.goes_on(units, at);
            return BlockKind::Furniture;
        }
        if unit.embedded {
            return BlockKind::Furniture;
        }
        if unit.credit {
            self.ended |= !self.below.goes_on(units, at);
            return BlockKind::Credit;
        }
        if unit.caption && (!self.in_list || unit.shape.words > 3) {
            return BlockKind::Caption;
        }
        if let Some(rest) = unit.header {
            let inline = line
                .get(rest..)
                .is_some_and(|rest| rest.split_whitespace().count() >= 2);
            self.in_list = !inline;
            self.bullets = false;
            self.foreign = false;
            self.ended |= cues::opens_comments(line) || !self.below.goes_on(units, at);
            return BlockKind::Furniture;
        }
        if unit.furniture {
            return BlockKind::Furniture;
        }
        if repeats.contains(line) && !unit.shape.is_prose() {
            self.foreign = true;
            self.in_list = true;
            return BlockKind::Furniture;
        }
        if unit.shape.is_prose() {
            // A text that was crawled twice over is read once.
            if repeats.contains(line) && !self.seen.insert(line) {
                return BlockKind::Furniture;
            }
            return self.prose(unit, at, connected);
        }
        self.short(units, at)
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

    fn short(&mut self, units: &[Unit<'_>], at: usize) -> BlockKind {
        let Some(unit) = units.get(at) else {
            return BlockKind::Furniture;
        };
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
        let sentence =
            (unit.shape.stops || unit.text.ends_with('?')) && unit.shape.words >= 2 && unit.shape.separators == 0;
        if sentence && unit.text.contains(char::is_lowercase) {
            return BlockKind::Body;
        }
        // A heading within the body, or an item of a list in it, with more of the article to come.
        let words = if unit.shape.bullet { 2..=60 } else { 2..=14 };
        let heading = words.contains(&unit.shape.words) && unit.shape.separators == 0 && unit.shape.letters > 0.6;
        if heading && self.below.goes_on(units, at) && !trails(unit) {
            BlockKind::Body
        } else {
            BlockKind::Furniture
        }
    }
}

/// Capitals throughout are a button's, not a heading's, when they end with an exclamation mark or cues are near.
fn trails(unit: &Unit<'_>) -> bool {
    let capitals = !unit.text.contains(char::is_lowercase);
    (capitals && cues::weight(unit.text) > 0.0) || unit.text.ends_with(['!', '…', '»']) || unit.shape.words < 2
}

/// For each unit, what comes below it: seen once from the end, so that long texts take no longer than they are.
struct Below {
    /// Running text that shares names with the article.
    own: Vec<bool>,
    /// Paragraphs of running text before the next rule, credit or header.
    plain: Vec<usize>,
}

impl Below {
    fn of(units: &[Unit<'_>], connected: &[bool], repeats: &BTreeSet<String>) -> Below {
        let mut below = Below {
            own: vec![false; units.len()],
            plain: vec![0; units.len()],
        };
        let (mut own, mut plain) = (false, 0);
        for at in (0..units.len()).rev() {
            below.own[at] = own;
            below.plain[at] = plain;
            let unit = &units[at];
            if lines::is_rule(unit.text) || unit.credit || unit.header.is_some() {
                plain = 0;
            } else if unit.runs() {
                plain += 1;
            }
            // Below a headline that is printed more than once stands another story.
            let above = at.checked_sub(1).map(|above| &units[above]);
            let foreign = above.is_some_and(|above| !above.shape.is_prose() && repeats.contains(above.text));
            own |= unit.runs() && connected.get(at).copied().unwrap_or(false) && !foreign;
        }
        below
    }

    /// Does the article go on below? Its names tell, or two paragraphs that nothing parts from it (one below a heading):
    /// names are not always said again.
    fn goes_on(&self, units: &[Unit<'_>], at: usize) -> bool {
        let parts = units
            .get(at)
            .is_some_and(|unit| lines::is_rule(unit.text) || unit.credit || ends_a_page(unit.text));
        self.own.get(at).copied().unwrap_or(false)
            || self.plain.get(at).copied().unwrap_or(0) >= if parts { 2 } else { 1 }
    }
}

/// A header that is followed by whole stories, not by headlines only.
fn ends_a_page(line: &str) -> bool {
    line.len() < 60
        && line
            .split_whitespace()
            .any(|word| matches!(word.to_lowercase().as_str(), "related" | "comments"))
}

/// The text of a post stands above the line that signs it.
fn embedded_posts(units: &mut [Unit<'_>], from: usize) {
    for at in from.max(1)..units.len() {
        let signed = units
            .get(at)
            .is_some_and(|unit| unit.text.starts_with(['—', '–', '-', '&']) && unit.text.contains("(@"));
        let above = units
            .get(at - 1)
            .is_some_and(|unit| unit.is(BlockKind::Body) && unit.shape.words <= 60);
        let tied = units.get(at).is_some_and(|unit| unit.gap == 0)
            || units.get(at - 1).is_some_and(|unit| unit.text.contains(['#', '@']));
        if signed
            && above
            && tied
            && let Some(post) = units.get_mut(at - 1)
        {
            post.kind = Some(BlockKind::Furniture);
        }
    }
}

/// What is left standing below the last sentence of the article is not the article: stray headlines, notes with a label.
fn after_the_last_sentence(units: &mut [Unit<'_>], from: usize) {
    let mut ended = true;
    for at in (from..units.len()).rev() {
        let Some(unit) = units.get(at).filter(|unit| unit.is(BlockKind::Body)) else {
            continue;
        };
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
    let Some((label, rest)) = unit.text.split_once(':') else {
        return false;
    };
    let short = label.split_whitespace().count() <= 3 && !label.contains(['“', '"', ',']);
    let listed = rest.contains(';') || rest.contains(" | ") || rest.contains(" - ");
    let dated = !dates::find(label).is_empty();
    short && (dated || listed || cues::weight(unit.text) >= 0.5)
}
