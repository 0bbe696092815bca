//! What does the program do, seen on the articles that come with it?

use std::path::{Path, PathBuf};

use anyhow::Result;
use attache_exchange::Input;
use attache_model::Kind;
use attache_store::Archive;
use include_dir::{Dir, DirEntry, include_dir};

use crate::add;
use crate::cli::{Sort, again};
use crate::errors::Advice;
use crate::show::parties::Parties;
use crate::show::{self, explain, register};
use crate::terminal::{Terminal, clean, count};

/// Articles written for the project, with invented outlets, and the gold that was made by hand for them.
static CORPUS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../corpus");

/// How much of the register is shown.
const ROWS: usize = 15;

pub fn run(named: Option<PathBuf>, terminal: &mut Terminal) -> Result<bool> {
    let path = named.unwrap_or_else(|| PathBuf::from("attache-demo.db"));
    let shown = clean(&path.to_string_lossy());
    let mut archive = Archive::open(&path)?;
    for_the_demo(&archive, &path)?;

    let inputs = articles();
    let number = inputs.len() as u64;
    terminal.note(format_args!(
        "reading {} written for the project into {shown}",
        count(number, "article")
    ));
    let tally = add::read(&mut inputs.into_iter().map(Ok), Some(number), 0, &mut archive, terminal)?;
    add::summary(&tally, terminal);
    if !archive.is_weighed()? {
        show::weigh(&mut archive, terminal)?;
    }

    let parties = Parties::shipped()?;
    let mut records = archive.records()?;
    records.retain(|record| record.kind == Kind::Transfer);
    register::sort(&mut records, Sort::Support, &parties);
    let most = records.get(..ROWS).unwrap_or(&records);
    terminal.note(format_args!(
        "\nThe register, best supported first ({} of {}):\n",
        most.len(),
        count(records.len() as u64, "record")
    ));
    register::table(most, &parties, terminal)?;
    let Some(telling) = telling(&records) else {
        return Ok(tally.failed == 0);
    };
    terminal.note("\nOne of them, down to the words it rests on:\n");
    explain::record(telling, &archive, &parties, terminal)?;
    next(&path, telling.id.as_str(), terminal);
    Ok(tally.failed == 0)
}

/// The articles of the corpus, as if they lay in a folder `corpus`.
fn articles() -> Vec<Input> {
    fn gather(dir: &Dir<'static>, inputs: &mut Vec<Input>) {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(dir) => gather(dir, inputs),
                DirEntry::File(file) => {
                    let is_article = file.path().extension().is_some_and(|end| end == "html" || end == "txt");
                    if is_article {
                        let path = Path::new("corpus")
                            .join(file.path())
                            .to_string_lossy()
                            .replace('\\', "/");
                        inputs.push(Input::new(path, file.contents()));
                    }
                }
            }
        }
    }
    let mut inputs = Vec::new();
    gather(&CORPUS, &mut inputs);
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    inputs
}

/// Invented news must not get into somebody's own archive.
fn for_the_demo(archive: &Archive, path: &Path) -> Result<()> {
    if archive
        .articles()?
        .iter()
        .all(|article| article.path.starts_with("corpus/"))
    {
        return Ok(());
    }
    Err(Advice::error(
        format!(
            "`{}` holds other articles; the demo's are made up and would be mixed with them",
            path.display()
        ),
        "name a file that does not exist yet: attache --archive FILE demo",
    ))
}

/// A record that shows most of what there is to show: several origins, something disputed or denied, not too long.
fn telling(records: &[attache_model::Record]) -> Option<&attache_model::Record> {
    let interest = |record: &attache_model::Record| {
        let rivals = record.slots.values().any(|cell| !cell.rivals.is_empty());
        let readable = (2..=6).contains(&record.claims.len());
        (
            readable,
            record.origins.len() > 1,
            rivals,
            record.origins.len() < record.articles.len(),
            record.origins.len(),
        )
    };
    // The first of the best, so that the choice does not hang on the order of equals.
    records.iter().rev().max_by_key(|record| interest(record))
}

fn next(archive: &Path, id: &str, terminal: &mut Terminal) {
    let explain = format!("explain {}", id.get(..8).unwrap_or(id));
    terminal.note("\nTry next:");
    for words in [
        "register --sort date",
        &explain,
        "search drones",
        "claims --format jsonl",
    ] {
        terminal.note(format_args!("  {}", again(archive, words)));
    }
    terminal.note("  attache add FOLDER-WITH-YOUR-ARTICLES/");
}
