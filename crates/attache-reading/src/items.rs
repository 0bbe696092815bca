//! Which arms does a noun phrase name?

use attache_language::{Label, Tag};
use attache_model::{Category, Quantity, Slot, Span, Weapon};

use crate::scene::{Mention, Scene};
use crate::vocabulary::{NameKind, NounClass};

/// What a ship, an aircraft or a lorry does with arms that are not itself.
const CARRIES: &[&str] = &[
    "carry",
    "transport",
    "bring",
    "haul",
    "ferry",
    "load",
    "unload",
    "fly",
    "ship",
];

/// Something given: its description, its designation, how many.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub weapon: Weapon,
    pub span: Span,
    /// The head noun's token.
    pub token: usize,
    pub quantity: Option<Slot<Quantity>>,
    /// A state named as owner or by adjective before the noun: "Russian helicopters", and not "Russian-made".
    pub of_state: Option<(String, Span)>,
    /// States that make the designated weapon.
    pub makers: Vec<String>,
    /// Named by the phrase itself, not by a pronoun.
    pub why: Option<String>,
    /// "The", "these", "both": points back to arms already spoken of.
    pub definite: bool,
    /// Only a word with a common civil sense speaks for it.
    pub risky: bool,
}

impl Item {
    pub fn slot(&self) -> Slot<Weapon> {
        match &self.why {
            None => Slot::stated(self.weapon.clone(), self.span),
            Some(why) => Slot::inferred(self.weapon.clone(), why.clone()),
        }
    }

    /// "The aircraft" are those named before by their designation.
    pub fn stand_for(&mut self, named: Item) {
        self.why = Some(format!(
            "\"{}\" stands for \"{}\" before it",
            self.weapon.description, named.weapon.description
        ));
        self.weapon = named.weapon;
        self.makers = named.makers;
    }

    /// Are the two the same thing as far as they say: one designation, or one category when either has none?
    pub fn same(&self, other: &Weapon) -> bool {
        match (&self.weapon.designation, &other.designation) {
            (Some(a), Some(b)) => a == b,
            _ => self.weapon.category == other.category,
        }
    }
}

