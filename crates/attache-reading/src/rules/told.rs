//! What does a sentence leave to what the article told before?
//!
//! Pronouns, "the deal", "a first batch", a missing buyer: each is looked up in the sentences before, and the slot it fills is inferred
//! and says why.

use attache_language::dates::DateMention;
use attache_model::{Category, Party, Slot, Source};

use super::frames::Event;
use super::roles::{Roles, push};
use crate::claims::Draft;
use crate::finder::Place;
use crate::items::{Item, stands_for};
use crate::parties::Found;
use crate::scene::Scene;
use crate::syntax::Link;
use crate::told::{is_between, most_common, most_mentioned, only_maker, pointed_at, speaker};
use crate::vocabulary::{Frame, Part};

/// Words for the price of a deal, and for the act that makes one.
const PRICES: &[&str] = &["worth", "value", "cost", "price", "total"];
const SIGNS: &[&str] = &[
    "sign", "conclude", "ink", "strike", "seal", "reach", "finalise", "finalize", "agree",
];

/// "The agreement is thought to be worth about $240 million", "that contract was signed in January": the price and the day of the transfer
/// told last.
pub fn deal_told_last(scene: &Scene<'_>, line: usize, event: &Event<'_>, dates: &[DateMention], drafts: &mut [Draft]) {
    let tree = scene.tree(line);
    let sentence = scene.lines[line].sentence;
    let definite = tree.children(event.token).any(|child| {
        tree.base(child) == "det" && matches!(tree.lemma(child).to_lowercase().as_str(), "the" | "this" | "that")
    });
    // "The peace agreement" is another one.
    let other = tree.children(event.token).any(|child| {
        let about = matches!(tree.base(child), "amod" | "compound");
        about
            && scene.mention(line, child).is_none()
            && scene.item(line, child).is_none()
            && !is_of_arms(tree.lemma(child))
    });
    if event.trigger.pos != Part::Noun || !definite || other {
        return;
    }
    let Some(last) = drafts
        .last_mut()
        .filter(|last| last.line < line && line - last.line <= 3)
    else {
        return;
    };
    let own_item = (0..tree.len()).any(|token| {
        let item = || scene.item(line, token);
        tree.is_nominal(token) && item().is_some_and(|item| item.weapon.designation.is_some())
    });
    if own_item {
        return;
    }
    let priced = (0..tree.len()).any(|token| PRICES.contains(&tree.lemma(token)));
    let value = scene.money(sentence.span).filter(|_| priced);
    let signs = |token: usize| {
        tree.is_verb(token) && SIGNS.contains(&tree.lemma(token)) && {
            // The deal is what is signed: "the contract was signed", "a contract signed in".
            tree.head(event.token) == Some(token) || tree.head(token) == Some(event.token)
        }
    };
    let signed = (0..tree.len()).find(|&token| event.frame == Frame::Deal && signs(token));
    let agreed = signed.and_then(|verb| {
        dates.iter().find_map(|mention| {
            let token = (0..tree.len()).find(|&token| sentence.tokens[token].span.overlaps(mention.span))?;
            let own =
                tree.head(token) == Some(verb) || tree.head(token).and_then(|above| tree.head(above)) == Some(verb);
            own.then_some(Slot::stated(mention.when?, mention.span))
        })
    });
    let transfer = &mut last.transfer;
    let told = (value.is_some() && transfer.value.is_none()) || (agreed.is_some() && transfer.agreed.is_none());
    if told {
        transfer.value = transfer.value.take().or(value);
        transfer.agreed = transfer.agreed.take().or(agreed);
        if !last.quotes.contains(&sentence.span) {
            last.quotes.push(sentence.span);
            last.quotes.sort();
        }
    }
}

/// "the arms deal", "the first contract".
fn is_of_arms(modifier: &str) -> bool {
    matches!(
        modifier.to_lowercase().as_str(),
        "arms"
            | "arm"
            | "weapon"
            | "weapons"
            | "defence"
            | "defense"
            | "military"
            | "first"
            | "second"
            | "new"
            | "latest"
            | "final"
    )
}

