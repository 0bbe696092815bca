//! Where does one line or paragraph end and the next begin?

use attache_model::{BlockKind, Span};

use crate::cues;
use crate::lines::{self, Shape};

/// One line or paragraph of the text.
#[derive(Clone, Debug)]
pub(crate) struct Unit<'a> {
    pub span: Span,
    pub text: &'a str,
    pub shape: Shape,
    /// Blank lines before it.
    pub gap: usize,
    /// A plea, a notice, a menu by itself.
    pub furniture: bool,
    pub credit: bool,
    pub caption: bool,
    /// A post from elsewhere, or an address.
    pub embedded: bool,
    /// A header over other stories, and where the rest of the line begins.
    pub header: Option<usize>,
    /// `None` until something has decided.
    pub kind: Option<BlockKind>,
}

impl Unit<'_> {
    /// A paragraph of running text that could be the article's.
    pub fn runs(&self) -> bool {
        self.shape.is_prose()
            && !self.furniture
            && !self.credit
            && !self.caption
            && !self.embedded
            && self.header.is_none()
    }

    pub fn is(&self, kind: BlockKind) -> bool {
        self.kind == Some(kind)
    }
}

/// Cuts a text into its lines; where the lines of a paragraph are wrapped, into its paragraphs. Blank lines are no units.
pub(crate) fn cut(text: &str) -> Vec<Unit<'_>> {
    let mut spans: Vec<(Span, usize)> = Vec::new();
    let (mut at, mut gap) = (0, 0);
    for line in text.split_inclusive('\n') {
        let inner = line.trim();
        // Of a Markdown heading only the words.
        let inner = heading(inner);
        if inner.is_empty() {
            gap += 1;
        } else {
            let start = at + (inner.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
            spans.push((Span::new(start, start + inner.len()), gap));
            gap = 0;
        }
        at += line.len();
    }
    if wrapped(text, &spans) {
        spans = join(text, spans);
    }
    let unit = |(span, gap): (Span, usize)| {
        let text = span.slice(text).unwrap_or_default();
        Unit {
            span,
            text,
            shape: Shape::of(text),
            gap,
            furniture: lines::is_furniture(text),
            credit: lines::is_credit(text),
            caption: lines::is_caption(text),
            embedded: lines::is_embedded(text),
            header: cues::header(text),
            kind: None,
        }
    };
    spans.into_iter().map(unit).collect()
}

fn heading(line: &str) -> &str {
    let marks = line.trim_start_matches('#');
    if marks.len() < line.len() && line.len() - marks.len() <= 6 && marks.starts_with(' ') {
        marks.trim()
    } else {
        line
    }
}

/// Do most lines that are followed by another break off in the middle of a sentence, at about the same width?
fn wrapped(text: &str, spans: &[(Span, usize)]) -> bool {
    let (mut followed, mut broken) = (0usize, 0usize);
    for pair in spans.windows(2) {
        let [(line, _), (next, gap)] = pair else { continue };
        if *gap > 0 {
            continue;
        }
        followed += 1;
        let (line, next) = (
            line.slice(text).unwrap_or_default(),
            next.slice(text).unwrap_or_default(),
        );
        let width = line.chars().count();
        let goes_on = !line.ends_with(['.', '!', '?', '"', '”', ':'])
            && !next.starts_with(|c: char| c.is_uppercase() || !c.is_alphanumeric());
        if (40..=110).contains(&width) && goes_on {
            broken += 1;
        }
    }
    followed >= 6 && broken * 2 >= followed
}

/// Joins lines that are parted by a line break alone.
fn join(text: &str, spans: Vec<(Span, usize)>) -> Vec<(Span, usize)> {
    let mut joined: Vec<(Span, usize)> = Vec::new();
    for (span, gap) in spans {
        let line = span.slice(text).unwrap_or_default();
        let apart = lines::bullet(line) > 0 || lines::is_rule(line);
        match joined.last_mut() {
            Some((last, _))
                if gap == 0 && !apart && last.slice(text).is_some_and(|before| before.chars().count() >= 35) =>
            {
                *last = last.cover(span);
            }
            _ => joined.push((span, gap)),
        }
    }
    joined
}
