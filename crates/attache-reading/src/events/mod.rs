//! What events does an article tell: who did what to whom, when and where?
//!
//! The words of `vocabulary/events` open them ([`triggers`]), the tree says who acts on whom ([`actors`]), the words around give date, place and
//! stance. What the article says twice is one event with two quotes. A transfer is an event of its own and is not read again here.

mod actors;
mod model;
mod people;
mod setting;
mod triggers;
mod whose;

use std::collections::BTreeSet;

use attache_model::{
    Actor, Claim, ClaimKind, Event, EventType, Mode, Party, Polarity, Slot, Source, SourceKind, Span, Stance, Tense,
    When,
};

use self::actors::{Acting, Sides};
pub use self::setting::Hanging;
use self::triggers::Trigger;
use self::whose::Quarrels;
use crate::modality::Group;
use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::{Class, Part};

/// How sure an event is whose two sides are stated; each that is inferred or missing takes from it.
const STATED: f32 = 0.85;

/// Versions of the rules: words of a table, and words that the model takes for an event.
const BY_TABLE: u8 = 2;
const BY_MODEL: u8 = 3;

/// An event before the article's events are put together.
struct Draft {
    event: Event,
    quotes: Vec<Span>,
    stance: Stance,
    sources: Vec<Source>,
    rule: String,
    /// How sure the model is of an event that it opens by itself; else 1.
    chance: f32,
    line: usize,
    /// How many words stand above its trigger in the tree.
    depth: usize,
}

/// What the sentence and the article have told beside a trigger.
struct Around<'d> {
    triggers: &'d [Trigger<'d>],
    before: &'d [Draft],
    quarrels: &'d Quarrels,
}

/// How the words of an event stand to the world.
struct Telling {
    negated: bool,
    /// A cooperation that will not be.
    refused: bool,
    planned: bool,
    time: Tense,
}

/// The events of the article; `transfers` are its claims of transfers.
pub fn read(scene: &Scene<'_>, transfers: &[Claim]) -> Vec<Claim> {
    let told: Vec<Span> = transfers
        .iter()
        .filter_map(|claim| claim.transfer()?.stage.as_ref()?.span())
        .collect();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut quarrels = Quarrels::default();
    for line in scene.body_first() {
        let triggers = scene.event_triggers(line);
        for trigger in &triggers {
            if scene.tells_transfer(line, trigger, &told) {
                continue;
            }
            let around = Around {
                triggers: &triggers,
                before: &drafts,
                quarrels: &quarrels,
            };
            // Of frames that fit alike, one that has somebody to act on before one that has not.
            let readings = trigger.readings().filter_map(|reading| {
                let draft = scene.happening(line, &reading, &around)?;
                Some(((reading.fit, !draft.event.recipients.is_empty()), draft))
            });
            let Some((_, draft)) = readings.reduce(|best, other| if other.0 > best.0 { other } else { best }) else {
                continue;
            };
            quarrels.note(&draft.event);
            match drafts.iter_mut().find(|known| is_told_again(scene, known, &draft)) {
                Some(known) => absorb(known, draft),
                None => drafts.push(draft),
            }
        }
    }
    for draft in &mut drafts {
        turn_on_foe(draft, &quarrels);
    }
    scene.credit(drafts.iter_mut().map(|draft| &mut draft.sources));
    // In the order of the text; of one sentence, what its main clause tells before the rest.
    drafts.sort_by_key(|draft| (draft.quotes.first().map(|quote| quote.start), draft.depth));
    drafts.into_iter().map(|draft| claim(scene, draft)).collect()
}

fn claim(scene: &Scene<'_>, draft: Draft) -> Claim {
    let Event { actors, recipients, .. } = &draft.event;
    let sure = |side: &[Slot<_>]| match side.iter().all(|slot| slot.span().is_some()) {
        _ if side.is_empty() => 0.85,
        true => 1.0,
        false => 0.8,
    };
    let confidence = STATED * sure(actors) * sure(recipients) * draft.chance;
    Claim::new(
        scene.article.id.clone(),
        draft.quotes,
        ClaimKind::Event(draft.event),
        draft.stance,
        draft.sources,
        draft.rule,
        confidence,
    )
}