/// "cancelled the purchase", "suspended the shipments": a definite noun with a word that moves it speaks of the transfer told last.
pub fn the_deal(scene: &Scene<'_>, line: usize, event: &Event<'_>, roles: &mut Roles, drafts: &[Draft]) {
    let tree = scene.tree(line);
    let moved = event.governors.iter().any(|(governor, _)| governor.stage.is_some());
    let definite = tree.children(event.token).any(|child| {
        matches!(tree.base(child), "det" | "nmod")
            && matches!(
                tree.lemma(child).to_lowercase().as_str(),
                "the" | "this" | "that" | "these" | "its" | "their"
            )
    });
    if !roles.items.is_empty() || event.trigger.pos != Part::Noun || !moved || !definite {
        return;
    }
    let fits = |side: &[Found], value: Option<&Party>| {
        side.is_empty() || value.is_none() || value.is_some_and(|value| side.iter().any(|found| found.party == *value))
    };
    let told = drafts
        .iter()
        .rev()
        .find(|draft| fits(&roles.recipients, draft.recipient()));
    let Some(told) = told else { return };
    let Some(weapon) = &told.transfer.weapon else { return };
    let word = tree.form(event.token);
    roles.items.push(Item {
        weapon: weapon.value().clone(),
        span: scene.lines[line].sentence.tokens[event.token].span,
        token: event.token,
        quantity: None,
        of_state: None,
        makers: Vec::new(),
        why: Some(format!("the \"{word}\" told before")),
        definite: true,
        risky: false,
    });
    roles.open_suppliers.clear();
    roles.open_recipients.clear();
    // Whoever approves or blocks the deal is no party to it unless it was one before.
    let known = |party: &Party| told.supplier() == Some(party) || told.recipient() == Some(party);
    roles.suppliers.retain(|found| known(&found.party));
    roles.recipients.retain(|found| known(&found.party));
    if told
        .recipient()
        .is_some_and(|recipient| roles.suppliers.iter().any(|found| found.party == *recipient))
    {
        roles.suppliers.clear();
    }
    if told
        .supplier()
        .is_some_and(|supplier| roles.recipients.iter().any(|found| found.party == *supplier))
    {
        roles.recipients.clear();
    }
}

/// "sold them", "the aircraft", "a first batch": the arms spoken of last, and then the slot is inferred.
pub fn resolve_item(scene: &Scene<'_>, line: usize, roles: &mut Roles) {
    let tree = scene.tree(line);
    if let (true, Some(token)) = (roles.items.is_empty(), roles.open_item) {
        let plural = !matches!(tree.lemma(token).to_lowercase().as_str(), "it" | "one");
        let Some(mut item) = scene.items_before(line, token).into_iter().next() else {
            return;
        };
        item.why = Some(format!(
            "\"{}\" stands for \"{}\" before it",
            tree.form(token),
            item.weapon.description
        ));
        item.quantity = plural.then(|| scene.count_at(line, token)).flatten();
        item.span = scene.lines[line].sentence.tokens[token].span;
        item.token = token;
        item.of_state = None;
        item.definite = true;
        roles.items.push(item);
        return;
    }
    for item in &mut roles.items {
        if item.weapon.designation.is_some() || !item.definite {
            continue;
        }
        let named = scene
            .items_before(line, item.token)
            .into_iter()
            .find(|before| before.weapon.designation.is_some());
        if let Some(named) = named.filter(|named| stands_for(item.weapon.category, named.weapon.category)) {
            item.stand_for(named);
        }
    }
}

/// "Fourteen tanks would be delivered, the German minister said": an official who announces a transfer without saying whose it is means
/// their own state's part in it.
pub fn speaker_acts(scene: &Scene<'_>, line: usize, event: &Event<'_>, sources: &[Source], roles: &mut Roles) {
    let gives = matches!(event.frame, Frame::Give | Frame::Equip);
    let (side, other, open) = if gives {
        (&roles.suppliers, &roles.recipients, &roles.open_suppliers)
    } else {
        (&roles.recipients, &roles.suppliers, &roles.open_recipients)
    };
    let first_person = open.iter().all(|&token| {
        matches!(
            scene.tree(line).lemma(token).to_lowercase().as_str(),
            "we" | "our" | "us"
        )
    });
    if !side.is_empty() || !first_person || other.is_empty() {
        return;
    }
    if let Some(found) = speaker(scene, sources, other) {
        push(
            if gives {
                &mut roles.suppliers
            } else {
                &mut roles.recipients
            },
            found,
        );
    }
}

