//! How do the words of a transfer become a claim?
//!
//! The finder says which words tell it ([`Frame`]); here they become parties ([`parties`]), arms and counts ([`items`]), dates, sums and
//! sources, and what they leave open is looked up in what the article said before ([`told`]). The rules read the article too ([`rules`]); what
//! both say is put together, one claim for each supplier, recipient, item and stage ([`merging`]).
//!
//! [`rules`]: crate::rules
//! [`parties`]: crate::parties
//! [`items`]: crate::items
//! [`told`]: crate::told
//! [`merging`]: crate::merging

use attache_language::Tag;
use attache_model::{
    Category, Certainty, Claim, ClaimKind, Doubt, Party, Polarity, Quantity, Slot, Source, Span, Stage, Stance, Tense,
    Terms, Transfer, When,
};

use crate::denials::add_denied;
use crate::finder::{Frame, Place, Role};
use crate::merging::{complete, merge, same_weapon};
use crate::parties::Found;
use crate::rules::{self, BUILDS, is_sent_on_mission};
use crate::scene::{Line, Scene};
use crate::slots::{condition_of, covert_beside, covert_of, terms_of};
use crate::syntax::Link;
use crate::told::{Sides, most_common, resolve_item, resolve_parties, speaker_acts};
use crate::via::third_states;
use crate::vocabulary::Mark;

/// A claim before the article's claims are put together.
#[derive(Clone, Debug)]
pub struct Draft {
    pub transfer: Transfer,
    pub quotes: Vec<Span>,
    pub stance: Stance,
    pub sources: Vec<Source>,
    pub rule: String,
    pub confidence: f32,
    pub line: usize,
    /// Its trigger speaks of the arms changing hands, not of a decision.
    pub arrives: bool,
}

impl Draft {
    pub fn supplier(&self) -> Option<&Party> {
        self.transfer.supplier.as_ref().map(Slot::value)
    }

    pub fn recipient(&self) -> Option<&Party> {
        self.transfer.recipient.as_ref().map(Slot::value)
    }

    /// Are both parties known?
    pub fn is_whole(&self) -> bool {
        self.supplier().is_some() && self.recipient().is_some()
    }

    /// The token whose word tells the stage.
    pub fn trigger(&self, scene: &Scene<'_>) -> Option<usize> {
        let told = self.transfer.stage.as_ref()?.span()?;
        scene.tree(self.line).first_in(told)
    }
}

/// From this probability on a word found as a trigger makes a claim of its own …
const TRIGGER: f32 = 0.5;
/// … if the whole claim, with what had to be inferred, is as sure as this, and one that names neither party or leaves one open surer still.
const WHOLE: f32 = 0.45;
const HALF: f32 = 0.5;

/// The article's claims, of the frames found in it and of what the rules read.
pub fn read(scene: &Scene<'_>, frames: &[Frame]) -> (Vec<Claim>, Vec<Doubt>) {
    let (mut ruled, doubts) = rules::read(scene);
    // Where the finder sees nothing at all the rules have taken something else for a transfer, unless they read who, whom and what.
    ruled.retain(|draft| is_told_in_full(draft) || frames.iter().any(|frame| frame.trigger.line == draft.line));
    let found = found(scene, frames, recipient_of_article(&ruled));
    let mut told = combined(scene, ruled, found);
    add_denied(scene, &mut told);
    let mut drafts = merge(scene, told);
    scene.credit(drafts.iter_mut().map(|draft| &mut draft.sources));
    for draft in &mut drafts {
        settle_stage(scene, draft);
        settle_dates(scene, draft);
        settle_by_contract(scene, draft);
        settle_terms(draft);
    }
    let claim = |draft: Draft| {
        Claim::new(
            scene.article.id.clone(),
            draft.quotes,
            ClaimKind::Transfer(draft.transfer),
            draft.stance,
            draft.sources,
            draft.rule,
            draft.confidence,
        )
    };
    (drafts.into_iter().map(claim).collect(), doubts)
}

