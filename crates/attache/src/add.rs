//! What does a person see while articles are added, and after?

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use attache_exchange::{Input, InputError, inputs};
use attache_model::DoubtKind;
use attache_reading::Reader;
use attache_store::Archive;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::{AddOptions, again};
use crate::errors::{Told, split_hints};
use crate::pipeline::{self, Event, Tally};
use crate::show;
use crate::terminal::{Terminal, clean, count, grouped};

/// How many doubts are listed unless all are asked for.
const DOUBTS: u64 = 20;

pub fn run(options: &AddOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let mut archive = Archive::open(path)?;
    let mut inputs = inputs(&options.paths);
    let expected = if terminal.shows_progress() {
        expected(&options.paths)
    } else {
        None
    };
    let tally = read(
        &mut inputs,
        expected,
        if options.doubts { u64::MAX } else { DOUBTS },
        &mut archive,
        terminal,
    )?;
    for (reason, number) in &inputs.skipped().by_reason {
        terminal.note(format_args!("skipped {}: {reason}", count(*number, "file")));
    }
    summary(&tally, terminal);
    if !archive.is_weighed()? {
        show::weigh(&mut archive, terminal)?;
    }
    conclusion(&tally, &archive, terminal)?;
    Ok(tally.failed == 0)
}

/// Reads with a progress bar; failures and the first doubts are told as they come.
pub fn read(
    inputs: &mut (impl Iterator<Item = Result<Input, InputError>> + Send),
    expected: Option<u64>,
    most_doubts: u64,
    archive: &mut Archive,
    terminal: &mut Terminal,
) -> Result<Tally> {
    let bar = bar(expected, terminal);
    let reader = Reader::shipped()?;
    let mut told = 0;
    let tally = pipeline::add(inputs, archive, &reader, &mut |event| match event {
        Event::Done => bar.inc(1),
        Event::Failed(failure) => {
            let (wrong, hints) = split_hints(&failure.to_string());
            bar.suspend(|| {
                terminal.warn(&Told {
                    wrong,
                    causes: Vec::new(),
                    hints,
                })
            });
        }
        // That an article is not in English is counted; it needs no line of its own.
        Event::Doubt(_, doubt) if doubt.kind == DoubtKind::NotEnglish => {}
        Event::Doubt(path, doubt) => {
            told += 1;
            if told <= most_doubts {
                let line = format!("doubt: {}: {}: {}", clean(path), doubt.kind, clean(&doubt.what));
                bar.suspend(|| terminal.note(line));
            }
        }
    });
    bar.finish_and_clear();
    if most_doubts > 0 && told > most_doubts {
        let more = count(told - most_doubts, "more doubt");
        terminal.note(format_args!("… and {more}; add --doubts to list all"));
    }
    tally
}

fn bar(expected: Option<u64>, terminal: &Terminal) -> ProgressBar {
    if !terminal.shows_progress() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match expected {
        Some(length) => (
            ProgressBar::new(length),
            "reading {bar:30.cyan/dim} {human_pos}/{human_len}  {per_sec}  {eta} left",
        ),
        None => (
            ProgressBar::new_spinner(),
            "reading {spinner:.cyan} {human_pos} articles  {per_sec}  {elapsed}",
        ),
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━━─"));
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The number of files, where files are articles; `None` when there are streams among them, or more than can be counted in a moment.
fn expected(paths: &[PathBuf]) -> Option<u64> {
    const MOST: u64 = 200_000;
    let mut open: Vec<PathBuf> = paths.to_vec();
    let mut number = 0;
    while let Some(path) = open.pop() {
        let extension = path
            .extension()
            .map(|end| end.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        if path.as_os_str() == "-" || matches!(extension.as_str(), "jsonl" | "ndjson" | "gz") || number > MOST {
            return None;
        }
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        match path.symlink_metadata() {
            Ok(metadata) if metadata.is_dir() => {
                open.extend(path.read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.path())));
            }
            _ if hidden => {}
            _ => {
                number += u64::from(matches!(
                    extension.as_str(),
                    "" | "html" | "htm" | "xhtml" | "txt" | "text" | "md"
                ))
            }
        }
    }
    Some(number)
}

/// `added 12 new articles (2 not in English), 3 known, 1 failed · 34 claims, 5 doubts`.
pub fn summary(tally: &Tally, terminal: &mut Terminal) {
    let mut parts = vec![count(tally.new, "new article")];
    if tally.not_english > 0 {
        parts[0] += &format!(" ({} not in English: kept, not read)", grouped(tally.not_english));
    }
    if tally.known > 0 {
        parts.push(format!("{} known already", grouped(tally.known)));
    }
    if tally.failed > 0 {
        parts.push(format!("{} failed", grouped(tally.failed)));
    }
    let claims = format!("{}, {}", count(tally.claims, "claim"), count(tally.doubts, "doubt"));
    terminal.note(format_args!("{} · {claims}", parts.join(", ")));
}

fn conclusion(tally: &Tally, archive: &Archive, terminal: &mut Terminal) -> Result<()> {
    let counts = archive.counts()?;
    let path = clean(&archive.path().to_string_lossy());
    let holds = [
        (counts.articles, "article"),
        (counts.claims, "claim"),
        (counts.records, "record"),
    ];
    let holds = holds.map(|(number, noun)| count(number as u64, noun));
    terminal.note(format_args!("{path} holds {}", holds.join(", ")));
    match (counts.records, tally.new + tally.known) {
        (0, 0) => terminal.hint("nothing was read; name files or folders with HTML, text or JSON Lines"),
        (0, _) => terminal.hint(format_args!(
            "none of them claims a transfer of arms; {} searches their text",
            again(archive.path(), "search WORD")
        )),
        _ => terminal.hint(again(archive.path(), "register")),
    }
    Ok(())
}
