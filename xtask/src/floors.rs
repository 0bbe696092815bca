//! What is the least that the program may be from now on? A little less than today's figures.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};

use crate::evaluate::floors::Floors;
use crate::evaluate::{Dataset, EvaluateOptions, Figures, evaluate};

const FILE: &str = "evaluation/floors.toml";

/// The figures that get a floor: a data set's name and one of these.
const HEADLINES: &[&str] = &[
    "claims.strict.f1",
    "claims.lenient.f1",
    "claims.slot.mean",
    "claims.exact_quotes",
    "claims.exact_spans",
    "records.f1",
    "records.with_origins",
    "records.with_stage",
    "origins.f1",
    "strict.f1",
    "lenient.f1",
    "typed.f1",
    "figures.f1",
    "stance",
    "last_source",
    "with_stance",
    "with_last_source",
    "all.given",
    "all.found",
    "f1",
    "relaxed.f1",
    "value.f1",
    "wikigold.f1",
    "re3d.f1",
    "pud.attachments",
    "ewt.upos",
    "ewt.las",
    "gum.upos",
    "gum.las",
    "pud.upos",
    "pud.las",
    "pud.roles",
];

/// Digits that a floor keeps: 1 / this. Figures are cut, never rounded up.
const DIGITS: f64 = 1000.0;

/// What a floor leaves below the figure of today, in standard errors. Processors with longer vectors add up in another order, which turns a word
/// here and there: of 68 figures 15 were lower on another processor, at most by six tenths of a standard error.
const SLACK: f64 = 0.6;

/// The floor that a figure over so many cases gives.
#[allow(clippy::cast_precision_loss)]
fn floor_of(value: f64, cases: usize) -> f64 {
    let error = (value * (1.0 - value) / cases.max(1) as f64).max(0.0).sqrt();
    ((value - SLACK * error) * DIGITS).floor() / DIGITS
}

const HEAD: &str = "\
# The least that each figure of `attache evaluate` may be, on data with these fingerprints (BLAKE3 over names and bytes).
# Written by `cargo xtask floors`, which raises a floor to just below today's figure and never lowers one without --allow-lower.
";

/// Evaluates what is asked for (or everything) and lifts its floors; lowers one only with `--allow-lower`.
pub fn run(words: impl Iterator<Item = String>, out: &mut dyn Write) -> Result<bool> {
    let mut allow_lower = false;
    let mut options = EvaluateOptions::default();
    let mut words = words;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--allow-lower" => allow_lower = true,
            "--data" => options.data = Some(words.next().context("--data needs a folder")?.into()),
            what if !what.starts_with("--") => options.what = Some(what.to_owned()),
            other => bail!("no option `{other}`; there are --allow-lower --data"),
        }
    }
    let evaluated = evaluate(&options, out)?;
    // The file of today, not the one that was compiled in.
    let text =
        fs::read_to_string(FILE).with_context(|| format!("reading {FILE}\nhint: run this in the project's folder"))?;
    let mut floors = Floors::parse(&text)?;
    let changes = raise(&mut floors, &evaluated.figures, &evaluated.datasets, allow_lower);
    fs::write(FILE, to_toml(&floors)).with_context(|| format!("writing {FILE}"))?;
    for change in &changes {
        writeln!(out, "{change}")?;
    }
    writeln!(out, "{FILE}: {} lines", changes.len())?;
    Ok(true)
}

/// Lifts every floor to what today's figure gives and adds those that are missing; returns what changed, or would have.
fn raise(floors: &mut Floors, figures: &Figures, datasets: &[Dataset], allow_lower: bool) -> Vec<String> {
    let mut changes = Vec::new();
    for dataset in datasets {
        let known = floors.data.insert(dataset.name.clone(), dataset.fingerprint.clone());
        if known.as_ref() != Some(&dataset.fingerprint) {
            changes.push(format!("{}: fingerprint {}", dataset.name, dataset.fingerprint));
        }
        for (name, value, cases) in figures.iter().filter(|(name, ..)| dataset.has(name)) {
            if !HEADLINES.contains(&&name[dataset.name.len() + 1..]) {
                continue;
            }
            let cut = floor_of(value, cases);
            let (change, set) = match floors.floors.get(name) {
                None => (format!("new, {cut}"), true),
                Some(&floor) if cut > floor || (cut < floor && allow_lower) => (format!("{floor} → {cut}"), true),
                Some(&floor) if cut < floor => (
                    format!("stays at {floor}, today's would be {cut}; --allow-lower would lower it"),
                    false,
                ),
                Some(_) => continue,
            };
            changes.push(format!("{name}: {change}"));
            if set {
                floors.floors.insert(name.to_owned(), cut);
            }
        }
    }
    changes
}

/// The file as it is kept.
fn to_toml(floors: &Floors) -> String {
    let data = floors
        .data
        .iter()
        .map(|(name, fingerprint)| format!("\"{name}\" = \"{fingerprint}\"\n"));
    let least = floors
        .floors
        .iter()
        .map(|(name, floor)| format!("\"{name}\" = {floor:?}\n"));
    format!(
        "{HEAD}\n[data]\n{}\n[floors]\n{}",
        data.collect::<String>(),
        least.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floors_rise_and_do_not_fall() {
        let mut floors = Floors::parse("[floors]\n'transfers.train.records.f1' = 0.5\n'pages.f1' = 0.9\n").unwrap();
        let mut figures = Figures::default();
        figures.put("transfers.train.records.f1", 0.6189, 10_000);
        figures.put("transfers.train.claims.slot.stage", 0.9, 10);
        let datasets = [Dataset {
            name: "transfers.train".to_owned(),
            fingerprint: "abc".to_owned(),
        }];
        raise(&mut floors, &figures, &datasets, false);
        assert_eq!(
            floors.floors["transfers.train.records.f1"], 0.615,
            "six tenths of a standard error below, cut and not rounded up"
        );
        assert_eq!(floors.data["transfers.train"], "abc");
        assert_eq!(floors.floors.len(), 2, "a single slot is no headline");
        figures.put("transfers.train.records.f1", 0.3, 10_000);
        let changes = raise(&mut floors, &figures, &datasets, false);
        assert!(changes[0].contains("stays at 0.615"), "{changes:?}");
        raise(&mut floors, &figures, &datasets, true);
        assert_eq!(floors.floors["transfers.train.records.f1"], 0.297);
        assert_eq!(Floors::parse(&to_toml(&floors)).unwrap(), floors);
    }
}
