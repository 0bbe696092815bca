//! Which outlet does a crawled text name as its own?

use attache_model::BlockKind;

use super::units::Unit;
use crate::{cues, dates, lines};

/// From the masthead, the agency in the dateline, the line about the paper itself, or the source line, in this order.
pub(crate) fn find(units: &[Unit<'_>]) -> Option<String> {
    let body = units
        .iter()
        .position(|unit| unit.is(BlockKind::Body))
        .unwrap_or(units.len());
    let tail: String = units
        .iter()
        .skip(body)
        .filter(|unit| unit.is(BlockKind::Furniture))
        .map(|unit| unit.text)
        .collect::<Vec<_>>()
        .join("\n");
    masthead(units, body, &tail)
        .or_else(|| owned(units, body))
        .or_else(|| {
            units
                .iter()
                .find(|unit| unit.is(BlockKind::Body))
                .and_then(|unit| dateline_agency(unit.text))
        })
        .or_else(|| {
            units
                .iter()
                .rev()
                .filter(|unit| unit.is(BlockKind::Credit))
                .find_map(|unit| source(unit.text))
        })
}

/// A name in the lines around the title: with a word that papers are called by, or alone on the first line.
fn masthead(units: &[Unit<'_>], body: usize, tail: &str) -> Option<String> {
    let head = units
        .iter()
        .take(body)
        .filter(|unit| !unit.is(BlockKind::Title) && !unit.is(BlockKind::Lead));
    let mut weak = None;
    for (index, unit) in head.enumerate() {
        let credited = unit.is(BlockKind::Byline) && lines::byline(unit.text).is_some() && unit.shape.separators == 0;
        for part in unit
            .text
            .split(['|', '·', '•', '–', '—', ',', '>', '›'])
            .flat_map(|part| part.split(" // "))
            .flat_map(|part| part.split(" / "))
            .flat_map(|part| part.split(" - "))
        {
            let part = trim(part);
            if !is_name(part) || credited {
                continue;
            }
            if papers_word(part) {
                return Some(proper(part));
            }
            // The name alone on its line, and again at the foot of the page; a single word may be a section, unless the dateline or foot has it too.
            let again = || {
                units
                    .iter()
                    .skip(1)
                    .any(|other| !std::ptr::eq(other, unit) && names_again(other.text, part))
            };
            let alone = index == 0 && part == unit.text && (unit.shape.words >= 2 || part.len() > 3 && again());
            if weak.is_none() && (alone || tail.contains(part)) && cues::weight(part) < 0.3 && part.len() > 3 {
                weak = Some(proper(part));
            }
        }
    }
    weak
}

/// "(Isthmus) —", "told Isthmus", "© Isthmus": does a line name the outlet as one does?
fn names_again(line: &str, name: &str) -> bool {
    let name = proper_word(name);
    let marks = [
        format!("({name})"),
        format!("told {name}"),
        format!("© {name}"),
        format!("{name} is "),
    ];
    marks.iter().any(|mark| line.contains(mark))
}

fn proper_word(name: &str) -> String {
    let mut chars = name.chars();
    let first: String = chars.next().into_iter().collect();
    match name.chars().any(char::is_lowercase) {
        true => name.to_owned(),
        false => first + &chars.as_str().to_lowercase(),
    }
}

/// Is the line the name of a paper?
pub(super) fn is_masthead(line: &str) -> bool {
    let name = trim(line);
    is_name(name) && papers_word(name)
}

fn trim(part: &str) -> &str {
    let part = part.trim().trim_end_matches(|c: char| !c.is_alphanumeric());
    let lower = part.to_lowercase();
    let cut = [" archive", " archives", " magazine", " website"]
        .iter()
        .find(|end| lower.ends_with(*end))
        .map_or(0, |end| end.len());
    part.get(..part.len() - cut).unwrap_or(part).trim()
}

/// Two to five words, each with a capital, no date, no digits.
fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase) || matches!(*word, "of" | "the" | "and" | "&");
    (1..=6).contains(&words.len())
        && words.iter().all(capital)
        && !part.contains(char::is_numeric)
        && dates::find(part).is_empty()
        && cues::header(part).is_none()
        && !lines::is_furniture(part)
        && words
            .iter()
            .all(|word| dates::month_named(word).is_none() && dates::weekday_named(word).is_none())
        && !words.first().is_some_and(|word| {
            matches!(
                word.to_lowercase().as_str(),
                "by" | "our" | "from" | "published" | "posted" | "staff"
            )
        })
}

