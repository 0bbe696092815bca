//! What does the reader make of a text? Every line of the files given is a block, the first the title.
//!
//! ```text
//! cargo run --example claims -- [--tree] [--json] [--date 2024-06-14] FILE...
//! ```

use attache_language::{Analyzer, split};
use attache_model::{Article, ArticleId, Block, BlockKind, Certain, ClaimKind, Published, Span};
use attache_reading::Reader;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut tree, mut json, mut date, mut files) = (false, false, None, Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--tree" => tree = true,
            "--json" => json = true,
            "--date" => date = arguments.next(),
            _ => files.push(argument),
        }
    }
    let reader = Reader::shipped()?;
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim();
            if !trimmed.is_empty() {
                let start = at + line.find(trimmed).unwrap_or(0);
                let kind = if blocks.is_empty() {
                    BlockKind::Title
                } else {
                    BlockKind::Body
                };
                blocks.push(Block {
                    kind,
                    span: Span::new(start, start + trimmed.len()),
                });
            }
            at += line.len();
        }
        let published = match &date {
            Some(date) => Some(Published {
                date: date.parse()?,
                from: "argument".into(),
                certain: Certain::Sure,
            }),
            None => None,
        };
        let article = Article {
            id: ArticleId::of([&text]),
            path: file.clone(),
            url: None,
            outlet: None,
            byline: None,
            published,
            language: "eng".into(),
            text,
            blocks,
            links: Vec::new(),
        };
        if tree {
            print_trees(&article)?;
        }
        let reading = reader.read(&article);
        if json {
            for claim in &reading.claims {
                let quotes: Vec<&str> = claim.quotes.iter().map(|quote| article.slice(*quote)).collect();
                println!(
                    "{}",
                    serde_json::json!({ "file": file, "quotes": quotes, "claim": claim })
                );
            }
            continue;
        }
        println!("== {file}");
        for claim in &reading.claims {
            let ClaimKind::Transfer(transfer) = &claim.says else {
                continue;
            };
            for quote in &claim.quotes {
                println!("“{}”", article.slice(*quote));
            }
            let party = |slot: &Option<attache_model::Slot<attache_model::Party>>| {
                slot.as_ref().map_or("?".to_owned(), |slot| {
                    format!("{}{}", slot.value(), if slot.span().is_none() { "*" } else { "" })
                })
            };
            println!(
                "   {} → {} | {:?} {} ×{} | {} | {} {} {} | agreed {} delivered {} | {} | {}",
                party(&transfer.supplier),
                party(&transfer.recipient),
                transfer.designation().unwrap_or("-"),
                transfer.category(),
                transfer
                    .quantity
                    .as_ref()
                    .map_or("-".into(), |slot| slot.value().to_string()),
                transfer.stage.as_ref().map_or("-", |slot| slot.value().as_str()),
                claim.stance.polarity,
                claim.stance.certainty,
                claim.stance.time,
                transfer
                    .agreed
                    .as_ref()
                    .map_or("-".into(), |slot| slot.value().to_string()),
                transfer
                    .delivered
                    .as_ref()
                    .map_or("-".into(), |slot| slot.value().to_string()),
                claim
                    .sources
                    .iter()
                    .map(|source| format!("{} ({})", source.name, source.kind))
                    .collect::<Vec<_>>()
                    .join(" → "),
                claim.rule,
            );
        }
        for doubt in &reading.doubts {
            println!("   ? {}: {}", doubt.kind, doubt.what);
        }
    }
    Ok(())
}

fn print_trees(article: &Article) -> Result<(), Box<dyn std::error::Error>> {
    let analyzer = Analyzer::shipped()?;
    let spans: Vec<Span> = article
        .blocks
        .iter()
        .flat_map(|block| split(&article.text, block.span))
        .collect();
    for sentence in analyzer.analyze(&article.text, &spans) {
        for (index, token) in sentence.tokens.iter().enumerate() {
            let head = token.head.map_or(0, |head| head + 1);
            println!(
                "{:3} {:20} {:18} {:?} {} {}",
                index + 1,
                article.slice(token.span),
                token.lemma,
                token.tag,
                head,
                token.relation
            );
        }
        for name in &sentence.names {
            println!("    {:?}: {}", name.label, article.slice(name.span));
        }
        println!();
    }
    Ok(())
}
