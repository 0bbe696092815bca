//! Is the archive whole, and does everything in it hold together?

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use attache_store::{Archive, Finding, Severity};

use crate::errors::split_hints;
use crate::terminal::{Terminal, clean, count};

/// `false` when something is lost or wrong.
pub fn run(path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let archive = Archive::open_existing(path)?;
    let findings = archive.doctor();
    findings.iter().try_for_each(|finding| write(finding, terminal))?;
    let number = |severity| findings.iter().filter(|finding| finding.severity == severity).count() as u64;
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    let path = clean(&path.to_string_lossy());
    match (errors, warnings) {
        (0, 0) => writeln!(
            terminal.out,
            "{path}: {}, {}",
            terminal.paint.good("whole"),
            held(&archive)?
        )?,
        _ => writeln!(
            terminal.out,
            "{path}: {}, {}; {}",
            count(errors, "error"),
            count(warnings, "warning"),
            held(&archive)?
        )?,
    }
    Ok(errors == 0)
}

fn write(finding: &Finding, terminal: &mut Terminal) -> Result<()> {
    let (what, hints) = split_hints(&finding.to_string());
    let label = match finding.severity {
        Severity::Error => terminal.paint.error("error"),
        Severity::Warning => terminal.paint.warning("warning"),
        Severity::Note => terminal.paint.faint("note"),
    };
    let what = what.split_once(": ").map_or(what.as_str(), |(_, what)| what);
    writeln!(terminal.out, "{label}: {what}")?;
    for hint in hints {
        writeln!(terminal.out, "  {} {hint}", terminal.paint.faint("hint:"))?;
    }
    Ok(())
}

fn held(archive: &Archive) -> Result<String> {
    let counts = archive.counts()?;
    let held = [
        (counts.articles, "article"),
        (counts.claims, "claim"),
        (counts.records, "record"),
        (counts.origins, "origin"),
    ];
    Ok(held.map(|(number, noun)| count(number as u64, noun)).join(", "))
}
