//! What do the words of a frame leave to what the article told before?
//!
//! Pronouns, "the ministry", "the jets", a missing buyer: each is looked up in the sentences before, and the slot it fills is inferred
//! and says why.

use attache_language::Tag;
use attache_model::{Category, Party, Source, SourceKind, Span, Stage, Weapon};

use crate::claims::Draft;
use crate::finder::{Frame, Place, Role};
use crate::items::{Item, stands_for};
use crate::parties::Found;
use crate::scene::Scene;
use crate::vocabulary::{NameKind, NounClass};

/// Who gives and who gets.
pub struct Sides {
    pub suppliers: Vec<Found>,
    pub recipients: Vec<Found>,
}

impl Sides {
    /// The side of a role, and the one across.
    fn of(&mut self, supplier: bool) -> (&mut Vec<Found>, &[Found]) {
        if supplier {
            (&mut self.suppliers, &self.recipients)
        } else {
            (&mut self.recipients, &self.suppliers)
        }
    }

    /// Where somebody gives and nobody is said to get: whoever gets the arms that the article is about.
    pub fn lend_recipient(&mut self, about: Option<&Party>, span: Span) {
        let Some(party) = about.filter(|party| !is_among(party, &self.suppliers)) else {
            return;
        };
        if self.recipients.is_empty() && !self.suppliers.is_empty() {
            self.recipients.push(Found {
                why: Some("the recipient the article is about".to_owned()),
                ..Found::plain(party.clone(), span)
            });
        }
    }
}

/// The arms of a frame; "the aircraft" are those named before by their designation, and then the slot is inferred.
pub fn resolve_item(scene: &Scene<'_>, frame: &Frame) -> Item {
    let Place { line, token } = frame.item;
    let mut item = scene
        .item_near(line, token)
        .unwrap_or_else(|| unspecified(scene, frame.item));
    if line != frame.trigger.line {
        item.why = Some(format!(
            "\"{}\" in {}",
            scene.article.slice(item.span),
            scene.seen_from(frame, frame.item)
        ));
        item.quantity = None;
    }
    // A name stands for nothing but itself.
    let is_name = scene.tree(line).tag(item.token) == Tag::Propn;
    if item.weapon.designation.is_none() && !is_name {
        let named = scene
            .items_before(line, item.token)
            .into_iter()
            .find(|before| before.weapon.designation.is_some())
            .filter(|named| stands_for(item.weapon.category, named.weapon.category));
        // "Carrying weapons": which ones nobody says.
        let of_a_kind = item.weapon.category != Category::Unspecified;
        let named = named.filter(|named| item.definite || of_a_kind && scene.is_only_of_its_kind(named));
        if let Some(named) = named {
            item.stand_for(named);
        }
    }
    item
}

/// Words that no table knows as arms.
fn unspecified(scene: &Scene<'_>, place: Place) -> Item {
    let tree = scene.tree(place.line);
    let tokens = &scene.lines[place.line].sentence.tokens;
    let (first, last) = tree.phrase(place.token);
    let span = tokens[first].span.cover(tokens[last].span);
    Item {
        weapon: Weapon {
            designation: None,
            description: scene.article.slice(span).to_owned(),
            category: Category::Unspecified,
        },
        span,
        token: place.token,
        quantity: None,
        of_state: None,
        makers: Vec::new(),
        why: None,
        definite: false,
        risky: false,
    }
}

/// "Fourteen tanks would be delivered, the German minister said": an official who announces a transfer without saying whose it is means
/// their own state's part in it.
pub fn speaker_acts(scene: &Scene<'_>, frame: &Frame, sources: &[Source], sides: &mut Sides) {
    let gives = match (sides.suppliers.is_empty(), sides.recipients.is_empty()) {
        (true, false) => true,
        (false, true) => false,
        _ => return,
    };
    // Who only speaks of another's arms is no party: a supplier announces, a recipient asks or orders.
    let speaks_for = gives
        == matches!(
            frame.stage,
            Stage::Approved | Stage::Delivering | Stage::Delivered | Stage::Offered
        );
    let (side, other) = sides.of(gives);
    side.extend(speaker(scene, sources, other).filter(|_| speaks_for));
}

