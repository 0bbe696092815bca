//! What is the least that the program may be from now on? Today's figures.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};

use crate::evaluate::floors::Floors;
use crate::evaluate::{EvaluateOptions, evaluate};

const FILE: &str = "evaluation/floors.toml";

/// Evaluates everything and lifts the floors; lowers one only with `--allow-lower`.
pub fn run(words: impl Iterator<Item = String>, out: &mut dyn Write) -> Result<bool> {
    let mut allow_lower = false;
    let mut options = EvaluateOptions::default();
    for word in words {
        match word.as_str() {
            "--allow-lower" => allow_lower = true,
            what if !what.starts_with("--") => options.what = Some(what.to_owned()),
            other => bail!("no option `{other}`; there is --allow-lower"),
        }
    }
    let evaluated = evaluate(&options, out)?;
    // The file of today, not the one that was compiled in.
    let text =
        fs::read_to_string(FILE).with_context(|| format!("reading {FILE}\nhint: run this in the project's folder"))?;
    let mut floors = Floors::parse(&text)?;
    let changes = floors.raise(&evaluated.figures, &evaluated.datasets, allow_lower);
    fs::write(FILE, floors.to_toml()).with_context(|| format!("writing {FILE}"))?;
    for change in &changes {
        writeln!(out, "{change}")?;
    }
    writeln!(out, "{FILE}: {} changes", changes.len())?;
    Ok(true)
}
