//! Which lines of a crawled text are the article, and what are they?
//!
//! The text is kept as it came; each line (or paragraph, where lines are wrapped) becomes a block with its kind. What is
//! furniture is told by shape, by repetition and by what it has in common with the article, with the general cues of
//! `data/furniture.csv`; no outlet's phrases are known.

mod body;
mod head;
mod outlet;
mod units;

use attache_model::{Block, BlockKind, Certain, Published};

use crate::dates;
use crate::lines;
use crate::reading::{self, Hints, Reading};

pub(crate) use head::same;
pub(crate) use outlet::dateline_agency;
pub(crate) use units::Unit;

/// Reads a text. `hints` win over what the text shows.
pub(crate) fn read(text: String, hints: &Hints) -> Reading {
    let mut units = units::cut(&text);
    let head = head::read(&mut units, hints.title.as_deref());
    body::read(&mut units, &head);
    let published = hints
        .date
        .as_deref()
        .and_then(|date| reading::machine(date, "date field"))
        .or_else(|| publication(&units));
    let outlet = hints.outlet.clone().or_else(|| outlet::find(&units));
    let byline = hints.byline.clone().or_else(|| {
        let written = units.iter().filter(|unit| unit.kind != Some(BlockKind::Furniture));
        let mut named = written.filter(|unit| matches!(unit.kind, Some(BlockKind::Byline | BlockKind::Dateline)));
        named.find_map(|unit| lines::byline(unit.text).map(str::to_owned).or_else(|| bare_name(unit)))
    });
    if let Some(byline) = &byline {
        author_note(&mut units, byline);
    }
    let url = hints
        .url
        .clone()
        .or_else(|| units.iter().take(12).find_map(|unit| address(unit.text)));
    let blocks = units
        .iter()
        .map(|unit| Block {
            kind: unit.kind.unwrap_or(BlockKind::Body),
            span: unit.span,
        })
        .collect();
    Reading {
        blocks,
        url,
        outlet,
        byline,
        published,
        ..Reading::default()
    }
    .with_text(text)
}

impl Reading {
    fn with_text(self, text: String) -> Reading {
        Reading { text, ..self }
    }
}

