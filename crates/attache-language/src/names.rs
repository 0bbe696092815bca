//! Which names do the model's scores spell?
//!
//! The best sequence of marks in which a name goes on only where it has begun (Viterbi over begin, inside and outside). The marks are chosen
//! word by word, so what they spell may end in the middle of a name, or hold what no name does: [`whole`] sets that right.

use std::ops::Range;

use crate::{Label, Tag};

/// What stands before a person's name and is no part of it.
const TITLES: &[&str] = &[
    "adm",
    "admiral",
    "brig",
    "capt",
    "captain",
    "chancellor",
    "cmdr",
    "col",
    "colonel",
    "dr",
    "fr",
    "gen",
    "general",
    "gov",
    "governor",
    "king",
    "lieutenant",
    "lt",
    "maj",
    "major",
    "minister",
    "mr",
    "mrs",
    "ms",
    "president",
    "prime",
    "prof",
    "professor",
    "queen",
    "rep",
    "rev",
    "reverend",
    "secretary",
    "sen",
    "senator",
    "sergeant",
    "sgt",
];

/// What one score says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Outside,
    Begin(Label),
    Inside(Label),
}

impl Mark {
    /// Reads `O`, `B-weapon`, `I-weapon`.
    pub fn from_name(name: &str) -> Option<Mark> {
        match name.split_once('-') {
            None if name == "O" => Some(Mark::Outside),
            Some(("B", label)) => Label::from_name(label).map(Mark::Begin),
            Some(("I", label)) => Label::from_name(label).map(Mark::Inside),
            _ => None,
        }
    }

    fn may_follow(self, before: Option<Mark>) -> bool {
        match self {
            Mark::Inside(label) => before == Some(Mark::Begin(label)) || before == Some(Mark::Inside(label)),
            _ => true,
        }
    }
}

/// The names in the order of the words; `scores` has one row of `marks.len()` a word.
pub fn best_names(scores: &[f32], marks: &[Mark]) -> Vec<(Label, Range<usize>)> {
    let size = marks.len();
    if size == 0 {
        return Vec::new();
    }
    let mut values = vec![0.0_f32; size];
    let mut origins: Vec<Vec<usize>> = Vec::with_capacity(scores.len() / size);
    for (word, row) in scores.chunks_exact(size).enumerate() {
        let mut next = vec![f32::MIN; size];
        let mut origin = vec![0; size];
        for (to, &mark) in marks.iter().enumerate() {
            for (from, &before) in marks.iter().enumerate() {
                let allowed = if word == 0 {
                    from == 0 && mark.may_follow(None)
                } else {
                    mark.may_follow(Some(before))
                };
                if allowed && values[from] > f32::MIN && values[from] + row[to] > next[to] {
                    next[to] = values[from] + row[to];
                    origin[to] = from;
                }
            }
        }
        values = next;
        origins.push(origin);
    }
    let mut at = crate::tree::best(&values);
    let mut path = Vec::with_capacity(origins.len());
    for origin in origins.iter().rev() {
        path.push(marks[at]);
        at = origin[at];
    }
    path.reverse();
    spans(&path)
}

fn spans(path: &[Mark]) -> Vec<(Label, Range<usize>)> {
    let mut found: Vec<(Label, Range<usize>)> = Vec::new();
    for (word, &mark) in path.iter().enumerate() {
        match (mark, found.last_mut()) {
            (Mark::Begin(label), _) => found.push((label, word..word + 1)),
            (Mark::Inside(_), Some((_, tokens))) if tokens.end == word => tokens.end += 1,
            _ => {}
        }
    }
    found
}

/// A name with the words it covers.
type Found = (Label, Range<usize>);

/// The names as their words allow: parted at a bracket that opens inside, joined where one ends in "of" and the next begins, or where one of the
/// same kind follows at once; without the titles before them and the particles and hyphens at their ends. Amounts and dates stay as they are.
pub fn whole(found: Vec<Found>, forms: &[&str], tags: &[Tag]) -> Vec<Found> {
    let parted = found.into_iter().flat_map(|name| parted(name, forms));
    let mut joined: Vec<Found> = Vec::new();
    for (label, words) in parted {
        match joined.last_mut() {
            Some((before, begun)) if begun.end == words.start && go_together(*before, label, forms[begun.end - 1]) => {
                begun.end = words.end;
            }
            _ => joined.push((label, words)),
        }
    }
    let trimmed = joined.into_iter().map(|name| trimmed(name, forms, tags));
    trimmed
        .filter(|name| !name.1.is_empty() && is_written_as(name, forms))
        .collect()
}

/// "Newell (Sanford" are two names.
fn parted((label, words): Found, forms: &[&str]) -> Vec<Found> {
    let inside = |wanted: &str| forms[words.clone()].iter().position(|form| *form == wanted);
    match inside("(").filter(|_| is_proper(label) && inside(")").is_none()) {
        Some(at) => {
            let at = words.start + at;
            let parts = [(label, words.start..at), (label, at + 1..words.end)];
            parts.into_iter().filter(|(_, part)| !part.is_empty()).collect()
        }
        None => vec![(label, words)],
    }
}