/// One date is either of the deal or of the delivery, as the stage says; what has gone on "since 2016" went on until the article's day.
fn settle_dates(scene: &Scene<'_>, draft: &mut Draft) {
    let transfer = &mut draft.transfer;
    let span = |slot: &Option<Slot<When>>| slot.as_ref().and_then(Slot::span);
    if span(&transfer.agreed).is_some() && span(&transfer.agreed) == span(&transfer.delivered) {
        let stage = transfer.stage.as_ref().map(Slot::value);
        match stage.is_some_and(|stage| matches!(stage, Stage::Delivering | Stage::Delivered)) || draft.arrives {
            true => transfer.agreed = None,
            false => transfer.delivered = None,
        }
    }
    // What is only to come was decided, and not delivered, on a day that is past: "Berlin said on Wednesday that it would send".
    if let (Some(slot), Some(today), Tense::Planned) = (&transfer.delivered, scene.date(), draft.stance.time)
        && slot.value().last.is_some_and(|last| last <= today)
    {
        let past = transfer.delivered.take();
        transfer.agreed = transfer.agreed.take().or(past);
    }
    if let (Some(Slot::Stated { value, .. }), Some(today)) = (&mut transfer.delivered, scene.date())
        && matches!(draft.stance.time, Tense::Past | Tense::Ongoing)
    {
        *value = value.until(today);
    }
}

/// Who "denied sending" arms says that nothing was delivered.
fn settle_stage(scene: &Scene<'_>, draft: &mut Draft) {
    let tree = scene.tree(draft.line);
    let Some(trigger) = draft.trigger(scene) else { return };
    let Some(Slot::Stated { value: stage, .. }) = &mut draft.transfer.stage else {
        return;
    };
    let denied = draft.stance.polarity == Polarity::Denied && *stage == Stage::Delivering;
    if denied && tree.is_gerund(trigger) && tree.auxiliaries(trigger).is_empty() {
        *stage = Stage::Delivered;
        draft.stance.time = Tense::Past;
    }
}

/// "Shipped them under a secret contract of November 2023 worth $120 million": what the deal is told to be that the arms go by.
fn settle_by_contract(scene: &Scene<'_>, draft: &mut Draft) {
    let (tree, sentence) = (scene.tree(draft.line), scene.lines[draft.line].sentence);
    let Some(trigger) = draft.trigger(scene) else { return };
    let is_contract = |token: &usize| {
        scene.vocabulary.is_deal(tree.lemma(*token))
            && tree.preposition(*token).as_deref() == Some("under")
            && sentence.is_under(*token, trigger)
    };
    let Some(contract) = (trigger + 1..tree.len()).find(is_contract) else {
        return;
    };
    let (first, last) = sentence.subtree(contract);
    let about = sentence.tokens[first].span.cover(sentence.tokens[last].span);
    let transfer = &mut draft.transfer;
    transfer.covert = transfer
        .covert
        .take()
        .or_else(|| covert_beside(scene, draft.line, contract));
    let dates = scene.calendar()[draft.line].iter();
    if let Some((when, span)) = dates
        .filter(|mention| about.contains(mention.span))
        .find_map(|mention| Some((mention.when?, mention.span)))
    {
        transfer.agreed = Some(Slot::stated(when, span));
        transfer.delivered = transfer.delivered.take().filter(|slot| slot.span() != Some(span));
    }
    if transfer.value.is_none() {
        transfer.value = scene.money(about);
    }
}

/// What has a price is sold.
fn settle_terms(draft: &mut Draft) {
    let transfer = &mut draft.transfer;
    if transfer.value.is_some() && transfer.terms.is_none() {
        transfer.terms = Some(Slot::inferred(Terms::Sale, "it has a price".to_owned()));
    }
}

