//! What does one article claim?
//!
//! Reading is a pure function of the article, the vocabulary and the model: it never fails, but returns claims and doubts. The way goes
//! in five steps:
//!
//! 1. [`prefilter`](Prefilter): which sentences may make a claim?
//! 2. `attache_language`: their tokens, tree, names; [`scene`]: the names of the vocabulary in them.
//! 3. Two readers point at words: [`rules`], by trigger and construction, and the [`finder`], a network that is shown [`clues`]; it is the dearest
//!    part and only asked where a trigger stands beside arms.
//! 4. [`parties`], [`items`], [`counts`], [`via`], [`attribution`] to [`sources`]: which state, which arms, how many, through whom, who says so.
//! 5. [`claims`]: one claim for each supplier, recipient, weapon and stage, gaps filled from what was [`told`] before, doubles [`merging`].

mod attribution;
mod claims;
mod clues;
mod counts;
mod dateline;
mod finder;
mod headlines;
mod items;
mod merging;
mod parties;
mod prefilter;
mod rules;
mod scene;
mod slots;
mod sources;
mod syntax;
mod told;
mod via;
pub mod vocabulary;

use attache_language::{Analyzer, Sentence, Token, split};
use attache_model::{Article, BlockKind, Claim, Doubt, Span};

use finder::Finder;
pub use prefilter::{Arms, Prefilter};
use scene::Scene;
use vocabulary::{Meaning, NameKind, Vocabulary};

/// Changes with every release, and by its last number whenever the rules, the tables or the models could read an article differently.
pub const VERSION: &str = concat!("reading ", env!("CARGO_PKG_VERSION"), " (3)");

/// Everything needed to read; shared by all threads.
pub struct Reader {
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    prefilter: Prefilter,
    finder: Finder,
}

/// What an article says, and what was not clear.
#[derive(Debug, Default)]
pub struct Reading {
    pub claims: Vec<Claim>,
    pub doubts: Vec<Doubt>,
    /// How many sentences there were, and those that the prefilter let through.
    pub sentences: usize,
    pub shown: Vec<Span>,
}

/// A word as the finder is shown it.
#[derive(Debug, serde::Serialize)]
pub struct Clue {
    pub span: Span,
    /// Index of its head in the sentence.
    pub head: Option<usize>,
    /// Without its subtype.
    pub relation: String,
    pub clues: [String; clues::CLUES],
}

