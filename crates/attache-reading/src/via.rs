//! Through which third states do arms go, and by whose leave?
//!
//! A state that lets others pass its arms on ("Berlin's consent", "Switzerland let Denmark"), that they cross ("via Turkey", "by way of a base
//! in Syria"), where they stop on the way ("refuelled in Chad"), or whose go-betweens deal in them ("a Cypriot broker").

use std::collections::BTreeSet;

use attache_model::{Party, Slot, Terms};

use crate::claims::Draft;
use crate::parties::Found;
use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::{Mark, NameKind, NounClass};

/// Adds the third states that a sentence names to the transfers that it tells.
pub fn third_states(scene: &Scene<'_>, drafts: &mut [Draft]) {
    let givers: Vec<(usize, Party)> = drafts
        .iter()
        .filter_map(|draft| Some((draft.line, draft.supplier()?.clone())))
        .collect();
    let lines: BTreeSet<usize> = drafts.iter().map(|draft| draft.line).collect();
    for line in lines {
        let (consenting, passed) = (scene.consenting(line), scene.passed_through(line));
        let consents = |found: &Found| consenting.iter().any(|consenting| consenting == found);
        for draft in drafts.iter_mut().filter(|draft| draft.line == line) {
            let clause = scene.clause_of(draft);
            let within = passed
                .iter()
                .filter(|(token, _)| clause.is_some_and(|clause| scene.lines[line].sentence.is_under(*token, clause)));
            for found in consenting.iter().chain(within.map(|(_, found)| found)) {
                let known = |party: &Party| scene.is_same_party(party, &found.party);
                // Who gives arms of its own in the same sentence lets others do so beside these.
                let gives = givers.iter().any(|(at, giver)| *at == line && known(giver));
                let part = draft.supplier().is_some_and(known) || draft.recipient().is_some_and(known);
                let half = !draft.is_whole();
                let transfer = &mut draft.transfer;
                if gives || part || half && consents(found) || transfer.via.iter().any(|slot| known(slot.value())) {
                    continue;
                }
                if consents(found) && transfer.terms.is_none() {
                    let why = format!("\"{}\" had to consent", scene.article.slice(found.span));
                    transfer.terms = Some(Slot::inferred(Terms::ReExport, why));
                }
                transfer.via.push(found.slot());
            }
        }
    }
}

impl Scene<'_> {
    /// The states that a sentence says consented, or refused to, in what others do: "Berlin's permission to", "Switzerland let Denmark".
    fn consenting(&self, line: usize) -> Vec<Found> {
        let tree = self.tree(line);
        let subject_of = |verb: usize| {
            let subject = tree
                .arguments(verb)
                .into_iter()
                .find(|argument| matches!(argument.link, Link::Subject))?;
            self.named_party(line, subject.token)
        };
        let mut found = Vec::new();
        for token in 0..tree.len() {
            let words = [tree.lemma(token), tree.hyphenated(token)];
            let says = |mark: Mark| words.iter().any(|word| self.vocabulary.marks.says(mark, word));
            if tree.is_verb(token) && says(Mark::Let) {
                // "refused to let": the subject stands with the verb above.
                let above = tree.head(token).filter(|_| tree.base(token) == "xcomp");
                found.extend(subject_of(token).or_else(|| subject_of(above?)));
            } else if tree.is_nominal(token) && says(Mark::Consent) {
                let giver = tree
                    .head(token)
                    .filter(|&head| tree.is_verb(head) && tree.base(token) == "obj");
                found.extend(self.owner(line, token).or_else(|| subject_of(giver?)));
            }
        }
        found.retain(|found| matches!(found.party, Party::State(_)));
        found
    }

    /// The verb of the clause in which a transfer is told.
    fn clause_of(&self, draft: &Draft) -> Option<usize> {
        let tree = self.tree(draft.line);
        let trigger = draft.trigger(self)?;
        std::iter::successors(Some(trigger), |&token| tree.head(token))
            .take(8)
            .find(|&token| tree.is_verb(token))
            .or(Some(trigger))
    }

    /// The states that a sentence says arms went through, or whose go-betweens had a hand in it, with the words for them.
    fn passed_through(&self, line: usize) -> Vec<(usize, Found)> {
        let tree = self.tree(line);
        let says = |token: usize, mark: Mark| {
            let words = [tree.lemma(token), tree.hyphenated(token)];
            words.iter().any(|word| self.vocabulary.marks.shows(mark, word))
        };
        let by_way = |token: usize| {
            tree.head(token)
                .is_some_and(|way| tree.lemma(way) == "way" && tree.preposition(way).as_deref() == Some("by"))
        };
        let under = |token: usize, mark: Mark| {
            tree.head(token)
                .is_some_and(|verb| tree.is_verb(verb) && says(verb, mark))
        };
        let speaks = |token: usize| {
            let verb = tree.head(token).filter(|_| tree.base(token) == "nsubj");
            verb.is_some_and(|verb| self.vocabulary.reporting.verb(tree.lemma(verb)).is_some())
        };
        let mut found: Vec<(usize, Found)> = Vec::new();
        for token in (0..tree.len()).filter(|&token| tree.is_nominal(token) && !speaks(token)) {
            let go_between = says(token, Mark::GoBetween);
            // "Turkey", "Port Said", "a base in Syria", "a firm in Cyprus".
            let place = || {
                let stated = self.mention(line, token).and_then(|mention| {
                    let code = self.state_of(mention.meanings, &[NameKind::State])?;
                    Some(Found::plain(Party::State(code.to_owned()), mention.span))
                });
                let firm = self.vocabulary.nouns.is(NounClass::Firm, tree.lemma(token));
                let holds = go_between || firm || says(token, Mark::Waypoint);
                let owned = || self.owner(line, token).filter(|_| holds);
                stated.or_else(|| self.place_of_state(line, token)).or_else(owned)
            };
            let crossed = match tree.preposition(token).as_deref() {
                Some("via" | "through" | "by way of") => true,
                Some("of") => by_way(token),
                Some("in" | "at") => under(token, Mark::Stop),
                _ => tree.base(token) == "obj" && under(token, Mark::Crossing),
            };
            let state = if crossed {
                place()
            } else {
                self.owner(line, token).filter(|_| go_between)
            };
            found.extend(state.map(|state| (token, state)));
        }
        found.retain(|(_, found)| matches!(found.party, Party::State(_)));
        found
    }
}