impl Scene<'_> {
    /// The arms that the noun phrase headed by `token` names.
    pub fn item(&self, line: usize, token: usize) -> Option<Item> {
        self.item_at(line, token, 0)
    }

    /// "ahead of the F-16 and the Gripen", "instead of Boeing's jets": named, but not chosen.
    pub fn is_passed_over(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let listed = std::iter::successors(Some(token), |&token| {
            tree.head(token).filter(|_| tree.base(token) == "conj")
        });
        let first = listed.take(8).last().unwrap_or(token);
        // Back over articles and owners to the preposition.
        let mut start = tree.phrase(first).0;
        let inside = |at: usize| {
            matches!(tree.base(at), "det" | "nmod" | "amod" | "nummod" | "compound")
                || tree.form(at) == "'s"
                || tree.form(at) == "’s"
        };
        while start > 0 && inside(start - 1) {
            start -= 1;
        }
        let word = |back: usize| start.checked_sub(back).map(|at| tree.form(at).to_lowercase());
        matches!(
            (word(2).as_deref(), word(1).as_deref()),
            (Some("ahead" | "instead"), Some("of")) | (Some("rather"), Some("than"))
        )
    }

    fn item_at(&self, line: usize, token: usize, depth: usize) -> Option<Item> {
        let tree = self.tree(line);
        if depth > 3 || !(tree.is_nominal(token) || tree.tag(token) == Tag::Adj || tree.tag(token) == Tag::X) {
            return None;
        }
        let (first, last) = tree.phrase(token);
        let designated = self.designated(line, first, last, token);
        let kind = self.kind_phrase(line, first, token);
        let lemma = tree.lemma(token).to_lowercase();
        // "a batch of tanks", "eight of the jets".
        let holds = self.vocabulary.nouns.is(NounClass::Container, &lemma) || tree.tag(token) == Tag::Num;
        if designated.is_none() && kind.as_ref().is_none_or(|(_, risky)| *risky) && holds || lemma == "worth" {
            let inner = tree.children(token).filter(|&child| child > token).find_map(|child| {
                let of = tree
                    .preposition(child)
                    .is_some_and(|preposition| matches!(preposition.as_str(), "of" | "in"));
                of.then(|| self.item_at(line, child, depth + 1)).flatten()
            });
            if let Some(mut inner) = inner {
                let outer = if tree.tag(token) == Tag::Num {
                    self.count_at(line, token)
                } else {
                    self.quantity(line, first, token)
                };
                inner.quantity = outer.or(inner.quantity);
                return Some(inner);
            }
        }
        let (designation, category, span, makers, risky) = match (designated, kind) {
            // What only the model takes for a weapon needs an article that speaks of arms.
            (Some(found), None)
                if found.category.is_none() && (!self.is_military() || self.is_partner(line, token)) =>
            {
                return None;
            }
            (Some(found), kind) => {
                // "THAAD batteries" are air-defence systems, "THAAD interceptors" missiles: the noun that follows is nearer than the table.
                let said = kind.as_ref().filter(|(category, risky)| match category {
                    Category::Unspecified | Category::Other => false,
                    // "Missile" alone is a risky word; behind a designation it is none.
                    Category::Missiles => true,
                    _ => !risky,
                });
                let category = said
                    .map(|(category, _)| *category)
                    .or(found.category)
                    .or(kind.as_ref().map(|(category, _)| *category))
                    .unwrap_or(Category::Other);
                (
                    Some(found.designation),
                    category,
                    found.span,
                    found.makers,
                    found.risky && kind.is_none(),
                )
            }
            (None, Some((category, risky))) => {
                (None, category, self.phrase_span(line, first, token), Vec::new(), risky)
            }
            (None, None) => return None,
        };
        let tokens = &self.lines[line].sentence.tokens;
        let whole = tokens[first].span.cover(tokens[token].span).cover(span);
        let definite = tree.children(token).any(|child| {
            matches!(tree.base(child), "det" | "nmod")
                && matches!(
                    tree.lemma(child).to_lowercase().as_str(),
                    "the" | "this" | "that" | "these" | "those" | "both" | "all" | "its" | "their"
                )
        });
        Some(Item {
            weapon: Weapon {
                designation,
                description: self
                    .article
                    .slice(self.phrase_span(line, first, token).cover(span))
                    .to_owned(),
                category,
            },
            span: if !span.is_empty() { span } else { whole },
            token,
            quantity: self
                .quantity(line, first, token)
                .or_else(|| self.number_above(line, token))
                .or_else(|| self.single(line, token, category)),
            of_state: self.item_state(line, token, first),
            makers,
            why: None,
            definite,
            risky,
        })
    }

    /// The phrase behind its numbers and determiners.
    fn phrase_span(&self, line: usize, first: usize, head: usize) -> Span {
        let tree = self.tree(line);
        let tokens = &self.lines[line].sentence.tokens;
        // "at least four fighters", but "155 mm shells": a measure is no count.
        let counts = |token: usize| {
            tree.base(token) == "nummod"
                && tree.head(token) == Some(head)
                && !matches!(tree.form(token + 1).to_lowercase().as_str(), "mm" | "-" | "cm" | "inch")
        };
        let first = (first..head)
            .rev()
            .find(|&token| counts(token))
            .map_or(first, |count| count + 1);
        let begin = (first..=head)
            .find(|&token| {
                !matches!(
                    tree.tag(token),
                    Tag::Num | Tag::Det | Tag::Sym | Tag::Adv | Tag::Adp | Tag::Punct | Tag::Pron
                ) && !matches!(tree.relation(token), "nummod" | "nmod:poss")
            })
            .unwrap_or(head);
        // "A 58-metre patrol vessel": a measure joined by a hyphen is part of it.
        let measured = begin > 1 && tree.form(begin - 1) == "-" && tree.tag(begin - 2) == Tag::Num;
        let begin = if measured { begin - 2 } else { begin };
        tokens[begin.min(head)].span.cover(tokens[head].span)
    }

    /// "A contract with Ocea of Les Sables-d'Olonne": with whom, whatever the model takes the name for.
    fn is_partner(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let is_deal = |noun: usize| self.vocabulary.is_deal(tree.lemma(noun));
        let signed = |verb: usize| tree.child(verb, "obj").is_some_and(is_deal);
        let mut up =
            std::iter::successors(Some(token), |&at| tree.head(at).filter(|_| tree.base(at) == "nmod")).take(4);
        up.any(|at| {
            let head = tree
                .head(at)
                .filter(|_| tree.preposition(at).as_deref() == Some("with"));
            head.is_some_and(|head| is_deal(head) || signed(head))
        })
    }

    /// A designation inside the phrase, in its apposition, or right behind it.
    fn designated(&self, line: usize, first: usize, last: usize, head: usize) -> Option<DesignationAt> {
        if let Some(found) = self.designation_in(line, first, last.max(head)) {
            return Some(found);
        }
        let tree = self.tree(line);
        tree.children(head)
            .filter(|&child| child > head && matches!(tree.base(child), "appos" | "flat" | "dep" | "nmod"))
            .filter(|&child| {
                tree.base(child) != "nmod" || tree.preposition(child).is_none_or(|preposition| preposition == "of")
            })
            .filter(|&child| tree.base(child) != "nmod" || tree.tag(child) == Tag::Propn)
            .find_map(|child| {
                let (first, last) = tree.phrase(child);
                self.designation_in(line, first.max(head + 1), last.max(child))
            })
    }

    fn designation_in(&self, line: usize, first: usize, last: usize) -> Option<DesignationAt> {
        let sentence = self.lines[line].sentence;
        let tokens = &sentence.tokens;
        for begin in first..=last {
            for end in (begin..=last.min(begin + 5)).rev() {
                let span = tokens[begin].span.cover(tokens[end].span);
                let written = self.article.slice(span);
                if !starts_like_a_name(written) || written.contains(['(', ')', ',']) {
                    continue;
                }
                // A generic noun behind the name is no part of it, unless only the two together are a name: "Joint Direct Attack Munition".
                let weapons = &self.vocabulary.weapons;
                let generic = end > begin && weapons.kind(&self.tree(line).lemma(end).to_lowercase()).is_some();
                if generic {
                    let shorter = |stop: usize| self.article.slice(tokens[begin].span.cover(tokens[stop].span));
                    let named = |stop: usize| weapons.designated(shorter(stop)).is_some();
                    if !weapons.is_listed(written) || (begin..end).any(named) {
                        continue;
                    }
                }
                let Some(mut found) = self.vocabulary.weapons.designated(written) else {
                    continue;
                };
                // "Terminal High Altitude Area Defense (THAAD)": the short form in brackets is what the press goes on with.
                if let Some(short) = self
                    .short_form(line, end)
                    .and_then(|short| self.vocabulary.weapons.designated(short))
                {
                    found = short;
                }
                // A name that is also a word counts where the phrase goes on with a noun for arms, or the model reads a weapon.
                if found.risky && !self.among_arms(line, begin, end) {
                    continue;
                }
                let mut makers = found.entry.maker.clone();
                makers.dedup();
                return Some(DesignationAt {
                    designation: found.designation,
                    category: Some(found.entry.category),
                    span,
                    makers,
                    risky: found.risky,
                });
            }
        }
        // No row knows it, but the model reads a weapon.
        let name = sentence
            .names
            .iter()
            .find(|name| name.label == Label::Weapon && name.tokens.start >= first && name.tokens.end <= last + 1)?;
        let written = self.article.slice(name.span);
        if !starts_like_a_name(written) || self.is_state_or_person(line, name.tokens.start) {
            return None;
        }
        let singular = written
            .strip_suffix('s')
            .filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase()));
        Some(DesignationAt {
            designation: singular.unwrap_or(written).to_owned(),
            category: None,
            span: name.span,
            makers: Vec::new(),
            risky: false,
        })
    }

    /// The capitals in brackets right behind `end`.
    fn short_form(&self, line: usize, end: usize) -> Option<&str> {
        let tree = self.tree(line);
        let open = (end + 1..(end + 4).min(tree.len())).find(|&token| tree.form(token) == "(")?;
        let close = (open + 2..(open + 7).min(tree.len())).find(|&token| tree.form(token) == ")")?;
        let tokens = &self.lines[line].sentence.tokens;
        let short = self.article.slice(tokens[open + 1].span.cover(tokens[close - 1].span));
        (short.chars().filter(|c| c.is_uppercase()).count() > 1 && !short.contains(' ')).then_some(short)
    }

    fn is_state_or_person(&self, line: usize, token: usize) -> bool {
        self.mention(line, token)
            .is_some_and(|mention| mention.meanings.iter().any(|meaning| meaning.kind != NameKind::City))
    }

    /// Does a noun for arms follow, or does the model read a weapon here?
    fn among_arms(&self, line: usize, begin: usize, end: usize) -> bool {
        let sentence = self.lines[line].sentence;
        let named = sentence
            .names
            .iter()
            .any(|name| name.label == Label::Weapon && name.tokens.contains(&begin));
        let tree = self.tree(line);
        let followed = (end + 1..(end + 6).min(tree.len())).any(|token| {
            tree.tag(token) == Tag::Noun
                && self
                    .vocabulary
                    .weapons
                    .kind(&tree.lemma(token).to_lowercase())
                    .is_some()
        });
        // In an article that speaks of arms a capitalised Leopard is no cat.
        let other = sentence
            .names
            .iter()
            .any(|name| name.label != Label::Weapon && name.tokens.contains(&begin));
        let proper = tree.tag(begin) == Tag::Propn && tree.form(begin).len() > 3 && !other && begin > 0;
        named || followed || proper && self.is_military()
    }

    /// Does the article speak of arms in words that have no other sense?
    pub fn is_military(&self) -> bool {
        self.lines.iter().any(|line| {
            line.sentence.names.iter().any(|name| name.label == Label::Weapon)
                || line.sentence.tokens.iter().any(|token| {
                    self.vocabulary
                        .weapons
                        .kind(&token.lemma.to_lowercase())
                        .is_some_and(|kind| !kind.risky)
                })
        })
    }

    /// The longest noun for arms that ends at `head` and begins no earlier than `first`: its category, and whether it is risky.
    fn kind_phrase(&self, line: usize, first: usize, head: usize) -> Option<(Category, bool)> {
        let tree = self.tree(line);
        let lower: Vec<String> = (first..=head).map(|token| tree.form(token).to_lowercase()).collect();
        let lemma = tree.lemma(head).to_lowercase();
        let mut best: Option<(Category, bool)> = None;
        for begin in 0..lower.len() {
            for last in [lemma.as_str(), lower[lower.len() - 1].as_str()] {
                let mut words: Vec<&str> = lower[begin..lower.len() - 1].iter().map(String::as_str).collect();
                words.push(last);
                for joined in [words.join(" ").replace(" - ", "-"), words.join(" ").replace(" - ", " ")] {
                    if let Some(kind) = self.vocabulary.weapons.kind(&joined) {
                        return Some((
                            self.better(kind.category, kind.risky, line, first, head),
                            kind.risky && begin == lower.len() - 1,
                        ));
                    }
                }
            }
        }
        // "counter-drone mobile warfare stations": the head is a general noun, a word before it says what it is.
        if tree.tag(head) == Tag::Noun && self.vocabulary.nouns.is(NounClass::General, &lemma) {
            for begin in 0..lower.len().saturating_sub(1) {
                for end in (begin..lower.len() - 1).rev() {
                    let joined = lower[begin..=end].join(" ").replace(" - ", "-");
                    best = best.or_else(|| {
                        self.vocabulary
                            .weapons
                            .modifier(&joined)
                            .map(|category| (category, false))
                    });
                }
            }
        }
        best
    }

    /// An unspecified or risky noun takes the category of a plainer noun before it: "missile boats" is in the table, "anti-tank weapons" says missiles.
    fn better(&self, category: Category, risky: bool, line: usize, first: usize, head: usize) -> Category {
        if category != Category::Unspecified || risky {
            return category;
        }
        let tree = self.tree(line);
        for token in first..head {
            if tree.tag(token) == Tag::Noun
                && let Some(kind) = self.vocabulary.weapons.kind(&tree.lemma(token).to_lowercase())
                && kind.category != Category::Unspecified
                && !kind.risky
            {
                return kind.category;
            }
        }
        category
    }

    /// A state that owns or marks the item, unless it only made it.
    fn item_state(&self, line: usize, token: usize, first: usize) -> Option<(String, Span)> {
        for at in first..token {
            let Some(mention) = self.mention(line, at) else {
                continue;
            };
            let made = self.is_of_make(line, mention);
            if !made && let Some(code) = self.state_of(mention.meanings, &[NameKind::State, NameKind::Demonym]) {
                return Some((code.to_owned(), mention.span));
            }
        }
        None
    }

    /// "Soviet-made", "US-supplied": says where arms come from, not whose they are.
    pub fn is_of_make(&self, line: usize, mention: &Mention<'_>) -> bool {
        let tree = self.tree(line);
        let word = |token: usize| {
            if token < tree.len() {
                tree.form(token).to_lowercase()
            } else {
                String::new()
            }
        };
        let next = mention.tokens.end + usize::from(word(mention.tokens.end) == "-");
        matches!(
            word(next).as_str(),
            "made"
                | "built"
                | "designed"
                | "origin"
                | "manufactured"
                | "produced"
                | "developed"
                | "era"
                | "style"
                | "assembled"
                | "flagged"
                | "registered"
        ) || next > mention.tokens.end
            && matches!(word(next).as_str(), "supplied" | "donated" | "delivered" | "provided")
    }

    /// "An Ilyushin carried the arms", "the vessel that brought them": what carries is not what is carried.
    fn carries(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let verb = tree.head(token).filter(|_| tree.base(token) == "nsubj");
        verb.is_some_and(|verb| CARRIES.contains(&tree.lemma(verb)) && tree.child(verb, "obj").is_some())
    }

    /// The arms named by the phrase that `token` is part of: by its name's head word, by itself, or by the noun it stands before.
    pub fn item_near(&self, line: usize, token: usize) -> Option<Item> {
        let tree = self.tree(line);
        let name = self.lines[line]
            .sentence
            .names
            .iter()
            .find(|name| name.tokens.contains(&token));
        let named = name.and_then(|name| {
            name.tokens
                .clone()
                .find(|&token| tree.head(token).is_none_or(|head| !name.tokens.contains(&head)))
        });
        let mut candidates: Vec<usize> = named.into_iter().chain([token]).collect();
        let mut at = token;
        for _ in 0..2 {
            let inside = matches!(
                tree.base(at),
                "compound" | "flat" | "amod" | "nummod" | "appos" | "nmod"
            );
            let Some(head) = tree.head(at).filter(|&head| inside && tree.is_nominal(head)) else {
                break;
            };
            candidates.push(head);
            at = head;
        }
        let items: Vec<Item> = candidates
            .into_iter()
            .filter_map(|token| self.item(line, token))
            .collect();
        let designated = items.iter().position(|item| item.weapon.designation.is_some());
        items.into_iter().nth(designated.unwrap_or(0))
    }
}

