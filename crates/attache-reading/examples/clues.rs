//! What does the finder know of each word of a passage? For training it: a passage a line in, its words with their clues a line out.
//!
//! ```text
//! echo '{"lines": ["Peru buys tanks", "Peru has bought tanks from Moscow."], "headline": true}' | cargo run -p attache-reading --example clues
//! ```

use std::io::{BufRead, Write};

use attache_model::{Article, ArticleId, Block, BlockKind, Span};
use attache_reading::Reader;

#[derive(serde::Deserialize)]
struct Passage {
    lines: Vec<String>,
    headline: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let reader = Reader::shipped()?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let passage: Passage = serde_json::from_str(&line?)?;
        let mut blocks = Vec::new();
        let mut text = String::new();
        for line in &passage.lines {
            let title = blocks.is_empty() && passage.headline;
            blocks.push(Block {
                kind: if title { BlockKind::Title } else { BlockKind::Body },
                span: Span::new(text.len(), text.len() + line.len()),
            });
            text.push_str(line);
            text.push('\n');
        }
        let article = Article {
            id: ArticleId::of([&text]),
            path: "passage".into(),
            url: None,
            outlet: None,
            byline: None,
            published: None,
            language: "eng".into(),
            text,
            blocks,
            links: Vec::new(),
        };
        serde_json::to_writer(&mut out, &reader.clues(&article))?;
        writeln!(out)?;
    }
    Ok(())
}
