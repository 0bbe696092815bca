//! How does an event in a sentence become claims?
//!
//! One claim for each supplier, recipient and item; what the sentence leaves open is looked up in what the article said before, and
//! then the slot is inferred and says why. The same claim said again adds a quote.

use attache_language::dates::{self, Anchor, DateMention};
use attache_model::{
    Category, Certainty, Claim, ClaimKind, Condition, Doubt, DoubtKind, Party, Polarity, Slot, Source, SourceKind,
    Span, Stage, Stance, Tense, Terms, Transfer, When,
};

use crate::frames::{Event, Roles, push};
use crate::items::{Item, stands_for};
use crate::parties::Found;
use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::{Frame, NameKind, Part};

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
    fn supplier(&self) -> Option<&Party> {
        self.transfer.supplier.as_ref().map(Slot::value)
    }

    fn recipient(&self) -> Option<&Party> {
        self.transfer.recipient.as_ref().map(Slot::value)
    }
}

/// Reads every sentence in order; later ones may lean on earlier ones.
pub fn read(scene: &Scene<'_>) -> (Vec<Claim>, Vec<Doubt>) {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut doubts = Vec::new();
    let mut running: Option<When> = None;
    let mut signed: Vec<SignedDeal> = Vec::new();
    // Headlines last: they leave out what the body says.
    let body = (0..scene.lines.len()).filter(|&line| !scene.is_headline(line));
    let headlines = (0..scene.lines.len()).filter(|&line| scene.is_headline(line));
    for line in body.chain(headlines) {
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
            price_of_deal(scene, line, &event, &mut drafts);
            let mut roles = scene.roles(line, &event);
            the_deal(scene, line, &event, &mut roles, &drafts);
            let nobody = scene.tree(line).children(event.top()).any(|child| {
                scene.tree(line).base(child) == "nsubj" && scene.tree(line).lemma(child).eq_ignore_ascii_case("none")
            });
            if nobody || scene.is_developed_jointly(line, &event) || !scene.is_complete(&event, &roles) {
                continue;
            }
            drafts_of(
                scene,
                line,
                &event,
                roles,
                &mentioned,
                &signed,
                &mut drafts,
                &mut doubts,
            );
        }
    }
    let mut drafts = merge(scene, drafts);
    if scene.carrier.is_none()
        && let Some(outlet) = scene.passed_on()
    {
        for draft in &mut drafts {
            let cites = draft
                .sources
                .iter()
                .any(|source| matches!(source.kind, SourceKind::Outlet | SourceKind::Agency));
            if !cites {
                draft.sources.insert(
                    0,
                    Source {
                        span: None,
                        ..outlet.clone()
                    },
                );
            }
        }
    }
    let claims = drafts
        .into_iter()
        .map(|draft| {
            Claim::new(
                scene.article.id.clone(),
                draft.quotes,
                ClaimKind::Transfer(draft.transfer),
                draft.stance,
                draft.sources,
                draft.rule,
                draft.confidence,
            )
        })
        .collect();
    (claims, doubts)
}

