//! What do the rules make of an article: trigger words, the words that govern them, and their roles by construction?
//!
//! One draft for each supplier, recipient and item of an event ([`frames`], [`roles`], [`deals`]), with its [`stage`]; what the sentence leaves
//! open is looked up in what the article said before ([`told`]), the slots beside them are read from the words around ([`slots`]).

mod deals;
mod frames;
mod gaps;
mod roles;
mod slots;
mod stage;
mod told;

use attache_language::dates::{self, Anchor, DateMention};
use attache_model::{Category, Doubt, DoubtKind, Party, Polarity, Slot, Stage, Stance, Tense, Transfer, When};

pub use self::frames::BUILDS;
use self::frames::Event;
use self::roles::Roles;
use self::slots::{SignedDeal, condition_of, covert_of, date_of, signed_deal, terms_of, value_of};
use self::told::{deal_told_last, resolve_item, resolve_parties, speaker_acts, the_deal};
use crate::claims::{Draft, confidence, some_or_none};
use crate::items::Item;
use crate::parties::Found;
use crate::scene::Scene;
use crate::syntax::{Argument, Link};
use crate::vocabulary::Mark;

/// How sure a rule is whose arms have a designation, and whose have none.
const NAMED: f32 = 0.9;
const UNNAMED: f32 = 0.855;

/// Verbs that send arms somewhere, and what these are to do there.
const SENDS: &[&str] = &["send", "dispatch", "deploy", "order", "scramble"];
const MISSIONS: &[&str] = &[
    "strike",
    "bomb",
    "attack",
    "hit",
    "shell",
    "raid",
    "deter",
    "patrol",
    "protect",
    "defend",
    "guard",
    "escort",
    "intercept",
    "shadow",
    "monitor",
    "evacuate",
    "rescue",
    "search",
];

/// Does a trigger stand beside arms anywhere? Words like "tank" and "fighter" count with two names beside them.
pub fn may_tell(scene: &Scene<'_>) -> bool {
    let arms = |line: usize| {
        let names = scene.lines[line].mentions.len();
        (0..scene.tree(line).len()).any(|token| scene.item(line, token).is_some_and(|item| !item.risky || names > 1))
    };
    let lines = scene.lines.len();
    let beside = |line: usize| (line.saturating_sub(1)..(line + 2).min(lines)).any(arms);
    (0..lines).any(|line| scene.lines[line].of_arms && !scene.events(line).is_empty() && beside(line))
}

/// Reads every sentence in order; later ones may lean on earlier ones.
pub fn read(scene: &Scene<'_>) -> (Vec<Draft>, Vec<Doubt>) {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut doubts = Vec::new();
    let mut running: Option<When> = None;
    let mut signed: Vec<SignedDeal> = Vec::new();
    for line in scene.body_first().filter(|&line| scene.lines[line].of_arms) {
        let sentence = scene.lines[line].sentence;
        let anchor = Anchor {
            published: scene.date(),
            running,
        };
        let mentioned = dates::find(&scene.article.text, sentence.span, anchor);
        if let Some(latest) = mentioned.iter().filter_map(|mention| mention.when).next_back() {
            running = Some(latest);
        }
        for event in scene.events(line) {
            signed.extend(signed_deal(scene, line, &event, &mentioned));
            deal_told_last(scene, line, &event, &mentioned, &mut drafts);
            let mut roles = scene.roles(line, &event);
            the_deal(scene, line, &event, &mut roles, &drafts);
            let nobody = scene.tree(line).children(event.top()).any(|child| {
                scene.tree(line).base(child) == "nsubj" && scene.tree(line).lemma(child).eq_ignore_ascii_case("none")
            });
            if nobody || scene.is_developed_jointly(line, &event) || !scene.is_complete(&event, &roles) {
                continue;
            }
            let times = Times {
                mentioned: &mentioned,
                signed: &signed,
            };
            let gapped = scene.gapped(line, &event, &mut roles);
            let (recipients, open_recipients) = (roles.recipients.clone(), roles.open_recipients.clone());
            drafts_of(scene, line, &event, roles, &times, &mut drafts, &mut doubts);
            for gap in gapped {
                let roles = Roles {
                    suppliers: vec![gap.supplier],
                    recipients: recipients.clone(),
                    open_recipients: open_recipients.clone(),
                    items: gap.items,
                    ..Roles::default()
                };
                drafts_of(scene, line, &event, roles, &times, &mut drafts, &mut doubts);
            }
        }
    }
    (drafts, doubts)
}

/// The dates of a sentence, and the deals that sentences before it dated.
struct Times<'a> {
    mentioned: &'a [DateMention],
    signed: &'a [SignedDeal],
}

