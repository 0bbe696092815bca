//! By which words is it seen that two pieces of text speak of the same thing?

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Names and other words with a capital, folded.
pub(crate) fn names(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
        let folded = word.trim_matches('-');
        if folded.starts_with(char::is_uppercase) && folded.chars().count() >= 3 && !common(&folded.to_lowercase()) {
            names.insert(stem(&folded.to_lowercase()));
        }
    }
    names
}

/// Words that carry meaning, folded and cut to a stem, for headlines whose capitals say nothing.
pub(crate) fn content_words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 3 && !common(word))
        .map(|word| stem(&word))
        .collect()
}

/// "Belarusian" and "Belarus", "drones" and "drone" are to meet: the first five letters.
fn stem(word: &str) -> String {
    word.chars().take(5).collect()
}

fn common(word: &str) -> bool {
    COMMON.contains(word)
}

/// Words that any two pieces of news share.
static COMMON: LazyLock<BTreeSet<&str>> = LazyLock::new(|| COMMON_WORDS.split(' ').collect());

const COMMON_WORDS: &str = "the and for with that this from but has have had was were are its his her their they not who will would \
    after before over into more than about which when what said says say also been one two new all can could \
    may any out how why she him our you your there here where some other most now yet only monday tuesday \
    wednesday thursday friday saturday sunday january february march april june july august september \
    october november december news photo according during while these those then first last";
