//! Who says so? The chain of sources from the outlet inwards.
//!
//! Two places speak: the reporting verbs above or beside the claim ("Aliyev told journalists that"), and phrases of evidence
//! ("according to leaked documents seen by Politico"). Outlets and agencies come first in the chain, those they cite behind them.

use attache_language::{Label, Tag};
use attache_model::{Article, BlockKind, Certainty, Polarity, Source, SourceKind, Span};

use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::{NameKind, Saying, Vocabulary};

/// The chain with what the reporting words do to the claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    pub sources: Vec<Source>,
    pub certainty: Certainty,
    pub polarity: Polarity,
}

impl Attribution {
    fn none() -> Attribution {
        Attribution {
            sources: Vec::new(),
            certainty: Certainty::Asserted,
            polarity: Polarity::Affirmed,
        }
    }
}

impl Scene<'_> {
    /// Who vouches for what is said at `token`.
    pub fn attribution(&self, line: usize, token: usize) -> Attribution {
        let mut found = Attribution::none();
        let mut outer: Vec<Source> = Vec::new();
        let mut inner: Vec<Source> = Vec::new();
        self.reporting_verbs(line, token, &mut found, &mut outer, &mut inner);
        self.phrases(line, token, &mut outer, &mut inner);
        if inner.is_empty() && outer.is_empty() {
            self.quoted_speaker(line, &mut inner);
        }
        let mut chain: Vec<Source> = self.carrier.iter().cloned().collect();
        chain.extend(outer);
        chain.extend(inner);
        chain.retain(|source| !self.is_own_outlet(source));
        found.sources = chain;
        let mut seen: Vec<String> = Vec::new();
        found.sources.retain(|source| {
            let fresh = !seen.contains(&source.name);
            seen.push(source.name.clone());
            fresh
        });
        found
    }

    /// The outlet whose reporting the opening of the article passes on: "according to officials interviewed by AP", "Reuters reported".
    /// What the article says further down without a source of its own is taken to come from there.
    pub fn passed_on(&self) -> Option<Source> {
        (0..self.lines.len())
            .filter(|&line| !self.is_headline(line))
            .take(2)
            .find_map(|line| {
                let root = self.lines[line].sentence.root()?;
                let tree = self.tree(line);
                let mut outer = Vec::new();
                let mut found = Attribution::none();
                let reports = tree.is_verb(root) && self.vocabulary.reporting.verb(tree.lemma(root)).is_some();
                if reports {
                    self.take_report(line, root, &mut found, &mut outer, &mut Vec::new());
                }
                self.reporting_verbs(line, root, &mut found, &mut outer, &mut Vec::new());
                self.phrases(line, root, &mut outer, &mut Vec::new());
                let own = self.article.outlet.as_deref();
                outer
                    .into_iter()
                    .find(|source| own.is_none_or(|own| !own.eq_ignore_ascii_case(&source.name)))
            })
    }

    fn reporting_verbs(
        &self,
        line: usize,
        token: usize,
        found: &mut Attribution,
        outer: &mut Vec<Source>,
        inner: &mut Vec<Source>,
    ) {
        let tree = self.tree(line);
        let mut at = token;
        for _ in 0..12 {
            // A reporting clause set in or behind: "…, officials and experts say".
            for child in tree
                .children(at)
                .filter(|&child| matches!(tree.base(child), "parataxis" | "advcl" | "ccomp" | "conj"))
            {
                let closes = tree.base(child) == "conj"
                    && tree.sentence.subtree(child).1 + 2 >= tree.len()
                    && tree.child(child, "cc").is_none();
                let inserted = closes
                    || matches!(tree.base(child), "parataxis" | "ccomp")
                    || tree.child(child, "mark").is_some_and(|mark| tree.lemma(mark) == "as");
                if inserted && !tree.sentence.is_under(token, child) && self.is_reporting_clause(line, child) {
                    self.take_report(line, child, found, outer, inner);
                }
            }
            let Some(head) = tree.head(at) else { break };
            let complement = matches!(
                tree.base(at),
                "ccomp" | "xcomp" | "parataxis" | "acl" | "obj" | "obl" | "advcl" | "nmod" | "csubj"
            );
            if complement
                && tree.is_verb(head)
                && let Some(report) = self.vocabulary.reporting.verb(tree.lemma(head))
            {
                let clausal = matches!(tree.base(at), "ccomp" | "parataxis")
                    || matches!(tree.base(at), "xcomp" | "advcl" | "obl") && tree.lemma(head) != "report";
                let denies = report.saying == Saying::Deny && (clausal || matches!(tree.base(at), "obj" | "xcomp"));
                let shows_noun = tree.base(at) == "obj"
                    && matches!(
                        tree.lemma(head),
                        "report"
                            | "announce"
                            | "confirm"
                            | "reveal"
                            | "disclose"
                            | "document"
                            | "acknowledge"
                            | "admit"
                    );
                if clausal || denies || shows_noun {
                    self.take_report(line, head, found, outer, inner);
                }
            }
            at = head;
        }
    }

    /// A verb of saying with a subject and nothing that it would report itself.
    fn is_reporting_clause(&self, line: usize, verb: usize) -> bool {
        let tree = self.tree(line);
        tree.is_verb(verb)
            && self.vocabulary.reporting.verb(tree.lemma(verb)).is_some()
            && tree
                .children(verb)
                .any(|child| tree.base(child) == "nsubj" || tree.relation(child) == "obl:agent")
            && !tree
                .children(verb)
                .any(|child| tree.base(child) == "ccomp" && child > verb)
    }

    fn take_report(
        &self,
        line: usize,
        verb: usize,
        found: &mut Attribution,
        outer: &mut Vec<Source>,
        inner: &mut Vec<Source>,
    ) {
        let tree = self.tree(line);
        let Some(report) = self.vocabulary.reporting.verb(tree.lemma(verb)) else {
            return;
        };
        let negated = tree.is_negated(verb);
        match report.saying {
            Saying::Deny if !negated => found.polarity = Polarity::Denied,
            Saying::Suppose => found.certainty = found.certainty.max(report.certainty),
            _ => {}
        }
        let arguments = tree.arguments(verb);
        let passive = tree.is_passive(verb);
        for argument in &arguments {
            let speaks = match &argument.link {
                Link::Subject => !passive,
                Link::Agent => true,
                _ => false,
            };
            // "told Reuters", "in an interview with Le Monde": the outlet stands before the speaker in the chain.
            let hears = matches!(argument.link, Link::Object | Link::Indirect)
                || matches!(&argument.link, Link::Prep(to) if matches!(to.as_str(), "to" | "with" | "in"));
            if speaks {
                self.take_source(line, argument.token, outer, inner);
            } else if hears && let Some(source) = self.outlet(line, argument.token) {
                add(outer, source);
            }
        }
        // "The newspaper said, citing two officials".
        for child in tree.children(verb) {
            if tree.base(child) == "advcl" && matches!(tree.lemma(child), "cite" | "quote") {
                for argument in tree.arguments(child) {
                    if argument.link == Link::Object {
                        self.take_source(line, argument.token, outer, inner);
                    }
                }
            }
        }
    }

    /// "according to", "citing", "seen by", "as reported by".
    fn phrases(&self, line: usize, token: usize, outer: &mut Vec<Source>, inner: &mut Vec<Source>) {
        let tree = self.tree(line);
        for at in 0..tree.len() {
            let word = tree.form(at).to_lowercase();
            let target = match word.as_str() {
                "according" => tree.head(at).filter(|&head| tree.is_nominal(head)),
                "citing" | "quoting" if tree.is_verb(at) => tree.child(at, "obj"),
                _ => None,
            };
            let Some(target) = target else { continue };
            // A phrase inside another clause of a long sentence speaks for that clause alone.
            let closes = tree.sentence.subtree(target).1 + 2 >= tree.len();
            let sets_off = at > 0 && matches!(tree.form(at - 1), "," | "—" | "–" | "-");
            if !(closes && sets_off) && self.is_other_clause(line, target, token) {
                continue;
            }
            for conjunct in tree.conjuncts(target) {
                self.take_source(line, conjunct, outer, inner);
            }
        }
    }

    /// Is the phrase at `phrase` below a clause that the claim at `token` is not part of?
    fn is_other_clause(&self, line: usize, phrase: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let mut at = phrase;
        for _ in 0..tree.len() {
            let Some(head) = tree.head(at) else { return false };
            if matches!(tree.base(at), "acl" | "ccomp") && !tree.sentence.is_under(token, at) && tree.base(at) == "acl"
            {
                return true;
            }
            if tree.base(at) == "conj" && tree.is_verb(at) && !tree.sentence.is_under(token, at) {
                return true;
            }
            at = head;
        }
        false
    }

    /// A sentence inside a running quotation belongs to the speaker of the sentence before.
    fn quoted_speaker(&self, line: usize, inner: &mut Vec<Source>) {
        let text = self.article.slice(self.lines[line].sentence.span).trim_start();
        if line == 0 || !text.starts_with(['“', '"']) {
            return;
        }
        let earlier = line - 1;
        if self.is_headline(earlier) {
            return;
        }
        let tree = self.tree(earlier);
        for token in 0..tree.len() {
            if tree.is_verb(token) && self.vocabulary.reporting.verb(tree.lemma(token)).is_some() {
                let mut found = Attribution::none();
                let mut outer = Vec::new();
                self.take_report(earlier, token, &mut found, &mut outer, inner);
                if !inner.is_empty() {
                    return;
                }
            }
        }
    }

    /// Puts who or what stands at `token` into the chain, with those who saw or carried it.
    fn take_source(&self, line: usize, token: usize, outer: &mut Vec<Source>, inner: &mut Vec<Source>) {
        let tree = self.tree(line);
        if let Some(source) = self.outlet(line, token) {
            add(outer, source);
        } else if let Some(mut source) = self.source(line, token) {
            source.parallel = !inner.is_empty();
            add(inner, source);
        }
        // "documents seen by Politico", "officials interviewed by AP", "experts who spoke to Reuters", "a report by SIPRI".
        for child in tree.children(token) {
            if matches!(tree.base(child), "acl") && tree.is_verb(child) {
                for argument in tree.arguments(child) {
                    let carries = matches!(argument.link, Link::Agent)
                        || matches!(&argument.link, Link::Prep(by) if matches!(by.as_str(), "by" | "to" | "with" | "in"));
                    if carries && let Some(outlet) = self.outlet(line, argument.token) {
                        add(outer, outlet);
                    }
                }
            }
            if tree.base(child) == "nmod"
                && let Some(outlet) = self.outlet(line, child)
            {
                add(outer, outlet);
            }
        }
    }

    /// Who or what stands at `token`, found to vouch for a claim.
    pub fn source_at(&self, line: usize, token: usize) -> Option<Source> {
        let source = self.outlet(line, token).or_else(|| self.source(line, token))?;
        (!self.is_own_outlet(&source)).then_some(source)
    }

    /// "(Meridian)" in the dateline of the Meridian News Service's own report cites nobody.
    fn is_own_outlet(&self, source: &Source) -> bool {
        let outlet = self.article.outlet.as_deref();
        outlet.is_some_and(|outlet| is_part_of_name(&source.name, outlet))
    }

    /// The outlet or agency that `token` names.
    fn outlet(&self, line: usize, token: usize) -> Option<Source> {
        let tree = self.tree(line);
        // "Ministry of Foreign Affairs" has nothing to do with the magazine.
        let inside = |span: Span| {
            let names = &self.lines[line].sentence.names;
            names
                .iter()
                .any(|name| name.span.contains(span) && name.span.start < span.start)
        };
        let named = self
            .mention(line, token)
            .filter(|mention| !inside(mention.span))
            .and_then(|mention| {
                let outlet = mention
                    .meanings
                    .iter()
                    .find(|meaning| meaning.kind == NameKind::Outlet)?;
                let outlet = &self.vocabulary.outlets[outlet.index];
                let kind = if outlet.kind == "agency" {
                    SourceKind::Agency
                } else {
                    SourceKind::Outlet
                };
                Some(Source {
                    name: outlet.name.clone(),
                    kind,
                    span: Some(mention.span),
                    parallel: false,
                })
            });
        named.or_else(|| {
            // An outlet that no table knows: "the newspaper El Faro", "state news agency BELTA".
            let kind_of = |token: usize| {
                let lemma = tree.lemma(token).to_lowercase();
                // A space agency is no news agency.
                let news = tree.children(token).any(|child| {
                    matches!(
                        tree.lemma(child).to_lowercase().as_str(),
                        "news" | "press" | "wire" | "information"
                    )
                });
                if lemma == "agency" && !news {
                    return None;
                }
                self.vocabulary
                    .source_nouns
                    .iter()
                    .find(|row| row.noun == lemma)
                    .map(|row| row.kind)
            };
            let noun = std::iter::once(token)
                .chain(
                    tree.children(token)
                        .filter(|&child| matches!(tree.base(child), "compound" | "appos" | "flat" | "nmod")),
                )
                .find_map(|token| kind_of(token).filter(|kind| kind.is_outlet()))?;
            let name = self.name_at(line, token)?;
            Some(Source {
                name: name.0,
                kind: noun,
                span: Some(name.1),
                parallel: false,
            })
        })
    }

    /// The name the model reads at `token` or in its apposition.
    fn name_at(&self, line: usize, token: usize) -> Option<(String, Span)> {
        let tree = self.tree(line);
        let sentence = self.lines[line].sentence;
        std::iter::once(token)
            .chain(
                tree.children(token)
                    .filter(|&child| matches!(tree.base(child), "appos" | "flat" | "compound")),
            )
            .find_map(|token| {
                let name = sentence.names.iter().find(|name| {
                    name.tokens.contains(&token) && matches!(name.label, Label::Organisation | Label::Person)
                })?;
                Some((self.article.slice(name.span).to_owned(), name.span))
            })
    }

    fn source(&self, line: usize, token: usize) -> Option<Source> {
        let tree = self.tree(line);
        let sentence = self.lines[line].sentence;
        // An office right before a name, however the tree puts them together: "Defence Minister Boris Pistorius".
        let office_before_name = tree.tag(token) != Tag::Pron
            && !sentence
                .names
                .iter()
                .any(|name| name.tokens.contains(&token) && name.label == Label::Person)
            && sentence
                .names
                .iter()
                .any(|name| name.label == Label::Person && name.tokens.start == token + 1);
        let token = if office_before_name { token + 1 } else { token };
        let lemma = tree.lemma(token).to_lowercase();
        if tree.tag(token) == Tag::Pron && !matches!(lemma.as_str(), "who" | "which" | "that") {
            return self.pronoun_source(line, token);
        }
        let person = sentence.names.iter().find(|name| {
            name.label == Label::Person
                && (name.tokens.contains(&token)
                    || tree
                        .children(token)
                        .any(|child| matches!(tree.base(child), "appos" | "flat") && name.tokens.contains(&child)))
        });
        let noun_kind = |token: usize| {
            let lemma = tree.lemma(token).to_lowercase();
            self.vocabulary
                .source_nouns
                .iter()
                .find(|row| row.noun == lemma)
                .map(|row| row.kind)
        };
        let mut around = std::iter::once(token).chain(
            tree.children(token)
                .filter(|&child| matches!(tree.base(child), "compound" | "appos" | "flat" | "nmod" | "amod")),
        );
        let kind = around.find_map(noun_kind);
        if let Some(name) = person {
            let full = self.full_name(line, name.span);
            let leader = self
                .mention(line, token)
                .is_some_and(|mention| mention.meanings.iter().any(|meaning| meaning.kind == NameKind::Leader));
            let kind = match kind {
                Some(SourceKind::Expert) => SourceKind::Expert,
                // "Senior official Jane Roe" has a name.
                Some(SourceKind::Official | SourceKind::Unnamed) => SourceKind::Official,
                _ if leader => SourceKind::Official,
                _ => self.person_kind(line, name.span).unwrap_or(SourceKind::Person),
            };
            return Some(Source {
                name: full,
                kind,
                span: Some(name.span),
                parallel: false,
            });
        }
        let (first, last) = tree.phrase(token);
        let span = sentence.tokens[first].span.cover(sentence.tokens[last].span);
        if let Some(mention) = self.mention(line, token) {
            let speaks = mention.meanings.iter().any(|meaning| {
                matches!(
                    meaning.kind,
                    NameKind::State
                        | NameKind::Seat
                        | NameKind::Leader
                        | NameKind::Company
                        | NameKind::Group
                        | NameKind::Organisation
                        | NameKind::Demonym
                )
            });
            if speaks {
                let institute = mention.meanings.iter().any(|meaning| {
                    meaning.kind == NameKind::Organisation
                        && self.vocabulary.organisations[meaning.index].kind == "institute"
                });
                let kind = kind.filter(|kind| *kind != SourceKind::Person).unwrap_or(if institute {
                    SourceKind::Expert
                } else {
                    SourceKind::Official
                });
                return Some(Source {
                    name: self.article.slice(span).to_owned(),
                    kind,
                    span: Some(span),
                    parallel: false,
                });
            }
        }
        let organisation = sentence
            .names
            .iter()
            .any(|name| name.tokens.contains(&token) && matches!(name.label, Label::Organisation | Label::Unit));
        if !organisation && let Some(known) = self.office_holder(line, token) {
            return Some(known);
        }
        let kind = kind.or(organisation.then_some(SourceKind::Official))?;
        Some(Source {
            name: self.article.slice(span).to_owned(),
            kind,
            span: Some(span),
            parallel: false,
        })
    }

    /// "The minister said": the person whom the article named with that office last.
    fn office_holder(&self, line: usize, token: usize) -> Option<Source> {
        let tree = self.tree(line);
        let lemma = tree.lemma(token).to_lowercase();
        let definite = tree
            .child(token, "det")
            .is_some_and(|det| tree.lemma(det).eq_ignore_ascii_case("the"));
        let singular = tree.form(token).to_lowercase() == lemma;
        if !definite
            || !singular
            || self
                .vocabulary
                .office(&lemma)
                .is_none_or(|office| office.office == "body")
        {
            return None;
        }
        (0..line).rev().find_map(|earlier| {
            let tokens = &self.lines[earlier].sentence.tokens;
            let name = self.lines[earlier].sentence.names.iter().find(|name| {
                let near = name.tokens.start.saturating_sub(5)..(name.tokens.end + 6).min(tokens.len());
                name.label == Label::Person
                    && near
                        .into_iter()
                        .any(|token| tokens[token].lemma.to_lowercase() == lemma)
            })?;
            Some(Source {
                name: self.full_name(earlier, name.span),
                kind: SourceKind::Official,
                span: Some(name.span),
                parallel: false,
            })
        })
    }

    /// "Lukashenko" is "Alexander Lukashenko" when the article has said so.
    fn full_name(&self, line: usize, span: Span) -> String {
        let short = self.article.slice(span);
        let last = short.rsplit(' ').next().unwrap_or(short);
        (0..=line)
            .flat_map(|line| self.lines[line].sentence.names.iter())
            .filter(|name| name.label == Label::Person)
            .map(|name| self.article.slice(name.span))
            .find(|full| full.len() > short.len() && full.rsplit(' ').next() == Some(last))
            .unwrap_or(short)
            .to_owned()
    }

    /// What the article called the person when it first named them.
    fn person_kind(&self, line: usize, span: Span) -> Option<SourceKind> {
        let last = self.article.slice(span).rsplit(' ').next()?;
        (0..=line).find_map(|line| {
            let sentence = self.lines[line].sentence;
            let name = sentence
                .names
                .iter()
                .find(|name| name.label == Label::Person && self.article.slice(name.span).ends_with(last))?;
            let tree = self.tree(line);
            let near = name.tokens.start.saturating_sub(6)..(name.tokens.end + 8).min(tree.len());
            near.filter(|token| !name.tokens.contains(token)).find_map(|token| {
                let lemma = tree.lemma(token).to_lowercase();
                let row = self.vocabulary.source_nouns.iter().find(|row| row.noun == lemma)?;
                match row.kind {
                    SourceKind::Official | SourceKind::Unnamed => Some(SourceKind::Official),
                    SourceKind::Expert => Some(SourceKind::Expert),
                    _ => None,
                }
            })
        })
    }

    /// "he said": the last person who was named before.
    fn pronoun_source(&self, line: usize, token: usize) -> Option<Source> {
        let tree = self.tree(line);
        if !matches!(tree.lemma(token).to_lowercase().as_str(), "he" | "she" | "they" | "it") {
            return None;
        }
        let personal = matches!(tree.lemma(token).to_lowercase().as_str(), "he" | "she");
        for at in (line.saturating_sub(3)..=line).rev() {
            let sentence = self.lines[at].sentence;
            let name = sentence
                .names
                .iter()
                .rfind(|name| name.label == Label::Person && (at < line || name.tokens.end <= token));
            if personal && let Some(name) = name {
                let full = self.full_name(at, name.span);
                let kind = self.person_kind(at, name.span).unwrap_or(SourceKind::Person);
                return Some(Source {
                    name: full,
                    kind,
                    span: Some(name.span),
                    parallel: false,
                });
            }
        }
        None
    }
}

