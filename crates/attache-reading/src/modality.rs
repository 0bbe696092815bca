//! In what time does a clause speak, and how surely? Tense, modals, hedges, conditions.

use attache_language::Tag;
use attache_model::Certainty;

use crate::scene::Scene;
use crate::vocabulary::Part;

/// What the verb group of a word says of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Past,
    /// "is selling", "has been supplying", "supplies".
    Ongoing,
    /// "will sell", "is to sell", headline "to sell".
    Future,
    /// "would sell", "if it sells".
    Conditional,
    /// No tense of its own: infinitive, gerund, noun.
    None,
}

/// Verbs whose past is written like their present.
const ALIKE: &[&str] = &[
    "beat", "burst", "cast", "cost", "cut", "hit", "hurt", "let", "put", "quit", "set", "shed", "shut", "split",
    "spread", "thrust", "upset",
];

/// What goes on until something ends it, where others are done once or again and again.
const LASTING: &[&str] = &[
    "arm", "back", "ban", "bar", "besiege", "block", "blockade", "camp", "control", "encircle", "fight", "finance",
    "fund", "guard", "hold", "host", "keep", "occupy", "patrol", "refuse", "rule", "shelter", "station", "surround",
    "withhold",
];

/// Verbs whose infinitive tells what is still to come.
const INTENTIONS: &[&str] = &[
    "agree", "aim", "decide", "hope", "intend", "offer", "plan", "pledge", "promise", "propose", "threaten", "vow",
    "want", "wish",
];

