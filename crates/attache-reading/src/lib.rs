//! What does one article claim?
//!
//! Reading is a pure function of the article, the vocabulary and the model: it never fails, but returns claims and doubts. The way goes
//! in five steps:
//!
//! 1. [`prefilter`](Prefilter): which sentences may make a claim?
//! 2. `attache_language`: their tokens, tree, names; [`scene`]: the names of the vocabulary in them.
//! 3. Two readers point at words: [`rules`], by trigger and construction, and the [`finder`], a network that is shown [`clues`]; it is the dearest
//!    part and only asked where a trigger stands beside arms.
//! 4. [`parties`], [`items`], [`counts`], [`via`], [`attribution`] to [`sources`] and [`carrier`]: which state, which arms, how many, through whom, who says so.
//! 5. [`claims`]: one claim for each supplier, recipient, weapon and stage, gaps filled from what was [`told`] before, doubles [`merging`].

mod attribution;
mod carrier;
mod claims;
mod clues;
mod counts;
mod dateline;
mod denials;
mod events;
mod figures;
mod finder;
mod headlines;
mod items;
mod merging;
mod modality;
mod parties;
mod prefilter;
mod rules;
mod scene;
mod slots;
mod sources;
mod speakers;
mod surnames;
mod syntax;
mod tallies;
mod told;
mod via;
pub mod vocabulary;

use attache_language::{Analyzer, Sentence, Token, split};
use attache_model::{Article, BlockKind, Claim, Doubt, DoubtKind, Span};

use finder::Finder;
pub use prefilter::{Arms, Prefilter};
use scene::{Analysed, Scene};
use vocabulary::{NameKind, Vocabulary};

/// Changes with every release, and by its last number whenever the rules, the tables or the models could read an article differently.
pub const VERSION: &str = concat!("reading ", env!("CARGO_PKG_VERSION"), " (7)");

