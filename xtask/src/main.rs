//! Chores of the project: `cargo xtask CHORE`.
//!
//! | chore | |
//! |---|---|
//! | `corpus` | is the gold of corpus/ sound? |
//! | `vocabulary` | does the program understand every example of vocabulary/? |
//! | `docs` | writes docs/events.md from vocabulary/events |
//! | `floors` | lifts evaluation/floors.toml to today's figures |
//! | `evaluate` | the figures of `attache evaluate`, without building the rest of the program |

mod corpus;
#[path = "../../crates/attache/src/evaluate/mod.rs"]
#[allow(dead_code)]
mod evaluate;
mod floors;
mod happenings;
mod options;
mod sentences;
mod vocabulary;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "usage: cargo xtask corpus [--show-test]
       cargo xtask vocabulary [TABLE]
       cargo xtask docs [--check]
       cargo xtask floors [transfers|events|weighing|pages|language] [--allow-lower]
       cargo xtask evaluate [transfers|events|weighing|pages|language] [--part train|test|both] [--story NAME] [--errors] [--corpus FOLDER] [--data FOLDER]";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool> {
    let mut words = std::env::args().skip(1);
    let out = &mut std::io::stdout();
    match words.next().as_deref() {
        Some("corpus") => corpus::run(words.any(|word| word == "--show-test"), out),
        Some("vocabulary") => vocabulary::run(words.next().as_deref(), out),
        Some("docs") => happenings::docs(words.any(|word| word == "--check"), out),
        Some("floors") => floors::run(words, out),
        Some("evaluate") => evaluate::run(&options::evaluate(words)?, out),
        Some(other) => bail!("no chore `{other}`\n{USAGE}"),
        None => bail!("{USAGE}"),
    }
}
