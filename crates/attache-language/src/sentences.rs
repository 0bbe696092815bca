//! Where do the sentences of a block begin and end?
//!
//! Rules over full stops, question and exclamation marks: what stands before the mark (an abbreviation, an initial, a number), what
//! follows it (a lower-case letter never begins a sentence), and whether a bracket is open. Every character that is no white space belongs
//! to exactly one sentence.

use attache_model::Span;

/// Abbreviations that a name or number follows: no sentence ends with them.
const NEVER_LAST: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "cmdr", "adm", "sgt", "brig", "cpl", "sen",
    "rep", "gov", "pres", "hon", "rev", "st", "mt", "ft", "vs", "approx", "est", "e.g", "i.e", "cf", "al", "nos",
    "fig", "art", "para", "messrs", "supt", "insp", "amb", "atty", "rs", "viz", "ca", "pp", "ch", "vol", "op", "eds",
    "lt.-gen", "maj.-gen", "lt.gen",
];

/// Abbreviations that may end a sentence: they do when a word follows that likes to begin one.
const SOMETIMES_LAST: &[&str] = &[
    "jr", "sr", "inc", "corp", "co", "ltd", "bros", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "dept", "univ", "ave", "plc", "llc", "s.a", "ph.d", "no", "govt", "intl", "assn",
    "mfg", "ret",
];

/// Words that begin sentences far more often than they follow an abbreviation inside one.
const STARTERS: &[&str] = &[
    "The",
    "A",
    "An",
    "This",
    "That",
    "These",
    "Those",
    "It",
    "Its",
    "He",
    "She",
    "They",
    "We",
    "I",
    "You",
    "His",
    "Her",
    "Their",
    "Our",
    "My",
    "But",
    "And",
    "Or",
    "So",
    "Yet",
    "In",
    "On",
    "At",
    "For",
    "From",
    "To",
    "By",
    "With",
    "After",
    "Before",
    "When",
    "While",
    "As",
    "If",
    "Since",
    "Although",
    "Though",
    "However",
    "Meanwhile",
    "There",
    "Here",
    "What",
    "Who",
    "Why",
    "How",
    "Where",
    "Which",
    "Both",
    "Some",
    "Many",
    "Several",
    "Also",
    "Still",
    "Now",
    "Then",
    "According",
    "Despite",
    "During",
    "Earlier",
    "Later",
    "Not",
    "No",
    "Nor",
    "Once",
    "Until",
    "Moreover",
    "Nevertheless",
    "Instead",
];

/// The sentences of `block`, in order, without the white space around them. A block that is no slice of `text` has none.
///
/// A blank line ends a sentence. A single newline is a line wrap unless the line before it looks complete.
pub fn split(text: &str, block: Span) -> Vec<Span> {
    let Some(slice) = block.slice(text) else {
        return Vec::new();
    };
    let mut sentences = Vec::new();
    for (start, end) in paragraphs(slice) {
        sentences_of(slice, start, end, &mut sentences);
    }
    sentences
        .into_iter()
        .map(|sentence| sentence.shift(block.start))
        .collect()
}

/// The stretches between blank lines and behind complete lines.
fn paragraphs(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .collect();
    let longest = lines
        .iter()
        .map(|(_, line)| line.trim().chars().count())
        .max()
        .unwrap_or(0);
    let mut found = Vec::new();
    let mut start = 0;
    for pair in lines.windows(2) {
        let [(_, line), (next_start, next)] = pair else {
            continue;
        };
        if line.trim().is_empty() || next.trim().is_empty() || ends_paragraph(line.trim(), next.trim(), longest) {
            found.push((start, *next_start));
            start = *next_start;
        }
    }
    found.push((start, text.len()));
    found
}

/// Does the line look complete: ended by a stop, far shorter than its neighbours, or followed by a bullet?
fn ends_paragraph(line: &str, next: &str, longest: usize) -> bool {
    let first = next.trim_start_matches(is_opener).chars().next();
    if next.starts_with(['•', '▪', '‣', '●', '*']) || next.starts_with("- ") || next.starts_with("– ") {
        return true;
    }
    if first.is_none_or(char::is_lowercase) {
        return false;
    }
    let core = line.trim_end_matches(is_closer);
    let stopped = core.ends_with(['!', '?', '…', ':']) || core.ends_with('.') && !is_abbreviation_before(core, next);
    // A heading: short among long lines, and not a wrapped line that ends in the middle of a phrase.
    let length = line.chars().count();
    let heading = longest >= 50
        && length * 2 < longest
        && !line.ends_with([',', ';', '-', '–', '—'])
        && line
            .split_whitespace()
            .last()
            .is_some_and(|word| word.len() > 3 || word.starts_with(char::is_uppercase));
    stopped || heading
}