impl Scene<'_> {
    /// The words of a transfer, or a promise, contract or gift of arms.
    fn tells_transfer(&self, line: usize, trigger: &Trigger<'_>, told: &[Span]) -> bool {
        let tree = self.tree(line);
        let tokens = &self.lines[line].sentence.tokens;
        let is_told = |token: usize| told.iter().any(|span| span.overlaps(tokens[token].span));
        let quoted = told.iter().any(|span| self.lines[line].sentence.span.contains(*span));
        let kind = trigger.frame.event;
        let may_be = matches!(
            kind,
            EventType::Agree
                | EventType::Aid
                | EventType::Cooperate
                | EventType::Request
                | EventType::Reject
                | EventType::Sanction
        );
        let below = |token: usize| tree.sentence.is_under(token, trigger.token);
        let arms = || (0..tree.len()).any(|token| below(token) && self.item(line, token).is_some());
        // What only the model takes for help, trade or a ban is one of arms where arms hang on it.
        let of_arms = trigger.frame.bare && (may_be || kind == EventType::Concede) && arms();
        is_told(trigger.token)
            || of_arms
            || may_be && (0..tree.len()).any(|token| is_told(token) && tree.head(token) == Some(trigger.token))
            || quoted && matches!(kind, EventType::Agree | EventType::Aid | EventType::Cooperate) && arms()
    }

    /// The event that the trigger tells of, if its sides are such as events between states have.
    fn happening(&self, line: usize, trigger: &Trigger<'_>, around: &Around<'_>) -> Option<Draft> {
        let tree = self.tree(line);
        let sentence = self.lines[line].sentence;
        let mut sides = self.sides(line, trigger, around.quarrels);
        self.infer_sides(line, trigger, around, &mut sides);
        if !is_political(&sides) || !self.is_whole(line, trigger, &sides) {
            return None;
        }
        let date = self.date_of_event(line, trigger, around);
        let attribution = self.attribution(line, trigger.token);
        let told = self.telling(line, trigger, &date);
        // "Dismissed the French warning": the warning was given.
        let said = answers(trigger.frame.event) && trigger.frame.pos == Part::Noun;
        let denied = attribution.polarity == Polarity::Denied && !said;
        let stance = Stance {
            polarity: match told.negated && !told.refused || denied {
                true => Polarity::Denied,
                false => Polarity::Affirmed,
            },
            certainty: attribution.certainty.max(self.hedge_at(line, trigger.token)),
            time: told.time,
        };
        let kind = match type_as_told(trigger, &told, &sides) {
            _ if let Some(act) = model::sure(trigger.act) => act.kind,
            EventType::Agree if self.promises_harm(line, trigger) => EventType::Threaten,
            kind => kind,
        };
        let first = trigger.token.min(trigger.object.unwrap_or(trigger.token));
        let last = trigger.token.max(trigger.object.unwrap_or(trigger.token));
        let span = sentence.tokens[first].span.cover(sentence.tokens[last].span);
        let mode = trigger.frame.mode.filter(|mode| kind.modes().contains(mode));
        let text = self.article.slice(sentence.span).to_lowercase();
        let event = Event {
            event: Slot::stated(kind, span),
            mode: mode.map(|mode| Slot::stated(mode, span)),
            actors: sides.actors.iter().map(|acting| acting.slot()).collect(),
            recipients: sides.recipients.iter().map(|acting| acting.slot()).collect(),
            date,
            place: self.place_of_event(line, trigger),
            contexts: self.vocabulary.events.contexts(&text),
        };
        Some(Draft {
            event,
            quotes: vec![sentence.span],
            stance,
            sources: attribution.sources,
            rule: format!(
                "event/{}@{}",
                tree.lemma(trigger.token).to_lowercase(),
                if trigger.frame.bare { BY_MODEL } else { BY_TABLE }
            ),
            chance: trigger.act.filter(|_| trigger.frame.bare).map_or(1.0, |act| act.chance),
            line,
            depth: tree.depth(trigger.token),
        })
    }

    /// "Vowed to punish": a promise whose verb is one of force or penalty.
    fn promises_harm(&self, line: usize, trigger: &Trigger<'_>) -> bool {
        let tree = self.tree(line);
        let events = &self.vocabulary.events;
        let harms = |verb: usize| {
            let mut frames = events.frames(tree.lemma(verb), Part::Verb);
            events.is(Class::Harm, tree.lemma(verb))
                || frames.any(|(rest, frame)| {
                    rest.is_empty()
                        && frame.object.is_none()
                        && matches!(
                            frame.event,
                            EventType::Assault | EventType::Coerce | EventType::Sanction
                        )
                })
        };
        let complement = |child: &usize| tree.base(*child) == "xcomp" && tree.is_verb(*child);
        tree.children(trigger.token).filter(complement).any(harms)
    }

    /// Did it happen, will it, would it?
    fn telling(&self, line: usize, trigger: &Trigger<'_>, date: &Option<Slot<When>>) -> Telling {
        let tree = self.tree(line);
        let group = trigger.verb.map_or(Group::None, |verb| self.group(line, verb));
        let negated = trigger.verb.is_some_and(|verb| tree.is_negated(verb)) || tree.is_negated(trigger.token);
        let conditional = self.in_condition(line, trigger.verb.unwrap_or(trigger.token));
        let to_come = |when: When| when.first.zip(self.date()).is_some_and(|(first, today)| first > today);
        let planned = group == Group::Future
            || self.is_planned(line, trigger)
            || date.as_ref().is_some_and(|slot| to_come(*slot.value()));
        let cooperates = matches!(
            trigger.frame.event,
            EventType::Consult
                | EventType::Cooperate
                | EventType::Aid
                | EventType::Support
                | EventType::Agree
                | EventType::Concede
                | EventType::Retreat
        );
        // "Will not go", "would not allow", "does not recognise": a cooperation that is refused.
        let approves = self.vocabulary.events.is(Class::Approve, tree.lemma(trigger.token));
        let refused = cooperates && negated && (approves || matches!(group, Group::Future | Group::Conditional));
        let time = match group {
            _ if refused => Tense::Past,
            _ if conditional => Tense::Hypothetical,
            _ if planned => Tense::Planned,
            Group::Conditional => Tense::Hypothetical,
            Group::Ongoing if !self.is_headline(line) => Tense::Ongoing,
            _ => Tense::Past,
        };
        Telling {
            negated,
            refused,
            planned,
            time,
        }
    }

    /// Is it done to somebody, whom the words do not name?
    fn leaves_out_whom(&self, trigger: &Trigger<'_>, sides: &Sides) -> bool {
        let to_somebody = answers(trigger.frame.event)
            || matches!(
                trigger.frame.event,
                EventType::Sanction | EventType::Support | EventType::Concede
            );
        to_somebody && sides.recipients.is_empty() && !sides.actors.is_empty()
    }

    /// Whom the words leave out, where there is no doubt who it is.
    fn infer_sides(&self, line: usize, trigger: &Trigger<'_>, around: &Around<'_>, sides: &mut Sides) {
        if self.leaves_out_whom(trigger, sides) {
            sides.recipients = addressed(line, trigger, sides, around);
        }
        if trigger.frame.mode == Some(Mode::Visit) && sides.recipients.is_empty() {
            sides.recipients.extend(self.visited(line, trigger, sides));
        }
        if trigger.frame.mode == Some(Mode::Arrest) && sides.actors.is_empty() && trigger.frame.pos == Part::Verb {
            sides.actors.extend(self.police_of_place(line, trigger));
        }
    }

    /// Does the event have the sides without which its words mean something else? Aid, trade and sanctions are between two; so is what a plain verb
    /// tells, but for force, arrests and protests. Deaths without a killer need an attack that they died in.
    fn is_whole(&self, line: usize, trigger: &Trigger<'_>, sides: &Sides) -> bool {
        let frame = trigger.frame;
        let two = !sides.actors.is_empty() && !sides.recipients.is_empty() || sides.actors.len() > 1;
        let plain = frame.pos != Part::Noun && frame.object.is_none();
        let at_home = || {
            let all = |side: &[Acting]| side.iter().map(|acting| acting.actor.party.clone()).collect::<Vec<_>>();
            all(&sides.actors) == all(&sides.recipients)
        };
        match frame.event {
            EventType::Consult if frame.mode == Some(Mode::Visit) && at_home() => false,
            EventType::Support | EventType::Aid | EventType::Cooperate if !sides.actors.is_empty() && at_home() => {
                false
            }
            EventType::Aid | EventType::Cooperate | EventType::Sanction => {
                two || trigger.object.is_some()
                    && frame.event == EventType::Sanction
                    && sides.actors.iter().any(|acting| acting.named)
            }
            EventType::Assault if sides.actors.is_empty() && plain => self.dies_by_deed(line, trigger, sides),
            EventType::Assault | EventType::Coerce | EventType::Protest | EventType::Concede | EventType::Retreat => {
                true
            }
            // What is asked, refused, condemned or promised may stand for the one it comes from.
            EventType::Request | EventType::Reject | EventType::Accuse | EventType::Threaten | EventType::Agree
                if plain =>
            {
                let tree = self.tree(line);
                let has_content = tree.children(trigger.token).any(|child| {
                    matches!(tree.base(child), "obj" | "ccomp" | "xcomp" | "obl") && child > trigger.token
                });
                two || has_content && sides.actors.iter().any(|acting| acting.named)
            }
            // "Put its pilots on alert": nobody need be named against whom.
            EventType::Mobilize if plain => sides.actors.iter().any(|acting| acting.named),
            _ if plain => two,
            _ => true,
        }
    }

    /// "Were killed in missile strikes", "killed by a roadside bomb"; "two officers were killed", though not in a crash.
    fn dies_by_deed(&self, line: usize, trigger: &Trigger<'_>, sides: &Sides) -> bool {
        let tree = self.tree(line);
        let events = &self.vocabulary.events;
        let people = sides.recipients.iter().any(|acting| acting.actor.sector.is_some());
        let accident = (0..tree.len()).any(|token| events.is(Class::Accident, tree.lemma(token)));
        if people && !accident && trigger.frame.mode == Some(Mode::Targeted) {
            return true;
        }
        let arms = |token: usize| {
            let word = tree.lemma(token).to_lowercase();
            events.is(Class::Explosive, &word)
                || events
                    .frames(&word, Part::Noun)
                    .any(|(_, frame)| frame.event == EventType::Assault)
        };
        tree.arguments(trigger.token).iter().any(|argument| {
            let by =
                matches!(&argument.link, Link::Prep(word) if matches!(word.as_str(), "in" | "by" | "during" | "when"));
            (by || argument.link == Link::Agent) && arms(argument.token)
        })
    }

    /// "plans to visit", "is expected to attack", "the planned talks", "an upcoming visit".
    fn is_planned(&self, line: usize, trigger: &Trigger<'_>) -> bool {
        let tree = self.tree(line);
        let plans = |token: usize| self.vocabulary.events.is(Class::Plan, tree.lemma(token));
        let governed = trigger
            .verb
            .filter(|&verb| tree.base(verb) == "xcomp" || tree.base(verb) == "ccomp" && tree.is_gerund(verb))
            .and_then(|verb| tree.head(verb))
            .is_some_and(plans);
        let adjective = tree
            .children(trigger.token)
            .any(|child| tree.base(child) == "amod" && self.vocabulary.events.is(Class::Planned, tree.form(child)));
        // "An exercise is planned for May".
        let scheduled = tree.head(trigger.token).is_some_and(|verb| {
            tree.relation(trigger.token) == "nsubj:pass"
                && tree.is_verb(verb)
                && self.vocabulary.events.is(Class::Planned, tree.form(verb))
        });
        governed || adjective || scheduled || plans(trigger.token)
    }
}

