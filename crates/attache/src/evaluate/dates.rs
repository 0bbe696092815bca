//! How well are dates in running text found and resolved? Measured on WikiWars: histories of wars with TIMEX2 marks.
//!
//! Counted are the marks whose value is a calendar date or period: a day, month, season, year or decade, with or without a time of
//! day. Durations ("five years"), sets and "now" are no dates of this program and count neither way. A date is found (relaxed) when the two
//! spans overlap; its value is right when it also names the same unit of the calendar; a period of ours has the values of both its ends.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use attache_language::dates::{self, Anchor};
use attache_language::split;
use attache_model::{Precision, Span, When};

use super::figures::{Counts, Figures, write_counts};
use super::floors::Dataset;

const FOLDER: &str = "wikiwars/WikiWars_20120218_v104/keyinline";

/// What HeidelTime reaches on TempEval-3, the anchor of the field: relaxed F1 and value F1.
const PEER: (&str, f64, f64) = ("HeidelTime (TempEval-3)", 0.903, 0.776);

pub fn run(data: &Path, out: &mut dyn Write, datasets: &mut Vec<Dataset>) -> Result<Figures> {
    let folder = data.join(FOLDER);
    let mut files: Vec<PathBuf> = match fs::read_dir(&folder) {
        Ok(entries) => entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .collect(),
        Err(_) => {
            writeln!(out, "language, dates: skipped, there is no {}", folder.display())?;
            return Ok(Figures::default());
        }
    };
    files.retain(|path| path.extension().is_some_and(|extension| extension == "xml"));
    files.sort();
    let (mut relaxed, mut value) = (Counts::default(), Counts::default());
    for path in &files {
        let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        let marked = Marked::parse(&String::from_utf8_lossy(&bytes));
        let (found, right) = marked.score();
        relaxed.add(found);
        value.add(right);
    }
    writeln!(
        out,
        "language, dates: {} histories of wars, {} dates",
        files.len(),
        relaxed.gold
    )?;
    write_counts(out, "overlapping", relaxed)?;
    write_counts(out, "with the same value", value)?;
    let (peer, overlapping, valued) = PEER;
    writeln!(
        out,
        "  {peer:<28} overlapping F1 {overlapping:.3}, value F1 {valued:.3}"
    )?;
    let mut figures = Figures::default();
    relaxed.put(&mut figures, "dates.relaxed");
    value.put(&mut figures, "dates.value");
    datasets.push(Dataset::of("dates", &files)?);
    Ok(figures)
}

/// A text with its marks.
#[derive(Debug, Default)]
struct Marked {
    text: String,
    /// Where each outermost mark stands, and its value.
    marks: Vec<(Span, String)>,
}

impl Marked {
    fn parse(xml: &str) -> Marked {
        let body = xml.split_once("<TEXT>").map_or(xml, |(_, body)| body);
        let body = body.split_once("</TEXT>").map_or(body, |(body, _)| body);
        let mut marked = Marked::default();
        let mut open: Vec<(usize, String)> = Vec::new();
        let mut rest = body;
        while let Some((before, tail)) = rest.split_once('<') {
            marked.text.push_str(&decoded(before));
            let Some((tag, after)) = tail.split_once('>') else {
                break;
            };
            if let Some(attributes) = tag.strip_prefix("TIMEX2") {
                let value = attributes
                    .split_once("val=\"")
                    .and_then(|(_, value)| value.split_once('"'))
                    .map_or("", |(value, _)| value);
                open.push((marked.text.len(), value.to_owned()));
            } else if tag == "/TIMEX2"
                && let Some((start, value)) = open.pop()
                && open.is_empty()
            {
                marked.marks.push((Span::new(start, marked.text.len()), value));
            }
            rest = after;
        }
        marked.text.push_str(&decoded(rest));
        marked
    }

