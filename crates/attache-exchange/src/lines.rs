//! What does the shape of a line tell: a sentence, a headline, a date, a name, a row of menu words?

use crate::cues::{self, LineKind};
use crate::dates::{self, Found};

/// What can be counted about one line or paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shape {
    pub words: usize,
    /// Ends as a sentence does.
    pub stops: bool,
    /// Sentence ends within.
    pub sentences: usize,
    /// Marks that part menu items: `|`, `/`, `>`, `·` … with blanks around.
    pub separators: usize,
    /// Letters among all characters but blanks, 0 to 1.
    pub letters: f32,
    /// Begins with a bullet.
    pub bullet: bool,
}

impl Shape {
    pub fn of(line: &str) -> Shape {
        let line = line.trim();
        let words = line
            .split_whitespace()
            .filter(|word| word.contains(char::is_alphanumeric))
            .count();
        let visible = line.chars().filter(|c| !c.is_whitespace()).count();
        let letters = line.chars().filter(|c| c.is_alphanumeric()).count();
        Shape {
            words,
            stops: stops(line),
            sentences: sentence_ends(line),
            separators: separators(line),
            letters: letters as f32 / visible.max(1) as f32,
            bullet: bullet(line) > 0,
        }
    }

    /// A paragraph of running text.
    pub fn is_prose(self) -> bool {
        let long = self.words >= 10 && self.stops;
        let several = self.words >= 14 && self.sentences >= 1;
        let cut_off = self.words >= 35 && self.separators == 0;
        (long || several || cut_off) && self.letters > 0.6 && self.separators * 12 <= self.words
    }

    /// Short, without a final stop, not a row of items.
    pub fn is_headline(self) -> bool {
        (3..=26).contains(&self.words) && !self.stops && self.separators == 0 && self.letters > 0.7
    }
}

/// Does the line end with a full stop, a closing quotation mark after one, or another end of a sentence?
///
/// Headlines may end with a question mark or with `U.S.`, and so do not stop there.
fn stops(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ', '*', '_']);
    let words = bare.split_whitespace().count();
    let quoted = bare.len() < line.len();
    match bare.chars().next_back() {
        Some('.') => !ends_in_initials(bare) || sentence_ends(bare) > 0 || words >= 20,
        Some('!' | '…' | '。') => true,
        Some('?') => quoted || words >= 18 || sentence_ends(bare) > 0,
        Some(',') => quoted,
        Some(':') => words >= 8,
        _ => false,
    }
}

/// `U.S.`, `D.C.`
fn ends_in_initials(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    last.matches('.').count() >= 2 && last.split('.').all(|letter| letter.chars().count() <= 1)
}

fn sentence_ends(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut count = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if !matches!(byte, b'.' | b'!' | b'?') {
            continue;
        }
        let rest = line[at + 1..].trim_start_matches(['"', '”', '’', ')']);
        let gap = rest.trim_start();
        let before = line[..at]
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let abbreviated = *byte == b'.'
            && (before.chars().count() <= 2
                || matches!(
                    before,
                    "Gen" | "Mrs" | "Sept" | "Adm" | "Sen" | "Rep" | "Gov" | "Col" | "Lt"
                ));
        if gap.len() < rest.len() && !abbreviated && gap.starts_with(|c: char| c.is_uppercase() || "“\"‘'«".contains(c))
        {
            count += 1;
        }
    }
    count
}

fn separators(line: &str) -> usize {
    let tokens = line.split_whitespace().filter(|token| {
        matches!(
            *token,
            "|" | "/" | "//" | ">" | "›" | "»" | "·" | "•" | "→" | "☰" | ">>" | ">>>" | "::"
        )
    });
    tokens.count()
}