/// One sum told of several transfers ("two deals valued at $5.3 billion") is the value of none of them; where another trigger stands nearer to
/// it, it is the value of that one ("after a Rafale purchase slipped away, Colombia signed a €3.1 billion contract for Gripens").
fn forget_shared_sums(scene: &Scene<'_>, drafts: &mut [Draft]) {
    let told = |draft: &Draft| {
        let transfer = &draft.transfer;
        let sum = transfer.value.as_ref().and_then(Slot::span)?;
        let trigger = transfer.stage.as_ref().and_then(Slot::span)?;
        let arms: Arms = (transfer.designation().map(str::to_owned), transfer.category());
        Some((sum, trigger, (arms, draft.recipient().cloned())))
    };
    let apart = |a: Span, b: Span| a.start.max(b.start).saturating_sub(a.end.min(b.end));
    let all: Vec<_> = drafts.iter().map(told).collect();
    let packages = |sum: Span| {
        let told = all.iter().flatten();
        told.filter(|told| told.0 == sum && is_package(&told.2.0)).count()
    };
    for (draft, own) in drafts.iter_mut().zip(&all) {
        let Some((sum, trigger, what)) = own else {
            continue;
        };
        // "$94 million in arms and aircraft" is what the arms as a whole cost.
        if is_package(&what.0) && packages(*sum) == 1 && !scene.is_of_several(*sum) {
            continue;
        }
        let mut others = all.iter().flatten().filter(|other| other.0 == *sum && other.2 != *what);
        if others.any(|other| apart(other.1, *sum) <= apart(*trigger, *sum)) || scene.is_of_several(*sum) {
            draft.transfer.value = None;
        }
    }
}

/// What arms are told apart by.
type Arms = (Option<String>, Category);

/// Arms named by no more than that word.
fn is_package((designation, category): &Arms) -> bool {
    designation.is_none() && *category == Category::Unspecified
}

fn is_told_in_full(draft: &Draft) -> bool {
    let stated = |slot: &Option<Slot<Party>>| slot.as_ref().is_some_and(|slot| slot.span().is_some());
    let transfer = &draft.transfer;
    stated(&transfer.supplier) && stated(&transfer.recipient) && transfer.designation().is_some()
}

/// Are both parties known, and one at least by the words of the sentence?
fn names_a_party(draft: &Draft) -> bool {
    let stated = |slot: &Option<Slot<Party>>| slot.as_ref().is_some_and(|slot| slot.span().is_some());
    draft.is_whole() && (stated(&draft.transfer.supplier) || stated(&draft.transfer.recipient))
}

/// Who gets the arms in more than half of what the rules read, and more than once.
fn recipient_of_article(ruled: &[Draft]) -> Option<Party> {
    let recipients = || ruled.iter().filter_map(Draft::recipient);
    let most = most_common(recipients())?;
    let count = recipients().filter(|party| **party == most).count();
    (count > 1 && 2 * count > recipients().count()).then_some(most)
}

/// The drafts of the frames in their order, those of the headline last, since it leaves out what the body says.
fn found(scene: &Scene<'_>, frames: &[Frame], about: Option<Party>) -> Vec<Draft> {
    let background = Background { about };
    let mut drafts: Vec<Draft> = Vec::new();
    let sure = || frames.iter().filter(|frame| frame.sure >= TRIGGER);
    let in_headline = |frame: &&Frame| scene.is_headline(frame.trigger.line);
    for frame in sure()
        .filter(|frame| !in_headline(frame))
        .chain(sure().filter(in_headline))
    {
        let told = drafts_of(scene, frame, &background, &drafts);
        drafts.extend(told);
    }
    drafts
}