    /// Dates found, and dates found with the right value.
    fn score(&self) -> (Counts, Counts) {
        let mut said: Vec<(Span, Option<When>)> = Vec::new();
        let mut running = None;
        for sentence in split(&self.text, Span::new(0, self.text.len())) {
            // A history is written long after: its dates lean on each other, not on the day of publication.
            let anchor = Anchor {
                published: None,
                running,
            };
            for mention in dates::find(&self.text, sentence, anchor) {
                running = mention.when.or(running);
                said.push((mention.span, mention.when));
            }
        }
        let is_date = |value: &str| calendar_value(value).is_some();
        let no_date = |span: &Span| {
            self.marks
                .iter()
                .any(|(mark, value)| mark.overlaps(*span) && !is_date(value))
        };
        let dates: Vec<&(Span, String)> = self.marks.iter().filter(|(_, value)| is_date(value)).collect();
        said.retain(|(span, _)| !no_date(span) || dates.iter().any(|(mark, _)| mark.overlaps(*span)));
        let overlapping = |span: Span| dates.iter().filter(|(mark, _)| mark.overlaps(span)).count();
        // "From 1954 to 1962" is one period of ours and two marks: it counts as two.
        let predicted = said.iter().map(|(span, _)| overlapping(*span).max(1)).sum();
        let (mut found, mut right) = (0, 0);
        for (mark, value) in &dates {
            let here: Vec<Option<When>> = said
                .iter()
                .filter(|(span, _)| span.overlaps(*mark))
                .map(|(_, when)| *when)
                .collect();
            found += usize::from(!here.is_empty());
            let meant = calendar_value(value);
            right += usize::from(here.iter().flatten().any(|when| values(*when).contains(&meant)));
        }
        let counts = |right| Counts {
            predicted,
            right,
            gold: dates.len(),
        };
        (counts(found), counts(right))
    }
}

fn decoded(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// The calendar part of a TIMEX value (`1954-11-01TMO` is `1954-11-01`; of a winter, which has two years, the year); none for durations,
/// sets, "now", unknown years and years before Christ.
fn calendar_value(value: &str) -> Option<String> {
    let value = value.split('T').next()?;
    let known = value.len() >= 2 && value.bytes().take(2).all(|byte| byte.is_ascii_digit());
    let seasons = [("-SP", "-03", "-05"), ("-SU", "-06", "-08"), ("-FA", "-09", "-11")];
    let season = seasons.iter().find_map(|(name, first, last)| {
        let year = value.strip_suffix(name)?;
        Some(format!("{year}{first}/{year}{last}"))
    });
    known.then(|| season.unwrap_or_else(|| value.trim_end_matches("-WI").trim_end_matches("-XX").to_owned()))
}

/// The values that a mark at a date or period of ours may have: the whole, as TIMEX writes it (`1954-11-01`, `1954-11`, `195`), and its ends,
/// since "since 1954" and "before Sept. 19" are marked at the date alone.
fn values(when: When) -> Vec<Option<String>> {
    let day = |day: attache_model::Date| Some(unit(day, when.precision));
    let last = when.last.and_then(day);
    let behind = when.last.and_then(|last| last.tomorrow().ok()).and_then(day);
    vec![
        Some(when.to_string()),
        when.first.and_then(day),
        last,
        behind.filter(|_| when.first.is_none()),
    ]
}

/// The unit of the calendar that a day lies in.
fn unit(day: attache_model::Date, precision: Precision) -> String {
    match precision {
        Precision::Day => day.to_string(),
        Precision::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Precision::Year => format!("{:04}", day.year()),
        Precision::Decade => format!("{:03}", day.year() / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans_of_plain_text() {
        let marked = Marked::parse(
            "<TEXT>On <TIMEX2 val=\"1954-11-12\">November 12, <TIMEX2 val=\"1954\">1954</TIMEX2></TIMEX2> &amp; after</TEXT>",
        );
        assert_eq!(marked.text, "On November 12, 1954 & after");
        assert_eq!(marked.marks, [(Span::new(3, 20), "1954-11-12".to_owned())]);
        let (found, right) = marked.score();
        assert_eq!((found.right, right.right, found.predicted), (1, 1, 1));
    }

    #[test]
    fn durations_are_no_dates() {
        assert_eq!(calendar_value("P5Y"), None);
        assert_eq!(calendar_value("XXXX-11"), None);
        assert_eq!(calendar_value("1954-11-01TMO").as_deref(), Some("1954-11-01"));
    }
}