/// Everything needed to read; shared by all threads.
pub struct Reader {
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    prefilter: Prefilter,
    finder: Finder,
    by_model: bool,
    /// Sentences of one article, at most.
    most: usize,
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
            by_model: true,
            most: MOST,
        })
    }

    /// Reads events and figures by the tables alone, whatever the language model makes of the words: what their examples are checked by.
    pub fn by_tables(self) -> Reader {
        Reader {
            by_model: false,
            ..self
        }
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
        let mut shown = self.shown(article, &sentences);
        if shown.is_empty() {
            return Reading {
                sentences: sentences.len(),
                ..Reading::default()
            };
        }
        let left = shown.split_off(shown.len().min(self.most));
        let analysed = self.analysed(article, &shown);
        let scene = Scene::new(article, &self.vocabulary, &analysed, self.by_model);
        let (frames, mut doubts) = match rules::may_tell(&scene) {
            true => self.finder.find(&scene),
            false => Default::default(),
        };
        let (mut claims, unclear) = claims::read(&scene, &frames);
        doubts.extend(unclear);
        doubts.extend(too_long(article, self.most, &left));
        claims.extend(events::read(&scene, &claims));
        claims.extend(figures::read(&scene, &claims));
        Reading {
            claims,
            doubts,
            sentences: sentences.len(),
            shown: shown.into_iter().map(|shown| shown.span).collect(),
        }
    }

    fn analysed(&self, article: &Article, shown: &[Shown]) -> Vec<Analysed> {
        let spans: Vec<Span> = shown.iter().map(|shown| shown.span).collect();
        let cased = headlines::in_sentence_case(article, &self.vocabulary);
        // One span may turn out to be several sentences.
        let mut shown = shown.iter().peekable();
        let placed = |sentence: Sentence| {
            while shown.next_if(|shown| shown.span.end <= sentence.span.start).is_some() {}
            Analysed {
                block: shown.peek().map_or(0, |shown| shown.block),
                of_arms: shown.peek().is_some_and(|shown| shown.of_arms),
                sentence,
            }
        };
        self.analyzer.analyze(&cased, &spans).into_iter().map(placed).collect()
    }

    /// What the finder knows of each sentence's words, for training it.
    pub fn clues(&self, article: &Article) -> Vec<Vec<Clue>> {
        let all = sentences(article, &self.vocabulary).into_iter();
        let all: Vec<Shown> = all
            .map(|(block, span)| Shown {
                block,
                span,
                of_arms: true,
            })
            .collect();
        let analysed = self.analysed(article, &all);
        let scene = Scene::new(article, &self.vocabulary, &analysed, self.by_model);
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

    /// How many names of the text may be parties to a transfer, and how many of them act in politics; two are as good as more.
    fn parties(&self, text: &str) -> (usize, usize) {
        let (mut parties, mut political) = (0, 0);
        for (.., meanings) in self.vocabulary.names.find(text) {
            let is = |wanted: fn(NameKind) -> bool| meanings.iter().any(|meaning| wanted(meaning.kind));
            parties += usize::from(is(|kind| kind != NameKind::Outlet));
            political += usize::from(is(|kind| {
                !matches!(kind, NameKind::Outlet | NameKind::Company | NameKind::City)
            }));
            if political > 1 {
                break;
            }
        }
        (parties, political)
    }

    /// The sentences worth a network: those that may tell of arms, and those that may tell of an event or a figure.
    fn shown(&self, article: &Article, sentences: &[(usize, Span)]) -> Vec<Shown> {
        let texts: Vec<&str> = sentences.iter().map(|&(_, span)| article.slice(span)).collect();
        let (parties, political): (Vec<usize>, Vec<usize>) = texts.iter().map(|text| self.parties(text)).unzip();
        let opening = sentences
            .iter()
            .position(|&(block, _)| article.blocks[block].kind != BlockKind::Title)
            .unwrap_or(0);
        let of_arms = self.of_arms(&texts, &parties, opening);
        let eventful = self.eventful(&texts, &political, opening);
        let worth = |at: &usize| of_arms[*at] || eventful[*at];
        (0..sentences.len())
            .filter(worth)
            .map(|at| Shown {
                block: sentences[at].0,
                span: sentences[at].1,
                of_arms: of_arms[at],
            })
            .collect()
    }

    /// Which sentences may tell of a transfer, with the title and the neighbours that they may lean on?
    fn of_arms(&self, texts: &[&str], parties: &[usize], opening: usize) -> Vec<bool> {
        let nothing = vec![false; texts.len()];
        let arms: Vec<Arms> = texts.iter().map(|text| self.prefilter.arms(text)).collect();
        let candidate: Vec<bool> = texts.iter().map(|text| self.prefilter.has_trigger(text)).collect();
        // A candidate has a trigger with arms in the sentence or plainly beside it, and a party not far.
        let around = |at: usize, reach: usize| at.saturating_sub(reach)..(at + reach + 1).min(arms.len());
        let near: Vec<bool> = (0..arms.len())
            .map(|at| {
                candidate[at]
                    && (arms[at] != Arms::No || arms[around(at, 1)].contains(&Arms::Yes))
                    && parties[around(at, 2)].iter().any(|&parties| parties > 0)
            })
            .collect();
        // An article about arms is read widely, one that mentions them in passing only where it does.
        let plainly = near
            .iter()
            .zip(&arms)
            .filter(|(near, arms)| **near && **arms == Arms::Yes)
            .count();
        // Tanks, missiles and fighters alone may be fuel, remarks and boxers; between two parties they are arms.
        let told = (0..near.len()).any(|at| near[at] && (arms.contains(&Arms::Yes) || parties[at] > 1));
        if !told {
            return nothing;
        }
        let about_arms = plainly > 1;
        // The first sentences of the body say whose reporting it is.
        let worth = |at: usize| match about_arms {
            true => {
                (opening..opening + 2).contains(&at)
                    || arms[at] == Arms::Yes
                    || candidate[around(at, 4)].contains(&true)
            }
            false => near[around(at, 1)].contains(&true),
        };
        (0..texts.len()).map(worth).collect()
    }

    /// Which sentences may tell an event or a figure? The opening, which says whose reporting it is, is read with them; and of an article about
    /// two parties whatever may tell of them without their names: "As many as 200 soldiers may have died".
    fn eventful(&self, texts: &[&str], parties: &[usize], opening: usize) -> Vec<bool> {
        let with = |others: usize| {
            let tells = |(text, &parties): (&&str, &usize)| self.prefilter.has_event(text, parties.max(others));
            texts.iter().zip(parties).map(tells).collect::<Vec<bool>>()
        };
        let mut tells = with(0);
        let between = |at: usize| tells[at] && parties[at] > 1;
        if tells.iter().filter(|tells| **tells).count() * 4 > tells.len() && (0..tells.len()).any(between) {
            tells = with(2);
        }
        if tells.contains(&true) {
            tells.iter_mut().skip(opening).take(2).for_each(|tells| *tells = true);
        }
        tells
    }
}

