//! Whose are the arms behind a verb left out? "Finland gave it lorries, and Germany two transport aircraft."
//!
//! Trees of such clauses are seldom right, so it is read off the words: a giver, with nothing but a comma before the arms, behind "and" or a
//! semicolon.

use attache_language::Tag;

use super::frames::Event;
use super::roles::Roles;
use crate::items::Item;
use crate::parties::Found;
use crate::scene::Scene;
use crate::vocabulary::{Frame, NameKind, Part};

/// A giver and what it gives by the verb that it shares with the clause before.
pub struct Gapped {
    pub supplier: Found,
    pub items: Vec<Item>,
}

impl Scene<'_> {
    /// The gapped clauses behind a verb of giving; their words are taken out of the roles that the tree gave them.
    pub fn gapped(&self, line: usize, event: &Event<'_>, roles: &mut Roles) -> Vec<Gapped> {
        if event.frame != Frame::Give || event.trigger.pos != Part::Verb || roles.suppliers.is_empty() {
            return Vec::new();
        }
        let gapped: Vec<Gapped> = (event.token + 1..self.tree(line).len())
            .filter_map(|token| self.gapped_at(line, token))
            .filter(|gap| roles.suppliers.iter().all(|known| known.party != gap.supplier.party))
            .collect();
        for gap in &gapped {
            let own = |item: &Item| gap.items.iter().any(|other| other.token == item.token);
            roles.items.retain(|item| !own(item));
            roles.recipients.retain(|found| found.span != gap.supplier.span);
        }
        gapped
    }

    fn gapped_at(&self, line: usize, token: usize) -> Option<Gapped> {
        let tree = self.tree(line);
        let mention = self
            .mention(line, token)
            .filter(|mention| mention.tokens.end == token + 1)?;
        self.state_of(mention.meanings, &[NameKind::State, NameKind::Seat, NameKind::Company])?;
        let supplier = self.named_party(line, token)?;
        // "and Germany", "and South Korea's KAI".
        let before = (0..mention.tokens.start).rev().find(|&at| {
            let owner = self.mention(line, at).is_some() || matches!(tree.form(at), "'s" | "’s" | "the");
            !owner
        })?;
        if !matches!(tree.form(before), "and" | "while" | ";") {
            return None;
        }
        let comma = usize::from(token + 1 < tree.len() && tree.form(token + 1) == ",");
        let begin = token + 1 + comma;
        // The arms begin right here, with their number or whose they are; no verb and no preposition between.
        let opens = |at: usize| {
            matches!(tree.tag(at), Tag::Num)
                || matches!(tree.lemma(at).to_lowercase().as_str(), "its" | "a" | "an" | "some")
        };
        if begin >= tree.len() || !opens(begin) {
            return None;
        }
        let plain = |at: &usize| !tree.is_verb(*at) && !matches!(tree.form(*at), "," | ";" | "and" | "to" | "from");
        let head = (begin..tree.len())
            .take_while(plain)
            .find(|&at| tree.is_nominal(at) && tree.tag(at) != Tag::Num && self.item(line, at).is_some())?;
        let items = tree
            .conjuncts(head)
            .into_iter()
            .filter(|&at| at >= head)
            .filter_map(|at| self.item(line, at))
            .collect();
        Some(Gapped { supplier, items })
    }
}