/// The party for which the innermost official among the sources speaks, if it is none of `other`.
pub fn speaker(scene: &Scene<'_>, sources: &[Source], other: &[Found]) -> Option<Found> {
    let speaker = sources
        .iter()
        .rev()
        .filter(|source| matches!(source.kind, SourceKind::Official | SourceKind::Unnamed))
        .find_map(|source| {
            let span = source.span?;
            let at = scene.line_of(span)?;
            let token = scene.lines[at]
                .sentence
                .tokens
                .iter()
                .rposition(|token| token.span.overlaps(span))?;
            scene.named_party(at, token).or_else(|| scene.owner(at, token))
        })?;
    let why = format!("said by \"{}\"", scene.article.slice(speaker.span));
    (!is_among(&speaker.party, other)).then_some(Found {
        why: Some(why),
        ..speaker
    })
}

/// Pronouns, definite nouns and gaps: by the nearest state that is not the other party, or by the transfer already told.
pub fn resolve_parties(scene: &Scene<'_>, frame: &Frame, item: &Item, drafts: &[Draft], sides: &mut Sides) {
    for (supplier, role) in [(true, Role::Supplier), (false, Role::Recipient)] {
        let (side, other) = sides.of(supplier);
        let pointer = frame
            .fillers(role)
            .iter()
            .find(|place| scene.points_back(place.line, place.token));
        if let (true, Some(place)) = (side.is_empty(), pointer) {
            let same = |draft: &&Draft| {
                let weapon = draft.transfer.weapon.as_ref();
                weapon.is_some_and(|weapon| item.same(weapon.value()))
            };
            let told = drafts.iter().rev().find(same);
            let before = told.and_then(|draft| if supplier { draft.supplier() } else { draft.recipient() });
            side.extend(pointed_at(scene, *place, other, before, drafts));
        }
    }
    if !sides.suppliers.is_empty() && !sides.recipients.is_empty() {
        return;
    }
    lend_from_told(item, drafts, sides);
    if sides.suppliers.is_empty()
        && let Some(maker) = only_maker(scene, item, &sides.recipients)
    {
        sides.suppliers.push(Found {
            party: Party::State(maker),
            span: item.span,
            why: Some("makes them, and the article speaks of it".to_owned()),
            through_company: false,
        });
    }
}

/// The parties that a pronoun or definite noun stands for; `before` had the role when these arms were last told of.
pub fn pointed_at(
    scene: &Scene<'_>,
    place: Place,
    other: &[Found],
    before: Option<&Party>,
    drafts: &[Draft],
) -> Vec<Found> {
    let Place { line, token } = place;
    let word = scene.tree(line).form(token).to_owned();
    let taken = |found: &Found| is_among(&found.party, other);
    // "Norway and Spain have signalled that they could": the subject of the clause above is meant before any other.
    let above: Vec<Found> = scene
        .subjects_above(line, token)
        .into_iter()
        .filter(|found| !taken(found))
        .collect();
    if !above.is_empty() {
        let why = |found: &Found| format!("\"{word}\" stands for \"{}\"", scene.article.slice(found.span));
        return above
            .into_iter()
            .map(|found| Found {
                why: Some(why(&found)),
                ..found
            })
            .collect();
    }
    let is = |class: NounClass| scene.vocabulary.nouns.is(class, scene.tree(line).lemma(token));
    let mut candidates = scene.states_before(line, token, is(NounClass::Firm));
    // "The ministry", "the navy" without a state's name are those of the state the article is about.
    let home = is(NounClass::Body).then(|| home(scene, drafts, other)).flatten();
    if let Some(home) = home {
        match candidates.iter().position(|found| found.party == home) {
            Some(at) => candidates.swap(0, at),
            None => {
                let span = scene.lines[line].sentence.tokens[token].span;
                let why = Some("the state that the article is about".to_owned());
                candidates.insert(
                    0,
                    Found {
                        why,
                        ..Found::plain(home, span)
                    },
                );
            }
        }
    }
    if let Some(at) = before.and_then(|before| candidates.iter().position(|found| found.party == *before)) {
        candidates.swap(0, at);
    }
    // "The kingdom" is a state that calls itself one.
    let acts = scene.acting_beside(line, token);
    candidates
        .retain(|found| scene.may_be_called(&found.party, &word) && !taken(found) && !acts.contains(&found.party));
    candidates.truncate(1);
    for found in &mut candidates {
        found.why = Some(format!(
            "\"{word}\" stands for {}",
            found.why.take().unwrap_or_default()
        ));
    }
    candidates
}

/// The state that the article is about: the one that gets arms in it, else the one that it speaks of most.
fn home(scene: &Scene<'_>, drafts: &[Draft], other: &[Found]) -> Option<Party> {
    let is_state = |party: &&Party| matches!(party, Party::State(_)) && !is_among(party, other);
    let armed = most_common(drafts.iter().filter_map(Draft::recipient).filter(is_state));
    armed.or_else(|| most_mentioned(scene, other))
}

