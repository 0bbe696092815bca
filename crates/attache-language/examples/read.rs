//! What does the crate make of a text? Reads standard input as one block and prints a table; timings go to standard error.

use std::io::Read;
use std::time::Instant;

use attache_language::{Analyzer, dates, numbers, split};
use attache_model::Span;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let start = Instant::now();
    let analyzer = Analyzer::shipped()?;
    eprintln!("loaded in {:.2?}", start.elapsed());
    let start = Instant::now();
    let sentences = split(&text, Span::new(0, text.len()));
    eprintln!("{} sentences split in {:.2?}", sentences.len(), start.elapsed());
    let start = Instant::now();
    let read = analyzer.analyze(&text, &sentences);
    let took = start.elapsed();
    eprintln!(
        "read in {took:.2?}: {:.0} sentences a second",
        sentences.len() as f64 / took.as_secs_f64()
    );
    for sentence in &read {
        println!(
            "# {}",
            sentence.span.slice(&text).unwrap_or_default().replace('\n', " ")
        );
        for (index, token) in sentence.tokens.iter().enumerate() {
            let form = token.span.slice(&text).unwrap_or_default();
            let head = token.head.map_or(0, |head| head + 1);
            println!(
                "{}\t{form}\t{}\t{:?}\t{head}\t{}",
                index + 1,
                token.lemma,
                token.tag,
                token.relation
            );
        }
        for act in &sentence.acts {
            let word = sentence.tokens[act.token].span.slice(&text).unwrap_or_default();
            println!("# {}: {word} {:.2}, of any type {:.2}", act.kind, act.chance, act.any);
        }
        for name in &sentence.names {
            println!("# {:?}: {}", name.label, name.span.slice(&text).unwrap_or_default());
        }
        for number in numbers::find(&text, sentence.span) {
            println!("# {number:?}: {}", number.span.slice(&text).unwrap_or_default());
        }
        for date in dates::find(&text, sentence.span, dates::Anchor::default()) {
            println!("# {date:?}: {}", date.span.slice(&text).unwrap_or_default());
        }
        println!();
    }
    Ok(())
}
