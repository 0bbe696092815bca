//! Who speaks where a sentence says so by a pronoun, by a noun that no table knows, or not at all?
//!
//! "He said", "the same document says" point to who or what was cited before; a sentence of a running quotation belongs to whoever is named
//! around it.

use attache_language::{Label, Tag};
use attache_model::{Source, SourceKind, Span};

use crate::attribution::Told;
use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::NounClass;

/// How far back a pronoun points, in sentences.
const REACH: usize = 4;
const OPENS: &[char] = &['“', '"'];

impl Scene<'_> {
    /// Whoever speaks is a source, also where no table knows what to call them.
    pub fn speaker(&self, line: usize, token: usize) -> Option<Source> {
        let tree = self.tree(line);
        if !tree.is_nominal(token) || tree.tag(token) == Tag::Pron || tree.lemma(token).is_empty() {
            return None;
        }
        let tokens = &self.lines[line].sentence.tokens;
        let (first, last) = tree.phrase(token);
        let span = tokens[first].span.cover(tokens[last].span);
        let name = self.article.slice(span);
        // "Nkala said": the article has called him Enos Nkala.
        if tree.tag(token) == Tag::Propn
            && let Some(person) = self.person_called(line, tree.form(token))
        {
            return Some(person);
        }
        let kind = match tree.tag(token) {
            Tag::Propn => SourceKind::Official,
            _ => SourceKind::Unnamed,
        };
        let counts = name.chars().any(char::is_alphabetic);
        counts.then(|| Source {
            name: name.to_owned(),
            kind,
            span: Some(span),
            parallel: false,
        })
    }

    /// A person whose last name this is.
    fn person_called(&self, line: usize, last: &str) -> Option<Source> {
        (0..=line).find_map(|at| {
            let mut names = self.lines[at].sentence.names.iter();
            let name = names.find(|name| {
                let full = self.article.slice(name.span);
                name.label == Label::Person && full.len() > last.len() && full.rsplit(' ').next() == Some(last)
            })?;
            self.person(at, name.span)
        })
    }

    /// The person whose name stands at `span`, by their full name and what the article called them.
    fn person(&self, line: usize, span: Span) -> Option<Source> {
        Some(Source {
            name: self.full_name(line, span),
            kind: self.person_kind(line, span).unwrap_or(SourceKind::Person),
            span: Some(span),
            parallel: false,
        })
    }

    /// Is it a document, a picture, a number that shows something rather than somebody who speaks?
    pub fn is_thing(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let kind = self.source_noun(tree.lemma(token));
        let person = self.lines[line]
            .sentence
            .names
            .iter()
            .any(|name| name.tokens.contains(&token));
        let pronoun = tree.tag(token) == Tag::Pron;
        let showing = |verb: usize| {
            matches!(
                tree.lemma(verb),
                "show"
                    | "indicate"
                    | "suggest"
                    | "reveal"
                    | "document"
                    | "detail"
                    | "describe"
                    | "find"
                    | "learn"
                    | "publish"
            )
        };
        matches!(kind, Some(SourceKind::Document | SourceKind::Data))
            || kind.is_none() && !person && !pronoun && tree.head(token).is_some_and(showing)
    }

    /// "He said", "it added", "they claimed": the speaker of that kind who was heard last, else the person who was named last.
    pub fn pronoun_source(&self, line: usize, token: usize) -> Option<Source> {
        let tree = self.tree(line);
        let word = tree.lemma(token).to_lowercase();
        let fits = |heard: &Heard| match word.as_str() {
            "he" | "she" => heard.single && !heard.thing,
            "it" => heard.thing,
            "they" => !heard.single,
            _ => false,
        };
        if !matches!(word.as_str(), "he" | "she" | "it" | "they") {
            return None;
        }
        let personal = matches!(word.as_str(), "he" | "she");
        for at in (line.saturating_sub(REACH)..=line).rev() {
            let before = |heard: &Heard| at < line || heard.token < token;
            if let Some(heard) = self
                .heard(at)
                .into_iter()
                .rev()
                .find(|heard| before(heard) && fits(heard))
            {
                return Some(Source {
                    parallel: false,
                    ..heard.source
                });
            }
            let sentence = self.lines[at].sentence;
            let mut names = sentence.names.iter();
            let name = names.rfind(|name| name.label == Label::Person && (at < line || name.tokens.end <= token));
            if personal && let Some(name) = name {
                return self.person(at, name.span);
            }
            if word == "it"
                && at < line
                && let Some(body) = self.subject_body(at)
            {
                return Some(body);
            }
        }
        None
    }

    /// The body of which a sentence tells: its subject, if that is a ministry, a panel, an army.
    fn subject_body(&self, line: usize) -> Option<Source> {
        let tree = self.tree(line);
        let root = self.lines[line].sentence.root()?;
        let subject = tree.children(root).find(|&child| tree.base(child) == "nsubj")?;
        self.source(line, subject).filter(|_| self.is_body(line, subject))
    }

    /// Those who speak in a sentence in their own words, in the order of the text.
    fn heard(&self, line: usize) -> Vec<Heard> {
        let tree = self.tree(line);
        let mut heard = Vec::new();
        for verb in (0..tree.len()).filter(|&verb| tree.is_verb(verb)) {
            if self.vocabulary.reporting.verb(tree.lemma(verb)).is_none() {
                continue;
            }
            for argument in tree.arguments(verb) {
                let speaks = argument.link == Link::Subject && !tree.is_passive(verb) || argument.link == Link::Agent;
                let token = argument.token;
                if !speaks || tree.tag(token) == Tag::Pron {
                    continue;
                }
                let Some(source) = self.source(line, token).or_else(|| self.speaker(line, token)) else {
                    continue;
                };
                let plural = tree.conjuncts(token).len() > 1
                    || tree.tag(token) == Tag::Noun && !tree.form(token).eq_ignore_ascii_case(tree.lemma(token));
                heard.push(Heard {
                    thing: !plural && self.is_body(line, token) || self.is_thing(line, token),
                    single: !plural,
                    source,
                    token,
                });
            }
        }
        heard.sort_by_key(|heard| heard.token);
        heard
    }

    /// A ministry, a state, a panel: "it" rather than "he".
    fn is_body(&self, line: usize, token: usize) -> bool {
        let lemma = self.tree(line).lemma(token).to_lowercase();
        let office = self
            .vocabulary
            .office(&lemma)
            .is_some_and(|office| office.office == "body");
        if office || self.vocabulary.nouns.is(NounClass::Body, &lemma) {
            return true;
        }
        let names = &self.lines[line].sentence.names;
        let named = names.iter().find(|name| name.tokens.contains(&token));
        named.is_some_and(|name| {
            matches!(
                name.label,
                Label::Organisation | Label::Unit | Label::State | Label::Place
            )
        })
    }

    /// A sentence inside a running quotation belongs to whoever speaks beside it: behind it in the same quotation, in the sentence before, or in
    /// the paragraph before.
    pub fn quoted_speaker(&self, line: usize, token: usize) -> Told {
        let mut told = Told::default();
        let at = self.lines[line].sentence.tokens[token].span.start;
        if self.is_headline(line) || !self.is_inside_quotation(line, at) {
            return told;
        }
        let paragraph = self.lines[line].paragraph;
        let behind = (line + 1..self.lines.len())
            .take_while(|&other| self.lines[other].paragraph == paragraph)
            .take(3)
            .take_while(|&other| self.is_inside_quotation(other, self.lines[other].sentence.span.start));
        let before = (line.saturating_sub(REACH)..line)
            .rev()
            .take_while(|&other| !self.is_headline(other));
        let own = |other: &usize| self.lines[*other].paragraph == paragraph;
        let near: Vec<usize> = before.clone().filter(own).collect();
        let far = before
            .filter(|other| self.lines[*other].paragraph + 1 == paragraph)
            .take(2);
        for other in near.into_iter().chain(behind).chain(far) {
            let tree = self.tree(other);
            for verb in (0..tree.len()).rev().filter(|&verb| tree.is_verb(verb)) {
                let spoken = self.take_report(other, verb);
                if !spoken.inner.is_empty() {
                    told.inner = spoken.inner;
                    return told;
                }
            }
        }
        told
    }

    /// Does the text at the byte `at` stand between quotation marks that its paragraph opens?
    fn is_inside_quotation(&self, line: usize, at: usize) -> bool {
        let block = self.article.blocks[self.lines[line].paragraph].span;
        let before = self.article.slice(Span::new(block.start, at));
        let mut open = false;
        for c in before.chars() {
            match c {
                '“' => open = true,
                '”' => open = false,
                '"' => open = !open,
                _ => {}
            }
        }
        open || before.is_empty() && self.article.slice(block).starts_with(OPENS)
    }
}

/// Somebody or something that speaks in a sentence.
struct Heard {
    source: Source,
    token: usize,
    single: bool,
    thing: bool,
}