/// What the rules read, completed by what the network found of the same arms in the same sentence, and what it found beyond.
fn combined(scene: &Scene<'_>, ruled: Vec<Draft>, found: Vec<Draft>) -> Vec<Draft> {
    let fits = |a: Option<&Party>, b: Option<&Party>| a.is_none() || b.is_none() || a == b;
    let (mut all, mut beyond) = (ruled, Vec::new());
    for draft in found {
        let told = |known: &&mut Draft| known.line == draft.line && same_weapon(&known.transfer, &draft.transfer);
        let mut known: Vec<&mut Draft> = all.iter_mut().filter(told).collect();
        if known.is_empty() {
            let enough = if names_a_party(&draft) { WHOLE } else { HALF };
            beyond.extend((draft.confidence >= enough).then_some(draft));
            continue;
        }
        let alike =
            |known: &&mut Draft| fits(known.supplier(), draft.supplier()) && fits(known.recipient(), draft.recipient());
        if let Some(at) = known.iter().position(alike) {
            complete(known.swap_remove(at), draft);
        }
    }
    all.extend(beyond);
    let mut kept = all
        .iter()
        .map(|draft| !is_turned_round(scene, draft, &all) && !is_own_make(scene, draft))
        .collect::<Vec<_>>()
        .into_iter();
    all.retain(|_| kept.next().unwrap_or(true));
    forget_shared_sums(scene, &mut all);
    third_states(scene, &mut all);
    all.sort_by_key(|draft| (scene.is_headline(draft.line), draft.line));
    all
}

/// Half a transfer whose one party stands on the other side of the same arms in the same sentence: the partner of a deal taken for its buyer. What
/// one bought one may sell on, which is another step.
fn is_turned_round(scene: &Scene<'_>, draft: &Draft, all: &[Draft]) -> bool {
    let stage = |draft: &Draft| draft.transfer.stage.as_ref().map(|stage| *stage.value());
    let same_arms = |other: &&Draft| other.line == draft.line && same_weapon(&other.transfer, &draft.transfer);
    let mut beside = all.iter().filter(|other| other.is_whole()).filter(same_arms);
    let same = |a: &Party, b: Option<&Party>| b.is_some_and(|b| scene.is_same_party(a, b));
    match (draft.supplier(), draft.recipient()) {
        (None, Some(party)) => beside.any(|other| same(party, other.supplier())),
        (Some(party), None) => beside.any(|other| stage(other) == stage(draft) && same(party, other.recipient())),
        _ => false,
    }
}

/// Who gets arms of its own make, from nobody named, buys at home.
fn is_own_make(scene: &Scene<'_>, draft: &Draft) -> bool {
    let (None, Some(recipient)) = (draft.supplier(), draft.recipient()) else {
        return false;
    };
    let designated = draft
        .transfer
        .designation()
        .and_then(|name| scene.vocabulary.weapons.designated(name));
    designated.is_some_and(|found| matches!(found.entry.maker.as_slice(), [only] if only == recipient.as_str()))
}

/// What the article as a whole tells.
struct Background {
    /// Who gets the arms that the article is about.
    about: Option<Party>,
}

/// "Two of the aircraft are armed", "is arming itself": nobody gives anything.
fn arms_somebody(scene: &Scene<'_>, line: usize, token: usize) -> bool {
    let tree = scene.tree(line);
    let given = tree.arguments(token).into_iter().any(|argument| match argument.link {
        Link::Agent => true,
        Link::Prep(word) => matches!(word.as_str(), "with" | "by"),
        _ => false,
    });
    let itself = |object: usize| matches!(tree.lemma(object), "itself" | "themselves");
    !tree.child(token, "obj").is_some_and(itself) && (given || !tree.is_passive(token) && tree.is_verb(token))
}