/// Does at least one side hold somebody of politics: a state, a body, an armed group, or people of one?
fn is_political(sides: &Sides) -> bool {
    let mut all = sides.actors.iter().chain(&sides.recipients);
    all.any(|acting| acting.named || acting.actor.sector.is_some())
}

/// Whom one who complains, warns or refuses means, where only the rest of the article tells: whom he quarrels with.
fn turn_on_foe(draft: &mut Draft, quarrels: &Quarrels) {
    let Event {
        event,
        actors,
        recipients,
        ..
    } = &mut draft.event;
    if let [actor] = &actors[..]
        && recipients.is_empty()
        && answers(*event.value())
        && let Some(foe) = quarrels.foe(&actor.value().party)
    {
        recipients.push(Slot::inferred(Actor::from(foe.clone()), "whom the actor quarrels with"));
    }
}

/// The type of an event by its words and by whether it has come to pass.
fn type_as_told(trigger: &Trigger<'_>, told: &Telling, sides: &Sides) -> EventType {
    let ahead = matches!(told.time, Tense::Planned | Tense::Hypothetical);
    match trigger.frame.event {
        _ if told.refused => EventType::Reject,
        // What is yet to come is only agreed, conceded or threatened so far.
        EventType::Sanction | EventType::Coerce | EventType::Assault if told.planned && !sides.actors.is_empty() => {
            EventType::Threaten
        }
        EventType::Consult | EventType::Cooperate | EventType::Aid | EventType::Support if ahead => EventType::Agree,
        EventType::Retreat if ahead => match trigger.frame.mode {
            Some(Mode::Withdraw | Mode::Ceasefire | Mode::Resign) => EventType::Concede,
            _ => EventType::Agree,
        },
        kind => kind,
    }
}

