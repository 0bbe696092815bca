//! Which blocks of the page are the article, and what is each?
//!
//! The extractor says which words are main text; the page's own blocks say where paragraphs begin and end. Blocks whose words the
//! extractor kept are the article, less what is furniture by its cues, plus running text of the same column that it missed.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use attache_model::BlockKind;

use super::facts::letters;
use super::page::{Page, PageBlock, Tag};
use crate::lines::{self, Shape};
use crate::{cues, text};

/// Blocks with their kinds, in reading order.
pub(super) type Chosen = Vec<(usize, BlockKind)>;

/// `title` is the block that shows it.
pub(super) fn choose(
    page: &Page,
    main_text: &str,
    title: Option<(&str, Option<usize>)>,
    description: Option<&str>,
) -> Chosen {
    let shapes: Vec<Shape> = page.blocks.iter().map(|block| Shape::of(&block.text)).collect();
    let kept = kept(page, main_text);
    let column = column(page, &kept, &shapes);
    let running =
        |at: usize| kept.get(at).copied().unwrap_or(false) && shapes.get(at).is_some_and(|shape| shape.is_prose());
    let title_at = title.and_then(|(_, at)| at);
    let title_letters = title.map(|(title, _)| letters(title)).unwrap_or_default();
    let below = title_at.map_or(0, |at| at + 1);
    let opens = |at: usize| running(at) || begins(page, &shapes, &column, at);
    let first = (below..page.blocks.len())
        .find(|at| opens(*at))
        .or_else(|| kept.iter().position(|kept| *kept))
        .unwrap_or(page.blocks.len());
    let last = (0..page.blocks.len())
        .rev()
        .find(|at| running(*at) || kept.get(*at).copied().unwrap_or(false))
        .unwrap_or(0);
    let mut walk = Walk {
        page,
        shapes: &shapes,
        kept: &kept,
        column,
        first,
        last,
        in_list: None,
        ended: false,
    };
    let mut chosen: Chosen = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for (at, block) in page.blocks.iter().enumerate() {
        if Some(at) == title_at {
            chosen.push((at, BlockKind::Title));
            continue;
        }
        if !title_letters.is_empty() && letters(&block.text) == title_letters {
            continue;
        }
        let kind = if at < first {
            head_kind(block, at, title_at, first, description)
        } else {
            walk.kind(at)
        };
        // Pages for several widths print a paragraph for each.
        let running = shapes
            .get(at)
            .is_some_and(|shape| shape.is_prose() && shape.words >= 20);
        let again = running && kind.is_some() && (!seen.insert(&block.text) || is_whole(page, block));
        if let Some(kind) = kind.filter(|_| !again) {
            chosen.push((at, kind));
        }
    }
    end(&mut chosen, &shapes);
    chosen
}

/// Running text of the column that the extractor passed over at its beginning.
fn begins(page: &Page, shapes: &[Shape], column: &Column, at: usize) -> bool {
    let Some((block, shape)) = page.blocks.get(at).zip(shapes.get(at)) else {
        return false;
    };
    let plain = !block.marks.outside && !block.marks.furniture && !block.marks.lead && !block.marks.caption;
    let text =
        matches!(block.tag, Tag::Paragraph | Tag::Other) && shape.is_prose() && block.linked * 2 < block.text.len();
    plain && text && column.containers.contains(&block.container) && !lines::is_furniture(&block.text)
}

/// Does the block hold the page's paragraphs over again, in one?
fn is_whole(page: &Page, block: &PageBlock) -> bool {
    let inside = |other: &&PageBlock| {
        other.text.len() >= 80 && other.text.len() < block.text.len() && block.text.contains(&other.text)
    };
    block.text.len() > 1500 && page.blocks.iter().filter(inside).take(3).count() >= 3
}