impl Scene<'_> {
    /// "Since May", "since 2016" beside the verb.
    fn goes_on_since(&self, line: usize, verb: usize) -> bool {
        let tree = self.tree(line);
        tree.children(verb).any(|child| {
            let since = |token: usize| tree.lemma(token).eq_ignore_ascii_case("since");
            matches!(tree.base(child), "obl" | "advcl" | "advmod")
                && (since(child)
                    || tree
                        .children(child)
                        .any(|mark| matches!(tree.base(mark), "case" | "mark") && since(mark)))
        })
    }

    /// Tense and modality of a verb with its auxiliaries; a verb without a subject of its own asks the one it is coordinated with.
    pub fn group(&self, line: usize, verb: usize) -> Group {
        let tree = self.tree(line);
        let auxiliaries = tree.auxiliaries(verb);
        let has = |word: &str| auxiliaries.contains(&word);
        let infinitive = tree.children(verb).any(|child| {
            tree.base(child) == "mark" && tree.lemma(child) == "to"
                || tree.base(child) == "aux" && tree.lemma(child) == "to"
        });
        let due = tree.children(verb).any(|child| {
            matches!(tree.base(child), "advmod" | "mark" | "aux") && matches!(tree.lemma(child), "due" | "set")
        });
        if has("will") || has("shall") || due {
            return Group::Future;
        }
        if has("would") {
            // "said that it would provide" is "will provide", told in the past.
            let reported = tree.head(verb).is_some_and(|head| {
                tree.relation(verb) == "ccomp" && self.vocabulary.reporting.verb(tree.lemma(head)).is_some()
                    || self.posted(line, verb, head).is_some()
            });
            return if reported { Group::Future } else { Group::Conditional };
        }
        if has("may") || has("might") || has("could") || has("can") || has("should") || has("must") {
            let perfect = has("have");
            return if perfect { Group::Past } else { Group::Conditional };
        }
        if infinitive {
            return match tree.relation(verb) {
                // "is to buy", headline "Belarus to sell".
                "root" | "conj" | "parataxis" | "ccomp" => Group::Future,
                "xcomp"
                    if tree.head(verb).is_some_and(|head| {
                        matches!(
                            tree.lemma(head),
                            "be" | "go" | "set" | "due" | "expect" | "slate" | "schedule" | "poise"
                        )
                    }) =>
                {
                    Group::Future
                }
                "acl" if tree.is_headline_future(verb) => Group::Future,
                "acl" => match tree.head(verb).map(|head| tree.lemma(head)) {
                    Some("plan" | "intention") => Group::Future,
                    _ => Group::None,
                },
                _ => Group::None,
            };
        }
        if tree.is_gerund(verb) {
            // "Had been chasing".
            let is_over = tree
                .children(verb)
                .any(|child| tree.base(child) == "aux" && tree.form(child).eq_ignore_ascii_case("had"));
            return match has("be") {
                true if is_over => Group::Past,
                true => Group::Ongoing,
                false => Group::None,
            };
        }
        // "has besieged the city since May" still does.
        let has_been = tree.children(verb).any(|child| {
            tree.base(child) == "aux" && matches!(tree.form(child).to_lowercase().as_str(), "has" | "have")
        });
        if has_been && LASTING.contains(&tree.lemma(verb)) && self.goes_on_since(line, verb) {
            return Group::Ongoing;
        }
        if has("have") || has("do") {
            return Group::Past;
        }
        if tree.is_passive(verb) {
            let present = tree.children(verb).any(|child| {
                tree.relation(child) == "aux:pass"
                    && matches!(tree.form(child).to_lowercase().as_str(), "is" | "are" | "being")
            });
            let goes_on = |child: usize| matches!(tree.form(child).to_lowercase().as_str(), "being" | "still");
            return if present && !self.is_headline(line) && tree.children(verb).any(goes_on) {
                Group::Ongoing
            } else {
                Group::Past
            };
        }
        let form = tree.form(verb).to_lowercase();
        let present =
            form == tree.lemma(verb) && !ALIKE.contains(&form.as_str()) || form.ends_with('s') && !form.ends_with("ss");
        match (present, tree.tag(verb), self.is_headline(line)) {
            // Headlines tell the past in the present.
            (true, Tag::Verb, false) => Group::Ongoing,
            (true, Tag::Verb, true) => Group::Past,
            _ => Group::Past,
        }
    }

    /// "Agreed to thin out the police", "aims to spend half": what somebody means to do.
    pub fn is_intended(&self, line: usize, verb: usize) -> bool {
        let tree = self.tree(line);
        let intends = |head: usize| INTENTIONS.contains(&tree.lemma(head));
        tree.base(verb) == "xcomp" && tree.head(verb).is_some_and(intends)
    }

    /// "will no longer supply", "no longer sells".
    pub fn no_longer(&self, line: usize, verb: usize) -> bool {
        let tree = self.tree(line);
        tree.children(verb).any(|child| {
            tree.base(child) == "advmod"
                && (tree.lemma(child).eq_ignore_ascii_case("long")
                    || tree.form(child).eq_ignore_ascii_case("longer")
                    || tree.form(child).eq_ignore_ascii_case("anymore"))
                && (0..=child).rev().take(2).any(|token| {
                    tree.form(token).eq_ignore_ascii_case("no") || tree.form(token).eq_ignore_ascii_case("anymore")
                })
        })
    }

    /// Words beside `token` that make it less sure: adverbs, modals, adjectives, passive reportives and raising verbs above it.
    pub fn hedge_at(&self, line: usize, token: usize) -> Certainty {
        let tree = self.tree(line);
        let hedges = &self.vocabulary.hedges;
        let mut certainty = Certainty::Asserted;
        for child in tree.children(token) {
            let part = match (tree.base(child), tree.tag(child)) {
                ("advmod", _) => Part::Adv,
                ("aux", _) => Part::Verb,
                ("amod", Tag::Adj | Tag::Verb) => Part::Adj,
                _ => continue,
            };
            let word = tree.lemma(child).to_lowercase();
            let found = hedges
                .certainty(&word, part)
                .or_else(|| hedges.certainty(&tree.form(child).to_lowercase(), part));
            // "could" and "may" of the future are plans, not doubts, and the stage says so already; of the past they are doubts.
            if let Some(found) = found {
                certainty = certainty.max(found);
            }
        }
        // "Angola, it was often said, paid".
        let aside = |child: &usize| {
            let impersonal = tree
                .children(*child)
                .any(|it| tree.lemma(it).eq_ignore_ascii_case("it"));
            tree.base(*child) == "parataxis" && tree.is_passive(*child) && impersonal
        };
        let said = tree.children(token).filter(aside);
        let said = said.filter_map(|child| hedges.certainty(&tree.lemma(child).to_lowercase(), Part::Verb));
        certainty = certainty.max(said.max().unwrap_or(certainty));
        if self.is_open_question(line) {
            certainty = Certainty::Possible;
        }
        let mut at = token;
        for _ in 0..3 {
            let Some(head) = tree.head(at) else { break };
            let word = tree.lemma(head).to_lowercase();
            // "Iran reportedly agreed to send", "reportedly sold tanks and sent drones": the adverb stands with the first verb.
            let shares = match tree.base(at) {
                "xcomp" => true,
                "conj" => !tree.children(at).any(|child| tree.base(child) == "nsubj"),
                _ => false,
            };
            let adverbs = tree
                .children(head)
                .filter(|&child| shares && tree.base(child) == "advmod" && child < at);
            let doubts = adverbs.filter_map(|child| hedges.certainty(&tree.lemma(child).to_lowercase(), Part::Adv));
            certainty = certainty.max(doubts.max().unwrap_or(certainty));
            match tree.base(at) {
                "xcomp" | "ccomp" | "csubj" => {
                    let raising = matches!(word.as_str(), "appear" | "seem");
                    let reportive = tree.is_verb(head) && tree.is_passive(head) && tree.base(at) != "ccomp";
                    let impersonal = tree.base(at) == "ccomp" && tree.is_passive(head);
                    if (raising || reportive || impersonal)
                        && let Some(found) = hedges.certainty(&word, Part::Verb)
                    {
                        certainty = certainty.max(found);
                    }
                    if tree.tag(head) == Tag::Adj
                        && let Some(found) = hedges.certainty(&word, Part::Adj)
                    {
                        certainty = certainty.max(found);
                    }
                }
                "acl" | "nmod" => {
                    if let Some(found) = hedges.certainty(&word, Part::Noun) {
                        certainty = certainty.max(found);
                    }
                    // "unconfirmed reports of the sale".
                    for child in tree.children(head).filter(|&child| tree.base(child) == "amod") {
                        if let Some(found) = hedges.certainty(&tree.lemma(child).to_lowercase(), Part::Adj) {
                            certainty = certainty.max(found);
                        }
                    }
                }
                // "is suspected of having sold"; but "jets, sold by Russia, are thought to be in poor shape".
                "advcl" if tree.is_verb(head) && tree.is_passive(head) && at > head => {
                    if let Some(found) = hedges.certainty(&word, Part::Verb) {
                        certainty = certainty.max(found);
                    }
                }
                "conj" if shares => {}
                _ => break,
            }
            at = head;
        }
        certainty
    }

    /// "Did Iran sell drones?" leaves open what "Who sold Iran the S-300?" takes for granted.
    fn is_open_question(&self, line: usize) -> bool {
        let tree = self.tree(line);
        let asks = |token: usize| {
            let word = tree.lemma(token).to_lowercase();
            matches!(
                word.as_str(),
                "who" | "what" | "why" | "how" | "when" | "where" | "which" | "whose" | "whom"
            )
        };
        let closes = (0..tree.len()).rev().take(2).any(|token| tree.form(token) == "?");
        closes && !(0..tree.len().min(3)).any(asks)
    }

    /// Does the clause of `token` hang on an "if"?
    pub fn in_condition(&self, line: usize, token: usize) -> bool {
        let tree = self.tree(line);
        let conditional = |clause: usize| {
            let marked = tree.children(clause).any(|child| {
                tree.base(child) == "mark"
                    && matches!(tree.lemma(child).to_lowercase().as_str(), "if" | "unless" | "whether")
            });
            marked || self.is_inverted(line, clause)
        };
        let mut at = Some(token);
        for _ in 0..6 {
            let Some(here) = at else { break };
            if conditional(here) {
                return true;
            }
            at = tree.head(here).filter(|_| {
                matches!(
                    tree.base(here),
                    "advcl" | "conj" | "ccomp" | "xcomp" | "obj" | "nsubj" | "nmod"
                )
            });
        }
        let hangs_on_if = |verb: usize| {
            tree.children(verb).any(|child| {
                let if_ = |mark: usize| tree.lemma(mark).eq_ignore_ascii_case("if");
                tree.base(child) == "advcl" && (tree.children(child).any(if_) || self.is_inverted(line, child))
            })
        };
        // "If Kigali kept its troops there, he told AFP, parliament would suspend": the condition may hang on who tells it.
        let told_by = tree.head(token).filter(|&verb| {
            matches!(tree.base(token), "ccomp" | "parataxis")
                && self.vocabulary.reporting.verb(tree.lemma(verb)).is_some()
        });
        let would = tree.auxiliaries(token).contains(&"would");
        hangs_on_if(token) || would && told_by.is_some_and(hangs_on_if)
    }

    /// "Should India send soldiers", "had they crossed": a condition without its "if".
    fn is_inverted(&self, line: usize, clause: usize) -> bool {
        let tree = self.tree(line);
        let subject = tree.child(clause, "nsubj");
        let mut before = tree
            .children(clause)
            .filter(|&child| subject.is_some_and(|subject| child < subject));
        tree.base(clause) == "advcl"
            && before.any(|child| {
                tree.base(child) == "aux"
                    && matches!(tree.form(child).to_lowercase().as_str(), "should" | "had" | "were")
            })
    }
}
