//! How well are transfers read and weighed, on the corpus with its gold?

use std::io::Write;

use anyhow::{Result, bail};
use attache_reading::Reader;

use super::articles::ArticleScore;
use super::claims::{self, ClaimScore, Pairs};
use super::figures::Figures;
use super::floors::Dataset;
use super::gold::{self, Part};
use super::read::ReadArticle;
use super::records::RecordScore;
use super::{EvaluateOptions, listing, read};

/// The figures of the parts that are asked for. The project's own corpus is also a data set with floors; somebody else's is not.
pub fn run(options: &EvaluateOptions, out: &mut dyn Write, datasets: &mut Vec<Dataset>) -> Result<Figures> {
    let reader = Reader::shipped()?;
    let mut figures = Figures::default();
    for part in options.parts() {
        figures.extend(run_part(options, part, &reader, out)?);
        if options.story.is_none() && options.corpus.is_none() {
            datasets.push(Dataset::of(
                &format!("transfers.{}", part.as_str()),
                &[options.corpus().join(part.as_str())],
            )?);
        }
    }
    Ok(figures)
}

fn run_part(options: &EvaluateOptions, part: Part, reader: &Reader, out: &mut dyn Write) -> Result<Figures> {
    let mut stories = gold::load_part(&options.corpus(), part)?;
    if let Some(wanted) = &options.story {
        let names: Vec<String> = stories.iter().map(|story| story.name.clone()).collect();
        stories.retain(|story| &story.name == wanted);
        if stories.is_empty() {
            // With both parts wanted, the story is in one of them only.
            if options.part.is_none() {
                return Ok(Figures::default());
            }
            bail!(
                "{} has no story `{wanted}`; it has: {}",
                part.as_str(),
                names.join(" · ")
            );
        }
    }
    let articles = read::read(&stories, reader)?;
    let pairs: Vec<Pairs> = articles
        .iter()
        .map(|read| claims::pair(&read.claims, &read.gold_claims, &read.article.text))
        .collect();
    let listed = options.errors && (part == Part::Train || options.show_test);
    if listed {
        for (read, pairs) in articles.iter().zip(&pairs) {
            listing::write(out, read, pairs)?;
        }
        writeln!(out)?;
    }
    writeln!(
        out,
        "transfers, {}: {} stories, {} articles",
        part.as_str(),
        stories.len(),
        articles.len()
    )?;
    let pages = ArticleScore::of(&articles);
    pages.write(out)?;
    let both = || articles.iter().zip(&pairs);
    let score = ClaimScore::of(both());
    score.write(out)?;
    if stories.len() > 1 {
        for story in &stories {
            let own = |(read, _): &(&ReadArticle<'_>, &Pairs)| std::ptr::eq(read.story, story);
            write_story(out, &story.name, &ClaimScore::of(both().filter(own)))?;
        }
    }
    let records = RecordScore::of(&stories, &articles, &pairs);
    records.write(out)?;
    if listed {
        records.list(out)?;
    }
    writeln!(out)?;
    let mut figures = score.figures(&format!("transfers.{}.claims", part.as_str()));
    figures.extend(pages.figures(&format!("transfers.{}.articles", part.as_str())));
    figures.extend(records.figures(&format!("transfers.{}", part.as_str())));
    Ok(figures)
}

fn write_story(out: &mut dyn Write, name: &str, score: &ClaimScore) -> Result<()> {
    writeln!(
        out,
        "    {name:<24} strict F1 {:.3}  lenient F1 {:.3}  slots {:.3}   predicted {:>3}  gold {:>3}",
        score.strict.f1(),
        score.lenient.f1(),
        score.mean_slot_accuracy(),
        score.strict.predicted,
        score.strict.gold
    )?;
    Ok(())
}