/// The length of the bullet and the blanks at the start of a line; 0 when there is none.
pub(crate) fn bullet(line: &str) -> usize {
    let trimmed = line.trim_start();
    let marks = trimmed.trim_start_matches(['-', '*', '•', '·', '–', '>', '»', '▪', '●', '◆', '■', '+']);
    let text = marks.trim_start();
    let marked = marks.len() < trimmed.len() && text.len() < marks.len() && !text.is_empty();
    if marked { line.len() - text.len() } else { 0 }
}

/// A line that only parts: `***`, `----`, `* * *`, `—`.
pub(crate) fn is_rule(line: &str) -> bool {
    let marks = line.chars().filter(|c| !c.is_whitespace());
    let mut count = 0;
    for c in marks {
        if !"*-_=~–—•·#+".contains(c) {
            return false;
        }
        count += 1;
    }
    count >= 1
}

/// Longer lines are paragraphs, whatever words they hold.
const LONGEST: usize = 3000;

/// Is the line by itself furniture: a plea, a notice, a menu, an advertisement?
pub(crate) fn is_furniture(line: &str) -> bool {
    let line = line.trim();
    if line.len() > LONGEST {
        return false;
    }
    let shape = Shape::of(line);
    if cues::labelled(line) || is_copyright(line) || (bracketed(line) && !shape.is_prose() && cues::weight(line) >= 0.3)
    {
        return true;
    }
    let weight = cues::weight(line);
    let reader = cues::addresses_reader(line);
    let pointed = shape.separators > 0 || line.starts_with(">>") || line.starts_with('☰') || line.starts_with('©');
    let addressed = if reader { weight * 1.3 + 0.2 } else { weight };
    if shape.words <= 3 {
        return addressed >= 0.65 || (pointed && shape.letters < 0.9);
    }
    let needed = match shape.words {
        0..=14 => 0.8,
        15..=30 => 1.0,
        31..=60 => 1.6,
        _ => 2.4,
    };
    // What says nothing about the reader and stands as a sentence is furniture only on strong words.
    let sentence = shape.stops && !reader && !pointed && shape.words >= 10;
    addressed >= if sentence { needed + 0.6 } else { needed } || (pointed && addressed >= 0.5) || items(line, shape)
}

/// `© 2019 The Ledger. Terms apply.`
pub(crate) fn is_copyright(line: &str) -> bool {
    let marked = line.starts_with(['©', '℗'])
        || line
            .get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case("copyright"));
    marked && line.split_whitespace().count() <= 40
}

/// Is running text, which the extractor took for the article, furniture all the same?
pub(crate) fn is_furniture_in_column(line: &str) -> bool {
    let shape = Shape::of(line);
    is_furniture(line) && (shape.words < 25 || !shape.is_prose() || cues::weight(line) >= 1.6)
}

fn bracketed(line: &str) -> bool {
    (line.starts_with('[') && line.ends_with(']')) || (line.starts_with('<') && line.ends_with('>'))
}

/// A row of short items: a menu, a path to the page, a list of links.
fn items(line: &str, shape: Shape) -> bool {
    let several = shape.separators >= 2 || (shape.separators == 1 && line.contains(['>', '›', '☰', '»', '/']));
    several && shape.words <= shape.separators * 9 && dates::find(line).is_empty() && !shape.is_prose()
}

/// A short line that is about a date: the publication line, or the masthead with its date.
pub(crate) fn date_line(line: &str) -> Option<Found> {
    if line.len() > LONGEST {
        return None;
    }
    let shape = Shape::of(line);
    let found = dates::find(line);
    let date = found.iter().find(|found| found.year.is_some())?;
    let rest = shape
        .words
        .saturating_sub(line.get(date.start..date.end)?.split_whitespace().count());
    let dated = cues::line_kind(line, LineKind::Dated).is_some();
    let parted = shape.separators > 0 || line.contains([',', '|', '-', '–', '·', '•', ':']);
    let short = rest <= 3 || (rest <= 12 && (parted || dated || byline(line).is_some()));
    // "Sales of arms rose in March 2021" is a headline with a date in it.
    let inside = date.day.is_none() && rest > 3
        || (date.start > 0
            && rest > 3
            && line[..date.start].trim_end().ends_with(char::is_alphabetic)
            && !on_or_at(&line[..date.start])
            && !dated);
    (short && !inside && !shape.is_prose()).then_some(*date)
}

