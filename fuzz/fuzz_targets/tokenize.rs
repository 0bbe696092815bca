//! Sentences and tokens of any text are slices of it, in order, without overlap.
#![no_main]

use attache_language::{split, tokenize};
use attache_model::Span;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut before = 0;
    for sentence in split(text, Span::new(0, text.len())) {
        assert!(sentence.start >= before && sentence.slice(text).is_some());
        before = sentence.end;
        let mut at = sentence.start;
        for token in tokenize(text, sentence) {
            assert!(token.start >= at && token.end <= sentence.end && token.slice(text).is_some());
            at = token.end;
        }
    }
});
