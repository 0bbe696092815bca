use attache_language::{Tag, lemma};
use std::io::BufRead;
fn main() {
    let (mut n, mut ok) = (0, 0);
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let c: Vec<&str> = line.split('\t').collect();
        let tag = match c[0] { "VERB" => Tag::Verb, "NOUN" => Tag::Noun, "AUX" => Tag::Aux, "ADJ" => Tag::Adj, "ADV" => Tag::Adv, "PRON" => Tag::Pron, "DET" => Tag::Det, _ => Tag::Part };
        let k: usize = c[3].parse().unwrap();
        let found = lemma(c[1], tag);
        n += k;
        if found == c[2].to_lowercase() { ok += k; } else { println!("{}\t{}\t{}\t{}\t{}", k, c[0], c[1], c[2], found); }
    }
    eprintln!("{ok} of {n}: {:.2}", 100.0 * ok as f64 / n as f64);
}