fn is_abbreviation_before(line: &str, next: &str) -> bool {
    !stop_ends_sentence(line, line.len() - 1, next.trim_start_matches(is_opener), 0)
}

fn is_closer(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | '»' | ')' | ']')
}

fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '„' | '–' | '—' | '-'
    ) || character.is_whitespace()
}

fn sentences_of(text: &str, start: usize, end: usize, sentences: &mut Vec<Span>) {
    let mut begin = start;
    let mut at = start;
    while let Some(offset) = text[at..end].find(['.', '!', '?', '…', '•', '。']) {
        let mark = at + offset;
        let after_mark = skip_marks(text, mark, end);
        at = after_mark;
        if text[mark..].starts_with('•') {
            push(text, begin, mark, sentences);
            begin = mark;
            continue;
        }
        let closed = skip_closers(text, after_mark, end);
        if is_boundary(text, begin, mark, after_mark, closed, end) {
            push(text, begin, closed, sentences);
            begin = closed;
            at = closed;
        }
    }
    push(text, begin, end, sentences);
}

fn push(text: &str, start: usize, end: usize, sentences: &mut Vec<Span>) {
    let slice = &text[start..end];
    let trimmed = slice.trim_start();
    let start = end - trimmed.len();
    let end = start + trimmed.trim_end().len();
    if start < end {
        sentences.push(Span::new(start, end));
    }
}

/// One past the run of stops that begins at `at`.
fn skip_marks(text: &str, at: usize, end: usize) -> usize {
    let run: usize = text[at..end]
        .chars()
        .take_while(|character| matches!(character, '.' | '!' | '?' | '…' | '。'))
        .map(char::len_utf8)
        .sum();
    if run > 0 {
        at + run
    } else {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    }
}

/// One past the quotes and brackets that close behind a stop, and past footnote marks such as `[12]`.
fn skip_closers(text: &str, at: usize, end: usize) -> usize {
    let mut next = at;
    loop {
        let rest = &text[next..end];
        let closers: usize = rest
            .chars()
            .take_while(|&character| is_closer(character))
            .map(char::len_utf8)
            .sum();
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        let note = rest[spaces..].strip_prefix('[').and_then(|inner| {
            let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
            (digits > 0 && inner[digits..].starts_with(']')).then_some(spaces + digits + 2)
        });
        match (closers, note) {
            (0, None) => return next,
            (0, Some(note)) => next += note,
            (closers, _) => next += closers,
        }
    }
}

fn is_boundary(text: &str, begin: usize, mark: usize, after_mark: usize, closed: usize, end: usize) -> bool {
    let rest = &text[closed..end];
    let following = rest.trim_start();
    if following.is_empty() {
        return true;
    }
    let apart = following.len() < rest.len();
    let content = following.trim_start_matches(is_opener);
    let Some(first) = content.chars().next() else {
        return apart;
    };
    let address = content.starts_with("http") || content.starts_with("www.");
    if first.is_lowercase() && !address || !apart && !is_missing_space(text, begin, mark, after_mark, closed, rest) {
        return false;
    }
    if is_in_bracket(text, begin, closed, end) {
        return false;
    }
    let mark_text = &text[mark..after_mark];
    if mark_text != "." {
        // "Yahoo! Inc" apart, these end sentences; a comma or stop behind them shows that they do not.
        return !content.starts_with([',', ';', '.', ':', ')']);
    }
    if closed > after_mark
        && text[after_mark..closed].starts_with(['"', '”', '’', '\''])
        && !is_dotted(text, begin, mark)
    {
        return true;
    }
    stop_ends_sentence(&text[begin..end], mark - begin, content, 0)
}