impl Scene<'_> {
    /// The arms named last before `token`, within a few sentences: nearest first.
    pub fn items_before(&self, line: usize, token: usize) -> Vec<Item> {
        let mut found: Vec<Item> = Vec::new();
        for at in (line.saturating_sub(4)..=line).rev() {
            if self.is_headline(at) && at != line {
                continue;
            }
            let tree = self.tree(at);
            let end = if at == line { token } else { tree.len() };
            for candidate in (0..end).rev() {
                if !matches!(tree.tag(candidate), Tag::Noun | Tag::Propn)
                    || matches!(tree.base(candidate), "compound" | "flat" | "amod" | "nmod:desc")
                {
                    continue;
                }
                if let Some(item) = self.item(at, candidate)
                    && item.weapon.category != Category::Unspecified
                    && (item.weapon.designation.is_some() || !item.risky)
                    && !self.carries(at, candidate)
                    && !found.iter().any(|known| known.weapon == item.weapon)
                {
                    found.push(item);
                }
            }
        }
        found
    }
}

impl Scene<'_> {
    /// Does the article name no other designation of its category?
    pub fn is_only_of_its_kind(&self, item: &Item) -> bool {
        let named = self.named.get_or_init(|| {
            let tokens =
                (0..self.lines.len()).flat_map(|line| (0..self.tree(line).len()).map(move |token| (line, token)));
            tokens
                .filter(|&(line, token)| matches!(self.tree(line).tag(token), Tag::Noun | Tag::Propn))
                .filter_map(|(line, token)| self.item(line, token))
                .filter_map(|item| Some((item.weapon.category, item.weapon.designation?)))
                .collect()
        });
        let own = item.weapon.designation.as_ref();
        named
            .iter()
            .all(|(category, designation)| *category != item.weapon.category || own == Some(designation))
    }
}

/// Can a general word of category `general` stand for arms of `special`? "The aircraft" may be drones, "the drones" munitions that loiter, "the systems" anything.
pub fn stands_for(general: Category, special: Category) -> bool {
    general == special
        || matches!(
            (general, special),
            (Category::Aircraft, Category::UncrewedAircraft)
                | (Category::UncrewedAircraft, Category::Missiles | Category::Ammunition)
                | (Category::Unspecified, _)
                | (Category::Other, _)
                | (Category::AirDefence, Category::Missiles)
                | (Category::Missiles, Category::AirDefence)
        )
}

struct DesignationAt {
    designation: String,
    category: Option<Category>,
    span: Span,
    makers: Vec<String>,
    risky: bool,
}

/// A designation begins with a capital or a digit and has more than a number.
fn starts_like_a_name(written: &str) -> bool {
    let first = written.chars().next();
    first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || c == '“' || c == '"')
        && written.chars().any(char::is_alphabetic)
}
