//! When and where does an event happen?
//!
//! By what hangs on the words that tell it, or on those that they go on from ("met in Vienna on Friday and agreed").

use attache_language::dates::DateMention;
use attache_language::{Label, Tag};
use attache_model::{EventType, Mode, Slot, Span, When};

use super::Around;
use super::triggers::Trigger;
use crate::scene::Scene;
use crate::syntax::{Argument, Link};
use crate::vocabulary::NameKind;

/// Where a date must hang to belong to some words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hanging {
    On,
    /// Anywhere in the sentence, as long as nothing else claims it.
    Anywhere,
}

impl Scene<'_> {
    /// The date that hangs on the trigger; else that of the verb that it goes on from; else the only one of the sentence, unless it is the day on which
    /// somebody said so.
    pub(super) fn date_of_event(&self, line: usize, trigger: &Trigger<'_>, around: &Around<'_>) -> Option<Slot<When>> {
        let own = trigger.verb.unwrap_or(trigger.token);
        let heads = [trigger.token, own];
        let is_other = |token: usize| {
            let mut others = around.triggers.iter();
            others.any(|other| !heads.contains(&other.token) && (other.token == token || other.verb == Some(token)))
        };
        let alone = around.triggers.len() == 1 && heads.contains(&around.triggers[0].token);
        let ends = if alone { Hanging::Anywhere } else { Hanging::On };
        self.date_on(line, &heads, own, ends, is_other)
    }

    /// The date that hangs on one of `heads`, or on the verb that `own` goes on from, with no report and none that `is_other` between.
    pub fn date_on(
        &self,
        line: usize,
        heads: &[usize],
        own: usize,
        ends: Hanging,
        is_other: impl Fn(usize) -> bool,
    ) -> Option<Slot<When>> {
        let dates = &self.calendar()[line];
        let known = || dates.iter().filter(|mention| mention.when.is_some());
        let hangs = |mention: &&DateMention| self.hangs_on(line, mention.span, heads, ends, &is_other);
        let inherited = || {
            let first = self.goes_on_from(line, own)?;
            known().find(|mention| self.hangs_on(line, mention.span, &[first], ends, &is_other))
        };
        let mention = known().find(hangs).or_else(inherited)?;
        Some(Slot::stated(mention.when?, mention.span))
    }

    /// Do the words at `span` hang on one of `heads`, with no other event or report between?
    fn hangs_on(
        &self,
        line: usize,
        span: Span,
        heads: &[usize],
        ends: Hanging,
        is_other: &impl Fn(usize) -> bool,
    ) -> bool {
        let tree = self.tree(line);
        let Some(start) = tree.first_in(span) else {
            return false;
        };
        let says = |token: usize| tree.is_verb(token) && self.vocabulary.reporting.verb(tree.lemma(token)).is_some();
        for at in std::iter::successors(Some(start), |&at| tree.head(at)).take(tree.len()) {
            if heads.contains(&at) {
                return true;
            }
            if is_other(at) || says(at) {
                return false;
            }
        }
        ends == Hanging::Anywhere
    }

    /// "Met in Vienna on Friday and agreed": the finite verb that a verb of the same time goes on from.
    fn goes_on_from(&self, line: usize, verb: usize) -> Option<usize> {
        let tree = self.tree(line);
        let goes_on = match tree.base(verb) {
            "conj" => true,
            // "…, withdrawing its ambassador".
            "advcl" => tree.is_gerund(verb) && tree.child(verb, "mark").is_none(),
            _ => false,
        };
        let first = tree.head(verb).filter(|&head| goes_on && tree.is_verb(head))?;
        let same_time = tree.base(verb) == "advcl" || self.group(line, verb) == self.group(line, first);
        same_time.then_some(first)
    }

    /// "In Tokyo", "near the border": a named place behind a preposition of place that hangs on the trigger, or on the verb that it goes on from; else
    /// where a visit leads, and what is attacked, taken or closed.
    pub(super) fn place_of_event(&self, line: usize, trigger: &Trigger<'_>) -> Option<Slot<String>> {
        const WHERE: &[&str] = &["in", "at", "near", "outside", "off", "along", "around"];
        let own = trigger.verb.unwrap_or(trigger.token);
        let tree = self.tree(line);
        let mut arguments = tree.arguments(trigger.token);
        if own != trigger.token {
            arguments.extend(tree.arguments(own));
        }
        let shared = || {
            let first = self.goes_on_from(line, own)?;
            self.place_behind(line, &tree.arguments(first), WHERE)
        };
        let led_to = || {
            let leads = trigger.frame.mode == Some(Mode::Visit);
            self.place_behind(line, &arguments, &["to", "into"]).filter(|_| leads)
        };
        let hit = || {
            let hits = matches!(
                trigger.frame.event,
                EventType::Assault | EventType::Coerce | EventType::Consult | EventType::Mobilize
            );
            let mut objects = arguments
                .iter()
                .filter(|argument| hits && argument.link == Link::Object);
            let span = objects.find_map(|argument| self.own_place(line, argument.token))?;
            Some(Slot::stated(self.article.slice(span).to_owned(), span))
        };
        self.place_behind(line, &arguments, WHERE)
            .or_else(shared)
            .or_else(led_to)
            .or_else(hit)
    }

    /// The first named place that stands behind one of `prepositions`.
    pub fn place_behind(&self, line: usize, arguments: &[Argument], prepositions: &[&str]) -> Option<Slot<String>> {
        arguments.iter().find_map(|argument| {
            let Link::Prep(preposition) = &argument.link else {
                return None;
            };
            let behind = prepositions.contains(&preposition.as_str())
                || preposition == "on" && prepositions.contains(&"in") && self.is_island(line, argument.token);
            let span = self.place_at(line, argument.token).filter(|_| behind)?;
            Some(Slot::stated(self.article.slice(span).to_owned(), span))
        })
    }

    /// "On Anacoco Island", "on the island of Timor".
    fn is_island(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let (first, last) = tree.phrase(token);
        (first..=last).any(|inside| {
            matches!(
                tree.lemma(inside).to_lowercase().as_str(),
                "island" | "peninsula" | "coast"
            )
        })
    }

    /// The place that the phrase of `token` names: by itself, "the Presevo valley", "the Saudi city of Jeddah".
    pub fn place_at(&self, line: usize, token: usize) -> Option<Span> {
        let tree = self.tree(line);
        let (first, _) = tree.phrase(token);
        let noun = tree.tag(token) == Tag::Noun;
        let before = || {
            (first..token)
                .rev()
                .find_map(|inside| self.own_place(line, inside).filter(|_| noun))
        };
        let behind = || {
            let of = tree.behind_of(token).next();
            of.and_then(|of| self.own_place(line, of)).filter(|_| noun)
        };
        self.place_name(line, token).or_else(behind).or_else(before)
    }

    /// A place by a name that is no state's.
    fn own_place(&self, line: usize, token: usize) -> Option<Span> {
        let span = self.place_name(line, token)?;
        let is_state = self.mention(line, token).is_some_and(|mention| {
            let of_state = |kind| matches!(kind, NameKind::State | NameKind::Demonym);
            mention.meanings.iter().any(|meaning| of_state(meaning.kind))
        });
        (!is_state).then_some(span)
    }

    /// The name of a place that covers `token`.
    pub fn place_name(&self, line: usize, token: usize) -> Option<Span> {
        let mut names = self.lines[line].sentence.names.iter();
        let name = names
            .find(|name| name.tokens.contains(&token))
            .filter(|name| matches!(name.label, Label::Place | Label::State | Label::Facility))
            .map(|name| name.span);
        name.or_else(|| {
            let mention = self.mention(line, token)?;
            let place = |kind| matches!(kind, NameKind::City | NameKind::State | NameKind::Seat);
            let known = mention.meanings.iter().any(|meaning| place(meaning.kind));
            known.then_some(mention.span)
        })
    }
}
