//! What do the tree and the vocabulary know of each word, before the finder reads it?
//!
//! The finder is a small network that has seen some thousand passages; these clues are what it need not learn: the word's tag and relation,
//! the name it is part of, whether the tables know it as a party, as arms, or as a word that moves a transfer, and the path between two
//! words in the tree. They are words here and numbers only in [`crate::finder`]; training reads the same words from
//! `examples/clues.rs`.

use crate::scene::Scene;
use crate::syntax::Tree;
use crate::vocabulary::{Frame, NameKind, Part, Saying};

/// How many clues a word has.
pub const CLUES: usize = 6;
/// What the clues are called in labels.json.
pub const NAMES: [&str; CLUES] = ["tag", "relation", "name", "party", "arms", "says"];
/// A path between two words has at most this many steps.
const LONGEST: usize = 4;

/// The clues of one word, in the order of [`NAMES`]; empty where there is none.
pub type Clues = [String; CLUES];

impl Scene<'_> {
    pub fn clues(&self, line: usize) -> Vec<Clues> {
        let tree = self.tree(line);
        let mut clues: Vec<Clues> = (0..tree.len())
            .map(|token| {
                [
                    format!("{:?}", tree.tag(token)).to_lowercase(),
                    relation(&tree, token),
                    String::new(),
                    self.party_clue(line, token).to_owned(),
                    self.arms_clue(line, token).to_owned(),
                    self.says_clue(line, token),
                ]
            })
            .collect();
        for name in &self.lines[line].sentence.names {
            for token in name.tokens.clone() {
                clues[token][2] = format!("{:?}", name.label).to_lowercase();
            }
        }
        self.designation_clues(line, &mut clues);
        clues
    }

    fn party_clue(&self, line: usize, token: usize) -> &'static str {
        let Some(mention) = self.mention(line, token) else {
            return "";
        };
        let has = |kind: NameKind| mention.meanings.iter().any(|meaning| meaning.kind == kind);
        [
            (NameKind::State, "state"),
            (NameKind::Demonym, "demonym"),
            (NameKind::Seat, "seat"),
            (NameKind::Leader, "leader"),
            (NameKind::Company, "company"),
            (NameKind::Group, "group"),
            (NameKind::Outlet, "outlet"),
            (NameKind::Organisation, "organisation"),
            (NameKind::City, "city"),
        ]
        .into_iter()
        .find(|(kind, _)| has(*kind))
        .map_or("", |(_, name)| name)
    }

    fn arms_clue(&self, line: usize, token: usize) -> &'static str {
        let tree = self.tree(line);
        let lemma = tree.lemma(token).to_lowercase();
        let weapons = &self.vocabulary.weapons;
        let pair = || {
            let before = token.checked_sub(1)?;
            weapons.kind(&format!("{} {lemma}", tree.form(before).to_lowercase()))
        };
        match weapons.kind(&lemma).or_else(pair) {
            Some(kind) if kind.risky => "risky",
            Some(kind) if kind.category == attache_model::Category::Unspecified => "general",
            Some(_) => "noun",
            None if weapons.modifier(&lemma).is_some() => "modifier",
            None => "",
        }
    }

    /// Words of up to five tokens that the table of weapons knows.
    fn designation_clues(&self, line: usize, clues: &mut [Clues]) {
        let tokens = &self.lines[line].sentence.tokens;
        let mut begin = 0;
        while begin < tokens.len() {
            let found = (begin..tokens.len().min(begin + 5)).rev().find_map(|end| {
                let written = self.article.slice(tokens[begin].span.cover(tokens[end].span));
                let named = written.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                    && written.contains(char::is_alphabetic);
                let found = self.vocabulary.weapons.designated(written).filter(|_| named)?;
                Some((end, if found.risky { "perhaps" } else { "designation" }))
            });
            match found {
                Some((end, clue)) => {
                    clues[begin..=end].iter_mut().for_each(|word| word[4] = clue.to_owned());
                    begin = end + 1;
                }
                None => begin += 1,
            }
        }
    }

    /// What the tables of triggers, governors, reports and hedges say of the word.
    fn says_clue(&self, line: usize, token: usize) -> String {
        let tree = self.tree(line);
        let part = match tree.tag(token) {
            attache_language::Tag::Verb | attache_language::Tag::Aux => Part::Verb,
            attache_language::Tag::Noun | attache_language::Tag::Propn => Part::Noun,
            attache_language::Tag::Adj => Part::Adj,
            attache_language::Tag::Adv => Part::Adv,
            _ => return String::new(),
        };
        let lemma = tree.lemma(token).to_lowercase();
        let vocabulary = self.vocabulary;
        let follows = |row: &str| {
            row.split(' ')
                .skip(1)
                .enumerate()
                .all(|(at, word)| token + 1 + at < tree.len() && tree.form(token + 1 + at).eq_ignore_ascii_case(word))
        };
        if let Some(row) = vocabulary
            .triggers
            .starting(&lemma, part)
            .find(|row| follows(&row.lemma))
        {
            let frame = match row.frame {
                Frame::Give => "give",
                Frame::Get => "get",
                Frame::Equip => "equip",
                Frame::Deal => "deal",
                Frame::Swap => "swap",
            };
            return format!("{frame} {}", row.stage);
        }
        if let Some(row) = vocabulary
            .governors
            .starting(&lemma, part)
            .find(|row| follows(&row.lemma))
        {
            return format!("governs {}", row.stage.map_or("", |stage| stage.as_str()));
        }
        if let Some(report) = vocabulary.reporting.verb(&lemma).filter(|_| part == Part::Verb) {
            let saying = match report.saying {
                Saying::Say => "say",
                Saying::Deny => "deny",
                Saying::Suppose => "suppose",
            };
            return saying.to_owned();
        }
        match vocabulary.hedges.certainty(&lemma, part) {
            Some(certainty) => format!("hedge {certainty}"),
            None => String::new(),
        }
    }
}