/// Pronouns, definite nouns and gaps: by the nearest state that is not the other party, or by the transfer already told.
pub fn resolve_parties(scene: &Scene<'_>, line: usize, event: &Event<'_>, roles: &mut Roles, drafts: &[Draft]) {
    for supplier_side in [true, false] {
        let (open, side, other) = if supplier_side {
            (&roles.open_suppliers, &roles.suppliers, &roles.recipients)
        } else {
            (&roles.open_recipients, &roles.recipients, &roles.suppliers)
        };
        if side.is_empty()
            && let Some(&token) = open.first()
        {
            // Whoever had the role when these arms were last told of.
            let told = drafts.iter().rev().find(|draft| {
                let weapon = draft.transfer.weapon.as_ref();
                weapon.is_some_and(|weapon| roles.items.iter().any(|item| item.same(weapon.value())))
            });
            let before = told.and_then(|draft| {
                if supplier_side {
                    draft.supplier()
                } else {
                    draft.recipient()
                }
            });
            for found in pointed_at(scene, Place { line, token }, other, before, drafts) {
                push(
                    if supplier_side {
                        &mut roles.suppliers
                    } else {
                        &mut roles.recipients
                    },
                    found,
                );
            }
        }
    }
    if let Some(found) = passed_on(scene, line, roles, drafts) {
        push(&mut roles.suppliers, found);
    }
    // A transfer already told of the same arms lends what this sentence leaves out.
    let before = drafts.iter().rev().find(|draft| {
        let same = roles.items.iter().any(|item| {
            draft.transfer.weapon.as_ref().is_some_and(|weapon| {
                let points_back = item.definite
                    || item.weapon.designation.is_some()
                    || item.why.is_some()
                    || !roles.suppliers.is_empty()
                    || !roles.recipients.is_empty();
                points_back && item.same(weapon.value())
                    || item.weapon.category == Category::Unspecified && item.definite
            })
        });
        same && is_between(draft, &roles.suppliers, &roles.recipients)
    });
    let lend = |side: &mut Vec<Found>, party: &Party, why: &str| {
        side.push(Found {
            party: party.clone(),
            span: scene.lines[line].sentence.span,
            why: Some(why.to_owned()),
            through_company: false,
        });
    };
    if let Some(before) = before {
        if roles.suppliers.is_empty()
            && let Some(party) = before.supplier()
        {
            lend(&mut roles.suppliers, party, "the transfer of the same arms told before");
        }
        if roles.recipients.is_empty()
            && let Some(party) = before.recipient()
        {
            lend(
                &mut roles.recipients,
                party,
                "the transfer of the same arms told before",
            );
        }
    }
    if roles.suppliers.is_empty()
        && let Some(maker) = roles
            .items
            .iter()
            .find_map(|item| only_maker(scene, item, &roles.recipients))
    {
        lend(
            &mut roles.suppliers,
            &Party::State(maker),
            "makes them, and the article speaks of it",
        );
    }
    if roles.recipients.is_empty()
        && let Some(found) = helped_by(scene, line, roles)
    {
        push(&mut roles.recipients, found);
    }
    // Who arms this recipient in the rest of the article.
    if roles.suppliers.is_empty() && !roles.recipients.is_empty() && event.trigger.pos == Part::Noun {
        let arms = drafts.iter().filter(|draft| {
            draft
                .recipient()
                .is_some_and(|party| roles.recipients.iter().any(|found| found.party == *party))
        });
        if let Some(party) = most_common(arms.filter_map(Draft::supplier)) {
            lend(&mut roles.suppliers, &party, "the supplier the article is about");
        }
    }
    // Whom the article is about: the recipient of most transfers told so far.
    if roles.recipients.is_empty() && !roles.suppliers.is_empty() && event.frame != Frame::Get {
        let about = drafts
            .iter()
            .filter_map(Draft::recipient)
            .filter(|party| !roles.suppliers.iter().any(|found| found.party == **party));
        if let Some(party) = most_common(about) {
            lend(&mut roles.recipients, &party, "the recipient the article is about");
        } else if let Some(party) = most_mentioned(scene, &roles.suppliers) {
            lend(&mut roles.recipients, &party, "the state the article speaks of most");
        }
    }
}

/// "Sold the Emirates bombs that were then handed to the RSF": whoever got them before in the sentence gives them on.
fn passed_on(scene: &Scene<'_>, line: usize, roles: &Roles, drafts: &[Draft]) -> Option<Found> {
    if !roles.suppliers.is_empty() || roles.recipients.is_empty() {
        return None;
    }
    let same_words = |draft: &&Draft| {
        let span = draft.transfer.weapon.as_ref().and_then(Slot::span);
        draft.line == line && draft.is_whole() && roles.items.iter().any(|item| span == Some(item.span))
    };
    let holder = drafts.iter().rev().find(same_words)?.recipient()?;
    let other = roles
        .recipients
        .iter()
        .all(|found| !scene.is_same_party(&found.party, holder));
    other.then(|| Found {
        why: Some("who got them before".to_owned()),
        ..Found::plain(holder.clone(), scene.lines[line].sentence.span)
    })
}

/// "weaponry that helped Azerbaijan win": whom the arms helped is taken to have got them.
fn helped_by(scene: &Scene<'_>, line: usize, roles: &Roles) -> Option<Found> {
    let tree = scene.tree(line);
    roles.items.iter().find_map(|item| {
        let clause = tree.children(item.token).find(|&child| {
            tree.base(child) == "acl"
                && matches!(
                    tree.lemma(child),
                    "help" | "allow" | "enable" | "give" | "let" | "arm" | "aid"
                )
        })?;
        tree.arguments(clause)
            .into_iter()
            .filter(|argument| matches!(argument.link, Link::Object | Link::Indirect) && argument.token > clause)
            .find_map(|argument| {
                let found = scene.named_party(line, argument.token)?;
                let why = format!("the arms helped \"{}\"", scene.article.slice(found.span));
                let other = !roles.suppliers.iter().any(|known| known.party == found.party);
                other.then_some(Found {
                    why: Some(why),
                    ..found
                })
            })
    })
}
