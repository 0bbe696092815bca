//! Who says so? The chain of sources from the outlet inwards.
//!
//! Two places speak: the reporting verbs above or beside the claim ("Aliyev told journalists that"), and phrases of evidence
//! ("according to leaked documents seen by Politico"). Outlets and agencies come first in the chain, those they cite behind them; of speakers within
//! speakers the innermost is last. What a sentence of a quotation leaves out, [`crate::speakers`] finds around it.

use attache_language::Tag;
use attache_model::{Certainty, Polarity, Source, SourceKind};

use crate::scene::Scene;
use crate::syntax::Link;
use crate::tallies::TALLIES;
use crate::vocabulary::{Report, Saying};

/// They open clauses that say when.
const TIMES: &[&str] = &["before", "after", "until", "when", "since", "while"];
/// Nouns behind which stands what somebody says: "Kyiv's claim that", "a warning by Moscow that".
const STATEMENTS: &[&str] = &[
    "claim",
    "allegation",
    "accusation",
    "statement",
    "announcement",
    "assertion",
    "warning",
    "confirmation",
    "admission",
    "suggestion",
    "insistence",
    "assurance",
    "testimony",
    "finding",
    "revelation",
    "disclosure",
];
/// "By the U.N.'s count", "in Moscow's view".
const RECKONINGS: &[&str] = &[
    "count",
    "account",
    "estimate",
    "reckoning",
    "tally",
    "admission",
    "assessment",
    "calculation",
    "view",
    "word",
    "opinion",
];
/// They report the thing itself: "announced a sale", "counted 18 strikes", "records show 37 landings".
const SHOWS: &[&str] = &[
    "report",
    "announce",
    "confirm",
    "reveal",
    "disclose",
    "document",
    "acknowledge",
    "admit",
    "show",
    "count",
    "record",
    "mention",
    "describe",
    "detail",
    "note",
    "estimate",
    "verify",
    "claim",
];
/// What is done to a document before it is cited: who does it stands before it in the chain.
const HANDLINGS: &[&str] = &[
    "publish", "release", "obtain", "verify", "review", "see", "collect", "compile", "leak", "provide", "post",
    "analyse", "analyze", "issue", "share", "examine", "take", "gather",
];

/// The chain with what the reporting words do to the claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    pub sources: Vec<Source>,
    pub certainty: Certainty,
    pub polarity: Polarity,
}

/// What the words around a claim tell of its sources.
#[derive(Default)]
pub struct Told {
    /// Outlets and agencies.
    pub outer: Vec<Source>,
    /// Whom they cite.
    pub inner: Vec<Source>,
    /// As sure as the most doubtful of them is.
    certainty: Option<Certainty>,
    denied: bool,
}

impl Told {
    /// A report further out: its speakers stand before those found so far.
    fn enclose(&mut self, level: Told) {
        level.outer.into_iter().for_each(|source| add(&mut self.outer, source));
        let mut inner = level.inner;
        for source in std::mem::take(&mut self.inner) {
            add(&mut inner, source);
        }
        self.inner = inner;
        self.certainty = self.certainty.max(level.certainty);
        self.denied |= level.denied;
    }

    /// What is cited by those found so far.
    fn append(&mut self, level: Told) {
        level.outer.into_iter().for_each(|source| add(&mut self.outer, source));
        level.inner.into_iter().for_each(|source| add(&mut self.inner, source));
    }

    fn is_empty(&self) -> bool {
        self.outer.is_empty() && self.inner.is_empty()
    }
}

