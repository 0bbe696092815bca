//! Through which third states do arms go, and by whose leave?
//!
//! A state that lets others pass its arms on ("Berlin's consent", "Switzerland let Denmark"), that they cross ("via Turkey", "by way of a base
//! in Syria"), where they stop on the way ("refuelled in Chad"), or whose go-betweens deal in them ("a Cypriot broker").

use attache_model::{Party, Slot, Terms};

use crate::claims::Draft;
use crate::parties::Found;
use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::{Mark, NounClass};

/// Adds the third states that a sentence names to the transfers that it tells.
pub fn third_states(scene: &Scene<'_>, drafts: &mut [Draft]) {
    let givers: Vec<(usize, Party)> = drafts
        .iter()
        .filter_map(|draft| Some((draft.line, draft.supplier()?.clone())))
        .collect();
    for draft in drafts {
        let (Some(supplier), Some(recipient)) = (draft.supplier().cloned(), draft.recipient().cloned()) else {
            continue;
        };
        let consenting = scene.consenting(draft.line).into_iter().map(|found| (found, true));
        let passed = scene.passed_through(draft.line).into_iter().map(|found| (found, false));
        for (found, consents) in consenting.chain(passed) {
            let known = |party: &Party| scene.is_same_party(party, &found.party);
            let transfer = &mut draft.transfer;
            // Who gives arms of its own in the same sentence lets others do so beside these.
            let gives = givers.iter().any(|(line, giver)| *line == draft.line && known(giver));
            if gives || known(&supplier) || known(&recipient) || transfer.via.iter().any(|slot| known(slot.value())) {
                continue;
            }
            if consents && transfer.terms.is_none() {
                let why = format!("\"{}\" had to consent", scene.article.slice(found.span));
                transfer.terms = Some(Slot::inferred(Terms::ReExport, why));
            }
            transfer.via.push(found.slot());
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

    /// The states that a sentence says arms went through, or whose go-betweens had a hand in it.
    fn passed_through(&self, line: usize) -> Vec<Found> {
        let tree = self.tree(line);
        let mut found: Vec<Found> = Vec::new();
        for token in (0..tree.len()).filter(|&token| tree.is_nominal(token)) {
            let says = |token: usize, mark: Mark| {
                let words = [tree.lemma(token), tree.hyphenated(token)];
                words.iter().any(|word| self.vocabulary.marks.shows(mark, word))
            };
            // "a base in Syria", "Jordanian territory", "a firm in Cyprus".
            let owned = |token: usize| self.owner(line, token);
            let place = || {
                let own = self.named_party(line, token).filter(|found| !found.through_company);
                let firm = || self.vocabulary.nouns.is(NounClass::Firm, tree.lemma(token));
                let holds = || says(token, Mark::Waypoint) || says(token, Mark::GoBetween) || firm();
                let of_place = || owned(token).filter(|_| holds());
                own.or_else(|| self.place_of_state(line, token)).or_else(of_place)
            };
            let crossed = match tree.preposition(token).as_deref() {
                Some("via" | "through" | "by way" | "by way of") => true,
                Some("of") => tree
                    .head(token)
                    .is_some_and(|way| tree.lemma(way) == "way" && tree.preposition(way).as_deref() == Some("by")),
                Some("in" | "at") => tree
                    .head(token)
                    .is_some_and(|verb| tree.is_verb(verb) && says(verb, Mark::Stop)),
                _ => tree.base(token) == "obj" && tree.head(token).is_some_and(|verb| says(verb, Mark::Crossing)),
            };
            if crossed {
                found.extend(place());
            } else if says(token, Mark::GoBetween) {
                found.extend(owned(token));
            }
        }
        found.retain(|found| matches!(found.party, Party::State(_)));
        found
    }
}