/// For each block, whether most of its words (in runs of three) are in the main text.
fn kept(page: &Page, main_text: &str) -> Vec<bool> {
    let mut runs: HashSet<u64> = HashSet::new();
    let mut lines: HashSet<String> = HashSet::new();
    for line in main_text.lines() {
        lines.insert(letters(line));
    }
    let whole = letters(main_text);
    let words: Vec<String> = words(main_text).collect();
    runs.extend(words.windows(3).map(hash));
    let inside = |block: &PageBlock| {
        let own: Vec<String> = self::words(&block.text).collect();
        if own.len() < 5 {
            // Scripts without blanks between words come here too.
            let own = letters(&block.text);
            return !own.is_empty() && (lines.contains(&own) || (own.len() >= 24 && whole.contains(&own)));
        }
        let found = own.windows(3).filter(|run| runs.contains(&hash(run))).count();
        found * 10 >= (own.len() - 2) * 7
    };
    page.blocks.iter().map(inside).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn hash(run: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    run.hash(&mut hasher);
    hasher.finish()
}

/// The elements that hold the running text that was kept.
fn column(page: &Page, kept: &[bool], shapes: &[Shape]) -> Column {
    let mut column = Column::default();
    let mut weights: BTreeMap<u32, usize> = BTreeMap::new();
    let mut total = 0;
    for ((block, kept), shape) in page.blocks.iter().zip(kept).zip(shapes) {
        if *kept && shape.is_prose() {
            *weights.entry(block.container).or_default() += block.text.len();
            total += block.text.len();
        }
    }
    let enough = |weight: usize| weight * 4 >= total;
    column.containers = weights
        .iter()
        .filter(|(_, weight)| enough(**weight))
        .map(|(container, _)| *container)
        .collect();
    let within = page
        .blocks
        .iter()
        .filter(|block| column.containers.contains(&block.container));
    column.looks = within.map(|block| block.look).filter(|look| *look != 0).collect();
    column
}

/// The elements that hold a fair part of the main text, and what they look like.
#[derive(Default)]
struct Column {
    containers: BTreeSet<u32>,
    looks: BTreeSet<u64>,
}

impl Column {
    fn holds(&self, block: &PageBlock) -> bool {
        self.containers.contains(&block.container) || self.looks.contains(&block.look)
    }
}

struct Walk<'a> {
    page: &'a Page,
    shapes: &'a [Shape],
    kept: &'a [bool],
    column: Column,
    first: usize,
    last: usize,
    /// Below a header over other stories that stands in this element.
    in_list: Option<u32>,
    /// Below a header over what readers say.
    ended: bool,
}

impl Walk<'_> {
    /// What a block below the head is; `None` for furniture.
    fn kind(&mut self, at: usize) -> Option<BlockKind> {
        let (block, shape, kept) = (self.page.blocks.get(at)?, *self.shapes.get(at)?, *self.kept.get(at)?);
        let line = block.text.as_str();
        let in_column = self.column.holds(block);
        let inside = (self.first..=self.last).contains(&at);
        if block.tag == Tag::Caption || (block.marks.caption && !in_column) {
            return (inside && !block.marks.outside && shape.words >= 3).then_some(BlockKind::Caption);
        }
        if block.marks.embedded || lines::is_embedded(line) || lines::is_rule(line) {
            return None;
        }
        if self.ended && !in_column {
            return None;
        }
        let near_end = at <= self.last + 4;
        // The owner of the report, unlike the owner of the site, stands in its column.
        let owned = lines::is_copyright(line) && in_column && at > self.first;
        if (owned || lines::is_credit(line))
            && (kept || in_column || (near_end && !block.marks.outside && !block.marks.furniture))
            && at + 12 > self.first
        {
            return near_end.then_some(BlockKind::Credit);
        }
        if let Some(rest) = cues::header(line) {
            let inline = line
                .get(rest..)
                .is_some_and(|rest| rest.split_whitespace().count() >= 2);
            self.in_list = (!inline).then_some(block.container);
            self.ended |= cues::opens_comments(line) && !inline && at > self.first;
            return None;
        }
        if let Some(list) = self.in_list {
            let linked = block.linked * 2 > line.len();
            if (block.container == list || block.tag == Tag::Item || linked) && (linked || !shape.is_prose()) {
                return None;
            }
            self.in_list = None;
        }
        let linked = block.linked * 10 > line.len() * 8 && !shape.is_prose();
        let notice = if kept && in_column {
            lines::is_furniture_in_column(line)
        } else {
            lines::is_furniture(line)
        };
        if notice || (block.marks.furniture && !in_column && !(kept && shape.is_prose())) {
            return None;
        }
        if kept && inside {
            if linked && !in_column && shape.is_headline() {
                return None;
            }
            if lines::date_line(line).is_some() && shape.words <= 10 && !in_column {
                return Some(BlockKind::Dateline);
            }
            return Some(BlockKind::Body);
        }
        // Running text, short sentences and headings of the same column that the extractor passed over.
        let plain = !block.marks.outside && !block.marks.furniture && !block.marks.embedded && !linked;
        let sentence = shape.stops && shape.words >= 2 && shape.separators == 0;
        let heading = block.tag.is_heading() && inside && at < self.last;
        let reach = inside || (shape.is_prose() && self.follows_on(at));
        if plain && in_column && reach && (shape.is_prose() || (inside && sentence) || heading) {
            self.last = self.last.max(at);
            return Some(BlockKind::Body);
        }
        None
    }

    /// Directly below the last block of the main text.
    fn follows_on(&self, at: usize) -> bool {
        at > self.last && at <= self.last + 2
    }
}