fn drafts_of(
    scene: &Scene<'_>,
    line: usize,
    event: &Event<'_>,
    mut roles: Roles,
    times: &Times<'_>,
    drafts: &mut Vec<Draft>,
    doubts: &mut Vec<Doubt>,
) {
    let sentence = scene.lines[line].sentence;
    resolve_item(scene, line, &mut roles);
    let (stage, stance) = scene.stage(line, event);
    let attribution = scene.attribution(line, event.token);
    speaker_acts(scene, line, event, &attribution.sources, &mut roles);
    // "Missiles" and "tanks" may be no arms; from one state to another they are.
    let between_states = !roles.suppliers.is_empty() && !roles.recipients.is_empty();
    let plain = |item: &Item| !item.risky || between_states && item.weapon.category != Category::Other;
    if !roles.items.iter().any(plain) && !scene.is_military() {
        return;
    }
    resolve_parties(scene, line, event, &mut roles, drafts);
    let stance = Stance {
        polarity: if attribution.polarity == Polarity::Denied {
            Polarity::Denied
        } else {
            stance.polarity
        },
        certainty: stance.certainty.max(attribution.certainty),
        time: stance.time,
    };
    let suppliers = some_or_none(&roles.suppliers);
    let recipients = some_or_none(&roles.recipients);
    let value = value_of(scene, line, event);
    let when = date_of(scene, line, event, times.mentioned);
    let covert = covert_of(scene, line, event);
    let arrives = event
        .trigger
        .lemma
        .split(' ')
        .next()
        .is_some_and(|word| scene.vocabulary.marks.says(Mark::Arrival, word));
    let mut made = false;
    let mut open = false;
    // Trucks among rifles are no arms of their own.
    if roles.items.iter().any(|item| !item.risky) {
        roles
            .items
            .retain(|item| !item.risky || item.weapon.category != Category::Other);
    }
    roles.items.retain(|item| !is_no_transfer(scene, line, event, item));
    let own = own_recipients(scene, line, &roles);
    let delivered_one = |item: &Item| scene.one_of(line, item.token).filter(|_| stage == Stage::Delivered);
    for item in &roles.items {
        for supplier in &suppliers {
            for recipient in &recipients {
                if let (Some(own), Some(recipient)) = (&own, recipient)
                    && !own
                        .iter()
                        .any(|(token, party)| *token == item.token && *party == recipient.party)
                {
                    continue;
                }
                if let (Some(supplier), Some(recipient)) = (supplier, recipient)
                    && scene.is_same_party(&supplier.party, &recipient.party)
                {
                    continue;
                }
                if supplier.is_none() && recipient.is_none() {
                    continue;
                }
                // Half a transfer of something general is too little to stand on: it may be the army's own purchase.
                let half = supplier.is_none() || recipient.is_none();
                if half
                    && item.weapon.designation.is_none()
                    && (stage != Stage::Sought || item.weapon.category == Category::Unspecified)
                {
                    open = true;
                    continue;
                }
                let mut transfer = Transfer {
                    supplier: supplier.map(Found::slot),
                    recipient: recipient.map(Found::slot),
                    via: roles.via.iter().map(Found::slot).collect(),
                    weapon: Some(item.slot()),
                    quantity: delivered_one(item).or_else(|| item.quantity.clone()),
                    stage: Some(Slot::stated(stage, sentence.tokens[event.token].span)),
                    terms: terms_of(scene, line, event),
                    condition: condition_of(scene, line, item),
                    value: if roles.items.len() == 1 || item.weapon.designation.is_none() {
                        value.clone()
                    } else {
                        None
                    },
                    agreed: None,
                    delivered: None,
                    covert: covert.clone(),
                };
                if let Some((when, span)) = when {
                    let slot = Slot::stated(when, span);
                    let delivers = matches!(stage, Stage::Delivered | Stage::Delivering)
                        || arrives && stance.time == Tense::Planned;
                    if delivers {
                        transfer.delivered = Some(slot)
                    } else {
                        transfer.agreed = Some(slot)
                    }
                }
                if transfer.agreed.is_none()
                    && let Some(deal) = times.signed.iter().rev().find(|deal| {
                        event
                            .governors
                            .iter()
                            .any(|(governor, _)| governor.lemma.split(' ').next() == deal.lemma.split(' ').next())
                    })
                {
                    let why = format!("the {} that \"{}\" dates", deal.lemma, scene.article.slice(deal.span));
                    transfer.agreed = Some(Slot::inferred(deal.when, why));
                }
                made = true;
                let sure = transfer.designation().map_or(UNNAMED, |_| NAMED);
                drafts.push(Draft {
                    confidence: confidence(sure, &transfer, stance),
                    transfer,
                    quotes: vec![sentence.span],
                    stance,
                    sources: attribution.sources.clone(),
                    rule: format!("transfer/{}@1", event.trigger.lemma.replace(' ', "-")),
                    line,
                    arrives,
                });
            }
        }
    }
    if !made && (open || roles.suppliers.is_empty() && roles.recipients.is_empty()) && !roles.items.is_empty() {
        doubts.push(Doubt {
            article: scene.article.id.clone(),
            kind: DoubtKind::OpenRole,
            span: Some(sentence.span),
            what: format!(
                "\"{}\" speaks of a transfer, but who gives or who gets is not clear",
                scene.tree(line).form(event.token)
            ),
        });
    }
}

