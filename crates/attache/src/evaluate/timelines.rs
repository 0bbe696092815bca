//! How well are timelines of one entity built from many articles? Measured on SemEval-2015 task 4: Wikinews on aircraft, the car industry and markets.
//!
//! From raw text (the task's track A): a timeline holds the events that an entity takes part in, each by the word that tells it, at its day. As in
//! TempEval-3, a timeline stands for relations: one event is before another, at the same time, or within its date. Precision is the part of the
//! program's relations, each told once, that follow from the gold's; recall the reverse; summed over all timelines (micro F1). What neither dates
//! nor orders (position 0) counts neither way.
//!
//! Most of the gold is what companies do: flights, unveilings, orders by airlines. The program reads what states do to each other and arms, and
//! says so by how little it finds; what it finds shows how well it is dated and ordered.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use attache_model::{Article, ArticleId, Block, BlockKind, Certain, Claim, ClaimKind, Published, Span, When};
use attache_reading::Reader;
use rayon::prelude::*;

use super::figures::{Figures, share};

const FOLDER: &str = "semeval2015_timeline/SemEval_Task4_data";

/// The best of the task's runs from raw text (Minard et al. 2015).
const PEER: &str = "best run from raw text at the task: 0.079";

/// An event of a timeline: `document-sentence-word`.
type Mention = String;
/// Positions in order of time, each with its date and its mentions.
type Timeline = Vec<(String, BTreeSet<Mention>)>;

pub fn run(data: &Path, out: &mut dyn Write) -> Result<Figures> {
    let folder = data.join(FOLDER);
    if !folder.is_dir() {
        writeln!(out, "timelines: skipped, there is no {}", folder.display())?;
        return Ok(Figures::default());
    }
    let reader = Reader::shipped()?;
    let (mut found, mut right, mut meant, mut met, mut timelines) = (0, 0, 0, 0, 0);
    for corpus in sorted(&folder)?.into_iter().filter(|path| path.is_dir()) {
        let files = sorted(&corpus.join("corpus_trackA_TimeML"))?;
        let documents: Vec<Document> = files.iter().map(|path| Document::load(path)).collect::<Result<_>>()?;
        let told: Vec<Told> = documents
            .par_iter()
            .flat_map(|document| document.told(&reader))
            .collect();
        for gold in sorted(&corpus.join("TimeLines_Gold_Standard"))? {
            let text = fs::read_to_string(&gold).with_context(|| format!("reading {}", gold.display()))?;
            let Some(entity) = text.lines().next().map(str::trim) else {
                continue;
            };
            let (own, theirs) = (timeline(&told, entity), parsed(&text));
            let (own, theirs) = (Relations::of(&own), Relations::of(&theirs));
            timelines += 1;
            found += own.reduced.len();
            right += own.reduced.intersection(&theirs.closed).count();
            meant += theirs.reduced.len();
            met += theirs.reduced.intersection(&own.closed).count();
        }
    }
    let (precision, recall) = (share(right, found), share(met, meant));
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    writeln!(
        out,
        "timelines, {timelines} of SemEval-2015: P {precision:.3}  R {recall:.3}  F1 {f1:.3}   relations found {found}, right {right}, of the gold {meant}   ({PEER})\n"
    )?;
    let mut figures = Figures::default();
    figures.put("timelines.f1", f1, meant);
    Ok(figures)
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| path.is_dir() || path.extension().is_some_and(|end| end == "tml" || end == "txt"));
    paths.sort();
    Ok(paths)
}

/// One article of the task.
struct Document {
    id: String,
    article: Article,
    /// Where each numbered sentence stands.
    sentences: Vec<(String, Span)>,
}

/// An event that the program reads, where it is told, when it was, and the words of all who take part.
struct Told {
    mention: Mention,
    when: Option<When>,
    words: Vec<String>,
}

