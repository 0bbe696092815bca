//! What can be seen of an archive, and how is it laid out for a person or a program?

pub mod articles;
pub mod claims;
pub mod decisions;
pub mod events;
pub mod explain;
pub mod figures;
pub mod origins;
pub mod register;
pub mod search;

mod columns;
pub mod parties;
mod quotes;
mod records;

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use attache_store::Archive;

use crate::pipeline;
use crate::terminal::{Terminal, count};

/// Opens an archive that is there, and makes its register when claims have come in since.
pub fn open_weighed(path: &Path, terminal: &mut Terminal) -> Result<Archive> {
    let mut archive = Archive::open_existing(path)?;
    if !archive.is_weighed()? {
        weigh(&mut archive, terminal)?;
    }
    Ok(archive)
}

pub fn weigh(archive: &mut Archive, terminal: &mut Terminal) -> Result<()> {
    tell(archive, terminal)?;
    pipeline::weigh(archive)
}

fn tell(archive: &Archive, terminal: &mut Terminal) -> Result<()> {
    let counts = archive.counts()?;
    if counts.claims > 1000 {
        terminal.note(format_args!("weighing {} …", count(counts.claims as u64, "claim")));
    }
    Ok(())
}

/// Makes the register again whether or not that is due.
pub fn weigh_again(path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let mut archive = Archive::open_existing(path)?;
    tell(&archive, terminal)?;
    pipeline::weigh_all(&mut archive)?;
    let counts = archive.counts()?;
    let made = [
        (counts.claims, "claim"),
        (counts.records, "record"),
        (counts.origins, "origin"),
    ];
    let [claims, records, origins] = made.map(|(number, noun)| count(number as u64, noun));
    terminal.note(format_args!("{claims} → {records} from {origins}"));
    Ok(true)
}

/// As many digits of an id as are shown where there is room.
const DIGITS: usize = 8;

/// How many digits tell the ids apart; `least` at least.
fn digits<'a>(ids: impl IntoIterator<Item = &'a str> + Clone, least: usize) -> usize {
    const WHOLE: usize = 16;
    let apart = |digits: &usize| {
        let mut seen = HashSet::new();
        ids.clone()
            .into_iter()
            .all(|id| seen.insert(id.get(..*digits).unwrap_or(id)))
    };
    (least..WHOLE).find(apart).unwrap_or(WHOLE)
}

pub fn short(id: &str, digits: usize) -> String {
    id.get(..digits).unwrap_or(id).to_owned()
}

/// CSV that no spreadsheet takes for formulas.
fn csv<const N: usize>(
    out: &mut impl Write,
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<()> {
    let mut line = |cells: [String; N]| -> std::io::Result<()> {
        let cells = cells.map(|cell| {
            let cell = attache_exchange::tables::inert(&cell);
            if cell.contains(['"', ',', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell
            }
        });
        writeln!(out, "{}", cells.join(","))
    };
    line(header.map(str::to_owned))?;
    for row in rows {
        line(row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_cut_where_they_still_differ() {
        assert_eq!(digits(["0123456789abcdef", "f123456789abcdef"], 8), 8);
        assert_eq!(digits(["0123456789abcdef", "0123456789ffffff"], 8), 11);
        assert_eq!(digits(["0123456789abcdef", "0123456789abcdef"], 8), 16);
    }

    #[test]
    fn csv_cells_are_quoted_and_inert() {
        let mut out = Vec::new();
        csv(
            &mut out,
            ["a", "b"],
            [["=1+1".to_owned(), "says \"no\", twice".to_owned()]],
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a,b\n'=1+1,\"says \"\"no\"\", twice\"\n"
        );
    }
}