/// The agency whose report the page carries, by its dateline or credit line: "MINSK, Nov 19 (Reuters) -", "Source: AP".
pub fn carrier(article: &Article, vocabulary: &Vocabulary) -> Option<Source> {
    let named = |name: &str, span: Span| {
        // "(Eurowire, own reporting)".
        let name = name.split(',').next().unwrap_or(name).trim().trim_end_matches('.');
        let own = article
            .outlet
            .as_deref()
            .is_some_and(|outlet| is_part_of_name(name, outlet));
        let is_name = (2..40).contains(&name.len())
            && name.starts_with(|c: char| c.is_uppercase())
            && !name.contains(|c: char| c.is_ascii_digit());
        if own || !is_name {
            return None;
        }
        let known = vocabulary
            .outlets
            .iter()
            .find(|outlet| outlet.name == name || outlet.aliases.iter().any(|alias| alias == name));
        let kind = known.map_or(SourceKind::Agency, |outlet| {
            if outlet.kind == "agency" {
                SourceKind::Agency
            } else {
                SourceKind::Outlet
            }
        });
        let name = known.map_or_else(|| name.to_owned(), |outlet| outlet.name.clone());
        Some(Source {
            name,
            kind,
            span: Some(span),
            parallel: false,
        })
    };
    for block in &article.blocks {
        let text = article.slice(block.span);
        match block.kind {
            BlockKind::Credit => {
                let Some((before, after)) = text.split_once(':') else {
                    continue;
                };
                if matches!(
                    before.trim().to_lowercase().as_str(),
                    "source" | "credit" | "via" | "agency" | "from" | "by"
                ) {
                    let start = block.span.end - after.trim_start().len();
                    return named(after, Span::new(start, block.span.end));
                }
            }
            BlockKind::Body | BlockKind::Lead | BlockKind::Dateline => {
                // Place, perhaps a date, the agency in brackets, a dash.
                let head: String = text.chars().take(90).collect();
                let Some(open) = head.find('(') else { continue };
                let Some(close) = head[open..].find(')').map(|at| open + at) else {
                    continue;
                };
                let place_first = head[..open]
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .take(3)
                    .all(char::is_uppercase)
                    && open > 2;
                let dash = head[close + 1..].trim_start().starts_with(['-', '–', '—']);
                if place_first && dash {
                    let span = Span::new(block.span.start + open + 1, block.span.start + close);
                    return named(&head[open + 1..close], span);
                }
            }
            _ => {}
        }
    }
    None
}

/// "Meridian" is the Meridian News Service.
fn is_part_of_name(short: &str, name: &str) -> bool {
    let words = |name: &str| -> Vec<String> { name.split_whitespace().map(str::to_lowercase).collect() };
    let (short, name) = (words(short), words(name));
    !short.is_empty() && name.windows(short.len()).any(|run| run == short)
}

fn add(list: &mut Vec<Source>, source: Source) {
    if !list.iter().any(|known| known.name == source.name) {
        list.push(source);
    }
}