/// "…the deal.The minister": a stop between a small letter and a capital that a small letter follows.
fn is_missing_space(text: &str, begin: usize, mark: usize, after_mark: usize, closed: usize, rest: &str) -> bool {
    let word_before: Vec<char> = text[begin..mark]
        .chars()
        .rev()
        .take_while(|character| character.is_alphanumeric())
        .collect();
    let lower_before = word_before.len() > 2 && word_before.iter().all(|character| character.is_lowercase());
    let mut after = rest.trim_start_matches(['“', '‘', '"', '(']).chars();
    let (first, second) = (after.next(), after.next());
    let capital_after =
        first.is_some_and(char::is_uppercase) && second.is_some_and(|second| second.is_lowercase() || second == ' ');
    let address = text[begin..mark]
        .rsplit(char::is_whitespace)
        .next()
        .is_some_and(|word| word.contains(['/', '@', '.']));
    let name_after: String = rest
        .chars()
        .take_while(|character| character.is_alphanumeric())
        .collect();
    let domain = ["Com", "Net", "Org", "Gov", "Ru", "Uk", "De", "Js"].contains(&name_after.as_str());
    let quote_closed = closed > after_mark && capital_after;
    capital_after && !address && !domain && (lower_before || quote_closed)
}

/// Is the stop at `mark` inside a bracket that opened after the sentence began and closes soon?
fn is_in_bracket(text: &str, begin: usize, closed: usize, end: usize) -> bool {
    let mut depth = 0_usize;
    let mut opened_at = begin;
    for (offset, character) in text[begin..closed].char_indices() {
        match character {
            '(' | '[' => {
                if depth == 0 {
                    opened_at = begin + offset;
                }
                depth += 1;
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let at_start = text[begin..opened_at].chars().all(is_opener);
    let closes_soon = text[closed..end]
        .chars()
        .take(200)
        .any(|character| matches!(character, ')' | ']'));
    depth > 0 && !at_start && closes_soon
}

/// The word that the stop at `mark` stands behind, inner stops included: `U.S`, `Gen`, `3.5`.
fn word_before(text: &str, mark: usize) -> &str {
    let head = &text[..mark];
    let start = head
        .char_indices()
        .rev()
        .take_while(|&(_, character)| character.is_alphanumeric() || matches!(character, '.' | '&' | '’' | '\'' | '-'))
        .last()
        .map_or(mark, |(at, _)| at);
    &head[start..]
}

fn is_dotted(text: &str, begin: usize, mark: usize) -> bool {
    let word = word_before(&text[begin..], mark - begin);
    word.contains('.') || word.chars().count() == 1
}

/// Does the single full stop at byte `mark` end a sentence, given the text behind it (openers stripped)? `from` bounds the view back.
fn stop_ends_sentence(text: &str, mark: usize, following: &str, from: usize) -> bool {
    let word = word_before(text, mark).trim_start_matches(['\'', '’', '-']);
    let next: &str = following
        .split(|character: char| !character.is_alphanumeric())
        .next()
        .unwrap_or("");
    let digit_next = next.starts_with(|character: char| character.is_ascii_digit());
    let starter = STARTERS.contains(&next);
    if word.is_empty() {
        return true;
    }
    let lower = word.to_lowercase();
    let before = text[from..mark - word.len()].trim_end();
    // A number that opens a list item: "1. The parties agree".
    if before.is_empty()
        && word.len() <= 3
        && (word.bytes().all(|byte| byte.is_ascii_digit()) || word.chars().count() == 1)
    {
        return false;
    }
    if lower == "no" || lower == "art" {
        return !digit_next;
    }
    if NEVER_LAST.contains(&lower.as_str())
        && (word.starts_with(char::is_uppercase) || word.contains('.') || lower.len() <= 3 && lower != "art")
    {
        // "Gen." before a name; but "St." ends an address now and then.
        return lower == "st" && starter;
    }
    let dotted = word.split('.').all(|part| part.chars().count() <= 2) && word.contains('.');
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    if initial {
        let named = before.ends_with(|character: char| {
            character.is_alphanumeric() || character == '.' || character == ',' || character == ')'
        });
        return (starter && named && next != "A") || next.is_empty();
    }
    let month = lower.len() <= 4 && SOMETIMES_LAST[8..20].contains(&lower.as_str());
    if dotted || SOMETIMES_LAST.contains(&lower.as_str()) && (word.starts_with(char::is_uppercase) || lower == "etc") {
        return starter && !(month && digit_next) || next.is_empty();
    }
    true
}
