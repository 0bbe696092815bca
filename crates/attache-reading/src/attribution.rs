//! Who says so? The chain of sources from the outlet inwards.
//!
//! Two places speak: the reporting verbs above or beside the claim ("Aliyev told journalists that"), and phrases of evidence
//! ("according to leaked documents seen by Politico"). Outlets and agencies come first in the chain, those they cite behind them.

use attache_model::{Certainty, Polarity, Source};

use crate::scene::Scene;
use crate::syntax::Link;
use crate::vocabulary::Saying;

/// They open clauses that say when.
const TIMES: &[&str] = &["before", "after", "until", "when"];

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

    /// Puts the outlet whose reporting the article passes on before every chain that names none.
    pub fn credit<'s>(&self, chains: impl Iterator<Item = &'s mut Vec<Source>>) {
        if self.carrier.is_some() {
            return;
        }
        let Some(outlet) = self.passed_on() else { return };
        for chain in chains.filter(|chain| !chain.iter().any(|source| source.kind.is_outlet())) {
            let source = Source {
                span: None,
                ..outlet.clone()
            };
            chain.insert(0, source);
        }
    }

    /// The outlet whose reporting the opening of the article passes on: "according to officials interviewed by AP", "Reuters reported".
    /// What the article says further down without a source of its own is taken to come from there.
    fn passed_on(&self) -> Option<Source> {
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
                    // "…, hours before Washington said that": what was said at another time is the writer's to tell.
                    let aside = tree.base(head) == "advcl"
                        && tree
                            .child(head, "mark")
                            .is_some_and(|mark| TIMES.contains(&tree.lemma(mark)));
                    if aside {
                        break;
                    }
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
}

fn add(list: &mut Vec<Source>, source: Source) {
    if !list.iter().any(|known| known.name == source.name) {
        list.push(source);
    }
}
