//! What does one article claim?
//!
//! Reading is a pure function of the article, the vocabulary and the model: it never fails, but returns claims and doubts. The way goes
//! from names to frames to roles to stage, dates, stance and attribution:
//!
//! 1. [`prefilter`](Prefilter): which sentences may make a claim?
//! 2. `attache_language`: their tokens, tree, names.
//! 3. [`scene`]: the names of the vocabulary in them.
//! 4. [`frames`]: triggers with their roles, by construction ([`syntax`]), filled by [`parties`] and [`items`].
//! 5. [`stage`], [`attribution`]: how far along, in what time, how surely, and who says so.
//! 6. [`claims`]: one claim for each supplier, recipient, weapon and stage.

mod attribution;
mod claims;
mod deals;
mod frames;
mod headlines;
mod items;
mod merging;
mod parties;
mod prefilter;
mod roles;
mod scene;
mod slots;
mod stage;
mod syntax;
mod told;
pub mod vocabulary;

use attache_language::{Analyzer, Sentence, split};
use attache_model::{Article, Claim, Doubt, Span};

pub use prefilter::{Arms, Prefilter};
use scene::Scene;
use vocabulary::Vocabulary;

/// Changes whenever the rules or the tables could read an article differently.
pub const VERSION: &str = concat!("reading ", env!("CARGO_PKG_VERSION"));

/// Everything needed to read; shared by all threads.
pub struct Reader {
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    prefilter: Prefilter,
}

/// What an article says, and what was not clear.
#[derive(Debug, Default)]
pub struct Reading {
    pub claims: Vec<Claim>,
    pub doubts: Vec<Doubt>,
    /// How many sentences there were, and how many of them the model analysed.
    pub sentences: usize,
    pub analysed: usize,
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
        })
    }

    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Reads one article. Articles in other languages than English give nothing.
    pub fn read(&self, article: &Article) -> Reading {
        if !article.is_english() {
            return Reading::default();
        }
        let sentences: Vec<(usize, Span)> = article
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| block.kind.is_read())
            .flat_map(|(index, block)| {
                split(&article.text, block.span)
                    .into_iter()
                    .map(move |span| (index, span))
            })
            .collect();
        let chosen = self.choose(article, &sentences);
        let spans: Vec<Span> = chosen.iter().map(|&(_, span)| span).collect();
        let cased = headlines::in_sentence_case(article, &self.vocabulary);
        let analysed: Vec<(usize, Sentence)> = chosen
            .iter()
            .map(|&(block, _)| block)
            .zip(self.analyzer.analyze(&cased, &spans))
            .collect();
        let scene = Scene::new(article, &self.vocabulary, &analysed);
        let (claims, doubts) = claims::read(&scene);
        Reading {
            claims,
            doubts,
            sentences: sentences.len(),
            analysed: analysed.len(),
        }
    }

    /// The sentences worth the encoder, with the title and the neighbours that they may lean on.
    fn choose(&self, article: &Article, sentences: &[(usize, Span)]) -> Vec<(usize, Span)> {
        let arms: Vec<Arms> = sentences
            .iter()
            .map(|&(_, span)| self.prefilter.arms(article.slice(span)))
            .collect();
        let candidate: Vec<bool> = sentences
            .iter()
            .map(|&(_, span)| self.prefilter.has_trigger(article.slice(span)))
            .collect();
        // A candidate has a trigger with arms in the sentence or plainly beside it.
        let around = |at: usize, reach: usize| at.saturating_sub(reach)..(at + reach + 1).min(arms.len());
        let near: Vec<bool> = (0..arms.len())
            .map(|at| candidate[at] && (arms[at] != Arms::No || arms[around(at, 1)].contains(&Arms::Yes)))
            .collect();
        if !near.contains(&true) {
            return Vec::new();
        }
        // An article about arms is read widely, one that mentions them in passing only where it does.
        let about_arms = arms.iter().filter(|arms| **arms == Arms::Yes).count() > 1;
        // The first sentences of the body say whose reporting it is.
        let opening = sentences
            .iter()
            .position(|&(block, _)| article.blocks[block].kind != attache_model::BlockKind::Title)
            .unwrap_or(0);
        sentences
            .iter()
            .enumerate()
            .filter(|&(at, _)| {
                if about_arms {
                    (opening..opening + 2).contains(&at)
                        || arms[at] == Arms::Yes
                        || candidate[around(at, 2)].contains(&true)
                } else {
                    near[around(at, 1)].contains(&true)
                }
            })
            .map(|(_, &sentence)| sentence)
            .collect()
    }
}
