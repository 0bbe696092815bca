//! Dates and numbers of any text are slices of it; a period never ends before it begins.
#![no_main]

use attache_language::dates::{self, Anchor};
use attache_language::numbers;
use attache_model::{Date, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let whole = Span::new(0, text.len());
    for published in [None, Some(Date::constant(2024, 6, 14))] {
        for mention in dates::find(text, whole, Anchor { published, running: None }) {
            assert!(mention.span.slice(text).is_some());
            if let Some((Some(first), Some(last))) = mention.when.map(|when| (when.first, when.last)) {
                assert!(first <= last);
            }
        }
    }
    for number in numbers::find(text, whole) {
        assert!(number.span.slice(text).is_some());
    }
});
