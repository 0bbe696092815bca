//! Which names do the model's scores spell?
//!
//! The best sequence of marks in which a name goes on only where it has begun (Viterbi over begin, inside and outside).

use std::ops::Range;

use crate::Label;

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
}
