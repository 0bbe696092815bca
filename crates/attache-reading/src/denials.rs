//! Which transfers told before does a sentence deny? "Beijing denied the report", "the Emirates called such claims baseless".
//!
//! The denial names neither arms nor parties: they are those of the charge before it, of which whoever denies is a party. A denial that says
//! itself what is denied ("denied that it had sold tanks") is read by the rules as any other report.

use attache_language::Tag;
use attache_model::{Certainty, Party, Polarity, Source, SourceKind, Stance};

use crate::claims::Draft;
use crate::parties::Found;
use crate::scene::Scene;
use crate::syntax::{Link, Tree};
use crate::vocabulary::Saying;

/// What is denied was told no further back than this, in sentences.
const REACH: usize = 3;
/// A denial that leans on another sentence is that much less sure than what it denies.
const LESS_SURE: f32 = 0.9;

/// Words for what somebody said before.
const CHARGES: &[&str] = &[
    "report",
    "claim",
    "charge",
    "accusation",
    "allegation",
    "assertion",
    "story",
    "account",
    "suggestion",
    "rumour",
    "rumor",
    "finding",
    "latter",
    "both",
];
/// Verbs that say what one takes a charge for …
const CALLS: &[&str] = &["call", "describe", "brand", "label", "denounce", "term"];
/// … and what one who denies it takes it for.
const FALSE: &[&str] = &[
    "baseless",
    "false",
    "untrue",
    "unfounded",
    "groundless",
    "absurd",
    "ridiculous",
    "nonsense",
    "fiction",
    "fabrication",
    "fantasy",
    "lie",
    "invention",
    "propaganda",
    "disinformation",
    "slander",
    "rubbish",
    "figment",
];

/// A denial: its line, its verb, the charge, and who denies.
struct Denial {
    line: usize,
    verb: usize,
    charge: usize,
    deniers: Vec<(Found, Source)>,
}

/// The transfers that the article tells and that somebody in it denies by pointing back at them; what the finder made of such a sentence by
/// itself goes.
pub fn add_denied(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let denials: Vec<Denial> = (0..scene.lines.len())
        .filter(|&line| !scene.is_headline(line))
        .flat_map(|line| scene.denials(line))
        .collect();
    for denial in denials {
        let denied = denial.of_what(scene, drafts);
        if denied.is_empty() {
            continue;
        }
        let same_words = |draft: &Draft| {
            let trigger = draft.trigger(scene);
            draft.line == denial.line && trigger.is_some_and(|at| at == denial.verb || at == denial.charge)
        };
        drafts.retain(|draft| !same_words(draft));
        drafts.extend(denied);
    }
    drafts.sort_by_key(|draft| (scene.is_headline(draft.line), draft.line));
}

impl Denial {
    /// The nearest transfers told before of which whoever denies is a party, as denied: who is said to have given before who is said to have got.
    fn of_what(&self, scene: &Scene<'_>, drafts: &[Draft]) -> Vec<Draft> {
        let denies = |party: &Party| {
            let mut parties = self.deniers.iter().map(|(found, _)| &found.party);
            parties.any(|denier| scene.is_same_party(denier, party))
        };
        let told = |line: usize, side: fn(&Draft) -> Option<&Party>| -> Vec<Draft> {
            let here = |draft: &&Draft| draft.line == line && draft.stance.polarity == Polarity::Affirmed;
            let denied = drafts
                .iter()
                .filter(here)
                .filter(|draft| side(draft).is_some_and(denies));
            denied.map(|draft| self.draft(scene, draft)).collect()
        };
        (self.line.saturating_sub(REACH)..=self.line)
            .rev()
            .flat_map(|line| [told(line, Draft::supplier), told(line, Draft::recipient)])
            .find(|denied| !denied.is_empty())
            .unwrap_or_default()
    }

    fn draft(&self, scene: &Scene<'_>, told: &Draft) -> Draft {
        let mut quotes = told.quotes.clone();
        quotes.push(scene.lines[self.line].sentence.span);
        quotes.sort();
        quotes.dedup();
        let mut sources = scene.attribution(self.line, self.verb).sources;
        for (at, (_, source)) in self.deniers.iter().enumerate() {
            if !sources.iter().any(|known| known.name == source.name) {
                sources.push(Source {
                    parallel: at > 0,
                    ..source.clone()
                });
            }
        }
        Draft {
            quotes,
            stance: Stance {
                polarity: Polarity::Denied,
                certainty: Certainty::Asserted,
                time: told.stance.time,
            },
            sources,
            rule: "transfer/denied@1".to_owned(),
            confidence: told.confidence * LESS_SURE,
            line: self.line,
            arrives: false,
            ..told.clone()
        }
    }
}

impl Scene<'_> {
    fn denials(&self, line: usize) -> Vec<Denial> {
        let tree = self.tree(line);
        let verbs = (0..tree.len()).filter(|&verb| tree.is_verb(verb) && !tree.is_negated(verb));
        verbs.filter_map(|verb| self.denial(line, verb)).collect()
    }

    fn denial(&self, line: usize, verb: usize) -> Option<Denial> {
        let tree = self.tree(line);
        let arguments = tree.arguments(verb);
        let denies = self
            .vocabulary
            .reporting
            .verb(tree.lemma(verb))
            .is_some_and(|row| row.saying == Saying::Deny);
        let calls_false = || {
            let predicate = |child: usize| matches!(tree.base(child), "xcomp" | "obl" | "obj" | "ccomp");
            CALLS.contains(&tree.lemma(verb))
                && tree
                    .children(verb)
                    .any(|child| predicate(child) && FALSE.contains(&tree.lemma(child).to_lowercase().as_str()))
        };
        if !denies && !calls_false() {
            return None;
        }
        let object = |link: &Link| *link == Link::Object;
        let charge = arguments
            .iter()
            .find(|argument| object(&argument.link) && points_at_charge(&tree, argument.token))?
            .token;
        let deniers: Vec<(Found, Source)> = arguments
            .iter()
            .filter(|argument| matches!(argument.link, Link::Subject | Link::Agent))
            .filter_map(|argument| {
                let found = self
                    .named_party(line, argument.token)
                    .or_else(|| self.owner(line, argument.token))?;
                let source = self.source_at(line, argument.token).unwrap_or_else(|| Source {
                    name: self.article.slice(found.span).to_owned(),
                    kind: SourceKind::Official,
                    span: Some(found.span),
                    parallel: false,
                });
                Some((found, source))
            })
            .collect();
        (!deniers.is_empty()).then_some(Denial {
            line,
            verb,
            charge,
            deniers,
        })
    }
}

/// Does the word point back at what was said: "this", "the report", "such claims", "both charges"? A charge that goes on says itself what it is.
fn points_at_charge(tree: &Tree<'_>, token: usize) -> bool {
    let word = tree.lemma(token).to_lowercase();
    if tree.tag(token) == Tag::Pron {
        return matches!(word.as_str(), "this" | "that" | "it" | "these" | "those" | "both");
    }
    let goes_on = tree
        .children(token)
        .any(|child| child > token && matches!(tree.base(child), "acl" | "nmod" | "ccomp"));
    CHARGES.contains(&word.as_str()) && !goes_on
}