/// What a block above the main text is; `None` for furniture.
fn head_kind(
    block: &PageBlock,
    at: usize,
    title: Option<usize>,
    first: usize,
    description: Option<&str>,
) -> Option<BlockKind> {
    let line = block.text.as_str();
    let shape = Shape::of(line);
    if block.marks.outside && !block.marks.date && !block.marks.byline {
        return None;
    }
    let below = title.is_some_and(|title| at > title);
    let near = title.is_some_and(|title| at + 3 >= title) || at + 4 >= first;
    if !near || block.marks.furniture && !block.marks.byline {
        return None;
    }
    let dated = lines::date_line(line).is_some();
    let written = lines::byline(line).is_some();
    if dated || written {
        return Some(if written {
            BlockKind::Byline
        } else {
            BlockKind::Dateline
        });
    }
    if block.marks.date && shape.words <= 25 && !crate::dates::find(line).is_empty() {
        return Some(BlockKind::Dateline);
    }
    if lines::is_furniture(line) || lines::is_embedded(line) || cues::header(line).is_some() || shape.separators > 1 {
        return None;
    }
    if block.tag == Tag::Caption || block.marks.caption {
        return (below && shape.words >= 3).then_some(BlockKind::Caption);
    }
    if block.marks.byline && (1..=14).contains(&shape.words) {
        return Some(BlockKind::Byline);
    }
    let described = description.is_some_and(|text| {
        let (one, other) = (letters(text), letters(line));
        !other.is_empty()
            && (one == other
                || (other.len() > 40 && (one.starts_with(&other) || other.starts_with(&one) && one.len() > 40)))
    });
    let standfirst = block.marks.lead || described || block.tag == Tag::Heading(2) || block.tag == Tag::Heading(3);
    if below && shape.words >= 4 && standfirst && block.linked * 2 < line.len() {
        return Some(BlockKind::Lead);
    }
    if below
        && title.is_some_and(|title| at == title + 1)
        && shape.words >= 5
        && shape.words <= 60
        && block.linked == 0
        && shape.letters > 0.7
        && block.tag != Tag::Item
    {
        return Some(BlockKind::Lead);
    }
    if lines::is_credit(line) && below {
        return Some(BlockKind::Credit);
    }
    None
}

/// Headings, stray headlines and notes with a label below the last sentence are not the article.
fn end(chosen: &mut Chosen, shapes: &[Shape]) {
    while let Some(at) = chosen.iter().rposition(|(_, kind)| *kind == BlockKind::Body) {
        let Some((block, _)) = chosen.get(at).copied() else {
            return;
        };
        let only = chosen.iter().filter(|(_, kind)| *kind == BlockKind::Body).count() <= 1;
        if only
            || shapes
                .get(block)
                .is_none_or(|shape| shape.stops || shape.is_prose() || shape.words >= 12)
        {
            return;
        }
        chosen.remove(at);
    }
}

/// The dateline's agency, for a page that names no outlet.
pub(super) fn agency(page: &Page, chosen: &Chosen) -> Option<String> {
    let (at, _) = chosen.iter().find(|(_, kind)| *kind == BlockKind::Body)?;
    text::dateline_agency(&page.blocks.get(*at)?.text)
}