impl Scene<'_> {
    /// Who vouches for what is said at `token`.
    pub fn attribution(&self, line: usize, token: usize) -> Attribution {
        let mut told = Told::default();
        self.reporting_verbs(line, token, &mut told);
        told.append(self.phrases(line, token));
        if told.is_empty() {
            told.append(self.misread_clause(line));
        }
        if told.is_empty() {
            told.append(self.headline_label(line));
        }
        if told.is_empty() {
            told.append(self.quoted_speaker(line, token));
        }
        let mut sources: Vec<Source> = self.carrier.iter().cloned().collect();
        sources.extend(told.outer);
        sources.extend(told.inner);
        sources.retain(|source| !self.is_own_outlet(source));
        let mut seen: Vec<String> = Vec::new();
        sources.retain(|source| {
            let fresh = !seen.contains(&source.name);
            seen.push(source.name.clone());
            fresh
        });
        Attribution {
            sources,
            certainty: told.certainty.unwrap_or(Certainty::Asserted),
            polarity: match told.denied {
                true => Polarity::Denied,
                false => Polarity::Affirmed,
            },
        }
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
                let mut told = Told::default();
                if self.report(line, root).is_some() {
                    told.enclose(self.take_report(line, root));
                }
                self.reporting_verbs(line, root, &mut told);
                told.append(self.phrases(line, root));
                let mut outer = told.outer.into_iter();
                outer.find(|source| !self.is_own_outlet(source))
            })
    }

    fn reporting_verbs(&self, line: usize, token: usize, told: &mut Told) {
        let tree = self.tree(line);
        let mut at = token;
        for _ in 0..12 {
            // A reporting clause set in or behind: "…, officials and experts say".
            for child in tree.children(at) {
                if !tree.sentence.is_under(token, child) && self.is_set_in(line, at, child) {
                    told.enclose(self.take_report(line, child));
                }
            }
            let Some(head) = tree.head(at) else { break };
            if self.reports(line, head, at) {
                told.enclose(self.take_report(line, head));
                // "…, hours before Washington said that": what was said at another time is the writer's to tell.
                let mark = tree.child(head, "mark").filter(|_| tree.base(head) == "advcl");
                if mark.is_some_and(|mark| TIMES.contains(&tree.lemma(mark))) {
                    break;
                }
            } else if let Some(verb) = self.posted(line, at, head) {
                told.enclose(self.take_report(line, verb));
            } else if self.puts(line, head, at) {
                let mut level = Told::default();
                let arguments = tree.arguments(head).into_iter();
                for speaker in arguments.filter(|argument| argument.link == Link::Subject) {
                    self.take_source(line, speaker.token, true, &mut level);
                }
                told.enclose(level);
            } else if matches!(tree.base(at), "acl" | "ccomp") && STATEMENTS.contains(&tree.lemma(head)) {
                told.enclose(self.take_statement(line, head));
            }
            at = head;
        }
    }

    /// "The army put its losses at 23 dead", "Nouakchott admits to eight": whoever gives the number at `at` vouches for it.
    fn puts(&self, line: usize, verb: usize, at: usize) -> bool {
        let tree = self.tree(line);
        // "At 23 dead": the tree may hang the number on what is counted.
        let numbers = tree.children(at).filter(|&child| tree.base(child) == "nummod");
        let mut behind = std::iter::once(at)
            .chain(numbers)
            .filter_map(|token| tree.preposition(token));
        let mut stands = |word: &str| behind.any(|found| found == word);
        let gives = match tree.lemma(verb) {
            "put" | "place" | "reckon" | "estimate" | "set" => tree.child(verb, "obj").is_some() && stands("at"),
            "admit" | "own" | "confess" => stands("to"),
            "speak" | "talk" => stands("of"),
            // "Lowered its count of the dead to 175".
            "lower" | "raise" | "revise" | "cut" | "correct" | "update" | "reduce" => {
                let tally = |object: usize| TALLIES.contains(&tree.lemma(object));
                tree.child(verb, "obj").is_some_and(tally)
            }
            _ => false,
        };
        gives && tree.is_verb(verb)
    }

    /// "Posted on X that", "said in a statement that": the verb above the noun that the tree hangs the clause on.
    pub fn posted(&self, line: usize, clause: usize, noun: usize) -> Option<usize> {
        let tree = self.tree(line);
        let that = tree
            .child(clause, "mark")
            .is_some_and(|mark| tree.lemma(mark) == "that");
        let hangs = that && tree.base(clause) == "acl" && matches!(tree.base(noun), "obl" | "nsubj");
        let verb = tree.head(noun).filter(|&verb| hangs && verb < clause)?;
        self.report(line, verb).map(|_| verb)
    }

    /// Is the clause at `child` of `at` a reporting clause set in or behind it?
    fn is_set_in(&self, line: usize, at: usize, child: usize) -> bool {
        let tree = self.tree(line);
        let placed = match tree.base(child) {
            "parataxis" | "ccomp" => true,
            "conj" => {
                let closes = tree.sentence.subtree(child).1 + 2 >= tree.len();
                closes && tree.child(child, "cc").is_none()
            }
            "advcl" => tree.child(child, "mark").is_some_and(|mark| tree.lemma(mark) == "as"),
            _ => false,
        };
        placed && self.is_reporting_clause(line, child) && !self.are_parted(line, at, child)
    }

    /// A verb of saying with a subject and nothing that it would report itself.
    fn is_reporting_clause(&self, line: usize, verb: usize) -> bool {
        let tree = self.tree(line);
        let speaks = |child: usize| tree.base(child) == "nsubj" || tree.relation(child) == "obl:agent";
        let speaker = tree.children(verb).any(speaks) || self.speaker_set_off(line, verb).is_some();
        let hears = matches!(
            tree.lemma(verb),
            "tell" | "inform" | "quote" | "cite" | "remind" | "assure"
        );
        // "Belgrade denied it" says nothing of what stands before it.
        let own = |child: usize| match tree.base(child) {
            "ccomp" => child > verb,
            "obj" => !hears,
            _ => false,
        };
        self.report(line, verb).is_some() && speaker && !tree.children(verb).any(own)
    }

    /// "Iran sold drones to Russia, two officials told Reuters": the tree may take the speakers between comma and verb for an apposition to what
    /// stands before them.
    fn speaker_set_off(&self, line: usize, verb: usize) -> Option<usize> {
        let tree = self.tree(line);
        if tree.children(verb).any(|child| tree.base(child) == "nsubj") {
            return None;
        }
        let before = (0..verb).rev().find(|&token| tree.form(token) != ",")?;
        let up = std::iter::successors(Some(before), |&at| tree.head(at)).take(tree.len());
        let stands = |at: &usize| {
            let (first, last) = tree.sentence.subtree(*at);
            let comma = (first.saturating_sub(1)..=first).any(|token| tree.form(token) == ",");
            tree.base(*at) == "appos" && last < verb && comma
        };
        up.filter(stands).last()
    }

    /// A semicolon parts two statements, each with a source of its own.
    fn are_parted(&self, line: usize, a: usize, b: usize) -> bool {
        let tree = self.tree(line);
        (a.min(b)..a.max(b)).any(|token| tree.form(token) == ";")
    }

    fn report(&self, line: usize, verb: usize) -> Option<&Report> {
        let tree = self.tree(line);
        // "Shows off", "claimed back" report nothing.
        if tree.child(verb, "compound:prt").is_some() {
            return None;
        }
        let report = self.vocabulary.reporting.verb(tree.lemma(verb))?;
        // "A medical charity reckons": with a subject it is a verb, whatever its tag.
        (tree.is_verb(verb) || tree.child(verb, "nsubj").is_some()).then_some(report)
    }

    /// Does the verb `head` report the clause or noun at `at` below it?
    fn reports(&self, line: usize, head: usize, at: usize) -> bool {
        let tree = self.tree(line);
        let Some(report) = self.report(line, head) else {
            return false;
        };
        let lemma = tree.lemma(head);
        // What goes on behind a reporting clause that is set in: "Iran, an official told us, supplied them", "are armed, he said, and the pilots came".
        let set_in = tree.base(head) == "parataxis" && self.is_reporting_clause(line, head);
        let content_first = tree
            .children(head)
            .any(|child| tree.base(child) == "ccomp" && child < head);
        let own_subject = tree.children(at).any(|child| tree.base(child) == "nsubj");
        let comma = (head..at).any(|token| tree.form(token) == ",");
        let marked = |words: &[&str]| {
            tree.children(at).any(|child| {
                matches!(tree.base(child), "mark" | "case" | "advmod") && words.contains(&tree.lemma(child))
            })
        };
        match tree.base(at) {
            "ccomp" => true,
            "parataxis" => !self.are_parted(line, head, at),
            "csubj" => report.saying != Saying::Say,
            "xcomp" => lemma != "report" || tree.is_passive(head),
            // "accused Serbia of selling", "cited officials as saying", "described how"; what was said "during a visit" is not the visit.
            "advcl" | "obl" | "conj" if set_in && comma && at > head => true,
            "conj" => content_first && own_subject && comma,
            // "…, adding that" goes on with what its speaker says.
            "advcl" if tree.is_gerund(at) && self.report(line, at).is_some() => true,
            "advcl" | "obl" => marked(&["of", "as", "how", "for", "about"]) && lemma != "report",
            "obj" => report.saying == Saying::Deny || SHOWS.contains(&lemma),
            _ => false,
        }
    }

    /// The speakers of a reporting verb, those to whom they spoke, and whom they cite.
    pub fn take_report(&self, line: usize, verb: usize) -> Told {
        let tree = self.tree(line);
        let mut told = Told::default();
        let Some(report) = self.report(line, verb) else {
            return told;
        };
        let negated = tree.is_negated(verb);
        match report.saying {
            Saying::Deny => told.denied = !negated,
            Saying::Suppose => told.certainty = Some(report.certainty),
            Saying::Say => {}
        }
        let passive = tree.is_passive(verb);
        let quotes = matches!(tree.lemma(verb), "quote" | "cite");
        let shows = tree
            .child(verb, "nsubj")
            .is_some_and(|subject| self.is_thing(line, subject));
        let above = |verb: usize| tree.head(verb).is_some_and(|head| self.report(line, head).is_some());
        let goes_on = tree.is_gerund(verb) && (tree.lemma(verb) == "add" || above(verb));
        let mut cited = Told::default();
        let bare = tree.child(verb, "nsubj").filter(|_| !tree.is_verb(verb));
        bare.into_iter()
            .for_each(|speaker| self.take_source(line, speaker, true, &mut told));
        for speaker in self
            .speaker_set_off(line, verb)
            .into_iter()
            .flat_map(|token| tree.conjuncts(token))
        {
            self.take_source(line, speaker, true, &mut told);
        }
        for argument in tree.arguments(verb) {
            match &argument.link {
                // "…, adding that": whoever spoke before speaks on.
                Link::Subject if argument.far && goes_on => {}
                Link::Subject if !passive => self.take_source(line, argument.token, !shows && !argument.far, &mut told),
                Link::Agent => self.take_source(line, argument.token, true, &mut told),
                // "was quoted as saying", "quoted the minister as saying".
                Link::Object if quotes => self.take_source(line, argument.token, true, &mut cited),
                // "told Reuters", "in an interview with Le Monde": the outlet stands before the speaker in the chain.
                Link::Object | Link::Indirect => self.take_outlet(line, argument.token, &mut told),
                Link::Prep(to) if matches!(to.as_str(), "to" | "with" | "in" | "by" | "on") => {
                    self.take_outlet(line, argument.token, &mut told);
                }
                _ => {}
            }
        }
        told.append(cited);
        // "The newspaper said, citing two officials".
        let citing = tree
            .children(verb)
            .filter(|&child| tree.base(child) == "advcl" && matches!(tree.lemma(child), "cite" | "quote"));
        for token in citing.filter_map(|child| self.cited(line, child)) {
            let mut cited = Told::default();
            for conjunct in tree.conjuncts(token) {
                self.take_source(line, conjunct, false, &mut cited);
            }
            told.append(cited);
        }
        told
    }

    /// "Moscow's claim that", "the warning by the ministry that".
    fn take_statement(&self, line: usize, noun: usize) -> Told {
        let mut told = Told::default();
        for argument in self.tree(line).arguments(noun) {
            let whose = match &argument.link {
                Link::Possessive => true,
                Link::Prep(by) => by == "by" || by == "from",
                _ => false,
            };
            if whose {
                self.take_source(line, argument.token, true, &mut told);
            }
        }
        told
    }

    /// "according to", "citing", "by the U.N.'s count".
    fn phrases(&self, line: usize, token: usize) -> Told {
        let tree = self.tree(line);
        let targets: Vec<(usize, bool)> = (0..tree.len()).filter_map(|at| self.evidence(line, at)).collect();
        let mut told = Told::default();
        for &(target, speaks) in &targets {
            // "On Kosovo soil according to Pristina, inside Serbia according to Belgrade": each speaks of its own place alone, and of the number
            // right before it.
            let rivals = || targets.iter().filter(|other| tree.head(other.0) == tree.head(target));
            let next = rivals().map(|other| other.0).filter(|&other| other > token).min();
            let counted = tree.tag(token) == Tag::Num && (token..target).all(|between| tree.form(between) != ",");
            let own = next == Some(target) && (counted || rivals().any(|other| other.0 < token));
            if rivals().count() > 1 && !own {
                continue;
            }
            // A phrase inside another clause of a long sentence speaks for that clause alone.
            let closes = tree.sentence.subtree(target).1 + 2 >= tree.len();
            let first = tree.sentence.subtree(target).0;
            let sets_off =
                (first.saturating_sub(2)..target).any(|at| matches!(tree.form(at), "," | "—" | "–" | "-" | "--"));
            let for_all = closes && sets_off || self.is_cited_by_teller(line, target, token);
            if !for_all && self.is_other_clause(line, target, token) {
                continue;
            }
            let mut level = Told::default();
            for conjunct in tree.conjuncts(target) {
                self.take_source(line, conjunct, speaks, &mut level);
            }
            told.append(level);
        }
        told
    }

    /// The word that names a source behind the word of evidence at `at`, and whether what stands there must be one: "citing" may give a reason.
    fn evidence(&self, line: usize, at: usize) -> Option<(usize, bool)> {
        let tree = self.tree(line);
        match tree.form(at).to_lowercase().as_str() {
            "according" => tree
                .head(at)
                .filter(|&head| tree.is_nominal(head))
                .map(|head| (head, true)),
            "citing" | "quoting" => self.cited(line, at).map(|object| (object, false)),
            _ => {
                let behind = tree
                    .preposition(at)
                    .is_some_and(|word| matches!(word.as_str(), "by" | "in" | "on"));
                let reckons = behind && RECKONINGS.contains(&tree.lemma(at));
                let possessive = |token: usize| {
                    tree.children(token)
                        .any(|mark| matches!(tree.form(mark), "'s" | "’s" | "'" | "’"))
                };
                let is_whose = |&child: &usize| tree.relation(child) == "nmod:poss" || child < at && possessive(child);
                let whose = || tree.children(at).find(is_whose);
                Some((reckons.then(whose)??, true))
            }
        }
    }

    /// What stands behind "citing", whatever the tree makes of the two.
    fn cited(&self, line: usize, verb: usize) -> Option<usize> {
        let tree = self.tree(line);
        let article = usize::from(tree.len() > verb + 1 && tree.tag(verb + 1) == Tag::Det);
        let begins = |&token: &usize| tree.is_nominal(token) && tree.phrase(token).0 == verb + 1 + article;
        (verb + 1..tree.len().min(verb + 9)).rfind(begins)
    }

    /// "The radio, quoting a communiqué, said that": does who tells what stands at `token` cite `target`?
    fn is_cited_by_teller(&self, line: usize, target: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let citing = tree
            .head(target)
            .filter(|&verb| matches!(tree.lemma(verb), "cite" | "quote"));
        let teller = citing.and_then(|verb| tree.head(verb).filter(|_| tree.base(verb) == "acl"));
        let tells = teller.and_then(|teller| tree.head(teller).filter(|_| tree.base(teller) == "nsubj"));
        tells.is_some_and(|verb| self.report(line, verb).is_some() && tree.sentence.is_under(token, verb))
    }

    /// Is the phrase at `phrase` below a clause that the claim at `token` is not part of?
    fn is_other_clause(&self, line: usize, phrase: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let mut at = phrase;
        for _ in 0..tree.len() {
            let Some(head) = tree.head(at) else { return false };
            let clause = tree.base(at) == "acl" || matches!(tree.base(at), "conj" | "parataxis") && tree.is_verb(at);
            if clause && !tree.sentence.is_under(token, at) {
                return true;
            }
            at = head;
        }
        false
    }

    /// "…, a medical charity reckons, and": a verb that the tree takes for a noun in apposition.
    fn misread_clause(&self, line: usize) -> Told {
        let tree = self.tree(line);
        let mut told = Told::default();
        let is_noun = |token: usize| tree.base(token) == "appos" && tree.is_nominal(token);
        let reports = |token: &usize| {
            let lemma = tree.lemma(*token);
            let known = self.vocabulary.reporting.verb(lemma).is_some() && self.source_noun(lemma).is_none();
            let closes = (token + 1..tree.len())
                .next()
                .is_none_or(|next| matches!(tree.form(next), "," | "." | ";"));
            is_noun(*token) && known && closes && tree.form(*token).ends_with('s')
        };
        let verb = (0..tree.len()).find(reports);
        let speaker = verb.and_then(|verb| {
            tree.children(verb)
                .filter(|&child| tree.is_nominal(child) && child < verb)
                .last()
        });
        if let Some(speaker) = speaker {
            self.take_source(line, speaker, true, &mut told);
        }
        told
    }

    /// "UN panel: Turkish arms poured into Libya", "Drones hit port - officials": a headline names its source before a colon, or behind a mark.
    fn headline_label(&self, line: usize) -> Told {
        let mut told = Told::default();
        if !self.is_headline(line) {
            return told;
        }
        let tree = self.tree(line);
        let marks = |token: &usize| matches!(tree.form(*token), ":" | "-" | "–" | "—");
        let first = (0..tree.len())
            .find(marks)
            .filter(|&at| (1..=5).contains(&at) && tree.form(at) == ":");
        let last = (0..tree.len())
            .rfind(marks)
            .filter(|&at| (1..=4).contains(&(tree.len() - 1 - at)));
        let label = first.map(|at| 0..at).or(last.map(|at| at + 1..tree.len()));
        let Some(label) = label else { return told };
        let top = label
            .clone()
            .find(|&token| tree.head(token).is_none_or(|head| !label.contains(&head)));
        if let Some(top) = top.filter(|&top| tree.is_nominal(top)) {
            self.take_source(line, top, false, &mut told);
        }
        told
    }

    /// Puts who or what stands at `token` into the chain, with those who saw or carried it. Whoever `speaks` is a source by that, even where no
    /// table knows the noun.
    pub fn take_source(&self, line: usize, token: usize, speaks: bool, told: &mut Told) {
        let tree = self.tree(line);
        if let Some(source) = self.outlet(line, token) {
            add(&mut told.outer, source);
        } else if let Some(mut source) = self
            .source(line, token)
            .or_else(|| self.speaker(line, token).filter(|_| speaks))
        {
            let beside = !told.inner.is_empty();
            let handed = matches!(source.kind, SourceKind::Document | SourceKind::Data);
            let before = handed.then(|| self.handler(line, token)).flatten();
            source.parallel = beside && before.is_none();
            if let Some(handler) = before {
                add(
                    &mut told.inner,
                    Source {
                        parallel: beside,
                        ..handler
                    },
                );
            }
            add(&mut told.inner, source);
        }
        // "documents seen by Politico", "officials interviewed by AP", "experts who spoke to Reuters", "a report to the Council seen by AFP".
        let below = tree
            .children(token)
            .filter(|&child| tree.base(child) == "nmod" && child > token);
        let clauses = below
            .flat_map(|noun| tree.children(noun))
            .filter(|&child| tree.base(child) == "acl");
        for child in tree.children(token).chain(clauses) {
            if tree.base(child) == "acl" && tree.is_verb(child) {
                for argument in tree.arguments(child) {
                    let carries = match &argument.link {
                        Link::Agent => true,
                        Link::Prep(by) => matches!(by.as_str(), "by" | "to" | "with" | "in"),
                        _ => false,
                    };
                    if carries {
                        self.take_outlet(line, argument.token, told);
                    }
                }
            }
            if tree.base(child) == "nmod" {
                self.take_outlet(line, child, told);
            }
        }
    }

    /// "Images published on Friday by a research institute": who stands behind the document.
    fn handler(&self, line: usize, token: usize) -> Option<Source> {
        let tree = self.tree(line);
        let mut clauses = tree.children(token).filter(|&child| {
            tree.base(child) == "acl" && tree.is_verb(child) && HANDLINGS.contains(&tree.lemma(child))
        });
        clauses.find_map(|clause| {
            let arguments = tree.arguments(clause);
            let by = |link: &Link| *link == Link::Agent || matches!(link, Link::Prep(by) if by == "by");
            let agent = arguments.iter().find(|argument| by(&argument.link))?.token;
            // "Seen by AFP": the outlet stands further out.
            if self.outlet(line, agent).is_some() {
                return None;
            }
            self.source(line, agent).or_else(|| self.speaker(line, agent))
        })
    }

    fn take_outlet(&self, line: usize, token: usize, told: &mut Told) {
        if let Some(outlet) = self.outlet(line, token) {
            add(&mut told.outer, outlet);
        }
    }
}

fn add(list: &mut Vec<Source>, source: Source) {
    if !list.iter().any(|known| known.name == source.name) {
        list.push(source);
    }
}