/// A sentence that is analysed.
struct Shown {
    /// Index of its block.
    block: usize,
    span: Span,
    /// It may tell of a transfer.
    of_arms: bool,
}

/// So many sentences that may tell something has no report; of what has more, these are read, lest one file hold up all others.
const MOST: usize = 2000;

/// What is said of the sentences that a far too long text has left unread.
fn too_long(article: &Article, most: usize, left: &[Shown]) -> Option<Doubt> {
    let (first, last) = (left.first()?, left.last()?);
    Some(Doubt {
        article: article.id.clone(),
        kind: DoubtKind::Unread,
        span: Some(Span::new(first.span.start, last.span.end)),
        what: format!(
            "{} sentences that may tell something stand behind the first {most} and were not read; add the text in parts",
            left.len()
        ),
    })
}

/// No sentence has so many bytes; what has more is noise, and is cut lest one line hold up all others.
const LONGEST: usize = 2000;

/// The sentences of the blocks that are read, behind their datelines, with the index of their block.
fn sentences(article: &Article, vocabulary: &Vocabulary) -> Vec<(usize, Span)> {
    let body = |kind| matches!(kind, BlockKind::Body | BlockKind::Lead);
    let opening = article.blocks.iter().position(|block| body(block.kind));
    let read = article
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.kind.is_read());
    read.flat_map(|(index, block)| {
        let text = Some(article.slice(block.span)).filter(|_| body(block.kind));
        let dateline = text.and_then(|text| dateline::read(text, Some(index) == opening, vocabulary));
        let start = block.span.start + dateline.map_or(0, |dateline| dateline.length);
        let sentences = split(&article.text, Span::new(start, block.span.end));
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

#[cfg(test)]
mod tests {
    use attache_model::{ArticleId, Block};

    use super::*;

    #[test]
    fn what_stands_behind_too_many_sentences_is_doubted_and_not_read() {
        let text = "Peru sold tanks to Iran. Chile sold missiles to Chad. Spain sold frigates to Kenya.";
        let block = Block {
            kind: BlockKind::Body,
            span: Span::new(0, text.len()),
        };
        let article = Article {
            id: ArticleId::of([text]),
            path: "long".into(),
            url: None,
            outlet: None,
            byline: None,
            published: None,
            language: "eng".into(),
            text: text.into(),
            blocks: vec![block],
            links: Vec::new(),
        };
        let reader = Reader::shipped().expect("the reader that ships loads");
        let whole = reader.read(&article);
        assert!(whole.doubts.is_empty());
        let reading = Reader { most: 2, ..reader }.read(&article);
        let third = Span::new(54, text.len());
        assert_eq!(
            reading
                .doubts
                .iter()
                .map(|doubt| (doubt.kind, doubt.span))
                .collect::<Vec<_>>(),
            [(DoubtKind::Unread, Some(third))]
        );
        assert!(
            reading
                .claims
                .iter()
                .flat_map(|claim| &claim.quotes)
                .all(|quote| !quote.overlaps(third))
        );
        assert!(reading.claims.len() < whole.claims.len());
    }
}
