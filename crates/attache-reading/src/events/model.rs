//! What does the language model make of the words, and who is right where it and the tables differ?
//!
//! A frame of the tables stands unless the model is sure of another type, or takes its words for nothing and they are no whole phrase; the model
//! opens an event by itself where no table has words for it and it is sure. Whom it names stands where the frame finds nobody.

use attache_language::Act;

use super::actors::Standing;
use super::triggers::Fitting;
use crate::scene::Scene;
use crate::vocabulary::Part;

/// From this chance of its type on the model opens an event by itself, and its type goes before that of a table.
const SURE: f32 = 0.95;
/// From this chance on it says who acts, and that what is asked for or refused did happen.
const LIKELY: f32 = 0.5;

/// A verb with the object that its frame wants stands, whatever the model makes of it.
const WHOLE_PHRASE: usize = 7;

/// What the model is sure of.
pub fn sure(act: Option<&Act>) -> Option<&Act> {
    act.filter(|act| act.chance >= SURE)
}

/// Does it tell of what happens, though it stands in what is asked or refused?
pub fn is_real(act: Option<&Act>) -> bool {
    act.is_some_and(|act| act.chance >= LIKELY)
}

impl<'a> Scene<'a> {
    /// What the model takes the words for, by the likeliest of them; nothing if none tells an event.
    pub(super) fn act(&self, line: usize, words: &[usize]) -> Option<&'a Act> {
        let acts = self.lines[line].sentence.acts.iter().filter(|_| self.by_model);
        let here = acts.filter(|act| words.contains(&act.token));
        here.max_by(|a, b| a.any.total_cmp(&b.any))
    }

    /// The frames that fit, as far as the model agrees.
    pub(super) fn agreed(&self, part: Part, mut fitting: Vec<Fitting<'a>>, act: Option<&'a Act>) -> Vec<Fitting<'a>> {
        if !self.by_model {
            return fitting;
        }
        let Some(act) = act else {
            fitting.retain(|(fit, ..)| *fit >= WHOLE_PHRASE);
            return fitting;
        };
        let object = fitting.first().and_then(|(.., object)| *object);
        if act.chance >= SURE {
            fitting.retain(|(_, frame, _)| frame.event == act.kind);
            if fitting.is_empty() {
                let frame = self.vocabulary.events.bare(act.kind, part);
                return frame.map(|frame| (1, frame, object)).into_iter().collect();
            }
        }
        fitting
    }

    /// Adds whom the model names for a side that stands empty.
    pub(super) fn add_named(
        &self,
        line: usize,
        act: Option<&Act>,
        actors: &mut Vec<Standing>,
        recipients: &mut Vec<Standing>,
    ) {
        let Some(act) = act.filter(|act| act.chance >= LIKELY) else {
            return;
        };
        for (side, words) in [(actors, &act.actors), (recipients, &act.recipients)] {
            if side.is_empty() {
                *side = self.standing_in(line, words);
            }
        }
    }

    /// Those whom words name: the head of each run.
    fn standing_in(&self, line: usize, words: &[usize]) -> Vec<Standing> {
        let tree = self.tree(line);
        let runs = words.chunk_by(|a, b| a + 1 == *b);
        let heads = runs.map(|run| tree.outermost(&(run[0]..run[run.len() - 1] + 1)));
        heads.filter_map(|head| self.standing_at(line, head)).collect()
    }
}