/// Is it said in answer to somebody, rather than done?
fn answers(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Reject | EventType::Accuse | EventType::Threaten | EventType::Request
    )
}

/// "Rabat condemned the decision", "accused Morocco and warned that …": who is answered or addressed, where the words leave it out, is whom the
/// same actor addressed just before in the sentence, else who did what was told last, else whom the actor quarrels with.
fn addressed(line: usize, trigger: &Trigger<'_>, sides: &Sides, around: &Around<'_>) -> Vec<Acting> {
    let own: BTreeSet<&Party> = sides.actors.iter().map(|acting| &acting.actor.party).collect();
    let Some(span) = sides.actors.first().map(|acting| acting.span) else {
        return Vec::new();
    };
    let inferred = |party: &Party, why: &str| Acting {
        actor: Actor::from(party.clone()),
        span,
        why: Some(why.to_owned()),
        named: true,
    };
    let mut before = around.before.iter().rev();
    let last = before.find(|last| line.abs_diff(last.line) <= 2 && !last.event.actors.is_empty());
    if let Some(last) = last {
        let theirs = parties(&last.event.actors);
        if last.line == line && theirs == own {
            let addressed = last.event.recipients.iter().map(|slot| &slot.value().party);
            return addressed
                .map(|party| inferred(party, "addressed just before"))
                .collect();
        }
        if theirs.is_disjoint(&own) && answers(trigger.frame.event) {
            let doers = theirs.into_iter();
            return doers
                .map(|party| inferred(party, "did what was told just before"))
                .collect();
        }
    }
    Vec::new()
}

