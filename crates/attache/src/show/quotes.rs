//! How is a quote shown, with the words that fill its slots marked?

use attache_model::Span;

use crate::terminal::{Paint, clean, columns};

/// A word or a piece of one, as it stands in the quote.
struct Piece {
    text: String,
    /// Is there white space before it?
    apart: bool,
    /// Which mark it belongs to.
    mark: Option<usize>,
}

/// The lines of the quote `span` of `text`, at most `width` columns wide, with the parts in `marks` underlined; where there are no
/// colours they stand in brackets.
pub fn lines(text: &str, span: Span, marks: &[Span], paint: Paint, width: usize) -> Vec<String> {
    let pieces = pieces(text, span, &joined(marks, span));
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    let mut from = 0;
    while from < pieces.len() {
        let to = (from + 1..pieces.len())
            .find(|&next| pieces[next].apart)
            .unwrap_or(pieces.len());
        let painted: Vec<(String, usize)> = (from..to).map(|at| painted(&pieces, at, paint)).collect();
        let wide: usize = painted.iter().map(|(_, columns)| columns).sum();
        if used > 0 && used + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            let within = pieces[from].mark.is_some() && pieces[from].mark == pieces[from - 1].mark;
            line.push_str(&if within && paint.is_on() {
                paint.span(" ")
            } else {
                " ".to_owned()
            });
            used += 1;
        }
        painted.iter().for_each(|(text, _)| line.push_str(text));
        used += wide;
        from = to;
    }
    lines.push(line);
    lines
}

/// The piece as it is written, and how many columns that takes.
fn painted(pieces: &[Piece], at: usize, paint: Paint) -> (String, usize) {
    let piece = &pieces[at];
    if piece.mark.is_none() || paint.is_on() {
        let text = if piece.mark.is_some() {
            paint.span(&piece.text)
        } else {
            piece.text.clone()
        };
        return (text, columns(&piece.text));
    }
    let same = |other: Option<&Piece>| other.is_some_and(|other| other.mark == piece.mark);
    let opens = if same(at.checked_sub(1).and_then(|before| pieces.get(before))) {
        ""
    } else {
        "["
    };
    let closes = if same(pieces.get(at + 1)) { "" } else { "]" };
    let text = format!("{opens}{}{closes}", piece.text);
    let wide = columns(&text);
    (text, wide)
}

/// The marks within `span`, in order; those that touch or overlap are one.
fn joined(marks: &[Span], span: Span) -> Vec<Span> {
    let mut marks: Vec<Span> = marks
        .iter()
        .copied()
        .filter(|mark| span.contains(*mark) && !mark.is_empty())
        .collect();
    marks.sort();
    let mut joined: Vec<Span> = Vec::new();
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.start < last.end => *last = last.cover(mark),
            _ => joined.push(mark),
        }
    }
    joined
}

fn pieces(text: &str, span: Span, marks: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut apart = false;
    let mut add = |part: Span, mark: Option<usize>| {
        let part = part.slice(text).unwrap_or_default();
        apart |= part.starts_with(|c: char| c.is_whitespace() || c.is_control());
        for word in clean(part).split(' ').filter(|word| !word.is_empty()) {
            pieces.push(Piece {
                text: word.to_owned(),
                apart,
                mark,
            });
            apart = true;
        }
        if !part.is_empty() {
            apart = part.ends_with(|c: char| c.is_whitespace() || c.is_control());
        }
    };
    let mut at = span.start;
    for (index, mark) in marks.iter().enumerate() {
        add(
            Span {
                start: at,
                end: mark.start,
            },
            None,
        );
        add(*mark, Some(index));
        at = mark.end;
    }
    add(
        Span {
            start: at,
            end: span.end,
        },
        None,
    );
    pieces
}

/// Running text broken into lines of at most `width` columns.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let text = clean(text);
    lines(
        &text,
        Span {
            start: 0,
            end: text.len(),
        },
        &[],
        Paint::OFF,
        width,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[&str], width: usize, expect: &[&str]) {
        let span = |part: &&str| {
            text.find(*part)
                .map(|start| Span::new(start, start + part.len()))
                .unwrap()
        };
        let marks: Vec<Span> = marks.iter().map(span).collect();
        assert_eq!(lines(text, Span::new(0, text.len()), &marks, Paint::OFF, width), expect);
    }

    #[test]
    fn marked_words_stand_in_brackets() {
        check(
            "Belarus sold Groza-S stations.",
            &["Belarus", "Groza-S stations"],
            80,
            &["[Belarus] sold [Groza-S stations]."],
        );
        check("US-donated tanks", &["US", "tanks"], 80, &["[US]-donated [tanks]"]);
        check("the US tanks", &["US tanks", "tanks"], 80, &["the [US tanks]"]);
    }

    #[test]
    fn lines_break_between_words() {
        check(
            "Belarus sold twelve\n Groza-S stations.",
            &["twelve"],
            14,
            &["Belarus sold", "[twelve]", "Groza-S", "stations."],
        );
        check("", &[], 14, &[""]);
    }
}