fn on_or_at(before: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or_default();
    last.eq_ignore_ascii_case("on") || dates::weekday_named(last).is_some()
}

/// Whose reporting the line says it is.
pub(crate) fn is_credit(line: &str) -> bool {
    let line = line.trim();
    if line.len() > LONGEST {
        return false;
    }
    let shape = Shape::of(line);
    if shape.words > 40 || cues::line_kind(line, LineKind::Dated).is_some() && date_line(line).is_some() {
        return false;
    }
    if cues::line_kind(line, LineKind::Credit).is_some() {
        // A sentence about sources is no credit line.
        return shape.words <= 14
            || line.starts_with('(')
            || line.contains(';')
            || !shape.is_prose()
            || cues::line_kind(line, LineKind::Byline).is_some();
    }
    agency_alone(line)
}

/// `(Reuters)`, `— AFP`, `AP`: an acronym or name in brackets or after a dash, alone on its line.
fn agency_alone(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| "()[]-–—/ ".contains(c));
    let wrapped = bare.len() < line.len();
    let words = bare.split_whitespace().count();
    let name = bare
        .split(['/', ' ', ','])
        .filter(|word| !word.is_empty())
        .all(|word| word.starts_with(char::is_uppercase) || word == "and");
    wrapped
        && (1..=4).contains(&words)
        && name
        && bare.chars().all(|c| c.is_alphabetic() || " /,.-&".contains(c))
        && (line.starts_with(['(', '—', '–']) || line.ends_with(')'))
}

pub(crate) fn is_caption(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let shape = Shape::of(line);
    shape.words <= 70
        && cues::line_kind(line.trim(), LineKind::Caption).is_some()
        && (shape.words <= 45 || !shape.is_prose() || line.trim().to_lowercase().starts_with(['p', 'i', '(', 'c']))
}

/// The names of those who wrote it, when the line says so.
pub(crate) fn byline(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.len() > LONGEST {
        return None;
    }
    let shape = Shape::of(line);
    if shape.words > 24 || (shape.is_prose() && shape.words > 14) {
        return None;
    }
    let parts = line.split(['|', '·', '•', '–', '—', '\u{a0}']).map(str::trim);
    for part in parts.chain(std::iter::once(line)) {
        let Some(rest) = cues::line_kind(part, LineKind::Byline) else {
            continue;
        };
        let starts_by = part.get(..rest).is_some_and(|phrase| {
            !phrase.to_lowercase().contains("correspondent") && !phrase.to_lowercase().starts_with("staff")
        });
        let names = if starts_by {
            part.get(rest..).unwrap_or(part)
        } else {
            part
        };
        let names = cut_date(names).trim_matches(|c: char| c.is_whitespace() || ",:|·•-–—".contains(c));
        let named = names.chars().any(char::is_uppercase) || names.split_whitespace().count() <= 2;
        if !names.is_empty() && named && names.split_whitespace().count() <= 14 && !names.ends_with('.') {
            return Some(names);
        }
    }
    None
}

/// `A. Omondi in Nairobi • 19 April 2022`: names are told from places by "and" or "in".
pub(crate) fn names_beside_date(line: &str) -> Option<&str> {
    let joins = |word: &str| matches!(word, "and" | "in" | "&");
    line.split(['|', '·', '•', '–', '—']).map(str::trim).find(|part| {
        let words: Vec<&str> = part.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let names = words
            .iter()
            .all(|word| joins(word) || word.starts_with(char::is_uppercase));
        (3..=9).contains(&words.len())
            && names
            && words.iter().any(|word| joins(word))
            && !part.contains(char::is_numeric)
    })
}

