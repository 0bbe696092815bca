use attache_language::{split, tokenize};
use attache_model::Span;
use std::io::Read;
fn main() {
    let mode = std::env::args().nth(1).unwrap();
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    for line in text.split('\u{1}') {
        let all = Span::new(0, line.len());
        let spans = if mode == "split" { split(line, all) } else { tokenize(line, all) };
        let out: Vec<String> = spans.iter().map(|s| s.slice(line).unwrap().replace('\n', " ")).collect();
        println!("{}", out.join("\u{2}"));
    }
}
