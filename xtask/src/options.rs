//! What do the words on the command line of a chore mean?

use anyhow::{Context, Result, bail};

use crate::evaluate::{EvaluateOptions, Part};

/// The options of `attache evaluate`.
pub fn evaluate(mut words: impl Iterator<Item = String>) -> Result<EvaluateOptions> {
    let mut options = EvaluateOptions::default();
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} needs a value"));
        match word.as_str() {
            "--part" => {
                options.part = match value()?.as_str() {
                    "train" => Some(Part::Train),
                    "test" => Some(Part::Test),
                    "both" => None,
                    other => bail!("no part `{other}`; expected train, test or both"),
                }
            }
            "--story" => options.story = Some(value()?),
            "--errors" => options.errors = true,
            "--show-test" => options.show_test = true,
            "--corpus" => options.corpus = Some(value()?.into()),
            "--data" => options.data = Some(value()?.into()),
            what if !what.starts_with("--") => options.what = Some(what.to_owned()),
            other => bail!("no option `{other}`; there are --part --story --errors --show-test --corpus --data"),
        }
    }
    Ok(options)
}
