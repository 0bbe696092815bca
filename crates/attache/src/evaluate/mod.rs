//! How do we know that it works? Figures on stated data that anyone can get again with one command.
//!
//! | what | data | measured |
//! |---|---|---|
//! | `transfers` | corpus/ | claims, slots, quotes, records, origins |
//! | `events` | corpus/, data/plover | events, figures, stance, chains; types of events |
//! | `weighing` | corpus/ with the gold's own claims, data/semeval2015_timeline | origins, records, disputes, supersessions; timelines |
//! | `pages` | data/pages | main text |
//! | `language` | data/UD_English-*, training/labelled, data/{wikigold, re3d, wikiwars} | tags, trees, names, dates |

mod articles;
mod assign;
mod claims;
mod clustering;
mod conllu;
mod corpora;
mod dates;
mod events;
mod figures;
pub mod floors;
#[allow(dead_code)] // what the figures do not need, the check of the corpus does
pub mod gold;
mod gold_claims;
mod language;
mod listing;
mod pages;
mod plover;
pub mod read;
mod records;
mod same;
mod slots;
mod timelines;
mod transfers;
mod weighing;

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};

pub use figures::Figures;
pub use floors::Dataset;
pub use gold::Part;

/// What to evaluate, and how much to tell.
#[derive(Clone, Debug, Default)]
pub struct EvaluateOptions {
    /// `transfers`, `events`, `weighing`, `pages`, `language`; all of them when absent.
    pub what: Option<String>,
    /// One part of the corpus; both when absent.
    pub part: Option<Part>,
    /// One story of the corpus by the name of its folder.
    pub story: Option<String>,
    /// List missed, spurious and wrong claims (of the test part only with `show_test`).
    pub errors: bool,
    /// Rules are written by people who read the listings: the test part gives numbers only, unless this is said.
    pub show_test: bool,
    /// The folder with `train` and `test`; the project's own when absent.
    pub corpus: Option<PathBuf>,
    /// The folder with public data sets; what needs them is skipped when they are not there.
    pub data: Option<PathBuf>,
}

const WHAT: &[&str] = &["transfers", "events", "weighing", "pages", "language"];

/// Evaluates and writes the figures. False: a figure is under its floor, or the data is not that of the floors.
pub fn run(options: &EvaluateOptions, out: &mut dyn Write) -> Result<bool> {
    let evaluated = evaluate(options, out)?;
    floors::compare(&evaluated.figures, &evaluated.datasets, out)
}

/// Every figure, and the data sets of which all was evaluated.
#[derive(Default)]
pub struct Evaluated {
    pub figures: Figures,
    pub datasets: Vec<Dataset>,
}

/// Evaluates and writes the figures, without a look at the floors.
pub fn evaluate(options: &EvaluateOptions, out: &mut dyn Write) -> Result<Evaluated> {
    if let Some(what) = options.what.as_deref().filter(|what| !WHAT.contains(what)) {
        bail!("`{what}` cannot be evaluated; expected one of: {}", WHAT.join(" · "));
    }
    let wanted = |what: &str| options.what.as_deref().is_none_or(|wanted| wanted == what);
    let mut evaluated = Evaluated::default();
    let Evaluated { figures, datasets } = &mut evaluated;
    if wanted("transfers") {
        figures.extend(transfers::run(options, out, datasets)?);
    }
    if wanted("events") {
        figures.extend(events::run(options, out, datasets)?);
        figures.extend(plover::run(options, out, datasets)?);
    }
    if wanted("weighing") {
        figures.extend(weighing::run(options, out, datasets)?);
        figures.extend(timelines::run(&options.data(), out)?);
    }
    if wanted("pages") {
        figures.extend(pages::run(&options.data(), out, datasets)?);
    }
    if wanted("language") {
        figures.extend(language::run(&options.data(), out, datasets)?);
        figures.extend(corpora::run(&options.data(), out, datasets)?);
        figures.extend(dates::run(&options.data(), out, datasets)?);
    }
    Ok(evaluated)
}

impl EvaluateOptions {
    pub fn parts(&self) -> Vec<Part> {
        match self.part {
            Some(part) => vec![part],
            None => vec![Part::Train, Part::Test],
        }
    }

    pub fn corpus(&self) -> PathBuf {
        self.corpus.clone().unwrap_or_else(|| PathBuf::from("corpus"))
    }

    pub fn data(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from("../shared/data"))
    }
}
