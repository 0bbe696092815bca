//! Which syntactic words does a sentence consist of?
//!
//! The rules are those that the model was trained with, `words()` in training/data.py: the pattern below is that file's `WORD` line by
//! line, with Python's character classes written out (Python's `\w` has no combining marks, Rust's has). README.md there explains each rule.

use std::sync::LazyLock;

use attache_model::Span;
use fancy_regex::Regex;

const PREFIXES: &str =
    "anti|co|counter|cross|e|ex|inter|intra|mid|mini|multi|neo|non|over|post|pre|pro|re|semi|sub|ultra";
const PREFIXES_TITLE: &str =
    "Anti|Co|Counter|Cross|E|Ex|Inter|Intra|Mid|Mini|Multi|Neo|Non|Over|Post|Pre|Pro|Re|Semi|Sub|Ultra";
const ABBREVIATIONS: &str = r"Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Brig|Cpl|Sen|Rep|Gov|Pres|Hon|Rev|St|Jr|Sr|Inc|Corp|Co|Ltd|Bros|vs|etc|approx|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Ph\.D|Mt|Ft|Dept|Univ|Ave";

/// The alternatives in order of precedence. Inside brackets `@w` `@d` `@l` `@a` `@s` stand for Python's `\w`, `\d`, `LETTER`, `[^\W_]`, `\s`.
const WORD: &str = r#"
      https?://[^@s<>"]*[^@s<>".,;:!?)\]'’] | www\.[^@s<>"]*[^@s<>".,;:!?)\]'’] | [@w.+-]+@[@w-]+(?:\.[@w-]+)+
    | [@w-]+(?:\.[@w-]+)*\.(?:com|org|net|gov|mil|edu|info|co\.uk|pdf|doc|html?)(?![@w])
    | [\#@][@w]+ | (?<=[@w.])['’](?:s|re|ve|ll|d|m)(?![@w])
    | (?:[@l]\.){2,} | (?:[A-Z]\.)+[A-Z](?![@w]) | (?<![@w])[A-Z]\.(?=[@s]+[A-Z]) | No\.(?=[@s]*[@d])
    | (?<![@w])(?:ABBREVIATIONS)\.
    | ['’][@d][@d]s(?![@w])
    | [@d]{3}-[@d]{3}-[@d]{4}
    | (?<![@w])(?:[A-Z][A-Za-z]*-[A-Z]{0,3}[@d]+|[@d]+[A-Z]+-[A-Z]?[@d]+|[A-Z]+[@d]+[A-Z]*-[A-Z]*[@d]+)[A-Za-z0-9]*
          (?:-[A-Z0-9]{1,4}(?![A-Za-z0-9]))*(?:/[A-Z]{1,2}[@d]?(?![A-Za-z0-9-]))*
    | (?:US|A|AU|C|CA|NZ|HK|S|R)?\$ | [£€¥₹₽₪₩₺]
    | [@d]+(?:[.,:/][@d]+)*[@l][@a]*(?:\.[@d]+[@a]+)? | [@d]+(?:[.,:/][@d]+)* | \.[@d]+
    | (?<![@w])(?:PREFIXES)-(?:[@l][@w]*|[@d]+s?)(?:['’][@l]+)*
    | [@l]+(?:&[@l]+)+ | [@a]+(?:['’][@a]+)*['’]?
    | \.{2,} | [!?]{2,} | -{2,} | ={2,} | \*{2,} | _{2,} | [^@s]
"#;

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = WORD
        .replace("PREFIXES", &format!("{PREFIXES}|{PREFIXES_TITLE}"))
        .replace("ABBREVIATIONS", ABBREVIATIONS)
        .replace("@w", r"\p{L}\p{N}_")
        .replace("@d", r"\p{Nd}")
        .replace("@l", r"\p{L}\p{Nl}\p{No}")
        .replace("@a", r"\p{L}\p{N}")
        .replace("@s", r"\p{White_Space}\x1c-\x1f");
    Regex::new(&format!("(?x){pattern}")).ok()
});

/// The syntactic words of `sentence` (a slice of `text`): ordered, never overlapping, white space left out.
///
/// Contractions are cut as Universal Dependencies cuts them (`do|n't`, `Baku|'s`), hyphenated words too (`Armenian|-|made`) except
/// behind prefixes (`anti-ship`) and in designations (`Su-30MKI`). A sentence that is no slice of `text` has no words.
pub fn tokenize(text: &str, sentence: Span) -> Vec<Span> {
    let Some(slice) = sentence.slice(text) else {
        return Vec::new();
    };
    let mut words = Vec::with_capacity(slice.len() / 5);
    let mut at = 0;
    while at < slice.len() {
        let (start, end) = match plain_word(slice, at) {
            Some(end) => (at, end),
            None => match next_word(slice, at) {
                Some(found) => found,
                None => break,
            },
        };
        cut(slice, start, end, &mut words);
        at = end;
    }
    words.iter().map(|word: &Span| word.shift(sentence.start)).collect()
}

/// Most words are ASCII letters between spaces: those need no pattern.
fn plain_word(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let before = at.checked_sub(1).map_or(b' ', |before| text.as_bytes()[before]);
    (length > 0 && before == b' ' && rest.get(length) == Some(&b' ')).then_some(at + length)
}

fn next_word(text: &str, at: usize) -> Option<(usize, usize)> {
    if let Some(pattern) = PATTERN.as_ref()
        && let Ok(found) = pattern.find_from_pos(text, at)
    {
        return found.map(|word| (word.start(), word.end()));
    }
    // The pattern gave up (its backtracking is bounded): one character at a time still tokenizes.
    let (offset, character) = text[at..]
        .char_indices()
        .find(|(_, character)| !character.is_whitespace())?;
    Some((at + offset, at + offset + character.len_utf8()))
}

/// Cuts a match into its syntactic words: a trailing apostrophe, a clitic, a fused pair.
fn cut(text: &str, start: usize, end: usize, words: &mut Vec<Span>) {
    let form = &text[start..end];
    let is_apostrophe = |character: char| matches!(character, '\'' | '’');
    let mut push_pair = |middle: usize| words.extend([Span::new(start, middle), Span::new(middle, end)]);
    let last = form
        .chars()
        .next_back()
        .filter(|&last| is_apostrophe(last) && form.len() > last.len_utf8());
    if let Some(last) = last {
        push_pair(end - last.len_utf8());
    } else if let Some(clitic) = clitic(form).filter(|_| !form.starts_with(is_apostrophe)) {
        push_pair(start + clitic);
    } else if ["cannot", "gonna", "wanna", "gotta"]
        .iter()
        .any(|fused| form.eq_ignore_ascii_case(fused))
    {
        push_pair(start + 3);
    } else {
        words.push(Span::new(start, end));
    }
}

/// Where a clitic begins that ends `form` and is not all of it.
fn clitic(form: &str) -> Option<usize> {
    let apostrophe = form.rfind(['\'', '’'])?;
    let tail = form[apostrophe..].trim_start_matches(['\'', '’']).to_ascii_lowercase();
    let start = match tail.as_str() {
        "s" | "re" | "ve" | "ll" | "d" | "m" => apostrophe,
        "t" => form[..apostrophe].strip_suffix(['n', 'N'])?.len(),
        _ => return None,
    };
    (start > 0).then_some(start)
}