/// "City of" and "Little Falls", "State" and "Route 267". A person's surname may follow another's ("between Putin, Xi"), a state another.
fn go_together(before: Label, label: Label, last: &str) -> bool {
    let spread = matches!(
        label,
        Label::Place | Label::Organisation | Label::Facility | Label::Unit
    );
    is_proper(before) && is_proper(label) && last == "of" || before == label && spread
}

fn trimmed((label, mut words): Found, forms: &[&str], tags: &[Tag]) -> Found {
    let named = matches!(
        label,
        Label::Person | Label::Place | Label::Organisation | Label::State | Label::Facility
    );
    let opens = |at: usize| matches!(forms[at], "-" | "," | "&" | "and");
    let closes = |at: usize| {
        matches!(tags[at], Tag::Adp | Tag::Cconj)
            || matches!(forms[at], "-" | "," | "&")
            || label == Label::Person && matches!(forms[at], "'s" | "’s")
    };
    // "Islamic State terrorists": those who bear a name are no part of it.
    let bears = |at: usize| forms[at].len() > 3 && forms[at].ends_with('s') && is_small(forms[at]);
    let has_capital = |words: Range<usize>| !forms[words].iter().all(|form| is_small(form));
    while named
        && words.len() > 1
        && (closes(words.end - 1) || bears(words.end - 1) && has_capital(words.start..words.end - 1))
    {
        words.end -= 1;
    }
    while named && words.len() > 1 && opens(words.start) {
        words.start += 1;
    }
    while label == Label::Person && !words.is_empty() && is_title(forms[words.start]) {
        words.start += 1;
    }
    (label, words)
}

/// Persons, places and peoples are written with a capital somewhere, in scripts that have them.
fn is_written_as((label, words): &Found, forms: &[&str]) -> bool {
    !matches!(label, Label::Person | Label::Place | Label::State | Label::Nationality)
        || !forms[words.clone()].iter().all(|form| is_small(form))
}

/// Without a capital, where the script has them.
fn is_small(form: &str) -> bool {
    form.chars().all(|c| !c.is_alphabetic() || c.is_lowercase())
}

fn is_title(form: &str) -> bool {
    let plain = form.trim_end_matches('.').to_lowercase();
    TITLES.binary_search(&plain.as_str()).is_ok()
}

fn is_proper(label: Label) -> bool {
    !matches!(label, Label::Date | Label::Quantity | Label::Money | Label::Percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_on_only_where_it_began() {
        let marks = [
            Mark::Outside,
            Mark::Begin(Label::State),
            Mark::Inside(Label::State),
            Mark::Begin(Label::Weapon),
            Mark::Inside(Label::Weapon),
        ];
        // The second word likes the inside of a weapon, but the first is surely a state.
        let scores = [
            0.0, 5.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.5, 0.0, 2.0, 3.0, 0.0, 0.0, 0.0, 0.0,
        ];
        assert_eq!(best_names(&scores, &marks), [(Label::State, 0..2)]);
        assert!(best_names(&[], &marks).is_empty());
        assert!(best_names(&[1.0], &[]).is_empty());
    }

    #[test]
    fn a_name_is_what_its_words_allow() {
        let check = |words: &str, found: &[(Label, Range<usize>)], expected: &[(Label, &str)]| {
            let forms: Vec<&str> = words.split(' ').collect();
            let tags: Vec<Tag> = forms
                .iter()
                .map(|form| if *form == "of" { Tag::Adp } else { Tag::Propn })
                .collect();
            let names = whole(found.to_vec(), &forms, &tags);
            let names: Vec<(Label, String)> = names
                .into_iter()
                .map(|(label, words)| (label, forms[words].join(" ")))
                .collect();
            let expected: Vec<(Label, String)> = expected
                .iter()
                .map(|(label, name)| (*label, (*name).to_owned()))
                .collect();
            assert_eq!(names, expected);
        };
        use Label::{Organisation, Person, Place, State};
        check(
            "City of Minsk",
            &[(Place, 0..2), (Place, 2..3)],
            &[(Place, "City of Minsk")],
        );
        check(
            "State Route 267",
            &[(Place, 0..1), (Place, 1..3)],
            &[(Place, "State Route 267")],
        );
        check(
            "Newell ( Sanford )",
            &[(Organisation, 0..3)],
            &[(Organisation, "Newell"), (Organisation, "Sanford")],
        );
        check(
            "President Trump",
            &[(Person, 0..1), (Person, 1..2)],
            &[(Person, "Trump")],
        );
        check("Gen. Milley 's", &[(Person, 0..3)], &[(Person, "Milley")]);
        check("Forces of", &[(Organisation, 0..2)], &[(Organisation, "Forces")]);
        check(
            "Islamic State terrorists",
            &[(Organisation, 0..3)],
            &[(Organisation, "Islamic State")],
        );
        check("pyjamas", &[(Place, 0..1)], &[]);
        // Two persons and two states may stand side by side.
        check(
            "Serbia Kosovo",
            &[(State, 0..1), (State, 1..2)],
            &[(State, "Serbia"), (State, "Kosovo")],
        );
        assert!(TITLES.is_sorted());
    }
}