/// Words that newspapers, agencies and magazines are called by.
const PAPERS: &str = "times post news wire report press review mirror ledger observer sentinel gazette chronicle herald \
    tribune journal today standard telegraph courier agency magazine mail globe guardian dispatch voice \
    bulletin insider monitor radio express examiner independent register record inquirer daily weekly \
    monthly quarterly correspondent broadcasting newspaper reporter advertiser argus echo star sun morning \
    evening online";

/// Does the name have a word that papers are called by?
fn papers_word(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    words.len() >= 2
        && words.iter().any(|word| {
            PAPERS.split(' ').any(|known| known == *word) || word.ends_with("wire") || word.ends_with("news")
        })
}

/// Capitals throughout are the masthead's type, not the name.
fn proper(name: &str) -> String {
    if name.chars().any(char::is_lowercase) || name.split_whitespace().count() < 2 {
        return name.to_owned();
    }
    name.split_whitespace().map(proper_word).collect::<Vec<_>>().join(" ")
}

/// `© The Interval magazine`, "X is an independent outlet that …" below the article.
fn owned(units: &[Unit<'_>], body: usize) -> Option<String> {
    let foot = units.iter().skip(body).filter(|unit| unit.is(BlockKind::Furniture));
    foot.flat_map(|unit| [copyright(unit.text), self_description(unit.text), membership(unit.text)])
        .flatten()
        .next()
}

fn copyright(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let at = line
        .find('©')
        .map(|at| at + '©'.len_utf8())
        .or_else(|| lower.starts_with("copyright").then_some("copyright".len()))?;
    let rest = line
        .get(at..)?
        .trim_start_matches(|c: char| c.is_numeric() || c.is_whitespace() || "-–,.©()".contains(c));
    let name = trim(rest.split(['.', ',', '|', '–', '(']).next()?);
    is_name(name).then(|| name.to_owned())
}

fn self_description(line: &str) -> Option<String> {
    let (name, rest) = line.split_once(" is ")?;
    let rest = rest.to_lowercase();
    let kinds = [
        "outlet",
        "newspaper",
        "magazine",
        "news site",
        "news agency",
        "newsroom",
        "publication",
        "website",
        "non-profit news",
    ];
    let described = rest
        .split(['.', ','])
        .next()
        .is_some_and(|first| kinds.iter().any(|kind| first.contains(kind)));
    (described && is_name(name.trim())).then(|| name.trim().to_owned())
}

/// `LIMA, May 14 (Meridian) -`: the agency whose report it is.
pub(crate) fn dateline_agency(paragraph: &str) -> Option<String> {
    let head: String = paragraph.chars().take(80).collect();
    let (before, rest) = head.split_once('(')?;
    let (name, after) = rest.split_once(')')?;
    let place = before.split([',', '[']).next()?.trim();
    let capitals = !place.is_empty() && (!place.contains(char::is_lowercase) || !dates::find(before).is_empty());
    let dash = after.trim_start().starts_with(['-', '–', '—', ':']);
    (capitals && dash && is_name(name) && name.contains(char::is_lowercase)).then(|| name.to_owned())
}

/// "Become a Courier member", "the benefits of becoming a Courier Member": one capitalised name before "member".
fn membership(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().position(|word| {
        matches!(
            word.to_lowercase().trim_end_matches(['.', '!', ',']),
            "member" | "subscriber"
        )
    })?;
    let from = (0..at)
        .rev()
        .take_while(|index| {
            words
                .get(*index)
                .is_some_and(|word| word.starts_with(char::is_uppercase))
        })
        .last()?;
    let before = from.checked_sub(1).and_then(|index| words.get(index))?;
    let name = words.get(from..at)?.join(" ");
    (matches!(*before, "a" | "an" | "A") && is_name(&name)).then_some(name)
}

/// The outlet that a source line names; an agency, which many outlets print, is not the outlet.
fn source(line: &str) -> Option<String> {
    let (label, rest) = line.split_once(':')?;
    if !label.trim_start_matches('(').to_lowercase().starts_with("source") {
        return None;
    }
    let name = rest
        .split(" with ")
        .next()?
        .split([',', ';', ')', '/'])
        .next()?
        .trim()
        .trim_end_matches('.');
    let host = !name.contains(' ') && name.contains('.');
    let acronym = name.len() <= 5 && !name.contains(char::is_lowercase);
    ((is_name(name) && !acronym) || host).then(|| name.to_owned())
}