fn drafts_of(scene: &Scene<'_>, frame: &Frame, background: &Background, before: &[Draft]) -> Vec<Draft> {
    let Place { line, token } = frame.trigger;
    let sentence = scene.lines[line].sentence;
    if scene.is_passed_over(frame.item.line, frame.item.token) {
        return Vec::new();
    }
    let item = resolve_item(scene, frame);
    let attribution = scene.attribution(line, token);
    let mut sources = attribution.sources;
    let mut sides = Sides {
        suppliers: parties(scene, frame, Role::Supplier),
        recipients: parties(scene, frame, Role::Recipient),
    };
    resolve_parties(scene, frame, &item, before, &mut sides);
    speaker_acts(scene, frame, &sources, &mut sides);
    // "Russia's proxies sold weapons to its arch enemy" is too general to say whose they became.
    if item.weapon.category != Category::Unspecified {
        sides.lend_recipient(background.about.as_ref(), item.span);
    }
    let own = |source: &Source| {
        scene
            .carrier
            .as_ref()
            .is_some_and(|carrier| carrier.name == source.name)
    };
    // Whoever speaks in another sentence says that one.
    let is_subject = |place: &Place| scene.tree(place.line).base(place.token) == "nsubj";
    if sources.iter().all(own) {
        let mut cited: Vec<Source> = frame
            .fillers(Role::Source)
            .iter()
            .filter(|place| place.line == line || !is_subject(place))
            .filter_map(|place| scene.source_at(place.line, place.token))
            .collect();
        // Outlets and agencies stand before those they cite.
        cited.sort_by_key(|source| !source.kind.is_outlet());
        sources.extend(cited);
    }
    // Who only speaks of the transfer is no party to it.
    let speaks = |found: &Found| {
        let name = found.party.as_str();
        matches!(found.party, Party::Named(_)) && sources.iter().any(|source| source.name.contains(name))
    };
    sides.suppliers.retain(|found| !speaks(found));
    sides.recipients.retain(|found| !speaks(found));
    let mut drafts = Vec::new();
    let trigger = scene.tree(line).lemma(token).to_lowercase();
    // "Boats built by an Italian yard" were not thereby given to anybody.
    if BUILDS.contains(&trigger.as_str()) && sides.recipients.iter().all(|found| found.why.is_some()) {
        return drafts;
    }
    if trigger == "arm" && !arms_somebody(scene, line, token) || is_sent_on_mission(scene, line, token) {
        return drafts;
    }
    for supplier in some_or_none(&sides.suppliers) {
        for recipient in some_or_none(&sides.recipients) {
            let half = match (supplier, recipient) {
                (None, None) => continue,
                (Some(supplier), Some(recipient)) if scene.is_same_party(&supplier.party, &recipient.party) => continue,
                (Some(_), Some(_)) => false,
                _ => true,
            };
            // Half a transfer of something general is too little to stand on: it may be the army's own purchase.
            if half && item.weapon.designation.is_none() && item.weapon.category == Category::Unspecified {
                continue;
            }
            let stance = Stance {
                polarity: frame.polarity,
                certainty: frame
                    .certainty
                    .max(attribution.certainty)
                    .max(scene.hedge_at(line, token)),
                time: frame.time,
            };
            let transfer = Transfer {
                supplier: supplier.map(Found::slot),
                recipient: recipient.map(Found::slot),
                via: parties(scene, frame, Role::Via).iter().map(Found::slot).collect(),
                weapon: Some(item.slot()),
                quantity: quantity(scene, frame).or_else(|| item.quantity.clone()),
                stage: Some(Slot::stated(frame.stage, sentence.tokens[token].span)),
                terms: terms_of(scene, frame),
                condition: condition_of(scene, frame),
                value: frame
                    .filler(Role::Value)
                    .and_then(|place| scene.money_at(place.line, place.token)),
                agreed: date(scene, frame, Role::Agreed),
                delivered: date(scene, frame, Role::Delivered),
                covert: covert_of(scene, frame),
            };
            drafts.push(Draft {
                quotes: quotes(scene, line, &transfer),
                confidence: confidence(frame.sure, &transfer, stance),
                transfer,
                stance,
                sources: sources.clone(),
                rule: format!("transfer/{trigger}@2"),
                line,
                arrives: scene.vocabulary.marks.says(Mark::Arrival, &trigger),
            });
        }
    }
    drafts
}

/// The sentence of the trigger, and those that state a slot of their own.
fn quotes(scene: &Scene<'_>, line: usize, transfer: &Transfer) -> Vec<Span> {
    let stated = [
        transfer.quantity.as_ref().and_then(Slot::span),
        transfer.value.as_ref().and_then(Slot::span),
        transfer.agreed.as_ref().and_then(Slot::span),
        transfer.delivered.as_ref().and_then(Slot::span),
        transfer.condition.as_ref().and_then(Slot::span),
    ];
    let says = |line: &Line<'_>| stated.iter().flatten().any(|span| line.sentence.span.contains(*span));
    let mut quotes = vec![scene.lines[line].sentence.span];
    quotes.extend(
        scene
            .lines
            .iter()
            .filter(|line| says(line))
            .map(|line| line.sentence.span),
    );
    quotes.sort();
    quotes.dedup();
    quotes
}

