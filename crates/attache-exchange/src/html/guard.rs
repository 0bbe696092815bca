//! Can the page be given to a parser that builds a tree?
//!
//! Tree builders take quadratic time, and extractors overflow the stack, on pages nested deeper than any author nests. The depth is
//! measured first; tags beyond [`MAX_DEPTH`] are left out, which loses no text.

use std::borrow::Cow;

use super::stream::{self, Piece};

/// Real pages nest some thirty levels; the deepest of a thousand had 150.
const MAX_DEPTH: usize = 250;
/// Bytes without scripts and styles.
const MAX_BYTES: usize = 2 << 20;
const MAX_TAGS: usize = 60_000;

pub(super) struct Guarded<'a> {
    /// What can be parsed; `None` when it is too large for a tree.
    pub html: Option<Cow<'a, str>>,
    /// What was left out, in words.
    pub damage: Option<String>,
}

pub(super) fn check(html: &str) -> Guarded<'_> {
    let (mut depth, mut deepest, mut tags, mut bytes) = (0usize, 0usize, 0usize, 0usize);
    let mut crowded = false;
    for piece in stream::pieces(html) {
        match piece {
            Piece::Open { tag, attributes, empty } => {
                tags += 1;
                // Parsers look for doubles among the attributes of a tag, each against all.
                if attributes.len() > 20_000 && attributes.matches('=').count() > 1000 {
                    crowded = true;
                }
                bytes += tag.len() + attributes.len() + 2;
                if nests(tag, empty) {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
            }
            Piece::Close { tag } => {
                bytes += tag.len() + 3;
                if nests(tag, false) {
                    depth = depth.saturating_sub(1);
                }
            }
            Piece::Text(text) => bytes += text.len(),
            Piece::Script { .. } => {}
        }
    }
    if tags > MAX_TAGS || bytes > MAX_BYTES {
        let damage = format!(
            "the page is too large to be read as a tree ({tags} tags, {bytes} bytes without scripts); its longest column was taken for the main text"
        );
        return Guarded {
            html: None,
            damage: Some(damage),
        };
    }
    if crowded {
        let damage =
            "a tag has more than a thousand attributes; the longest column was taken for the main text".to_owned();
        return Guarded {
            html: None,
            damage: Some(damage),
        };
    }
    if deepest > MAX_DEPTH {
        let damage = format!("the page is nested {deepest} levels deep; tags beyond level {MAX_DEPTH} were left out");
        return Guarded {
            html: Some(Cow::Owned(flatten(html))),
            damage: Some(damage),
        };
    }
    // Scripts are most of a large page and slow the parser down.
    let html = if html.len() > 2 * MAX_BYTES {
        Cow::Owned(flatten(html))
    } else {
        Cow::Borrowed(html)
    };
    Guarded {
        html: Some(html),
        damage: None,
    }
}

/// Does the element hold others until it is closed? `<p>`, `<li>` and cells are closed by the next of their kind.
fn nests(tag: &str, empty: bool) -> bool {
    const FLAT: &[&str] = &[
        "p", "li", "dt", "dd", "td", "th", "tr", "option", "br", "hr", "img", "input", "meta", "link", "area", "base",
        "col", "embed", "source", "track", "wbr", "param", "script", "style", "title", "textarea", "svg", "iframe",
        "noframes", "template", "math", "object",
    ];
    !empty && !FLAT.iter().any(|flat| tag.eq_ignore_ascii_case(flat))
}

/// The page without the tags beyond the greatest depth, and without scripts that hold no data.
fn flatten(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut depth = 0usize;
    let mut stream = stream::pieces(html);
    let mut from = stream.position();
    while let Some(piece) = stream.next() {
        let raw = html.get(from..stream.position()).unwrap_or_default();
        from = stream.position();
        match piece {
            Piece::Open { tag, empty, .. } => {
                let nests = nests(tag, empty);
                depth += usize::from(nests);
                if !nests || depth <= MAX_DEPTH {
                    kept.push_str(raw);
                }
            }
            Piece::Close { tag } => {
                let nests = nests(tag, false);
                if !nests || depth <= MAX_DEPTH {
                    kept.push_str(raw);
                }
                depth = depth.saturating_sub(usize::from(nests));
            }
            Piece::Script { attributes, content } => {
                if attributes.contains("json") {
                    kept.push_str(content);
                }
            }
            Piece::Text(text) => kept.push_str(text),
        }
    }
    kept
}