/// "Ingrid Vasella covered the war for three newspapers": a last paragraph that begins with who wrote the article is about them.
fn author_note(units: &mut [Unit<'_>], byline: &str) {
    let name = byline.trim_start_matches("By ").trim_start_matches("by ");
    let last = units
        .iter_mut()
        .rfind(|unit| matches!(unit.kind, Some(BlockKind::Body | BlockKind::Lead)));
    if let Some(unit) = last
        && unit.shape.words <= 45
        && name.contains(' ')
        && unit
            .text
            .strip_prefix(name)
            .is_some_and(|behind| behind.starts_with([' ', ',']))
    {
        unit.kind = Some(BlockKind::Furniture);
    }
}

/// A byline that is nothing but names, or names beside a date.
fn bare_name(unit: &Unit<'_>) -> Option<String> {
    match unit.kind {
        Some(BlockKind::Byline) => (!outlet::is_masthead(unit.text)).then(|| unit.text.to_owned()),
        _ => lines::names_beside_date(unit.text).map(str::to_owned),
    }
}

/// `URL: https://…` or an address alone on a line near the top.
fn address(line: &str) -> Option<String> {
    let at = line.find("https://").or_else(|| line.find("http://"))?;
    let url = line.get(at..)?.split_whitespace().next()?;
    let label = line.get(..at)?.trim().trim_end_matches(':').to_lowercase();
    (label.is_empty() || label == "url" || label == "link" || label == "source").then(|| url.to_owned())
}

/// From the surest place to the weakest; `None` rather than a guess.
fn publication(units: &[Unit<'_>]) -> Option<Published> {
    let kind = |unit: &Unit<'_>, kinds: &[BlockKind]| unit.kind.is_some_and(|kind| kinds.contains(&kind));
    let body: Vec<&Unit<'_>> = units
        .iter()
        .filter(|unit| kind(unit, &[BlockKind::Body, BlockKind::Lead]))
        .collect();
    let others: Vec<dates::Found> = body.iter().flat_map(|unit| dates::find(unit.text)).collect();

    let head = units
        .iter()
        .filter(|unit| kind(unit, &[BlockKind::Dateline, BlockKind::Byline]));
    let mut lines: Vec<Published> = head
        .flat_map(|unit| dates::find(unit.text))
        .filter(|found| found.year.is_some())
        .filter_map(|found| reading::written(found, "first lines", &others))
        .collect();
    lines.sort_by_key(|found| found.certain);
    if let Some(found) = lines.first().filter(|found| found.certain == Certain::Sure) {
        return Some(found.clone());
    }
    let first = body.first();
    if let Some(found) = first
        .and_then(|unit| dateline(unit.text))
        .and_then(|found| reading::written(found, "dateline", &others))
    {
        return Some(found);
    }
    if let Some(found) = lines.into_iter().next() {
        return Some(found);
    }
    if let Some(found) = units
        .iter()
        .take(12)
        .filter_map(|unit| address(unit.text))
        .find_map(|url| dates::in_url(&url))
    {
        return Some(reading::published(found, "url", Certain::Likely));
    }
    if let Some(found) = first.and_then(|unit| year_from_head(unit.text, units)) {
        return Some(found);
    }
    // The day and month stand in the first paragraphs, the year in a caption of the same day.
    let captions = units
        .iter()
        .filter(|unit| kind(unit, &[BlockKind::Caption]))
        .flat_map(|unit| dates::find(unit.text));
    let partial: Vec<dates::Found> = body
        .iter()
        .take(4)
        .flat_map(|unit| dates::find(unit.text))
        .filter(|found| found.year.is_none())
        .collect();
    captions.filter(|caption| caption.year.is_some()).find_map(|caption| {
        let same = partial
            .iter()
            .find(|found| found.month == caption.month && found.day == caption.day && caption.day.is_some())?;
        let agrees = dates::Found {
            weekday: same.weekday,
            ..caption
        }
        .weekday_agrees();
        let date = caption.date().filter(|_| agrees != Some(false))?;
        Some(reading::published(
            date,
            "day in the text, year from a caption",
            Certain::Weak,
        ))
    })
}

/// Day and month from `PLACE, April 9 (Agency) –`, the year from a line of the head that names the month beside it ("1987 / April").
fn year_from_head(paragraph: &str, units: &[Unit<'_>]) -> Option<Published> {
    let found = dateline_found(paragraph).filter(|found| found.year.is_none())?;
    let head = units
        .iter()
        .take_while(|unit| !matches!(unit.kind, Some(BlockKind::Body)));
    let words = head
        .filter(|unit| unit.kind != Some(BlockKind::Title))
        .flat_map(|unit| unit.text.split(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> = words.collect();
    let years: Vec<i16> = words
        .iter()
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok())
        .filter(|year| (1900..=2100).contains(year))
        .collect();
    let [year] = years.as_slice() else { return None };
    let month = words.iter().any(|word| dates::month_named(word) == Some(found.month));
    let dated = dates::Found {
        year: Some(*year),
        ..found
    };
    let certain = if month { Certain::Likely } else { Certain::Weak };
    Some(reading::published(
        dated.date()?,
        "dateline, year from the head of the page",
        certain,
    ))
}

/// The date in `PLACE, June 14, 2024 (Agency) –` at the start of a paragraph.
pub(crate) fn dateline(paragraph: &str) -> Option<dates::Found> {
    dateline_found(paragraph).filter(|found| found.year.is_some())
}

fn dateline_found(paragraph: &str) -> Option<dates::Found> {
    let head: String = paragraph.chars().take(90).collect();
    let end = [" - ", " – ", " — ", ") -", ") –", ") —", "—", "): ", ": ", " -- "]
        .iter()
        .filter_map(|mark| head.find(mark))
        .min()?;
    let head = head.get(..end)?;
    let place = head.split(',').next()?;
    let placed = place.split_whitespace().count() <= 4 && place.starts_with(char::is_uppercase);
    dates::find(head)
        .into_iter()
        .find(|found| placed && found.day.is_some())
}