impl Document {
    fn load(path: &Path) -> Result<Document> {
        let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let between = |open: &str, close: &str| Some(text.split_once(open)?.1.split_once(close)?.0);
        let id = between("<DOCID>", "</DOCID>").unwrap_or_default().to_owned();
        let date = between("functionInDocument=\"CREATION_TIME\"", ">");
        let date = date.and_then(|tag| tag.split_once("value=\"")?.1.get(..10)?.parse().ok());
        let mut body = String::new();
        let mut sentences = Vec::new();
        for part in text.split("<s id=\"").skip(1) {
            let Some((number, rest)) = part.split_once("\">") else {
                continue;
            };
            let words = rest.split("</s>").next().unwrap_or_default();
            let words = words
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"");
            let start = body.len();
            body.push_str(words.trim());
            sentences.push((number.to_owned(), Span::new(start, body.len())));
            body.push(if sentences.len() <= 2 { '\n' } else { ' ' });
        }
        // The title, the line of the date, and the text.
        let block = |kind, first: usize, last: usize| {
            let (first, last) = (sentences.get(first)?.1.start, sentences.get(last)?.1.end);
            Some(Block {
                kind,
                span: Span::new(first, last),
            })
        };
        let blocks = [
            block(BlockKind::Title, 0, 0),
            block(BlockKind::Body, 2, sentences.len().saturating_sub(1)),
        ];
        let article = Article {
            id: ArticleId::of([text.as_bytes()]),
            path: path.display().to_string(),
            url: None,
            outlet: Some("Wikinews".to_owned()),
            byline: None,
            published: date.map(|date| Published {
                date,
                from: "creation time".to_owned(),
                certain: Certain::Sure,
            }),
            language: "eng".to_owned(),
            text: body,
            blocks: blocks.into_iter().flatten().collect(),
            links: Vec::new(),
        };
        Ok(Document { id, article, sentences })
    }

    fn told(&self, reader: &Reader) -> Vec<Told> {
        let claims = reader.read(&self.article).claims;
        claims.iter().filter_map(|claim| self.event(claim)).collect()
    }

    fn event(&self, claim: &Claim) -> Option<Told> {
        let (span, when) = match &claim.says {
            ClaimKind::Transfer(transfer) => (
                transfer.stage.as_ref()?.span()?,
                transfer.agreed.as_ref().or(transfer.delivered.as_ref()),
            ),
            ClaimKind::Event(event) => (event.event.span()?, event.date.as_ref()),
            ClaimKind::Figure(_) => return None,
        };
        let (number, _) = self
            .sentences
            .iter()
            .find(|(_, place)| place.start <= span.start && span.start < place.end)?;
        let word = self.article.text.get(span.start..span.end)?.split_whitespace().next()?;
        let spans = claim.filled().into_iter().filter_map(|filled| filled.span);
        Some(Told {
            mention: format!("{}-{number}-{word}", self.id),
            when: when.map(|slot| *slot.value()),
            words: spans.map(|span| self.article.slice(span).to_lowercase()).collect(),
        })
    }
}

/// The dated events that an entity is named in.
fn timeline(told: &[Told], entity: &str) -> Timeline {
    let entity = entity.to_lowercase();
    let last = entity.split_whitespace().next_back().filter(|word| word.len() > 3);
    let names = |word: &String| {
        word.contains(&entity) || last.is_some_and(|last| word.split_whitespace().any(|own| own == last))
    };
    let mut positions: BTreeMap<String, BTreeSet<Mention>> = BTreeMap::new();
    for told in told.iter().filter(|told| told.words.iter().any(names)) {
        if let Some(first) = told.when.and_then(|when| when.first) {
            positions
                .entry(first.to_string())
                .or_default()
                .insert(told.mention.clone());
        }
    }
    positions.into_iter().collect()
}

/// A timeline as the gold writes it: position, date, mentions.
fn parsed(text: &str) -> Timeline {
    let mut positions: BTreeMap<u32, (String, BTreeSet<Mention>)> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut columns = line.split('\t').map(str::trim).filter(|column| !column.is_empty());
        let position = columns.next().and_then(|number| number.parse().ok()).unwrap_or(0);
        let date = columns.next().unwrap_or_default();
        if position > 0 {
            let (known, mentions) = positions.entry(position).or_default();
            date.clone_into(known);
            mentions.extend(columns.map(str::to_owned));
        }
    }
    positions.into_values().collect()
}

/// The relations that a timeline stands for: told once, and all that follow.
#[derive(Default)]
struct Relations {
    reduced: BTreeSet<(Mention, &'static str, Mention)>,
    closed: BTreeSet<(Mention, &'static str, Mention)>,
}

impl Relations {
    fn of(timeline: &Timeline) -> Relations {
        let mut relations = Relations::default();
        for (nth, (date, mentions)) in timeline.iter().enumerate() {
            let first = mentions.first();
            for mention in mentions {
                let within = (mention.clone(), "within", date.clone());
                relations.reduced.insert(within.clone());
                relations.closed.insert(within);
                if let Some(first) = first.filter(|first| *first != mention) {
                    relations.reduced.insert((first.clone(), "with", mention.clone()));
                }
                let others = mentions.iter().filter(|other| *other != mention);
                relations
                    .closed
                    .extend(others.map(|other| (mention.clone(), "with", other.clone())));
                let later = timeline[nth + 1..].iter().flat_map(|(_, later)| later);
                relations
                    .closed
                    .extend(later.map(|later| (mention.clone(), "before", later.clone())));
            }
            let next = timeline.get(nth + 1).and_then(|(_, next)| next.first());
            if let (Some(first), Some(next)) = (first, next) {
                relations.reduced.insert((first.clone(), "before", next.clone()));
            }
        }
        relations
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_follow_from_positions() {
        let timeline = parsed("Boeing\n0\tXXXX-XX-XX\t1-2-x\n1\t2005-01-01\t1-3-a\t2-3-b\n2\t2006\t1-4-c\n");
        let relations = Relations::of(&timeline);
        assert_eq!(relations.reduced.len(), 3 + 1 + 1);
        let after = |a: &str, b: &str| relations.closed.contains(&(a.to_owned(), "before", b.to_owned()));
        assert!(after("1-3-a", "1-4-c") && after("2-3-b", "1-4-c") && !after("1-4-c", "1-3-a"));
    }
}