fn drafts_of(
    scene: &Scene<'_>,
    line: usize,
    event: &Event<'_>,
    mut roles: Roles,
    dates: &[DateMention],
    signed: &[SignedDeal],
    drafts: &mut Vec<Draft>,
    doubts: &mut Vec<Doubt>,
) {
    let sentence = scene.lines[line].sentence;
    resolve_item(scene, line, &mut roles);
    if roles.items.iter().all(|item| item.risky) && !scene.is_military() {
        return;
    }
    let (stage, stance) = scene.stage(line, event);
    let attribution = scene.attribution(line, event.token);
    speaker_acts(scene, line, event, &attribution.sources, &mut roles);
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
    let when = date_of(scene, line, event, dates);
    let covert = covert_of(scene, line, event);
    let mut made = false;
    let mut open = false;
    // Trucks among rifles are no arms of their own.
    if roles.items.iter().any(|item| !item.risky) {
        roles
            .items
            .retain(|item| !item.risky || item.weapon.category != Category::Other);
    }
    let own = own_recipients(scene, line, &roles);
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
                    quantity: item.quantity.clone(),
                    stage: Some(Slot::stated(stage, sentence.tokens[event.token].span)),
                    terms: terms_of(scene, line, event, stage),
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
                        || arrives(event) && stance.time == Tense::Planned;
                    if delivers {
                        transfer.delivered = Some(slot)
                    } else {
                        transfer.agreed = Some(slot)
                    }
                }
                if transfer.agreed.is_none()
                    && let Some(deal) = signed
                        .iter()
                        .rev()
                        .find(|deal| event.governors.iter().any(|(governor, _)| governor.lemma == deal.lemma))
                {
                    let why = format!("the {} that \"{}\" dates", deal.lemma, scene.article.slice(deal.span));
                    transfer.agreed = Some(Slot::inferred(deal.when, why));
                }
                made = true;
                drafts.push(Draft {
                    confidence: confidence(&transfer, stance),
                    transfer,
                    quotes: vec![sentence.span],
                    stance,
                    sources: attribution.sources.clone(),
                    rule: format!("transfer/{}@1", event.trigger.lemma.replace(' ', "-")),
                    line,
                    arrives: arrives(event),
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

/// "the sale of missiles to one and of launchers to another": which recipient stands below which item, when more than one item has its own.
fn own_recipients(scene: &Scene<'_>, line: usize, roles: &Roles) -> Option<Vec<(usize, Party)>> {
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let mut pairs = Vec::new();
    for recipient in roles.recipients.iter().filter(|found| found.why.is_none()) {
        let mut at = tokens.iter().rposition(|token| token.span.overlaps(recipient.span))?;
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
    (roles.items.len() > 1 && roles.items.iter().all(|item| served(item.token))).then_some(pairs)
}

fn some_or_none(found: &[Found]) -> Vec<Option<&Found>> {
    if found.is_empty() {
        vec![None]
    } else {
        found.iter().map(Some).collect()
    }
}

/// "The agreement is thought to be worth about $240 million": the price of the transfer told last.
fn price_of_deal(scene: &Scene<'_>, line: usize, event: &Event<'_>, drafts: &mut [Draft]) {
    let tree = scene.tree(line);
    let sentence = scene.lines[line].sentence;
    let definite = tree.children(event.token).any(|child| {
        tree.base(child) == "det" && matches!(tree.lemma(child).to_lowercase().as_str(), "the" | "this" | "that")
    });
    let priced =
        (0..tree.len()).any(|token| matches!(tree.lemma(token), "worth" | "value" | "cost" | "price" | "total"));
    let own_item = (0..tree.len()).any(|token| {
        tree.is_nominal(token)
            && scene
                .item(line, token)
                .is_some_and(|item| item.weapon.designation.is_some())
    });
    if event.trigger.pos != Part::Noun || !definite || !priced || own_item {
        return;
    }
    let (Some(last), Some(value)) = (drafts.last_mut(), scene.money(sentence.span)) else {
        return;
    };
    if last.transfer.value.is_none() && last.line < line && line - last.line <= 3 {
        last.transfer.value = Some(value);
        last.quotes.push(sentence.span);
    }
}

/// "cancelled the purchase", "suspended the shipments": a definite noun with a word that moves it speaks of the transfer told last.
fn the_deal(scene: &Scene<'_>, line: usize, event: &Event<'_>, roles: &mut Roles, drafts: &[Draft]) {
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
fn resolve_item(scene: &Scene<'_>, line: usize, roles: &mut Roles) {
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
            item.why = Some(format!(
                "\"{}\" stands for \"{}\" before it",
                item.weapon.description, named.weapon.description
            ));
            item.weapon = named.weapon;
            item.makers = named.makers;
        }
    }
}

/// "Fourteen tanks would be delivered, the German minister said": an official who announces a transfer without saying whose it is means
/// their own state's part in it.
fn speaker_acts(scene: &Scene<'_>, line: usize, event: &Event<'_>, sources: &[Source], roles: &mut Roles) {
    let gives = matches!(event.trigger.frame, Frame::Give | Frame::Equip);
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
    let speaker = sources
        .iter()
        .rev()
        .filter(|source| source.kind == SourceKind::Official)
        .find_map(|source| {
            let span = source.span?;
            let at = scene.lines.iter().position(|line| line.sentence.span.contains(span))?;
            let token = scene.lines[at]
                .sentence
                .tokens
                .iter()
                .rposition(|token| token.span.overlaps(span))?;
            scene.named_party(at, token).or_else(|| scene.owner(at, token))
        });
    if let Some(speaker) = speaker
        && !other.iter().any(|known| known.party == speaker.party)
    {
        let why = format!("said by \"{}\"", scene.article.slice(speaker.span));
        let found = Found {
            why: Some(why),
            ..speaker
        };
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
fn resolve_parties(scene: &Scene<'_>, line: usize, event: &Event<'_>, roles: &mut Roles, drafts: &[Draft]) {
    for supplier_side in [true, false] {
        let (open, side, other) = if supplier_side {
            (&roles.open_suppliers, &roles.suppliers, &roles.recipients)
        } else {
            (&roles.open_recipients, &roles.recipients, &roles.suppliers)
        };
        if side.is_empty()
            && let Some(&token) = open.first()
        {
            let word = scene.tree(line).form(token).to_owned();
            // "Norway and Spain have signalled that they could": the subject of the clause above is meant before any other.
            let above: Vec<Found> = scene
                .subjects_above(line, token)
                .into_iter()
                .filter(|found| !other.iter().any(|known| known.party == found.party))
                .collect();
            if !above.is_empty() {
                for found in above {
                    let why = format!("\"{word}\" stands for \"{}\"", scene.article.slice(found.span));
                    push(
                        if supplier_side {
                            &mut roles.suppliers
                        } else {
                            &mut roles.recipients
                        },
                        Found {
                            why: Some(why),
                            ..found
                        },
                    );
                }
                continue;
            }
            let mut candidates = scene.states_before(line, token, is_company_word(&word));
            // "The ministry", "the navy" without a state's name are those of the state the article is about.
            if is_own_body(&word)
                && let Some(home) = most_common(drafts.iter().filter_map(Draft::recipient))
                && let Some(at) = candidates.iter().position(|found| found.party == home)
            {
                candidates.swap(0, at);
            }
            // "The kingdom" is a state that calls itself one.
            candidates.retain(|found| scene.may_be_called(&found.party, &word));
            let found = candidates
                .into_iter()
                .find(|found| !other.iter().any(|known| known.party == found.party));
            if let Some(mut found) = found {
                found.why = Some(format!("\"{word}\" stands for {}", found.why.unwrap_or_default()));
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
        let fits = |side: &[Found], value: Option<&Party>| {
            side.is_empty() || value.is_some_and(|value| side.iter().any(|found| found.party == *value))
        };
        let crossed = |side: &[Found], value: Option<&Party>| {
            value.is_some_and(|value| side.iter().any(|found| found.party == *value))
        };
        same && fits(&roles.suppliers, draft.supplier())
            && fits(&roles.recipients, draft.recipient())
            && !crossed(&roles.suppliers, draft.recipient())
            && !crossed(&roles.recipients, draft.supplier())
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
        && let Some(maker) = only_maker(scene, roles)
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
    if roles.recipients.is_empty() && !roles.suppliers.is_empty() && event.trigger.frame != Frame::Get {
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

/// The state that the article names far more often than any other but the suppliers.
fn most_mentioned(scene: &Scene<'_>, suppliers: &[Found]) -> Option<Party> {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for mention in scene.lines.iter().flat_map(|line| &line.mentions) {
        if let Some(code) = scene.state_of(
            mention.meanings,
            &[NameKind::State, NameKind::Demonym, NameKind::Seat, NameKind::Leader],
        ) {
            *counts.entry(code).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, &str)> = counts
        .into_iter()
        .filter(|(code, _)| !suppliers.iter().any(|found| found.party.as_str() == *code))
        .map(|(code, count)| (count, code))
        .collect();
    ranked.sort_by(|a, b| b.cmp(a));
    let first = ranked.first()?;
    let second = ranked.get(1).map_or(0, |(count, _)| *count);
    (first.0 >= 3 && first.0 * 2 >= second * 3).then(|| Party::State(first.1.to_owned()))
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

fn is_own_body(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "ministry"
            | "government"
            | "army"
            | "navy"
            | "cabinet"
            | "parliament"
            | "military"
            | "force"
            | "forces"
            | "corps"
            | "authorities"
            | "junta"
    )
}

fn is_company_word(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "company" | "firm" | "manufacturer" | "shipyard" | "maker" | "contractor" | "builder" | "yard"
    )
}

fn most_common<'p>(parties: impl Iterator<Item = &'p Party>) -> Option<Party> {
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

/// The one state that makes the designated arms, when the article names it and it is not the one that gets them.
fn only_maker(scene: &Scene<'_>, roles: &Roles) -> Option<String> {
    let item = roles.items.iter().find(|item| item.makers.len() == 1)?;
    let maker = &item.makers[0];
    let taken = roles.recipients.iter().any(|found| found.party.as_str() == maker);
    let named = scene.lines.iter().any(|line| {
        line.mentions.iter().any(|mention| {
            scene.state_of(
                mention.meanings,
                &[NameKind::State, NameKind::Demonym, NameKind::Seat, NameKind::Company],
            ) == Some(maker)
        })
    });
    (!taken && named && !roles.recipients.is_empty()).then(|| maker.clone())
}

fn confidence(transfer: &Transfer, stance: Stance) -> f32 {
    let mut sure: f32 = 0.9;
    for slot in [&transfer.supplier, &transfer.recipient] {
        match slot {
            None => sure *= 0.7,
            Some(Slot::Inferred { .. }) => sure *= 0.8,
            Some(Slot::Stated { .. }) => {}
        }
    }
    if transfer.designation().is_none() {
        sure *= 0.95;
    }
    match stance.certainty {
        Certainty::Asserted => sure,
        Certainty::Likely => sure * 0.9,
        Certainty::Possible => sure * 0.8,
    }
}

fn terms_of(scene: &Scene<'_>, line: usize, event: &Event<'_>, stage: Stage) -> Option<Slot<Terms>> {
    let _ = stage;
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let found = (0..tree.len()).find_map(|token| {
        let word = tree.lemma(token).to_lowercase();
        let terms = match word.as_str() {
            "donate" | "donation" | "gift" | "grant" | "aid" => Terms::Aid,
            "lease" | "loan" | "lend" => Terms::Loan,
            "smuggle" | "smuggling" | "illicit" | "traffic" => Terms::Smuggling,
            "re-export" | "reexport" => Terms::ReExport,
            "licence" | "license" if tree.children(token).any(|child| tree.lemma(child) == "under") => {
                Terms::LicensedProduction
            }
            _ => return None,
        };
        Some((terms, tokens[token].span))
    });
    match (event.trigger.terms, found) {
        (Some(own), _) if own != Terms::Sale => Some(Slot::stated(own, tokens[event.token].span)),
        (_, Some((terms, span))) => Some(Slot::stated(terms, span)),
        (Some(own), None) => Some(Slot::stated(own, tokens[event.token].span)),
        (None, None) => {
            let contract = event.trigger.lemma == "contract"
                || event.governors.iter().any(|(governor, _)| governor.lemma == "contract");
            contract.then(|| Slot::inferred(Terms::Sale, "a contract"))
        }
    }
}

fn condition_of(scene: &Scene<'_>, line: usize, item: &Item) -> Option<Slot<Condition>> {
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let near = item.token.saturating_sub(6)..(item.token + 6).min(tree.len());
    near.into_iter().find_map(|token| {
        let condition = match tree.form(token).to_lowercase().as_str() {
            "second-hand" | "secondhand" | "used" | "surplus" | "ex" | "refurbished" | "retired" | "decommissioned"
            | "mothballed" => Condition::SecondHand,
            "brand-new" | "newly-built" | "new-build" => Condition::New,
            _ => return None,
        };
        (tree.tag(token) == attache_language::Tag::Adj || tree.form(token) != "used")
            .then(|| Slot::stated(condition, tokens[token].span))
    })
}

fn covert_of(scene: &Scene<'_>, line: usize, event: &Event<'_>) -> Option<Slot<bool>> {
    let tree = scene.tree(line);
    let tokens = &scene.lines[line].sentence.tokens;
    let mut near = vec![event.token];
    near.extend(event.governors.iter().map(|(_, token)| *token));
    near.into_iter()
        .flat_map(|token| tree.children(token).collect::<Vec<_>>())
        .find_map(|child| {
            let word = tree.form(child).to_lowercase();
            matches!(
                word.as_str(),
                "secretly"
                    | "covertly"
                    | "clandestinely"
                    | "quietly"
                    | "secret"
                    | "covert"
                    | "clandestine"
                    | "illicitly"
                    | "illegally"
                    | "surreptitiously"
                    | "discreetly"
            )
            .then(|| Slot::stated(true, tokens[child].span))
        })
}

fn arrives(event: &Event<'_>) -> bool {
    matches!(
        event.trigger.lemma.as_str(),
        "deliver"
            | "delivery"
            | "hand over"
            | "handover"
            | "arrive"
            | "follow"
            | "receive"
            | "receipt"
            | "ship"
            | "shipment"
            | "send"
            | "transfer"
            | "turn over"
    )
}

/// "A memorandum was signed on Monday": the day stands with the deal, what it is about perhaps in the next sentence.
struct SignedDeal {
    lemma: String,
    when: When,
    span: Span,
}

fn signed_deal(scene: &Scene<'_>, line: usize, event: &Event<'_>, dates: &[DateMention]) -> Option<SignedDeal> {
    let signs = event
        .governors
        .iter()
        .any(|(governor, _)| governor.subject == crate::vocabulary::SubjectOf::Either && governor.pos == Part::Verb);
    if event.trigger.frame != Frame::Deal || !signs {
        return None;
    }
    let (when, span) = date_of(scene, line, event, dates)?;
    Some(SignedDeal {
        lemma: event.trigger.lemma.clone(),
        when,
        span,
    })
}

/// The span of the clause that the event stands in: from its top word's subtree.
fn clause(scene: &Scene<'_>, line: usize, event: &Event<'_>) -> Span {
    let sentence = scene.lines[line].sentence;
    let (first, last) = sentence.subtree(event.top());
    sentence.tokens[first].span.cover(sentence.tokens[last].span)
}

fn value_of(scene: &Scene<'_>, line: usize, event: &Event<'_>) -> Option<Slot<attache_model::Money>> {
    let sentence = scene.lines[line].sentence;
    scene.money(clause(scene, line, event)).or_else(|| {
        let only = scene.events(line).len() == 1;
        only.then(|| scene.money(sentence.span)).flatten()
    })
}

/// The date that belongs to the event: below it or its governors, not below a reporting verb or another trigger.
fn date_of(scene: &Scene<'_>, line: usize, event: &Event<'_>, dates: &[DateMention]) -> Option<(When, Span)> {
    let tree = scene.tree(line);
    let sentence = scene.lines[line].sentence;
    let others: Vec<usize> = scene
        .events(line)
        .iter()
        .map(|other| other.token)
        .filter(|&token| token != event.token)
        .collect();
    let mut chain: Vec<usize> = vec![event.token];
    chain.extend(event.governors.iter().map(|(_, token)| *token));
    // A noun's date often hangs on the verb above it: "deliveries began in 2015".
    if event.trigger.pos == Part::Noun
        && let Some(head) = tree
            .head(event.top())
            .filter(|&head| tree.is_verb(head) && scene.vocabulary.reporting.verb(tree.lemma(head)).is_none())
    {
        chain.push(head);
    }
    dates.iter().find_map(|mention| {
        let when = mention.when?;
        let token = sentence
            .tokens
            .iter()
            .position(|token| token.span.overlaps(mention.span))?;
        let mut at = token;
        for _ in 0..12 {
            if chain.contains(&at) {
                return Some((when, mention.span));
            }
            if others.contains(&at) && at != token {
                return None;
            }
            let clause = matches!(tree.base(at), "acl" | "advcl" | "ccomp" | "parataxis") && at != token;
            at = tree.head(at)?;
            if clause && !chain.contains(&at) {
                return None;
            }
        }
        None
    })
}

/// The same supplier, recipient, weapon and stage said again adds a quote; fuller slots win over emptier ones.
fn merge(scene: &Scene<'_>, drafts: Vec<Draft>) -> Vec<Draft> {
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

fn same_weapon(a: &Transfer, b: &Transfer) -> bool {
    match (a.designation(), b.designation()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => a.category() == b.category(),
        _ => a.category() == b.category(),
    }
}

/// Does `a` name the arms of `b`, perhaps in more general words?
fn looser(a: &Transfer, b: &Transfer) -> bool {
    match (a.designation(), b.designation()) {
        (Some(a), Some(b)) => a == b,
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

fn absorb(known: &mut Draft, draft: Draft) {
    for quote in draft.quotes {
        if !known.quotes.contains(&quote) {
            known.quotes.push(quote);
        }
    }
    known.quotes.sort();
    fn fill<T>(known: &mut Option<Slot<T>>, new: Option<Slot<T>>) {
        let better = match (&*known, &new) {
            (None, Some(_)) => true,
            (Some(Slot::Inferred { .. }), Some(Slot::Stated { .. })) => true,
            _ => false,
        };
        if better {
            *known = new;
        }
    }
    if known.transfer.designation().is_none() && draft.transfer.designation().is_some() {
        known.transfer.weapon = draft.transfer.weapon.clone();
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
    if known.sources.is_empty() {
        known.sources = draft.sources;
    }
    known.stance.certainty = known.stance.certainty.min(draft.stance.certainty);
    known.confidence = known.confidence.max(draft.confidence);
}