fn parties(side: &[Slot<Actor>]) -> BTreeSet<&Party> {
    side.iter().map(|slot| &slot.value().party).collect()
}

/// The same type between the same parties, at a time that may be the same. A headline, and the words beside those that tell it in full, may leave a
/// side out.
fn is_told_again(scene: &Scene<'_>, known: &Draft, draft: &Draft) -> bool {
    let (a, b) = (&known.event, &draft.event);
    let brief = scene.is_headline(draft.line) || known.line == draft.line;
    let sides_fit = |x: &[Slot<Actor>], y: &[Slot<Actor>]| {
        let (x, y) = (parties(x), parties(y));
        x == y || brief && (y.is_subset(&x) || x.is_subset(&y))
    };
    let dates_fit = match (&a.date, &b.date) {
        (Some(a), Some(b)) => a.value().overlaps(*b.value()),
        _ => true,
    };
    let swapped = || {
        let all = |event: &Event| -> BTreeSet<Party> {
            let slots = event.actors.iter().chain(&event.recipients);
            slots.map(|slot| slot.value().party.clone()).collect()
        };
        *a.event.value() == EventType::Consult && all(a) == all(b)
    };
    let modes_fit = match (&a.mode, &b.mode) {
        (Some(a), Some(b)) => a.value() == b.value(),
        _ => true,
    };
    a.event.value() == b.event.value()
        && modes_fit
        && known.stance.polarity == draft.stance.polarity
        && dates_fit
        && (sides_fit(&a.actors, &b.actors) && sides_fit(&a.recipients, &b.recipients) || swapped())
}

fn absorb(known: &mut Draft, draft: Draft) {
    known.quotes.extend(draft.quotes);
    known.quotes.sort();
    known.quotes.dedup();
    let (event, other) = (&mut known.event, draft.event);
    if event.actors.is_empty() {
        event.actors = other.actors;
    }
    if event.recipients.is_empty() {
        event.recipients = other.recipients;
    }
    event.mode = event.mode.take().or(other.mode);
    event.date = event.date.take().or(other.date);
    event.place = event.place.take().or(other.place);
    for context in other.contexts {
        if !event.contexts.contains(&context) {
            event.contexts.push(context);
        }
    }
    event.contexts.sort();
    if known.sources.is_empty() || says_more(&known.sources, &draft.sources) {
        known.sources = draft.sources;
    }
}

/// "The office of President Tebboune" beside "Algeria": of two chains of officials, does the second name its last link in more words?
fn says_more(known: &[Source], other: &[Source]) -> bool {
    let words = |source: &Source| source.name.split_whitespace().count();
    let (Some(a), Some(b)) = (known.last(), other.last()) else {
        return false;
    };
    let official = |source: &Source| source.kind == SourceKind::Official;
    official(a) && official(b) && words(a) == 1 && words(b) > 1 && known.len() <= other.len()
}
