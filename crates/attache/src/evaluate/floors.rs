//! May the program get worse unnoticed? No: every headline figure has a floor, on data that is named by its fingerprint.
//!
//! `evaluation/floors.toml` is part of the binary. A floor only rises: `cargo xtask floors` lifts each to the figure of today, and lowers
//! one only when told to. When the data itself changes, its fingerprint no longer fits, and the floors must be set again by the same chore.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::figures::Figures;

const SHIPPED: &str = include_str!("../../../../evaluation/floors.toml");

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// Data set → fingerprint of its files.
    #[serde(default)]
    pub data: BTreeMap<String, String>,
    /// Figure → least value.
    #[serde(default)]
    pub floors: BTreeMap<String, f64>,
}

/// A data set that was evaluated just now, with its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    pub name: String,
    pub fingerprint: String,
}

impl Dataset {
    pub fn of(name: &str, paths: &[PathBuf]) -> Result<Dataset> {
        Ok(Dataset {
            name: name.to_owned(),
            fingerprint: fingerprint(paths)?,
        })
    }

    /// Is the figure one of this data set?
    pub fn has(&self, figure: &str) -> bool {
        figure
            .strip_prefix(self.name.as_str())
            .is_some_and(|rest| rest.starts_with('.'))
    }
}

impl Floors {
    pub fn shipped() -> Result<Floors> {
        Floors::parse(SHIPPED)
    }

    pub fn parse(text: &str) -> Result<Floors> {
        toml::from_str(text).context("reading evaluation/floors.toml")
    }

    /// What is wrong: figures under their floor or missing, and data that is not the floors' data. Only the data sets given are looked at.
    pub fn failures(&self, figures: &Figures, datasets: &[Dataset]) -> Vec<String> {
        let mut failures = Vec::new();
        for dataset in datasets {
            let known = self.data.get(&dataset.name);
            if known != Some(&dataset.fingerprint) {
                failures.push(format!(
                    "{}: the data is not that of the floors (fingerprint {}, expected {})\nhint: `cargo xtask floors` sets the floors again",
                    dataset.name,
                    dataset.fingerprint,
                    known.map_or("none", String::as_str)
                ));
            }
            for (name, &floor) in self.floors.iter().filter(|(name, _)| dataset.has(name)) {
                match figures.get(name) {
                    Some(value) if value >= floor => {}
                    Some(value) => failures.push(format!("{name}: {value:.4} is under its floor of {floor}")),
                    None if floor > 0.0 => failures.push(format!("{name}: no figure, but a floor of {floor}")),
                    None => {}
                }
            }
        }
        failures
    }
}

/// Writes what is wrong; true when nothing is.
pub fn compare(figures: &Figures, datasets: &[Dataset], out: &mut dyn Write) -> Result<bool> {
    let floors = Floors::shipped()?;
    let failures = floors.failures(figures, datasets);
    for failure in &failures {
        writeln!(out, "floor: {failure}")?;
    }
    if failures.is_empty() && !datasets.is_empty() {
        let held = figures
            .iter()
            .filter(|(name, ..)| floors.floors.contains_key(*name))
            .count();
        writeln!(out, "floors: all {held} kept")?;
    }
    Ok(failures.is_empty())
}

/// BLAKE3 over the relative names and bytes of all files under `paths`, in the order of their names; 16 hexadecimal digits.
pub fn fingerprint(paths: &[PathBuf]) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    for path in paths {
        let mut files = Vec::new();
        collect(path, &mut files)?;
        files.sort();
        for file in files {
            let name = file
                .strip_prefix(path)
                .unwrap_or(&file)
                .to_string_lossy()
                .replace('\\', "/");
            let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
            for part in [name.as_bytes(), bytes.as_slice()] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
    }
    let mut hex = hasher.finalize().to_hex().to_string();
    hex.truncate(16);
    Ok(hex)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("reading {}", path.display()))? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case() -> (Floors, Figures, Vec<Dataset>) {
        let floors = Floors::parse(
            "[data]\n'transfers.train' = 'abc'\n[floors]\n'transfers.train.records.f1' = 0.5\n'pages.f1' = 0.9\n",
        )
        .unwrap();
        let mut figures = Figures::default();
        figures.put("transfers.train.records.f1", 0.6189, 10);
        figures.put("transfers.train.claims.slot.stage", 0.9, 10);
        let datasets = vec![Dataset {
            name: "transfers.train".to_owned(),
            fingerprint: "abc".to_owned(),
        }];
        (floors, figures, datasets)
    }

    #[test]
    fn a_figure_under_its_floor_fails() {
        let (mut floors, figures, datasets) = case();
        assert_eq!(
            floors.failures(&figures, &datasets),
            Vec::<String>::new(),
            "pages were not evaluated"
        );
        floors.floors.insert("transfers.train.records.f1".to_owned(), 0.7);
        assert_eq!(
            floors.failures(&figures, &datasets),
            ["transfers.train.records.f1: 0.6189 is under its floor of 0.7"]
        );
        assert_eq!(
            floors.failures(&Figures::default(), &datasets).len(),
            1,
            "a missing figure is no excuse"
        );
    }

    #[test]
    fn other_data_fails() {
        let (floors, figures, mut datasets) = case();
        datasets[0].fingerprint = "def".to_owned();
        let failures = floors.failures(&figures, &datasets);
        assert!(
            failures[0].contains("fingerprint def, expected abc") && failures[0].contains("hint:"),
            "{failures:?}"
        );
    }

    #[test]
    fn names_and_bytes_make_the_fingerprint() {
        let folder = std::env::temp_dir().join(format!("attache-fingerprint-{}", std::process::id()));
        fs::create_dir_all(folder.join("deep")).unwrap();
        let of = || fingerprint(std::slice::from_ref(&folder)).unwrap();
        fs::write(folder.join("deep/a.txt"), "one").unwrap();
        let first = of();
        assert_eq!(of(), first);
        fs::write(folder.join("deep/a.txt"), "two").unwrap();
        let second = of();
        fs::rename(folder.join("deep/a.txt"), folder.join("deep/b.txt")).unwrap();
        let third = of();
        fs::remove_dir_all(&folder).unwrap();
        assert!(first != second && second != third);
    }
}