/// The reader that ships cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    #[error(transparent)]
    Vocabulary(#[from] vocabulary::VocabularyError),
    #[error(transparent)]
    Model(#[from] attache_language::ModelError),
}

impl Reader {
    /// The reader with the model and vocabulary that ship with the program.
    pub fn shipped() -> Result<Reader, ReaderError> {
        let vocabulary = Vocabulary::shipped()?;
        let prefilter = Prefilter::new(&vocabulary)?;
        Ok(Reader {
            analyzer: Analyzer::shipped()?,
            vocabulary,
            prefilter,
            finder: Finder::shipped()?,
        })
    }

    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Reads one article. Articles in other languages than English give nothing.
    pub fn read(&self, article: &Article) -> Reading {
        if !article.may_be_english() {
            return Reading::default();
        }
        let sentences = sentences(article, &self.vocabulary);
        let shown = self.shown(article, &sentences);
        if shown.is_empty() {
            return Reading {
                sentences: sentences.len(),
                ..Reading::default()
            };
        }
        let analysed = self.analysed(article, &shown);
        let scene = Scene::new(article, &self.vocabulary, &analysed);
        let (frames, mut doubts) = match rules::may_tell(&scene) {
            true => self.finder.find(&scene),
            false => Default::default(),
        };
        let (claims, unclear) = claims::read(&scene, &frames);
        doubts.extend(unclear);
        Reading {
            claims,
            doubts,
            sentences: sentences.len(),
            shown: shown.into_iter().map(|(_, span)| span).collect(),
        }
    }

    fn analysed(&self, article: &Article, shown: &[(usize, Span)]) -> Vec<(usize, Sentence)> {
        let spans: Vec<Span> = shown.iter().map(|&(_, span)| span).collect();
        let cased = headlines::in_sentence_case(article, &self.vocabulary);
        // One span may turn out to be several sentences.
        let mut shown = shown.iter().peekable();
        let with_block = |sentence: Sentence| {
            while shown.next_if(|(_, span)| span.end <= sentence.span.start).is_some() {}
            let block = shown.peek().map_or(0, |(block, _)| *block);
            (block, sentence)
        };
        self.analyzer
            .analyze(&cased, &spans)
            .into_iter()
            .map(with_block)
            .collect()
    }

    /// What the finder knows of each sentence's words, for training it.
    pub fn clues(&self, article: &Article) -> Vec<Vec<Clue>> {
        let analysed = self.analysed(article, &sentences(article, &self.vocabulary));
        let scene = Scene::new(article, &self.vocabulary, &analysed);
        let words = |line: usize| {
            let tokens = scene.lines[line].sentence.tokens.iter();
            let word = |(clues, token): (clues::Clues, &Token)| Clue {
                span: token.span,
                head: token.head,
                relation: token.base_relation().to_owned(),
                clues,
            };
            scene.clues(line).into_iter().zip(tokens).map(word).collect()
        };
        (0..scene.lines.len()).map(words).collect()
    }

    /// How many names of the text may be parties; two are as good as more.
    fn parties(&self, text: &str) -> usize {
        let may_be = |meanings: &[Meaning]| meanings.iter().any(|meaning| meaning.kind != NameKind::Outlet);
        let named = self
            .vocabulary
            .names
            .find(text)
            .filter(|(.., meanings)| may_be(meanings));
        named.take(2).count()
    }

    /// The sentences worth the two networks, with the title and the neighbours that they may lean on.
    fn shown(&self, article: &Article, sentences: &[(usize, Span)]) -> Vec<(usize, Span)> {
        let arms: Vec<Arms> = sentences
            .iter()
            .map(|&(_, span)| self.prefilter.arms(article.slice(span)))
            .collect();
        let candidate: Vec<bool> = sentences
            .iter()
            .map(|&(_, span)| self.prefilter.has_trigger(article.slice(span)))
            .collect();
        // A candidate has a trigger with arms in the sentence or plainly beside it, and a party not far.
        let around = |at: usize, reach: usize| at.saturating_sub(reach)..(at + reach + 1).min(arms.len());
        let mut near: Vec<bool> = (0..arms.len())
            .map(|at| candidate[at] && (arms[at] != Arms::No || arms[around(at, 1)].contains(&Arms::Yes)))
            .collect();
        if !near.contains(&true) {
            return Vec::new();
        }
        let parties: Vec<usize> = sentences
            .iter()
            .map(|&(_, span)| self.parties(article.slice(span)))
            .collect();
        for at in 0..near.len() {
            near[at] &= parties[around(at, 2)].iter().any(|&parties| parties > 0);
        }
        // An article about arms is read widely, one that mentions them in passing only where it does.
        let plainly = near
            .iter()
            .zip(&arms)
            .filter(|(near, arms)| **near && **arms == Arms::Yes)
            .count();
        // Tanks, missiles and fighters alone may be fuel, remarks and boxers; between two parties they are arms.
        let told = (0..near.len()).any(|at| near[at] && (arms.contains(&Arms::Yes) || parties[at] > 1));
        if !told {
            return Vec::new();
        }
        let about_arms = plainly > 1;
        // The first sentences of the body say whose reporting it is.
        let opening = sentences
            .iter()
            .position(|&(block, _)| article.blocks[block].kind != BlockKind::Title)
            .unwrap_or(0);
        let worth = |at: usize| match about_arms {
            true => {
                (opening..opening + 2).contains(&at)
                    || arms[at] == Arms::Yes
                    || candidate[around(at, 4)].contains(&true)
            }
            false => near[around(at, 1)].contains(&true),
        };
        (0..sentences.len())
            .filter(|&at| worth(at))
            .map(|at| sentences[at])
            .collect()
    }
}

/// No sentence has so many bytes; what has more is noise, and is cut lest one line hold up all others.
const LONGEST: usize = 2000;

/// The sentences of the blocks that are read, behind their datelines, with the index of their block.
fn sentences(article: &Article, vocabulary: &Vocabulary) -> Vec<(usize, Span)> {
    let read = article
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.kind.is_read());
    read.flat_map(|(index, block)| {
        let body = matches!(block.kind, BlockKind::Body | BlockKind::Lead);
        let dateline = if body {
            dateline::length(article.slice(block.span), vocabulary)
        } else {
            0
        };
        let sentences = split(&article.text, Span::new(block.span.start + dateline, block.span.end));
        sentences
            .into_iter()
            .flat_map(|span| pieces(&article.text, span))
            .map(move |span| (index, span))
    })
    .collect()
}

/// A sentence, or the parts of a far too long one, cut between words.
fn pieces(text: &str, span: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut rest = span;
    while rest.end - rest.start > LONGEST {
        let words = rest.slice(text).unwrap_or_default();
        let cut = words.char_indices().take_while(|(at, _)| *at < LONGEST);
        let Some((at, _)) = cut.filter(|(at, c)| *at > 0 && c.is_whitespace()).last() else {
            break;
        };
        pieces.push(Span::new(rest.start, rest.start + at));
        let blank = words[at..].len() - words[at..].trim_start().len();
        rest = Span::new(rest.start + at + blank, rest.end);
    }
    pieces.push(rest);
    pieces
}