/// The basic relation, with the preposition of an oblique or a noun's complement.
fn relation(tree: &Tree<'_>, token: usize) -> String {
    let base = tree.base(token);
    match tree.preposition(token) {
        Some(preposition) if matches!(base, "obl" | "nmod") => format!("{base} {preposition}"),
        _ if tree.relation(token) == "nsubj:pass" => "nsubj:pass".to_owned(),
        _ => base.to_owned(),
    }
}

/// The way from one word of a sentence to another through the tree: relations climbed with `^`, relations gone down with `/`.
pub fn path(tree: &Tree<'_>, from: usize, to: usize) -> String {
    let climb = |token: usize| {
        let mut chain = vec![token];
        while chain.len() <= LONGEST
            && let Some(head) = chain.last().and_then(|&token| tree.head(token))
        {
            chain.push(head);
        }
        chain
    };
    let (up, down) = (climb(from), climb(to));
    for steps in 0..=LONGEST {
        for a in 0..=steps {
            let b = steps - a;
            if a < up.len() && b < down.len() && up[a] == down[b] {
                let mut path: String = up[..a].iter().map(|&token| format!("{}^", tree.base(token))).collect();
                path.extend(down[..b].iter().rev().map(|&token| format!("/{}", tree.base(token))));
                return if path.is_empty() { "=".to_owned() } else { path };
            }
        }
    }
    "~".to_owned()
}

/// Two words of different sentences: how far apart, and in which direction.
pub fn distance(from: usize, to: usize) -> &'static str {
    match to.abs_diff(from) {
        0 => "~",
        1 if to < from => "-1",
        2 if to < from => "-2",
        3 | 4 if to < from => "-3",
        _ if to < from => "-5",
        1 => "+1",
        2 => "+2",
        _ => "+3",
    }
}
