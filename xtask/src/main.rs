//! Chores of the project: `cargo xtask CHORE`.
//!
//! | chore | |
//! |---|---|
//! | `evaluate` | the figures of `attache evaluate`, without building the rest of the program |

#[path = "../../crates/attache/src/evaluate/mod.rs"]
#[allow(dead_code)]
mod evaluate;
mod options;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "usage: cargo xtask evaluate";

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
        Some("evaluate") => evaluate::run(&options::evaluate(words)?, out),
        Some(other) => bail!("no chore `{other}`\n{USAGE}"),
        None => bail!("{USAGE}"),
    }
}
