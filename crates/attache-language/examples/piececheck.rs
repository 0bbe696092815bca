#[path = "../src/pieces.rs"]
#[allow(dead_code)]
mod pieces;
use std::io::BufRead;
fn main() {
    let p = pieces::Pieces::new(include_str!("../../../models/english/vocab.txt")).unwrap();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut ids = Vec::new();
        p.of(&line, &mut ids);
        println!("{} {:?}", pieces::shape(&line), ids);
    }
}
