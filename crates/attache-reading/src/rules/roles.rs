//! Who gives what to whom, as far as the sentence itself says?
//!
//! The words around a trigger, seen through [`crate::syntax`], fill its roles by construction. Deals and governing words follow rules of
//! their own, in [`super::deals`].

use attache_language::Tag;
use attache_model::Party;

use super::frames::{CONTAINS, Event};
use crate::items::Item;
use crate::parties::Found;
use crate::scene::Scene;
use crate::syntax::{Argument, Link};
use crate::vocabulary::{Frame, NameKind, Part};

/// Verbs whose subject is what is given: "the jets arrived", "eight more followed".
const INTRANSITIVE: &[&str] = &["arrive", "follow"];

/// Who gives what to whom, as far as the sentence itself says.
#[derive(Default)]
pub struct Roles {
    pub suppliers: Vec<Found>,
    pub recipients: Vec<Found>,
    pub items: Vec<Item>,
    pub via: Vec<Found>,
    /// Subjects and possessors that are pronouns or definite nouns: tokens to resolve, by role.
    pub open_suppliers: Vec<usize>,
    pub open_recipients: Vec<usize>,
    /// A pronoun stands where the item should be.
    pub open_item: Option<usize>,
}

impl Scene<'_> {
    /// Fills the roles of an event from the words around it.
    pub fn roles(&self, line: usize, event: &Event<'_>) -> Roles {
        let tree = self.tree(line);
        let mut roles = Roles::default();
        let own = tree.arguments(event.token);
        let frame = event.frame;
        let is_noun = event.trigger.pos == Part::Noun;
        if !is_noun {
            self.ditransitive(line, &own, &mut roles, frame);
        }
        for argument in &own {
            self.fill(line, event, frame, argument, is_noun, &mut roles);
        }
        self.fill_from_governors(line, event, frame, &mut roles);
        // What a list behind a colon names stands for the general word before it.
        let colon = (0..tree.len()).find(|&token| tree.form(token) == ":");
        if let Some(colon) = colon
            && roles
                .items
                .iter()
                .any(|item| item.token > colon && item.weapon.designation.is_some())
        {
            roles
                .items
                .retain(|item| item.token > colon || item.weapon.designation.is_some());
        }
        if frame == Frame::Deal {
            // "the contract covered 200 bombs".
            let holds = tree.head(event.token).filter(|&head| {
                tree.is_verb(head) && tree.base(event.token) == "nsubj" && CONTAINS.contains(&tree.lemma(head))
            });
            for argument in holds.map(|verb| tree.arguments(verb)).unwrap_or_default() {
                if matches!(argument.link, Link::Object | Link::Prep(_)) && !argument.far {
                    self.take_item(line, argument.token, &mut roles);
                }
            }
            // "a contract to build two frigates for Egypt".
            for child in tree
                .children(event.token)
                .filter(|&child| tree.base(child) == "acl" && tree.is_verb(child))
            {
                let makes = matches!(
                    tree.lemma(child),
                    "build" | "make" | "manufacture" | "produce" | "construct" | "develop"
                );
                for argument in tree.arguments(child).into_iter().filter(|_| makes) {
                    match &argument.link {
                        Link::Object => self.take_item(line, argument.token, &mut roles),
                        Link::Prep(preposition) if preposition == "for" => {
                            self.take_party(line, argument.token, false, &mut roles)
                        }
                        _ => {}
                    }
                }
            }
            self.settle_deal(line, event, &own, &mut roles);
        }
        self.supplier_from_item(frame, &mut roles);
        self.recipient_from_item(line, event, &mut roles);
        self.recipient_beside_verb(line, event, frame, &mut roles);
        roles
    }

    /// "supplied Azerbaijan with drones", "armed the rebels", "gave Uganda bombers": the object is the recipient.
    fn ditransitive(&self, line: usize, own: &[Argument], roles: &mut Roles, frame: Frame) {
        if !matches!(frame, Frame::Give | Frame::Equip) {
            return;
        }
        let objects: Vec<&Argument> = own
            .iter()
            .filter(|argument| argument.link == Link::Object && !argument.far)
            .collect();
        let with_item = own.iter().any(|argument| {
            matches!(&argument.link, Link::Prep(with) if with == "with") && self.item(line, argument.token).is_some()
        });
        for object in objects {
            if self.item(line, object.token).is_none()
                && (with_item || frame == Frame::Equip)
                && let Some(found) = self.named_party(line, object.token)
            {
                push(&mut roles.recipients, found);
            } else if (with_item || frame == Frame::Equip) && self.points_back(line, object.token) {
                roles.open_recipients.push(object.token);
            }
        }
    }

    fn fill(
        &self,
        line: usize,
        event: &Event<'_>,
        frame: Frame,
        argument: &Argument,
        is_noun: bool,
        roles: &mut Roles,
    ) {
        let (giver_first, token) = (matches!(frame, Frame::Give | Frame::Equip), argument.token);
        let tree = self.tree(line);
        match &argument.link {
            Link::Subject | Link::Agent if frame != Frame::Deal => {
                if INTRANSITIVE.contains(&event.trigger.lemma.as_str()) {
                    self.take_item(line, token, roles);
                } else {
                    self.take_party(line, token, giver_first, roles);
                }
            }
            Link::Object => {
                // "asked the Russians for interceptors": the one asked gives.
                let asked = frame == Frame::Get && !argument.far && self.item(line, token).is_none();
                // "offered Riyadh its HQ-22", "offered it 12 jets": the first of two objects gets.
                let first_of_two = frame == Frame::Give
                    && !argument.far
                    && token > event.token
                    && self.item(line, token).is_none()
                    && (token + 1..tree.len()).any(|next| {
                        tree.head(next) == Some(event.token)
                            && tree.is_nominal(next)
                            && tree.preposition(next).is_none()
                            && self.item(line, next).is_some()
                    });
                if asked && let Some(found) = self.named_party(line, token) {
                    push(&mut roles.suppliers, found);
                } else if first_of_two {
                    self.take_party(line, token, false, roles);
                } else if frame != Frame::Equip {
                    self.take_item(line, token, roles);
                    self.recipient_before_item(line, token, frame, roles);
                    if argument.far && tree.base(event.token) == "acl" && self.item(line, token).is_none() {
                        self.take_listed_before(line, token, event.token, roles);
                    }
                    // "tanks, guns and drones, largely supplied by": a participle set off by a comma or dash speaks of the whole list.
                    let set_off = event.token > 0
                        && argument.far
                        && (token + 1..event.token).any(|between| matches!(tree.form(between), "," | "-" | "–" | "—"));
                    // "tanks and guns that were handed to": so does a relative clause in the plural.
                    let of_several = argument.far
                        && tree.relation(event.token) == "acl:relcl"
                        && tree
                            .children(event.token)
                            .any(|child| matches!(tree.form(child).to_lowercase().as_str(), "were" | "are" | "have"));
                    if (set_off || of_several)
                        && tree.base(token) == "conj"
                        && let Some(first) = tree.head(token)
                    {
                        tree.conjuncts(first)
                            .into_iter()
                            .for_each(|listed| self.take_item(line, listed, roles));
                    }
                }
            }
            Link::Indirect => {
                // Who is asked for arms gives, who is given them gets.
                self.take_party(line, token, frame == Frame::Get, roles);
            }
            // "settled on the Gripen": the preposition belongs to the verb.
            Link::Prep(preposition) if event.trigger.lemma.split(' ').nth(1) == Some(preposition) && !is_noun => {
                self.take_item(line, token, roles);
            }
            Link::Prep(preposition) => match preposition.as_str() {
                "to" | "into" => self.take_place(line, token, false, roles, frame != Frame::Get || argument.far),
                "from" => self.take_place(line, token, true, roles, true),
                "in" | "at" if INTRANSITIVE.contains(&event.trigger.lemma.as_str()) => {
                    self.take_place(line, token, false, roles, true)
                }
                // "is assembled in Baku under licence".
                "in" if event.licensed && roles.recipients.is_empty() => {
                    self.take_place(line, token, false, roles, true)
                }
                "by" if is_noun => self.take_party(line, token, giver_first, roles),
                "by" if !argument.far => self.take_party(line, token, giver_first, roles),
                // "ammunition for the Gepard guns": the guns are not what is given.
                "for" | "of"
                    if argument.far
                        && tree
                            .head(token)
                            .is_some_and(|head| self.item(line, head).is_some_and(|item| !item.risky))
                        && self.item(line, token).is_some() => {}
                "for" | "of" | "in" | "on" | "covering" | "involving" | "including" | "as" | "like" => {
                    let share = tree.head(token).is_some_and(|head| {
                        matches!(
                            tree.lemma(head),
                            "%" | "percent" | "cent" | "share" | "half" | "majority"
                        )
                    });
                    if share && preposition == "of" {
                        // "70% of its arsenal" is a figure.
                    } else if self.item(line, token).is_some() {
                        if preposition != "in" && preposition != "on" || is_noun {
                            self.take_item(line, token, roles);
                        }
                    } else if preposition == "for" && matches!(frame, Frame::Give | Frame::Deal) {
                        if let Some(found) = self.named_party(line, token)
                            && frame == Frame::Give
                        {
                            push(&mut roles.recipients, found);
                        }
                    } else if preposition == "of" && is_noun && frame == Frame::Get {
                        self.take_party(line, token, false, roles);
                    }
                }
                "along with" | "together with" | "as well as" | "plus" | "besides" => {
                    self.take_item(line, token, roles)
                }
                "with" => {
                    if self.item(line, token).is_some() {
                        self.take_item(line, token, roles);
                    } else if frame == Frame::Get && !argument.far {
                        self.take_party(line, token, true, roles);
                    }
                }
                _ => {}
            },
            Link::Possessive if is_noun && frame != Frame::Deal => {
                self.take_party(line, token, giver_first, roles);
            }
            Link::Compound | Link::Modifier if is_noun => {
                if self.item(line, token).is_some() {
                    self.take_item(line, token, roles);
                    // "Belarus arms sales": the state may hang on "arms".
                    for below in tree
                        .children(token)
                        .filter(|&below| matches!(tree.base(below), "compound" | "amod"))
                    {
                        self.take_marking(line, below, giver_first, frame, roles);
                    }
                } else {
                    self.take_marking(line, token, giver_first, frame, roles);
                }
            }
            _ => {}
        }
    }

    /// "gave Ethiopia's government Mohajer-6s": whoever the tree hangs before the item as if it were its owner.
    fn recipient_before_item(&self, line: usize, token: usize, frame: Frame, roles: &mut Roles) {
        let tree = self.tree(line);
        if frame != Frame::Give || !roles.recipients.is_empty() {
            return;
        }
        let office = tree.children(token).find(|&child| {
            child < token
                && tree.base(child) == "compound"
                && self.vocabulary.office(&tree.lemma(child).to_lowercase()).is_some()
        });
        if office.is_some()
            && let Some(owner) = self.owner(line, token)
        {
            push(&mut roles.recipients, owner);
        }
    }

    /// "Azerbaijan's blitz involving guns and drones, largely supplied by": the participle hangs on the blitz and speaks of the arms in it.
    fn take_listed_before(&self, line: usize, noun: usize, participle: usize, roles: &mut Roles) {
        let tree = self.tree(line);
        let nearest = (noun + 1..participle)
            .rev()
            .find(|&token| tree.is_nominal(token) && self.item(line, token).is_some_and(|item| !item.risky));
        let Some(nearest) = nearest else { return };
        let first = if tree.base(nearest) == "conj" {
            tree.head(nearest).unwrap_or(nearest)
        } else {
            nearest
        };
        tree.conjuncts(first)
            .into_iter()
            .for_each(|listed| self.take_item(line, listed, roles));
        if roles.recipients.is_empty()
            && let Some(owner) = self.owner(line, noun)
        {
            let why = format!("\"{}\" used them", self.article.slice(owner.span));
            push(
                &mut roles.recipients,
                Found {
                    why: Some(why),
                    ..owner
                },
            );
        }
    }

    /// A state's name or adjective right before the noun: "Israeli deliveries", "Belarus sales".
    fn take_marking(&self, line: usize, token: usize, giver_first: bool, frame: Frame, roles: &mut Roles) {
        if frame == Frame::Deal {
            return;
        }
        let Some(mention) = self.mention(line, token) else {
            return;
        };
        if let Some(code) = self.state_of(
            mention.meanings,
            &[NameKind::State, NameKind::Demonym, NameKind::Seat, NameKind::Company],
        ) {
            let found = Found::plain(Party::State(code.to_owned()), mention.span);
            push(
                if giver_first {
                    &mut roles.suppliers
                } else {
                    &mut roles.recipients
                },
                found,
            );
        }
    }

    pub fn take_party(&self, line: usize, token: usize, as_supplier: bool, roles: &mut Roles) {
        let adjective = || (self.tree(line).tag(token) == Tag::Adj).then(|| self.state_by_adjective(line, token));
        let found = self.named_party(line, token).or_else(|| adjective().flatten());
        self.fill_side(line, token, as_supplier, found, roles);
    }

    /// Puts who was found on its side; a pronoun or definite noun is left open for what the article told before.
    fn fill_side(&self, line: usize, token: usize, as_supplier: bool, found: Option<Found>, roles: &mut Roles) {
        let (side, open) = if as_supplier {
            (&mut roles.suppliers, &mut roles.open_suppliers)
        } else {
            (&mut roles.recipients, &mut roles.open_recipients)
        };
        match found {
            Some(found) => push(side, found),
            None if self.points_back(line, token) => open.push(token),
            None => {}
        }
    }

    /// Behind "to" and "from" a place stands for its state as well.
    pub fn take_place(&self, line: usize, token: usize, as_supplier: bool, roles: &mut Roles, allowed: bool) {
        if !allowed || self.item(line, token).is_some_and(|item| !item.risky) {
            return;
        }
        // "handed over to Dutch and Italian squadrons", "to their Chadian hosts": whoever is there is of that state.
        let people = || {
            let vague = matches!(
                self.tree(line).lemma(token),
                "party" | "side" | "anyone" | "end" | "use" | "border" | "market"
            );
            let owner = self
                .owner(line, token)
                .filter(|_| self.tree(line).tag(token) == Tag::Noun && !vague)?;
            let why = format!("\"{}\" before the noun", self.article.slice(owner.span));
            Some(Found {
                why: Some(why),
                ..owner
            })
        };
        let found = self
            .named_party(line, token)
            .or_else(|| self.place_of_state(line, token))
            .or_else(people);
        self.fill_side(line, token, as_supplier, found, roles);
    }

    pub fn place_of_state(&self, line: usize, token: usize) -> Option<Found> {
        let mention = self.mention(line, token)?;
        let code = self.state_of(mention.meanings, &[NameKind::City, NameKind::Seat])?;
        let why = format!("\"{}\" lies in {code}", self.article.slice(mention.span));
        Some(Found {
            party: Party::State(code.to_owned()),
            span: mention.span,
            why: Some(why),
            through_company: false,
        })
    }

    pub fn take_item(&self, line: usize, token: usize, roles: &mut Roles) {
        let tree = self.tree(line);
        if self.is_passed_over(line, token) {
            return;
        }
        if let Some(item) = self.item(line, token) {
            // "Israeli drones: Hermes 450s, Herons and the Harop": what the list names stands for the general word.
            let listed: Vec<Item> = tree
                .children(token)
                .filter(|&child| {
                    child > token
                        && matches!(tree.base(child), "appos" | "parataxis" | "list" | "dep")
                        && tree.is_nominal(child)
                })
                .flat_map(|child| tree.conjuncts(child))
                .filter_map(|child| self.item(line, child))
                .filter(|named| named.weapon.designation.is_some())
                .collect();
            // "portions of the artillery, launchers and drones": all that the container holds.
            let held: Vec<Item> = match item.token {
                inner if inner != token => tree
                    .conjuncts(inner)
                    .into_iter()
                    .skip(1)
                    .filter_map(|other| self.item(line, other))
                    .collect(),
                _ => Vec::new(),
            };
            let mut found = if item.weapon.designation.is_none() && !listed.is_empty() {
                listed
            } else {
                vec![item]
            };
            found.extend(held);
            for item in found {
                if !roles.items.iter().any(|known| known.token == item.token) {
                    roles.items.push(item);
                }
            }
        } else if roles.open_item.is_none() && self.refers_to_arms(line, token) {
            roles.open_item = Some(token);
        }
    }

    /// May the word stand for arms already spoken of: a pronoun, a bare number, "a first batch"?
    fn refers_to_arms(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let lemma = tree.lemma(token).to_lowercase();
        match tree.tag(token) {
            Tag::Pron => matches!(
                lemma.as_str(),
                "they" | "them" | "it" | "these" | "those" | "both" | "one" | "some" | "more" | "another"
            ),
            Tag::Num => !tree.form(token).chars().all(|c| c.is_ascii_digit()) || tree.form(token).len() < 4,
            Tag::Adj => matches!(lemma.as_str(), "more" | "many" | "first" | "last" | "another"),
            Tag::Noun => {
                matches!(
                    lemma.as_str(),
                    "batch"
                        | "shipment"
                        | "consignment"
                        | "tranche"
                        | "unit"
                        | "one"
                        | "pair"
                        | "dozen"
                        | "rest"
                        | "half"
                        | "handful"
                        | "lot"
                        | "couple"
                        | "more"
                        | "remainder"
                        | "example"
                        | "instalment"
                        | "order"
                ) && !tree.children(token).any(|child| {
                    tree.base(child) == "nmod" && child > token && tree.preposition(child).as_deref() == Some("of")
                })
            }
            _ => false,
        }
    }

    /// "bought Russian helicopters": the adjective is the best word on who sold them, but only a word on who made them.
    fn supplier_from_item(&self, frame: Frame, roles: &mut Roles) {
        if !roles.suppliers.is_empty() || !matches!(frame, Frame::Get | Frame::Deal) {
            return;
        }
        for item in &roles.items {
            if let Some((code, span)) = &item.of_state
                && !roles.recipients.iter().any(|found| found.party.as_str() == code)
                && !roles.suppliers.iter().any(|found| found.party.as_str() == code)
            {
                let why = format!("\"{}\" before the item", self.article.slice(*span));
                roles.suppliers.push(Found {
                    party: Party::State(code.clone()),
                    span: *span,
                    why: Some(why),
                    through_company: false,
                });
            }
        }
    }

    /// "Belarus sold Azerbaijan air defence systems": the name between verb and arms is who got them, however the tree joins it.
    fn recipient_beside_verb(&self, line: usize, event: &Event<'_>, frame: Frame, roles: &mut Roles) {
        let tree = self.tree(line);
        let gives = frame == Frame::Give && event.trigger.pos == Part::Verb && !tree.is_passive(event.token);
        if !gives || !roles.recipients.is_empty() || roles.suppliers.is_empty() {
            return;
        }
        let article = (event.token + 1 < tree.len()) && tree.base(event.token + 1) == "det";
        let next = event.token + 1 + usize::from(article);
        let Some(mention) = (next < tree.len()).then(|| self.mention(line, next)).flatten() else {
            return;
        };
        let Some(code) = self.state_of(mention.meanings, &[NameKind::State]) else {
            return;
        };
        let beside = roles.items.iter().any(|item| {
            let (first, _) = tree.phrase(item.token);
            item.token > event.token && first <= mention.tokens.end
        });
        if beside && !roles.suppliers.iter().any(|found| found.party.as_str() == code) {
            push(
                &mut roles.recipients,
                Found::plain(Party::State(code.to_owned()), mention.span),
            );
        }
    }

    /// "Venezuela's Su-30s, sold by Russia": whose the arms are is who got them.
    fn recipient_from_item(&self, line: usize, event: &Event<'_>, roles: &mut Roles) {
        let tree = self.tree(line);
        if !roles.recipients.is_empty()
            || roles.suppliers.is_empty()
            || event.trigger.pos == Part::Noun
            || !tree.is_passive(event.token)
        {
            return;
        }
        for item in &roles.items {
            if let Some((code, span)) = &item.of_state
                && !roles.suppliers.iter().any(|found| found.party.as_str() == code)
                && (item.token < event.token || tree.base(event.token) == "amod")
            {
                let found = Found::plain(Party::State(code.clone()), *span);
                push(&mut roles.recipients, found);
            }
        }
        // "Georgian crews fired Javelins supplied by the United States": whoever uses them got them.
        for item in roles.items.iter().filter(|item| item.of_state.is_none()) {
            let Some(verb) = tree
                .head(item.token)
                .filter(|&verb| tree.is_verb(verb) && tree.base(item.token) == "obj")
            else {
                continue;
            };
            let user = tree
                .arguments(verb)
                .into_iter()
                .find(|argument| argument.link == Link::Subject);
            let Some(user) = user else { continue };
            let found = self
                .named_party(line, user.token)
                .or_else(|| self.owner(line, user.token));
            if let Some(found) = found.filter(|found| !roles.suppliers.iter().any(|known| known.party == found.party)) {
                let why = format!("\"{}\" used them", self.article.slice(found.span));
                roles.recipients.push(Found {
                    why: Some(why),
                    ..found
                });
                break;
            }
        }
    }
}

pub fn push(list: &mut Vec<Found>, found: Found) {
    if !list.iter().any(|known| known.party == found.party) {
        list.push(found);
    }
}
