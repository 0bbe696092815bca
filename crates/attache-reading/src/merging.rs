//! When do two sentences of an article say the same thing?

use attache_model::{Party, Slot, Stage, Tense, Transfer};

use crate::claims::Draft;
use crate::items::stands_for;
use crate::scene::Scene;

/// The same supplier, recipient, weapon and stage said again adds a quote; fuller slots win over emptier ones.
pub fn merge(scene: &Scene<'_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut merged: Vec<Draft> = Vec::new();
    for draft in drafts {
        // What a headline says in few words belongs to the claim of the body that says it in full.
        if scene.is_headline(draft.line) {
            let fits = |ours: Option<&Party>, theirs: Option<&Party>| theirs.is_none() || ours == theirs;
            let told = merged.iter().position(|known| {
                fits(known.supplier(), draft.supplier())
                    && fits(known.recipient(), draft.recipient())
                    && looser(&draft.transfer, &known.transfer)
            });
            if let Some(told) = told {
                merged[told].quotes.extend(draft.quotes);
                merged[told].quotes.sort();
                merged[told].quotes.dedup();
                continue;
            }
        }
        // "It is due to be handed over in 2023" says when what was ordered will come.
        let due = merged.iter_mut().find(|known| {
            let agreed = known
                .transfer
                .stage
                .as_ref()
                .is_some_and(|stage| matches!(stage.value(), Stage::Ordered | Stage::Approved | Stage::Memorandum));
            draft.arrives
                && draft.stance.time == Tense::Planned
                && agreed
                && known.supplier() == draft.supplier()
                && known.recipient() == draft.recipient()
                && known.stance.polarity == draft.stance.polarity
                && (draft.transfer.designation() == known.transfer.designation()
                    || looser(&draft.transfer, &known.transfer))
                && (draft.transfer.quantity.is_none() || compatible_quantity(&known.transfer, &draft.transfer))
        });
        if let Some(known) = due {
            absorb(
                known,
                Draft {
                    transfer: Transfer {
                        stage: None,
                        ..draft.transfer
                    },
                    ..draft
                },
            );
            continue;
        }
        let twin = merged.iter_mut().find(|known| {
            known.supplier() == draft.supplier()
                && known.recipient() == draft.recipient()
                && known.stance.polarity == draft.stance.polarity
                && known.transfer.stage.as_ref().map(Slot::value) == draft.transfer.stage.as_ref().map(Slot::value)
                && same_weapon(&known.transfer, &draft.transfer)
                && compatible_quantity(&known.transfer, &draft.transfer)
        });
        match twin {
            None => merged.push(draft),
            Some(known) => absorb(known, draft),
        }
    }
    merged
}

/// One name, or a shorter form of it: "Leopard" and "Leopard 2A6", "Abrams" and "M1A1 Abrams".
fn same_name(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> { name.split([' ', '/']).map(str::to_lowercase).collect() };
    let (a, b) = (words(a), words(b));
    let within = |short: &[String], long: &[String]| short.iter().all(|word| long.contains(word));
    within(&a, &b) || within(&b, &a)
}

/// One designation, or one category where either has none.
pub fn same_weapon(a: &Transfer, b: &Transfer) -> bool {
    match (a.designation(), b.designation()) {
        (Some(a), Some(b)) => same_name(a, b),
        _ => a.category() == b.category(),
    }
}

/// Does `a` name the arms of `b`, perhaps in more general words?
fn looser(a: &Transfer, b: &Transfer) -> bool {
    match (a.designation(), b.designation()) {
        (Some(a), Some(b)) => same_name(a, b),
        (Some(_), None) => false,
        (None, _) => stands_for(a.category(), b.category()),
    }
}

fn compatible_quantity(a: &Transfer, b: &Transfer) -> bool {
    match (&a.quantity, &b.quantity) {
        (Some(a), Some(b)) => a.value() == b.value(),
        _ => true,
    }
}

/// The same claim said again: its quote, its fuller slots, and the surer of the two.
fn absorb(known: &mut Draft, draft: Draft) {
    let length = |transfer: &Transfer| transfer.designation().map_or(0, str::len);
    if length(&known.transfer) < length(&draft.transfer) {
        known.transfer.weapon = draft.transfer.weapon.clone();
    }
    known.stance.certainty = known.stance.certainty.min(draft.stance.certainty);
    complete(known, draft);
}

/// Fills the slots that `known` leaves open or only infers from another reading of it.
pub fn complete(known: &mut Draft, draft: Draft) {
    for quote in draft.quotes {
        if !known.quotes.contains(&quote) {
            known.quotes.push(quote);
        }
    }
    known.quotes.sort();
    fn fill<T>(known: &mut Option<Slot<T>>, new: Option<Slot<T>>) {
        let better = matches!(
            (&*known, &new),
            (None, Some(_)) | (Some(Slot::Inferred { .. }), Some(Slot::Stated { .. }))
        );
        if better {
            *known = new;
        }
    }
    let (a, b) = (&mut known.transfer, draft.transfer);
    fill(&mut a.supplier, b.supplier);
    fill(&mut a.recipient, b.recipient);
    fill(&mut a.weapon, b.weapon);
    fill(&mut a.quantity, b.quantity);
    fill(&mut a.stage, b.stage);
    fill(&mut a.terms, b.terms);
    fill(&mut a.condition, b.condition);
    fill(&mut a.value, b.value);
    fill(&mut a.agreed, b.agreed);
    fill(&mut a.delivered, b.delivered);
    fill(&mut a.covert, b.covert);
    if a.via.is_empty() {
        a.via = b.via;
    }
    if known.sources.is_empty() {
        known.sources = draft.sources;
    }
    known.confidence = known.confidence.max(draft.confidence);
}