/// The text up to the first date in it, and up to words that lead to it ("on", "at").
fn cut_date(text: &str) -> &str {
    let end = dates::find(text).first().map_or(text.len(), |found| found.start);
    let mut kept = text.get(..end).unwrap_or(text).trim_end();
    for _ in 0..2 {
        let last = kept.split_whitespace().next_back().unwrap_or_default();
        let loose = last.trim_matches(|c: char| !c.is_alphanumeric());
        if end < text.len()
            && (loose.eq_ignore_ascii_case("on")
                || loose.eq_ignore_ascii_case("at")
                || dates::weekday_named(loose).is_some())
        {
            kept = kept.get(..kept.len() - last.len()).unwrap_or(kept).trim_end();
        }
    }
    kept
}

/// Does the line hold an address, a handle or an embedded post?
pub(crate) fn is_embedded(line: &str) -> bool {
    let line = line.trim();
    if line.len() > LONGEST {
        return false;
    }
    let address = line.contains("pic.twitter.com") || line.contains("//t.co/");
    let signed = line.starts_with(['—', '–', '-', '&']) && line.contains("(@");
    let only_address = (line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www."))
        && !line.contains(' ');
    let words = line.split_whitespace().count();
    let handles = line
        .split_whitespace()
        .filter(|word| (word.starts_with('@') || word.starts_with('#')) && word.len() > 2)
        .count();
    address
        || signed
        || only_address
        || (handles * 2 >= words && handles > 0)
        || (line.ends_with(')') && line.contains("(@") && words <= 40)
}

/// An address of mail in the line.
pub(crate) fn has_mail(line: &str) -> bool {
    line.split_whitespace().any(|word| {
        word.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_lines() {
        assert!(Shape::of("The vessel is due to be handed over in 2023, officials said on Friday.").is_prose());
        assert!(!Shape::of("Thailand signs contract for first Chinese submarine").is_prose());
        assert!(Shape::of("Thailand signs contract for first Chinese submarine").is_headline());
        assert!(!Shape::of("Home | World | Sport | Weather").is_headline());
        assert!(is_furniture("Home > News > General"));
        assert!(is_furniture("Please donate to support our work."));
        assert!(!is_furniture("The company asked its members to support the plan."));
        assert!(!is_furniture(
            "Donors pledged $4 billion to rebuild the country, the ministry said on Monday."
        ));
        assert!(is_rule("* * *") && is_rule("---") && !is_rule("- a"));
    }

    #[test]
    fn dates_names_and_credits() {
        assert!(date_line("Published 08/11/2019 07:15").is_some());
        assert!(date_line("MERIDIAN NEWS SERVICE | January 3, 2023 | 14:20 GMT").is_some());
        assert!(date_line("Arms sales rose after 24 February 2022 in the whole of eastern Europe").is_none());
        assert_eq!(byline("By Nathan Oakes"), Some("Nathan Oakes"));
        assert_eq!(
            byline("Posted by H. Abebe & W. Strijdonk on 3 December 2021"),
            Some("H. Abebe & W. Strijdonk")
        );
        assert_eq!(
            byline("9 April 2022 – by Lorenz Abt, Berlin"),
            Some("Lorenz Abt, Berlin")
        );
        assert_eq!(
            byline("Our Correspondent in Harare"),
            Some("Our Correspondent in Harare")
        );
        assert_eq!(
            byline(
                "By clicking Accept you agree to the storing of cookies on your device to enhance navigation and assist us."
            ),
            None
        );
        assert!(
            is_credit("Source: Meridian")
                && is_credit("(Reporting by A. Omondi; Editing by B. Lund)")
                && is_credit("(Reuters)")
        );
        assert!(!is_credit(
            "The report first appeared in a weekly, but the ministry said on Monday that it had known of the deal for months."
        ));
        assert!(is_caption("photo: the president at the yard") && is_caption("Representative image"));
    }
}
