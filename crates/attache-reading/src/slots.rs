//! On what terms, in what condition, how openly? What the finder reads of the sentence, with the word that says it where one does.

use attache_model::{Condition, Slot, Terms};

use crate::finder::{Frame, Place};
use crate::scene::Scene;
use crate::vocabulary::{Mark, Part};

pub fn terms_of(scene: &Scene<'_>, frame: &Frame) -> Option<Slot<Terms>> {
    let terms = frame.terms?;
    let Place { line, token } = frame.trigger;
    let tree = scene.tree(line);
    let says = |token: usize| {
        let word = tree.lemma(token).to_lowercase();
        let parts = [Part::Verb, Part::Noun];
        let own = parts
            .into_iter()
            .filter_map(|part| {
                scene
                    .vocabulary
                    .triggers
                    .starting(&word, part)
                    .find(|row| row.lemma == word)
            })
            .any(|row| row.terms == Some(terms));
        own || scene.vocabulary.marks.shows_terms(terms, &word)
    };
    let said = std::iter::once(token).chain(0..tree.len()).find(|&token| says(token));
    // That arms are paid for goes without saying; it is told only where a word tells it.
    if terms == Terms::Sale && said != Some(token) {
        return None;
    }
    Some(said_or_read(scene, line, said, terms, frame))
}

pub fn condition_of(scene: &Scene<'_>, frame: &Frame) -> Option<Slot<Condition>> {
    if !frame.second_hand {
        return None;
    }
    let Place { line, token } = frame.item;
    let tree = scene.tree(line);
    // The word hangs on the item: "used F-16s", "F-16s from surplus stocks".
    let said = (0..tree.len())
        .filter(|&word| tree.sentence.is_under(word, token))
        .find(|&word| {
            [tree.form(word), tree.hyphenated(word)]
                .iter()
                .any(|word| scene.vocabulary.marks.shows(Mark::SecondHand, word))
        });
    Some(said_or_read(scene, line, said, Condition::SecondHand, frame))
}

pub fn covert_of(scene: &Scene<'_>, frame: &Frame) -> Option<Slot<bool>> {
    let Place { line, token } = frame.trigger;
    // "Has quietly parted with": on the trigger itself it needs no other sign.
    let beside = covert_beside(scene, line, token);
    if beside.is_some() || !frame.covert {
        return beside;
    }
    let tree = scene.tree(line);
    let said = (0..tree.len()).find(|&token| scene.vocabulary.marks.shows(Mark::Covert, tree.form(token)));
    Some(said_or_read(scene, line, said, true, frame))
}

/// "Quietly parted with", "a secret contract": said by a word that hangs on `token`.
pub fn covert_beside(scene: &Scene<'_>, line: usize, token: usize) -> Option<Slot<bool>> {
    let tree = scene.tree(line);
    let says = |child: &usize| scene.vocabulary.marks.says(Mark::Covert, tree.form(*child));
    let word = tree.children(token).find(says)?;
    Some(Slot::stated(true, scene.lines[line].sentence.tokens[word].span))
}

/// Stated where a word says it; else inferred from the sentence as a whole.
fn said_or_read<T>(scene: &Scene<'_>, line: usize, said: Option<usize>, value: T, frame: &Frame) -> Slot<T> {
    let trigger = || scene.tree(frame.trigger.line).form(frame.trigger.token);
    match said {
        Some(token) => Slot::stated(value, scene.lines[line].sentence.tokens[token].span),
        None => Slot::inferred(value, format!("as the words around \"{}\" tell it", trigger())),
    }
}