/// "the sale of missiles to one and of launchers to another": which recipient belongs to which item, when more than one item has its own. By the
/// tree, or, where arms and recipients take turns in the sentence, by their order.
fn own_recipients(scene: &Scene<'_>, line: usize, roles: &Roles) -> Option<Vec<(usize, Party)>> {
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let mut stated = Vec::new();
    for recipient in roles.recipients.iter().filter(|found| found.why.is_none()) {
        let at = tokens.iter().rposition(|token| token.span.overlaps(recipient.span))?;
        stated.push((at, recipient));
    }
    let taking_turns = in_turns(roles, &stated);
    if roles.items.len() < 2 || taking_turns.is_some() {
        return taking_turns;
    }
    let mut pairs = Vec::new();
    for (mut at, recipient) in stated {
        for _ in 0..tokens.len() {
            let Some(head) = tree.head(at) else { break };
            if roles.items.iter().any(|item| item.token == head) {
                pairs.push((head, recipient.party.clone()));
                break;
            }
            at = head;
        }
    }
    let served = |token: usize| pairs.iter().any(|(own, _)| *own == token);
    roles.items.iter().all(|item| served(item.token)).then_some(pairs)
}

/// "missiles to Saudi Arabia and launchers to the Emirates", "gave Kyiv tanks and Warsaw guns": as many recipients as items, in turns.
fn in_turns(roles: &Roles, recipients: &[(usize, &Found)]) -> Option<Vec<(usize, Party)>> {
    let mut items: Vec<usize> = roles.items.iter().map(|item| item.token).collect();
    let mut recipients = recipients.to_vec();
    items.sort_unstable();
    recipients.sort_by_key(|(at, _)| *at);
    let all = roles.recipients.len() == recipients.len() && items.len() == recipients.len();
    if items.len() < 2 || !all {
        return None;
    }
    let places: Vec<(usize, usize)> = items
        .iter()
        .copied()
        .zip(recipients.iter().map(|(at, _)| *at))
        .collect();
    let items_first = places.iter().all(|(item, at)| item < at) && places.windows(2).all(|two| two[0].1 < two[1].0);
    let items_last = places.iter().all(|(item, at)| at < item) && places.windows(2).all(|two| two[0].0 < two[1].1);
    let pairs = items
        .into_iter()
        .zip(recipients.into_iter().map(|(_, found)| found.party.clone()));
    (items_first || items_last).then(|| pairs.collect())
}

/// Ships that call at a port, aircraft sent to an exercise, a tank for a museum, rifles seized: arms that move and change no hands.
fn is_no_transfer(scene: &Scene<'_>, line: usize, event: &Event<'_>, item: &Item) -> bool {
    let tree = scene.tree(line);
    let moves = matches!(
        event.trigger.lemma.as_str(),
        "send" | "dispatch" | "arrive" | "follow" | "ferry"
    );
    let shown = (0..tree.len()).any(|token| {
        matches!(
            tree.lemma(token),
            "exercise" | "drill" | "manoeuvre" | "maneuver" | "museum" | "airshow" | "parade" | "patrol" | "visit"
        )
    });
    let museum = (0..tree.len()).any(|token| tree.lemma(token) == "museum");
    let seized = (0..tree.len()).any(|token| {
        matches!(
            tree.lemma(token),
            "seize" | "intercept" | "confiscate" | "impound" | "steal" | "loot" | "capture"
        ) && tree.is_verb(token)
            && tree
                .arguments(token)
                .iter()
                .any(|argument| argument.link == Link::Object && argument.token == item.token)
    });
    moves && (item.weapon.category == Category::Ships || shown)
        || museum
        || seized && item.of_state.is_none()
        || is_sent_on_mission(scene, line, event.token)
}

/// "Threatened to send bombers to strike the capital": whoever sends arms to do something, and to nobody, keeps them.
pub fn is_sent_on_mission(scene: &Scene<'_>, line: usize, verb: usize) -> bool {
    let tree = scene.tree(line);
    if !SENDS.contains(&tree.lemma(verb)) {
        return false;
    }
    let for_a_mission = |child: usize| {
        matches!(tree.base(child), "xcomp" | "advcl" | "acl")
            && MISSIONS.contains(&tree.lemma(child))
            && tree.child(child, "mark").is_some_and(|mark| tree.lemma(mark) == "to")
    };
    let gets = |argument: &Argument| match &argument.link {
        Link::Indirect => true,
        Link::Prep(to) => to == "to",
        _ => false,
    };
    let arguments = tree.arguments(verb);
    let objects = arguments.iter().filter(|argument| argument.link == Link::Object);
    let mut above = objects.map(|object| object.token).chain([verb]);
    !arguments.iter().any(gets) && above.any(|above| tree.children(above).any(for_a_mission))
}
