//! Are the articles of the corpus taken off their pages as gold has them: title, outlet, date, where the main text begins and ends?

use std::io::Write;

use attache_model::{Article, BlockKind};

use super::figures::{Figures, share};
use super::gold::GoldArticle;
use super::read::{ReadArticle, places};
use super::same;

/// The parts that are compared, in the order of [`compare`].
const PARTS: [&str; 5] = ["title", "outlet", "published", "begins", "ends"];

/// How many articles have each part right.
#[derive(Default)]
pub struct ArticleScore {
    articles: usize,
    right: [usize; 5],
}

impl ArticleScore {
    pub fn of(articles: &[ReadArticle<'_>]) -> ArticleScore {
        let mut score = ArticleScore {
            articles: articles.len(),
            ..ArticleScore::default()
        };
        for read in articles {
            for (right, same) in score.right.iter_mut().zip(compare(&read.article, read.gold)) {
                *right += usize::from(same);
            }
        }
        score
    }

    pub fn figures(&self, prefix: &str) -> Figures {
        let mut figures = Figures::default();
        for (part, right) in PARTS.iter().zip(self.right) {
            figures.put(format!("{prefix}.{part}"), share(right, self.articles), self.articles);
        }
        figures
    }

    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let parts: Vec<String> = PARTS
            .iter()
            .zip(self.right)
            .map(|(part, right)| format!("{part} {right}"))
            .collect();
        writeln!(
            out,
            "  articles right, of {:<4}          {}",
            self.articles,
            parts.join("  ")
        )
    }
}

/// Title, outlet, date, beginning and end of the main text: is each as gold has it?
fn compare(article: &Article, gold: &GoldArticle) -> [bool; 5] {
    let title = article
        .title()
        .is_some_and(|title| same::key(title) == same::key(&gold.title));
    let outlet = match (&article.outlet, &gold.outlet) {
        (Some(outlet), Some(gold)) => same::source(outlet, gold),
        (outlet, gold) => outlet.is_none() && gold.is_none(),
    };
    let published = match (article.date(), gold.published) {
        (Some(date), Some(gold)) => gold.contains(attache_model::When::day(date)),
        (date, gold) => date.is_none() && gold.is_none(),
    };
    // A lead may stand before the words that open the main text, a credit line behind those that close it; other body may not.
    let opens = |kind: BlockKind| matches!(kind, BlockKind::Lead | BlockKind::Body | BlockKind::Dateline);
    let until_body = article
        .blocks
        .iter()
        .position(|block| block.kind == BlockKind::Body)
        .map_or(0, |at| at + 1);
    let begins = article.blocks[..until_body]
        .iter()
        .any(|block| opens(block.kind) && begins_with(article.slice(block.span).trim(), &gold.body_starts));
    let last_body = article.blocks.iter().rev().find(|block| block.kind == BlockKind::Body);
    let ends = last_body.is_some_and(|block| ends_with(article.slice(block.span).trim(), &gold.body_ends));
    [title, outlet, published, begins, ends]
}

fn begins_with(text: &str, words: &str) -> bool {
    places(text, words).first().is_some_and(|span| span.start == 0)
}

fn ends_with(text: &str, words: &str) -> bool {
    places(text, words).last().is_some_and(|span| span.end == text.len())
}

#[cfg(test)]
mod tests {
    use attache_model::{ArticleId, Block, Span};

    use super::*;

    fn article(parts: &[(BlockKind, &str)]) -> Article {
        let mut text = String::new();
        let mut blocks = Vec::new();
        for (kind, part) in parts {
            let start = text.len();
            text.push_str(part);
            blocks.push(Block {
                kind: *kind,
                span: Span::new(start, text.len()),
            });
            text.push('\n');
        }
        Article {
            id: ArticleId::of(["a"]),
            path: String::new(),
            url: None,
            outlet: Some("Daily Courier".to_owned()),
            byline: None,
            published: None,
            language: "eng".to_owned(),
            text,
            blocks,
            links: Vec::new(),
        }
    }

    #[test]
    fn furniture_before_or_behind_is_seen() {
        let gold: GoldArticle = toml::from_str(
            "file='a'\ntitle='Peru picks'\noutlet='The Daily Courier'\norigin='o'\nbody_starts='LIMA -'\nbody_ends='said.'",
        )
        .unwrap();
        let title = (BlockKind::Title, "Peru picks");
        let body = (BlockKind::Body, "LIMA - Peru bought ships, he said.");
        let stray = (BlockKind::Body, "More to read");
        assert_eq!(compare(&article(&[title, body]), &gold), [true; 5]);
        assert_eq!(
            compare(&article(&[title, stray, body]), &gold),
            [true, true, true, false, true]
        );
        assert_eq!(
            compare(&article(&[body, stray]), &gold),
            [false, true, true, true, false]
        );
    }
}