/// The state that the article names far more often than any but those of `other`.
pub fn most_mentioned(scene: &Scene<'_>, other: &[Found]) -> Option<Party> {
    let counts = &scene.states().spoken_of;
    let mut ranked: Vec<(usize, &str)> = counts
        .iter()
        .filter(|(code, _)| !other.iter().any(|found| found.party.as_str() == **code))
        .map(|(code, count)| (*count, *code))
        .collect();
    ranked.sort_by(|a, b| b.cmp(a));
    let first = ranked.first()?;
    let second = ranked.get(1).map_or(0, |(count, _)| *count);
    (first.0 >= 3 && first.0 * 2 >= second * 3).then(|| Party::State(first.1.to_owned()))
}

/// A transfer already told of the same arms lends what this one leaves out.
fn lend_from_told(item: &Item, drafts: &[Draft], sides: &mut Sides) {
    let before = drafts.iter().rev().find(|draft| {
        let same = draft
            .transfer
            .weapon
            .as_ref()
            .is_some_and(|weapon| item.same(weapon.value()))
            || item.weapon.category == Category::Unspecified && item.definite;
        same && is_between(draft, &sides.suppliers, &sides.recipients)
    });
    let Some(before) = before else { return };
    for (supplier, party) in [(true, before.supplier()), (false, before.recipient())] {
        let (side, _) = sides.of(supplier);
        if let (true, Some(party)) = (side.is_empty(), party) {
            side.push(Found {
                party: party.clone(),
                span: item.span,
                why: Some("the transfer of the same arms told before".to_owned()),
                through_company: false,
            });
        }
    }
}

/// Is a transfer told before between these parties, as far as they are known, and not the other way round?
pub fn is_between(draft: &Draft, suppliers: &[Found], recipients: &[Found]) -> bool {
    let on = |side: &[Found], party: Option<&Party>| party.is_some_and(|party| is_among(party, side));
    let fits = |side: &[Found], party: Option<&Party>| side.is_empty() || on(side, party);
    fits(suppliers, draft.supplier())
        && fits(recipients, draft.recipient())
        && !on(suppliers, draft.recipient())
        && !on(recipients, draft.supplier())
}

fn is_among(party: &Party, side: &[Found]) -> bool {
    side.iter().any(|found| found.party == *party)
}

pub fn most_common<'p>(parties: impl Iterator<Item = &'p Party>) -> Option<Party> {
    let mut counts: Vec<(usize, &Party)> = Vec::new();
    for party in parties {
        match counts.iter_mut().find(|(_, known)| *known == party) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, party)),
        }
    }
    let most = counts.iter().map(|(count, _)| *count).max()?;
    counts
        .iter()
        .find(|(count, _)| *count == most)
        .map(|(_, party)| (*party).clone())
}

/// The state that makes the arms, as the text says or as the only one in the table that the article names, if it is not the one that gets them.
pub fn only_maker(scene: &Scene<'_>, item: &Item, recipients: &[Found]) -> Option<String> {
    let in_table = || {
        let [maker] = item.makers.as_slice() else { return None };
        let states = scene.states();
        let named = states.spoken_of.contains_key(maker.as_str()) || states.companies.contains(maker.as_str());
        named.then_some(maker.as_str())
    };
    let maker = built_by(scene, item).or_else(in_table)?;
    let taken = recipients.iter().any(|found| found.party.as_str() == maker);
    (!taken && !recipients.is_empty()).then(|| maker.to_owned())
}

/// "Boats built by Italy's Vittoria": whom the text names as maker goes before whom the table has.
fn built_by<'a>(scene: &Scene<'a>, item: &Item) -> Option<&'a str> {
    let line = scene.line_of(item.span)?;
    let tree = scene.tree(line);
    let builds = |verb: usize| matches!(tree.lemma(verb), "build" | "make" | "manufacture" | "produce");
    let clause = tree
        .children(item.token)
        .find(|&child| child > item.token && tree.base(child) == "acl" && builds(child))?;
    let by = clause + 1;
    let named = |token: usize| {
        let mention = scene.mention(line, token)?;
        let kinds = [NameKind::State, NameKind::Demonym, NameKind::Company];
        scene.state_of(mention.meanings, &kinds)
    };
    let code = (by + 1..(by + 5).min(tree.len())).find_map(named)?;
    (tree.lemma(by) == "by").then_some(code)
}
