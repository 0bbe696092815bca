//! Are title, outlet, date, beginning and end of the articles of the training corpus found?
//!
//! Prints every miss (`cargo test -p attache-exchange --test corpus -- --nocapture`); the rates required only rise.

use std::fs;
use std::path::{Path, PathBuf};

use attache_exchange::{Input, article};
use attache_model::{Article, BlockKind};

/// Found, of how many.
#[derive(Default)]
struct Rate {
    found: usize,
    of: usize,
}

impl Rate {
    fn count(&mut self, what: &str, file: &str, wanted: Option<&str>, got: Option<&str>) {
        self.of += 1;
        if wanted == got {
            self.found += 1;
        } else {
            println!("{what:8} {file}: {got:?}, expected {wanted:?}");
        }
    }

    fn share(&self) -> f64 {
        self.found as f64 / self.of.max(1) as f64
    }
}

#[test]
fn the_training_articles_are_read_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/train");
    let mut families: Vec<PathBuf> = fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    families.sort();
    let (mut title, mut outlet, mut date, mut start, mut end) = <(Rate, Rate, Rate, Rate, Rate)>::default();
    for family in families.iter().filter(|family| family.join("gold.toml").exists()) {
        let gold: toml::Table = fs::read_to_string(family.join("gold.toml")).unwrap().parse().unwrap();
        for entry in gold["article"].as_array().unwrap() {
            let field = |key: &str| entry.get(key).and_then(|value| value.as_str());
            let path = family.join(field("file").unwrap());
            let file = format!(
                "{}/{}",
                family.file_name().unwrap().to_string_lossy(),
                field("file").unwrap()
            );
            let (read, _) = article(&Input::new(&*file, fs::read(&path).unwrap())).unwrap();
            let published = read.date().map(|date| date.to_string());
            let shown = published
                .as_deref()
                .map(|date| &date[..field("published").map_or(10, str::len).min(10)]);
            title.count("title", &file, field("title"), read.title());
            outlet.count("outlet", &file, field("outlet"), read.outlet.as_deref());
            date.count("date", &file, field("published"), shown);
            let (first, last) = ends(&read);
            let wanted = field("body_starts").unwrap();
            start.count(
                "start",
                &file,
                Some(wanted),
                Some(if first.starts_with(wanted) { wanted } else { first }),
            );
            let wanted = field("body_ends").unwrap();
            end.count(
                "end",
                &file,
                Some(wanted),
                Some(if last.ends_with(wanted.trim_end_matches(['”', '"'])) {
                    wanted
                } else {
                    last
                }),
            );
        }
    }
    for (name, rate) in [
        ("title", &title),
        ("outlet", &outlet),
        ("date", &date),
        ("start", &start),
        ("end", &end),
    ] {
        println!("{name:8} {:>3} of {} ({:.2})", rate.found, rate.of, rate.share());
    }
    for (name, rate, least) in [
        ("title", &title, 0.97),
        ("outlet", &outlet, 0.9),
        ("date", &date, 0.97),
        ("start", &start, 0.95),
        ("end", &end, 0.95),
    ] {
        assert!(
            rate.share() >= least,
            "{name}: {:.3} is less than {least}",
            rate.share()
        );
    }
}

/// The first and the last paragraph of the body.
fn ends(article: &Article) -> (&str, &str) {
    let mut body = article
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Body)
        .map(|block| article.slice(block.span));
    let first = body.next().unwrap_or_default();
    let last = body.next_back().unwrap_or(first);
    (first, last.trim_end_matches(['”', '"']))
}
