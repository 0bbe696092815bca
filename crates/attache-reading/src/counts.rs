//! How many, and for how much?

use attache_language::numbers::{self, Number};
use attache_language::{Label, NumberUnit, Tag};
use attache_model::{Category, Money, Quantity, Slot, Span};

use crate::scene::Scene;
use crate::vocabulary::Part;

/// Nouns that are numbers: "a dozen tanks".
const NUMBER_NOUNS: &[&str] = &["dozen", "hundred", "thousand", "score", "pair", "couple"];

/// One of several: "the first of two frigates".
const ONE_OF: &[&str] = &["first", "second", "third", "fourth", "fifth", "last", "final", "latest"];

/// Behind a sum they say that it is the price of one.
const APIECE: &[&str] = &["each", "apiece", "per ", "a piece", "a copy", "a unit"];

impl Scene<'_> {
    /// The number that counts the phrase's head.
    pub fn quantity(&self, line: usize, first: usize, head: usize) -> Option<Slot<Quantity>> {
        let tree = self.tree(line);
        let sentence = self.lines[line].sentence;
        let tokens = &sentence.tokens;
        let counting = |token: usize| {
            matches!(
                tree.tag(token),
                Tag::Num | Tag::Adv | Tag::Adj | Tag::Adp | Tag::Sym | Tag::Det | Tag::Noun | Tag::Sconj
            )
        };
        let begin = (first.saturating_sub(4)..=first)
            .rev()
            .take_while(|&token| token == first || counting(token) && !self.is_particle(line, token))
            .last()
            .unwrap_or(first);
        let numeric: Vec<usize> = tree
            .children(head)
            .filter(|&child| tree.base(child) == "nummod" || tree.tag(child) == Tag::Num && child < head)
            .chain((first..head).filter(|&token| tree.tag(token) == Tag::Num))
            .chain(std::iter::once(head).filter(|&head| NUMBER_NOUNS.contains(&tree.lemma(head))))
            .collect();
        // The digits of a designation are no count.
        let in_name = |number: &Number| {
            sentence.names.iter().any(|name| {
                name.label == Label::Weapon && name.span.overlaps(number.span) && name.span.start < number.span.start
            })
        };
        numbers::find(&self.article.text, tokens[begin].span.cover(tokens[head].span))
            .into_iter()
            .filter(|number| number.value.fract() == 0.0 && !in_name(number))
            .filter(|number| numeric.iter().any(|&token| tokens[token].span.overlaps(number.span)))
            .find_map(count)
    }

    /// "Handed over the first of two frigates": one of those that the phrase counts.
    pub fn one_of(&self, line: usize, token: usize) -> Option<Slot<Quantity>> {
        let tree = self.tree(line);
        let head = tree.head(token).filter(|&head| ONE_OF.contains(&tree.lemma(head)))?;
        let of = head < token && tree.preposition(token).as_deref() == Some("of");
        of.then(|| Slot::stated(Quantity::exact(1), self.lines[line].sentence.tokens[head].span))
    }

    /// "14 of its own Leopards": the number that the phrase hangs on.
    pub fn number_above(&self, line: usize, token: usize) -> Option<Slot<Quantity>> {
        let tree = self.tree(line);
        let head = tree.head(token).filter(|&head| tree.tag(head) == Tag::Num)?;
        let of = tree.base(token) == "nmod" && head < token && tree.lemma(head + 1) == "of";
        of.then(|| self.count_at(line, head)).flatten()
    }

    /// "a submarine", "an air defence system": one of something that is counted singly.
    pub fn single(&self, line: usize, head: usize, category: Category) -> Option<Slot<Quantity>> {
        let tree = self.tree(line);
        let counted = matches!(
            category,
            Category::Ships | Category::Aircraft | Category::AirDefence | Category::Satellites
        );
        let article = tree
            .children(head)
            .find(|&child| tree.base(child) == "det" && matches!(tree.lemma(child), "a" | "an"))?;
        let singular = tree.tag(head) == Tag::Noun && tree.form(head).to_lowercase() == tree.lemma(head);
        (counted && singular).then(|| Slot::stated(Quantity::exact(1), self.lines[line].sentence.tokens[article].span))
    }

    /// The number at `token` itself: "received six".
    pub fn count_at(&self, line: usize, token: usize) -> Option<Slot<Quantity>> {
        let first = self.tree(line).phrase(token).0;
        self.quantity(line, first, token).or_else(|| {
            let tokens = &self.lines[line].sentence.tokens;
            let begin = (token.saturating_sub(3)..token)
                .rev()
                .take_while(|&before| !self.is_particle(line, before))
                .last()
                .unwrap_or(token);
            let within = tokens[begin].span.cover(tokens[token].span);
            numbers::find(&self.article.text, within)
                .into_iter()
                .find(|number| number.span.overlaps(tokens[token].span))
                .and_then(count)
        })
    }

    /// "Handed over 14" are not more than 14: the word belongs to the verb before it.
    fn is_particle(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let verb = token.checked_sub(1).map(|before| tree.lemma(before).to_lowercase());
        verb.is_some_and(|verb| {
            let whole = format!("{verb} {}", tree.form(token));
            self.vocabulary
                .triggers
                .starting(&verb, Part::Verb)
                .any(|row| row.lemma == whole)
        })
    }

    /// The first sum within a span that is not the price of one.
    pub fn money(&self, within: Span) -> Option<Slot<Money>> {
        let text = &self.article.text;
        let apiece = |number: &Number| {
            let after = text[number.span.end..within.end].trim_start();
            APIECE.iter().any(|word| after.starts_with(word))
        };
        numbers::find(text, within)
            .into_iter()
            .filter(|number| !apiece(number))
            .find_map(sum)
    }

    /// "two deals valued at $5.3 billion": does the sum hang on a noun for more than one deal?
    pub fn is_of_several(&self, sum: Span) -> bool {
        let Some(line) = self.line_of(sum) else {
            return false;
        };
        let tree = self.tree(line);
        std::iter::successors(tree.first_in(sum), |&token| tree.head(token))
            .take(6)
            .find(|&token| {
                tree.is_nominal(token)
                    && self
                        .vocabulary
                        .triggers
                        .starting(tree.lemma(token), Part::Noun)
                        .next()
                        .is_some()
            })
            .is_some_and(|deal| {
                let plural = !tree.form(deal).eq_ignore_ascii_case(tree.lemma(deal));
                plural && tree.child(deal, "nummod").is_some()
            })
    }

    /// The sum that `token` is part of.
    pub fn money_at(&self, line: usize, token: usize) -> Option<Slot<Money>> {
        let sentence = self.lines[line].sentence;
        numbers::find(&self.article.text, sentence.span)
            .into_iter()
            .filter(|number| number.span.overlaps(sentence.tokens[token].span))
            .find_map(sum)
    }
}

fn count(number: Number) -> Option<Slot<Quantity>> {
    let counts = number.unit == NumberUnit::Count && number.value >= 1.0;
    counts.then(|| {
        let quantity = Quantity {
            value: number.value as u64,
            high: number.high.map(|high| high as u64),
            bound: number.bound,
        };
        Slot::stated(quantity, number.span)
    })
}

fn sum(number: Number) -> Option<Slot<Money>> {
    let NumberUnit::Money(currency) = number.unit else {
        return None;
    };
    number.value.is_finite().then(|| {
        let money = Money {
            amount: number.value,
            high: number.high,
            currency,
            bound: number.bound,
        };
        Slot::stated(money, number.span)
    })
}
