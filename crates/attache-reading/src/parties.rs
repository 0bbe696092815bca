//! Which state or group does a noun phrase stand for?
//!
//! A state by its name, its demonym, its seat of government, its offices, its leaders, its companies; an armed group by its name;
//! a pronoun or a definite noun by what went before, and then the reason is kept.

use attache_language::{Label, Tag};
use attache_model::{Party, Slot, SourceKind, Span};

use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::{NameKind, NounClass};

/// Names that act for a state.
const ACTORS: &[NameKind] = &[
    NameKind::State,
    NameKind::Demonym,
    NameKind::Seat,
    NameKind::Leader,
    NameKind::Company,
    NameKind::Organisation,
];
/// Names that, before or behind a noun, say whose it is.
const OWNERS: &[NameKind] = &[NameKind::State, NameKind::Demonym, NameKind::Seat];

/// A party found in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub party: Party,
    pub span: Span,
    /// Why it stands for the party, when the words themselves do not say so.
    pub why: Option<String>,
    /// It was named through a company or a leader rather than as a state.
    pub through_company: bool,
}

/// Parts of a state that have names of their own.
const LANDS: &[&str] = &[
    "republic",
    "province",
    "region",
    "territory",
    "enclave",
    "kingdom",
    "emirate",
];

impl Found {
    /// A party that the words at `span` name by themselves.
    pub fn plain(party: Party, span: Span) -> Found {
        Found {
            party,
            span,
            why: None,
            through_company: false,
        }
    }

    pub fn slot(&self) -> Slot<Party> {
        match &self.why {
            None => Slot::stated(self.party.clone(), self.span),
            Some(why) => Slot::inferred(self.party.clone(), why.clone()),
        }
    }
}

