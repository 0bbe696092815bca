//! Whose act is a governing word, and who of two partners in a deal gives?

use attache_model::{Category, Stage};

use super::frames::Event;
use super::roles::{Roles, push};
use crate::parties::Found;
use crate::scene::Scene;
use crate::syntax::{Argument, Link};
use crate::vocabulary::{Frame, Governor, SubjectOf};

impl Scene<'_> {
    /// Who of the two parties of a deal gives?
    pub fn settle_deal(&self, line: usize, event: &Event<'_>, own: &[Argument], roles: &mut Roles) {
        let tree = self.tree(line);
        let mut parties: Vec<(u8, Found, bool)> = Vec::new();
        let mut won = false;
        let mut add = |order: u8, token: usize, supplier: bool| {
            if self.item(line, token).is_some_and(|item| !item.risky) {
                return;
            }
            let found = self.named_party(line, token);
            if let Some(found) = found.or_else(|| self.state_by_adjective(line, token)) {
                parties.push((order, found, supplier));
            } else if self.points_back(line, token) {
                roles.open_recipients.push(token);
            }
        };
        for argument in own {
            match &argument.link {
                Link::Possessive | Link::Compound | Link::Modifier => add(0, argument.token, false),
                Link::Prep(preposition) if matches!(preposition.as_str(), "with" | "between") => {
                    add(1, argument.token, false)
                }
                Link::Prep(preposition) if preposition == "by" => add(0, argument.token, false),
                _ => {}
            }
        }
        for (governor, token) in &event.governors {
            for argument in tree.arguments(*token) {
                if tree.sentence.is_under(event.token, argument.token)
                    && argument.token != event.token
                    && argument.link != Link::Subject
                {
                    continue;
                }
                match &argument.link {
                    Link::Subject | Link::Agent => {
                        won |= governor.subject == SubjectOf::Supplier;
                        add(0, argument.token, governor.subject == SubjectOf::Supplier);
                    }
                    Link::Prep(preposition) if matches!(preposition.as_str(), "with" | "between") => {
                        add(1, argument.token, false)
                    }
                    Link::Indirect if governor.subject == SubjectOf::Recipient => add(1, argument.token, true),
                    // "won a contract from Brazil".
                    Link::Prep(from) if from == "from" && governor.subject == SubjectOf::Supplier => {
                        add(1, argument.token, false)
                    }
                    Link::Prep(to) if to == "to" && governor.subject == SubjectOf::Recipient => {
                        add(1, argument.token, true)
                    }
                    _ => {}
                }
            }
        }
        if won {
            // "won a contract from Brazil": the one it comes from receives.
            let givers: Vec<Found> = parties
                .iter()
                .filter(|(_, _, supplier)| *supplier)
                .map(|(_, found, _)| found.clone())
                .collect();
            let takers = std::mem::take(&mut roles.suppliers);
            takers.into_iter().for_each(|found| push(&mut roles.recipients, found));
            givers.into_iter().for_each(|found| push(&mut roles.suppliers, found));
            for (_, found, supplier) in parties {
                if !supplier && !roles.suppliers.iter().any(|known| known.party == found.party) {
                    push(&mut roles.recipients, found);
                }
            }
            return;
        }
        let makers: Vec<&str> = roles
            .items
            .iter()
            .flat_map(|item| item.makers.iter().map(String::as_str))
            .collect();
        let marked: Vec<&str> = roles
            .items
            .iter()
            .filter_map(|item| item.of_state.as_ref().map(|(code, _)| code.as_str()))
            .collect();
        parties.sort_by_key(|(order, ..)| *order);
        parties.dedup_by(|a, b| a.1.party == b.1.party);
        let gives = |found: &Found, supplier: bool| {
            supplier
                || found.through_company
                || makers.contains(&found.party.as_str())
                || marked.contains(&found.party.as_str())
        };
        let any_giver = parties.iter().any(|(_, found, supplier)| gives(found, *supplier));
        let count = parties.len();
        for (at, (_, found, supplier)) in parties.into_iter().enumerate() {
            let known = roles
                .suppliers
                .iter()
                .chain(&roles.recipients)
                .any(|known| known.party == found.party);
            if known {
                continue;
            }
            let is_giver = if any_giver {
                gives(&found, supplier)
            } else if !roles.recipients.is_empty() {
                true
            } else {
                // The buyer signs first, with the seller.
                count > 1 && at + 1 == count && roles.suppliers.is_empty()
            };
            push(
                if is_giver && roles.suppliers.is_empty() {
                    &mut roles.suppliers
                } else {
                    &mut roles.recipients
                },
                found,
            );
        }
    }

    /// Subjects and phrases of the governing words: "Egypt signed a contract with France", "Washington approved the sale".
    pub fn fill_from_governors(&self, line: usize, event: &Event<'_>, frame: Frame, roles: &mut Roles) {
        let tree = self.tree(line);
        let giver_first = matches!(frame, Frame::Give | Frame::Equip);
        for (governor, token) in &event.governors {
            for argument in tree.arguments(*token) {
                if argument.token == event.token
                    || tree.sentence.is_under(event.token, argument.token) && argument.link != Link::Subject
                {
                    continue;
                }
                let acts = matches!(argument.link, Link::Subject | Link::Agent)
                    || !tree.is_verb(*token)
                        && (matches!(argument.link, Link::Possessive | Link::Compound | Link::Modifier)
                            || matches!(&argument.link, Link::Prep(by) if by == "by"));
                match (&argument.link, governor.subject) {
                    (_, SubjectOf::Same | SubjectOf::Either)
                        if acts && frame != Frame::Deal && roles_missing(roles, giver_first) =>
                    {
                        self.take_party(line, argument.token, giver_first, roles);
                    }
                    (_, SubjectOf::Supplier) if acts && roles.suppliers.is_empty() => {
                        self.take_party(line, argument.token, true, roles)
                    }
                    (_, SubjectOf::Recipient) if acts && roles.recipients.is_empty() => {
                        self.take_party(line, argument.token, false, roles)
                    }
                    // "Washington approved the sale of jets to Turkey": it approves its own unless another supplier is named.
                    (Link::Subject | Link::Agent, SubjectOf::None) if governor_is_consent(governor) => {
                        if !giver_first && frame != Frame::Deal {
                            // Parliament approves its own state's purchase.
                            if roles.recipients.is_empty() {
                                self.take_party(line, argument.token, false, roles);
                            }
                        } else if roles.suppliers.is_empty() {
                            self.take_party(line, argument.token, true, roles);
                        } else if let Some(found) = self.named_party(line, argument.token)
                            && !roles
                                .suppliers
                                .iter()
                                .chain(&roles.recipients)
                                .any(|known| known.party == found.party)
                        {
                            push(&mut roles.via, found);
                        }
                    }
                    // "allowed Estonia to transfer": the object acts.
                    (Link::Object | Link::Indirect, SubjectOf::None) if roles_missing(roles, giver_first) => {
                        self.take_party(line, argument.token, giver_first, roles);
                    }
                    // "asked Russia to sell", "requested the sale from Russia": the asker receives.
                    (Link::Subject, SubjectOf::None)
                        if governor.stage == Some(Stage::Sought) && roles.recipients.is_empty() =>
                    {
                        self.take_party(line, argument.token, false, roles);
                    }
                    (Link::Prep(with), _)
                        if with == "with" && frame != Frame::Deal && self.item(line, argument.token).is_none() =>
                    {
                        let other_side = !giver_first;
                        if roles_missing(roles, other_side) {
                            self.take_party(line, argument.token, other_side, roles);
                        }
                    }
                    (Link::Prep(to), _) if to == "to" && roles.recipients.is_empty() && frame != Frame::Deal => {
                        self.take_place(line, argument.token, false, roles, giver_first);
                    }
                    (Link::Prep(from), _) if from == "from" && roles.suppliers.is_empty() && frame != Frame::Deal => {
                        self.take_place(line, argument.token, true, roles, true);
                    }
                    (Link::Prep(between), _) if between == "between" && frame != Frame::Deal => {
                        if let Some(found) = self.named_party(line, argument.token) {
                            let side = if roles_missing(roles, giver_first) {
                                giver_first
                            } else {
                                !giver_first
                            };
                            push(
                                if side {
                                    &mut roles.suppliers
                                } else {
                                    &mut roles.recipients
                                },
                                found,
                            );
                        }
                    }
                    // "announced its largest package: €113 million in arms".
                    (Link::Object, SubjectOf::Same | SubjectOf::Either)
                        if roles.items.is_empty() && argument.token != event.token =>
                    {
                        self.take_item(line, argument.token, roles);
                    }
                    (Link::Prep(of), _)
                        if matches!(of.as_str(), "for" | "of" | "worth" | "including")
                            && roles
                                .items
                                .iter()
                                .all(|item| item.weapon.category == Category::Unspecified)
                            && self.item(line, argument.token).is_some() =>
                    {
                        self.take_item(line, argument.token, roles);
                    }
                    _ => {}
                }
            }
        }
    }
}

fn governor_is_consent(governor: &Governor) -> bool {
    matches!(
        governor.stage,
        Some(Stage::Approved | Stage::Suspended | Stage::Refused | Stage::Cancelled)
    )
}

pub fn roles_missing(roles: &Roles, supplier: bool) -> bool {
    if supplier {
        roles.suppliers.is_empty()
    } else {
        roles.recipients.is_empty()
    }
}