/// Who the fillers of a role are; a name in another sentence makes the slot an inferred one.
fn parties(scene: &Scene<'_>, frame: &Frame, role: Role) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for place in frame.fillers(role) {
        let Some(mut party) = scene.party_at(place.line, place.token) else {
            continue;
        };
        if scene.is_beside(place.line, party.span) {
            continue;
        }
        let named = scene.article.slice(party.span);
        if place.line != frame.trigger.line && party.why.is_none() {
            party.why = Some(format!("\"{named}\" in {}", scene.seen_from(frame, *place)));
        } else if let Some(word) = stand_in(scene, frame, *place, &party) {
            party.why = Some(format!("\"{word}\" stands for \"{named}\""));
        }
        if !found.iter().any(|known| known.party == party.party) {
            found.push(party);
        }
    }
    found
}

/// "Iran denied that it had supplied drones": the pronoun beside the trigger that stands for a party named in the clause above.
fn stand_in<'a>(scene: &'a Scene<'_>, frame: &Frame, place: Place, party: &Found) -> Option<&'a str> {
    let Place { line, token } = frame.trigger;
    let tree = scene.tree(line);
    let pronoun = |at: usize| tree.tag(at) == Tag::Pron && scene.points_back(line, at) && at > place.token;
    let mut pronouns = tree.arguments(token).into_iter().map(|argument| argument.token);
    let meant = |at: usize| {
        scene
            .subjects_above(line, at)
            .iter()
            .any(|above| above.party == party.party)
    };
    let found = pronouns.find(|&at| place.line == line && pronoun(at) && meant(at))?;
    Some(scene.article.slice(scene.lines[line].sentence.tokens[found].span))
}

fn quantity(scene: &Scene<'_>, frame: &Frame) -> Option<Slot<Quantity>> {
    let place = frame.filler(Role::Quantity)?;
    scene.count_at(place.line, place.token)
}

/// The date or period that a filler stands in, unless it is the day on which somebody only said so.
fn date(scene: &Scene<'_>, frame: &Frame, role: Role) -> Option<Slot<When>> {
    let place = frame.filler(role)?;
    let tree = scene.tree(place.line);
    let span = scene.lines[place.line].sentence.tokens[place.token].span;
    let mention = scene.calendar()[place.line]
        .iter()
        .find(|mention| mention.span.overlaps(span))?;
    let says = |verb: usize| {
        tree.is_verb(verb)
            && (place.line, verb) != (frame.trigger.line, frame.trigger.token)
            && tree.lemma(verb) != "announce"
            && scene.vocabulary.reporting.verb(tree.lemma(verb)).is_some()
    };
    let said = tree.head(place.token).is_some_and(says);
    (!said).then_some(Slot::stated(mention.when?, mention.span))
}

pub fn some_or_none(found: &[Found]) -> Vec<Option<&Found>> {
    if found.is_empty() {
        vec![None]
    } else {
        found.iter().map(Some).collect()
    }
}

/// How sure a claim is whose trigger is as `sure`: less with each party that is missing or inferred, and with a hedge.
pub fn confidence(mut sure: f32, transfer: &Transfer, stance: Stance) -> f32 {
    for slot in [&transfer.supplier, &transfer.recipient] {
        match slot {
            None => sure *= 0.7,
            Some(Slot::Inferred { .. }) => sure *= 0.8,
            Some(Slot::Stated { .. }) => {}
        }
    }
    match stance.certainty {
        Certainty::Asserted => sure,
        Certainty::Likely => sure * 0.9,
        Certainty::Possible => sure * 0.8,
    }
}