impl Scene<'_> {
    /// The party that the noun phrase headed by `token` names by itself.
    pub fn named_party(&self, line: usize, token: usize) -> Option<Found> {
        let tree = self.tree(line);
        if let Some(found) = self.mentioned_party(line, token) {
            return Some(found);
        }
        let lemma = tree.lemma(token).to_lowercase();
        let owner = self.owner(line, token);
        let is = |class: NounClass| self.vocabulary.nouns.is(class, &lemma);
        if is(NounClass::Rebels) {
            return self.rebels(line, token);
        }
        if is(NounClass::Force)
            && let Some(found) = self.group_of(line, token)
        {
            return Some(found);
        }
        let is_name = self.lines[line].sentence.names.iter().any(|name| {
            name.tokens.contains(&token) && matches!(name.label, Label::Organisation | Label::Unit | Label::Person)
        });
        let official = self
            .vocabulary
            .source_nouns
            .iter()
            .any(|row| row.noun == lemma && matches!(row.kind, SourceKind::Official | SourceKind::Unnamed));
        let stands_for_owner = official || self.vocabulary.office(&lemma).is_some() || is(NounClass::Force) || is_name;
        if stands_for_owner && let Some(owner) = owner {
            let (first, last) = tree.phrase(token);
            let tokens = &self.lines[line].sentence.tokens;
            let span = tokens[first].span.cover(tokens[last].span);
            return Some(Found {
                party: owner.party,
                span: span.cover(owner.span),
                why: None,
                through_company: is_name,
            });
        }
        // "President Ali of Guyana", where the tree hangs the office on the name: the office says whose it is.
        if is_name {
            let office = tree
                .children(token)
                .filter(|&child| child < token && matches!(tree.base(child), "nmod" | "compound" | "appos"))
                .find(|&child| self.vocabulary.office(&tree.lemma(child).to_lowercase()).is_some());
            if let Some(found) = office.and_then(|office| self.owner(line, office)) {
                let span = self.lines[line].sentence.tokens[token].span;
                return Some(Found {
                    party: found.party,
                    span: span.cover(found.span),
                    why: None,
                    through_company: true,
                });
            }
        }
        // "Elbit Systems, an Israeli company": the apposition says whose it is.
        if is_name {
            for child in tree.children(token).filter(|&child| tree.base(child) == "appos") {
                if let Some(found) = self.owner(line, child) {
                    let span = self.lines[line].sentence.tokens[token].span;
                    let why = format!("the text calls it \"{}\"", self.article.slice(found.span));
                    return Some(Found {
                        party: found.party,
                        span,
                        why: Some(why),
                        through_company: true,
                    });
                }
            }
            return self.remembered(line, token);
        }
        None
    }

    /// The party that `token`, found to fill a role, stands for: by its phrase, as a place or adjective of a state, by its owner, by the
    /// phrase around it, or by its bare name.
    pub fn party_at(&self, line: usize, token: usize) -> Option<Found> {
        let tree = self.tree(line);
        let plain = |token: usize| {
            self.named_party(line, token)
                .or_else(|| self.state_named(line, token))
                .or_else(|| self.owned_party(line, token))
        };
        let around = || {
            let inside = matches!(tree.base(token), "compound" | "flat" | "amod" | "appos" | "nmod");
            tree.head(token)
                .filter(|&head| inside && tree.is_nominal(head))
                .and_then(plain)
        };
        if self.points_back(line, token) && self.owner(line, token).is_none() {
            return None;
        }
        plain(token).or_else(around).or_else(|| self.bare_name(line, token))
    }

    /// "An airfield near Goma": what lies beside a place is not the place's own.
    pub fn is_beside(&self, line: usize, span: Span) -> bool {
        let tree = self.tree(line);
        let tokens = &self.lines[line].sentence.tokens;
        let mut named = (0..tokens.len()).filter(|&token| tokens[token].span.overlaps(span));
        named.any(|token| matches!(tree.preposition(token).as_deref(), Some("near" | "outside" | "around")))
    }

    /// The state whose name or adjective covers `token`: "Russian", "Russia".
    pub fn state_by_adjective(&self, line: usize, token: usize) -> Option<Found> {
        let mention = self.mention(line, token)?;
        let code = self.state_of(mention.meanings, &[NameKind::Demonym, NameKind::State])?;
        Some(Found::plain(Party::State(code.to_owned()), mention.span))
    }

    /// The state that a word names, lies in or is of, whatever it does in the sentence.
    fn state_named(&self, line: usize, token: usize) -> Option<Found> {
        let mention = self.mention(line, token)?;
        let own = [
            NameKind::State,
            NameKind::Demonym,
            NameKind::Seat,
            NameKind::Company,
            NameKind::Leader,
        ];
        let place = || self.state_of(mention.meanings, &[NameKind::City]);
        let stated = self.state_of(mention.meanings, &own);
        let code = stated.or_else(place)?;
        let why = stated
            .is_none()
            .then(|| format!("\"{}\" lies in {code}", self.article.slice(mention.span)));
        Some(Found {
            party: Party::State(code.to_owned()),
            span: mention.span,
            why,
            through_company: false,
        })
    }

    /// "their Chadian hosts": whoever is there is of that state.
    fn owned_party(&self, line: usize, token: usize) -> Option<Found> {
        let owner = self.owner(line, token)?;
        let why = format!("\"{}\" before the noun", self.article.slice(owner.span));
        Some(Found {
            why: Some(why),
            ..owner
        })
    }

    /// A name that no table knows stands for itself.
    fn bare_name(&self, line: usize, token: usize) -> Option<Found> {
        let sentence = self.lines[line].sentence;
        let lemma = self.tree(line).lemma(token).to_lowercase();
        // "Cabinet backs purchase": an office of whichever state it is.
        let office = self.vocabulary.office(&lemma).is_some() || self.vocabulary.nouns.is(NounClass::Body, &lemma);
        let name = sentence.names.iter().find(|name| {
            name.tokens.contains(&token)
                && matches!(name.label, Label::Organisation | Label::Person | Label::Unit)
                && !(office && name.tokens.len() == 1)
        });
        let (first, last) = self.tree(line).phrase(token);
        let rebels = || {
            let lemma = self.tree(line).lemma(token);
            self.vocabulary
                .nouns
                .is(NounClass::Rebels, lemma)
                .then(|| sentence.tokens[first].span.cover(sentence.tokens[last].span))
        };
        let span = name.map(|name| name.span).or_else(rebels)?;
        Some(Found {
            party: Party::Named(self.article.slice(span).to_owned()),
            span,
            why: None,
            through_company: name.is_some(),
        })
    }

    /// A name of the vocabulary that covers `token`.
    fn mentioned_party(&self, line: usize, token: usize) -> Option<Found> {
        let tree = self.tree(line);
        let mention = self.mention(line, token)?;
        let demonym_only = mention.meanings.iter().all(|meaning| meaning.kind == NameKind::Demonym);
        if demonym_only
            && tree.tag(token) == Tag::Adj
            && !matches!(tree.base(token), "nsubj" | "obj" | "obl" | "nmod" | "conj" | "root")
        {
            return None;
        }
        let group = mention.meanings.iter().find(|meaning| meaning.kind == NameKind::Group);
        if let Some(group) = group {
            let name = self.vocabulary.groups[group.index]
                .name
                .trim_end_matches('?')
                .to_owned();
            return Some(Found::plain(Party::Named(name), mention.span));
        }
        if let Some(code) = self.state_of(mention.meanings, ACTORS) {
            let company = mention.meanings.iter().any(|meaning| meaning.kind == NameKind::Company);
            return Some(Found {
                party: Party::State(code.to_owned()),
                span: mention.span,
                why: None,
                through_company: company,
            });
        }
        let broker = mention
            .meanings
            .iter()
            .find(|meaning| meaning.kind == NameKind::Company);
        if let Some(broker) = broker {
            let name = self.vocabulary.companies[broker.index]
                .name
                .trim_end_matches('?')
                .to_owned();
            return Some(Found {
                party: Party::Named(name),
                span: mention.span,
                why: None,
                through_company: true,
            });
        }
        let union = mention
            .meanings
            .iter()
            .find(|meaning| meaning.kind == NameKind::Organisation)?;
        let organisation = &self.vocabulary.organisations[union.index];
        matches!(organisation.kind.as_str(), "alliance" | "union")
            .then(|| Found::plain(Party::Named(organisation.name.clone()), mention.span))
    }

    /// The state that a noun's possessor, modifier, compound or of-phrase names: "Peru's navy", "the army of Peru".
    pub fn owner(&self, line: usize, noun: usize) -> Option<Found> {
        let tree = self.tree(line);
        let mut best: Option<(u8, Found)> = None;
        for argument in tree.arguments(noun) {
            let rank = match &argument.link {
                Link::Possessive => 0,
                // "The Yugoslav republic of Croatia".
                Link::Prep(of) if of == "of" && LANDS.contains(&tree.lemma(noun)) => 0,
                Link::Compound | Link::Modifier => 1,
                Link::Prep(of) if of == "of" && !argument.far => 2,
                // "the government in Tripoli".
                Link::Prep(at) if at == "in" && !argument.far => 3,
                _ => continue,
            };
            let allowed: &[NameKind] = match argument.link {
                // "Giorgia Meloni's cabinet".
                Link::Possessive => &[NameKind::State, NameKind::Demonym, NameKind::Seat, NameKind::Leader],
                Link::Prep(_) if rank == 3 => &[NameKind::Seat, NameKind::State],
                _ => OWNERS,
            };
            let found = self
                .mention(line, argument.token)
                .filter(|mention| rank != 1 || !self.is_of_make(line, mention))
                .and_then(|mention| {
                    let code = self.state_of(mention.meanings, allowed)?;
                    Some(Found::plain(Party::State(code.to_owned()), mention.span))
                })
                .or_else(|| {
                    // "the Armenian army's chief": the possessor has an owner of its own.
                    matches!(argument.link, Link::Possessive | Link::Prep(_))
                        .then(|| self.owner_once(line, argument.token))
                        .flatten()
                });
            if let Some(found) = found
                && best.as_ref().is_none_or(|(known, _)| rank < *known)
            {
                best = Some((rank, found));
            }
        }
        best.map(|(_, found)| found)
    }

    fn owner_once(&self, line: usize, noun: usize) -> Option<Found> {
        let tree = self.tree(line);
        tree.children(noun)
            .filter(|&child| matches!(tree.base(child), "amod" | "compound") || tree.relation(child) == "nmod:poss")
            .find_map(|child| {
                let mention = self.mention(line, child)?;
                let code = self.state_of(mention.meanings, OWNERS)?;
                Some(Found::plain(Party::State(code.to_owned()), mention.span))
            })
    }

    /// "Haftar's forces", "Hezbollah troops": the group whose they are.
    pub fn group_of(&self, line: usize, noun: usize) -> Option<Found> {
        let tree = self.tree(line);
        tree.children(noun)
            .filter(|&child| child < noun && matches!(tree.base(child), "compound" | "nmod" | "amod"))
            .find_map(|child| {
                let mention = self.mention(line, child)?;
                let group = mention
                    .meanings
                    .iter()
                    .find(|meaning| meaning.kind == NameKind::Group)?;
                let name = self.vocabulary.groups[group.index]
                    .name
                    .trim_end_matches('?')
                    .to_owned();
                let span = mention.span.cover(self.lines[line].sentence.tokens[noun].span);
                Some(Found::plain(Party::Named(name), span))
            })
    }

    /// "Houthi rebels" is the group, "Libyan rebels" a party of that description.
    fn rebels(&self, line: usize, token: usize) -> Option<Found> {
        let tree = self.tree(line);
        let (first, last) = tree.phrase(token);
        let tokens = &self.lines[line].sentence.tokens;
        // "Rebels of the M23 movement".
        let of = tree.behind_of(token);
        let theirs = of.flat_map(|of| {
            let (first, last) = tree.phrase(of);
            first..=last
        });
        let group = (first..=last).chain(theirs).find_map(|token| {
            let mention = self.mention(line, token)?;
            let group = mention
                .meanings
                .iter()
                .find(|meaning| meaning.kind == NameKind::Group)?;
            Some(
                self.vocabulary.groups[group.index]
                    .name
                    .trim_end_matches('?')
                    .to_owned(),
            )
        });
        let named = group.or_else(|| {
            let owned = self.owner(line, token).is_some()
                || self.lines[line].sentence.names.iter().any(|name| {
                    name.tokens.start >= first
                        && name.tokens.end <= last + 1
                        && matches!(name.label, Label::Organisation | Label::Place)
                });
            let span = tokens[first].span.cover(tokens[last].span);
            owned.then(|| self.article.slice(span).to_owned())
        })?;
        let span = tokens[first].span.cover(tokens[last].span);
        Some(Found::plain(Party::Named(named), span))
    }

    /// A person or company that an earlier sentence introduced with its state: "Peru's defence minister Luis Otárola".
    fn remembered(&self, line: usize, token: usize) -> Option<Found> {
        let sentence = self.lines[line].sentence;
        let name = sentence.names.iter().find(|name| name.tokens.contains(&token))?;
        let last_word = self.article.slice(name.span).rsplit(' ').next()?;
        for earlier in (0..=line).rev() {
            for known in &self.lines[earlier].sentence.names {
                let text = self.article.slice(known.span);
                if known.label != name.label
                    || known.span == name.span
                    || !text.split(' ').any(|word| word == last_word)
                {
                    continue;
                }
                let tree = self.tree(earlier);
                let head = known
                    .tokens
                    .clone()
                    .find(|&token| tree.head(token).is_none_or(|head| !known.tokens.contains(&head)))?;
                let owner = self.owner(earlier, head).or_else(|| {
                    let office = |child: &usize| {
                        let lemma = tree.lemma(*child).to_lowercase();
                        tree.base(*child) == "appos" || self.vocabulary.office(&lemma).is_some()
                    };
                    tree.children(head)
                        .filter(office)
                        .find_map(|child| self.owner(earlier, child))
                });
                if let Some(owner) = owner {
                    let why = format!("introduced as \"{}\" of {}", text, self.article.slice(owner.span));
                    return Some(Found {
                        party: owner.party,
                        span: name.span,
                        why: Some(why),
                        through_company: true,
                    });
                }
            }
        }
        None
    }

    /// Is the word a pronoun or definite noun that points back to a party?
    pub fn points_back(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        if tree.tag(token) == Tag::Pron {
            return matches!(
                tree.lemma(token).to_lowercase().as_str(),
                "it" | "its" | "they" | "their" | "he" | "his" | "him" | "she" | "her" | "we" | "our" | "them" | "us"
            );
        }
        let definite = tree.children(token).any(|child| {
            tree.base(child) == "det" && matches!(tree.lemma(child).to_lowercase().as_str(), "the" | "this" | "that")
                || tree.relation(child) == "nmod:poss" && tree.tag(child) == Tag::Pron
        });
        definite && self.vocabulary.nouns.is(NounClass::Pointer, tree.lemma(token))
    }

    /// One party, or a state and the one it became.
    pub fn is_same_party(&self, a: &Party, b: &Party) -> bool {
        let became = |a: &Party, b: &Party| {
            self.vocabulary
                .state(a.as_str())
                .and_then(|state| state.successor.as_deref())
                == Some(b.as_str())
        };
        a == b || became(a, b) || became(b, a)
    }

    /// Does the state's full name fit the word? Only kingdoms are "the kingdom".
    pub fn may_be_called(&self, party: &Party, word: &str) -> bool {
        let title = match word.to_lowercase().as_str() {
            "kingdom" => "Kingdom",
            "sultanate" => "Sultanate",
            "emirate" | "emirates" => "Emirate",
            _ => return true,
        };
        self.vocabulary
            .state(party.as_str())
            .is_some_and(|state| state.name.contains(title) || state.names.iter().any(|name| name.contains(title)))
    }

    /// The parties that are subject of the nearest clause above the one `token` is subject of; one only for a singular pronoun.
    pub fn subjects_above(&self, line: usize, token: usize) -> Vec<Found> {
        let tree = self.tree(line);
        let word = tree.lemma(token).to_lowercase();
        if !matches!(word.as_str(), "it" | "they" | "he" | "she") || tree.base(token) != "nsubj" {
            return Vec::new();
        }
        let Some(verb) = tree.head(token) else {
            return Vec::new();
        };
        let mut at = verb;
        for _ in 0..5 {
            if !matches!(
                tree.base(at),
                "ccomp" | "acl" | "advcl" | "obj" | "conj" | "xcomp" | "parataxis"
            ) {
                break;
            }
            let Some(head) = tree.head(at) else { break };
            at = head;
            let mut found: Vec<Found> = Vec::new();
            for subject in tree
                .children(at)
                .filter(|&child| tree.base(child) == "nsubj" && child != token)
            {
                for conjunct in tree.conjuncts(subject) {
                    found.extend(self.named_party(line, conjunct));
                }
            }
            if !found.is_empty() {
                if word != "they" {
                    found.truncate(1);
                }
                return found;
            }
        }
        Vec::new()
    }

    /// Who acts in the clause in which `token` is acted upon: "accuses him", "gave its neighbour jets" mean another.
    pub fn acting_beside(&self, line: usize, token: usize) -> Vec<Party> {
        let tree = self.tree(line);
        let verb = tree
            .head(token)
            .filter(|&verb| tree.is_verb(verb) && tree.base(token) != "nsubj");
        let acting = verb.map(|verb| tree.arguments(verb)).unwrap_or_default();
        acting
            .iter()
            .filter(|argument| argument.link == Link::Subject && argument.token != token)
            .filter_map(|argument| self.named_party(line, argument.token))
            .map(|found| found.party)
            .collect()
    }

    /// The states named before `token`, nearest first, subjects before others of the same sentence.
    /// With `companies`, only those named through a company.
    pub fn states_before(&self, line: usize, token: usize, companies: bool) -> Vec<Found> {
        let mut candidates: Vec<Found> = Vec::new();
        let earliest = line.saturating_sub(4);
        for at in (earliest..=line).rev() {
            if at < line && self.is_headline(at) && at + 1 < line {
                continue;
            }
            let tree = self.tree(at);
            // The subject first, then whose the subject is, then the rest, and where things are last; nearest first.
            let mut here: Vec<(u8, usize, Found)> = Vec::new();
            for mention in &self.lines[at].mentions {
                if at == line && mention.tokens.start >= token {
                    continue;
                }
                let allowed = if companies { &[NameKind::Company] } else { ACTORS };
                let Some(code) = self.state_of(mention.meanings, allowed) else {
                    continue;
                };
                let head = tree.outermost(&mention.tokens);
                let place = matches!(
                    tree.preposition(head).as_deref(),
                    Some("in" | "at" | "near" | "outside" | "from" | "across" | "around")
                );
                let rank = match tree.head(head) {
                    _ if tree.base(head) == "nsubj" => 0,
                    Some(above) if tree.base(above) == "nsubj" && above > head => 1,
                    _ if place => 3,
                    _ => 2,
                };
                let why = format!("\"{}\" before it", self.article.slice(mention.span));
                let found = Found {
                    party: Party::State(code.to_owned()),
                    span: mention.span,
                    why: Some(why),
                    through_company: false,
                };
                here.push((rank, mention.tokens.start, found));
            }
            here.sort_by_key(|(rank, start, _)| (*rank, std::cmp::Reverse(*start)));
            for (_, _, found) in here {
                if !candidates.iter().any(|known| known.party == found.party) {
                    candidates.push(found);
                }
            }
        }
        candidates
    }
}
