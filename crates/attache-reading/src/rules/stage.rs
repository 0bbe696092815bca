//! How far along does the sentence itself say the transfer is, in what time, and how surely?
//!
//! Verb or noun, tense, modality and the words that govern the trigger decide together; the outermost governor has the last word.

use attache_model::{Certainty, Polarity, Stage, Stance, Tense};

use super::frames::Event;
use crate::modality::Group;
use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::{Frame, Part, SubjectOf};

impl Scene<'_> {
    /// Stage and stance of an event by the sentence alone; attribution may lower the certainty further.
    pub fn stage(&self, line: usize, event: &Event<'_>) -> (Stage, Stance) {
        let tree = self.tree(line);
        let giver = matches!(event.frame, Frame::Give | Frame::Equip);
        let base = match event.licensed {
            true => Stage::Delivered,
            false => event.trigger.stage,
        };
        let mut stage = base;
        // A pledge is of the future, an approval or offer was made.
        let mut time = match event.trigger.lemma.as_str() {
            "pledge" | "promise" | "allocate" => Tense::Planned,
            _ => Tense::Past,
        };
        let mut certainty = Certainty::Asserted;
        let mut negated = event.trigger.pos == Part::Verb && tree.is_negated(event.token);
        // "not one aircraft has been delivered": the negation stands with the item.
        negated |= tree.arguments(event.token).iter().any(|argument| {
            argument.link == Link::Object
                && !argument.far
                && tree.children(argument.token).any(|child| {
                    matches!(tree.lemma(child), "no" | "not" | "neither")
                        && child < argument.token
                        && matches!(tree.base(child), "det" | "advmod" | "cc")
                })
        });
        let no_longer = self.no_longer(line, event.token);

        let own = if event.trigger.pos == Part::Verb {
            self.group(line, event.token)
        } else {
            self.noun_group(line, event)
        };
        let moves = |group: Group, stage: &mut Stage, time: &mut Tense| match group {
            Group::Future => {
                *time = Tense::Planned;
                if *stage == Stage::Delivered {
                    *stage = if giver { Stage::Approved } else { Stage::Ordered };
                }
            }
            Group::Conditional => {
                *time = Tense::Planned;
                if *stage == Stage::Delivered {
                    *stage = if giver { Stage::Offered } else { Stage::Sought };
                }
            }
            Group::Ongoing => {
                *time = Tense::Ongoing;
                if *stage == Stage::Delivered {
                    *stage = Stage::Delivering;
                }
            }
            Group::Past | Group::None => {}
        };
        moves(own, &mut stage, &mut time);
        certainty = certainty.max(self.hedge_at(line, event.token));

        for (governor, token) in &event.governors {
            let group = if governor.pos == Part::Verb {
                self.group(line, *token)
            } else {
                Group::None
            };
            certainty = certainty.max(self.hedge_at(line, *token));
            // What is signed, agreed or approved has not been delivered by that word.
            if let Some(moved) = governor.stage {
                // Who decides to buy orders.
                let moved = if moved == Stage::Approved && !giver && governor.subject == SubjectOf::Same {
                    Stage::Ordered
                } else {
                    moved
                };
                let keeps_setback = stage.is_setback() && !moved.is_setback();
                let completes = moved == Stage::Delivered || moved == Stage::Delivering;
                if !keeps_setback && (!completes || base == Stage::Delivered) {
                    stage = moved;
                }
                time = governor.time.unwrap_or(
                    if moved == Stage::Sought || moved == Stage::Ordered || moved == Stage::Approved {
                        Tense::Past
                    } else {
                        time
                    },
                );
            } else if let Some(planned) = governor.time {
                time = planned;
                if stage == Stage::Delivered {
                    stage = if giver { Stage::Offered } else { Stage::Sought };
                }
            }
            match group {
                Group::Future | Group::Conditional => {
                    time = Tense::Planned;
                    if governor.stage.is_none() && stage == Stage::Delivered {
                        stage = if giver { Stage::Approved } else { Stage::Ordered };
                    }
                }
                Group::Ongoing if governor.stage == Some(Stage::Delivering) => time = Tense::Ongoing,
                _ => {}
            }
            if tree.is_negated(*token) {
                negated = !negated;
            }
        }
        // A verb above that says nothing of the stage still says when: "will be transformed into a contract".
        if let Some(above) = tree
            .head(event.top())
            .filter(|&above| tree.is_verb(above) && matches!(tree.base(event.top()), "obl" | "obj" | "nsubj"))
        {
            match self.group(line, above) {
                Group::Future => moves(Group::Future, &mut stage, &mut time),
                Group::Conditional if stage != Stage::Delivered => time = Tense::Planned,
                _ => {}
            }
        }
        if no_longer {
            return (
                Stage::Cancelled,
                Stance {
                    polarity: Polarity::Affirmed,
                    certainty,
                    time: Tense::Past,
                },
            );
        }
        if self.in_condition(line, event.top()) {
            time = Tense::Hypothetical;
        }
        // "has not delivered" denies; "did not agree to sell" denies as well.
        let polarity = if negated { Polarity::Denied } else { Polarity::Affirmed };
        (
            stage,
            Stance {
                polarity,
                certainty,
                time,
            },
        )
    }

    /// A noun trigger's time is that of the verb whose subject or object it is.
    fn noun_group(&self, line: usize, event: &Event<'_>) -> Group {
        let tree = self.tree(line);
        if !event.governors.is_empty() {
            return Group::None;
        }
        let planned = tree.children(event.token).any(|child| {
            tree.base(child) == "amod"
                && matches!(
                    tree.lemma(child).to_lowercase().as_str(),
                    "planned"
                        | "plan"
                        | "future"
                        | "proposed"
                        | "propose"
                        | "potential"
                        | "possible"
                        | "upcoming"
                        | "prospective"
                        | "intended"
                )
        });
        if planned {
            return Group::Future;
        }
        let mut at = event.token;
        for _ in 0..4 {
            let Some(head) = tree.head(at) else { return Group::None };
            if tree.is_verb(head) {
                let subject_or_object = matches!(tree.base(at), "nsubj" | "obj");
                let lemma = tree.lemma(head);
                let happens = matches!(
                    lemma,
                    "begin"
                        | "start"
                        | "continue"
                        | "take"
                        | "follow"
                        | "occur"
                        | "happen"
                        | "come"
                        | "expect"
                        | "schedule"
                        | "plan"
                        | "be"
                        | "complete"
                        | "finish"
                        | "resume"
                );
                if !subject_or_object || !happens {
                    return Group::None;
                }
                if matches!(lemma, "expect" | "schedule" | "plan") {
                    return Group::Future;
                }
                return match self.group(line, head) {
                    Group::Past if matches!(lemma, "begin" | "start" | "continue" | "resume") => Group::Ongoing,
                    group => group,
                };
            }
            at = head;
        }
        Group::None
    }
}
